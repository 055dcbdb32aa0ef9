"""Measures the attribution of quotes, on a folder of texts NAME.txt and labels NAME.quotes.tsv.

A line of labels has five columns with tabs between them: the offsets of the first character and
past the last one, the speaker, "direct" or "indirect", and "sure" or "maybe". The speaker is any
word of the name in the text, or several with | between them. The label of an indirect quote covers
its whole sentence. A quote labelled "maybe" need not be found, but is right if it is. Quotes of
speakers without a name ("a spokesman") have no label, and are wrong if they are shown.
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
class QuoteLabel:
    start: int
    end: int
    speakers: frozenset[str]
    """Folded words. The speaker's name contains at least one of them."""
    direct: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A quote that was found, and the labels with its speaker that it covers."""

    confidence: float
    direct: bool
    right: tuple[QuoteLabel, ...]


def main() -> None:
    arguments = report.parser(__doc__ or "").parse_args()
    site.prepare()
    texts = [path.read_text(encoding="utf-8") for path in paths(arguments.path)]
    labels = [list(read_labels(path)) for path in paths(arguments.path)]
    shown = [
        [judge(quote, found, wanted) for quote in found.quotes]
        for found, wanted in zip(map(extract, texts), labels, strict=True)
    ]
    tables = [kinds_table(shown, labels), thresholds_table(shown, labels), bands_table(shown)]
    report.show(tables, arguments.json)


def paths(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.txt"))


def read_labels(path: Path) -> Iterator[QuoteLabel]:
    for line in path.with_suffix(".quotes.tsv").read_text(encoding="utf-8").splitlines():
        start, end, speakers, kind, certainty = line.split("\t")
        words = frozenset(map(name_key, speakers.split("|")))
        yield QuoteLabel(int(start), int(end), words, kind == "direct", certainty == "sure")


def extract(text: str) -> entities.Extraction:
    return entities.extract("", [("", text)])


def judge(
    quote: entities.ExtractedQuote, found: entities.Extraction, wanted: Sequence[QuoteLabel]
) -> ShownQuote:
    name = set(name_key(found.people[quote.speaker].name).split())
    right = tuple(label for label in wanted if name & label.speakers and _covers(quote, label))
    return ShownQuote(quote.confidence, quote.direct, right)


def _covers(quote: entities.ExtractedQuote, label: QuoteLabel) -> bool:
    """Return whether they share more than half of the shorter one."""
    shared = min(quote.end, label.end) - max(quote.start, label.start)
    return 2 * shared > min(quote.end - quote.start, label.end - label.start)


def kinds_table(
    shown: Sequence[Sequence[ShownQuote]], labels: Sequence[Sequence[QuoteLabel]]
) -> report.Table:
    rows = []
    for name, kinds in (("all", (True, False)), ("direct", (True,)), ("indirect", (False,))):
        those = [[quote for quote in row if quote.direct in kinds] for row in shown]
        wanted = [[label for label in row if label.direct in kinds] for row in labels]
        rows.append({"quotes": name, **measures(those, wanted, shown)})
    return report.Table("Quotes", rows)


def thresholds_table(
    shown: Sequence[Sequence[ShownQuote]], labels: Sequence[Sequence[QuoteLabel]]
) -> report.Table:
    rows = []
    for least in THRESHOLDS:
        those = [[quote for quote in row if quote.confidence >= least] for row in shown]
        rows.append({"confidence from": least, **measures(those, labels, those)})
    return report.Table("Quotes by the least confidence that is shown", rows)


def measures(
    shown: Sequence[Sequence[ShownQuote]],
    labels: Sequence[Sequence[QuoteLabel]],
    finding: Sequence[Sequence[ShownQuote]],
) -> dict[str, int | float]:
    """Return precision and recall. A label counts as found if any quote in `finding` covers it."""
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


def bands_table(shown: Sequence[Sequence[ShownQuote]]) -> report.Table:
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
