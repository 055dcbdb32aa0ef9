"""In which order the matches stand: BM25F finds the best, nearness and freshness set them apart.

BM25F, in which a title counts three times and a heading twice, chooses the best RESCORED matches
of a segment. What puts these in order is

    (BM25F + n·(K1 + 1) / (n + K1)) · (1 + FRESHNESS · 2^(-age / HALF_LIFE))

where n says how near the words of the query stand to each other: the sum of 1 / d² over all places
where two different ones of them follow each other d words apart, with none of them between. This
is the measure of Büttcher, Clarke and Lushman (Term proximity scoring for ad-hoc retrieval on very
large text collections, SIGIR 2006), for all words together. The age is that in days beside the
newest article of the index: that new articles are wanted more often, by so much as decays
exponentially, is from Li and Croft (Time-based language models, CIKM 2003).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from whoosh import query

from articles.search.embedded.answering.scoring import K1, Scoring
from articles.search.embedded.answering.segment_reader import (
    POSITION_BITS,
    DecodedPostings,
    Floats,
    SegmentReader,
)
from articles.search.embedded.answering.top_k import best, highest
from articles.search.embedded.disk.tokens import Ints

RESCORED = 30
FRESHNESS = 0.05
HALF_LIFE = 365.0
"""Days after which an article has lost half of its advantage."""
FIELD = "content"
MOST_WORDS = 8
"""Words of a query of which the nearness counts."""
MOST_PLACES = 64
"""Places of a word in one document that are looked at."""
WORD_BITS = 3


@dataclass(frozen=True, slots=True)
class Ranking:
    """What orders the matches of one query."""

    words: Sequence[str]
    scoring: Scoring
    newest: int
    """The day, as an ordinal, from which ages are counted."""

    def best(
        self, view: SegmentReader, ids: Ints, scores: Floats, most: int
    ) -> tuple[Ints, Floats]:
        """Where those of the documents are that come first, in no order and with few others;
        and their final scores.

        No score gets lower, so the documents that are not rescored stay behind those that are."""
        order = view.file.order
        at = best(scores, ids, order, RESCORED)
        final = self.rescored(view, ids.take(at), scores.take(at))
        if most > RESCORED:
            others = np.setdiff1d(best(scores, ids, order, most), at)
            at, final = np.append(at, others), np.append(final, scores.take(others))
        first = highest(final, most)
        return at.take(first), final.take(first)

    def rescored(self, view: SegmentReader, ids: Ints, scores: Floats) -> Floats:
        """The final scores of documents that have these by BM25F."""
        ages = self.newest - view.file.published.take(ids)
        freshness = 1 + FRESHNESS * np.exp2(ages / -HALF_LIFE)
        if len(self.words) > 1:
            near = nearness(view, ids, self.words)
            scores = scores + near * (K1 + 1) / (near + K1)
        rescored: Floats = scores * freshness
        return rescored


def nearness(view: SegmentReader, ids: Ints, words: Sequence[str]) -> Floats:
    """How near the words stand to each other in each of the documents: from 0 on."""
    postings = [posting for word in words if (posting := view.posting(FIELD, word))]
    if len(postings) < 2 or not len(ids):
        return np.zeros(len(ids))
    keys = _places(postings, ids)
    places, numbers = keys >> WORD_BITS, keys & ((1 << WORD_BITS) - 1)
    steps = places[1:] - places[:-1]
    # From one document to the next it is so far that it does not matter.
    pairs = (numbers[1:] != numbers[:-1]) / (steps * steps)
    rows = places[:-1] >> POSITION_BITS
    return np.bincount(rows, pairs, len(ids)).astype(float, copy=False)


def words_apart(asked: query.Query) -> list[str]:
    """The words that the query asks for one by one, so that they may be near or far."""
    if isinstance(asked, query.AndNot):
        return words_apart(asked.a)
    if not isinstance(asked, query.And | query.Or):
        return []
    parts = [part for part in asked.subqueries if type(part) is query.Term]
    return [part.text for part in parts if part.fieldname == FIELD][:MOST_WORDS]


def _places(postings: Sequence[DecodedPostings], ids: Ints) -> Ints:
    """Where the words of the postings stand in the documents, in order: each place as the number
    of the document among `ids`, above the position, above the number of the word."""
    field = postings[0].field
    # Where the documents are, or would be, in the posting of each word: a row for each word.
    at = np.array([posting.begin + posting.ids.searchsorted(ids) for posting in postings])
    ends = np.array([[posting.begin + len(posting)] for posting in postings])
    there = (field.ids.take(at, mode="clip") == ids) & (at < ends)
    first = field.firsts.take(at, mode="clip")
    sizes = np.minimum(field.firsts.take(at + 1, mode="clip") - first, MOST_PLACES)
    sizes = (sizes * there).ravel()
    upto = sizes.cumsum()
    taken = np.arange(int(upto[-1])) + (first.ravel() - (upto - sizes)).repeat(sizes)
    documents = np.arange(len(ids)) << (POSITION_BITS + WORD_BITS)
    keys: Ints = (documents | np.arange(len(postings))[:, None]).ravel().repeat(sizes)
    keys |= field.positions.take(taken) << WORD_BITS
    keys.sort()
    return keys
