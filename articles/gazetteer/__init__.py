"""Where the places of the world lie: look-up, and making the file that is looked up."""

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
    fold,
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
    "fold",
    "kilometres",
    "open_gazetteer",
]
