"""The parts of pictures that there are many of. They are written here and not in templates, which
take ten times as long for them: about as long as for all the rest of a page."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from articles.pages import illustrations
from articles.pictures.atlas import Map
from articles.pictures.fan import Fan, Ray
from articles.pictures.timeline import Period, Timeline

register = template.Library()


@register.filter
def moment(period: Period) -> str:
    """The name of a year, month or day."""
    return illustrations.label(period)


@register.simple_tag
def bars(timeline: Timeline) -> SafeString:
    """The bars, each a link that reaches over the whole height."""
    return format_html_join(
        "",
        '<a href="{}" aria-label="{}"><title>{}: {}</title>'
        '<rect class="reach" x="{}" y="0" width="{}" height="{}"/>'
        '<rect class="bar" x="{}" y="{}" width="{}" height="{}"/></a>',
        (
            (
                bar.counted.url,
                _articles(when, bar.counted.matches),
                when,
                bar.counted.matches,
                *(bar.x, timeline.bar_width, timeline.height),
                *(bar.x, bar.y, timeline.bar_width, bar.height),
            )
            for bar in timeline.bars
            if bar.counted.matches
            for when in [moment(bar.counted.period)]
        ),
    )


def _articles(when: str, number: int) -> str:
    said = ngettext("%(when)s: %(n)s article", "%(when)s: %(n)s articles", number)
    return said % {"when": when, "n": number}


@register.simple_tag
def axis(timeline: Timeline) -> SafeString:
    """A place for each bar, with the names for which there is room."""
    return format_html_join(
        "",
        "<span>{}</span>",
        (
            (format_html("<span>{}</span>", moment(bar.counted.period)) if bar.labelled else "",)
            for bar in timeline.bars
        ),
    )


@register.simple_tag
def dots(shown: Map) -> SafeString:
    """The dots of a map, with the names for which there is room."""
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
def rays(fan: Fan) -> SafeString:
    """The lines from the middle, and the names at their ends."""
    return format_html(
        '{}{}<circle cx="{}" cy="{}" r="7"/>{}{}',
        *(_lines("person", fan.people), _lines("place", fan.places)),
        *(fan.middle_x, fan.middle_y),
        *(_ends("person", "end", fan.people), _ends("place", "start", fan.places)),
    )


def _lines(kind: str, rays: Iterable[Ray]) -> SafeString:
    return format_html_join(
        "",
        '<path class="{}" d="{}" stroke-width="{}"/>',
        ((kind, ray.path, ray.thickness) for ray in rays),
    )


def _ends(kind: str, anchor: str, rays: Iterable[Ray]) -> SafeString:
    return format_html_join(
        "",
        '<a href="{}" aria-label="{}: {}"><text class="{}" x="{}" y="{}" text-anchor="{}" '
        'dominant-baseline="central">{} <tspan class="times">{}</tspan></text></a>',
        (
            (
                *(ray.neighbour.url, ray.neighbour.name, ray.neighbour.matches),
                *(kind, ray.x, ray.y, anchor),
                *(ray.label, ray.neighbour.matches),
            )
            for ray in rays
        ),
    )


@register.simple_tag
def rows(picture: Timeline | illustrations.Atlas | Fan) -> SafeString:
    """What a picture shows as the rows of a table: where each part leads, and its articles."""
    return format_html_join(
        "",
        '<tr><th scope="row"><a href="{}">{}</a></th><td>{}</td></tr>',
        _parts(picture),
    )


def _parts(picture: Timeline | illustrations.Atlas | Fan) -> Iterable[tuple[str, str, int]]:
    match picture:
        case Timeline():
            counted = (bar.counted for bar in picture.bars if bar.counted.matches)
            return ((one.url, moment(one.period), one.matches) for one in counted)
        case Fan():
            both = (ray.neighbour for ray in (*picture.people, *picture.places))
            return ((one.url, one.name, one.matches) for one in both)
        case _:
            return ((spot.url, spot.name, spot.matches) for spot in picture.spots)
