"""Headers that protect readers and editors, and limits on guessing passwords."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("address", ["/", "/search", "/about", "/admin/login/", "/no-such-page"])
def test_every_page_says_what_browsers_may_do_with_it(client: Client, archive, address: str):
    answer = client.get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


def test_a_form_from_another_site_changes_nothing(archive):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/display", {"theme": "dark"}).status_code == 403


def test_whoever_guesses_passwords_is_stopped_after_five(client: Client, archive):
    get_user_model().objects.create_superuser("editor", password="the right one")
    guess = {"username": "editor", "password": "a wrong one"}
    answers = [client.post("/admin/login/", guess).status_code for _ in range(6)]
    assert answers[0] == 200
    assert answers[-1] == 429
    right = guess | {"password": "the right one"}
    assert client.post("/admin/login/", right).status_code == 429


def test_a_site_behind_https_passes_the_checks_for_deployment(tmp_path: Path):
    environment = os.environ | {
        "NEWSROOM_DATA": str(tmp_path),
        "NEWSROOM_HTTPS": "1",
        "NEWSROOM_HOSTS": "news.example",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == "System check identified no issues (0 silenced).\n"
