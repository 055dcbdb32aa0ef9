"""Search: what is asked and what comes back (`asking`), and the engines that answer."""

import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from articles.search.asking.index import Index

ENGINES = {"embedded": ("articles.search.embedded.index", "EmbeddedIndex")}
"""The module and the class of each engine; a module is imported only when its engine is chosen."""

_opened: dict[tuple[str, Path], Index] = {}
_lock = threading.Lock()


def open_index(folder: Path, engine: str = "embedded") -> Index:
    """Return the index in the folder, one for all threads of the process."""
    key = engine, folder.absolute()
    with _lock:
        if key not in _opened:
            module, name = ENGINES[engine]
            make: Callable[[Path], Index] = getattr(import_module(module), name)
            _opened[key] = make(folder.absolute())
        return _opened[key]
