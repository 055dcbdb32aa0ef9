"""Rules after the tagger: what it cannot know of one word, the rest of the article tells."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from articles.entities.lexicon import WORDS, Lexicon
from articles.entities.reading import Name, spans
from articles.gazetteer import demonyms, fold

Words = list[str]
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_DASHES = frozenset("-–—―'\"‘’“”")
_GENERAL = WORDS["places"] | WORDS["official"] | WORDS["organisations"]
_LONG_DASHES = frozenset({"–", "—", "―", "--", "/"})


def names(
    sentences: Sequence[Words], labels: Sequence[Sequence[str]], lexicon: Lexicon
) -> list[Name]:
    """The names that the labels and the rules find, in the order of the text."""
    found = [
        [
            part
            for kind, first, last in spans(row)
            for part in _parts(Name(kind, number, first, last), sentences[number], lexicon)
        ]
        for number, row in enumerate(labels)
    ]
    for number, words in enumerate(sentences):
        found[number] = _in_sentence(number, words, found[number], lexicon)
    found = _agreeing(found, sentences)
    found = _places_after_all(found, sentences, lexicon)
    surnames = _surnames(found, sentences)
    _add_surnames(found, sentences, surnames)
    for number, words in enumerate(sentences):
        row = sorted(found[number], key=lambda name: name.first)
        row = _listed_together(row, words, surnames)
        found[number] = _beside_places(number, row, words, surnames, lexicon)
    return [name for row in found for name in row]


def _parts(name: Name, words: Words, lexicon: Lexicon) -> Iterator[Name]:
    """The name, cut at dashes ("GENEVA — Turkey") and after a person ("Ann Marsh of Kansas")."""
    first = name.first
    for index in range(name.first, name.last):
        if words[index] in _LONG_DASHES:
            if index > first:
                yield replace(name, first=first, last=index)
            first = index + 1
    whole = name if first == name.first else replace(name, first=first)
    of = next((i for i in range(first + 1, name.last - 1) if words[i] == "of"), 0)
    if of and name.kind in ("PER", "LOC") and _is_person_of_place(words, whole, of, lexicon):
        yield replace(whole, kind="PER", last=of)
        yield replace(whole, kind="LOC", first=of + 1)
    elif first < name.last:
        yield whole


def _is_person_of_place(words: Words, name: Name, of: int, lexicon: Lexicon) -> bool:
    if not lexicon.place(" ".join(words[of + 1 : name.last])):
        return False
    before = [word.lower() for word in words[name.first : of]]
    plain = len(before) > 1 and _GENERAL.isdisjoint(before)
    return name.kind == "PER" or (plain and not lexicon.place(" ".join(before)))


def _in_sentence(number: int, words: Words, row: list[Name], lexicon: Lexicon) -> list[Name]:
    """A sentence's names with better bounds and kinds, and those that the tagger missed."""
    trimmed = [_trimmed(name, words) for name in row]
    better = [
        _whole_place(
            _with_hyphens(_kind_by_name(name, words, lexicon), words, lexicon), words, lexicon
        )
        for name in trimmed
        if name
    ]
    better += _missed_places(number, words, better, lexicon)
    for name in row:
        if name.kind == "ORG" and name.last - name.first > 1:
            better += _places_within(name, words, lexicon)
    return better


def _trimmed(name: Name, words: Words) -> Name | None:
    """A person without titles before and dashes around it, a place up to a lower-case word."""
    if name.kind == "LOC":
        alone = name.last - name.first == 1
        nowhere = alone and words[name.first].lower() in WORDS["nowhere"]
        return None if nowhere else _trimmed_place(name, words)
    if name.kind != "PER":
        return name
    first, last = name.first, name.last
    if "," in words[first:last]:  # what follows is a role or another's name
        last = words.index(",", first)
    for index in range(first + 1, last - 1):
        if words[index].lower() in WORDS["plain_titles"]:
            first = index + 1
    while first < last and (
        words[first].lower().rstrip(".") in WORDS["titles"]
        or words[first] in _DASHES
        or (words[first].islower() and words[first] not in WORDS["particles"])
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
    return len(words) > 1 or (len(words[0]) > 1 and words[0].lower() not in WORDS["times"])


def _trimmed_place(name: Name, words: Words) -> Name:
    last = name.first + 1
    while last < name.last and (not words[last].islower() or words[last] in WORDS["in_places"]):
        last += 1
    while (
        (words[last - 1].islower() or words[last - 1] in _DASHES)
        and last - 1 > name.first
        and words[last - 1] not in WORDS["places"]
    ):
        last -= 1
    return name if last == name.last else replace(name, last=last)


def _kind_by_name(name: Name, words: Words, lexicon: Lexicon) -> Name:
    """A country or area taken for an organisation is a place; so is "Siem Reap" or "Cliff Drive"
    taken for a person."""
    text = fold(" ".join(words[name.first : name.last])).removeprefix("the ")
    if name.kind == "LOC" and not lexicon.place(text) and _is_people(text):
        return replace(name, kind="MISC")
    if name.kind == "ORG" and lexicon.named(text) in (1, 2, 3, 4):
        return replace(name, kind="LOC")
    if name.kind == "MISC" and lexicon.named(text) in (1, 2, 3):
        return replace(name, kind="LOC")
    if name.kind in ("ORG", "MISC") and name.last - name.first == 1 and lexicon.known[text] < 10:
        somewhere = lexicon.place(text) and _is_somewhere(words, name.first, name.last)
        return replace(name, kind="LOC") if somewhere else name
    if name.kind == "PER" and name.last - name.first > 1:
        titled = name.first and words[name.first - 1].lower().rstrip(".") in WORDS["titles"]
        named_street = words[name.last - 1].lower() in WORDS["ends_of_places"]
        if not titled and (named_street or lexicon.known[text] in (1, 2, 3, 4, 5)):
            return replace(name, kind="LOC")
    return name


def _whole_place(name: Name, words: Words, lexicon: Lexicon) -> Name:
    """ "Latin America" where the tagger saw "America"."""
    if name.kind == "LOC" and name.first and words[name.first - 1][0].isupper():
        first = name.first - 1
        if lexicon.place(" ".join(words[first : name.last])) in (1, 2, 3):
            return replace(name, first=first)
    return name


def _is_people(text: str) -> bool:
    """Whether "Syrian" or "South American" is meant, and no place."""
    last = text.rpartition(" ")[2]
    return bool({text, last} & demonyms().keys()) or last in WORDS["peoples"]


def _with_hyphens(name: Name, words: Words, lexicon: Lexicon) -> Name:
    """The name of a person with what a hyphen joins to it: "Moon Jae-in", "Semete-Makokotlela"."""
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
    """Whether what follows a name of that length and a hyphen belongs to it ("Bush-era")."""
    if not word.isalpha() or word[0].isupper():
        return word.isalpha() and word.istitle()
    syllable = word in WORDS["syllables"] or lexicon.common[word] < 2
    return length > 1 and len(word) < 7 and syllable


def _missed_places(
    number: int, words: Words, found: list[Name], lexicon: Lexicon
) -> Iterator[Name]:
    """Places where the tagger saw nothing: countries, and any known name after "in" or "near"."""
    taken = {position for name in found for position in range(name.first, name.last)}
    reached = 0
    for index, word in enumerate(words):
        if index >= reached and index not in taken and word[0].isupper():
            reached = _missed_place(words, index, taken, lexicon)
            if reached:
                yield Name("LOC", number, index, reached)


def _missed_place(words: Words, index: int, taken: set[int], lexicon: Lexicon) -> int:
    """Where the place that begins here ends, or 0."""
    for end in range(min(len(words), index + 4), index, -1):
        if words[end - 1][0].isupper() and taken.isdisjoint(range(index, end)):
            known = lexicon.place(" ".join(words[index:end]))
            if known == 1 and _is_country(words, index, end, taken):
                return end
            if known in (2, 3) and end - index > 1:
                return end
            if known and _is_somewhere(words, index, end):
                return end
    return 0


def _is_country(words: Words, index: int, end: int, taken: set[int]) -> bool:
    key = fold(" ".join(words[index:end]))
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


def _is_somewhere(words: Words, index: int, end: int) -> bool:
    before = words[index - 1].lower() if index else ""
    after = words[end] if end < len(words) else "."
    return (
        before in WORDS["where"]
        and before != "to"
        and (before != "of" or words[max(0, index - 2)].islower())
        and not after[0].isupper()
        and not words[index].isupper()
        and words[index].lower() not in WORDS["times"]
    )


def _places_within(name: Name, words: Words, lexicon: Lexicon) -> Iterator[Name]:
    """The places inside an organisation's name that say where it is."""
    index = name.first
    while index < name.last:
        longest = min(name.last, index + 4) if words[index][0].isupper() else index
        for end in range(longest, index, -1):
            known = lexicon.place(" ".join(words[index:end]))
            if known and end - index < name.last - name.first:
                if _says_where(name, index, end, known, words):
                    yield Name("LOC", name.line, index, end, name.confidence, within=True)
                index = end
                break
        else:
            index += 1


def _says_where(name: Name, index: int, end: int, known: int, words: Words) -> bool:
    after = words[end].lower() if end < name.last else ""
    if index > name.first and words[index - 1] in ("of", "in", "de"):
        return known in (1, 2, 4, 5) and not after
    if index == name.first:
        official = any(word.lower() in WORDS["official"] for word in words[end : name.last])
        return known in (1, 2, 4) and official
    return known == 1 and not after and words[index - 1][0].isupper()


def _agreeing(found: list[list[Name]], sentences: Sequence[Words]) -> list[list[Name]]:
    """Each name given the kind that its words mostly have in the article."""
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in found:
        for name in row:
            kinds[_text(name, sentences)][name.kind] += 1
    return [[_majority(name, kinds[_text(name, sentences)]) for name in row] for row in found]


def _places_after_all(
    found: list[list[Name]], sentences: Sequence[Words], lexicon: Lexicon
) -> list[list[Name]]:
    """Known places taken for people of one name, where the article says that they are places."""
    full = {
        word
        for row in found
        for name in row
        if name.kind == "PER" and name.last - name.first > 1
        for word in sentences[name.line][name.first : name.last]
    }
    singles = {
        _text(name, sentences)
        for row in found
        for name in row
        if name.kind in ("PER", "ORG") and name.last - name.first == 1
    }
    located = {_text(name, sentences) for row in found for name in row if name.kind == "LOC"}
    places = {
        word
        for word in singles - full
        if 0 < lexicon.place(word) < 6
        and (
            word in located
            or _is_said_to_be_place(word, sentences, lexicon)
            or not (_is_a_persons(fold(word), lexicon) or _acts(word, sentences))
        )
    }
    return [
        [
            replace(name, kind="LOC")
            if name.kind == "PER" and _text(name, sentences) in places
            else name
            for name in row
        ]
        for row in found
    ]


def _is_said_to_be_place(word: str, sentences: Sequence[Words], lexicon: Lexicon) -> bool:
    """Whether the word stands after "in" or before ", Texas" anywhere."""
    for words in sentences:
        for index, each in enumerate(words):
            if each != word:
                continue
            if index and words[index - 1] in ("in", "In", "near", "at"):
                return True
            after = words[index + 1 : index + 3]
            if after[:1] == [","] and (
                lexicon.place(after[-1]) in (1, 2) or after[-1] in WORDS["states"]
            ):
                return True
    return False


def _is_a_persons(word: str, lexicon: Lexicon) -> bool:
    return bool(lexicon.first_names[word] or lexicon.surnames[word])


def _acts(word: str, sentences: Sequence[Words]) -> bool:
    """Whether the word says something or has a title anywhere, as only people do."""
    for words in sentences:
        for index, each in enumerate(words):
            if each == word:
                beside = words[max(0, index - 1) : index] + words[index + 1 : index + 2]
                folded = {other.lower().rstrip(".") for other in beside}
                if folded & (WORDS["saying"] | WORDS["titles"]):
                    return True
    return False


def _majority(name: Name, kinds: Counter[str]) -> Name:
    kind, count = kinds.most_common(1)[0]
    if kind != name.kind and kind != "MISC" and count >= 2 * kinds[name.kind]:
        return replace(name, kind=kind)
    if name.kind == "LOC" and kinds["PER"] and name.last - name.first > 1:
        return replace(name, kind="PER")
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
                row[one + 1] = replace(other, kind="LOC")
    return row


def _beside_places(
    number: int, row: list[Name], words: Words, surnames: set[str], lexicon: Lexicon
) -> list[Name]:
    """With the known places that a comma or "and" joins to a place: "Lyon and Marseille"."""
    places = [name for name in row if name.kind == "LOC"]
    kept = list(row)
    while places:
        place = places.pop()
        for first, last in (_joined_after(place, words), _joined_before(place, words)):
            word = fold(" ".join(words[first:last]))
            taken = [name for name in kept if name.first < last and first < name.last]
            alone = all(
                name.kind != "LOC" and name.last - name.first == 1 and word not in surnames
                for name in taken
            )
            if last > first and alone and _may_be_beside(words[first], taken, lexicon, surnames):
                kept = [name for name in kept if name not in taken]
                kept.append(Name("LOC", number, first, last))
                places.append(kept[-1])
    return sorted(kept, key=lambda name: name.first)


def _may_be_beside(word: str, taken: list[Name], lexicon: Lexicon, surnames: set[str]) -> bool:
    key = fold(word)
    if word in surnames or not lexicon.place(key) or word.lower() in WORDS["times"]:
        return False
    return not taken or (lexicon.known[key] < 6 and not lexicon.first_names[key])


def _joined_after(place: Name, words: Words) -> tuple[int, int]:
    """Where the one capitalised word after ", " or " and " stands, if it is alone."""
    first = place.last + 1
    if words[place.last : first] not in ([","], ["and"], ["or"]) or not _stands_alone(first, words):
        return 0, 0
    return first, first + 1


def _joined_before(place: Name, words: Words) -> tuple[int, int]:
    first = place.first - 2
    if first < 0 or words[first + 1] not in (",", "and", "or") or not _stands_alone(first, words):
        return 0, 0
    return first, first + 1


def _stands_alone(index: int, words: Words) -> bool:
    """Whether the word is capitalised and those beside it are not."""
    if index >= len(words) or not words[index].istitle():
        return False
    before = words[index - 1] if index else ","
    after = words[index + 1] if index + 1 < len(words) else "."
    return not before[0].isupper() and not after[0].isupper() and after not in ("'s", "’s", "-")
