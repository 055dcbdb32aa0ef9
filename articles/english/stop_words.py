"""Words too common to say anything: few for the index, more for what a text is about."""

from sumy.utils import get_stop_words

INDEX_STOP_WORDS = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "had", "has", "have", "in"}
    | {"is", "it", "its", "of", "on", "or", "that", "the", "this", "to", "was", "were", "will"}
    | {"with"}
)
"""They keep their place in a text but cannot be searched for; few, so that queries may use most
words."""

CONTENT_STOP_WORDS: frozenset[str] = get_stop_words("english")
"""They do not tell what a sentence is about: summaries and telling words leave them out."""
