"""Readers and writers at the same time, in threads and processes, some of them killed."""

import random
import signal
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest

from articles.search import open_index
from articles.search.asking.query import Query
from articles.search.embedded.answering import segment_reader
from articles.search.embedded.disk.policy import MergePolicy
from articles.search.embedded.index import EmbeddedIndex
from tests.search.index_contract import a_document, articles, load

pytestmark = pytest.mark.slow

WRITES_FOR_EVER = """
import sys
from itertools import pairwise
from pathlib import Path
from articles.search import open_index
from tests.search.index_contract import a_document

index = open_index(Path(sys.argv[1]))
number = int(sys.argv[2])
while True:
    with index.writing() as writer:
        writer.remove([number - 2])
        writer.put([a_document(number, text=f"batch{number}"), a_document(number + 10_000)])
    print(number, flush=True)
    number += 1
"""
WRITES_ONCE = """
import sys
from itertools import pairwise
from pathlib import Path
from articles.search import open_index
from tests.search.index_contract import a_document

with open_index(Path(sys.argv[1])).writing() as writer:
    writer.put([a_document(int(sys.argv[2]), text="flood")])
"""
READS = """
import sys
from pathlib import Path
from articles.search import open_index
from articles.search.asking.query import Query

index = open_index(Path(sys.argv[1]))
answers = seen = before = 0
print(index.search(Query()).total, flush=True)
while before < int(sys.argv[2]):
    for text in ("flood", "flood river", '"flood river"', "riv*", "flood OR none", ""):
        results = index.search(Query(text))
        if results.partial:
            continue  # The machine is busy, and the page would say so.
        counted = sum(count.matches for count in results.facets["person"])
        assert results.total % 10 == 0, (text, results.total)
        assert results.total >= before, (text, results.total, before)
        assert counted == results.total, (text, counted, results.total)
        answers, seen = answers + 1, seen + (results.total > before)
        before = results.total
print(answers, seen)
"""


def run(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def test_a_killed_writer_loses_nothing_that_it_had_announced(tmp_path):
    chance = random.Random(7)
    number = 10
    for _ in range(5):
        child = run(WRITES_FOR_EVER, tmp_path / "index", number)
        assert child.stdout
        announced = [int(child.stdout.readline()) for _ in range(chance.randint(1, 6))][-1]
        time.sleep(chance.random() * 0.02)
        child.send_signal(signal.SIGKILL)
        rest = child.stdout.read().split()
        child.wait()
        announced = max([announced, *map(int, rest)])
        index = EmbeddedIndex(tmp_path / "index")
        held = set(index.ids())
        last = max(id for id in held if id < 10_000)
        # It may have been killed between a commit and the word of it.
        assert last in (announced, announced + 1)
        assert {announced, last + 10_000} <= held
        assert last - 2 not in held
        assert articles(index, f"batch{last}") == [last]
        number = last + 1
    load(EmbeddedIndex(tmp_path / "index"), a_document(5))
    folders = [path for path in (tmp_path / "index").iterdir() if path.is_dir()]
    assert len(folders) == 1
    assert not [path for path in folders[0].iterdir() if ".toc." in path.name]


def test_a_commit_of_another_process_is_seen_within_a_second(tmp_path):
    index = open_index(tmp_path / "index")
    load(index, a_document(1, text="flood"))
    assert articles(index, "flood") == [1]
    assert run(WRITES_ONCE, tmp_path / "index", 2).wait() == 0
    time.sleep(0.5)
    assert articles(index, "flood") == [2, 1]


def test_writers_of_several_processes_wait_for_each_other(tmp_path):
    children = [run(WRITES_ONCE, tmp_path / "index", number) for number in range(1, 5)]
    assert [child.wait() for child in children] == [0, 0, 0, 0]
    assert set(EmbeddedIndex(tmp_path / "index").ids()) == {1, 2, 3, 4}


def test_threads_read_whole_states_while_another_writes(tmp_path, monkeypatch):
    # So little room that postings are forgotten all the time.
    monkeypatch.setattr(
        segment_reader,
        "postings",
        segment_reader.SizedCache(20_000, segment_reader.DecodedPostings.size),
    )
    index = open_index(tmp_path / "index")
    sizes = [30, 60, 90, 120]
    documents = [
        a_document(id, text="flood " * (id % 3 + 1) + "river", people=(id % 7 + 1,), places=(1,))
        for id in range(1, max(sizes) + 1)
    ]
    load(index, *documents[:30])
    wrong: list[object] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            for text in ("flood", "flood river", '"flood river"', "riv*", "flood OR none", ""):
                try:
                    results = index.search(Query(text))
                    counted = sum(count.matches for count in results.facets["person"])
                    whole = results.total in sizes and counted == results.total
                    if not (whole or results.partial):
                        wrong.append(results)
                except Exception as error:  # Any error at all is what this test looks for.
                    wrong.append(error)

    readers = [threading.Thread(target=read) for _ in range(6)]
    for reader in readers:
        reader.start()
    for before, size in pairwise(sizes):
        with index.writing() as writer:
            writer.remove(range(1, before, 5))
            writer.put(documents[:size])
        time.sleep(0.3)
    with index.rebuilding() as writer:
        writer.put(documents)
    time.sleep(0.3)
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert index.search(Query("flood")).total == 120


def test_processes_and_threads_read_whole_states_while_others_write_and_merge(tmp_path):
    never_in_commit = MergePolicy(merged_in_commit=0, merged_for_each=0)
    index = EmbeddedIndex(tmp_path / "index", never_in_commit)
    limit = 300
    documents = [
        a_document(id, text="flood " * (id % 3 + 1) + "river", people=(id % 7 + 1,))
        for id in range(1, limit + 1)
    ]
    load(index, *documents[:10])
    readers = [run(READS, tmp_path / "index", limit) for _ in range(2)]
    assert [int(reader.stdout.readline()) for reader in readers if reader.stdout] == [10, 10]
    wrong: list[object] = []
    merged = 0
    ended = threading.Event()

    def read() -> None:
        reached = 0
        while not ended.is_set():
            results = index.search(Query("flood river"))
            if not results.partial:
                if results.total % 10 or results.total < reached:
                    wrong.append((results, reached))
                reached = results.total

    def merge() -> None:
        nonlocal merged
        while not ended.is_set():
            merged += index.merge()

    threads = [threading.Thread(target=read), threading.Thread(target=merge)]
    for thread in threads:
        thread.start()
    for size in range(20, limit + 1, 10):
        with index.writing() as changing:
            changing.remove(range(1, size - 10, 9))
            changing.put([*documents[: size - 10 : 9], *documents[size - 10 : size]])
        time.sleep(0.05)
    told = [reader.communicate(timeout=60)[0].split() for reader in readers]
    ended.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert merged
    while index.merge():
        pass
    for answers, states in told:
        assert int(answers) > int(states) >= 2
    assert len(list((tmp_path / "index").glob("*/*.arrays"))) <= 6
