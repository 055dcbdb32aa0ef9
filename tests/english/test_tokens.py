import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.english.tokens import tokenize_sentences


def tokens(text):
    return [sentence.words for sentence in tokenize_sentences(text)]


def test_closing_quotation_mark_stays_with_its_sentence():
    assert tokens('He said. "The lamp is out." They left.') == [
        ["He", "said", "."],
        ['"', "The", "lamp", "is", "out", ".", '"'],
        ["They", "left", "."],
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Brig. Gen. Ann Marsh", ["Brig.", "Gen.", "Ann", "Marsh"]),
        ("U.S. forces", ["U.S.", "forces"]),
        ("U . S . forces", ["U.S.", "forces"]),
        ("J. P. Odell", ["J.", "P.", "Odell"]),
        ("O'Neill's 1,200.5", ["O'Neill", "'s", "1,200.5"]),
        ("Tampa, Fla. today", ["Tampa", ",", "Fla.", "today"]),
        (
            "ann@example.org, http://example.org/a?b",
            ["ann@example.org", ",", "http://example.org/a?b"],
        ),
    ],
)
def test_tokens_of_a_sentence(text, words):
    assert tokens(text) == [words]


def test_tokens_keep_their_offsets():
    [_, second] = tokenize_sentences("One.  Two  words.")
    assert list(zip(second.words, second.starts, second.ends, strict=True)) == [
        ("Two", 6, 9),
        ("words", 11, 16),
        (".", 16, 17),
    ]


def test_text_without_stops_is_cut():
    assert [len(words) for words in tokens("word " * 600)] == [250, 250, 100]


@given(st.text(alphabet=st.sampled_from("aBcU .!?…\n\"”“'’() 1\u00a0\u2029-_\u0301")))
def test_tokens_cover_all_but_white_space(text):
    found = tokenize_sentences(text)
    assert "".join(word for sentence in found for word in sentence.words) == "".join(text.split())
    for sentence in found:
        assert sentence.words
        assert all(start < end for start, end in zip(sentence.starts, sentence.ends, strict=True))
