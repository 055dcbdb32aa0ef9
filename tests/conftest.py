"""Fixtures that tests share: a gazetteer, an empty archive, and articles that can be found."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as site
from filelock import FileLock

from articles import indexing
from articles.gazetteer import builder
from articles.models import Article
from articles.search.embedded import index as embedded
from tests.factories import make_article


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=5, help="how many times a test kills the worker")


@pytest.fixture(scope="session", autouse=True)
def built_gazetteer(pytestconfig: pytest.Config) -> None:
    """Build one gazetteer for all workers and later runs, until its code or data change."""
    kept = pytestconfig.cache.mkdir("gazetteer") / "gazetteer.sqlite"
    with FileLock(f"{kept}.lock"):
        if not builder.is_current(kept):
            builder.build(kept)
    shutil.copy(kept, site.GAZETTEER)


@pytest.fixture
def archive(db, tmp_path: Path, settings, monkeypatch) -> Iterator[None]:
    """Start with an empty archive: a database, a folder for originals, and an index."""
    # Answers must be complete, however busy the machine is.
    monkeypatch.setattr(embedded, "TIME_LIMIT", 60)
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
    """Return a function that makes an article and indexes it."""

    def make(*args, **kwargs) -> Article:
        article = make_article(*args, **kwargs)
        indexing.drain()
        return article

    return make
