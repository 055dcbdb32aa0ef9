import pytest

from articles.models import Quote, Section

TEXT = "It rained. We left, she said. So did they."
SENTENCES = [[0, 10, None, None], [11, 29, 0, 0], [30, 42, 1, 1]]


def quote(start: int, end: int, sentences: list = SENTENCES) -> Quote:
    made = Quote(section=Section(text=TEXT, sentences=sentences), start=start, end=end)
    made.sentences_before = 4
    return made


def test_a_quote_can_be_the_beginning_of_a_sentence():
    begun = quote(11, 19)
    assert (begun.text_before, begun.words, begun.text_after) == ("", "We left,", " she said.")
    assert begun.sentence_number == 6


def test_a_quote_can_be_the_end_of_a_sentence():
    ended = quote(20, 29)
    assert (ended.text_before, ended.words, ended.text_after) == ("We left, ", "she said.", "")
    assert ended.sentence_number == 6


@pytest.mark.parametrize("start", [0, 11, 30])
def test_a_section_without_sentences_counts_as_its_first(start: int):
    unread = quote(start, start + 2, [])
    assert (unread.text_before, unread.text_after, unread.sentence_number) == ("", "", 5)
