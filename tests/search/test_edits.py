"""Words that are a few letters apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.edits import find_near
from tests.spelling import distance, some_words


@given(some_words, st.lists(some_words, max_size=10), st.sampled_from([1, 2]))
def test_near_words_are_those_of_the_textbook(word, others, edits):
    expected = [at for at, other in enumerate(others) if distance(word, other) <= edits]
    assert find_near(word, others, edits).tolist() == expected


@pytest.mark.parametrize(
    ("word", "other", "edits"),
    [
        ("oil", "oils", 1),
        ("oil", "boil", 1),
        ("oil", "oel", 1),
        ("oil", "ol", 1),
        ("oil", "iol", 2),
        ("столп", "столр", 1),
        ("Αθήνα", "Αθήνo", 1),
        ("北京市", "北京城", 1),
        ("𝒜bc", "bc", 1),
    ],
)
def test_a_letter_is_one_whatever_its_script(word, other, edits):
    assert find_near(word, [other], edits).tolist() == [0]
    assert find_near(word, [other], edits - 1).tolist() == []
