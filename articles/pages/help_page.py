"""Lists example queries for the help page, each with a link to its results."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from articles.pages import links
from articles.search.asking.query import Query


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    meaning: object
    """A description of what the query finds, in the reader's language."""

    @property
    def url(self) -> str:
        return links.url(Query(text=self.text))


@dataclass(frozen=True, slots=True)
class ExampleGroup:
    title: object
    examples: Sequence[Example]


EXAMPLES = (
    ExampleGroup(
        _("Words"),
        (
            Example("river harvest", _("articles with both words")),
            Example("dam OR bridge", _("either word")),
            Example("marathon NOT record", _("the first word without the second")),
            Example("marathon -record", _("the same, shorter")),
            Example("(dam OR gates) Tigris", _("parentheses say what belongs together")),
        ),
    ),
    ExampleGroup(
        _("Phrases and forms"),
        (
            Example('"cubic metres"', _("these words next to each other, in this order")),
            Example('"harvest Nineveh"~5', _("these words near each other")),
            Example("vaccin*", _("words that begin with these letters")),
            Example("Janabi~", _("words at most one letter away")),
            Example("Jannabi~2", _("words at most two letters away")),
        ),
    ),
    ExampleGroup(
        _("Where to look"),
        (
            Example("title:vaccine", _("only in titles")),
            Example("title:(dam OR bridge)", _("what follows in parentheses, only in titles")),
            Example("text:whale", _("only in texts")),
            Example('person:"Layla al-Janabi"', _("articles that name this person")),
            Example('place:"Mosul"', _("articles that name this place")),
            Example("in:Iraq", _("articles that name this place or a place in it")),
            Example('said:"Layla al-Janabi"', _("articles that quote this person")),
            Example('said:"Layla al-Janabi" dam', _("those of them that have this word")),
            Example("section:Science", _("articles of this section")),
            Example("byline:Haddad", _("articles by this author")),
            Example('source:"Harbour Wire"', _("articles from this source")),
        ),
    ),
    ExampleGroup(
        _("When"),
        (
            Example("satellite before:2021", _("published before that year")),
            Example("satellite after:2023-06", _("published after that month")),
            Example("on:2024-09-03", _("published on that day")),
            Example("satellite date:2021..2023", _("published from one to the other")),
        ),
    ),
)
