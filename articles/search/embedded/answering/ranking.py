"""Ranks matches: BM25F chooses the best, which are then reordered by word distance and age.

BM25F, in which a title counts three times and a heading twice, chooses the RESCORED best matches
of a segment. The chosen matches are ordered by

    (BM25F + n·(K1 + 1) / (n + K1)) · (1 + FRESHNESS · 2^(-age / HALF_LIFE))

where n measures how near the words of the query are to each other: the sum of 1 / d² over all
pairs of occurrences of two different words that are d positions apart, with none of the words
between them. This is the measure of Büttcher, Clarke and Lushman (Term proximity scoring for ad-hoc
retrieval on very large text collections, SIGIR 2006), for all words together. The age is the number
of days from the article to the newest article of the index. The idea that readers want new articles
more often, with an interest that decays exponentially, is from Li and Croft (Time-based language
models, CIKM 2003).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from whoosh import query

from articles.search.embedded.answering.scoring import K1, Scoring
from articles.search.embedded.answering.segment_reader import (
    DOC_SHIFT,
    DecodedPostings,
    Floats,
    SegmentReader,
)
from articles.search.embedded.answering.top_k import find_best, find_highest
from articles.search.embedded.disk.ints import DocIds, Ints, concatenate_ranges

RESCORED = 30
FRESHNESS = 0.05
"""The fraction by which the score of an article from the newest day is raised."""
HALF_LIFE = 365.0
"""The number of days in which the bonus for a fresh article falls by half."""
FIELD = "content"
MOST_WORDS = 8
"""The maximum number of words of a query that are used to measure nearness."""
MOST_POSITIONS = 64
"""The maximum number of positions, per word and document, that are used to measure nearness."""
WORD_BITS = 3


@dataclass(frozen=True, slots=True)
class Ranking:
    """Ranks the matches of one query."""

    words: Sequence[str]
    scoring: Scoring
    newest: int
    """The newest day in the index, as an ordinal; ages are counted back from this day."""

    def choose_best(
        self, reader: SegmentReader, docs: DocIds, scores: Floats, limit: int
    ) -> tuple[Ints, Floats]:
        """Return the indexes in `docs` of the best documents, and their final scores.

        At least the `limit` best and few others are returned, in no order. `docs` and `scores` are
        parallel. Rescoring never lowers a score, so the rescored documents stay ahead of the
        others."""
        recency = reader.file.recency
        at = find_best(scores, docs, recency, RESCORED)
        final = self.rescore(reader, docs.take(at), scores.take(at))
        if limit > RESCORED:
            others = np.setdiff1d(find_best(scores, docs, recency, limit), at)
            at, final = np.append(at, others), np.append(final, scores.take(others))
        first = find_highest(final, limit)
        return at.take(first), final.take(first)

    def rescore(self, reader: SegmentReader, docs: DocIds, scores: Floats) -> Floats:
        """Return the final scores of the documents.

        `docs`, in any order, is parallel to `scores`, which contains their BM25F scores."""
        ages = self.newest - reader.file.published.take(docs)
        freshness = 1 + FRESHNESS * np.exp2(ages / -HALF_LIFE)
        if len(self.words) > 1:
            near = measure_nearness(reader, docs, self.words)
            scores = scores + near * (K1 + 1) / (near + K1)
        rescored: Floats = scores * freshness
        return rescored


def measure_nearness(reader: SegmentReader, docs: Ints, words: Sequence[str]) -> Floats:
    """Return a number for each of `docs`: the nearer the words are to each other, the higher.

    The number is about 0 if a document has fewer than two of the words."""
    postings = [found for word in words if (found := reader.read_postings(FIELD, word))]
    if len(postings) < 2 or not len(docs):
        return np.zeros(len(docs))
    keys = _find_occurrences(postings, docs)
    positions, numbers = keys >> WORD_BITS, keys & ((1 << WORD_BITS) - 1)
    steps = positions[1:] - positions[:-1]
    # A step from one document to the next is so long that it adds nothing worth mentioning.
    pairs = (numbers[1:] != numbers[:-1]) / (steps * steps)
    rows = positions[:-1] >> DOC_SHIFT
    return np.bincount(rows, pairs, len(docs)).astype(float, copy=False)


def find_single_words(asked: query.Query) -> list[str]:
    """Return the words of an AND or OR query that are neither in a phrase nor limited to a field.

    At most MOST_WORDS words are returned. The list is empty for other kinds of query."""
    if isinstance(asked, query.AndNot):
        return find_single_words(asked.a)
    if not isinstance(asked, query.And | query.Or):
        return []
    parts = [part for part in asked.subqueries if type(part) is query.Term]
    return [part.text for part in parts if part.fieldname == FIELD][:MOST_WORDS]


def _find_occurrences(postings: Sequence[DecodedPostings], docs: Ints) -> Ints:
    """Return the occurrences of several terms in the documents, each as one number, ascending.

    Each number consists of, from the highest bit down, the index of the document in `docs`, the
    position (DOC_SHIFT bits), and the index of the term in `postings` (WORD_BITS bits)."""
    field = postings[0].field
    # Where the documents are, or would be, in the postings of each word: a row for each word.
    at = np.array([each.begin + each.docs.searchsorted(docs) for each in postings])
    ends = np.array([[each.begin + len(each)] for each in postings])
    present = (field.docs.take(at, mode="clip") == docs) & (at < ends)
    begins = field.position_starts.take(at, mode="clip")
    sizes = field.position_starts.take(at + 1, mode="clip") - begins
    sizes = (np.minimum(sizes, MOST_POSITIONS) * present).ravel()
    taken = concatenate_ranges(begins.ravel(), sizes)
    places = np.arange(len(docs)) << (DOC_SHIFT + WORD_BITS)
    keys: Ints = (places | np.arange(len(postings))[:, None]).ravel().repeat(sizes)
    keys |= field.positions.take(taken) << WORD_BITS
    keys.sort()
    return keys
