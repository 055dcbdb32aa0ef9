"""Templates are written so that anyone can read them."""

import subprocess
import sys
from pathlib import Path

from tests.serving import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
DJADE = Path(sys.executable).with_name("djade")


def test_no_line_is_longer_than_120_characters():
    long = [
        f"{template.relative_to(ROOT)}:{number}"
        for template in TEMPLATES
        for number, line in enumerate(template.read_text().splitlines(), 1)
        if len(line) > 120
    ]
    assert TEMPLATES
    assert long == []


def test_djade_would_change_nothing():
    checked = subprocess.run(
        [DJADE, "--target-version", "5.2", "--check", *TEMPLATES], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr
