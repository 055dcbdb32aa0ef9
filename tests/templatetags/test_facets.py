import pytest

from articles.pages.facets import Choice
from articles.pages.links import Link
from articles.search.asking.query import Query
from articles.templatetags import facets

WORLD, NOT_WORLD = Query(category=("World",)), Query(excluded=(("category", "World"),))


def test_a_choice_can_be_chosen_or_excluded():
    choice = Choice("World", WORLD, matches=3, key="world", excluding=NOT_WORLD)
    assert facets.choices([choice]) == (
        '<ul><li><a id="world" class="choice" href="/search?section=World" rel="nofollow">'
        '<span class="label">World</span> <span class="count">3</span></a>'
        '<a id="world-not" class="exclude" href="/search?section.not=World" rel="nofollow" '
        'aria-label="Exclude World" title="Exclude"></a></li></ul>'
    )


def test_at_a_glance_no_choice_can_be_excluded():
    inside = Choice("Lima", WORLD, matches=1, key="lima", excluding=NOT_WORLD)
    choice = Choice("Peru", WORLD, matches=3, key="peru", excluding=NOT_WORLD, inside=(inside,))
    assert facets.choices([choice], at_a_glance=True) == (
        '<ul><li><a id="peru" class="choice" href="/search?section=World" rel="nofollow">'
        '<span class="label">Peru</span> <span class="count">3</span></a>'
        '<ul><li><a id="lima" class="choice" href="/search?section=World" rel="nofollow">'
        '<span class="label">Lima</span> <span class="count">1</span></a></li></ul></li></ul>'
    )


@pytest.mark.parametrize(
    ("state", "css", "words"),
    [
        ({"chosen": True}, "choice chosen", "(chosen; remove)"),
        ({"excluded": True}, "choice excluded", "(excluded; allow again)"),
    ],
)
def test_a_screen_reader_is_told_what_is_chosen_or_excluded(state: dict, css: str, words: str):
    choice = Choice("World", Query(), matches=3, key="world", **state)
    assert facets.choices([choice]) == (
        f'<ul><li><a id="world" class="{css}" href="/search" rel="nofollow" aria-current="true">'
        '<span class="label">World</span> <span class="count">3</span>'
        f'<span class="unseen"> {words}</span></a></li></ul>'
    )


def test_a_chosen_area_offers_an_alternative():
    only = Link("without places inside", WORLD, key="peru-only")
    choice = Choice("Peru", Query(), matches=3, key="peru", chosen=True, alternative=only)
    assert (
        '<a id="peru-only" class="otherwise" href="/search?section=World" rel="nofollow">'
        'without places inside<span class="unseen"> (Peru)</span></a>'
    ) in facets.choices([choice])
