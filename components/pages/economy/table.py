"""The tables of an economy's page: strengths and weaknesses side by side, indicators pillar by pillar."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.profile import FILTERS, filtered
from components import numbers
from components.attributes import attributes
from components.pages.economy.view import (
    PILLAR,
    Row,
    View,
    calculated,
    change_text,
    chooser,
    doubt_text,
    score_text,
    value_text,
)
from components.parts.badges import empty
from components.parts.fold import fold
from components.parts.tables import bare, labelled, region
from components.shell import path
from components.text import markup

MOST = 12  # rows that are not folded
TABLE = "economy-table"
_HEADS = ("indicator", "value", "year", "score", "rank", "of", "change", "among", "group", "past")
_NUMBERS = frozenset({"value", "year", "score", "rank", "of", "change"})
_SIGNS = {"S": ("●", "◆"), "W": ("○", "◇")}


def marks_section(view: View) -> html.Section | html.Details:
    """Return both lists, folded, or the words that stand where an edition has no marks."""
    t = view.t
    head = html.H2(t("economy.marks.title"))
    if view.frame["marked"].isna().all():
        return html.Section([head, unmarked(view)], className="block", id="marks")
    deck = t(f"economy.marks.{'rule' if view.ours else 'published'}", edition=view.here)
    lists = html.Div([_marks(view, "S"), _marks(view, "W")], className="profile-marks")
    data = html.A(t("economy.marks.data"), href=view.download("profile", view.query), download="")
    text = t(f"economy.marks.source{'_ours' if view.ours else ''}", edition=view.choice.edition)
    source = html.P([text, data], className="source")
    sides = [_side(view, mark) for mark in _SIGNS]
    finding = markup(t("economy.levels.join").join(side for side in sides if side))
    body = [html.P(markup(deck), className="prose"), lists, source]
    return fold(head, finding, body, "marks", "block")


def _side(view: View, mark: str) -> str:
    """Return how many indicators carry a mark, and the clearest of them with its rank (marked text)."""
    rows = marked(view.frame, mark).to_dict("records")
    caption = view.t(f"economy.marks.{mark}", count=len(rows))
    if not rows:
        return caption
    values = {"caption": caption, "name": view.part(rows[0]), "rank": view.rank_words(rows[0])}
    return view.t("economy.marks.first", **values)


def unmarked(view: View, missing: str = "economy.marks.none") -> html.Div:
    """Return what is missing without indicators (key of its words), and as links which editions hold them."""
    t = view.t
    place = path(t.lang, f"economy/{view.choice.economy}")
    links: list[str | Component] = []
    for year in view.detailed_editions:
        links += [html.A(str(year), href=f"{place}?edition={year}"), " "]
    block = empty([t(missing, edition=view.here)])
    if links:
        block.children = [*(block.children or []), html.P([t("economy.marks.editions"), " ", *links])]
    return block


def marked(frame: pd.DataFrame, mark: str) -> pd.DataFrame:
    """Return the indicators of a profile that carry a mark (S or W), the clearest first."""
    found = frame[(frame["strength"] == mark) & (frame["level"] == "indicator")]
    share = (found["rank"] / found["economies"]).astype("float64")
    return found.assign(share=share).sort_values("share", ascending=mark == "S", kind="stable")


def _marks(view: View, mark: str) -> html.Div:
    t, frame = view.t, view.frame
    found = frame[frame["strength"] == mark]
    rows = [_marked_row(view, row) for row in marked(frame, mark).to_dict("records")]
    caption = t(f"economy.marks.{mark}", count=len(rows))
    parts: list[Component] = [html.H3(caption, className="marks-title"), *_above(view, found, mark)]
    if rows:
        parts.append(_table(view, rows[:MOST], caption))
    if len(rows) > MOST:
        more = html.Summary(t("economy.marks.more", count=len(rows) - MOST))
        parts.append(html.Details([more, _table(view, rows[MOST:], caption)], className="profile-more"))
    return html.Div(parts)


def _above(view: View, found: pd.DataFrame, mark: str) -> list[Component]:
    """Return the sub-pillars, pillars and sub-indices that carry the mark, in a sentence."""
    t, upper = view.t, found[found["level"] != "indicator"].to_dict("records")
    names = [t("economy.marks.named", name=view.part(row), rank=int(row["rank"])) for row in upper]
    sentence = t(f"economy.marks.above_{mark}", names=t.listing(names))
    return [html.P(sentence, className="small")] if names else []


def _table(view: View, rows: list[html.Tr], caption: str) -> html.Div:
    t = view.t
    css = {"column.indicator": None, "marks.axis": "strip-head", "column.rank": "num", "column.of": "num"}
    heads = [html.Th(t(f"economy.{key}"), scope="col", className=name) for key, name in css.items()]
    return html.Div(bare(caption, heads, [html.Tbody(rows)]), className="profile-list")


def _marked_row(view: View, row: Row) -> html.Tr:
    rank, count = int(row["rank"]), numbers.whole(row["economies"]) or 1
    left = 100 * (rank - 1) / max(count - 1, 1)
    shape = "ring-mark" if row["strength"] == "W" else "dot-mark"
    color = "hero-mark" if view.hero else "ink-mark"
    dot = html.Span(className=f"{shape} {color}", style={"left": f"{left:.1f}%"})
    line = html.Span(dot, className="strip-line", **attributes(aria_hidden="true"))
    return html.Tr(
        [
            html.Th(view.part(row), scope="row"),
            html.Td(line, className="strip-cell"),
            html.Td(str(rank), className="num strong"),
            html.Td(str(count), className="num quiet-number"),
        ]
    )


def table_section(view: View) -> html.Section:
    """Return the heading, the filter and a table for each pillar; without indicators words in their place."""
    t = view.t
    control = view.controls.segmented("show")
    if not view.detailed or not view.ranked:
        # Hidden, not left out: the address reads the control, a change of it fills the table.
        folded = html.Div([control, html.Div(id=TABLE)], hidden=True)
        if not view.ranked:
            return html.Section(folded, hidden=True)
        title = html.H2(t("economy.table.title"))
        return html.Section([title, unmarked(view, "economy.table.unheld"), folded], className="block")
    head = [html.H2(t("economy.table.title"), id="indicators"), control]
    lines = [t(f"economy.table.{'signs_ours' if view.ours else 'signs'}"), t("economy.table.deck")]
    lines += calculated(view.frame, t)
    deck = html.P(markup(t("economy.deck.between").join(lines)), className="prose")
    body = html.Div(table(view), id=TABLE)
    return html.Section([html.Div(head, className="block-head profile-head"), deck, body], className="block")


def table(view: View) -> list[Component]:
    """Return the rows that the filter asks for, under their sub-pillars, and how many of how many."""
    t, rows = view.t, filtered(view.frame, view.choice.show)
    every = int((view.frame["level"] == "indicator").sum())
    here = int((rows["level"] == "indicator").sum())
    count = html.P(t("economy.table.count", visible=here, all=every), className="small")
    if rows.empty:
        return [count, html.P(t("economy.table.none"), className="prose")]
    named = _heads(view)
    heads = [
        html.Th(text, scope="col", className="num" if head in _NUMBERS else None)
        for head, text in named.items()
    ]
    pillars = groupby(rows.to_dict("records"), lambda row: str(row["code"]).partition(".")[0])
    return [count, *(_pillar(view, number, list(inside), named, heads) for number, inside in pillars)]


def _pillar(
    view: View, number: str, rows: Sequence[Row], named: Mapping[str, str], heads: Sequence[Component]
) -> html.Details:
    """Return the indicators of a GII pillar, folded to its standing unless they are filtered."""
    pillar, caption = view.row(f"P{number}"), view.t(f"gii.P{number}")
    body = html.Tbody([_row(view, row, named) for row in rows])
    inside = region(view.t, bare(caption, heads, [body]), caption, " cards profile-table")
    title = html.H3([html.Span(f"{number} ", className="code"), caption])
    opened = view.choice.show != FILTERS[0]
    standing = _standing(view, pillar, rows)
    return fold(title, standing, [inside], f"{PILLAR}{number}", "pillar", open=opened)


def _standing(view: View, pillar: Row | None, rows: Sequence[Row]) -> list[str | Component]:
    """Return the rank of a GII pillar, its change, and how many of its indicators are marked."""
    t, found = view.t, list[str | Component]()
    if pillar is not None:
        rank, count = view.rank_cell(pillar), numbers.whole_cell(pillar["economies"], t("missing"))
        found = [html.Span(markup(t("economy.table.standing", rank=rank, count=count)))]
        found.append(html.Span(change_text(pillar), className=_tone(pillar)))
    marks = [row["strength"] for row in rows if row["level"] == "indicator"]
    counts = {mark: marks.count(mark) for mark in _SIGNS if mark in marks}
    found += [html.Span(t(f"economy.table.{mark}", count=count)) for mark, count in counts.items()]
    return found


def _heads(view: View) -> dict[str, str]:
    """Return the heads of the columns; data years and marks of the group only where the edition has them."""
    t, frame, before = view.t, view.frame, numbers.whole(view.frame["before"].iloc[0])
    optional = {"year": frame["data_year"], "group": frame["strength_income"]}
    named = {
        head: t(f"economy.column.{head}")
        for head in _HEADS
        if head not in optional or optional[head].notna().any()
    }
    if before is not None:
        named["change"] = t("economy.column.change_since", edition=before)
    if view.ours:
        named["among"] = t("economy.column.among_ours")
    return named


def _row(view: View, row: Row, heads: Mapping[str, str]) -> html.Tr:
    t, missing = view.t, view.t("missing")
    part = row["level"] == "subpillar"
    year: str | list[str | Component] = "" if part else numbers.whole_cell(row["data_year"], missing)
    if numbers.is_true(row["outdated"]) and isinstance(year, str) and not part:
        year = [year, html.Span(t("economy.table.old"), className="old")]
    cells: dict[str, tuple[str | list[str | Component], str]] = {
        "value": ("" if part else value_text(row, t), "num"),
        "year": (year, "num"),
        "score": (score_text(row, t), "num"),
        "rank": (view.rank_cell(row), "num strong"),
        "of": (numbers.whole_cell(row["economies"], missing), "num quiet-number"),
        "change": (change_text(row), "num " + _tone(row)),
        "among": (_mark(view, row["strength"], 0), "flag"),
        "group": (_mark(view, row["strength_income"], 1), "flag"),
    }
    body: list[Component] = [
        html.Td(cell, className=css + (" missing" if cell == missing else ""))
        for cell, css in (cells[head] for head in heads if head in cells)
    ]
    name: list[str | Component] = [html.Span(f"{row['code']} ", className="code"), view.part(row)]
    if t.lang != "en":  # the publisher's words state the unit
        name.append(html.Span(str(row["name"]), className="small", lang="en"))
    if doubt := doubt_text(row, t):
        name.append(html.Span(doubt, className="small"))
    concept = str(row["concept"])
    body.append(html.Td(chooser(view, concept, view.part(row), view.past.get(concept, []))))
    head = html.Th(name, scope="row")
    return html.Tr([head, *labelled(body, list(heads.values())[1:])], className="part-row" if part else None)


def _tone(row: Row) -> str:
    places = numbers.whole(row["change"])
    return "" if not places else "gain" if places > 0 else "loss"


def _mark(view: View, mark: object, column: int) -> str:
    if mark not in ("S", "W"):
        return ""
    return f"{_SIGNS[str(mark)][column]} {view.t(f'economy.short.{mark}')}"
