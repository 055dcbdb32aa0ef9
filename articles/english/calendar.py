"""The names of months and days, in lower case."""

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
SHORT_MONTHS = frozenset({*(month[:3] for month in MONTHS), "sept"})
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT_DAYS = frozenset({*(day[:3] for day in DAYS), "tues", "thur", "thurs"})
WORDS = frozenset({*MONTHS, *DAYS}) | SHORT_MONTHS | SHORT_DAYS
"""The names of all months and days, in full and abbreviated, without full stops."""
