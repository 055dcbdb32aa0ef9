"""Pictures of what was found: pure functions from plain values to shapes that templates draw."""
