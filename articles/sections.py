"""The parts of an article: title, byline, headed sections, and what to leave out."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten

from articles import boilerplate, bylines, dates, headings, sentences
from articles.story import Block, Story, Unreadable


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    """Empty for the lead, the text before the first heading."""
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Layout:
    title: str
    byline: str
    author_note: str
    dateline: str
    correction: str
    published_at: datetime | None
    sections: tuple[Section, ...]
    dropped: tuple[str, ...]
    """Lines that are no part of the article: links, pleas, credits."""


Blocks = Sequence[Block]
Parted = tuple[Blocks, Blocks]
"""What stays in the article, and what was taken out of it."""

_TITLE_LENGTH = 90
_LONGEST_TITLE_LINE = 150
_TOP = 6
"""Blocks from the first among which byline and date are looked for."""
_END = 4
"""Blocks from the last among which a note about the author is looked for."""

_SENTENCE_ENDS = re.compile(r"""(?<![.!?])[.!…]["'”’)\]]*$""")
_CORRECTION = re.compile(
    r"\W*(?:(?:corrections?|clarifications?)(?: and clarifications?)?\s*(?:\([^)]{0,40}\)\s*)?(?:[:,–—-]|$)"
    r"|(?:an? |the )?(?:earlier|previous|original) version of this\b"
    r"|this (?:article|story|report|post|piece|headline) (?:has been|was) (?:corrected|amended|updated to (?:correct|clarify|reflect))"
    r"|(?:editor['’]?s['’]? note|update)\s*[:,–—-].{0,200}\b(?:earlier version|correct(?:s|ed|ion)|clarif(?:y|ies|ied|ication)))",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z .'’/-]{2,40}(?:, ?[A-Z][\w.]+(?: [A-Z]\w+)?)?(?:, \w+\.? \d{1,2})?)"
    r"\s*(?:\([^)]{2,40}\)\s*)?(?:--|[-–—―])\s+\S"
)
_DATE_LINE_WORDS = 14


def arrange(story: Story) -> Layout:
    """The story's parts; the first section is the lead. Raises Unreadable if no text is left."""
    blocks, tail = _cut_tail(story.blocks)
    blocks, corrections = _take_corrections(blocks)
    blocks, lines = _part(blocks, boilerplate.is_line)
    title, blocks = _take_title(story.title, blocks)
    blocks, bylined = _part_top(blocks, lambda text: bool(bylines.in_line(text)))
    blocks, dated = _part_top(blocks, _is_date_line)
    blocks, notes = _take_author_note(blocks)
    sections = tuple(_sections(blocks))
    if not any(section.paragraphs for section in sections):
        raise Unreadable(f"{story.name} holds no text of an article.")
    return Layout(
        title=title or _first_sentence(sections),
        byline=story.byline or _byline(bylined, notes),
        author_note=_joined(notes),
        dateline=story.dateline or _dateline(sections),
        correction=story.correction or _joined(corrections),
        published_at=story.published_at or _date(dated),
        sections=sections,
        dropped=tuple(block.text for block in (*lines, *tail)),
    )


def _part(blocks: Blocks, is_taken: Callable[[str], bool]) -> Parted:
    kept, taken = [], []
    for block in blocks:
        (taken if is_taken(block.text) else kept).append(block)
    return kept, taken


def _part_top(blocks: Blocks, is_taken: Callable[[str], bool]) -> Parted:
    kept, taken = _part(blocks[:_TOP], is_taken)
    return [*kept, *blocks[_TOP:]], taken


def _joined(blocks: Blocks) -> str:
    return " ".join(block.text for block in blocks)


def _cut_tail(blocks: Blocks) -> Parted:
    """Cut from the first line in the last part of the text that heads a list of other articles,
    unless paragraphs of text follow it; then cut what short lines are left at the end."""
    for position in range(len(blocks) * 2 // 5, len(blocks)):
        if boilerplate.opens_tail(blocks[position].text) and _is_links(blocks[position + 1 :]):
            return blocks[:position], blocks[position:]
    return blocks, ()


def _is_links(blocks: Blocks) -> bool:
    long = sum(len(block.text.split()) > 25 for block in blocks)
    return long <= len(blocks) // 3


def _take_corrections(blocks: Blocks) -> Parted:
    """Part the notes that say what was corrected, which stand first or last, from the text."""
    ends = {*range(_TOP), *range(len(blocks) - _END, len(blocks))}
    kept, taken = [], []
    alone = False
    for position, block in enumerate(blocks):
        is_note = position in ends and bool(_CORRECTION.match(block.text))
        (taken if is_note or alone else kept).append(block)
        # "Correction" as a line of its own heads the note.
        alone = is_note and len(block.text.split()) < 4
    return (kept, taken) if kept else (blocks, ())


def _take_title(known: str, blocks: Blocks) -> tuple[str, Blocks]:
    """The title and the blocks without the line that repeats it or is it."""
    if known:
        folded = _folded(known)
        rest = [b for i, b in enumerate(blocks) if i >= _TOP or _folded(b.text) != folded]
        return known, rest or blocks
    if len(blocks) > 1 and (blocks[0].level or _is_title(blocks[0].text)):
        return blocks[0].text, blocks[1:]
    return "", blocks


def _folded(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _is_title(text: str) -> bool:
    """Whether a text's first line is its title: short, and not a sentence."""
    return (
        len(text) <= _LONGEST_TITLE_LINE
        and not _SENTENCE_ENDS.search(text)
        and not _is_date_line(text)
        and not bylines.in_line(text)
    )


def _is_date_line(text: str) -> bool:
    return (
        text.count(" ") < _DATE_LINE_WORDS
        and not _SENTENCE_ENDS.search(text)
        and dates.find(text) is not None
        and len(dates.remainder(text)) < 40
    )


def _take_author_note(blocks: Blocks) -> Parted:
    """Part the note about the author, and credits, at the end from the text."""
    end = max(1, len(blocks) - _END)
    kept, taken = list(blocks[:end]), []
    body = "\n".join(block.text for block in blocks[:end])
    for block in blocks[end:]:
        (taken if _is_author_note(block.text, body) else kept).append(block)
    return kept, taken


def _is_author_note(text: str, body: str) -> bool:
    """A note names someone whom the article does not; else it is the article's own last word."""
    if not bylines.is_note(text):
        return False
    name = bylines.in_note(text)
    return not name or name.split()[-1] not in body


def _byline(bylined: Blocks, notes: Blocks) -> str:
    named = [bylines.in_line(block.text) for block in bylined]
    named += [bylines.in_note(block.text) for block in notes]
    return next(filter(None, named), "")


def _date(dated: Blocks) -> datetime | None:
    return next((dates.find(block.text) for block in dated), None)


def _dateline(sections: Sequence[Section]) -> str:
    """The place that the first paragraph opens with ("MOSUL, Iraq (Agency) — ...").

    It stays in the paragraph too: it was printed there, quotes and searches hold it, and the
    summaries know to pass over it.
    """
    first = next((text for section in sections for text in section.paragraphs), "")
    found = _DATELINE.match(first)
    return found["place"].strip() if found else ""


def _first_sentence(sections: Sequence[Section]) -> str:
    """The first sentence, shortened at a word, as the title of a text that has none."""
    text = next(text for section in sections for text in section.paragraphs)
    start, end = sentences.spans(text[:2000])[0]
    sentence = text[start:end]
    if len(sentence) <= _TITLE_LENGTH:
        return sentence.removesuffix(".")
    return shorten(sentence, _TITLE_LENGTH, placeholder="…")


def _sections(blocks: Blocks) -> Iterator[Section]:
    """The lead, even if empty, and each headed section."""
    heads = headings.find(blocks)
    heading, paragraphs = "", list[str]()
    for position, block in enumerate(blocks):
        if position in heads:
            yield Section(heading, tuple(paragraphs))
            heading, paragraphs = block.text, []
        else:
            paragraphs.append(block.text)
    yield Section(heading, tuple(paragraphs))
