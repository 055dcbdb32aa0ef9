"""Finds the authors of an article in bylines ("By ...") and in notes about the authors."""

import re

from articles.english.tables import Pattern, any_of

_UPPER = "A-ZÀ-ÖØ-ÞĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŸŹŻŽ"
_PARTICLE = r"(?:de|del|della|di|da|dos|van|von|der|den|al|el|bin|bint|ibn|la|le|ter|ten|y)"
_WORD = rf"(?:d['’])?[{_UPPER}][\w'’.]{{0,30}}(?:-\w[\w'’.]{{0,30}}){{0,2}}"
_NAME = rf"{_WORD}(?: (?:{_PARTICLE}[ -]){{0,2}}{_WORD}){{1,4}}"
_NAMES = rf"{_NAME}(?:(?:, and |,? and |, | & ){_NAME}){{0,5}}"

BY = Pattern(
    r"(?i:(?:(?:written|reported|story|words|text|report) )?(?:by|from)\s*:? )", "Written by: "
)
"""The words before the names in a byline, such as "By" or "Written by:"."""
NAMES_ALONE = Pattern(
    rf"{_NAMES}(?:(?: ?[,|/(·•–—-]{{1,3}} ?| (?:in|for|at) )(?=[{_UPPER}@]|staff|special)"
    r"(?:\S+ ){0,7}\S+)?",
    "Ann Marsh and Bo Lind, The Harbour Post",
)
"""The text after "By" in a byline: names, perhaps with a newspaper, a town or a role."""
AGENCY_LINE = Pattern(
    rf"{_NAMES}, (?:The )?(?:Associated Press|AP|Reuters|AFP|Agence France-Presse|Bloomberg News"
    r"|[Ss]taff [Ww]riters?|[Ss]taff [Rr]eporters?|(?:\w+ )?[Cc]orrespondent)",
    "Ann Marsh, Associated Press",
)
"""A byline without "By": names, and then an agency or a role."""
NO_PERSON = Pattern(
    r"(?i:\b(?:reporters?|correspondents?|editors?|writers?|journalists?|columnists?|agency|agence"
    r"|staff|agencies|bureau|news|press|times|post|reuters?|ap|afp|xinhua|ians|pti|bloomberg|cnn"
    r"|bbc|desk|team|\w+\.com|@\w+)\b)",
    "The Harbour Post",
)
"""A word that names an agency, a newspaper or a role, never a person."""
BETWEEN_NAMES = Pattern(r"(?i:\s*(?:,\s*(?:and\s+)?|;\s*|\s&\s|\band\b)\s*)", "Ann Marsh, Bo Lind")
AFTER_NAME = Pattern(r"\s*[|/(·•–—]|\s+-\s|\s+(?:in|for|at)\s", "Ann Marsh in Mosul")
"""The separator between a name and the town or newspaper after it: " in ", a dash or the like."""
OPENING = Pattern(
    r"(?:By|BY)(?:\s[A-Z][\w'’.-]*){1,5}(?:,|\s(?:and|in|of)\b|$|\.$)", "By Ann Marsh in Mosul"
)
"""A byline at the beginning of a sentence."""

_BY = re.compile(BY.regex)
_NAMES_ALONE = re.compile(NAMES_ALONE.regex)
_AGENCY_LINE = re.compile(AGENCY_LINE.regex)
_NO_PERSON = re.compile(NO_PERSON.regex)
_BETWEEN_NAMES = re.compile(BETWEEN_NAMES.regex)
_AFTER_NAME = re.compile(AFTER_NAME.regex)
_OPENING = re.compile(OPENING.regex)

NO_AUTHORS = frozenset({"admin", "editor"})
"""Placeholder names, in lower case, that sites give as the author if an article has none."""

_LONGEST_LINE = 160
"""The maximum number of characters in a byline."""

_WORK = (
    r"(?i:reporter|correspondent|editor|writer|journalist|columnist|contributor|producer"
    r"|freelancer?|bureau chief|author|fellow|professor|lecturer|analyst|blogger|critic"
    r"|photographer|intern|anchor|presenter|director|founder|researcher|scholar|historian|novelist"
    r"|staffer|lawyer|economist|activist|scientist|student|member|chair(?:man|woman)?|president"
    r"|consultant|expert|educator|teacher)s?"
)
_MARK = r"(?:About the authors?:?\s*)?[*(\[–—-]?\s*"
NAMED_NOTES = (
    Pattern(
        rf"{_MARK}(?P<names>(?!(?:Mr|Mrs|Ms|Miss|President|Prime)\b)(?:Dr\.? |Prof\.? )?{_NAMES})"
        r"(?:,[^.,]{0,60},| \([^)]{0,60}\))?\s+(?:is|are)\s+"
        r"(?!in |at |on |not |being |under |among |dead)"
        rf"[^.,;:“\"]{{0,100}}?\b{_WORK}\b",
        "Ann Marsh is a reporter at The Harbour Post.",
    ),
    Pattern(
        rf"{_MARK}(?P<names>{_NAMES})\s+(?:covers|reports on|writes (?:about|for|on)"
        r"|contributed (?:to this|reporting))\b",
        "Ann Marsh covers the harbour.",
    ),
    Pattern(
        rf"{_MARK}(?i:(?:(?:additional |with )?(?:reporting|writing|report)"
        r"(?: and (?:writing|editing))?|written|compiled|edited|editing) by):?\s+"
        rf"(?P<names>{_NAMES})",
        "Additional reporting by Bo Lind",
    ),
)
"""Notes about authors or helpers with their full names, which the group `names` captures."""
_NAMED = tuple(re.compile(pattern.regex) for pattern in NAMED_NOTES)
UNNAMED_NOTES = (
    Pattern(
        "the (?:writer|author)s? (?:is|was|are|has|teach|work)",
        "The writer is a fellow of a college",
    ),
    Pattern(
        r"[a-z]+ is an? [^.,;:]{0,60}\b(?:reporter|correspondent|editor|writer) (?:for|at|with) ",
        "Ann is a senior writer at The Harbour Post",
    ),
    Pattern(
        r".{0,300}\bcontributed (?:reporting )?to this (?:report|story|article)",
        "A reporter in Mosul contributed to this report",
    ),
    Pattern(
        r"(?:follow|e-?mail|contact|write to|reach)\b.{0,60}(?:@|\bon twitter\b)",
        "Follow her on Twitter",
    ),
)
"""Notes about authors or helpers without their full names."""
_UNNAMED = re.compile(rf"{_MARK}(?:{any_of(UNNAMED_NOTES)})", re.IGNORECASE)


def names(line: str) -> str:
    """Return the names of the people in a byline, such as "Ann Marsh and Bo Lind".

    `line` is the byline, with or without "By". Agencies, newspapers and roles are left out. Return
    "" if `line` names no person.
    """
    line = " ".join(line.split())
    by = _BY.match(line)
    parts = _BETWEEN_NAMES.split(line[by.end() if by else 0 :])
    people = [person for person in map(_person, parts) if person]
    if any(
        " " in person for person in people
    ):  # without a surname: "Geneva", from "Reuters, Geneva"
        people = [person for person in people if " " in person]
    if len(people) < 2:
        return "".join(people)
    return f"{', '.join(people[:-1])} and {people[-1]}"


def names_in_line(line: str) -> str:
    """Return the authors' names if the line is only a byline ("By Ann Marsh"), or "" if not."""
    if len(line) > _LONGEST_LINE:
        return ""
    if _AGENCY_LINE.fullmatch(line):
        return names(line)
    by = _BY.match(line)
    rest = _title_case(line[by.end() :]).rstrip(" .:") if by else ""
    return names(rest) if _NAMES_ALONE.fullmatch(rest) else ""


def starts_with_byline(sentence: str) -> bool:
    """Return whether the sentence begins with a byline, such as "By Ann Marsh in Mosul"."""
    return _OPENING.match(sentence) is not None


def is_lone_name(line: str) -> bool:
    """Return whether the line may be an author's name in capitals and nothing else."""
    return line.isupper() and 1 <= line.count(" ") <= 2 and bool(re.fullmatch(_NAME, line))


def names_in_note(text: str) -> str:
    """Return the names in a note about authors or in a credit line, or "" if it has none."""
    matches = (pattern.match(text) for pattern in _NAMED)
    found = next(filter(None, matches), None)
    return names(found["names"]) if found else ""


def is_note(text: str) -> bool:
    """Return whether the text looks like a note about its author or like a credit line."""
    return any(pattern.match(text) for pattern in (*_NAMED, _UNNAMED))


def _person(part: str) -> str:
    """Return the author's name in a part of a byline, or "" if the part names no person."""
    name = _title_case(_AFTER_NAME.split(part.strip(" .*"), maxsplit=1)[0]).strip()
    return "" if _NO_PERSON.search(name) or not name[:1].isalpha() else name


def _title_case(text: str) -> str:
    """Return the text with words in capitals put in title case: "Jane O'Hara" for "JANE O'HARA"."""
    shouted = r"[^\W\d_]{2,}" if text.isupper() else rf"[{_UPPER}]{{3,}}"
    cased = re.sub(shouted, lambda word: word[0].capitalize(), text)
    cased = re.sub(r"\bMc([a-z])", lambda found: "Mc" + found[1].upper(), cased)
    return re.sub(r"(?<= )(?:And|In|For|At)(?= )", lambda word: word[0].lower(), cased)
