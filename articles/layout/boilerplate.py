"""Separates the text of an article from boilerplate: links, offers, notices, credits."""

import re
from collections.abc import Sequence
from itertools import accumulate

from articles.english import boilerplate as vocabulary
from articles.english.tables import any_of, start_pattern
from articles.story import Block

_MARKS_BEFORE = r"[^\w\"“‘']*"
"""Marks that may come before boilerplate. Quotation marks are left out, because the text after one is
what somebody said."""
_OFFER = start_pattern(vocabulary.OFFERS, before=_MARKS_BEFORE)
_PLEA = start_pattern(vocabulary.PLEAS, before=_MARKS_BEFORE)
_PHRASE = re.compile(rf"\b(?:{any_of(vocabulary.PHRASES)})\b")
_LABEL = start_pattern(vocabulary.LABELS, before=r"\W*")
_ADDRESS = re.compile(
    r"\w*_\w*|https?://\S+|www\.\S+|(?:twitter|facebook|instagram)\.com/\S+|\S+@[\w-]+\.[\w.-]+"
)
_OFFER_WORDS = 60
"""The maximum number of words in a boilerplate line that begins like an offer."""
_LONGEST_LINE = 600
"""The maximum number of characters in a boilerplate line."""
_LINE_WORDS = 30
"""The maximum number of words in a boilerplate line that does not begin like an offer."""

_TAIL = re.compile(rf"\W*(?:{any_of(vocabulary.TAILS)})\W*$", re.IGNORECASE)
_LONGEST_TAIL_LINE = 80
"""A line that opens the tail of a page has fewer characters than this."""

_SITE_MENU = re.compile(any_of(vocabulary.SITE_MENU), re.IGNORECASE)
_LEADS_ON = re.compile(rf"\W*(?:{any_of(vocabulary.LEADS_ON)})\W*$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_LONGEST_STOP = 8
"""The number of characters at the end of a text in which a stop is searched for."""
_SENTENCE_WORDS = 5
"""The minimum number of words in a sentence."""
_TEASER_WORDS = 25
"""The maximum number of words in the title of another article above a "Read more" link."""
_FEWEST_SENTENCES = 2
"""The minimum number of paragraphs after a list of links that count as a continuation of the
article."""
_HEADLINE_WORDS = range(4, 23)
"""The range of the number of words in a headline."""
_FEWEST_HEADLINES = 2
"""The minimum number of headlines at the end of a text that count as links to other articles."""
_NOT_HEADLINE = re.compile(r"\d{1,3}[.)] |[-*•●▪–—(\[]|[^A-Z\d\W]|.*[:;,–—-]$")
_MOST_NUMBERS = 0.25
"""The largest share of a headline's words that may contain digits. Rows of tables have more."""
_STAMP = re.compile(any_of(vocabulary.STAMPS), re.IGNORECASE)
_TAG = re.compile(r"[^\W\d_](?:.*[^.!?:;,\"”’)])?|\d{1,2}")
_MENU_WORDS = 14
"""The maximum number of words in a line of a menu."""
_SHORT_TAIL_WORDS = 60
"""The maximum number of words in a tail that counts as short, even below a short article."""
_MOST_LINKS = 6
"""The maximum number of lines that are dropped as a list of links in the middle of a text,
including the title of the list ("Related stories")."""

Split = tuple[list[Block], list[Block]]
"""The blocks that belong to an article, and the blocks of boilerplate around it."""


def split(blocks: Sequence[Block]) -> Split:
    """Return two lists: the blocks that belong to the article, and the blocks of boilerplate."""
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
    """Return the position of the block where the tail of the page begins.

    The tail is the boilerplate below an article. It begins after the first third of the words, at a
    line such as "Related stories" that few paragraphs of the article follow. If there is no tail,
    return the number of blocks.
    """
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
    """How much text remains on a page from each block to the end.

    Each list has one number for each block, and a last number, 0, for the end of the page. `words`
    counts all words. `sentences` counts the blocks that are prose and not notices, and `prose`
    counts the words in those blocks.
    """

    def __init__(self, blocks: Sequence[Block], notices: Sequence[bool]) -> None:
        words = [block.text.count(" ") + 1 for block in blocks]
        is_article = [
            not is_notice and is_prose(block.text)
            for block, is_notice in zip(blocks, notices, strict=True)
        ]
        self.words = _suffix_sums(words)
        self.sentences = _suffix_sums(is_article)
        self.prose = _suffix_sums([n * counts for n, counts in zip(words, is_article, strict=True)])
        self._last_other = max(
            (at for at, counts in enumerate(is_article) if not counts), default=-1
        )

    def continues(self, position: int) -> bool:
        """Return whether the article continues after a list of links that begins at `position`.

        It continues if a run of blocks without prose begins at `position`, and at least two blocks
        follow the run, all of them prose.
        """
        after = self._last_other + 1
        lines_only = self.sentences[position] == self.sentences[after]
        return position < after and lines_only and self.sentences[after] >= _FEWEST_SENTENCES


def _suffix_sums(numbers: Sequence[int]) -> list[int]:
    return [*accumulate(reversed(numbers), initial=0)][::-1]


def _opens_tail(text: str) -> bool:
    return len(text) < _LONGEST_TAIL_LINE and bool(_TAIL.match(text))


def _is_site_menu(text: str) -> bool:
    return bool(_SITE_MENU.fullmatch(text))


def _menu_start(blocks: Sequence[Block], tail: int) -> int:
    """Return the position where tags, links or a menu begin directly above the tail of a page.

    `tail` is the position where the tail begins. It is returned if there are no such lines, or if
    the page has no tail: its short last lines may be a table or a list of winners.
    """
    start = tail
    while start and start < len(blocks) and _is_menu(blocks[start - 1]):
        start -= 1
    return start if start and is_prose(blocks[start - 1].text) else tail


def _is_menu(block: Block) -> bool:
    return (
        not block.level and block.text.count(" ") < _MENU_WORDS and bool(_TAG.fullmatch(block.text))
    )


def _headlines_start(blocks: Sequence[Block], notices: Sequence[bool], end: int) -> int:
    """Return the position where headlines of other articles begin, or `end` if there are none.

    The headlines come directly before the position `end`. Lines that give the author or the time of
    another article may stand among them.
    """
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
    """Return whether the line looks like a headline: 4 to 22 words, no full stop, no list item."""
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
    """Return whether the text ends like a sentence and has at least five words."""
    return text.count(" ") + 1 >= _SENTENCE_WORDS and ends_sentence(text)


def ends_sentence(text: str) -> bool:
    """Return whether the text ends with a full stop or another mark that ends a sentence."""
    return bool(_SENTENCE_END.search(text[-_LONGEST_STOP:]))


def _has_words(text: str) -> bool:
    """Return whether the line is more than punctuation marks or a web or e-mail address."""
    return not _ADDRESS.fullmatch(text) and any(map(str.isalnum, text))


def _is_link_title(two: Sequence[Block]) -> bool:
    """Return whether two blocks are the title of another article and a link such as "Read more"."""
    if len(two) < 2 or not _LEADS_ON.match(two[1].text):
        return False
    return two[0].text.count(" ") < _TEASER_WORDS and not ends_sentence(two[0].text)
