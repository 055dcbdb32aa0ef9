"""What tests share: an index that starts empty, a way to make articles, a browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as site
from filelock import FileLock

from articles import indexing
from articles.gazetteer import making
from articles.models import Article
from tests.factories import make_article


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=5, help="how often the worker is killed")


@pytest.fixture(scope="session", autouse=True)
def built_gazetteer(pytestconfig: pytest.Config) -> None:
    """Keep one gazetteer for all workers and for later runs, until what makes it changes."""
    kept = pytestconfig.cache.mkdir("gazetteer") / "gazetteer.sqlite"
    with FileLock(f"{kept}.lock"):
        if not making.is_current(kept):
            making.build(kept)
    shutil.copy(kept, site.GAZETTEER)


@pytest.fixture
def archive(db, tmp_path: Path, settings) -> Iterator[None]:
    """An empty archive: a database, a folder for originals, and an index of its own."""
    settings.INDEX_FOLDER = tmp_path / "index"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "originals"},
        },
    }
    indexing.drain()
    with indexing.archive().writing():
        pass


@pytest.fixture
def indexed(archive):
    """Makes an article and lets it be found."""

    def make(*args, **kwargs) -> Article:
        article = make_article(*args, **kwargs)
        indexing.drain()
        return article

    return make
