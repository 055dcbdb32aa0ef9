"""The engines that are compared. Each returns the ten best ids with scores, the exact total, and
exact counts of people, places, categories and years among all matches."""

import json
import shutil
import sqlite3
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

import tantivy
from whoosh import analysis, columns, fields, query, sorting
from whoosh import index as whoosh
from whoosh.qparser import QueryParser

from articles.english import words
from articles.search import open_index
from articles.search.asking import parser
from articles.search.asking.index import Document
from articles.search.asking.query import Query
from articles.search.embedded import index as embedded
from articles.search.embedded.answering import segment_reader

FACETS = ("people", "places", "desk", "year")


@dataclass(frozen=True, slots=True)
class PlainQuery:
    """A query in no engine's own language."""

    words: tuple[str, ...]
    kind: str = "all"
    """all, any, phrase, prefix or title."""
    place: int = 0
    days: tuple[date, date] | None = None


class Engine(Protocol):
    name: str

    def index(self, documents: Iterable[Document]) -> None: ...

    def search(self, asked: PlainQuery) -> tuple[int, list[int]]:
        """Return the total and the ids of the ten best, after counting facets."""

    def best(self, words: str) -> list[int]:
        """Return the ids of the ten best for any of the words (to find known items)."""


class Newsroom:
    name = "Newsroom"

    def __init__(self, folder: Path) -> None:
        self.engine = open_index(folder)

    def index(self, documents: Iterable[Document]) -> None:
        with self.engine.rebuilding() as writer:
            writer.put(documents)

    def search(self, asked: PlainQuery) -> tuple[int, list[int]]:
        text = (" OR " if asked.kind == "any" else " ").join(asked.words)
        text = {"phrase": f'"{text}"', "prefix": f"{text}*", "title": f"title:{text}"}.get(
            asked.kind, text
        )
        if asked.days:
            text += f" date:{asked.days[0]}..{asked.days[1]}"
        chosen = (asked.place,) if asked.place else ()
        results = self.engine.search(Query(text, place=chosen))
        return results.total, [hit.article for hit in results.hits]

    def best(self, words: str) -> list[int]:
        return [hit.article for hit in self.engine.search(Query(words)).hits]

    def forget(self) -> None:
        """Empty every cache that a query fills."""
        segment_reader.forget(lambda key: True)
        parser.parse.cache_clear()
        words.term.cache_clear()
        embedded._read.cache_clear()
        self.engine.open_latest().scoring.idfs.clear()  # type: ignore[attr-defined]


class StockWhoosh:
    """Whoosh with its own codec, analyser, parser and facets."""

    name = "stock Whoosh"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if whoosh.exists_in(str(folder)):
            self.searcher = whoosh.open_dir(str(folder)).searcher()

    def index(self, documents: Iterable[Document]) -> None:
        analyser = analysis.StemmingAnalyzer()
        commas = {"commas": True}
        schema = fields.Schema(
            id=fields.NUMERIC(stored=True, unique=True),
            title=fields.TEXT(analyzer=analyser),
            body=fields.TEXT(analyzer=analyser),
            date=fields.DATETIME(sortable=True),
            people=fields.KEYWORD(**commas),
            places=fields.KEYWORD(**commas),
            desk=fields.ID(sortable=columns.RefBytesColumn()),
            year=fields.NUMERIC(sortable=True),
        )
        made = whoosh.create_in(_make_empty(self.folder), schema)
        writer = made.writer(limitmb=256)
        for document in documents:
            writer.add_document(
                id=document.id,
                title=document.title,
                body=document.text,
                date=_midnight(document.published),
                people=",".join(map(str, document.people)),
                places=",".join(map(str, document.places)),
                desk=document.category,
                year=document.published.year,
            )
        writer.commit()
        self.searcher = made.searcher()

    def search(self, asked: PlainQuery) -> tuple[int, list[int]]:
        text = (" OR " if asked.kind == "any" else " ").join(asked.words)
        text = {"phrase": f'"{text}"', "prefix": f"{text}*", "title": f"title:{text}"}.get(
            asked.kind, text
        )
        if asked.days:
            text += " AND date:[{:%Y%m%d} to {:%Y%m%d}]".format(*asked.days)
        if asked.place:
            text += f" AND places:{asked.place}"
        parsed = QueryParser("body", self.searcher.schema).parse(text)
        groups = {
            name: sorting.FieldFacet(name, allow_overlap=name in ("people", "places"))
            for name in FACETS
        }
        results = self.searcher.search(parsed, limit=10, groupedby=groups, maptype=sorting.Count)
        for name in FACETS:
            results.groups(name)
        return len(results), [hit["id"] for hit in results]

    def best(self, words: str) -> list[int]:
        terms = [query.Term("body", w.text) for w in analysis.StemmingAnalyzer()(words)]
        return [hit["id"] for hit in self.searcher.search(query.Or(terms), limit=10)]


class Tantivy:
    name = "tantivy"
    threads = 1
    """Threads that write. The documents are made in another one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if (folder / "meta.json").exists():
            self.open(tantivy.Index.open(str(folder)))

    def open(self, made: tantivy.Index) -> None:
        made.reload()
        self.engine, self.searcher = made, made.searcher()

    def index(self, documents: Iterable[Document]) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_unsigned_field("id", stored=True)
        for name in ("title", "body"):
            schema.add_text_field(name, tokenizer_name="en_stem")
        schema.add_date_field("date", indexed=True, fast=True)
        for name in ("people", "places", "desk"):
            schema.add_text_field(name, tokenizer_name="raw", fast=True)
        schema.add_unsigned_field("year", fast=True)
        made = tantivy.Index(schema.build(), path=_make_empty(self.folder))
        writer = made.writer(heap_size=256_000_000, num_threads=self.threads)
        for article in documents:
            document = tantivy.Document()
            document.add_unsigned("id", article.id)
            document.add_text("title", article.title)
            document.add_text("body", article.text)
            document.add_date("date", _midnight(article.published))
            for name, values in (("people", article.people), ("places", article.places)):
                for value in values:
                    document.add_text(name, str(value))
            document.add_text("desk", article.category)
            document.add_unsigned("year", article.published.year)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self.open(made)

    def parse(self, asked: PlainQuery) -> tantivy.Query:
        words = asked.words
        if asked.kind == "phrase":
            return self.engine.parse_query(f'"{" ".join(words)}"', ["body"])
        if asked.kind == "prefix":
            return tantivy.Query.regex_query(self.engine.schema, "body", words[0] + ".*")
        if asked.kind == "title":
            return self.engine.parse_query(f"title:{words[0]}", ["body"])
        if asked.place:
            return self.engine.parse_query(f'+places:"{asked.place}" +{words[0]}', ["body"])
        if asked.days:
            since, until = asked.days
            days = f"+date:[{since}T00:00:00Z TO {until}T23:59:59Z]"
            return self.engine.parse_query(f"+{words[0]} {days}", ["body"])
        return self.engine.parse_query(
            (" OR " if asked.kind == "any" else " AND ").join(words), ["body"]
        )

    def search(self, asked: PlainQuery) -> tuple[int, list[int]]:
        parsed = self.parse(asked)
        found = self.searcher.search(parsed, limit=10, count=True)
        ids = [self.searcher.doc(address)["id"][0] for _, address in found.hits]
        wanted = {name: {"terms": {"field": name, "size": 10}} for name in FACETS}
        counted = self.searcher.aggregate(parsed, wanted)
        if isinstance(counted, str):
            json.loads(counted)
        return found.count, ids

    def best(self, words: str) -> list[int]:
        parsed, _ = self.engine.parse_query_lenient(words, ["title", "body"])
        found = self.searcher.search(parsed, limit=10)
        return [self.searcher.doc(address)["id"][0] for _, address in found.hits]


class TantivyWithItsThreads(Tantivy):
    """tantivy with as many threads as it chooses."""

    name = "tantivy, its own number of threads"
    threads = 0


class Fts5:
    name = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if (folder / "fts.db").exists():
            self.open()

    def open(self) -> None:
        self.base = sqlite3.connect(self.folder / "fts.db")
        self.base.executescript("pragma cache_size=-300000; pragma mmap_size=2000000000")
        self.base.execute("create temp table hit(doc integer primary key)")

    def index(self, documents: Iterable[Document]) -> None:
        _make_empty(self.folder)
        base = sqlite3.connect(self.folder / "fts.db")
        base.executescript(
            """pragma journal_mode=wal; pragma synchronous=normal;
            create table article(doc integer primary key, day integer, desk text, year integer);
            create table people(doc integer, value integer);
            create table places(doc integer, value integer);
            create virtual table f using fts5(title, body, content='', tokenize='porter unicode61');
            """
        )
        with base:
            for article in documents:
                base.execute(
                    "insert into article values (?, ?, ?, ?)",
                    (
                        article.id,
                        article.published.toordinal(),
                        article.category,
                        article.published.year,
                    ),
                )
                base.execute(
                    "insert into f(rowid, title, body) values (?, ?, ?)",
                    (article.id, article.title, article.text),
                )
                for name, values in (("people", article.people), ("places", article.places)):
                    base.executemany(
                        f"insert into {name} values (?, ?)", [(article.id, v) for v in values]
                    )
        base.executescript(
            """create index by_person on people(doc, value);
            create index by_place on places(doc, value);
            create index by_day on article(day); insert into f(f) values ('optimize');
            pragma wal_checkpoint(truncate)"""
        )
        base.close()
        self.open()

    def search(self, asked: PlainQuery) -> tuple[int, list[int]]:
        text = (" OR " if asked.kind == "any" else " AND ").join(asked.words)
        match = {
            "phrase": f'body:"{" ".join(asked.words)}"',
            "prefix": f"body:{asked.words[0]}*",
            "title": f"title:{asked.words[0]}",
        }.get(asked.kind, f"body:({text})")
        source, values = "from f where f match ?", [match]
        if asked.days:
            source = "from f join article on doc = f.rowid where f match ? and day between ? and ?"
            values += [day.toordinal() for day in asked.days]
        if asked.place:
            source += " and f.rowid in (select doc from places where value = ?)"
            values.append(asked.place)
        rows = self.base.execute(f"select f.rowid, rank {source} order by rank limit 10", values)
        ids = [row for row, _ in rows]
        self.base.execute("delete from hit")
        self.base.execute(f"insert into hit select f.rowid {source}", values)
        (total,) = self.base.execute("select count(*) from hit").fetchone()
        for name in ("people", "places"):
            self.base.execute(
                f"select value, count(*) from hit cross join {name} using (doc) group by value "
                "order by 2 desc limit 10"
            ).fetchall()
        for name in ("desk", "year"):
            self.base.execute(
                f"select {name}, count(*) from hit cross join article using (doc) group by {name}"
            ).fetchall()
        return total, ids

    def best(self, words: str) -> list[int]:
        match = " OR ".join(f'"{word}"' for word in words.replace('"', " ").split())
        rows = self.base.execute(
            "select rowid from f where f match ? order by rank limit 10", [match]
        )
        return [row for (row,) in rows]


class Xapian:
    name = "Xapian"
    SLOTS = {"people": range(10, 40), "places": range(40, 70), "desk": range(2, 3)}
    SLOTS |= {"year": range(3, 4)}

    def __init__(self, folder: Path) -> None:
        sys.path.append("/usr/lib/python3/dist-packages")
        import xapian

        self.xapian, self.folder = xapian, folder
        if (folder / "iamglass").exists():
            self.open()

    def open(self) -> None:
        xapian = self.xapian
        self.base = xapian.Database(str(self.folder))
        self.parser = xapian.QueryParser()
        self.parser.set_stemmer(xapian.Stem("en"))
        self.parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)
        self.parser.set_database(self.base)
        self.parser.set_default_op(xapian.Query.OP_AND)
        self.parser.add_prefix("title", "S")

    def index(self, documents: Iterable[Document]) -> None:
        xapian = self.xapian
        base = xapian.WritableDatabase(_make_empty(self.folder), xapian.DB_CREATE_OR_OPEN)
        terms = xapian.TermGenerator()
        terms.set_stemmer(xapian.Stem("en"))
        for article in documents:
            document = xapian.Document()
            terms.set_document(document)
            terms.index_text(article.title, 1, "S")
            terms.set_termpos(0)
            terms.index_text(article.text)
            document.set_data(str(article.id))
            document.add_value(0, xapian.sortable_serialise(article.published.toordinal()))
            document.add_value(2, article.category)
            document.add_value(3, str(article.published.year))
            for name, values in (("people", article.people), ("places", article.places)):
                for slot, value in zip(self.SLOTS[name], values, strict=False):
                    document.add_value(slot, str(value))
            for value in article.places:
                document.add_boolean_term(f"XP{value}")
            base.add_document(document)
        base.commit()
        base.close()
        self.open()

    def search(self, asked: PlainQuery) -> tuple[int, list[int]]:
        xapian = self.xapian
        text = (" OR " if asked.kind == "any" else " ").join(asked.words)
        text = {"phrase": f'"{text}"', "prefix": f"{text}*", "title": f"title:{text}"}.get(
            asked.kind, text
        )
        flags = xapian.QueryParser.FLAG_DEFAULT | xapian.QueryParser.FLAG_WILDCARD
        parsed = self.parser.parse_query(text, flags)
        if asked.place:
            place = xapian.Query(f"XP{asked.place}")
            parsed = xapian.Query(xapian.Query.OP_FILTER, parsed, place)
        if asked.days:
            since, until = (xapian.sortable_serialise(day.toordinal()) for day in asked.days)
            days = xapian.Query(xapian.Query.OP_VALUE_RANGE, 0, since, until)
            parsed = xapian.Query(xapian.Query.OP_FILTER, parsed, days)
        enquire = xapian.Enquire(self.base)
        enquire.set_query(parsed)
        spies = {
            name: [xapian.ValueCountMatchSpy(s) for s in self.used_slots(name)] for name in FACETS
        }
        for several in spies.values():
            for spy in several:
                enquire.add_matchspy(spy)
        matches = enquire.get_mset(0, 10, self.base.get_doccount())
        ids = [int(match.document.get_data()) for match in matches]
        for several in spies.values():
            totals: dict[bytes, int] = {}
            for spy in several:
                for value in spy.top_values(10) if len(several) == 1 else spy.values():
                    totals[value.term] = totals.get(value.term, 0) + value.termfreq
        return matches.get_matches_estimated(), ids

    def used_slots(self, name: str) -> Sequence[int]:
        """Return the slots in which any article has a value."""
        return [slot for slot in self.SLOTS[name] if self.base.get_value_freq(slot)]

    def best(self, words: str) -> list[int]:
        enquire = self.xapian.Enquire(self.base)
        self.parser.set_default_op(self.xapian.Query.OP_OR)
        text, title = (self.parser.parse_query(words, 0, prefix) for prefix in ("", "S"))
        enquire.set_query(self.xapian.Query(self.xapian.Query.OP_OR, text, title))
        self.parser.set_default_op(self.xapian.Query.OP_AND)
        return [int(match.document.get_data()) for match in enquire.get_mset(0, 10)]


ENGINES = {
    "newsroom": Newsroom,
    "whoosh": StockWhoosh,
    "tantivy": Tantivy,
    "tantivy-threads": TantivyWithItsThreads,
    "xapian": Xapian,
    "fts5": Fts5,
}


def _make_empty(folder: Path) -> str:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return str(folder)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None)
