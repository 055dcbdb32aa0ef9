from pathlib import Path

import pytest

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
