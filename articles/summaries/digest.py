"""Picks a digest: a few sentences on one topic from many articles that a search found.

No article's text is read during a search. When an article is saved, `encode_stems` packs the stems
of its sentences. `digest` unpacks the stems, keeps the sentences that match the topic, lets the
sentences vote for each other, and picks the best ones that say something new. The voting is
LexRank, with prior scores for how well each sentence matches (Otterbacher and others, 2005).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from articles.summaries import fitness
from articles.summaries.graph import Floats, Vectors, build_vectors, lexrank
from articles.summaries.tokenizer import stems

MOST = 8
"""The maximum number of sentences in a digest."""
FEWEST = 5
"""The minimum number of sentences in a digest. If fewer sentences match the topic, there is no
digest."""

_NEAR_COPY = 0.4
"""A sentence whose cosine with an earlier pick is above this is a near-copy of it."""
_FEWEST_WORDS = 8
"""The minimum number of words in a sentence of a digest. A shorter one says too little outside its
article."""
_FROM_EACH = 4
"""The maximum number of sentences of one article that are considered for a digest."""
_SPREAD_OUT = 6
"""If at least this many articles contain matching sentences, a digest takes only one sentence from
each. Otherwise it takes up to two from each."""

_CODE = np.dtype("<u4")
"""The type of a stem's code: a 32-bit number, the CRC-32 checksum of the stem."""
Codes = NDArray[np.uint32]
Counts = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Topic:
    """The subject of a digest, as groups of stems.

    A sentence matches the topic if it contains all stems of at least `needed` groups.
    """

    groups: tuple[frozenset[int], ...]
    needed: int
    """The number of groups that a matching sentence must contain in full."""
    pairs: tuple[tuple[int, int], ...] = ()
    """Pairs of stems that are adjacent in the query. Sentences with such a pair are preferred."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that a search found."""

    stems: bytes
    """The stems of the article's sentences, packed by `encode_stems`."""
    in_article: Sequence[int | None]
    """Each sentence's rank in the article, or None if the sentence is unfit for a summary."""
    relevance: float
    """The article's relevance to the query. Only the ratio between candidates matters."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A sentence of the digest."""

    candidate: int
    """The position of the sentence's article among the candidates."""
    sentence: int
    """The number of the sentence in its article, from 0."""
    stems: frozenset[int] = field(default=frozenset(), compare=False)
    """The codes of the sentence's stems. If they differ now, the article was edited."""


def topic_from_words(query: str) -> Topic:
    """Return the topic of a query. A sentence must contain two thirds of the query's words."""
    found = codes(query)
    groups = tuple(frozenset([code]) for code in found)
    return Topic(groups, len(found) - len(found) // 3, tuple(pairwise(found)))


def topic_from_names(names: Iterable[str]) -> Topic:
    """Return the topic for an entity. A sentence must contain one of the entity's names in full."""
    groups = (frozenset(codes(name)) for name in names)
    return Topic(tuple(dict.fromkeys(group for group in groups if group)), 1)


def encode_stems(sentences: Iterable[str]) -> bytes:
    """Return the stems of an article's sentences, packed for `digest`.

    The bytes contain the number of sentences, the number of stems in each sentence, and the codes
    of all stems. No stems are packed for a sentence that is unclear outside its article, so it is
    never picked.
    """
    stems = [codes(sentence) if _is_clear_alone(sentence) else [] for sentence in sentences]
    numbers = [len(stems), *map(len, stems), *(code for one in stems for code in one)]
    return np.array(numbers, _CODE).tobytes()


def codes(text: str) -> list[int]:
    """Return the codes of the different stems in a text, in the order of the text."""
    return [crc32(stem.encode("utf-8", "surrogatepass")) for stem in dict.fromkeys(stems(text))]


def digest(topic: Topic, candidates: Sequence[Candidate], how_many: int = MOST) -> list[Pick]:
    """Return at most `how_many` sentences about the topic, best first.

    Return an empty list if fewer than `FEWEST` sentences can be picked.
    """
    if not candidates:
        return []
    pool = _keep_best_matches(list(_find_matches(topic, candidates)))
    if len(pool) < FEWEST:
        return []
    picked = _pick(pool, min(how_many, MOST))
    return picked if len(picked) >= FEWEST else []


def _is_clear_alone(sentence: str) -> bool:
    if sentence.count(" ") + 1 < _FEWEST_WORDS or not fitness.is_fit(sentence):
        return False
    return not (fitness.leans(sentence) or fitness.adds(sentence))


@dataclass(frozen=True, slots=True)
class _Sentences:
    """All sentences of all candidates, as parallel arrays, with the codes of their stems."""

    candidate: Counts
    number: Counts
    """The number of each sentence in its article."""
    length: Counts
    """The number of codes that each sentence has."""
    end: Counts
    """The position in `codes` where the codes of each sentence end."""
    codes: Codes
    """The codes of all stems, sentence after sentence."""

    @classmethod
    def join(cls, candidates: Sequence[Candidate]) -> "_Sentences":
        lengths, codes = zip(*map(_decode_stems, candidates), strict=True)
        counts = [len(one) for one in lengths]
        number = np.concatenate([np.arange(count) for count in counts])
        length = np.concatenate(lengths)
        candidate = np.repeat(np.arange(len(counts)), counts)
        return cls(candidate, number, length, np.cumsum(length), np.concatenate(codes))

    def count_matches(self, topic: Topic) -> Counts:
        """Return an array: how many groups and pairs of `topic` each sentence contains.

        The number is 0 for a sentence that contains fewer groups than `topic` needs.
        """
        sentence = np.repeat(np.arange(len(self.length)), self.length)
        matches = np.zeros(len(self.length), np.intp)
        for group in topic.groups:
            full = np.ones(len(self.length), bool)
            for code in group:
                having = np.zeros(len(self.length), bool)
                having[sentence[self.codes == code]] = True
                full &= having
            matches += full
        enough = matches >= max(topic.needed, 1)
        for one, other in topic.pairs:
            first = np.flatnonzero((self.codes[:-1] == one) & (self.codes[1:] == other))
            matches += np.bincount(
                sentence[first[sentence[first] == sentence[first + 1]]], minlength=len(matches)
            )
        return np.where(enough, matches, 0)

    def codes_of(self, at: int) -> Codes:
        return self.codes[self.end[at] - self.length[at] : self.end[at]]


@dataclass(frozen=True, slots=True)
class _Match:
    """A sentence that matches the topic and may be picked."""

    pick: Pick
    matches: int
    prior: float
    codes: Codes


def _find_matches(topic: Topic, candidates: Sequence[Candidate]) -> Iterator[_Match]:
    """Return at most `_FROM_EACH` sentences of each candidate: those that match the topic best."""
    sentences = _Sentences.join(candidates)
    matches = sentences.count_matches(topic)
    able: dict[int, list[tuple[int, int, int]]] = {}
    for at in np.flatnonzero(matches).tolist():
        candidate = int(sentences.candidate[at])
        rank = candidates[candidate].in_article[sentences.number[at]]
        if rank is not None:
            able.setdefault(candidate, []).append((-int(matches[at]), rank, at))
    top = max(candidate.relevance for candidate in candidates)
    for candidate, found in able.items():
        relevance = candidates[candidate].relevance / top if top > 0 else 1.0
        for _, rank, at in sorted(found)[:_FROM_EACH]:
            own = sentences.codes_of(at)
            pick = Pick(candidate, int(sentences.number[at]), frozenset(own.tolist()))
            prior = (0.4 + 0.6 * relevance) / (1 + 0.3 * rank) ** 0.5
            yield _Match(pick, int(matches[at]), prior, own)


def _keep_best_matches(pool: list[_Match]) -> list[_Match]:
    """Return the `FEWEST` sentences with the most matches, and any that tie with the last of them.

    The other sentences of `pool` say too little about the topic.
    """
    counts = sorted((one.matches for one in pool), reverse=True)
    bar = counts[FEWEST - 1] if len(counts) >= FEWEST else 0
    return [one for one in pool if one.matches >= bar]


def _decode_stems(candidate: Candidate) -> tuple[Counts, Codes]:
    """Return two arrays: the number of stems in each sentence, and the codes of all stems.

    Both arrays are empty if the number of sentences has changed since the stems were packed."""
    numbers = np.frombuffer(candidate.stems, _CODE)
    sentences = int(numbers[0]) if len(numbers) else 0
    if sentences != len(candidate.in_article):
        return np.zeros(0, np.intp), np.zeros(0, _CODE)
    return numbers[1 : sentences + 1].astype(np.intp), numbers[sentences + 1 :]


def _pick(pool: Sequence[_Match], how_many: int) -> list[Pick]:
    vectors = _vectors([one.codes for one in pool])
    prior = np.array([one.prior * one.matches for one in pool])
    scores = (prior * np.sqrt(lexrank(vectors))).round(9)
    source = np.array([one.pick.candidate for one in pool])
    each = 1 if len(set(source.tolist())) >= _SPREAD_OUT else 2
    picked: list[Pick] = []
    while len(picked) < how_many and scores.max() > 0:
        best = int(scores.argmax())
        picked.append(pool[best].pick)
        scores = _discount_similar(scores, vectors.cosines(best))
        scores[best] = 0
        if sum(one.candidate == source[best] for one in picked) == each:
            scores[source == source[best]] = 0
    return picked


def _vectors(codes: Sequence[Codes]) -> Vectors:
    sentence = np.repeat(np.arange(len(codes)), [len(one) for one in codes])
    distinct, term = np.unique(np.concatenate(codes), return_inverse=True)
    return build_vectors(sentence, term, np.ones(len(term)), len(codes), len(distinct))


def _discount_similar(scores: Floats, similarity: Floats) -> Floats:
    """Return the scores, lowered for sentences that are similar to the sentence picked last.

    `similarity` contains each sentence's cosine with that sentence. A near-copy of it scores 0.
    """
    similarity = similarity.round(9)
    return np.where(similarity > _NEAR_COPY, 0, scores * (1 - similarity / 2)).round(9)
