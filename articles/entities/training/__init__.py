"""Makes the data that the tagger uses. The code that reads articles never imports this package."""

from pathlib import Path

DATA = Path(__file__).parent / "data"
