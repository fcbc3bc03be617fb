"""The evidence of the strategic pillars: how what is measured of all moved, and of each as a bar."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.evidence import strategy as frames
from analysis.evidence.pillar import all_evidence, count_courses
from analysis.evidence.strategy import MatrixChoice as Choice
from components.cards.badges import ring
from components.text.attributes import attributes
from components.text.paths import path
from components.text.view import PageView
from data.article import CLAIM_YEAR
from data.entries import StrategicPillar

COURSES = ("towards", "flat", "away")
MARKS = ("complete", "partial", "gaps")


@dataclass(frozen=True)
class Matrix(PageView[Choice]):
    """The evidence of the strategic pillars since a year."""

    @cached_property
    def everything(self) -> pd.DataFrame:
        """The evidence of all five pillars, one below the other."""
        return frames.MATRIX.result(self.dataset, self.choice)

    @cached_property
    def total(self) -> dict[str, int]:
        """How what is measured of all five moved, each thing once, their gaps and recommendations."""
        actions = sum(len(pillar.actions) for pillar in self.dataset.catalog.strategy)
        return count_courses(self.everything, self.choice.since) | {"actions": actions}

    @property
    def moved(self) -> str:
        """How many things moved towards an aim, as all pages say it."""
        return self.t("matrix.moved", since=self.choice.since, **self.total)

    def path_of(self, pillar: StrategicPillar) -> str:
        """Return the path of the page of a pillar, with the base year where it is not the article's."""
        since = f"?since={self.choice.since}" if self.choice.since != CLAIM_YEAR else ""
        return path(self.t.lang, f"strategy/{pillar.slug}{since}")


@cached
def count_moved(dataset: Dataset, since: int, number: int) -> dict[str, int]:
    """Return how what is measured of a strategic pillar moved since a year."""
    whole = all_evidence(dataset, since)
    return count_courses(whole[whole["pillar"] == number], since)


def finding(view: Matrix) -> str:
    """Return how many things moved, of all five pillars whatever the filters leave out, and the gaps."""
    return view.t("matrix.finding", moved=view.moved, **view.total)


def bars(view: Matrix) -> list[Component]:
    """Return one row a pillar, each the way to its page; widths are numbers of judged indicators."""
    t, pillars, rows = view.t, view.dataset.catalog.strategy, []
    found = {one.number: count_moved(view.dataset, view.choice.since, one.number) for one in pillars}
    longest = max(one["judged"] for one in found.values())
    for pillar in pillars:
        own, actions = found[pillar.number], len(pillar.actions)
        marks = own | {"complete": actions - own["partial"] - own["gaps"]}
        parts = [
            html.Span(str(own[course]), className=f"bar bar-{course}", style={"flexGrow": own[course]})
            for course in COURSES
            if own[course]
        ]
        if rest := longest - own["judged"]:
            parts.append(html.Span(style={"flexGrow": rest}))
        # A square for each recommendation: with data, with data for a part, with none.
        squares = [html.Span(className=f"bar-key bar-{mark}") for mark in MARKS for _ in range(marks[mark])]
        sentence = t("matrix.marks", actions=actions, **marks)
        label, about = (attributes(aria_label=one) for one in (t("matrix.bar", **own), sentence))
        question = html.Span(t.phrase(pillar.question), className="small")
        cells = [
            ring(pillar.number),
            html.Span([html.B(t.phrase(pillar.name)), question], className="bar-name"),
            html.Span(parts, className="bar-track", role="img", **label),
            html.Span(squares, className="bar-marks", role="img", title=sentence, **about),
        ]
        rows.append(html.Li(html.A(cells, href=view.path_of(pillar))))
    keys = []
    for name in (*COURSES, *MARKS):
        key = html.Span(className=f"bar-key bar-{name}", **attributes(aria_hidden="true"))
        keys.append(html.Span([key, t(f"matrix.legend.{name}")]))
    return [html.Ol(rows), html.P(keys, className="bar-legend small")]
