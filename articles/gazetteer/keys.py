"""Computes the keys of names. Names that differ only in case, accents or hyphens have the same key.

Keys work for names in Latin letters in any language. The gazetteer, the lexicon and the database
store keys."""

import re
import unicodedata

# NFKD does not take these letters apart.
_WHOLE = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe"}
)
DROPPED_MARKS = re.compile(r"[\u2018\u2019\u201b'`´ʻʼʾʿ.]")
"""Marks that are removed from names: apostrophes, similar marks and dots."""
_BREAKS = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"(?<![^\W_])(?:al|el|a[dnrstz]|ash)[-‐‑–](?=\w)")
_LATER_ARTICLE = re.compile(r"(?<= )al (?=\w)")


def name_key(text: str) -> str:
    """Return the key of a name: without accents, case, hyphens, apostrophes or "al-".

    >>> name_key("Bashar al-Assad") == name_key("BASHAR AL ASSAD") == "bashar assad"
    True
    """
    text = text.lower()
    if text.isascii():
        if text.isalpha():
            return text
    else:
        text = unicodedata.normalize("NFKD", text.translate(_WHOLE)).lower()
        text = "".join([letter for letter in text if not unicodedata.combining(letter)])
    text = _ARTICLE.sub("", DROPPED_MARKS.sub("", text))
    return _LATER_ARTICLE.sub("", _BREAKS.sub(" ", text).strip())
