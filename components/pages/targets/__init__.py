"""Official targets: what was promised, by when, and what became of it."""
