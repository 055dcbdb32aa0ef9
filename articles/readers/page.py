"""A web page made plain before its article is taken out: headings marked, surroundings removed."""

import re

from lxml.html import HtmlElement

_LONGEST_HEADING = 120
_LONG_PARAGRAPH = 100
_SUBHEAD = re.compile(
    r"(?:^|[^a-z])(?:sub-?(?:head(?:ing|er|line)?|title)|cross-?head(?:ing)?|inter-?title)(?![a-z])",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"(?:^|[^a-z])(?:newsletter|sign-?up|subscri(?:be|ption)|related|recommend(?:ed|ations?)?|recirc"
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
_LARGEST_PRUNED = 0.3
"""The share of the page's paragraphs that something around the article may hold: sites put words
like "related" into the class of what holds everything, too."""


def prepare(page: HtmlElement) -> None:
    """Take from the page what is around the article, and mark what only looks like a heading."""
    _drop_surroundings(page)
    _drop_links(page)
    _join_parts(page)
    _mark_headings(page)
    _forget_names(page)


def _drop_surroundings(page: HtmlElement) -> None:
    whole = sum(_weight(paragraph) for paragraph in page.iter("p"))
    for element in list(page.iter("div", "section", "ul", "span", "p", "li", "a", *_NEVER_TEXT)):
        if _is_around(element) and _held(element) <= _LARGEST_PRUNED * whole:
            element.drop_tree()


def _forget_names(page: HtmlElement) -> None:
    """Take the class from paragraphs and quotations that are still there: trafilatura leaves out
    those called "paywall" or "tweet", which hold text as good as any."""
    for element in page.iter("p", "blockquote"):
        element.attrib.pop("class", None)


def _is_around(element: HtmlElement) -> bool:
    if element.tag in _NEVER_TEXT or "hidden" in element.attrib:
        return True
    named = f"{element.get('class', '')} {element.get('id', '')}"[:300]
    if _HIDDEN.search(named) or _UNSEEN.search(element.get("style", "")[:300]):
        return True
    return element.tag not in _INLINE and bool(_AROUND.search(named))


def _held(element: HtmlElement) -> int:
    return sum(_weight(paragraph) for paragraph in element.iter("p"))


def _weight(element: HtmlElement) -> int:
    return len(element.text_content())


def _drop_links(page: HtmlElement) -> None:
    """Drop paragraphs and lists that are nothing but links: they lead to other articles."""
    for element in list(page.iter("p", "ul")):
        words = _words(element)
        linked = "".join(_words(link) for link in element.iter("a"))
        if (
            linked
            and _letters(linked) >= _letters(words)
            and not words.endswith((".", "!", "”", '"'))
        ):
            element.drop_tree()


def _join_parts(page: HtmlElement) -> None:
    """Put the parts of an article that a site keeps in boxes of the same class, one beside another
    or each in a box of its own, into the first of them: trafilatura takes but one box."""
    firsts: dict[tuple[str, HtmlElement | None], HtmlElement] = {}
    for element in list(page.iter("div", "section")):
        above = element.getparent()
        if above is None or not element.get("class") or not _holds_text(element):
            continue
        first = firsts.setdefault((element.get("class"), above.getparent()), element)
        if first is not element and first not in element.iterancestors():
            first.extend(list(element))


def _holds_text(element: HtmlElement) -> bool:
    long = sum(_weight(child) > _LONG_PARAGRAPH for child in element.iterchildren("p"))
    return long >= 2 and next(element.iter("h1"), None) is None


def _letters(text: str) -> int:
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
    if element.tag != "p" or _words(element).endswith((".", ",", ";")):
        return False
    bold = "".join(_words(part) for part in element.iter("b", "strong"))
    return 0 < _letters(bold) >= _letters(_words(element))


def _words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())
