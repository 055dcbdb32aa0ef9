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

# In small letters, from the beginning of a line on. These hold even for whole paragraphs,
_OFFERS = (
    r"sign ?up (?:for|to|here|now|today|below)\b|sign ?up\s*:|register (?:for free|here|now)\b",
    r"subscribe (?:to|now|here|today)\b|get (?:the|our|more) .{0,60}(?:newsletter|inbox|e-?mail)",
    r"get (?:full |unlimited )?access to\b|join (?:our\b|[\d,.]+ (?:readers|subscribers|members))",
    r"(?:already|not yet) an? (?:subscriber|member)\?",
    r"(?:start|begin) your (?:free )?(?:trial|sub)",
    r"if you value our\b|please consider (?:supporting|subscribing|making|becoming|a donation)",
    r"your support (?:\w+ )?(?:makes|helps)",
    r"help us (?:keep|continue|grow)\b|never miss (?:an?|out)\b",
    r"(?:enable|allow|turn on) .{0,20}notific",
    r"to get more (?:stories|news)\b|(?:read|catch) all the latest\b|by continuing to use\b",
    r"for (?:more|(?:all )?the latest) (?:news|stories|updates|on)\b.{0,60}"
    r"\b(?:follow|click|sign up|subscribe|download)\b",
    r"this (?:web)?site uses cookies|accept (?:all )?cookies",
    r"\(?this (?:story|article) has not been edited",
    r"this (?:\w+ )?(?:article|story|post|piece|essay|column|report) (?:was |is |has been )?"
    r"(?:(?:originally |first )(?:published|appeared|posted|ran)|republished)\b",
    r"this (?:article|story|content) is (?:only )?(?:available )?(?:for|to) (?:\w+ )?(?:sub|memb)",
    r"disclaimer\s*[:–—-]|our standards\s*:|the (?:views|opinions) (?:and opinions )?expressed "
    r"(?:here|(?:in|on) th(?:is|e) (?:article|column|site|piece))",
    r"(?:\S+ ){1,4}is not responsible for the content\b|you must be (?:logged|signed) in\b",
    r"your e-?mail address will not\b|(?:this conversation|comments) (?:is|are) moderated\b",
    r"(?:thank you|thanks) for (?:signing up|subscribing|reading)|by (?:signing up|subscribing)\b",
    r"i agree (?:that|to) .{0,80}(?:newsletter|terms|e-?mail|privacy|send)",
)
# and these for whole sentences.
_PLEAS = (
    r"(?:read|see|learn|find out|hear) more(?:\s*[:|»>–—]| (?:about|at|on|from|here|in our)\b)",
    r"(?:also read|read also|see also|watch also|read|related|recommended|don['’]t miss)\s*:",
    r"also on .{0,40}:|read the full (?:story|article|report|interview|text)\b",
    r"get .{1,40} delivered\b|get the day['’]s\b|stay connected\b|join the conversation",
    r"(?:follow|like|find|connect with|join) (?:us|me) (?:on|at|@)|follow (?:@|.{1,30} on twitter)",
    r"(?:note: )?we are (?:\w+ )?moderating\b|community rules apply\b",
    r"support (?:our|independent|quality) (?:\w+ )?(?:journalism|work|newsroom|reporting)",
    r"donate (?:now|today|to (?:us|this|our))\b|become a (?:member|patron)|(?:click|tap) here\b",
    r"(?:download|get) (?:the|our) .{0,20}app\b|(?:send us|tell us) (?:your|what)\b",
    r"(?:write to|e-?mail) .{0,60}@|this slideshow requires\b",
    r"have (?:a|any) (?:tip|story|question)s?\b.{0,80}(?:e-?mail|contact|tell us|reached|touch)",
    r"(?:like|love|enjoy(?:ed)?) this (?:story|article|post)\?|share your thoughts\b",
    r"(?:share|tweet) this (?:article|story|post|page|information|on|via)|sharing is caring\b",
    r"comments? (?:are closed|via|policy|are subject)|be the first to comment|as you comment\b",
    r"(?:report|spotted|found|see|notice) an? (?:typo|error|mistake)\b",
    r"got an? (?:tip|story|news)\b",
    r"(?:what do you think|have your say|let us know)\b.{0,30}(?:comments?|below)",
    r"have your say\W*$",
    r"we (?:want to hear from|welcome) you|\w+ can be reached (?:at|on|via) \S+[@\d]",
    r"reach (?:the (?:writer|reporter|author)|him|her|them) (?:at|on)\b|click to\b",
    r"note: this (?:story|article) has been updated",
    r"stay (?:informed|up to date|in the loop) (?:on|with)",
    r"please (?:be respectful|check the|log in|sign in|enable (?:javascript|cookies))",
    r"(?:story|article) continues(?: below)?|continue reading|scroll (?:down )?(?:for|to)\b",
    r"copyright\W*(?:\d{4}|\(c\)|©)|©|\(c\) ?(?:\d{4}|copyright)",
    r"this (?:material|content|article) may not be (?:published|reproduced|copied)",
    r"this copy is for your personal|we use cookies|privacy (?:policy|notice)",
    r"an error (?:has )?occurred|there was an error|if you (?:enjoyed|liked) this article\b",
    r"\((?:ap )?(?:file )?(?:photo|image|picture)\b",
)
_PHRASES = (
    r"our (?:[\w-]+ ){0,3}newsletters?|(?:to|in|at|on) your inbox|unsubscribe at|opt-in box",
    r"no spam|affiliate commission|earn an? .{0,20}commission|all rights reserved",
    r"our community (?:guidelines|standards)|use of this site constitutes|not be reproduced",
    r"links to (?:online )?retail(?:ers| stores)|subscription (?:of|to) our",
)
# These hold only where the line is no sentence.
_LABELS = (
    r"read (?:the )?(?:full|original|whole) (?:article|story|report|post|text)|republish\b",
    r"(?:originally )?published (?:at|on|in|by) \S+$|powered by\b|view all posts\b|like loading",
    r"(?:sign|log) in to\b|more (?:to (?:read|explore|watch)|in \w+)\W*$",
    r"further reading\W*$|join the (?:discussion|conversation)|start the conversation",
    r"(?:hide|see|show|load|loading|view) (?:all )?(?:comments|captions?|photos|gallery)\W*$",
    r"pin it\W*$|print this|reprints\W*$|related (?:internet )?links|advertise\b|advertisement\b",
    r"\((?:ani|pti|ians|xinhua|afp|ap|upi|reuters|agencies)\)$|support us\W*$|buy me a\b",
    r"donate\W*$|make a donation|must[ -]reads?\W*$|in pics\W*$|in case you missed it|icymi\b",
    r"read\s*\||get breaking news|(?:explore|discover) more|link copied|gift this|bookmark\W*$",
    r"save (?:article|story|for later)\W*$",
    r"send (?:us )?(?:a tip|feedback)|want (?:more|to read more)\?",
    r"unlock this|opens? in (?:a )?new (?:window|tab)|(?:ap |file |stock )?photo\W*$",
    r"featured? (?:image|photo)\s*:|tagged(?: with)?\s*:|return to (?:the )?(?:homepage|top)",
    r"sponsored by\b|(?:paid|promoted|partner) content|(?:more )?from our (?:partners|sponsors)",
    r"recommended (?:by|videos)\b|by (?:taboola|outbrain)\W*$|popular now\W*$|latest videos\W*$",
    r"(?:people|others|readers) (?:also|are) (?:read|liked|reading)|what others are reading",
    r"(?:next up|prev(?:ious)? (?:post|page))\W*$|search for\s*:$|recent (?:posts|comments)\W*$",
    r"cancel reply|manage (?:preferences|cookies)",
    r"(?:contact|e-?mail) the (?:newsroom|author|editor)",
    r"write to us\W*$|letters to the editor\W*$|find out more\W*$|copy (?:url|link)\W*$|a\+ a-",
    r"text size\W*$|listen to this\b|reading time\b|(?:watch|play) (?:the )?video|video player",
    r"photo gallery\W*$|slideshow\W*$|toggle caption|enlarge this|(?:hot|trending) topics\W*$",
    r"breaking news\W*$|live updates\W*$|stay (?:informed|up to date|in the loop|connected)\W*$",
    r"get in touch\W*$|elsewhere on the web|terms\W*$|what do you think\?$|about the authors?\W*$",
    rf"(?:in other news|what to read next|next {_NEWS}|post navigation)\W*$",
    r"(?:load|show|see|view|read|browse) (?:more|all)(?: \w+)?\W*$|(?:read|learn) more\b",
    r"(?:read next|also read|see also|read also|editor['’]?s?['’]? (?:picks?|choice))\b",
    r"more from\b|popular on\b",
    rf"more\s*(?:>|»|:|…)+|more (?:on this|like this|{_NEWS}|to come)\W*$",
    rf"related(?: {_NEWS})?\W*$|recommended(?: (?:{_NEWS}|for you|by))?\W*$",
    r"you (?:may|might) (?:also )?(?:like|be interested|enjoy)\b|don['’]t miss\b",
    r"(?:most|top|latest|more) (?:read|popular|viewed|shared|stories|news|headlines)\b.{0,20}$",
    rf"trending(?: (?:now|stories|topics))?\W*$|(?:previous|next) (?:\w+ ){{0,2}}{_NEWS}\b",
    r"subscribe\W*$|(?:\S+ ){0,4}newsletters?\W*$|follow .{1,30} on\W*$|no,? thanks\W*$",
    r"(?:follow|contact|about|join|like) us\W*$|sorry\W*$|loading\W*$|click to tweet\W*$",
    rf"{_SITE}(?:\W*{_SITE}){{0,12}}\W*$|(?:share|tweet) (?:this|on|via|it)\b|\d+ ?shares\b",
    r"(?:view|read|show|post|leave|add|write) (?:all )?(?:a |your |the )?\d{0,5} ?comments?\b",
    r"(?:no )?comments?\s*(?:\(\d+\))?\W*$|\d+ (?:min(?:ute)?s? read|shares?|comments?|views?)\W*$",
    r"(?:photos?|images?|pictures?|video|file photo)"
    r"(?: (?:credits?|sources?|captions?|copyright|by|courtesy))?\s*:|credits?\s*:",
    r"(?:photo|image|picture) (?:source|copyright|caption|by|courtesy)\b|getty images\W*$",
    r"(?:watch|listen)(?: more| now| live)?\s*:|watch the video|back to top\W*$|skip to\b",
    r"advert(?:is(?:e?ment|ing))?\W*$|sponsored(?: content)?\W*$|promoted\W*$|copyright\b",
    r"order reprints|print article|terms (?:of|and) (?:use|service|conditions)\b|cookie \w+\W*$",
    r"(?:tags?|topics?|filed under|categories|keywords|posted in|sources?)\s*(?::|$)|tags \w",
    r"(?:last )?updated(?: at| on|:)? .{0,20}\d.{0,20}$|posted (?:in|by|on)\b.*\||disclaimer$",
    r"(?:first |originally )?published (?:on|at|:)?\s*\W?.{0,10}\d.{0,30}$|\[\w+ .*\]$",
)
_BEFORE = r"[^\w\"“‘']*"
"""Marks that may stand before a plea; who is quoted pleads with somebody else."""
_OFFER = re.compile(rf"{_BEFORE}(?:{'|'.join(_OFFERS)})")
_PLEA = re.compile(rf"{_BEFORE}(?:{'|'.join(_PLEAS)})")
_PHRASE = re.compile(rf"\b(?:{'|'.join(_PHRASES)})\b")
_LABEL = re.compile(rf"\W*(?:{'|'.join(_LABELS)})")
_ADDRESS = re.compile(
    r"\w*_\w*|https?://\S+|www\.\S+|(?:twitter|facebook|instagram)\.com/\S+|\S+@[\w-]+\.[\w.-]+"
)
_OFFER_WORDS = 60
_LONGEST_LINE = 600
_LINE_WORDS = 30

_TAIL_PATTERNS = (
    r"in other news|(?:load|show|see) more|more stories|read (?:this )?next",
    r"recommended(?: for you)?|editors?['’]? picks|leave a (?:comment|reply)",
    rf"comments|related(?: {_NEWS})?|(?:more|latest|other) (?:{_NEWS}|from .{{0,40}})",
    r"(?:most|top|latest) (?:read|popular|viewed|shared|stories|news|headlines)",
    r"you (?:may|might) also (?:like|be interested in)|trending(?: now| stories)?|don['’]t miss",
    r"also (?:read|on .{0,30})|see also|what to read next|promoted stories",
    r"(?:from )?around the web|next up in .{0,30}|more on .{0,30}",
    r"more (?:\w+ ){1,3}(?:news|stories)|on our radar|popular (?:articles|posts|stories)",
    r"sponsored (?:content|stories|links)",
)
_TAIL = re.compile(rf"\W*(?:{'|'.join(_TAIL_PATTERNS)})\W*$", re.IGNORECASE)
_LONGEST_TAIL_LINE = 80

_DESK = re.compile(
    r"(?:home|menu|search|close|log ?in|sign ?in|register|about|contact|opinion|columns|politics|us"
    r"|world(?: news)?|africa|americas|asia|australia|europe|middle east|business|markets|money"
    r"|latest|popular|featured|featured stories|premium|transcript|quiz|crossword|shop|archives"
    r"|reply|submit|dismiss|ok|accept|ad|cookies|privacy|accessibility|careers|sitemap|permissions"
    r"|(?:world|business|local|sports) news|via .{3,30}"
    r"|sports?|tech(?:nology)?|arts|entertainment|life(?:style)?|health|science|travel|weather"
    r"|videos?|photos|podcasts|obituaries|classifieds|jobs)",
    re.IGNORECASE,
)
"""The first of a site's own menu: as a heading it would have text below it."""

_LABELLED = re.compile(r"\W*(?:read more|more\s*(?:>|»)+)\W*$", re.IGNORECASE)
_STOPPED = re.compile(r"[.!?…][\"'”’»)\]]*$")
_LONGEST_STOP = 8
_SENTENCE_WORDS = 5
_TEASER_WORDS = 25
_SENTENCES = 2
_HEADLINE_WORDS = range(4, 23)
_HEADLINES = 2
"""So many last lines that are shaped like headlines lead to other articles."""
_NO_HEADLINE = re.compile(r"\d{1,3}[.)] |[-*•●▪–—(\[]|[^A-Z\d\W]|.*[:;,–—-]$")
_NUMBERS = 0.25
"""Of a headline's words; a table's row has more."""
_STAMP = re.compile(r"(?:by|from) \S.{1,40}|[\d\s/:.,-]+(?:[ap]\.?m\.?)?", re.IGNORECASE)
_TAG = re.compile(r"[^\W\d_](?:.*[^.!?:;,\"”’)])?|\d{1,2}")
_MENU = 14
_SHORT_TAIL = 60
"""Words that may follow any of the lines above and be a tail, whatever they are."""
_MOST_LINKS = 6
"""Lines without a stop that may follow a "Related stories" in the middle of a text."""

Parted = tuple[list[Block], list[Block]]


def part(blocks: Sequence[Block]) -> Parted:
    """The blocks of the article, and those that only stand around it, each in order."""
    lines = [_is_line(block.text) for block in blocks]
    end = _before_headlines(blocks, lines, _before_menu(blocks, _tail(blocks, lines)))
    kept: list[Block] = []
    dropped: list[Block] = []
    links = 0
    for position, block in enumerate(blocks[:end]):
        if _opens_tail(block.text):
            links = _MOST_LINKS
        else:
            links = 0 if block.level or is_prose(block.text) else max(0, links - 1)
        is_around = links or lines[position] or not _is_telling(block.text)
        if is_around or _is_label(blocks[position : position + 2]):
            dropped.append(block)
        else:
            kept.append(block)
    return kept, [*dropped, *blocks[end:]]


def _tail(blocks: Sequence[Block], lines: Sequence[bool]) -> int:
    """Where the tail begins: in the last part of the text, at a line after which there is hardly
    any paragraph of the article."""
    rest = _Rest(blocks, lines)
    for position in range(1, len(blocks)):
        after = position + 1
        before = rest.words[0] - rest.words[position]
        if before < rest.words[0] // 3:
            continue
        if _opens_tail(blocks[position].text):
            short = rest.words[after] <= 2 * before and rest.prose[after] <= before // 4
            if short and not rest.goes_on(after):
                return position
        elif (lines[position] or _is_desk(blocks[position].text)) and rest.words[after] <= max(
            _SHORT_TAIL, before // 2
        ):
            few = rest.sentences[after] <= (len(blocks) - after) // 3
            if few and rest.prose[after] <= max(_SHORT_TAIL, before // 6):
                return position
    return len(blocks)


class _Rest:
    """What is left of a text from each of its blocks on: words, sentences, the words of these."""

    def __init__(self, blocks: Sequence[Block], lines: Sequence[bool]) -> None:
        words = [block.text.count(" ") + 1 for block in blocks]
        told = [
            not is_line and is_prose(block.text)
            for block, is_line in zip(blocks, lines, strict=True)
        ]
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


def _opens_tail(text: str) -> bool:
    return len(text) < _LONGEST_TAIL_LINE and bool(_TAIL.match(text))


def _is_desk(text: str) -> bool:
    return bool(_DESK.fullmatch(text))


def _before_menu(blocks: Sequence[Block], tail: int) -> int:
    """Where the tags, links or menu begin that stand between the article's last sentence and its
    tail. Without a tail, short last lines may as well be a table or a list of winners."""
    start = tail
    while start and start < len(blocks) and _is_menu(blocks[start - 1]):
        start -= 1
    return start if start and is_prose(blocks[start - 1].text) else tail


def _is_menu(block: Block) -> bool:
    return not block.level and block.text.count(" ") < _MENU and bool(_TAG.fullmatch(block.text))


def _before_headlines(blocks: Sequence[Block], lines: Sequence[bool], end: int) -> int:
    """Where the headlines of other articles begin, if some stand last, perhaps with their authors,
    hours and desks."""
    start = end
    headlines = others = 0
    while start and not blocks[start - 1].level:
        text = blocks[start - 1].text
        if _is_headline(text):
            headlines += 1
        elif _is_stamp(text) or _is_menu(blocks[start - 1]):
            others += 1
        elif not lines[start - 1]:
            break
        start -= 1
    follow = start and is_prose(blocks[start - 1].text)
    return start if follow and headlines >= max(_HEADLINES, others) else end


def _is_headline(text: str) -> bool:
    """Whether a line has the words of a headline, and neither a stop nor the shape of an item."""
    if text.count(" ") + 1 not in _HEADLINE_WORDS or _NO_HEADLINE.match(text):
        return False
    words = text.split()
    if sum(any(map(str.isdigit, word)) for word in words) > _NUMBERS * len(words):
        return False
    return text.endswith("?") or not ends_sentence(text)


def _is_stamp(text: str) -> bool:
    return bool(_STAMP.fullmatch(text))


def _is_line(text: str) -> bool:
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
    """Whether the text holds at least a short sentence."""
    return text.count(" ") + 1 >= _SENTENCE_WORDS and ends_sentence(text)


def ends_sentence(text: str) -> bool:
    """Whether the text ends with a full stop, a question mark or the like."""
    return bool(_STOPPED.search(text[-_LONGEST_STOP:]))


def _is_telling(text: str) -> bool:
    """Whether the line is more than rules and stars, or an address."""
    return not _ADDRESS.fullmatch(text) and any(map(str.isalnum, text))


def _is_label(two: Sequence[Block]) -> bool:
    """Whether the line is the title of what the "Read more" after it leads to."""
    if len(two) < 2 or not _LABELLED.match(two[1].text):
        return False
    return two[0].text.count(" ") < _TEASER_WORDS and not ends_sentence(two[0].text)
