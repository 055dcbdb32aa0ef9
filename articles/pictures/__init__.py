"""Pictures of search results: pure functions from plain values to the shapes in an SVG."""
