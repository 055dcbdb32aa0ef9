"""Trains the tagger on labelled text and writes the model that the project ships."""

import gzip
import random
import re
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pycrfsuite

from articles.english.tokens import tokenize_sentences
from articles.english.vocabulary import WORDS
from articles.entities import lexicon
from articles.entities.features import OFFSETS, Contexts, WordFeatures, of_word
from articles.entities.sentences import label_spans
from articles.entities.tagger import LABELS
from articles.entities.training import rehearsal
from articles.gazetteer import name_key


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence and the BIO label of each of its words."""

    words: tuple[str, ...]
    labels: tuple[str, ...]


Document = list[LabelledSentence]
TIMES_REHEARSED = 14
SHARE_RENAMED = 0.25


def read(path: Path) -> Iterator[Document]:
    """The documents of a .tsv.gz file: a word, a tab and its label a line, sentences apart by
    empty lines and documents by -DOCSTART-."""
    document: Document = []
    words: list[str] = []
    labels: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in [*lines, ""]:
            word, _, label = line.rstrip("\n").partition("\t")
            if word and word != "-DOCSTART-":
                words.append(word)
                labels.append(label)
                continue
            if words:
                document.append(LabelledSentence(tuple(words), tuple(labels)))
                words, labels = [], []
            if word and document:
                yield document
                document = []
    if document:
        yield document


_BREAKS = re.compile(r"([-–—/])")


def prepared(sentence: LabelledSentence) -> LabelledSentence:
    """The sentence cut into words as `tokens` cuts them, its countries made places."""
    words: list[str] = []
    labels: list[str] = []
    for word, label in zip(sentence.words, sentence.labels, strict=True):
        parts = [word]
        if len(word) > 1 and re.search(r"[^\W\d_]", word) and "://" not in word:
            parts = [part for part in _BREAKS.split(word) if part]
        following = label if label == "O" else f"I-{label[2:]}"
        words += parts
        labels += [label] + [following] * (len(parts) - 1)
    return LabelledSentence(tuple(words), tuple(_countries_as_places(words, labels)))


def _countries_as_places(words: list[str], labels: list[str]) -> Iterator[str]:
    """The labels, where a country or area that acts ("France said") is a place, whatever the
    source calls it: some call it an organisation."""
    known = lexicon.load()
    kind = ""
    for index, label in enumerate(labels):
        if label == "B-ORG":
            end = index + 1
            while end < len(labels) and labels[end] == "I-ORG":
                end += 1
            name = name_key(" ".join(words[index:end])).removeprefix("the ")
            kind = "LOC" if known.place(name) in lexicon.COUNTRIES_AND_AREAS else "ORG"
        yield f"{label[:2]}{kind}" if label.endswith("ORG") else label


def lesson(sets: Sequence[Document], gazetteer: Path, seed: int) -> Iterator[Document]:
    """What a tagger learns from: the labelled sets and our own sentences, varied by chance."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    documents = [*sets, *made_up(gazetteer, chance)]
    return varied(documents, rehearsal.NameGenerator(gazetteer, chance), chance)


def made_up(gazetteer: Path, chance: random.Random) -> Iterator[Document]:
    """Articles of our own sentences, filled with names."""
    for article in rehearsal.articles(gazetteer, chance, TIMES_REHEARSED):
        yield [LabelledSentence(*zip(*sentence, strict=True)) for sentence in article]


def varied(
    documents: Iterable[Document], names: rehearsal.NameGenerator, chance: random.Random
) -> Iterator[Document]:
    """The documents, and some of their sentences again: in the case of headlines, or with other
    people and places."""
    for document in documents:
        yield document
        for sentence in document:
            if any(label != "O" for label in sentence.labels):
                drawn = chance.random()
                if drawn < 0.05:
                    yield [_as(sentence, str.upper)]
                elif drawn < 0.12:
                    yield [_as(sentence, _headline_case)]
                elif drawn < 0.12 + SHARE_RENAMED:
                    yield [_renamed(sentence, names)]


def _renamed(sentence: LabelledSentence, names: rehearsal.NameGenerator) -> LabelledSentence:
    """The sentence with other people and towns in it."""
    words: list[str] = []
    labels: list[str] = []
    last = 0
    for kind, start, end in label_spans(sentence.labels):
        words += sentence.words[last:start]
        labels += sentence.labels[last:start]
        name = list(sentence.words[start:end])
        other = _other_name(kind, name, names)
        words += other
        labels += [f"{'I' if position else 'B'}-{kind}" for position in range(len(other))]
        last = end
    words += sentence.words[last:]
    labels += sentence.labels[last:]
    return LabelledSentence(tuple(words), tuple(labels))


def _other_name(kind: str, name: list[str], names: rehearsal.NameGenerator) -> list[str]:
    if kind == "PER":
        full, surname, _ = names.person()
        other = full if len(name) > 1 else surname
    elif kind == "LOC" and len(name) == 1 and name[0].istitle():
        is_country = lexicon.load().place(name[0]) == lexicon.PlaceClass.COUNTRY
        other = names.draw("country" if is_country else "city")
    elif kind == "ORG" and len(name) == 1 and name[0].isalpha():
        other = names.draw("acronym" if name[0].isupper() else "firm")
    else:
        return name
    return [word for part in tokenize_sentences(other) for word in part.words]


def _as(sentence: LabelledSentence, change: Callable[[str], str]) -> LabelledSentence:
    return LabelledSentence(tuple(change(word) for word in sentence.words), sentence.labels)


def _headline_case(word: str) -> str:
    is_small = word.lower() in WORDS["small_in_headlines"]
    return word if is_small else word[:1].upper() + word[1:]


def train(documents: Iterable[Document], target: Path, iterations: int = 60) -> int:
    """Train on the documents and write the model to `target`; return how many words were read."""
    trainer = pycrfsuite.Trainer(
        algorithm="lbfgs",
        params={
            "c1": 0.1,
            "c2": 0.05,
            "max_iterations": iterations,
            "feature.minfreq": 2,
            "feature.possible_transitions": True,
        },
        verbose=False,
    )
    known: dict[str, WordFeatures] = {}
    count = 0
    for document in documents:
        for sentence, attributes in zip(document, _attributes(document, known), strict=True):
            trainer.append(attributes, sentence.labels)
            count += len(sentence.words)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model.crf")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
    _write(info.state_features, info.transitions, target)
    return count


def average(paths: Sequence[Path], target: Path) -> None:
    """Write the model whose weights are the mean of those models' weights: what each learnt from
    the names that chance gave it weighs less, what all learnt stays."""
    weights: dict[int, np.ndarray] = {}
    moves = np.zeros((len(LABELS), len(LABELS)), dtype=np.float64)
    for path in paths:
        with np.load(path) as model:
            moves += model["moves"] / len(paths)
            shares = model["weights"] * (float(model["scale"]) / len(paths))
            for key, share in zip(model["keys"].tolist(), shares, strict=True):
                weights[key] = weights.get(key, 0) + share
    keys = sorted(weights)
    _save(np.array(keys), np.array([weights[key] for key in keys]), moves, target)


def _attributes(document: Document, known: dict[str, WordFeatures]) -> Iterator[list[list[bytes]]]:
    """crfsuite's form of the features that `tagger.Tagger` adds up."""
    words = lexicon.load()
    contexts = Contexts([sentence.words for sentence in document], words)
    for number, sentence in enumerate(document):
        for word in sentence.words:
            if word not in known:
                known[word] = of_word(word, words)
        rows = contexts.features(number)
        for index, row in enumerate(rows):
            for offset in OFFSETS:
                if 0 <= index + offset < len(rows):
                    prefix = f"{offset}:".encode()
                    seen = known[sentence.words[index + offset]].at(offset)
                    row += [prefix + feature for feature in seen]
        yield rows


def _write(
    weights: dict[tuple[str, str], float], moves: dict[tuple[str, str], float], target: Path
) -> None:
    rows: dict[int, np.ndarray] = {}
    for (attribute, label), weight in weights.items():
        row = rows.setdefault(zlib.crc32(attribute.encode()), np.zeros(len(LABELS)))
        row[LABELS.index(label)] = weight
    keys = sorted(rows)
    steps = np.zeros((len(LABELS), len(LABELS)), dtype=np.float32)
    for (before, after), weight in moves.items():
        steps[LABELS.index(before), LABELS.index(after)] = weight
    # The scheme itself forbids a name that goes on where none began.
    for after in LABELS:
        if after.startswith("I-"):
            for before in LABELS:
                if before[2:] != after[2:]:
                    steps[LABELS.index(before), LABELS.index(after)] = -1e4
    _save(np.array(keys), np.array([rows[key] for key in keys]), steps, target)


def _save(keys: np.ndarray, weights: np.ndarray, moves: np.ndarray, target: Path) -> None:
    """Write a model with its weights as small integers."""
    scale = np.abs(weights).max() / 32_000
    np.savez_compressed(
        target,
        keys=keys.astype(np.uint32),
        weights=np.round(weights / scale).astype(np.int16),
        scale=scale,
        moves=moves.astype(np.float32),
    )
