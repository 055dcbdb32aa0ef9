import pytest

from articles.english.stop_words import CONTENT_STOP_WORDS, INDEX_STOP_WORDS
from articles.english.words import fold_word, stem, term, words


@pytest.mark.parametrize(
    ("word", "folded"),
    [("O’Brien's", "obrien"), ("Łódź", "lodz"), ("U.S", "us"), ("TROMSØ", "tromso")],
)
def test_folded_words_have_plain_small_letters_only(word, folded):
    assert fold_word(word) == folded


def test_either_apostrophe_gives_the_same_stem():
    assert stem("nation’s") == stem("nation's") == "nation"


def test_words_keep_their_offsets_and_the_commonest_have_no_term():
    assert [(word.start, word.end, word.term) for word in words("The lamps burn")] == [
        (0, 3, ""),
        (4, 9, "lamp"),
        (10, 14, "burn"),
    ]


def test_a_word_without_content_may_still_be_searched_for():
    assert INDEX_STOP_WORDS < CONTENT_STOP_WORDS
    assert "because" in CONTENT_STOP_WORDS
    assert term("because") == "becaus"
