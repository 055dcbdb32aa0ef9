"""Chooses which place of a name is meant: which Paris, which Georgia.

First what is said outright ("Paris, Texas"). Then every entry of a name is judged by its size, by
the countries, peoples and areas that the article names, and by how many of the other names have an
entry nearby; a few rounds of this, as what is likely of one name is evidence for the others.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, log10, radians, sin, sqrt

import numpy as np
from numpy.typing import NDArray

from articles.english import toponyms
from articles.english.tables import any_of
from articles.english.vocabulary import WORDS
from articles.entities.sentences import Sentence
from articles.gazetteer import AFTER_TOWN, Entry, Gazetteer, Match, demonyms, name_key

_BEFORE_NAME = re.compile(f"^(?:{any_of(toponyms.BEFORE_NAMES)})", re.IGNORECASE)
_KIND_BEFORE = re.compile(f"^(?:{any_of(toponyms.KINDS_BEFORE)})", re.IGNORECASE)
_KIND_AFTER = re.compile(f"(?:{any_of(toponyms.KINDS_AFTER)})$", re.IGNORECASE)
WIDE = frozenset({"country", "former country", "continent"})

# How much each kind of evidence weighs against the logarithm of the population, to the base of ten;
# tuned on tests/samples/place-mentions*.txt.
_OTHER_NAME = 1.2
_COUNTRY = 3.0
_AREA = 2.0
_NEAR = 1.5
_MOST_NEAR = 4.0
_DOUBT = 2.0
"""As many votes are always for countries and areas that are not named."""
_NEARBY = 120 / 6371
"""In radians: at this distance a place is worth e times less than one at the same spot."""
_ROUNDS = 3
_MOST_CANDIDATES = 60
# Of these the candidates are compared with those of every other name.
_VOTERS, _VOTES_EACH = 40, 6

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place as the article names it, and what is said around it that tells where it lies."""

    name: str
    """As looked up: without "the"."""
    after: str
    """Up to two capitalised words after a comma or "in": "Texas" in "Paris, Texas"."""
    before: str
    """The place before it where only a comma parts them: "Paris" for "Texas"."""
    dateline: bool

    @property
    def key(self) -> str:
        return name_key(self.name)


@dataclass(slots=True)
class _Choice:
    """The entries that a name may stand for, and how likely each is so far."""

    found: tuple[Match, ...]
    at: Floats
    """Where they lie: a unit vector each."""
    likely: Floats
    weight: float

    @classmethod
    def among(cls, found: Sequence[Match], weight: float) -> "_Choice":
        at = np.array([_vector(each.entry) for each in found], dtype=np.float32)
        return cls(tuple(found), at, np.full(len(found), 1 / len(found), np.float32), weight)

    def best(self) -> Entry:
        return self.found[int(self.likely.argmax())].entry

    def judge(self, scores: Sequence[float]) -> None:
        weights = np.array(scores, dtype=np.float32)
        # A place ten times as large is ten times as likely.
        weights = 10 ** (weights - weights.max())
        self.likely = weights / weights.sum()


class ToponymResolver:
    """What an article says of where its places lie."""

    def __init__(
        self, sentences: Sequence[Sentence], named: Sequence[Toponym], known: Gazetteer
    ) -> None:
        self._named = named
        self._known = known
        self._candidates = {place.key: _candidates(place.name, known) for place in named}
        self._countries: defaultdict[str, float] = defaultdict(float)
        self._areas: defaultdict[tuple[str, str], float] = defaultdict(float)
        self._hear_peoples(sentences)
        for place in named:
            self._hear_wide_place(place)

    def entries(self) -> list[Entry | None]:
        """The entry of each named place, None where there is none of its name."""
        said = self._said_outright()
        choices = self._choices(said)
        spoken = dict(self._countries), dict(self._areas)
        for step in range(_ROUNDS):
            voters = _Voters(choices) if step else None
            for key, choice in choices.items():
                if len(choice.found) > 1:
                    near = voters.near(key, choice) if voters else [0.0] * len(choice.found)
                    choice.judge(list(map(self._score, choice.found, near)))
            self._hear_choices(choices, spoken)
        best = {key: choice.best() for key, choice in choices.items()}
        return [self._qualified(place) or best.get(place.key) for place in self._named]

    def _choices(self, said: dict[str, Entry]) -> dict[str, _Choice]:
        choices: dict[str, _Choice] = {}
        for place in self._named:
            found = self._candidates[place.key]
            if place.key in said:
                found = tuple(each for each in found if each.entry == said[place.key])
                found = found or (Match(said[place.key], 0),)
            if found and place.key not in choices:
                choices[place.key] = _Choice.among(found, 2.0 if place.dateline else 1.0)
        return choices

    def _hear_choices(
        self,
        choices: dict[str, _Choice],
        spoken: tuple[dict[str, float], dict[tuple[str, str], float]],
    ) -> None:
        """Count the countries and areas of the likely places with those spoken of."""
        self._countries = defaultdict(float, spoken[0])
        self._areas = defaultdict(float, spoken[1])
        for place in self._named:
            choice = choices.get(place.key)
            entry = choice.best() if choice else None
            if choice and entry and entry.country and entry.kind not in WIDE:
                self._countries[entry.country] += choice.weight
                self._areas[entry.country, entry.area] += choice.weight

    def _hear_peoples(self, sentences: Sequence[Sentence]) -> None:
        for sentence in sentences:
            for word in sentence.words:
                if word[0].isupper() and (country := demonyms().get(name_key(word))):
                    self._countries[country] += 1

    def _hear_wide_place(self, place: Toponym) -> None:
        for found in self._candidates[place.key]:
            if found.entry.kind in WIDE and found.entry.country:
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

    def _qualified(self, place: Toponym) -> Entry | None:
        """The entry in the country or area named after it; for that, the one that holds it."""
        if place.after:
            wider = _wider(place.after, self._known)
            inside = [found for found in self._candidates[place.key] if _lies_in(found, wider)]
            if inside:
                return max(inside, key=lambda found: self._score(found, 0)).entry
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

    def _wide_candidates(self, place: Toponym) -> list[Match]:
        return [
            found
            for found in self._known.find(place.name)
            if found.entry.kind != "city" and found.entry.country
        ]

    def _score(self, found: Match, near: float) -> float:
        entry = found.entry
        score = _size(entry) - (_OTHER_NAME * found.rank if entry.kind == "city" else 0)
        if entry.country:
            total = sum(self._countries.values()) + _DOUBT
            score += _COUNTRY * sqrt(self._countries[entry.country] / total)
            areas = sum(self._areas.values()) + _DOUBT
            score += _AREA * sqrt(self._areas[entry.country, entry.area] / areas)
        return score + _NEAR * sqrt(min(near, _MOST_NEAR))


class _Voters:
    """The likeliest entries of the names, by which those of each other name are judged."""

    def __init__(self, choices: dict[str, _Choice]) -> None:
        self._keys: list[str] = []
        at, likely = [], []
        for key, choice in [*choices.items()][:_VOTERS]:
            if choice.best().kind not in WIDE:
                first = np.argsort(-choice.likely)[:_VOTES_EACH]
                at.append(choice.at[first])
                likely.append(choice.likely[first])
                self._keys += [key] * len(first)
        self._at = np.concatenate(at) if at else np.zeros((0, 3), np.float32)
        self._likely = np.concatenate(likely) if likely else np.zeros(0, np.float32)

    def near(self, key: str, choice: _Choice) -> list[float]:
        """For each entry of a name, how many of the others probably lie nearby."""
        others = [number for number, each in enumerate(self._keys) if each != key]
        # The chord is as good as the arc at distances that matter.
        apart = np.sqrt(np.maximum(2 - 2 * (choice.at @ self._at[others].T), 0))
        nearby: list[float] = (np.exp(-apart / _NEARBY) @ self._likely[others]).tolist()
        return nearby


def _vector(entry: Entry) -> tuple[float, float, float]:
    north, east = radians(entry.latitude), radians(entry.longitude)
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)


def _size(entry: Entry) -> float:
    if entry.kind == "city":
        return log10(entry.population + 100)
    if entry.kind in WIDE:
        return 8.5
    return 6.2


def _candidates(name: str, known: Gazetteer) -> tuple[Match, ...]:
    """The entries of a name; failing that, of what remains without "northern" or "city of"."""
    if name.rpartition(" ")[2].lower() in WORDS["streets"]:
        return ()
    for variant in (name, _BEFORE_NAME.sub("", name), _KIND_BEFORE.sub("", name)):
        if found := _likely(variant, known):
            return found
    without = _KIND_AFTER.sub("", name)
    if without != name and without.lower() not in WORDS["nowhere"]:
        return _likely(without, known)
    return known.find(name) if name.endswith(".") else ()


def _likely(name: str, known: Gazetteer) -> tuple[Match, ...]:
    """The entries that bear the name by itself; of very many cities the largest."""
    found = [each for each in known.find(name) if each.rank < AFTER_TOWN]
    found.sort(key=lambda each: (each.entry.kind == "city", -each.entry.population))
    return tuple(found[:_MOST_CANDIDATES])


def _extent(entry: Entry) -> tuple[str, str]:
    """The country, and its first-level area where the entry is one."""
    return entry.country, "" if entry.kind in WIDE else entry.area


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


def _lies_in(found: Match, extents: set[tuple[str, str]]) -> bool:
    entry = found.entry
    if entry.kind in WIDE:
        return False
    return (entry.country, "") in extents or (entry.country, entry.area) in extents


def _largest_in(towns: Sequence[Match], wide: Entry) -> int:
    inside = (town.entry.population for town in towns if _lies_in(town, {_extent(wide)}))
    return max(inside, default=0)
