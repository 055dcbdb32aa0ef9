"""Words beside place names in texts, such as "northern", that a gazetteer may not contain."""

from articles.english.tables import Pattern

THE = r"^the\s+"

BEFORE_NAMES = (
    Pattern(
        r"(?:north|south|east|west|central|upper|lower|northeast|northwest|southeast|southwest|mid)"
        r"(?:ern)?[ -]",
        "northern Iraq",
    ),
    Pattern("(?:downtown|greater|inner|rural|mainland) ", "Greater Manchester"),
)
"""Words before a place name that say which part of the place is meant."""

KINDS_BEFORE = (
    Pattern("(?:city|town|village|province|state|port|island|republic) of ", "city of Mosul"),
)
KINDS_AFTER = (
    Pattern(" (?:city|town|village|province|state|district|region)", "Nineveh province"),
    Pattern(" (?:governorate|prefecture|island)", "Erbil governorate"),
)
