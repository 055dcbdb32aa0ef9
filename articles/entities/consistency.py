"""Corrects the names in an article by how the rest of the article uses the words of each name."""

from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from dataclasses import replace

from articles.english import reporting, titles
from articles.english.vocabulary import STATES_AFTER_TOWNS, WORDS
from articles.entities.lexicon import CITIES_AND_WIDER, COUNTRIES_AND_AREAS, Lexicon
from articles.entities.sentences import NameSpan
from articles.gazetteer import name_key

Words = list[str]
_SURNAME_CONFIDENCE = 0.65
"""The confidence in an added surname.

It is the share of added surnames that were right in the tuning half of the newswire set."""


def agree_on_kinds(found: list[list[NameSpan]], sentences: Sequence[Words]) -> list[list[NameSpan]]:
    """Return the names in `found`, each with the kind that its words have most often."""
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in found:
        for name in row:
            kinds[_text(name, sentences)][name.kind] += 1
    return [
        [_take_majority_kind(name, kinds[_text(name, sentences)]) for name in row] for row in found
    ]


def _take_majority_kind(name: NameSpan, kinds: Counter[str]) -> NameSpan:
    kind, count = kinds.most_common(1)[0]
    if kind != name.kind and kind != "MISC" and count >= 2 * kinds[name.kind]:
        return replace(name, kind=kind)
    if name.kind == "LOC" and kinds["PER"] and name.last - name.first > 1:
        return replace(name, kind="PER")
    return name


def _text(name: NameSpan, sentences: Sequence[Words]) -> str:
    return " ".join(sentences[name.sentence][name.first : name.last])


def correct_places(
    found: list[list[NameSpan]], sentences: Sequence[Words], lexicon: Lexicon
) -> list[list[NameSpan]]:
    """Return `found`, but turn a one-word person into a place if the article suggests it.

    A name becomes a place only if it is a known place and is not part of a person's full name."""
    full = {
        word
        for row in found
        for name in row
        if name.kind == "PER" and name.last - name.first > 1
        for word in sentences[name.sentence][name.first : name.last]
    }
    singles = {
        _text(name, sentences)
        for row in found
        for name in row
        if name.kind in ("PER", "ORG") and name.last - name.first == 1
    }
    located = {_text(name, sentences) for row in found for name in row if name.kind == "LOC"}
    places = {
        word
        for word in singles - full
        if lexicon.place_class(word) in CITIES_AND_WIDER
        and (
            word in located
            or _is_said_to_be_place(word, sentences, lexicon)
            or not (
                _is_personal_name(name_key(word), lexicon) or _is_used_as_person(word, sentences)
            )
        )
    }
    return [
        [
            replace(name, kind="LOC")
            if name.kind == "PER" and _text(name, sentences) in places
            else name
            for name in row
        ]
        for row in found
    ]


def _is_said_to_be_place(word: str, sentences: Sequence[Words], lexicon: Lexicon) -> bool:
    """Return whether `word` ever follows "in", "near" or "at", or comes before ", Texas"."""
    for words in sentences:
        for index, each in enumerate(words):
            if each != word:
                continue
            if index and words[index - 1] in ("in", "In", "near", "at"):
                return True
            after = words[index + 1 : index + 3]
            if after[:1] == [","] and (
                lexicon.place_class(after[-1]) in COUNTRIES_AND_AREAS
                or after[-1] in STATES_AFTER_TOWNS
            ):
                return True
    return False


def _is_personal_name(word: str, lexicon: Lexicon) -> bool:
    return bool(lexicon.first_names[word] or lexicon.surnames[word])


def _is_used_as_person(word: str, sentences: Sequence[Words]) -> bool:
    """Return whether `word` appears next to a title or a reporting verb, as people's names do."""
    for words in sentences:
        for index, each in enumerate(words):
            if each == word:
                neighbours = words[max(0, index - 1) : index] + words[index + 1 : index + 2]
                folded = {other.lower().rstrip(".") for other in neighbours}
                if folded & (reporting.TAGGED_VERBS | titles.TITLES):
                    return True
    return False


def find_surnames(found: list[list[NameSpan]], sentences: Sequence[Words]) -> set[str]:
    """Return the surname of each person in `found` whose name is given in full."""
    return {
        sentences[name.sentence][name.last - 1]
        for row in found
        for name in row
        if name.kind == "PER"
        and name.last - name.first > 1
        and sentences[name.sentence][name.last - 1].lower().rstrip(".") not in titles.SUFFIXES
        and sentences[name.sentence][name.last - 1][0].isupper()
    }


def add_surnames(
    found: list[list[NameSpan]], sentences: Sequence[Words], surnames: Set[str]
) -> None:
    """Add to `found` each of the `surnames` that stands alone where the tagger found no person."""
    for number, words in enumerate(sentences):
        for index, word in enumerate(words):
            if word in surnames and len(word) > 2:
                _add_surname(found[number], number, words, index)


def _add_surname(row: list[NameSpan], number: int, words: Words, index: int) -> None:
    covering = next((name for name in row if name.first <= index < name.last), None)
    if covering and covering.kind != "PER" and _is_surname_alone(words[covering.first : index]):
        row[row.index(covering)] = replace(covering, kind="PER", last=index + 1)
        return
    if covering and (covering.kind == "PER" or covering.last - covering.first > 1):
        return
    if covering and covering.kind == "LOC" and words[index - 1].lower() in WORDS["where"]:
        return
    after = words[index + 1][0].isupper() if index + 1 < len(words) else False
    before = any(name.last == index and words[index - 1][0].isupper() for name in row)
    if not after and not before:
        if covering:
            row.remove(covering)
        row.append(NameSpan("PER", number, index, index + 1, _SURNAME_CONFIDENCE))


def _is_surname_alone(before: Words) -> bool:
    """Return whether the words before a surname are only particles, such as "De" or "van der"."""
    return bool(before) and all(word.lower() in titles.PARTICLES for word in before)
