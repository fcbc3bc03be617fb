"""Productivity: the article's own test of high-quality development, in two versions of one source."""
