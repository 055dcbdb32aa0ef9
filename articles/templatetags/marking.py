"""Marks matches and links names in texts.

This is not done in templates, because their line breaks would add spaces: but a match may be
part of a word, and a comma may follow a name.
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
    """Return the text of a passage with its matches marked."""
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
    """Return the text with its names linked and the searched words marked."""
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
