"""The text of a claim of the article: its figures filled in, the values computed, the limits of inference."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from string import Formatter

from analysis.dataset import Dataset
from analysis.evidence import strategy
from analysis.evidence.verdicts import RIGHT, WRONG, Assessment, count_verdicts, judging_rows
from components.text import numbers
from components.text.catalog import Words
from components.text.keys import by_last_part
from components.text.view import View
from components.widgets import reading
from components.widgets.reading import Row
from data.claims import SUFFIXES, Claim
from data.entries import Action
from data.languages import Text

IN_THE_ROW = 2  # lines of limits in a row that is closed
_FORMATS = {
    **dict.fromkeys(("rank", "interval", "other_rank"), "ordinal"),
    "top_share": "percent",
    "percent": "+percent",
}
"""Formats of figures by kind; others are written as their indicator, or as whole numbers."""
_WAYS = by_last_part(
    "pillar.course.towards", "pillar.course.flat", "pillar.course.away", "pillar.course.none"
)
_ENDS = by_last_part("claims.ends.both", "claims.ends.one", "claims.ends.none")


@dataclass(frozen=True)
class ClaimView(View):
    """A claim and its assessment in one language; texts are marked."""

    assessment: Assessment

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.assessment.claim

    @cached_property
    def judged_by(self) -> Sequence[Row]:
        """The rows of evidence that judge an aim; empty for a statement."""
        return judging_rows(self.dataset, self.claim.id).to_dict("records")

    @property
    def actions(self) -> list[Action]:
        """The recommendations that belong to an aim."""
        pillars = self.dataset.catalog.strategy
        return [pillars[self.claim.pillar - 1].actions[number - 1] for number in self.claim.actions]

    def number(self, name: str, value: float | None = None) -> str:
        """Write the value of a figure, or the given value, in the format of its kind."""
        figure = self.claim.figures[name]
        number = self.assessment.figures[name].value if value is None else value
        indicator = self.dataset.catalog.indicators.get(figure.series)
        if indicator and figure.kind not in _FORMATS and number is not None:
            return reading.value(indicator, number, self.t)
        return self.t.write(number, _FORMATS.get(figure.kind, "whole"))

    def fill(self, text: Text) -> str:
        """Return a text of the catalog with its figures filled in."""
        labels, missing = self.dataset.labels(self.t.lang), self.t("missing")
        values: dict[str, str] = {}
        for name in self.claim.figures:
            value = self.assessment.figures[name]
            values[name], values[f"{name}_percent"] = self.number(name), self.t.write(value.value, "of_one")
            values[f"{name}_year"] = str(value.year or missing)
            values[f"{name}_since"] = str(value.since or missing)
            values[f"{name}_economy"] = labels.get(value.economy, missing)
        return self.t.phrase(text).format(**values)

    def filled_texts(self, text: Text | None) -> str:
        """Return a text with its figures filled in; blank without a text, or where a figure has no value."""
        if text is None:
            return ""
        parts = [part for words in text.by_language.values() for part in Formatter().parse(words)]
        suffixed = {f"{name}{suffix}": name for name in self.claim.figures for suffix in SUFFIXES}
        names = [suffixed.get(name, name) for _, name, _, _ in parts if name]
        return "" if any(self.assessment.figures[name].value is None for name in names) else self.fill(text)

    def caveats(self, *, weightiest: bool) -> list[str]:
        """Return the caveats that hold: the weightiest, which stand in the row, or the remaining ones."""
        pairs = zip(self.claim.caveats, self.assessment.caveats, strict=True)
        caveats = [caveat for caveat, holds in pairs if holds and self.filled_texts(caveat.text)]
        row = [caveat for caveat in caveats if caveat.weighty][:IN_THE_ROW]
        return [self.fill(caveat.text) for caveat in caveats if (caveat in row) == weightiest]

    def inferred_texts(self) -> list[str]:
        """Return what limits an inference: why nothing is tested, what no data show, weighty caveats."""
        reason, lang = self.filled_texts(self.claim.untestable), self.t.lang
        lines = [reason] if reason else []
        for action in self.actions:
            if action.gap:
                gap = action.gap.get(lang)
                is_only = len(self.actions) == 1
                lines.append(gap if is_only else self.t("claims.gap", text=action.text.get(lang), gap=gap))
        return [*lines, *self.caveats(weightiest=True)]

    def computed_text(self, most: int | None = None) -> list[str]:
        """Return the values computed, in short; for an aim, a line for each row that has a course."""
        if self.claim.result is None:
            return [self.movement(row) for row in self.judged_by if row["course"] != "none"][:most]
        missing = all(value.value is None for value in self.assessment.figures.values())
        return [] if missing else [self.fill(self.claim.result)]

    def movement(self, row: Row) -> str:
        """Return how a row of an aim moved: both ends, the direction, the latest rank, and the peak."""
        t, dataset = self.t, self.dataset
        values = {end: reading.end_value(dataset, row, end, t) for end in ("first", "last")}
        ends = "both" if values["first"] else "one" if values["last"] else "none"
        values["name"] = reading.named_indicator(dataset, str(row["code"]), t)
        values["way"] = t(_WAYS[row["course"]])
        parts = [t(_ENDS[ends], **{**row, **values})]
        if row["kind"] == "indicator" and numbers.is_present(row["rank"]):
            parts.append(t("claims.place", **row))
        return t.sentences([*parts, reading.peak(dataset, row, t), reading.other_release(dataset, row, t)])


def claim_releases(dataset: Dataset, assessment: Assessment) -> list[str]:
    """Return the releases of all figures of a claim, for a change those of both ends."""
    releases = [value.source for value in assessment.figures.values() if value.source]
    rows = judging_rows(dataset, assessment.claim.id).to_dict("records")
    releases += " ".join(strategy.releases_by_row(dataset, rows)).split()
    return list(dict.fromkeys(releases))


def statements(claims: Sequence[Assessment], t: Words) -> str:
    """Return whether the figures of the statements that can be checked are right."""
    counts = count_verdicts(claims, "statement")
    checked = counts[RIGHT] + counts[WRONG]
    key = "claims.finding.wrong" if counts[WRONG] else "claims.finding.right"
    return t(key if checked else "claims.finding.unchecked", wrong=counts[WRONG], all=checked)
