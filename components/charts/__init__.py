"""Charts as sums of layers, one module a family, and their kit: a frame goes in, Plotly JSON comes out."""
