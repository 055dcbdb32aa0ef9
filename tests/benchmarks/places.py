"""Measures toponym resolution, on texts with marks such as [Paris|US-TX] or [Paris|33.66,-95.55].

PATH is a .txt file or a folder of them. An empty line ends an article, and lines that begin with #
are notes. A mark gives the country, perhaps with the first-level area (its GeoNames code), or the
latitude and longitude. A mention is near if it is located within 161 km (100 miles, as for LGL and
TR-News) of the point, or of the largest place with its name in that country or area.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tests.benchmarks import report, site  # site first: it sets Django up

# isort: split
from articles import entities, gazetteer
from articles.entities import lexicon, places
from articles.entities.mentions import ArticlePart, NamedPlace
from articles.entities.sentences import NameSpan, PartText, Sentence, read_sentences
from articles.gazetteer import Entry, kilometres

# "[Paris|US-TX]", "[Paris|33.66,-95.55]"
_MARK = re.compile(r"\[([^|\]]+)\|(?:([A-Z]{2})(?:-(\w+))?|(-?[\d.]+),(-?[\d.]+))\]")
_NEAR = 161
"""Kilometres."""
Layer = Callable[[str, Sequence["MarkedMention"]], Sequence[NamedPlace]]


@dataclass(frozen=True, slots=True)
class MarkedMention:
    """A mention in a text, and its location according to the mark."""

    start: int
    words: str
    country: str
    area: str
    point: tuple[float, float] | None


def main() -> None:
    arguments = report.parser(__doc__ or "").parse_args()
    site.prepare()
    path = arguments.path
    rows: list[report.Row] = []
    for file in sorted(path.glob("*.txt")) if path.is_dir() else [path]:
        articles = list(read_marks(file.read_text(encoding="utf-8")))
        for name, lay in (
            ("as found", locate_found),
            ("where the mentions are given", locate_given),
        ):
            rows.append({"texts": file.name, "places": name, **measures(articles, lay)})
    report.show([report.Table("Places laid on the map", rows)], arguments.json)


def read_marks(content: str) -> Iterator[tuple[str, list[MarkedMention]]]:
    """Return each article without its marks, and the marked mentions."""
    kept = "\n".join(line for line in content.splitlines() if not line.startswith("#"))
    for article in kept.strip().split("\n\n"):
        text, mentions, last = "", [], 0
        for mark in _MARK.finditer(article):
            text += article[last : mark.start()]
            point = (float(mark[4]), float(mark[5])) if mark[4] else None
            mentions.append(MarkedMention(len(text), mark[1], mark[2] or "", mark[3] or "", point))
            text += mark[1]
            last = mark.end()
        yield text + article[last:], mentions


def locate_found(text: str, _: Sequence[MarkedMention]) -> Sequence[NamedPlace]:
    return entities.extract("", [("", text)]).places


def locate_given(text: str, mentions: Sequence[MarkedMention]) -> Sequence[NamedPlace]:
    read = read_sentences([PartText(ArticlePart.TEXT, 0, text)], lexicon.load())
    names = [name for mention in mentions for name in _names(read, mention)]
    return places.resolve_places(read, names)


def _names(read: Sequence[Sentence], mention: MarkedMention) -> Iterator[NameSpan]:
    end = mention.start + len(mention.words)
    for number, line in enumerate(read):
        inside = [
            index for index, start in enumerate(line.tokens.starts) if mention.start <= start < end
        ]
        if inside:
            yield NameSpan("LOC", number, inside[0], inside[-1] + 1)


def measures(
    articles: Sequence[tuple[str, list[MarkedMention]]], lay: Layer
) -> dict[str, float | int]:
    count = right = near = 0
    for text, mentions in articles:
        laid = {
            mention.start: place.entry
            for place in lay(text, mentions)
            for mention in place.mentions
        }
        for mention in mentions:
            entry = laid.get(mention.start)
            count += 1
            right += bool(entry and _is_in_area(entry, mention))
            near += bool(entry and _is_near(entry, mention))
    return {
        "mentions": count,
        "right country and area in 100": 100 * right / max(count, 1),
        "within 161 km in 100": 100 * near / max(count, 1),
    }


def _is_in_area(entry: Entry, mention: MarkedMention) -> bool:
    if mention.point:
        return _is_near(entry, mention)
    return entry.country == mention.country and mention.area in ("", entry.area)


def _is_near(entry: Entry, mention: MarkedMention) -> bool:
    if mention.point:
        latitude, longitude = mention.point
        return kilometres(entry, replace(entry, latitude=latitude, longitude=longitude)) < _NEAR
    there = [
        each.entry
        for each in gazetteer.open_gazetteer().find(mention.words)
        if each.entry.country == mention.country and mention.area in ("", each.entry.area)
    ]
    largest = max(there, key=lambda each: each.population, default=None)
    return largest is not None and kilometres(entry, largest) < _NEAR


if __name__ == "__main__":
    main()
