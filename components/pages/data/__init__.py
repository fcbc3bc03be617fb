"""Data and method: what is held, what was checked, where it comes from, and how every figure is made."""
