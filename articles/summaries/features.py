"""Measures features of sentences that show how well each sentence sums up its article.

Measuring takes time proportional to the length of the text. `NAMES` lists the columns of the table
of features. Each feature in `COMPARED` has a second column, which shows how a sentence differs from
the others: the distance from the mean of the article, in standard deviations.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from articles.english import reporting
from articles.summaries.graph import Floats, Vectors, lexrank

COMPARED = (
    "votes",  # LexRank on the graph of the whole article
    "similarity",  # the mean cosine with all sentences of the article
    "title_cosine",
    "title_share",  # the share of the title's stems that the sentence has
    "title_neighbours",  # the mean title_cosine of sentences, weighted by similarity to this one
    "frequency",  # the mean frequency, in the article, of the stems
    "common",  # how many of the article's ten commonest stems the sentence has
    "spread",  # the number of stems that at least 3 sentences, and a tenth of them, have
    "stems",
    "words",
    "density",  # the share of the words that are not stop words
    "capitals",  # the share of the words that begin with a capital
    "digits",
    "quoted",  # quotation marks
    "commas",
    "new",  # the share of the stems that no earlier sentence has
    "followed",  # the number of new stems that a later sentence has too
    "first_similarity",  # the cosine with the first sentence
    "letters",  # characters per word
)
PLAIN = (
    "first_person",
    "says",  # verbs of saying
    "question",
    "opens_quote",
    "leans",  # whether the sentence needs the sentence before it
    "leaned_on",  # whether the next sentence needs this one
    "position",
    "remaining",  # the share of the article that is left: 1 at its beginning, 0 at its end
    "article",  # the number of sentences in the article
    "title",  # the number of stems in the title
)
NAMES = (*COMPARED, *(f"{name}, compared" for name in COMPARED), *PLAIN)


class SentenceText(NamedTuple):
    """A sentence, with the facts from which its features are measured."""

    text: str
    words: Sequence[str]
    """The words of the sentence, in lower case."""
    leans: bool
    """Whether the sentence needs the sentence before it."""


@dataclass(frozen=True, slots=True)
class Title:
    stems: int
    """The number of different stems in the title."""
    terms: Sequence[int]
    """The numbers of the stems that the title shares with the article."""


def table(sentences: Sequence[SentenceText], vectors: Vectors, title: Title) -> Floats:
    """Return the table of features: a row for each sentence, a column for each name in `NAMES`."""
    columns = _votes(vectors, title) | _stems(vectors) | _letters(sentences)
    columns |= _manner_features(sentences, title.stems)
    columns["density"] = columns["stems"] / np.maximum(columns["words"], 1)
    compared = np.array([columns[name] for name in COMPARED]).T
    deviation = compared.std(axis=0)
    distance = (compared - compared.mean(axis=0)) / np.where(deviation > 1e-9, deviation, 1)
    plain = np.array([columns[name] for name in PLAIN]).T
    # The last bits of sums may differ from machine to machine, so they are rounded off.
    return np.hstack([compared, distance, plain]).round(6)


def _votes(vectors: Vectors, title: Title) -> dict[str, Floats]:
    n = vectors.sentences
    near = vectors.sum_by_cosine(np.ones(n))
    in_title = np.zeros(vectors.terms)
    in_title[list(title.terms)] = 1
    shared = vectors.sum_values(in_title)
    cosine = shared / np.sqrt(max(title.stems, 1) * np.maximum(vectors.count_stems(), 1))
    return {
        "votes": lexrank(vectors) * n,
        "similarity": near / n,
        "title_cosine": cosine,
        "title_share": shared / max(title.stems, 1),
        "title_neighbours": vectors.sum_by_cosine(cosine) / np.maximum(near, 1e-9),
        "first_similarity": vectors.cosines(0),
    }


def _stems(vectors: Vectors) -> dict[str, Floats]:
    sentence, term, count = vectors.sentence, vectors.term, vectors.count
    distinct = np.maximum(vectors.count_stems(), 1)
    length = np.bincount(sentence, count, vectors.sentences)
    spread = np.bincount(term, minlength=vectors.terms)
    total = np.bincount(term, count, vectors.terms)
    frequency = np.bincount(sentence, count * total[term], vectors.sentences)
    commonest = np.zeros(vectors.terms)
    commonest[np.argsort(-spread, kind="stable")[:10]] = 1
    first, last = np.full((2, vectors.terms), -1)
    last[term] = sentence  # in ascending order, so the last sentence overwrites the others
    first[term[::-1]] = sentence[::-1]
    new = first[term] == sentence
    return {
        "frequency": frequency / np.maximum(length, 1) / max(total.sum(), 1),
        "common": vectors.sum_values(commonest),
        "spread": vectors.sum_values((spread >= max(3, vectors.sentences / 10)).astype(float)),
        "stems": length,
        "new": np.bincount(sentence, new, vectors.sentences) / distinct,
        "followed": np.bincount(sentence, new & (last[term] > sentence), vectors.sentences),
    }


def _letters(sentences: Sequence[SentenceText]) -> dict[str, Floats]:
    """Return the features that count words or characters, as a dict of names and values."""
    text = "".join(f"{one.text}\n" for one in sentences)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    ends = np.cumsum([len(one.text) + 1 for one in sentences])
    starts = np.concatenate([[0], ends[:-1]])
    words = np.array([len(one.words) for one in sentences], float)

    def count(wanted: NDArray[np.bool_]) -> Floats:
        return np.add.reduceat(wanted, starts, dtype=np.float64)

    capital = (codes >= ord("A")) & (codes <= ord("Z"))
    begins = np.concatenate([[True], codes[:-1] < ord("A")])  # after a space or a mark
    quotes = (codes == ord('"')) | (codes == ord("“")) | (codes == ord("”"))
    return {
        "words": words,
        "letters": count(codes > ord(" ")) / np.maximum(words, 1),
        "digits": count((codes >= ord("0")) & (codes <= ord("9"))),
        "commas": count(codes == ord(",")),
        "quoted": count(quotes),
        "capitals": count(capital & begins) / np.maximum(words, 1),
    }


def _manner_features(sentences: Sequence[SentenceText], title: int) -> dict[str, Floats]:
    n = len(sentences)
    position = np.arange(n, dtype=float)
    leans = [one.leans for one in sentences]
    return {
        "first_person": _count_words(reporting.FIRST_PERSON, sentences),
        "says": _count_words(reporting.SUMMARY_VERBS, sentences),
        "question": np.array(["?" in one.text for one in sentences], float),
        "opens_quote": np.array([one.text[:1] in "\"“‘'" for one in sentences], float),
        "leans": np.array(leans, float),
        "leaned_on": np.array([*leans[1:], False], float),
        "position": position,
        "remaining": 1 - position / n,
        "article": np.full(n, float(n)),
        "title": np.full(n, float(title)),
    }


def _count_words(wanted: frozenset[str], sentences: Iterable[SentenceText]) -> Floats:
    """Return an array: how many different words of `wanted` each sentence contains."""
    return np.array([len(wanted.intersection(one.words)) for one in sentences], float)
