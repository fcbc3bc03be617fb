"""Callback requests as a browser sends them to the small site of tests/toy_site.py."""

from __future__ import annotations

from typing import Any

UPDATE = "/_dash-update-component"
MEASURE = {"id": "measure", "property": "value", "value": "rank"}
FIGURE: dict[str, Any] = {
    "output": "figure.figure",
    "outputs": {"id": "figure", "property": "figure"},
    "inputs": [MEASURE],
    "changedPropIds": ["measure.value"],
}
