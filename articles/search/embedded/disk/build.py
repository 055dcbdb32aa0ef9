"""A batch of documents as one segment."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from articles.search.asking.index import Document
from articles.search.embedded.disk import arrays, schema, spellings, values
from articles.search.embedded.disk.arrays import Array
from articles.search.embedded.disk.inverted import PLACE_BITS, inverted, keys
from articles.search.embedded.disk.profiles import profiles
from articles.search.embedded.disk.tokens import Ints, Vocabulary


def build(path: Path, documents: Sequence[Document], vocabulary: Vocabulary) -> None:
    """Write the segment file of these documents, numbered as they come."""
    found: dict[str, Array] = {}
    about: dict[str, Any] = {"documents": len(documents)}
    known, terms, docs, places = _words(documents, vocabulary)
    found |= spellings.counted(known, vocabulary)
    words, made = keys(vocabulary, terms, docs, places)
    doc_bits = max(1, int(docs.max()).bit_length()) if len(docs) else 1
    in_title = made[(made & ((1 << PLACE_BITS) - 1)) < schema.TITLE.end]
    for field, these in (("content", made), ("title", in_title)):
        part = inverted(words, these, len(documents), doc_bits, weighted=field == "content")
        found |= part.named(field)
    found |= columns(documents, about)
    for name in schema.VALUE_FIELDS:
        parts = values.of_rows([getattr(document, name) for document in documents])
        found |= {f"{name}.{part}": array for part, array in parts.items()}
    found |= profiles(found.pop("group"), len(about["groups"]), found)
    arrays.write(path, found, about)


def _words(documents: Sequence[Document], vocabulary: Vocabulary) -> tuple[Ints, Ints, Ints, Ints]:
    """The spelling, the term, the document and the position of every indexed word."""
    written, docs, positions = [], [], []
    contents = [schema.content(document).parts for document in documents]
    for zone, texts in zip(schema.ZONES, zip(*contents, strict=True), strict=True):
        tokens = vocabulary.tokens([text for _, text in texts])
        kept = np.flatnonzero(tokens.places < zone.room)  # Taken in half the time of a mask.
        written.append(tokens.spellings.take(kept))
        docs.append(tokens.texts.take(kept))
        positions.append(tokens.places.take(kept) + zone.start)
    known = np.concatenate(written)
    terms = vocabulary.terms_of(known)
    kept = np.flatnonzero(terms >= 0)
    found = (known, terms, np.concatenate(docs), np.concatenate(positions))
    known, terms, in_docs, at = (each.take(kept) for each in found)
    return known, terms, in_docs, at


def columns(documents: Sequence[Document], about: dict[str, Any]) -> dict[str, Array]:
    """One number for each document: its article, day, order, group (category and year), and source.

    What the categories with their years and the sources are called is noted in `about`."""
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
        "order": (days << 32 | articles).astype("<i8"),
        "group": np.array([group_numbers[group] for group in groups], np.int64),
        "source": np.array([source_numbers[source] for source in sources], "<u4"),
    }
