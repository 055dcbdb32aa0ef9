"""Which names are similar enough to ask an editor about them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.desk.similarity import FullName, formal_names, person_similarity, place_similarity

ALIKE = [
    ("Joe Biden", "Joseph R. Biden Jr."),
    ("Bill Clinton", "William Jefferson Clinton"),
    ("Muhammad Barzan", "Mohammed Barzan"),
    ("Muammar Gaddafi", "Moammar Qaddafi"),
    ("J. Smith", "John Smith"),
    ("W. J. Clinton", "Bill Clinton"),
    ("José Núñez", "Jose Nunez"),
    ("Croft", "Andrew Croft"),
    ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
    ("Ahmad ibn Ibrahim", "Ahmed ibn Ibrahim"),
]
DIFFERENT = [
    ("John A. Smith", "John B. Smith"),
    ("Ann Marsh", "Joe Marsh"),
    ("Ann Marsh", "Ann Hill"),
    ("Mary Smith", "Mark Smith"),
    ("Marsh", "Marsh"),
    ("George H. W. Bush", "George Walker Bush"),
    ("", "Ann Marsh"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_these_may_be_one_person(one: str, other: str):
    assert person_similarity(one, other) > 0


@pytest.mark.parametrize(("one", "other"), ALIKE[:7])
def test_alike_full_names_meet_in_a_block(one: str, other: str):
    assert set(FullName.parse(one).blocks()) & set(FullName.parse(other).blocks())


@pytest.mark.parametrize(
    ("name", "blocks"),
    [
        ("Kate Smith", (("smt", "k"),)),  # Catherine and Katherine sound alike
        ("Bill Ford", (("frd", "b"), ("frd", "v"))),
        ("Dmitry Zhukov", (("skv", "d"),)),
        ("Smith", ()),
    ],
)
def test_a_name_is_in_each_of_its_blocks_once(name: str, blocks: tuple[tuple[str, str], ...]):
    assert FullName.parse(name).blocks() == blocks


@pytest.mark.parametrize("short", sorted(formal_names()))
def test_no_short_name_is_in_a_block_twice(short: str):
    blocks = FullName.parse(f"{short} Smith").blocks()
    assert len(blocks) == len(set(blocks))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_these_are_two_people(one: str, other: str):
    assert person_similarity(one, other) == 0


@pytest.mark.parametrize(
    ("one", "other"), [("St. Petersburg", "Saint Petersburg"), ("Tikrit", "Takrit")]
)
def test_these_may_be_one_place(one: str, other: str):
    assert place_similarity(one, other) > 0


@pytest.mark.parametrize(
    ("one", "other"), [("Mosul", "Basra"), ("Oman", "Amman"), ("Paris", "Peoria")]
)
def test_these_are_two_places(one: str, other: str):
    assert place_similarity(one, other) == 0


names = st.text(max_size=40) | st.sampled_from([name for pair in ALIKE for name in pair])


@given(names, names)
def test_likeness_does_not_depend_on_the_order(one: str, other: str):
    assert 0 <= person_similarity(one, other) == person_similarity(other, one) <= 1
    assert 0 <= place_similarity(one, other) == place_similarity(other, one) <= 1
