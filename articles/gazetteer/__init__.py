"""Where the places of the world lie: look-up, and making the file that is looked up."""

from articles.gazetteer.keys import name_key
from articles.gazetteer.lookup import (
    AFTER_TOWN,
    OTHER,
    OWN,
    Country,
    Entry,
    Found,
    Gazetteer,
    NoGazetteer,
    countries,
    demonyms,
    kilometres,
    opened,
)

__all__ = [
    "AFTER_TOWN",
    "OTHER",
    "OWN",
    "Country",
    "Entry",
    "Found",
    "Gazetteer",
    "NoGazetteer",
    "countries",
    "demonyms",
    "kilometres",
    "name_key",
    "opened",
]
