import sys

import pytest

from tests import chromium


def test_what_an_installation_prints_is_shown_only_if_it_fails(capfd: pytest.CaptureFixture[str]):
    chromium.run_quietly(sys.executable, "-c", "print('unpacking')")
    assert capfd.readouterr().err == ""
    chromium.run_quietly(sys.executable, "-c", "print('no such package'); raise SystemExit(1)")
    assert capfd.readouterr().err == "no such package\n\n"
