from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom import environment


@pytest.mark.parametrize(
    ("platform", "variables", "folder"),
    [
        ("linux", {}, "/home/ann/.local/share/newsroom"),
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/newsroom"),
        ("darwin", {}, "/home/ann/Library/Application Support/Newsroom"),
        ("win32", {}, "/home/ann/AppData/Local/Newsroom"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/Newsroom"),
    ],
)
def test_an_installed_archive_is_in_the_users_data_folder(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], folder: str
):
    monkeypatch.setattr(environment.sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: Path("/home/ann"))
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert environment.user_folder() == Path(folder)


@pytest.mark.parametrize(
    ("given", "flag"),
    [("1", True), ("TRUE", True), ("yes", True), ("on", True), ("0", False), ("", False)],
)
def test_a_flag_is_set_by_one_true_yes_or_on(
    monkeypatch: pytest.MonkeyPatch, given: str, flag: bool
):
    monkeypatch.setenv("NEWSROOM_TRIAL", given)
    assert environment.flag("NEWSROOM_TRIAL") is flag


def test_a_flag_that_is_not_given_is_not_set(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("NEWSROOM_TRIAL", raising=False)
    assert environment.flag("NEWSROOM_TRIAL") is False


def test_commas_separate_values(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NEWSROOM_TRIAL", " a.org, ,b.org,")
    assert environment.values("NEWSROOM_TRIAL", "c.org") == ["a.org", "b.org"]
    monkeypatch.delenv("NEWSROOM_TRIAL")
    assert environment.values("NEWSROOM_TRIAL", "c.org") == ["c.org"]


@pytest.mark.parametrize(("given", "share"), [("0", 0.0), ("1", 1.0), ("0.25", 0.25), ("", 0.5)])
def test_a_share_is_a_number_from_zero_to_one(
    monkeypatch: pytest.MonkeyPatch, given: str, share: float
):
    monkeypatch.setenv("NEWSROOM_TRIAL", given)
    assert environment.share("NEWSROOM_TRIAL", 0.5) == share


@pytest.mark.parametrize("given", ["-0.1", "1.1", "nan", "half"])
def test_any_other_share_is_refused(monkeypatch: pytest.MonkeyPatch, given: str):
    monkeypatch.setenv("NEWSROOM_TRIAL", given)
    with pytest.raises(ImproperlyConfigured, match=f"NEWSROOM_TRIAL is {given}: it must be"):
        environment.share("NEWSROOM_TRIAL", 0.5)
