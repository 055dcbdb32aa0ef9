"""Which people and places `extract` finds in an article."""

import time

import pytest

from articles.entities import ArticlePart, Extraction, NamedPerson, NamedPlace, extract

CANAL = """A court in Geneva heard on Monday how Ingrid Solheim lost her boat.

Solheim, the harbour master of Tromsø, said she had left it in Bergen, Norway, for one night.

"It was there at nine," Solheim said. Capt. Olav Brekke, her neighbour, saw nothing."""


def read(text: str, title: str = "", byline: str = "", dateline: str = "") -> Extraction:
    return extract(title, [("", text)], byline, dateline)


def listed(names: tuple[NamedPerson, ...] | tuple[NamedPlace, ...]) -> list[str]:
    return [name.name for name in names if name.listed]


def person(found: Extraction, name: str) -> NamedPerson:
    return next(one for one in found.people if one.name == name)


def place(found: Extraction, name: str) -> NamedPlace:
    return next(one for one in found.places if one.name == name)


# People


def test_a_surname_is_joined_to_the_full_name():
    found = read(CANAL)
    assert listed(found.people) == ["Ingrid Solheim", "Olav Brekke"]
    assert [mention.words for mention in person(found, "Ingrid Solheim").mentions] == [
        "Ingrid Solheim",
        "Solheim",
        "Solheim",
    ]


def test_mentions_have_their_part_section_and_offsets():
    found = extract("Solheim wins", [("", "Rain."), ("At court", CANAL)])
    mentions = person(found, "Ingrid Solheim").mentions
    assert (mentions[0].part, mentions[0].section, mentions[0].start) == (
        ArticlePart.TITLE,
        None,
        0,
    )
    first = mentions[1]
    assert (first.part, first.section) == (ArticlePart.TEXT, 1)
    assert CANAL[first.start : first.end] == first.words == "Ingrid Solheim"


def test_ranks_and_offices_are_kept_as_roles():
    found = read(
        "Brig. Gen. Helen Marsh, deputy commanding general for air, said so in Mosul. "
        "Prime Minister Yusuf Adeyemi did not."
    )
    assert person(found, "Helen Marsh").roles == ("Brig. Gen.", "deputy commanding general")
    assert person(found, "Yusuf Adeyemi").roles == ("Prime Minister",)


def test_titles_are_not_in_names():
    found = read("President Lucía Herrera met Dr. Peter Odhiambo and Mr. Tom Ashworth in Lima.")
    assert listed(found.people) == ["Lucía Herrera", "Peter Odhiambo", "Tom Ashworth"]


def test_authors_come_from_the_byline():
    found = read(CANAL, byline="Ruth Nakamura and Joost van der Berg")
    authors = [one for one in found.people if one.author]
    assert [author.name for author in authors] == ["Ruth Nakamura", "Joost van der Berg"]
    assert authors[0].mentions[0].part is ArticlePart.BYLINE
    assert authors[1].mentions[0].start == 18


def test_an_author_named_in_the_text_is_one_person():
    found = read(CANAL, byline="Ingrid Solheim")
    assert person(found, "Ingrid Solheim").author
    assert listed(found.people).count("Ingrid Solheim") == 1


@pytest.mark.parametrize(
    ("text", "name", "count"),
    [
        ("Layla al-Janabi spoke in Baghdad. Al-Janabi, 41, is an engineer.", "Layla al-Janabi", 2),
        ("Pieter de Wit built the wall at Beira. De Wit said it would hold.", "Pieter de Wit", 2),
        ("Eleanor Ashby-Cole runs a museum. Ashby-Cole said no.", "Eleanor Ashby-Cole", 2),
        ("President Moon Jae-in went to Berlin. Moon Jae-in returned.", "Moon Jae-in", 2),
        ("J. P. Halloran met R. Halloran in Leeds.", "J. P. Halloran", 1),
        (
            "John F. Marsh Jr. lives in Ohio. Marsh's wife was there, Marsh said.",
            "John F. Marsh Jr",
            3,
        ),
    ],
)
def test_names_of_many_forms_are_joined(text, name, count):
    found = read(text)
    assert len(next(one for one in found.people if one.name.startswith(name)).mentions) == count


def test_namesakes_are_kept_apart_by_their_first_names():
    found = read(
        "James Holloway, the treasurer, met Howard Holloway, the chief of staff, in Boston. "
        "James Holloway spoke first; Howard Holloway listened."
    )
    assert listed(found.people) == ["James Holloway", "Howard Holloway"]
    assert [len(one.mentions) for one in found.people] == [2, 2]


def test_a_rank_tells_which_of_two_namesakes_is_meant():
    found = read(
        "Gen. Faisal Haddad commands the bridge at Mosul. His niece, Amal Haddad, writes. "
        "The work goes on, Gen. Haddad said."
    )
    assert len(person(found, "Faisal Haddad").mentions) == 2


def test_a_rank_tells_two_people_of_one_surname_apart():
    found = read(
        "The bridge was closed by Brig. Gen. Helen Marsh in Mosul on Monday. "
        "Ruth Marsh, a hydrologist, said that the river was high. Gen. Marsh said nothing."
    )
    general = [mention.words for mention in person(found, "Helen Marsh").mentions]
    assert general == ["Helen Marsh", "Marsh"]
    assert person(found, "Ruth Marsh").roles == ()


def test_a_surname_alone_is_only_a_candidate():
    found = read('"The road is closed," Brekke said.')
    assert [(one.name, one.listed) for one in found.people] == [("Brekke", False)]


def test_names_in_a_headline_in_capitals_count():
    found = read(
        "Sen. Harriet Whitcombe said on Friday that Egypt would wait. Whitcombe left.",
        title="WHITCOMBE SAYS EGYPT MUST WAIT",
    )
    assert person(found, "Harriet Whitcombe").mentions[0].part is ArticlePart.TITLE
    assert place(found, "Egypt").mentions[0].part is ArticlePart.TITLE


# Places


def test_places_are_found_and_located():
    found = read(CANAL)
    assert listed(found.places) == ["Geneva", "Tromsø", "Bergen", "Norway"]
    bergen = place(found, "Bergen").entry
    assert (bergen.country, round(bergen.latitude)) == ("NO", 60)


def test_organisations_and_operations_are_not_places():
    found = read(
        "ISIS left Mosul, the Air Force Times said. Operation Inherent Resolve goes on. "
        "Fighters of ISIS fled to Raqqa."
    )
    assert listed(found.places) == ["Mosul", "Raqqa"]
    assert listed(found.people) == []


def test_the_valley_is_one_place_however_it_is_written():
    found = read(
        "Troops moved up the Euphrates River Valley. The Euphrates valley is wide, "
        "and all of the Euphrates valley is dry."
    )
    assert [(one.name, len(one.mentions)) for one in found.places] == [("Euphrates valley", 3)]
    assert found.places[0].entry.name == "Euphrates River Valley"


def test_an_adjective_is_not_a_place():
    found = read("U.S. forces met U.S. officials near Irbil.")
    assert listed(found.places) == ["Irbil"]
    assert listed(read("He came back to the U.S. on Friday.").places) == ["U.S."]


def test_a_dateline_is_where_the_article_was_written():
    found = read("Prices rose, shopkeepers said.", dateline="NAIROBI, Kenya")
    nairobi = place(found, "Nairobi")
    assert nairobi.dateline
    assert nairobi.mentions[0].words == "NAIROBI"
    assert nairobi.entry.country == "KE"


def test_towns_in_a_list_are_not_people():
    found = read("They took the towns of Anah and Rayhana, and then Hawija, Anbar officials said.")
    assert {"Anah", "Rayhana", "Hawija"} <= set(listed(found.places))
    assert found.people == ()


def test_names_end_at_a_dash():
    found = read("GENEVA — Turkey said on Monday that it would wait for Iraq ― and for Syria.")
    assert listed(found.places) == ["Geneva", "Turkey", "Iraq", "Syria"]


def test_a_place_in_no_gazetteer_is_only_a_candidate():
    found = read("The ferry left Mfangano Quay Village for the town of Qorrabad near Kisumu.")
    assert listed(found.places) == ["Kisumu"]


def test_a_town_inside_an_organisation_is_not_listed():
    found = read("The University of Ilorin named a rector. The Dhaka Police Department agreed.")
    assert listed(found.places) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kenya Airways and Radio Kenya said so.", ["Kenya"]),
        ("He works at the University of Kenya.", ["Kenya"]),
        ("Radio Kenya Limited said so.", []),
        ("He works at the Bank of Kenya Trust.", []),
    ],
)
def test_a_country_at_the_end_of_the_name_of_an_organisation_is_listed(text, names):
    assert listed(read(text).places) == names


# Robustness


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "?!",
        "A",
        "—",
        "of",
        "\x00\x00",
        "🙂 🙂",
        "Ma.Ma.Ma." * 50,
        "(((((" * 200,
        "Al-" * 300,
        "' ' ' '" * 100,
        "THE END",
    ],
)
def test_odd_texts_are_read_without_harm(text):
    found = extract(text, [(text, text)], text, text)
    assert all(mention.words for one in found.people for mention in one.mentions)


@pytest.mark.parametrize(
    "text", ["A " * 20_000, "U.S." * 10_000, "Ann Marsh, " * 5_000, "a-" * 20_000, "." * 40_000]
)
def test_hostile_texts_take_bounded_time(text):
    started = time.process_time()
    read(text)
    assert time.process_time() - started < 10


def test_nothing_is_found_in_nothing():
    assert extract("", []) == Extraction(people=(), places=(), quotes=())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Talks on India-Pakistan trade failed.", ["India", "Pakistan"]),
        ("The president of Guinea-Bissau left.", ["Guinea-Bissau"]),
        (
            "Snow fell on the Porcupine River and in the Kerala district.",
            ["Porcupine River", "Kerala"],
        ),
    ],
)
def test_places_begin_and_end_where_their_names_do(text, names):
    assert [place.name for place in extract("", [("", text)]).places] == names
