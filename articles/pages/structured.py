"""What machines are told of an article, a person and a place, as schema.org has it in JSON-LD."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, Entity
from articles.pages.kinds import SHOWN

# In a script element nothing but these can end it or begin another.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def news_article(
    article: Article,
    url: str,
    authors: Sequence[Entity],
    named: Sequence[Entity],
) -> SafeString:
    """Safe to stand inside a script element."""
    known = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "url": url,
        "datePublished": article.published_at.isoformat(),
        "dateModified": article.updated_at.isoformat(),
        "inLanguage": article.language,
        "articleSection": article.category,
        "correction": article.correction,
        "author": [_thing(one) for one in authors]
        or ([{"@type": "Person", "name": article.byline}] if article.byline else []),
        "mentions": [_thing(one) for one in named],
        "publisher": {"@type": "Organization", "name": article.source} if article.source else None,
    }
    return _script(known)


def thing(one: Entity, url: str, around: Sequence[Entity]) -> SafeString:
    """A person or a place and the areas that hold it; safe to stand inside a script element."""
    known: dict[str, Any] = {
        "@context": "https://schema.org",
        **_thing(one),
        "url": url,
        "alternateName": one.other_names,
        "containedInPlace": [_thing(area) for area in around],
    }
    if (location := one.location_if_any) and location.coordinates:
        latitude, longitude = location.coordinates
        position = {"latitude": latitude, "longitude": longitude}
        known["geo"] = {"@type": "GeoCoordinates", **position}
    return _script(known)


def _script(known: Mapping[str, Any]) -> SafeString:
    told = {name: value for name, value in known.items() if value}
    return mark_safe(json.dumps(told, ensure_ascii=False).translate(ESCAPES))  # noqa: S308


def _thing(one: Entity) -> dict[str, str]:
    thing = {"@type": SHOWN[one.kind].schema, "name": one.name}
    return {**thing, "sameAs": one.same_as} if one.same_as else thing
