"""Downloads: the whole data package, and each table of the snapshot as CSV with rows and description."""

from dash import html
from dash.development.base_component import Component

from components import numbers
from components.attributes import attributes
from components.pages.data.view import View
from components.parts.tables import Cell, Column, table
from components.shell import path
from components.text import markup

_HEADS = (("table", False), ("holds", False), ("rows", True), ("columns", True), ("size", True))


def downloads(view: View) -> list[Component]:
    """Return the package with its identity, and a row for each table."""
    say, snapshot = view.say, view.dataset.snapshot
    sizes = {one["name"]: len(snapshot.table(one["name"])) for one in snapshot.resources}
    about = {"tables": len(sizes), "rows": numbers.decimal(sum(sizes.values()), 0)}
    checked = numbers.day(view.dataset.checked, say.lang)
    link = html.A(
        say("data.downloads.package"), href="/download/snapshot.zip", className="button", download=""
    )
    digest = str(snapshot.descriptor["digest"]).removeprefix("sha256:")
    rows: list[list[Cell]] = []
    for one in snapshot.resources:
        name = str(one["name"])
        address = f"/download/table/{name}.csv"
        mark = attributes(aria_label=f"{name}.csv")
        size = html.A(_size(view, int(one["bytes"])), href=address, download=f"{name}.csv", **mark)
        rows.append(
            [
                html.Code(name),
                say(f"data.table.{name}"),
                numbers.decimal(sizes[name], 0),
                str(len(snapshot.table(name).columns)),
                size,
            ]
        )
    columns = [Column(say(f"data.downloads.{name}"), number) for name, number in _HEADS]
    return [
        html.Div([html.P(link), html.P(html.A(say("data.downloads.api"), href=path(say.lang, "data/api")))]),
        html.P(
            markup(say("data.downloads.id", id=snapshot.id, checked=checked, **about)), className="data-id"
        ),
        html.P([say("data.downloads.hash"), " ", html.Code(digest)], className="small data-hash"),
        table(columns, rows, caption=say("data.downloads.caption"), missing=say("missing")),
    ]


def _size(view: View, count: int) -> str:
    if count >= 1e6:
        return view.say("data.downloads.mb", size=numbers.decimal(count / 1e6, 1))
    return view.say("data.downloads.kb", size=numbers.decimal(max(count / 1e3, 0.1), 1))
