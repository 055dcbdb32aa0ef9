"""Which of the places of a name an article means: our own mentions with their countries."""

import re
from pathlib import Path

from articles.entities import extract

SAMPLES = Path(__file__).parent / "samples"
_MARK = re.compile(r"\[([^|\]]+)\|([A-Z]{2})(?:-(\w+))?\]")


def marked(sample: str) -> list[tuple[str, list[tuple[int, str, str, str]]]]:
    """Each article with, for each mention, its start, words, country and area."""
    lines = [
        line
        for line in (SAMPLES / sample).read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    found = []
    for article in "\n".join(lines).strip().split("\n\n"):
        text, mentions, last = "", [], 0
        for mark in _MARK.finditer(article):
            text += article[last : mark.start()]
            mentions.append((len(text), mark[1], mark[2], mark[3] or ""))
            text += mark[1]
            last = mark.end()
        found.append((text + article[last:], mentions))
    return found


def test_nine_in_ten_mentions_are_laid_in_the_right_country_and_state():
    wrong, total = [], 0
    for text, mentions in marked("place-mentions.txt"):
        laid = {
            mention.start: place.entry
            for place in extract("", [("", text)]).places
            for mention in place.mentions
        }
        for start, words, country, area in mentions:
            total += 1
            entry = laid.get(start)
            if not entry or entry.country != country or (area and entry.area not in (area, "")):
                wrong.append((words, country, area, entry and (entry.name, entry.country)))
    assert total > 200
    assert len(wrong) < total / 10, wrong
