"""Texts of every language, and how numbers, dates and names are written."""
