"""Rules after the tagger: its labels become the names of an article.

What a name's own words tell is in `bounds`, what the gazetteer knows in `known_places`, and what
the rest of the article tells in `consistency`."""

from collections.abc import Sequence

from articles.entities import consistency, known_places
from articles.entities.bounds import improve_name, split_name
from articles.entities.lexicon import Lexicon
from articles.entities.sentences import NameSpan, label_spans
from articles.entities.tagger import Tagged

Words = list[str]


def find_names(
    sentences: Sequence[Words], tagged: Sequence[Tagged], lexicon: Lexicon
) -> list[NameSpan]:
    """The names that the tagger and the rules find, in the order of the text."""
    found = [
        [
            part
            for kind, first, last in label_spans(row.labels)
            for part in split_name(
                NameSpan(kind, number, first, last, min(row.likely[first:last])),
                sentences[number],
                lexicon,
            )
        ]
        for number, row in enumerate(tagged)
    ]
    for number, words in enumerate(sentences):
        found[number] = _in_sentence(number, words, found[number], lexicon)
    found = consistency.agree_on_kinds(found, sentences)
    found = consistency.correct_places(found, sentences, lexicon)
    surnames = consistency.surnames(found, sentences)
    consistency.add_surnames(found, sentences, surnames)
    return [
        name
        for row, words in zip(found, sentences, strict=True)
        for name in known_places.extend_lists_of_places(row, words, surnames, lexicon)
    ]


def _in_sentence(
    number: int, words: Words, row: list[NameSpan], lexicon: Lexicon
) -> list[NameSpan]:
    """A sentence's names with better bounds and kinds, and those that the tagger missed."""
    better = [kept for name in row if (kept := improve_name(name, words, lexicon))]
    better += known_places.find_missed_places(number, words, better, lexicon)
    for name in list(better):
        if name.kind in ("ORG", "MISC") and name.last - name.first > 1:
            better += known_places.find_places_within(name, words, lexicon)
    return better
