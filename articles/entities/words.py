"""Words and sentences with their places in the text, as the tagger reads them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ABBREVIATED = (
    "Mr Mrs Ms Dr Gen Lt Col Sgt Capt Maj Brig Sen Rep Gov Adm Cpl Pvt Cmdr Rev Hon Prof St Jr Sr"
    " No Inc Corp Co Ltd Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Calif Fla Ariz Ill Mass"
    " Pa Va Md Tex Wash Mich Minn Conn Ga Ala Tenn Colo Ore Okla Kan Ky La Mo Neb Nev Wis Ark Del"
    " Spc Pfc Supt Messrs Mme vs etc Ft Mt"
)
_WORD = re.compile(
    r"https?://\S+|[\w.+-]{1,64}@[\w-]{1,64}\.\w+"  # addresses
    r"|(?:[^\W\d_]\.){2,}"  # U.S.
    r"|U \. (?:S|K|N) \."  # the same in text whose words were set apart
    rf"|(?:{_ABBREVIATED.replace(' ', '|')})\.(?=\s|$)"
    r"|[A-Z]\.(?=\s?[A-Z])"  # an initial
    r"|\d+(?:[.,:]\d+)*"
    r"|['’](?:s|S|re|ve|ll|d|m)\b"  # the possessive, and short forms
    r"|[^\W\d_]+(?:['’`](?!(?:s|S|re|ve|ll|d|m)\b)[^\W\d_]+)*"  # O'Neill, Qa'im
    r"|\.\.\.|--|[^\w\s]|\w+"
)
_PARAGRAPH = re.compile(r"\n\s*\n")
# Text without full stops is cut, so that no sentence takes much time or memory.
_LONGEST = 250
_ENDS = frozenset(".!?")
_CLOSERS = frozenset("\"”’')")
_OPENERS = frozenset("\"“‘'")


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a sentence and where each starts and ends in the text it comes from."""

    words: list[str]
    starts: list[int]
    ends: list[int]


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text; none runs over an empty line."""
    found: list[Sentence] = []
    start = 0
    for gap in _PARAGRAPH.finditer(text):
        found += _of_paragraph(text, start, gap.start())
        start = gap.end()
    return [*found, *_of_paragraph(text, start, len(text))]


def _of_paragraph(text: str, start: int, end: int) -> Iterator[Sentence]:
    places = [match.span() for match in _WORD.finditer(text, start, end)]
    words = [text[first:last].replace(" ", "") for first, last in places]
    begun = 0
    for index in range(len(words)):
        long = index + 1 - begun == _LONGEST
        if long or index + 1 == len(words) or _ends_sentence(words, index):
            spans = places[begun : index + 1]
            yield Sentence(
                words[begun : index + 1], [first for first, _ in spans], [last for _, last in spans]
            )
            begun = index + 1


def _ends_sentence(words: list[str], index: int) -> bool:
    word, following = words[index], words[index + 1]
    if word in _CLOSERS and index:
        word = words[index - 1]
    elif following in _CLOSERS:
        return False
    return word in _ENDS and (following[0].isupper() or following in _OPENERS)
