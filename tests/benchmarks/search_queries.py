"""Makes queries of seven classes, from words that the archive contains."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeVar

from articles.english.stop_words import INDEX_STOP_WORDS
from articles.search.asking.index import Document
from tests.benchmarks.search_engines import PlainQuery

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class QueryWords:
    singles: Sequence[str]
    threes: Sequence[str]
    phrases: Sequence[str]
    starts: Sequence[str]
    titled: Sequence[str]
    placed: Sequence[str]
    dated: Sequence[str]


REUTERS = QueryWords(
    [
        "market",
        "oil",
        "price",
        "bank",
        "company",
        "trade",
        "stock",
        "japan",
        "dollar",
        "quarter",
        "government",
        "sales",
    ],
    [
        "oil price opec",
        "bank interest rate",
        "trade japan deficit",
        "company quarter loss",
        "stock market exchange",
        "dollar yen market",
        "wheat export tonnes",
        "government economic growth",
        "gold mine production",
        "shares offer acquisition",
    ],
    [
        "interest rates",
        "oil prices",
        "central bank",
        "trade deficit",
        "stock exchange",
        "prime minister",
        "european community",
        "first quarter",
        "money supply",
        "west german",
    ],
    ["econ", "invest", "prod", "opec", "agri", "petro", "japan", "infla", "curr", "gover"],
    ["oil", "bank", "trade", "gold", "wheat"],
    ["oil", "trade", "bank", "rate", "sugar"],
    ["oil", "market", "bank", "trade", "price", "dollar", "company", "stock"],
)
"""For Reuters-21578."""
SHORTEST = 4
"""Characters of a word in a query, and of a prefix."""
OFTEN, SELDOM = 0.3, 0.01
"""The largest and the smallest share (0 to 1) of articles that contain a word in a query."""


def classes(documents: Sequence[Document]) -> dict[str, list[PlainQuery]]:
    """Return the queries by class."""
    places = Counter(place for document in documents for place in document.places)
    frequent = [place for place, _ in places.most_common(5)]
    days = sorted(document.published for document in documents)
    wording = REUTERS if _fits(REUTERS, documents) else _gather(documents)

    def period(first: float, last: float) -> tuple[date, date]:
        return days[int(first * (len(days) - 1))], days[int(last * (len(days) - 1))]

    return {
        "term": [PlainQuery((word,)) for word in wording.singles],
        "all of 3": [PlainQuery(tuple(words.split())) for words in wording.threes],
        "any of 3": [PlainQuery(tuple(words.split()), "any") for words in wording.threes],
        "phrase": [PlainQuery(tuple(words.split()), "phrase") for words in wording.phrases],
        "prefix": [PlainQuery((start,), "prefix") for start in wording.starts],
        "field": [PlainQuery((word,), "title") for word in wording.titled]
        + [
            PlainQuery((word,), place=place)
            for word, place in zip(wording.placed, frequent, strict=False)
        ],
        "dates": [
            PlainQuery((word,), days=period(0.1 + 0.04 * at, 0.4 + 0.06 * at))
            for at, word in enumerate(wording.dated)
        ],
    }


def _fits(wording: QueryWords, documents: Sequence[Document]) -> bool:
    """Return whether every phrase is in an article and every title word in a title."""
    whole = "\n".join(document.text for document in documents).lower()
    titles = " ".join(document.title for document in documents).lower().split()
    return all(phrase in whole for phrase in wording.phrases) and set(wording.titled) <= set(titles)


def _gather(documents: Sequence[Document]) -> QueryWords:
    """Choose words from the documents: frequent and less frequent ones."""
    texts = [_words(document.text) for document in documents]
    counted = Counter(word for text in texts for word in set(text))
    known = {
        word
        for word, articles in counted.items()
        if SELDOM < articles / len(documents) < OFTEN and len(word) >= SHORTEST
    }
    singles = _spread(sorted(known, key=lambda word: (-counted[word], word)), 12)
    pairs = Counter(pair for text in texts for pair in pairwise(text) if known.issuperset(pair))
    titled = Counter(word for document in documents for word in set(_words(document.title)))
    threes = [
        sorted(known.intersection(text), key=lambda word: (-counted[word], word))
        for text in _spread(texts, 40)
    ]
    return QueryWords(
        singles,
        [" ".join(_spread(words, 3)) for words in threes if len(words) >= 3][:10],
        [" ".join(pair) for pair, _ in pairs.most_common(10)],
        [word[:SHORTEST] for word in singles[:10]],
        [word for word, _ in titled.most_common() if len(word) >= SHORTEST][:5],
        singles[:5],
        singles[:8],
    )


def _words(text: str) -> list[str]:
    return [
        word for word in text.lower().split() if word.isalpha() and word not in INDEX_STOP_WORDS
    ]


def _spread(items: Sequence[T], count: int) -> list[T]:
    """Return `count` items at equal distances, beginning with the first."""
    return [items[at * len(items) // count] for at in range(min(count, len(items)))]
