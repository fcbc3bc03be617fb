"""Accessibility: can I use this site my way, and which barriers are known?"""

from typing import Final

from dash import html
from dash.development.base_component import Component

from analysis.query import NoChoices
from components.text.catalog import markup
from components.text.view import PageView
from components.widgets.blocks import report, row
from data.citation import VERSION

_PARTS: Final = {
    "accessibility.head.done": "accessibility.done.text",
    "accessibility.head.charts": "accessibility.charts.text",
    "accessibility.head.tested": "accessibility.tested.text",
    "accessibility.head.limits": "accessibility.limits.text",
}


def layout(view: PageView[NoChoices]) -> list[Component]:
    """Return the page; it has no controls."""
    t = view.t
    parts: dict[str, list[Component]] = {
        head: [html.Ul([html.Li(markup(line)) for line in t.lines(key)])] for head, key in _PARTS.items()
    }
    parts["accessibility.head.report"] = report(view.dataset, t("accessibility.report.text"), t)
    parts["accessibility.head.statement"] = [
        html.P(markup(t("accessibility.statement.text", version=VERSION)))
    ]
    return [
        html.H1(markup(t("accessibility.finding"))),
        html.P(t("accessibility.deck"), className="deck"),
        *(row(t, key, body) for key, body in parts.items()),
    ]
