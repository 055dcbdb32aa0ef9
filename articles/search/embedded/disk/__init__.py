"""The files of the search index: their layout, and how they are written and merged."""
