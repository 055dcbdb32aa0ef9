"""The places that an article names, with their mentions and where they lie."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles import gazetteer
from articles.english import toponyms
from articles.english.vocabulary import WORDS
from articles.entities.mentions import ArticlePart, ExtractedMention, NamedPlace
from articles.entities.sentences import NameSpan, Sentence, locate_mention, written_name
from articles.entities.toponym_resolution import WIDE, Toponym, ToponymResolver
from articles.gazetteer import Entry

_THE = re.compile(toponyms.THE, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _PlaceMention:
    """A mention of a place."""

    seen: ExtractedMention
    said: Toponym
    adjective: bool
    """It only says whose something is: "U.S. forces", "US$"."""
    within: bool
    """It stands inside the name of an organisation."""
    confidence: float


def add_datelines(sentences: Sequence[Sentence], names: Sequence[NameSpan]) -> list[NameSpan]:
    """The names, and the town that each dateline begins with."""
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
    """The places of an article in the order of their first mention."""
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
                _named(sentences[name.sentence], name, named[-1].said.name if joined else "")
            )
            last = name
    return _grouped(
        named, ToponymResolver(sentences, [place.said for place in named], known).entries()
    )


def _named(sentence: Sentence, name: NameSpan, before: str) -> _PlaceMention:
    seen = locate_mention(sentence, name)
    words = sentence.words[name.last : name.last + 4]
    after = ""
    if words[:1] in ([","], ["in"]):
        after = " ".join([word for word in words[1:] if word[0].isupper()][:2])
    return _PlaceMention(
        seen=seen,
        said=Toponym(
            _THE.sub("", written_name(sentence, name)),
            after,
            before,
            seen.part is ArticlePart.DATELINE,
        ),
        adjective=seen.words in WORDS["described_by"] and bool(words) and _goes_on(words[0]),
        within=name.within,
        confidence=name.confidence,
    )


def _goes_on(word: str) -> bool:
    """Whether a noun (or a hyphen, or a dollar sign) follows that an abbreviation describes."""
    return word in ("-", "$") or (word.islower() and word not in WORDS["not_described"])


def _grouped(
    named: Sequence[_PlaceMention], entries: Sequence[Entry | None]
) -> tuple[NamedPlace, ...]:
    groups: defaultdict[str, list[tuple[_PlaceMention, Entry | None]]] = defaultdict(list)
    for place, entry in zip(named, entries, strict=True):
        groups[entry.id if entry else place.said.key].append((place, entry))
    return tuple(_place(group) for group in groups.values())


def _place(group: Sequence[tuple[_PlaceMention, Entry | None]]) -> NamedPlace:
    entry = group[0][1]
    names = Counter(place.said.name for place, _ in group)
    return NamedPlace(
        name=max(names, key=lambda name: (not name.isupper(), names[name])),
        mentions=tuple(place.seen for place, _ in group),
        entry=entry,
        dateline=any(place.seen.part is ArticlePart.DATELINE for place, _ in group),
        listed=entry is not None and any(_is_named_outright(place, entry) for place, _ in group),
        confidence=round(max(place.confidence for place, _ in group), 3),
    )


def _is_named_outright(place: _PlaceMention, entry: Entry) -> bool:
    """Whether the mention is of the place itself: not "U.S. forces" or "Dhaka University"."""
    return not place.adjective and (not place.within or entry.kind in WIDE)
