"""Finds where the named places lie: which Paris, which Georgia."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log10, sqrt

from articles import gazetteer
from articles.entities.lexicon import WORDS
from articles.entities.mentions import Mention, NamedPlace, Part
from articles.entities.reading import Line, Name, mention, written
from articles.gazetteer import AFTER_TOWN, Entry, Found, Gazetteer, demonyms, fold

_THE = re.compile(r"^the\s+", re.IGNORECASE)
_DIRECTION = re.compile(
    r"^(?:north|south|east|west|central|upper|lower|northeast|northwest|southeast|southwest|mid)"
    r"(?:ern)?[ -]|^(?:downtown|greater|inner|rural|mainland) ",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"[^\W\d_a-z][\w’'.-]*")
_ADJECTIVES = frozenset({"U.S.", "US", "U.K.", "UK", "U.S.A.", "USA"})
_WIDE = frozenset({"country", "former country", "continent"})


@dataclass(frozen=True, slots=True)
class _Named:
    """A mention of a place, its name as looked up, and the words after it ("Texas")."""

    seen: Mention
    name: str
    qualifier: str
    adjective: bool
    """It only says whose something is: "U.S. forces", "US$"."""
    confidence: float


def resolved(lines: Sequence[Line], names: Iterable[Name], dateline: str) -> tuple[NamedPlace, ...]:
    """The places of an article in the order of their first mention."""
    known = gazetteer.opened()
    named = [_named(lines[name.line], name) for name in names if name.kind == "LOC"]
    votes = _votes(lines, named, known)
    first_guess = [_best(place, votes, known) for place in named]
    for entry in first_guess:
        if entry and entry.country and entry.kind not in _WIDE:
            votes.countries[entry.country] += 1
            votes.areas[entry.country, entry.area] += 1
    return _grouped(named, votes, known)


def _named(line: Line, name: Name) -> _Named:
    seen = mention(line, name)
    text = written(line, name)
    words = line.words[name.last : name.last + 4]
    qualifier = ""
    if words[:1] == [","]:
        after = [word for word in words[1:] if word[0].isupper()]
        qualifier = " ".join(after[:2])
    adjective = seen.words in _ADJECTIVES and bool(words) and _goes_on(words[0])
    return _Named(seen, _THE.sub("", text), qualifier, adjective, name.confidence)


def _goes_on(word: str) -> bool:
    """Whether a noun (or a hyphen, or a dollar sign) follows that an abbreviation describes."""
    return word in ("-", "$") or (word.islower() and word not in WORDS["not_described"])


@dataclass(slots=True)
class _Votes:
    """How often the article names each country, and each of a country's areas."""

    countries: defaultdict[str, float]
    areas: defaultdict[tuple[str, str], float]

    def of(self, entry: Entry) -> float:
        total = sum(self.countries.values()) or 1
        country = sqrt(self.countries[entry.country] / total) if entry.country else 0.0
        areas = sum(self.areas.values()) or 1
        return 2.0 * country + 3.0 * sqrt(self.areas[entry.country, entry.area] / areas)


def _votes(lines: Sequence[Line], named: Sequence[_Named], known: Gazetteer) -> _Votes:
    votes = _Votes(defaultdict(float), defaultdict(float))
    for line in lines:
        for word in line.words:
            if word[0].isupper() and (country := demonyms().get(fold(word))):
                votes.countries[country] += 1
    for place in named:
        for found in known.find(place.name)[:8]:
            if found.entry.kind in _WIDE and found.entry.country:
                votes.countries[found.entry.country] += 1
            elif found.entry.kind != "city" and found.rank < AFTER_TOWN and found.entry.area:
                votes.areas[found.entry.country, found.entry.area] += 1
                votes.countries[found.entry.country] += 0.5
    return votes


def _candidates(name: str, known: Gazetteer) -> tuple[Found, ...]:
    """The entries of a name; failing that, of what remains without "northern" or "city of"."""
    for variant in (name, _DIRECTION.sub("", name), _trimmed(name)):
        found = tuple(each for each in known.find(variant) if each.rank < AFTER_TOWN)
        if found:
            return found
    return ()


def _trimmed(name: str) -> str:
    name = re.sub(r"^(?:city|town|village|province|state|port|island) of ", "", name, flags=re.I)
    return re.sub(
        r" (?:city|town|village|province|state|district|county|region|governorate|island)$",
        "",
        name,
        flags=re.I,
    )


def _best(place: _Named, votes: _Votes, known: Gazetteer) -> Entry | None:
    candidates = _candidates(place.name, known)
    if not candidates:
        return None
    wanted = _qualifiers(place.qualifier, known)
    return max(candidates, key=lambda found: _score(found, votes, wanted)).entry


def _score(found: Found, votes: _Votes, wanted: set[tuple[str, str]]) -> float:
    entry = found.entry
    if entry.kind == "city":
        size = log10(entry.population + 100)
    elif entry.kind in _WIDE:
        size = 8.5
    else:
        size = 6.2 if entry.id.startswith("newsroom:") else 4.0
    score = size - 0.6 * found.rank + votes.of(entry)
    if (entry.country, "") in wanted or (entry.country, entry.area) in wanted:
        score += 8.0
    return score


def _qualifiers(qualifier: str, known: Gazetteer) -> set[tuple[str, str]]:
    """The countries and areas that "Texas" in "Paris, Texas" may stand for."""
    for words in (qualifier, qualifier.partition(" ")[0]):
        wanted = {
            (found.entry.country, "" if found.entry.kind in _WIDE else found.entry.area)
            for found in (known.find(words) if words else ())
            if found.entry.kind != "city" and found.entry.country
        }
        if wanted:
            return wanted
    return set()


def _grouped(named: Sequence[_Named], votes: _Votes, known: Gazetteer) -> tuple[NamedPlace, ...]:
    groups: defaultdict[str, list[tuple[_Named, Entry | None]]] = defaultdict(list)
    for place in named:
        entry = _best(place, votes, known)
        groups[entry.id if entry else fold(place.name)].append((place, entry))
    return tuple(_place(group) for group in groups.values())


def _place(group: Sequence[tuple[_Named, Entry | None]]) -> NamedPlace:
    entry = group[0][1]
    names = Counter(place.name for place, _ in group)
    confidence = max(place.confidence for place, _ in group)
    return NamedPlace(
        name=max(names, key=lambda name: (not name.isupper(), names[name])),
        mentions=tuple(place.seen for place, _ in group),
        entry=entry,
        dateline=any(place.seen.part is Part.DATELINE for place, _ in group),
        listed=entry is not None and not all(place.adjective for place, _ in group),
        confidence=round(confidence, 3),
    )
