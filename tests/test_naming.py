"""From the names in a text to the entities that they mean."""

import pytest

from articles import desk, entities, gazetteer, ingest
from articles.entities import (
    ArticlePart,
    ExtractedMention,
    ExtractedQuote,
    Extraction,
    NamedPerson,
    NamedPlace,
)
from articles.models import Article, Entity, Quote
from tests.factories import make_article
from tests.fake_extractor import extract

pytestmark = pytest.mark.usefixtures("archive")

TEXT = "Ann Lee spoke. “The bridge is open,” Lee said."


@pytest.fixture
def reading(monkeypatch):
    """Return a function that makes the extractor find these names in every text."""

    def find_always(people=(), places=(), quotes=()):
        found = Extraction(tuple(people), tuple(places), tuple(quotes))
        monkeypatch.setattr(entities, "extract", lambda *parts: found)

    return find_always


def a_person(name: str, *starts: tuple[int, str], listed: bool = True, role: str = ""):
    mentions = tuple(
        ExtractedMention(ArticlePart.TEXT, 0, start, start + len(words), words)
        for start, words in starts
    )
    return NamedPerson(name, mentions, (role,) if role else (), False, listed, 0.9)


def a_place(name: str, entry: gazetteer.Entry | None = None, listed: bool = True):
    return NamedPlace(
        name, (ExtractedMention(ArticlePart.TEXT, 0, 0, 3, "Ann"),), entry, False, listed, 0.9
    )


LEE = a_person("Ann Lee", (0, "Ann Lee"), (TEXT.index("Lee said"), "Lee"), role="mayor")


def test_accents_case_and_hyphens_make_no_new_person(reading):
    for name in ("José al-Núñez", "JOSE AL-NUNEZ", "Jose Nunez"):
        reading([a_person(name, (0, "Ann"))])
        make_article()
    assert Entity.objects.filter(kind="person").count() == 1


def test_a_role_is_kept_once_where_the_person_is_named_first(reading):
    reading([LEE])
    article = make_article(TEXT)
    assert list(article.mentions.values_list("words", "role")) == [
        ("Ann Lee", "mayor"),
        ("Lee", ""),
    ]


def test_a_candidate_is_listed_once_an_article_is_sure_of_it(reading):
    reading([a_person("Lee", (0, "Ann"), listed=False)])
    make_article()
    assert not Entity.objects.get(kind="person").listed
    reading([a_person("Lee", (0, "Ann"))])
    make_article()
    assert Entity.objects.get(kind="person").listed


def test_a_name_is_listed_once_it_is_as_sure_as_the_setting_asks(reading, settings):
    reading([a_person("Ann Lee", (0, "Ann Lee"))])
    settings.NAME_CONFIDENCE = 0.95
    make_article()
    assert not Entity.objects.get(kind="person").listed
    settings.NAME_CONFIDENCE = 0.85
    make_article()
    assert Entity.objects.get(kind="person").listed


def test_what_an_editor_hid_stays_hidden_however_sure_an_article_is(reading):
    reading([a_person("Lee", (0, "Ann"), listed=False)])
    make_article()
    desk.hide(Entity.objects.get(kind="person"), None)
    reading([a_person("Lee", (0, "Ann"))])
    make_article()
    assert not Entity.objects.get(kind="person").listed


def test_one_sure_name_lists_the_one_it_stands_for(reading):
    reading([a_person(name, (0, "Ann"), listed=False) for name in ("Lee", "Leigh")])
    make_article()
    lee, leigh = Entity.objects.filter(kind="person").order_by("name")
    desk.merge(lee, leigh, None)
    assert not Entity.objects.listed().filter(kind="person")
    reading([a_person("Lee", (0, "Ann"))])
    make_article()
    assert list(Entity.objects.listed().filter(kind="person")) == [leigh]


def test_places_of_one_name_are_told_apart_by_the_map(reading):
    found = [found.entry for found in gazetteer.open_gazetteer().find("Paris")]
    france = next(entry for entry in found if entry.country == "FR")
    texas = next(entry for entry in found if entry.country == "US")
    reading(places=[a_place("Paris", france), a_place("Paris", texas), a_place("Paris")])
    make_article()
    places = Entity.objects.filter(kind="place")
    assert {place.location.country for place in places} == {"FR", "US", ""}


def a_quote() -> ExtractedQuote:
    start = TEXT.index("The bridge")
    return ExtractedQuote(0, start, TEXT.index(",”"), speaker=0, confidence=0.9, direct=True)


def test_who_said_what_is_kept(reading):
    reading([LEE], quotes=[a_quote()])
    make_article(TEXT)
    (quote,) = Quote.objects.of_speaker(Entity.objects.get(kind="person"))
    assert (quote.words, quote.speaker.words) == ("The bridge is open", "Lee")
    assert (quote.direct, quote.confidence) == (True, 0.9)


def test_a_quote_follows_what_editors_decide_of_its_speaker(reading):
    reading([LEE], quotes=[a_quote()])
    make_article(TEXT)
    lee = Entity.objects.get(kind="person")
    split = desk.split(lee, Article.objects.all(), "Ann Lee (poet)", None)
    poet = Entity.objects.get(kind="person", name="Ann Lee (poet)")
    assert (Quote.objects.of_speaker(lee).count(), Quote.objects.of_speaker(poet).count()) == (0, 1)
    desk.undo(split, None)
    assert Quote.objects.of_speaker(lee).count() == 1


def test_reading_again_replaces_the_quotes(reading):
    reading([LEE], quotes=[a_quote()])
    article = make_article(TEXT)
    ingest.read(article)
    assert Quote.objects.count() == 1
    section = article.sections.get()
    section.text = "Nobody spoke."
    section.save()
    assert Quote.objects.count() == 0


def test_reading_ten_names_asks_as_little_as_reading_one(
    monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(entities, "extract", extract)
    make_article(title="Ann Lee @ Perth")
    article = make_article(title=" + ".join(f"Ann Lee{letter}" for letter in "abcdefghij"))
    with django_assert_max_num_queries(20):
        ingest.read(article)
