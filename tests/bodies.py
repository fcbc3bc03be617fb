"""Callback requests as a browser sends them to the small site of tests/toy_site.py."""

from __future__ import annotations

from typing import Any

UPDATE = "/_dash-update-component"
MEASURE = {"id": "measure", "property": "value", "value": "rank"}


def chip(index: Any, **more: Any) -> dict[str, Any]:
    """One item of a pattern-matching input."""
    return {"id": {"type": "chip", "index": index}, "property": "n_clicks", **more}


def note(index: Any, prop: str) -> dict[str, Any]:
    """One item of a pattern-matching output."""
    return {"id": {"type": "note", "index": index}, "property": prop}


FIGURE: dict[str, Any] = {
    "output": "figure.figure",
    "outputs": {"id": "figure", "property": "figure"},
    "inputs": [MEASURE],
    "changedPropIds": ["measure.value"],
}
ALL_CHIPS: dict[str, Any] = {
    "output": "all.children",
    "outputs": {"id": "all", "property": "children"},
    "inputs": [[chip("KOR", value=1), chip("JPN")]],
    "state": [{"id": {"type": "chip", "index": "KOR"}, "property": "id", "value": {"type": "chip"}}],
    "changedPropIds": ['{"index":"KOR","type":"chip"}.n_clicks'],
}
MATCHED: dict[str, Any] = {
    "output": '{"index":["MATCH"],"type":"note"}.children',
    "outputs": note("KOR", "children"),
    "inputs": [chip("KOR", value=2)],
    "changedPropIds": [],
}
TITLES: dict[str, Any] = {
    "output": '{"index":["ALL"],"type":"note"}.title',
    "outputs": [note("KOR", "title"), note("JPN", "title")],
    "inputs": [MEASURE],
}
VALID = [FIGURE, ALL_CHIPS, MATCHED, TITLES]
