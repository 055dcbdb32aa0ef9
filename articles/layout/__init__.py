"""Turns blocks of text into an article with a title and sections, and removes the boilerplate."""
