"""Finds places that the tagger missed, from known names and the words next to them."""

from collections.abc import Iterator, Set
from dataclasses import replace

from articles import gazetteer
from articles.english.vocabulary import TIMES, WORDS
from articles.entities.lexicon import (
    CITIES_AND_WIDER,
    GOVERNED,
    WELL_KNOWN,
    Lexicon,
    PlaceClass,
)
from articles.entities.sentences import NameSpan
from articles.gazetteer import demonyms, name_key

Words = list[str]
# The confidence in a place found by its name, and in one found in a list: the shares that are right
# in the half of the newswire set for tuning.
_NAME_CONFIDENCE = 0.6
_LIST_CONFIDENCE = 0.8
_AREAS_AND_LANDMARKS = (PlaceClass.AREA, PlaceClass.LANDMARK)


def find_missed_places(
    number: int, words: Words, found: list[NameSpan], lexicon: Lexicon
) -> Iterator[NameSpan]:
    """Return the known places that the tagger missed in sentence `number`, which has `words`."""
    taken = {position for name in found for position in range(name.first, name.last)}
    next_free = 0
    for index, word in enumerate(words):
        if index >= next_free and index not in taken and word[0].isupper():
            next_free = _missed_place_end(words, index, taken, lexicon)
            if next_free:
                yield NameSpan("LOC", number, index, next_free, _NAME_CONFIDENCE)


def _missed_place_end(words: Words, index: int, taken: set[int], lexicon: Lexicon) -> int:
    """Return the end of the known place that begins at `index`, or 0 if none begins there."""
    for end in range(min(len(words), index + 4), index, -1):
        if words[end - 1][0].isupper() and taken.isdisjoint(range(index, end)):
            known = lexicon.place_class(" ".join(words[index:end]))
            if known == PlaceClass.COUNTRY and _is_country(words, index, end, taken):
                return end
            if known in _AREAS_AND_LANDMARKS and end - index > 1:
                return end
            if known and is_place_by_context(words, index, end):
                return end
    return 0


def _is_country(words: Words, index: int, end: int, taken: set[int]) -> bool:
    """Return whether a country's name really means the country and is not part of another name."""
    key = name_key(" ".join(words[index:end]))
    if key in WORDS["doubtful_countries"] and not index:
        return False
    if (
        len(key) < 4
        and not words[index].replace(".", "").isupper()
        and key not in WORDS["short_countries"]
    ):
        return False
    joined = (index - 1 in taken and words[index - 1][0].isupper()) or (
        end in taken and words[end][0].isupper()
    )
    return not joined


def is_place_by_context(words: Words, index: int, end: int) -> bool:
    """Return whether a word such as "in" before a name shows that the name is a place."""
    before = words[index - 1].lower() if index else ""
    after = words[end] if end < len(words) else "."
    return (
        before in WORDS["where"]
        and before != "to"
        and (before != "of" or words[max(0, index - 2)].islower())
        and not after[0].isupper()
        and not words[index].isupper()
        and words[index].lower() not in TIMES
    )


def find_nested_places(name: NameSpan, words: Words, lexicon: Lexicon) -> Iterator[NameSpan]:
    """Return the places inside an organisation's name that say where the organisation is."""
    index = name.first
    while index < name.last:
        longest = min(name.last, index + 4) if words[index][0].isupper() else index
        for end in range(longest, index, -1):
            named = words[end - 1][0].isalpha()
            known = lexicon.place_class(" ".join(words[index:end])) if named else PlaceClass.NONE
            if known and end - index < name.last - name.first:
                if _has_place_word(name, index, end, known, words):
                    yield NameSpan("LOC", name.sentence, index, end, name.confidence, nested=True)
                index = end
                break
        else:
            index += 1


def _has_place_word(name: NameSpan, index: int, end: int, known: PlaceClass, words: Words) -> bool:
    """Return whether a place inside an organisation's name says where the organisation is."""
    after = words[end].lower() if end < name.last else ""
    initials = known > PlaceClass.COUNTRY and words[index].isupper()
    if initials or is_demonym(name_key(" ".join(words[index:end]))):
        return False
    if name.kind == "MISC":
        after_of = words[index - 1] in ("of", "in", "at")
        return known in WELL_KNOWN or (known == PlaceClass.CITY and after_of)
    if index > name.first and words[index - 1] in ("of", "in", "de"):
        return known == PlaceClass.COUNTRY and not after
    if index == name.first:
        official = any(word.lower() in WORDS["official"] for word in words[end : name.last])
        return known in GOVERNED and official
    return known == PlaceClass.COUNTRY and not after and words[index - 1][0].isupper()


def extend_lists_of_places(
    row: list[NameSpan], words: Words, surnames: Set[str], lexicon: Lexicon
) -> list[NameSpan]:
    """Return the names in `row`, with known names in a list of places reclassified as places.

    In "Mosul, Tal Afar and Haditha", a known name becomes a place if a name next to it is one."""
    nested = [name for name in row if name.nested]
    row = sorted((name for name in row if not name.nested), key=lambda name: name.first)
    for order in (range(1, len(row)), range(len(row) - 2, -1, -1)):
        for number in order:
            neighbour, name = row[number - order.step], row[number]
            first, second = sorted((neighbour, name), key=lambda each: each.first)
            joined = words[first.last : second.first] in _JOINERS
            if neighbour.kind == "LOC" and joined and _may_be_place(name, words, surnames, lexicon):
                confidence = max(name.confidence, _LIST_CONFIDENCE)
                row[number] = replace(name, kind="LOC", confidence=confidence)
    places = [name for name in row if name.kind == "LOC"]
    nested = [
        name
        for name in nested
        if not any(place.first <= name.first < place.last for place in places)
    ]
    return sorted([*row, *nested], key=lambda name: name.first)


_JOINERS = ([","], ["and"], [",", "and"], ["or"], [",", "or"])


def _may_be_place(name: NameSpan, words: Words, surnames: Set[str], lexicon: Lexicon) -> bool:
    if name.kind == "LOC" or not surnames.isdisjoint(words[name.first : name.last]):
        return False
    text = " ".join(words[name.first : name.last])
    if " " in text:
        return bool(lexicon.place_class(text) or gazetteer.open_gazetteer().find(text))
    known = lexicon.place_class(text)
    return known in CITIES_AND_WIDER if name.kind == "PER" else bool(known)


def is_demonym(text: str) -> bool:
    """Return whether the words name a people ("Syrian", "South American") and not a place."""
    last = text.rpartition(" ")[2]
    return bool({text, last} & demonyms().keys()) or last in WORDS["peoples"]
