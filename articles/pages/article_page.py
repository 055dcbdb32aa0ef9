"""Prepares an article for display: summaries, ids of sentences, links on names, marked matches."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count, pairwise

from articles import summaries
from articles.models import Article, Entity, Kind, Mention, Quote, Section
from articles.pages.display import Length
from articles.search import snippets
from articles.search.asking.parser import ParsedQuery
from articles.summaries import RankedSentence

PARAGRAPH_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Span:
    """A range of characters to link or to mark: a name, or a match of the reader's search."""

    start: int
    end: int
    url: str = ""
    """For a name, the address of the page of the entity that it means; empty for a match."""
    kind: str = ""
    """For a name, the kind of the entity that it means; empty for a match."""
    match: int = 0
    """For a match, its number in the article, counted from 1; 0 for a name."""


Spans = Mapping[tuple[int | None, str], Sequence[Span]]
"""The spans of each part of an article.

A key is a section's primary key (None for the title) with "title", "heading" or "text"."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text that is shown in one way: plain, linked, marked, or linked and marked."""

    text: str
    url: str = ""
    kind: str = ""
    marked: bool = False
    """Whether this text is part of a match of the reader's search."""
    anchor: str = ""
    """The HTML id of the match that begins with this text; empty if no match begins here."""


@dataclass(frozen=True, slots=True)
class ShownSentence:
    anchor: str
    """The HTML id of the sentence; empty if its section has not been split into sentences yet."""
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class SummarySentence:
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person whom the article quotes."""

    person: Entity
    quotes: int
    """The number of quotes from this person in the article."""
    anchor: str
    """The HTML id of the sentence in which the person's first quote begins."""


@dataclass(frozen=True)
class ShownSection:
    """A section of an article, prepared for display.

    `sentences` is cached, because it is built from JSON and templates use it several times."""

    stored: Section
    first_number: int
    """The number of the section's first sentence, counted from 1 at the start of the article."""
    length: Length
    spans: Spans = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.stored.text

    @cached_property
    def sentences(self) -> list[RankedSentence]:
        return [RankedSentence(*row) for row in self.stored.sentences]

    @property
    def anchor(self) -> str:
        return f"section-{self.position}"

    @property
    def heading(self) -> str:
        return self.stored.heading

    @property
    def position(self) -> int:
        return self.stored.position

    @property
    def heading_runs(self) -> tuple[Run, ...]:
        heading = self.heading
        return tuple(
            split_runs(heading, 0, len(heading), self.spans.get((self.stored.pk, "heading")))
        )

    def sentence_anchor(self, offset: int) -> str:
        """Return the id of the sentence at `offset`, or of the section if it has no sentences."""
        begun = sum(one.start <= offset for one in self.sentences)
        return f"s{self.first_number + max(begun, 1) - 1}" if self.sentences else self.anchor

    @cached_property
    def summary(self) -> list[SummarySentence]:
        """The section's best sentences, in their original order."""
        normal = summaries.section_length(len(self.stored.sentences), not self.heading)
        size = summary_length(normal, len(self.stored.sentences), self.length)
        return self.link_sentences(summaries.choose(self.sentences, size))

    def link_sentences(self, sentences: Iterable[RankedSentence]) -> list[SummarySentence]:
        """Return `sentences` with their HTML ids and texts, in their original order."""
        wanted = set(sentences)
        return [
            SummarySentence(f"s{number}", self.text[one.start : one.end])
            for number, one in enumerate(self.sentences, self.first_number)
            if one in wanted
        ]

    @property
    def paragraphs(self) -> Iterator[list[ShownSentence]]:
        """The paragraphs of the section, each as the list of its sentences."""
        start = 0
        for paragraph in self.text.split(PARAGRAPH_BREAK):
            end = start + len(paragraph)
            yield list(self._sentences(start, end))
            start = end + len(PARAGRAPH_BREAK)

    def _sentences(self, start: int, end: int) -> Iterator[ShownSentence]:
        spans = self.spans.get((self.stored.pk, "text"))
        inside = [
            (f"s{number}", one.start, one.end)
            for number, one in enumerate(self.sentences, self.first_number)
            if start <= one.start < end
        ]
        for anchor, first, last in inside or [("", start, end)]:
            yield ShownSentence(anchor, tuple(split_runs(self.text, first, last, spans)))


class ShownArticle:
    """An article with its sections, prepared for display."""

    def __init__(
        self, article: Article, spans: Spans | None = None, length: Length = "normal"
    ) -> None:
        self.article = article
        self.length = length
        self.spans = spans or {}
        self.sections: list[ShownSection] = []
        number = 1
        for section in article.sections.all():
            self.sections.append(ShownSection(section, number, length, self.spans))
            number += len(section.sentences)

    @property
    def title_runs(self) -> tuple[Run, ...]:
        title = self.article.title
        return tuple(split_runs(title, 0, len(title), self.spans.get((None, "title"))))

    @cached_property
    def summary(self) -> list[SummarySentence]:
        """The best sentences of the whole article, in their original order."""
        sentences = sum(len(section.stored.sentences) for section in self.sections)
        size = summary_length(summaries.article_length(sentences), sentences, self.length)
        return [
            sentence
            for section in self.sections
            for sentence in section.link_sentences(
                one
                for one in section.sentences
                if one.in_article is not None and one.in_article < size
            )
        ]

    def section(self, pk: int) -> ShownSection:
        """Return the section of the article whose primary key is `pk`."""
        return next(section for section in self.sections if section.stored.pk == pk)

    def find_speakers(self, quotes: Iterable[Quote], mentions: Iterable[Mention]) -> list[Speaker]:
        """Return the listed people whom `quotes` quote, in the order of their first quotes."""
        named = {mention.pk: mention.canonical for mention in mentions}
        said: dict[Entity, list[Quote]] = {}
        for quote in sorted(
            quotes, key=lambda one: (self.section(one.section_id).first_number, one.start)
        ):
            speaker = named.get(
                quote.speaker_id
            )  # None if the article was read again a moment ago.
            if speaker and speaker.kind == Kind.PERSON and speaker.listed:
                said.setdefault(speaker, []).append(quote)
        return [
            Speaker(
                person,
                len(those),
                self.section(those[0].section_id).sentence_anchor(those[0].start),
            )
            for person, those in said.items()
        ]

    @property
    def sections_with_summaries(self) -> Iterator[tuple[ShownSection, list[SummarySentence]]]:
        """The article's sections, each with its summary.

        The summary of the section before the first heading is left empty if all its sentences are
        also in the summary of the article."""
        for section in self.sections:
            summary = list(section.summary)
            repeats = not section.heading and all(one in self.summary for one in summary)
            yield section, [] if repeats else summary

    @cached_property
    def summarised_sections(self) -> list[ShownSection]:
        """The sections that have a summary."""
        return [section for section in self.sections if section.summary]

    @cached_property
    def headed_sections(self) -> list[ShownSection]:
        """The sections that have both a summary and a heading."""
        return [section for section in self.summarised_sections if section.heading]

    @property
    def match_count(self) -> int:
        """The number of matches of the reader's search in the article."""
        return max((span.match for spans in self.spans.values() for span in spans), default=0)


def summary_length(normal: int, sentences: int, length: Length) -> int:
    """Return the number of sentences that a summary of the preferred `length` has.

    `normal` is the number of sentences in a summary of normal length, and `sentences` is the number
    of sentences in the text to summarise."""
    match length:
        case "none":
            return 0
        case "short":
            return -(-normal // 2)
        case "normal":
            return normal
        case "longer":
            return max(normal, min(2 * normal + 1, sentences // 2))
        case "half":
            return max(normal, sentences // 2)


def find_name_spans(mentions: Iterable[Mention]) -> dict[tuple[int | None, str], list[Span]]:
    """Return a span for each mention of a listed entity, by section and part of the section."""
    spans: dict[tuple[int | None, str], list[Span]] = {}
    for mention in mentions:
        entity = mention.canonical
        if entity.listed:
            span = Span(mention.start, mention.end, entity.get_absolute_url(), entity.kind)
            spans.setdefault((mention.section_id, mention.part), []).append(span)
    return spans


def find_match_spans(
    article: Article, parsed: ParsedQuery
) -> dict[tuple[int | None, str], list[Span]]:
    """Return the spans of `article` that match the query, numbered from the top of the page."""
    numbers = count(1)
    spans: dict[tuple[int | None, str], list[Span]] = {}

    def find(section: int | None, part: str, text: str) -> None:
        found = snippets.find_matches(parsed, text, "title" if part == "title" else "text")
        spans[section, part] = [Span(start, end, match=next(numbers)) for start, end in found]

    find(None, "title", article.title)
    for section in article.sections.all():
        find(section.pk, "heading", section.heading)
        find(section.pk, "text", section.text)
    return spans


def merge_spans(one: Spans, other: Spans) -> dict[tuple[int | None, str], list[Span]]:
    """Return one dictionary with the spans of both `one` and `other`."""
    return {at: [*one.get(at, ()), *other.get(at, ())] for at in {**one, **other}}


def split_runs(text: str, start: int, end: int, spans: Sequence[Span] | None) -> Iterator[Run]:
    """Split `text[start:end]` into runs at the beginning and the end of each of `spans`."""
    overlapping = [span for span in spans or () if span.start < end and span.end > start]
    edges = {start, end}
    for span in overlapping:
        edges |= {max(span.start, start), min(span.end, end)}
    for first, last in pairwise(sorted(edges)):
        around = [span for span in overlapping if span.start <= first and span.end >= last]
        name = next((span for span in around if span.url), Span(first, last))
        match = next((span for span in around if span.match), None)
        anchor = f"m{match.match}" if match and match.start == first else ""
        yield Run(text[first:last], name.url, name.kind, match is not None, anchor)
