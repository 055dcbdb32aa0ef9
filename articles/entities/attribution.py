"""Reporting verbs and who their subjects are: "Croft said", "she added", "the mayor told".

A verb's subject is a person named beside it, a pronoun or a description that stands for one, or
somebody whom the article does not name.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from articles.english import reporting, titles
from articles.english.vocabulary import WORDS
from articles.entities.mentions import ArticlePart, NamedPerson
from articles.entities.sentences import Sentence

# How sure it is whose words they are; what each is worth is measured by
# `python -m tests.benchmarks.quotes`.
NAMED, STANDS_FOR, SUBJECT = 0.95, 0.92, 0.85

_VERBS = reporting.VERBS | reporting.SPEAKING
_STOPS = frozenset({".", ":", ";", "“", '"', "”", "(", "?", "!"})
_LONGEST_ROLE = 14
_LONGEST_CLAUSE = 9
_AS_SUBJECT = 60
"""Within so many characters of a sentence's beginning a name is its subject."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A reporting verb with its speaker, and the sentence that it stands in."""

    speaker: int | None
    """The number of the person; None where the article does not name who speaks."""
    start: int
    """Of the words that name speaker and verb."""
    end: int
    sentence: tuple[int, int]
    confidence: float
    reports: bool = True
    """That something is reported is sure: by "said", or by "noted that", unlike "asked"."""


class Speakers:
    """Finds the speeches of a section, from its beginning on."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        people: Sequence[NamedPerson],
        quoted: Sequence[tuple[int, int]],
        last: int | None,
    ) -> None:
        """`quoted` are the spans between quotation marks; `last` who spoke before the section."""
        self._text = sentences[0].origin.text
        self._words = [word for sentence in sentences for word in sentence.tokens.words]
        self._starts = [start for sentence in sentences for start in sentence.tokens.starts]
        self._ends = [end for sentence in sentences for end in sentence.tokens.ends]
        self._sentences = [
            (sentence.tokens.starts[0], sentence.tokens.ends[-1]) for sentence in sentences
        ]
        self._quoted = quoted
        self._verbs = [
            index
            for index, word in enumerate(self._words)
            if word.lower() in _VERBS and not self._is_quoted(self._starts[index])
        ]
        section = sentences[0].origin.section
        self._mentions = sorted(
            (mention.start, mention.end, index)
            for index, person in enumerate(people)
            for mention in person.mentions
            if mention.part is ArticlePart.TEXT and mention.section == section
        )
        self._listed = {index for index, person in enumerate(people) if person.listed}
        self.last = last
        self._heard = 0

    def between(self, start: int, end: int) -> Iterator[Speech]:
        """The speeches of a paragraph in order."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        for index in self._verbs[bisect_left(self._verbs, first) : bisect_left(self._verbs, last)]:
            if speech := self._at(index, first, last):
                self.last = speech.speaker
                self._heard = speech.sentence[1]
                yield speech

    def in_focus(self, place: int) -> int | None:
        """Whom a pronoun there stands for: the subject of one of the last sentences that nobody
        spoke in, or who spoke last; None for somebody without a name."""
        number = bisect_right(self._sentences, (place + 1, 0)) - 1
        for start, _ in self._sentences[max(0, number - 2) : number + 1][::-1]:
            if start < self._heard:
                break
            subject = self.subject(start, place)
            if subject is not None or self._is_of_unnamed(start):
                return subject
        return self.last

    def _is_of_unnamed(self, start: int) -> bool:
        """Whether the sentence that starts there is about "one councillor"."""
        word = bisect_left(self._starts, start)
        return self._text_at(word) in reporting.UNNAMED and self._words[word] != self._text_at(word)

    def subject(self, start: int, before: int) -> int | None:
        """The person with whom the sentence that starts there begins, named before a place."""
        for first, _, who in self._mentions[bisect_left(self._mentions, (start, 0, 0)) :]:
            if first >= min(before, start + _AS_SUBJECT):
                return None
            word = bisect_left(self._starts, first)
            before_it = map(str.lower, self._words[bisect_left(self._starts, start) : word])
            if not reporting.AFTER_VERBS.isdisjoint(before_it) or self._is_quoted(first):
                return None
            if self._text_at(word - 1) not in reporting.NOT_SUBJECTS:
                return who if who in self._listed else None
        return None

    def sentence_at(self, place: int) -> tuple[int, int]:
        """Where the sentence that holds a place starts and ends."""
        return self._sentences[max(0, bisect_right(self._sentences, (place + 1, 0)) - 1)]

    def _is_quoted(self, place: int) -> bool:
        number = bisect_right(self._quoted, (place, len(self._text))) - 1
        return number >= 0 and place < self._quoted[number][1]

    def _at(self, index: int, first: int, last: int) -> Speech | None:
        """The speech of a verb, by its number; its paragraph has the words `first` to `last`."""
        verb = self._text_at(index)
        if verb == reporting.ACCORDING:
            to = self._text_at(index + 1) == reporting.TO
            return self._named_after(index, index + 2, last) if to else None
        if self._text_at(index - 1) in reporting.PASSIVE:
            return None
        if verb in reporting.READING and reporting.CLOSING_MARKS.isdisjoint(
            self._words[max(0, index - 5) : index]
        ):
            return None  # it is said of a statement after its words, and else of readers
        speech = self._before(index, first)
        if speech is None and verb not in reporting.ADDRESSING:
            speech = self._named_after(index, index + 1, last)
        if speech is None and verb in reporting.SPEAKING:
            speech = self._from_afar(index) or self._speech(None, index, index, 0)
        return speech

    def _text_at(self, index: int) -> str:
        return self._words[index].lower() if 0 <= index < len(self._words) else ""

    def _before(self, verb: int, first: int) -> Speech | None:
        """ "Croft said", "he also said", "the mayor said", "Croft, who is 52, said"."""
        index = verb - 1
        while index >= first and self._is_adverb(index):
            index -= 1
        if index >= first and self._words[index] == ")":
            while index > first and self._words[index] != "(":
                index -= 1
            index -= 1
        if index < first:
            return None
        if self._words[index] in reporting.PRONOUNS:
            return self._by_pronoun(index, verb)
        if self._text_at(verb) == reporting.SAYING and self._text_at(index) in titles.TITLES:
            return self._speech(None, verb, verb, 0)
        if (
            self._text_at(index) in reporting.CONJUNCTIONS
            or self._text_at(verb) == reporting.SAYING
        ):
            return self._by_subject(verb)
        person = self._person_ending(self._ends[index])
        if person is None and self._words[index] == ",":
            person = self._person_apposed(index)
        if person:
            return self._speech(person[1], bisect_left(self._starts, person[0]), verb, NAMED)
        return self._by_description(index, verb)

    def _is_adverb(self, index: int) -> bool:
        word = self._text_at(index)
        return word in reporting.ADVERBS or word.endswith("ly")

    def _by_pronoun(self, index: int, verb: int) -> Speech | None:
        speaker = self.in_focus(self._starts[index])
        if speaker is None and not self._heard:
            earlier = bisect_right(self._mentions, (self._starts[index], 0, 0))
            speaker = self._mentions[earlier - 1][2] if earlier else None
        return None if speaker is None else self._speech(speaker, index, verb, STANDS_FOR)

    def _by_subject(self, verb: int) -> Speech | None:
        """ "He would not speculate, but said": the one with whom the sentence begins."""
        begin, _ = self.sentence_at(self._starts[verb])
        word = bisect_left(self._starts, begin)
        if self._words[word] in reporting.PRONOUNS:
            speech = self._by_pronoun(word, verb)
            return speech and replace(speech, start=self._starts[verb])
        who = self.subject(begin, self._starts[verb])
        return None if who is None else self._speech(who, verb, verb, SUBJECT)

    def _from_afar(self, verb: int) -> Speech | None:
        """ "Wong of the council, which runs it, said": the one with whom the sentence begins, where
        only such an addition stands between."""
        begin, _ = self.sentence_at(self._starts[verb])
        ends = [last for first, last, _ in self._mentions if begin <= first < self._starts[verb]]
        added = ends and reporting.ADDITION.fullmatch(self._text, ends[0], self._starts[verb])
        return self._by_subject(verb) if added else None

    def _by_description(self, index: int, verb: int) -> Speech | None:
        """ "the magistrate said": the last person whom the text has called that."""
        noun = self._words[index]
        if noun not in titles.TITLES:
            return None
        place = self._starts[index]
        for first, end, who in reversed(
            self._mentions[: bisect_left(self._mentions, (place, 0, 0))]
        ):
            word = bisect_left(self._starts, first)
            before = map(str.lower, self._words[max(0, word - 3) : word])
            after = re.match(r", ([^,.]{3,60})[,.]", self._text[end : end + 64])
            if noun in before or (after and noun in after[1].lower().split()):
                return self._speech(who, index, verb, STANDS_FOR)
        return None

    def _speech(self, speaker: int | None, first: int, verb: int, confidence: float) -> Speech:
        """The speech of words `first` to `verb`."""
        start, end = self._starts[first], self._ends[verb]
        return Speech(
            speaker, start, end, self.sentence_at(end - 1), confidence, self._reports(verb)
        )

    def _reports(self, verb: int) -> bool:
        following = [self._text_at(verb + 1 + step) for step in range(_LONGEST_CLAUSE)]
        clause = following[0] in reporting.CLAUSE_BEGINS and not reporting.FINITE.isdisjoint(
            following
        )
        return self._text_at(verb) in reporting.PLAIN or reporting.THAT in following[:4] or clause

    def _person_ending(self, end: int) -> tuple[int, int] | None:
        return next(((first, who) for first, last, who in self._mentions if last == end), None)

    def _person_apposed(self, comma: int) -> tuple[int, int] | None:
        """The person whom "deputy commanding general," before the verb describes."""
        sentence = self.sentence_at(self._starts[comma])
        for first, last, who in reversed(self._mentions):
            if sentence[0] <= first and last <= self._starts[comma]:
                described = re.match(r"(?: \([^)]{1,20}\))?,", self._text[last : last + 24])
                return (first, who) if described else None
        return None

    def _named_after(self, verb: int, index: int, last: int) -> Speech | None:
        """ "said Croft", "said the mayor, Teresa Vega", "according to Gen. Croft"."""
        for position in range(index, min(last, index + _LONGEST_ROLE)):
            word, start = self._words[position], self._starts[position]
            if word in _STOPS or start >= self.sentence_at(self._starts[verb])[1]:
                return None
            for first, end, who in self._mentions:
                if first <= start < end:
                    return replace(self._speech(who, verb, verb, NAMED), end=end)
            if word in WORDS["not_described"] or word in reporting.NOT_SPEAKERS:
                return None
        return None
