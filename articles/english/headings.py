"""Patterns of lines that are not sub-headings, and abbreviations that may end a sub-heading."""

import re

from articles.english.tables import Pattern

ABBREVIATED_END = re.compile(r"\b(?:Inc|Co|Corp|Jr|Sr|U\.S|U\.K|U\.N|D\.C|No|vs|etc|Ltd)\.$")
"""An abbreviation at the end of a line. Its full stop does not make the line a sentence."""

IN_SENTENCES = (
    Pattern(r"[;,] (?:and|or)$", "To keep the port, and"),
    Pattern(
        r"(?<!\b[A-Z])(?<!\b(?:Mr|Dr|Ms|St|No|vs|Lt|Mt))(?<!\b(?:Mrs|Gen|Sen|Rep|Gov|Rev))"
        r"[.!?][\"'”’]?\s+[A-Z]",
        "They left. Nobody came",
    ),
    Pattern(r"[\"”]\s+\w+ (?:said|says|added|asked|told|wrote)\b", '"We wait" she said'),
    Pattern(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,3}, (?:is|who|an?)\s", "Ann Marsh, who left"),
)
"""Patterns that show, anywhere in a line, that the line is text and not a heading."""

CONTINUATION = re.compile(r"(?:But|And|So|Yet|Or|Nor|Because|Then)\s", re.IGNORECASE)
"""Openings, such as "But", that show that a line continues the text and is not a heading."""

ANNOUNCEMENTS = (
    Pattern(r"\b(?:sa(?:id|ys?)|add(?:s|ed)|writes?|wrote|told|asked|concludes)\b", "She said:"),
    Pattern(r"\b(?:includ(?:es?|ed|ing)|follow(?:s|ing)|forecasts|more on)\b", "It includes:"),
    Pattern(r"\b(?:below|here|here['’]s)\b", "Here are the results:"),
    Pattern(r"\b(?:are|is|was|were):$", "The results are:"),
)
"""Patterns that show that a line with a colon at its end announces a list or a quotation."""
