"""Figures, one a module: a small frame goes in, plain Plotly JSON comes out; no title, no source."""
