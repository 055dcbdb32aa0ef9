"""What helps a reader to a better query: what each part of it finds, and words the archive has."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from articles.english.words import fold, words
from articles.search.asking.parser import FIELDS, LONGEST_PHRASE, ParsedQuery
from articles.search.asking.query import Query
from articles.search.asking.results import Explanation
from articles.search.embedded.answering import fuzzy
from articles.search.embedded.answering.segment_reader import SegmentReader

MOST_EXPLAINED = 12
SHORTEST_CORRECTED, LONGEST_CORRECTED = 4, 24
"""Letters of a word for which a likelier one is looked for."""
MOST_OF_A_SLIP = 5
"""Articles that may have a word by a slip of the pen."""
LIKELIER = 50
"""So many times as many must have the word that was meant."""
NO_WORDS = re.compile(rf"\b(?:{'|'.join(FIELDS)}):|\b(?:AND|OR|NOT)\b")


def explained(
    parsed: ParsedQuery, query: Query, total: Callable[[Query], int | None]
) -> tuple[Explanation, ...]:
    """What each part of the query does to it, unless it has very many; `total` counts the matches
    of a query while there is time."""
    written = [part.written for part in parsed.parts]
    if len(written) > MOST_EXPLAINED:
        return ()
    made = []
    for at, part in enumerate(written):
        rest = " ".join([*written[:at], *written[at + 1 :]])
        alone = total(replace(query, text=part))
        made.append(Explanation(part, alone, rest, total(replace(query, text=rest))))
    return tuple(made)


def begun(views: Sequence[SegmentReader], start: str, most: int) -> list[str]:
    """The archive's most frequent words that begin so."""
    found = [fold(start[word.start : word.end]) for word in words(start[:100])]
    if len(found) != 1:
        return []
    totals: Counter[str] = Counter()
    for view in views:
        numbers = view.file.spellings.begun(found[0].encode())
        counts = view.file.spelling_counts[numbers.start : numbers.stop]
        for at in np.argsort(-counts.astype(np.int64), kind="stable")[: 4 * most].tolist():
            totals[view.file.spellings.term(numbers.start + at).decode()] += int(counts[at])
    return [word for word, _ in sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))[:most]]


def corrected(views: Sequence[SegmentReader], text: str) -> str:
    """The text with each word that no article has, or hardly any, replaced by the likeliest that
    many more have; empty where there is nothing to replace."""
    skipped = [match.span() for match in NO_WORDS.finditer(text)]
    made, at, changes = [], 0, 0
    for word in list(words(text))[:LONGEST_PHRASE]:
        if any(start <= word.start < end for start, end in skipped) or not word.term:
            continue
        articles = sum(view.frequency("content", word.term) for view in views)
        if articles > MOST_OF_A_SLIP:
            continue
        better = _nearest(views, fold(text[word.start : word.end]), articles)
        if better:
            made += [text[at : word.start], better]
            at, changes = word.end, changes + 1
    return "".join([*made, text[at:]]) if changes else ""


def _nearest(views: Sequence[SegmentReader], word: str, articles: int) -> str:
    """The most frequent word one letter away, else, for one in no article, two letters away."""
    if not SHORTEST_CORRECTED <= len(word) <= LONGEST_CORRECTED:
        return ""
    for edits in (1,) if articles else (1, 2):
        totals: Counter[str] = Counter()
        for view in views:
            spelt = view.file.spellings
            for number in fuzzy.near(spelt, word, edits):
                totals[spelt.term(number).decode()] += int(view.file.spelling_counts[number])
        likelier = [found for found in totals if totals[found] > LIKELIER * articles]
        if likelier:
            return min(likelier, key=lambda found: (-totals[found], found))
    return ""
