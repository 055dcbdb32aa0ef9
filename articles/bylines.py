"""Who wrote an article: "By ..." lines and the note about the author at its end."""

import re

_PARTICLE = r"(?:de|del|della|di|da|dos|van|von|der|den|al|el|bin|bint|ibn|la|le|ter|ten|y)"
_WORD = r"(?:[A-Z][\w'’.-]{0,30}|O['’][A-Z]\w{1,20})"
_NAME = rf"{_WORD}(?:[ -](?:{_PARTICLE}[ -]){{0,2}}{_WORD}){{1,4}}"
_NAMES = rf"{_NAME}(?:(?:, and |,? and |, | & ){_NAME}){{0,5}}"
_BY = re.compile(
    r"(?:(?:written|reported|story|words|text|report)\s+)?(?:by|from)\s*:?\s+", re.IGNORECASE
)
_BYLINE = re.compile(
    rf"(?P<names>{_NAMES})(?P<rest>(?:\s*[,|/(·•–—-]|\s+(?:in|for|at)\s).{{0,80}})?"
)
_ROLE = re.compile(
    r"\b(?:reporters?|correspondents?|editors?|(?:staff )?writers?|journalists?|columnists?|agency"
    r"|staff|agencies|bureau|news|press|times|post|reuters|ap|afp|xinhua|ians|pti|bloomberg|cnn|bbc"
    r"|associated press)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,\s*(?:and\s+)?|;\s*|\s&\s|\band\b)\s*")

_WORK = (
    r"(?:reporter|correspondent|editor|writer|journalist|columnist|contributor|producer|freelancer?"
    r"|bureau chief|author|fellow|professor|lecturer|analyst|blogger|critic|photographer|intern"
    r"|anchor|presenter|director|founder|researcher|scholar|historian|novelist|staffer|lawyer"
    r"|economist|activist|scientist|student|member|chair(?:man|woman)?|president|consultant|expert)s?"
)
_NOTE = re.compile(
    rf"(?:About the author:?\s*)?[*(–—-]?\s*(?P<names>(?:Dr\.? |Prof\.? )?{_NAME}"
    rf"(?:(?:, | and ){_NAME}){{0,3}})(?:,[^.,]{{0,60}},)?\s+"
    rf"(?:is|was|are|has been|serves as|works)\s+[^.]{{0,160}}?\b{_WORK}\b"
)
_COVERS = re.compile(
    rf"[*(–—-]?\s*(?P<names>{_NAME})\s+(?:covers|reports on|writes (?:about|for|on)"
    r"|contributed (?:to this|reporting))\b"
)
_CREDIT = re.compile(
    rf"[*(\[–—-]?\s*(?:(?:additional |with )?(?:reporting|writing|report)(?: and (?:writing|editing))?"
    rf"|written|compiled|edited|editing) by:?\s+(?P<names>{_NAME}(?:(?:,? and |, | & ){_NAME}){{0,5}})",
    re.IGNORECASE,
)
_WRITER = re.compile(
    r"[*(–—-]?\s*The (?:writer|author)s? (?:is|was|are|has|teach|work)", re.IGNORECASE
)


def names(line: str) -> str:
    """The names in a byline, "Ann Marsh and Bo Lind", without "By", agency, town or role."""
    line = (
        _BY.sub("", " ".join(line.split()), count=1) if _BY.match(line) else " ".join(line.split())
    )
    people = [part for part in _AND.split(line) if part]
    kept = [name for name in map(_name, people) if name]
    if len(kept) < 2:
        return "".join(kept)
    return f"{', '.join(kept[:-1])} and {kept[-1]}"


def in_line(line: str) -> str:
    """The names in a line that is nothing but a byline ("By Ann Marsh, Reuters"); else ""."""
    if len(line) > 160 or not (by := _BY.match(line)):
        return ""
    told = line[by.end() :]
    if told.isupper():
        told = _title_case(told)
    found = _BYLINE.fullmatch(told.rstrip(" .:"))
    return names(told) if found else ""


def in_note(text: str) -> str:
    """The names that a note about the author, or a credit line, opens with; else ""."""
    found = _NOTE.match(text) or _COVERS.match(text) or _CREDIT.match(text)
    return names(found["names"]) if found else ""


def is_note(text: str) -> bool:
    """Whether the text is shaped like a note about the author or a credit line."""
    return bool(
        _WRITER.match(text) or _NOTE.match(text) or _COVERS.match(text) or _CREDIT.match(text)
    )


def _name(part: str) -> str:
    """One author's name, or "" for an agency, a role or a newspaper."""
    part = re.split(r"\s*[|/(·•–—]|\s+-\s|\s+(?:in|for|at)\s", part.strip(" .*"), maxsplit=1)[0]
    if part.isupper():
        part = _title_case(part)
    if _ROLE.search(part) or not part[:1].isalpha():
        return ""
    return part.strip()


def _title_case(text: str) -> str:
    """JANE O'HARA-SMITH as Jane O'Hara-Smith; "and" stays small."""
    cased = re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), text)
    cased = re.sub(r"(?<=[a-z])(['’])S\b", r"\1s", cased)
    cased = re.sub(r"\bMc([a-z])", lambda found: "Mc" + found[1].upper(), cased)
    return re.sub(r"\b(?:And|In|For|Of|The)\b", lambda word: word[0].lower(), cased)
