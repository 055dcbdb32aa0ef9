"""Joins an article's mentions of each place, and finds the place's entry in the gazetteer."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles import gazetteer
from articles.english import toponyms
from articles.english.vocabulary import WORDS
from articles.entities.mentions import ArticlePart, ExtractedMention, NamedPlace
from articles.entities.sentences import NameSpan, Sentence, locate_mention, rebuild_name
from articles.entities.toponym_resolution import WIDE, Toponym, ToponymResolver
from articles.gazetteer import Entry

_THE = re.compile(toponyms.THE, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _PlaceMention:
    """A mention of a place, with its toponym and how the text uses it."""

    mention: ExtractedMention
    toponym: Toponym
    adjective: bool
    """Whether the mention only describes something else, as in "U.S. forces" and "US$"."""
    nested: bool
    """Whether the mention is inside the name of an organisation."""
    confidence: float


def add_datelines(sentences: Sequence[Sentence], names: Sequence[NameSpan]) -> list[NameSpan]:
    """Return `names`, corrected in datelines.

    Of the names in a dateline, only places are kept. The town at its start is added."""
    dated = {
        number: sentence
        for number, sentence in enumerate(sentences)
        if sentence.origin.part is ArticlePart.DATELINE
    }
    kept = [name for name in names if name.sentence not in dated or name.kind == "LOC"]
    for number, sentence in dated.items():
        ends = [index for index, word in enumerate(sentence.words) if not word[0].isalpha()]
        end = next((index for index in ends if sentence.words[index] != "-"), len(sentence.words))
        if end and not any(name.sentence == number and name.first < end for name in kept):
            kept.append(NameSpan("LOC", number, 0, end))
    return sorted(kept, key=lambda name: (name.sentence, name.first))


def resolve_places(
    sentences: Sequence[Sentence], names: Iterable[NameSpan]
) -> tuple[NamedPlace, ...]:
    """Return the places of an article in the order of their first mentions."""
    known = gazetteer.open_gazetteer()
    named: list[_PlaceMention] = []
    last: NameSpan | None = None
    for name in names:
        if name.kind == "LOC":
            joined = (
                last is not None
                and last.sentence == name.sentence
                and sentences[name.sentence].words[last.last : name.first] == [","]
            )
            named.append(
                _read_mention(
                    sentences[name.sentence], name, named[-1].toponym.name if joined else ""
                )
            )
            last = name
    return _group_mentions(
        named, ToponymResolver(sentences, [place.toponym for place in named], known).resolve()
    )


def _read_mention(sentence: Sentence, name: NameSpan, before: str) -> _PlaceMention:
    """Return a mention of the place that `name` covers.

    `before` is the place name in front of `name` if only a comma separates the two, else ""."""
    mention = locate_mention(sentence, name)
    words = sentence.words[name.last : name.last + 4]
    after = ""
    if words[:1] in ([","], ["in"]):
        after = " ".join([word for word in words[1:] if word[0].isupper()][:2])
    return _PlaceMention(
        mention=mention,
        toponym=Toponym(
            _THE.sub("", rebuild_name(sentence, name)),
            after,
            before,
            mention.part is ArticlePart.DATELINE,
        ),
        adjective=mention.words in WORDS["described_by"]
        and bool(words)
        and _may_be_described(words[0]),
        nested=name.nested,
        confidence=name.confidence,
    )


def _may_be_described(word: str) -> bool:
    """Return whether an abbreviation such as "U.S." may describe `word`: a noun, "-" or "$"."""
    return word in ("-", "$") or (word.islower() and word not in WORDS["not_described"])


def _group_mentions(
    named: Sequence[_PlaceMention], entries: Sequence[Entry | None]
) -> tuple[NamedPlace, ...]:
    """Return one place for each gazetteer entry, and one for each name that has no entry."""
    groups: defaultdict[str, list[tuple[_PlaceMention, Entry | None]]] = defaultdict(list)
    for place, entry in zip(named, entries, strict=True):
        groups[entry.id if entry else place.toponym.key].append((place, entry))
    return tuple(_join_mentions(group) for group in groups.values())


def _join_mentions(group: Sequence[tuple[_PlaceMention, Entry | None]]) -> NamedPlace:
    entry = group[0][1]
    names = Counter(place.toponym.name for place, _ in group)
    return NamedPlace(
        name=max(names, key=lambda name: (not name.isupper(), names[name])),
        mentions=tuple(place.mention for place, _ in group),
        entry=entry,
        dateline=any(place.mention.part is ArticlePart.DATELINE for place, _ in group),
        listed=entry is not None and any(_names_place_itself(place, entry) for place, _ in group),
        confidence=round(max(place.confidence for place, _ in group), 3),
    )


def _names_place_itself(mention: _PlaceMention, entry: Entry) -> bool:
    """Return whether the mention means the place itself, unlike "Dhaka" in "Dhaka University"."""
    return not mention.adjective and (not mention.nested or entry.kind in WIDE)
