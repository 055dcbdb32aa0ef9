"""Finds where the named places lie: which Paris, which Georgia."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log10, sqrt

from articles import gazetteer
from articles.entities.lexicon import WORDS
from articles.entities.mentions import Mention, NamedPlace, Part
from articles.entities.reading import Line, Name, mention, written
from articles.gazetteer import AFTER_TOWN, Entry, Found, Gazetteer, demonyms, fold, kilometres

_THE = re.compile(r"^the\s+", re.IGNORECASE)
_DIRECTION = re.compile(
    r"^(?:north|south|east|west|central|upper|lower|northeast|northwest|southeast|southwest|mid)"
    r"(?:ern)?[ -]|^(?:downtown|greater|inner|rural|mainland) ",
    re.IGNORECASE,
)
_KIND_BEFORE = re.compile(
    r"^(?:city|town|village|province|state|port|island|republic) of ", re.IGNORECASE
)
_KIND_AFTER = re.compile(
    r" (?:city|town|village|province|state|district|region|governorate|prefecture|island)$",
    re.IGNORECASE,
)
_ADJECTIVES = frozenset({"U.S.", "US", "U.K.", "UK", "U.S.A.", "USA"})
_WIDE = frozenset({"country", "former country", "continent"})


# How much each kind of evidence weighs against the logarithm of the population.
_OTHER_NAME = 1.2
_COUNTRY = 3.0
_AREA = 2.0
_NEAR = 1.0
_NEIGHBOURS = 12
_MOST_CANDIDATES = 60


@dataclass(frozen=True, slots=True)
class _Named:
    """A mention of a place, and what is said around it that tells where it lies."""

    seen: Mention
    name: str
    """As looked up: without "the"."""
    after: str
    """Up to two capitalised words after a comma or "in": "Texas" in "Paris, Texas"."""
    before: str
    """The place before it where only a comma parts them: "Paris" for "Texas"."""
    adjective: bool
    """It only says whose something is: "U.S. forces", "US$"."""
    within: bool
    """It stands inside the name of an organisation."""
    confidence: float

    @property
    def key(self) -> str:
        return fold(self.name)


def with_datelines(lines: Sequence[Line], names: Sequence[Name]) -> list[Name]:
    """The names, and the town that each dateline begins with."""
    dated = {
        number: line for number, line in enumerate(lines) if line.passage.part is Part.DATELINE
    }
    kept = [name for name in names if name.line not in dated or name.kind == "LOC"]
    for number, line in dated.items():
        ends = [index for index, word in enumerate(line.words) if not word[0].isalpha()]
        end = next((index for index in ends if line.words[index] != "-"), len(line.words))
        if end and not any(name.line == number and name.first < end for name in kept):
            kept.append(Name("LOC", number, 0, end))
    return sorted(kept, key=lambda name: (name.line, name.first))


def resolved(lines: Sequence[Line], names: Iterable[Name]) -> tuple[NamedPlace, ...]:
    """The places of an article in the order of their first mention."""
    known = gazetteer.opened()
    named: list[_Named] = []
    last: Name | None = None
    for name in names:
        if name.kind == "LOC":
            joined = (
                last is not None
                and last.line == name.line
                and lines[name.line].words[last.last : name.first] == [","]
            )
            named.append(_named(lines[name.line], name, named[-1].name if joined else ""))
            last = name
    return _grouped(named, _Map(lines, named, known).entries())


def _named(line: Line, name: Name, before: str) -> _Named:
    seen = mention(line, name)
    words = line.words[name.last : name.last + 4]
    after = ""
    if words[:1] in ([","], ["in"]):
        after = " ".join([word for word in words[1:] if word[0].isupper()][:2])
    return _Named(
        seen=seen,
        name=_THE.sub("", written(line, name)),
        after=after,
        before=before,
        adjective=seen.words in _ADJECTIVES and bool(words) and _goes_on(words[0]),
        within=name.within,
        confidence=name.confidence,
    )


def _goes_on(word: str) -> bool:
    """Whether a noun (or a hyphen, or a dollar sign) follows that an abbreviation describes."""
    return word in ("-", "$") or (word.islower() and word not in WORDS["not_described"])


class _Map:
    """Chooses among the entries of each name by all that the article says.

    First what is said outright ("Paris, Texas"), then by size, the countries, peoples and areas
    named, and the nearness of the others; twice, as the first choices are evidence for the second.
    """

    def __init__(self, lines: Sequence[Line], named: Sequence[_Named], known: Gazetteer) -> None:
        self._named = named
        self._known = known
        self._candidates = {place.key: _candidates(place.name, known) for place in named}
        self._countries: defaultdict[str, float] = defaultdict(float)
        self._areas: defaultdict[tuple[str, str], float] = defaultdict(float)
        self._hear_peoples(lines)
        for place in named:
            self._hear_wide_place(place)

    def entries(self) -> list[Entry | None]:
        """The entry of each named place, None where there is none of its name."""
        said = self._said_outright()
        chosen = [said.get(place.key) or self._best(place, ()) for place in self._named]
        for place, entry in zip(self._named, chosen, strict=True):
            if entry and entry.country and entry.kind not in _WIDE:
                weight = 2.0 if place.seen.part is Part.DATELINE else 1.0
                self._countries[entry.country] += weight
                self._areas[entry.country, entry.area] += weight
        around = [entry for entry in chosen if entry and entry.kind == "city"][:_NEIGHBOURS]
        return [
            self._qualified(place) or said.get(place.key) or self._best(place, around)
            for place in self._named
        ]

    def _hear_peoples(self, lines: Sequence[Line]) -> None:
        for line in lines:
            for word in line.words:
                if word[0].isupper() and (country := demonyms().get(fold(word))):
                    self._countries[country] += 1

    def _hear_wide_place(self, place: _Named) -> None:
        for found in self._candidates[place.key]:
            if found.entry.kind in _WIDE and found.entry.country:
                self._countries[found.entry.country] += 1
            elif found.entry.kind != "city" and found.entry.area:
                self._areas[found.entry.country, found.entry.area] += 1
                self._countries[found.entry.country] += 0.5

    def _said_outright(self) -> dict[str, Entry]:
        """The entries of the names that the article qualifies somewhere ("Paris, Texas")."""
        said: dict[str, Entry] = {}
        for place in self._named:
            if place.key not in said and (entry := self._qualified(place)):
                said[place.key] = entry
        return said

    def _qualified(self, place: _Named) -> Entry | None:
        """The entry in the country or area named after it; for that, the one that holds it."""
        if place.after:
            wider = _wider(place.after, self._known)
            inside = [found for found in self._candidates[place.key] if _lies_in(found, wider)]
            if inside:
                return max(inside, key=lambda found: self._score(found, ())).entry
        if place.before:
            towns = _candidates(place.before, self._known)
            holding = [
                found
                for found in self._wide_candidates(place)
                if any(_lies_in(town, {_extent(found.entry)}) for town in towns)
            ]
            if holding:
                return max(holding, key=lambda found: _largest_in(towns, found.entry)).entry
        return None

    def _wide_candidates(self, place: _Named) -> list[Found]:
        return [
            found
            for found in self._known.find(place.name)
            if found.entry.kind != "city" and found.entry.country
        ]

    def _best(self, place: _Named, around: Sequence[Entry]) -> Entry | None:
        candidates = self._candidates[place.key]
        if not candidates:
            return None
        if len(candidates) == 1:
            return candidates[0].entry
        return max(candidates, key=lambda found: self._score(found, around)).entry

    def _score(self, found: Found, around: Sequence[Entry]) -> float:
        """Logarithm of the size, and points for what the article says; tuned on our own text."""
        entry = found.entry
        score = _size(entry) - (_OTHER_NAME * found.rank if entry.kind == "city" else 0)
        if entry.country:
            total = sum(self._countries.values()) or 1
            score += _COUNTRY * sqrt(self._countries[entry.country] / total)
            areas = sum(self._areas.values()) or 1
            score += _AREA * sqrt(self._areas[entry.country, entry.area] / areas)
        apart = [kilometres(entry, other) for other in around if other.id != entry.id]
        return score + (_NEAR * exp(-min(apart) / 150) if apart else 0)


def _size(entry: Entry) -> float:
    if entry.kind == "city":
        return log10(entry.population + 100)
    if entry.kind in _WIDE:
        return 8.5
    return 6.2


def _candidates(name: str, known: Gazetteer) -> tuple[Found, ...]:
    """The entries of a name; failing that, of what remains without "northern" or "city of"."""
    if name.rpartition(" ")[2].lower() in WORDS["streets"]:
        return ()
    for variant in (name, _DIRECTION.sub("", name), _KIND_BEFORE.sub("", name)):
        if found := _likely(variant, known):
            return found
    without = _KIND_AFTER.sub("", name)
    if without != name:
        return _likely(without, known)
    return known.find(name) if name.endswith(".") else ()


def _likely(name: str, known: Gazetteer) -> tuple[Found, ...]:
    """The entries that bear the name by itself; of very many cities the largest."""
    found = [each for each in known.find(name) if each.rank < AFTER_TOWN]
    found.sort(key=lambda each: (each.entry.kind == "city", -each.entry.population))
    return tuple(found[:_MOST_CANDIDATES])


def _extent(entry: Entry) -> tuple[str, str]:
    """The country, and its first-level area where the entry is one."""
    return entry.country, "" if entry.kind in _WIDE else entry.area


def _wider(words: str, known: Gazetteer) -> set[tuple[str, str]]:
    """The countries and areas that "Texas" in "Paris, Texas" may stand for."""
    for each in (words, words.partition(" ")[0]):
        extents = {
            _extent(found.entry)
            for found in known.find(each)
            if found.entry.kind != "city" and found.entry.country
        }
        if extents:
            return extents
    return set()


def _lies_in(found: Found, extents: set[tuple[str, str]]) -> bool:
    entry = found.entry
    if entry.kind in _WIDE:
        return False
    return (entry.country, "") in extents or (entry.country, entry.area) in extents


def _largest_in(towns: Sequence[Found], wide: Entry) -> int:
    inside = (town.entry.population for town in towns if _lies_in(town, {_extent(wide)}))
    return max(inside, default=0)


def _grouped(named: Sequence[_Named], entries: Sequence[Entry | None]) -> tuple[NamedPlace, ...]:
    groups: defaultdict[str, list[tuple[_Named, Entry | None]]] = defaultdict(list)
    for place, entry in zip(named, entries, strict=True):
        groups[entry.id if entry else place.key].append((place, entry))
    return tuple(_place(group) for group in groups.values())


def _place(group: Sequence[tuple[_Named, Entry | None]]) -> NamedPlace:
    entry = group[0][1]
    names = Counter(place.name for place, _ in group)
    return NamedPlace(
        name=max(names, key=lambda name: (not name.isupper(), names[name])),
        mentions=tuple(place.seen for place, _ in group),
        entry=entry,
        dateline=any(place.seen.part is Part.DATELINE for place, _ in group),
        listed=entry is not None and any(_is_named_outright(place, entry) for place, _ in group),
        confidence=round(max(place.confidence for place, _ in group), 3),
    )


def _is_named_outright(place: _Named, entry: Entry) -> bool:
    """Whether the mention is of the place itself: not "U.S. forces" or "Dhaka University"."""
    return not place.adjective and (not place.within or entry.kind in _WIDE)
