"""How to report what is wrong: to whom, and what a report must name to be followed up."""

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components.text import Words, markup


def report(dataset: Dataset, what: str, say: Words) -> list[Component]:
    """Return where to report, by name of the snapshot on show; ``what`` a report must say (marked text)."""
    if dataset.contact:
        where: list[str | Component] = [
            say("about.report.contact"),
            html.A(say("about.report.link"), href=dataset.contact, rel="noopener"),
            say("about.report.stop"),
        ]
    else:
        where = [say("about.report.operator")]
    return [
        html.P(where),
        html.P(markup(what)),
        html.P(markup(say("about.report.id", id=dataset.snapshot.id))),
    ]
