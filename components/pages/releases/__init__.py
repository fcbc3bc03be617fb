"""Releases side by side: what each release of a series says of China."""
