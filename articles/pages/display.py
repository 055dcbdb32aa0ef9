"""Reads how a reader wants pages shown from the reader's cookies."""

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
"""The values that each cookie may have."""


@dataclass(frozen=True, slots=True)
class Display:
    """How a reader wants pages shown."""

    theme: Theme = "auto"
    summaries: Length = "normal"
    names: Switch = "on"
    digest: Order = "oldest"
    """The order of the sentences of a digest."""

    @classmethod
    def from_cookies(cls, cookies: Mapping[str, str]) -> "Display":
        """Return what the cookies ask for, without values that make no sense."""
        return cls(**keep_valid(cookies))  # type: ignore[arg-type]


def keep_valid(choices: Mapping[str, str]) -> dict[str, str]:
    """Return the choices that have one of the values they may have."""
    return {name: choices[name] for name, values in CHOICES.items() if choices.get(name) in values}
