"""Questions to an index and its answers, as plain values that know no engine."""
