"""Who said what: direct and indirect quotes with their speakers.

A paragraph's reporting verbs ("said", "told", "according to") are found first, each with its
subject: a person named beside it, or a pronoun that stands for the last one who spoke. Direct
quotes go to the nearest of them; a paragraph that only goes on quoting belongs to the speaker
before. A sentence that reports without quoting is an indirect quote.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from articles.entities.lexicon import WORDS
from articles.entities.mentions import NamedPerson, Part, Quote
from articles.entities.reading import Line

_PARAGRAPH = re.compile(r"\n\s*\n")
_MARKS = re.compile('[“”«»"]')
_PAIRS = {"“": "”", "«": "»", '"': '"'}
# Shorter ones are words that the writer sets apart ("to “shape” the battlefield").
_SHORTEST_QUOTE = 4
_LONGEST_ROLE = 14
_NAMED, _PRONOUN, _CONTINUED = 0.95, 0.8, 0.6
# "said on Monday that ...", "told Air Force Times that ..."
_LEADING = re.compile(r"^[\s,:]*(?:(?:[^,.:“\"]{0,90}?\s)?that\s+(?=\S+\s))?")
_REPORTING = WORDS["reporting"] | {"according"}
_PRONOUNS = frozenset({"he", "she", "He", "She"})


@dataclass(frozen=True, slots=True)
class _Speech:
    """A reporting verb with its speaker, and the sentence that it stands in."""

    speaker: int
    start: int
    """Of the words that name speaker and verb."""
    end: int
    sentence: tuple[int, int]
    confidence: float
    plain: bool = True
    """The verb says by itself that something is reported ("said"), unlike "asked"."""


def quoted(lines: Sequence[Line], people: Sequence[NamedPerson]) -> tuple[Quote, ...]:
    """The quotes of an article's sections in order, with the numbers of their speakers."""
    sections: dict[int, list[Line]] = {}
    for line in lines:
        if line.passage.part is Part.TEXT and line.passage.section is not None:
            sections.setdefault(line.passage.section, []).append(line)
    found: list[Quote] = []
    last: int | None = None
    for number, those in sections.items():
        reader = _Section(number, those, people, last)
        found += reader.quotes()
        last = reader.last_speaker
    return tuple(found)


class _Section:
    def __init__(
        self, number: int, lines: Sequence[Line], people: Sequence[NamedPerson], last: int | None
    ) -> None:
        self._number = number
        self._text = lines[0].passage.text
        self._words = [word for line in lines for word in line.sentence.words]
        self._starts = [start for line in lines for start in line.sentence.starts]
        self._ends = [end for line in lines for end in line.sentence.ends]
        self._sentences = [(line.sentence.starts[0], line.sentence.ends[-1]) for line in lines]
        self._verbs = [
            index for index, word in enumerate(self._words) if word.lower() in _REPORTING
        ]
        self._listed = {index for index, person in enumerate(people) if person.listed}
        self._mentions = sorted(
            (mention.start, mention.end, index)
            for index, person in enumerate(people)
            for mention in person.mentions
            if mention.part is Part.TEXT and mention.section == number
        )
        self.last_speaker = last

    def quotes(self) -> Iterator[Quote]:
        open_quote = False
        start = 0
        for gap in [*_PARAGRAPH.finditer(self._text), None]:
            end = gap.start() if gap else len(self._text)
            spans, open_quote = _quoted_spans(self._text, start, end, open_quote)
            yield from self._of_paragraph(start, end, spans)
            start = gap.end() if gap else end

    def _of_paragraph(
        self, start: int, end: int, spans: Sequence[tuple[int, int]]
    ) -> Iterator[Quote]:
        before = self.last_speaker
        speeches = list(self._speeches(start, end, spans))
        found = [
            quote
            for span in spans
            if self._is_quote(span, speeches)
            if (quote := self._direct(span, speeches, start, before))
        ]
        for speech in speeches:
            if not any(_overlap(speech.sentence, (quote.start, quote.end)) for quote in found):
                found += self._indirect(speech)
        if not speeches and not found:
            self._hear_names(start, end)
        yield from sorted(set(found), key=lambda quote: quote.start)

    def _is_quote(self, span: tuple[int, int], speeches: Sequence[_Speech]) -> bool:
        """Whether the words in marks are a quote: many, or right after "said"."""
        count = len(self._text[span[0] : span[1]].split())
        beside = any(
            0 <= span[0] - speech.end < 4 or 0 <= speech.start - span[1] < 4 for speech in speeches
        )
        return count >= _SHORTEST_QUOTE or (count > 1 and beside)

    def _direct(
        self,
        span: tuple[int, int],
        speeches: Sequence[_Speech],
        paragraph: int,
        before: int | None,
    ) -> Quote | None:
        if speeches:
            nearest = min(speeches, key=lambda speech: _apart(speech, span))
            return Quote(self._number, *span, nearest.speaker, nearest.confidence, direct=True)
        opens = not self._text[paragraph : span[0]].strip('“«" ')
        if before is not None and opens:
            return Quote(self._number, *span, before, _CONTINUED, direct=True)
        return None

    def _indirect(self, speech: _Speech) -> Iterator[Quote]:
        """What the sentence reports; all of it where speaker and verb stand in its middle."""
        start, end = speech.sentence
        before = len(self._text[start : speech.start].split())
        after = len(self._text[speech.end : end].split())
        begins, ends = start, end
        if after >= _SHORTEST_QUOTE and not speech.plain:
            return
        if before < _SHORTEST_QUOTE:
            begins = speech.end + _apposition(self._text[speech.end : end])
        elif after < _SHORTEST_QUOTE:
            ends = speech.start
        words = self._text[begins:ends]
        reported = _LEADING.sub("", words).strip(' ,:—–-"“”')
        if len(reported.split()) >= _SHORTEST_QUOTE:
            begins += words.index(reported)
            yield Quote(
                self._number, begins, begins + len(reported), speech.speaker,
                round(speech.confidence - 0.1, 2), direct=False,
            )  # fmt: skip

    def _hear_names(self, start: int, end: int) -> None:
        """A pronoun after a paragraph without speech means whom that paragraph names first."""
        inside = [
            who for first, _, who in self._mentions if start <= first < end and who in self._listed
        ]
        if len(set(inside)) == 1:
            self.last_speaker = inside[0]

    def _speeches(
        self, start: int, end: int, spans: Sequence[tuple[int, int]]
    ) -> Iterator[_Speech]:
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        for index in self._verbs[bisect_left(self._verbs, first) : bisect_left(self._verbs, last)]:
            if any(begin <= self._starts[index] < finish for begin, finish in spans):
                continue
            speech = self._speech_at(index, first, last)
            if speech:
                self.last_speaker = speech.speaker
                yield speech

    def _speech_at(self, index: int, first: int, last: int) -> _Speech | None:
        if self._words[index].lower() == "according":
            to = self._text_at(index + 1) == "to"
            return self._named_after(index, index + 2, last) if to else None
        return self._named_before(index, first) or self._named_after(index, index + 1, last)

    def _text_at(self, index: int) -> str:
        return self._words[index].lower() if 0 <= index < len(self._words) else ""

    def _sentence(self, index: int) -> tuple[int, int]:
        """Where the sentence of a word starts and ends."""
        place = bisect_right(self._sentences, (self._starts[index] + 1, 0))
        return self._sentences[place - 1]

    def _named_before(self, verb: int, first: int) -> _Speech | None:
        """ "Croft said", "he also said", "Croft, deputy commanding general, said"."""
        index = verb - 1
        while index >= first and _is_adverb(self._text_at(index)):
            index -= 1
        if index < first:
            return None
        if self._text_at(index) in ("and", "but"):
            return self._named_first(index, verb)
        if self._words[index] in _PRONOUNS:
            return self._by_pronoun(index, verb)
        person = self._person_ending(self._ends[index])
        if person is None and self._words[index] == ",":
            person = self._person_apposed(index)
        if person is None:
            return None
        start, speaker = person
        return self._speech(speaker, start, verb, _NAMED)

    def _named_first(self, index: int, verb: int) -> _Speech | None:
        """ "He would not speculate, but said": the one with whom the sentence begins."""
        begin = bisect_left(self._starts, self._sentence(index)[0])
        if self._words[begin] in _PRONOUNS:
            speech = self._by_pronoun(begin, verb)
        else:
            who = next(
                (who for first, _, who in self._mentions if first == self._starts[begin]), None
            )
            speech = None if who is None else self._speech(who, 0, verb, _PRONOUN)
        return speech and replace(speech, start=self._starts[verb])

    def _by_pronoun(self, index: int, verb: int) -> _Speech | None:
        start = self._starts[index]
        sentence = self._sentence(index)
        named = [person for first, _, person in self._mentions if sentence[0] <= first < start]
        speaker = self.last_speaker if self.last_speaker is not None else next(iter(named), None)
        if speaker is None:
            earlier = bisect_right(self._mentions, (start, 0, 0))
            if not earlier:
                return None
            speaker = self._mentions[earlier - 1][2]
        return self._speech(speaker, start, verb, _PRONOUN)

    def _speech(self, speaker: int, start: int, verb: int, confidence: float) -> _Speech:
        plain = self._text_at(verb) in _PLAIN or self._text_at(verb + 1) == "that"
        end, sentence = self._ends[verb], self._sentence(verb)
        return _Speech(speaker, start, end, sentence, confidence, plain)

    def _person_ending(self, end: int) -> tuple[int, int] | None:
        return next(((first, who) for first, last, who in self._mentions if last == end), None)

    def _person_apposed(self, comma: int) -> tuple[int, int] | None:
        """The person whom "deputy commanding general," before the verb describes."""
        sentence = self._sentence(comma)
        place = self._starts[comma]
        for first, last, who in reversed(self._mentions):
            if sentence[0] <= first and last < place:
                after = self._text[last : last + 1]
                return (first, who) if after == "," else None
        return None

    def _named_after(self, verb: int, index: int, last: int) -> _Speech | None:
        """ "said Croft", "said the mayor, Teresa Vega", "according to Gen. Croft"."""
        stop = min(last, index + _LONGEST_ROLE)
        for position in range(index, stop):
            word, start = self._words[position], self._starts[position]
            if self._sentence(position) != self._sentence(verb) or word in _STOPS:
                return None
            for first, end, who in self._mentions:
                if first <= start < end:
                    speech = self._speech(who, self._starts[verb], verb, _NAMED)
                    return replace(speech, end=end)
            if word[0].islower() and word in WORDS["not_described"]:
                return None
        return None


_STOPS = frozenset({".", ":", ";", "“", '"', "”", "(", "?", "!"})


_PLAIN = frozenset({"said", "says", "told", "tells", "added", "adds", "according"})


def _apposition(words: str) -> int:
    """The length of ", head of the unit," after a name that is followed by what was said."""
    apposed = re.match(r",[^,.]{3,90}, ", words)
    return apposed.end() if apposed else 0


def _is_adverb(word: str) -> bool:
    return word in ("also", "later", "then", "has", "had", "have", "once") or word.endswith("ly")


def _apart(speech: _Speech, span: tuple[int, int]) -> int:
    """How far the words that name the speaker are from a quote; those after it come first."""
    if speech.start >= span[1]:
        return speech.start - span[1]
    return 2 + max(0, span[0] - speech.end)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _quoted_spans(
    text: str, start: int, end: int, is_open: bool
) -> tuple[list[tuple[int, int]], bool]:
    """The spans inside quotation marks, and whether the last runs on into the next paragraph."""
    spans: list[tuple[int, int]] = []
    begun: int | None = None
    closing = ""
    for mark in _MARKS.finditer(text, start, end):
        if begun is None and mark[0] in _PAIRS:
            begun, closing = mark.end(), _PAIRS[mark[0]]
        elif begun is not None and mark[0] == closing:
            spans.append((begun, mark.start()))
            begun = None
    if begun is not None and (text[start : start + 1] in _PAIRS or is_open):
        spans.append((begun, end))
    return spans, begun is not None
