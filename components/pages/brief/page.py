"""Brief: what does one economy's place amount to, on two pages that can be printed?"""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.brief import Choice
from analysis.dataset import Dataset
from analysis.standing import CHINA
from components.attributes import attributes
from components.callbacks import Callbacks
from components.pages.brief.first import first
from components.pages.brief.second import citation, second
from components.pages.brief.view import PAGE, Brief, paragraph, sheet
from components.pages.economy.page import never
from components.text import Words, markup, words

SHEETS = "brief-sheets"
CALLBACKS = Callbacks(
    Choice,
    parts=((SHEETS, "children"), ("brief-since", "options"), ("brief-since", "value")),
    stores=("with",),
    path=("economy",),
    fixed=("with",),
)


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the brief of the economy that the path names; ``query`` gives the values of its controls.

    An economy that no edition ranks has a page that says so.
    """
    t = words(lang)
    economy = str(query.get("economy", CHINA))
    if economy in dataset.catalog.economies and economy not in dataset.economies:
        return _never(dataset, economy, t)
    brief = Brief(dataset, t, Choice.read(dataset, query))
    controls = brief.controls
    head = t("brief.head", name=brief.name, edition=brief.choice.edition)
    row = [_picker(brief), controls.select("edition"), controls.select("since"), _print(t)]
    return [
        html.Div(row, className="controls brief-controls"),
        html.Div([first(brief, head), second(brief, head)], id=SHEETS, className="brief"),
        controls.store("with"),
        CALLBACKS.address(PAGE, dataset, economy=brief.choice.economy),
    ]


def _never(dataset: Dataset, economy: str, t: Words) -> list[Component]:
    """Return the page of an economy that no edition ranks: that it is so, with source and citation."""
    finding, (reason, others) = never(dataset, economy, t)
    brief = Brief(dataset, t, Choice(economy, dataset.detailed, 0, None))
    listed = html.P(markup(others), className="brief-list")  # of the list above, which paper does not have
    content = [html.H1(markup(finding)), html.P(markup(reason)), listed, citation(brief, finding)]
    head = t("brief.head_never", name=dataset.labels(t.lang)[economy])
    number = t("brief.page", number=1, all=1)
    page = sheet(head, content, paragraph(t, [t("brief.disclaimer")]), number, short=True)
    return [
        html.Div([_picker(brief), _print(t)], className="controls brief-controls"),
        html.Div(page, className="brief"),
    ]


def _picker(brief: Brief) -> html.Div:
    among = {*brief.dataset.economies, brief.choice.economy}
    return brief.controls.select("economy", searchable=True, among=among)


def _print(t: Words) -> html.Button:
    about = attributes(data_print="page")
    return html.Button(t("brief.print"), type="button", className="button brief-print", **about)
