"""What is asked, in the address and back."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.asking import address
from articles.search.asking.query import FACETS, MANY_VALUED, Query


def from_address(**params: str | list[str]) -> Query:
    lists = {name: [value] if isinstance(value, str) else value for name, value in params.items()}
    return address.read_query({name.replace("__", "."): value for name, value in lists.items()})


values = {
    "person": st.integers(0, 2**31 - 1),
    "place": st.integers(0, 2**31 - 1),
    "area": st.integers(1, 2**31 - 1),
    "category": st.sampled_from(["", "World", "Arts & Books", "none", "0"]),
    "year": st.integers(1, 9999),
}
choices = st.fixed_dictionaries(
    {facet: st.lists(value, max_size=3, unique=True).map(tuple) for facet, value in values.items()}
)
exclusions = st.lists(
    st.one_of(*(st.tuples(st.just(facet), value) for facet, value in values.items())),
    max_size=4,
    unique=True,
).map(lambda pairs: tuple(sorted(pairs, key=lambda pair: FACETS.index(pair[0]))))


@given(
    choices,
    exclusions,
    st.sets(st.sampled_from(MANY_VALUED)).map(
        lambda some: tuple(one for one in FACETS if one in some)
    ),
    st.one_of(st.none(), st.tuples(st.sampled_from(FACETS), st.just("andr ew"))),
    st.dates(),
    st.integers(1, 1000),
)
def test_a_query_comes_back_from_its_address(chosen, excluded, every, sought, day, page):
    query = Query(
        "oil -gas",
        **chosen,
        excluded=excluded,
        all_required=every,
        since=day,
        value_filter=sought,
        page=page,
    )
    params: dict[str, list[str]] = {}
    for name, value in address.write_params(query):
        params.setdefault(name, []).append(value)
    assert address.read_query(params) == query


def test_the_address_says_what_is_left_out_and_what_must_all_be_there():
    query = Query(
        person=(3, 4), excluded=(("place", 7), ("category", "")), all_required=("person",)
    )
    assert address.encode(query) == "person=3&person=4&person.all=1&place.not=7&section.not=-"
    assert from_address(person=["3", "4"], person__all="1", place__not="7", section__not="-") == (
        query
    )


def test_a_dash_stands_for_naming_nobody():
    assert from_address(person="-", place="-", section="-") == Query(
        person=(0,), place=(0,), category=("",)
    )
    assert from_address(year="-") == Query()


@pytest.mark.parametrize(
    "params",
    [
        {"person": ["0", "-1", "x", "9" * 30, "²"], "year": "99999", "place__not": ["", "\0"]},
        {"section__all": "1", "year__all": "1", "person__all": "yes", "byline__not": "x"},
        {"from": "yesterday", "to": "2024-13-01", "sort": "price", "page": "0", "more": "pages"},
        {"person__find": "", "place__find": "\0"},
    ],
)
def test_what_makes_no_sense_is_left_out(params):
    assert from_address(**params) == Query()


def test_a_value_is_chosen_or_excluded_but_never_both():
    query = Query(person=(1,), page=3).exclude("person", 1)
    assert query == Query(excluded=(("person", 1),))
    assert query.choose("person", 1) == Query(person=(1,))
    assert query.clear("person", 1) == Query()


def test_excluding_keeps_the_other_choices():
    query = Query("oil", person=(1,), since=date(2017, 1, 1))
    assert query.exclude("place", 5) == replace(query, excluded=(("place", 5),))
    assert query.require_all("person", True).require_all("person", False) == query
