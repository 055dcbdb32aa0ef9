"""Who said what: direct and indirect quotes with their speakers.

Direct quotes go to the reporting verb ("said", "told", "according to") of their own sentence, or
else to the nearest of the paragraph; a paragraph that only goes on quoting belongs to the speaker
before. A sentence that reports without quoting is an indirect quote. What somebody says whom the
article does not name is left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from articles.english import reporting
from articles.entities.attribution import SUBJECT, Speakers, Speech
from articles.entities.mentions import ArticlePart, ExtractedQuote, NamedPerson
from articles.entities.sentences import Sentence

Span = tuple[int, int]
_PARAGRAPH = re.compile(r"\n\s*\n")
# Shorter ones are words that the writer sets apart ("to “shape” the battlefield").
_SHORTEST_QUOTE = 4
_CONTINUED = 0.85
_REPORTED = 0.98
"""How sure an indirect quote is, as a share of what its verb is."""


def find_quotes(
    sentences: Sequence[Sentence], people: Sequence[NamedPerson]
) -> tuple[ExtractedQuote, ...]:
    """The quotes of an article's sections in order, with the numbers of their speakers."""
    sections: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        if sentence.origin.part is ArticlePart.TEXT and sentence.origin.section is not None:
            sections.setdefault(sentence.origin.section, []).append(sentence)
    found: list[ExtractedQuote] = []
    last: int | None = None
    for number, those in sections.items():
        section = _Section(number, those, people, last)
        found += section.quotes()
        last = section.speakers.last
    return tuple(found)


class _Section:
    def __init__(
        self,
        number: int,
        sentences: Sequence[Sentence],
        people: Sequence[NamedPerson],
        last: int | None,
    ) -> None:
        self._number = number
        self._text = sentences[0].origin.text
        self._paragraphs = list(_paragraphs(self._text))
        marked = [span for _, _, spans in self._paragraphs for span in spans]
        self.speakers = Speakers(sentences, people, marked, last)

    def quotes(self) -> Iterator[ExtractedQuote]:
        for start, end, spans in self._paragraphs:
            continued = self.speakers.in_focus(start)
            speeches = list(self.speakers.between(start, end))
            found: list[ExtractedQuote] = []
            for span in spans:
                goes_on = found and not self._text[found[-1].end + 1 : span[0] - 1].strip()
                if goes_on:
                    found.append(replace(found[-1], start=span[0], end=span[1]))
                elif self._is_quote(span, speeches):
                    found += self._direct(span, speeches, start, continued)
            for speech in speeches:
                if not any(_overlap(speech.sentence, (quote.start, quote.end)) for quote in found):
                    found += self._indirect(speech)
            yield from sorted(set(found), key=lambda quote: quote.start)

    def _is_quote(self, span: Span, speeches: Sequence[Speech]) -> bool:
        """Whether the words in marks are a quote: many, or right after "said"."""
        count = len(self._text[span[0] : span[1]].split())
        beside = any(
            0 <= span[0] - speech.end < 4 or 0 <= speech.start - span[1] < 4 for speech in speeches
        )
        return count >= _SHORTEST_QUOTE or (count > 1 and beside)

    def _direct(
        self, span: Span, speeches: Sequence[Speech], paragraph: int, continued: int | None
    ) -> Iterator[ExtractedQuote]:
        speech = min(speeches, key=lambda speech: _apart(speech, span), default=None)
        sentence, _ = self.speakers.sentence_at(span[0])
        subject = self.speakers.subject(sentence, span[0])
        opens = not self._text[paragraph : span[0]].strip('“«" ')
        if speech and (speech.speaker is not None or _overlap(speech.sentence, span)):
            yield from self._quote(span, speech.speaker, speech.confidence)
        elif subject is not None:  # "Perumal has commended the “good working relationship”"
            yield from self._quote(span, subject, SUBJECT)
        elif opens:
            yield from self._quote(span, continued, _CONTINUED)

    def _quote(
        self, span: Span, speaker: int | None, confidence: float, direct: bool = True
    ) -> Iterator[ExtractedQuote]:
        """The quote, if it is known whose it is."""
        if speaker is not None:
            yield ExtractedQuote(self._number, *span, speaker, round(confidence, 2), direct)

    def _indirect(self, speech: Speech) -> Iterator[ExtractedQuote]:
        """What the sentence reports; all of it where speaker and verb stand in its middle."""
        start, end = speech.sentence
        before = len(self._text[start : speech.start].split())
        after = len(self._text[speech.end : end].split())
        begins, ends = start, end
        if after >= _SHORTEST_QUOTE and not speech.reports:
            return
        if before < _SHORTEST_QUOTE:
            begins = speech.end + _apposition(self._text[speech.end : end])
        elif after < _SHORTEST_QUOTE:
            ends = speech.start
        words = self._text[begins:ends]
        reported = reporting.BEFORE_CLAUSE.sub("", words).strip(' ,:—–-"“”')
        if len(reported.split()) >= _SHORTEST_QUOTE:
            begins += words.index(reported)
            span = begins, begins + len(reported)
            yield from self._quote(
                span, speech.speaker, speech.confidence * _REPORTED, direct=False
            )


def _apposition(words: str) -> int:
    """The length of ", head of the unit," after a name that is followed by what was said."""
    apposed = re.match(r",[^,.]{3,90}, ", words)
    return apposed.end() if apposed else 0


def _apart(speech: Speech, span: Span) -> tuple[bool, bool, int]:
    """How far the words that name a speaker are from a quote: those of its own sentence come
    first, then those that name somebody, then those after it, then the nearest."""
    elsewhere = not _overlap(speech.sentence, span)
    after = speech.start >= span[1]
    distance = speech.start - span[1] if after else 2 + max(0, span[0] - speech.end)
    return elsewhere, speech.speaker is None, distance


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _paragraphs(text: str) -> Iterator[tuple[int, int, list[Span]]]:
    """Where each paragraph starts and ends, and the spans in it between quotation marks."""
    is_open = False
    start = 0
    for gap in [*_PARAGRAPH.finditer(text), None]:
        end = gap.start() if gap else len(text)
        spans, is_open = _quoted_spans(text, start, end, is_open)
        yield start, end, spans
        start = gap.end() if gap else end


def _quoted_spans(text: str, start: int, end: int, is_open: bool) -> tuple[list[Span], bool]:
    """The spans inside quotation marks, and whether the last runs on into the next paragraph."""
    spans: list[Span] = []
    begun: int | None = None
    closing = ""
    for mark in reporting.MARKS.finditer(text, start, end):
        if begun is not None and _opens_again(text, mark.start()):
            spans.append((begun, mark.start()))
            begun = mark.end()
        elif begun is None and mark[0] in reporting.PAIRS:
            begun, closing = mark.end(), reporting.PAIRS[mark[0]]
        elif begun is not None and mark[0] in closing:
            spans.append((begun, mark.start()))
            begun = None
    if begun is not None and (text[start : start + 1] in reporting.PAIRS or is_open):
        spans.append((begun, end))
    return spans, begun is not None


def _opens_again(text: str, place: int) -> bool:
    """Whether a mark in an open quote begins its next paragraph, where lines were joined."""
    return (
        text[place - 1].isspace()
        and text[place - 2] in ".!?"
        and text[place + 1 : place + 2].isalnum()
    )
