"""Stop words: words that are too common to help a search or a summary."""

from sumy.utils import get_stop_words

INDEX_STOP_WORDS = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "had", "has", "have", "in"}
    | {"is", "it", "its", "of", "on", "or", "that", "the", "this", "to", "was", "were", "will"}
    | {"with"}
)
"""Words that the index leaves out, although they still count as words of a phrase. They are few, so
that nearly every word can be searched for."""

CONTENT_STOP_WORDS: frozenset[str] = get_stop_words("english")
"""Words that do not say what a text is about. Summaries and keywords ignore them."""
