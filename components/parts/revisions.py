"""Revisions: which series had their past changed by the newest release, and how far; China's values apart."""

import math
from collections.abc import Hashable, Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.revision import by_series
from components import numbers
from components.parts.tables import Cell, Column, table
from components.text import Words

# China's first: on a phone the others are reached by scrolling.
HEADS = (
    ("series", False),
    ("china_change", True),
    ("china_values", True),
    ("change", True),
    ("revised", True),
    ("lost", True),
    ("releases", False),
)


def revisions(dataset: Dataset, say: Words) -> Component:
    """Return the table of revised series, or the sentence that there is none."""
    frame = by_series(dataset.table("revisions"))
    if frame.empty:
        return html.P(say("revisions.none"), className="prose")
    rows = [_row(dataset, row, say) for row in frame.to_dict("records")]
    columns = [
        Column(say(f"revisions.column.{name}"), number, whole=name == "releases") for name, number in HEADS
    ]
    return table(columns, rows, caption=say("revisions.title"), missing=say("missing"))


def _row(dataset: Dataset, row: Mapping[Hashable, Any], say: Words) -> list[Cell]:
    return [
        _name(dataset, str(row["series"]), str(row["measure"]), say),
        _percent(row["china_change"], say),
        numbers.decimal(row["china_values"], 0),
        _percent(row["change"], say),
        numbers.decimal(row["values"], 0),
        numbers.decimal(row["lost"], 0),
        " → ".join(numbers.day(str(row[f"{which}_vintage"]), say.lang) for which in ("old", "new")),
    ]


def _name(dataset: Dataset, series: str, measure: str, say: Words) -> str:
    known = dataset.catalog.indicators.get(series)
    if known:
        return known.short.get(say.lang)
    return say("revisions.index", code=series, measure=say(f"revisions.{measure}"))


def _percent(change: float, say: Words) -> str:
    return say("missing") if math.isnan(change) else f"{numbers.decimal(100 * change, 1, sign=True)}%"
