"""The reference: the same trajectory in Dash as most people write it, with plotly.express in the callback."""

from typing import Any

import plotly.express as px
from dash import Dash, Input, Output, dcc, html

from analysis.selection import PEERS
from analysis.standing import CHINA, MEASURES, trajectory
from data.snapshot import BUNDLED, open_snapshot

snapshot = open_snapshot(BUNDLED)
scores, editions, intervals = (snapshot.table(f"gii_{name}") for name in ("scores", "editions", "intervals"))
frame = trajectory(scores, editions, intervals, (CHINA, *PEERS), 2010, 2025)

app = Dash(__name__)
app.layout = html.Div([dcc.RadioItems(MEASURES, "rank", id="measure"), dcc.Graph(id="graph")])
server = app.server


@app.callback(Output("graph", "figure"), Input("measure", "value"))
def draw(measure: str) -> Any:
    """Return the figure of the measure."""
    return px.line(frame, x="edition", y=measure, color="economy", markers=True)
