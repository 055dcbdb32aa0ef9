"""Openings that show that a sentence says little alone because it refers to an earlier one."""

from articles.english.tables import Pattern

LEANING = (
    Pattern("he|she|it|they|his|her|hers|its|their|theirs|him|them", "She left the port"),
    Pattern("that|these|those|another", "Those were the last"),
    Pattern(r"this(?!\s(?:week|month|year|season|morning)\b)", "This was the last"),
    Pattern("but|and|so|or|yet|nor", "But nobody came"),
    Pattern("however|therefore|thus|hence|likewise|moreover|furthermore", "However late it was"),
    Pattern("nevertheless|nonetheless|otherwise|similarly|consequently", "Otherwise all was well"),
    Pattern(r"in th(?:is|at) \w+|on th(?:is|at) (?:day|occasion)", "In that case nobody comes"),
    Pattern("for th(?:is|at) reason|(?:since|by|before) then", "Since then nobody came"),
    Pattern("(?:after|because of|despite) th(?:is|at)", "Despite this they came"),
)
"""Opening words of sentences that need the sentence before them ("She", "But")."""

LEANING_BEFORE_A_COMMA = (
    Pattern("instead|also|then|still|besides", "Instead, they left"),
    Pattern("as a result|for example|for instance", "As a result, they left"),
    Pattern("in addition|in contrast|on the other hand", "In contrast, they left"),
)
"""Opening words, before a comma, of sentences that need the sentence before them ("Instead")."""

ADDING = (
    Pattern(r"(?:(?:in |on )?(?:the )?other|both|such|similar)\b", "The other man left"),
    Pattern(r"(?:the )?(?:former|latter)\b", "The latter left"),
    Pattern(r"following (?:this|that|his|her|its|their)\b", "Following her advice, they left"),
    Pattern(r"(?:\S+ ){1,4}also\b", "The harbour master also left"),
    Pattern(
        r"(?:on|in|at|by|after|before|during|for|as) (?:\S+ ){1,3}(?:he|she|they|it)\b",
        "After the vote she left",
    ),
)
"""Openings of sentences that are clear in their article, but not alone ("The other man")."""
