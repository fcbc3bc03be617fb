"""A table of some thousand cells, which the browser draws from one JSON text (Dash takes seconds for it)."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from components.attributes import attributes
from components.parts.tables import rest
from components.text import Words


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


_FOLDED: Final = ("anchor", "finding", "open")


def written(
    t: Words, heads: Sequence[Head], groups: Sequence[Group], *, caption: str, header: int = 0
) -> str:
    """Return the table as JSON text; ``header`` is the column that heads its row.

    Rows that stand above the others once more, ``pinned``, are not counted in the words of its button.
    """
    count = sum(len(group.rows) for group in groups if group.css != "pinned")
    sizes = (len(group.rows) + bool(group.label) for group in groups)
    table = {
        "caption": caption,
        "header": header,
        "rest": "" if groups and groups[0].anchor else rest(t, count, sizes),
        "columns": [_plain(head) for head in heads],
        "groups": [
            {
                "label": group.label,
                "class": group.css,
                **({name: getattr(group, name) for name in _FOLDED} if group.anchor else {}),
                "rows": [
                    {"class": row.css, "cells": [_cell(cell) for cell in row.cells]} for row in group.rows
                ],
            }
            for group in groups
        ],
    }
    return json.dumps(table, ensure_ascii=False, separators=(",", ":"))


def _cell(cell: str | Mark) -> str | dict[str, Any]:
    return cell if isinstance(cell, str) else _plain(cell)


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
