"""The features by which the tagger labels a word."""

from articles.entities import lexicon
from articles.entities.features import Contexts


def place_features(*words: str) -> list[set[bytes]]:
    """Return the features of each word that say where a known place is."""
    rows = Contexts([words], lexicon.load()).features(0)
    return [{name for name in row if name.startswith((b"g=", b"-g=", b"+g="))} for row in rows]


def test_words_next_to_a_known_place_say_on_which_side_it_is():
    # 1 is the class of countries, and "m" marks a name of several words.
    assert place_features("in", "Burkina", "Faso", "yesterday", ".") == [
        {b"+g=b1m"},
        {b"g=b1m", b"+g=i1m"},
        {b"g=i1m", b"-g=b1m"},
        {b"-g=i1m"},
        set(),
    ]
