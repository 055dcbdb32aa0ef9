"""What the archive says: a few sentences from the most relevant of many articles.

Nothing is read from text at the time of asking. `encode_stems` packs an article's stems when it is
taken in; `digest` unpacks them, keeps the sentences that match what was asked, lets these vote for
each other (LexRank with the match as prior, after Otterbacher and others, 2005), and picks the
best that say something new.
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
FEWEST = 5
"""With fewer sentences there is no digest."""

_NEAR_COPY = 0.4
_FEWEST_WORDS = 8
"""A shorter sentence says too little where its article is not at hand."""
_FROM_EACH = 4
"""Sentences considered of each article."""
_SPREAD_OUT = 6
"""From so many articles on, each gives one sentence at most."""

_CODE = np.dtype("<u4")
Codes = NDArray[np.uint32]
Counts = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a digest is about: groups of stems, of which a sentence must have so many in full."""

    groups: tuple[frozenset[int], ...]
    needed: int
    pairs: tuple[tuple[int, int], ...] = ()
    """Stems that were asked for one after the other: a sentence that has them so is preferred."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the articles found, the most relevant first."""

    stems: bytes
    """From `encode_stems`."""
    in_article: Sequence[int | None]
    """The rank in the article of each of its sentences."""
    relevance: float
    """To what was asked; only how it compares with the others' counts."""


@dataclass(frozen=True, slots=True)
class Pick:
    candidate: int
    sentence: int
    """Counted over the whole article."""
    stems: frozenset[int] = field(default=frozenset(), compare=False)
    """The codes of the sentence's stems: `codes` of its text, as long as it says the same."""


def topic_from_words(query: str) -> Topic:
    """A sentence must have all of one or two words, and two thirds of more."""
    found = codes(query)
    groups = tuple(frozenset([code]) for code in found)
    return Topic(groups, len(found) - len(found) // 3, tuple(pairwise(found)))


def topic_from_names(names: Iterable[str]) -> Topic:
    """A sentence must have one of the names of a person or a place in full."""
    groups = (frozenset(codes(name)) for name in names)
    return Topic(tuple(dict.fromkeys(group for group in groups if group)), 1)


def encode_stems(sentences: Iterable[str]) -> bytes:
    """An article's sentences for `digest`: how many, how many stems each has, and their codes.

    Those that cannot stand alone have none, and so are never picked.
    """
    stems = [codes(sentence) if _is_clear_alone(sentence) else [] for sentence in sentences]
    numbers = [len(stems), *map(len, stems), *(code for one in stems for code in one)]
    return np.array(numbers, _CODE).tobytes()


def codes(text: str) -> list[int]:
    """The codes of the stems of a text, each once, in the order of the text."""
    return [crc32(stem.encode("utf-8", "surrogatepass")) for stem in dict.fromkeys(stems(text))]


def digest(topic: Topic, candidates: Sequence[Candidate], how_many: int = MOST) -> list[Pick]:
    """The sentences that say most of what was asked, best first; none if they are too few."""
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
    """All sentences of all candidates, in parallel arrays."""

    candidate: Counts
    number: Counts
    """In its article."""
    length: Counts
    """How many codes it has."""
    end: Counts
    """Of its codes among all of them."""
    codes: Codes

    @classmethod
    def join(cls, candidates: Sequence[Candidate]) -> "_Sentences":
        lengths, codes = zip(*map(_decode_stems, candidates), strict=True)
        counts = [len(one) for one in lengths]
        number = np.concatenate([np.arange(count) for count in counts])
        length = np.concatenate(lengths)
        candidate = np.repeat(np.arange(len(counts)), counts)
        return cls(candidate, number, length, np.cumsum(length), np.concatenate(codes))

    def count_matches(self, topic: Topic) -> Counts:
        """How many of the groups each sentence has in full, and of the pairs; 0 for too few
        groups."""
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
    """A sentence that may be picked."""

    pick: Pick
    matches: int
    prior: float
    codes: Codes


def _find_matches(topic: Topic, candidates: Sequence[Candidate]) -> Iterator[_Match]:
    """Each candidate's best sentences of those that match."""
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
    """Where enough sentences match in more groups, those that match in fewer are off the point."""
    counts = sorted((one.matches for one in pool), reverse=True)
    bar = counts[FEWEST - 1] if len(counts) >= FEWEST else 0
    return [one for one in pool if one.matches >= bar]


def _decode_stems(candidate: Candidate) -> tuple[Counts, Codes]:
    """How many stems each of its sentences has, and all their codes; none where the stems are of
    another state of the text."""
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
    """The scores of what is left to say: nothing for near-copies, less for what is alike."""
    similarity = similarity.round(9)
    return np.where(similarity > _NEAR_COPY, 0, scores * (1 - similarity / 2)).round(9)
