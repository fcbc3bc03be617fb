"""A frame as a table, by its columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.standing import CHINA
from components.formats import written
from components.parts.tables import Cell, Column, table
from components.text import Words

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
    marked: Any = ("economy", CHINA),
) -> html.Div:
    """Return rows as a table; what is missing is said in a word, components and blanks stay as they are.

    marked: column and value of the rows that are emphasised.
    """
    found = rows.to_dict("records") if isinstance(rows, pd.DataFrame) else list(rows)
    cells = [[_cell(t, row[column.name], column.write) for column in columns] for row in found]
    heads = [Column(column.head, column.number, column.whole) for column in columns]
    highlight = [place for place, row in enumerate(found) if row.get(marked[0]) == marked[1]]
    return table(t, heads, cells, caption=caption, highlight=highlight)


def _cell(t: Words, value: Any, how: str) -> Cell:
    if isinstance(value, (list, Component)):
        return value
    if pd.isna(value):
        return t("missing")
    return written(value, how, t.lang) if how and value != "" else str(value)
