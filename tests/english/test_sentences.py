from hypothesis import given
from hypothesis import strategies as st

from articles.english import sentences


def split(text):
    return [text[start:end] for start, end in sentences.spans(text)]


def test_rank_before_a_name_goes_on():
    assert split("Brig. Gen. Andrew Croft spoke. Lt. Col. Ann Marsh listened.") == [
        "Brig. Gen. Andrew Croft spoke.",
        "Lt. Col. Ann Marsh listened.",
    ]


def test_title_of_an_engineer_a_pilot_and_a_councillor_goes_on():
    assert split("Eng. Bo Lind spoke. Sqn. Ldr. Ann Marsh flew. Cllr. Tom Weir voted.") == [
        "Eng. Bo Lind spoke.",
        "Sqn. Ldr. Ann Marsh flew.",
        "Cllr. Tom Weir voted.",
    ]


def test_country_acronym_goes_on_before_a_name_and_ends_before_an_opening_word():
    assert split("A U.S.-led force met U.S. President Lee in the U.S. The talks failed.") == [
        "A U.S.-led force met U.S. President Lee in the U.S.",
        "The talks failed.",
    ]


def test_old_wire_copy_goes_on_after_an_acronym_with_a_capital():
    assert split("Japan, the U.S. And the U.K. Banks agreed. The U.S. Was late.") == [
        "Japan, the U.S. And the U.K. Banks agreed.",
        "The U.S. Was late.",
    ]


def test_dateline_with_a_state_goes_on_after_its_dash():
    assert split("SANTA CRUZ, Calif. — It took two hours. AUSTIN, Texas (AP) - The bill fell.") == [
        "SANTA CRUZ, Calif. — It took two hours.",
        "AUSTIN, Texas (AP) - The bill fell.",
    ]


def test_money_units_end_a_sentence_before_a_capital():
    assert split("Profit was $1.5 mln. Sales of 3.2 mln. tonnes helped.") == [
        "Profit was $1.5 mln.",
        "Sales of 3.2 mln. tonnes helped.",
    ]


def test_time_of_day_goes_on_to_its_weekday():
    assert split("It opened at 10 a.m. Monday. It shut at 5 p.m. Police came.") == [
        "It opened at 10 a.m. Monday.",
        "It shut at 5 p.m.",
        "Police came.",
    ]


def test_no_is_an_abbreviation_only_before_a_number():
    assert split("She left No. 10 at noon. He said no. Then he left.") == [
        "She left No. 10 at noon.",
        "He said no.",
        "Then he left.",
    ]


def test_year_after_et_al_and_an_ampersand_go_on():
    assert split("Cole et al. [2004] read the books of Lind et al. The Com. & Adm. board met.") == [
        "Cole et al. [2004] read the books of Lind et al.",
        "The Com. & Adm. board met.",
    ]


def test_closing_quote_stays_with_its_sentence():
    assert split("He said “it’s coming soon.” They left. ‘We wait.’ She stayed.") == [
        "He said “it’s coming soon.”",
        "They left.",
        "‘We wait.’",
        "She stayed.",
    ]


def test_question_in_quotes_keeps_its_speaker():
    assert split('"Why now?" Mr. Ode asked. "Why not?" The room fell silent.') == [
        '"Why now?" Mr. Ode asked.',
        '"Why not?"',
        "The room fell silent.",
    ]


def test_spaced_ellipsis_goes_on_before_a_lower_case_word():
    assert split("We stay in that area ... all the way out. We wait...\n\nThen we go.") == [
        "We stay in that area ... all the way out.",
        "We wait...",
        "Then we go.",
    ]


def test_bracketed_sentence_keeps_its_bracket():
    assert split("It rained. (It always does.) The match went on.") == [
        "It rained.",
        "(It always does.)",
        "The match went on.",
    ]


def test_initials_and_list_numbers_are_not_ends():
    assert split("1. Ann B. Cole and J. K. Odell won.") == ["1. Ann B. Cole and J. K. Odell won."]


def test_company_ends_a_sentence_only_before_an_opening_word():
    assert split("He runs Oakdale Inc. The firm bought Tarn Corp. Chief Ann Lee agreed.") == [
        "He runs Oakdale Inc.",
        "The firm bought Tarn Corp. Chief Ann Lee agreed.",
    ]


def test_blank_line_ends_a_sentence_without_a_stop():
    assert split("A heading\n\nThe text\ngoes on.\n \t\nMore") == [
        "A heading",
        "The text\ngoes on.",
        "More",
    ]


def test_empty_text_has_no_sentences():
    assert sentences.spans("") == []
    assert sentences.spans(" \n\n \t") == []


@given(st.text(alphabet=st.sampled_from("aBc .!?…\n\"”“'() 1\u00a0\u2029-")))
def test_sentences_cover_all_but_white_space(text):
    found = sentences.spans(text)
    assert "".join("".join(text[start:end].split()) for start, end in found) == "".join(
        text.split()
    )
    for start, end in found:
        assert text[start:end] == text[start:end].strip() != ""
        assert "\n\n" not in text[start:end]
    assert found == sorted(found)


def test_hostile_text_is_split_in_the_time_that_its_length_needs():
    for piece in (". ", ".", "A. ", '?" A ', "\n ", '"', "U.", "a"):
        assert sentences.spans(piece * 50_000 + "x")
