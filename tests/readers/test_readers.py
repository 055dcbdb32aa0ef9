"""Reading text files: encodings, paragraphs, headers, and refusals."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import readers
from articles.readers import decoding
from articles.story import Block, Story, Unreadable

SAMPLES = Path(__file__).parents[1] / "samples"
TWO = "The ferry sank — nobody drowned.\n\n“It was the bell,” said Ada Holt.\n"


def stories(name: str, data: bytes) -> list[Story | Unreadable]:
    return list(readers.read(name, io.BytesIO(data)))


def story(name: str, data: bytes | str) -> Story:
    [found] = stories(name, data.encode() if isinstance(data, str) else data)
    assert isinstance(found, Story)
    return found


def paragraphs(text: str | bytes) -> list[str]:
    return [block.text for block in story("a.txt", text).blocks]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_text_is_read_in_every_encoding_that_newspapers_use(encoding):
    assert paragraphs(TWO.encode(encoding)) == [
        "The ferry sank — nobody drowned.",
        "“It was the bell,” said Ada Holt.",
    ]


def test_latin_1_letters_come_out_right():
    assert paragraphs("Señora Muñoz dined in a café.".encode("latin-1")) == [
        "Señora Muñoz dined in a café."
    ]


def test_one_broken_byte_does_not_turn_a_utf_8_file_into_another_encoding():
    assert paragraphs("“Où?” “Là-bas.” “Déjà?” “Déjà.” \x00".encode() + b"\xe2\x80 Yes.") == [
        "“Où?” “Là-bas.” “Déjà?” “Déjà.” Yes."
    ]


def test_cyrillic_in_utf_16_without_a_mark_is_read():
    text = "Паром затонул у мыса, и никто не утонул, сказал капитан порта."
    assert paragraphs(text.encode("utf-16-le")) == [text]


def test_spaces_of_every_kind_become_plain_and_invisible_marks_go():
    assert paragraphs("10\u00a0000\u202fdollars \u202eevil\u202c so\u00adfar\u200b.\x00\x07") == [
        "10 000 dollars evil sofar."
    ]


def test_joiners_stay_where_a_language_needs_them():
    assert paragraphs("می\u200cخواهم and a\u200db") == ["می\u200cخواهم and ab"]


def test_curly_quotes_and_horizontal_bars_stay_as_they_are():
    assert paragraphs("An example ― of ‘quotes’ and “marks”.") == [
        "An example ― of ‘quotes’ and “marks”."
    ]


def test_letters_with_separate_accents_are_composed():
    assert paragraphs("Cafe\u0301 closed.") == ["Café closed."]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028"])
def test_every_kind_of_line_end_parts_paragraphs(end):
    assert paragraphs(f"First one.{end}{end}Second one.") == ["First one.", "Second one."]


def test_a_paragraph_a_line_is_read_as_such():
    long = "The council voted to keep the bridge open through the winter, " * 3
    assert paragraphs(f"{long}said Lee.\n{long}said May.\nWho pays\n{long}said Roe.") == [
        f"{long}said Lee.",
        f"{long}said May.",
        "Who pays",
        f"{long}said Roe.",
    ]


def test_wrapped_lines_are_joined():
    text = (
        "The council voted on Tuesday to keep the bridge\n"
        "open through the winter, though half of its lamps\n"
        "have been stolen.\n"
        "\n"
        "Who pays\n"
        "\n"
        "Nobody would say who is to pay for it. The county\n"
        "says the town, and the town says the county, as it\n"
        "did in 1988.\n"
    )
    assert paragraphs(text) == [
        "The council voted on Tuesday to keep the bridge open through the winter, though half of "
        "its lamps have been stolen.",
        "Who pays",
        "Nobody would say who is to pay for it. The county says the town, and the town says the "
        "county, as it did in 1988.",
    ]


def test_indents_begin_paragraphs():
    text = (
        "    The council voted on Tuesday to keep the bridge\n"
        "open through the winter.\n"
        "    Half of its lamps have been stolen, and the rest\n"
        "have not been lit since May.\n"
    )
    assert paragraphs(text) == [
        "The council voted on Tuesday to keep the bridge open through the winter.",
        "Half of its lamps have been stolen, and the rest have not been lit since May.",
    ]


def test_lines_of_verse_and_items_of_lists_stay_apart():
    verse = "The sea was here\nbefore the town\nThe town was here\n\n- nets\n- a lamp\n* rope\n"
    assert paragraphs(verse)[-3:] == ["- nets", "- a lamp", "* rope"]


def test_an_address_on_the_first_line_is_where_the_text_came_from():
    found = story("a.txt", "https://tidewater.example/1\n\nThe ferry sank.")
    assert found.url == "https://tidewater.example/1"
    assert found.blocks == (Block("The ferry sank."),)


def test_a_header_says_what_the_article_is():
    found = story(
        "a.txt",
        "---\ntitle: Ferry sinks\nbyline: By ANN MARSH and Bo Lind, Reuters\n"
        "date: 2019-05-14T06:10:00+02:00\nsection: World\nsource: Harbour Wire\n"
        "dateline: Port Selwyn\nurl: https://wire.example/1\ncorrection: It was a tug.\n"
        "mood: grim\n---\nThe ferry sank.",
    )
    assert found == Story(
        blocks=(Block("The ferry sank."),),
        name="a.txt",
        title="Ferry sinks",
        byline="Ann Marsh and Bo Lind",
        published_at=datetime(2019, 5, 14, 4, 10, tzinfo=UTC),
        category="World",
        source="Harbour Wire",
        dateline="Port Selwyn",
        url="https://wire.example/1",
        correction="It was a tug.",
    )


@pytest.mark.parametrize("date", ["2019-05-14", "14 May 2019", "May 14, 2019", "14th of May, 2019"])
def test_dates_of_a_header_may_be_written_out(date):
    found = story("a.txt", f"---\ndate: {date}\n---\nThe ferry sank.")
    assert found.published_at == datetime(2019, 5, 14, tzinfo=UTC)


def test_a_date_that_nobody_can_read_is_refused_with_an_example():
    with pytest.raises(Unreadable, match=r'its date "soon" is not written like 2017-10-25'):
        stories("a.txt", b"---\ndate: soon\n---\nThe ferry sank.")


@pytest.mark.parametrize(
    "date", ["0001-01-02", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-10:00", "31 Dec 9999"]
)
def test_a_date_that_not_every_time_zone_has_is_refused(date):
    with pytest.raises(Unreadable, match="is not written like 2017-10-25"):
        stories("a.txt", f"---\ndate: {date}\n---\nThe ferry sank.".encode())


def test_a_rule_around_a_line_is_no_header():
    assert paragraphs("---\nThe ferry sank.\n---\nIt was late.") == [
        "The ferry sank.",
        "It was late.",
    ]


@pytest.mark.parametrize("data", [b"", b"  \r\n\t", b"\x00\x00\x00"])
def test_an_empty_file_is_refused(data):
    with pytest.raises(Unreadable, match=r"a\.txt is empty\."):
        stories("a.txt", data)


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"%PDF-1.7 x", "a PDF"), (b"PK\x03\x04x", "a zip"), (b"\x89PNG\r\n", "a picture")],
)
def test_another_format_under_the_name_of_a_text_is_named(data, what):
    with pytest.raises(Unreadable, match=f"a.txt is {what}"):
        stories("a.txt", data)


def test_binary_data_is_refused():
    with pytest.raises(Unreadable, match=r"a\.txt holds binary data, not text\."):
        stories("a.txt", bytes(range(1, 256)) * 40)


def test_a_text_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(decoding, "LARGEST_TEXT", 1_000_000)
    with pytest.raises(Unreadable, match=r"a\.txt is over 1 MB"):
        stories("a.txt", b"a " * 600_000)


def test_an_unknown_suffix_is_refused_with_those_that_are_read():
    with pytest.raises(Unreadable) as refused:
        stories("photo.JPEG", b"x")
    assert str(refused.value) == (
        'photo.JPEG ends in ".jpeg"; only .txt, .md, .html, .htm, .sgm, .zip are read.'
    )


def test_suffixes_are_known_in_capitals():
    assert story("NEWS.TXT", "The ferry sank.").name == "NEWS.TXT"


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "a.sgm", "a.zip"]))
def test_any_bytes_are_read_or_refused(data, name):
    try:
        found = stories(name, data)
    except Unreadable:
        return
    assert all(isinstance(one, Story | Unreadable) for one in found)


@given(st.text(st.characters(exclude_characters="\0"), max_size=400))
def test_no_word_of_a_plain_text_is_lost(text):
    data = ("Begin here. " + text).encode("utf-8", "ignore")
    wanted = decoding.tidy(data.decode()).split()
    try:
        got = " ".join(paragraphs(data)).split()
    except Unreadable:  # mostly control characters
        return
    rules = set("-=_*~#.")
    assert [w for w in got if not set(w) <= rules] == [w for w in wanted if not set(w) <= rules]


class TestMarkdown:
    def test_headings_paragraphs_lists_and_tables_come_out_in_order(self):
        found = story("lighthouse.md", (SAMPLES / "lighthouse.md").read_bytes())
        assert found.title == "The last keeper of Cape Orr"
        assert found.byline == "Mira Sand"
        assert found.published_at == datetime(2018, 3, 2, tzinfo=UTC)
        assert found.category == "Culture"
        assert found.blocks == (
            Block(
                "For thirty-one years Jonas Pell has climbed the 214 steps of the light at Cape "
                "Orr, twice a day, and he has counted them every time.",
                0,
            ),
            Block("The lamp", 2),
            Block("It was oil when he came. Now it is a bulb no larger than a pear.", 0),
            Block("• He keeps two spare bulbs", 0),
            Block("• He keeps one spare cat", 0),
            Block("What comes after", 3),
            Block(
                "From the autumn the light will be watched from an office 300 miles away. Pell "
                "has been offered a desk there.",
                0,
            ),
            Block("He has not answered yet.", 0),
            Block("Year | Keepers", 0),
            Block("1900 | 4", 0),
            Block("2018 | 1", 0),
        )

    def test_the_first_heading_is_the_title(self):
        found = story("a.md", "# Ferry sinks\n\nThe ferry sank.\n\n## Bell\n\nIt rang.")
        assert found.title == "Ferry sinks"
        assert found.blocks[0] == Block("The ferry sank.", 0)

    def test_numbered_lists_keep_their_numbers(self):
        assert [block.text for block in story("a.md", "1. nets\n2. rope").blocks] == [
            "1. nets",
            "2. rope",
        ]

    def test_scripts_vanish(self):
        found = story("a.md", "Before.\n\n<script>steal()</script>\n\nAfter <b onclick=x>it</b>.")
        assert [block.text for block in found.blocks] == ["Before.", "After it."]


class TestReuters:
    def test_each_story_has_its_parts(self):
        first, second, third = stories("wire.sgm", (SAMPLES / "wire.sgm").read_bytes())
        assert first == Story(
            blocks=(
                Block(
                    "Tea of the first grade sold for a record at the weekly auction, brokers & "
                    "growers said.",
                    0,
                ),
                Block('"We had thought the rains would spoil it," a broker said.', 0),
                Block("Buyers paid 4.10 dlrs a kilo against 3.65 dlrs a week before.", 0),
            ),
            name="wire.sgm#101",
            title="KENYAN TEA <KTDA> FETCHES RECORD PRICE",
            byline="Wanjiru Oduya",
            dateline="MOMBASA",
            published_at=datetime(1987, 5, 12, 9, 14, 2, tzinfo=UTC),
            source="Reuters",
        )
        assert str(second) == "wire.sgm#102 is a headline without a text."
        assert isinstance(third, Story)
        assert third.title == "TEA AUCTION RESULTS - MAY 12"
        assert [block.text for block in third.blocks] == [
            "Grade kilos BP1.........41,000 PF1.........38,500"
        ]

    def test_an_impossible_clock_keeps_the_day(self):
        _, _, third = stories("wire.sgm", (SAMPLES / "wire.sgm").read_bytes())
        assert isinstance(third, Story)
        assert third.published_at == datetime(1987, 5, 12, tzinfo=UTC)

    def test_another_sgm_file_is_refused(self):
        with pytest.raises(Unreadable, match="holds no <REUTERS> story"):
            stories("a.sgm", b"<BOOK>Once upon a time</BOOK>")
