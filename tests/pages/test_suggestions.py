"""What is suggested while a reader types."""

import pytest

from articles.models import Entity
from articles.pages.suggestions import suggest
from tests.factories import make_entity


def suggested(typed: str) -> list[str]:
    return [f"{one.kind} {one.text}" for one in suggest(typed)]


def addresses(typed: str) -> list[str]:
    return [one.url for one in suggest(typed)]


@pytest.fixture
def news(indexed) -> None:
    indexed("Governor Ann Marsh opened a school in Nairobi.", title="O’Brien’s school opens")
    indexed("Governor Ann Marsh met Doctor Élise O’Brien in Nairobi.", title="Two meet")
    indexed("Captain Pieter Marshall sailed from Łódź.", title="A ship sails")


@pytest.mark.usefixtures("news")
class TestSuggestions:
    def test_people_are_found_by_any_word_of_their_names_the_most_named_first(self):
        assert suggested("marsh")[:2] == ["person Ann Marsh", "person Pieter Marshall"]
        assert suggested("ann mar")[0] == "person Ann Marsh"
        assert "person Ann Marsh" not in suggested("arsh")

    @pytest.mark.parametrize("typed", ["elise", "Élise O'B", "elise o’brien", "OBRIEN", "O`Brien"])
    def test_accents_and_apostrophes_may_be_typed_or_not(self, typed):
        assert "person Élise O’Brien" in suggested(typed)

    def test_places_and_titles_too(self):
        assert "place Nairobi" in suggested("nair")
        assert "article Two meet" in suggested("two me")
        assert "article O’Brien’s school opens" in suggested("o'brien's sch")

    def test_a_name_with_quotation_marks_is_completed_to_what_finds_it(self):
        marsh = Entity.objects.get(kind="person", name="Ann Marsh")
        Entity.objects.filter(pk=marsh.pk).update(name='Ann "Annie" Marsh')
        assert f'word person:"#{marsh.pk}"' in suggested("person:ann mar")

    def test_a_person_is_found_by_another_name(self):
        ann = Entity.objects.get(kind="person", name="Ann Marsh")
        make_entity("person", "Annie Governor", stands_for=ann)
        make_entity("place", "The Marshlands", stands_for=ann)
        assert suggested("annie gov")[0] == "person Ann Marsh"
        assert "person Ann Marsh" in suggested("marshlan")

    def test_a_name_after_its_field_is_completed(self):
        assert suggested('said:"ann ma') == ['word said:"Ann Marsh"']
        assert suggested("school person:mars")[0] == 'word school person:"Ann Marsh"'
        assert addresses("in:nair") == ["/search?q=in%3A%22Nairobi%22"]
        assert suggested("said:") == suggested("said:zzz") == []

    def test_names_that_change_or_go_are_found_as_they_are_now(self):
        marsh = Entity.objects.get(kind="person", name="Ann Marsh")
        Entity.objects.filter(pk=marsh.pk).update(key="zuleika dobson")
        assert "person Ann Marsh" in suggested("dobs")
        assert "person Ann Marsh" not in suggested("marsh")
        Entity.objects.filter(pk=marsh.pk).delete()
        assert not any("Ann Marsh" in one for one in suggested("dobs"))

    @pytest.mark.parametrize(
        "typed",
        ['"', '""*', "* OR *", "-- ", "%%", "__", "marsh AND", "NEAR(", "key:", "\0\0", "🙂🙂",
         "person:\"\"\"", "x" * 5000, "said:" * 200, "(" * 500, "\ud800\ud800", "{a b}", "^an"],
    )  # fmt: skip
    def test_whatever_is_typed_is_no_error(self, typed):
        suggested(typed)
