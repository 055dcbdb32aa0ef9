"""What is asked of an index and what comes back; knows no engine."""
