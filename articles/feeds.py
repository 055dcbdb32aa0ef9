"""Any search as RSS 2.0: the same query as the page, newest first, summaries in the items.

Said in the language that the reader's program asks for, as the pages are."""

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

from articles.pages import browse, links
from articles.pages.browse import Item, Listing
from articles.search.asking import address

ITEMS = 30
_UNSENDABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to say; an edit may have brought it in."""


class Matches(Feed[Item, Listing]):
    feed_type = Rss201rev2Feed

    def get_object(self, request: HttpRequest, *args: object, **kwargs: object) -> Listing:
        query = address.read_query(dict(request.GET.lists()))
        # A reader that follows a search wants what is new in it.
        return browse.find(replace(query, sort="newest", page=1, size=ITEMS))

    def title(self, listing: Listing) -> str:
        asked = ", ".join(listing.asked)
        return _sendable(f"{settings.SITE_NAME}: {asked}") if asked else settings.SITE_NAME

    def description(self, listing: Listing) -> str:
        total = listing.results.total
        return ngettext(
            "%(total)d article, the newest first", "%(total)d articles, the newest first", total
        ) % {"total": total}

    def link(self, listing: Listing) -> str:
        return links.url(replace(listing.query, sort=None))

    def feed_url(self, listing: Listing) -> str:
        return listing.feed_url

    def items(self, listing: Listing) -> Sequence[Item]:
        return listing.items

    def item_title(self, item: Item) -> str:
        return _sendable(item.article.title)

    def item_description(self, item: Item) -> str:
        return _sendable(render_to_string("articles/feed_item.html", {"item": item}))

    def item_link(self, item: Item) -> str:
        return item.article.get_absolute_url()

    def item_guid(self, item: Item) -> str:
        return item.article.uuid.urn

    item_guid_is_permalink = False

    def item_pubdate(self, item: Item) -> datetime:
        return item.article.published_at

    def item_updateddate(self, item: Item) -> datetime:
        return item.article.updated_at

    def item_author_name(self, item: Item) -> str:
        return _sendable(item.article.byline)

    def item_categories(self, item: Item) -> Sequence[str]:
        return [_sendable(item.article.category)] if item.article.category else []


def _sendable(text: str) -> str:
    return _UNSENDABLE.sub("", text)
