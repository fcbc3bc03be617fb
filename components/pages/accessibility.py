"""Accessibility: can I use this site my way, and what is known to stand in the way?"""

from typing import Final

from dash import html
from dash.development.base_component import Component

from analysis.query import NoChoices
from components.text.catalog import markup
from components.text.view import PageView
from components.widgets.blocks import report, row
from data.citation import VERSION

_PARTS: Final = ("done", "charts", "tested", "limits")


def layout(view: PageView[NoChoices]) -> list[Component]:
    """Return the page; it has no controls."""
    t = view.t
    parts: dict[str, list[Component]] = {
        part: [html.Ul([html.Li(markup(line)) for line in t.lines(f"accessibility.{part}.text")])]
        for part in _PARTS
    }
    parts["report"] = report(view.dataset, t("accessibility.report.text"), t)
    parts["statement"] = [html.P(markup(t("accessibility.statement.text", version=VERSION)))]
    return [
        html.H1(markup(t("accessibility.finding"))),
        html.P(t("accessibility.deck"), className="deck"),
        *(row(t, "accessibility", part, body) for part, body in parts.items()),
    ]
