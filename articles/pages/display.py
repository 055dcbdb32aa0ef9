"""How a reader wants pages shown: kept in cookies of theirs, never in the archive."""

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
"""What each cookie may hold."""


@dataclass(frozen=True, slots=True)
class Display:
    theme: Theme = "auto"
    summaries: Length = "normal"
    names: Switch = "on"
    digest: Order = "oldest"
    """The sentences of what the archive says: the oldest first, or the most relevant."""

    @classmethod
    def from_cookies(cls, cookies: Mapping[str, str]) -> "Display":
        """What the cookies ask for; whatever makes no sense there is left out."""
        return cls(**keep_valid(cookies))  # type: ignore[arg-type]


def keep_valid(asked: Mapping[str, str]) -> dict[str, str]:
    """Those of the asked-for choices that there are."""
    return {name: asked[name] for name, values in CHOICES.items() if asked.get(name) in values}
