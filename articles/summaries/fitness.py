"""Which sentences may stand in a summary at all, and which only beside the one before them."""

import re
from collections.abc import Sequence

_FEWEST_WORDS = 6
_STOPS = ".!?…"
_CLOSERS = "\"'”’)]»"

_LEANING = re.compile(
    r"[\"'“‘(\[]*(?:"
    r"(?:he|she|it|they|this(?!\s(?:week|month|year|season|morning)\b)|that|these|those|his|her|"
    r"hers|its|their|theirs|him|them|but|and|so|or|yet|nor|however|therefore|thus|hence|likewise|"
    r"another|in th(?:is|at) \w+|on th(?:is|at) (?:day|occasion)|for th(?:is|at) reason|"
    r"(?:since|by|before) then|(?:after|because of|despite) th(?:is|at)|"
    r"moreover|furthermore|nevertheless|nonetheless|otherwise|similarly|consequently)\b(?!-)|"
    r"(?:instead|also|then|still|besides|as a result|for example|for instance|in addition|"
    r"in contrast|on the other hand),)",
    re.IGNORECASE,
)
_ADDING = re.compile(
    r"(?:(?:in |on )?(?:the )?other|both|such|similar|(?:the )?(?:former|latter)"
    r"|following (?:this|that|his|her|its|their))\b"
    r"|(?:\S+ ){1,4}also\b"
    r"|(?:on|in|at|by|after|before|during|for|as) (?:\S+ ){1,3}(?:he|she|they|it)\b"
    r"|“[^”]*”$|\"[^\"]*\"$",
    re.IGNORECASE,
)
_NOTICES = (
    "all rights reserved",
    "copyright",
    "©",
    "click here",
    "read more",
    "sign up",
    "subscribe",
    "newsletter",
    "contributed to this",
    "follow us",
    "reporting by",
    "writing by",
    "editing by",
    "email us",
    "e-mail us",
    "terms of use",
    "terms of service",
)
_LABEL = re.compile(
    r"\W*(?:photo|image|picture|caption|video|watch|source|by|see also|related|file photo)s?\s*:",
    re.IGNORECASE,
)
_ITEM = re.compile(r"[-–—•●▪*]+\s|\*|\(?\d{1,2}[.)]\D")
_BYLINE = re.compile(r"(?:By|BY)(?:\s[A-Z][\w'’.-]*){1,5}(?:,|\s(?:and|in|of)\b|$|\.$)")


def notices(text: str) -> tuple[str, ...]:
    """The phrases of notices that there are in a text, in small letters."""
    low = text.lower()
    return tuple(phrase for phrase in _NOTICES if phrase in low)


def fit(sentence: str, among: Sequence[str] = _NOTICES) -> bool:
    """Whether the sentence says something by itself: no fragment, byline, caption, notice or item
    of a list, and no part of a quotation that begins or ends elsewhere.

    `among` are the `notices` of the text it stands in: most texts have none to look for."""
    return (
        sentence.rstrip(_CLOSERS)[-1:] in _STOPS
        and len(sentence.split(None, _FEWEST_WORDS)) >= _FEWEST_WORDS
        and sentence.count('"') % 2 == 0
        and sentence.count("“") == sentence.count("”")
        and not _LABEL.match(sentence)
        and not _ITEM.match(sentence)
        and not _BYLINE.match(sentence)
        and not (among and _is_notice(sentence.lower(), among))
    )


def leans(sentence: str) -> bool:
    """Whether the sentence begins with a pronoun or a conjunction, and so needs the one before."""
    return _LEANING.match(sentence) is not None


def adds(sentence: str) -> bool:
    """Whether the sentence adds to what was said before, or quotes nobody knows whom: clear in its
    article, but not alone."""
    return _ADDING.match(sentence) is not None


def _is_notice(low: str, among: Sequence[str]) -> bool:
    return any(phrase in low for phrase in among)
