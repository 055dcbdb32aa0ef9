"""manage.py run_worker: run the background jobs. An archive must have exactly one worker."""

import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from articles import indexing, tasks


class Command(BaseCommand):
    help = "Read uploads and keep the index up to date, until stopped. Run exactly one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", action="store_true", help="end when nothing is left to do")

    def handle(self, *, batch: bool, verbosity: int, **options: Any) -> None:
        # There is only one worker, so a job marked as running was interrupted. It is run again.
        DBTaskResult.objects.running().update(
            status=TaskResultStatus.READY, started_at=None, worker_ids=[]
        )
        # The job that indexes marked articles may have been lost in a crash.
        tasks.index_marked.enqueue()
        if not batch:
            # In a thread of its own, so that no job waits for it.
            threading.Thread(target=indexing.keep_merged, daemon=True).start()
        call_command(
            "db_worker", batch=batch, interval=0.25, startup_delay=False, verbosity=verbosity
        )
