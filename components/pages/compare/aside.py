"""Beside the figure of a comparison: who is compared and why, and the notes."""

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components import numbers
from components.framework import framework_changes
from components.pages.compare.view import Shown, View
from components.parts.peers import UNKNOWN, reason
from components.shell import path
from components.text import markup


def who(view: View) -> list[Component]:
    """Return the economies compared, with the sentence that brings each of a strategy here."""
    say, chosen = view.say, view.chosen
    edition = numbers.edition(chosen.at, say.lang)
    strategy = chosen.strategy
    if strategy == "none":
        told = say("compare.who.hand" if chosen.hand is not None else "compare.who.usual")
    elif view.found is None:
        told = say("compare.who.unranked", name=view.name, edition=edition)
    elif not view.others:
        told = say(UNKNOWN[strategy], name=view.name, least=5)
    else:
        told = say("compare.who.found", rule=say(f"peers.rule.{strategy}"), edition=edition)
    reasons, ranks = _reasons(view), _ranks(view)
    told += " " * (say.lang == "en") + say("compare.who.ranks", edition=edition)
    rows = [
        html.Li(
            [
                html.Span(
                    [
                        html.A(view.called(code), href=path(say.lang, f"economy/{code}")),
                        html.Span([code, html.B(ranks.get(code, say("missing")))], className="small"),
                    ],
                    className="peer",
                ),
                *([html.Span(markup(reasons[code]), className="small")] if code in reasons else []),
            ],
            className="focus" if code == chosen.economy else None,
        )
        for code in view.economies
    ]
    return [
        html.H2(say("compare.who.title"), className="aside-title"),
        html.P(markup(told), className="small"),
        html.Ul(rows, className="compare-who"),
    ]


def _ranks(view: View) -> dict[str, str]:
    """Return the overall rank of each economy in the edition on show, as it stands in a column."""
    field = view.field(view.known["GII"])
    rows = field[(field["period"] == view.chosen.at) & field["rank"].notna()]
    return dict(zip(rows["economy"], rows["rank"].astype(str), strict=True))


def _reasons(view: View) -> dict[str, str]:
    if view.found is None:
        return {}
    strategy = view.chosen.strategy
    rows = view.found.found[strategy].to_dict("records")
    return {
        str(row["economy"]): reason(pd.Series(row), strategy, view.name, view.found.decimals, view.say)
        for row in rows
    }


def weak(view: View, shown: Shown) -> list[Component]:
    """Return the notes on this comparison."""
    if not shown.notes:
        return []
    title = html.H2(view.say("compare.weak"), className="aside-title")
    return [title, html.Ul([html.Li(markup(one)) for one in shown.notes], className="compare-notes")]


def changes(view: View) -> html.Section:
    """Return what stands below: framework changes by letter, how to read, what is not shown."""
    say, dataset = view.say, view.dataset
    listed = [
        html.Li(
            [
                html.B(change.letter),
                html.B(str(change.edition)),
                html.Span(dataset.catalog.editions[change.edition].note.get(say.lang)),
            ]
        )
        for change in framework_changes(dataset)
    ]
    reading = [say(f"compare.reading.{key}") for key in ("sets", "measures", "ranks")]
    limits = [say(f"compare.limits.{key}") for key in ("cause", "editions", "peers")]
    parts = [
        [html.H2(markup(say("overview.changes_title"))), html.Ul(listed, className="changes")],
        [html.H2(say("compare.reading.title")), *(html.P(markup(one)) for one in reading)],
        [html.H2(say("compare.limits.title")), *(html.P(markup(one)) for one in limits)],
    ]
    return html.Section([html.Div(part) for part in parts], className="block three")
