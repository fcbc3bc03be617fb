"""Charts as sums of layers, one module a chart, and their kit: a frame goes in, Plotly JSON comes out."""
