"""Offers every search as an RSS 2.0 feed: the newest articles, each with its summary.

Like pages, feeds are in the language that the reader's program asks for.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import ngettext

from articles.pages import links, result_page
from articles.pages.result_page import ResultItem, ResultPage
from articles.search.asking import address

ITEMS = 30
"""The maximum number of articles in a feed."""
_INVALID_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Matches a character that XML 1.0 does not allow. Edits may put such characters into articles."""


class SearchFeed(Feed[ResultItem, ResultPage]):
    """The RSS feed of a search."""

    feed_type = Rss201rev2Feed

    def get_object(self, request: HttpRequest, *args: object, **kwargs: object) -> ResultPage:
        query = address.read_query(dict(request.GET.lists()))
        # Who follows a search wants its new articles, whatever the order of the page.
        return result_page.find(replace(query, sort="newest", page=1, size=ITEMS))

    def title(self, page: ResultPage) -> str:
        terms = ", ".join(page.search_terms)
        return _drop_invalid(f"{settings.SITE_NAME}: {terms}") if terms else settings.SITE_NAME

    def description(self, page: ResultPage) -> str:
        total = page.results.total
        return ngettext(
            "%(total)d article, the newest first", "%(total)d articles, the newest first", total
        ) % {"total": total}

    def link(self, page: ResultPage) -> str:
        return links.url(replace(page.query, sort=None))

    def feed_url(self, page: ResultPage) -> str:
        return page.feed_url

    def items(self, page: ResultPage) -> Sequence[ResultItem]:
        return page.items

    def item_title(self, item: ResultItem) -> str:
        return _drop_invalid(item.article.title)

    def item_description(self, item: ResultItem) -> str:
        return _drop_invalid(render_to_string("articles/feed_item.html", {"item": item}))

    def item_link(self, item: ResultItem) -> str:
        return item.article.get_absolute_url()

    def item_guid(self, item: ResultItem) -> str:
        return item.article.uuid.urn

    item_guid_is_permalink = False

    def item_pubdate(self, item: ResultItem) -> datetime:
        return item.article.published_at

    def item_updateddate(self, item: ResultItem) -> datetime:
        return item.article.updated_at

    def item_author_name(self, item: ResultItem) -> str:
        return _drop_invalid(item.article.byline)

    def item_categories(self, item: ResultItem) -> Sequence[str]:
        return [_drop_invalid(item.article.category)] if item.article.category else []


def _drop_invalid(text: str) -> str:
    """Return the text without characters that XML does not allow."""
    return _INVALID_XML.sub("", text)
