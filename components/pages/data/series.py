"""Related indicators: what is held of each family of sources, how many economies and years, up to when."""

from dash.development.base_component import Component

from analysis import inventory
from components import numbers
from components.pages.data.view import View
from components.parts.releases import publisher
from components.parts.tables import Cell, Column, table

_HEADS = (
    ("family", False),
    ("indicators", True),
    ("economies", True),
    ("years", True),
    ("newest", True),
    ("values", True),
    ("releases", True),
)


def series(view: View) -> list[Component]:
    """Return the table, a row for each family of sources with observations."""
    say, tables = view.say, view.dataset.table
    frame = inventory.by_family(tables("observations"), tables("sources"))
    rows: list[list[Cell]] = []
    for row in frame.to_dict("records"):
        first, last = int(row["first"]), int(row["last"])
        counts = (row[name] for name in ("indicators", "economies"))
        rows.append(
            [
                publisher(view.dataset, str(row["family"]), say),
                *(numbers.decimal(count, 0) for count in counts),
                numbers.interval_cell(first, last, say("missing")),
                str(last),
                numbers.decimal(row["values"], 0),
                numbers.decimal(row["releases"], 0),
            ]
        )
    columns = [Column(say(f"data.series.{name}"), number) for name, number in _HEADS]
    return [table(columns, rows, caption=say("data.part.series"), missing=say("missing"))]
