"""The names desk: what editors decide about entities. Any decision can be undone.

A correction is saved once, as a Decision. The decisions in force say what an entity is called,
whether it is listed and what it stands for. No article is read again for them."""

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
