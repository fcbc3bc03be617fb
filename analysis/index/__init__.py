"""The index: its scores and ranks, where an economy stands, and why that changed."""
