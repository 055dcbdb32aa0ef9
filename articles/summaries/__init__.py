"""Ranks the sentences of articles. A summary consists of the best sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

from articles.english import sentences
from articles.summaries.ranking import NewsSummarizer
from articles.summaries.tokenizer import NewsTokenizer


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence's offsets in the text of its section, and the sentence's ranks."""

    start: int
    end: int
    rank: int | None
    """The sentence's rank in its section: 0 for the best, None if it is unfit for a summary."""
    in_article: int | None
    """The sentence's rank in its article: 0 for the best, None if it is unfit for a summary."""


def rank(title: str, sections: Sequence[tuple[str, str]]) -> list[list[RankedSentence]]:
    """Return a list for each section, with the section's ranked sentences in the order of the text.

    `title` is the article's title. `sections` contains the heading and the text of each section.
    """
    spans = [sentences.spans(text) for _, text in sections]
    scores = NewsSummarizer().score(_document(sections, spans), title)
    in_article = _ranks(scores.rank_document())
    ranked: list[list[RankedSentence]] = []
    start = 0
    for (heading, _), found in zip(sections, spans, strict=True):
        among = range(start, start + len(found))
        alone = len(sections) == 1 and not heading
        in_section = in_article if alone else _ranks(scores.rank_section(among))
        ranked.append(
            [
                RankedSentence(*span, in_section.get(i), in_article.get(i))
                for i, span in zip(among, found, strict=True)
            ]
        )
        start += len(found)
    return ranked


def section_length(sentences: int, lead: bool) -> int:
    """Return the usual number of sentences in the summary of a section.

    `sentences` is the number of sentences in the section, and `lead` says whether the section is
    the lead. The result is the number of sentences that people usually chose from a section of
    this length in the CNN Corpus (Lins and others, 2019).
    """
    if lead:
        return min(sentences, 1 if sentences <= 3 else 2 if sentences <= 11 else 3)
    return 0 if sentences <= 2 else 1 if sentences <= 15 else 2


def article_length(sentences: int) -> int:
    """Return the usual number of sentences in the summary of an article.

    `sentences` is the number of sentences in the article."""
    return min(sentences // 3, 1 if sentences <= 8 else 2 if sentences <= 15 else 3)


def choose(ranked: Iterable[RankedSentence], how_many: int) -> list[RankedSentence]:
    """Return the best sentences of a section, at most `how_many`, in the order of the text.

    `ranked` contains all sentences of the section.
    """
    return [one for one in ranked if one.rank is not None and one.rank < how_many]


def _document(
    sections: Sequence[tuple[str, str]], spans: Sequence[Sequence[tuple[int, int]]]
) -> ObjectDocumentModel:
    tokenizer = NewsTokenizer()
    paragraphs = []
    for (heading, text), found in zip(sections, spans, strict=True):
        headings = [Sentence(heading, tokenizer, is_heading=True)] if heading else []
        found_sentences = [Sentence(text[start:end], tokenizer) for start, end in found]
        paragraphs.append(Paragraph(headings + found_sentences))
    return ObjectDocumentModel(paragraphs)


def _ranks(best: Iterable[int]) -> dict[int, int]:
    return {sentence: rank for rank, sentence in enumerate(best)}
