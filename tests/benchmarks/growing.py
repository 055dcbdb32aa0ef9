"""Grows an archive of articles that were really read to any size, in minutes instead of hours.

Real in an article made here: its paragraphs, sentences and their ranks, its titles, and where names
stand. Synthesised: it opens like one article and goes on like another, below that one's title; it
names other people and places of the archive, drawn as often as articles name them, and at times a
person nobody has heard of; half of its rare words are words that never were; its day is drawn by
lot, and its section where it has none. Its stems and its index entry are made from that text.
"""

import random
from argparse import ArgumentParser
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from articles.gazetteer import name_key
from articles.models import Article, Mention, Person, Place, Section, Stems
from articles.pages.reading import PARAGRAPH_BREAK
from articles.summaries.digest import encode_stems
from tests.benchmarks.made_up_news import DESKS, LONG_WORD, made_up, made_up_person, rank

BATCH = 1000
DAYS = 20 * 365
RARE = 5
"""Words in fewer articles than this may give way to others."""
UNHEARD_OF = 0.1
"""How many of an article's people are new to the archive."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The first half of an article's lead, in paragraphs."""

    article: Article
    text: str
    sentences: Sequence[tuple[int, int, int, int | None]]
    mentions: Sequence[Mention]
    in_title: Sequence[Mention]


@dataclass(frozen=True, slots=True)
class Company:
    """Whom and what the archive names, each as often as it does; and its rare words."""

    people: Sequence[Person]
    places: Sequence[Place]
    by_key: dict[str, Person]
    rare: Set[str]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is named instead of whom in one article."""

    chance: random.Random
    company: Company
    parts: dict[Person | Place, Person | Place] = field(default_factory=dict)

    def instead_of(self, named: Person | Place) -> Person | Place:
        if named not in self.parts:
            self.parts[named] = self._drawn(named)
        return self.parts[named]

    def word(self, word: str) -> str:
        if word not in self.company.rare or self.chance.random() < 0.5:
            return word
        return made_up(rank(self.chance, 200_000))

    def _drawn(self, named: Person | Place) -> Person | Place:
        if isinstance(named, Place):
            return self.chance.choice(self.company.places)
        if self.chance.random() >= UNHEARD_OF:
            return self.chance.choice(self.company.people)
        name = made_up_person(rank(self.chance, 200_000))
        new = Person(name=name, key=name_key(name), sure=True, listed=True)
        return self.company.by_key.setdefault(new.key, new)


@dataclass(frozen=True, slots=True)
class Recast:
    """A text with other names and words in it."""

    text: str
    ends: Sequence[int]
    """Where each change ended in the text as it was."""
    shifts: Sequence[int]
    """By how much all before each change, and all after the last, has moved."""
    mentions: Sequence[Mention]

    def moved(self, offset: int) -> int:
        """Where that offset is now; it must not be inside of a change."""
        return offset + self.shifts[bisect_right(self.ends, offset)]


def add_arguments(parser: ArgumentParser) -> None:
    """What the benchmarks of a grown archive are told about it."""
    parser.add_argument("--articles", type=int, default=0, help="grow the archive to so many")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER",
        help="keep the archive there, and use the one that an earlier run kept",
    )  # fmt: skip


def fill(path: Path, wanted: int) -> None:
    """Load the articles there and grow them to so many, unless the archive holds them already."""
    if Article.objects.count() < max(1, wanted):
        call_command("load_articles", path, verbosity=0)
        grow(wanted)
        call_command("rebuild_index", verbosity=0)


def grow(wanted: int) -> None:
    """Make articles until the archive holds so many."""
    openings = list(read_openings())
    company = known(openings)
    last_day = timezone.now()
    numbers = iter(range(Article.objects.count(), wanted))
    while batch := list(islice(numbers, BATCH)):
        with transaction.atomic():
            save_batch([made(number, openings, company, last_day) for number in batch], company)


def read_openings() -> Iterator[Opening]:
    mentions = Mention.objects.exclude(part="byline").order_by("start").with_names()
    named: dict[tuple[int | None, str], list[Mention]] = {}
    titled: dict[int, list[Mention]] = {}
    for one in mentions:
        if one.part == "title":
            titled.setdefault(one.article_id, []).append(one)
        else:
            named.setdefault((one.section_id, one.part), []).append(one)
    leads = Section.objects.filter(position=0).exclude(sentences=[]).order_by("article")
    for section in leads.select_related("article"):
        paragraphs = section.text.split(PARAGRAPH_BREAK)
        text = PARAGRAPH_BREAK.join(paragraphs[: -(-len(paragraphs) // 2)])
        yield Opening(
            section.article,
            text,
            [tuple(row) for row in section.sentences if row[1] <= len(text)],
            [one for one in named.get((section.pk, "text"), ()) if one.end <= len(text)],
            titled.get(section.article_id, ()),
        )


def known(openings: Sequence[Opening]) -> Company:
    named = [one.named for each in openings for one in each.mentions if one.named.listed]
    words = Counter(word for each in openings for word in set(LONG_WORD.findall(each.text)))
    return Company(
        people=[one for one in named if isinstance(one, Person)],
        places=[one for one in named if isinstance(one, Place)],
        by_key={person.key: person for person in Person.objects.all()},
        rare={word for word, times in words.items() if times < RARE},
    )


def made(
    number: int, openings: Sequence[Opening], company: Company, last_day: datetime
) -> tuple[Article, list[Section], list[Mention], Stems]:
    chance = random.Random(number)
    cast = Cast(chance, company)
    first, second = chance.sample(openings, 2)
    title = recast(first.article.title, first.in_title, cast)
    article = Article(
        title=title.text[:500],
        byline=first.article.byline,
        desk=first.article.desk or chance.choice(DESKS),
        source=first.article.source,
        published_at=last_day - timedelta(chance.random() * DAYS),
        checksum=f"{number:064x}",
        upload_id=first.article.upload_id,
    )
    mentions = list(title.mentions)
    sections, sentences = [], []
    for position, opening in enumerate((first, second)):
        body = recast(opening.text, opening.mentions, cast)
        rows = [
            (body.moved(start), body.moved(end), rank, _in_article(in_article, position))
            for start, end, rank, in_article in opening.sentences
        ]
        sentences += [body.text[start:end] for start, end, *_ in rows]
        heading = recast(opening.article.title, (), cast).text[:300] if position else ""
        section = Section(
            article=article, position=position, heading=heading, text=body.text, sentences=rows
        )
        sections.append(section)
        for mention in body.mentions:
            mention.section = section
        mentions += body.mentions
    for mention in mentions:
        mention.article = article
    return article, sections, mentions, Stems(article=article, packed=encode_stems(sentences))


def _in_article(rank: int | None, position: int) -> int | None:
    """The ranks of both openings in turn."""
    return None if rank is None else 2 * rank + position


def recast(text: str, mentions: Sequence[Mention], cast: Cast) -> Recast:
    changes = sorted(_changes(text, mentions, cast), key=lambda change: change[:2])
    pieces: list[str] = []
    ends: list[int] = []
    grown: list[int] = []
    named = []
    at = 0
    for start, end, words, mention in changes:
        if start < at:
            continue  # inside of another
        pieces += (text[at:start], words)
        ends.append(end)
        grown.append(len(words) - (end - start))
        at = end
        if mention:
            begun = start + sum(grown[:-1])
            named.append(_mention(mention, begun, words, cast.instead_of(mention.named)))
    return Recast("".join([*pieces, text[at:]]), ends, [0, *accumulate(grown)], named)


def _changes(
    text: str, mentions: Sequence[Mention], cast: Cast
) -> Iterator[tuple[int, int, str, Mention | None]]:
    for mention in mentions:
        name = cast.instead_of(mention.named).name
        surname = isinstance(mention.named, Person) and " " not in mention.words
        yield mention.start, mention.end, name.split()[-1] if surname else name, mention
    for word in LONG_WORD.finditer(text):
        if (instead := cast.word(word[0])) != word[0]:
            yield word.start(), word.end(), instead, None


def _mention(of: Mention, start: int, words: str, named: Person | Place) -> Mention:
    person = named if isinstance(named, Person) else None
    place = named if isinstance(named, Place) else None
    return Mention(
        part=of.part, start=start, end=start + len(words), words=words[:200], role=of.role,
        person=person, place=place, read_as_person=person, read_as_place=place,
    )  # fmt: skip


def save_batch(
    batch: Sequence[tuple[Article, list[Section], list[Mention], Stems]], company: Company
) -> None:
    Person.objects.bulk_create(one for one in company.by_key.values() if one.pk is None)
    articles, sections, mentions, stems = zip(*batch, strict=True)
    Article.objects.bulk_create(articles)
    Section.objects.bulk_create(one for each in sections for one in each)
    Stems.objects.bulk_create(stems)
    Mention.objects.bulk_create((one for each in mentions for one in each), batch_size=BATCH)
