"""Makes up news for training: the sentences of news.txt, filled with names from all countries.

Made-up news shows the tagger how news speaks of people and places, because most of the labelled
sets are not news. It also keeps the tagger from learning who was in the news when the sets were
written.
"""

import random
import re
import sqlite3
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from articles.english.tokens import tokenize_sentences
from articles.entities.training import DATA
from articles.gazetteer import countries

Marked = list[tuple[str, str]]
"""The words of a sentence, each with its BIO label."""
_SLOT = re.compile(r"\{(\w+?)(\d?)\}|\[(PER|LOC|ORG|MISC) ((?:[^\]{]|\{\w+\})+)\]")
_INNER = re.compile(r"\{(\w+?)(\d?)\}")
_KINDS = {
    **dict.fromkeys(("company", "body", "media", "club", "party", "firm", "acronym"), "ORG"),
    "demonym": "MISC",
}
_LONG_BLOCK = 12
"""The maximum number of lines of a block that is one article. In longer blocks, each line is an
article."""


@dataclass(frozen=True, slots=True)
class Culture:
    """The given and family names that a group of countries uses, and the patterns of full names."""

    given: list[str]
    family: list[str]
    patterns: list[str]


class NameGenerator:
    """Draws random names of people, places and organisations."""

    def __init__(self, gazetteer: Path, chance: random.Random) -> None:
        self._chance = chance
        people = tomllib.loads((DATA / "people.toml").read_text(encoding="utf-8"))
        self._cultures = [
            Culture(each["given"].split(), each["family"].split(), each["patterns"])
            for each in people["culture"]
        ]
        organisations = tomllib.loads((DATA / "organisations.toml").read_text(encoding="utf-8"))
        self._lists: dict[str, list[str]] = {
            "company": organisations["companies"].strip().split(";"),
            "body": organisations["bodies"].strip().split(";"),
            "media": organisations["media"].strip().split(";"),
            "club": organisations["clubs"].strip().split(";"),
            "party": organisations["parties"].strip().split(";"),
            "country": [country.name for country in countries().values()],
            "demonym": [country.people[0] for country in countries().values() if country.people],
        }
        with sqlite3.connect(gazetteer) as connection:
            rows = connection.execute(
                "SELECT name, kind, population, country FROM entry WHERE name NOT LIKE '%(%'"
                " ORDER BY number"
            ).fetchall()
        self._lists["area"] = [name for name, kind, *_ in rows if kind in ("state", "province")]
        cities = [(name, population) for name, kind, population, _ in rows if kind == "city"]
        self._lists["town"] = [
            name
            for name, kind, population, country in rows
            if kind == "city" and country == "US" and population <= 80_000
        ]
        self._lists["large"] = [name for name, population in cities if population > 200_000]
        self._lists["small"] = [name for name, population in cities if population <= 200_000]

    def draw_person(self) -> tuple[str, str, str]:
        """Return the full name, the surname and the given name of a random person."""
        culture = self._chance.choice(self._cultures)
        family = self._chance.choice(culture.family)
        given = self._chance.choice(culture.given)
        drawn: dict[str, Callable[[], str]] = {
            "G": lambda: self._chance.choice(culture.given),
            "F": lambda: self._chance.choice(culture.family),
            "I": lambda: self._chance.choice("ABCDEFGHJKLMNPRSTVWY"),
            "g": lambda: self._chance.choice(culture.given).lower(),
        }
        full = ""
        used: set[str] = set()
        for part in re.findall(
            r"[GFIg](?![a-z]{2})|[^GFIg]+|[a-z]{2,}", self._draw_pattern(culture)
        ):
            if part in ("G", "F") and part not in used:
                full += given if part == "G" else family
            else:
                full += drawn[part]() if part in drawn else part
            used.add(part)
        return full, family if "F" in used else given, given

    def _draw_pattern(self, culture: Culture) -> str:
        return self._chance.choice(culture.patterns)

    def draw(self, kind: str) -> str:
        """Return a random name of the kind `kind`, such as "city", "country" or "company"."""
        if kind == "firm":
            return self._coin_firm()
        if kind == "acronym":
            return self._coin_acronym()
        if kind == "city":
            kind = self._chance.choice(("large", "small"))
        return self._chance.choice(self._lists[kind])

    def _coin_firm(self) -> str:
        """Return a made-up company name ("Zelvix", "Banuro Foods") or, rarely, a person's name.

        The tagger then learns to recognise companies by their context, not by their names."""
        if self._chance.random() < 0.05:
            return self.draw_person()[0]
        syllables = (
            self._chance.choice(_ONSETS) + self._chance.choice("aeiou")
            for _ in range(self._chance.choice((1, 2, 2, 3)))
        )
        name = "".join(syllables) + self._chance.choice(_CODAS)
        trade = self._chance.choice(_TRADES) if self._chance.random() < 0.25 else ""
        return f"{name.capitalize()} {trade}".rstrip()

    def _coin_acronym(self) -> str:
        """Return a made-up acronym, as initials ("KSRB") or in the form of a word ("Cenadep")."""
        if self._chance.random() < 0.8:
            length = self._chance.choice((3, 3, 4, 4, 5))
            return "".join(self._chance.choice(_INITIALS) for _ in range(length))
        syllables = (
            self._chance.choice("bcdfgklmnprst") + self._chance.choice("aeiou") for _ in range(3)
        )
        return "".join(syllables).capitalize() + self._chance.choice(("", "p", "n", "dh", "s"))


class Slots:
    """The names in the slots of one article. Each name is drawn when a slot first needs it."""

    def __init__(self, names: NameGenerator, chance: random.Random) -> None:
        self._names = names
        self._chance = chance
        self._drawn: dict[str, str] = {}

    def fill(self, slot: str, number: str) -> tuple[str, str]:
        """Return the words that fill a slot, and what kind of name they are ("" for a title)."""
        kind = slot.lower()
        if kind == "title":
            return self._chance.choice(_RANKS), ""
        if kind in ("person", "surname", "given"):
            self._draw_person(number)
            words, label = self._drawn[kind + number], "PER"
        else:
            if kind + number not in self._drawn:
                self._drawn[kind + number] = self._names.draw(kind)
            words, label = self._drawn[kind + number], _KINDS.get(kind, "LOC")
        return words.upper() if slot.isupper() else words, label

    def _draw_person(self, number: str) -> None:
        if "person" + number not in self._drawn:
            names = self._names.draw_person()
            for kind, name in zip(("person", "surname", "given"), names, strict=True):
                self._drawn[kind + number] = name


_ONSETS = (
    "b", "br", "c", "ch", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "kl", "l", "m", "n", "p",
    "pl", "qu", "r", "s", "sh", "st", "t", "tr", "v", "w", "x", "y", "z",
)  # fmt: skip
_CODAS = ("", "", "x", "n", "ro", "tech", "pay", "soft", "net", "lux", "ix", "us", "ia", "corp")
_TRADES = (
    "Energy", "Labs", "Pharma", "Foods", "Motors", "Airlines", "Capital", "Media", "Mining",
    "Group", "Holdings",
)  # fmt: skip
_INITIALS = "AABCCDEFGHIIKLLMNNOPRRSSTUVW"


_RANKS = ("Brig. Gen.", "Maj. Gen.", "Lt. Gen.", "Gen.", "Col.", "Adm.", "Rear Adm.", "Capt.")


def make_articles(gazetteer: Path, chance: random.Random, times: int) -> Iterator[list[Marked]]:
    """Return each article of news.txt `times` times, as sentences filled with random names."""
    names = NameGenerator(gazetteer, chance)
    text = (DATA / "news.txt").read_text(encoding="utf-8")
    blocks = [
        [line for line in block.splitlines() if line and not line.startswith("#")]
        for block in text.split("\n\n")
    ]
    for _ in range(times):
        for block in filter(None, blocks):
            parts = [[line] for line in block] if len(block) > _LONG_BLOCK else [block]
            for part in parts:
                slots = Slots(names, chance)
                yield [marked for line in part for marked in _fill_line(line, slots)]


def _fill_line(line: str, slots: Slots) -> Iterator[Marked]:
    """Return the sentences of a line, with its slots filled and its names labelled."""
    text = ""
    kinds: list[tuple[int, int, str]] = []
    last = 0
    for slot in _SLOT.finditer(line):
        text += line[last : slot.start()]
        if slot[3]:
            words = _INNER.sub(lambda inner: slots.fill(inner[1], inner[2])[0], slot[4])
            kind = slot[3]
        else:
            words, kind = slots.fill(slot[1], slot[2])
        if kind:
            kinds.append((len(text), len(text) + len(words), kind))
        text += words
        last = slot.end()
    text += line[last:]
    for sentence in tokenize_sentences(text):
        yield [
            (word, _find_label(start, kinds))
            for word, start in zip(sentence.words, sentence.starts, strict=True)
        ]


def _find_label(start: int, kinds: list[tuple[int, int, str]]) -> str:
    for first, last, kind in kinds:
        if first <= start < last:
            return f"B-{kind}" if start == first else f"I-{kind}"
    return "O"
