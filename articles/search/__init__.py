"""Search: what is asked (`query`, `language`), what comes back (`results`) and the index itself."""

import threading
from pathlib import Path

from articles.search.asking.index import Index
from articles.search.embedded.index import WhooshIndex

_opened: dict[Path, WhooshIndex] = {}
_lock = threading.Lock()


def open_index(folder: Path) -> Index:
    """The embedded index in the folder, one for all threads of the process."""
    path = folder.absolute()
    with _lock:
        if path not in _opened:
            _opened[path] = WhooshIndex(path)
        return _opened[path]
