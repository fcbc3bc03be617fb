"""Guess the line: readers draw how a rank went on."""
