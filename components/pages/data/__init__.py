"""Data and method: what is available, what was checked, where it comes from, and how every figure is made."""
