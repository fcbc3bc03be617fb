"""Economies side by side, other rankings, and statements compared with the figures."""
