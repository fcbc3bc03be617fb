"""Pages that state something about the site: their parts beside their heads, and where to report faults."""

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components.text import Words, markup


def row(t: Words, page: str, part: str, body: list[Component]) -> html.Section:
    """Return a part of a page: its head beside what it says."""
    head = html.H2(t(f"{page}.head.{part}"))
    return html.Section([head, html.Div(body, className="prose")], className="about-row", id=part)


def report(dataset: Dataset, what: str, t: Words) -> list[Component]:
    """Return where to report, by name of the snapshot on show; ``what`` a report must say (marked text)."""
    where: list[str | Component] = [t("about.report.operator")]
    if dataset.contact:
        link = html.A(t("about.report.link"), href=dataset.contact, rel="noopener")
        where = [t("about.report.contact"), link, t("about.report.stop")]
    return [
        html.P(where),
        html.P(markup(what)),
        html.P(markup(t("about.report.id", id=dataset.snapshot.id))),
    ]
