"""Describes articles, people and places as JSON-LD, with the vocabulary of schema.org.

The descriptions are for search engines and other programs.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, Entity
from articles.pages.public_kinds import PUBLIC_KINDS

# Only these characters could end the script element or begin another one.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def describe_article(
    article: Article,
    url: str,
    authors: Sequence[Entity],
    named: Sequence[Entity],
) -> SafeString:
    """Return a schema.org NewsArticle as JSON-LD text that is safe inside a script element."""
    described = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "url": url,
        "datePublished": article.published_at.isoformat(),
        "dateModified": article.updated_at.isoformat(),
        "inLanguage": article.language,
        "articleSection": article.category,
        "correction": article.correction,
        "author": [_describe(one) for one in authors]
        or ([{"@type": "Person", "name": article.byline}] if article.byline else []),
        "mentions": [_describe(one) for one in named],
        "publisher": {"@type": "Organization", "name": article.source} if article.source else None,
    }
    return _write_script(described)


def describe_entity(entity: Entity, url: str, around: Sequence[Entity]) -> SafeString:
    """Return a person or place as JSON-LD text that is safe inside a script element.

    `around` lists the areas that contain the entity if it is a place."""
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        **_describe(entity),
        "url": url,
        "alternateName": entity.other_names,
        "containedInPlace": [_describe(area) for area in around],
    }
    if (location := entity.location_if_any) and location.coordinates:
        latitude, longitude = location.coordinates
        position = {"latitude": latitude, "longitude": longitude}
        described["geo"] = {"@type": "GeoCoordinates", **position}
    return _write_script(described)


def _write_script(described: Mapping[str, Any]) -> SafeString:
    filled = {name: value for name, value in described.items() if value}
    return mark_safe(json.dumps(filled, ensure_ascii=False).translate(ESCAPES))  # noqa: S308


def _describe(entity: Entity) -> dict[str, str]:
    described = {"@type": PUBLIC_KINDS[entity.kind].schema, "name": entity.name}
    return {**described, "sameAs": entity.same_as} if entity.same_as else described
