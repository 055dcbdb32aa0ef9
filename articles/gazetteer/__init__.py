"""The gazetteer: places of the world and their locations. `builder` writes its file."""

from articles.gazetteer.keys import name_key
from articles.gazetteer.lookup import (
    AFTER_TOWN,
    OTHER,
    OWN,
    Country,
    Entry,
    Gazetteer,
    Match,
    NoGazetteer,
    countries,
    demonyms,
    kilometres,
    open_gazetteer,
)

__all__ = [
    "AFTER_TOWN",
    "OTHER",
    "OWN",
    "Country",
    "Entry",
    "Gazetteer",
    "Match",
    "NoGazetteer",
    "countries",
    "demonyms",
    "kilometres",
    "name_key",
    "open_gazetteer",
]
