"""Computes the shapes of SVG pictures of search results, with pure functions of plain values."""
