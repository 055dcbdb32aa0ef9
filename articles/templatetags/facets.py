"""Writes the choices of facets as HTML.

A page has dozens of choices, and a template would take ten times as long to write them."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from articles.pages.facets import Choice

register = template.Library()

CURRENT = SafeString(' aria-current="true"')
NOTHING = SafeString("")


@register.simple_tag
def choices(some: Iterable[Choice], at_a_glance: bool = False) -> SafeString:
    """Return the choices as nested HTML lists.

    If `at_a_glance` is true, the links that exclude choices are left out."""
    items = format_html_join(
        "\n",
        '<li><a id="{}" class="{}" href="{}" rel="nofollow"{}>'
        '<span class="label">{}</span> <span class="count">{}</span>{}</a>{}{}{}</li>',
        (
            (
                *(choice.key, kind, choice.url, CURRENT if said else NOTHING),
                *(choice.label, choice.matches, said),
                NOTHING if at_a_glance or not choice.excluding else _exclude_link(choice),
                _alternative_link(choice) if choice.alternative else NOTHING,
                choices(choice.inside, at_a_glance) if choice.inside else NOTHING,
            )
            for choice in some
            for kind, said in [_state(choice)]
        ),
    )
    return format_html("<ul>{}</ul>", items)


def _state(choice: Choice) -> tuple[str, SafeString]:
    """Return the CSS classes of a choice, and its state in words for screen readers."""
    if choice.chosen:
        return "choice chosen", _hidden_text(gettext("(chosen; remove)"))
    if choice.excluded:
        return "choice excluded", _hidden_text(gettext("(excluded; allow again)"))
    return "choice", NOTHING


def _exclude_link(choice: Choice) -> SafeString:
    return format_html(
        '<a id="{}-not" class="exclude" href="{}" rel="nofollow" aria-label="{}" title="{}"></a>',
        *(choice.key, choice.excluding_url),
        gettext("Exclude %(choice)s") % {"choice": choice.label},
        gettext("Exclude"),
    )


def _alternative_link(choice: Choice) -> SafeString:
    way = choice.alternative
    assert way
    return format_html(
        '<a id="{}" class="otherwise" href="{}" rel="nofollow">{}{}</a>',
        *(way.key, way.url, way.label, _hidden_text(f"({choice.label})")),
    )


def _hidden_text(text: str) -> SafeString:
    return format_html('<span class="unseen"> {}</span>', text)
