"""Search: queries and results (`asking`), and the engines that answer the queries."""

import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from articles.search.asking.index import Index

ENGINES = {"embedded": ("articles.search.embedded.index", "EmbeddedIndex")}
"""Maps the name of each engine to its module and class. Only the chosen engine is imported."""

_open_indexes: dict[tuple[str, Path], Index] = {}
_lock = threading.Lock()


def open_index(folder: Path, engine: str = "embedded") -> Index:
    """Return the index in the folder: the same object for all threads of the process.

    Raises ValueError if there is no engine of the given name."""
    if engine not in ENGINES:
        raise ValueError(f"There is no search engine {engine!r}, only {', '.join(ENGINES)}.")
    key = engine, folder.absolute()
    with _lock:
        if key not in _open_indexes:
            module, name = ENGINES[engine]
            make_index: Callable[[Path], Index] = getattr(import_module(module), name)
            _open_indexes[key] = make_index(folder.absolute())
        return _open_indexes[key]
