"""Why it moved: the change of rank and score between two editions."""
