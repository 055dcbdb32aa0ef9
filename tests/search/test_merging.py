"""Merged segments are what their documents would have made, and merging disturbs nobody."""

import errno
import os
import random
import time
import tracemalloc
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from whoosh.index import TOC

from articles.search.asking.index import IndexUnavailable
from articles.search.embedded.answering import segment_reader
from articles.search.embedded.answering.snapshot import Snapshot
from articles.search.embedded.disk import arrays, build, dictionary, merge, merge_input, writer
from articles.search.embedded.disk.arrays import Arrays
from articles.search.embedded.disk.codec import ArraysSegment
from articles.search.embedded.disk.policy import DEFAULT, MergePolicy
from articles.search.embedded.disk.segment import open_segment
from articles.search.embedded.disk.tokens import Vocabulary
from articles.search.embedded.disk.writer import (
    BulkWriter,
    Merger,
    Storage,
    create_index,
    plan_merge,
)
from articles.search.embedded.index import EmbeddedIndex
from tests.search.index_contract import a_document, a_random_document, articles, load

NEVER_IN_COMMIT = MergePolicy(merged_in_commit=0, merged_for_each=0)
NO_SHRINKING = [Phase.explicit, Phase.generate]


@settings(max_examples=20, deadline=None, phases=NO_SHRINKING)
@given(
    st.lists(
        st.lists(a_random_document, min_size=1, max_size=8, unique_by=lambda d: d.id),
        min_size=1,
        max_size=3,
    ),
    st.sets(st.integers(0, 7), max_size=5),
    st.sampled_from([1, 3, 1 << 20]),
)
def test_a_merged_segment_is_what_its_documents_would_have_made(batches, deleted, at_once):
    with TemporaryDirectory() as temporary, pytest.MonkeyPatch.context() as patch:
        patch.setattr(merge_input, "AT_ONCE", at_once)
        patch.setattr(dictionary, "TERMS_AT_ONCE", at_once)
        patch.setattr(arrays, "IN_MEMORY", at_once)
        folder = Path(temporary)
        parts, live = [], []
        for number, batch in enumerate(batches):
            build.build_segment(folder / str(number), batch, Vocabulary())
            dead = np.array(sorted(at for at in deleted if at < len(batch)), np.int64)
            parts.append((Arrays(folder / str(number)), dead))
            live += [document for at, document in enumerate(batch) if at not in deleted]
        if not live:
            return
        inputs = merge.merge_segments(folder / "merged", parts)
        assert sum(each.live_count for each in inputs) == len(live)
        build.build_segment(folder / "direct", live, Vocabulary())
        merged, direct = Arrays(folder / "merged"), Arrays(folder / "direct")
        for name in direct:
            if not name.startswith(("profile", "source", "spellings")):
                assert merged[name].tolist() == direct[name].tolist(), name
        files = [open_segment(folder / name) for name in ("merged", "direct")]
        groups = [[file.groups[number] for number in file.group] for file in files]
        assert groups[0] == groups[1]


def test_small_segments_are_merged_before_large_ones():
    def segments(*sizes: int) -> list[ArraysSegment]:
        return [ArraysSegment("MAIN", size) for size in sizes]

    assert DEFAULT.choose_segments(segments(100_000, 50, 40)) == []
    three = segments(100_000, 50, 40, 300)
    assert DEFAULT.choose_segments(three) == three[1:]
    assert DEFAULT.choose_segments(segments(100_000, 90_000, 3000, 3000, 300, 200)) == []


def test_the_tiers_begin_at_400_documents_and_at_eight_times_as_many():
    def chosen(*sizes: int) -> list[int]:
        segments = [ArraysSegment("MAIN", size) for size in sizes]
        return [segment.doc_count() for segment in DEFAULT.choose_segments(segments)]

    assert chosen(399, 399, 399) == [399, 399, 399]
    assert chosen(399, 399, 400) == []
    assert chosen(3199, 400, 500) == [3199, 400, 500]
    assert chosen(3200, 400, 500) == []


def test_a_segment_is_merged_alone_when_more_than_half_of_it_is_deleted():
    segment = ArraysSegment("MAIN", 10)
    segment.delete(np.arange(5))
    assert DEFAULT.choose_segments([segment]) == []
    segment.delete(np.array([9]))
    assert DEFAULT.choose_segments([segment]) == [segment]
    assert segment.deleted.tolist() == [0, 1, 2, 3, 4, 9]


def test_at_most_ten_segments_are_merged_at_once_and_no_more_documents_than_allowed():
    segments = [ArraysSegment("MAIN", 5) for _ in range(12)]
    assert DEFAULT.choose_segments(segments) == segments[:10]
    assert DEFAULT.choose_segments(segments, limit=50) == segments[:10]
    assert DEFAULT.choose_segments(segments, limit=49) == []


def test_a_commit_may_merge_600_documents_or_sixteen_times_what_it_adds():
    assert [DEFAULT.limit_of_commit(added) for added in (0, 37, 38, 100)] == [600, 600, 608, 1600]


@pytest.mark.parametrize(
    ("policy", "segments"),
    [
        (MergePolicy(merged_in_commit=2, merged_for_each=2), 3),
        (MergePolicy(merged_in_commit=3, merged_for_each=0), 1),
        (MergePolicy(merged_in_commit=0, merged_for_each=3), 1),
        (MergePolicy(kept_in_tier=3), 3),
        (MergePolicy(smallest_tier=1, tier_ratio=2, kept_in_tier=2), 1),
    ],
)
def test_the_policy_says_what_a_commit_merges(tmp_path, policy, segments):
    index = EmbeddedIndex(tmp_path, policy)
    for id in range(1, 4):
        load(index, a_document(id))
    assert len(list(index.folder.find_current().glob("*.arrays"))) == segments


def test_segments_without_live_documents_are_merged_into_an_empty_one(tmp_path):
    build.build_segment(tmp_path / "a", [a_document(1), a_document(2)], Vocabulary())
    merge.merge_segments(tmp_path / "merged", [(Arrays(tmp_path / "a"), np.arange(2))])
    assert open_segment(tmp_path / "merged").documents == 0


def test_memory_does_not_grow_with_the_segments(tmp_path, monkeypatch):
    monkeypatch.setattr(merge_input, "AT_ONCE", 2000)
    monkeypatch.setattr(dictionary, "TERMS_AT_ONCE", 1000)
    monkeypatch.setattr(arrays, "IN_MEMORY", 1000)
    chance = random.Random(1)
    texts = [" ".join(str(chance.randrange(9000)) for _ in range(60)) for _ in range(1600)]

    def peak(documents: int) -> int:
        """Bytes that merging two segments of that many documents takes."""
        files = []
        for number in range(2):
            path = tmp_path / f"{documents}-{number}"
            made = [
                a_document(at + 1, text=text, people=(at % 97 + 1,), places=(1, at % 50 + 2))
                for at, text in enumerate(texts[:documents])
            ]
            build.build_segment(path, made, Vocabulary())
            files.append((Arrays(path), np.arange(0, documents, 9)))
        tracemalloc.start()
        merge.merge_segments(tmp_path / "merged", files)
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    few = peak(400)
    # What is known of each document is in memory, but no postings, words or values.
    assert peak(1600) < few + 1200 * 2 * 20


def test_a_large_merge_leaves_the_index_to_others(tmp_path):
    index = EmbeddedIndex(tmp_path / "index", NEVER_IN_COMMIT)
    for id in range(1, 5):
        load(index, a_document(id, text="flood"), a_document(id + 10, text="harvest"))
    folder = index.folder.find_current()
    merger = plan_merge(folder)
    assert merger
    merger.run()
    load(index, a_document(2, text="drought"), a_document(9, text="flood"))
    with index.writing() as bulk:
        bulk.remove([3])
    bulk = BulkWriter(folder, Vocabulary())
    assert merger.replace_segments(bulk)
    bulk.publish()
    time.sleep(0.3)
    assert articles(index, "flood") == [9, 4, 1]
    assert articles(index, "drought") == [2]
    assert articles(index, "harvest") == [14, 13, 12, 11]


def test_a_merge_whose_segments_were_removed_is_thrown_away(tmp_path):
    index = EmbeddedIndex(tmp_path / "index", NEVER_IN_COMMIT)
    for id in range(1, 5):
        load(index, a_document(id, text="flood"))
    merger = plan_merge(index.folder.find_current())
    assert merger
    merger.run()
    with index.writing() as bulk:
        bulk.remove([1])
    bulk = BulkWriter(index.folder.find_current(), Vocabulary())
    assert not merger.replace_segments(bulk)
    assert not list(index.folder.find_current().glob("*.merging"))
    assert index.merge()
    assert not index.merge()
    assert articles(index, "flood") == [4, 3, 2]


def test_a_commit_may_remove_what_is_about_to_be_merged(tmp_path, monkeypatch):
    index = EmbeddedIndex(tmp_path / "index", NEVER_IN_COMMIT)
    for id in range(1, 5):
        load(index, a_document(id, text="flood"))
    run = Merger.run

    def run_late(merger: Merger) -> None:
        monkeypatch.setattr(Merger, "run", run)
        with index.writing() as bulk:
            bulk.remove([1])
        run(merger)

    monkeypatch.setattr(Merger, "run", run_late)
    assert index.merge()
    assert index.merge()
    assert articles(index, "flood") == [4, 3, 2]


def test_a_commit_may_remove_what_merging_has_just_read_of(tmp_path, monkeypatch):
    index = EmbeddedIndex(tmp_path / "index")
    load(index, a_document(1, text="flood"))
    read = TOC.read

    def read_late(storage: Storage, name: str) -> TOC:
        monkeypatch.setattr(TOC, "read", read)
        load(index, a_document(2, text="flood"))
        raise FileNotFoundError("its table of contents was removed")

    monkeypatch.setattr(TOC, "read", read_late)
    assert not index.merge()
    assert articles(index, "flood") == [2, 1]


def test_a_reader_opens_the_index_after_merges_removed_its_files_twice(tmp_path, monkeypatch):
    load(EmbeddedIndex(tmp_path / "index"), a_document(1, text="flood"))
    lose_contents(monkeypatch, times=2)
    assert articles(EmbeddedIndex(tmp_path / "index"), "flood") == [1]


def test_a_reader_gives_up_when_files_are_missing_three_times(tmp_path, monkeypatch):
    load(EmbeddedIndex(tmp_path / "index"), a_document(1, text="flood"))
    lose_contents(monkeypatch, times=3)
    with pytest.raises(IndexUnavailable, match="its table of contents was removed"):
        EmbeddedIndex(tmp_path / "index").generation()


def lose_contents(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Make the next readers of an index find no table of contents."""
    read = TOC.read
    left = iter(range(times))

    def read_late(storage: Storage, name: str) -> TOC:
        if next(left, None) is not None:
            raise FileNotFoundError("its table of contents was removed")
        return read(storage, name)

    monkeypatch.setattr(TOC, "read", read_late)


def test_merging_on_a_full_disk_is_an_error_that_costs_nothing(tmp_path, monkeypatch):
    index = EmbeddedIndex(tmp_path / "index", NEVER_IN_COMMIT)
    for id in range(1, 5):
        load(index, a_document(id, text="flood"))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(arrays, "IN_MEMORY", 0)
        patch.setattr(os, "posix_fallocate", full)
        with pytest.raises(OSError, match="No space left"):
            index.merge()
    assert not list(index.folder.find_current().glob("*.merging"))
    assert articles(index, "flood") == [4, 3, 2, 1]
    assert index.merge()


@pytest.mark.parametrize(
    ("limit", "value", "sizes"),
    [("BATCH_DOCUMENTS", 2, [2, 2, 1]), ("BATCH_LETTERS", 20, [3, 2]), ("NAME", "MAIN", [5])],
)
def test_a_batch_that_is_full_becomes_a_segment(tmp_path, monkeypatch, limit, value, sizes):
    monkeypatch.setattr(writer, limit, value)
    create_index(tmp_path)
    bulk = BulkWriter(tmp_path, Vocabulary(), MergePolicy(kept_in_tier=9))
    bulk.put(a_document(id, headings="12", text="12345") for id in range(1, 6))
    bulk.commit()
    assert [segment.doc_count() for segment in bulk.segments] == sizes
    assert sorted(Snapshot(tmp_path).ids()) == [1, 2, 3, 4, 5]


def test_rebuilding_merges_its_last_batch_too(tmp_path, monkeypatch):
    monkeypatch.setattr(writer, "BATCH_DOCUMENTS", 2)
    index = EmbeddedIndex(tmp_path / "index", NEVER_IN_COMMIT)
    with index.rebuilding() as bulk:
        bulk.put(a_document(id, text="flood") for id in range(1, 8))
    assert [segment.doc_count() for segment in bulk.segments] == [7]
    assert articles(index, "flood") == [7, 6, 5, 4, 3, 2, 1]


def test_many_small_commits_leave_few_segments(tmp_path):
    create_index(tmp_path)
    for number in range(40):
        bulk = BulkWriter(tmp_path, Vocabulary(), MergePolicy(smallest_tier=4))
        bulk.put([a_document(number + 1)])
        bulk.commit()
        assert len(bulk.segments) <= 6
    assert sorted(Snapshot(tmp_path).ids()) == list(range(1, 41))
    assert len(list(tmp_path.iterdir())) == len(bulk.segments) + 1


def test_what_is_remembered_of_segments_goes_with_them(tmp_path):
    index = EmbeddedIndex(tmp_path / "index", NEVER_IN_COMMIT)

    def remembered() -> set[str]:
        keys = [*segment_reader.postings.cache, *segment_reader.expansions.cache]
        return {Path(key[0]).name for key in keys if key[0].startswith(str(tmp_path))}

    for id in range(1, 5):
        load(index, a_document(id, text="flood river"))
    assert articles(index, "flood riv*") == [4, 3, 2, 1]
    before = remembered()
    assert before == {file.name for file in index.folder.find_current().glob("*.arrays")}
    assert index.merge()
    assert articles(index, "flood riv*") == [4, 3, 2, 1]
    (merged,) = remembered()
    assert merged not in before


@pytest.mark.parametrize("early", [True, False])
def test_a_merge_gives_way_to_a_rebuilt_index(tmp_path, monkeypatch, early):
    index = EmbeddedIndex(tmp_path / "index", NEVER_IN_COMMIT)
    for id in range(1, 5):
        load(index, a_document(id, text="flood"))
    run = Merger.run

    def rebuild_meanwhile(merger: Merger) -> None:
        monkeypatch.setattr(Merger, "run", run)
        if not early:
            run(merger)
        with index.rebuilding() as rebuilt:
            rebuilt.put([a_document(7, text="flood")])
        if early:
            run(merger)

    monkeypatch.setattr(Merger, "run", rebuild_meanwhile)
    assert index.merge()
    assert articles(index, "flood") == [7]
    load(index, a_document(8, text="flood"))
    assert articles(index, "flood") == [8, 7]
