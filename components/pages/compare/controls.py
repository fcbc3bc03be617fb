"""The controls of a comparison: view, economies and why these, measures, what is shown, editions."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.comparison import USUAL
from analysis.comparison_measures import TOP
from analysis.dataset import Dataset, cached
from analysis.derived import measures
from analysis.query import UNNAMED
from components.charts.lines import coloured
from components.pages.compare.view import PAGE, View, plain_name
from components.parts.controls import Controls, chip_row
from components.text import words

CHIPS, CONTROLS = "compare-chips", "compare-controls"
CHANGED = (
    (CONTROLS, "className"),
    (CHIPS, "children"),
    *((f"{PAGE}-{key}", "value") for key in ("with", "peers", "from", "to")),
)


def controls(view: View) -> html.Div:
    """Return all controls; those that a view does not use are hidden by the class of its name."""
    say, dataset, chosen = view.say, view.dataset, view.choice
    made = Controls(PAGE, chosen, dataset, say, _measure_names(dataset, say.lang))
    raised = coloured(view.economies)
    compared = made.comparison(
        "with",
        CHIPS,
        among=dataset.economies,
        peers=view.others,
        raised=raised,
        spellings=dataset.spellings,
    )
    return html.Div(
        [
            made.segmented("view"),
            html.Div(
                made.select("economy", searchable=True, spellings=dataset.spellings),
                className="compare-economy",
            ),
            made.select("peers"),
            compared,
            html.Div(made.select("measure", searchable=True), className="for-measure"),
            html.Div(made.select("x", searchable=True), className="for-pair"),
            html.Div(made.select("y", searchable=True), className="for-pair"),
            html.Div(made.segmented("show"), className="for-show"),
            html.Div(made.editions(chosen.first, chosen.last), className="for-range"),
            html.Div(made.select("edition"), className="for-edition"),
        ],
        className=css(view),
        id=CONTROLS,
    )


def changed(view: View) -> tuple[Any, ...]:
    """Return what a change of one control changes in the others, in the order of CHANGED."""
    chosen = view.choice
    return css(view), chips(view), list(view.others), chosen.strategy, chosen.first, chosen.last


def css(view: View) -> str:
    """Return the classes of the row of controls."""
    return f"controls compare-controls view-{view.choice.view}"


def chips(view: View) -> list[Component]:
    """Return the chips of the others; those with a colour of their own are marked with it."""
    return chip_row(
        view.dataset.labels(view.say.lang),
        view.others,
        view.say,
        raises=False,
        raised=coloured(view.economies),
    )


@cached
def _measure_names(dataset: Dataset, lang: str) -> dict[str, str]:
    """Return the names of all measures by id: of the index, or of related indicators with their source."""
    names: dict[str, str] = {}
    say = words(lang)
    for one in measures(dataset).values():
        name = plain_name(dataset, say, one)
        if one.related:
            source = dataset.catalog.sources[dataset.catalog.indicators[one.id].source].short.get(say.lang)
            names[one.id] = say("compare.option.related", name=name, source=source)
        elif one.id in TOP:
            names[one.id] = say(f"compare.option.{one.level}", name=name, code=one.code)
        else:
            names[one.id] = f"{one.code} {name}"
    return names


def state(view: View) -> dict[str, str]:
    """Return what the address holds, by key."""
    one = view.choice
    usual = one.hand == tuple(code for code in USUAL if code != one.economy)
    return one.written() | ({"with": UNNAMED} if usual else {})


def asked(values: Mapping[str, object], changed: str, named: object) -> dict[str, object]:
    """Return the query that the controls ask for.

    values: by key; changed: the key of the control that changed; named: the economies of the state before.
    Changing the set by hand ends a strategy; choosing a strategy, or none, ends what was named by hand.
    """
    query = dict(values)
    if changed == "with":
        return query | {"peers": "none"}
    if changed == "peers" or named == UNNAMED:
        if changed == "peers" and query["peers"] == "none":
            return query  # the set of the strategy stays, named one by one
        del query["with"]
        return query
    return query | {"with": named}
