"""Measures how well articles are read and split: headings and tails of texts, text of web pages.

PATH is one of:

- a JSONL file (or a folder of them) with a line for each plain text: `file` (relative to
  `--texts`), its `headings`, the lines of its `tail`, and optionally `either`: lines that are
  right as headings and right as text;
- a zip or folder of web pages: `ground-truth.json` (`{id: {"articleBody": ...}}`) and files
  `ID.html.gz`, as in the article extraction benchmark of Scrapinghub.

The F1 of a text is computed as in that benchmark: precision and recall of four-word shingles, each
averaged over the pages. The sub-headings of a page are the lines of its text that the page shows as
headings, in bold or as a subhead. One is kept if a section has it as its heading.
"""

import gzip
import io
import json
import re
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import trafilatura
from lxml.html import document_fromstring

from articles import readers
from articles.layout import sections
from articles.layout.sections import Layout
from articles.story import Story, Unreadable
from tests.benchmarks import report


def main() -> None:
    arguments = report.parser("Measure how articles are read and split into sections.")
    arguments.add_argument("--texts", type=Path, help="the folder of the labelled texts")
    arguments.add_argument("--worst", type=int, default=0, help="also name the N worst")
    given = arguments.parse_args()
    pages = list(_read_pages(given.path))
    if pages:
        tables = [_pages_table(pages, given.worst), _subheads_table(pages, given.worst)]
    else:
        texts = list(_read_texts(given.path, given.texts or given.path.parent))
        tables = [_texts_table(texts, given.worst)]
    report.show([table for table in tables if table.rows], given.json)


# Plain text


@dataclass(frozen=True, slots=True)
class LabelledText:
    name: str
    layout: Layout
    headings: Counter[str]
    either: frozenset[str]
    tail: tuple[str, ...]


def _read_texts(labels: Path, folder: Path) -> Iterator[LabelledText]:
    for path in sorted(labels.glob("*.jsonl")) if labels.is_dir() else [labels]:
        for line in path.read_text().splitlines():
            label = json.loads(line)
            yield LabelledText(
                name=label["file"],
                layout=_layout(folder / label["file"]),
                headings=Counter(label["headings"]),
                either=frozenset(label.get("either", ())),
                tail=tuple(label.get("tail", ())),
            )


def _layout(path: Path) -> Layout:
    with path.open("rb") as file:
        story = next(iter(readers.read(path.name, file)))
    assert isinstance(story, Story), story
    return sections.arrange(story)


def _texts_table(texts: Sequence[LabelledText], worst: int) -> report.Table:
    right = wrong = missed = cut = tails = 0
    for text in texts:
        found = Counter(part.heading for part in text.layout.sections if part.heading)
        extra = found - text.headings - Counter(dict.fromkeys(text.either, 99))
        lost = text.headings - found
        right += (found & text.headings).total()
        wrong, missed = wrong + extra.total(), missed + lost.total()
        tails += bool(text.tail)
        cut += bool(text.tail) and not _kept_tail(text)
        if worst and (extra or lost or _kept_tail(text)):
            print(text.name, "extra", list(extra), "missed", list(lost), "left", _kept_tail(text))
    row = {
        "articles": len(texts),
        "headings": right + missed,
        "precision": 100 * right / max(1, right + wrong),
        "recall": 100 * right / max(1, right + missed),
        "tails": tails,
        "tails cut": 100 * cut / tails if tails else 0.0,
    }
    return report.Table("Headings and tails of plain text", [row])


def _kept_tail(text: LabelledText) -> list[str]:
    """Return the lines of the tail that are still in the article."""
    kept = {line for part in text.layout.sections for line in (part.heading, *part.paragraphs)}
    return [line for line in text.tail if line in kept]


# Web pages


@dataclass(frozen=True, slots=True)
class LabelledPage:
    name: str
    html: bytes
    text: str
    subheads: Counter[str] = field(default_factory=Counter)


def _read_pages(path: Path) -> Iterator[LabelledPage]:
    files = _page_files(path)
    for truth in (json.loads(data) for name, data in files.items() if name.endswith(".json")):
        for key, label in truth.items():
            html = gzip.decompress(files[f"{key}.html.gz"])
            text = label["articleBody"]
            yield LabelledPage(key, html, text, _subheads(html, text))


def _page_files(path: Path) -> dict[str, bytes]:
    if path.is_dir():
        return {
            file.name: file.read_bytes()
            for file in path.rglob("*")
            if file.suffix in (".gz", ".json")
        }
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as opened:
        return {Path(name).name: opened.read(name) for name in opened.namelist()}


def _subheads(html: bytes, text: str) -> Counter[str]:
    """Return the lines of the text that the page shows as sub-headings."""
    page = document_fromstring(html.decode("utf-8", "replace").encode(), parser=None)
    bold = (
        "//p[normalize-space() = normalize-space(b) or normalize-space() = normalize-space(strong)]"
    )
    marked = f"//h2|//h3|//h4|//h5|//h6|{bold}|//*[contains(@class, 'subhead')]"
    shown = {_line(element.text_content()) for element in page.xpath(marked)}
    lines = [_line(line) for line in text.split("\n")]
    return Counter(line for line in lines[1:-1] if line in shown and _is_short(line))


def _is_short(line: str) -> bool:
    return 0 < len(line.split()) <= 14 and not line.endswith((".", ",", ";"))


def _line(text: str) -> str:
    return " ".join(text.split())


def _arrange(page: LabelledPage) -> Layout | None:
    try:
        story = next(iter(readers.read(f"{page.name}.html", io.BytesIO(page.html))))
        return sections.arrange(story) if isinstance(story, Story) else None
    except Unreadable:
        return None


def _extract_ours(page: LabelledPage) -> str:
    layout = _arrange(page)
    if not layout:
        return ""
    return "\n".join(line for part in layout.sections for line in (part.heading, part.text))


def _extract_with_trafilatura(page: LabelledPage) -> str:
    return trafilatura.extract(page.html, include_comments=False) or ""


def _extract_with_sumy(page: LabelledPage) -> str:
    from sumy.parsers.html import HtmlParser

    parsed = HtmlParser(page.html.decode("utf-8", "replace"), _NoSplitting(), url=None)
    return "\n".join(str(sentence) for sentence in parsed.document.sentences)


class _NoSplitting:
    """A tokenizer for sumy that does not split paragraphs, as only their text is compared."""

    def to_sentences(self, paragraph: str) -> tuple[str, ...]:
        return (paragraph,)

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return tuple(sentence.split())


EXTRACTORS: dict[str, Callable[[LabelledPage], str]] = {
    "this project": _extract_ours,
    "trafilatura": _extract_with_trafilatura,
    "sumy HtmlParser (breadability)": _extract_with_sumy,
}


def _pages_table(pages: Sequence[LabelledPage], worst: int) -> report.Table:
    return report.Table(
        "Text of web pages", [_extractor_row(name, pages, worst) for name in EXTRACTORS]
    )


def _extractor_row(name: str, pages: Sequence[LabelledPage], worst: int) -> report.Row:
    started = time.perf_counter()
    texts = [EXTRACTORS[name](page) for page in pages]
    seconds = time.perf_counter() - started
    scores = [_score(page.text, text) for page, text in zip(pages, texts, strict=True)]
    if worst and name == "this project":
        ranked = sorted(zip(scores, pages, strict=True), key=lambda pair: _f1(*pair[0]))
        for (precision, recall), page in ranked[:worst]:
            print(f"{page.name[:8]} precision {precision:.3f} recall {recall:.3f}")
    precision = _mean(score[0] for score in scores)
    recall = _mean(score[1] for score in scores)
    return {
        "extractor": name,
        "pages": len(pages),
        "precision": 100 * precision,
        "recall": 100 * recall,
        "F1": 100 * _f1(precision, recall),
        "pages a second": len(pages) / seconds,
    }


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _score(true: str, found: str) -> tuple[float, float]:
    wanted, got = _shingles(true), _shingles(found)
    both = (wanted & got).total()
    if not wanted or not got:
        return float(wanted == got), float(wanted == got)
    return both / got.total(), both / wanted.total()


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)) if words)


def _subheads_table(pages: Sequence[LabelledPage], worst: int) -> report.Table:
    kept = total = 0
    for page in pages:
        layout = _arrange(page)
        found = Counter(part.heading for part in layout.sections) if layout else Counter[str]()
        lost = page.subheads - found
        total += page.subheads.total()
        kept += page.subheads.total() - lost.total()
        if worst and lost:
            print(page.name[:8], "lost", list(lost.elements()))
    row = {"sub-headings": total, "kept": 100 * kept / max(1, total)}
    return report.Table("Sub-headings of web pages", [row] if total else [])


if __name__ == "__main__":
    main()
