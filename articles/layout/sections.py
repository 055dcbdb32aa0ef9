"""Arranges a story: finds its title, byline and sections, and drops the boilerplate."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten

from articles.english import bylines, datelines, dates, sentences
from articles.english.corrections import CORRECTIONS
from articles.english.tables import start_pattern
from articles.layout import boilerplate, headings
from articles.story import Block, Story, Unreadable


@dataclass(frozen=True, slots=True)
class LayoutSection:
    """A heading and the paragraphs under it."""

    heading: str
    """The heading, or "" for the lead, which is the text before the first heading."""
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Layout:
    """A story, arranged as an article. A field is empty if the story has no text for it."""

    title: str
    byline: str
    author_note: str
    dateline: str
    correction: str
    published_at: datetime | None
    sections: tuple[LayoutSection, ...]
    dropped: tuple[str, ...]
    """The lines that do not belong to the article: links, offers, notices, credits."""


Blocks = Sequence[Block]
Split = tuple[list[Block], list[Block]]
"""The blocks that stay in the article, and the blocks that were taken out."""

_TITLE_LENGTH = 90
"""The maximum number of characters in a title that is taken from the text."""
_SHORTEST_TITLE = 20
"""A first sentence of at most this many characters is too short to serve as the title by itself."""
_LONGEST_TITLE_LINE = 150
"""The maximum number of characters in a first line that is the title."""
_TOP = 6
"""The number of blocks at the beginning of a text that may be its title, byline or date."""
_END = 4
"""The number of blocks at the end of a text that may be a note about its author or a correction."""
_LONGEST_DATE_LINE = 120
"""The maximum number of characters in a line that gives the date of an article."""
_DATE_LINE_WORDS = 14
"""The maximum number of words in a line that gives the date of an article."""
_DATE_LINE_REST = 40
"""A line that gives the date of an article has fewer other characters than this."""
_DECK_WORDS = 8
"""The maximum number of words in a heading at the beginning. A longer heading there is a
standfirst."""

_CORRECTION = start_pattern(CORRECTIONS, before=r"(?i)\W*")


def arrange(story: Story) -> Layout:
    """Return the story arranged as an article, with the lead as the first section.

    Raises Unreadable if the story contains no text of an article."""
    blocks, corrections = _take_corrections(story.blocks)
    blocks, bylined = _take_bylines(blocks)
    blocks, dated = _split_top(blocks, _is_date_line)
    blocks, around = boilerplate.split(blocks)
    title, blocks = _take_title(story.title, blocks)
    blocks, notes = _take_author_notes(blocks)
    blocks, ends = _take_last_headings(blocks)
    sections = _ensure_text(tuple(_sections(blocks)), story)
    first = next(text for section in sections for text in section.paragraphs)
    # The dateline stays in the text: it was printed there, so readers search for it and quote it.
    dateline_match = datelines.find(first)
    return Layout(
        title=title or _first_sentence(first),
        byline=story.byline or _byline(bylined, notes),
        author_note=_join(notes),
        dateline=story.dateline or (dateline_match["place"] if dateline_match else ""),
        correction=story.correction or _join(corrections),
        published_at=story.published_at or dates.find(_join([*dated, *bylined])),
        sections=sections,
        dropped=tuple(block.text for block in (*ends, *around)),
    )


def _split(blocks: Blocks, is_taken: Callable[[str], bool]) -> Split:
    kept: list[Block] = []
    taken: list[Block] = []
    for block in blocks:
        (taken if is_taken(block.text) else kept).append(block)
    return kept, taken


def _split_top(blocks: Blocks, is_taken: Callable[[str], bool]) -> Split:
    kept, taken = _split(blocks[:_TOP], is_taken)
    return [*kept, *blocks[_TOP:]], taken


def _join(blocks: Blocks) -> str:
    return " ".join(block.text for block in blocks)


def _take_corrections(blocks: Blocks) -> Split:
    """Return the blocks that stay, and the correction notes near the beginning or end."""
    kept: list[Block] = []
    notes: list[Block] = []
    is_headed = False
    for position, block in enumerate(blocks):
        is_near_an_end = position < _TOP or position >= len(blocks) - _END
        is_note = is_near_an_end and bool(_CORRECTION.match(block.text))
        (notes if is_note or is_headed else kept).append(block)
        is_headed = is_note and len(block.text.split()) == 1  # "Correction:" on its own line
    return (kept, notes) if kept else (list(blocks), [])


def _take_bylines(blocks: Blocks) -> Split:
    """Return the blocks that stay, and the bylines among the first blocks.

    If there are no bylines, a first line that is only a name in capitals ("ANN MARSH") is
    the byline, unless a word of that line occurs again below it.
    """
    kept, taken = _split_top(blocks, lambda text: bool(bylines.names_in_line(text)))
    if not taken and len(kept) > 1 and bylines.is_lone_name(kept[0].text):
        body = " ".join(block.text for block in kept[1:]).casefold()
        if not any(word in body for word in kept[0].text.casefold().split()):
            return kept[1:], kept[:1]
    return kept, taken


def _take_title(known: str, blocks: list[Block]) -> tuple[str, list[Block]]:
    """Return the title, or "" if none is found, and the blocks without the title.

    `known` is the title that the file gives, or "". Without it, the first line may be the title.
    """
    if known:
        folded = _fold(known)
        kept, _ = _split_top(blocks, lambda text: _fold(text) == folded)
        return known, kept or blocks
    if len(blocks) > 1 and (blocks[0].level or _is_title(blocks[0].text)):
        return blocks[0].text, blocks[1:]
    return "", blocks


def _fold(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _is_title(text: str) -> bool:
    """Return whether the first line of a text is its title: short, no sentence and no date."""
    is_sentence = boilerplate.ends_sentence(text) and not text.endswith("?")
    return len(text) <= _LONGEST_TITLE_LINE and not is_sentence and not _is_date_line(text)


def _is_date_line(text: str) -> bool:
    """Return whether the line gives the date of an article and hardly anything else."""
    if len(text) > _LONGEST_DATE_LINE or text.count(" ") >= _DATE_LINE_WORDS:
        return False
    rest = dates.drop_first(text)
    is_sentence = boilerplate.ends_sentence(rest) and rest.count(" ") > 2
    return dates.find(text) is not None and len(rest) < _DATE_LINE_REST and not is_sentence


def _take_author_notes(blocks: Blocks) -> Split:
    """Return the blocks that stay, and the credits and notes about authors at the end."""
    end = max(1, len(blocks) - _END)
    notes = [block for block in blocks[end:] if bylines.is_note(block.text)]
    body = "\n".join(block.text for block in blocks if block not in notes)
    # A note names somebody whom the text does not name. Otherwise it is a sentence of the article.
    return _split(
        blocks, lambda text: any(text == note.text for note in notes) and _is_new(text, body)
    )


def _is_new(note: str, body: str) -> bool:
    name = bylines.names_in_note(note)
    return not name or name.split()[-1] not in body


def _take_last_headings(blocks: Blocks) -> Split:
    """Return the blocks that stay, and any headings at the end, which have no text below."""
    end = len(blocks)
    while end and blocks[end - 1].level:
        end -= 1
    return list(blocks[:end]), list(blocks[end:])


def _byline(bylined: Blocks, notes: Blocks) -> str:
    names = [bylines.names_in_line(block.text) or bylines.names(block.text) for block in bylined]
    names += [bylines.names_in_note(block.text) for block in notes]
    return next(filter(None, names), "")


def _first_sentence(text: str) -> str:
    """Return a title for a text without one: its first sentence after the dateline, shortened."""
    opening = datelines.find(text)
    text = text[opening.end() if opening else 0 :][:2000]
    ends = [end for _, end in sentences.spans(text)]
    sentence = text[: next((end for end in ends if end > _SHORTEST_TITLE), len(text))]
    if len(sentence) <= _TITLE_LENGTH:
        return sentence.removesuffix(".")
    return shorten(sentence, _TITLE_LENGTH, placeholder="").rstrip(",;:—–-") + "…"


def _sections(blocks: Blocks) -> Iterator[LayoutSection]:
    """Return the lead, which may be empty, and then a section for each heading in the blocks."""
    heads = headings.find(blocks)
    heading, paragraphs = "", list[str]()
    for position, block in enumerate(blocks):
        if position in heads and not _is_deck(block, position):
            yield LayoutSection(heading, tuple(paragraphs))
            heading, paragraphs = block.text, []
        else:
            paragraphs.append(block.text)
    yield LayoutSection(heading, tuple(paragraphs))


def _ensure_text(sections: tuple[LayoutSection, ...], story: Story) -> tuple[LayoutSection, ...]:
    """Return `sections`, or one section with all the prose of the story if no section has text.

    If every paragraph was mistaken for boilerplate, keeping too much is better than keeping
    nothing. Raises Unreadable if the story contains no prose.
    """
    if any(section.paragraphs for section in sections):
        return sections
    prose = tuple(block.text for block in story.blocks if boilerplate.is_prose(block.text))
    if not prose:
        raise Unreadable(f"{story.name} holds no text of an article.")
    return (LayoutSection("", prose),)


def _is_deck(block: Block, position: int) -> bool:
    """Return whether a block marked as a heading is a standfirst: long, and at the beginning."""
    return position == 0 and len(block.text.split()) > _DECK_WORDS
