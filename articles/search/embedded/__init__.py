"""The embedded search index: files in one folder that this process reads and writes itself."""
