"""What README and docs say is there, is there; and what is there, they say."""

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from django.conf import settings
from django.core.management import get_commands

from articles.search.asking.clauses import (
    AllOf,
    AnyOf,
    Clause,
    DateRange,
    EntityName,
    Everything,
    Fuzzy,
    Label,
    Not,
    Nothing,
    Phrase,
    Prefix,
    Term,
)
from articles.search.asking.parser import FIELDS, parse
from tests.benchmarks.__main__ import BENCHMARKS
from tests.serving import ROOT, remove_settings

DOCS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
FOLDERS = ("articles", "docs", "locale", "newsroom", "templates", "tests")
# Of an archive's data folder, or of readers' own.
ELSEWHERE = {"originals/", "index/", "static/", "data/", "names.csv"}


@cache
def text_of(doc: Path) -> str:
    return doc.read_text()


def everything() -> str:
    return "\n".join(text_of(doc) for doc in DOCS)


def part(doc: str, heading: str) -> str:
    """The text below a heading, until the next one of its level."""
    return re.split(r"^## ", text_of(ROOT / doc).split(f"\n## {heading}\n", 1)[1], flags=re.M)[0]


def first_cells(table: str) -> list[str]:
    """What stands between backticks in the first column of a table."""
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("|")]
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row)]


def sources(*patterns: str) -> str:
    return "\n".join(path.read_text() for one in patterns for path in ROOT.glob(one))


def test_the_settings_are_those_that_the_readme_lists():
    read = set(re.findall(r'"(NEWSROOM_[A-Z_]+)"', sources("newsroom/*.py")))
    assert set(first_cells(part("README.md", "Settings"))) == read
    assert set(re.findall(r"NEWSROOM_[A-Z_]+", everything())) == read


def test_the_commands_are_those_that_the_readme_lists():
    listed = {cell.split()[0] for cell in first_cells(part("README.md", "Commands"))}
    listed -= {"name,aliases,kind,latitude,longitude,wikidata,country"}
    ours = {name for name, app in get_commands().items() if app == "articles"}
    assert ours <= listed <= set(get_commands())


def test_commands_that_are_named_anywhere_exist():
    named = set(re.findall(r"(?:manage\.py|`newsroom) ([a-z_]+)", everything()))
    assert {"prepare", "serve", "rebuild_index"} <= named <= set(get_commands())


def test_the_targets_of_make_are_those_that_are_documented():
    targets = set(re.findall(r"^([a-z-]+):.*## ", text_of(ROOT / "Makefile"), flags=re.M))
    assert set(re.findall(r"(?:`|^ {4})make ([a-z-]+)", everything(), flags=re.M)) == targets


def test_the_fields_of_a_query_are_those_that_the_readme_names():
    named = re.findall(r"`([a-z]+):[^`]*`", part("README.md", "Use").split("**Narrow.**")[0])
    assert set(named) == set(FIELDS)


# What the README says can be written in a query, and the clause that it must become.
SYNTAX: dict[str, tuple[str, type]] = {
    "OR": ("ferry OR bridge", AnyOf),
    "NOT": ("NOT ferry", Not),
    "-word": ("-ferry", Not),
    '"a phrase"': ('"harbour bridge"', Phrase),
    "prefix*": ("harb*", Prefix),
    "fuzzy~": ("harbour~", Fuzzy),
    '"near words"~5': ('"harbour bridge"~5', Phrase),
}


def test_the_operators_of_a_query_are_those_that_the_readme_names():
    said = part("README.md", "Use").split("**Narrow.**")[0]
    named = {code for code in re.findall(r"`([^`]+)`", said) if ":" not in code and code[0] != "/"}
    assert named == SYNTAX.keys()
    for text, clause in SYNTAX.values():
        parsed = parse(text)
        assert isinstance(parsed.clause, clause), text
        assert not parsed.repairs, text
    assert isinstance(parse("ferry bridge").clause, AllOf)
    # Every other clause is a plain word, or what a field asks for.
    written = {AllOf, AnyOf, Not, Phrase, Prefix, Fuzzy}
    assert set(get_args(Clause)) - written == {
        Everything, Nothing, Term, EntityName, Label, DateRange
    }  # fmt: skip


def test_the_benchmarks_are_those_that_are_documented():
    runnable = {
        path.stem
        for path in (ROOT / "tests" / "benchmarks").glob("*.py")
        if '__name__ == "__main__"' in path.read_text() and path.stem != "__main__"
    }
    assert set(BENCHMARKS) <= runnable
    assert set(re.findall(r"tests\.benchmarks\.([a-z_]+)", everything())) <= runnable
    described = text_of(ROOT / "docs" / "benchmarks.md")
    assert runnable <= set(re.findall(r"`([a-z_]+)`", described))


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
def test_files_that_a_page_links_to_exist(doc: Path):
    links = re.findall(r"\]\((?!https?:)([^)#]*)(#[^)]*)?\)", text_of(doc))
    for path, anchor in links:
        page = doc.parent / path if path else doc
        assert page.exists(), path
        assert not anchor or anchor[1:] in anchors(page), anchor


def anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", text_of(page), flags=re.M)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
def test_files_that_a_page_names_exist(doc: Path):
    held = [path.as_posix() for name in FOLDERS for path in (ROOT / name).rglob("*")]
    held += [path.as_posix() for path in ROOT.iterdir()]
    named = re.findall(
        r"`((?:[\w.-]+/)*(?:[\w-]+\.(?:py|md|html|css|js|toml|tsv|json)|[\w-]+/))`", text_of(doc)
    )
    missing = [
        path for path in named if not any(one.endswith(f"/{path.rstrip('/')}") for one in held)
    ]
    assert set(missing) <= ELSEWHERE


def marked_blocks() -> list[str]:
    """The indented blocks below the mark <!-- test -->."""
    found = re.findall(
        r"^<!-- test -->\n\n((?: {4}.+\n)+)", text_of(ROOT / "README.md"), flags=re.M
    )
    return [re.sub(r"^ {4}", "", block, flags=re.M) for block in found]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scratch copy of the checkout with an archive, and files to load into it."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("articles", "newsroom", "templates", "locale"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "manage.py", folder)
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / "data").mkdir()
    shutil.copy(settings.GAZETTEER, folder / "data")
    news = folder / "news" / "2024"
    news.mkdir(parents=True)
    (news / "ferry.txt").write_text("Ferry returns\n\nThe ferry left Kisumu on Tuesday morning.")
    shutil.copy(ROOT / "tests" / "samples" / "wire.sgm", folder)
    shutil.make_archive(str(folder / "pages"), "zip", ROOT / "tests" / "samples", "harbour.html")
    run("python manage.py migrate --verbosity 0", folder)
    return folder


def run(block: str, folder: Path) -> None:
    environment = {**remove_settings(os.environ), "HOME": str(folder)}
    environment["PATH"] = f"{Path(sys.executable).parent}:{environment['PATH']}"
    done = subprocess.run(
        ["sh", "-e", "-c", block], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_the_marked_commands_of_the_readme_run(checkout: Path):
    blocks = marked_blocks()
    assert "load_articles" in blocks[0]
    for block in blocks:
        run(block, checkout)
    asked = (
        "from articles.models import Article; assert Article.objects.filter(title='Ferry returns')"
    )
    run(f'python manage.py shell --no-imports -c "{asked}"', checkout)
