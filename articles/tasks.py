"""The background jobs of the worker. A job does no harm if it runs twice."""

from django.db import transaction
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from articles import indexing, ingest, intake
from articles.desk import proposals
from articles.models import Article, Upload


@task()
def read_upload(upload_id: int) -> None:
    """Take in an uploaded file, index its articles, and queue a search for proposals."""
    if upload := Upload.objects.filter(pk=upload_id).first():
        intake.take_in(upload)
        indexing.drain()
        # If that task is queued already, it will see the names of this upload too.
        if not DBTaskResult.objects.ready().filter(task_path=look_for_proposals.module_path):
            look_for_proposals.enqueue()


@task()
def read_articles(article_ids: list[int]) -> None:
    """Read articles again after their text was edited, and index them."""
    for article in Article.objects.filter(pk__in=article_ids):
        ingest.read(article)
    indexing.drain()


@task()
def index_marked() -> None:
    """Index the articles that are marked for indexing."""
    indexing.drain()


@task()
def look_for_proposals() -> None:
    """Find names that editors may want to merge or split."""
    proposals.propose(meanwhile=indexing.drain)


def index_soon() -> None:
    """Have the worker index the marked articles once the current transaction is committed."""
    transaction.on_commit(lambda: index_marked.enqueue())
