"""Economies side by side and on a map, other rankings, and statements compared with the figures."""
