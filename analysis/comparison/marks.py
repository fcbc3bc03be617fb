"""The figures of a text, each with its verdict: what was understood, what holds, and where that is shown."""

from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlencode

import pandas as pd

from analysis.comparison.reading import Claim, claims
from analysis.comparison.statements import (
    AMBIGUOUS,
    ELSEWHERE,
    FALSE,
    MISSING,
    OTHER_UNIT,
    TRUE,
    UNITS,
    Checked,
    Statement,
    Words,
    elsewhere,
    holds,
    judged,
    places_of,
)
from analysis.comparison.views import Choice, Measure, measured, measures
from analysis.dataset import Dataset
from analysis.names import measure_name, stated_measures
from analysis.news import launched
from data.article import HERO
from data.languages import BY_CODE

MOST: Final = 400
"""Figures of a text that are judged: more than 20,000 characters of prose have."""
_FAR: Final = 4.0  # times the figure: a value that is so far from it was about something else
_ROOM: Final = 0.05  # of a ratio, as a share


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure of a text: its place in characters, its verdict in the words of ``check``, and why.

    understood, right: sentences in the language that was asked for; figure: the right one, in unit, where it
    is one number; source: ids of releases, joined by a space; view: the path of the page that shows it.
    """

    start: int
    end: int
    text: str
    verdict: str
    understood: str
    right: str
    economy: str | None = None
    measure: str | None = None
    show: str | None = None
    period: int | None = None
    figure: float | None = None
    unit: str | None = None
    source: str = ""
    view: str = ""


def marks(dataset: Dataset, text: str, lang: str) -> tuple[Mark, ...]:
    """Return the figures of a text that are about the data, in its order, in a language."""
    judge, found, end = _Judge(dataset, lang), list[Mark](), 0
    for claim in claims(dataset, text, MOST):
        mark = judge.mark(claim, text)
        if mark is not None and mark.start >= end:
            found.append(mark)
            end = mark.end
    return tuple(found)


def view_of(dataset: Dataset, lang: str, economy: str, measure: Measure, show: str, period: int) -> str:
    """Return the path of the view that shows a figure: Compare, or Data where that cannot."""
    if measure.id not in measures(dataset) or economy not in dataset.economies:
        return f"/{lang}/data"
    shown = "score" if show == "value" else show
    chosen = {"economy": economy, "measure": measure.id, "show": shown, "to": period}
    return f"/{lang}/compare?{urlencode(Choice.read(dataset, chosen).chosen(dataset), safe=',')}"


@dataclass(slots=True)
class _Judge:
    """What judges the claims of a text, in a language."""

    dataset: Dataset
    lang: str
    seen: dict[tuple[str, str, Statement], Checked] = field(default_factory=dict)

    def mark(self, claim: Claim, text: str) -> Mark | None:
        """Return the mark of a claim; None where it is about nothing that the data could have."""
        known = stated_measures(self.dataset)
        able = [known[one] for one in claim.measures if one in known]
        if not able:
            return None
        judge = {"figure": self._figure, "count": self._count, "target": self._target, "record": self._record}
        judge |= dict.fromkeys(("change", "growth", "ratio"), self._change)
        judge |= dict.fromkeys(("ahead", "behind", "overtook"), self._ahead)
        found = judge[claim.kind](claim, able)
        return found and replace(found, start=claim.start, end=claim.end, text=text[claim.start : claim.end])

    def checked(self, claim: Claim, measure: Measure, period: int, whose: int = 0) -> Checked:
        """Return the verdict on a value of the claim for a measure, a period and one of its economies."""
        show = claim.show
        if measure.related:
            show = "value" if show == "score" else show
        elif show == "value":
            show = "score"
        stated = Statement(
            claim.economies[whose], measure.id, period, claim.value, claim.comparison, claim.unit
        )
        key = (measure.id, show, stated)
        if key not in self.seen:
            self.seen[key] = judged(self.dataset, stated.economy, measure, show, stated, self.lang)
        return self.seen[key]

    def name(self, claim: Claim, whose: int = 0) -> str:
        """Return the short name of an economy of a claim."""
        return self.dataset.labels(self.lang)[claim.economies[whose]]

    def written(self, one: Checked, value: float) -> str:
        """Return a value as it stands in a sentence on two of them."""
        return f"{value:.0f}" if one.show == "rank" else f"{value:.6g}"

    def say(
        self, claim: Claim, key: str, found: Checked, period: int, right: str, verdict: str, first: int = 0
    ) -> Mark:
        """Return a mark with what was understood, in the words of a phrase."""
        t, labels, measure = Words(self.dataset, self.lang), self.dataset.labels(self.lang), found.measure
        name = measure_name(self.dataset, measure.id, self.lang) if measure else ""
        named = {
            "economy": labels.get(claim.economies[0]) if claim.economies else "",
            "other": labels.get(claim.economies[1]) if len(claim.economies) > 1 else "",
            "measure": name,
            "show": t(str(found.show)) if found.show else "",
            "period": period,
            "first": first,
            "value": f"{claim.value} {claim.unit}".strip(),
        }
        if claim.comparison != "equal":
            named["value"] = t(f"text_{claim.comparison.replace('-', '_')}", value=named["value"])
        if claim.kind in ("change", "growth") and claim.direction < 0:
            named["value"] = f"−{named['value']}"
        notes = [t(f"text_{one}", **(named | dict(given))) for one, given in claim.notes]
        out = launched(self.dataset, self.lang).get(period) if verdict == MISSING else None
        possible = found.possible
        one = self.dataset.catalog.indicators.get(measure.id) if measure and found.show == "value" else None
        path, stop = "", BY_CODE[self.lang].stop
        if measure and found.economy and found.show:
            path = view_of(self.dataset, self.lang, found.economy, measure, found.show, period)
        return Mark(
            0, 0, "", verdict, " ".join((t(f"text_{key}", **named) + stop, *notes)), out or right,
            found.economy, measure.id if measure else None, found.show, period,
            possible[0] if len(possible) == 1 else None,
            one.unit.get(self.lang) if one else str(named["show"]) or None, found.source, path,
        )  # fmt: skip

    def _figure(self, claim: Claim, able: list[Measure]) -> Mark | None:
        first, chosen = None, claim.periods[0]
        for measure in able:
            for period in claim.periods:
                found = self.checked(claim, measure, period)
                if found.verdict in (TRUE, ELSEWHERE) or (found.verdict == OTHER_UNIT and not first):
                    return self.say(claim, "figure", found, period, found.reason, found.verdict)
                if first is None or (not first.possible and found.possible):
                    first, chosen = found, period
        if first is None or (first.measure and not first.possible and self._foreign(claim, first.measure)):
            return None
        if claim.show == "value" and first.possible and first.possible[0]:
            ratio = abs(float(claim.value) / first.possible[0]) if not claim.unit else 1.0
            if first.verdict == FALSE and not 1 / _FAR < ratio < _FAR:
                return None
        assumed = any(key == "assumed" for key, _ in claim.notes)
        ours = claim.show == "rank" and first.measure is not None and first.measure.related
        if assumed and first.verdict == FALSE:
            return None
        if first.verdict == FALSE and first.measure and not ours:
            measure, labels = first.measure, self.dataset.labels(self.lang)
            right = [str(one) for one in claim.others if self.checked(claim, measure, one).verdict == TRUE]
            rivals = (replace(claim, economies=(one,)) for one in claim.rivals)
            right += [
                labels[one.economies[0]]
                for one in rivals
                if self.checked(one, measure, chosen).verdict == TRUE
            ]
            if right:
                t = Words(self.dataset, self.lang)
                reason = f"{first.reason} {t('text_periods', periods=', '.join(right))}"
                return self.say(claim, "figure", first, chosen, reason, AMBIGUOUS)
        verdict = MISSING if ours and first.verdict == FALSE else first.verdict  # ranks of series are ours
        return self.say(claim, "figure", first, chosen, first.reason, verdict)

    def _change(self, claim: Claim, able: list[Measure]) -> Mark | None:
        t, last, measure = Words(self.dataset, self.lang), claim.periods[0], able[0]
        found = self.checked(claim, measure, last)
        befores = [(first, self.checked(claim, measure, first)) for first in claim.firsts]
        befores = [(first, one) for first, one in befores if one.possible] if found.possible else []
        if not befores and self._foreign(claim, measure):
            return None
        if not befores:
            return self.say(claim, "change", found, last, found.reason, MISSING, claim.firsts[0])
        first, before, verdict = *befores[0], FALSE
        for year, one in befores:
            if self._fits(claim, self._moved(claim, found, one.possible[0], found.possible[0])):
                first, before, verdict = year, one, TRUE
                break
        if verdict == FALSE and measure.related and self._told(claim, measure, found, before, first, last):
            verdict = ELSEWHERE
        if verdict == FALSE and claim.kind == "change" and len(claim.firsts) == 1 and claim.others:
            verdict = AMBIGUOUS
        moved = self._moved(claim, found, before.possible[0], found.possible[0])
        right = t(
            "text_changed", economy=self.name(claim), show=t(str(found.show)),
            measure=measure_name(self.dataset, measure.id, self.lang), first=first, period=last,
            before=self.written(found, before.possible[0]), after=self.written(found, found.possible[0]),
            figure=f"{moved:+.3g}",
        )  # fmt: skip
        return replace(self.say(claim, "change", found, last, right, verdict, first), figure=round(moved, 6))

    def _foreign(self, claim: Claim, measure: Measure) -> bool:
        """Return whether a series is that of another economy alone."""
        rows = self.dataset.observed.get(measure.id) if measure.related else None
        return (
            rows is not None
            and rows["economy"].nunique() == 1
            and claim.economies[0] != rows["economy"].iloc[0]
        )

    def _told(
        self, claim: Claim, measure: Measure, found: Checked, before: Checked, first: int, last: int
    ) -> bool:
        """Return whether figures of other releases have moved as is stated."""
        olds, news = (
            [
                one.possible[0],
                *(
                    other.value
                    for other in elsewhere(self.dataset, measure.id, claim.economies[0], year, self.lang)
                ),
            ]
            for one, year in ((before, first), (found, last))
        )
        return any(self._fits(claim, self._moved(claim, found, old, new)) for old in olds for new in news)

    def _moved(self, claim: Claim, found: Checked, before: float, after: float) -> float:
        if claim.kind == "ratio":
            return after / before if before else 0.0
        if claim.kind == "growth":
            return 100 * (after / before - 1) if before else 0.0
        return before - after if found.show == "rank" else after - before

    def _fits(self, claim: Claim, moved: float) -> bool:
        if claim.kind == "ratio":
            value = float(claim.value)
            if claim.comparison == "at-least":
                return moved >= value
            return value * (1 - _ROOM) <= moved < max(value + 0.5, value * (1 + _ROOM))
        if claim.direction * moved < 0:
            return False
        stated = Statement("", "", 0, claim.value, claim.comparison)
        if claim.unit:
            of = self.dataset.catalog.indicators[claim.measures[0]].unit.en.partition(" ")[0]
            stated = stated.times(UNITS[claim.unit] - UNITS.get(of, 0))
        return bool(
            holds(stated, (abs(moved),), 0.005, rank=claim.show == "rank")
            or holds(stated, (round(abs(moved), 2),))
        )

    def _ahead(self, claim: Claim, able: list[Measure]) -> Mark | None:
        t, labels, period = Words(self.dataset, self.lang), self.dataset.labels(self.lang), claim.periods[0]
        measure, (one, other) = able[0], (self.checked(claim, able[0], period, whose) for whose in (0, 1))
        if not (one.possible and other.possible):
            return self.say(
                claim, claim.kind, one, period, (one if not one.possible else other).reason, MISSING
            )
        rows, places = measured(self.dataset, measure), places_of(self.dataset, measure)
        column, sign = ("rank", -1) if one.show == "rank" else ("value", 1)
        cells, lead = rows[column].astype("Float64").array, dict[int, float]()
        for year, at in sorted(places.items()):
            first, second = (cells[at[each]] if each in at else pd.NA for each in claim.economies)
            if not (pd.isna(first) or pd.isna(second)):
                lead[year] = sign * float(first - second)
        earlier = [year for year in lead if year < period]
        holds_now = lead.get(period, 0.0) > 0
        if claim.kind == "behind":
            verdict = lead.get(period, 0.0) < 0
        elif claim.kind == "overtook":
            base = earlier if claim.others else earlier[-1:]
            verdict = holds_now and any(lead[year] <= 0 for year in base)
        else:
            verdict = holds_now
        right = t(
            "text_both", economy=labels[claim.economies[0]], other=labels[claim.economies[1]], period=period,
            measure=measure_name(self.dataset, measure.id, self.lang), show=t(str(one.show)),
            figure=self.written(one, one.possible[0]), beside=self.written(other, other.possible[0]),
        )  # fmt: skip
        first = next((year for year in lead if lead[year] > 0), None)
        if not verdict and first:
            right = f"{right} {t('text_lead', economy=labels[claim.economies[0]], period=first)}"
        return self.say(claim, claim.kind, one, period, right, TRUE if verdict else FALSE)

    def _record(self, claim: Claim, able: list[Measure]) -> Mark | None:
        t, period = Words(self.dataset, self.lang), claim.periods[0]
        now = self.checked(claim, able[0], period)
        if not now.possible:
            return self.say(claim, "record", now, period, now.reason, MISSING)
        known = [
            (self.checked(claim, able[0], year).possible, year) for year in places_of(self.dataset, able[0])
        ]
        best, year = min((one[0], year) for one, year in known if one and year <= period)
        right = t(
            "text_best", economy=self.name(claim), show=t("rank"), period=period,
            measure=measure_name(self.dataset, able[0].id, self.lang), figure=f"{best:.0f}", best=year,
        )  # fmt: skip
        return self.say(claim, "record", now, period, right, TRUE if now.possible[0] <= best else FALSE)

    def _count(self, claim: Claim, able: list[Measure]) -> Mark | None:
        period = claim.periods[0]
        count = self.dataset.counts.get(period)
        found = Checked(MISSING, "", measure=able[0], possible=(float(count),) if count else ())
        right = Words(self.dataset, self.lang)("text_counted", period=period, figure=count) if count else ""
        stated = Statement("", "", period, claim.value, claim.comparison)
        verdict = MISSING if not count else TRUE if holds(stated, (float(count),)) else FALSE
        return self.say(claim, "count", found, period, right, verdict)

    def _target(self, claim: Claim, able: list[Measure]) -> Mark | None:
        t, period, table = (
            Words(self.dataset, self.lang),
            claim.periods[0],
            self.dataset.table("target_measures"),
        )
        ids = {one.id for one in able}
        ours = table[table[["indicator_first", "indicator_today"]].isin(ids).any(axis=1)]
        rows = self.dataset.table("targets").merge(ours[["measure"]], on="measure")
        rows = rows[(rows["year"] == period) & ~rows["comparison"].str.contains("growth|multiple|cumul")]
        values = sorted({float(one) for one in rows["value"]})
        found = Checked(MISSING, "", HERO, able[0], "value", tuple(values))
        found = replace(found, source=" ".join(dict.fromkeys(rows["source"])))
        right = t("text_targets", period=period, figure=", ".join(f"{one:g}" for one in values))
        stated = Statement("", "", period, claim.value, "equal")
        holding = any(holds(stated, (one,)) for one in values)
        verdict = TRUE if holding else FALSE if values else MISSING
        if not holding:  # what was reached may stand beside what was aimed at
            reached = self._figure(replace(claim, kind="figure"), able)
            if reached and (not values or reached.verdict in (TRUE, ELSEWHERE)):
                return reached
        return self.say(claim, "target", found, period, right if values else t("text_no_target"), verdict)
