"""The names desk: what editors decide about people and places, kept for ever and undone at will.

A correction is written once, as a Decision; what an entity is called, whether it is listed and whom
it stands for follow from the decisions in force. No article is read again for it."""

from articles.desk.decisions import (
    Impossible,
    add_alias,
    confirm,
    convert,
    hide,
    identify,
    locate,
    merge,
    pin,
    rename,
    split,
    undo,
)

__all__ = [
    "Impossible",
    "add_alias",
    "confirm",
    "convert",
    "hide",
    "identify",
    "locate",
    "merge",
    "pin",
    "rename",
    "split",
    "undo",
]
