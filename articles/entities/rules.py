"""Rules after the tagger: what it cannot know of one word, the rest of the article tells."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from articles.entities.lexicon import WORDS, Lexicon
from articles.entities.reading import Name, spans
from articles.gazetteer import fold

Words = Sequence[str]
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_DASHES = frozenset("-–—―'\"‘’“”")


def names(
    sentences: Sequence[Words], labels: Sequence[Sequence[str]], lexicon: Lexicon
) -> list[Name]:
    """The names that the labels and the rules find, in the order of the text."""
    found = [
        [Name(kind, number, first, last) for kind, first, last in spans(row)]
        for number, row in enumerate(labels)
    ]
    for number, words in enumerate(sentences):
        trimmed = (_trimmed(name, words) for name in found[number])
        found[number] = [_kind_by_name(name, words, lexicon) for name in trimmed if name]
        found[number] += _countries(number, words, found[number], lexicon)
    found = _agreeing(found, sentences)
    surnames = _surnames(found, sentences)
    _add_surnames(found, sentences, surnames)
    for number, words in enumerate(sentences):
        row = sorted(found[number], key=lambda name: name.first)
        found[number] = _listed_together(row, words, surnames)
    return [name for row in found for name in row]


def _trimmed(name: Name, words: Words) -> Name | None:
    """A person without titles before and dashes around it, a place up to a lower-case word."""
    if name.kind == "LOC":
        return _trimmed_place(name, words)
    if name.kind != "PER":
        return name
    first, last = name.first, name.last
    while first < last and (
        words[first].lower().rstrip(".") in WORDS["titles"]
        or words[first] in _DASHES
        or (words[first].islower() and words[first] not in WORDS["particles"])
    ):
        first += 1
    while last > first and (words[last - 1] in _DASHES or words[last - 1][0].isdigit()):
        last -= 1
    if first == last or any(word.lower() in WORDS["never_people"] for word in words[first:last]):
        return None
    return Name("PER", name.line, first, last, name.confidence)


def _trimmed_place(name: Name, words: Words) -> Name:
    last = name.first + 1
    while last < name.last and (not words[last].islower() or words[last] in WORDS["in_places"]):
        last += 1
    while (
        words[last - 1].islower()
        and last - 1 > name.first
        and words[last - 1] not in WORDS["places"]
    ):
        last -= 1
    return Name("LOC", name.line, name.first, last, name.confidence)


def _kind_by_name(name: Name, words: Words, lexicon: Lexicon) -> Name:
    """A country or area that the tagger takes for an organisation is a place."""
    text = fold(" ".join(words[name.first : name.last])).removeprefix("the ")
    if name.kind == "ORG" and lexicon.places[text] in (1, 2):
        return Name("LOC", name.line, name.first, name.last, name.confidence)
    return name


def _countries(number: int, words: Words, found: list[Name], lexicon: Lexicon) -> list[Name]:
    """Countries by their exact names where the tagger saw nothing."""
    taken = {position for name in found for position in range(name.first, name.last)}
    added = []
    index = 0
    while index < len(words):
        length = next((n for n in (4, 3, 2, 1) if _is_country(words, index, n, taken, lexicon)), 0)
        if length:
            added.append(Name("LOC", number, index, index + length))
        index += length or 1
    return added


def _is_country(words: Words, index: int, length: int, taken: set[int], lexicon: Lexicon) -> bool:
    end = index + length
    if end > len(words) or not words[index][0].isupper() or not words[end - 1][0].isupper():
        return False
    if any(position in taken for position in range(index, end)):
        return False
    key = fold(" ".join(words[index:end]))
    if key in WORDS["doubtful_countries"] or lexicon.places[key] != 1:
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


def _agreeing(found: list[list[Name]], sentences: Sequence[Words]) -> list[list[Name]]:
    """Each name given the kind that its words mostly have in the article."""
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in found:
        for name in row:
            kinds[_text(name, sentences)][name.kind] += 1
    return [[_majority(name, kinds[_text(name, sentences)]) for name in row] for row in found]


def _majority(name: Name, kinds: Counter[str]) -> Name:
    kind, count = kinds.most_common(1)[0]
    if kind != name.kind and kind != "MISC" and count >= 2 * kinds[name.kind]:
        return Name(kind, name.line, name.first, name.last, name.confidence)
    return name


def _text(name: Name, sentences: Sequence[Words]) -> str:
    return " ".join(sentences[name.line][name.first : name.last])


def _surnames(found: list[list[Name]], sentences: Sequence[Words]) -> set[str]:
    """The last names of the people named in full."""
    return {
        sentences[name.line][name.last - 1]
        for row in found
        for name in row
        if name.kind == "PER"
        and name.last - name.first > 1
        and sentences[name.line][name.last - 1].lower() not in _SUFFIXES
    }


def _add_surnames(found: list[list[Name]], sentences: Sequence[Words], surnames: set[str]) -> None:
    """Add bare surnames where the tagger saw nothing or something else."""
    for number, words in enumerate(sentences):
        for index, word in enumerate(words):
            if word in surnames and len(word) > 2:
                _add_surname(found[number], number, words, index)


def _add_surname(row: list[Name], number: int, words: Words, index: int) -> None:
    covering = next((name for name in row if name.first <= index < name.last), None)
    if covering and (covering.kind == "PER" or covering.last - covering.first > 1):
        return
    after = words[index + 1][0].isupper() if index + 1 < len(words) else False
    before = any(name.last == index and words[index - 1][0].isupper() for name in row)
    if not after and not before:
        if covering:
            row.remove(covering)
        row.append(Name("PER", number, index, index + 1))


def _listed_together(row: list[Name], words: Words, surnames: set[str]) -> list[Name]:
    """In "the towns of Anah and Rayhana", the second is a place as the first is."""
    for one, (place, other) in enumerate(pairwise(row)):
        joined = words[place.last : other.first] in (["and"], [","], [",", "and"], ["or"])
        known = words[other.last - 1] in surnames
        if place.kind == "LOC" and joined and other.kind in ("PER", "ORG") and not known:
            before = words[max(0, place.first - 4) : place.first]
            if any(word.lower() in WORDS["kinds_of_places"] for word in before):
                row[one + 1] = Name("LOC", other.line, other.first, other.last, other.confidence)
    return row
