"""What stands around an article's text without being part of it: links, pleas, credits."""

import re
from collections.abc import Sequence
from itertools import accumulate

from articles.story import Block

_NEWS = (
    r"(?:articles?|stories|story|content|topics?|tags|links?|coverage|news|posts?|reading|reports?)"
)
_SITE = (
    r"(?:facebook|twitter|x|google\+|flipboard|buffer|pin|mix|messenger|stumbleupon|instagram"
    r"|linkedin|whatsapp|telegram|youtube|tiktok|pinterest|reddit|e-?mail|print|copy link|save"
    r"|share|tweet)"
)

_LINE_PATTERNS = (
    # Links to other articles
    rf"(?:in other news|up next|what to read next|next {_NEWS})\W*$",
    r"(?:load|show|see|view|read|browse) (?:more|all)(?: \w+)?\W*$",
    r"(?:read|see|learn|find out|hear) more\b(?:\s*[:|»>–—-]|.{0,40}\W$)",
    r"(?:read next|also read|see also|read also|watch also|editors?['’]? picks?)\b",
    r"read\s*:|read the full\b|more\s*(?:>|»|:|…)+|more from\b|also on .{0,40}:|popular on\b",
    rf"more (?:on this|like this|{_NEWS}|to come)\W*$",
    rf"related(?: {_NEWS})?\s*(?::.*)?$|recommended(?: (?:{_NEWS}|for you|by))?\W*$",
    r"you (?:may|might) (?:also )?(?:like|be interested|enjoy)\b",
    r"(?:most|top|latest|more) (?:read|popular|viewed|shared|stories|news|headlines)\b.{0,20}$",
    r"trending(?: (?:now|stories|topics))?\W*$|don['’]t miss\b.{0,60}$|post navigation$",
    rf"(?:previous|next) (?:\w+ ){{0,2}}{_NEWS}\b",
    # Newsletters and other pleas
    r"(?:sign ?up|register) (?:for|to|here|now|today|below)\b|sign ?up\s*:",
    r"subscribe(?: (?:to|now|here|today|for)\b|\W*$)|(?:\S+ ){0,4}newsletters?\W*$",
    r"get (?:the|our|more) .{0,60}(?:newsletter|inbox|e-?mail)|get .{1,40} delivered\b",
    r".{0,60}\bour (?:[\w-]+ ){0,3}newsletters?\b|.{0,80}\b(?:your|the) inbox\b",
    r".{0,60}\bunsubscribe\b|.{0,80}\bspam\b.{0,40}\bpromise\b|.{0,60}\bopt[- ](?:in|out)\b",
    r"(?:i agree|by (?:signing up|subscribing))\b|(?:thank you|thanks) for (?:signing|subscribing)",
    r"(?:follow|like|find|connect with|join) (?:us|me|our)\b|follow (?:@|.{1,30} on\b)",
    r"join the conversation|stay connected\b|support (?:our|independent|quality) ",
    r"donate (?:now|today|to)\b|become a (?:member|patron)|(?:click|tap) here\b",
    r"(?:download|get) (?:the|our) .{0,20}app\b",
    r"(?:send us|tell us) (?:your|what)\b|(?:write to|e-?mail) .{0,60}@",
    r"have (?:a|any) (?:tip|story|question)s?\b.{0,80}(?:e-?mail|contact|tell us|reached|touch)",
    # Sharing and comments
    rf"{_SITE}(?:\W*{_SITE}){{0,12}}\W*$|(?:share|tweet) (?:this|on|via|the|it|your)\b",
    r"\d+ ?shares\b|sharing is caring\b|click to tweet\W*$",
    r"(?:like|love|enjoy(?:ed)?) this (?:story|article|post)\?",
    r"(?:view|read|show|post|leave|add|write) (?:all )?(?:a |your |the )?\d{0,5} ?comments?\b",
    r"comments?\s*(?:\(\d+\))?\W*$|\d+ (?:min(?:ute)?s? read|shares?|comments?|views?)\W*$",
    r"comments? (?:are closed|\(\d|via|policy|are subject)|(?:no|be the first to) comment",
    r"as you comment\b|.{0,60}community (?:guidelines|standards)\b",
    r"please (?:be respectful|check|log in|sign in|subscribe|enable)\b",
    # Pictures
    r"(?:photos?|images?|pictures?|video|file photo)"
    r"(?: (?:credits?|sources?|captions?|copyright|by|courtesy))?\s*:|credits?\s*:",
    r"(?:photo|image|picture) (?:source|copyright|caption|by|courtesy)\b|getty images\W*$",
    r"\((?:ap )?(?:file )?(?:photo|image|picture)\b|this slideshow requires\b",
    r"(?:watch|listen)(?: more| now| live)?\s*:|watch the video",
    # The site
    r"advert(?:is(?:e?ment|ing))?\W*$|sponsored(?: content)?\W*$|promoted\W*$",
    r".{0,120}\b(?:affiliate commission|earn an? .{0,20}commission)\b",
    r"(?:story|article) continues(?: below)?|continue reading|scroll (?:down )?(?:for|to)\b",
    r"copyright\b|©|\(c\) ?(?:\d{4}|copyright)|.{0,120}\ball rights reserved",
    r"this (?:material|content|article) may not be (?:published|reproduced|copied)",
    r"order reprints|print article|this copy is for your personal",
    r"terms (?:of|and) (?:use|service|conditions)\b|privacy (?:policy|notice)|we use cookies",
    r"cookie (?:policy|settings)|contact us\b|about us\W*$|back to top\W*$|skip to\b",
    r"(?:tags?|topics?|filed under|categories|keywords|posted in)\s*(?::|$)|tags [A-Z]",
    r"(?:first |originally )?published (?:on|at|:)?\s*\W?.{0,10}\d.{0,30}$|sources?: .{0,60}$",
    r"https?://\S+$|www\.\S+$|(?:twitter|facebook|instagram)\.com/\S+$|\S+@[\w-]+\.[\w.-]+$",
    r"an error (?:has )?occurred|there was an error|loading\W*$|no,? thanks\W*$|sorry\W*$",
    r"\[\w+ .*\]$",
)
_LINE = re.compile(rf"\W*(?:{'|'.join(_LINE_PATTERNS)})", re.IGNORECASE)
_LINE_WORDS = 30
_LONGEST_LINE = 400

_TAIL_PATTERNS = (
    r"in other news|(?:load|show|see) more|more stories|read (?:this )?next",
    r"recommended(?: for you)?|editors?['’]? picks|leave a (?:comment|reply)",
    rf"up next|comments|related(?: {_NEWS})?|(?:more|latest|other) (?:{_NEWS}|from .{{0,40}})",
    r"(?:most|top|latest) (?:read|popular|viewed|shared|stories|news|headlines)",
    r"you (?:may|might) also (?:like|be interested in)|trending(?: now| stories)?|don['’]t miss",
    r"also (?:read|on .{0,30})|see also|what to read next|promoted stories",
    r"(?:from )?around the web|next up in .{0,30}|more on .{0,30}|more (?:\w+ ){1,3}news",
    r"on our radar|popular (?:articles|posts|stories)|sponsored (?:content|stories|links)",
)
_TAIL = re.compile(rf"\W*(?:{'|'.join(_TAIL_PATTERNS)})\W*$", re.IGNORECASE)
_LONGEST_TAIL_LINE = 80

_LABELLED = re.compile(r"\W*(?:read more|more\s*(?:>|»)+)\W*$", re.IGNORECASE)
_STOPPED = re.compile(r"[.!?…][\"'”’»)\]]*$")
_LONGEST_STOP = 8
_SENTENCE_WORDS = 5
_TEASER_WORDS = 25
_SENTENCES = 2
_TAG = re.compile(r"[^\W\d_](?:.*[^.!?:;,\"”’)])?|\d{1,2}")
_TAGS = 2
_MENU = 14
_SHORT_TAIL = 60
"""Words that may follow any of the lines above and be a tail, whatever they are."""
_MOST_LINKS = 6
"""Lines without a stop that may follow a "Related stories" in the middle of a text."""

Parted = tuple[list[Block], list[Block]]


def part(blocks: Sequence[Block]) -> Parted:
    """The blocks of the article, and those that only stand around it, each in order."""
    end = _before_menu(blocks, _tail(blocks))
    kept: list[Block] = []
    dropped: list[Block] = []
    links = 0
    for position, block in enumerate(blocks[:end]):
        links = (
            _MOST_LINKS if _opens_tail(block.text) else 0 if _is_kept(block) else max(0, links - 1)
        )
        if links or _is_line(block.text) or _is_label(blocks[position : position + 2]):
            dropped.append(block)
        else:
            kept.append(block)
    return kept, [*dropped, *blocks[end:]]


def _tail(blocks: Sequence[Block]) -> int:
    """Where the tail begins: in the last part of the text, at a line after which there is hardly
    any paragraph of the article."""
    rest = _Rest(blocks)
    for position in range(len(blocks) * 2 // 5, len(blocks)):
        text, after = blocks[position].text, position + 1
        before = rest.words[0] - rest.words[position]
        if _opens_tail(text):
            short = rest.words[after] <= 2 * before and rest.prose[after] <= before // 4
            if short and not rest.goes_on(after):
                return position
        elif rest.words[after] <= max(_SHORT_TAIL, before // 2) and _is_line(text):
            few = rest.sentences[after] <= (len(blocks) - after) // 3
            if few and rest.prose[after] <= max(_SHORT_TAIL, before // 6):
                return position
    return len(blocks)


class _Rest:
    """What is left of a text from each of its blocks on: words, sentences, the words of these."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        words = [block.text.count(" ") + 1 for block in blocks]
        told = [_is_sentence(block) for block in blocks]
        self.words = _sums_after(words)
        self.sentences = _sums_after(told)
        self.prose = _sums_after([n * is_told for n, is_told in zip(words, told, strict=True)])
        self._last_line = max((at for at, is_told in enumerate(told) if not is_told), default=-1)

    def goes_on(self, position: int) -> bool:
        """Whether from here on there are lines, and then sentences to the end: the article's."""
        after = self._last_line + 1
        lines_only = self.sentences[position] == self.sentences[after]
        return position < after and lines_only and self.sentences[after] >= _SENTENCES


def _sums_after(numbers: Sequence[int]) -> list[int]:
    return [*accumulate(reversed(numbers), initial=0)][::-1]


def _is_sentence(block: Block) -> bool:
    return _is_prose(block.text) and not _is_line(block.text)


def _opens_tail(text: str) -> bool:
    return len(text) < _LONGEST_TAIL_LINE and bool(_TAIL.match(text))


def _before_menu(blocks: Sequence[Block], end: int) -> int:
    """Where the unmarked tags, links or menu begin that stand between the article's last sentence
    and its tail: some lines without a stop, at least two of them where there is no tail."""
    start = end
    while start and _is_menu(blocks[start - 1]):
        start -= 1
    fewest = 1 if end < len(blocks) else _TAGS
    after_prose = start and _is_prose(blocks[start - 1].text)
    return start if after_prose and end - start >= fewest else end


def _is_menu(block: Block) -> bool:
    return not block.level and block.text.count(" ") < _MENU and bool(_TAG.fullmatch(block.text))


def _is_kept(block: Block) -> bool:
    """Whether a block after a heading like "Related stories" is the article's again."""
    return bool(block.level) or _is_prose(block.text)


def _is_line(text: str) -> bool:
    is_short = len(text) <= _LONGEST_LINE and text.count(" ") < _LINE_WORDS
    return is_short and bool(_LINE.match(text))


def _is_prose(text: str) -> bool:
    return text.count(" ") + 1 >= _SENTENCE_WORDS and ends_sentence(text)


def ends_sentence(text: str) -> bool:
    """Whether the text ends with a full stop, a question mark or the like."""
    return bool(_STOPPED.search(text[-_LONGEST_STOP:]))


def _is_label(two: Sequence[Block]) -> bool:
    """Whether the line is the title of what the "Read more" after it leads to."""
    if len(two) < 2 or not _LABELLED.match(two[1].text):
        return False
    return two[0].text.count(" ") < _TEASER_WORDS and not ends_sentence(two[0].text)
