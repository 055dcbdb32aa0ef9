"""Bare surnames that are added because the article names their bearers in full."""

import pytest

from articles.entities.consistency import add_surnames
from articles.entities.sentences import NameSpan

SOLHEIM = ("PER", 1, 2)


@pytest.mark.parametrize(
    ("words", "found", "after"),
    [
        # Nothing beside it.
        ("yesterday Solheim spoke", [], [SOLHEIM]),
        # A capitalised name ends right before it: the two are one name, and not hers.
        ("Reuters Solheim spoke", [("ORG", 0, 1)], [("ORG", 0, 1)]),
        # The name that ends there has no capital.
        ("eBay Solheim spoke", [("ORG", 0, 1)], [("ORG", 0, 1), SOLHEIM]),
        # A capitalised word before it is no name; the only name stands elsewhere.
        ("But Solheim met Marsh", [("PER", 3, 4)], [("PER", 3, 4), SOLHEIM]),
        # A capitalised word follows.
        ("yesterday Solheim Street flooded", [], []),
        # It was found already.
        ("yesterday Solheim spoke", [SOLHEIM], [SOLHEIM]),
        # It was taken for something else.
        ("yesterday Solheim spoke", [("ORG", 1, 2)], [SOLHEIM]),
        # It is a place after "in".
        ("in Solheim rain fell", [("LOC", 1, 2)], [("LOC", 1, 2)]),
        # Only a particle stands before it in what was taken for something else.
        ("van Solheim spoke", [("ORG", 0, 2)], [("PER", 0, 2)]),
        # It is part of a longer name.
        ("Lake Solheim froze", [("LOC", 0, 2)], [("LOC", 0, 2)]),
    ],
)
def test_a_bare_surname_is_added_where_it_stands_alone(
    words: str, found: list[tuple[str, int, int]], after: list[tuple[str, int, int]]
):
    rows = [[NameSpan(kind, 0, first, last) for kind, first, last in found]]
    add_surnames(rows, [words.split()], {"Solheim"})
    assert [(name.kind, name.first, name.last) for name in rows[0]] == after


def test_a_surname_of_two_letters_is_never_added():
    rows: list[list[NameSpan]] = [[]]
    add_surnames(rows, [["yesterday", "Li", "spoke"]], {"Li"})
    assert rows == [[]]
