"""Accessibility: can I use this site my way, and what is known to stand in the way?"""

from collections.abc import Mapping
from typing import Final

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components.pages.about import report, row
from components.text import markup, words
from data.citation import VERSION

_PARTS: Final = ("done", "charts", "tested", "limits")


def layout(dataset: Dataset, lang: str, _query: Mapping[str, str]) -> list[Component]:
    """Return the page in a language; it has no controls."""
    t = words(lang)
    texts = {part: t.lines(f"accessibility.{part}.text") for part in _PARTS}
    parts = [
        row(part, [html.Ul([html.Li(markup(line)) for line in lines])], t, "accessibility")
        for part, lines in texts.items()
    ]
    statement = html.P(markup(t("accessibility.statement.text", version=VERSION)))
    return [
        html.H1(markup(t("accessibility.finding"))),
        html.P(t("accessibility.deck"), className="deck"),
        *parts,
        row("report", report(dataset, t("accessibility.report.text"), t), t, "accessibility"),
        row("statement", [statement], t, "accessibility"),
    ]
