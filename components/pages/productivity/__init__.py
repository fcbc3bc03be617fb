"""Productivity, which the article wants to rise: in two versions of one source."""
