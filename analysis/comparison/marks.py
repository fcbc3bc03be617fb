"""The figures of a text, each with its verdict: what was understood, what holds, and where that is shown."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Final
from urllib.parse import urlencode

import pandas as pd

from analysis.comparison.reading import Claim, claims
from analysis.comparison.statements import (
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
from analysis.freshness import launched
from analysis.names import measure_name, stated_measures
from data.article import HERO
from data.languages import BY_CODE

UNCHECKED: Final = "not checked"
"""The verdict where the data have another figure, and it is not certain what the text is about."""
VERDICTS: Final = (TRUE, ELSEWHERE, OTHER_UNIT, FALSE, UNCHECKED, MISSING)
MOST: Final = 400
"""Figures of a text that are judged: more than 20,000 characters of prose have."""
_FAR: Final = 4.0  # times the figure: a value that is so far from it was about something else
_ROOM: Final = 0.05  # of a ratio, as a share
_RIGHT: Final = (TRUE, ELSEWHERE)


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
        mark = judge.mark(claim)
        if mark is not None and claim.start >= end:
            found.append(replace(mark, start=claim.start, end=claim.end, text=text[claim.start : claim.end]))
            end = claim.end
    return tuple(found)


def view_of(dataset: Dataset, lang: str, economy: str, measure: Measure, show: str, period: int) -> str:
    """Return the path of the view that shows a figure: Compare, or Data where that cannot."""
    if measure.id not in measures(dataset) or economy not in dataset.economies:
        return f"/{lang}/data"
    column = "score" if show == "value" else show
    chosen = {"economy": economy, "measure": measure.id, "show": column, "to": period}
    return f"/{lang}/compare?{urlencode(Choice.read(dataset, chosen).differing(dataset), safe=',')}"


@dataclass(slots=True)
class _Judge:
    """What judges the claims of a text, in a language."""

    dataset: Dataset
    lang: str
    seen: dict[tuple[str, str, Statement], Checked] = field(default_factory=dict)

    def mark(self, claim: Claim) -> Mark | None:
        """Return the mark of a claim; None where it is about nothing that the data could have."""
        known = stated_measures(self.dataset)
        able = [known[one] for one in claim.measures if one in known]
        if not able:
            return None
        if claim.kind in ("figure", "target"):
            return self._figure(claim, able)
        if claim.kind in ("change", "growth", "ratio"):
            return self._change(claim, able[0])
        if claim.kind == "count":
            return self._count(claim, able[0])
        return self._record(claim, able[0]) if claim.kind == "record" else self._ahead(claim, able[0])

    def verified(self, claim: Claim, measure: Measure, period: int, economy: str) -> Checked:
        """Return the verdict on the value of a claim for a measure, a period and an economy."""
        show = claim.show
        if measure.related:
            show = "value" if show == "score" else show
        elif show == "value":
            show = "score"
        stated = Statement(economy, measure.id, period, claim.value, claim.comparison, claim.unit)
        key = (measure.id, show, stated)
        if key not in self.seen:
            self.seen[key] = judged(self.dataset, economy, measure, show, stated, self.lang)
        return self.seen[key]

    def say(
        self, claim: Claim, found: Checked, period: int, right: str, verdict: str, *, first: int = 0
    ) -> Mark:
        """Return a mark with what was understood; no figure is false of which the reading is in doubt."""
        t, labels, measure = Words(self.dataset, self.lang), self.dataset.labels(self.lang), found.measure
        named = {
            "economy": labels.get(found.economy or "", ""),
            "other": labels.get(claim.other, ""),
            "measure": measure_name(self.dataset, measure.id, self.lang) if measure else "",
            "show": t(found.show) if found.show else "",
            "period": period,
            "first": first,
            "value": f"{claim.value} {claim.unit}".strip(),
        }
        if claim.comparison != "equal":
            named["value"] = t(f"text_{claim.comparison.replace('-', '_')}", value=named["value"])
        if claim.kind in ("change", "growth") and claim.direction < 0:
            named["value"] = f"−{named['value']}"
        kind = "change" if claim.kind in ("growth", "ratio") else claim.kind
        notes = [t(f"text_{one}", **(named | dict(given))) for one, given in claim.notes]
        if verdict == FALSE and claim.doubt:
            verdict, (doubt, given) = UNCHECKED, claim.doubt
            right = f"{t(f'text_{doubt}', **dict(given))} {right}"
        out = launched(self.dataset, self.lang).get(period) if verdict == MISSING else None
        one = self.dataset.catalog.indicators.get(measure.id) if measure and found.show == "value" else None
        path = ""
        if measure and found.economy and found.show:
            path = view_of(self.dataset, self.lang, found.economy, measure, found.show, period)
        return Mark(
            0, 0, "", verdict, " ".join((t(f"text_{kind}", **named) + BY_CODE[self.lang].stop, *notes)),
            out or right, found.economy, measure.id if measure else None, found.show, period,
            found.possible[0] if len(found.possible) == 1 else None,
            one.unit.get(self.lang) if one else str(named["show"]) or None, found.source, path,
        )  # fmt: skip

    def _figure(self, claim: Claim, able: list[Measure]) -> Mark | None:
        """Return what holds of a value: of the likeliest reading, or of the first for which it is right."""
        meant = product(claim.periods, able, claim.economies)
        tried = [(self.verified(claim, one, period, whose), period) for period, one, whose in meant]
        right = next(((one, at) for one, at in tried if one.verdict in _RIGHT), None)
        unit = next(((one, at) for one, at in tried if one.verdict == OTHER_UNIT), None)
        known = next(((one, at) for one, at in tried if one.possible), None)
        found, period = right or unit or known or tried[0]
        aims = [(self._aims(claim, one), one) for one in claim.periods] if claim.kind == "target" else []
        for values, aimed in (one for one in aims if one[0]):
            holding = any(holds(Statement("", "", aimed, claim.value), (one,)) for one in values)
            if holding or not right:
                named = ", ".join(f"{one:g}" for one in values)
                sentence = Words(self.dataset, self.lang)("text_targets", period=aimed, figure=named)
                return self.say(claim, found, aimed, sentence, TRUE if holding else FALSE)
        if not found.possible and found.measure and self._foreign(claim, found.measure):
            return None
        plain = found.verdict == FALSE and claim.show == "value" and not claim.unit
        if plain and not 1 / _FAR < abs(float(claim.value) / (found.possible[0] or 1)) < _FAR:
            return None
        if found.verdict == FALSE and claim.show == "rank" and found.measure and found.measure.related:
            return self.say(claim, found, period, found.reason, MISSING)  # ranks of series are ours
        return self.say(replace(claim, kind="figure"), found, period, found.reason, found.verdict)

    def _aims(self, claim: Claim, period: int) -> tuple[float, ...]:
        """Return the official targets of the measures of a claim for a year."""
        table = self.dataset.table("target_measures")
        ours = table[table[["indicator_first", "indicator_today"]].isin(claim.measures).any(axis=1)]
        rows = self.dataset.table("targets").merge(ours[["measure"]], on="measure")
        rows = rows[(rows["year"] == period) & ~rows["comparison"].str.contains("growth|multiple|cumul")]
        return tuple(sorted({float(one) for one in rows["value"]}))

    def _foreign(self, claim: Claim, measure: Measure) -> bool:
        """Return whether a series is that of another economy alone."""
        rows = self.dataset.observed.get(measure.id) if measure.related else None
        return rows is not None and {*rows["economy"]}.isdisjoint(claim.economies) and (
            rows["economy"].nunique() == 1
        )  # fmt: skip

    def _change(self, claim: Claim, measure: Measure) -> Mark | None:
        """Return what holds of a rise or fall, of the likeliest periods or those for which it is right."""
        t, tried = Words(self.dataset, self.lang), list[tuple[bool, Checked, Checked, int, int]]()
        for economy, (first, last) in product(claim.economies, claim.spans):
            before, now = (self.verified(claim, measure, year, economy) for year in (first, last))
            if before.possible and now.possible:
                fits = any(
                    self._fits(claim, one) for one in self._moves(claim, measure, before, now, first, last)
                )
                tried.append((fits, before, now, first, last))
        if not tried:
            missing = self.verified(claim, measure, claim.periods[0], claim.economies[0])
            if self._foreign(claim, measure):
                return None
            first = claim.spans[0][0]
            return self.say(claim, missing, claim.periods[0], missing.reason, MISSING, first=first)
        fits, before, now, first, last = next((one for one in tried if one[0]), tried[0])
        moved = self._moved(claim, before.possible[0], now.possible[0])
        own = self._fits(claim, moved)
        right = t(
            "text_changed", economy=self.dataset.labels(self.lang)[now.economy or ""], show=t(str(now.show)),
            measure=measure_name(self.dataset, measure.id, self.lang), first=first, period=last,
            before=self._written(now, before.possible[0]), after=self._written(now, now.possible[0]),
            figure=f"{moved:+.3g}",
        )  # fmt: skip
        verdict = TRUE if own else ELSEWHERE if fits else FALSE
        return replace(self.say(claim, now, last, right, verdict, first=first), figure=round(moved, 6))

    def _moves(
        self, claim: Claim, measure: Measure, before: Checked, now: Checked, first: int, last: int
    ) -> Iterator[float]:
        """Yield how far something moved: by the newest release, and by figures of others."""
        pairs = [[before.possible[0]], [now.possible[0]]]
        if measure.related:
            for values, year in zip(pairs, (first, last), strict=True):
                others = elsewhere(self.dataset, measure.id, str(now.economy), year, self.lang)
                values += [other.value for other in others]
        for old, new in product(*pairs):
            yield self._moved(claim, old, new)

    def _moved(self, claim: Claim, before: float, after: float) -> float:
        if claim.kind == "ratio":
            return after / before if before else 0.0
        if claim.kind == "growth":
            return 100 * (after / before - 1) if before else 0.0
        return before - after if claim.show == "rank" else after - before

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
        near = holds(stated, (abs(moved),), 0.005, rank=claim.show == "rank")
        return bool(near or holds(stated, (round(abs(moved), 2),)))

    def _written(self, one: Checked, value: float) -> str:
        return f"{value:.0f}" if one.show == "rank" else f"{value:.6g}"

    def _ahead(self, claim: Claim, measure: Measure) -> Mark | None:
        """Return whether one economy is before another; who overtook was behind in the period before."""
        t, labels, period = Words(self.dataset, self.lang), self.dataset.labels(self.lang), claim.periods[0]
        pair = (claim.economies[0], claim.other)
        one, other = (self.verified(claim, measure, period, whose) for whose in pair)
        if not (one.possible and other.possible):
            return self.say(claim, one, period, (other if one.possible else one).reason, MISSING)
        rows, lead = measured(self.dataset, measure), dict[int, float]()
        column, sign = ("rank", -1) if one.show == "rank" else ("value", 1)
        cells = rows[column].astype("Float64").array
        for year, at in sorted(places_of(self.dataset, measure).items()):
            first, second = (cells[at[each]] if each in at else pd.NA for each in pair)
            if not (pd.isna(first) or pd.isna(second)):
                lead[year] = sign * float(first - second)
        now, earlier = lead.get(period, 0.0), [lead[year] for year in lead if year < period]
        verdict = TRUE if (now < 0 if claim.kind == "behind" else now > 0) else FALSE
        if claim.kind == "overtook" and verdict == TRUE and not any(one <= 0 for one in earlier):
            verdict = MISSING
        right = t(
            "text_both", economy=labels[pair[0]], other=labels[pair[1]], period=period, show=t(str(one.show)),
            measure=measure_name(self.dataset, measure.id, self.lang),
            figure=self._written(one, one.possible[0]), beside=self._written(other, other.possible[0]),
        )  # fmt: skip
        since = next((year for year in lead if lead[year] > 0), None)
        if verdict == FALSE and since and claim.kind != "behind":
            right = f"{right} {t('text_lead', economy=labels[pair[0]], period=since)}"
        return self.say(claim, one, period, right, verdict)

    def _record(self, claim: Claim, measure: Measure) -> Mark | None:
        """Return whether a rank is the best until its period."""
        t, period, economy = Words(self.dataset, self.lang), claim.periods[0], claim.economies[0]
        now = self.verified(claim, measure, period, economy)
        if not now.possible:
            return self.say(claim, now, period, now.reason, MISSING)
        years = (year for year in places_of(self.dataset, measure) if year <= period)
        known = [(self.verified(claim, measure, year, economy).possible, year) for year in years]
        best, year = min((one[0], year) for one, year in known if one)
        right = t(
            "text_best", economy=self.dataset.labels(self.lang)[economy], show=t("rank"), period=period,
            measure=measure_name(self.dataset, measure.id, self.lang), figure=f"{best:.0f}", best=year,
        )  # fmt: skip
        return self.say(claim, now, period, right, TRUE if now.possible[0] <= best else FALSE)

    def _count(self, claim: Claim, measure: Measure) -> Mark:
        """Return whether an edition ranks so many economies."""
        period = claim.periods[0]
        count = self.dataset.rank_counts.get(period)
        found = Checked(MISSING, "", measure=measure, possible=(float(count),) if count else ())
        right = Words(self.dataset, self.lang)("text_counted", period=period, figure=count) if count else ""
        stated = Statement("", "", period, claim.value, claim.comparison)
        verdict = MISSING if not count else TRUE if holds(stated, (float(count),)) else FALSE
        source = self.verified(claim, measure, period, HERO).source
        view = f"/{self.lang}/ranking?edition={period}" if count else ""
        return replace(self.say(claim, found, period, right, verdict), source=source, view=view)
