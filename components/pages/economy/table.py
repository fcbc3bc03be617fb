"""The table of an economy's page: every indicator with value, data year, score, rank, marks and history."""

from collections.abc import Sequence
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from analysis.profile import FILTERS, filtered
from components import numbers
from components.attributes import attributes
from components.pages.economy.marks import unmarked
from components.pages.economy.view import (
    Row,
    View,
    change_text,
    chooser,
    is_true,
    rank_text,
    score_text,
    value_text,
)
from components.parts.tables import labelled
from components.text import markup

TABLE = "economy-table"
_HEADS = ("indicator", "value", "year", "score", "rank", "of", "change", "among", "group", "past")
_NUMBERS = frozenset({"value", "year", "score", "rank", "of", "change"})
_SIGNS = {"S": ("●", "◆"), "W": ("○", "◇")}


def table_section(view: View) -> html.Section:
    """Return the heading, the filter and the table; without indicators the words that stand in its place."""
    say = view.say
    control = view.controls.segmented("show")
    if not view.detailed or not view.ranked:
        # Hidden, not left out: the address reads the control, a change of it fills the table.
        folded = html.Div([control, html.Div(id=TABLE)], hidden=True)
        if not view.ranked:
            return html.Section(folded, hidden=True)
        title = html.H2(say("economy.table.title"))
        return html.Section([title, unmarked(view, "economy.table.unheld"), folded], className="block")
    head = [html.H2(say("economy.table.title"), id="indicators"), control]
    deck = html.P(markup(say("economy.table.deck")), className="prose")
    body = html.Div(table(view), id=TABLE)
    return html.Section([html.Div(head, className="block-head profile-head"), deck, body], className="block")


def table(view: View) -> list[Component]:
    """Return the rows that the filter asks for, under their sub-pillars, and how many of how many."""
    say, rows = view.say, filtered(view.frame, view.chosen.show)
    every = int((view.frame["level"] == "indicator").sum())
    here = int((rows["level"] == "indicator").sum())
    count = html.P(say("economy.table.count", shown=here, all=every), className="small")
    if rows.empty:
        return [count, html.P(say("economy.table.none"), className="prose")]
    before = numbers.whole(view.frame["before"].iloc[0])
    named = {head: say(f"economy.column.{head}") for head in _HEADS}
    if before is not None:
        named["change"] = say("economy.column.change_since", edition=before)
    heads = [
        html.Th(text, scope="col", className="num" if head in _NUMBERS else None)
        for head, text in named.items()
    ]
    lines = view.past
    pillars = groupby(rows.to_dict("records"), lambda row: str(row["code"]).partition(".")[0])
    body = [
        html.Tbody([_fold(view, pillar), *(_row(view, row, lines, list(named.values())) for row in inside)])
        for pillar, inside in pillars
    ]
    caption = say("economy.table.title")
    content = [html.Caption(caption, className="unseen"), html.Thead(html.Tr(heads)), *body]
    region = attributes(role="region", aria_label=caption)
    scroll = html.Div(
        html.Table(content), className="table-scroll cards profile-table", tabIndex="0", **region
    )
    return [count, scroll]


def _fold(view: View, pillar: str) -> html.Tr:
    """Return the line of a GII pillar that unfolds its cards on phones; all else shows every row."""
    summary = html.Details(
        html.Summary(f"{pillar} {view.say(f'gii.P{pillar}')}"), open=view.chosen.show != FILTERS[0]
    )
    return html.Tr(html.Th(summary, scope="rowgroup", colSpan=len(_HEADS)), className="fold-row")


def _row(view: View, row: Row, lines: dict[str, list[tuple[int, float]]], heads: Sequence[str]) -> html.Tr:
    say, missing = view.say, view.say("missing")
    part = row["level"] == "subpillar"
    year, count = numbers.whole(row["data_year"]), numbers.whole(row["economies"])
    old = is_true(row["outdated"])
    written = missing if year is None else str(year)
    cells: list[tuple[str | list[str | Component], str]] = [
        ("" if part else value_text(row["value"], say), "num"),
        (
            ""
            if part
            else [written, html.Span(say("economy.table.old"), className="old")]
            if old
            else written,
            "num",
        ),
        (score_text(row, say), "num"),
        (rank_text(row, say), "num strong"),
        (missing if count is None else str(count), "num quiet-number"),
        (change_text(row), "num " + _tone(row)),
        (_mark(view, row["strength"], 0), "flag"),
        (_mark(view, row["strength_income"], 1), "flag"),
    ]
    body: list[Component] = [
        html.Td(cell, className=css + (" missing" if cell == missing else "")) for cell, css in cells
    ]
    name: list[str | Component] = [html.Span(f"{row['code']} ", className="code"), view.called(row)]
    if say.lang != "en":  # the publisher's words state the unit
        name.append(html.Span(str(row["name"]), className="small", lang="en"))
    head = html.Th(name, scope="row")
    concept = str(row["concept"])
    drawer = chooser(view, concept, view.called(row), lines.get(concept, []))
    labelled_cells = labelled([*body, html.Td(drawer)], heads[1:])
    return html.Tr([head, *labelled_cells], className="part-row" if part else None)


def _tone(row: Row) -> str:
    places = numbers.whole(row["change"])
    return "" if not places else "gain" if places > 0 else "loss"


def _mark(view: View, mark: object, column: int) -> str:
    if mark not in ("S", "W"):
        return ""
    return f"{_SIGNS[str(mark)][column]} {view.say(f'economy.short.{mark}')}"
