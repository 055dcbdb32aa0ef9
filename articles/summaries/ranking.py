"""Scores and orders the sentences of an article by how well they sum it up.

The first sentences of a news article are a good summary of it, and LexRank alone picks no better
ones. So a sentence's LexRank score is one feature among others, each with a weight.
`python -m tests.benchmarks.train_summaries` learns the weights by ridge regression from summaries
that people wrote of 400 articles in the CNN Corpus (Lins and others, 2019). The score of a sentence
predicts how much of such a summary the sentence contains. `weights.json` holds the mean of each
feature, its standard deviation, and the weight of one standard deviation.

In sections with a heading, weights set by hand did better than all learned ones.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import heapify, heappop, heappush
from pathlib import Path

import numpy as np
from sumy.models.dom import ObjectDocumentModel, Sentence
from sumy.summarizers._summarizer import AbstractSummarizer
from sumy.utils import ItemsCount

from articles.english.stop_words import CONTENT_STOP_WORDS
from articles.english.words import stem
from articles.summaries import features, fitness
from articles.summaries.graph import Floats, Vectors, number_stems
from articles.summaries.tokenizer import NewsTokenizer

WEIGHTS = Path(__file__).with_name("weights.json")

_NEAR_COPY = 0.45
"""A sentence whose cosine with a better sentence is above this is a near-copy of it."""
_WATCHED = 8
"""To save time, sentences are compared only with this many of the best ones."""
_LAST = 1000.0
"""A cost that is higher than any sentence's score, to rank near-copies last."""
_QUOTATION = 0.4
"""How much a sentence that opens with a quotation loses in a section with a heading."""
_QUESTION = 0.6
"""How much a sentence that contains a question loses in a section with a heading."""
CLIP = 3.0
"""The largest distance of a feature from its mean, in standard deviations. Larger ones are cut, so
that one odd feature does not outweigh all the others."""


@dataclass(frozen=True, slots=True)
class Weights:
    mean: Floats
    deviation: Floats
    weight: Floats

    @classmethod
    def read(cls, path: Path) -> "Weights":
        stored = json.loads(path.read_text())
        mean, deviation, weight = np.array([stored[name] for name in features.NAMES]).T
        return cls(mean, deviation, weight)

    def score(self, table: Floats) -> Floats:
        distance = ((table - self.mean) / self.deviation).clip(-CLIP, CLIP)
        return (distance * self.weight).sum(axis=1)  # type: ignore[no-any-return]


@cache
def _load_weights() -> Weights:
    """Return the learned weights.

    They are read only when needed, because a new feature has no weight until it is trained.
    """
    return Weights.read(WEIGHTS)


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a document's sentences, with the other facts that decide their order."""

    in_document: Floats
    """The score of each sentence as a summary of the document. Higher is better."""
    in_section: Floats
    """The score of each sentence as a summary of its section. Compare only within a section."""
    fit: Sequence[bool]
    """Whether each sentence is fit for a summary."""
    leaning: Sequence[bool]
    """Whether each sentence needs the sentence before it."""
    vectors: Vectors

    def rank_document(self) -> list[int]:
        """Return the numbers of the document's sentences that are fit for a summary, best first."""
        return self._order(range(len(self.in_document)), self.in_document)

    def rank_section(self, section: range) -> list[int]:
        """Return the numbers of a section's sentences that are fit for a summary, best first.

        `section` is the range of the numbers of all its sentences.
        """
        return self._order(section, self.in_section)

    def _order(self, among: range, scores: Floats) -> list[int]:
        """Return the numbers of the fit sentences in `among`, best first but near-copies last.

        A sentence that needs the sentence before it is ranked below that sentence, so that no
        summary contains it alone.
        """
        best: list[int] = []
        similarity = np.zeros(len(scores))
        heap = [(-scores[i], i) for i in among if self.fit[i] and not self.leaning[i]]
        heapify(heap)
        while heap:
            cost, i = heappop(heap)
            if similarity[i] > _NEAR_COPY and cost < _LAST / 2:
                heappush(heap, (cost + _LAST, i))
                continue
            best.append(i)
            if len(best) <= _WATCHED:
                similarity = np.maximum(similarity, self.vectors.cosines(i).round(9))
            if i + 1 in among and self.fit[i + 1] and self.leaning[i + 1]:
                heappush(heap, (-scores[i + 1], i + 1))
        return best


class NewsSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """A summarizer for news with the same interface as the summarizers of sumy.

    A paragraph that has a heading begins a new section of the document.
    """

    def __init__(self, stemmer: Callable[[str], str] = stem) -> None:
        super().__init__(stemmer)
        self.stop_words: frozenset[str] = CONTENT_STOP_WORDS

    def __call__(
        self, document: ObjectDocumentModel, sentences_count: int | str, title: str = ""
    ) -> tuple[Sentence, ...]:
        """Return the best sentences of the document, in the order of the text.

        `sentences_count` is how many to return: a number, or a share such as "20%".
        """
        sentences = document.sentences
        count = sentences_count if callable(sentences_count) else ItemsCount(sentences_count)
        best = self.score(document, title).rank_document()
        return tuple(sentences[i] for i in sorted(count(best)))

    def score(self, document: ObjectDocumentModel, title: str = "") -> Scores:
        """Return the scores of the document's sentences. `title` is the title of the document."""
        if not document.sentences:
            return Scores(np.zeros(0), np.zeros(0), [], [], number_stems([])[0])
        sentences, vectors, table = self.extract_features(document, title)
        in_document = _load_weights().score(table).round(9)
        in_section = in_document.copy()
        headed = _headed_sections(document)
        for section in headed:
            in_section[section.start : section.stop] = _score_section(table, section)
        first = {0, *(section.start for section in headed)}
        leaning = [one.leans for one in sentences]
        notices = fitness.find_notices("\n".join(one.text for one in sentences))
        fit = [
            fitness.is_fit(one.text, notices)
            and not (one.leans and i in first)  # There is no sentence before it to lean on.
            for i, one in enumerate(sentences)
        ]
        return Scores(in_document, in_section, fit, leaning, vectors)

    def extract_features(
        self, document: ObjectDocumentModel, title: str
    ) -> tuple[list[features.SentenceText], Vectors, Floats]:
        """Return the document's sentences, their vectors, and the table of their features."""
        sentences = [_read_sentence(sentence) for sentence in document.sentences]
        vectors, number = number_stems([self._stems(one.words) for one in sentences])
        title_words = map(self.normalize_word, NewsTokenizer().to_words(title))
        stems = set(self._stems(title_words))
        terms = [number[stem] for stem in stems if stem in number]
        return (
            sentences,
            vectors,
            features.table(sentences, vectors, features.Title(len(stems), terms)),
        )

    def _stems(self, words: Iterable[str]) -> list[str]:
        stem, stop_words = self._stemmer, self.stop_words
        return [stem(word) for word in words if word not in stop_words]


def _read_sentence(sentence: Sentence) -> features.SentenceText:
    text = str(sentence)
    return features.SentenceText(text, list(map(str.lower, sentence.words)), fitness.leans(text))


def _headed_sections(document: ObjectDocumentModel) -> list[range]:
    """Return a range of sentence numbers for each section that has a heading and any sentences."""
    starts = []
    position = 0
    for paragraph in document.paragraphs:
        if paragraph.headings:
            starts.append(position)
        position += len(paragraph.sentences)
    ends = [*starts[1:], position]
    return [range(start, end) for start, end in zip(starts, ends, strict=False) if start < end]


def _score_section(table: Floats, section: range) -> Floats:
    """Return the score of each sentence in a section with a heading, as a summary of the section.

    `table` contains the features of all sentences in the article, and `section` the numbers of the
    section's sentences. A sentence scores higher the more votes it has, the nearer it is to the
    heading and the more it resembles the article's title. It scores lower if it asks a question or
    opens with a quotation.
    """
    rows = dict(zip(features.NAMES, table[section.start : section.stop].T, strict=True))
    votes = rows["votes"]
    nearness = 1 - np.arange(len(votes)) / len(votes)
    score: Floats = (votes - votes.min()) / (np.ptp(votes) or 1.0) + nearness
    score += rows["title_cosine"]
    score -= _QUOTATION * rows["opens_quote"] + _QUESTION * rows["question"]
    return score.round(9)
