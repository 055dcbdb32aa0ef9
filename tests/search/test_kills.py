"""Writers that are killed: at each of their steps on files, and at any moment.

`python -m pytest tests/search/test_kills.py --kills 50` kills the worker fifty times, not five."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from whoosh.index import TOC

from articles.search.asking.index import Index
from articles.search.embedded.disk.folder import Folder
from articles.search.embedded.disk.policy import MergePolicy
from articles.search.embedded.disk.writer import NAME, Storage
from articles.search.embedded.index import EmbeddedIndex
from tests.search.index_contract import a_document, articles, load

pytestmark = pytest.mark.slow

NEVER_IN_COMMIT = MergePolicy(merged_in_commit=0, merged_for_each=0)
STEPS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "mmap.__new__")
"""What a process tells its audit hooks before it does it."""


def dies_at(step: int, act: Callable[[], object]) -> bool:
    """Do it in a process that is killed before that step; return whether it got there."""
    child = os.fork()
    if not child:
        taken = count(1)

        def kill(event: str, _: object) -> None:
            if event in STEPS and next(taken) == step:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(kill)
        act()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def commit(index: Index) -> None:
    with index.writing() as changing:
        changing.put([a_document(2, text="drought"), a_document(9, text="drought")])
        changing.remove([3])


def rebuild(index: Index) -> None:
    with index.rebuilding() as changing:
        changing.put([a_document(2, text="drought"), a_document(9, text="drought")])


def merge(index: Index) -> None:
    assert index.merge()


@pytest.mark.parametrize(
    ("act", "merging", "before", "after"),
    [
        (commit, False, ({1, 2, 3, 4}, []), ({1, 2, 4, 9}, [9, 2])),
        (commit, True, ({1, 2, 3, 4}, []), ({1, 2, 4, 9}, [9, 2])),
        (rebuild, False, ({1, 2, 3, 4}, []), ({2, 9}, [9, 2])),
        (merge, False, ({1, 2, 3, 4}, []), ({1, 2, 3, 4}, [])),
    ],
    ids=["commit", "commit with a merge", "rebuild", "merge"],
)
def test_killed_at_any_step_it_leaves_the_last_commit_and_is_done_by_the_next(
    tmp_path, act, merging, before, after
):
    prepared = EmbeddedIndex(tmp_path / "prepared", NEVER_IN_COMMIT)
    for id in range(1, 5):
        load(prepared, a_document(id, text="flood"))
    policy = replace(NEVER_IN_COMMIT, merged_in_commit=100) if merging else NEVER_IN_COMMIT

    def state(index: Index) -> tuple[set[int], list[int]]:
        return set(index.ids()), articles(index, "drought")

    for step in count(1):
        folder = tmp_path / str(step)
        shutil.copytree(tmp_path / "prepared", folder)
        died = dies_at(step, lambda folder=folder: act(EmbeddedIndex(folder, policy)))
        left = state(EmbeddedIndex(folder))
        assert left in (before, after)
        if not died:
            assert left == after
            break
        again = EmbeddedIndex(folder, policy)
        if act is merge:
            again.merge()
            load(again, a_document(4, text="flood"))  # Whoever writes next sweeps.
        else:
            act(again)
        assert state(again) == after
        assert left_over(folder) == set()
        shutil.rmtree(folder)
    assert step > 10


def left_over(folder: Path) -> set[str]:
    """The files in the index's folder that belong to no commit."""
    current = Folder(folder).find_current()
    contents = TOC.read(Storage(str(current)), NAME)
    named = {segment.file(current).name for segment in contents.segments}
    named.add(TOC._filename(NAME, contents.generation))
    others = {path.name for path in folder.iterdir() if path.is_dir() and path != current}
    return others | ({file.name for file in current.iterdir()} - named)


WORKER = """
import random, sys
import django

django.setup()
from django.utils import timezone
from articles import indexing
from articles.models import (Article, IndexMark)
from articles.search.asking.query import Query

if sys.argv[1] == "check":
    indexing.drain()
    indexing.merge()
    assert not IndexMark.objects.exists()
    assert set(indexing.archive().ids()) == set(Article.objects.values_list("pk", flat=True))
    for article in Article.objects.all():
        results = indexing.archive().search(Query(f"title:{article.title.split()[-1]}"))
        assert [hit.article for hit in results.hits] == [article.pk], article.title
    print(Article.objects.count())
else:
    chance = random.Random(int(sys.argv[2]))
    for round in range(1_000_000):
        for number in range(20):
            article = Article.objects.order_by("?").first()
            if article is None or chance.random() < 0.5:
                name = f"{sys.argv[2]}x{round}x{number}"
                article = Article(checksum=name, published_at=timezone.now())
            article.title = f"Council meets about matter{sys.argv[2]}x{round}x{number}"
            article.save()
        if chance.random() < 0.3:
            indexing.rebuild()
        indexing.drain()
        indexing.merge()
        print(round, flush=True)
"""


def test_a_killed_worker_leaves_marks_and_the_next_one_does_the_rest(tmp_path, request):
    environment = {
        **os.environ,
        "NEWSROOM_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }
    root = Path(__file__).parents[2]

    def run(*arguments: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            cwd=root, env=environment, text=True, stdout=subprocess.PIPE,
        )  # fmt: skip

    assert run("manage.py", "migrate", "--verbosity=0").wait() == 0
    chance = random.Random(4)
    limit = 0
    for number in range(request.config.getoption("--kills")):
        worker = run("-c", WORKER, "work", number)
        assert worker.stdout
        for _ in range(chance.randint(1, 3)):
            assert worker.stdout.readline()
        time.sleep(chance.random() * 0.3)
        worker.send_signal(signal.SIGKILL)
        worker.communicate()
        checked, _ = run("-c", WORKER, "check").communicate(timeout=120)
        limit = max(limit, int(checked))
    assert limit > 20
    assert left_over(tmp_path / "index") == set()


ANNOUNCED = ["sync contents", "sync index", "name contents", "sync index"]


@pytest.fixture
def on_disk(tmp_path, monkeypatch) -> list[str]:
    """What is synced and renamed, in order: files by what they are, and folders: the index's own
    and the one around it."""
    done: list[str] = []
    fsync, replace, rename = os.fsync, os.replace, os.rename

    def kind(path: Path) -> str:
        if path.is_dir():
            return "index" if path.name[0].isdigit() else "folder"
        if path.name.startswith("_MAIN_"):
            return "contents"
        return path.suffix if path.name.startswith("MAIN_") else path.name

    def synced(handle: int) -> None:
        number = os.fstat(handle).st_ino
        path = next(path for path in tmp_path.rglob("*") if path.stat().st_ino == number)
        done.append(f"sync {kind(path)}")
        fsync(handle)

    def renamed(by: Callable[..., None]) -> Callable[..., None]:
        def act(old: Path | str, new: Path | str) -> None:
            by(old, new)
            done.append(f"name {kind(Path(new))}")

        return act

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", renamed(replace))
    monkeypatch.setattr(os, "rename", renamed(rename))
    return done


def test_all_that_a_commit_needs_is_on_the_disk_before_it_is_announced(tmp_path, on_disk):
    index = EmbeddedIndex(tmp_path / "index")
    load(index, a_document(1))
    on_disk.clear()
    load(index, a_document(2))
    assert on_disk == ["sync .arrays", *ANNOUNCED]


def test_all_that_a_merge_needs_is_on_the_disk_before_it_is_announced(tmp_path, on_disk):
    index = EmbeddedIndex(tmp_path / "index", NEVER_IN_COMMIT)
    for id in range(1, 4):
        load(index, a_document(id))
    on_disk.clear()
    index.merge()
    assert on_disk == ["sync .merging", "name .arrays", "sync .arrays", *ANNOUNCED]


def test_a_new_index_is_on_the_disk_before_it_takes_the_place_of_the_old(tmp_path, on_disk):
    index = EmbeddedIndex(tmp_path / "index")
    load(index, a_document(1))
    on_disk.clear()
    rebuild(index)
    switched = ["sync current.new", "sync folder", "name current", "sync folder"]
    assert on_disk == [*ANNOUNCED, "sync .arrays", *ANNOUNCED, *switched]
