"""How fast and how good each part is, beside its peers."""

import os

# Reading articles asks for the time zone of the site.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
