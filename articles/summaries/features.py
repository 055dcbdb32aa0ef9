"""What is known of each sentence that may tell how well it sums up its article.

Every feature costs time in proportion to the text. `NAMES` says what each column is; those in
`COMPARED` also count in a second form, as distances from the article's mean in standard
deviations, because what matters is how a sentence differs from the others.
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
    "similarity",  # mean cosine with the article's sentences
    "title_cosine",
    "title_share",  # of the title's stems, how many are here
    "title_neighbours",  # how much the sentences like this one share with the title
    "frequency",  # mean frequency in the article of the stems here
    "common",  # how many of the article's ten commonest stems are here
    "spread",  # how many stems here stand in at least a tenth of the sentences
    "stems",
    "words",
    "density",  # of the words, how many carry meaning
    "capitals",  # of the words, how many begin with one
    "digits",
    "quoted",  # quotation marks
    "commas",
    "new",  # of the stems, how many no earlier sentence has
    "followed",  # how many of the new ones come again later
    "first_similarity",  # cosine with the first sentence
    "letters",  # in a word
)
PLAIN = (
    "first_person",
    "says",  # verbs of saying
    "question",
    "opens_quote",
    "leans",
    "leaned_on",
    "position",
    "remaining",  # of the article, from 1 at its beginning to 0 at its end
    "article",  # its sentences
    "title",  # its stems
)
NAMES = (*COMPARED, *(f"{name}, compared" for name in COMPARED), *PLAIN)


class SentenceText(NamedTuple):
    """One sentence as the features see it."""

    text: str
    words: Sequence[str]
    """In lower case."""
    leans: bool


@dataclass(frozen=True, slots=True)
class Title:
    stems: int
    """How many different ones it has."""
    terms: Sequence[int]
    """Those that the article has too."""


def table(sentences: Sequence[SentenceText], vectors: Vectors, title: Title) -> Floats:
    """A row for each sentence and a column for each of `NAMES`."""
    columns = _votes(vectors, title) | _stems(vectors) | _letters(sentences)
    columns |= _manner(sentences, title.stems)
    columns["density"] = columns["stems"] / np.maximum(columns["words"], 1)
    compared = np.array([columns[name] for name in COMPARED]).T
    deviation = compared.std(axis=0)
    distance = (compared - compared.mean(axis=0)) / np.where(deviation > 1e-9, deviation, 1)
    plain = np.array([columns[name] for name in PLAIN]).T
    # Rounded, since sums may differ in their last bits from machine to machine.
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
    last[term] = sentence  # ascending, so that the last one stays
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
    """Counts of kinds of characters, taken over the whole text at once."""
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


def _manner(sentences: Sequence[SentenceText], title: int) -> dict[str, Floats]:
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
    """How many different ones of these words each sentence has."""
    return np.array([len(wanted.intersection(one.words)) for one in sentences], float)
