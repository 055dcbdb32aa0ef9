"""An article as a reader meets it: summaries, sentences to link to, names to follow."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from articles import summaries
from articles.models import Article, Mention, Section
from articles.summaries import Ranked

PARAGRAPH_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text that is shown in a way of its own."""

    start: int
    end: int
    url: str = ""
    """Where a name leads; empty for a word that was searched for."""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that are shown alike."""

    text: str
    url: str = ""
    kind: str = ""
    """"person" or "place" where the words are a name."""
    marked: bool = False
    """Whether they are among the words searched for."""


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
class Spans:
    """What is special, by section (None for the title) and part (title, heading or text)."""

    by_place: Mapping[tuple[int | None, str], list[Span]] = field(default_factory=dict)

    def at(self, section: int | None, part: str) -> Sequence[Span]:
        return self.by_place.get((section, part), ())

    @classmethod
    def of_names(cls, mentions: Iterable[Mention]) -> "Spans":
        """Where the listed names stand."""
        spans: dict[tuple[int | None, str], list[Span]] = {}
        for mention in mentions:
            record = mention.person or mention.place
            if record and record.listed:
                kind = "person" if mention.person else "place"
                span = Span(mention.start, mention.end, record.get_absolute_url(), kind)
                spans.setdefault((mention.section_id, mention.part), []).append(span)
        return cls(spans)


class Part:
    """One section, its sentences numbered through the whole article."""

    def __init__(self, section: Section, first_number: int, spans: Spans) -> None:
        self.section = section
        self.text = section.text
        self.ranked = [Ranked(*row) for row in section.sentences]
        self.first_number = first_number
        self.spans = spans

    @property
    def anchor(self) -> str:
        return f"section-{self.section.position}"

    @property
    def heading(self) -> tuple[Run, ...]:
        heading = self.section.heading
        return tuple(runs(heading, 0, len(heading), self.spans.at(self.section.pk, "heading")))

    @property
    def summary(self) -> list[SummarySentence]:
        """The section's best sentences in the order of the text, each leading to its place."""
        how_many = summaries.section_length(self.ranked, lead=not self.section.heading)
        return self.links(summaries.chosen(self.ranked, how_many))

    def links(self, sentences: Iterable[Ranked]) -> list[SummarySentence]:
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
        spans = self.spans.at(self.section.pk, "text")
        inside = [
            (f"s{number}", one.start, one.end)
            for number, one in enumerate(self.ranked, self.first_number)
            if start <= one.start < end
        ]
        for anchor, first, last in inside or [("", start, end)]:
            yield Sentence(anchor, tuple(runs(self.text, first, last, spans)))


class Reading:
    """An article with its sections, ready to be shown."""

    def __init__(self, article: Article, spans: Spans | None = None) -> None:
        self.article = article
        self.spans = spans or Spans()
        self.parts: list[Part] = []
        number = 1
        for section in article.sections.all():
            self.parts.append(Part(section, number, self.spans))
            number += len(section.sentences)

    @property
    def title(self) -> tuple[Run, ...]:
        title = self.article.title
        return tuple(runs(title, 0, len(title), self.spans.at(None, "title")))

    @cached_property
    def brief(self) -> list[SummarySentence]:
        """The article's own summary, in the order of the text."""
        how_many = summaries.article_length([one for part in self.parts for one in part.ranked])
        return [
            sentence
            for part in self.parts
            for sentence in part.links(summaries.chosen_in_article(part.ranked, how_many))
        ]


def runs(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Run]:
    """text[start:end] cut at the edges of the spans, each piece with the name it belongs to."""
    touching = [span for span in spans if span.start < end and span.end > start]
    edges = {start, end}
    for span in touching:
        edges |= {max(span.start, start), min(span.end, end)}
    points = sorted(edges)
    for first, last in pairwise(points):
        over = [span for span in touching if span.start <= first and span.end >= last]
        name = next((span for span in over if span.url), Span(first, last))
        marked = any(not span.url for span in over)
        yield Run(text[first:last], name.url, name.kind, marked)
