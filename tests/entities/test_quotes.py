"""Which quotes and speakers `extract` finds in an article."""

import pytest

from articles.entities import extract


def said(text: str) -> list[tuple[str, str, bool]]:
    """Return the speaker and the words of each quote, and whether it is direct."""
    found = extract("", [("", text)])
    return [
        (found.people[quote.speaker].name, text[quote.start : quote.end], quote.direct)
        for quote in found.quotes
    ]


@pytest.mark.parametrize(
    "text",
    [
        "“The bridge will open in May,” Teresa Vega said.",
        "“The bridge will open in May,” said Teresa Vega.",
        "“The bridge will open in May,” said the mayor, Teresa Vega.",
        "“The bridge will open in May,” said Mayor Teresa Vega of Lima.",
        "Teresa Vega said: “The bridge will open in May,”",
        "“The bridge will open in May,” Teresa Vega, mayor of Lima, told reporters.",
        '"The bridge will open in May," Teresa Vega added.',
        "“The bridge will open in May,” the mayor, Teresa Vega, said.",
        "According to Teresa Vega, “The bridge will open in May,”",
    ],
)
def test_the_speaker_of_a_direct_quote_is_found(text):
    assert said(text) == [("Teresa Vega", "The bridge will open in May,", True)]


def test_surnames_and_pronouns_name_the_speaker():
    text = (
        "Teresa Vega spoke in Lima.\n\n“We will not wait for them,” she said.\n\n"
        "“We never have waited,” Vega said. “Nobody should wait here.”"
    )
    assert said(text) == [
        ("Teresa Vega", "We will not wait for them,", True),
        ("Teresa Vega", "We never have waited,", True),
        ("Teresa Vega", "Nobody should wait here.", True),
    ]


def test_two_speakers_in_a_paragraph_keep_their_words():
    text = (
        "Teresa Vega and Wendell Pruitt met. “The wharf must be rebuilt,” Vega said. "
        "“The wharf costs too much,” said Pruitt."
    )
    assert said(text) == [
        ("Teresa Vega", "The wharf must be rebuilt,", True),
        ("Wendell Pruitt", "The wharf costs too much,", True),
    ]


def test_a_quote_may_continue_in_the_next_paragraph():
    text = (
        "“I was nine when the river rose,” said Teresa Vega. “It took the house.\n\n"
        "“It took the school as well, and the church."
    )
    assert said(text)[1:] == [
        ("Teresa Vega", "It took the house.", True),
        ("Teresa Vega", "It took the school as well, and the church.", True),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Teresa Vega said that the bridge would open in May.", "the bridge would open in May."),
        ("The bridge would open in May, Teresa Vega said.", "The bridge would open in May"),
        (
            "According to Teresa Vega, head of the port, the bridge would open in May.",
            "the bridge would open in May.",
        ),
        (
            "The bridge would open in May, Teresa Vega said, and the wharf in June.",
            "The bridge would open in May, Teresa Vega said, and the wharf in June.",
        ),
    ],
)
def test_an_indirect_quote_is_what_is_reported(text, words):
    assert said(text) == [("Teresa Vega", words, False)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Teresa Vega warned the bridge would close in May.", ["the bridge would close in May."]),
        (
            "Teresa Vega warned on Monday that the bridge sways in storms.",
            ["the bridge sways in storms."],
        ),
        ("Teresa Vega warned the mayor of Lima in a letter.", []),
    ],
)
def test_a_warning_is_a_quote_if_a_clause_follows_it(text, words):
    assert said(text) == [("Teresa Vega", quoted, False) for quoted in words]


def test_a_few_marked_words_are_not_a_quote():
    text = "Teresa Vega, the mayor, wants to “shape” the harbour. Police said the road was shut."
    assert said(text) == []


def test_quotes_of_unnamed_speakers_are_left_out():
    text = "Teresa Vega left. “The road is shut tonight,” a police officer in Lima said."
    assert all(speaker != "Teresa Vega" for speaker, _, _ in said(text))


def test_a_named_speaker_gives_more_confidence():
    text = "“The bridge will open,” Teresa Vega said.\n\n“The wharf will open,” she said."
    named, pronoun = extract("", [("", text)]).quotes
    assert named.confidence > pronoun.confidence


def test_quotes_belong_to_their_sections():
    found = extract(
        "", [("", "Teresa Vega spoke."), ("Later", "“We will rebuild the wharf,” Vega said.")]
    )
    assert [(quote.section, quote.start) for quote in found.quotes] == [(1, 1)]


def test_a_pronoun_refers_to_the_subject_of_the_last_sentence():
    text = (
        "“The wharf is safe,” said Wendell Pruitt.\n\n"
        "Teresa Vega, who owns the ferries, walked out.\n\n“Nobody believes this,” she said."
    )
    assert said(text)[1:] == [("Teresa Vega", "Nobody believes this,", True)]


def test_a_description_refers_to_the_person_described_so():
    text = (
        "Mayor Teresa Vega met Wendell Pruitt.\n\n“The wharf must be rebuilt,” the mayor said."
        "\n\n“The wharf costs too much,” Pruitt said."
    )
    assert [speaker for speaker, _, _ in said(text)] == ["Teresa Vega", "Wendell Pruitt"]


@pytest.mark.parametrize(
    "unnamed",
    [
        "“We lost everything that night,” one fisherman said.",
        "“We lost everything that night,” a statement reads.",
        "“We lost everything that night,” a spokeswoman said of Vega's plan.",
        "One fisherman, who is 61, wept. “We lost everything that night,” he said.",
    ],
)
def test_a_quote_of_somebody_unnamed_is_not_given_to_the_last_speaker(unnamed):
    text = f"“The wharf must be rebuilt,” said Teresa Vega.\n\n{unnamed}"
    assert said(text) == [("Teresa Vega", "The wharf must be rebuilt,", True)]


def test_the_listener_is_not_the_speaker():
    text = "Wendell Pruitt waited. The port told Teresa Vega that the wharf would be rebuilt."
    assert said(text) == []


def test_a_quote_without_a_reporting_verb_is_by_the_subject():
    text = "Teresa Vega has praised the “good work of all the people in the harbour”."
    assert said(text) == [("Teresa Vega", "good work of all the people in the harbour", True)]


def test_a_quote_in_joined_lines_has_one_speaker():
    text = (
        'Teresa Vega said: "The wharf must be rebuilt. "Nobody should wait for it." '
        "Wendell Pruitt said the wharf would cost too much."
    )
    assert said(text)[:2] == [
        ("Teresa Vega", "The wharf must be rebuilt. ", True),
        ("Teresa Vega", "Nobody should wait for it.", True),
    ]
