import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from articles import indexing
from articles.models import Article, Section, Upload
from articles.search.asking.query import Query
from tests.factories import make_article

ADD = "/admin/articles/upload/add/"
TEXT = b"A harbour opens in Mombasa\n\nThe harbour of Mombasa opened on Monday after three years."


@pytest.fixture
def editor(archive, admin_user, client: Client, django_capture_on_commit_callbacks) -> Client:
    client.force_login(admin_user)
    return client


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    """Lets what a request queues happen at the end of a with block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def work() -> None:
    """What the worker does until its queue is empty."""
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def found(text: str = "") -> int:
    return indexing.archive().search(Query(text)).total


def test_uploads_are_read_by_the_worker(editor: Client, at_once):
    files = [SimpleUploadedFile("one.txt", TEXT), SimpleUploadedFile("two.txt", b"Two\n\n" + TEXT)]
    with at_once():
        response = editor.post(ADD, {"articles": files}, follow=True)
    assert "Received one.txt. It is waiting to be read." in response.content.decode()
    assert Article.objects.count() == 0
    work()
    assert set(Upload.objects.values_list("name", "state")) == {
        ("one.txt", "done"),
        ("two.txt", "done"),
    }
    assert found("harbour") == 2


def test_a_broken_file_is_reported_and_the_rest_of_the_batch_loads(editor: Client, at_once):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("good.txt", TEXT)
        archive.writestr("broken.txt", b"\x00\x01\x02\x03" * 100)
        archive.writestr("sheet.xyz", b"what is this")
    files = [
        SimpleUploadedFile("batch.zip", packed.getvalue()),
        SimpleUploadedFile("not-a-zip.zip", b"no zip at all"),
    ]
    with at_once():
        editor.post(ADD, {"articles": files})
    work()
    assert found("harbour") == 1
    batch = Upload.objects.get(name="batch.zip")
    page = editor.get(f"/admin/articles/upload/{batch.pk}/change/").content.decode()
    assert "broken.txt" in page
    assert "sheet.xyz" in page
    assert ".xyz" in page
    assert Upload.objects.get(name="not-a-zip.zip").state == "failed"


def test_the_same_file_is_held_once(editor: Client, at_once):
    for _ in range(2):
        with at_once():
            file = SimpleUploadedFile("a.txt", TEXT)
            response = editor.post(ADD, {"articles": file}, follow=True)
    assert "which we have already as" in response.content.decode()
    assert Upload.objects.count() == 1


def test_no_file_is_an_error_on_the_form(editor: Client):
    assert "This field is required" in editor.post(ADD, {}).content.decode()


def test_a_reader_cannot_upload(archive, client: Client):
    response = client.post(ADD, {"articles": SimpleUploadedFile("a.txt", TEXT)})
    assert response.status_code == 302
    assert Upload.objects.count() == 0


def test_editing_a_section_brings_new_summaries_and_a_new_index(editor: Client, at_once):
    article = make_article("The old text speaks of a harbour in Mombasa that has just opened.")
    indexing.drain()
    section = article.sections.get()
    form = {
        "title": article.title, "state": "published", "category": "", "correction": "",
        "published_at_0": "2024-05-01", "published_at_1": "00:00:00", "language": "en",
        "byline": "", "dateline": "", "author_note": "", "source": "", "url": "",
        "sections-TOTAL_FORMS": 1, "sections-INITIAL_FORMS": 1,
        "sections-0-id": section.pk, "sections-0-article": article.pk, "sections-0-position": 0,
        "sections-0-heading": "", "sections-0-text": "The new text speaks of a lighthouse only.",
    }  # fmt: skip
    address = reverse("admin:articles_article_change", args=[article.pk])
    with at_once():
        response = editor.post(address, form)
    assert response.status_code == 302, response.context["errors"]
    assert Section.objects.get(pk=section.pk).sentences == []
    work()
    assert Section.objects.get(pk=section.pk).sentences[0][:2] == [0, 41]
    assert (found("harbour"), found("lighthouse")) == (0, 1)


@pytest.mark.parametrize("action", ["withdraw", "delete_selected"])
def test_withdrawing_and_deleting_take_articles_out_of_the_search(editor, at_once, action: str):
    article = make_article("A harbour in Mombasa has just opened, and the first ship is there.")
    indexing.drain()
    form = {"action": action, "_selected_action": [article.pk], "post": "yes"}
    with at_once():
        editor.post(reverse("admin:articles_article_changelist"), form)
    assert found("harbour") == 1
    work()
    assert found("harbour") == 0


def test_deleting_an_article_on_its_page_takes_it_out_of_the_search(editor: Client, at_once):
    article = make_article("A harbour in Mombasa has just opened, and the first ship is there.")
    indexing.drain()
    with at_once():
        editor.post(reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"})
    work()
    assert found("harbour") == 0


def test_a_withdrawn_article_can_be_found_again_once_it_is_published(editor: Client, at_once):
    article = make_article("A harbour in Mombasa has just opened, and the first ship is there.")
    Article.objects.all().set_state(Article.State.WITHDRAWN)
    indexing.drain()
    form = {"action": "publish", "_selected_action": [article.pk]}
    with at_once():
        editor.post(reverse("admin:articles_article_changelist"), form)
    assert found("harbour") == 0
    work()
    assert found("harbour") == 1


def test_the_admin_works_without_an_index(editor: Client, settings):
    make_article()
    settings.INDEX_FOLDER = settings.INDEX_FOLDER / "nowhere"
    assert editor.get(reverse("admin:articles_article_changelist")).status_code == 200


def test_a_job_that_was_cut_off_is_done_again(editor: Client, at_once):
    with at_once():
        editor.post(ADD, {"articles": SimpleUploadedFile("a.txt", TEXT)})
    job = DBTaskResult.objects.get()
    job.claim("a worker that died")
    call_command("run_worker", batch=True, verbosity=0)
    assert found("harbour") == 1
