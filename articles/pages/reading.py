"""An article as a reader meets it: summaries, sentences to link to, names to follow, marks."""

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
    """A stretch of a text that is shown in a way of its own: a name, or a match of the search."""

    start: int
    end: int
    url: str = ""
    """Where a name leads."""
    kind: str = ""
    """"person" or "place"; empty for a match."""
    match: int = 0
    """Which match of the article it is, counted from 1; 0 for a name."""


Spans = Mapping[tuple[int | None, str], Sequence[Span]]
"""What is special, by section (None for the title) and part (title, heading or text)."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that are shown alike."""

    text: str
    url: str = ""
    kind: str = ""
    marked: bool = False
    """Whether they are among the words searched for."""
    anchor: str = ""
    """Where a match begins: how to link to it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    anchor: str
    """Where it stands on the article's page; empty while the text has not been read."""
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class SummarySentence:
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is quoted in the article, how often, and where first."""

    person: Entity
    quotes: int
    anchor: str


@dataclass(frozen=True)
class Part:
    """One section, its sentences numbered through the whole article.

    What a list of articles asks of it several times is kept: it is made of the section's JSON."""

    section: Section
    first_number: int
    length: Length
    spans: Spans = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.section.text

    @cached_property
    def ranked(self) -> list[RankedSentence]:
        return [RankedSentence(*row) for row in self.section.sentences]

    @property
    def anchor(self) -> str:
        return f"section-{self.section.position}"

    @property
    def heading(self) -> tuple[Run, ...]:
        heading = self.section.heading
        return tuple(runs(heading, 0, len(heading), self.spans.get((self.section.pk, "heading"))))

    def anchor_at(self, place: int) -> str:
        """Of the sentence in which that character stands."""
        begun = sum(one.start <= place for one in self.ranked)
        return f"s{self.first_number + max(begun, 1) - 1}" if self.ranked else self.anchor

    @cached_property
    def summary(self) -> list[SummarySentence]:
        """The section's best sentences in the order of the text, each leading to its place."""
        normal = summaries.section_length(len(self.section.sentences), not self.section.heading)
        how_many = sliced(normal, len(self.section.sentences), self.length)
        return self.links(summaries.choose(self.ranked, how_many))

    def links(self, sentences: Iterable[RankedSentence]) -> list[SummarySentence]:
        wanted = set(sentences)
        return [
            SummarySentence(f"s{number}", self.text[one.start : one.end])
            for number, one in enumerate(self.ranked, self.first_number)
            if one in wanted
        ]

    @property
    def paragraphs(self) -> Iterator[list[Sentence]]:
        start = 0
        for paragraph in self.text.split(PARAGRAPH_BREAK):
            end = start + len(paragraph)
            yield list(self._sentences(start, end))
            start = end + len(PARAGRAPH_BREAK)

    def _sentences(self, start: int, end: int) -> Iterator[Sentence]:
        spans = self.spans.get((self.section.pk, "text"))
        inside = [
            (f"s{number}", one.start, one.end)
            for number, one in enumerate(self.ranked, self.first_number)
            if start <= one.start < end
        ]
        for anchor, first, last in inside or [("", start, end)]:
            yield Sentence(anchor, tuple(runs(self.text, first, last, spans)))


class Reading:
    """An article with its sections, ready to be shown."""

    def __init__(
        self, article: Article, spans: Spans | None = None, length: Length = "normal"
    ) -> None:
        self.article = article
        self.length = length
        self.spans = spans or {}
        self.parts: list[Part] = []
        number = 1
        for section in article.sections.all():
            self.parts.append(Part(section, number, length, self.spans))
            number += len(section.sentences)

    @property
    def title(self) -> tuple[Run, ...]:
        title = self.article.title
        return tuple(runs(title, 0, len(title), self.spans.get((None, "title"))))

    @cached_property
    def brief(self) -> list[SummarySentence]:
        """The article's own summary, in the order of the text."""
        sentences = sum(len(part.section.sentences) for part in self.parts)
        how_many = sliced(summaries.article_length(sentences), sentences, self.length)
        return [
            sentence
            for part in self.parts
            for sentence in part.links(
                one
                for one in part.ranked
                if one.in_article is not None and one.in_article < how_many
            )
        ]

    def part(self, section: int) -> Part:
        """The one of the section with that primary key."""
        return next(part for part in self.parts if part.section.pk == section)

    def speakers(self, quotes: Iterable[Quote], mentions: Iterable[Mention]) -> list[Speaker]:
        """The listed people whom these of its quotes are from, in the order of the text."""
        named = {mention.pk: mention.canonical for mention in mentions}
        said: dict[Entity, list[Quote]] = {}
        for quote in sorted(
            quotes, key=lambda one: (self.part(one.section_id).first_number, one.start)
        ):
            speaker = named.get(quote.speaker_id)  # None: read anew a moment ago
            if speaker and speaker.kind == Kind.PERSON and speaker.listed:
                said.setdefault(speaker, []).append(quote)
        return [
            Speaker(person, len(those), self.part(those[0].section_id).anchor_at(those[0].start))
            for person, those in said.items()
        ]

    @property
    def page(self) -> Iterator[tuple[Part, list[SummarySentence]]]:
        """Each section with its summary; the lead without, where the article's own summary right
        above it says all of it."""
        for part in self.parts:
            summary = list(part.summary)
            told = not part.section.heading and all(one in self.brief for one in summary)
            yield part, [] if told else summary

    @cached_property
    def summarised(self) -> list[Part]:
        """The sections that have a summary."""
        return [part for part in self.parts if part.summary]

    @cached_property
    def headed(self) -> list[Part]:
        """Those of them that have a heading."""
        return [part for part in self.summarised if part.section.heading]

    @property
    def matches(self) -> int:
        """How many stretches of the article are marked."""
        return max((span.match for spans in self.spans.values() for span in spans), default=0)


def sliced(normal: int, sentences: int, length: Length) -> int:
    """How many sentences a summary has that normally has so many of these."""
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


def names(mentions: Iterable[Mention]) -> dict[tuple[int | None, str], list[Span]]:
    """Where the listed names stand, and where they lead."""
    spans: dict[tuple[int | None, str], list[Span]] = {}
    for mention in mentions:
        entity = mention.canonical
        if entity.listed:
            span = Span(mention.start, mention.end, entity.get_absolute_url(), entity.kind)
            spans.setdefault((mention.section_id, mention.part), []).append(span)
    return spans


def matches(article: Article, parsed: ParsedQuery) -> dict[tuple[int | None, str], list[Span]]:
    """Where the words of a search stand, numbered as a reader comes upon them."""
    numbers = count(1)
    spans: dict[tuple[int | None, str], list[Span]] = {}

    def look(section: int | None, part: str, text: str) -> None:
        found = snippets.find_matches(parsed, text, "title" if part == "title" else "text")
        spans[section, part] = [Span(start, end, match=next(numbers)) for start, end in found]

    look(None, "title", article.title)
    for section in article.sections.all():
        look(section.pk, "heading", section.heading)
        look(section.pk, "text", section.text)
    return spans


def together(one: Spans, other: Spans) -> dict[tuple[int | None, str], list[Span]]:
    """The spans of both."""
    return {at: [*one.get(at, ()), *other.get(at, ())] for at in {**one, **other}}


def runs(text: str, start: int, end: int, spans: Sequence[Span] | None) -> Iterator[Run]:
    """text[start:end] cut at the edges of the spans, each piece with the name it belongs to."""
    touching = [span for span in spans or () if span.start < end and span.end > start]
    edges = {start, end}
    for span in touching:
        edges |= {max(span.start, start), min(span.end, end)}
    for first, last in pairwise(sorted(edges)):
        over = [span for span in touching if span.start <= first and span.end >= last]
        name = next((span for span in over if span.url), Span(first, last))
        match = next((span for span in over if span.match), None)
        anchor = f"m{match.match}" if match and match.start == first else ""
        yield Run(text[first:last], name.url, name.kind, match is not None, anchor)
