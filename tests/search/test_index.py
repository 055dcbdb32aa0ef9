"""The embedded index: the contract, and what files and other processes can do to it."""

import subprocess
import sys

import pytest

from articles.search import open_index
from articles.search.asking.index import Index, IndexUnavailable
from articles.search.asking.query import Query
from articles.search.embedded import index as embedded
from articles.search.embedded.disk import profiles
from tests.search.index_contract import IndexContract, a_document, articles, load


class TestEmbeddedIndex(IndexContract):
    @pytest.fixture(autouse=True)
    def enough_time(self, monkeypatch):
        # Answers must be complete, however busy the machine is.
        monkeypatch.setattr(embedded, "TIME_LIMIT", 60)

    @pytest.fixture
    def index(self, tmp_path) -> Index:
        return open_index(tmp_path / "index")


class TestEmbeddedIndexCountingByProfile(TestEmbeddedIndex):
    @pytest.fixture(autouse=True)
    def always(self, monkeypatch):
        monkeypatch.setattr(profiles, "WORTH_IT", 0)


def test_an_engine_is_imported_only_when_it_is_chosen():
    asked = "import sys, articles.search; print('articles.search.embedded' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_one_index_serves_all_who_open_a_folder(tmp_path):
    assert open_index(tmp_path) is open_index(tmp_path)


def test_a_missing_index_says_what_to_do(tmp_path):
    with pytest.raises(IndexUnavailable, match=r"no search index .* `rebuild_index`"):
        open_index(tmp_path / "none").search(Query())


@pytest.mark.parametrize("broken", [b"", b"nonsense", b"{}", b'{"version": 99, "index": "x"}'])
def test_a_broken_pointer_says_what_to_do(tmp_path, broken):
    index = open_index(tmp_path)
    load(index, a_document(1))
    (tmp_path / "current").write_bytes(broken)
    index.looked = 0  # type: ignore[attr-defined]
    with pytest.raises(IndexUnavailable, match="rebuild_index"):
        articles(index)


def test_damaged_files_say_what_to_do(tmp_path):
    load(open_index(tmp_path / "a"), a_document(1))
    for file in (tmp_path / "a").glob("*/*"):
        file.write_bytes(file.read_bytes()[:20])
    (tmp_path / "a").rename(tmp_path / "b")
    with pytest.raises(IndexUnavailable, match="rebuild_index"):
        articles(open_index(tmp_path / "b"))


def test_an_unknown_engine_is_named_with_those_that_there_are(tmp_path):
    with pytest.raises(ValueError, match=r"no search engine 'elastic', only embedded\."):
        open_index(tmp_path, "elastic")
