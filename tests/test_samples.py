"""The sample articles are as a newcomer expects. The tests read the files without the readers."""

import html
import re
from collections import Counter
from datetime import date, datetime
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "articles" / "samples"
PATHS = sorted(FOLDER.iterdir())
NAMES = [path.name for path in PATHS]

PEOPLE = (
    "Faisal al-Janabi", "Layla al-Janabi", "Defne Aksoy", "Mohammed Barzan", "Muhammad Barzan",
    "Abu Salim", "Pieter de Wit", "Graça Machava", "Achieng Odhiambo", "Peter Odhiambo",
    "Lucía Fernández-Ortiz", "Blessing Akinyi", "Hirut Tesfamariam", "Cody Lindqvist",
    "Girma Bekele Worku", "R. K. Subramaniam", "Ingrid Solheim", "Mereani Tuilagi",
    "José Antônio Ribeiro", "Nino Lomtadze", "Ousmane Diagne-Faye", "Teresa Quintanilla",
    "Rafael Quintanilla", "Wendell Pruitt", "Harriet Whitcombe", "Radu Ionescu", "Zhao Xiuying",
    "Sokha Chann", "Eleanor Ashby-Cole", "Wallace Tillery", "Hag Mustafa",
)  # fmt: skip
REPORTERS = (
    "Amal Haddad", "Joost van der Berg", "Keiko Tanabe", "Sunniva Dahl", "Claire Beaumont",
    "Brendan O'Shea", "Marisol Vega", "Ruth Nakamura",
)  # fmt: skip
PLACES = (
    "Mosul", "Baghdad", "Nineveh", "Iraq", "Syria", "Turkey", "Ankara", "Tigris", "Euphrates",
    "Beira", "Mozambique", "Maputo", "Pungwe", "Zambia", "Zimbabwe", "Malawi", "Lusaka", "Durban",
    "Indian Ocean", "Rotterdam", "Kisumu", "Kenya", "Nairobi", "Lake Victoria", "Geneva",
    "Barcelona", "Alexandria, Egypt", "Alexandria, Virginia", "Mediterranean", "Ethiopia",
    "Addis Ababa", "Paris, Texas", "Paris, France", "Dallas", "Kiruna", "Sweden", "Tromsø",
    "Norway", "Bengaluru", "India", "Kourou", "French Guiana", "Batumi", "Tbilisi", "Georgia",
    "Black Sea", "Savannah", "Saint-Louis", "Senegal", "Santa Cruz, California", "Monterey Bay",
    "Pacific", "Santa Cruz de la Sierra", "Bolivia", "Kansas", "Constanța", "Romania", "Danube",
    "Phnom Penh", "Siem Reap", "Cambodia", "Mekong", "Suva", "Fiji", "Tonga", "Manaus", "Brazil",
    "Amazon", "Himalayas", "Singapore",
)  # fmt: skip
REWRITES = {
    frozenset({"2023-04-18-dam-talks-resume.md", "2023-04-18-tigris-talks-geneva.txt"}),
    frozenset({"2023-10-17-beira-quay-opens.md", "2023-10-17-copper-ship-leaves-beira.txt"}),
    frozenset({
        "2025-11-16-corniche-marathon-third-win.md", "2025-11-16-mother-and-mailman-win.txt",
    }),
}  # fmt: skip
DESKS = {"World", "Business", "Science", "Health", "Culture", "Sport", "Environment", "Local"}


def encoding(name: str) -> str:
    data = (FOLDER / name).read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


@cache
def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding(name))


def header(name: str) -> dict[str, str]:
    """Return the lines between the two lines of dashes at the top, if there are any."""
    found = re.match(r"---\n(.*?)\n---\n", text(name), re.DOTALL)
    return dict(line.split(": ", 1) for line in found[1].split("\n")) if found else {}


@cache
def body(name: str) -> str:
    """Return the text that readers see: no header, no tags, no boilerplate of web pages."""
    if name.endswith(".html"):
        inside = re.sub(
            r"<(script|style|nav|aside|footer|head)\b.*?</\1>", "", text(name), flags=re.DOTALL
        )
        return html.unescape(re.sub(r"<[^>]+>", " ", inside))
    return re.sub(r"\A---\n.*?\n---\n", "", text(name), flags=re.DOTALL)


def desk(name: str) -> str:
    page = re.search(r'article:section" content="(\w+)"|"articleSection": "(\w+)"', text(name))
    return header(name).get("section", "") or (page[page.lastindex or 0] if page else "")


def length(name: str) -> int:
    return len(body(name).split())


def in_how_many(words: str) -> int:
    spelled = re.compile(rf"\b{re.escape(words)}\b")
    return sum(bool(spelled.search(" ".join(text(name).split()))) for name in NAMES)


@cache
def shingles(name: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", body(name).lower())
    return frozenset(zip(words, words[1:], words[2:], words[3:], words[4:], strict=False))


def alike(one: str, other: str) -> float:
    """Return the share (0 to 1) of the shorter article's five-word shingles that the other has."""
    shared = shingles(one) & shingles(other)
    return len(shared) / min(len(shingles(one)), len(shingles(other)))


def test_there_are_55_articles_in_three_formats() -> None:
    assert Counter(path.suffix for path in PATHS) == {".md": 32, ".txt": 17, ".html": 6}


@pytest.mark.parametrize("name", NAMES)
def test_each_article_has_250_to_900_words(name: str) -> None:
    assert 250 <= length(name) <= 900


def test_a_third_of_the_articles_are_long_reads() -> None:
    assert sum(length(name) > 550 for name in NAMES) >= len(NAMES) / 3


@pytest.mark.parametrize("name", NAMES)
def test_the_file_name_opens_with_the_date_in_the_header(name: str) -> None:
    named = date.fromisoformat(name[:10])
    told = header(name).get("date")
    assert told is None or datetime.fromisoformat(told).date() == named


def test_the_dates_run_from_2019_to_the_middle_of_2026() -> None:
    assert (NAMES[0][:7], NAMES[-1][:7]) == ("2019-04", "2026-06")
    years = Counter(name[:4] for name in NAMES)
    assert sorted(years) == [str(year) for year in range(2019, 2027)]
    assert min(years.values()) >= 5


def test_eight_desks_have_at_least_four_articles_each() -> None:
    desks = Counter(desk(name) for name in NAMES if desk(name))
    assert set(desks) == DESKS
    assert min(desks.values()) >= 4


def test_some_articles_leave_the_desk_title_or_date_to_be_found() -> None:
    plain = [name for name in NAMES if not name.endswith(".html")]
    for left_out in ("title", "byline", "date", "section", "dateline"):
        assert sum(left_out not in header(name) for name in plain) >= 2


def test_one_file_is_latin_1_with_crlf_and_one_is_utf_16() -> None:
    by_encoding = {encoding(name): name for name in NAMES}
    assert by_encoding["utf-16"] == "2023-09-25-batumi-storm.txt"
    assert by_encoding["latin-1"] == "2021-06-16-vaccine-trial-stopped.txt"
    assert (FOLDER / by_encoding["latin-1"]).read_bytes().count(b"\r\n") > 20
    assert Counter(map(encoding, NAMES)) == {"utf-8": 53, "latin-1": 1, "utf-16": 1}


@pytest.mark.parametrize("name", NAMES)
def test_no_character_is_a_leftover_of_a_wrong_decoding(name: str) -> None:
    assert not re.search(r"[\x00-\x08\x7f-\x9f\ufffd]|Ã|â\W", text(name))


def test_typographic_and_straight_quotes_both_occur() -> None:
    assert sum("“" in body(name) for name in NAMES) >= 15
    assert sum('"' in body(name) for name in NAMES) >= 15


def test_some_quotes_run_on_into_a_second_paragraph() -> None:
    runs_on = re.compile(r"(?:“[^”\n]+\n\s*“)")
    assert sum(bool(runs_on.search(body(name))) for name in NAMES) >= 5


@pytest.mark.parametrize("name", PEOPLE + REPORTERS)
def test_each_person_occurs_in_three_articles(name: str) -> None:
    assert in_how_many(name) >= 3


@pytest.mark.parametrize("place", PLACES)
def test_each_place_occurs_in_two_articles(place: str) -> None:
    assert in_how_many(place) >= 2


def test_some_surnames_must_be_told_apart() -> None:
    surnames = Counter(name.split()[-1] for name in PEOPLE)
    assert {surname for surname, count in surnames.items() if count > 1} == {
        "al-Janabi", "Barzan", "Odhiambo", "Quintanilla",  # Barzan is one man, spelled two ways
    }  # fmt: skip


def test_three_articles_are_rewrites_and_no_others_share_their_words() -> None:
    near = {frozenset(pair) for pair in combinations(NAMES, 2) if alike(*pair) > 0.1}
    assert near == REWRITES
    assert min(alike(*pair) for pair in REWRITES) > 0.7


def test_two_articles_carry_corrections() -> None:
    assert [name for name in NAMES if "correction" in header(name)] == [
        "2021-09-08-vaccine-trial-resumes.md",
        "2023-04-18-dam-talks-resume.md",
    ]


def test_every_markdown_article_has_sub_headings() -> None:
    heads = [text(name).count("\n## ") for name in NAMES if name.endswith(".md")]
    assert min(heads) >= 3
    assert text("2024-09-03-tigris-accord-signed.md").count("\n## ") == 5


def test_six_articles_end_in_a_tail_from_the_web() -> None:
    tails = re.compile(r"^(?:Load More|Share this article|In Other News)$", re.MULTILINE)
    assert sum(bool(tails.search(text(name))) for name in NAMES) >= 6


def test_every_address_is_under_example() -> None:
    hosts = {host for name in NAMES for host in re.findall(r"https?://([^/\s\"]+)", text(name))}
    assert hosts == {"meridian.example", "schema.org"}
