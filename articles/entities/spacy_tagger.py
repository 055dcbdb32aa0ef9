"""Tags names with an installed spaCy pipeline, which a site may use instead of our own tagger."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, Protocol

from articles.entities.tagger import TaggedSentence

KINDS = {
    **dict.fromkeys(("PERSON", "PER"), "PER"),
    **dict.fromkeys(("GPE", "LOC", "FAC"), "LOC"),
    "ORG": "ORG",
    **dict.fromkeys(("NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "LANGUAGE", "MISC"), "MISC"),
}
"""Our kind of name for each of spaCy's kinds. Other kinds, such as dates, are not names."""
_CONFIDENCE = 0.9
"""The probability that every label gets, because a spaCy pipeline returns no probabilities."""


class Pipeline(Protocol):
    """The part of `spacy.Language` that is used: a method that finds the names in texts."""

    def pipe(self, texts: Iterable[str]) -> Iterable[Any]: ...


class SpacyTagger:
    """Labels words as `tagger.Tagger` does, but from the names that a spaCy pipeline finds."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[TaggedSentence]:
        """Return the labels of the words of each sentence."""
        read = self._pipeline.pipe(map(" ".join, sentences))
        return [
            _label_words(words, document) for words, document in zip(sentences, read, strict=True)
        ]


def load(name: str) -> SpacyTagger:
    """Return a tagger that uses the spaCy pipeline `name` without its unneeded components."""
    import spacy  # type: ignore[import-not-found]

    open_pipeline: Callable[..., Pipeline] = spacy.load
    return SpacyTagger(
        open_pipeline(name, exclude=["parser", "lemmatizer", "attribute_ruler", "textcat"])
    )


def _label_words(words: Sequence[str], document: Any) -> TaggedSentence:
    labels = ["O"] * len(words)
    starts = [0, *accumulate(len(word) + 1 for word in words)]
    for kind, first, last in _find_names(document):
        inside = [n for n in range(len(words)) if first <= starts[n] < last]
        for position, number in enumerate(inside):
            labels[number] = f"{'I' if position else 'B'}-{kind}"
    return TaggedSentence(labels, [_CONFIDENCE] * len(words))


def _find_names(document: Any) -> Iterator[tuple[str, int, int]]:
    for found in document.ents:
        if kind := KINDS.get(found.label_):
            yield kind, found.start_char, found.end_char
