"""Passages and marks: the same words as the index finds, never cut, never lost."""

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from articles.english.words import words
from articles.search.asking.parser import parse
from articles.search.snippets import choose_snippets, find_matches, mark


def shown(text: str, query: str, field: str = "text") -> str:
    """The text with the marked words in brackets."""
    pieces = mark(parse(query), text, field)
    return "".join(f"[{piece.text}]" if piece.matched else piece.text for piece in pieces)


def test_words_are_marked_in_every_form():
    assert shown("Rates rose; the rate's rise", "rate") == "[Rates] rose; the [rate's] rise"
    assert shown("Łódź and O’Brien", "lodz o'brien") == "[Łódź] and [O’Brien]"


def test_phrases_are_marked_as_a_whole_and_only_whole():
    text = "The Bank of England; a bank in Leeds, England"
    assert shown(text, '"bank of england"') == "The [Bank of England]; a bank in Leeds, England"


def test_near_phrases_are_marked_with_what_is_between():
    assert shown("oil and gas price", '"oil price"~2') == "[oil and gas price]"
    assert shown("oil and gas price", '"oil price"~1') == "oil and gas price"


def test_prefixes_and_fuzzy_words_are_marked():
    assert shown("economists on economy", "econ*") == "[economists] on [economy]"
    assert shown("Haditha", "hadita~1") == "[Haditha]"
    assert shown("столп, отолп", "столр~") == "[столп], отолп"


def test_denied_words_are_not_marked():
    assert shown("oil and gas", "oil -gas") == "[oil] and gas"


def test_words_of_a_field_are_marked_there_only():
    assert shown("oil", "title:oil") == "oil"
    assert shown("oil", "title:oil", "title") == "[oil]"


def test_matches_are_offsets():
    assert find_matches(parse("gas"), "oil gas, gas") == [(4, 7), (9, 12)]


def test_the_passage_with_most_of_the_words_wins():
    passages = ["Oil is first. " + "Nothing here. " * 40 + "Then the price of oil fell."]
    best = choose_snippets(parse("oil price"), passages, limit=1)
    assert [piece.text for piece in best[0].pieces if piece.matched] == ["price", "oil"]


def test_two_passages_come_in_reading_order_and_say_where_they_stand():
    passages = [
        "No word of it. " * 30,
        "The harvest failed. " + "x " * 300,
        "A harvest and a flood.",
    ]
    found = choose_snippets(parse("harvest flood"), passages)
    assert [snippet.passage for snippet in found] == [1, 2]
    for snippet in found:
        text = "".join(piece.text for piece in snippet.pieces)
        assert passages[snippet.passage][snippet.start : snippet.end] == text


def passages_of(query: str, *sections: tuple[str, str]) -> list[int]:
    """Which of the sections, each a heading and a text, the passages come from."""
    texts, headings = [text for _, text in sections], [heading for heading, _ in sections]
    return [found.passage for found in choose_snippets(parse(query), texts, headings)]


def test_a_heading_counts_for_the_passages_below_it():
    sections = [
        ("", "The harvest was late. " + "x " * 300),
        ("", "A harvest festival. " + "x " * 300),
        ("After the flood", "The harvest failed."),
    ]
    assert passages_of("harvest flood", *sections) == [0, 2]
    assert passages_of("flood", *sections) == [2]


def test_forms_of_one_word_are_one_word():
    passages = ["Drone, drones and droned. " + "x " * 300 + "A drone over the harbour."]
    best = choose_snippets(parse("drone harbour"), passages, limit=1)
    assert best[0].start > 300


def test_the_second_passage_is_chosen_for_what_the_first_lacks():
    passages = ["Oil price. " + "x " * 300, "Oil price, oil price. " + "x " * 300, "Gold fell."]
    found = choose_snippets(parse("oil price gold"), passages)
    assert [one.passage for one in found] == [1, 2]


def test_without_a_match_the_beginning_is_shown():
    found = choose_snippets(parse("absent"), ["", "One two three. " * 50])
    assert found[0].passage == 1
    assert found[0].start == 0
    assert not any(piece.matched for piece in found[0].pieces)
    assert choose_snippets(parse("absent"), ["", " "]) == ()


def test_hostile_texts_are_looked_at_in_bounded_time():
    assert choose_snippets(parse("a* x"), ["ab" * 1_000_000, "x " * 1_000_000])
    many = parse(" ".join(f"harvest{letter}~2" for letter in "abcdefghijklmnopqrst" * 2))
    text = " ".join(f"h{number:x}arvest" for number in range(20_000))
    begun = time.process_time()
    choose_snippets(many, [text])
    assert time.process_time() - begun < 2


texts = st.lists(
    st.one_of(st.sampled_from(["oil", "price", "O’Brien", "U.S.", "\n\n"]), st.text(max_size=10)),
    max_size=120,
).map(" ".join)


@given(
    st.lists(texts, max_size=4), st.sampled_from(["oil", '"oil price"', "pri*", "-oil", "obrien"])
)
def test_passages_cut_no_word_and_lose_nothing(passages, query):
    for snippet in choose_snippets(parse(query), passages):
        whole = passages[snippet.passage]
        assert "".join(piece.text for piece in snippet.pieces) == whole[snippet.start : snippet.end]
        for word in words(whole):
            inside = word.start < snippet.end and word.end > snippet.start
            longer = word.end - word.start > 240
            assert not inside or longer or snippet.start <= word.start <= word.end <= snippet.end
    for text in passages:
        assert "".join(piece.text for piece in mark(parse(query), text)) == text


def test_many_fuzzy_words_take_little_time_in_a_long_text():
    chance = random.Random(1987)
    made = ["s" + "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(20_000)]
    query = " OR ".join(f"{word}~2" for word in made[:60])
    begun = time.process_time()
    assert find_matches(parse(query), " ".join(made))
    assert time.process_time() - begun < 4


def test_a_passage_has_a_third_of_its_length_before_the_match():
    text = "aaaa " * 200 + "oil" + " bbbb" * 200
    (best,) = choose_snippets(parse("oil"), [text])
    assert (best.start, best.end) == (920, 1159)
    (shorter,) = choose_snippets(parse("oil"), [text], length=30)
    assert (shorter.start, shorter.end) == (990, 1019)


def test_only_the_first_eight_fuzzy_words_are_looked_for():
    found = [f"{letter}ooooo" for letter in "abcdefghi"]
    query = " OR ".join(f"{word[:-1]}u~" for word in found)
    assert shown(" ".join(found), query) == (
        "[aooooo] [booooo] [cooooo] [dooooo] [eooooo] [fooooo] [gooooo] [hooooo] iooooo"
    )


def test_nothing_is_looked_for_behind_the_first_200_000_characters():
    text = "tin " * 49_999 + "oil "
    assert len(text) == 200_000
    assert len(find_matches(parse("oil"), text)) == 1
    assert find_matches(parse("oil"), "x " + text) == []
