"""Builds a segment file from a batch of documents."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from articles.search.asking.index import Document
from articles.search.embedded.disk import schema, spellings, values
from articles.search.embedded.disk.arrays import Array, write_arrays
from articles.search.embedded.disk.ints import Ints
from articles.search.embedded.disk.inverted import POSITION_BITS, invert, sort_tokens
from articles.search.embedded.disk.profiles import build_profiles
from articles.search.embedded.disk.tokens import Vocabulary


class _Tokens(NamedTuple):
    """The indexed words of all documents, as four parallel arrays in no particular order."""

    spellings: Ints
    """For each word, the number of its spelling in the vocabulary."""
    terms: Ints
    """For each word, the number of its term in the vocabulary."""
    docs: Ints
    positions: Ints


def build_segment(path: Path, documents: Sequence[Document], vocabulary: Vocabulary) -> None:
    """Write a segment file that contains `documents`, numbered from 0 in the order given.

    The caller must fsync the file."""
    arrays: dict[str, Array] = {}
    about: dict[str, Any] = {"documents": len(documents)}
    tokens = _tokenize(documents, vocabulary)
    arrays |= spellings.count_spellings(tokens.spellings, vocabulary)
    doc_bits = max(1, (len(documents) - 1).bit_length())
    terms, keys = sort_tokens(vocabulary, tokens.terms, tokens.docs, tokens.positions, doc_bits)
    in_title = keys[(keys & ((1 << POSITION_BITS) - 1)) < schema.TITLE.end]
    for field, its_keys in (("content", keys), ("title", in_title)):
        inverted = invert(terms, its_keys, len(documents), doc_bits, weighted=field == "content")
        arrays |= inverted.name_arrays(field)
    arrays |= build_columns(documents, about)
    for name in schema.VALUE_FIELDS:
        parts = values.build_from_rows([getattr(document, name) for document in documents])
        arrays |= {f"{name}.{part}": array for part, array in parts.items()}
    arrays |= build_profiles(arrays.pop("group"), len(about["groups"]), arrays)
    write_arrays(path, arrays, about)


def _tokenize(documents: Sequence[Document], vocabulary: Vocabulary) -> _Tokens:
    written, docs, positions = [], [], []
    contents = [schema.make_content(document).parts for document in documents]
    for zone, texts in zip(schema.ZONES, zip(*contents, strict=True), strict=True):
        tokens = vocabulary.tokenize([text for _, text in texts])
        kept = np.flatnonzero(tokens.positions < zone.size)  # Twice as fast as with a mask.
        written.append(tokens.spellings.take(kept))
        docs.append(tokens.texts.take(kept))
        positions.append(tokens.positions.take(kept) + zone.start)
    in_vocabulary = np.concatenate(written)
    terms = vocabulary.terms_of(in_vocabulary)
    kept = np.flatnonzero(terms >= 0)
    found = (in_vocabulary, terms, np.concatenate(docs), np.concatenate(positions))
    return _Tokens(*(each.take(kept) for each in found))


def build_columns(documents: Sequence[Document], about: dict[str, Any]) -> dict[str, Array]:
    """Return the columns of the documents by name: arrays with one number for each document.

    The numbers in `group` (category and year) and `source` are indices into two lists, "groups" and
    "sources", which are added to `about`. See "Columns" in docs/index-format.md."""
    articles = np.array([document.id for document in documents], np.int64)
    days = np.array([document.published.toordinal() for document in documents], np.int64)
    groups = [(document.category, document.published.year) for document in documents]
    sources = [document.source for document in documents]
    about["groups"] = list(dict.fromkeys(groups))
    about["sources"] = list(dict.fromkeys(sources))
    group_numbers = {group: number for number, group in enumerate(about["groups"])}
    source_numbers = {source: number for number, source in enumerate(about["sources"])}
    return {
        "article": articles.astype("<u4"),
        "published": days.astype("<i4"),
        "recency": (days << 32 | articles).astype("<i8"),
        "group": np.array([group_numbers[group] for group in groups], np.int64),
        "source": np.array([source_numbers[source] for source in sources], "<u4"),
    }
