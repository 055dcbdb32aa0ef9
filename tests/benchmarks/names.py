"""Measures how well and fast names are found.

PATH is a labelled .tsv.gz file or a folder of them, or Reuters-21578: an .sgm file, or a folder or
zip of them.
"""

import html
import importlib.util
import re
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import report, site  # site first: it sets Django up

# isort: split
from django.conf import settings

from articles import entities, gazetteer
from articles.entities import lexicon
from articles.entities.training import crf
from articles.gazetteer import name_key

KINDS = {"PER": "people", "LOC": "places"}
THRESHOLDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
Span = tuple[str, int, int]
"""A kind (PER or LOC) and the offsets of the first and past the last character."""
Finder = Callable[[str], set[Span]]


@dataclass(frozen=True, slots=True)
class Gold:
    """A labelled document. Its text has spaces between words and empty lines between sentences."""

    text: str
    spans: frozenset[Span]


def main() -> None:
    arguments = report.parser(__doc__ or "").parse_args()
    site.prepare()
    labelled = sorted(arguments.path.rglob("*.tsv.gz")) if arguments.path.is_dir() else []
    if arguments.path.name.endswith(".tsv.gz"):
        labelled = [arguments.path]
    tables = [table for path in labelled for table in labelled_tables(path)]
    stories = [] if labelled else list(read_reuters(arguments.path))
    if stories:
        tables += [people_table(stories), countries_table(stories)]
    texts = [gold.text for path in labelled for gold in documents(path)]
    texts += [story.text for story in stories[:2000]]
    tables.append(speed_table(texts))
    report.show(tables, arguments.json)


# Labelled files


def labelled_tables(path: Path) -> Iterator[report.Table]:
    golds = list(documents(path))
    yield report.Table(
        f"Names in {path.name}",
        [row for name, find in finders() for row in rows(name, score(golds, find))],
    )
    yield report.Table(
        f"Names that readers may choose in {path.name}, by the least confidence",
        list(listed_rows(golds)),
    )


def listed_rows(golds: Sequence[Gold]) -> Iterator[report.Row]:
    """Return, by the least confidence, how many listed people and places are right, and how many
    labelled spans they cover. A name is right if one of its mentions has that label."""
    read = [(gold, entities.extract("", [("", gold.text)])) for gold in golds]
    for least in THRESHOLDS:
        row: dict[str, float] = {"least": least}
        for kind, label in KINDS.items():
            listed = right = covered = 0
            for gold, found in read:
                names = found.people if kind == "PER" else found.places
                for name in names:
                    if name.listed and name.confidence >= least:
                        spans = {(kind, mention.start, mention.end) for mention in name.mentions}
                        listed += 1
                        right += not spans.isdisjoint(gold.spans)
                        covered += len(spans & gold.spans)
            wanted = sum(span[0] == kind for gold in golds for span in gold.spans)
            row[f"{label} listed"] = listed
            row[f"{label} right in 100"] = 100 * right / max(listed, 1)
            row[f"{label} spans covered in 100"] = 100 * covered / max(wanted, 1)
        yield row


def documents(path: Path) -> Iterator[Gold]:
    for document in crf.read(path):
        yield gold([(sentence.words, sentence.labels) for sentence in document])


def gold(sentences: Iterable[tuple[Iterable[str], Iterable[str]]]) -> Gold:
    text = ""
    spans: set[Span] = set()
    for words, labels in sentences:
        text += "\n\n" if text else ""
        kind, start, end = "", 0, 0
        for word, label in zip(words, labels, strict=True):
            if kind and not label.startswith("I-"):
                spans.add((kind, start, end))
                kind = ""
            text += "" if text.endswith("\n\n") or not text else " "
            if label.startswith("B-"):
                kind, start = label[2:], len(text)
            text += word
            end = len(text)
        if kind:
            spans.add((kind, start, end))
    return Gold(text, frozenset(span for span in spans if span[0] in KINDS))


def finders() -> Iterator[tuple[str, Finder]]:
    """Return this project and its peers: a baseline, and spaCy if it is installed."""
    yield "newsroom", find_with_newsroom
    yield "capitals and lists", find_with_capitals
    if importlib.util.find_spec("spacy"):
        import spacy  # type: ignore[import-not-found]

        for name in spacy.util.get_installed_models():
            if name.startswith("en_"):
                yield name, make_spacy_finder(spacy.load(name))


def find_with_newsroom(text: str) -> set[Span]:
    found = entities.extract("", [("", text)])
    return {
        (kind, mention.start, mention.end)
        for kind, names in (("PER", found.people), ("LOC", found.places))
        for name in names
        for mention in name.mentions
    }


# "Ann Marsh", "Mosul"
_RUN = re.compile(r"[^\W\d_a-z][^\W\d_]+(?: [^\W\d_a-z][^\W\d_]*)*")


def find_with_capitals(text: str) -> set[Span]:
    """Return runs of capitalised words that are a known place or begin with a first name."""
    words = lexicon.load()
    spans = set()
    for run in _RUN.finditer(text):
        first = name_key(run[0].split()[0])
        if words.place(run[0]):
            spans.add(("LOC", *run.span()))
        elif words.first_names[first] and " " in run[0]:
            spans.add(("PER", *run.span()))
    return spans


def make_spacy_finder(pipeline: Callable[..., object]) -> Finder:
    kinds = {"PERSON": "PER", "PER": "PER", "GPE": "LOC", "LOC": "LOC"}

    def find(text: str) -> set[Span]:
        return {
            (kinds[span.label_], span.start_char, span.end_char)
            for span in pipeline(text).ents  # type: ignore[attr-defined]
            if span.label_ in kinds
        }

    return find


def score(golds: Iterable[Gold], find: Finder) -> Counter[tuple[str, str]]:
    """Count the spans that are right, found and wanted, by kind."""
    counts: Counter[tuple[str, str]] = Counter()
    for gold in golds:
        found = find(gold.text)
        for kind in KINDS:
            mine = {span for span in found if span[0] == kind}
            theirs = {span for span in gold.spans if span[0] == kind}
            counts[kind, "right"] += len(mine & theirs)
            counts[kind, "found"] += len(mine)
            counts[kind, "wanted"] += len(theirs)
    return counts


def rows(name: str, counts: Mapping[tuple[str, str], int]) -> Iterator[report.Row]:
    for kind, label in KINDS.items():
        right, found, wanted = (counts[kind, what] for what in ("right", "found", "wanted"))
        yield {"finder": name, "kind": label, **measures(right, found, wanted)}


def measures(right: int, found: int, wanted: int) -> dict[str, float | int]:
    return {
        "wanted": wanted,
        "found": found,
        "precision": 100 * right / found if found else 0.0,
        "recall": 100 * right / wanted if wanted else 0.0,
        "F1": 200 * right / (found + wanted) if found + wanted else 0.0,
    }


# Reuters


@dataclass(frozen=True, slots=True)
class ReutersStory:
    title: str
    dateline: str
    text: str
    people: frozenset[str]
    """Tags such as `james-baker` and `reagan`."""
    countries: frozenset[str]
    """ISO codes."""


def read_reuters(path: Path) -> Iterator[ReutersStory]:
    for content in read_sgml(path):
        for story in re.finditer(r"<REUTERS.*?</REUTERS>", content, re.DOTALL):
            text = element(story[0], "BODY")
            if text:
                yield ReutersStory(
                    title=" ".join(element(story[0], "TITLE").split()),
                    dateline=" ".join(element(story[0], "DATELINE").split()),
                    text=re.sub(r"\n {4}", "\n\n", text),
                    people=tags(story[0], "PEOPLE"),
                    countries=frozenset(map(country, tags(story[0], "PLACES"))),
                )


def read_sgml(path: Path) -> Iterator[str]:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                if name.endswith(".sgm"):
                    yield archive.read(name).decode("latin-1")
    else:
        for file in sorted(path.rglob("*.sgm")) if path.is_dir() else [path]:
            yield file.read_text(encoding="latin-1")


def element(story: str, name: str) -> str:
    found = re.search(rf"<{name}>(.*?)</{name}>", story, re.DOTALL)
    return html.unescape(found[1]).strip() if found else ""


def tags(story: str, name: str) -> frozenset[str]:
    return frozenset(re.findall(r"<D>(.*?)</D>", element(story, name)))


# Names that Reuters used in 1987 and no gazetteer has.
_OLD_COUNTRIES = {
    "uae": "AE", "yemen-arab-republic": "YE", "yemen-demo-republic": "YE",
    "us-virgin-islands": "VI", "trinidad-tobago": "TT", "kampuchea": "KH",
}  # fmt: skip


def country(tag: str) -> str:
    if tag in _OLD_COUNTRIES:
        return _OLD_COUNTRIES[tag]
    found = gazetteer.open_gazetteer().find(tag)
    wide = [each.entry.country for each in found if "country" in each.entry.kind]
    return wide[0] if wide else tag


def extract(story: ReutersStory) -> entities.Extraction:
    return entities.extract(story.title, [("", story.text)], dateline=story.dateline)


def people_table(stories: Iterable[ReutersStory]) -> report.Table:
    """Measure people in the stories whose editors tagged people.

    Only people with any tag in the corpus count, and only names that readers would see."""
    tagged = [(story, extract(story)) for story in stories if story.people]
    known = {tag for story, _ in tagged for tag in story.people}
    counts: Counter[str] = Counter()
    bakers: Counter[bool] = Counter()
    for story, found in tagged:
        names = [
            person.name for person in found.people if person.confidence >= settings.NAME_CONFIDENCE
        ]
        mine = {tag for tag in known if any(bears(name, tag) for name in names)}
        counts["right"] += len(mine & story.people)
        counts["found"] += len(mine)
        counts["wanted"] += len(story.people)
        for tag in story.people & {"james-baker", "howard-baker"}:
            bakers[tag in mine] += 1
    measured = measures(counts["right"], counts["found"], counts["wanted"])
    return report.Table(
        "People of Reuters stories",
        [
            {"set": "people tagged by editors", **measured},
            {
                "set": "the two Bakers distinguished",
                **measures(bakers[True], bakers.total(), bakers.total()),
            },
        ],
    )


def bears(name: str, tag: str) -> bool:
    """Return whether the name fits the tag: "James A. Baker" fits `james-baker` and `baker`."""
    words, wanted = name_key(name).split(), name_key(tag).split()
    if words[-len(wanted) :] == wanted:
        return True
    return len(wanted) == 2 and len(words) > 1 and [words[0], words[-1]] == wanted


def countries_table(stories: Iterable[ReutersStory]) -> report.Table:
    counts: Counter[str] = Counter()
    for story in stories:
        mine = {
            place.entry.country
            for place in extract(story).places
            if place.listed and place.entry and place.entry.country
            if place.confidence >= settings.NAME_CONFIDENCE
        }
        counts["right"] += len(mine & story.countries)
        counts["found"] += len(mine)
        counts["wanted"] += len(story.countries)
    return report.Table(
        "Countries of Reuters stories",
        [
            {
                "set": "places as countries",
                **measures(counts["right"], counts["found"], counts["wanted"]),
            }
        ],
    )


# Speed


def speed_table(texts: list[str]) -> report.Table:
    texts = texts[:1500]
    words = sum(len(text.split()) for text in texts)
    # Processor time, so that other work on the machine does not count.
    started = time.process_time()
    for text in texts:
        entities.extract("", [("", text)])
    seconds = time.process_time() - started
    ready, memory = measure_fresh_start()
    return report.Table(
        "Speed",
        [
            {
                "articles of 400 words/s of CPU time": words / 400 / seconds,
                "ready in s": ready,
                "MB of a fresh process": memory,
            }
        ],
    )


def measure_fresh_start() -> tuple[float, float]:
    """Return the seconds from the first import in a new process to its first answer, and the MB
    that it used."""
    program = (
        "import re, time; started = time.perf_counter()\n"
        "from django.conf import settings\n"
        f"settings.configure(GAZETTEER={str(gazetteer_path())!r}, SPACY_PIPELINE='')\n"
        "from articles import entities\n"
        "entities.extract('', [('', 'Ann Marsh lives in Mosul.')])\n"
        # getrusage() would include the memory of the process that started this one.
        "status = open('/proc/self/status').read()\n"
        r"peak = int(re.search(r'VmHWM:\s+(\d+)', status)[1]) / 1024"
        "\n"
        "print(time.perf_counter() - started, peak)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    ready, memory = done.stdout.split()
    return float(ready), float(memory)


def gazetteer_path() -> Path:
    return Path(settings.GAZETTEER)


if __name__ == "__main__":
    main()
