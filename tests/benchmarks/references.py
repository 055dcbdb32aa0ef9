"""Reads articles with summaries that people made, for measuring and training our summaries.

A file has JSON lines, gzipped or not: `title`, `paragraphs` (lists of sentences), `gold` (the
sentences that people chose) and `highlights` (sentences that people wrote).
"""

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

from articles.summaries.tokenizer import NewsTokenizer
from tests.benchmarks import rouge

_NOT_A_HEADING = re.compile(r'["“”,:]|Follow|Watch|Read|Twitter|CNN')
_MOST_HEADINGS = 12
"""An article with more headings is a list rather than a text with sections."""


@dataclass(frozen=True)
class ReferenceArticle:
    title: str
    paragraphs: list[list[str]]
    gold: list[str]
    highlights: list[str]

    @cached_property
    def sentences(self) -> list[str]:
        return [sentence for paragraph in self.paragraphs for sentence in paragraph]

    @cached_property
    def words(self) -> list[list[str]]:
        """The words of each sentence, as ROUGE counts them."""
        return [rouge.words(sentence) for sentence in self.sentences]

    @cached_property
    def chosen(self) -> list[bool]:
        """Whether people chose each sentence."""
        gold = set(self.gold)
        return [sentence in gold for sentence in self.sentences]

    def document(self, headed: bool = False) -> ObjectDocumentModel:
        """Return the article as a document of sumy; if `headed`, with its likely sub-headings."""
        tokenizer = NewsTokenizer()
        headings = set(self.headings) if headed else set()
        return ObjectDocumentModel(
            Paragraph([Sentence(text, tokenizer, number in headings) for text in paragraph])
            for number, paragraph in enumerate(self.paragraphs)
        )

    @cached_property
    def headings(self) -> list[int]:
        """The numbers of paragraphs that are likely sub-headings: one short, plain sentence."""
        found = [
            number
            for number, paragraph in enumerate(self.paragraphs[:-1])
            if number > 1
            and len(paragraph) == 1
            and len(paragraph[0].split()) <= 6
            and not _NOT_A_HEADING.search(paragraph[0])
        ]
        return found if len(found) <= _MOST_HEADINGS else []


def read(path: Path) -> list[ReferenceArticle]:
    """Return the articles of a file, or of every such file in a folder."""
    files = sorted(path.glob("*.jsonl*")) if path.is_dir() else [path]
    return [
        ReferenceArticle(**{name: article[name] for name in ReferenceArticle.__dataclass_fields__})
        for file in files
        for article in _lines(file)
    ]


def split(
    articles: Sequence[ReferenceArticle],
) -> tuple[list[ReferenceArticle], list[ReferenceArticle]]:
    """Return two thirds for training and a third for testing: always the same ones of a list."""
    shuffled = list(articles)
    random.Random(20261123).shuffle(shuffled)
    kept = len(shuffled) * 2 // 3
    return shuffled[:kept], shuffled[kept:]


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
