"""Finds reporting verbs and their subjects: "Croft said", "she added", "the mayor told reporters".

The subject of a verb is a person named next to it, a pronoun or description that refers to a
person, or somebody whom the article does not name.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from articles.english import reporting, titles
from articles.english.vocabulary import WORDS
from articles.entities.mentions import ArticlePart, NamedPerson
from articles.entities.sentences import Sentence

# The confidence in a speaker who is named next to the verb, referred to ("he", "the mayor"), or the
# subject of the sentence. `python -m tests.benchmarks.quotes` measures how often each is right.
NAME_CONFIDENCE, REFERENCE_CONFIDENCE, SUBJECT_CONFIDENCE = 0.95, 0.92, 0.85

_VERBS = reporting.VERBS | reporting.SPEAKING
_STOPS = frozenset({".", ":", ";", "“", '"', "”", "(", "?", "!"})
_LONGEST_ROLE = 14
"""The number of words after a reporting verb that are searched for its speaker."""
_LONGEST_CLAUSE = 9
"""The number of words after a reporting verb that are checked for a reported clause."""
_FARTHEST_SUBJECT = 60
"""The number of characters at the beginning of a sentence in which its subject must start."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A reporting verb, with its speaker and the sentence that contains it."""

    speaker: int | None
    """The number of the speaker among the people of the article, or None for an unnamed speaker."""
    start: int
    """The offset at which the speaker and the verb ("Croft said") begin."""
    end: int
    """The offset at which the speaker and the verb ("Croft said") end."""
    sentence: tuple[int, int]
    """The offsets of the start and end of the sentence that contains the verb."""
    confidence: float
    reports: bool = True
    """Whether the verb certainly reports something, as "said" does and "asked" does not."""


class SpeechFinder:
    """Finds the reporting verbs in a section and their speakers, and remembers who spoke last.

    Callers must call `find_speeches` once for each paragraph of the section, in order."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        people: Sequence[NamedPerson],
        quoted: Sequence[tuple[int, int]],
        last_speaker: int | None,
    ) -> None:
        """Prepare to find the speeches in `sentences`, the sentences of one section.

        `quoted` holds the spans of text between quotation marks. `last_speaker` is the number of
        the last person who spoke before the section, or None."""
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
        self.last_speaker = last_speaker
        self._last_speech_end = 0

    def find_speeches(self, start: int, end: int) -> Iterator[Speech]:
        """Return the speeches in the paragraph from `start` to `end`, in reading order."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        for index in self._verbs[bisect_left(self._verbs, first) : bisect_left(self._verbs, last)]:
            if speech := self._find_speech(index, first, last):
                self.last_speaker = speech.speaker
                self._last_speech_end = speech.sentence[1]
                yield speech

    def person_in_focus(self, offset: int) -> int | None:
        """Return the number of the person to whom a pronoun at `offset` refers, or None.

        A pronoun refers to the subject of its sentence or of one of the two sentences before. If
        none has a known subject, or somebody has spoken since, it refers to the last speaker. The
        result is None if the article does not name that person."""
        number = bisect_right(self._sentences, (offset + 1, 0)) - 1
        for start, _ in self._sentences[max(0, number - 2) : number + 1][::-1]:
            if start < self._last_speech_end:
                break
            subject = self.subject(start, offset)
            if subject is not None or self._is_about_unnamed(start):
                return subject
        return self.last_speaker

    def _is_about_unnamed(self, start: int) -> bool:
        """Return whether the sentence at `start` begins with an unnamed person ("One man")."""
        word = bisect_left(self._starts, start)
        return self._lower_word(word) in reporting.UNNAMED and self._words[
            word
        ] != self._lower_word(word)

    def subject(self, start: int, before: int) -> int | None:
        """Return the number of the person who is the subject of the sentence at `start`, or None.

        The person's name must come before the offset `before`."""
        for first, _, who in self._mentions[bisect_left(self._mentions, (start, 0, 0)) :]:
            if first >= min(before, start + _FARTHEST_SUBJECT):
                return None
            word = bisect_left(self._starts, first)
            before_it = map(str.lower, self._words[bisect_left(self._starts, start) : word])
            if not reporting.AFTER_VERBS.isdisjoint(before_it) or self._is_quoted(first):
                return None
            if self._lower_word(word - 1) not in reporting.NOT_SUBJECTS:
                return who if who in self._listed else None
        return None

    def find_sentence(self, offset: int) -> tuple[int, int]:
        """Return the offsets of the start and end of the sentence that contains `offset`."""
        return self._sentences[max(0, bisect_right(self._sentences, (offset + 1, 0)) - 1)]

    def _is_quoted(self, offset: int) -> bool:
        number = bisect_right(self._quoted, (offset, len(self._text))) - 1
        return number >= 0 and offset < self._quoted[number][1]

    def _find_speech(self, index: int, first: int, last: int) -> Speech | None:
        """Return the speech whose verb is the word at `index`, or None if no speech has that verb.

        The words of the paragraph are those from `first` to `last` (not included)."""
        verb = self._lower_word(index)
        if verb == reporting.ACCORDING:
            to = self._lower_word(index + 1) == reporting.TO
            return self._find_speaker_after(index, index + 2, last) if to else None
        if self._lower_word(index - 1) in reporting.PASSIVE:
            return None
        if verb in reporting.READING and reporting.CLOSING_MARKS.isdisjoint(
            self._words[max(0, index - 5) : index]
        ):
            # "“We will wait,” the statement read" is a speech, "Croft read a book" is not.
            return None
        speech = self._find_speaker_before(index, first)
        if speech is None and verb not in reporting.ADDRESSING:
            speech = self._find_speaker_after(index, index + 1, last)
        if speech is None and verb in reporting.SPEAKING:
            speech = self._find_by_far_subject(index) or self._make_speech(None, index, index, 0)
        return speech

    def _lower_word(self, index: int) -> str:
        return self._words[index].lower() if 0 <= index < len(self._words) else ""

    def _find_speaker_before(self, verb: int, first: int) -> Speech | None:
        """Return the speech whose speaker comes before the word `verb`, or None if there is none.

        Examples: "Croft said", "he also said", "the mayor said", "Croft, who is 52, said"."""
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
            return self._find_by_pronoun(index, verb)
        if self._lower_word(verb) == reporting.SAYING and self._lower_word(index) in titles.TITLES:
            return self._make_speech(None, verb, verb, 0)
        if (
            self._lower_word(index) in reporting.CONJUNCTIONS
            or self._lower_word(verb) == reporting.SAYING
        ):
            return self._find_by_subject(verb)
        person = self._find_person_before(self._ends[index])
        if person is None and self._words[index] == ",":
            person = self._find_described_person(index)
        if person:
            return self._make_speech(
                person[1], bisect_left(self._starts, person[0]), verb, NAME_CONFIDENCE
            )
        return self._find_by_description(index, verb)

    def _is_adverb(self, index: int) -> bool:
        word = self._lower_word(index)
        return word in reporting.ADVERBS or word.endswith("ly")

    def _find_by_pronoun(self, index: int, verb: int) -> Speech | None:
        speaker = self.person_in_focus(self._starts[index])
        if speaker is None and not self._last_speech_end:
            earlier = bisect_right(self._mentions, (self._starts[index], 0, 0))
            speaker = self._mentions[earlier - 1][2] if earlier else None
        return (
            None
            if speaker is None
            else self._make_speech(speaker, index, verb, REFERENCE_CONFIDENCE)
        )

    def _find_by_subject(self, verb: int) -> Speech | None:
        """Return a speech by the subject of the verb's sentence, or None if it is no known person.

        Example: "He would not speculate, but said"."""
        begin, _ = self.find_sentence(self._starts[verb])
        word = bisect_left(self._starts, begin)
        if self._words[word] in reporting.PRONOUNS:
            speech = self._find_by_pronoun(word, verb)
            return speech and replace(speech, start=self._starts[verb])
        who = self.subject(begin, self._starts[verb])
        return None if who is None else self._make_speech(who, verb, verb, SUBJECT_CONFIDENCE)

    def _find_by_far_subject(self, verb: int) -> Speech | None:
        """Return a speech by a subject that an added phrase separates from its verb, or None.

        Example: "Wong of the council, which runs it, said"."""
        begin, _ = self.find_sentence(self._starts[verb])
        ends = [last for first, last, _ in self._mentions if begin <= first < self._starts[verb]]
        added = ends and reporting.ADDITION.fullmatch(self._text, ends[0], self._starts[verb])
        return self._find_by_subject(verb) if added else None

    def _find_by_description(self, index: int, verb: int) -> Speech | None:
        """Return a speech by the person last described with the noun at `index`, or None.

        In "The magistrate said", the speaker is Ann Marsh if the text has already mentioned
        "Ann Marsh, the magistrate"."""
        noun = self._words[index]
        if noun not in titles.TITLES:
            return None
        offset = self._starts[index]
        for first, end, who in reversed(
            self._mentions[: bisect_left(self._mentions, (offset, 0, 0))]
        ):
            word = bisect_left(self._starts, first)
            before = map(str.lower, self._words[max(0, word - 3) : word])
            after = re.match(r", ([^,.]{3,60})[,.]", self._text[end : end + 64])
            if noun in before or (after and noun in after[1].lower().split()):
                return self._make_speech(who, index, verb, REFERENCE_CONFIDENCE)
        return None

    def _make_speech(self, speaker: int | None, first: int, verb: int, confidence: float) -> Speech:
        """Return a speech by `speaker`, made of the words from index `first` to index `verb`."""
        start, end = self._starts[first], self._ends[verb]
        return Speech(
            speaker, start, end, self.find_sentence(end - 1), confidence, self._is_report(verb)
        )

    def _is_report(self, verb: int) -> bool:
        """Return whether a verb, or the clause after it, shows that somebody reports something."""
        following = [self._lower_word(verb + 1 + step) for step in range(_LONGEST_CLAUSE)]
        clause = following[0] in reporting.CLAUSE_BEGINS and not reporting.FINITE.isdisjoint(
            following
        )
        return (
            self._lower_word(verb) in reporting.PLAIN or reporting.THAT in following[:4] or clause
        )

    def _find_person_before(self, end: int) -> tuple[int, int] | None:
        """Return the start and person of the mention that ends at `end`, or None."""
        return next(((first, who) for first, last, who in self._mentions if last == end), None)

    def _find_described_person(self, comma: int) -> tuple[int, int] | None:
        """Return the start and person of the mention whose description ends at `comma`, or None.

        In "Croft, deputy commanding general, said", `comma` is the index of the second comma."""
        sentence = self.find_sentence(self._starts[comma])
        for first, last, who in reversed(self._mentions):
            if sentence[0] <= first and last <= self._starts[comma]:
                described = re.match(r"(?: \([^)]{1,20}\))?,", self._text[last : last + 24])
                return (first, who) if described else None
        return None

    def _find_speaker_after(self, verb: int, index: int, last: int) -> Speech | None:
        """Return a speech by the person named at `index` or later, after the verb, or None.

        Examples: "said Croft", "said the mayor, Teresa Vega", "according to Gen. Croft"."""
        for position in range(index, min(last, index + _LONGEST_ROLE)):
            word, start = self._words[position], self._starts[position]
            if word in _STOPS or start >= self.find_sentence(self._starts[verb])[1]:
                return None
            for first, end, who in self._mentions:
                if first <= start < end:
                    return replace(self._make_speech(who, verb, verb, NAME_CONFIDENCE), end=end)
            if word in WORDS["not_described"] or word in reporting.NOT_SPEAKERS:
                return None
        return None
