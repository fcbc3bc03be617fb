"""Accessible tables of a few rows; parts/long_table.py has those for which Dash would take too long."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dash import html
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
