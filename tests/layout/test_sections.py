"""Stories are arranged into titles, bylines and sections. What surrounds them is dropped."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.layout import sections
from articles.layout.sections import Layout, LayoutSection
from articles.readers import plain
from articles.story import Block, Story, Unreadable

LEAD = "Ferries to the islands stopped on Monday after crews walked off over a new roster."
MORE = "The company, which owns all four boats, said that it had been given no warning at all."
TALK = "Both sides will meet in the customs house on Wednesday, and each has promised to listen."
LAST = "Until then a fishing boat takes urgent cases across, one at a time, for the price of fuel."
NOTE = "Nell Abara is the shipping reporter for The Tidewater Post. She lives in Port Selwyn."


def arrange(*lines: str, level: int | None = None, **fields: object) -> Layout:
    return sections.arrange(Story(tuple(Block(line, level) for line in lines), "a.txt", **fields))


def arranged(text: str) -> Layout:
    return arrange(*plain.paragraphs(text))


def headings(layout: Layout) -> list[str]:
    return [section.heading for section in layout.sections]


def body(layout: Layout) -> list[str]:
    return [text for section in layout.sections for text in section.paragraphs]


class TestHeadings:
    def test_short_lines_between_paragraphs_head_sections(self):
        layout = arrange(LEAD, MORE, "Talks on Wednesday", TALK, LAST)
        assert layout.sections == (
            LayoutSection("", (LEAD, MORE)),
            LayoutSection("Talks on Wednesday", (TALK, LAST)),
        )
        assert layout.sections[0].text == f"{LEAD}\n\n{MORE}"

    @pytest.mark.parametrize(
        "line",
        [
            "‘Another week of bread and jam’",
            "What do the islanders say?",
            "EIGHTY BOATS, ONE HARBOUR",
            "3. The bees of Little Skerry",
            "Made by Harbour & Sons Inc.",
            "A careful decision:",
        ],
    )
    def test_headings_come_in_many_shapes(self, line):
        assert headings(arrange(LEAD, MORE, line, TALK, LAST)) == ["", line]

    @pytest.mark.parametrize(
        "line",
        [
            "Nobody was hurt.",
            "“I shall miss it,” she said.",
            "and the boats came home",
            "- two spare bulbs",
            "The islands are:",
            "Osei said:",
            "More at www.tidewater.example",
            "4-1, 3-0, 2-2",
            "But who will carry the post?",
            "Ruth Osei, who works on the boats",
        ],
    )
    def test_other_short_lines_are_text(self, line):
        layout = arrange(LEAD, MORE, line, TALK, LAST)
        assert headings(layout) == [""]
        assert line in body(layout)

    def test_a_heading_may_stand_above_another(self):
        layout = arrange(LEAD, MORE, "The islands", "Great Skerry", TALK, LAST)
        assert headings(layout) == ["", "The islands", "Great Skerry"]

    def test_a_single_long_line_is_a_link_to_another_article(self):
        link = "Storm of March drove two ferries ashore and left the harbour dark"
        assert headings(arrange(LEAD, MORE, link, TALK, LAST)) == [""]

    def test_a_list_after_a_colon_is_no_heading(self):
        assert headings(arrange(LEAD, "They took across:", "Bread", TALK, LAST)) == [""]

    def test_the_line_before_a_read_more_goes_with_it(self):
        layout = arrange(LEAD, MORE, "Storm drives ferries ashore", "Read more", TALK, LAST)
        assert body(layout) == [LEAD, MORE, TALK, LAST]
        assert layout.dropped == ("Storm drives ferries ashore", "Read more")

    def test_a_format_that_knows_its_headings_is_believed(self):
        story = Story(
            (Block(LEAD, 0), Block("Talks", 2), Block(TALK, 0), Block("Quiet", 0)), "a.md"
        )
        assert sections.arrange(story).sections == (
            LayoutSection("", (LEAD,)),
            LayoutSection("Talks", (TALK, "Quiet")),
        )

    def test_a_format_that_knows_them_and_has_none_has_none(self):
        assert headings(arrange(LEAD, MORE, "Talks on Wednesday", TALK, level=0)) == [""]

    def test_a_standfirst_belongs_to_the_lead(self):
        deck = "Crews want Sundays, the company wants boats, and the islands want bread"
        story = Story((Block(deck, 2), Block(LEAD, 0)), "a.html", title="Ferries stop")
        assert sections.arrange(story).sections == (LayoutSection("", (deck, LEAD)),)

    def test_a_heading_with_nothing_under_it_at_the_end_is_dropped(self):
        story = Story((Block(LEAD, 0), Block("More", 2)), "a.html", title="Ferries stop")
        layout = sections.arrange(story)
        assert layout.sections == (LayoutSection("", (LEAD,)),)
        assert layout.dropped == ("More",)

    @pytest.mark.parametrize(
        "text",
        [
            "The bell\n\nThe bell that rang\nWhen boats came in\nIs rung no more\nOr rung by wind."
            "\n\nThe men who rang\nAre gone to sea\nThe sea has them\nAnd will not tell.",
            "League table\n\nSelwyn Rovers 41\nSkerry Town 38\nCape Orr 30\nHarbour Athletic 12\n\n"
            "Relegated\n\nCape United 9",
            "The hearing\n\nCHAIR\n\nDid you ring it?\n\nPELL\n\nI did.\n\nCHAIR\n\nWhy, Mr. Pell?"
            "\n\nPELL\n\nIt was dark.\n\nCHAIR\n\nThank you.",
            "Squad\n\nGoalkeepers\n1. Ann Marsh\n2. Bo Lind\nDefenders\n3. Cy Young\n4. Di Weir\n"
            "Forwards\n5. Ed Holt",
        ],
        ids=["poem", "table", "transcript", "squad"],
    )
    def test_verse_tables_and_transcripts_never_shatter(self, text):
        layout = arranged(text)
        assert headings(layout) == [""]
        kept = " ".join([layout.title, *body(layout)]).split()
        assert kept == text.split()

    def test_a_verse_inside_an_article_is_no_row_of_headings(self):
        verse = ["The bell that rang", "When boats came in", "Is rung no more", "Or rung by wind."]
        layout = arrange(LEAD, MORE, *verse, TALK, LAST)
        assert headings(layout) == [""]
        assert body(layout) == [LEAD, MORE, *verse, TALK, LAST]


class TestTitle:
    def test_the_first_short_line_is_the_title(self):
        layout = arrange("Ferry crews walk out", LEAD, MORE)
        assert layout.title == "Ferry crews walk out"
        assert body(layout) == [LEAD, MORE]

    def test_without_one_the_first_sentence_is_shortened_and_stays(self):
        lead = LEAD.removesuffix(".") + " that nobody says they have seen. " + MORE
        layout = arrange(lead, MORE)
        assert layout.title == (
            "Ferries to the islands stopped on Monday after crews walked off over a new roster "
            "that…"
        )
        assert body(layout) == [lead, MORE]

    def test_a_short_first_sentence_is_the_title_without_its_stop(self):
        layout = arrange("No ferries ran on Monday. " + MORE, TALK)
        assert layout.title == "No ferries ran on Monday"

    def test_the_title_does_not_begin_with_the_dateline(self):
        layout = arrange("PORT SELWYN, Scotland (Harbour Wire) — No ferries ran on Monday.", TALK)
        assert layout.title == "No ferries ran on Monday"
        assert layout.dateline == "PORT SELWYN, Scotland"
        assert body(layout)[0].startswith("PORT SELWYN, Scotland (Harbour Wire) — No")

    def test_a_line_that_repeats_the_title_goes(self):
        layout = arrange("FERRY CREWS WALK OUT", LEAD, MORE, title="Ferry crews walk out")
        assert layout.title == "Ferry crews walk out"
        assert body(layout) == [LEAD, MORE]

    def test_a_question_may_be_a_title(self):
        assert arrange("Who will carry the post?", LEAD, MORE).title == "Who will carry the post?"


class TestByline:
    @pytest.mark.parametrize(
        ("line", "byline"),
        [
            ("By Nell Abara", "Nell Abara"),
            ("By Nell Abara and Tom Weir", "Nell Abara and Tom Weir"),
            ("By Nell Abara, Tom Weir and Ada Holt", "Nell Abara, Tom Weir and Ada Holt"),
            ("By Nell Abara, Reuters", "Nell Abara"),
            ("BY NELL O'HARA-ABARA", "Nell O'Hara-Abara"),
            ("By Joost van der Berg in Beira", "Joost van der Berg"),
            ("By José Muñoz | Staff Writer", "José Muñoz"),
            ("Nell Abara and Tom Weir, Associated Press", "Nell Abara and Tom Weir"),
            ("By Layla al-Janabi • May 4, 2019", "Layla al-Janabi"),
        ],
    )
    def test_a_line_by_somebody_is_the_byline(self, line, byline):
        layout = arrange("Ferry crews walk out", line, LEAD, MORE)
        assert layout.byline == byline
        assert body(layout) == [LEAD, MORE]

    def test_a_sentence_that_begins_with_by_is_text(self):
        line = "By the time the bell rang, it was over."
        layout = arrange("Ferry crews walk out", LEAD, line, MORE)
        assert layout.byline == ""
        assert line in body(layout)

    def test_a_name_in_capitals_above_the_text_is_the_byline(self):
        layout = arrange("NELL ABARA", LEAD, MORE)
        assert layout.byline == "Nell Abara"
        assert layout.title == LEAD.removesuffix(".")

    def test_a_title_in_capitals_is_no_name(self):
        layout = arrange("FERRIES STOP", LEAD, MORE)
        assert (layout.title, layout.byline) == ("FERRIES STOP", "")

    def test_a_note_about_the_author_gives_the_byline(self):
        layout = arrange(LEAD, MORE, TALK, NOTE, "In Other News", "Load More")
        assert layout.byline == "Nell Abara"
        assert layout.author_note == NOTE
        assert body(layout) == [LEAD, MORE, TALK]
        assert layout.dropped == ("In Other News", "Load More")

    def test_a_last_word_about_somebody_in_the_article_is_no_note(self):
        said = "“Never again,” said Ruth Osei, looking at the water for a long time that evening."
        last = "Ruth Osei is a member of the union."
        assert body(arrange(LEAD, said, last)) == [LEAD, said, last]

    @pytest.mark.parametrize(
        ("line", "byline"),
        [
            ("(Reporting by Nell Abara; Editing by Tom Weir)", "Nell Abara"),
            ("Additional reporting by Nell Abara in Beira", "Nell Abara"),
            ("The writer is a professor of history.", ""),
        ],
    )
    def test_credits_are_notes(self, line, byline):
        layout = arrange(LEAD, MORE, line)
        assert (layout.author_note, layout.byline) == (line, byline)
        assert body(layout) == [LEAD, MORE]

    def test_what_the_file_says_counts_more(self):
        assert arrange("By Tom Weir", LEAD, MORE, byline="Ada Holt").byline == "Ada Holt"


class TestDates:
    @pytest.mark.parametrize(
        "line",
        [
            "14 June 2021",
            "Published: June 14, 2021",
            "Published June 14, 2021",
            "Monday, 14 June 2021",
            "2021-06-14",
        ],
    )
    def test_a_date_near_the_top_is_when_it_was_published(self, line):
        layout = arrange("Ferry crews walk out", line, LEAD, MORE)
        assert layout.published_at == datetime(2021, 6, 14, tzinfo=UTC)
        assert body(layout) == [LEAD, MORE]

    def test_its_clock_is_read(self):
        layout = arrange("Ferry crews walk out", "June 14, 2021 at 7:30 p.m.", LEAD, MORE)
        assert layout.published_at == datetime(2021, 6, 14, 19, 30, tzinfo=UTC)

    def test_a_date_in_a_sentence_is_text(self):
        line = "The roster was signed on 14 June 2021 by nobody at all."
        layout = arrange("Ferry crews walk out", line, LEAD, MORE)
        assert layout.published_at is None
        assert line in body(layout)

    @pytest.mark.parametrize("line", ["10/11/2021", "31 June 2021"])
    def test_a_doubtful_date_is_no_date(self, line):
        assert arrange("Ferry crews walk out", line, LEAD, MORE).published_at is None


class TestDateline:
    @pytest.mark.parametrize(
        ("opening", "place"),
        [
            ("MOSUL, Iraq (AP) — ", "MOSUL, Iraq"),
            ("PORT-AU-PRINCE, Haiti, July 18 (Xinhua) -- ", "PORT-AU-PRINCE, Haiti"),
            ("GENEVA – ", "GENEVA"),
            ("DOHA: ", "DOHA"),
            ("Ulaanbaatar /MONTSAME/. ", "Ulaanbaatar"),
            ("ALEXANDRIA, Va. — ", "ALEXANDRIA, Va."),
        ],
    )
    def test_places_of_many_papers_are_known(self, opening, place):
        layout = arrange("Ferry crews walk out", opening + LEAD, MORE)
        assert layout.dateline == place
        assert body(layout)[0] == opening + LEAD

    @pytest.mark.parametrize("opening", ["EXCLUSIVE: ", "Well, ", "The roster — ", "WATCH – "])
    def test_other_openings_are_no_places(self, opening):
        assert arrange("Ferry crews walk out", opening + LEAD, MORE).dateline == ""


class TestCorrections:
    @pytest.mark.parametrize(
        "note",
        [
            "Correction: The boat is the Marigold, not the Marjoram.",
            "An earlier version of this article gave the wrong name of the boat.",
            "This story has been corrected: the boat is the Marigold.",
            "Editor's note: an earlier version misspelled the boat.",
            "CORRECTION (June 15): The boat is the Marigold.",
        ],
    )
    @pytest.mark.parametrize("at_top", [True, False])
    def test_a_note_first_or_last_is_no_text(self, note, at_top):
        lines = [note, LEAD, MORE, TALK] if at_top else [LEAD, MORE, TALK, note]
        layout = arrange("Ferry crews walk out", *lines)
        assert layout.correction == note
        assert body(layout) == [LEAD, MORE, TALK]

    def test_a_note_under_its_own_line_is_taken_whole(self):
        layout = arrange(LEAD, MORE, TALK, "Correction", "The boat is the Marigold.")
        assert layout.correction == "Correction The boat is the Marigold."
        assert body(layout) == [LEAD, MORE, TALK]

    def test_an_article_about_a_correction_is_text(self):
        line = "Corrections officers found a ferry ticket in his cell, and a map of the harbour."
        assert line in body(arrange("Ferry crews walk out", line, LEAD, MORE))


class TestTails:
    @pytest.mark.parametrize(
        "tail",
        [
            ["In Other News", "Load More"],
            ["Related stories", "Bees of the Skerries", "Roster row at the mill"],
            ["Share this article", "Facebook", "Twitter", "Email"],
            ["© 2021 The Tidewater Post. All rights reserved."],
            ["Copyright 2021 The Tidewater Post"],
            ["Sign up for our newsletter", "Get the Tide Tables in your inbox every Friday."],
            ["Tags: ferries, islands, bread"],
            ["More from Business", "Bank opens on a barge", "Eel prices slip", "Show more"],
            ["Most read", "1", "Bees of the Skerries", "2", "Roster row at the mill"],
            ["Advertisement"],
            ["Read more: Storm drives two ferries ashore"],
            ["Comments (12)", "Leave a comment"],
            ["You may also like", "Eleven recipes for kelp", "Ten walks without a dog"],
            ["Follow us on Twitter", "Like us on Facebook"],
            ["Photo: Ada Holt/Tidewater Pictures"],
            ["Ferries", "Islands", "Labour", "Share this article"],
            ["Recommended", "Bank opens on a barge", "Contact us", "Privacy policy"],
            ["Support our journalism", "Subscribe now", "Donate today"],
            [
                "Who minds the lights now?",
                "By Ann Marsh",
                "11/20/2019 01:14 PM",
                "Eels come back again",
            ],
            ["Fog holds up the morning boats", "Eel prices slip again", "View comments", "©"],
            ["Opinion", "The Slipway", "Skerries"],
            [
                "Get access to all of the Tide Tables on every telephone you own for as little as "
                "a cup of tea a week, with the fog warnings, the eel prices and the crossword."
            ],
            ["wreck_1_en"],
            ["This article was originally published on The Slipway."],
            ["Republish this article"],
            ["You must be logged in to post a comment."],
            ["Spotted an error? Tell us."],
            ["Editor's Picks"],
            ["What do you think? Let us know in the comments below."],
            ["The Tidewater Post is not responsible for the content of external sites."],
            ["(This story has not been edited by Tidewater staff.)"],
            ["The views expressed in this article are those of its author."],
            ["READ | Storm drives two ferries ashore"],
            ["ICYMI: Storm drives two ferries ashore"],
            ["Already a subscriber? Log in"],
            ["Start your free trial"],
            ["If you value our reporting, please consider making a donation."],
            ["Never miss a story"],
            ["Join 40,000 readers"],
            ["People also read"],
            ["Listen to this article"],
            ["Terms", "Privacy", "Sitemap"],
            ["Latest", "Fog holds up the morning boats", "Eel prices slip again"],
        ],
        ids=lambda tail: tail[0],
    )
    def test_what_follows_the_article_is_dropped(self, tail):
        layout = arrange("Ferry crews walk out", LEAD, MORE, TALK, LAST, *tail)
        assert body(layout) == [LEAD, MORE, TALK, LAST]
        assert layout.dropped == tuple(tail)

    def test_links_in_the_middle_go_and_the_article_goes_on(self):
        links = ["DON'T MISS", "Bees of the Skerries [PICTURES]", "Roster row at the mill [VIDEO]"]
        layout = arrange("Ferry crews walk out", LEAD, MORE, *links, TALK, LAST)
        assert body(layout) == [LEAD, MORE, TALK, LAST]
        assert layout.dropped == tuple(links)

    def test_a_list_at_the_end_of_an_article_stays(self):
        items = ["The boats that ran:", "- Marigold", "- Marjoram", "- Thyme"]
        assert body(arrange(LEAD, MORE, TALK, *items)) == [LEAD, MORE, TALK, *items]

    def test_names_and_tables_at_the_end_of_an_article_stay(self):
        rows = ["Marigold", "Marjoram", "Net 12 mln vs 9 mln", "Revs 40 mln vs 41 mln"]
        assert body(arrange("Ferry crews walk out", LEAD, MORE, *rows)) == [LEAD, MORE, *rows]

    def test_sentences_that_speak_of_sharing_and_comments_stay(self):
        lines = [
            "“We need your help, and please consider making a start tonight,” said Captain Ouko.",
            "The views expressed by the pilots were many, and the harbour master wrote them down.",
            "For more than ten years, the anglers would follow the eels north and come back late.",
            "Already a member of the council, she joined the harbour board in the same spring.",
            "The outer isles can be reached by ferry, and on calm days by a boat with two oars.",
            "Shares in the company fell by a tenth, and comments from its owner did not help them.",
            "Related to nobody on the islands, he was asked to choose, and chose the fishing boat.",
            "Read aloud in the harbour, the letter made people laugh and then made them go quiet.",
        ]
        assert body(arrange("Ferry crews walk out", LEAD, *lines)) == [LEAD, *lines]


class TestWholeTexts:
    def test_an_article_as_it_is_pasted_from_a_browser(self):
        layout = arranged(
            f"{LEAD} It was the first walkout in thirty years, and nobody had a plan.\n\n{MORE}\n\n"
            f"‘Eleven days on’\n\n{TALK}\n\nWhat happens next\n\n{LAST}\n\n{NOTE}\n\n"
            "In Other News\nLoad More\n"
        )
        assert headings(layout) == ["", "‘Eleven days on’", "What happens next"]
        assert layout.title == LEAD.removesuffix(".")
        assert layout.byline == "Nell Abara"
        assert layout.author_note == NOTE
        assert layout.dropped == ("In Other News", "Load More")

    def test_a_text_of_nothing_but_links_is_refused(self):
        with pytest.raises(Unreadable, match=r"a\.txt holds no text of an article\."):
            arrange("Share", "Tweet", "Load More")

    def test_a_story_without_blocks_is_refused(self):
        with pytest.raises(Unreadable):
            arrange()

    @pytest.mark.parametrize(
        "line",
        [
            "Share this secret with nobody, the old harbour master told his daughter in 1951.",
            "Nell Abara is the shipping reporter for The Tidewater Post.",
            "Correction: the sea was blue.",
            "Ferry sinks",
        ],
    )
    def test_a_text_of_one_paragraph_is_never_emptied(self, line):
        assert body(arrange(line)) == [line]

    def test_a_long_book_is_split_quickly_and_in_step_with_its_length(self):
        def seconds(chapters: int) -> float:
            blocks = [LEAD, MORE, "Talks on Wednesday", TALK, LAST]
            lines = [f"{line[:-1]} {n}{line[-1]}" for n in range(chapters) for line in blocks]
            started = time.process_time()
            arrange(*lines)
            return time.process_time() - started

        seconds(100)
        assert seconds(2800) < 5  # 200,000 words; a second on a machine that does nothing else
        assert min(seconds(800) for _ in range(3)) < 16 * min(seconds(100) for _ in range(3)) + 0.2

    @pytest.mark.parametrize(
        "line", ["Ann " * 50_000, "A-" * 50_000, '."' * 50_000, "!" * 50_000, "By Ann " * 20_000]
    )
    def test_nasty_lines_take_no_time(self, line):
        started = time.process_time()
        arrange("Ferry crews walk out", LEAD, line, MORE, *["Share"] * 5_000)
        assert time.process_time() - started < 2


@st.composite
def lines_of_news(draw: st.DrawFn) -> list[str]:
    known = st.sampled_from(
        [LEAD, MORE, TALK, NOTE, "Talks", "Share", "Related stories", "By Ann Marsh", "• rope",
         "June 14, 2021", "Correction: no.", "Load More", "“Oh,” he said.", "Tea:", "CHAPTER ONE"]
    )  # fmt: skip
    return draw(st.lists(known | st.text("aB .,:”'-1\u00e9", min_size=1, max_size=60), max_size=20))


@settings(max_examples=300, deadline=None)
@given(lines_of_news(), st.sampled_from([None, 0, 2]))
def test_the_sections_hold_lines_of_the_text_in_order_and_are_never_empty(lines, level):
    lines = [" ".join(line.split()) for line in lines if line.strip()]
    try:
        layout = arrange(*lines, level=level)
    except Unreadable:
        assert not {LEAD, MORE, TALK} & set(lines)
        return
    kept = [text for part in layout.sections for text in (part.heading, *part.paragraphs) if text]
    rest = iter(lines)
    assert all(line in rest for line in kept)
    assert any(part.paragraphs for part in layout.sections)
    assert layout.title
