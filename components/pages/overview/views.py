"""What the Overview shows for a choice in each measure, so that a change of measure asks no server."""

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.frames.trajectory import TRAJECTORY
from analysis.standing import MEASURES
from analysis.trajectory import Choice
from components.charts.layer import Row
from components.charts.lines import rows
from components.charts.trajectory import Look, trajectories, with_tips
from components.framework import explained_changes
from components.pages.overview import text
from components.pages.overview.text import finding
from components.parts.citation import citation
from components.prerender.markup import as_json, static_markup
from components.recent import Recent
from components.text import Words, markup, plain
from components.view import View, line_labels

# Heights of look and label sets: the browser picks by the width of the viewport and of the plot.
VARIANTS: Final = (
    ("full", 500),
    ("compact", 500),
    ("compact", 460),
    ("full", 420),
    ("compact", 420),
    ("compact", 312),
)
LATELY: Final = 6  # choices of which the views are kept; about a megabyte each
Children = list[str | Component]


@dataclass(frozen=True, slots=True)
class Shown:
    """One measure of a choice: the words around the figure, its table, and the figure by variant.

    finding: in words with emphasis, ``plain`` without; figures: by "full-500" and so on, as Plotly JSON.
    """

    finding: Children
    plain: str
    measure: Children
    table: Component
    address: str
    source: Children
    citation: list[Component]
    figures: dict[str, dict[str, Any]]

    def parts(self) -> list[Any]:
        """Return what the browser puts into the page for the measure, in the order of its callback."""
        shown = [self.finding, self.measure, static_markup(self.table, ())]
        return [*shown, self.address, self.source, self.citation, self.plain]


@dataclass(frozen=True, slots=True)
class Views:
    """A choice in every measure, by name; ``body``: the same as text, but for the measure on show."""

    shown: dict[str, Shown]
    body: str

    def text(self, measure: str) -> str:
        """Return what the browser reads (scripts/figure.js), with the measure that is on show at first."""
        return f'{{"show":{json.dumps(measure)},"views":{self.body}}}'


def views(dataset: Dataset, chosen: Choice, say: Words) -> Views:
    """Return a choice in every measure; the choices asked for lately are not made again."""
    return _recent(dataset).get(
        (say.lang, chosen.first, chosen.last, chosen.peers), lambda: _views(dataset, chosen, say)
    )


@cached
def _recent(_dataset: Dataset) -> Recent[Hashable, Views]:
    return Recent(LATELY)


def _views(dataset: Dataset, chosen: Choice, say: Words) -> Views:
    frame = frame_of(dataset, chosen, say)
    held = with_tips(rows(frame), say)
    shown = {name: _shown(dataset, frame, held, replace(chosen, measure=name), say) for name in MEASURES}
    return Views(shown, _written(shown))


def frame_of(dataset: Dataset, choice: Choice, say: Words) -> pd.DataFrame:
    """Return the one frame that feeds the figure, its table, its download and the finding."""
    frame = TRAJECTORY.result(dataset, choice)
    return frame.assign(name=frame["economy"].map(dataset.labels(say.lang)))


def _shown(dataset: Dataset, frame: pd.DataFrame, held: Sequence[Row], chosen: Choice, say: Words) -> Shown:
    beside = line_labels(dataset, say.lang)
    names = {code: beside[code] for code in chosen.economies}
    found = finding(frame, chosen.measure, say)
    query = {"from": chosen.first, "to": chosen.last, "with": ",".join(chosen.peers)}
    return Shown(
        finding=markup(found),
        plain=plain(found),
        measure=markup(say(f"overview.measure.{chosen.measure}")),
        table=text.figure_table(frame, names, chosen, say),
        address=View(dataset, say).download("trajectory", query),
        source=text.source_line(dataset, frame, chosen.measure, say),
        citation=citation(dataset, plain(found), chosen.first, chosen.last, say),
        figures=_variants(dataset, held, names, chosen, say),
    )


def _variants(
    dataset: Dataset, held: Sequence[Row], names: Mapping[str, str], chosen: Choice, say: Words
) -> dict[str, dict[str, Any]]:
    """Return the figure in every label set and height that the browser may choose."""
    looks = [Look(chosen.measure, say, height=height, compact=kind == "compact") for kind, height in VARIANTS]
    figures = trajectories(held, names, explained_changes(dataset, say), looks)
    return {f"{kind}-{height}": figure for (kind, height), figure in zip(VARIANTS, figures, strict=True)}


def _written(made: Mapping[str, Shown]) -> str:
    """Return the views as JSON.

    {measure: {"parts": [...], "traces": [...], "figures": {variant: {"data": [places among the traces],
    "layout": {...}}}}}. As text: Dash would walk through every value of a nested one at each change. Most
    traces are the same in all variants, and are written once.
    """
    measures = {name: {"parts": shown.parts(), **_shared(shown.figures)} for name, shown in made.items()}
    return json.dumps(measures, default=as_json, ensure_ascii=False, separators=(",", ":"))


def _shared(figures: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return figures with their traces apart, each once."""
    places: dict[str, int] = {}
    traces: list[Mapping[str, Any]] = []
    shared = {}
    for name, figure in figures.items():
        data = []
        for trace in figure["data"]:
            text = json.dumps(trace)
            if text not in places:
                places[text] = len(traces)
                traces.append(trace)
            data.append(places[text])
        shared[name] = {"data": data, "layout": figure["layout"]}
    return {"traces": traces, "figures": shared}
