"""Makes articles from those in an archive, until it has any number: in minutes instead of hours.

An article made here is real in its paragraphs, its sentences and their ranks, its title, and the
offsets of names. It is not real in these ways: it begins like one article and continues like
another, below the title of that one. It names other people and places of the archive, each as often
as real articles do, and at times a person who is new. Half of its rare words are invented. Its day
is random, and so is its category if it has none. Its stems and index entry are made from its text.
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

from articles.models import Article, Entity, Kind, Mention, Section, Stems
from articles.pages.article_page import PARAGRAPH_BREAK
from articles.summaries.digest import encode_stems
from tests.benchmarks.made_up_news import CATEGORIES, LONG_WORD, invent_person, invent_word, rank

BATCH = 1000
DAYS = 20 * 365
"""Days before today on which articles may have appeared."""
RARE = 5
"""Words in fewer articles than this may be replaced."""
UNHEARD_OF = 0.1
"""The share (0 to 1) of people in an article who are new to the archive."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The first half of the paragraphs of an article's lead."""

    article: Article
    text: str
    sentences: Sequence[tuple[int, int, int, int | None]]
    mentions: Sequence[Mention]
    in_title: Sequence[Mention]


@dataclass(frozen=True, slots=True)
class Inventory:
    """The names in the archive, each as often as it is mentioned, and the rare words."""

    people: Sequence[Entity]
    places: Sequence[Entity]
    by_key: dict[str, Entity]
    rare: Set[str]


@dataclass(frozen=True, slots=True)
class Cast:
    """Which names replace which in one article."""

    chance: random.Random
    inventory: Inventory
    parts: dict[Entity, Entity] = field(default_factory=dict)

    def replace(self, named: Entity) -> Entity:
        if named not in self.parts:
            self.parts[named] = self._draw(named)
        return self.parts[named]

    def vary(self, word: str) -> str:
        if word not in self.inventory.rare or self.chance.random() < 0.5:
            return word
        return invent_word(rank(self.chance, 200_000))

    def _draw(self, named: Entity) -> Entity:
        if named.kind == Kind.PLACE:
            return self.chance.choice(self.inventory.places)
        if self.chance.random() >= UNHEARD_OF:
            return self.chance.choice(self.inventory.people)
        name = invent_person(rank(self.chance, 200_000))
        new = Entity.from_name(Kind.PERSON, name, sure=True, listed=True)
        return self.inventory.by_key.setdefault(new.key, new)


@dataclass(frozen=True, slots=True)
class Recast:
    """A text in which names and words were replaced."""

    text: str
    ends: Sequence[int]
    """The offset of the end of each change in the old text."""
    shifts: Sequence[int]
    """The characters by which text before each change, and after the last, has moved."""
    mentions: Sequence[Mention]

    def shift(self, offset: int) -> int:
        """Return the new offset for an old one that is not inside a change."""
        return offset + self.shifts[bisect_right(self.ends, offset)]


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of benchmarks that grow an archive."""
    parser.add_argument("--articles", type=int, default=0, help="grow the archive to that many")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER",
        help="keep the archive there, and use it again in later runs",
    )  # fmt: skip


def fill(path: Path, wanted: int) -> None:
    """Load the articles in `path` and grow the archive to `wanted`, unless it has that many."""
    if Article.objects.count() < max(1, wanted):
        call_command("load_articles", path, verbosity=0)
        grow(wanted)
        call_command("rebuild_index", verbosity=0)


def grow(wanted: int) -> None:
    """Make articles until the archive has `wanted`."""
    openings = list(read_openings())
    inventory = gather_names(openings)
    last_day = timezone.now()
    numbers = iter(range(Article.objects.count(), wanted))
    while batch := list(islice(numbers, BATCH)):
        with transaction.atomic():
            save_batch(
                [make_article_rows(number, openings, inventory, last_day) for number in batch],
                inventory,
            )


def read_openings() -> Iterator[Opening]:
    mentions = Mention.objects.exclude(part="byline").order_by("start").with_entities()
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


def gather_names(openings: Sequence[Opening]) -> Inventory:
    named = [one.canonical for each in openings for one in each.mentions if one.canonical.listed]
    words = Counter(word for each in openings for word in set(LONG_WORD.findall(each.text)))
    return Inventory(
        people=[one for one in named if one.kind == Kind.PERSON],
        places=[one for one in named if one.kind == Kind.PLACE],
        by_key={person.key: person for person in Entity.objects.of_kind(Kind.PERSON)},
        rare={word for word, times in words.items() if times < RARE},
    )


def make_article_rows(
    number: int, openings: Sequence[Opening], inventory: Inventory, last_day: datetime
) -> tuple[Article, list[Section], list[Mention], Stems]:
    chance = random.Random(number)
    cast = Cast(chance, inventory)
    first, second = chance.sample(openings, 2)
    title = recast(first.article.title, first.in_title, cast)
    article = Article(
        title=title.text[:500],
        byline=first.article.byline,
        category=first.article.category or chance.choice(CATEGORIES),
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
            (body.shift(start), body.shift(end), rank, _in_article(in_article, position))
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
    """Return the rank in the new article, in which both openings take turns."""
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
            continue  # inside another change
        pieces += (text[at:start], words)
        ends.append(end)
        grown.append(len(words) - (end - start))
        at = end
        if mention:
            begun = start + sum(grown[:-1])
            named.append(_mention(mention, begun, words, cast.replace(mention.canonical)))
    return Recast("".join([*pieces, text[at:]]), ends, [0, *accumulate(grown)], named)


def _changes(
    text: str, mentions: Sequence[Mention], cast: Cast
) -> Iterator[tuple[int, int, str, Mention | None]]:
    for mention in mentions:
        name = cast.replace(mention.canonical).name
        surname = mention.canonical.kind == Kind.PERSON and " " not in mention.words
        yield mention.start, mention.end, name.split()[-1] if surname else name, mention
    for word in LONG_WORD.finditer(text):
        if (instead := cast.vary(word[0])) != word[0]:
            yield word.start(), word.end(), instead, None


def _mention(of: Mention, start: int, words: str, named: Entity) -> Mention:
    return Mention(
        part=of.part, start=start, end=start + len(words), words=words[:200], role=of.role,
        entity=named, read_as=named,
    )  # fmt: skip


def save_batch(
    batch: Sequence[tuple[Article, list[Section], list[Mention], Stems]], inventory: Inventory
) -> None:
    Entity.objects.bulk_create(one for one in inventory.by_key.values() if one.pk is None)
    articles, sections, mentions, stems = zip(*batch, strict=True)
    Article.objects.bulk_create(articles)
    Section.objects.bulk_create(one for each in sections for one in each)
    Stems.objects.bulk_create(stems)
    Mention.objects.bulk_create((one for each in mentions for one in each), batch_size=BATCH)
