"""Splits an article into sentences, and describes the names in the sentences as spans of words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.english.tokens import TokenizedSentence, tokenize_sentences
from articles.entities.lexicon import GOVERNED, Lexicon
from articles.entities.mentions import ArticlePart, ExtractedMention

_DATELINE_DASHES = frozenset({"—", "–", "--", "-"})


@dataclass(frozen=True, slots=True)
class PartText:
    """A part of the article and its text: the title, a heading or the text of a section."""

    part: ArticlePart
    section: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its tokens, the text that contains it, and its words for the tagger."""

    origin: PartText
    tokens: TokenizedSentence
    words: list[str]


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name in a sentence: the words from `first` to `last` (not included)."""

    kind: str
    """The kind of the name: PER, LOC, ORG or MISC."""
    sentence: int
    """The number of the sentence in the article, counted from 0."""
    first: int
    last: int
    confidence: float = 1.0
    nested: bool = False
    """Whether the name is a place inside an organisation's name ("Uganda" in "Bank of Uganda")."""


def read_sentences(parts: Sequence[PartText], lexicon: Lexicon) -> list[Sentence]:
    """Return the sentences of an article, with those in all capitals rewritten in normal case."""
    read = [
        Sentence(part, tokens, tokens.words)
        for part in parts
        for tokens in tokenize_sentences(part.text)
    ]
    usual = (
        _gather_usual_case(read)
        if any(_is_in_capitals(sentence.words) for sentence in read)
        else {}
    )
    return [_restore_case(sentence, usual, lexicon) for sentence in read]


def _restore_case(sentence: Sentence, usual: dict[str, str], lexicon: Lexicon) -> Sentence:
    if _is_in_capitals(sentence.words):
        words = [_restore_word_case(word, usual, lexicon) for word in sentence.words]
    elif end := _dateline_end(sentence.words, sentence.origin.part is ArticlePart.DATELINE):
        words = [_capitalise(word) for word in sentence.words[:end]] + sentence.words[end:]
    else:
        return sentence
    return Sentence(sentence.origin, sentence.tokens, words)


def _dateline_end(words: Sequence[str], is_dateline: bool) -> int:
    """Return the number of words in all capitals at the start of a dateline, or 0 if there is none.

    A sentence has a dateline if `is_dateline` is true or a dash soon follows the capitals."""
    end = 0
    while end < len(words) and (words[end].isupper() or words[end] == "-") and words[end] != "I":
        end += 1
    return end if is_dateline or _DATELINE_DASHES.intersection(words[end : end + 8]) else 0


def _capitalise(word: str) -> str:
    return word if "." in word else word.title()


def _is_in_capitals(words: Sequence[str]) -> bool:
    if any(map(str.islower, words)):
        return False
    letters = [word for word in words if word[0].isalpha() and len(word) > 1]
    return len(letters) > 1 and all(map(str.isupper, letters))


def _gather_usual_case(read: Sequence[Sentence]) -> dict[str, str]:
    """Return a dict that maps each word, in lower case, to its usual spelling.

    Spellings come from sentences that are not in all capitals, and preferably from words that do
    not begin a sentence."""
    usual: dict[str, str] = {}
    for sentence in read:
        if not _is_in_capitals(sentence.words):
            for index, word in enumerate(sentence.words):
                if index or word.lower() not in usual:
                    usual[word.lower()] = word
    return usual


def _restore_word_case(word: str, usual: dict[str, str], lexicon: Lexicon) -> str:
    lower = word.lower()
    if lower in usual:
        return usual[lower]
    if "." in word or len(word) == 1:
        return word
    named = lexicon.first_names[lower] in (1, 3) or lexicon.place_class(lower) in GOVERNED
    known_lower = lexicon.common[lower] >= (4 if named else 2)
    return lower if known_lower else word.title() if len(word) > 3 or named else word


def rebuild_name(sentence: Sentence, name: NameSpan) -> str:
    """Return the name as the tagger read it, but without spaces around hyphens."""
    if sentence.words is sentence.tokens.words:
        return locate_mention(sentence, name).words.replace(" - ", "-")
    text = ""
    for index in range(name.first, name.last):
        spaced = (
            index > name.first and sentence.tokens.starts[index] > sentence.tokens.ends[index - 1]
        )
        text += f" {sentence.words[index]}" if spaced else sentence.words[index]
    return text.replace(" - ", "-")


def locate_mention(sentence: Sentence, name: NameSpan) -> ExtractedMention:
    """Return a mention: the words of the name as the article writes them, and their offsets."""
    start = sentence.tokens.starts[name.first]
    end = sentence.tokens.ends[name.last - 1]
    words = " ".join(sentence.origin.text[start:end].split())
    return ExtractedMention(sentence.origin.part, sentence.origin.section, start, end, words)


def decode_labels(labels: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Return the kind, first index and end index (not included) of each name in BIO labels."""
    first = None
    for index, label in enumerate([*labels, "O"]):
        if first is not None and not label.startswith("I-"):
            yield labels[first][2:], first, index
            first = None
        if label.startswith("B-"):
            first = index
