"""Who and what is named together: the company that a name keeps."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from math import log

from articles.models import Mention, Person, Place

RECENT = 200
"""Articles looked at for one name; the newest say enough of a name in thousands."""
AT_ONCE = 500

Record = tuple[str, int]
"""("person" or "place", the primary key)."""


class Company:
    """The newest articles of some records, and the records that these articles name."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._standing = _standing()
        self.articles = self._articles(set(records))
        named = self._named({article for of in self.articles.values() for article in of})
        self.named = named
        spread = Counter(record for records in named.values() for record in records)
        self.weights = {record: log(1 + len(named) / many) for record, many in spread.items()}

    def of(self, record: Record) -> set[Record]:
        """Those named in the record's articles, without itself."""
        return {one for at in self.articles.get(record, ()) for one in self.named[at]} - {record}

    def shared(self, one: Record, other: Record) -> list[Record]:
        """Those that both keep company with, the rarest first."""
        both = (self.of(one) & self.of(other)) - {one, other}
        return sorted(both, key=lambda record: (-self.weights[record], record))

    def overlap(self, one: Record, other: Record) -> float:
        """From 0 to 1: how much of the smaller company is in the larger, by its rarity."""
        weights = [
            sum(self.weights[record] for record in self.of(record) - {one, other})
            for record in (one, other)
        ]
        shared = sum(self.weights[record] for record in self.shared(one, other))
        return shared / min(weights) if min(weights) else 0.0

    def _articles(self, records: set[Record]) -> dict[Record, list[int]]:
        """The newest articles of each record, under any of its names."""
        names = {name: record for name, record in self._standing.items() if record in records}
        names |= {record: record for record in records}
        found: dict[Record, set[int]] = defaultdict(set)
        for kind in ("person", "place"):
            ids = [pk for of, pk in names if of == kind]
            for some in _batches(ids):
                mentions = Mention.objects.filter(**{f"{kind}__in": some})
                for pk, article in mentions.values_list(kind, "article").distinct():
                    found[names[kind, pk]].add(article)
        return {record: sorted(articles)[-RECENT:] for record, articles in found.items()}

    def _named(self, articles: Collection[int]) -> dict[int, set[Record]]:
        named: dict[int, set[Record]] = {article: set() for article in articles}
        for some in _batches(articles):
            mentions = Mention.objects.filter(article__in=some).exclude(part="byline")
            for article, person, place in mentions.values_list("article", "person", "place"):
                record = ("person", person) if person else ("place", place)
                named[article].add(self._standing.get(record, record))
        return named


def _standing() -> dict[Record, Record]:
    """From every other name to the record that it stands for."""
    standing: dict[Record, Record] = {}
    for kind, table in (("person", Person), ("place", Place)):
        for column in ("person", "place"):
            rows = table.objects.exclude(**{f"as_{column}": None})
            for pk, other in rows.values_list("pk", f"as_{column}"):
                standing[kind, pk] = (column, other)
    return standing


def _batches(values: Iterable[int]) -> Iterator[list[int]]:
    remaining = iter(values)
    while batch := list(islice(remaining, AT_ONCE)):
        yield batch
