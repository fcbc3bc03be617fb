"""Accessibility: can I use this site my way, and what is known to stand in the way?"""

from collections.abc import Mapping
from typing import Final

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components.parts.blocks import report, row
from components.text import markup, words
from data.citation import VERSION

_PARTS: Final = ("done", "charts", "tested", "limits")


def layout(dataset: Dataset, lang: str, _query: Mapping[str, str]) -> list[Component]:
    """Return the page in a language; it has no controls."""
    t = words(lang)
    parts: dict[str, list[Component]] = {
        part: [html.Ul([html.Li(markup(line)) for line in t.lines(f"accessibility.{part}.text")])]
        for part in _PARTS
    }
    parts["report"] = report(dataset, t("accessibility.report.text"), t)
    parts["statement"] = [html.P(markup(t("accessibility.statement.text", version=VERSION)))]
    return [
        html.H1(markup(t("accessibility.finding"))),
        html.P(t("accessibility.deck"), className="deck"),
        *(row(t, "accessibility", part, body) for part, body in parts.items()),
    ]
