"""Queries to an index and their results, as plain values that depend on no engine."""
