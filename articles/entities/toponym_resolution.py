"""Chooses the gazetteer entry that a place name means: which Paris, which Georgia.

What the article says comes first ("Paris, Texas"). Otherwise the entries of a name are scored by
their size, by the countries, peoples and areas that the article names, and by how many other names
have an entry nearby. The scoring takes a few rounds, because the likely entries of one name are
evidence for the other names.
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
"""The kinds of gazetteer entries that are not parts of a country."""

# How much each kind of evidence counts, compared with the logarithm of the population to base 10.
# Tuned on tests/samples/place-mentions*.txt.
_OTHER_NAME = 1.2
_COUNTRY = 3.0
_AREA = 2.0
_NEAR = 1.5
_MOST_NEAR = 4.0
_DOUBT = 2.0
"""The votes added to each total, so that no single country or area ever has all of them."""
_NEARBY = 120 / 6371
"""The distance, in radians, at which a place counts e times less than one at the same point."""
_ROUNDS = 3
_MOST_CANDIDATES = 60
_VOTERS, _VOTES_EACH = 40, 6
"""The maximum number of names that vote on the entries of other names, and the most entries of
each."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name in an article, with the words around it that say where the place is."""

    name: str
    """The name that is looked up, without "the"."""
    after: str
    """Up to two capitalised words that follow the name after a comma or "in", such as "Texas"."""
    before: str
    """The place before the name if only a comma separates the two: "Paris" before "Texas"."""
    dateline: bool
    """Whether the name is in a dateline."""

    @property
    def key(self) -> str:
        return name_key(self.name)


@dataclass(slots=True)
class _Choice:
    """The entries that a name may mean, and how likely each is so far."""

    matches: tuple[Match, ...]
    vectors: Floats
    """The locations of the entries as unit vectors (entries x 3), parallel to `matches`."""
    probabilities: Floats
    weight: float
    """The votes that each use of the name adds for the country and area of its best entry."""

    @classmethod
    def from_matches(cls, matches: Sequence[Match], weight: float) -> "_Choice":
        """Return a choice in which all entries are equally likely."""
        vectors = np.array([_vector(each.entry) for each in matches], dtype=np.float32)
        return cls(
            tuple(matches), vectors, np.full(len(matches), 1 / len(matches), np.float32), weight
        )

    def best_entry(self) -> Entry:
        return self.matches[int(self.probabilities.argmax())].entry

    def weigh(self, scores: Sequence[float]) -> None:
        """Compute the probability of each entry from `scores`, which is parallel to `matches`."""
        weights = np.array(scores, dtype=np.float32)
        # A place ten times as large is ten times as likely.
        weights = 10 ** (weights - weights.max())
        self.probabilities = weights / weights.sum()


class ToponymResolver:
    """Chooses the gazetteer entries of the places that one article names."""

    def __init__(
        self, sentences: Sequence[Sentence], named: Sequence[Toponym], known: Gazetteer
    ) -> None:
        self._named = named
        self._known = known
        self._candidates = {place.key: _candidates(place.name, known) for place in named}
        self._countries: defaultdict[str, float] = defaultdict(float)
        self._areas: defaultdict[tuple[str, str], float] = defaultdict(float)
        self._count_demonyms(sentences)
        for place in named:
            self._count_wide_place(place)

    def resolve(self) -> list[Entry | None]:
        """Return the entry of each named place, or None for a name that the gazetteer lacks."""
        qualified = self._find_qualified_names()
        choices = self._make_choices(qualified)
        named_counts = dict(self._countries), dict(self._areas)
        for step in range(_ROUNDS):
            voters = _Voters(choices) if step else None
            for key, choice in choices.items():
                if len(choice.matches) > 1:
                    near = (
                        voters.count_nearby(key, choice) if voters else [0.0] * len(choice.matches)
                    )
                    choice.weigh(list(map(self._score, choice.matches, near)))
            self._count_choices(choices, named_counts)
        best = {key: choice.best_entry() for key, choice in choices.items()}
        return [self._find_qualified(place) or best.get(place.key) for place in self._named]

    def _make_choices(self, qualified: dict[str, Entry]) -> dict[str, _Choice]:
        choices: dict[str, _Choice] = {}
        for place in self._named:
            matches = self._candidates[place.key]
            if place.key in qualified:
                matches = tuple(each for each in matches if each.entry == qualified[place.key])
                matches = matches or (Match(qualified[place.key], 0),)
            if matches and place.key not in choices:
                choices[place.key] = _Choice.from_matches(matches, 2.0 if place.dateline else 1.0)
        return choices

    def _count_choices(
        self,
        choices: dict[str, _Choice],
        named_counts: tuple[dict[str, float], dict[tuple[str, str], float]],
    ) -> None:
        """Count votes for countries and areas: `named_counts`, plus votes from likely entries."""
        self._countries = defaultdict(float, named_counts[0])
        self._areas = defaultdict(float, named_counts[1])
        for place in self._named:
            choice = choices.get(place.key)
            entry = choice.best_entry() if choice else None
            if choice and entry and entry.country and entry.kind not in WIDE:
                self._countries[entry.country] += choice.weight
                self._areas[entry.country, entry.area] += choice.weight

    def _count_demonyms(self, sentences: Sequence[Sentence]) -> None:
        """Count each use of a demonym such as "Syrian" as a vote for the country."""
        for sentence in sentences:
            for word in sentence.words:
                if word[0].isupper() and (country := demonyms().get(name_key(word))):
                    self._countries[country] += 1

    def _count_wide_place(self, place: Toponym) -> None:
        """Add votes for each country or area that the name of `place` may mean."""
        for match in self._candidates[place.key]:
            if match.entry.kind in WIDE and match.entry.country:
                self._countries[match.entry.country] += 1
            elif match.entry.kind != "city" and match.entry.area:
                self._areas[match.entry.country, match.entry.area] += 1
                self._countries[match.entry.country] += 0.5

    def _find_qualified_names(self) -> dict[str, Entry]:
        """Return a dict that maps the key of each qualified name ("Paris, Texas") to its entry."""
        qualified: dict[str, Entry] = {}
        for place in self._named:
            if place.key not in qualified and (entry := self._find_qualified(place)):
                qualified[place.key] = entry
        return qualified

    def _find_qualified(self, place: Toponym) -> Entry | None:
        """Return the entry that the place named just before or after `place` implies, or None.

        In "Paris, Texas", "Paris" means the entry in Texas, and "Texas" means the entry that
        contains a Paris."""
        if place.after:
            wider = _find_extents(place.after, self._known)
            inside = [match for match in self._candidates[place.key] if _is_in(match, wider)]
            if inside:
                return max(inside, key=lambda match: self._score(match, 0)).entry
        if place.before:
            towns = _candidates(place.before, self._known)
            holding = [
                match
                for match in self._wide_candidates(place)
                if any(_is_in(town, {_extent(match.entry)}) for town in towns)
            ]
            if holding:
                return max(holding, key=lambda match: _largest_in(towns, match.entry)).entry
        return None

    def _wide_candidates(self, place: Toponym) -> list[Match]:
        """Return the entries with the name of `place` that may contain towns."""
        return [
            match
            for match in self._known.find(place.name)
            if match.entry.kind != "city" and match.entry.country
        ]

    def _score(self, match: Match, near: float) -> float:
        """Return how well an entry fits an article that names `near` other places near it."""
        entry = match.entry
        score = _size(entry) - (_OTHER_NAME * match.rank if entry.kind == "city" else 0)
        if entry.country:
            total = sum(self._countries.values()) + _DOUBT
            score += _COUNTRY * sqrt(self._countries[entry.country] / total)
            areas = sum(self._areas.values()) + _DOUBT
            score += _AREA * sqrt(self._areas[entry.country, entry.area] / areas)
        return score + _NEAR * sqrt(min(near, _MOST_NEAR))


class _Voters:
    """The most likely entries of each name, as evidence for the entries of other names."""

    def __init__(self, choices: dict[str, _Choice]) -> None:
        self._keys: list[str] = []
        vectors, probabilities = [], []
        for key, choice in [*choices.items()][:_VOTERS]:
            if choice.best_entry().kind not in WIDE:
                first = np.argsort(-choice.probabilities)[:_VOTES_EACH]
                vectors.append(choice.vectors[first])
                probabilities.append(choice.probabilities[first])
                self._keys += [key] * len(first)
        self._vectors = np.concatenate(vectors) if vectors else np.zeros((0, 3), np.float32)
        self._probabilities = (
            np.concatenate(probabilities) if probabilities else np.zeros(0, np.float32)
        )

    def count_nearby(self, key: str, choice: _Choice) -> list[float]:
        """Return the expected number of other places near each entry in `choice`."""
        others = [number for number, each in enumerate(self._keys) if each != key]
        # At the distances that matter, the chord is as good as the arc.
        distances = np.sqrt(np.maximum(2 - 2 * (choice.vectors @ self._vectors[others].T), 0))
        nearby: list[float] = (np.exp(-distances / _NEARBY) @ self._probabilities[others]).tolist()
        return nearby


def _vector(entry: Entry) -> tuple[float, float, float]:
    """Return the location of the entry as a unit vector."""
    north, east = radians(entry.latitude), radians(entry.longitude)
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)


def _size(entry: Entry) -> float:
    """Return the base-10 logarithm of a city's population, or a fixed value for other entries."""
    if entry.kind == "city":
        return log10(entry.population + 100)
    if entry.kind in WIDE:
        return 8.5
    return 6.2


def _candidates(name: str, known: Gazetteer) -> tuple[Match, ...]:
    """Return the entries of `name` or, if it has none, of `name` without "northern" or the like."""
    if name.rpartition(" ")[2].lower() in WORDS["streets"]:
        return ()
    for variant in (name, _BEFORE_NAME.sub("", name), _KIND_BEFORE.sub("", name)):
        if matches := _largest_matches(variant, known):
            return matches
    without = _KIND_AFTER.sub("", name)
    if without != name and without.lower() not in WORDS["nowhere"]:
        return _largest_matches(without, known)
    return known.find(name) if name.endswith(".") else ()


def _largest_matches(name: str, known: Gazetteer) -> tuple[Match, ...]:
    """Return the entries of `name`, except those that it means only after a town's name.

    At most `_MOST_CANDIDATES` entries are returned. The smallest cities are left out first."""
    matches = [each for each in known.find(name) if each.rank < AFTER_TOWN]
    matches.sort(key=lambda each: (each.entry.kind == "city", -each.entry.population))
    return tuple(matches[:_MOST_CANDIDATES])


def _extent(entry: Entry) -> tuple[str, str]:
    """Return the country and first-level area of an entry. The area of a whole country is ""."""
    return entry.country, "" if entry.kind in WIDE else entry.area


def _find_extents(words: str, known: Gazetteer) -> set[tuple[str, str]]:
    """Return the countries and areas that `words`, such as "Texas" in "Paris, Texas", may mean."""
    for each in (words, words.partition(" ")[0]):
        extents = {
            _extent(match.entry)
            for match in known.find(each)
            if match.entry.kind != "city" and match.entry.country
        }
        if extents:
            return extents
    return set()


def _is_in(match: Match, extents: set[tuple[str, str]]) -> bool:
    """Return whether the entry of `match` is in one of the countries or areas in `extents`."""
    entry = match.entry
    if entry.kind in WIDE:
        return False
    return (entry.country, "") in extents or (entry.country, entry.area) in extents


def _largest_in(towns: Sequence[Match], wide: Entry) -> int:
    """Return the population of the largest of the towns that are in the country or area `wide`."""
    inside = (town.entry.population for town in towns if _is_in(town, {_extent(wide)}))
    return max(inside, default=0)
