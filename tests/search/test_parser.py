"""The query language: what is read, what is repaired, and that nothing takes long."""

import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.asking.clauses import (
    AllOf,
    AnyOf,
    Clause,
    DateRange,
    EntityName,
    Everything,
    Fuzzy,
    Label,
    Not,
    Nothing,
    Phrase,
    Prefix,
    Term,
)
from articles.search.asking.parser import DEEPEST, FIELDS, MOST_WORDS, parse
from tests.hostile_queries import fixed_queries


def read(text: str) -> Clause:
    parsed = parse(text)
    assert parsed.repairs == ()
    return parsed.clause


def test_words_side_by_side_are_all_wanted():
    assert read("oil price") == AllOf((Term("oil"), Term("price")))
    assert read("oil AND price") == read("oil price")


def test_and_binds_closer_than_or_and_not_closest():
    assert read("oil price OR NOT gas coal") == AnyOf(
        (AllOf((Term("oil"), Term("price"))), AllOf((Not(Term("gas")), Term("coal"))))
    )


def test_parentheses_group():
    assert read("(oil OR gas) price") == AllOf((AnyOf((Term("oil"), Term("gas"))), Term("price")))


def test_a_minus_before_a_word_denies_it_and_inside_a_word_does_not():
    assert read("oil -gas") == AllOf((Term("oil"), Not(Term("gas"))))
    assert read("north-south") == Phrase(("north", "south"), (0, 1))


def test_operators_are_in_capitals():
    assert read("not oil") == AllOf((Term("not"), Term("oil")))


def test_common_words_in_a_phrase_leave_their_places():
    assert read('"Bank of England"') == Phrase(("bank", "england"), (0, 2))
    assert read('"the oil"') == Term("oil")


def test_a_phrase_begins_at_its_first_word_that_is_not_common():
    assert read('"the fall of Rome"') == Phrase(("fall", "rome"), (0, 2))


def test_curly_quotes_make_phrases_too():
    assert read("“oil price”") == read('"oil price"') == Phrase(("oil", "price"), (0, 1))


def test_a_number_after_a_phrase_lets_words_between():
    assert read('"oil price"~5') == Phrase(("oil", "price"), (0, 1), slop=5)


def test_prefixes_and_fuzzy_words():
    assert read("Govern*") == Prefix("govern", "govern")
    assert read("goverment~") == Fuzzy("gover", 1)
    assert read("haditah~2") == Fuzzy("haditah", 2)


def test_the_shortest_prefix_has_two_letters_and_the_shortest_fuzzy_word_four():
    assert read("ab*") == Prefix("ab", "ab")
    assert parse("a1*").clause == Prefix("a1", "a1")
    assert read("golf~") == Fuzzy("golf", 1)
    assert parse("oil~").clause == Term("oil")


def test_long_texts_words_phrases_and_distances_are_cut_and_reported():
    words = [f"w{number}" for number in range(70)]
    long_phrase = parse(f'"{" ".join(words[:31])}"')
    assert long_phrase.clause == Phrase(tuple(words[:30]), tuple(range(30)))
    assert [str(repair) for repair in long_phrase.repairs] == [
        "Only the first 30 words of a phrase were read."
    ]
    many_words = parse(" ".join(words))
    assert many_words.clause == AllOf(tuple(map(Term, words[:64])))
    assert [str(repair) for repair in many_words.repairs] == ["Only the first 64 words were read."]
    assert read('"oil gas"~50') == read('"oil gas"~60') == Phrase(("oil", "gas"), (0, 1), slop=50)
    long_text = parse("x" * 999 + " yz")
    assert [str(repair) for repair in long_text.repairs] == [
        "Only the first 1000 characters were read."
    ]
    assert parse("x" * 998 + " y").repairs == ()


def test_fields():
    assert read("title:oil") == Term("oil", "title")
    assert read("text:(oil OR gas)") == AnyOf((Term("oil", "text"), Term("gas", "text")))
    assert read('byline:"Ann Marsh"') == Phrase(("ann", "marsh"), (0, 1), 0, "byline")
    assert read('person:"Andrew Croft" place:Mosul') == AllOf(
        (EntityName("person", "Andrew Croft"), EntityName("place", "Mosul"))
    )
    assert read('said:"Andrew Croft" in:Iraq') == AllOf(
        (EntityName("speaker", "Andrew Croft"), EntityName("area", "Iraq"))
    )
    assert read("section:Business") == Label("category", ("busi",))
    assert read('source:"Air Force Times"') == Label("source", ("air", "forc", "time"))


def test_a_field_that_is_none_is_just_words():
    assert read("password:secret") == Phrase(("password", "secret"), (0, 1))


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("on:2017", date(2017, 1, 1), date(2017, 12, 31)),
        ("on:2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("on:2017-11-03", date(2017, 11, 3), date(2017, 11, 3)),
        ("before:2017-11", date.min, date(2017, 10, 31)),
        ("after:2017-11", date(2017, 12, 1), date.max),
        ("date:2017-10..2017-11", date(2017, 10, 1), date(2017, 11, 30)),
        ("date:2017-10", date(2017, 10, 1), date(2017, 10, 31)),
    ],
)
def test_dates(text, since, until):
    assert read(text) == DateRange(since, until)


def test_a_range_that_ends_before_it_begins_holds_nothing():
    assert read("date:2018..2017") == Nothing()
    assert read("before:0001") == Nothing()
    assert read("after:9999") == Nothing()


def test_an_empty_text_asks_for_everything():
    assert read("") == read("   ") == Everything()


@pytest.mark.parametrize(
    ("text", "clause", "repair"),
    [
        ('"oil price', Phrase(("oil", "price"), (0, 1)), "quotation mark that was not closed"),
        ("(oil", Term("oil"), "parenthesis that was not closed"),
        ("oil)", Term("oil"), "closing parenthesis without"),
        ("oil OR", Term("oil"), "OR with nothing"),
        ("oil NOT", Term("oil"), "NOT with nothing"),
        ("title: ", Everything(), "“title:” with nothing"),
        ("on:yesterday", Everything(), "“on:yesterday” is not a date"),
        ("on:2017-02-30", Everything(), "is not a date"),
        ("*oil*", Prefix("oil", "oil"), None),
        ("o*l", Phrase(("o", "l"), (0, 1)), r"\* was left out"),
        ("x*", Term("x"), r"\* was left out"),
        ("oil~2", Phrase(("oil", "2"), (0, 1)), "~ was left out"),
        ("the", Everything(), "nearly every article"),
    ],
)
def test_what_makes_no_sense_is_repaired_and_said(text, clause, repair):
    parsed = parse(text)
    assert parsed.clause == clause
    if repair:
        assert any(re.search(repair, str(one)) for one in parsed.repairs)


@pytest.mark.parametrize("text", fixed_queries())
def test_hostile_texts_are_read_in_no_time(text):
    def measure() -> float:
        begun = time.process_time()
        parse.__wrapped__(text)
        return time.process_time() - begun

    # The best of three: another process may take the caches of the processor from this one.
    assert min(measure() for _ in range(3)) < 0.1


def leaves_and_depth(clause: Clause) -> tuple[int, int]:
    match clause:
        case AllOf(parts) | AnyOf(parts):
            inner = [leaves_and_depth(part) for part in parts]
            return sum(leaves for leaves, _ in inner), 1 + max(depth for _, depth in inner)
        case Not(part):
            leaves, depth = leaves_and_depth(part)
            return leaves, depth + 1
    return 1, 1


pieces = st.lists(
    st.one_of(
        st.sampled_from(["(", ")", '"', "AND", "OR", "NOT", "-", "~2", "*", "..", " ", "’", "\n"]),
        st.sampled_from([f"{field}:" for field in FIELDS]),
        st.text(max_size=8),
    ),
    max_size=60,
)


@given(pieces, st.sampled_from(["", " "]))
def test_any_text_at_all_is_read_within_the_limits(parts, between):
    parsed = parse(between.join(parts))
    leaves, depth = leaves_and_depth(parsed.clause)
    assert leaves <= MOST_WORDS
    assert depth <= 3 * (DEEPEST + 1)
    assert all(str(one).endswith(".") for one in parsed.repairs)


def test_the_parts_of_a_query_are_as_they_were_typed():
    parts = parse('oil  "gas price"~3 AND -(coal OR tin) title:x').parts
    assert [part.written for part in parts] == [
        "oil",
        '"gas price"~3',
        "-(coal OR tin)",
        "title:x",
    ]
    assert [part.written for part in parse("oil OR gas coal").parts] == ["oil OR gas coal"]
    assert parse("").parts == ()
