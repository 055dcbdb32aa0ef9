"""Suggests words, corrects spellings, and explains what each part of a query matches."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from articles.english.words import fold_word, words
from articles.search.asking.parser import FIELDS, LONGEST_PHRASE, ParsedQuery
from articles.search.asking.query import Query
from articles.search.asking.results import Explanation
from articles.search.embedded.answering.fuzzy import find_near_terms
from articles.search.embedded.answering.segment_reader import SegmentReader

MOST_EXPLAINED = 12
"""Queries with more parts than this are not explained."""
SHORTEST_CORRECTED, LONGEST_CORRECTED = 4, 24
"""Only words with this minimum and this maximum number of letters are corrected."""
MOST_OF_A_SLIP = 5
"""The maximum number of articles with a misspelt word. A more frequent word is taken to be spelt
correctly."""
LIKELIER = 50
"""A correction must occur more than this many times for each article that has the misspelt word."""
NO_WORDS = re.compile(rf"\b(?:{'|'.join(FIELDS)}):|\b(?:AND|OR|NOT)\b")


def explain_parts(
    parsed: ParsedQuery, query: Query, count_matches: Callable[[Query], int | None]
) -> tuple[Explanation, ...]:
    """Return an explanation of each part of the query; nothing if the query has too many parts.

    `count_matches` returns the number of articles that match a query, or None if time ran out."""
    written = [part.written for part in parsed.parts]
    if len(written) > MOST_EXPLAINED:
        return ()
    explanations = []
    for at, part in enumerate(written):
        rest = " ".join([*written[:at], *written[at + 1 :]])
        matches = count_matches(replace(query, text=part))
        without = count_matches(replace(query, text=rest))
        explanations.append(Explanation(part, matches, rest, without))
    return tuple(explanations)


def suggest_words(readers: Sequence[SegmentReader], start: str, limit: int) -> list[str]:
    """Return the `limit` most frequent words of the archive that begin with `start`.

    The list is empty if `start` is not exactly one word."""
    found = [fold_word(start[word.start : word.end]) for word in words(start[:100])]
    if len(found) != 1:
        return []
    totals: Counter[str] = Counter()
    for reader in readers:
        spellings = reader.file.spellings
        numbers = spellings.find_prefix(found[0].encode())
        counts = reader.file.spelling_counts[numbers.start : numbers.stop]
        for at in np.argsort(-counts.astype(np.int64), kind="stable")[: 4 * limit].tolist():
            totals[spellings.term(numbers.start + at).decode()] += int(counts[at])
    return [
        word for word, _ in sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
    ]


def correct_text(readers: Sequence[SegmentReader], text: str) -> str:
    """Return `text` with its misspelt words corrected; an empty string if no word was corrected.

    A word counts as misspelt if few or no articles have it and a similar word is far more frequent.
    """
    skipped = [match.span() for match in NO_WORDS.finditer(text)]
    pieces, at, changes = [], 0, 0
    for word in list(words(text))[:LONGEST_PHRASE]:
        if any(start <= word.start < end for start, end in skipped) or not word.term:
            continue
        articles = sum(reader.frequency("content", word.term) for reader in readers)
        if articles > MOST_OF_A_SLIP:
            continue
        better = _find_correction(readers, fold_word(text[word.start : word.end]), articles)
        if better:
            pieces += [text[at : word.start], better]
            at, changes = word.end, changes + 1
    return "".join([*pieces, text[at:]]) if changes else ""


def _find_correction(readers: Sequence[SegmentReader], word: str, articles: int) -> str:
    """Return the best correction of the word; an empty string if there is none.

    The best correction is the most frequent word that is one edit away and frequent enough.
    `articles` is the number of articles that have `word`. If it is 0, and no word is one edit away,
    words that are two edits away are tried."""
    if not SHORTEST_CORRECTED <= len(word) <= LONGEST_CORRECTED:
        return ""
    for edits in (1,) if articles else (1, 2):
        totals: Counter[str] = Counter()
        for reader in readers:
            spellings = reader.file.spellings
            for number in find_near_terms(spellings, word, edits):
                totals[spellings.term(number).decode()] += int(reader.file.spelling_counts[number])
        likelier = [found for found in totals if totals[found] > LIKELIER * articles]
        if likelier:
            return min(likelier, key=lambda found: (-totals[found], found))
    return ""
