"""Columns of prose below figures, each with its heading, and the list of framework changes among them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components.framework import framework_changes
from components.text import Words, markup


def column(title: str | list[str | Component], lines: Iterable[str]) -> html.Div:
    """Return a column: its heading, and lines (marked text), a paragraph each."""
    return html.Div([html.H2(title), *(html.P(markup(line)) for line in lines)])


def columns(t: Words, key: str, parts: Mapping[str, Sequence[str]], **values: Any) -> list[html.Div]:
    """Return a column for each part: <key>.<part>.title over the lines of <key>.<part>.<name>, by name."""
    return [
        column(
            t(f"{key}.{part}.title"),
            [line for name in names for line in t.lines(f"{key}.{part}.{name}", **values)],
        )
        for part, names in parts.items()
    ]


def three(parts: Sequence[Component]) -> html.Section:
    """Return columns side by side."""
    return html.Section(list(parts), className="block three")


def change_list(dataset: Dataset, t: Words) -> html.Ul:
    """Return the framework changes: letter, edition and note of each."""
    known = dataset.catalog.editions
    changes = [
        [html.B(one.letter), html.B(str(one.edition)), html.Span(t.of(known[one.edition].note))]
        for one in framework_changes(dataset)
    ]
    return html.Ul([html.Li(change) for change in changes], className="changes")
