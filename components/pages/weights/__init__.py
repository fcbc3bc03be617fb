"""Weights and robustness: how far the rank depends on the weights."""
