"""Finding names: labelled .tsv.gz files or Reuters-21578 .sgm files (a file, a folder or a zip)."""

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
    """A labelled document: its words joined by spaces, its sentences by empty lines."""

    text: str
    spans: frozenset[Span]


def main() -> None:
    arguments = report.parser(__doc__ or "").parse_args()
    site.prepare()
    labelled = sorted(arguments.path.rglob("*.tsv.gz")) if arguments.path.is_dir() else []
    if arguments.path.name.endswith(".tsv.gz"):
        labelled = [arguments.path]
    tables = [table for path in labelled for table in labelled_tables(path)]
    stories = [] if labelled else list(reuters(arguments.path))
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
    """Of the people and places listed in each document with some confidence, how many are right
    (one of their mentions is labelled so), and how many of the labelled spans they cover."""
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
    """This project and its peers: capitalised runs and word lists, spaCy where installed."""
    yield "newsroom", by_newsroom
    yield "capitals and lists", by_capitals
    if importlib.util.find_spec("spacy"):
        import spacy  # type: ignore[import-not-found]

        for name in spacy.util.get_installed_models():
            if name.startswith("en_"):
                yield name, by_spacy(spacy.load(name))


def by_newsroom(text: str) -> set[Span]:
    found = entities.extract("", [("", text)])
    return {
        (kind, mention.start, mention.end)
        for kind, names in (("PER", found.people), ("LOC", found.places))
        for name in names
        for mention in name.mentions
    }


_RUN = re.compile(r"[^\W\d_a-z][^\W\d_]+(?: [^\W\d_a-z][^\W\d_]*)*")


def by_capitals(text: str) -> set[Span]:
    """Runs of capitalised words: places by the gazetteer's names, people by their first names."""
    words = lexicon.load()
    spans = set()
    for run in _RUN.finditer(text):
        first = name_key(run[0].split()[0])
        if words.place(run[0]):
            spans.add(("LOC", *run.span()))
        elif words.first_names[first] and " " in run[0]:
            spans.add(("PER", *run.span()))
    return spans


def by_spacy(pipeline: Callable[..., object]) -> Finder:
    kinds = {"PERSON": "PER", "PER": "PER", "GPE": "LOC", "LOC": "LOC"}

    def find(text: str) -> set[Span]:
        return {
            (kinds[span.label_], span.start_char, span.end_char)
            for span in pipeline(text).ents  # type: ignore[attr-defined]
            if span.label_ in kinds
        }

    return find


def score(golds: Iterable[Gold], find: Finder) -> Counter[tuple[str, str]]:
    """How many spans are right, found and wanted, by kind."""
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
class Story:
    title: str
    dateline: str
    text: str
    people: frozenset[str]
    """Tags such as `james-baker` and `reagan`."""
    countries: frozenset[str]
    """ISO codes."""


def reuters(path: Path) -> Iterator[Story]:
    for content in sgml(path):
        for story in re.finditer(r"<REUTERS.*?</REUTERS>", content, re.DOTALL):
            text = element(story[0], "BODY")
            if text:
                yield Story(
                    title=" ".join(element(story[0], "TITLE").split()),
                    dateline=" ".join(element(story[0], "DATELINE").split()),
                    text=re.sub(r"\n {4}", "\n\n", text),
                    people=tags(story[0], "PEOPLE"),
                    countries=frozenset(map(country, tags(story[0], "PLACES"))),
                )


def sgml(path: Path) -> Iterator[str]:
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


# Reuters' names of 1987 that no gazetteer has.
_OLD_COUNTRIES = {
    "uae": "AE", "yemen-arab-republic": "YE", "yemen-demo-republic": "YE",
    "us-virgin-islands": "VI", "trinidad-tobago": "TT", "kampuchea": "KH",
}  # fmt: skip


def country(tag: str) -> str:
    if tag in _OLD_COUNTRIES:
        return _OLD_COUNTRIES[tag]
    found = gazetteer.opened().find(tag)
    wide = [each.entry.country for each in found if "country" in each.entry.kind]
    return wide[0] if wide else tag


def extracted(story: Story) -> entities.Extraction:
    return entities.extract(story.title, [("", story.text)], dateline=story.dateline)


def people_table(stories: Iterable[Story]) -> report.Table:
    """Among the people that the editors tag anywhere, in the stories with such a tag: those who
    are named as surely as the setting asks of names."""
    tagged = [(story, extracted(story)) for story in stories if story.people]
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
                "set": "the two Bakers told apart",
                **measures(bakers[True], bakers.total(), bakers.total()),
            },
        ],
    )


def bears(name: str, tag: str) -> bool:
    """Whether "James A. Baker" bears the tag `james-baker`, "Ronald Reagan" `reagan`."""
    words, wanted = name_key(name).split(), name_key(tag).split()
    if words[-len(wanted) :] == wanted:
        return True
    return len(wanted) == 2 and len(words) > 1 and [words[0], words[-1]] == wanted


def countries_table(stories: Iterable[Story]) -> report.Table:
    counts: Counter[str] = Counter()
    for story in stories:
        mine = {
            place.entry.country
            for place in extracted(story).places
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
    # Of one core, as if nothing else ran on it.
    started = time.process_time()
    for text in texts:
        entities.extract("", [("", text)])
    seconds = time.process_time() - started
    ready, memory = fresh_start()
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


def fresh_start() -> tuple[float, float]:
    """Seconds from a fresh interpreter's first import to the first answer; its memory after."""
    program = (
        "import re, time; started = time.perf_counter()\n"
        "from django.conf import settings\n"
        f"settings.configure(GAZETTEER={str(gazetteer_path())!r}, SPACY_PIPELINE='')\n"
        "from articles import entities\n"
        "entities.extract('', [('', 'Ann Marsh lives in Mosul.')])\n"
        # getrusage() would count what the process that started this one used.
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
