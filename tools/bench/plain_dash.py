"""The reference: the Overview in Dash as most people write it, with plotly.express in the callback."""

from typing import Any

import plotly.express as px
from dash import Dash, Input, Output, dcc, html

from analysis.dataset import Dataset
from analysis.index.standing import MEASURES, rows_between, standings
from data import catalog
from data.article import FOCUS, PEERS
from data.snapshot import BUNDLED, open_snapshot

snapshot = open_snapshot(BUNDLED)
scores = snapshot.table("gii_scores")
frame = rows_between(standings(Dataset(snapshot, catalog.load())), (FOCUS, *PEERS), 2010, 2025)
newest = scores[scores["edition"] == 2025]
ranking = newest[newest["code"] == "GII"].sort_values("rank")[["rank", "economy", "score", "edition"]]
pillars = newest[newest["code"].str.fullmatch(r"P[1-7]") & (newest["economy"] == FOCUS)]

app = Dash(__name__)
app.layout = html.Div(
    [
        dcc.RadioItems(MEASURES, "rank", id="measure"),
        dcc.Graph(id="graph"),
        dcc.Graph(id="bars"),
        html.Table(
            [html.Tr([html.Th(str(name)) for name in ranking])]
            + [html.Tr([html.Td(str(value)) for value in row]) for row in ranking.itertuples(index=False)]
        ),
    ]
)
server = app.server


@app.callback(Output("graph", "figure"), Output("bars", "figure"), Input("measure", "value"))
def draw(measure: str) -> Any:
    """Return the figures of the measure."""
    bars = px.bar(pillars, x="code", y="rank" if measure == "rank" else "score")
    return px.line(frame, x="edition", y=measure, color="economy", markers=True), bars
