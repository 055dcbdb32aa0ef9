"""Runs the command line: `newsroom` if the wheel is installed, `manage.py` in a checkout."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the management command that is named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    execute_from_command_line(sys.argv)
