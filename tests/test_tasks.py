from django_tasks_db.models import DBTaskResult

from articles import indexing, tasks
from articles.search.asking.query import Query
from tests.factories import make_upload

TEXT = b"A harbour opens in Mombasa\n\nThe harbour of Mombasa opened on Monday after three years."


def test_an_upload_can_be_searched_before_proposals_are_looked_for(archive):
    tasks.read_upload.call(make_upload("harbour.txt", TEXT).pk)
    assert indexing.archive().search(Query("harbour")).total == 1
    (job,) = DBTaskResult.objects.ready()
    assert job.task_path == "articles.tasks.look_for_proposals"


def test_two_uploads_queue_one_search_for_proposals(archive):
    for name in ("one.txt", "two.txt"):
        tasks.read_upload.call(make_upload(name, name.encode() + b"\n\n" + TEXT).pk)
    (job,) = DBTaskResult.objects.ready()
    assert job.task_path == "articles.tasks.look_for_proposals"
