"""Queries that somebody may type to break a search, or to make it slow."""

from collections.abc import Sequence
from itertools import pairwise


def fixed_queries() -> list[str]:
    """Return queries with broken syntax, long repetition, deep nesting or odd characters."""
    return [
        '"',
        '"' * 3001,
        "AND OR NOT",
        "((((oil",
        "oil " * 2500,
        " ".join(f"w{number}" for number in range(2000)),
        "a" * 10_000,
        "(" * 500 + "oil" + ")" * 500,
        "(" * 5000 + "oil" + ")" * 5000,
        "NOT " * 1000 + "oil",
        "-" * 1000 + "oil",
        "*",
        "*:*",
        "?" * 200,
        "a*" * 30 + "b",
        " OR ".join(f"*{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz" * 2),
        " ".join(f"{a}{b}*" for a in "abcdefgh" for b in "aeiou"),
        "oil~99",
        "internationalization~2 " * 40,
        "id:1 OR places:*",
        "date:[ TO ]",
        "date:99999999999999",
        "oil^-5 oil^nan",
        "oil\x00bank",
        "\U0001f600 ﷺ",
        "\ud800",
        '"oil price"~99999999',
        '"' + "oil " * 500 + '"',
        " AND ".join(["oil", "bank"] * 500) + " OR x" * 300,
        "[" * 3000,
        "title:" * 1000 + "x",
        "&&&&||||!!!!",
        "date:..",
        "on:" * 300,
        "'" * 1000,
        "U." * 500,
        'said:"' * 200,
        "in:(in:(in:(" * 80,
        'person:"#99999999999999999999" place:"#-1"',
        "%27%20OR%201=1;--",
        "\u202e\u200d\ufeff" * 300,
        "e\u0301" * 900,
    ]


def frequent_word_queries(frequent: Sequence[str]) -> list[str]:
    """Return queries that are slow to answer: prefixes, loose phrases, negations, fuzzy words.

    They use the frequent words of an index, which should be about 60.
    """
    starts = [f"{one}{other}*" for one in "stpcmrdbf" for other in "aeiou"]
    long = [word for word in frequent if len(word) > 3]
    one = frequent[0]
    pairs = list(pairwise(frequent))
    return [
        " ".join(f"{word}~2" for word in long),
        " OR ".join(f"{word}~2" for word in long),
        " ".join(f"text:{word}~2" for word in long),
        " OR ".join(starts),
        f"text:({' OR '.join(starts)})",
        f"byline:({' OR '.join(starts)})",
        " OR ".join(frequent[:60]),
        " ".join(frequent[:60]),
        f'"{" ".join([one] * 30)}"',
        f'"{" ".join([one] * 30)}"~50',
        f'"{" ".join(frequent[:30])}"~50',
        " OR ".join(f'"{first} {second}"~50' for first, second in pairs),
        " OR ".join(f'text:"{word} {one}"~50' for word in frequent),
        "(" * 12 + " OR ".join(frequent[:60]) + ")" * 12,
        " ".join(f"-{word}" for word in frequent[:60]),
        " OR ".join(f"NOT {word}" for word in frequent[:60]),
        " OR ".join(f"(NOT {one} {word}*)" for word in frequent),
        " OR ".join(f"section:{word}" for word in frequent),
        " OR ".join(f"source:{word}" for word in frequent),
        " OR ".join(f"date:{1990 + year}..{2000 + year}" for year in range(30)),
    ]
