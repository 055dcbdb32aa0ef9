"""Answers queries from the segments: finds, ranks and counts the matches."""
