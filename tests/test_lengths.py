"""Every value fits its column: SQLite does not check, other databases refuse what is too long."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Max
from django.db.models.functions import Length

from articles import desk, entities, indexing, ingest
from articles.desk import authorities, proposals
from articles.models import Article, Decision, Entity, Location, Mention, Proposal
from articles.search.asking.query import Query
from articles.story import Block, Story
from tests.factories import make_article, make_entity, make_upload
from tests.fake_extractor import extract

SAMPLES = Path(__file__).parents[1] / "articles" / "samples"
BOUNDED = [
    (model, field.attname, field.max_length)
    for model in apps.get_app_config("articles").get_models()
    for field in model._meta.concrete_fields
    if field.max_length and field.get_internal_type() != "UUIDField"
]


def too_long() -> list[tuple[str, str, int]]:
    """Return the table, column and length of the longest value of each column that is too short."""
    found = []
    for model, column, limit in BOUNDED:
        longest = model.objects.order_by().aggregate(longest=Max(Length(column)))["longest"] or 0
        if longest > limit:
            found.append((model.__name__, column, longest))
    return found


@pytest.mark.usefixtures("archive")
def test_all_that_the_samples_and_the_desk_save_fits():
    call_command("load_articles", SAMPLES, verbosity=0)
    proposals.propose()
    lines = ["name,kind,latitude,longitude,country", "Camp Echo,place,33.5,44.25,iq"]
    assert [one.problem for one in authorities.load(lines, "a" * 300 + ".csv")] == [""]
    desk.convert(Entity.objects.listed().filter(kind="person")[0], "organisation", None)
    desk.identify(Entity.objects.listed().filter(kind="person")[0], "Q123456789012", None)
    for waiting in Proposal.objects.waiting():
        proposals.refuse(waiting, None)
    assert Article.objects.count() == len(list(SAMPLES.iterdir()))
    assert Entity.objects.filter(location__gazetteer_id__startswith="newsroom:").exists()
    assert Mention.objects.exclude(role="").exists()
    assert Decision.objects.filter(source__startswith="aaa").exists()
    assert Proposal.objects.exists()
    assert too_long() == []


@pytest.mark.usefixtures("archive")
def test_overlong_values_of_an_article_are_cut_to_fit():
    names = ", ".join(f"Ann{letter * 80} Marsh" for letter in "abcdefghijklmnopqrstuvwxyz")
    article = make_article(
        title="T" * 600,
        text="## " + "h" * 400 + "\n\nThe council met in the town hall and voted.",
        byline=names,
        category="d" * 200,
        source="s" * 300,
        dateline="L" * 300,
        url="https://example.org/" + "u" * 1000,
        language="l" * 20,
    )
    assert too_long() == []
    # Half an address leads nowhere, and half a name is somebody else's.
    assert article.url == ""
    assert article.byline == ", ".join(names.split(", ")[:21])


@pytest.mark.usefixtures("archive")
def test_an_overlong_path_keeps_its_end():
    upload = make_upload("news.zip", b"The council met in the town hall and voted.")
    blocks = (Block("The council met in the town hall and voted."),)
    ingest.save(Story(blocks, name="archive/" * 70 + "council.txt"), upload)
    assert Article.objects.get().original_name == "/" + "archive/" * 61 + "council.txt"
    assert len(Article.objects.get().original_name) == 500


@pytest.mark.usefixtures("archive")
def test_no_word_of_an_overlong_title_heading_or_byline_is_lost_to_searches():
    title = "The council meets " + "again and " * 60 + "adjourns to Lisbon"
    heading = "What the harbour " + "of the old town " * 30 + "costs in sterling"
    article = make_article(
        f"The council met in the town hall.\n\n## {heading}\n\nIt voted on Monday.",
        title=title,
        byline=", ".join(f"Reporter Number{letter * 20}" for letter in "abcdefghijkl"),
    )
    assert (len(article.title) <= 500, article.title[-10:]) == (True, "again and…")
    lead, section = article.sections.all()
    assert lead.text == f"{title}\n\nThe council met in the town hall."
    assert (section.heading[-10:], section.text.split("\n\n")) == (
        "wn of the…",
        [heading, "It voted on Monday."],
    )
    indexing.drain()
    for text in ("adjourns", "sterling", "by:Number" + "l" * 20):
        found = indexing.archive().search(Query(text)).hits
        assert [hit.article for hit in found] == [article.pk]


@pytest.mark.usefixtures("archive")
def test_an_overlong_title_over_a_first_heading_keeps_its_lead():
    title = "Tides " * 100
    article = make_article("## What the river did\n\nThe river rose.", title=title.strip())
    assert [part.heading for part in article.sections.all()] == ["", "What the river did"]
    assert article.sections.all()[0].text == title.strip()


@pytest.mark.usefixtures("archive")
def test_a_namesake_keeps_what_tells_it_apart(monkeypatch):
    monkeypatch.setattr(entities, "extract", extract)
    name = "John " + "Maximilian-" * 16 + "Smith"
    for number in range(3):
        make_article(title=f"Minister {name} + Kay Orr @ Dover {number}")
        make_article(title=f"Bowler {name} + Ann Lee @ Perth {number}")
    Entity.objects.filter(kind="person", name=name).update(name=f"{name} {'x' * (199 - len(name))}")
    proposals.propose()
    proposal = Proposal.objects.get()
    assert (len(proposal.namesake), proposal.namesake[-9:]) == (200, " (Bowler)")
    proposals.accept(proposal, None)
    assert Entity.objects.get(kind="person", name=proposal.namesake).mentions.count() == 3
    assert too_long() == []


@pytest.mark.django_db
@pytest.mark.parametrize("country", ["IRQ", "Germany", "I", "1Q", "ΙΡ"])
def test_a_country_is_refused_rather_than_cut(country: str):
    camp = make_entity("place", "Camp Echo")
    with pytest.raises(desk.Impossible, match="two letters, like IQ"):
        desk.locate(camp, 33.5, 44.25, country, None)
    lines = ["name,kind,country", f"Camp Echo,place,{country}"]
    (outcome,) = authorities.load(lines, "agency.csv")
    assert "two letters, like IQ" in outcome.problem


def test_every_entry_of_the_gazetteer_fits_the_columns_of_a_place():
    with closing(sqlite3.connect(settings.GAZETTEER)) as gazetteer:
        columns = ("id", "kind", "country", "id", "name")
        longest = ", ".join(f"max(length({column}))" for column in columns)
        row = gazetteer.execute(f"SELECT {longest} FROM entry").fetchone()
        (key,) = gazetteer.execute("SELECT max(length(key)) FROM name").fetchone()
    fields = ("gazetteer_id", "feature", "country", "identity", "name", "key")
    of_entity = ("identity", "name", "key")
    limit = {
        field: (Entity if field in of_entity else Location)._meta.get_field(field).max_length
        for field in fields
    }
    found = dict(zip(fields, (*row, key), strict=True))
    assert found["gazetteer_id"] == len("newsroom:democratic-republic-of-the-congo")
    assert {field: found[field] for field in fields if found[field] > limit[field]} == {}


@pytest.mark.django_db
def test_the_database_has_the_length_that_the_model_says():
    columns = connection.introspection.get_table_description
    with connection.cursor() as cursor:
        sizes = {one.name: one.display_size for one in columns(cursor, "articles_location")}
    assert sizes["gazetteer_id"] == 100
