"""Programming interface: the same numbers for scripts."""
