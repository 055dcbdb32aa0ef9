"""What the reader's pages show: a module for each question that a page asks of the archive.

`views` asks, these answer with plain values, and the templates show them.
"""
