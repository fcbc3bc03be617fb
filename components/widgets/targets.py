"""Texts on official targets: how many were met, and the verdicts on those for one indicator."""

from dataclasses import dataclass
from functools import cached_property

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.evidence.targets import Choice, goals, official_targets, result_counts
from components.text.catalog import Words
from components.text.keys import by_last_part
from components.text.paths import path
from components.text.view import PageView

VERDICTS = by_last_part(
    "verdict.met", "verdict.late", "verdict.missed", "verdict.unjudged", "verdict.not_due"
)


@dataclass(frozen=True)
class Targets(PageView[Choice]):
    """The official targets, judged by the chosen vintage of figures."""

    @property
    def figures(self) -> str:
        """The vintage that decides verdicts."""
        return self.choice.figures

    @cached_property
    def counts(self) -> dict[str, int]:
        """The number of targets by verdict, each counted once; "all" and "judged" are sums."""
        return result_counts(official_targets(self.dataset), self.figures)


def finding(view: Targets) -> str:
    """Return how many of the targets that can be judged were met in time, late, or missed."""
    key = "targets.finding" if view.counts["judged"] else "targets.finding_none"
    return view.t(key, **view.counts)


def due_text(dataset: Dataset, indicator: str, t: Words) -> list[Component]:
    """Return China's official targets for an indicator by verdict, as a link to all targets."""
    years_by_verdict: dict[str, list[str]] = {}
    for year, _, verdict in goals(dataset, indicator):
        years_by_verdict.setdefault(verdict, []).append(str(year))
    if not years_by_verdict:
        return []
    parts = [
        t("targets.due_part", verdict=t(VERDICTS[verdict]), years=t.listing(years))
        for verdict, years in years_by_verdict.items()
    ]
    text = t("targets.due_all", parts=t("list.separator").join(parts))
    return [html.P(html.A(text, href=path(t.lang, "strategy/targets")), className="small")]
