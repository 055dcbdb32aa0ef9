"""The files of the index: how they are laid out, written and merged."""
