"""Cleans a web page before its article is extracted: removes boilerplate and marks headings."""

import re
from collections.abc import Mapping

from lxml import etree
from lxml.html import HtmlElement

_LONGEST_HEADING = 120
"""The maximum number of characters in a heading."""
_LONG_PARAGRAPH = 100
"""A box belongs to the article if it has two paragraphs with more characters than this."""
_LONG_LINE = 40
"""The minimum number of characters in a run of text that counts as prose. Menus and labels are
shorter."""
_LONG_LINK_WORDS = 8
"""The minimum number of words in a link that is the title of another article."""
_SHORTEST_ARTICLE = 300
"""The minimum number of characters of prose in the `<article>` that contains the page's own
article."""
# Classes: "subhead", "article__sub-title", "crossheading"
_SUBHEAD = re.compile(
    r"(?:^|[^a-z])(?:sub-?(?:head(?:ing|er|line)?|title)|cross-?head(?:ing)?|inter-?title)(?![a-z])",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"(?:^|[^a-z])(?:"
    # "sidebar", "widget", "by-line", "timestamp"
    r"side-?bar|widgets?|teasers?|by-?line|date-?line|timestamp"
    # "post-meta", "about-the-author", "author-bio"
    r"|(?:article|entry|post)-?meta|(?:about-?(?:the-?)?author|author-?(?:bio|box|card|info|profile))"
    # "newsletter-form", "subscribe", "related-links", "recirc" (articles to click on next)
    r"|newsletter|sign-?up|subscri(?:be|ption)|related|recommend(?:ed|ations?)?|recirc"
    # "share-buttons", "read-more", "most-read", "carousel"
    r"|share|sharing|social|promo|read-?more|see-?also|most-?read|trending|popular|latest|carousel"
    # "article-tools", "modal", "taboola" (a seller of advertisements), "cookie-consent"
    r"|playlist|article-?tools|print-?tools|modal|scrim|taboola|outbrain|cookies?|consent"
    # "breadcrumbs", "pull-quote", "comments"
    r"|breadcrumbs?|pagination|pull-?quote|comments?)(?![a-z])",
    re.IGNORECASE,
)
# Classes of what no reader sees at first: "tooltip", "visually-hidden", "sr-only"
_HIDDEN = re.compile(
    r"(?:^|[^a-z])(?:rollover-block|tooltip|popover|pop-?up|hide|hidden|invisible|sr-only"
    r"|screen-reader(?:-text)?|visually-?hidden)(?![a-z])",
    re.IGNORECASE,
)
# "display: none"
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Elements that are never text of the article, whatever their class
_ALWAYS_BOILERPLATE = (
    "aside",
    "button",
    "dialog",
    "figcaption",
    "figure",
    "form",
    "nav",
    "noscript",
    "svg",
)
_INLINE = ("a", "span")
"""Elements that stand inside a line. A class such as "related" does not make them boilerplate."""
_NOT_PROSE = ("a", "script", "style")
# Elements that are boilerplate if their class says so
_MAYBE_BOILERPLATE = (
    "a",
    "article",
    "div",
    "h2",
    "h3",
    "h4",
    "li",
    "p",
    "section",
    "span",
    "table",
    "td",
    "ul",
)
_LARGEST_BOILERPLATE = 0.3
"""The largest share of the page's prose, from 0 to 1, that an element of boilerplate may have. A
larger element is kept, because some sites put words such as "related" into the class of the box
around everything."""

TextLengths = Mapping[HtmlElement, int]
"""A dict that maps each element to the number of characters of prose in it. Prose means long lines
outside links, scripts and styles."""


def clean(page: HtmlElement) -> None:
    """Remove the boilerplate from the page, and turn what looks like a heading into `<h3>`."""
    _drop_other_articles(page)
    _drop_boilerplate(page)
    _drop_links(page)
    _join_boxes(page)
    _mark_headings(page)
    _drop_classes(page)


def _measure_text(page: HtmlElement) -> TextLengths:
    lengths: dict[HtmlElement, int] = {}
    for _, element in etree.iterwalk(page):
        inside = sum(lengths[child] + _long_line_length(child.tail) for child in element)
        lengths[element] = (
            0 if element.tag in _NOT_PROSE else inside + _long_line_length(element.text)
        )
    return lengths


def _long_line_length(text: str | None) -> int:
    length = len(text.strip()) if text else 0
    return length if length >= _LONG_LINE else 0


def _drop_other_articles(page: HtmlElement) -> None:
    """Drop all `<article>` elements except the main one and those around it.

    The main one contains an `<h1>` and enough prose. If not exactly one does, nothing is dropped.
    """
    lengths = _measure_text(page)
    articles = list(page.iter("article"))
    titled = [
        one
        for one in articles
        if next(one.iter("h1"), None) is not None and _own_length(one, lengths) >= _SHORTEST_ARTICLE
    ]
    if len(titled) == 1:
        [main] = titled
        for other in articles:
            if other is not main and other not in main.iterancestors():
                other.drop_tree()


def _own_length(article: HtmlElement, lengths: TextLengths) -> int:
    """Return the number of characters of prose in an `<article>` element.

    Prose in nested `<article>` elements does not count, although the numbers in `lengths` include
    it.
    """
    inner = (one for one in article.iterdescendants("article"))
    return lengths[article] - sum(
        lengths[one] for one in inner if next(one.iterancestors("article")) is article
    )


def _drop_boilerplate(page: HtmlElement) -> None:
    lengths = _measure_text(page)
    for element in list(page.iter(*_MAYBE_BOILERPLATE, *_ALWAYS_BOILERPLATE)):
        if lengths[element] <= _LARGEST_BOILERPLATE * lengths[page] and _is_boilerplate(element):
            element.drop_tree()


def _drop_classes(page: HtmlElement) -> None:
    """Remove the `class` attributes of all paragraphs and block quotations.

    Otherwise trafilatura would drop paragraphs of the article whose class is, for example,
    "paywall" or "tweet".
    """
    for element in page.iter("p", "blockquote"):
        element.attrib.pop("class", None)


def _is_boilerplate(element: HtmlElement) -> bool:
    if element.tag in _ALWAYS_BOILERPLATE or "hidden" in element.attrib:
        return True
    named = f"{element.get('class', '')} {element.get('id', '')}"[:300]
    if _HIDDEN.search(named) or _UNSEEN.search(element.get("style", "")[:300]):
        return True
    return element.tag not in _INLINE and bool(_BOILERPLATE.search(named))


def _drop_links(page: HtmlElement) -> None:
    """Drop links to other articles.

    Such links are paragraphs and lists that consist only of links, and long links between
    paragraphs.
    """
    for element in list(page.iter("p", "ul")):
        words = _text(element)
        linked = "".join(_text(link) for link in element.iter("a"))
        if (
            linked
            and _count_letters(linked) >= _count_letters(words)
            and not words.endswith((".", "!", "”", '"'))
        ):
            element.drop_tree()
    for link in list(page.iter("a")):
        if len(_text(link).split()) >= _LONG_LINK_WORDS and _is_paragraph(link):
            link.drop_tree()


def _is_paragraph(link: HtmlElement) -> bool:
    """Return whether the link stands by itself among paragraphs, with no text next to it."""
    above, before = link.getparent(), link.getprevious()
    if above is None or sum(1 for _ in above.iterchildren("p")) < 2:
        return False
    next_to_it = (above.text if before is None else before.tail, link.tail)
    return not any(text and text.strip() for text in next_to_it)


def _join_boxes(page: HtmlElement) -> None:
    """Move the content of all boxes of an article into the first box.

    Some sites split an article into several boxes of the same class, but trafilatura extracts only
    one box. The boxes may be next to each other, or each may be in an outer box of its own.
    """
    firsts: dict[tuple[str, HtmlElement | None], HtmlElement] = {}
    for element in list(page.iter("div", "section")):
        above = element.getparent()
        if above is None or not element.get("class") or not _has_text(element):
            continue
        first = firsts.setdefault((element.get("class"), above.getparent()), element)
        if first is not element and first not in element.iterancestors():
            first.extend(list(element))


def _has_text(element: HtmlElement) -> bool:
    paragraphs = element.iterchildren("p")
    long = sum(len(paragraph.text_content()) > _LONG_PARAGRAPH for paragraph in paragraphs)
    return long >= 2 and next(element.iter("h1"), None) is None


def _count_letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _mark_headings(page: HtmlElement) -> None:
    """Turn elements of a class such as "subhead" and short paragraphs all in bold into `<h3>`."""
    for element in list(page.iter("div", "p", "span")):
        if _is_heading_long(element) and (_is_subhead(element) or _is_bold(element)):
            for child in list(element.iterdescendants()):
                child.drop_tag()
            element.tag = "h3"


def _is_heading_long(element: HtmlElement) -> bool:
    """Return whether the element's text has the length of a heading: 3 to 120 characters."""
    length = 0
    for part in element.itertext():
        length += len(part.strip())
        if length > _LONGEST_HEADING:
            return False
    return length > 2


def _is_subhead(element: HtmlElement) -> bool:
    named = _SUBHEAD.search(element.get("class", "")[:300])
    return bool(named) and next(element.iterdescendants("p", "div"), None) is None


def _is_bold(element: HtmlElement) -> bool:
    """Return whether the element is a paragraph all in bold that does not end like a sentence."""
    if element.tag != "p" or _text(element).endswith((".", ",", ";")):
        return False
    bold = "".join(_text(part) for part in element.iter("b", "strong"))
    return 0 < _count_letters(bold) >= _count_letters(_text(element))


def _text(element: HtmlElement) -> str:
    """Return the text of the element as one line."""
    return " ".join(element.text_content().split())
