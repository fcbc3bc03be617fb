"""A claim of the article in words: its texts with their figures, what was computed, what may be inferred."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from string import Formatter

from analysis.dataset import Dataset
from analysis.evidence import strategy
from analysis.evidence.verdicts import RIGHT, WRONG, Assessment, count_verdicts, judging_rows
from components.text import numbers
from components.text.catalog import Words
from components.text.view import View
from components.widgets import reading
from components.widgets.reading import Row
from data.claims import SUFFIXES, Claim
from data.entries import Action
from data.languages import Text

IN_THE_ROW = 2  # lines of what may be inferred
_WRITTEN = {
    **dict.fromkeys(("rank", "interval", "other_rank"), "ordinal"),
    "top_share": "percent",
    "percent": "+percent",
}
"""How figures are written by their kind; others as their indicator, or as whole numbers."""


@dataclass(frozen=True)
class ClaimView(View):
    """A claim and its assessment in one language; texts are marked."""

    one: Assessment

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.one.claim

    @cached_property
    def judged_by(self) -> Sequence[Row]:
        """The rows of evidence that judge an aim; none of a statement."""
        return judging_rows(self.dataset, self.claim.id).to_dict("records")

    @property
    def actions(self) -> list[Action]:
        """The recommendations that belong to an aim."""
        pillars = self.dataset.catalog.strategy
        return [pillars[self.claim.pillar - 1].actions[number - 1] for number in self.claim.actions]

    def number(self, name: str, value: float | None = None) -> str:
        """Write the value of a figure, or another one, as its kind is written; the word for a missing one."""
        figure, found = self.claim.figures[name], self.one.figures[name].value if value is None else value
        indicator = self.dataset.catalog.indicators.get(figure.series)
        if indicator and figure.kind not in _WRITTEN and found is not None:
            return reading.value(indicator, found, self.t)
        return self.t.write(found, _WRITTEN.get(figure.kind, "whole"))

    def fill(self, text: Text) -> str:
        """Return a text of the catalog with its figures filled in."""
        labels, missing = self.dataset.labels(self.t.lang), self.t("missing")
        values: dict[str, str] = {}
        for name in self.claim.figures:
            value = self.one.figures[name]
            values[name], values[f"{name}_percent"] = self.number(name), self.t.write(value.value, "of_one")
            values[f"{name}_year"] = str(value.year or missing)
            values[f"{name}_since"] = str(value.since or missing)
            values[f"{name}_economy"] = labels.get(value.economy, missing)
        return self.t.phrase(text).format(**values)

    def filled_texts(self, text: Text | None) -> str:
        """Return a text with its figures filled in; blank where it is none, or a figure has no value."""
        if text is None:
            return ""
        parts = [part for words in text.by_language.values() for part in Formatter().parse(words)]
        suffixed = {f"{name}{suffix}": name for name in self.claim.figures for suffix in SUFFIXES}
        named = [suffixed.get(name, name) for _, name, _, _ in parts if name]
        return "" if any(self.one.figures[name].value is None for name in named) else self.fill(text)

    def caveats(self, *, weightiest: bool) -> list[str]:
        """Return the caveats that hold: the weightiest, which stand in the row, or all others."""
        pairs = zip(self.claim.caveats, self.one.caveats, strict=True)
        found = [caveat for caveat, holds in pairs if holds and self.filled_texts(caveat.text)]
        row = [caveat for caveat in found if caveat.weighty][:IN_THE_ROW]
        return [self.fill(caveat.text) for caveat in found if (caveat in row) == weightiest]

    def inferred_texts(self) -> list[str]:
        """Return what limits an inference: why nothing is tested, what no data show, weighty caveats."""
        why, lang = self.filled_texts(self.claim.untestable), self.t.lang
        gaps = [{"text": one.text.get(lang), "gap": one.gap.get(lang)} for one in self.actions if one.gap]
        one = len(self.actions) == 1
        lines = [gap["gap"] if one else self.t("claims.gap", **gap) for gap in gaps]
        return [*([why] if why else []), *lines, *self.caveats(weightiest=True)]

    def computed_text(self, most: int | None = None) -> list[str]:
        """Return the values computed, in short; of an aim a line for each of its rows that have a course."""
        if self.claim.result is None:
            return [self.movement(row) for row in self.judged_by if row["course"] != "none"][:most]
        missing = all(value.value is None for value in self.one.figures.values())
        return [] if missing else [self.fill(self.claim.result)]

    def movement(self, row: Row) -> str:
        """Return how a row of an aim moved: both ends, which way, the place of its latest value, its peak."""
        t, dataset = self.t, self.dataset
        values = {end: reading.end_value(dataset, row, end, t) for end in ("first", "last")}
        ends = "both" if values["first"] else "one" if values["last"] else "none"
        values["name"] = reading.named_indicator(dataset, str(row["code"]), t)
        values["way"] = t(f"pillar.course.{row['course']}")
        parts = [t(f"claims.ends.{ends}", **{**row, **values})]
        if row["kind"] == "indicator" and numbers.is_present(row["rank"]):
            parts.append(t("claims.place", **row))
        return t.sentences([*parts, reading.peak(dataset, row, t), reading.other_release(dataset, row, t)])


def claim_releases(dataset: Dataset, one: Assessment) -> list[str]:
    """Return the releases that the figures of a claim rest on, those of both ends of a change included."""
    found = [value.source for value in one.figures.values() if value.source]
    rows = judging_rows(dataset, one.claim.id).to_dict("records")
    found += " ".join(strategy.releases_by_row(dataset, rows)).split()
    return list(dict.fromkeys(found))


def statements(claims: Sequence[Assessment], t: Words) -> str:
    """Return whether the figures of the statements that can be checked are right."""
    found = count_verdicts(claims, "statement")
    checked = found[RIGHT] + found[WRONG]
    key = "claims.finding.wrong" if found[WRONG] else "claims.finding.right"
    return t(key if checked else "claims.finding.unchecked", wrong=found[WRONG], all=checked)
