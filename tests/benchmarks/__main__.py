"""Runs the benchmarks on data made here from the sample articles and their labels.

    python -m tests.benchmarks [--quick] [--only NAME ...]

Each can be run by itself on data of your own: `python -m tests.benchmarks.NAME PATH`.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.benchmarks import material
from tests.benchmarks.material import Material

ARTICLES, FEW_ARTICLES = 3000, 300
SEARCHED, FEW_SEARCHED = 100_000, 1000
INDEXED, FEW_INDEXED = 20_000, 1000
SECONDS, FEW_SECONDS = 60, 15

Arguments = Callable[[Material, bool], Sequence[object]]

BENCHMARKS: dict[str, Arguments] = {
    "search": lambda made, few: [made.wire, "--articles", FEW_SEARCHED if few else SEARCHED],
    "indexing": lambda made, few: [made.wire, "--articles", FEW_INDEXED if few else INDEXED],
    "names": lambda made, few: [made.names],
    "summaries": lambda made, few: [made.summaries],
    "sections": lambda made, few: [made.sections],
    "ingest": lambda made, few: [made.texts],
    "load": lambda made, few: [made.texts, "--seconds", FEW_SECONDS if few else SECONDS],
}
"""The benchmarks in the order in which they run, and what each is given."""


def main(given: Sequence[str] | None = None) -> int:
    """Prints the tables of each benchmark; returns 1 if one of them failed."""
    arguments = _parser().parse_args(given)
    with tempfile.TemporaryDirectory(prefix="newsroom-material-") as folder:
        made = material.make(Path(folder), FEW_ARTICLES if arguments.quick else ARTICLES)
        failed = [
            name
            for name in arguments.only
            if not run(name, BENCHMARKS[name](made, arguments.quick))
        ]
    if failed:
        print(f"\nFailed: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description=(__doc__ or "").partition("\n")[0]
    )
    made.add_argument("--quick", action="store_true", help="few articles: minutes, not an hour")
    made.add_argument(
        "--only", nargs="+", choices=BENCHMARKS, default=list(BENCHMARKS), metavar="NAME",
        help=f"some of: {', '.join(BENCHMARKS)}",
    )  # fmt: skip
    return made


def run(name: str, arguments: Sequence[object]) -> bool:
    """Whether the benchmark, a process of its own, ended well."""
    print(f"\n# {name}", flush=True)
    command = [sys.executable, "-m", f"tests.benchmarks.{name}", *map(str, arguments)]
    return subprocess.run(command, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
