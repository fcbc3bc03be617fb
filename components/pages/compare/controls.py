"""The controls of a comparison: view, economies and why these, measures, what is shown, editions."""

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from analysis.comparison import STRATEGIES, USUAL, VIEWS
from analysis.comparison_measures import TOP
from analysis.dataset import Dataset, cached
from analysis.derived import measures
from analysis.standing import MEASURES
from components.figures.cast import coloured
from components.pages.compare.view import View, plain_name
from components.parts import pickers
from components.text import words

VIEW, ECONOMY, STRATEGY = "compare-view", "compare-economy", "compare-strategy"
SET, CHIPS = "compare-set", "compare-chips"
MEASURE, SHOW, X, Y = "compare-measure", "compare-show", "compare-x", "compare-y"
FIRST, LAST, EDITION, CONTROLS = "compare-first", "compare-last", "compare-edition", "compare-controls"
INPUTS = {
    "view": VIEW,
    "economy": ECONOMY,
    "with": SET,
    "peers": STRATEGY,
    "measure": MEASURE,
    "x": X,
    "y": Y,
    "show": SHOW,
    "from": FIRST,
    "to": LAST,
    "edition": EDITION,
}
"""The controls by the key of the query that each stands for."""
UNNAMED = "default"  # what stands for economies in the state of a view that names none


def controls(view: View) -> html.Div:
    """Return all controls; those that a view does not use are hidden by the class of its name."""
    say, dataset, chosen = view.say, view.dataset, view.chosen
    views = [(one, say(f"compare.view.{one}")) for one in VIEWS]
    strategies = [(one, say(f"compare.peers.{one}")) for one in STRATEGIES]
    shown = [(one, say(f"compare.show.{one}")) for one in MEASURES]
    economies = [*dataset.by_name(dataset.economies, say.lang)]
    editions = [(edition, str(edition)) for edition in reversed(dataset.editions)]
    options = _measure_options(dataset, say.lang)

    def measure(identifier: str, key: str, value: str) -> html.Div:
        return pickers.choice(identifier, say(f"compare.control.{key}"), options, value, say, searchable=True)

    select = pickers.choice(
        *(ECONOMY, say("compare.control.economy"), economies, chosen.economy, say),
        searchable=True,
        spellings=dataset.spellings,
    )
    compared = pickers.comparison(
        *(SET, CHIPS, dataset.labels(say.lang), dataset.economies, view.others, say),
        raises=False,
        spellings=dataset.spellings,
    )
    compared.children[1].children = chips(view)
    return html.Div(
        [
            pickers.segmented(VIEW, say("compare.control.view"), views, chosen.view),
            html.Div(select, className="compare-economy"),
            pickers.choice(STRATEGY, say("compare.control.peers"), strategies, chosen.strategy, say),
            compared,
            html.Div(measure(MEASURE, "measure", chosen.measure), className="for-measure"),
            html.Div(measure(X, "x", chosen.x), className="for-pair"),
            html.Div(measure(Y, "y", chosen.y), className="for-pair"),
            html.Div(pickers.segmented(SHOW, say("controls.show"), shown, chosen.show), className="for-show"),
            html.Div(
                pickers.edition_range((FIRST, LAST), dataset.editions, (chosen.first, chosen.last), say),
                className="for-range",
            ),
            html.Div(
                pickers.choice(EDITION, say("compare.control.edition"), editions, chosen.edition, say),
                className="for-edition",
            ),
        ],
        className=css(view),
        id=CONTROLS,
    )


def css(view: View) -> str:
    """Return the classes of the row of controls."""
    return f"controls compare-controls view-{view.chosen.view}"


def chips(view: View) -> list[Component]:
    """Return the chips of the others; those with a colour of their own are marked with it."""
    return pickers.chip_row(
        view.dataset.labels(view.say.lang),
        view.others,
        view.say,
        raises=False,
        raised=coloured(view.economies),
    )


@cached
def _measure_options(dataset: Dataset, lang: str) -> list[tuple[str | int, str]]:
    """Return all measures with their names: of the index first, then related indicators with their source."""
    options: list[tuple[str | int, str]] = []
    say = words(lang)
    for one in measures(dataset).values():
        name = plain_name(dataset, say, one)
        if one.related:
            source = dataset.catalog.sources[dataset.catalog.indicators[one.id].source].short.get(say.lang)
            options.append((one.id, say("compare.option.related", name=name, source=source)))
        elif one.id in TOP:
            options.append((one.id, say(f"compare.option.{one.level}", name=name, code=one.code)))
        else:
            options.append((one.id, f"{one.code} {name}"))
    return options


def state(view: View) -> dict[str, str | int]:
    """Return the values of the address by key, in the order of INPUTS."""
    one = view.chosen
    usual = tuple(code for code in USUAL if code != one.economy)
    hand = UNNAMED if one.hand is None or one.hand == usual else ",".join(one.hand)
    values: dict[str, str | int] = {"view": one.view, "economy": one.economy, "with": hand}
    values |= {"peers": one.strategy, "measure": one.measure, "x": one.x, "y": one.y, "show": one.show}
    return values | {"from": one.first, "to": one.last, "edition": one.edition}


def asked(values: Mapping[str, object], triggered: object, named: object) -> dict[str, object]:
    """Return the query that the controls ask for.

    values: by key; triggered: the control that changed; named: the economies of the state before. Changing
    the set by hand ends a strategy; choosing a strategy, or none, ends what was named by hand.
    """
    query = dict(values)
    if triggered == SET:
        return query | {"peers": "none"}
    if triggered == STRATEGY or named == UNNAMED:
        if triggered == STRATEGY and query["peers"] == "none":
            return query  # the set of the strategy stays, named one by one
        del query["with"]
        return query
    return query | {"with": named}
