import pytest

from articles import ingest, intake
from articles.layout import sections
from articles.models import Article, Entity, IndexMark, Mention
from articles.story import Block, Story
from tests.factories import make_article, make_upload

pytestmark = pytest.mark.usefixtures("archive")


def test_a_file_becomes_an_article_with_sections_summaries_and_names():
    upload = make_upload(
        "bridge.txt",
        b"Bridge over the Tigris opens again\n\nBy Amal Haddad\n\n"
        b"Engineers opened the old bridge in Mosul on Monday after four years of work.\n\n"
        b"Mayor Karim Aziz said the bridge would carry buses from June. Aziz thanked the crews.\n",
    )
    intake.take_in(upload)
    article = Article.objects.get()
    assert (article.title, article.byline) == ("Bridge over the Tigris opens again", "Amal Haddad")
    assert [section.heading for section in article.sections.all()] == [""]
    ranks = [row[2] for row in article.sections.get().sentences]
    assert sorted(rank for rank in ranks if rank is not None)[0] == 0
    named = {mention.entity.name for mention in Mention.objects.filter(entity__kind="person")}
    assert {"Karim Aziz", "Amal Haddad"} <= named
    places = Mention.objects.filter(entity__kind="place")
    assert "Mosul" in {mention.entity.name for mention in places}


def test_every_mention_stands_where_it_says():
    make_article(
        "President Lena Okoro flew from Lagos to Accra.\n\n## Okoro in Accra\n\n"
        "Okoro said the road to Kumasi would be built.",
        title="Okoro visits Ghana",
        byline="Kofi Mensah",
    )
    for mention in Mention.objects.select_related("section", "article"):
        owner = mention.article if mention.section is None else mention.section
        text = getattr(owner, mention.part)
        assert text[mention.start : mention.end] == mention.words


def test_reading_an_article_again_changes_nothing():
    article = make_article("Governor Ann Marsh opened a school in Nairobi. Marsh spoke briefly.")
    before = list(Mention.objects.values_list("words", "entity__kind", "entity__name"))
    ingest.read(article)
    assert list(Mention.objects.values_list("words", "entity__kind", "entity__name")) == before


def test_the_same_text_is_not_added_twice():
    upload = make_upload("one.txt", b"A title here\n\nSome text that says what there is to say.")
    intake.take_in(upload)
    again = make_upload(
        "two.txt", b"A title here\r\n\r\nSome  text that says what there is to say.\n"
    )
    intake.take_in(again)
    assert Article.objects.count() == 1
    assert (again.added, again.known) == (0, 1)


def test_taking_in_an_upload_again_adds_nothing():
    upload = make_upload("one.txt", b"A title here\n\nSome text that says what there is to say.")
    intake.take_in(upload)
    intake.take_in(upload)
    assert (Article.objects.count(), upload.known) == (1, 1)


def test_an_unreadable_file_is_reported_by_name_and_reason():
    upload = make_upload("empty.txt", b"   \n")
    intake.take_in(upload)
    assert upload.state == "failed"
    (refusal,) = upload.refusals
    assert refusal["name"] == "empty.txt"
    assert refusal["reason"]


def test_a_fault_in_one_story_does_not_stop_the_others(monkeypatch):
    upload = make_upload("two.md", b"unused")
    stories = [
        Story(blocks=(Block("The first text that is long enough to be read.", 0),), name="a.md"),
        Story(blocks=(Block("The second text that is long enough to be read.", 0),), name="b.md"),
    ]
    monkeypatch.setattr("articles.readers.read", lambda name, file: iter(stories))
    arrange = sections.arrange

    def failing(story):
        if story.name == "a.md":
            raise ZeroDivisionError
        return arrange(story)

    monkeypatch.setattr(sections, "arrange", failing)
    intake.take_in(upload)
    assert (upload.added, [one["name"] for one in upload.refusals]) == (1, ["a.md"])
    assert Article.objects.get().original_name == "b.md"


def test_the_original_is_kept_under_a_name_of_our_own():
    upload = make_upload("../../etc/passwd.txt", b"Some text")
    assert ".." not in upload.file.name
    assert upload.file.read() == b"Some text"


def test_a_new_article_is_marked_for_indexing():
    article = make_article()
    assert IndexMark.objects.filter(article_id=article.pk).exists()


def test_one_person_in_two_articles_is_one_entity():
    make_article("Governor Ann Marsh opened a school in Nairobi. She spoke briefly.")
    make_article("Governor Ann Marsh closed a bridge in Nairobi. She spoke at length.")
    assert Entity.objects.filter(kind="person", name="Ann Marsh").count() == 1


def test_a_text_that_begins_with_a_heading_has_no_empty_lead():
    article = make_article("## What the river did\n\nThe river rose by four metres in a night.")
    assert [part.heading for part in article.sections.all()] == ["What the river did"]
