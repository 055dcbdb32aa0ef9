"""The command line and the tables of all benchmarks."""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Row = Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    rows: Sequence[Row]
    """All rows have the same columns in the same order."""


def parser(description: str) -> argparse.ArgumentParser:
    """Return a parser of the arguments that all benchmarks take: PATH and --json."""
    made = argparse.ArgumentParser(description=description)
    made.add_argument("path", type=Path, help="the file or folder of data to measure with")
    made.add_argument("--json", action="store_true", help="print JSON instead of tables")
    return made


def show(tables: Sequence[Table], as_json: bool) -> None:
    if as_json:
        print(json.dumps({table.title: [dict(row) for row in table.rows] for table in tables}))
        return
    for table in tables:
        print(f"\n## {table.title}\n")
        print(markdown(table.rows))


def markdown(rows: Sequence[Row]) -> str:
    """Return the rows as an aligned Markdown table, with numbers in three significant digits."""
    if not rows:
        return "(nothing measured)"
    grid = [list(rows[0])] + [[_cell(value) for value in row.values()] for row in rows]
    widths = [max(len(row[column]) for row in grid) for column in range(len(grid[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in grid
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _cell(value: str | int | float) -> str:
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else value
