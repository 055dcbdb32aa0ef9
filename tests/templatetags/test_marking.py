from articles.pages.article_page import Run
from articles.search.snippets import Piece
from articles.templatetags import marking


def test_matches_are_marked_and_markup_in_a_text_is_text():
    pieces = [Piece("A <b>", False), Piece("harbour", True), Piece("s opened", False)]
    assert marking.mark_matches(pieces) == "A &lt;b&gt;<mark>harbour</mark>s opened"


def test_a_name_is_one_link_even_if_a_match_is_part_of_it():
    ann = {"url": "/ann", "kind": "person"}
    runs = [
        Run("Then "),
        Run("Ann ", **ann),
        Run("Lee", **ann, marked=True, anchor="match-1"),
        Run(", "),
        Run("mayor", marked=True),
    ]
    assert marking.link_names(runs) == (
        'Then <a class="name person" href="/ann">Ann <mark id="match-1">Lee</mark></a>, '
        "<mark>mayor</mark>"
    )
