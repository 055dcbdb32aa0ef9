"""Finds the people and places in an article, the locations of the places, and who said what."""

import functools
from collections.abc import Iterator, Sequence

from django.conf import settings

from articles.entities import lexicon, people, places, quotes, rules, spacy_tagger, tagger
from articles.entities.mentions import (
    ArticlePart,
    ExtractedMention,
    ExtractedQuote,
    Extraction,
    NamedPerson,
    NamedPlace,
)
from articles.entities.sentences import PartText, read_sentences

__all__ = [
    "ArticlePart",
    "ExtractedMention",
    "ExtractedQuote",
    "Extraction",
    "NamedPerson",
    "NamedPlace",
    "extract",
]


def extract(
    title: str,
    sections: Sequence[tuple[str, str]],
    byline: str = "",
    dateline: str = "",
) -> Extraction:
    """Return the people, places and quotes of an article.

    `sections` holds the heading and the text of each section. Empty lines separate paragraphs."""
    sentences = read_sentences(list(_parts(title, sections, dateline)), lexicon.load())
    words = [sentence.words for sentence in sentences]
    found = rules.find_names(words, load_tagger().tag(words), lexicon.load())
    names = places.add_datelines(sentences, found)
    named_people = people.join_mentions(sentences, names, byline)
    return Extraction(
        named_people,
        places.resolve_places(sentences, names),
        quotes.find_quotes(sentences, named_people),
    )


@functools.cache
def load_tagger() -> tagger.Tagger | spacy_tagger.SpacyTagger:
    """Return our own tagger, or a spaCy tagger if the setting SPACY_PIPELINE names a pipeline."""
    name = settings.SPACY_PIPELINE
    return spacy_tagger.load(name) if name else tagger.load()


def _parts(title: str, sections: Sequence[tuple[str, str]], dateline: str) -> Iterator[PartText]:
    yield PartText(ArticlePart.TITLE, None, title)
    yield PartText(ArticlePart.DATELINE, None, dateline)
    for number, (heading, text) in enumerate(sections):
        yield PartText(ArticlePart.HEADING, number, heading)
        yield PartText(ArticlePart.TEXT, number, text)
