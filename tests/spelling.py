"""Words of many scripts, and the distance between two words by the textbook."""

from functools import lru_cache

from hypothesis import strategies as st

SCRIPTS = (
    "abcd",
    "aéßłn",
    "столпр",
    "αθήνο",
    "سلامى",
    "नमसता",
    "北京市長",
    "𐐀𐐨𝒜🄰𠀋",  # Four bytes each.
)
letters = st.sampled_from(SCRIPTS).flatmap(st.sampled_from)
some_words = st.one_of(
    st.sampled_from(SCRIPTS).flatmap(lambda script: st.text(script, min_size=1, max_size=7)),
    st.text(letters, min_size=1, max_size=7),
)


@lru_cache(None)
def distance(one: str, other: str) -> int:
    """Return how many letters to put in, leave out or change to make one word the other."""
    if not one or not other:
        return len(one or other)
    return min(
        distance(one[1:], other) + 1,
        distance(one, other[1:]) + 1,
        distance(one[1:], other[1:]) + (one[0] != other[0]),
    )


@st.composite
def slips(draw: st.DrawFn, word: str, limit: int = 3) -> str:
    """Draw the word with a few letters put in, left out or changed."""
    for _ in range(draw(st.integers(0, limit))):
        at = draw(st.integers(0, len(word)))
        word = word[:at] + draw(letters | st.just("")) + word[at + draw(st.integers(0, 1)) :]
    return word
