"""Web pages: finding the article among boilerplate, and hostile pages."""

import io
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from articles import readers
from articles.layout import sections
from articles.readers import html as html_reader
from articles.story import Block, Story, Unreadable

SAMPLES = Path(__file__).parents[1] / "samples"
PARAGRAPH = (
    "The council met on Monday evening to talk about the bridge, which has stood on one leg since "
    "the spring, and two hundred people came to hear what would become of it."
)


def story(page: str | bytes, name: str = "a.html") -> Story:
    data = page.encode() if isinstance(page, str) else page
    [found] = readers.read(name, io.BytesIO(data))
    assert isinstance(found, Story)
    return found


def article(inside: str) -> Story:
    body = f"<h1>Bridge</h1><p>{PARAGRAPH}</p>{inside}<p>{PARAGRAPH[:-1]}, in the end.</p>"
    return story(f"<html><body><article>{body}</article></body></html>")


def texts(found: Story) -> list[str]:
    return [block.text for block in found.blocks]


@pytest.fixture(scope="module")
def harbour() -> Story:
    return story((SAMPLES / "harbour.html").read_bytes(), "harbour.html")


def test_the_page_says_what_the_article_is(harbour):
    assert harbour.title == "Ferry crews walk out at Port Selwyn"
    assert harbour.byline == "Nell Abara and Tom Weir"
    assert harbour.published_at == datetime(2021, 6, 14, 6, 30, tzinfo=UTC)
    assert harbour.category == "Business"
    assert harbour.source == "The Tidewater Post"
    assert harbour.url == "https://tidewater.example/2021/06/ferry-crews"
    assert harbour.language == "en"


def test_sub_headings_of_every_kind_are_kept(harbour):
    assert [block for block in harbour.blocks if block.level] == [
        Block("Eleven days on, two off", 3),
        Block("What the islanders say", 3),
        Block("Talks on Wednesday", 2),
    ]


def test_what_stands_around_the_article_is_left_out(harbour):
    text = "\n".join(texts(harbour))
    for around in ("Photograph", "Bees of", "Storm of", "cookies", "newsletter", "rights", "Home"):
        assert around not in text


def test_scripts_vanish(harbour):
    assert "Subscribe or else" not in "\n".join(texts(harbour))


def test_a_break_parts_lines(harbour):
    assert "He had last heard it so quiet in 1979, he said, and had rather liked it then." in texts(
        harbour
    )


def test_the_whole_page_becomes_an_article_in_sections(harbour):
    layout = sections.arrange(harbour)
    assert [(part.heading, len(part.paragraphs)) for part in layout.sections] == [
        ("", 2),
        ("Eleven days on, two off", 2),
        ("What the islanders say", 2),
        ("Talks on Wednesday", 1),
    ]
    assert layout.byline == "Nell Abara and Tom Weir"


def test_rows_of_a_table_are_lines():
    found = article(
        "<table><tr><td>Year</td><td>Boats</td></tr><tr><td>1900</td><td>4</td></tr></table>"
    )
    assert {"Year | Boats", "1900 | 4"} <= set(texts(found))


def test_hidden_text_is_left_out():
    found = article('<p style="display:none">Buy pills.</p><p hidden>Buy more pills today.</p>')
    assert "pills" not in "".join(texts(found))


def test_a_wrapper_with_a_suspicious_name_does_not_take_the_article_with_it():
    found = story(f'<body><div class="related-content"><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></div>')
    assert PARAGRAPH in texts(found)


def test_the_site_is_cut_from_the_title():
    page = (
        "<head><title>Bridge stands | The Tidewater Post</title>"
        '<meta property="og:site_name" content="The Tidewater Post"></head>'
        f"<body><p>{PARAGRAPH}</p></body>"
    )
    assert story(page).title == "Bridge stands"


def test_the_charset_of_the_page_is_believed():
    page = f'<html><head><meta charset="windows-1251"></head><body><p>Мост {PARAGRAPH}</p></body>'
    assert texts(story(page.encode("windows-1251")))[0].startswith("Мост The council")


def test_broken_json_ld_does_not_matter():
    page = f'<script type="application/ld+json">{{"@type": </script><p>{PARAGRAPH}</p>'
    assert PARAGRAPH in texts(story(page))


def test_a_page_without_an_article_is_refused():
    with pytest.raises(Unreadable, match=r"a\.html: no article was found in this page\."):
        story("<html><body><nav><a href='/'>Home</a></nav></body></html>")


def test_an_entity_bomb_stays_small():
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert len("".join(texts(story(f"{bomb}<body><p>{PARAGRAPH} &b;&b;</p>")))) < 300


@pytest.mark.parametrize(
    "attack",
    [
        "<div>" * 100_000,
        "<b>" * 100_000,
        f'<p class="{"related " * 100_000}">x</p>',
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        "<ul>" * 2_000,
        "&lt;" * 100_000,
        "<p>" + "word " * 100_000,
    ],
    ids=["divs", "bold", "attribute", "json", "lists", "entities", "paragraph"],
)
def test_hostile_pages_are_read_in_bounded_time(attack):
    started = time.process_time()
    assert texts(story(f"<body><p>{PARAGRAPH}</p>{attack}"))[0] == PARAGRAPH
    assert time.process_time() - started < 10


def test_a_page_of_too_many_elements_is_refused(monkeypatch):
    monkeypatch.setattr(html_reader, "MOST_ELEMENTS", 100)
    with pytest.raises(Unreadable, match=r"a\.html has over 100 elements"):
        story("<p>a</p>" * 101)


def test_other_articles_of_the_page_are_no_part_of_it():
    told = [PARAGRAPH, PARAGRAPH.replace("Monday", "Tuesday"), PARAGRAPH.replace("two", "three")]
    paragraphs = "".join(f"<p>{one}</p>" for one in told)
    comment = "<p>A reader writes that the bridge was never any good to begin with.</p>"
    other = f"<h2>Ferry</h2><p>{PARAGRAPH.replace('bridge', 'ferry')}</p>"
    found = story(
        f"<html><body><article><h1>Bridge</h1>{paragraphs}<article>{comment}</article></article>"
        f"<article>{other}</article></body></html>"
    )
    assert texts(found) == told


@pytest.mark.parametrize(
    "around",
    [
        '<table><tr><td class="sidebar"><div>Bees of the island fly later each year, says a '
        "beekeeper who has counted them since 1971.</div></td></tr></table>",
        '<h3 class="byline">by Ann Marsh, who has written of bridges for longer than most</h3>',
        '<a href="/offer">Read the paper on your telephone for the price of a cup of tea</a>',
        '<div class="author-box"><p>Ann Marsh has written of bridges for thirty years.</p></div>',
    ],
)
def test_sidebars_bylines_offers_and_authors_are_left_out(around: str):
    found = article(f"<p>On Tuesday it met again.</p>{around}<p>On Wednesday it did not meet.</p>")
    assert [text[:9] for text in texts(found)] == [
        "The counc",
        "On Tuesda",
        "On Wednes",
        "The counc",
    ]


def test_an_article_that_looks_like_its_surroundings_is_read():
    lines = f"<p>{PARAGRAPH}</p><p>{PARAGRAPH.replace('Monday', 'Tuesday')}</p>"
    rest = f"<p>{PARAGRAPH.replace('bridge', 'ferry')}</p>" * 8
    found = story(
        f'<html><body><div class="widget">{lines}</div><footer>{rest}</footer></body></html>'
    )
    assert texts(found)[0] == PARAGRAPH
