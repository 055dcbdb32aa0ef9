"""Turns the labels of the tagger into the names of an article.

The modules that it calls correct the names: `bounds` by the words of each name, `known_places` by
the names of known places, and `consistency` by the rest of the article."""

from collections.abc import Sequence

from articles.entities import consistency, known_places
from articles.entities.bounds import improve_name, split_name
from articles.entities.lexicon import Lexicon
from articles.entities.sentences import NameSpan, decode_labels
from articles.entities.tagger import TaggedSentence

Words = list[str]


def find_names(
    sentences: Sequence[Words], tagged: Sequence[TaggedSentence], lexicon: Lexicon
) -> list[NameSpan]:
    """Return the names that the tagger and the rules find, in reading order."""
    found = [
        [
            part
            for kind, first, last in decode_labels(row.labels)
            for part in split_name(
                NameSpan(kind, number, first, last, min(row.probabilities[first:last])),
                sentences[number],
                lexicon,
            )
        ]
        for number, row in enumerate(tagged)
    ]
    for number, words in enumerate(sentences):
        found[number] = _improve_sentence(number, words, found[number], lexicon)
    found = consistency.agree_on_kinds(found, sentences)
    found = consistency.correct_places(found, sentences, lexicon)
    surnames = consistency.find_surnames(found, sentences)
    consistency.add_surnames(found, sentences, surnames)
    return [
        name
        for row, words in zip(found, sentences, strict=True)
        for name in known_places.extend_lists_of_places(row, words, surnames, lexicon)
    ]


def _improve_sentence(
    number: int, words: Words, row: list[NameSpan], lexicon: Lexicon
) -> list[NameSpan]:
    """Return the corrected names of a sentence, and the places that the tagger missed in it."""
    better = [kept for name in row if (kept := improve_name(name, words, lexicon))]
    better += known_places.find_missed_places(number, words, better, lexicon)
    for name in list(better):
        if name.kind in ("ORG", "MISC") and name.last - name.first > 1:
            better += known_places.find_nested_places(name, words, lexicon)
    return better
