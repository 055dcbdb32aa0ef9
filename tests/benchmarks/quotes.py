"""Who said what: a folder of texts, each NAME.txt with its labels in NAME.quotes.tsv.

A line of labels is, with tabs between: first and last offset (characters; the last is not
included), speaker, "direct" or "indirect", "sure" or "maybe". An indirect quote is labelled by its
whole sentence. The speaker may be any word of the name that the text uses, or several with |
between. What is labelled "maybe" need not be found, but is right where it is; quotes of speakers
without a name (a spokesman) have no label and are wrong where they are shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import report, site  # site first: it sets Django up

# isort: split
from articles import entities
from articles.gazetteer import name_key

THRESHOLDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Label:
    start: int
    end: int
    speakers: frozenset[str]
    """Folded words, any of which the speaker's name has."""
    direct: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A quote that was found, and the labels of its speaker that it covers."""

    confidence: float
    direct: bool
    right: tuple[Label, ...]


def main() -> None:
    arguments = report.parser(__doc__ or "").parse_args()
    site.prepare()
    texts = [path.read_text(encoding="utf-8") for path in paths(arguments.path)]
    labels = [list(labelled(path)) for path in paths(arguments.path)]
    shown = [
        [judged(quote, found, wanted) for quote in found.quotes]
        for found, wanted in zip(map(extracted, texts), labels, strict=True)
    ]
    tables = [kinds_table(shown, labels), thresholds_table(shown, labels), bands_table(shown)]
    report.show(tables, arguments.json)


def paths(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.txt"))


def labelled(path: Path) -> Iterator[Label]:
    for line in path.with_suffix(".quotes.tsv").read_text(encoding="utf-8").splitlines():
        start, end, speakers, kind, certainty = line.split("\t")
        words = frozenset(map(name_key, speakers.split("|")))
        yield Label(int(start), int(end), words, kind == "direct", certainty == "sure")


def extracted(text: str) -> entities.Extraction:
    return entities.extract("", [("", text)])


def judged(
    quote: entities.ExtractedQuote, found: entities.Extraction, wanted: Sequence[Label]
) -> Shown:
    name = set(name_key(found.people[quote.speaker].name).split())
    right = tuple(label for label in wanted if name & label.speakers and _covers(quote, label))
    return Shown(quote.confidence, quote.direct, right)


def _covers(quote: entities.ExtractedQuote, label: Label) -> bool:
    """Whether they share more than half of the shorter one."""
    shared = min(quote.end, label.end) - max(quote.start, label.start)
    return 2 * shared > min(quote.end - quote.start, label.end - label.start)


def kinds_table(
    shown: Sequence[Sequence[Shown]], labels: Sequence[Sequence[Label]]
) -> report.Table:
    rows = []
    for name, kinds in (("all", (True, False)), ("direct", (True,)), ("indirect", (False,))):
        those = [[quote for quote in row if quote.direct in kinds] for row in shown]
        wanted = [[label for label in row if label.direct in kinds] for row in labels]
        rows.append({"quotes": name, **measures(those, wanted, shown)})
    return report.Table("Quotes", rows)


def thresholds_table(
    shown: Sequence[Sequence[Shown]], labels: Sequence[Sequence[Label]]
) -> report.Table:
    rows = []
    for least in THRESHOLDS:
        those = [[quote for quote in row if quote.confidence >= least] for row in shown]
        rows.append({"confidence from": least, **measures(those, labels, those)})
    return report.Table("Quotes by the least confidence that is shown", rows)


def measures(
    shown: Sequence[Sequence[Shown]],
    labels: Sequence[Sequence[Label]],
    finding: Sequence[Sequence[Shown]],
) -> dict[str, int | float]:
    """`finding` are the quotes, of any kind, by which labels may be found."""
    quotes = [quote for row in shown for quote in row]
    right = sum(bool(quote.right) for quote in quotes)
    wanted = found = 0
    for row, those in zip(labels, finding, strict=True):
        hit = {label for quote in those for label in quote.right}
        wanted += sum(label.sure for label in row)
        found += sum(label.sure and label in hit for label in row)
    return {
        "shown": len(quotes),
        "right in 100": 100 * right / len(quotes) if quotes else 0.0,
        "wanted": wanted,
        "found in 100": 100 * found / wanted if wanted else 0.0,
    }


def bands_table(shown: Sequence[Sequence[Shown]]) -> report.Table:
    bands: dict[float, list[bool]] = {}
    for quote in (quote for row in shown for quote in row):
        bands.setdefault(round(quote.confidence, 2), []).append(bool(quote.right))
    return report.Table(
        "How often each confidence is right",
        [
            {
                "confidence": band,
                "quotes": len(those),
                "right in 100": 100 * sum(those) / len(those),
            }
            for band, those in sorted(bands.items(), reverse=True)
        ],
    )


if __name__ == "__main__":
    main()
