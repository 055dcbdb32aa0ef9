"""What answers a query from the segments: matching, counting, ranking."""
