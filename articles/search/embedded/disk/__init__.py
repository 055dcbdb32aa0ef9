"""What lies on disk: the segments of the index, and how they are written and merged."""
