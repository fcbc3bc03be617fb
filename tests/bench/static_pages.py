"""The limits: the trajectory without a framework, drawn by the same plotly.js, and as SVG alone."""

import json

from flask import Flask, Response

from analysis.dataset import Dataset
from analysis.standing import MEASURES
from analysis.trajectory import Choice
from components.bundles import bundles
from components.pages.overview.page import views
from components.prerender.static_svg import static_svg
from components.text import words
from components.theme import FONT, LIGHT, css_tokens
from data import catalog
from data.snapshot import BUNDLED, open_snapshot
from service import compression, files, headers

dataset = Dataset(open_snapshot(BUNDLED), catalog.load())
every = views(dataset, Choice.read(dataset, {}), words("en"))
shown = {name: every.view(name) for name in MEASURES}
TOKENS = "".join(f"{name}:{value};" for name, value in css_tokens(LIGHT).items())
LOOK = f"body{{font:14px/20px {FONT}}}:root{{{TOKENS}}}"
HEAD = f'<!DOCTYPE html><meta charset="utf-8"><title>Reference</title><style>{LOOK}</style>'
RADIOS = "".join(f'<label><input type="radio" name="show" value="{name}">{name}</label>' for name in shown)
SCRIPT = """
const figures = JSON.parse(document.getElementById("figures").textContent);
const graph = document.getElementById("graph");
const draw = (name) => {
  Plotly.react(graph, figures[name].data, figures[name].layout, { displayModeBar: false });
};
document.addEventListener("change", (event) => draw(event.target.value));
draw("rank");
"""

server = Flask(__name__)
files.install_files(server, {bundles().plotly.name: bundles().plotly.content, "draw.js": SCRIPT.encode()})


@server.get("/plotly")
def plotly() -> Response:
    """Return the page that plotly.js draws."""
    figures = json.dumps({name: one.figures["full-500"] for name, one in shown.items()})
    for name, value in css_tokens(LIGHT).items():
        figures = figures.replace(f"var({name})", value)
    data = f'<script type="application/json" id="figures">{figures}</script>'
    scripts = f'<script src="{bundles().plotly.address}"></script><script src="/assets/draw.js"></script>'
    return Response(f'{HEAD}{RADIOS}<div id="graph"></div>{data}{scripts}')


@server.get("/svg")
def svg() -> Response:
    """Return the page that needs no script."""
    return Response(HEAD + static_svg(shown["rank"].figures["full-500"]))


compression.install(server)
headers.install(server)
