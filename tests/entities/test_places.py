"""Which of several places with one name an article means, on articles that we have marked."""

import re
from pathlib import Path

import pytest

from articles.entities import extract

SAMPLES = Path(__file__).parents[1] / "samples"
_MARK = re.compile(r"\[([^|\]]+)\|([A-Z]{2})(?:-(\w+))?\]")


def marked(sample: str) -> list[tuple[str, list[tuple[int, str, str, str]]]]:
    """Return each article with the start, words, country and area of each mention."""
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


@pytest.mark.parametrize(
    ("sample", "mentions", "right"),
    [("place-mentions.txt", 232, 215), ("place-mentions-local.txt", 165, 130)],
)
def test_most_mentions_are_found_and_located_in_the_right_country_and_state(
    sample, mentions, right
):
    wrong, total = [], 0
    for text, those in marked(sample):
        located = {
            mention.start: place.entry
            for place in extract("", [("", text)]).places
            for mention in place.mentions
        }
        for start, words, country, area in those:
            total += 1
            entry = located.get(start)
            if not entry or entry.country != country or (area and entry.area not in (area, "")):
                wrong.append((words, country, area, entry and (entry.name, entry.country)))
    assert total == mentions
    assert total - len(wrong) >= right, wrong


def test_a_town_is_located_near_the_towns_named_with_it():
    text = "Firemen from Republic, Nixa and Ozark came to Springfield. Branson sent a truck."
    (springfield,) = (one for one in extract("", [("", text)]).places if one.name == "Springfield")
    assert springfield.entry.area == "MO"


def test_london_is_the_large_one_unless_more_is_said():
    (london, _) = extract("", [("", "LONDON, March 11 - Prices in U.S. dollars rose.")]).places
    assert london.entry.country == "GB"
