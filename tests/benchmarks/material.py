"""Makes the data for every benchmark from the sample articles and the labels in `data`."""

import gzip
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import copyfile
from typing import Any

from articles import readers
from articles.english import sentences
from articles.layout import sections
from articles.layout.sections import Layout
from articles.story import Story
from tests.benchmarks import made_up_news
from tests.benchmarks.made_up_news import Pieces

SAMPLES = Path(__file__).parents[2] / "articles" / "samples"
LABELS = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Material:
    """Where each kind of data is."""

    summaries: Path
    """JSON lines: title, paragraphs and headings as lists of sentences, gold, highlights."""
    names: Path
    """Lines with a word, a tab and its tag. An empty line ends a sentence, -DOCSTART- begins a
    document."""
    sections: Path
    """JSON lines: the headings and tail of each text in the same folder."""
    wire: Path
    """A folder of .sgm files with a thousand tagged stories each."""
    texts: Path
    """A folder with the same stories, with headings, each in a .txt file."""


def make(folder: Path, articles: int = 3000) -> Material:
    """Write every kind of data into the folder, with this number of articles to search and load."""
    made = Material(
        summaries=folder / "summaries.jsonl.gz",
        names=folder / "names.tsv.gz",
        sections=folder / "sections" / "sections.jsonl",
        wire=folder / "wire",
        texts=folder / "texts",
    )
    for part in (made.sections.parent, made.wire, made.texts):
        part.mkdir(parents=True)
    with gzip.open(made.summaries, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in summary_lines())
    with gzip.open(made.names, "wt", encoding="utf-8") as file:
        file.writelines(name_lines())
    made.sections.write_text(
        "".join(json.dumps(line) + "\n" for line in write_texts(made.sections))
    )
    made_up_news.write(made.wire, made.texts, pieces(), articles)
    return made


@cache
def labels(kind: str) -> Mapping[str, dict[str, Any]]:
    """Return the labels of a kind (summaries, sections or names) by the article's file name."""
    lines = (LABELS / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
    return {label["file"]: label for label in map(json.loads, lines)}


@cache
def story(file: str) -> Story:
    with (SAMPLES / file).open("rb") as opened:
        found = next(iter(readers.read(file, opened)))
    assert isinstance(found, Story), found
    return found


@cache
def layout(file: str) -> Layout:
    return sections.arrange(story(file))


# Summaries

_DATELINE = re.compile(r"[^\Wa-z\d_ ][^\Wa-z\d_]+(?: [^\Wa-z\d_]+)*(?:, [\w .]+)? [—-] ")
"""For example "BEIRA, Mozambique — ", which does not belong to the sentence."""


def summary_lines() -> Iterator[dict[str, Any]]:
    for file, label in labels("summaries").items():
        yield {
            "title": layout(file).title,
            "paragraphs": [split(paragraph) for paragraph in _paragraphs(file)],
            "gold": label["gold"],
            "highlights": label["highlights"],
        }


def _paragraphs(file: str) -> Iterator[str]:
    for part in layout(file).sections:
        if part.heading:
            yield part.heading
        yield from map(_drop_dateline, part.paragraphs)


def _drop_dateline(paragraph: str) -> str:
    dateline = _DATELINE.match(paragraph)
    return paragraph[dateline.end() :] if dateline else paragraph


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences.spans(text)]


# Names

# "R.", "'s", "Diagne-Faye", "3,000", ","
_WORD = re.compile(
    r"(?:[A-Z]|Va|Ga|Calif|Dr|Mr|Sen|Gen|Lt|Maj|Brig)\.(?=\s)"
    r"|['’]s\b"
    r"|\w+(?:['’](?!s\b)\w+|[-.,:]\w+)*"
    r"|\S"
)


def name_lines() -> Iterator[str]:
    for file, label in labels("names").items():
        yield "-DOCSTART-\tO\n\n"
        names = kinds(label)
        for line in lines(file):
            for sentence in split(line):
                words = _WORD.findall(sentence)
                tags = tag(words, names)
                yield "".join(f"{w}\t{t}\n" for w, t in zip(words, tags, strict=True)) + "\n"


def lines(file: str) -> Iterator[str]:
    """Return all texts of an article, with its headings and the note about its author."""
    arranged = layout(file)
    yield arranged.title
    for part in arranged.sections:
        yield from (part.heading, *part.paragraphs)
    yield arranged.author_note


Names = Mapping[tuple[str, ...], str]
"""The kind of each name, by its words: PER, LOC, or O for another name that contains one of these,
such as a university with a town in its name."""


def kinds(label: Mapping[str, Any]) -> Names:
    each = [(form, "PER") for person in label["people"] for form in person]
    each += [(form, "LOC") for form in label["places"]]
    each += [(form, "O") for form in label["others"]]
    return {tuple(_WORD.findall(f"{form} ")): kind for form, kind in each}


def tag(words: Sequence[str], names: Names) -> list[str]:
    """Return the BIO tag of each word. Where several names begin, the longest one counts."""
    tags = ["O"] * len(words)
    for start, end, kind in find_names(words, names):
        if kind != "O":
            tags[start:end] = [f"B-{kind}"] + [f"I-{kind}"] * (end - start - 1)
    return tags


def find_names(words: Sequence[str], names: Names) -> Iterator[tuple[int, int, str]]:
    longest = max(map(len, names))
    at = 0
    while at < len(words):
        ends = range(min(at + longest, len(words)), at, -1)
        end = next((end for end in ends if tuple(words[at:end]) in names), 0)
        if end:
            yield at, end, names[tuple(words[at:end])]
        at = end or at + 1


# Sections


def write_texts(target: Path) -> Iterator[dict[str, Any]]:
    """Write each article next to `target` and return its labels.

    Markdown becomes plain text, so that no mark shows which lines are headings."""
    for file, label in labels("sections").items():
        if file.endswith(".md"):
            name = file.replace(".md", ".txt")
            lines = (story(file).title, f"By {layout(file).byline}", *_blocks(file))
            (target.parent / name).write_text("\n\n".join(lines), encoding="utf-8")
        else:
            name = file
            copyfile(SAMPLES / file, target.parent / file)
        yield label | {"file": name}


def _blocks(file: str) -> Iterator[str]:
    bylines = (f"By {layout(file).byline}", story(file).title)
    return (block.text for block in story(file).blocks if block.text not in bylines)


# Made-up news


def pieces() -> Pieces:
    """Return the titles, headings and paragraphs of the samples, with slots instead of names."""
    titles, headings, paragraphs = [], [], []
    for file in labels("names"):
        slots = _slots(file)
        titles.append(slots(layout(file).title))
        for part in layout(file).sections:
            headings += [slots(part.heading)] if part.heading else []
            paragraphs += [slots(_drop_dateline(paragraph)) for paragraph in part.paragraphs]
    return Pieces(titles, headings, paragraphs)


def _slots(file: str) -> Callable[[str], str]:
    """Return a function that replaces the article's names with {person0}, {surname0}, {place0}."""
    label = labels("names")[file]
    slots = {place: f"{{place{number}}}" for number, place in enumerate(label["places"])}
    for number, (full, *others) in enumerate(label["people"]):
        slots |= dict.fromkeys(others, f"{{surname{number}}}") | {full: f"{{person{number}}}"}
    longest = sorted(slots, key=len, reverse=True)
    name = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])")
    return lambda text: name.sub(lambda found: slots[found[0]], text)
