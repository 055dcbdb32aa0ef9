"""Who and what an article names, where the places lie, and who said what."""

import functools
from collections.abc import Iterator, Sequence

from django.conf import settings

from articles.entities import lexicon, people, places, quotes, rules, spacy_tagger, tagger
from articles.entities.mentions import Extraction, Mention, NamedPerson, NamedPlace, Part, Quote
from articles.entities.reading import Passage, lines

__all__ = ["Extraction", "Mention", "NamedPerson", "NamedPlace", "Part", "Quote", "extract"]


def extract(
    title: str,
    sections: Sequence[tuple[str, str]],
    byline: str = "",
    dateline: str = "",
) -> Extraction:
    """The people, places and quotes of an article.

    `sections` are pairs of a heading and a text whose paragraphs are parted by empty lines."""
    read = lines(list(_passages(title, sections, dateline)), lexicon.loaded())
    words = [line.words for line in read]
    tagged = rules.names(words, chosen_tagger().tag(words), lexicon.loaded())
    named = places.with_datelines(read, tagged)
    who = people.joined(read, named, byline)
    return Extraction(who, places.resolved(read, named), quotes.quoted(read, who))


@functools.cache
def chosen_tagger() -> tagger.Tagger | spacy_tagger.SpacyTagger:
    """Our own tagger, or the spaCy pipeline that the setting SPACY_PIPELINE names."""
    name = settings.SPACY_PIPELINE
    return spacy_tagger.load(name) if name else tagger.loaded()


def _passages(title: str, sections: Sequence[tuple[str, str]], dateline: str) -> Iterator[Passage]:
    yield Passage(Part.TITLE, None, title)
    yield Passage(Part.DATELINE, None, dateline)
    for number, (heading, text) in enumerate(sections):
        yield Passage(Part.HEADING, number, heading)
        yield Passage(Part.TEXT, number, text)
