"""Tables of a few rows; widgets/long_table.py has the long ones, which Dash would draw too slowly."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.table import Table
from components.cards.card import Card, Content
from components.text.attributes import attributes, button
from components.text.catalog import Words
from components.text.view import PageView
from data.article import FOCUS

Cell = str | Component | list[str | Component]
Cells = dict[str, tuple[tuple[str, ...], str]]  # as in Table.cells
MAX_COLUMNS: Final = 4
"""Columns that fit on a phone, unless all are text; rows of wider tables become cards there."""
CARDS_SHOWN: Final = 10
"""Cards of each group that a phone shows at first (styles/stacked.css)."""
MIN_HIDDEN: Final = 2
"""Number of hidden cards up to which they are shown without a button."""
SHOW_ALL_CLASS: Final = "button rest"
"""Classes of the button that shows the hidden cards; wider screens hide it (scripts/cards.js)."""
_TEXT_FORMATS = ("text", "unbroken", "economy")


@dataclass(frozen=True, slots=True)
class Col:
    """A column of a table."""

    name: str
    """Its name in the rows."""
    head: str
    write: str = ""
    """Name of a format (components.text.formats); "" shows a number unchanged, "text" is no number,
    "unbroken" is a text on one line."""

    @property
    def number(self) -> bool:
        """Whether it is aligned right, in tabular figures."""
        return self.write not in _TEXT_FORMATS


def columns_of(t: Words, formats: Mapping[str, str]) -> list[Col]:
    """Return a column for each text key of a head, whose last part is the name, with its format."""
    return [Col(key.rpartition(".")[2], t(key), format_name) for key, format_name in formats.items()]


def rows_table(
    t: Words,
    rows: pd.DataFrame | Iterable[dict[Any, Any]],
    columns: Sequence[Col],
    caption: str,
    marked: Any = ("economy", FOCUS),
) -> html.Div:
    """Return rows as a table whose first column heads the rows; missing values become a word.

    Components and blanks are not changed. ``marked``: column and value of the rows to highlight.
    """
    heads = [
        html.Th(column.head, scope="col", className="num" if column.number else None) for column in columns
    ]
    table_rows = []
    for row in rows.to_dict("records") if isinstance(rows, pd.DataFrame) else rows:
        cells = [_cell(t, row[column.name], column, is_first=column is columns[0]) for column in columns]
        table_rows.append(html.Tr(cells, className="marked" if row.get(marked[0]) == marked[1] else None))
    has_texts_only = len(columns) == MAX_COLUMNS and not any(column.number for column in columns)
    css = " cards texts" if has_texts_only else " cards" if len(columns) > MAX_COLUMNS else ""
    return scroll_region(t, without_head(caption, heads, [html.Tbody(table_rows)]), caption, css)


def _cell(t: Words, value: Any, column: Col, *, is_first: bool) -> Component:
    content = value
    if not isinstance(value, (list, Component)):
        if not isinstance(value, tuple) and pd.isna(value):
            content = t("missing")
        else:
            is_unchanged = value == "" or column.write in ("", *_TEXT_FORMATS)
            content = str(value) if is_unchanged else t.write(value, column.write)
    classes = ["num"] if column.number else ["whole"] if column.write == "unbroken" else []
    classes += ["missing"] if content == t("missing") else []
    css = " ".join(classes) or None
    if is_first:
        return html.Th(content, scope="row", className=css)
    return html.Td(content, className=css, **attributes(data_label=column.head))


def without_head(
    caption: str, heads: Sequence[Component], bodies: Sequence[Component], **props: str
) -> html.Table:
    """Return a table of heads, if any, and bodies, with further properties."""
    head = [html.Thead(html.Tr(list(heads)))] if heads else []
    return html.Table([html.Caption(caption, className="unseen"), *head, *bodies], **props)  # type: ignore[arg-type]


def scroll_region(t: Words, content: html.Table, caption: str, css: str = " cards") -> html.Div:
    """Return a table in a scrolling region with further classes ``css``."""
    bodies = [list(part.children) for part in content.children if isinstance(part, html.Tbody)]
    # The head of a group is a row whose children are a single cell, not a list.
    count = sum(isinstance(row.children, list) for rows in bodies for row in rows)
    label = show_all_label(t, count, map(len, bodies)) if "cards" in css else ""
    more = [button(label, SHOW_ALL_CLASS, data_action="rest")] if label else []
    props = attributes(role="region", aria_label=caption)
    # The region must take the focus, or a keyboard cannot scroll it.
    return html.Div([content, *more], className=f"table-scroll{css}", tabIndex="0", **props)


def show_all_label(t: Words, count: int, group_sizes: Iterable[int]) -> str:
    """Return the label of the button that shows all ``count`` rows on a phone, "" if no button is needed."""
    hidden_count = sum(max(0, size - CARDS_SHOWN) for size in group_sizes)
    return t("site.rows_all", count=count) if hidden_count > MIN_HIDDEN else ""


def labelled_cells(cells: Sequence[Component], heads: Sequence[str]) -> list[Component]:
    """Label each cell with the head of its column, for rows that become cards; return the cells."""
    for cell, head in zip(cells, heads, strict=False):  # the last cell may span columns
        setattr(cell, "data-label", head)
    return list(cells)


def own_table(
    view: PageView[Any],
    table: Table[Any, Any],
    caption: str,
    rows: pd.DataFrame | None = None,
    words: Mapping[str, Sequence[Cell]] = MappingProxyType({}),
    without: Collection[str] = (),
    marked: tuple[str, Any] | None = None,
    across: Mapping[Any, str] = MappingProxyType({}),
    extra_columns: "Mapping[Col, Mapping[Any, Any] | pd.Series[Any]]" = MappingProxyType({}),
    **values: Any,
) -> html.Div:
    """Return the columns of a table that it declares for pages.

    Parameters
    ----------
    rows : by default all rows of its files
    words : cells that replace the values of a column
    without : columns to leave out
    marked : column and value of the rows to highlight; by default the focus economy
    across : heads of the columns that are side by side, by value, which may name the {column}
    extra_columns : cells of columns that files do not have, by the value that heads the row
    **values : of placeholders in the heads
    """
    rows = file_rows(view, table) if rows is None else rows
    used = {name: cell for name, cell in table.cells.items() if name not in without}
    heads = view.dataset.catalog.heads(table.name, used, view.t.lang, page=True)
    heads = {name: head.format(**values) for name, head in heads.items()}
    if table.across:
        across = across or {value: str(value) for value in rows[table.across].unique()}
        rows, used, heads = _side_by_side(rows, table.across, across, used, heads)
    columns: list[Col] = []
    cells: dict[str, Any] = {}
    for name, (sources, format_name) in used.items():
        # A cell has another name than its column: the economy's code, by which a row is marked, is kept.
        cell = f"cell {name}"
        columns.append(Col(cell, heads[name], format_name))
        if name in words:
            columns[-1] = replace(columns[-1], write=format_name if format_name in _TEXT_FORMATS else "")
            cells[cell] = words[name]
        elif format_name == "economy":
            cells[cell] = [view.economy_name(code) for code in rows[name]]
        elif len(sources) > 1:
            cells[cell] = list(zip(*(rows[source] for source in sources), strict=True))
        else:
            cells[cell] = rows[name]
    for column, values_by_head in extra_columns.items():
        columns.append(column)
        cells[column.name] = rows[next(iter(used))].map(values_by_head)
    rows = rows.assign(**cells)
    if table.newest:
        rows = rows.sort_values(table.newest, ascending=False)
    return rows_table(
        view.t, rows, columns, caption, marked or ("economy" if "economy" in used else "", FOCUS)
    )


def _side_by_side(
    rows: pd.DataFrame, column: str, across: Mapping[Any, str], cells: Cells, heads: Mapping[str, str]
) -> tuple[pd.DataFrame, Cells, dict[str, str]]:
    first, *names = cells
    wide_cells = {first: cells[first]}
    wide_heads = {first: heads[first]}
    for value, head in across.items():
        for name in names:
            wide_cells[f"{name} {value}"] = ((name,), cells[name][1])
            wide_heads[f"{name} {value}"] = head.replace("{column}", heads[name])
    wide = rows.pivot(index=first, columns=column, values=names)
    wide.columns = wide.columns.map("{0[0]} {0[1]}".format)
    wide = wide.reindex(index=rows[first].unique(), columns=[*wide_cells][1:]).reset_index()
    return wide, wide_cells, wide_heads


def table_card(prefix: str, name: str, table: Table[Any, Any], height: int) -> Card[Any]:
    """Return a card that only shows a table, under the title of its files."""
    return Card(prefix, name, (table,), partial(_table_content, table), height=height, plotted=False)


def _table_content(table: Table[Any, Any], view: PageView[Any]) -> Content:
    t, rows = view.t, file_rows(view, table)
    download = view.dataset.catalog.downloads[table.name]
    title = t.phrase(download.title)
    publishers = dict.fromkeys(name for cell in rows["publisher"].dropna() for name in str(cell).split("; "))
    return Content(
        title,
        t.phrase(download.row),
        source=t("card.source", publishers=t.listing([*publishers]), checked=view.checked_day),
        body=[own_table(view, table, title, rows)],
        releases=" ".join(map(str, rows["source"].dropna())).split(),
    )


def file_rows(view: PageView[Any], table: Table[Any, Any]) -> pd.DataFrame:
    """Return the rows that the files of a table have for a view."""
    dataset, choice = view.dataset, view.choice
    if not isinstance(choice, table.query):
        choice = table.query.read(dataset, {})
    return table.to_rows(table.result(dataset, choice), dataset, choice, view.t.lang)
