"""Letting the index follow what an editor did."""

from django.db import transaction

from articles import tasks


def index_soon() -> None:
    """Have the worker bring the index up to date once what was done is written."""
    transaction.on_commit(lambda: tasks.index_marked.enqueue())
