"""Tables of a few rows; widgets/long_table.py has those for which Dash would take too long."""

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
"""Columns that a phone has room for, unless all are text; the rows of other tables become cards there."""
CARDS_SHOWN: Final = 10
"""Cards of each group that a phone shows at first (styles/stacked.css)."""
MIN_HIDDEN: Final = 2
"""Further cards for which no button is worth its place."""
SHOW_ALL_CLASS: Final = "button rest"
"""Classes of the button that shows the others; wider screens hide it (scripts/cards.js)."""
_TEXTS = ("text", "unbroken", "economy")  # the second stays on one line


@dataclass(frozen=True, slots=True)
class Col:
    """A column of a frame: its name there, the words of its head, and how its values are written.

    write: a name of components.text.formats, "" for a number that is shown as it is; "text" for what is no
    number, "unbroken" for a text that is never broken over two lines.
    """

    name: str
    head: str
    write: str = ""

    @property
    def number(self) -> bool:
        """Whether it is set right, in tabular figures."""
        return self.write not in _TEXTS


def columns_of(t: Words, key: str, **written_as: str) -> list[Col]:
    """Return columns headed <key>.<name>, by name the way of writing."""
    return [Col(name, t(f"{key}.{name}"), how) for name, how in written_as.items()]


def rows_table(
    t: Words,
    rows: pd.DataFrame | Iterable[dict[Any, Any]],
    columns: Sequence[Col],
    caption: str,
    marked: Any = ("economy", FOCUS),
) -> html.Div:
    """Return rows as a table; what is missing is said in a word, components and blanks stay as they are.

    The first cell of a row is its head. marked: column and value of the rows that are emphasised.
    """
    heads = [html.Th(one.head, scope="col", className="num" if one.number else None) for one in columns]
    lines = []
    for row in rows.to_dict("records") if isinstance(rows, pd.DataFrame) else rows:
        cells = [_cell(t, row[one.name], one, first=one is columns[0]) for one in columns]
        lines.append(html.Tr(cells, className="marked" if row.get(marked[0]) == marked[1] else None))
    texts = len(columns) == MAX_COLUMNS and not any(one.number for one in columns)
    css = " cards texts" if texts else " cards" if len(columns) > MAX_COLUMNS else ""
    return scroll_region(t, without_head(caption, heads, [html.Tbody(lines)]), caption, css)


def _cell(t: Words, value: Any, column: Col, *, first: bool) -> Component:
    """Return a cell in the form of its column; one that says "missing" is set in quiet ink."""
    content = value
    if not isinstance(value, (list, Component)):
        if not isinstance(value, tuple) and pd.isna(value):
            content = t("missing")
        else:
            as_it_is = value == "" or column.write in ("", *_TEXTS)
            content = str(value) if as_it_is else t.write(value, column.write)
    names = ["num"] if column.number else ["whole"] if column.write == "unbroken" else []
    names += ["missing"] if content == t("missing") else []
    css = " ".join(names) or None
    if first:
        return html.Th(content, scope="row", className=css)
    return html.Td(content, className=css, **attributes(data_label=column.head))


def without_head(
    caption: str, heads: Sequence[Component], bodies: Sequence[Component], **about: str
) -> html.Table:
    """Return a table of heads, if any, and bodies made elsewhere; ``about`` are its further properties."""
    head = [html.Thead(html.Tr(list(heads)))] if heads else []
    return html.Table([html.Caption(caption, className="unseen"), *head, *bodies], **about)  # type: ignore[arg-type]


def scroll_region(t: Words, content: html.Table, caption: str, css: str = " cards") -> html.Div:
    """Return a table in a region that scrolls by itself; ``css``: its further classes."""
    bodies = [list(part.children) for part in content.children if isinstance(part, html.Tbody)]
    count = sum(
        isinstance(row.children, list) for rows in bodies for row in rows
    )  # the head of a group is one
    words = show_all_label(t, count, map(len, bodies)) if "cards" in css else ""
    more = [button(words, SHOW_ALL_CLASS, data_action="rest")] if words else []
    # It must take the focus, or a keyboard cannot scroll it.
    about = attributes(role="region", aria_label=caption)
    return html.Div([content, *more], className=f"table-scroll{css}", tabIndex="0", **about)


def show_all_label(t: Words, count: int, groups: Iterable[int]) -> str:
    """Return the words of the button that shows all ``count`` rows on a phone, "" where it needs none.

    groups: the number of rows of each body of the table.
    """
    more = sum(max(0, rows - CARDS_SHOWN) for rows in groups)
    return t("site.rows_all", count=count) if more > MIN_HIDDEN else ""


def labelled_cells(cells: Sequence[Component], heads: Sequence[str]) -> list[Component]:
    """Give each cell the head of its column, which stands above it where rows are cards; return the cells."""
    for cell, head in zip(cells, heads, strict=False):  # the last cell may span columns
        setattr(cell, "data-label", head)
    return list(cells)


def own_table(
    view: PageView[Any],
    table_: Table[Any, Any],
    caption: str,
    rows: pd.DataFrame | None = None,
    words: Mapping[str, Sequence[Cell]] = MappingProxyType({}),
    without: Collection[str] = (),
    marked: tuple[str, Any] | None = None,
    across: Mapping[Any, str] = MappingProxyType({}),
    beside: "Mapping[Col, Mapping[Any, Any] | pd.Series[Any]]" = MappingProxyType({}),
    **about: Any,
) -> html.Div:
    """Return the columns of a table that it says a page shows.

    rows: all of its files, unless given; words: what stands in place of the values of some columns; without:
    columns that a view does not have; marked: column and value of the rows that are emphasised, which are
    China's in a table of economies; across: what stands above the columns that are side by side, by value,
    where it may name the {column}; the value itself, unless given; beside: columns that files do not have,
    their cells by what heads a row; about: what the words above the columns name.
    """
    rows = file_rows(view, table_) if rows is None else rows
    used = {name: cell for name, cell in table_.cells.items() if name not in without}
    heads = view.dataset.catalog.heads(table_.name, used, view.t.lang, page=True)
    heads = {name: head.format(**about) for name, head in heads.items()}
    if table_.across:
        across = across or {one: str(one) for one in rows[table_.across].unique()}
        rows, used, heads = _side_by_side(rows, table_.across, across, used, heads)
    columns: list[Col] = []
    cells: dict[str, Any] = {}
    for name, (together, how) in used.items():
        # Cells have names of their own: the economy's code stays in its column, by which a row is marked.
        cell = f"cell {name}"
        columns.append(Col(cell, heads[name], how))
        if name in words:
            columns[-1] = replace(columns[-1], write=how if how in _TEXTS else "")
            cells[cell] = words[name]
        elif how == "economy":
            cells[cell] = [view.economy_name(code) for code in rows[name]]
        elif len(together) > 1:
            cells[cell] = list(zip(*(rows[one] for one in together), strict=True))
        else:
            cells[cell] = rows[name]
    for column, found in beside.items():
        columns.append(column)
        cells[column.name] = rows[next(iter(used))].map(found)
    rows = rows.assign(**cells)
    if table_.newest:
        rows = rows.sort_values(table_.newest, ascending=False)
    return rows_table(
        view.t, rows, columns, caption, marked or ("economy" if "economy" in used else "", FOCUS)
    )


def _side_by_side(
    rows: pd.DataFrame, column: str, across: Mapping[Any, str], cells: Cells, heads: Mapping[str, str]
) -> tuple[pd.DataFrame, Cells, dict[str, str]]:
    first, *names = cells
    found, named = {first: cells[first]}, {first: heads[first]}
    for one, text in across.items():
        for name in names:
            found[f"{name} {one}"] = ((name,), cells[name][1])
            named[f"{name} {one}"] = text.replace("{column}", heads[name])
    wide = rows.pivot(index=first, columns=column, values=names)
    wide.columns = wide.columns.map("{0[0]} {0[1]}".format)
    return wide.reindex(index=rows[first].unique(), columns=[*found][1:]).reset_index(), found, named


def table_card(prefix: str, name: str, table_: Table[Any, Any], height: int) -> Card[Any]:
    """Return a card that is a table and no more, under its name in the catalog."""
    return Card(prefix, name, (table_,), partial(_listed, table_), height=height, plotted=False)


def _listed(table_: Table[Any, Any], view: PageView[Any]) -> Content:
    dataset, t = view.dataset, view.t
    about = dataset.catalog.downloads[table_.name]
    title, rows = t.phrase(about.title), file_rows(view, table_)
    publishers = [*dict.fromkeys(one for cell in rows["publisher"].dropna() for one in str(cell).split("; "))]
    return Content(
        title,
        t.phrase(about.row),
        source=t("card.source", publishers=t.listing(publishers), checked=view.checked_day),
        body=[own_table(view, table_, title, rows)],
        releases=[one for cell in rows["source"].dropna() for one in str(cell).split()],
    )


def file_rows(view: PageView[Any], table_: Table[Any, Any]) -> pd.DataFrame:
    """Return the rows that the files of a table have for a view."""
    dataset, choice = view.dataset, view.choice
    if not isinstance(choice, table_.query):
        choice = table_.query.read(dataset, {})
    return table_.to_rows(table_.result(dataset, choice), dataset, choice, view.t.lang)
