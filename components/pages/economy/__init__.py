"""Economy profile: one economy on every level of the index."""
