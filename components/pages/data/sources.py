"""Sources by publisher: licence, values used, newest release, and when the next is expected or overdue."""

import re
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.freshness import Freshness, freshness
from components import numbers
from components.pages.data.view import View, linked
from components.parts.series_source import vintage
from components.parts.tables import Cell, bare, labelled, region
from components.text import markup
from components.view import licence
from data.entries import Source

_HEADS = ("publisher", "name", "used", "newest", "expected", "licence")
_NUMBERS = {"used"}
_ADDRESS = re.compile(r"https?://([^/\s;,)]+)[^\s;,)]*")
"""Of an address only the host is shown: a copy is no place to send a reader to."""
BY_EDITION = "stated by edition"


def sources(view: View) -> list[Component]:
    """Return the table of sources: publishers as groups, a row for each source, its releases folded in it."""
    say = view.say
    held = view.dataset.sources[view.dataset.sources.index.isin(view.used)]
    families = {str(family): rows for family, rows in held.groupby("family")}
    by_publisher: dict[str, list[str]] = {}
    for family in sorted(families, key=lambda one: -_used(view, families[one])):
        publisher = view.dataset.catalog.sources[family].publisher.get(say.lang)
        by_publisher.setdefault(publisher, []).append(family)
    groups = [
        html.Tbody(_group(view, publisher, [(name, families[name]) for name in names]))
        for publisher, names in by_publisher.items()
    ]
    heads = [
        html.Th(say(f"data.sources.{name}"), scope="col", className="num" if name in _NUMBERS else None)
        for name in _HEADS
    ]
    caption = say("data.sources.caption")
    body = region(bare(caption, heads, groups, className="sources"), caption)
    deck = html.P(
        [html.B(_finding(view, families)), " ", *markup(say("data.sources.deck"))], className="prose"
    )
    return [deck, body]


def _group(view: View, publisher: str, families: list[tuple[str, pd.DataFrame]]) -> list[html.Tr]:
    """Return the rows of one publisher, which heads them all."""
    head = html.Th(publisher, scope="rowgroup", rowSpan=len(families))
    rows = [_row(view, name, held) for name, held in families]
    return [html.Tr([*([head] if place == 0 else []), *row]) for place, row in enumerate(rows)]


def _finding(view: View, families: dict[str, pd.DataFrame]) -> str:
    fresh = [_freshness(view, name, rows) for name, rows in families.items()]
    due = sum(one.state == "overdue" for one in fresh)
    if not due:
        return view.say("data.sources.finding_none", day=view.day())
    yearly = sum(one.state != "closed" for one in fresh)
    return view.say("data.sources.finding", due=due, yearly=yearly, day=view.day())


def _used(view: View, rows: pd.DataFrame) -> int:
    return sum(view.used[str(release)] for release in rows.index)


def _freshness(view: View, family: str, rows: pd.DataFrame) -> Freshness:
    month = view.dataset.catalog.sources[family].update_month
    return freshness([str(one) for one in rows["vintage"]], month, view.dataset.snapshot.created)


def _row(view: View, family: str, rows: pd.DataFrame) -> list[Component]:
    say, known = view.say, view.dataset.catalog.sources[family]
    found = _freshness(view, family, rows)
    name: str | Component = known.name.get(say.lang)
    if known.url:
        name = html.A(name, href=known.url, rel="noopener")
    ordered = rows.sort_values("vintage", ascending=False).reset_index()
    folded = html.Details(
        [
            html.Summary(_many(view, len(rows))),
            html.Ul([_release(view, row) for row in ordered.to_dict("records")]),
        ],
        className="releases-folded",
    )
    newest = (
        say("series.version", version=found.newest)
        if found.newest.isdigit() and len(found.newest) < 4
        else ""
    )
    cells = [
        html.Td(numbers.decimal(_used(view, rows), 0), className="num"),
        html.Td(newest or vintage(found.newest, say), className="whole"),
        html.Td(_expected(view, found), className="overdue" if found.state == "overdue" else None),
        html.Td(_licence(view, known)),
    ]
    heads = [say(f"data.sources.{name}") for name in _HEADS[2:]]
    return [html.Th([name, folded], scope="row"), *labelled(cells, heads)]


def _licence(view: View, known: Source) -> Cell:
    """Return the licence of a source; that of the index is told edition by edition, above."""
    if known.licence == BY_EDITION:
        return html.A(licence(known.licence, view.say), href="#coverage")
    return linked(known.licence, known.licence_url, view.say)


def _many(view: View, count: int) -> str:
    return view.say("data.sources.one") if count == 1 else view.say("data.sources.many", count=count)


def _release(view: View, row: dict[Any, Any]) -> html.Li:
    """Return a release: title as held, vintage, last check, values used, publisher, where it was read."""
    say = view.say
    sentence = say(
        "data.sources.release",
        vintage=vintage(str(row["vintage"]), say),
        checked=numbers.day(str(row["checked"]), say.lang),
        count=numbers.decimal(view.used[str(row["source"])], 0),
    )
    found = [html.Span(sentence, className="small")]
    if not pd.isna(row["provenance"]):
        read = _ADDRESS.sub(r"\1", str(row["provenance"]))
        whose = f"{row['publisher']}; {read}"
        found.append(html.Span([say("data.sources.origin"), html.Span(whose, lang="en")], className="small"))
    return html.Li([html.Span(str(row["title"]), lang="en"), *found])


def _expected(view: View, found: Freshness) -> str:
    say = view.say
    if found.expected is None:
        return say("data.sources.closed")
    year, month = found.expected
    written = numbers.month(f"{year}-{month:02d}", say.lang)
    if found.state == "overdue":
        return say("data.sources.overdue", month=written, day=view.day())
    return written
