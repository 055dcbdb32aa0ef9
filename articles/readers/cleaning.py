"""A web page made plain before its article is taken out: headings marked, surroundings removed."""

import re
from collections.abc import Mapping

from lxml import etree
from lxml.html import HtmlElement

_LONGEST_HEADING = 120
_LONG_PARAGRAPH = 100
_LONG_LINE = 40
"""Characters on end from which on something is being told; menus and labels are shorter."""
_LONG_LINK_WORDS = 8
_SHORTEST_ARTICLE = 300
_SUBHEAD = re.compile(
    r"(?:^|[^a-z])(?:sub-?(?:head(?:ing|er|line)?|title)|cross-?head(?:ing)?|inter-?title)(?![a-z])",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"(?:^|[^a-z])(?:side-?bar|widgets?|teasers?|by-?line|date-?line|timestamp"
    r"|(?:article|entry|post)-?meta|(?:about-?(?:the-?)?author|author-?(?:bio|box|card|info|profile))"
    r"|newsletter|sign-?up|subscri(?:be|ption)|related|recommend(?:ed|ations?)?|recirc"
    r"|share|sharing|social|promo|read-?more|see-?also|most-?read|trending|popular|latest|carousel"
    r"|playlist|article-?tools|print-?tools|modal|scrim|taboola|outbrain|cookies?|consent"
    r"|breadcrumbs?|pagination|pull-?quote|comments?)(?![a-z])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"(?:^|[^a-z])(?:rollover-block|tooltip|popover|pop-?up|hide|hidden|invisible|sr-only"
    r"|screen-reader(?:-text)?|visually-?hidden)(?![a-z])",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NEVER_TEXT = (
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
_NOT_TEXT = ("a", "script", "style")
_PRUNED = (
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
_LARGEST_PRUNED = 0.3
"""The share of what the page tells that something around the article may hold: sites put words
like "related" into the class of what holds everything, too."""

TextLengths = Mapping[HtmlElement, int]
"""For each element the characters in it of lines that are long, and not in a link or a script."""


def clean(page: HtmlElement) -> None:
    """Take from the page what is around the article, and mark what only looks like a heading."""
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
            0 if element.tag in _NOT_TEXT else inside + _long_line_length(element.text)
        )
    return lengths


def _long_line_length(text: str | None) -> int:
    length = len(text.strip()) if text else 0
    return length if length >= _LONG_LINE else 0


def _drop_other_articles(page: HtmlElement) -> None:
    """Drop the other `<article>`s of a page that has one with the title and a text of its own."""
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
    """What an article tells outside of those in it."""
    inner = (one for one in article.iterdescendants("article"))
    return lengths[article] - sum(
        lengths[one] for one in inner if next(one.iterancestors("article")) is article
    )


def _drop_boilerplate(page: HtmlElement) -> None:
    lengths = _measure_text(page)
    for element in list(page.iter(*_PRUNED, *_NEVER_TEXT)):
        if lengths[element] <= _LARGEST_PRUNED * lengths[page] and _is_boilerplate(element):
            element.drop_tree()


def _drop_classes(page: HtmlElement) -> None:
    """Take the class from paragraphs and quotations that are still there: trafilatura leaves out
    those called "paywall" or "tweet", which hold text as good as any."""
    for element in page.iter("p", "blockquote"):
        element.attrib.pop("class", None)


def _is_boilerplate(element: HtmlElement) -> bool:
    if element.tag in _NEVER_TEXT or "hidden" in element.attrib:
        return True
    named = f"{element.get('class', '')} {element.get('id', '')}"[:300]
    if _HIDDEN.search(named) or _UNSEEN.search(element.get("style", "")[:300]):
        return True
    return element.tag not in _INLINE and bool(_BOILERPLATE.search(named))


def _drop_links(page: HtmlElement) -> None:
    """Drop paragraphs and lists that are nothing but links, and long links that stand where a
    paragraph would: they lead to other articles."""
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
    """Whether a link stands by itself among paragraphs."""
    above, before = link.getparent(), link.getprevious()
    if above is None or sum(1 for _ in above.iterchildren("p")) < 2:
        return False
    beside = (above.text if before is None else before.tail, link.tail)
    return not any(text and text.strip() for text in beside)


def _join_boxes(page: HtmlElement) -> None:
    """Put the parts of an article that a site keeps in boxes of the same class, one beside another
    or each in a box of its own, into the first of them: trafilatura takes but one box."""
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
    """Make an `<h3>` of `<div class="subhead">` and of paragraphs that are all in bold."""
    for element in list(page.iter("div", "p", "span")):
        if _is_heading_long(element) and (_is_subhead(element) or _is_bold(element)):
            for child in list(element.iterdescendants()):
                child.drop_tag()
            element.tag = "h3"


def _is_heading_long(element: HtmlElement) -> bool:
    """Whether there is some text in it but no more than a heading's; looks no further than that."""
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
    """Whether all of a paragraph's text is bold, and no sentence."""
    if element.tag != "p" or _text(element).endswith((".", ",", ";")):
        return False
    bold = "".join(_text(part) for part in element.iter("b", "strong"))
    return 0 < _count_letters(bold) >= _count_letters(_text(element))


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())
