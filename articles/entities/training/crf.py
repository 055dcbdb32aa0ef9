"""Trains the tagger on labelled text, and writes the model that the project ships."""

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
from articles.entities.features import OFFSETS, Contexts, WordFeatures, word_features
from articles.entities.sentences import decode_labels
from articles.entities.tagger import LABELS
from articles.entities.training import made_up_news
from articles.gazetteer import name_key


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence and the BIO label of each of its words."""

    words: tuple[str, ...]
    labels: tuple[str, ...]


Document = list[LabelledSentence]
TIMES_FILLED = 14
"""The number of times that each made-up article is used, each time with other names."""
SHARE_RENAMED = 0.25
"""Of all sentences that contain names, the share that is added a second time with other names."""


def read_documents(path: Path) -> Iterator[Document]:
    """Return the documents of a .tsv.gz file.

    A line is a word, a tab and its label. An empty line ends a sentence, and -DOCSTART- begins a
    document."""
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


def prepare_sentence(sentence: LabelledSentence) -> LabelledSentence:
    """Return the sentence with its words split at dashes and its countries labelled as places."""
    words: list[str] = []
    labels: list[str] = []
    for word, label in zip(sentence.words, sentence.labels, strict=True):
        parts = [word]
        if len(word) > 1 and re.search(r"[^\W\d_]", word) and "://" not in word:
            parts = [part for part in _BREAKS.split(word) if part]
        following = label if label == "O" else f"I-{label[2:]}"
        words += parts
        labels += [label] + [following] * (len(parts) - 1)
    return LabelledSentence(tuple(words), tuple(_relabel_countries(words, labels)))


def _relabel_countries(words: list[str], labels: list[str]) -> Iterator[str]:
    """Return the labels, with countries and areas changed from organisations to places.

    Some sources label a country that acts ("France said") as an organisation."""
    known = lexicon.load()
    kind = ""
    for index, label in enumerate(labels):
        if label == "B-ORG":
            end = index + 1
            while end < len(labels) and labels[end] == "I-ORG":
                end += 1
            name = name_key(" ".join(words[index:end])).removeprefix("the ")
            kind = "LOC" if known.place_class(name) in lexicon.COUNTRIES_AND_AREAS else "ORG"
        yield f"{label[:2]}{kind}" if label.endswith("ORG") else label


def make_lesson(sets: Sequence[Document], gazetteer: Path, seed: int) -> Iterator[Document]:
    """Return the documents to train a tagger on: `sets`, made-up articles, and variants of both."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    documents = [*sets, *make_up_articles(gazetteer, chance)]
    return add_variants(documents, made_up_news.NameGenerator(gazetteer, chance), chance)


def make_up_articles(gazetteer: Path, chance: random.Random) -> Iterator[Document]:
    """Return made-up articles, filled with random names, as documents."""
    for article in made_up_news.make_articles(gazetteer, chance, TIMES_FILLED):
        yield [LabelledSentence(*zip(*sentence, strict=True)) for sentence in article]


def add_variants(
    documents: Iterable[Document], names: made_up_news.NameGenerator, chance: random.Random
) -> Iterator[Document]:
    """Return the documents, each followed by random variants of some of its sentences.

    A variant is in capitals, in headline case, or has other names."""
    for document in documents:
        yield document
        for sentence in document:
            if any(label != "O" for label in sentence.labels):
                drawn = chance.random()
                if drawn < 0.05:
                    yield [_change_words(sentence, str.upper)]
                elif drawn < 0.12:
                    yield [_change_words(sentence, _headline_case)]
                elif drawn < 0.12 + SHARE_RENAMED:
                    yield [_replace_names(sentence, names)]


def _replace_names(
    sentence: LabelledSentence, names: made_up_news.NameGenerator
) -> LabelledSentence:
    """Return the sentence with other names for its people, places and organisations."""
    words: list[str] = []
    labels: list[str] = []
    last = 0
    for kind, start, end in decode_labels(sentence.labels):
        words += sentence.words[last:start]
        labels += sentence.labels[last:start]
        name = list(sentence.words[start:end])
        other = _draw_other_name(kind, name, names)
        words += other
        labels += [f"{'I' if position else 'B'}-{kind}" for position in range(len(other))]
        last = end
    words += sentence.words[last:]
    labels += sentence.labels[last:]
    return LabelledSentence(tuple(words), tuple(labels))


def _draw_other_name(kind: str, name: list[str], names: made_up_news.NameGenerator) -> list[str]:
    if kind == "PER":
        full, surname, _ = names.draw_person()
        other = full if len(name) > 1 else surname
    elif kind == "LOC" and len(name) == 1 and name[0].istitle():
        is_country = lexicon.load().place_class(name[0]) == lexicon.PlaceClass.COUNTRY
        other = names.draw("country" if is_country else "city")
    elif kind == "ORG" and len(name) == 1 and name[0].isalpha():
        other = names.draw("acronym" if name[0].isupper() else "firm")
    else:
        return name
    return [word for part in tokenize_sentences(other) for word in part.words]


def _change_words(sentence: LabelledSentence, change: Callable[[str], str]) -> LabelledSentence:
    return LabelledSentence(tuple(change(word) for word in sentence.words), sentence.labels)


def _headline_case(word: str) -> str:
    is_small = word.lower() in WORDS["small_in_headlines"]
    return word if is_small else word[:1].upper() + word[1:]


def train(documents: Iterable[Document], target: Path, iterations: int = 60) -> int:
    """Train a model on the documents, write it to `target` and return the number of words read."""
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
        for sentence, attributes in zip(document, _read_attributes(document, known), strict=True):
            trainer.append(attributes, sentence.labels)
            count += len(sentence.words)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model.crf")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
    _write_model(info.state_features, info.transitions, target)
    return count


def average_models(paths: Sequence[Path], target: Path) -> None:
    """Write to `target` a model that has the average weights of the models at `paths`.

    What one model learnt from its random names then counts less than what all models learnt."""
    weights: dict[int, np.ndarray] = {}
    moves = np.zeros((len(LABELS), len(LABELS)), dtype=np.float64)
    for path in paths:
        with np.load(path) as model:
            moves += model["moves"] / len(paths)
            shares = model["weights"] * (float(model["scale"]) / len(paths))
            for key, share in zip(model["keys"].tolist(), shares, strict=True):
                weights[key] = weights.get(key, 0) + share
    keys = sorted(weights)
    _save_arrays(np.array(keys), np.array([weights[key] for key in keys]), moves, target)


def _read_attributes(
    document: Document, known: dict[str, WordFeatures]
) -> Iterator[list[list[bytes]]]:
    """Return, for each sentence, the features of each word as crfsuite reads them.

    The features are those that `tagger.Tagger` uses."""
    words = lexicon.load()
    contexts = Contexts([sentence.words for sentence in document], words)
    for number, sentence in enumerate(document):
        for word in sentence.words:
            if word not in known:
                known[word] = word_features(word, words)
        rows = contexts.features(number)
        for index, row in enumerate(rows):
            for offset in OFFSETS:
                if 0 <= index + offset < len(rows):
                    prefix = f"{offset}:".encode()
                    seen = known[sentence.words[index + offset]].shift_features(offset)
                    row += [prefix + feature for feature in seen]
        yield rows


def _write_model(
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
    # In the BIO scheme, a name cannot continue where none has begun.
    for after in LABELS:
        if after.startswith("I-"):
            for before in LABELS:
                if before[2:] != after[2:]:
                    steps[LABELS.index(before), LABELS.index(after)] = -1e4
    _save_arrays(np.array(keys), np.array([rows[key] for key in keys]), steps, target)


def _save_arrays(keys: np.ndarray, weights: np.ndarray, moves: np.ndarray, target: Path) -> None:
    """Write the arrays of a model to `target`, with its weights rounded to small integers."""
    scale = np.abs(weights).max() / 32_000
    np.savez_compressed(
        target,
        keys=keys.astype(np.uint32),
        weights=np.round(weights / scale).astype(np.int16),
        scale=scale,
        moves=moves.astype(np.float32),
    )
