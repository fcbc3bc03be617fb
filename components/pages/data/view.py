"""What the parts of the page on data share: what is available, what was checked, figures used by release."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis import checked, inventory
from analysis.frames import coverage as frames
from analysis.query import Nothing
from components import view
from components.parts.fold import fold
from components.parts.tables import Cell
from components.text import Words, markup
from components.view import licence

PASSED_ON = ("own_calculation", "third_party_panel", "press", "official_targets")
"""Families that name no publisher of figures: our own, and those who restate what others published."""


@dataclass(frozen=True)
class View(view.View):
    """A snapshot in one language, as the page on data tells of it."""

    @cached_property
    def levels(self) -> pd.DataFrame:
        """What is available by edition and level."""
        return frames.COVERAGE.result(self.dataset, Nothing())

    @cached_property
    def used(self) -> dict[str, int]:
        """How many figures come from each release."""
        counts = inventory.used({name: self.dataset.table(name) for name in inventory.USED})
        return {str(source): int(count) for source, count in counts.items()}

    @cached_property
    def publishers(self) -> list[str]:
        """Who published those figures, in the language, the one of most figures first."""
        known, counts = self.dataset.catalog.sources, dict[str, int]()
        for release, count in self.used.items():
            family = str(self.dataset.sources.at[release, "family"])
            if family not in PASSED_ON:
                name = known[family].publisher.get(self.t.lang)
                counts[name] = counts.get(name, 0) + count
        return sorted(counts, key=lambda name: -counts[name])

    @property
    def validation(self) -> pd.DataFrame:
        """The report on the checks that the snapshot brings."""
        return frames.VALIDATION.result(self.dataset, Nothing())

    @cached_property
    def totals(self) -> dict[str, int]:
        """How many checks there are, and of which outcome."""
        return checked.totals(self.validation)


def linked(view: View, stated: object, address: str) -> Cell:
    """Return a licence as stated, as a link where it has an address."""
    text = licence(view.dataset, stated, view.t)
    return html.A(text, href=address, rel="noopener") if address else text


def block(part: str, deck: str, body: list[Component], t: Words) -> html.Section:
    """Return a part of the page under its head, which links lead to."""
    above = [html.H2(t(f"data.part.{part}")), html.P(markup(deck), className="prose")]
    return html.Section([*above, *body], className="block", id=part)


def folded(part: str, finding: str, body: list[Component], t: Words) -> html.Details:
    """Return a part of the page that is folded below its finding; links to it unfold it."""
    return fold(html.H2(t(f"data.part.{part}")), finding, body, part)
