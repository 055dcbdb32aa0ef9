"""Benchmarks: how fast and how good each part of the project is, compared with its peers."""

import os

# The readers need the time zone of the site.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
