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
    say = words(lang)
    texts = {part: say.lines(f"accessibility.{part}.text") for part in _PARTS}
    parts = [
        row(part, [html.Ul([html.Li(markup(line)) for line in lines])], say, "accessibility")
        for part, lines in texts.items()
    ]
    statement = html.P(markup(say("accessibility.statement.text", version=VERSION)))
    return [
        html.H1(markup(say("accessibility.finding"))),
        html.P(say("accessibility.deck"), className="deck"),
        *parts,
        row("report", report(dataset, say("accessibility.report.text"), say), say, "accessibility"),
        row("statement", [statement], say, "accessibility"),
    ]
