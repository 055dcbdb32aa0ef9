"""Finds direct and indirect quotes, and who said them.

The speaker of a direct quote is the subject of the reporting verb ("said", "told", "according to")
in the sentence of the quote, or else of the nearest reporting verb in the paragraph. If a paragraph
only continues a quote, the speaker is whoever spoke last. A sentence that reports without quotation
marks is an indirect quote.
A quote whose speaker the article does not name is left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from articles.english import reporting
from articles.entities.attribution import SUBJECT_CONFIDENCE, Speech, SpeechFinder
from articles.entities.mentions import ArticlePart, ExtractedQuote, NamedPerson
from articles.entities.sentences import Sentence

Span = tuple[int, int]
_PARAGRAPH = re.compile(r"\n\s*\n")
_SHORTEST_QUOTE = 4
"""The minimum number of words in a quote, unless a reporting verb is next to the quotation marks.

Shorter passages are mostly words that the writer marks ("to “shape” the battlefield")."""
_CONTINUATION_CONFIDENCE = 0.85
"""The confidence in the speaker of a quote that continues a quote in the previous paragraph."""
_INDIRECT_SHARE = 0.98
"""The confidence in an indirect quote, as a share of the confidence in its speaker."""


def find_quotes(
    sentences: Sequence[Sentence], people: Sequence[NamedPerson]
) -> tuple[ExtractedQuote, ...]:
    """Return the quotes of all sections, in reading order."""
    sections: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        if sentence.origin.part is ArticlePart.TEXT and sentence.origin.section is not None:
            sections.setdefault(sentence.origin.section, []).append(sentence)
    found: list[ExtractedQuote] = []
    last_speaker: int | None = None
    for number, its_sentences in sections.items():
        section = _Section(number, its_sentences, people, last_speaker)
        found += section.find_quotes()
        last_speaker = section.finder.last_speaker
    return tuple(found)


class _Section:
    """Finds the quotes of one section."""

    def __init__(
        self,
        number: int,
        sentences: Sequence[Sentence],
        people: Sequence[NamedPerson],
        last_speaker: int | None,
    ) -> None:
        self._number = number
        self._text = sentences[0].origin.text
        self._paragraphs = list(_paragraphs(self._text))
        marked = [span for _, _, spans in self._paragraphs for span in spans]
        self.finder = SpeechFinder(sentences, people, marked, last_speaker)

    def find_quotes(self) -> Iterator[ExtractedQuote]:
        for start, end, spans in self._paragraphs:
            continued = self.finder.person_in_focus(start)
            speeches = list(self.finder.find_speeches(start, end))
            found: list[ExtractedQuote] = []
            for span in spans:
                goes_on = found and not self._text[found[-1].end + 1 : span[0] - 1].strip()
                if goes_on:
                    found.append(replace(found[-1], start=span[0], end=span[1]))
                elif self._is_quote(span, speeches):
                    found += self._attribute(span, speeches, start, continued)
            for speech in speeches:
                if not any(_overlap(speech.sentence, (quote.start, quote.end)) for quote in found):
                    found += self._find_indirect(speech)
            yield from sorted(set(found), key=lambda quote: quote.start)

    def _is_quote(self, span: Span, speeches: Sequence[Speech]) -> bool:
        """Return whether the quoted span is a quote: long enough, or next to a reporting verb."""
        count = len(self._text[span[0] : span[1]].split())
        next_to_verb = any(
            0 <= span[0] - speech.end < 4 or 0 <= speech.start - span[1] < 4 for speech in speeches
        )
        return count >= _SHORTEST_QUOTE or (count > 1 and next_to_verb)

    def _attribute(
        self, span: Span, speeches: Sequence[Speech], paragraph: int, continued: int | None
    ) -> Iterator[ExtractedQuote]:
        """Return the quote with its most likely speaker, or nothing if no speaker is known.

        `paragraph` is the offset of the paragraph. `continued` is the number of the person whose
        quote the paragraph may continue, or None."""
        speech = min(speeches, key=lambda speech: _distance(speech, span), default=None)
        sentence, _ = self.finder.find_sentence(span[0])
        subject = self.finder.subject(sentence, span[0])
        opens = not self._text[paragraph : span[0]].strip('“«" ')
        if speech and (speech.speaker is not None or _overlap(speech.sentence, span)):
            yield from self._make_quote(span, speech.speaker, speech.confidence)
        elif subject is not None:  # "Perumal has commended the “good working relationship”"
            yield from self._make_quote(span, subject, SUBJECT_CONFIDENCE)
        elif opens:
            yield from self._make_quote(span, continued, _CONTINUATION_CONFIDENCE)

    def _make_quote(
        self, span: Span, speaker: int | None, confidence: float, direct: bool = True
    ) -> Iterator[ExtractedQuote]:
        """Return the quote if its speaker is known, else nothing."""
        if speaker is not None:
            yield ExtractedQuote(self._number, *span, speaker, round(confidence, 2), direct)

    def _find_indirect(self, speech: Speech) -> Iterator[ExtractedQuote]:
        """Return the indirect quote in the sentence of the speech, or nothing if there is none.

        The quote is the whole sentence if the speaker and the verb are in the middle of it."""
        start, end = speech.sentence
        before = len(self._text[start : speech.start].split())
        after = len(self._text[speech.end : end].split())
        begins, ends = start, end
        if after >= _SHORTEST_QUOTE and not speech.reports:
            return
        if before < _SHORTEST_QUOTE:
            begins = speech.end + _apposition_length(self._text[speech.end : end])
        elif after < _SHORTEST_QUOTE:
            ends = speech.start
        words = self._text[begins:ends]
        reported = reporting.BEFORE_CLAUSE.sub("", words).strip(' ,:—–-"“”')
        if len(reported.split()) >= _SHORTEST_QUOTE:
            begins += words.index(reported)
            span = begins, begins + len(reported)
            yield from self._make_quote(
                span, speech.speaker, speech.confidence * _INDIRECT_SHARE, direct=False
            )


def _apposition_length(words: str) -> int:
    """Return the length of an apposition (", head of the unit, ") that begins `words`, or 0."""
    apposed = re.match(r",[^,.]{3,90}, ", words)
    return apposed.end() if apposed else 0


def _distance(speech: Speech, span: Span) -> tuple[bool, bool, int]:
    """Return a key that sorts speeches by how near they are to a quote, the nearest first.

    Speeches in the sentence of the quote come first, then speeches that name their speaker. The
    last item of the key is the distance in characters, plus two for a speech before the quote."""
    elsewhere = not _overlap(speech.sentence, span)
    after = speech.start >= span[1]
    distance = speech.start - span[1] if after else 2 + max(0, span[0] - speech.end)
    return elsewhere, speech.speaker is None, distance


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _paragraphs(text: str) -> Iterator[tuple[int, int, list[Span]]]:
    """Return the start and end of each paragraph, and the spans between quotation marks in it."""
    is_open = False
    start = 0
    for gap in [*_PARAGRAPH.finditer(text), None]:
        end = gap.start() if gap else len(text)
        spans, is_open = _quoted_spans(text, start, end, is_open)
        yield start, end, spans
        start = gap.end() if gap else end


def _quoted_spans(text: str, start: int, end: int, is_open: bool) -> tuple[list[Span], bool]:
    """Return the spans between quotation marks in a paragraph, and whether the last quote is open.

    `is_open` says whether the previous paragraph left a quote open, without a closing mark."""
    spans: list[Span] = []
    begun: int | None = None
    closing = ""
    for mark in reporting.MARKS.finditer(text, start, end):
        if begun is not None and _is_continued(text, mark.start()):
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


def _is_continued(text: str, offset: int) -> bool:
    """Return whether the quotation mark at `offset` begins the next paragraph of an open quote.

    That happens inside a paragraph if the text has lost a paragraph break."""
    return (
        text[offset - 1].isspace()
        and text[offset - 2] in ".!?"
        and text[offset + 1 : offset + 2].isalnum()
    )
