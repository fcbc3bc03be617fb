"""Accessible tables: plain ones, and those so large that the browser draws them (Dash would take seconds)."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from components.attributes import attributes, button
from components.text import Words

Cell = str | Component | list[str | Component]
MOST_COLUMNS: Final = 4
"""Columns that a phone has room for, unless all are text; the rows of other tables become cards there."""
FIRST: Final = 10
"""Cards of each group that a phone shows at first (styles/stacked.css)."""
SPARED: Final = 2
"""Further cards for which no button is worth its place."""
REST: Final = "button rest"
"""Classes of the button that shows the others; wider screens hide it (scripts/cards.js)."""


@dataclass(frozen=True, slots=True)
class Column:
    """Head of a column; numbers are set right in tabular figures; dates and releases stay on one line."""

    head: str
    number: bool = True
    whole: bool = False


def table(
    t: Words,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    caption: str,
    highlight: Collection[int] = (),
) -> html.Div:
    """Return a table in a region that scrolls by itself; the first cell of a row is its head.

    ``highlight`` holds the indices of emphasised rows; cells that say "missing" are set in quiet ink.
    """
    head = [html.Th(c.head, scope="col", className="num" if c.number else None) for c in columns]
    body = [
        html.Tr(
            [
                _cell(cell, column, first=column is columns[0], missing=t("missing"))
                for cell, column in zip(row, columns, strict=True)
            ],
            className="marked" if index in highlight else None,
        )
        for index, row in enumerate(rows)
    ]
    texts = len(columns) == MOST_COLUMNS and not any(column.number for column in columns)
    css = " cards texts" if texts else " cards" if len(columns) > MOST_COLUMNS else ""
    return region(t, bare(caption, head, [html.Tbody(body)]), caption, css)


def bare(caption: str, heads: Sequence[Component], bodies: Sequence[Component], **about: str) -> html.Table:
    """Return a table of heads, if any, and bodies made elsewhere; ``about`` are its further properties."""
    head = [html.Thead(html.Tr(list(heads)))] if heads else []
    return html.Table([html.Caption(caption, className="unseen"), *head, *bodies], **about)  # type: ignore[arg-type]


def region(t: Words, content: html.Table, caption: str, css: str = " cards") -> html.Div:
    """Return a table in a region that scrolls by itself; ``css``: its further classes."""
    bodies = [list(part.children) for part in content.children if isinstance(part, html.Tbody)]
    count = sum(
        isinstance(row.children, list) for rows in bodies for row in rows
    )  # the head of a group is one
    words = rest(t, count, map(len, bodies)) if "cards" in css else ""
    more = [button(words, REST, data_action="rest")] if words else []
    # It must take the focus, or a keyboard cannot scroll it.
    about = attributes(role="region", aria_label=caption)
    return html.Div([content, *more], className=f"table-scroll{css}", tabIndex="0", **about)


def rest(t: Words, count: int, groups: Iterable[int]) -> str:
    """Return the words of the button that shows all ``count`` rows on a phone, "" where it needs none.

    groups: the number of rows of each body of the table.
    """
    more = sum(max(0, rows - FIRST) for rows in groups)
    return t("site.rows_all", count=count) if more > SPARED else ""


def labelled(cells: Sequence[Component], heads: Sequence[str]) -> list[Component]:
    """Give each cell the head of its column, which stands above it where rows are cards; return the cells."""
    for cell, head in zip(cells, heads, strict=False):  # the last cell may span columns
        setattr(cell, "data-label", head)
    return list(cells)


def _cell(cell: Cell, column: Column, *, first: bool, missing: str) -> Component:
    names = ["num"] if column.number else ["whole"] if column.whole else []
    names += ["missing"] if cell == missing else []
    css = " ".join(names) or None
    if first:
        return html.Th(cell, scope="row", className=css)
    return html.Td(cell, className=css, **attributes(data_label=column.head))


@dataclass(frozen=True, slots=True)
class Head:
    """Head of a column: a button that sorts where ``sort`` is given.

    text: as shown; full: the whole name, which begins with or holds the text; css: classes of all its cells;
    sort: key of the column; sorted: ascending or descending where the table is sorted by it; order: what the
    button asks for next.
    """

    text: str
    full: str = ""
    css: str = ""
    sort: str = ""
    sorted: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell that is more than text: its label for screen readers, a link, a second line, a title, a span."""

    text: str
    label: str = ""
    href: str = ""
    small: str = ""
    title: str = ""
    css: str = ""
    span: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """Cells in the order of the columns; ``css`` names the emphasis."""

    cells: Sequence[str | Mark]
    css: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together, with the words above them.

    anchor: id for links to the group; groups that have one are tables of their own, each folded below its
    label and its finding, all but the first of them and those that are ``open``.
    """

    rows: Sequence[Row]
    label: str = ""
    css: str = ""
    anchor: str = ""
    finding: str = ""
    open: bool = False


def written(
    t: Words, heads: Sequence[Head], groups: Sequence[Group], *, caption: str, header: int = 0
) -> str:
    """Return the table as JSON text; ``header`` is the column that heads its row.

    Rows that stand above the others once more, ``pinned``, are not counted in the words of its button.
    """
    count = sum(len(group.rows) for group in groups if group.css != "pinned")
    sizes = (len(group.rows) + bool(group.label) for group in groups)
    table: dict[str, Any] = {
        "caption": caption,
        "header": header,
        "rest": "" if groups and groups[0].anchor else rest(t, count, sizes),
        "columns": [_plain(head) for head in heads],
        "groups": [],
    }
    for group in groups:
        folded = {"anchor": group.anchor, "finding": group.finding, "open": group.open}
        cells = [[one if isinstance(one, str) else _plain(one) for one in row.cells] for row in group.rows]
        rows = [{"class": row.css, "cells": own} for row, own in zip(group.rows, cells, strict=True)]
        table["groups"].append(
            {"label": group.label, "class": group.css, **(folded if group.anchor else {}), "rows": rows}
        )
    return json.dumps(table, ensure_ascii=False, separators=(",", ":"))


def _plain(part: Head | Mark) -> dict[str, Any]:
    values = {("class" if name == "css" else name): value for name, value in asdict(part).items()}
    return {name: value for name, value in values.items() if value or name in ("text", "order")}


def drawn_table(
    prefix: str, text: str, caption: str, stores: tuple[str, str] = ("", ""), *, cards: bool = False
) -> list[Component]:
    """Return the place of a table and the store of its text, ``<prefix>-rows``.

    stores: ids of the stores that a head's button sets: the column and the order; cards: whether rows are
    cards on phones.
    """
    css = "table-scroll drawn cards" if cards else "table-scroll drawn"
    about = attributes(role="region", aria_label=caption)
    if all(stores):
        about |= attributes(data_stores=" ".join(stores))
    return [
        html.Div(id=f"{prefix}-drawn", className=css, tabIndex="0", **about),
        dcc.Store(id=f"{prefix}-rows", data=text),
    ]


def drawing(app: Dash, prefix: str) -> None:
    """Let the browser draw the table at first and whenever its text changes."""
    app.clientside_callback(
        ClientsideFunction("table", "draw"),
        Output(f"{prefix}-drawn", "data-rows"),  # Dash calls nothing at first that has no output
        Input(f"{prefix}-rows", "data"),
        State(f"{prefix}-drawn", "id"),
    )
