"""An index folder opens in stock Whoosh, which finds the same articles as we do.

So the archive is not tied to this project: whoever has Whoosh, and our codec to import, can read
and query an index with Whoosh's own parser, queries and searcher.
"""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from whoosh import query
from whoosh.index import open_dir
from whoosh.qparser import QueryParser

from articles.search.asking.query import Query
from articles.search.embedded.disk.policy import MergePolicy
from articles.search.embedded.disk.schema import unpack_ids
from articles.search.embedded.index import EmbeddedIndex
from tests.search.index_contract import a_document, load

NAMES = {("person", "Ann Marsh"): [7], ("place", "Leeds"): [30], ("speaker", "Ann Marsh"): [7]}
DOCUMENTS = [
    a_document(1, title="Oil prices", text="The Bank of England spoke.", people=(7, 8)),
    a_document(2, title="Gas", text="Oil and gas prices rose.", published=date(2018, 3, 1)),
    a_document(3, text="Goldsmiths sold gold.", headings="Oil", places=(30,), category="World"),
    a_document(4, text="A bank in England lost gas.", people=(7,), speakers=(7,), byline="Oil"),
    a_document(5, text="Golden days without a price.", published=date(2016, 1, 1), places=(30, 31)),
    a_document(6, text="Oil prices of a bank", names="Gold"),
    a_document(7, title="Bank", text="gone before long: oil gas gold"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory) -> EmbeddedIndex:
    """An index of several segments, with deleted documents in them."""
    never_in_commit = MergePolicy(merged_in_commit=0, merged_for_each=0)
    made = EmbeddedIndex(tmp_path_factory.mktemp("index"), never_in_commit)
    load(made, *DOCUMENTS[:3], DOCUMENTS[6])
    load(made, a_document(6, text="Nothing yet"), *DOCUMENTS[3:5])
    with made.writing() as writer:
        writer.put([DOCUMENTS[5]])
        writer.remove([7])
    return made


def stock_search(
    index: EmbeddedIndex, asked: str | query.Query, kept: query.Query | None = None
) -> list[int]:
    """The articles that Whoosh's own parser and searcher find in the folder, by their keys."""
    opened = open_dir(str(index.folder.find_current()))
    if isinstance(asked, str):
        asked = QueryParser("content", opened.schema).parse(asked)
    with opened.searcher() as searcher:
        articles = searcher.reader().column_reader("article")
        hits = searcher.search(asked, filter=kept, limit=None)
        return sorted(articles[hit.docnum] for hit in hits)


def our_search(index: EmbeddedIndex, text: str) -> list[int]:
    results = index.hits(Query(text, size=100), lambda kind, name: NAMES.get((kind, name), ()))
    return sorted(hit.article for hit in results.hits)


@pytest.mark.parametrize(
    ("text", "articles"),
    [
        ("oil", [1, 2, 3, 4, 6]),
        ("price", [1, 2, 5, 6]),
        ("nowhere", []),
        ('"oil prices"', [1, 6]),
        ('title:"oil prices"', [1]),
        ("gold*", [3, 5, 6]),
        ("oil AND gas", [2, 4]),
        ("oil gas", [2, 4]),
        ("gas OR gold", [2, 3, 4, 6]),
        ("oil AND NOT gas", [1, 3, 6]),
        ("oil AND (gas OR gold)", [2, 3, 4, 6]),
        ("title:oil", [1]),
        ("title:oil OR title:bank", [1]),
    ],
)
def test_stock_whoosh_opens_the_folder_and_finds_the_same_words(index, text, articles):
    assert stock_search(index, text) == our_search(index, text) == articles


def days(since: date, until: date) -> query.Query:
    low, high = since.toordinal(), until.toordinal()
    return query.ColumnQuery("published", lambda day: low <= day <= high)


def having(column: str, key: int) -> query.Query:
    return query.ColumnQuery(column, lambda value: key in unpack_ids(value))


@pytest.mark.parametrize(
    ("text", "words", "kept", "articles"),
    [
        ("on:2018", "", days(date(2018, 1, 1), date(2018, 12, 31)), [2]),
        ("before:2017", "", days(date.min, date(2016, 12, 31)), [5]),
        ('person:"Ann Marsh"', "", having("people", 7), [1, 4]),
        ("place:Leeds", "", having("places", 30), [3, 5]),
        ('said:"Ann Marsh"', "", having("speakers", 7), [4]),
        ("section:World", "", query.ColumnQuery("category", b"World"), [3]),
        ('gas person:"Ann Marsh"', "gas", having("people", 7), [4]),
        ("oil -on:2017", "oil", days(date(2018, 1, 1), date.max), [2]),
    ],
)
def test_stock_whoosh_finds_the_same_by_date_name_and_section(index, text, words, kept, articles):
    asked = words or query.Every()
    assert stock_search(index, asked, kept) == our_search(index, text) == articles


def test_stock_whoosh_counts_and_lists_the_same_documents(index):
    opened = open_dir(str(index.folder.find_current()))
    assert opened.doc_count() == 6
    assert stock_search(index, query.Every()) == sorted(index.ids()) == [1, 2, 3, 4, 5, 6]


def test_stock_whoosh_lists_the_terms_in_order_with_their_frequencies(index):
    opened = open_dir(str(index.folder.find_current()))
    with opened.reader() as reader:
        assert [term.decode() for term in reader.lexicon("title")] == [
            "3", "4", "5", "6", "bank", "gas", "oil", "price", "titl",
        ]  # fmt: skip
        assert reader.doc_frequency("title", "oil") == 1
        assert reader.doc_frequency("content", "gold") == 3


READS = """
import sys
from whoosh.index import open_dir
from whoosh.qparser import QueryParser

opened = open_dir(sys.argv[1])
with opened.searcher() as searcher:
    articles = searcher.reader().column_reader("article")
    hits = searcher.search(QueryParser("content", opened.schema).parse(sys.argv[2]), limit=None)
    print(sorted(articles[hit.docnum] for hit in hits))
"""


def test_a_script_that_knows_no_django_opens_the_folder(index):
    environment = {name: value for name, value in os.environ.items() if "DJANGO" not in name}
    done = subprocess.run(
        [sys.executable, "-c", READS, str(index.folder.find_current()), "oil AND NOT gas"],
        cwd=Path(__file__).parents[2],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[1, 3, 6]"
