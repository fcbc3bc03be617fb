"""The limits: the trajectory without a framework, drawn by the same plotly.js, and as SVG alone."""

import json

import brotli
from flask import Flask, Response

from analysis.dataset import Dataset
from analysis.index.standing import MEASURES, Choice
from components.bundles import bundles
from components.charts.static_svg import static_svg
from components.pages.overview import CARD
from components.text.catalog import words
from components.text.view import PageView
from components.theme import FONT, LIGHT, css_tokens
from data import catalog
from data.snapshot import BUNDLED, open_snapshot

dataset = Dataset(open_snapshot(BUNDLED), catalog.load())
every = {name: PageView(dataset, words("en"), Choice.read(dataset, {"show": name})) for name in MEASURES}
shown = {name: [*json.loads(CARD.content(view).figure or "").values()][-1] for name, view in every.items()}
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

figures = json.dumps(shown)
for name, value in css_tokens(LIGHT).items():
    figures = figures.replace(f"var({name})", value)
DATA = f'<script type="application/json" id="figures">{figures}</script>'
SCRIPTS = '<script src="/plotly.js"></script><script src="/draw.js"></script>'
TEXTS = {
    "plotly": f'{HEAD}{RADIOS}<div id="graph"></div>{DATA}{SCRIPTS}'.encode(),
    "svg": (HEAD + static_svg(shown["rank"])).encode(),
    "plotly.js": bundles().plotly.content,
    "draw.js": SCRIPT.encode(),
}
PACKED = {name: brotli.compress(text) for name, text in TEXTS.items()}

server = Flask(__name__)


@server.get("/<name>")
def file(name: str) -> Response:
    """Return a page, or a script, which a browser asks for once."""
    kind, kept = (
        ("text/javascript", "max-age=31536000") if name.endswith(".js") else ("text/html", "no-cache")
    )
    return Response(PACKED[name], mimetype=kind, headers={"Content-Encoding": "br", "Cache-Control": kept})
