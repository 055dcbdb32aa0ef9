"""The embedded index: Whoosh on files in one folder."""
