"""Authority lists: CSV files of certain names."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles import desk, entities, indexing
from articles.desk import authorities
from articles.models import Decision, Entity
from tests.factories import make_article
from tests.fake_extractor import extract

pytestmark = pytest.mark.usefixtures("archive")

HEADER = "name,aliases,kind,latitude,longitude,wikidata,country"
LIST = [
    HEADER,
    'Joe Biden,"Joseph R. Biden Jr.|Uncle Joe",person,,,Q6279,',
    "Camp Echo,Echo Base,place,33.5,44.25,,iq",
    "Mosul,,place,36.34,43.12,Q83223,IQ",
    "Western Union,,organisation,,,,",
]


@pytest.fixture(autouse=True)
def plain_reading(monkeypatch) -> None:
    monkeypatch.setattr(entities, "extract", extract)


def load(*lines: str) -> list[str]:
    """Return the problems, each with the number of its line."""
    return [
        f"{outcome.line}: {outcome.problem}"
        for outcome in authorities.load(lines, "agency.csv")
        if outcome.problem
    ]


def listed() -> set[str]:
    return {one.name for one in Entity.objects.listed()}


def test_a_list_confirms_merges_locates_and_identifies():
    make_article(title="Joe Biden + Western Union @ Camp Echo")
    make_article(title="Joseph R. Biden Jr.")
    assert load(*LIST) == []
    biden, camp = (
        Entity.objects.get(kind="person", name="Joe Biden"),
        Entity.objects.get(kind="place", name="Camp Echo"),
    )
    assert biden.other_names == ["Joseph R. Biden Jr.", "Uncle Joe"]
    assert (biden.wikidata, biden.verdict) == ("Q6279", "confirmed")
    assert (camp.location.coordinates, camp.location.country) == ((33.5, 44.25), "IQ")
    assert Entity.objects.get(kind="place", name="Mosul").location.gazetteer_id == "geonames:99072"
    # The country that holds two of them can be chosen, too.
    assert listed() == {"Joe Biden", "Camp Echo", "Mosul", "Iraq"}


def test_loading_again_decides_nothing_new():
    load(*LIST)
    before = Decision.objects.count()
    assert load(*LIST) == []
    assert Decision.objects.count() == before


def test_it_holds_for_articles_that_come_later():
    load(*LIST)
    make_article(title="Uncle Joe + Western Union @ Echo Base")
    indexing.drain()
    named = {one.name for one in Entity.objects.listed().filter(kind="person") if one.aliases}
    assert named == {"Joe Biden"}
    article = Entity.objects.get(kind="person", name="Uncle Joe").mentions.get().article
    document = indexing.document(article)
    assert "Joe Biden" in document.names
    assert "Camp Echo" in document.names
    assert "Western Union" not in document.names


def test_what_a_list_says_is_undone_like_any_decision():
    make_article(title="Joe Biden"), make_article(title="Joseph R. Biden Jr.")
    load(*LIST)
    desk.undo(Decision.objects.get(kind="merge"), None)
    assert {"Joe Biden", "Joseph R. Biden Jr."} <= listed()
    assert Decision.objects.get(kind="merge").source == "agency.csv"


def test_a_list_prefers_its_own_spelling():
    make_article(title="JOE BIDEN")
    load(HEADER, "Joe Biden,,person,,,,")
    assert listed() == {"Joe Biden"}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (",,person,,,,", "The name is missing."),
        ("Ann Lee,,dog,,,,", "The kind is “dog”"),
        ("Ann Lee,,person,1,2,,", "Only places have"),
        ("Camp,,place,north,2,,", "is not a latitude and a longitude"),
        ("Camp,,place,91,2,,", "not on Earth"),
        ("Camp,,place,nan,2,,", "not on Earth"),
        ("Ann Lee,,person,,,42,", "is not a Wikidata identifier"),
        ("Ann Lee,,person", "more or fewer cells"),
        ("Ann Lee,,person,,,,,,", "more or fewer cells"),
        ("…,,person,,,,", "is not a name"),
        ("x" * 201 + ",,person,,,,", "at most 200"),
        ("Ann Lee," + "x" * 201 + ",person,,,,", "at most 200"),
    ],
)
def test_a_wrong_line_is_left_out_and_named(line: str, problem: str):
    (told,) = load(HEADER, line, "Joe Hill,,person,,,,")
    assert told.startswith("2: ")
    assert problem in told
    assert listed() == {"Joe Hill"}


def test_a_list_without_the_needed_columns_is_refused():
    with pytest.raises(desk.Impossible, match="no column kind"):
        load("name,aliases", "Ann Lee,")
    with pytest.raises(desk.Impossible, match="columns are unknown: shoe size"):
        load("name,kind,shoe size", "Ann Lee,person,42")


def test_the_command_reports_line_by_line(tmp_path: Path, capsys):
    path = tmp_path / "agency.csv"
    path.write_text("\n".join([*LIST, "Ann Lee,,dog,,,,"]), encoding="utf-8-sig")
    call_command("load_authorities", path)
    out, err = capsys.readouterr()
    assert "4 names are as the list says, 1 lines left out." in out
    assert "agency.csv, line 6 (Ann Lee): The kind is “dog”" in err


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"name;kind\nAnn;person\n", None])
def test_the_command_says_what_is_wrong_with_the_file(tmp_path: Path, content: bytes | None):
    path = tmp_path / "agency.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=r"agency\.csv"):
        call_command("load_authorities", path)
