"""Where suggestions, corrections and explanations begin and end."""

import pytest

from articles.search.asking.query import Query
from articles.search.embedded.index import EmbeddedIndex
from tests.search.index_contract import a_document, load


@pytest.fixture
def index(tmp_path) -> EmbeddedIndex:
    return EmbeddedIndex(tmp_path / "index")


def test_a_query_of_twelve_parts_is_explained_and_one_of_thirteen_is_not(index):
    load(index, a_document(1))
    words = [f"word{number}" for number in range(13)]
    assert len(index.explain(Query(" ".join(words[:12])))) == 12
    assert index.explain(Query(" ".join(words))) == ()


def test_a_correction_is_more_than_fifty_times_as_frequent(index):
    load(index, a_document(1, text="goverment " + "government " * 50))
    assert index.correct("goverment") == ""
    load(index, a_document(2, text="government"))
    assert index.correct("goverment") == "government"


def test_a_word_that_five_articles_have_may_be_misspelt_and_one_that_six_have_is_not(index):
    load(index, *(a_document(id, text="goverment") for id in range(1, 6)))
    load(index, a_document(10, text="government " * 400))
    assert index.correct("goverment") == "government"
    load(index, a_document(6, text="goverment"))
    assert index.correct("goverment") == ""


@pytest.mark.parametrize(
    ("written", "corrected"),
    [
        ("goldx", "gold"),
        ("gldo", "gold"),  # Two letters away, which is tried for words that no article has.
        ("glo", ""),
        ("g" + "o" * 21 + "ld", "g" + "o" * 20 + "ld"),
        ("g" + "o" * 22 + "ld", ""),
        ("gxyd", "gold"),
        ("gxyz", ""),
        ("xold", ""),
    ],
)
def test_words_of_four_to_twenty_four_letters_are_corrected(index, written, corrected):
    load(index, a_document(1, text="gold g" + "o" * 20 + "ld g" + "o" * 21 + "xx"))
    assert index.correct(written) == corrected


def test_a_misspelt_word_that_articles_have_is_corrected_by_one_letter_only(index):
    load(index, a_document(1, text="gldo " + "gold " * 400))
    assert index.correct("gldo") == ""
    load(index, a_document(2, text="gado " * 100))
    assert index.correct("gldo") == "gado"


def test_of_equally_frequent_words_the_first_in_the_alphabet_is_taken(index):
    load(index, a_document(1, text="harbors harbora"))
    assert index.correct("harborx") == "harbora"
    assert index.suggest("harb") == ["harbora", "harbors"]


def test_words_are_suggested_over_several_segments(index):
    load(index, a_document(1, text="gold gold golf"))
    load(index, a_document(2, text="golf golf goal"))
    assert index.suggest("go") == ["golf", "gold", "goal"]
    assert index.suggest("go", limit=1) == ["golf"]
