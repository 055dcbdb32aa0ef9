"""Tags each word as part of a person's, place's, organisation's or other name, or as none.

A linear-chain conditional random field (Lafferty, McCallum, Pereira 2001), trained with
python-crfsuite by `manage.py train_tagger`. Its weights are kept here as an array of small
integers, found by the CRC-32 of each feature, and the best path is found with numpy for all
sentences at once: several times faster than asking crfsuite word by word.

A word that a text uses more than once is judged by all its uses together: what each of them says
for every kind of name is moved towards their mean before the best path is sought.
"""

import functools
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from articles.entities import lexicon
from articles.entities.features import OFFSETS, Contexts, Words, of_word

PATH = Path(__file__).parent / "data" / "tagger.npz"
LABELS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "B-MISC", "I-MISC")
_SEEDS = tuple(zlib.crc32(f"{offset}:".encode()) for offset in OFFSETS)
_REMEMBERED_WORDS = 50_000
# How far each use of a word goes towards the mean of all its uses in the text; chosen on half of
# the newswire set among 0 (people 87.1, places 81.0), 0.35 (87.6, 81.3), 0.7 (87.9, 81.6) and 1.
_SHARED = 0.7

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tagged:
    """The label of each word of a sentence in the BIO scheme, and how likely the model takes it."""

    labels: list[str]
    likely: list[float]


class Tagger:
    """The trained model, with the lexicon whose features it learnt."""

    def __init__(self, path: Path, words: lexicon.Lexicon) -> None:
        with np.load(path) as model:
            self._keys = model["keys"]
            self._weights = model["weights"]
            self._scale = float(model["scale"])
            self._moves = model["moves"].astype(np.float32)
        self._lexicon = words
        self._remembered: dict[str, Floats] = {}

    def tag(self, sentences: Sequence[Words]) -> list[Tagged]:
        """The labels of a text's sentences."""
        found = [Tagged(["O"] * len(words), [1.0] * len(words)) for words in sentences]
        read = [number for number, words in enumerate(sentences) if self._may_name(words)]
        if read:
            lengths = [len(sentences[number]) for number in read]
            scores = self._scores(sentences, read, lengths)
            _share([word for number in read for word in sentences[number]], scores)
            padded = _padded(scores, lengths)
            paths = _best_paths(padded, self._moves)
            likely = _marginals(padded, self._moves, paths).tolist()
            for row, (number, path) in enumerate(zip(read, paths.tolist(), strict=True)):
                length = lengths[row]
                found[number] = Tagged(
                    [LABELS[label] for label in path[:length]], likely[row][:length]
                )
        return found

    def _may_name(self, words: Words) -> bool:
        """Whether a sentence has a capital that is not only that of its first, common word."""
        capitals = [word for word in words if word[0].isupper()]
        return len(capitals) > 1 or (
            len(capitals) == 1
            and (capitals[0] is not words[0] or self._lexicon.common[words[0].lower()] < 4)
        )

    def _scores(self, sentences: Sequence[Words], read: list[int], lengths: list[int]) -> Floats:
        """A row for each word of the sentences to read, a column for each label."""
        seen = self._of_words([word for number in read for word in sentences[number]])
        scores = self._in_context(sentences, read)
        scores += seen[:, 2]
        starts = np.cumsum([0, *lengths[:-1]])
        inside = np.ones(len(scores), dtype=bool)
        inside[starts] = False
        # seen[:, k] is what a word adds to the word that sees it at OFFSETS[k].
        scores[1:] += np.where(inside[1:, None], seen[:-1, 1], 0)
        scores[:-1] += np.where(inside[1:, None], seen[1:, 3], 0)
        both = inside[2:] & inside[1:-1]
        scores[2:] += np.where(both[:, None], seen[:-2, 0], 0)
        scores[:-2] += np.where(both[:, None], seen[2:, 4], 0)
        return scores

    def _of_words(self, words: list[str]) -> Floats:
        if len(self._remembered) > _REMEMBERED_WORDS:
            self._remembered.clear()
        new = sorted({word for word in words if word not in self._remembered})
        if new:
            hashes = [
                [zlib.crc32(name, seed) for name in features.at(offset)]
                for features in (of_word(word, self._lexicon) for word in new)
                for offset, seed in zip(OFFSETS, _SEEDS, strict=True)
            ]
            sums = self._sums(hashes).reshape(len(new), len(OFFSETS), len(LABELS))
            self._remembered.update(zip(new, sums, strict=True))
        return np.array([self._remembered[word] for word in words])

    def _in_context(self, sentences: Sequence[Words], read: list[int]) -> Floats:
        contexts = Contexts(sentences, self._lexicon)
        return self._sums(
            [
                [zlib.crc32(name) for name in features]
                for number in read
                for features in contexts.features(number)
            ]
        )

    def _sums(self, groups: list[list[int]]) -> Floats:
        """For each group of feature hashes, the sum of their weights by label."""
        lengths = np.array([len(group) for group in groups])
        hashes = np.array([name for group in groups for name in group], dtype=np.uint32)
        rows = np.searchsorted(self._keys, hashes)
        rows[rows == len(self._keys)] = 0
        weights = self._weights[rows].astype(np.float32)
        weights[self._keys[rows] != hashes] = 0
        # reduceat() has no empty sums: a row of zeros stands in for them.
        totals = np.zeros((len(groups), len(LABELS)), dtype=np.float32)
        filled = lengths > 0
        if len(hashes):
            begins = np.cumsum(lengths) - lengths
            totals[filled] = np.add.reduceat(weights, begins[filled], axis=0)
        return totals * np.float32(self._scale)


def _share(words: Sequence[str], scores: Floats) -> None:
    """Move what each use of a capitalised word says for each kind of name, to begin or to go on,
    towards the mean of its uses."""
    numbers: dict[str, int] = {}
    rows = [row for row, word in enumerate(words) if word[0].isupper() and len(word) > 1]
    uses = np.array([numbers.setdefault(words[row], len(numbers)) for row in rows], dtype=np.intp)
    if len(numbers) == len(rows):
        return
    begins, goes_on = scores[rows, 1::2], scores[rows, 2::2]
    said = np.maximum(begins, goes_on) - scores[rows, :1]
    totals = np.zeros((len(numbers), said.shape[1]), dtype=np.float32)
    np.add.at(totals, uses, said)
    means = totals / np.bincount(uses)[:, None]
    moved = _SHARED * (means[uses] - said)
    scores[rows, 1::2] = begins + moved
    scores[rows, 2::2] = goes_on + moved


def _padded(scores: Floats, lengths: list[int]) -> Floats:
    """The scores as sentences x words x labels; past a sentence's end only O can be chosen."""
    padded = np.zeros((len(lengths), max(lengths), len(LABELS)), dtype=np.float32)
    padded[:, :, 1:] = -1e4
    padded[np.arange(max(lengths)) < np.array(lengths)[:, None]] = scores
    return padded


def _best_paths(scores: Floats, moves: Floats) -> NDArray[np.intp]:
    """Viterbi's algorithm, a step for each word position over all sentences at once."""
    count, length, _ = scores.shape
    best = scores[:, 0]
    came_from = np.zeros(scores.shape, dtype=np.intp)
    for step in range(1, length):
        ways = best[:, :, None] + moves
        came_from[:, step] = ways.argmax(axis=1)
        best = ways.max(axis=1) + scores[:, step]
    paths = np.zeros((count, length), dtype=np.intp)
    paths[:, -1] = best.argmax(axis=1)
    everyone = np.arange(count)
    for step in range(length - 1, 0, -1):
        paths[:, step - 1] = came_from[everyone, step, paths[:, step]]
    return paths


def _marginals(scores: Floats, moves: Floats, paths: NDArray[np.intp]) -> Floats:
    """The probability of each label on the paths, by the forward-backward algorithm."""
    steps = np.exp(moves)
    # No label is quite impossible, so that no step sums up to nothing.
    here = np.exp(np.maximum(scores - scores.max(axis=2, keepdims=True), -60))
    length = scores.shape[1]
    forward = np.empty_like(here)
    forward[:, 0] = here[:, 0]
    for step in range(1, length):
        ways = forward[:, step - 1] @ steps * here[:, step]
        forward[:, step] = ways / ways.sum(axis=1, keepdims=True)
    backward = np.ones_like(here[:, 0])
    likely = np.empty(paths.shape, dtype=np.float32)
    everyone = np.arange(len(paths))
    for step in range(length - 1, -1, -1):
        both = forward[:, step] * backward
        likely[:, step] = both[everyone, paths[:, step]] / both.sum(axis=1)
        ways = (here[:, step] * backward) @ steps.T
        backward = ways / ways.sum(axis=1, keepdims=True)
    return likely


@functools.cache
def load() -> Tagger:
    """The tagger that the project ships."""
    return Tagger(PATH, lexicon.load())
