import json
import time
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from articles import indexing
from articles.models import Article
from articles.search.asking.query import Query
from articles.search.embedded.index import LOOK_AGAIN

pytestmark = pytest.mark.usefixtures("archive")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "news"
    (made / "deeper").mkdir(parents=True)
    (made / "one.txt").write_text("A harbour opens\n\nThe harbour opened on Monday in the rain.")
    (made / "deeper" / "two.md").write_text("# A bridge falls\n\nThe bridge fell on Tuesday.")
    (made / "empty.txt").write_text("")
    (made / "notes.xyz").write_text("not an article")
    return made


def test_load_articles_takes_in_files_and_folders(folder: Path, capsys):
    call_command("load_articles", folder, verbosity=0)
    output = capsys.readouterr()
    assert "2 added, 0 already held, 1 refused." in output.out
    assert "empty.txt: " in output.err
    assert indexing.archive().search(Query("harbour")).total == 1


def test_load_articles_again_adds_nothing(folder: Path, capsys):
    call_command("load_articles", folder, verbosity=0)
    call_command("load_articles", folder / "one.txt", folder / "deeper", verbosity=0)
    assert "0 added, 2 already held, 0 refused." in capsys.readouterr().out
    assert Article.objects.count() == 2


def test_load_articles_names_a_path_that_is_not_there(tmp_path: Path):
    with pytest.raises(CommandError, match="nowhere does not exist"):
        call_command("load_articles", tmp_path / "nowhere")


def test_load_articles_says_which_files_it_reads(tmp_path: Path):
    with pytest.raises(CommandError, match=r"\.txt"):
        call_command("load_articles", tmp_path)


@pytest.mark.django_db
def test_prepare_loads_the_samples_and_makes_one_editor(capsys, settings, tmp_path: Path):
    settings.STATIC_ROOT = tmp_path / "static"
    call_command("prepare", verbosity=0)
    assert "Editors sign in at /admin/ as admin with the password" in capsys.readouterr().out
    samples = Article.objects.count()
    assert samples >= 40
    assert indexing.archive().search(Query()).total == samples
    call_command("prepare", verbosity=0)
    assert "password" not in capsys.readouterr().out
    assert Article.objects.count() == samples
    pointer = settings.INDEX_FOLDER / "current"
    current = json.loads(pointer.read_text())
    pointer.write_text(json.dumps({**current, "version": current["version"] - 1}))
    time.sleep(LOOK_AGAIN)  # the index was opened in this process just now
    call_command("prepare", verbosity=0)
    assert "Building the search index again" in capsys.readouterr().out
    assert indexing.archive().search(Query()).total == samples
    assert get_user_model().objects.count() == 1
