"""Official targets in words: how many were met, and what became of those for one indicator."""

from dataclasses import dataclass
from functools import cached_property

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.evidence.targets import Choice, goals, official_targets, result_counts
from components.text.catalog import Words
from components.text.paths import path
from components.text.view import PageView


@dataclass(frozen=True)
class Targets(PageView[Choice]):
    """The official targets, judged by the figures that a choice names."""

    @property
    def figures(self) -> str:
        """The vintage that decides."""
        return self.choice.figures

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many targets have each verdict by the figures that decide, each counted once."""
        return result_counts(official_targets(self.dataset), self.figures)


def finding(view: Targets) -> str:
    """Return how many of the targets that can be judged were met in time, late, or missed."""
    found = view.counts
    return view.t("targets.finding" if found["judged"] else "targets.finding_none", **found)


def due_text(dataset: Dataset, indicator: str, t: Words) -> list[Component]:
    """Return China's official targets for an indicator by verdict, as a link to all targets."""
    years: dict[str, list[str]] = {}
    for year, _, result in goals(dataset, indicator):
        years.setdefault(result, []).append(str(year))
    if not years:
        return []
    parts = [
        t("targets.due_part", verdict=t(f"verdict.{result}"), years=t.listing(found))
        for result, found in years.items()
    ]
    text = t("targets.due_all", parts=t("list.separator").join(parts))
    return [html.P(html.A(text, href=path(t.lang, "strategy/targets")), className="small")]
