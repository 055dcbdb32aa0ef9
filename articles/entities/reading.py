"""An article as passages of sentences, and the names found in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.english.tokens import TokenizedSentence, tokenize_sentences
from articles.entities.lexicon import GOVERNED, Lexicon
from articles.entities.mentions import Mention, Part

_DATELINE_DASHES = frozenset({"—", "–", "--", "-"})


@dataclass(frozen=True, slots=True)
class Passage:
    """One string of the article: its title, a heading, a section's text..."""

    part: Part
    section: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, the passage it stands in, and its words as the tagger should read them."""

    passage: Passage
    sentence: TokenizedSentence
    words: list[str]


@dataclass(frozen=True, slots=True)
class Name:
    """Words `first` to `last` (not included) of a line, taken for a name."""

    kind: str
    """PER, LOC, ORG or MISC."""
    line: int
    first: int
    last: int
    confidence: float = 1.0
    within: bool = False
    """A place inside the name of an organisation: "Uganda" in "Electoral Commission of Uganda"."""


def lines(passages: Sequence[Passage], lexicon: Lexicon) -> list[Line]:
    """The article's sentences in order; those all in capitals are given the usual case."""
    read = [
        Line(passage, sentence, sentence.words)
        for passage in passages
        for sentence in tokenize_sentences(passage.text)
    ]
    usual = _usual_case(read) if any(_in_capitals(line.words) for line in read) else {}
    return [_in_usual_case(line, usual, lexicon) for line in read]


def _in_usual_case(line: Line, usual: dict[str, str], lexicon: Lexicon) -> Line:
    if _in_capitals(line.words):
        words = [_recased(word, usual, lexicon) for word in line.words]
    elif end := _dateline_end(line.words, line.passage.part is Part.DATELINE):
        words = [_capitalised(word) for word in line.words[:end]] + line.words[end:]
    else:
        return line
    return Line(line.passage, line.sentence, words)


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


def _usual_case(read: Sequence[Line]) -> dict[str, str]:
    """How each word is written where sentences are not in capitals; inside them if possible."""
    usual: dict[str, str] = {}
    for line in read:
        if not _in_capitals(line.words):
            for index, word in enumerate(line.words):
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


def written(line: Line, name: Name) -> str:
    """The name as the tagger read it, a hyphen inside it closed up."""
    if line.words is line.sentence.words:
        return mention(line, name).words.replace(" - ", "-")
    text = ""
    for index in range(name.first, name.last):
        apart = index > name.first and line.sentence.starts[index] > line.sentence.ends[index - 1]
        text += f" {line.words[index]}" if apart else line.words[index]
    return text.replace(" - ", "-")


def mention(line: Line, name: Name) -> Mention:
    start = line.sentence.starts[name.first]
    end = line.sentence.ends[name.last - 1]
    words = " ".join(line.passage.text[start:end].split())
    return Mention(line.passage.part, line.passage.section, start, end, words)


def spans(labels: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """The kind, first word and end of each name in a sentence's BIO labels."""
    first = None
    for index, label in enumerate([*labels, "O"]):
        if first is not None and not label.startswith("I-"):
            yield labels[first][2:], first, index
            first = None
        if label.startswith("B-"):
            first = index
