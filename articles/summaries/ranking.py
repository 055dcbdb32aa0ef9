"""Which sentences of a news article say most: LexRank, position, title, and no repetition.

Weights by hand: votes on the graph of the whole article and position inside the section count
most, then words shared with the title. On news the first sentences are so strong a summary that no
graph alone beats them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np
from sumy.models.dom import ObjectDocumentModel, Sentence
from sumy.summarizers._summarizer import AbstractSummarizer
from sumy.utils import ItemsCount

from articles.summaries import fitness, words
from articles.summaries.graph import Floats, Vectors, lexrank, vectors

_POSITION = 1.5
_TITLE = 1.0
_NEAR_COPY = 0.35
"""The cosine above which a sentence says what an earlier choice has said."""
_COMPARED = 32
"""How many choices later ones are compared with; more would make long texts slow."""
_LAST = 1000.0
"""Costs more than any sentence's score."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The sentences of an article with what it takes to choose among them."""

    scores: Floats
    fit: Sequence[bool]
    leaning: Sequence[bool]
    vectors: Vectors

    def order(self, among: range) -> list[int]:
        """Those of these sentences that are fit for a summary, best first.

        One that leans on its neighbour comes after it, so that the first k are sound for every k;
        near-copies of better ones come last.
        """
        best: list[int] = []
        likeness = np.zeros(len(self.scores))
        heap = [(-self.scores[i], i) for i in among if self.fit[i] and not self.leaning[i]]
        heapify(heap)
        while heap:
            cost, i = heappop(heap)
            if likeness[i] > _NEAR_COPY and cost < _LAST / 2:
                heappush(heap, (cost + _LAST, i))
                continue
            best.append(i)
            if len(best) <= _COMPARED:
                likeness = np.maximum(likeness, self.vectors.cosines(i).round(9))
            if i + 1 in among and self.fit[i + 1] and self.leaning[i + 1]:
                heappush(heap, (-self.scores[i + 1], i + 1))
        return best


class NewsSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """A sumy summarizer for news: give it a document and how many sentences, as sumy's others.

    A paragraph with a heading begins a new section of the document.
    """

    stop_words: frozenset[str] = frozenset()

    def __call__(
        self, document: ObjectDocumentModel, sentences_count: int | str, title: str = ""
    ) -> tuple[Sentence, ...]:
        """The best sentences in the order of the document; a count such as "20%" is understood."""
        spoken = document.sentences
        best = self.score(document, title).order(range(len(spoken)))
        count = sentences_count if callable(sentences_count) else ItemsCount(sentences_count)
        return tuple(spoken[i] for i in sorted(count(best)))

    def score(self, document: ObjectDocumentModel, title: str = "") -> Scored:
        """Every sentence's score, higher the better, beside what choosing among them needs."""
        spoken = document.sentences
        stems = [self._stems(sentence.words) for sentence in spoken]
        sections = _sections(document)
        made = vectors(stems)
        scores = _spread(lexrank(made)) if spoken else np.zeros(0)
        for section in sections:
            count = len(section)
            scores[section.start : section.stop] += _POSITION * (1 - np.arange(count) / count)
        scores += _TITLE * _shared(stems, set(self._stems(words.NewsTokenizer().to_words(title))))
        texts = [str(sentence) for sentence in spoken]
        leaning = [fitness.leans(text) for text in texts]
        fit = [fitness.fit(text) for text in texts]
        for section in sections:  # nothing to lean on stands before its first sentence
            fit[section.start] &= not leaning[section.start]
        return Scored(scores.round(9), fit, leaning, made)

    def _stems(self, spoken: Iterable[str]) -> list[str]:
        low = (self.normalize_word(word) for word in spoken)
        return [self._stemmer(word) for word in low if word not in self.stop_words]


def _sections(document: ObjectDocumentModel) -> list[range]:
    """The sentences of each section, as ranges over the document's sentences; none is empty."""
    starts = [0]
    position = 0
    for paragraph in document.paragraphs:
        if paragraph.headings:
            starts.append(position)
        position += len(paragraph.sentences)
    ends = [*starts[1:], position]
    return [range(start, end) for start, end in zip(starts, ends, strict=True) if start < end]


def _spread(values: Floats) -> Floats:
    """The values moved and stretched to run from 0 to 1."""
    extent = values.max() - values.min()
    return (values - values.min()) / extent if extent > 0 else np.zeros_like(values)


def _shared(stems: Sequence[Sequence[str]], title: set[str]) -> Floats:
    """How much of each sentence and the title is common to both: cosine of their sets of stems."""
    if not title:
        return np.zeros(len(stems))
    sets = [set(one) for one in stems]
    return np.array([len(title & one) / (len(title) * max(1, len(one))) ** 0.5 for one in sets])
