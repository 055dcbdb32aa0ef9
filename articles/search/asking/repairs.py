"""Sentences that tell readers how a query was repaired, or that a search took too long."""

from enum import StrEnum
from typing import NamedTuple


def gettext_noop(sentence: str) -> str:
    """Return the sentence unchanged. `make messages` finds the sentence by this function's name.

    Django's own `gettext_noop` needs settings, but an index can be read without settings."""
    return sentence


class RepairKind(StrEnum):
    """The sentences about repairs, in English; `%s` is replaced by `Repair.about`."""

    CHARACTERS = gettext_noop("Only the first %s characters were read.")
    WORDS = gettext_noop("Only the first %s words were read.")
    PHRASE = gettext_noop("Only the first %s words of a phrase were read.")
    DEPTH = gettext_noop("Parentheses and NOTs more than %s deep were left out.")
    UNOPENED = gettext_noop("A closing parenthesis without an opening one was left out.")
    UNCLOSED = gettext_noop("A parenthesis that was not closed was closed at the end.")
    QUOTATION = gettext_noop("A quotation mark that was not closed was closed at the end.")
    OR = gettext_noop("An OR with nothing to one side of it was left out.")
    NOT = gettext_noop("A NOT with nothing after it was left out.")
    FIELD = gettext_noop("“%s:” with nothing after it was left out.")
    DATE = gettext_noop("“%s” is not a date like 2017, 2017-11 or 2017-11-30.")
    STAR = gettext_noop("A * was left out: it belongs at the end of a word of two letters or more.")
    TILDE = gettext_noop("A ~ was left out: it belongs after a word of four letters or more.")
    COMMON = gettext_noop("“%s” is in nearly every article, so these are all of them.")
    NOTHING = gettext_noop("There was no word to look for, so these are all articles.")
    TIME = gettext_noop(
        "This search took too long, so there may be more matches than are counted here."
    )


class Repair(NamedTuple):
    how: RepairKind
    about: str | int = ""

    def __str__(self) -> str:
        return self.how % self.about if "%s" in self.how else str(self.how)
