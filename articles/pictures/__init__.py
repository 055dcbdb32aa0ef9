"""Computes the shapes in pictures of search results (SVG), by pure functions of plain values."""
