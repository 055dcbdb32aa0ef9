"""Makes archives to search: real articles, and copies of them with new words and names."""

import dataclasses
import html
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from django.conf import settings

from articles import readers
from articles.entities import extract
from articles.gazetteer import builder
from articles.layout import sections
from articles.search.asking.index import Document
from articles.story import Story

RARE = 20
"""A word or name in fewer articles than this may be replaced in a copy."""
FRESH = 12
"""One in twelve rare words is replaced, other ones in each copy. So the vocabulary grows like the
square root of the number of texts, as in real archives (Heaps' law)."""
# The space in "rose. The"
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"])")
STORY = re.compile(r"<REUTERS.*?NEWID=\"(\d+)\".*?>(.*?)</REUTERS>", re.DOTALL)


def load(path: Path) -> list[Document]:
    """Return the articles of a folder or zip. Only those of Reuters .sgm files have names."""
    files = list(_files(path))
    tagged = [text for name, text in files if name.endswith(".sgm")]
    if tagged:
        return _reuters(tagged)
    stories = [
        story
        for name, content in files
        for story in readers.read(name, BytesIO(content))
        if isinstance(story, Story)
    ]
    return [_document(number, story) for number, story in enumerate(stories, 1)]


def load_or_make(file: Path, make: Callable[[], Any]) -> Any:
    """Return the value in the JSON file. If there is no file, make the value and save it there."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(make()))
    return json.loads(file.read_bytes())


def replace_names(documents: Sequence[Document], file: Path) -> list[Document]:
    """Return the documents with the people and places that our own extractor finds.

    They are saved in the file, as this takes long."""
    named = load_or_make(file, lambda: list(_extract_names(documents)))
    return [
        dataclasses.replace(document, people=tuple(people), places=tuple(places))
        for document, (people, places) in zip(documents, named, strict=True)
    ]


def _extract_names(documents: Iterable[Document]) -> Iterator[tuple[list[int], list[int]]]:
    """Return the numbers of the people and of the places that each document names."""
    if not builder.is_current(settings.GAZETTEER):
        builder.build(settings.GAZETTEER)
    people: dict[str, int] = {}
    places: dict[str, int] = {}
    for document in documents:
        found = extract(document.title, [("", document.text)], document.byline)
        who = {people.setdefault(person.name, len(people) + 1) for person in found.people}
        where = {places.setdefault(place.name, len(places) + 1) for place in found.places}
        yield sorted(who), sorted(where)


def describe(documents: Iterable[Document]) -> dict[str, int | float]:
    """Return the number of articles, their mean length, and the numbers of names."""
    articles = words = 0
    people: Counter[int] = Counter()
    places: Counter[int] = Counter()
    for document in documents:
        articles += 1
        words += document.text.count(" ") + 1
        people.update(document.people)
        places.update(document.places)
    return {
        "articles": articles,
        "words each": words / articles,
        "people": len(people),
        "people each": people.total() / articles,
        "places": len(places),
        "places each": places.total() / articles,
    }


def grow(documents: list[Document], count: int, seed: int = 1) -> Iterator[Document]:
    """Return `count` articles: the real ones, then copies of them.

    A copy has the sentences in random order, and new words and names instead of some rare ones."""
    words = Counter(word for document in documents for word in set(document.text.split()))
    rare = {word for word, number in words.items() if number < RARE and word.isalpha()}
    people, places = (
        _rare_values(document.people for document in documents),
        _rare_values(document.places for document in documents),
    )
    turns = [{word for word in rare if crc32(word.encode()) % FRESH == at} for at in range(FRESH)]
    chance = np.random.default_rng(seed)
    for number in range(count):
        copy, document = number // len(documents), documents[number % len(documents)]
        if not copy:
            yield dataclasses.replace(document, id=number + 1)
            continue
        sentences = SENTENCE.split(document.text)
        chance.shuffle(sentences)
        text = " ".join(sentences)
        fresh = [
            word + _spell(copy) if word in turns[copy % FRESH] else word for word in text.split(" ")
        ]
        yield dataclasses.replace(
            document,
            id=number + 1,
            text=" ".join(fresh),
            people=_rename_rare(document.people, people, copy),
            places=_rename_rare(document.places, places, copy),
        )


def _rare_values(each: Iterable[tuple[int, ...]]) -> set[int]:
    counted = Counter(value for values in each for value in values)
    return {value for value, number in counted.items() if number < RARE}


def _rename_rare(values: tuple[int, ...], rare: set[int], copy: int) -> tuple[int, ...]:
    fresh = (
        value + copy * 20_000 if value in rare and (value + copy) % 3 == 0 else value
        for value in values
    )
    return tuple(sorted(fresh))


def _spell(number: int) -> str:
    return "".join("aeiou"[int(digit) // 2] + "lmnrst"[int(digit) % 6] for digit in str(number))


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file():
                yield file.name, file.read_bytes()
        return
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if not name.endswith("/"):
                yield name, archive.read(name)


def _reuters(files: Iterable[bytes]) -> list[Document]:
    people: dict[str, int] = {}
    places: dict[str, int] = {}
    documents = []
    for file in files:
        for number, story in STORY.findall(file.decode("latin-1")):
            who = {people.setdefault(name, len(people) + 1) for name in _tags(story, "PEOPLE")}
            where = {places.setdefault(name, len(places) + 1) for name in _tags(story, "PLACES")}
            documents.append(
                Document(
                    id=int(number),
                    title=html.unescape(_part(story, "TITLE")),
                    headings="",
                    text=html.unescape(_part(story, "BODY")),
                    published=datetime.strptime(
                        _part(story, "DATE").strip()[:11].strip(), "%d-%b-%Y"
                    ).date(),
                    category=next(iter(_tags(story, "TOPICS")), ""),
                    source="Reuters",
                    people=tuple(sorted(who)),
                    places=tuple(sorted(where)),
                )
            )
    return documents


def _part(story: str, tag: str) -> str:
    found = re.search(f"<{tag}>(.*?)</{tag}>", story, re.DOTALL)
    return found[1] if found else ""


def _tags(story: str, tag: str) -> list[str]:
    return re.findall("<D>(.*?)</D>", _part(story, tag))


def _document(number: int, story: Story) -> Document:
    layout = sections.arrange(story)
    day = story.published_at.date() if story.published_at else date(2000, 1, 1 + number % 28)
    return Document(
        id=number,
        title=layout.title,
        headings="\n".join(section.heading for section in layout.sections if section.heading),
        text="\n\n".join(section.text for section in layout.sections),
        published=day,
        category=story.category,
        byline=layout.byline,
        source=story.source,
    )
