"""Reads a reader's display preferences from cookies."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Theme = Literal["auto", "light", "dark"]
Length = Literal["none", "short", "normal", "longer", "half"]
Switch = Literal["on", "off"]
Order = Literal["oldest", "relevance"]

CHOICES: dict[str, tuple[str, ...]] = {
    "theme": get_args(Theme),
    "summaries": get_args(Length),
    "names": get_args(Switch),
    "digest": get_args(Order),
}
"""The allowed values of each cookie, by the cookie's name."""


@dataclass(frozen=True, slots=True)
class Display:
    """A reader's preferences for the display of pages."""

    theme: Theme = "auto"
    summaries: Length = "normal"
    names: Switch = "on"
    digest: Order = "oldest"
    """The order of the sentences in a digest."""

    @classmethod
    def from_cookies(cls, cookies: Mapping[str, str]) -> "Display":
        """Return the preferences in `cookies`, with defaults for missing and invalid values."""
        return cls(**keep_valid(cookies))  # type: ignore[arg-type]


def keep_valid(choices: Mapping[str, str]) -> dict[str, str]:
    """Return those of `choices` whose names and values CHOICES allows."""
    return {name: choices[name] for name, values in CHOICES.items() if choices.get(name) in values}
