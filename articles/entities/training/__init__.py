"""Makes the data that the tagger reads; nothing that reads articles imports it."""

from pathlib import Path

DATA = Path(__file__).parent / "data"
