"""What stands around an article's text without being part of it: links, pleas, credits."""

import re

_NEWS = r"(?:articles?|stories|story|content|topics?|links?|coverage|news|posts?|reading|reports?)"
_LINE = re.compile(
    r"\W*(?:"
    r"advertis(?:e?ment|ing)\W*$|sponsored(?: content)?\W*$|promoted\W*$"
    r"|(?:story|article) continues(?: below)?|continue reading|scroll (?:down )?(?:for|to)\b"
    r"|read (?:more|next|also|the full)\b|read:|also read\b|see also\b|more (?:on|from|in|like this)\b"
    rf"|more (?:{_NEWS}|to come)\W*$|related(?: {_NEWS})?\s*(?::.*)?$|recommended(?: (?:{_NEWS}|for you))?\W*$"
    r"|you (?:may|might) (?:also )?(?:like|be interested)|in other news\W*$|(?:load|show|see|view) (?:more|all)\W*$"
    r"|(?:view|read|show|post|leave|add) (?:all )?(?:a |your )?comments?\b|comments?\s*(?:\(\d+\))?$"
    r"|most (?:read|popular|viewed|shared)\b.{0,20}$|trending(?: now)?\W*$|top stories\W*$|latest (?:news|stories)\W*$"
    r"|don['’]t miss\b|up next\W*$|what to read next|next (?:article|story)\W*$"
    r"|sign ?up (?:for|to|here|now|today)\b|subscribe (?:to|now|here|today|for)\b|get (?:the|our) .{0,40}newsletter"
    r"|.{0,60}\bour (?:\w+ ){0,3}newsletters?\b|newsletters?\W*$"
    r"|(?:follow|like|find|connect with) (?:us|me)\b|follow @|join (?:us|the conversation)|(?:share|tweet|print|e-?mail|save|facebook|twitter|whatsapp|linkedin)\W*$"
    r"|share (?:this|on|via)\b|(?:watch|listen)(?: more| now| live)?\s*:|watch the video"
    r"|(?:photos?|images?|pictures?|video|credits?|file photo)(?: (?:credits?|sources?|captions?|copyright|by|courtesy))?\s*:"
    r"|(?:photo|image|picture) (?:source|copyright|caption|by|courtesy)\b|getty images\W*$|\((?:ap )?(?:file )?(?:photo|image|picture)\b"
    r"|(?:click|tap) here\b|download (?:the|our) app|copyright\b.{0,120}$|©|\(c\) ?(?:\d{4}|copyright)|.{0,80}all rights reserved"
    r"|this material may not be|terms of (?:use|service)\b.{0,60}$|privacy policy|we use cookies|cookie (?:policy|settings)|contact us\b"
    r"|(?:tags?|topics?|filed under|categories|keywords)\s*:|\d+ (?:min(?:ute)?s? read|shares?|comments?|views?)\W*$"
    r"|support (?:our|independent) journalism|donate (?:now|today|to)|back to top\W*$|skip to\b|become a (?:member|subscriber|patron)"
    r")",
    re.IGNORECASE,
)
_LONGEST_LINE = 30
_CUT = re.compile(
    r"\W*(?:in other news|load more|more stories|read next|recommended(?: for you)?|up next|comments"
    rf"|related(?: {_NEWS})?|(?:more|latest) (?:{_NEWS}|from .{{0,40}})|most (?:read|popular)|top stories"
    r"|you (?:may|might) also (?:like|be interested in)|trending(?: now)?|don['’]t miss|also read|see also)\W*$",
    re.IGNORECASE,
)


def is_line(text: str) -> bool:
    """Whether the whole paragraph is such a line: "Read more: ...", "Share this", "© 2019 ..."."""
    return len(text.split()) <= _LONGEST_LINE and bool(_LINE.match(text))


def opens_tail(text: str) -> bool:
    """Whether the line heads a list of other articles, with which the text is over."""
    return len(text) < 80 and bool(_CUT.match(text))
