"""What machines are told of an article: schema.org's NewsArticle as JSON-LD."""

import json
from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, Person, Place

# In a script element nothing but these can end it or begin another.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def news_article(
    article: Article,
    url: str,
    authors: Sequence[Person | Place],
    named: Sequence[Person | Place],
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
        "articleSection": article.desk,
        "correction": article.correction,
        "author": [_thing(one) for one in authors]
        or ([{"@type": "Person", "name": article.byline}] if article.byline else []),
        "mentions": [_thing(one) for one in named],
        "publisher": {"@type": "Organization", "name": article.source} if article.source else None,
    }
    told = {name: value for name, value in known.items() if value}
    return mark_safe(json.dumps(told, ensure_ascii=False).translate(ESCAPES))  # noqa: S308


def _thing(one: Person | Place) -> dict[str, str]:
    thing = {"@type": type(one).__name__, "name": one.name}
    return {**thing, "sameAs": one.same_as} if one.same_as else thing
