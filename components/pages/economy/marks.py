"""Strengths and weaknesses of an economy side by side: dots and rings on lines from rank 1 to the last."""

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.profile import ranked_editions
from components import numbers
from components.attributes import attributes
from components.pages.economy.levels import data_address
from components.pages.economy.view import Row, View
from components.parts.note import empty
from components.shell import path
from components.text import markup

MOST = 12  # rows that are not folded


def marks_section(view: View) -> html.Section:
    """Return both lists, or the words that stand where an edition has no marks."""
    say = view.say
    head = html.H2(say("economy.marks.title"), id="marks")
    if view.frame["marked"].isna().all():
        return html.Section([head, unmarked(view)], className="block")
    published = view.frame["marked"].iloc[0] == "published"
    deck = say(f"economy.marks.{'published' if published else 'rule'}", edition=view.edition)
    lists = html.Div([_list(view, "S"), _list(view, "W")], className="profile-marks")
    data = html.A(say("economy.marks.data"), href=data_address(view, "profile"), download="")
    source = html.P([say("economy.marks.source", edition=view.chosen.edition), data], className="source")
    return html.Section([head, html.P(markup(deck), className="prose"), lists, source], className="block")


def unmarked(view: View, missing: str = "economy.marks.none") -> html.Div:
    """Return what is missing without indicators (key of its words), and as links which editions hold them."""
    say, structure = view.say, view.structure
    held = set(structure.loc[structure["level"] == "indicator", "edition"])
    known = [year for year in ranked_editions(view.dataset.scores, view.chosen.economy) if year in held]
    said = [say(missing, edition=view.edition)]
    place = path(say.lang, f"economy/{view.chosen.economy}")
    links: list[str | Component] = []
    for year in known:
        links += [html.A(str(year), href=f"{place}?edition={year}"), " "]
    block = empty(said)
    if links:
        block.children = [*(block.children or []), html.P([say("economy.marks.held"), " ", *links])]
    return block


def marked(frame: pd.DataFrame, mark: str) -> pd.DataFrame:
    """Return the indicators of a profile that carry a mark (S or W), the clearest first."""
    found = frame[(frame["strength"] == mark) & (frame["level"] == "indicator")]
    share = (found["rank"] / found["economies"]).astype("float64")
    return found.assign(share=share).sort_values("share", ascending=mark == "S", kind="stable")


def _list(view: View, mark: str) -> html.Div:
    say, frame = view.say, view.frame
    found = frame[frame["strength"] == mark]
    rows = [_row(view, row) for row in marked(frame, mark).to_dict("records")]
    title = html.H3(say(f"economy.marks.{mark}", count=len(rows)), className="marks-title")
    parts: list[Component] = [title, *_above(view, found, mark)]
    caption = say(f"economy.marks.{mark}", count=len(rows))
    if rows:
        parts.append(_table(view, rows[:MOST], caption))
    if len(rows) > MOST:
        more = html.Summary(say("economy.marks.more", count=len(rows) - MOST))
        parts.append(html.Details([more, _table(view, rows[MOST:], caption)], className="profile-more"))
    return html.Div(parts)


def _above(view: View, found: pd.DataFrame, mark: str) -> list[Component]:
    """Return the sub-pillars, pillars and sub-indices that carry the mark, in a sentence."""
    upper = found[found["level"] != "indicator"].to_dict("records")
    if not upper:
        return []
    say = view.say
    names = [say("economy.marks.named", name=view.called(row), rank=int(row["rank"])) for row in upper]
    return [html.P(say(f"economy.marks.above_{mark}", names=say.listing(names)), className="small")]


def _table(view: View, rows: list[html.Tr], caption: str) -> html.Div:
    say = view.say
    heads = [
        html.Th(say("economy.column.indicator"), scope="col"),
        html.Th(say("economy.marks.axis"), scope="col", className="strip-head"),
        html.Th(say("economy.column.rank"), scope="col", className="num"),
        html.Th(say("economy.column.of"), scope="col", className="num"),
    ]
    content = [html.Caption(caption, className="unseen"), html.Thead(html.Tr(heads)), html.Tbody(rows)]
    return html.Div(html.Table(content), className="profile-list")


def _row(view: View, row: Row) -> html.Tr:
    rank, count = int(row["rank"]), numbers.whole(row["economies"]) or 1
    left = 100 * (rank - 1) / max(count - 1, 1)
    shape = "ring-mark" if row["strength"] == "W" else "dot-mark"
    color = "hero-mark" if view.hero else "ink-mark"
    dot = html.Span(className=f"{shape} {color}", style={"left": f"{left:.1f}%"})
    line = html.Span(dot, className="strip-line", **attributes(aria_hidden="true"))
    return html.Tr(
        [
            html.Th(view.called(row), scope="row"),
            html.Td(line, className="strip-cell"),
            html.Td(str(rank), className="num strong"),
            html.Td(str(count), className="num quiet-number"),
        ]
    )
