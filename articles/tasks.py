"""Background jobs: each finds its arguments and calls one function.

Running one twice does no harm."""

from django_tasks import task
from django_tasks_db.models import DBTaskResult

from articles import indexing, ingest, intake
from articles.desk import proposals
from articles.models import Article, Upload


@task()
def read_upload(upload_id: int) -> None:
    """Take in a file that was uploaded, and let its articles be found."""
    if upload := Upload.objects.filter(pk=upload_id).first():
        intake.take_in(upload)
        indexing.drain()
        # One look that begins later sees what other uploads have brought by then.
        if not DBTaskResult.objects.ready().filter(task_path=look_for_proposals.module_path):
            look_for_proposals.enqueue()


@task()
def read_articles(article_ids: list[int]) -> None:
    """Read articles again whose text was edited, and let the new text be found."""
    for article in Article.objects.filter(pk__in=article_ids):
        ingest.read(article)
    indexing.drain()


@task()
def index_marked() -> None:
    """Bring the index up to date."""
    indexing.drain()


@task()
def look_for_proposals() -> None:
    """Find the names that an editor should be asked about."""
    proposals.look(meanwhile=indexing.drain)
