"""Answers queries from the segments: matches, ranks and counts."""
