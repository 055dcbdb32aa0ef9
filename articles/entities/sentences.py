"""An article as sentences with tokens, and the spans in them that are taken for names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.english.tokens import TokenizedSentence, tokenize_sentences
from articles.entities.lexicon import GOVERNED, Lexicon
from articles.entities.mentions import ArticlePart, ExtractedMention

_DATELINE_DASHES = frozenset({"—", "–", "--", "-"})


@dataclass(frozen=True, slots=True)
class PartText:
    """One string of the article: its title, a heading, a section's text..."""

    part: ArticlePart
    section: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, where in the article it stands, and its words as the tagger should read them."""

    origin: PartText
    tokens: TokenizedSentence
    words: list[str]


@dataclass(frozen=True, slots=True)
class NameSpan:
    """Words `first` to `last` (not included) of a sentence, taken for a name."""

    kind: str
    """PER, LOC, ORG or MISC."""
    sentence: int
    first: int
    last: int
    confidence: float = 1.0
    within: bool = False
    """A place inside the name of an organisation: "Uganda" in "Electoral Commission of Uganda"."""


def read_sentences(parts: Sequence[PartText], lexicon: Lexicon) -> list[Sentence]:
    """The article's sentences in order; those all in capitals are given the usual case."""
    read = [
        Sentence(part, tokens, tokens.words)
        for part in parts
        for tokens in tokenize_sentences(part.text)
    ]
    usual = _usual_case(read) if any(_in_capitals(sentence.words) for sentence in read) else {}
    return [_in_usual_case(sentence, usual, lexicon) for sentence in read]


def _in_usual_case(sentence: Sentence, usual: dict[str, str], lexicon: Lexicon) -> Sentence:
    if _in_capitals(sentence.words):
        words = [_recased(word, usual, lexicon) for word in sentence.words]
    elif end := _dateline_end(sentence.words, sentence.origin.part is ArticlePart.DATELINE):
        words = [_capitalised(word) for word in sentence.words[:end]] + sentence.words[end:]
    else:
        return sentence
    return Sentence(sentence.origin, sentence.tokens, words)


def _dateline_end(words: Sequence[str], is_dateline: bool) -> int:
    """How many words in capitals a dateline, or a sentence with a dateline's dash, begins with."""
    end = 0
    while end < len(words) and (words[end].isupper() or words[end] == "-") and words[end] != "I":
        end += 1
    return end if is_dateline or _DATELINE_DASHES.intersection(words[end : end + 8]) else 0


def _capitalised(word: str) -> str:
    return word if "." in word else word.title()


def _in_capitals(words: Sequence[str]) -> bool:
    if any(map(str.islower, words)):
        return False
    letters = [word for word in words if word[0].isalpha() and len(word) > 1]
    return len(letters) > 1 and all(map(str.isupper, letters))


def _usual_case(read: Sequence[Sentence]) -> dict[str, str]:
    """How each word is written where sentences are not in capitals; inside them if possible."""
    usual: dict[str, str] = {}
    for sentence in read:
        if not _in_capitals(sentence.words):
            for index, word in enumerate(sentence.words):
                if index or word.lower() not in usual:
                    usual[word.lower()] = word
    return usual


def _recased(word: str, usual: dict[str, str], lexicon: Lexicon) -> str:
    lower = word.lower()
    if lower in usual:
        return usual[lower]
    if "." in word or len(word) == 1:
        return word
    named = lexicon.first_names[lower] in (1, 3) or lexicon.place(lower) in GOVERNED
    known_lower = lexicon.common[lower] >= (4 if named else 2)
    return lower if known_lower else word.title() if len(word) > 3 or named else word


def written_name(sentence: Sentence, name: NameSpan) -> str:
    """The name as the tagger read it, a hyphen inside it closed up."""
    if sentence.words is sentence.tokens.words:
        return locate_mention(sentence, name).words.replace(" - ", "-")
    text = ""
    for index in range(name.first, name.last):
        apart = (
            index > name.first and sentence.tokens.starts[index] > sentence.tokens.ends[index - 1]
        )
        text += f" {sentence.words[index]}" if apart else sentence.words[index]
    return text.replace(" - ", "-")


def locate_mention(sentence: Sentence, name: NameSpan) -> ExtractedMention:
    start = sentence.tokens.starts[name.first]
    end = sentence.tokens.ends[name.last - 1]
    words = " ".join(sentence.origin.text[start:end].split())
    return ExtractedMention(sentence.origin.part, sentence.origin.section, start, end, words)


def label_spans(labels: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """The kind, first word and end of each name in a sentence's BIO labels."""
    first = None
    for index, label in enumerate([*labels, "O"]):
        if first is not None and not label.startswith("I-"):
            yield labels[first][2:], first, index
            first = None
        if label.startswith("B-"):
            first = index
