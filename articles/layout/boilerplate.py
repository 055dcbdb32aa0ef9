"""Separates the text of an article from boilerplate: links, offers, notices, credits."""

import re
from collections.abc import Sequence
from itertools import accumulate

from articles.english import boilerplate as vocabulary
from articles.english.tables import any_of, start_pattern
from articles.story import Block

_MARKS_BEFORE = r"[^\w\"“‘']*"
"""Marks that may come before boilerplate. A quotation mark may not: people say such words too."""
_OFFER = start_pattern(vocabulary.OFFERS, before=_MARKS_BEFORE)
_PLEA = start_pattern(vocabulary.PLEAS, before=_MARKS_BEFORE)
_PHRASE = re.compile(rf"\b(?:{any_of(vocabulary.PHRASES)})\b")
_LABEL = start_pattern(vocabulary.LABELS, before=r"\W*")
_ADDRESS = re.compile(
    r"\w*_\w*|https?://\S+|www\.\S+|(?:twitter|facebook|instagram)\.com/\S+|\S+@[\w-]+\.[\w.-]+"
)
_OFFER_WORDS = 60
"""Words of a line that begins like an offer."""
_LONGEST_LINE = 600
"""Characters of a boilerplate line."""
_LINE_WORDS = 30
"""Words of any other boilerplate line."""

_TAIL = re.compile(rf"\W*(?:{any_of(vocabulary.TAILS)})\W*$", re.IGNORECASE)
_LONGEST_TAIL_LINE = 80
"""Characters of a line that opens the tail."""

_SITE_MENU = re.compile(any_of(vocabulary.SITE_MENU), re.IGNORECASE)
_LEADS_ON = re.compile(rf"\W*(?:{any_of(vocabulary.LEADS_ON)})\W*$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_LONGEST_STOP = 8
"""Characters at the end of a text that are searched for a stop."""
_SENTENCE_WORDS = 5
"""Words of a short sentence."""
_TEASER_WORDS = 25
"""Words of a title above "Read more"."""
_FEWEST_SENTENCES = 2
"""Sentences at the end of a text that show that it belongs to the article."""
_HEADLINE_WORDS = range(4, 23)
_FEWEST_HEADLINES = 2
"""Last lines in the shape of headlines that are taken for links to other articles."""
_NOT_HEADLINE = re.compile(r"\d{1,3}[.)] |[-*•●▪–—(\[]|[^A-Z\d\W]|.*[:;,–—-]$")
_MOST_NUMBERS = 0.25
"""The share of a headline's words that may have digits. Rows of tables have more."""
_STAMP = re.compile(any_of(vocabulary.STAMPS), re.IGNORECASE)
_TAG = re.compile(r"[^\W\d_](?:.*[^.!?:;,\"”’)])?|\d{1,2}")
_MENU_WORDS = 14
"""Words of a line of a menu."""
_SHORT_TAIL_WORDS = 60
"""Words of a tail that is so short that it may be of any kind."""
_MOST_LINKS = 6
"""Lines without a stop that are dropped after "Related stories" in the middle of a text."""

Split = tuple[list[Block], list[Block]]
"""The blocks of the article, and those that do not belong to it."""


def split(blocks: Sequence[Block]) -> Split:
    """Split the blocks into those of the article and boilerplate, each in order."""
    notices = [_is_notice(block.text) for block in blocks]
    end = _headlines_start(blocks, notices, _menu_start(blocks, _tail_start(blocks, notices)))
    kept: list[Block] = []
    dropped: list[Block] = []
    links = 0
    for position, block in enumerate(blocks[:end]):
        if _opens_tail(block.text):
            links = _MOST_LINKS
        else:
            links = 0 if block.level or is_prose(block.text) else max(0, links - 1)
        is_around = links or notices[position] or not _has_words(block.text)
        if is_around or _is_link_title(blocks[position : position + 2]):
            dropped.append(block)
        else:
            kept.append(block)
    return kept, [*dropped, *blocks[end:]]


def _tail_start(blocks: Sequence[Block], notices: Sequence[bool]) -> int:
    """Return the position where the tail of the page begins.

    It begins after the first third of the words, at a line that is followed by hardly any
    paragraph of the article."""
    rest = _Remainder(blocks, notices)
    for position in range(1, len(blocks)):
        after = position + 1
        before = rest.words[0] - rest.words[position]
        if before < rest.words[0] // 3:
            continue
        text = blocks[position].text
        short_tail = max(_SHORT_TAIL_WORDS, before // 2)
        if _opens_tail(text):
            short = rest.words[after] <= 2 * before and rest.prose[after] <= before // 4
            if short and not rest.continues(after):
                return position
        elif (notices[position] or _is_site_menu(text)) and rest.words[after] <= short_tail:
            few = rest.sentences[after] <= (len(blocks) - after) // 3
            if few and rest.prose[after] <= max(_SHORT_TAIL_WORDS, before // 6):
                return position
    return len(blocks)


class _Remainder:
    """What is left of a text from each block on.

    `words` counts all words, `sentences` the blocks of the article, and `prose` their words."""

    def __init__(self, blocks: Sequence[Block], notices: Sequence[bool]) -> None:
        words = [block.text.count(" ") + 1 for block in blocks]
        is_article = [
            not is_notice and is_prose(block.text)
            for block, is_notice in zip(blocks, notices, strict=True)
        ]
        self.words = _sums_after(words)
        self.sentences = _sums_after(is_article)
        self.prose = _sums_after([n * counts for n, counts in zip(words, is_article, strict=True)])
        self._last_other = max(
            (at for at, counts in enumerate(is_article) if not counts), default=-1
        )

    def continues(self, position: int) -> bool:
        """Return whether the article continues after the lines from this position on.

        It does if they contain no sentence, and only sentences follow them up to the end."""
        after = self._last_other + 1
        lines_only = self.sentences[position] == self.sentences[after]
        return position < after and lines_only and self.sentences[after] >= _FEWEST_SENTENCES


def _sums_after(numbers: Sequence[int]) -> list[int]:
    return [*accumulate(reversed(numbers), initial=0)][::-1]


def _opens_tail(text: str) -> bool:
    return len(text) < _LONGEST_TAIL_LINE and bool(_TAIL.match(text))


def _is_site_menu(text: str) -> bool:
    return bool(_SITE_MENU.fullmatch(text))


def _menu_start(blocks: Sequence[Block], tail: int) -> int:
    """Return the position where tags, links or a menu begin, between the text and the tail.

    Without a tail it is the end: short last lines may be a table or a list of winners."""
    start = tail
    while start and start < len(blocks) and _is_menu(blocks[start - 1]):
        start -= 1
    return start if start and is_prose(blocks[start - 1].text) else tail


def _is_menu(block: Block) -> bool:
    return (
        not block.level and block.text.count(" ") < _MENU_WORDS and bool(_TAG.fullmatch(block.text))
    )


def _headlines_start(blocks: Sequence[Block], notices: Sequence[bool], end: int) -> int:
    """Return the position where headlines of other articles begin, if the text ends with some.

    Their authors, hours and sections may be among them."""
    start = end
    headlines = others = 0
    while start and not blocks[start - 1].level:
        text = blocks[start - 1].text
        if _is_headline(text):
            headlines += 1
        elif _is_stamp(text) or _is_menu(blocks[start - 1]):
            others += 1
        elif not notices[start - 1]:
            break
        start -= 1
    follow = start and is_prose(blocks[start - 1].text)
    return start if follow and headlines >= max(_FEWEST_HEADLINES, others) else end


def _is_headline(text: str) -> bool:
    """Return whether a line has as many words as a headline, no stop, and is not a list item."""
    if text.count(" ") + 1 not in _HEADLINE_WORDS or _NOT_HEADLINE.match(text):
        return False
    words = text.split()
    if sum(any(map(str.isdigit, word)) for word in words) > _MOST_NUMBERS * len(words):
        return False
    return text.endswith("?") or not ends_sentence(text)


def _is_stamp(text: str) -> bool:
    return bool(_STAMP.fullmatch(text))


def _is_notice(text: str) -> bool:
    words = text.count(" ") + 1
    if words > _OFFER_WORDS or len(text) > _LONGEST_LINE:
        return False
    small = text.lower()
    if _OFFER.match(small):
        return True
    if words > _LINE_WORDS:
        return False
    if _PLEA.match(small) or _PHRASE.search(small):
        return True
    return not is_prose(text) and bool(_LABEL.match(small))


def is_prose(text: str) -> bool:
    """Return whether the text contains at least a short sentence."""
    return text.count(" ") + 1 >= _SENTENCE_WORDS and ends_sentence(text)


def ends_sentence(text: str) -> bool:
    """Return whether the text ends with a full stop, a question mark or the like."""
    return bool(_SENTENCE_END.search(text[-_LONGEST_STOP:]))


def _has_words(text: str) -> bool:
    """Return whether the line is more than marks or an address."""
    return not _ADDRESS.fullmatch(text) and any(map(str.isalnum, text))


def _is_link_title(two: Sequence[Block]) -> bool:
    """Return whether the first line is the title of the article that the next line links to."""
    if len(two) < 2 or not _LEADS_ON.match(two[1].text):
        return False
    return two[0].text.count(" ") < _TEASER_WORDS and not ends_sentence(two[0].text)
