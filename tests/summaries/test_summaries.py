import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

from articles import summaries
from articles.english.words import stem
from articles.summaries import ranking
from articles.summaries.tokenizer import NewsTokenizer

LEAD = """The harbour at Tarn will close for a year while its sea wall is rebuilt, the port said.

It was damaged by the January storm. Ferries to Oakdale will sail from Marsh Point instead.

By Ann Lee

"We have no choice but to close the harbour and rebuild the wall," said Ode Cole, who runs it."""

HEADED = """Fishing crews fear that the closed harbour will end their trade before the wall stands.

But the port has promised each crew a berth at Marsh Point. Read more: the harbour in pictures.

Crews land fish worth four million pounds at the harbour in a year, the port said."""


def shown(ranked, text, how_many):
    return [text[one.start : one.end] for one in summaries.choose(ranked, how_many)]


def test_summary_is_a_slice_of_the_ranks_in_text_order():
    lead, headed = summaries.rank("Tarn harbour to close", [("", LEAD), ("Fishing", HEADED)])
    assert shown(lead, LEAD, 0) == []
    assert shown(lead, LEAD, 1) == [
        "The harbour at Tarn will close for a year while its sea wall is rebuilt, the port said."
    ]
    assert len(shown(lead, LEAD, 2)) == 2
    assert shown(headed, HEADED, 1) == [
        "Fishing crews fear that the closed harbour will end their trade before the wall stands."
    ]


def test_byline_and_notices_are_never_chosen():
    lead, headed = summaries.rank("Tarn harbour to close", [("", LEAD), ("Fishing", HEADED)])
    unfit = {LEAD[one.start : one.end] for one in lead if one.rank is None} | {
        HEADED[one.start : one.end] for one in headed if one.rank is None
    }
    assert unfit == {"By Ann Lee", "Read more: the harbour in pictures."}


@pytest.mark.parametrize("mark", ["-", "--", "•", "*", "1.", "(2)"])
def test_an_item_of_a_list_is_never_chosen(mark: str):
    item = f"{mark} The harbour of Tarn keeps its cranes until the end of March."
    fact = "The harbour of Tarn gave its reasons for closing on Monday, the port said."
    (ranked,) = summaries.rank("Tarn harbour", [("", f"{fact}\n\n{item}")])
    assert ranked[0].rank == 0
    assert {one.rank for one in ranked[1:]} == {None}

    text = (
        "“The harbour of Tarn will open again in the spring of next year. "
        "Until then the ferries sail from the quay at Marsh Point,” Ode Cole said.\n\n"
        "“The crews of the ferries have asked for longer hours,” said Ann Lee."
    )
    (ranked,) = summaries.rank("Tarn harbour", [("", text)])
    assert [one.rank for one in ranked] == [None, None, 0]


@pytest.mark.parametrize(
    "first",
    [
        "“The boats are all that we have to feed us with,” said Bo Lind of the fishing crews.",
        "Who will feed the fishing crews of the harbour once all the boats are gone from it?",
    ],
)
def test_a_section_is_not_summed_up_by_a_quotation_or_a_question(first: str):
    fact = "The fishing crews asked the port for a berth, and the port said that it would think."
    after = "It thought for three weeks. Nobody on the quay knew what the weather would bring."
    _, headed = summaries.rank("Tarn", [("", LEAD), ("Fishing", f"{first} {fact} {after}")])
    assert shown(headed, f"{first} {fact} {after}", 1) == [fact]


@pytest.mark.parametrize(
    "leaning", ["However,", "In this case", "Because of this,", "Since then", "On that day"]
)
def test_a_section_is_not_led_by_a_sentence_that_leans_on_the_section_before(leaning: str):
    after = f"{leaning} the port has promised them berths at Marsh Point for the year."
    _, headed = summaries.rank("Tarn", [("", LEAD), ("Fishing", after)])
    assert [(one.rank, one.in_article) for one in headed] == [(None, None)]


def test_every_fit_sentence_of_the_article_has_a_rank_in_it():
    ranked = summaries.rank("Tarn harbour to close", [("", LEAD), ("Fishing", HEADED)])
    in_article = [one.in_article for section in ranked for one in section]
    assert sorted(rank for rank in in_article if rank is not None) == list(range(7))


OPENINGS = ["The port", "It", "But the crew", "“They”", "However, he", "A storm", "Ann Lee", "This"]
REST = ["closed the old harbour in the north for a year", "rebuilt the sea wall at Tarn again"]


@st.composite
def articles(draw):
    sentence = st.builds(
        lambda opening, rest, tail: f"{opening} {rest} {tail}.",
        st.sampled_from(OPENINGS),
        st.sampled_from(REST),
        st.sampled_from(["today", "in March", "with £4 million", "before the ferries returned"]),
    )
    paragraph = st.lists(sentence, min_size=1, max_size=3).map(" ".join)
    section = st.lists(paragraph, max_size=6).map("\n\n".join)
    return [(f"Heading {i}", text) for i, text in enumerate(draw(st.lists(section, max_size=3)))]


@settings(max_examples=60)
@given(articles(), st.integers(0, 12))
def test_a_leaning_sentence_always_follows_the_one_it_leans_on(sections, how_many):
    for (_, text), ranked in zip(sections, summaries.rank("Tarn", sections), strict=True):
        kept = summaries.choose(ranked, how_many)
        for one in kept:
            if text[one.start : one.end].startswith(("It", "But", "“They”", "However, he", "This")):
                assert ranked[ranked.index(one) - 1] in kept


def test_a_near_copy_comes_after_everything_else():
    text = (
        "The council of Oakdale voted on Monday to rebuild the old library.\n\n"
        "On Monday the council of Oakdale voted to rebuild the old library.\n\n"
        "Work starts in March and will cost four million pounds in all.\n\n"
        "Readers have used a school hall since the flood of last spring."
    )
    (ranked,) = summaries.rank("", [("", text)])
    assert [one.rank for one in ranked] == [0, 3, 1, 2]


@pytest.mark.parametrize("sections", [[], [("", "")], [("Heading", ""), ("", " \n\n ")]])
def test_nothing_to_rank_gives_nothing(sections):
    assert summaries.rank("A title", sections) == [[] for _ in sections]


def test_short_section_has_no_summary_and_long_ones_have_few_sentences():
    assert [summaries.section_length(n, lead=False) for n in (0, 2, 3, 15, 16, 90)] == [
        *(0, 0, 1, 1, 2, 2)
    ]
    assert [summaries.section_length(n, lead=True) for n in (0, 1, 4, 12)] == [0, 1, 2, 3]


def test_summarizer_serves_any_user_of_sumy():
    tokenizer = NewsTokenizer()
    spoken = [Sentence(text, tokenizer) for text in tokenizer.to_sentences(LEAD + "\n\n" + HEADED)]
    document = ObjectDocumentModel([Paragraph(spoken)])
    summarizer = ranking.NewsSummarizer(stem)
    assert [str(one) for one in summarizer(document, 1)] == [LEAD.split("\n")[0]]
    assert len(summarizer(document, "50%")) == 3
    assert summarizer(ObjectDocumentModel([]), 3) == ()


def test_a_book_is_ranked_without_a_matrix_of_its_sentences():
    source = random.Random(7)
    vocabulary = [f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(600)]
    text = "\n\n".join(
        "The " + " ".join(source.choices(vocabulary, k=20)) + "." for _ in range(5_000)
    )
    (ranked,) = summaries.rank("A book", [("", text)])
    assert len(ranked) == 5_000
