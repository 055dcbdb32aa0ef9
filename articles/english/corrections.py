"""Patterns that find correction notes, in which newspapers say what they got wrong."""

from articles.english.tables import Pattern

CORRECTIONS = (
    Pattern(
        r"(?:corrections?|clarifications?)(?: and clarifications?)?\s*"
        r"(?:\([^)]{0,40}\)\s*|,[^:]{0,30})?(?:[:–—-].*[.!]|)$",
        "Correction: The pier is 90 metres long.",
    ),
    Pattern(
        r"(?:an? |the )?(?:earlier|previous|original) versions? of (?:this|the)\b",
        "An earlier version of this article misspelt a name.",
    ),
    Pattern(
        "this (?:article|story|report|post|piece|headline) (?:has been|was) (?:corrected"
        "|amended|updated to (?:correct|clarify|reflect))",
        "This article was amended on 3 May.",
    ),
    Pattern(
        r"(?:editor['’]?s['’]? note|updated?)\b.{0,200}\b(?:earlier version|correct(?:s|ed|ion)"
        r"|clarif(?:y|ies|ied|ication))",
        "Editor’s note: The length of the pier has been corrected.",
    ),
)
"""Openings of paragraphs that are correction notes."""
