"""Corrects the bounds and the kind of a name, judging by its own words and those next to it."""

from collections.abc import Iterator
from dataclasses import replace

from articles.english import titles
from articles.english.vocabulary import TIMES, WORDS
from articles.entities.known_places import is_demonym, is_place_by_context
from articles.entities.lexicon import (
    CITIES_AND_WIDER,
    ORGANISATION,
    OUR_PLACES,
    WELL_KNOWN,
    Lexicon,
    PlaceClass,
)
from articles.entities.sentences import NameSpan
from articles.gazetteer import name_key

Words = list[str]
_DASHES = frozenset("-–—―'\"‘’“”")
_GENERIC_WORDS = WORDS["places"] | WORDS["official"] | WORDS["organisations"]
_PLACES_BY_KIND = {"ORG": WELL_KNOWN, "MISC": OUR_PLACES}
"""For each kind of name, the classes of known places that the tagger mistakes for that kind."""
_LONG_DASHES = frozenset({"–", "—", "―", "--", "/"})


def improve_name(name: NameSpan, words: Words, lexicon: Lexicon) -> NameSpan | None:
    """Return `name` with its bounds and kind corrected, or None if it is not a name."""
    trimmed = _trim(name, words)
    if trimmed is None:
        return None
    known = _correct_kind(trimmed, words, lexicon)
    if known.kind == "LOC" != trimmed.kind:
        known = _trim_place(known, words)
    return _extend_place(_extend_over_hyphens(known, words, lexicon), words, lexicon)


def split_name(name: NameSpan, words: Words, lexicon: Lexicon) -> Iterator[NameSpan]:
    """Return the parts of `name`, split at dashes and between a person and a place.

    For example, "GENEVA — Iraq" and "Marsh of Kansas" have two parts each."""
    first = name.first
    for index in range(name.first, name.last):
        if words[index] in _LONG_DASHES or _joins_places(words, name, index, lexicon):
            if index > first:
                yield replace(name, first=first, last=index)
            first = index + 1
    while words[name.last - 1] in _DASHES and name.last - 1 > first:
        name = replace(name, last=name.last - 1)
    whole = name if first == name.first else replace(name, first=first)
    of = next((i for i in range(first + 1, name.last - 1) if words[i] == "of"), 0)
    if of and name.kind in ("PER", "LOC") and _is_person_of_place(words, whole, of, lexicon):
        yield replace(whole, kind="PER", last=of)
        yield replace(whole, kind="LOC", first=of + 1)
    elif first < name.last:
        yield whole


def _joins_places(words: Words, name: NameSpan, index: int, lexicon: Lexicon) -> bool:
    """Return whether a hyphen at `index` joins two places (as in "India-Pakistan")."""
    if name.kind != "LOC" or words[index] != "-":
        return False
    before, after = words[name.first : index], words[index + 1 : name.last]
    whole = lexicon.place_class(" ".join(words[name.first : name.last]))
    return not whole and all(lexicon.place_class(" ".join(side)) for side in (before, after))


def _is_person_of_place(words: Words, name: NameSpan, of: int, lexicon: Lexicon) -> bool:
    """Return whether `name` consists of a person, "of" and a known place ("Marsh of Kansas")."""
    if not lexicon.place_class(" ".join(words[of + 1 : name.last])):
        return False
    before = [word.lower() for word in words[name.first : of]]
    plain = len(before) > 1 and _GENERIC_WORDS.isdisjoint(before)
    return name.kind == "PER" or (plain and not lexicon.place_class(" ".join(before)))


def _trim(name: NameSpan, words: Words) -> NameSpan | None:
    """Return `name` without the words that do not belong to it, or None if it is not a name.

    Titles and dashes are cut from a person's name, and lower-case words from the ends of a place
    name."""
    if name.kind == "LOC":
        alone = name.last - name.first == 1
        nowhere = alone and words[name.first].lower() in WORDS["nowhere"]
        return None if nowhere else _trim_place(name, words)
    if name.kind != "PER":
        return name
    first, last = name.first, name.last
    if "," in words[first:last]:  # a role or another name follows
        last = words.index(",", first)
    for index in range(first + 1, last - 1):
        if words[index].lower() in titles.PLAIN_TITLES:
            first = index + 1
    while first < last and (
        words[first].lower().rstrip(".") in titles.TITLES
        or words[first] in _DASHES
        or (words[first].islower() and words[first] not in titles.PARTICLES)
    ):
        first += 1
    while last > first and (words[last - 1] in _DASHES or words[last - 1][0].isdigit()):
        last -= 1
    if first == last or not _may_be_person(words[first:last]):
        return None
    if (first, last) == (name.first, name.last):
        return name
    return replace(name, first=first, last=last)


def _may_be_person(words: Words) -> bool:
    if any(word.lower() in WORDS["never_people"] or word[0].isdigit() for word in words):
        return False
    return len(words) > 1 or (len(words[0]) > 1 and words[0].lower() not in TIMES)


def _trim_place(name: NameSpan, words: Words) -> NameSpan:
    """Return a place's name without lower-case words at its ends, but with a "River" after it."""
    first, last = name.first, name.last
    while first < last - 1 and words[first].islower() and not _may_begin_place(words[first]):
        first += 1
    if first > name.first:
        name = replace(name, first=first)
    last = name.first + 1
    while last < name.last and (not words[last].islower() or words[last] in WORDS["in_places"]):
        last += 1
    while (
        (words[last - 1].islower() or words[last - 1] in _DASHES)
        and last - 1 > name.first
        and words[last - 1] not in WORDS["kept_after_places"]
    ):
        last -= 1
    following = words[last] if last == name.last and last < len(words) else ""
    if following[:1].isupper() and following.lower() in WORDS["kept_after_places"]:
        last += 1
    return name if last == name.last else replace(name, last=last)


def _may_begin_place(word: str) -> bool:
    """Return whether a lower-case word may begin a place name ("northern Iraq", "al Qaim")."""
    return word in WORDS["places"] | titles.PARTICLES or word.endswith("ern")


def _correct_kind(name: NameSpan, words: Words, lexicon: Lexicon) -> NameSpan:
    """Return `name` with the kind that its words suggest.

    For example, the kind becomes "place" if the tagger mistook a country for an organisation, or
    "Siem Reap" or "Cliff Drive" for a person."""
    text = name_key(" ".join(words[name.first : name.last])).removeprefix("the ")
    if name.kind == "LOC" and lexicon.place_class(text) not in WELL_KNOWN and is_demonym(text):
        return replace(name, kind="MISC")
    if (
        name.kind == "LOC"
        and " " in text
        and words[name.last - 1].lower() in WORDS["organisations"]
    ):
        return replace(name, kind="ORG")
    known = lexicon.known_number(text)
    # "SWAT" is not Swat.
    initials = known > PlaceClass.COUNTRY and " " not in text and words[name.first].isupper()
    if not initials and known in _PLACES_BY_KIND.get(name.kind, ()):
        return replace(name, kind="LOC")
    alone = name.last - name.first == 1
    if name.kind in ("ORG", "MISC") and alone and lexicon.known[text] < ORGANISATION:
        somewhere = lexicon.place_class(text) and is_place_by_context(words, name.first, name.last)
        return replace(name, kind="LOC") if somewhere else name
    if name.kind == "PER" and name.last - name.first > 1:
        titled = name.first and words[name.first - 1].lower().rstrip(".") in titles.TITLES
        named_street = words[name.last - 1].lower() in WORDS["ends_of_places"]
        if not titled and (named_street or lexicon.known[text] in CITIES_AND_WIDER):
            return replace(name, kind="LOC")
    return name


def _extend_place(name: NameSpan, words: Words, lexicon: Lexicon) -> NameSpan:
    """Return `name`, with the word before it if the two form a place's name ("Latin America")."""
    if name.kind == "LOC" and name.first and words[name.first - 1][0].isupper():
        first = name.first - 1
        if lexicon.place_class(" ".join(words[first : name.last])) in OUR_PLACES:
            return replace(name, first=first)
    return name


def _extend_over_hyphens(name: NameSpan, words: Words, lexicon: Lexicon) -> NameSpan:
    """Return a person's name with the parts after hyphens: "Moon Jae-in", "Semete-Makokotlela"."""
    last = name.last
    while (
        name.kind == "PER"
        and words[last : last + 1] == ["-"]
        and last + 1 < len(words)
        and _ends_name(words[last + 1], last - name.first, lexicon)
    ):
        last += 2
    return name if last == name.last else replace(name, last=last)


def _ends_name(word: str, length: int, lexicon: Lexicon) -> bool:
    """Return whether a word after a hyphen belongs to a name, as in "Jae-in" but not in "Bush-era".

    `length` is the number of words that the name has before the hyphen."""
    if not word.isalpha() or word[0].isupper():
        return word.isalpha() and word.istitle()
    syllable = word in WORDS["syllables"] or lexicon.common[word] < 2
    return length > 1 and len(word) < 7 and syllable
