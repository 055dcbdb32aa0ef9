"""Rules after the tagger: its labels become the names of an article.

What a name's own words tell is in `bounds`, what the gazetteer knows in `known_places`, and what
the rest of the article tells in `agreement`."""

from collections.abc import Sequence

from articles.entities import consistency, known_places
from articles.entities.bounds import bettered, parts
from articles.entities.lexicon import Lexicon
from articles.entities.reading import Name, spans
from articles.entities.tagger import Tagged

Words = list[str]


def names(sentences: Sequence[Words], tagged: Sequence[Tagged], lexicon: Lexicon) -> list[Name]:
    """The names that the tagger and the rules find, in the order of the text."""
    found = [
        [
            part
            for kind, first, last in spans(row.labels)
            for part in parts(
                Name(kind, number, first, last, min(row.likely[first:last])),
                sentences[number],
                lexicon,
            )
        ]
        for number, row in enumerate(tagged)
    ]
    for number, words in enumerate(sentences):
        found[number] = _in_sentence(number, words, found[number], lexicon)
    found = consistency.agreeing(found, sentences)
    found = consistency.places_after_all(found, sentences, lexicon)
    surnames = consistency.surnames(found, sentences)
    consistency.add_surnames(found, sentences, surnames)
    return [
        name
        for row, words in zip(found, sentences, strict=True)
        for name in known_places.listed_with_places(row, words, surnames, lexicon)
    ]


def _in_sentence(number: int, words: Words, row: list[Name], lexicon: Lexicon) -> list[Name]:
    """A sentence's names with better bounds and kinds, and those that the tagger missed."""
    better = [kept for name in row if (kept := bettered(name, words, lexicon))]
    better += known_places.missed_places(number, words, better, lexicon)
    for name in list(better):
        if name.kind in ("ORG", "MISC") and name.last - name.first > 1:
            better += known_places.places_within(name, words, lexicon)
    return better
