"""The names desk: the decisions that editors make about entities, and can undo.

Each correction is saved once, as a Decision. The decisions in force say what an entity is called,
whether it is listed and which entity it stands for. A decision takes effect without reading any
article again."""

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
