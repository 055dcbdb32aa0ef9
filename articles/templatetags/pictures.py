"""Writes the repeated elements of pictures as HTML and SVG: bars, dots, lines.

Templates would take ten times as long, which is about as long as the rest of a page takes."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from articles.pages import illustrations
from articles.pictures.ego_network import Edge, EgoNetwork
from articles.pictures.maps import Map
from articles.pictures.timeline import Period, Timeline

register = template.Library()


@register.filter
def period_name(period: Period) -> str:
    """Return the name of a year, month or day in the reader's language."""
    return illustrations.period_name(period)


@register.simple_tag
def bars(timeline: Timeline) -> SafeString:
    """Return the bars of a timeline, each with a link over the whole height of the picture."""
    return format_html_join(
        "",
        '<a href="{}" aria-label="{}"><title>{}: {}</title>'
        '<rect class="reach" x="{}" y="0" width="{}" height="{}"/>'
        '<rect class="bar" x="{}" y="{}" width="{}" height="{}"/></a>',
        (
            (
                bar.count.url,
                _describe_count(when, bar.count.matches),
                when,
                bar.count.matches,
                *(bar.x, timeline.bar_width, timeline.height),
                *(bar.x, bar.y, timeline.bar_width, bar.height),
            )
            for bar in timeline.bars
            if bar.count.matches
            for when in [period_name(bar.count.period)]
        ),
    )


def _describe_count(when: str, number: int) -> str:
    said = ngettext("%(when)s: %(n)s article", "%(when)s: %(n)s articles", number)
    return said % {"when": when, "n": number}


@register.simple_tag
def axis(timeline: Timeline) -> SafeString:
    """Return an HTML element for each bar, with the name of the bar's period if it is labelled."""
    return format_html_join(
        "",
        "<span>{}</span>",
        (
            (format_html("<span>{}</span>", period_name(bar.count.period)) if bar.labelled else "",)
            for bar in timeline.bars
        ),
    )


@register.simple_tag
def dots(shown: Map) -> SafeString:
    """Return the dots of a map as SVG, with as many names as there is room for."""
    return format_html_join(
        "",
        '<a href="{}" aria-label="{}: {}"><title>{}: {}</title>'
        '<circle cx="{}" cy="{}" r="{}"/>{}</a>',
        (
            (
                dot.spot.url,
                *(dot.spot.name, dot.spot.matches) * 2,
                *(dot.x, dot.y, dot.radius),
                format_html(
                    '<text x="{}" y="{}" font-size="{}" stroke-width="{}">{}</text>',
                    *(dot.label_x, dot.label_y, shown.type_size, shown.halo, dot.spot.name),
                )
                if dot.label_x
                else "",
            )
            for dot in shown.dots
        ),
    )


@register.simple_tag
def edges(network: EgoNetwork) -> SafeString:
    """Return the lines from the middle of the network as SVG, with the names at their ends."""
    return format_html(
        '{}{}<circle cx="{}" cy="{}" r="7"/>{}{}',
        *(_edge_lines("person", network.people), _edge_lines("place", network.places)),
        *(network.middle_x, network.middle_y),
        *(
            _edge_names("person", "end", network.people),
            _edge_names("place", "start", network.places),
        ),
    )


def _edge_lines(kind: str, edges: Iterable[Edge]) -> SafeString:
    return format_html_join(
        "",
        '<path class="{}" d="{}" stroke-width="{}"/>',
        ((kind, edge.path, edge.thickness) for edge in edges),
    )


def _edge_names(kind: str, anchor: str, edges: Iterable[Edge]) -> SafeString:
    return format_html_join(
        "",
        '<a href="{}" aria-label="{}: {}"><text class="{}" x="{}" y="{}" text-anchor="{}" '
        'dominant-baseline="central">{} <tspan class="times">{}</tspan></text></a>',
        (
            (
                *(edge.neighbour.url, edge.neighbour.name, edge.neighbour.matches),
                *(kind, edge.x, edge.y, anchor),
                *(edge.label, edge.neighbour.matches),
            )
            for edge in edges
        ),
    )


@register.simple_tag
def rows(picture: Timeline | illustrations.PlaceMaps | EgoNetwork) -> SafeString:
    """Return the picture's data as rows of an HTML table: a link and a count for each element."""
    return format_html_join(
        "",
        '<tr><th scope="row"><a href="{}">{}</a></th><td>{}</td></tr>',
        _table_rows(picture),
    )


def _table_rows(
    picture: Timeline | illustrations.PlaceMaps | EgoNetwork,
) -> Iterable[tuple[str, str, int]]:
    match picture:
        case Timeline():
            counts = (bar.count for bar in picture.bars if bar.count.matches)
            return ((one.url, period_name(one.period), one.matches) for one in counts)
        case EgoNetwork():
            both = (edge.neighbour for edge in (*picture.people, *picture.places))
            return ((one.url, one.name, one.matches) for one in both)
        case _:
            return ((spot.url, spot.name, spot.matches) for spot in picture.spots)
