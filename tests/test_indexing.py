import shutil
import time

import pytest
from django.conf import settings
from django.core.management import call_command

from articles import indexing
from articles.models import Article, Entity, IndexMark
from articles.search.asking.index import IndexUnavailable
from articles.search.asking.query import FACETS, Query
from articles.search.embedded.index import LOOK_AGAIN
from tests.factories import make_article

pytestmark = pytest.mark.usefixtures("archive")

TEXTS = [
    "Governor Ann Marsh opened a school in Nairobi. Marsh thanked the builders.",
    "Governor Ann Marsh closed a bridge in Mombasa. Marsh blamed the river.",
    "Captain Odhiambo Ouko sailed from Kisumu to Entebbe. Ouko saw no other ship.",
]


def found(text: str = "") -> set[int]:
    return {hit.article for hit in indexing.archive().search(Query(text)).hits}


def test_a_deleted_article_leaves_the_index():
    kept, gone = make_article(TEXTS[0]), make_article(TEXTS[2])
    indexing.drain()
    gone.delete()
    indexing.drain()
    assert found() == {kept.pk}


def test_a_day_without_a_clock_is_that_day_wherever_the_archive_stands(client, settings):
    settings.TIME_ZONE = "America/Los_Angeles"
    make_article(TEXTS[0], date="2024-03-01")
    indexing.drain()
    assert found("on:2024-03-01") == found()
    assert "March 1, 2024" in client.get("/search").content.decode()


def test_withdrawn_articles_leave_and_published_ones_return():
    article = make_article(TEXTS[0])
    indexing.drain()
    Article.objects.all().set_state(Article.State.WITHDRAWN)
    indexing.drain()
    assert found("school") == set()
    Article.objects.all().set_state(Article.State.PUBLISHED)
    indexing.drain()
    assert found("school") == {article.pk}


def test_deleting_many_at_once_marks_each():
    make_article(TEXTS[0]), make_article(TEXTS[1])
    indexing.drain()
    Article.objects.all().delete()
    assert IndexMark.objects.count() == 2


def test_a_change_during_indexing_keeps_its_mark():
    article = make_article(TEXTS[0])
    seen = list(IndexMark.objects.all())
    article.save()
    IndexMark.objects.clear(seen)
    assert IndexMark.objects.filter(article_id=article.pk).exists()


def test_marks_stay_when_the_index_cannot_be_written(monkeypatch):
    article = make_article(TEXTS[0])

    def broken():
        raise IndexUnavailable("gone")

    monkeypatch.setattr(indexing, "archive", broken)
    with pytest.raises(IndexUnavailable):
        indexing.drain()
    assert IndexMark.objects.filter(article_id=article.pk).exists()


def test_a_name_that_is_no_longer_listed_leaves_the_facets():
    make_article(TEXTS[0])
    indexing.drain()
    marsh = Entity.objects.get(kind="person", name="Ann Marsh")
    marsh.listed = False
    marsh.save()
    indexing.drain()
    facet = indexing.archive().search(Query()).facets["person"]
    assert marsh.pk not in {count.value for count in facet}


def test_rebuilding_a_deleted_index_gives_the_same_results():
    for text in TEXTS * 2:
        make_article(text)
    indexing.drain()
    queries = [Query(), Query("marsh"), Query("bridge OR ship"), Query(sort="oldest")]
    before = [indexing.archive().search(query) for query in queries]
    shutil.rmtree(settings.INDEX_FOLDER)
    time.sleep(LOOK_AGAIN)  # the index was opened in this process just now
    with pytest.raises(IndexUnavailable):
        indexing.archive().search(Query())
    call_command("rebuild_index", verbosity=0)
    for query, expected in zip(queries, before, strict=True):
        results = indexing.archive().search(query)
        assert [hit.article for hit in results.hits] == [hit.article for hit in expected.hits]
        assert {facet: results.facets[facet] for facet in FACETS} == dict(expected.facets)


def test_the_document_holds_listed_names_and_no_authors():
    article = make_article(TEXTS[0], byline="Kofi Mensah")
    document = indexing.document(article)
    assert document.people == (Entity.objects.get(kind="person", name="Ann Marsh").pk,)
    assert "Ann Marsh" in document.names
    assert document.byline == "Kofi Mensah"


def test_a_speaker_is_found_by_what_an_article_quotes(settings):
    quoted = make_article("Governor Ann Marsh said: “The bridge will stay open all winter.”")
    make_article("Governor Ann Marsh opened the bridge.")
    indexing.drain()
    known = {"speaker": [Entity.objects.get(kind="person", name="Ann Marsh").pk]}
    asked = Query('said:"Ann Marsh"')
    found = indexing.archive().search(asked, lambda kind, name: known[kind])
    assert [hit.article for hit in found.hits] == [quoted.pk]
    settings.QUOTE_CONFIDENCE = 1.0
    indexing.rebuild()
    assert not indexing.archive().search(asked, lambda kind, name: known[kind]).hits


def test_merging_is_tried_every_second_and_ten_seconds_later_after_a_failure(monkeypatch, caplog):
    outcomes = iter([None, OSError("the disk is full"), None])
    waits = []

    def merge() -> None:
        if outcome := next(outcomes):
            raise outcome

    def sleep(seconds: int) -> None:
        waits.append(seconds)
        if len(waits) == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr(indexing, "merge", merge)
    monkeypatch.setattr(indexing.time, "sleep", sleep)
    with pytest.raises(KeyboardInterrupt):
        indexing.keep_merged()
    assert waits == [1, 10, 1, 1]
    assert caplog.messages == ["The index cannot be merged now: the disk is full"]
