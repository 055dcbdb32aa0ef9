"""The places that an article names, with their mentions and where they lie."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles import gazetteer
from articles.english import toponyms
from articles.english.vocabulary import WORDS
from articles.entities.locating import WIDE, Atlas, Said
from articles.entities.mentions import Mention, NamedPlace, Part
from articles.entities.reading import Line, Name, mention, written
from articles.gazetteer import Entry

_THE = re.compile(toponyms.THE, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Named:
    """A mention of a place."""

    seen: Mention
    said: Said
    adjective: bool
    """It only says whose something is: "U.S. forces", "US$"."""
    within: bool
    """It stands inside the name of an organisation."""
    confidence: float


def with_datelines(lines: Sequence[Line], names: Sequence[Name]) -> list[Name]:
    """The names, and the town that each dateline begins with."""
    dated = {
        number: line for number, line in enumerate(lines) if line.passage.part is Part.DATELINE
    }
    kept = [name for name in names if name.line not in dated or name.kind == "LOC"]
    for number, line in dated.items():
        ends = [index for index, word in enumerate(line.words) if not word[0].isalpha()]
        end = next((index for index in ends if line.words[index] != "-"), len(line.words))
        if end and not any(name.line == number and name.first < end for name in kept):
            kept.append(Name("LOC", number, 0, end))
    return sorted(kept, key=lambda name: (name.line, name.first))


def resolved(lines: Sequence[Line], names: Iterable[Name]) -> tuple[NamedPlace, ...]:
    """The places of an article in the order of their first mention."""
    known = gazetteer.opened()
    named: list[_Named] = []
    last: Name | None = None
    for name in names:
        if name.kind == "LOC":
            joined = (
                last is not None
                and last.line == name.line
                and lines[name.line].words[last.last : name.first] == [","]
            )
            named.append(_named(lines[name.line], name, named[-1].said.name if joined else ""))
            last = name
    return _grouped(named, Atlas(lines, [place.said for place in named], known).entries())


def _named(line: Line, name: Name, before: str) -> _Named:
    seen = mention(line, name)
    words = line.words[name.last : name.last + 4]
    after = ""
    if words[:1] in ([","], ["in"]):
        after = " ".join([word for word in words[1:] if word[0].isupper()][:2])
    return _Named(
        seen=seen,
        said=Said(_THE.sub("", written(line, name)), after, before, seen.part is Part.DATELINE),
        adjective=seen.words in WORDS["described_by"] and bool(words) and _goes_on(words[0]),
        within=name.within,
        confidence=name.confidence,
    )


def _goes_on(word: str) -> bool:
    """Whether a noun (or a hyphen, or a dollar sign) follows that an abbreviation describes."""
    return word in ("-", "$") or (word.islower() and word not in WORDS["not_described"])


def _grouped(named: Sequence[_Named], entries: Sequence[Entry | None]) -> tuple[NamedPlace, ...]:
    groups: defaultdict[str, list[tuple[_Named, Entry | None]]] = defaultdict(list)
    for place, entry in zip(named, entries, strict=True):
        groups[entry.id if entry else place.said.key].append((place, entry))
    return tuple(_place(group) for group in groups.values())


def _place(group: Sequence[tuple[_Named, Entry | None]]) -> NamedPlace:
    entry = group[0][1]
    names = Counter(place.said.name for place, _ in group)
    return NamedPlace(
        name=max(names, key=lambda name: (not name.isupper(), names[name])),
        mentions=tuple(place.seen for place, _ in group),
        entry=entry,
        dateline=any(place.seen.part is Part.DATELINE for place, _ in group),
        listed=entry is not None and any(_is_named_outright(place, entry) for place, _ in group),
        confidence=round(max(place.confidence for place, _ in group), 3),
    )


def _is_named_outright(place: _Named, entry: Entry) -> bool:
    """Whether the mention is of the place itself: not "U.S. forces" or "Dhaka University"."""
    return not place.adjective and (not place.within or entry.kind in WIDE)
