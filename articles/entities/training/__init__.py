"""Makes the data that the tagger reads. The code that reads articles does not import it."""

from pathlib import Path

DATA = Path(__file__).parent / "data"
