"""Lessons: three of them for a class, whose answers are computed."""
