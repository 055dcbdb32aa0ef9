"""Changes random lines of logic, one at a time, and counts the changes that the tests notice.

    python -m tests.mutants [--mutants 80] [--seed 1] [--jobs 2] [--only articles/desk]

Run by hand: it takes half an hour. A mutant inverts a comparison or a condition, swaps `and` with
`or`, `+` with `-`, shifts a whole number by one, or drops a statement. Packages take turns, so that
small ones have mutants too. A mutant is killed if a test that runs the changed line fails, or does
not end in time. (This is mutation testing.)
"""

import argparse
import ast
import random
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from queue import Queue

from coverage import CoverageData

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 600
"""Seconds after which the tests of a mutant are stopped. It is killed, as it may never end."""
SLOW = ("tests/pages/test_accessibility.py", "tests/pages/test_browser.py", "tests/test_running.py")
"""Tests that start a site and a browser. Mutants are judged without them."""
COMPARISONS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
}


@dataclass(frozen=True, slots=True)
class Mutant:
    path: str
    line: int
    start: int
    end: int
    """Offsets of the replaced text, in characters of the file."""
    text: str

    def describe(self, source: str) -> str:
        before = source[self.start : self.end].replace("\n", " ")
        return f"{self.path}:{self.line}: {before[:40]!r} -> {self.text[:40]!r}"


def find_mutants(path: str, source: str) -> Iterator[Mutant]:
    """Return every mutant of a file, in the order of its lines."""
    tree = ast.parse(source)
    starts = [0]
    for row in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(row))
    rows = source.splitlines()

    def offset(line: int, column: int) -> int:
        # ast counts columns in bytes.
        return starts[line - 1] + len(rows[line - 1].encode()[:column].decode())

    def span(node: ast.AST) -> tuple[int, int]:
        return (
            offset(node.lineno, node.col_offset),  # type: ignore[attr-defined]
            offset(node.end_lineno, node.end_col_offset),  # type: ignore[attr-defined]
        )

    def swap(left: ast.AST, right: ast.AST, old: str, new: str) -> Iterator[Mutant]:
        begin, stop = span(left)[1], span(right)[0]
        at = source.find(old, begin, stop)
        if at >= 0:
            yield Mutant(path, source.count("\n", 0, at) + 1, at, at + len(old), new)

    ignored = {*_annotation_nodes(tree), *_constants(tree)}
    for node in ast.walk(tree):
        if node in ignored:
            continue
        match node:
            case ast.Compare(left, ops, comparators):
                for one, op, other in zip([left, *comparators], ops, comparators, strict=False):
                    yield from swap(one, other, *COMPARISONS[type(op)])
            case ast.BoolOp(op, values):
                old, new = ("and", "or") if isinstance(op, ast.And) else ("or", "and")
                yield from swap(values[0], values[1], old, new)
            case ast.BinOp(left, ast.Add(), right):
                yield from swap(left, right, "+", "-")
            case ast.BinOp(left, ast.Sub(), right):
                yield from swap(left, right, "-", "+")
            case ast.UnaryOp(ast.Not()):
                start, end = span(node)
                text = source[start:end].removeprefix("not").strip()
                yield Mutant(path, node.lineno, start, end, text)
            case ast.If(test) | ast.IfExp(test) | ast.While(test):
                start, end = span(test)
                yield Mutant(path, test.lineno, start, end, f"(not ({source[start:end]}))")
            case ast.Constant(value) if type(value) is int:
                start, end = span(node)
                yield Mutant(path, node.lineno, start, end, f"({value} + 1)")
            case ast.Expr(ast.Call()) | ast.AugAssign():
                start, end = span(node)
                yield Mutant(path, node.lineno, start, end, "pass")


def _annotation_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            if (found := getattr(node, name, None)) is not None:
                yield from ast.walk(found)


def _constants(tree: ast.Module) -> Iterator[ast.AST]:
    """Return the nodes of constants, fields and decorators, which are settings and not logic."""
    classes = [node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for statement in chain(tree.body, *classes):
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            yield from ast.walk(statement)
    for node in ast.walk(tree):
        for decorator in getattr(node, "decorator_list", ()):
            yield from ast.walk(decorator)


def choose(count: int, seed: int, only: str) -> list[Mutant]:
    """Return random mutants, at most one per line. Packages take turns."""
    chance = random.Random(seed)
    packages: defaultdict[Path, list[Mutant]] = defaultdict(list)
    for path in sorted([*(ROOT / "articles").rglob("*.py"), *(ROOT / "newsroom").rglob("*.py")]):
        name = str(path.relative_to(ROOT))
        if "migrations" not in name and name.startswith(only):
            by_line = {one.line: one for one in _shuffle_mutants(path, name, chance)}
            packages[path.parent] += by_line.values()
    turns = [chance.sample(mutants, len(mutants)) for mutants in packages.values() if mutants]
    chosen: list[Mutant] = []
    while turns and len(chosen) < count:
        chosen.extend(turn.pop() for turn in turns)
        turns = [turn for turn in turns if turn]
    return chosen[:count]


def _shuffle_mutants(path: Path, name: str, chance: random.Random) -> list[Mutant]:
    found = list(find_mutants(name, path.read_text(encoding="utf-8")))
    chance.shuffle(found)
    return found


def copy_project(folder: Path) -> Path:
    """Copy the files that git has or would add to the folder, and return the folder."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def run_tests(folder: Path, *arguments: str) -> int:
    """Run pytest in the folder; return its exit code, or -1 if it did not end in time."""
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    try:
        done = subprocess.run(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return -1
    return done.returncode


def measure_coverage(folder: Path, jobs: int) -> CoverageData:
    """Run the whole suite once, and return which tests run which lines."""
    command = [sys.executable, "-m", "pytest", "-q", "-m", "not wheel", "-n", str(jobs)]
    coverage = ["--cov", "--cov-context=test", "--cov-report=", "--cov-fail-under=0"]
    subprocess.run([*command, "--dist", "loadfile", *coverage], cwd=folder, check=True)
    data = CoverageData(str(folder / ".coverage"))
    data.read()
    return data


def find_tests(data: CoverageData, folder: Path, mutant: Mutant) -> list[str]:
    """Return the tests that run the line, beginning with those of its package."""
    lines = data.contexts_by_lineno(str(folder / mutant.path))
    tests = {context.partition("|")[0] for context in lines.get(mutant.line, ()) if context}
    tests = {test for test in tests if not test.startswith(SLOW)}
    room = f"tests/{'/'.join(Path(mutant.path).parts[1:-1])}"
    return sorted(tests, key=lambda test: (not test.startswith(room), test))


def try_mutant(mutant: Mutant, tests: list[str], folder: Path) -> bool:
    """Return whether a test notices the mutant."""
    if not tests:
        return False
    path = folder / mutant.path
    source = path.read_text(encoding="utf-8")
    named = folder / "tests-to-run.txt"
    named.write_text("\n".join(tests))
    path.write_text(source[: mutant.start] + mutant.text + source[mutant.end :], encoding="utf-8")
    try:
        return run_tests(folder, "-x", f"@{named}") != 0
    finally:
        path.write_text(source, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mutants", type=int, default=80)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="the beginning of the path of all mutants")
    asked = parser.parse_args()
    chosen = choose(asked.mutants, asked.seed, asked.only)
    with tempfile.TemporaryDirectory(prefix="newsroom-mutants-") as scratch:
        measured = copy_project(Path(scratch) / "measured")
        data = measure_coverage(measured, asked.jobs)
        folders: Queue[Path] = Queue()
        for job in range(asked.jobs):
            folders.put(copy_project(Path(scratch) / str(job)))

        def judge(mutant: Mutant) -> bool:
            folder = folders.get()
            try:
                return try_mutant(mutant, find_tests(data, measured, mutant), folder)
            finally:
                folders.put(folder)

        killed = 0
        with ThreadPoolExecutor(asked.jobs) as pool:
            for mutant, noticed in zip(chosen, pool.map(judge, chosen), strict=True):
                source = (ROOT / mutant.path).read_text(encoding="utf-8")
                print("killed  " if noticed else "SURVIVED", mutant.describe(source), flush=True)
                killed += noticed
    print(f"{killed} of {len(chosen)} killed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
