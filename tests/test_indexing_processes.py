"""Two processes that bring the index up to date at the same time."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
BEGIN = """
import django

django.setup()
from django.utils import timezone
from articles import indexing
from articles.models import (Article, IndexMark)
from articles.search.asking.query import Query
"""
ADDS = """
Article.objects.create(title="Old headline", checksum="1", published_at=timezone.now())
"""
READS_AND_PAUSES = """
read = indexing._public_articles

def pause(ids):
    articles = read(ids)
    indexing._public_articles = read
    print("has read", flush=True)
    input()
    return articles

indexing._public_articles = pause
indexing.drain()
"""
EDITS = """
from contextlib import contextmanager
from filelock import FileLock, Timeout
from articles.search.embedded.disk.folder import Folder

lock_for_writing = Folder.lock_for_writing

@contextmanager
def tell_if_it_waits(folder):
    try:
        FileLock(folder.path / "writing.lock").acquire(blocking=False).lock.release()
    except Timeout:
        print("waits", flush=True)
    with lock_for_writing(folder):
        yield

Folder.lock_for_writing = tell_if_it_waits
article = Article.objects.get()
article.title = "Fresh headline"
article.save()
indexing.drain()
print("is done", flush=True)
"""
CHECKS = """
import json

totals = {
    text: indexing.archive().search(Query(text)).total for text in ("title:old", "title:fresh")
}
print(json.dumps(totals | {"marks": IndexMark.objects.count()}))
"""


def test_an_edit_while_another_process_indexes_the_older_text_is_not_lost(tmp_path):
    environment = {
        **os.environ,
        "NEWSROOM_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }

    def start(*arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def run(*arguments: str) -> str:
        process = start(*arguments)
        told, _ = process.communicate(timeout=120)
        assert process.returncode == 0
        return told

    run("manage.py", "migrate", "--verbosity=0")
    run("-c", BEGIN + ADDS)
    older = start("-c", BEGIN + READS_AND_PAUSES)
    assert older.stdout and older.stdout.readline() == "has read\n"
    newer = start("-c", BEGIN + EDITS)
    # The edit is indexed now, or as soon as the other process has written what it has read.
    assert newer.stdout and newer.stdout.readline() in ("waits\n", "is done\n")
    older.communicate("go on\n", timeout=120)
    newer.communicate(timeout=120)
    assert (older.returncode, newer.returncode) == (0, 0)
    found = json.loads(run("-c", BEGIN + CHECKS))
    assert found == {"title:old": 0, "title:fresh": 1, "marks": 0}
