"""Ranking: where everybody stands in one edition, beside another."""
