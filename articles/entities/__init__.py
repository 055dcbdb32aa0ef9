"""Who and what an article names, where the places lie, and who said what."""

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
    """The people, places and quotes of an article.

    `sections` are pairs of a heading and a text whose paragraphs are parted by empty lines."""
    read = read_sentences(list(_parts(title, sections, dateline)), lexicon.load())
    words = [sentence.words for sentence in read]
    tagged = rules.find_names(words, chosen_tagger().tag(words), lexicon.load())
    named = places.add_datelines(read, tagged)
    who = people.join_mentions(read, named, byline)
    return Extraction(who, places.resolve_places(read, named), quotes.find_quotes(read, who))


@functools.cache
def chosen_tagger() -> tagger.Tagger | spacy_tagger.SpacyTagger:
    """Our own tagger, or the spaCy pipeline that the setting SPACY_PIPELINE names."""
    name = settings.SPACY_PIPELINE
    return spacy_tagger.load(name) if name else tagger.load()


def _parts(title: str, sections: Sequence[tuple[str, str]], dateline: str) -> Iterator[PartText]:
    yield PartText(ArticlePart.TITLE, None, title)
    yield PartText(ArticlePart.DATELINE, None, dateline)
    for number, (heading, text) in enumerate(sections):
        yield PartText(ArticlePart.HEADING, number, heading)
        yield PartText(ArticlePart.TEXT, number, text)
