"""The evidence of the strategic pillars: how what is measured of all moved, and of each as a bar."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.evidence import strategy as tables
from analysis.evidence.pillar import all_evidence, count_courses
from analysis.evidence.strategy import MatrixChoice as Choice
from components.cards.badges import ring
from components.text.attributes import attributes
from components.text.keys import by_last_part
from components.text.paths import path
from components.text.view import PageView
from data.article import CLAIM_YEAR
from data.entries import StrategicPillar

COURSES = by_last_part("course.towards", "course.flat", "course.away", "course.none")
STRENGTHS = by_last_part("strength.direct", "strength.proxy", "strength.partial", "strength.none")
_BARS = by_last_part("matrix.legend.towards", "matrix.legend.flat", "matrix.legend.away")
_SQUARES = by_last_part("matrix.legend.complete", "matrix.legend.partial", "matrix.legend.gaps")
"""Text keys of the legend, by course of an indicator and by what data a recommendation has."""


@dataclass(frozen=True)
class Matrix(PageView[Choice]):
    """The evidence of the strategic pillars since a year."""

    @cached_property
    def everything(self) -> pd.DataFrame:
        """The evidence of all five pillars, a row for each indicator or gap."""
        return tables.MATRIX.result(self.dataset, self.choice)

    @cached_property
    def total(self) -> dict[str, int]:
        """Counts of what moved towards or away over all five pillars, each thing once, and of gaps."""
        actions = sum(len(pillar.actions) for pillar in self.dataset.catalog.strategy)
        return count_courses(self.everything, self.choice.since) | {"actions": actions}

    @property
    def moved_sentence(self) -> str:
        """How many indicators moved towards an aim, as all pages say it."""
        return self.t("matrix.moved", since=self.choice.since, **self.total)

    def path_of(self, pillar: StrategicPillar) -> str:
        """Return the path of the page of a pillar, with the base year where it is not the article's."""
        since = f"?since={self.choice.since}" if self.choice.since != CLAIM_YEAR else ""
        return path(self.t.lang, f"strategy/{pillar.slug}{since}")


@cached
def count_moved(dataset: Dataset, since: int, number: int) -> dict[str, int]:
    """Count how the indicators of a strategic pillar moved since a year, by course."""
    evidence = all_evidence(dataset, since)
    return count_courses(evidence[evidence["pillar"] == number], since)


def finding(view: Matrix) -> str:
    """Return how many indicators of all five pillars moved, whatever filters leave out, and the gaps."""
    return view.t("matrix.finding", moved=view.moved_sentence, **view.total)


def bars(view: Matrix) -> list[Component]:
    """Return a row for each pillar with a link to its page; widths are counts of judged indicators."""
    t, pillars = view.t, view.dataset.catalog.strategy
    counts = [count_moved(view.dataset, view.choice.since, pillar.number) for pillar in pillars]
    longest = max(count["judged"] for count in counts)
    rows = []
    for pillar, count in zip(pillars, counts, strict=True):
        actions = len(pillar.actions)
        with_complete = count | {"complete": actions - count["partial"] - count["gaps"]}
        parts = [
            html.Span(str(count[course]), className=f"bar bar-{course}", style={"flexGrow": count[course]})
            for course in _BARS
            if count[course]
        ]
        if count["judged"] < longest:
            parts.append(html.Span(style={"flexGrow": longest - count["judged"]}))
        # A square for each recommendation: with data, with data for a part, with none.
        names = [name for name in _SQUARES for _ in range(with_complete[name])]
        squares = [html.Span(className=f"bar-key bar-{name}") for name in names]
        sentence = t("matrix.marks", actions=actions, **with_complete)
        bar_label = attributes(aria_label=t("matrix.bar", **count))
        squares_label = attributes(aria_label=sentence)
        question = html.Span(t.phrase(pillar.question), className="small")
        cells = [
            ring(pillar.number),
            html.Span([html.B(t.phrase(pillar.name)), question], className="bar-name"),
            html.Span(parts, className="bar-track", role="img", **bar_label),
            html.Span(squares, className="bar-marks", role="img", title=sentence, **squares_label),
        ]
        rows.append(html.Li(html.A(cells, href=view.path_of(pillar))))
    legend = []
    for name, key in (_BARS | _SQUARES).items():
        swatch = html.Span(className=f"bar-key bar-{name}", **attributes(aria_hidden="true"))
        legend.append(html.Span([swatch, t(key)]))
    return [html.Ol(rows), html.P(legend, className="bar-legend small")]
