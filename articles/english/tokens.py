"""Splits sentences into tokens with their offsets, for the tagger.

Tokens are spelled as in the text, unlike the words that the search index contains (see the module
`words`). Punctuation marks are tokens too.
"""

import re
from dataclasses import dataclass

from articles.english import abbreviations, calendar, sentences

_ABBREVIATED = sorted(
    word.capitalize()
    for word in {"no"}
    | {word for word in abbreviations.BEFORE_A_NAME if len(word) > 1 and word.isalpha()}
    | abbreviations.OPEN
    | abbreviations.STATES
    | calendar.SHORT_MONTHS - {"may"}
)
_TOKEN = re.compile(
    r"https?://\S+|[\w.+-]{1,64}@[\w-]{1,64}\.\w+"  # addresses
    r"|(?:[^\W\d_]\.){2,}"  # U.S.
    r"|U \. (?:S|K|N) \."  # the same in text that has spaces between tokens
    rf"|(?=[A-Z][a-z]+\.)(?:{'|'.join(_ABBREVIATED)})\.(?=\s|$)"  # Gen.
    r"|(?:vs|etc)\.(?=\s|$)"
    r"|[A-Z]\.(?=\s?[A-Z])"  # an initial
    r"|\d+(?:[.,:]\d+)*"
    r"|['’](?:s|S|re|ve|ll|d|m)\b"  # the possessive, and short forms
    r"|[^\W\d_]+(?:['’`](?!(?:s|S|re|ve|ll|d|m)\b)[^\W\d_]+)*"  # O'Neill, Qa'im
    r"|\.\.\.|--|[^\w\s]|\w+"
)
_LONGEST = 250
"""The maximum number of tokens in a sentence. A longer sentence is split, to limit the time and
memory that the tagger needs."""


@dataclass(frozen=True, slots=True)
class TokenizedSentence:
    """The tokens of a sentence, with their start and end offsets in the whole text."""

    words: list[str]
    starts: list[int]
    ends: list[int]


def tokenize_sentences(text: str) -> list[TokenizedSentence]:
    """Return the tokens of each sentence in the text. A sentence of over 250 tokens is split."""
    found: list[TokenizedSentence] = []
    for start, end in sentences.spans(text):
        tokens = [match.span() for match in _TOKEN.finditer(text, start, end)]
        found += [
            _sentence(text, tokens[first : first + _LONGEST])
            for first in range(0, len(tokens), _LONGEST)
        ]
    return found


def _sentence(text: str, tokens: list[tuple[int, int]]) -> TokenizedSentence:
    return TokenizedSentence(
        [text[start:end].replace(" ", "") for start, end in tokens],
        [start for start, _ in tokens],
        [end for _, end in tokens],
    )
