"""Words that show what a name next to them means, from `data/words.toml` and the calendar."""

import tomllib
from pathlib import Path

from articles.english import calendar
from articles.english.abbreviations import STATES

_PATH = Path(__file__).parent / "data" / "words.toml"

WORDS = {
    name: frozenset(words.split())
    for name, words in tomllib.loads(_PATH.read_text(encoding="utf-8")).items()
}
"""A dict that maps the name of each set of words in `data/words.toml` to the words."""

TIMES = calendar.WORDS | WORDS["days"]
STATES_AFTER_TOWNS = frozenset(
    {f"{state.capitalize()}." for state in STATES}
    | {"N.H.", "N.J.", "N.M.", "N.Y.", "N.C.", "N.D.", "R.I.", "S.C.", "S.D.", "W.Va.", "D.C."}
    | {"B.C."}
)
"""Abbreviated states as they are written after a town, such as "Fla." in "Tampa, Fla."."""
