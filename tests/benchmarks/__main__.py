"""Runs the benchmarks on data made from the sample articles and their labels.

    python -m tests.benchmarks [--quick] [--only NAME ...]

To run one of them on your own data: `python -m tests.benchmarks.NAME PATH`.

The numbers compare engines and versions. They do not show how well names are found in other news,
because the samples were known when the code was written, and made-up news repeats itself.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import material
from tests.benchmarks.material import Material


@dataclass(frozen=True, slots=True)
class Size:
    loaded: int
    """Articles that are read and loaded."""
    searched: int
    """Articles in the indexes: those, and more that are made from them."""
    seconds: int
    """Seconds for which readers visit the site."""


FULL = Size(loaded=3000, searched=20_000, seconds=60)
QUICK = Size(loaded=300, searched=1000, seconds=15)

SAMPLES = Path(__file__).parent.parent / "samples"

BENCHMARKS: dict[str, Callable[[Material, Size], Sequence[object]]] = {
    "search": lambda made, size: [made.wire, "--articles", size.searched],
    "indexing": lambda made, size: [made.wire, "--articles", size.searched],
    "asking": lambda made, size: [made.texts, "--articles", size.loaded],
    "names": lambda made, size: [made.names],
    "places": lambda made, size: [SAMPLES],
    "quotes": lambda made, size: [SAMPLES / "quotes"],
    "summaries": lambda made, size: [made.summaries],
    "sections": lambda made, size: [made.sections],
    "digests": lambda made, size: [made.texts, "--articles", size.loaded],
    "ingest": lambda made, size: [made.texts],
    "load": lambda made, size: [made.texts, "--seconds", size.seconds],
}
"""The benchmarks in the order in which they run, with their arguments."""


def main(given: Sequence[str] | None = None) -> int:
    """Print the tables of each benchmark; return 1 if one of them failed, else 0."""
    arguments = _parser().parse_args(given)
    size = QUICK if arguments.quick else FULL
    with tempfile.TemporaryDirectory(prefix="newsroom-material-") as folder:
        made = material.make(Path(folder), size.loaded)
        failed = [name for name in arguments.only if not run(name, BENCHMARKS[name](made, size))]
    if failed:
        print(f"\nFailed: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description=(__doc__ or "").partition("\n")[0]
    )
    made.add_argument("--quick", action="store_true", help="few articles, a few minutes")
    made.add_argument(
        "--only", nargs="+", choices=BENCHMARKS, default=list(BENCHMARKS), metavar="NAME",
        help=f"some of: {', '.join(BENCHMARKS)}",
    )  # fmt: skip
    return made


def run(name: str, arguments: Sequence[object]) -> bool:
    """Run the benchmark in a process of its own, and return whether it succeeded."""
    print(f"\n# {name}", flush=True)
    command = [sys.executable, "-m", f"tests.benchmarks.{name}", *map(str, arguments)]
    return subprocess.run(command, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
