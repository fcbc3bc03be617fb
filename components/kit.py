"""A frame as a table, by its columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.table import Table
from components.card import Card, Content
from components.parts.tables import Cell, Column, table
from components.text import Words
from components.view import PageView
from data.article import HERO

_TEXTS = ("text", "unbroken")  # the latter stays on one line


@dataclass(frozen=True, slots=True)
class Col:
    """A column of a frame: its name there, the words of its head, and how its values are written.

    write: a name of components.formats, "" for what is shown as it is; number: set right in tabular figures;
    whole: never broken over two lines.
    """

    name: str
    head: str
    write: str = ""
    number: bool = True
    whole: bool = False


def columns_of(t: Words, key: str, **written_as: str) -> list[Col]:
    """Return columns headed <key>.<name>, by name the way of writing; "text", "unbroken": no numbers."""
    return [
        Col(name, t(f"{key}.{name}"), "" if how in _TEXTS else how, how not in _TEXTS, how == "unbroken")
        for name, how in written_as.items()
    ]


def rows_table(
    t: Words,
    rows: pd.DataFrame | Iterable[dict[Any, Any]],
    columns: Sequence[Col],
    caption: str,
    marked: Any = ("economy", HERO),
) -> html.Div:
    """Return rows as a table; what is missing is said in a word, components and blanks stay as they are.

    marked: column and value of the rows that are emphasised.
    """
    found = rows.to_dict("records") if isinstance(rows, pd.DataFrame) else list(rows)
    cells = [[_cell(t, row[column.name], column.write) for column in columns] for row in found]
    heads = [Column(column.head, column.number, column.whole) for column in columns]
    highlight = [place for place, row in enumerate(found) if row.get(marked[0]) == marked[1]]
    return table(t, heads, cells, caption=caption, highlight=highlight)


def own_table(
    view: PageView[Any], table_: Table[Any, Any], caption: str, marked: Any = ("economy", HERO)
) -> html.Div:
    """Return the columns of a table that it says a page shows, of the rows that its files have, too.

    marked: as for ``rows_table``.
    """
    t, rows = view.t, _rows(view, table_)
    heads = view.dataset.catalog.heads(table_.name, [one.name for one in table_.columns], t.lang)
    columns = []
    for one in table_.columns:
        name = one.name
        if one.write == "economy":  # the code stays, by which a row is marked
            name, rows = "called", rows.assign(called=rows[one.name].map(view.called))
        how = "" if one.write in (*_TEXTS, "economy") else one.write
        columns.append(Col(name, heads[one.name], how, bool(how), one.write == "unbroken"))
    return rows_table(t, rows, columns, caption, marked)


def table_card(prefix: str, name: str, table_: Table[Any, Any], height: int = 0) -> Card[Any]:
    """Return a card that is a table and no more, under its name in the catalog."""
    return Card(prefix, name, (table_,), partial(_listed, table_), height=height, plotted=False)


def _listed(table_: Table[Any, Any], view: PageView[Any]) -> Content:
    dataset, t = view.dataset, view.t
    about = dataset.catalog.downloads[table_.name]
    title, rows = t.of(about.title), _rows(view, table_)
    publishers = [*dict.fromkeys(one for cell in rows["publisher"].dropna() for one in str(cell).split("; "))]
    return Content(
        title,
        t.of(about.row),
        source=t("card.source", publishers=t.listing(publishers), checked=view.checked),
        body=[own_table(view, table_, title)],
        releases=[one for cell in rows["source"].dropna() for one in str(cell).split()],
    )


def _rows(view: PageView[Any], table_: Table[Any, Any]) -> pd.DataFrame:
    dataset, choice = view.dataset, view.choice
    if not isinstance(choice, table_.query):
        choice = table_.query.read(dataset, {})
    return table_.frame(table_.result(dataset, choice), dataset, choice, view.t.lang)


def _cell(t: Words, value: Any, how: str) -> Cell:
    if isinstance(value, (list, Component)):
        return value
    if not isinstance(value, tuple) and pd.isna(value):
        return t("missing")
    return t.write(value, how) if how and value != "" else str(value)
