"""Marks matches and links names in texts.

Templates cannot do this, because their line breaks would add spaces. A match may be only a part of
a word, and a comma may directly follow a name.
"""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.pages.article_page import Run
from articles.search.snippets import Piece

register = template.Library()


@register.filter
def mark_matches(pieces: Iterable[Piece]) -> SafeString:
    """Return the text of `pieces` as HTML, with matches marked."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", piece.text) if piece.matched else piece.text,)
            for piece in pieces
        ),
    )


@register.filter
def link_names(runs: Iterable[Run]) -> SafeString:
    """Return the text of `runs` as HTML, with names linked and matches marked."""
    same_address = groupby(runs, attrgetter("url"))
    return format_html_join("", "{}", ((_link(list(same)),) for _, same in same_address))


def _link(runs: list[Run]) -> SafeString:
    text = format_html_join("", "{}", ((_mark(run),) for run in runs))
    first = runs[0]
    if not first.url:
        return text
    return format_html('<a class="name {}" href="{}">{}</a>', first.kind, first.url, text)


def _mark(run: Run) -> SafeString | str:
    if not run.marked:
        return run.text
    if not run.anchor:
        return format_html("<mark>{}</mark>", run.text)
    return format_html('<mark id="{}">{}</mark>', run.anchor, run.text)
