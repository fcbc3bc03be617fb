"""Statements checked against the figures: an economy, a measure, an edition or year, and a value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from analysis.comparison_measures import Measure
from analysis.dataset import Dataset
from analysis.derived import measured
from analysis.elsewhere import elsewhere
from analysis.listing import spelled
from analysis.named import (
    STATED,
    economies_named,
    economy_names,
    measure_name,
    measures_like,
    measures_named,
    stated_measures,
    with_words,
)
from analysis.news import launched
from analysis.precision import half_widths
from analysis.provenance import joined
from analysis.standing import CHINA, percentile
from analysis.stated import ABOUT, ROOM, Statement, half_unit, holds, in_other_unit, nearest, readings
from data.entries import Indicator

TRUE, FALSE, MISSING, AMBIGUOUS = "true", "false", "not in the data", "ambiguous"
ELSEWHERE, OTHER_UNIT = "in another release", "in another unit"
DECIMALS, MOST_DECIMALS = 2, 6
"""Decimals of scores and percentiles in a sentence, and the most that one has where the value has more."""
_DERIVED: Final = "derived_"  # how the ids of releases begin that hold what was computed of others
_MOST: Final = 12  # candidates that an answer lists
_ASIDE: Final = ("world", "england", "efficiency", "congo")
"""Names that are asked for and mean nothing here, or less than one may think: what is told of them."""


@dataclass(frozen=True, slots=True)
class Note:
    """What must be said beside a figure; of the kind candidate: what a name may mean, with its code."""

    kind: str
    text: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What the data say of a statement: one of six verdicts, and the figure that it rests on.

    show: rank, score, percentile or value; possible: what the figure may be, one number where it is known, in
    the unit of the measure; source: ids of releases, joined by a space.
    """

    verdict: str
    reason: str
    economy: str | None = None
    measure: Measure | None = None
    show: str | None = None
    possible: tuple[float, ...] = ()
    data_year: int | None = None
    source: str = ""
    notes: tuple[Note, ...] = ()


class _Words:
    """The sentences about statements in a language."""

    def __init__(self, dataset: Dataset, lang: str) -> None:
        self.lang, self._phrases = lang, dataset.catalog.phrases

    def __call__(self, key: str, **values: Any) -> str:
        return self._phrases[f"check_{key}"].get(self.lang).format(**values)

    def aside(self, name: str) -> str:
        """Return what is told of a name that means nothing here, or less than one may think; "" of others."""
        names = {one: self._phrases[f"check_aside_{one}_names"].by_language.values() for one in _ASIDE}
        known = (one for one in _ASIDE for text in names[one] if spelled(name) in text.split("|"))
        return next((self(f"aside_{one}") for one in known), "")


@dataclass(frozen=True, slots=True)
class _Question:
    """A statement whose names mean one economy, one measure, and one thing that is stated of it."""

    dataset: Dataset
    t: _Words
    economy: str
    measure: Measure
    show: str
    stated: Statement

    @property
    def indicator(self) -> Indicator | None:
        """The series of which a value is stated; None of ranks, scores and percentiles."""
        return self.dataset.catalog.indicators[self.measure.id] if self.show == "value" else None

    def meant(self, figure: float) -> Statement:
        """Return the statement in the unit of the figure, with "or better" as what it means here."""
        stated, one = self.stated, self.indicator
        if stated.comparison == "or-better":
            fewer = self.show == "rank" or (one is not None and one.direction == "lower")
            stated = replace(stated, comparison="at-most" if fewer else "at-least")
        return nearest(stated, figure, readings(one.unit.en, one.scale, stated.unit)) if one else stated

    def written(self, meant: Statement, *figures: float) -> str:
        """Return figures with unit, and with the decimals of the measure, or of the value if it has more."""
        one = self.indicator
        usual = 0 if self.show == "rank" else one.decimals if one else DECIMALS
        whole = self.show == "rank" or (one is not None and all(figure.is_integer() for figure in figures))
        places = usual if whole else min(max(usual, -meant.exponent), MOST_DECIMALS)
        text = " – ".join(f"{figure:.{places}f}" for figure in dict.fromkeys(figures))
        if one is None:
            return text
        form = "counted" if one.kind in ("count", "money", "share") else "measured"
        return self.t(form, figure=text, unit=one.unit.get(self.t.lang)).replace(" %", "%", 1)


def check(dataset: Dataset, stated: Statement, lang: str) -> Checked:
    """Return whether a statement holds, in a language; what a name means is never guessed."""
    t = _Words(dataset, lang)
    found = _named(dataset, t, stated)
    out = launched(dataset, lang).get(stated.period)
    if out and not (found.measure and found.measure.related):
        return replace(found, notes=(*found.notes, Note("launched", out)))
    return found


def _named(dataset: Dataset, t: _Words, stated: Statement) -> Checked:
    """Return the verdict on a statement, once its names mean one thing each."""
    labels = dataset.labels(t.lang)
    codes = economies_named(dataset, stated.economy)
    near = codes or with_words(economy_names(dataset), stated.economy)
    if len(near) != 1:
        return _unresolved(t, "economy", stated.economy, {one: labels[one] for one in near})
    ids, show = measures_named(dataset, stated.measure, stated.period)
    meant = ids or measures_like(dataset, stated.measure)
    names = {one: measure_name(dataset, one, t.lang) for one in meant}
    indicators, known = dataset.catalog.indicators, stated_measures(dataset)
    if len(meant) != 1:
        mixed = 0 < sum(one in indicators for one in ids) < len(ids)
        kinds = {one: STATED[False] if mixed and one not in indicators else () for one in meant}
        return _unresolved(t, "measure", stated.measure, _kinds(t, names, kinds))
    if meant[0] not in known:
        why = indicators[meant[0]].caveats[0].get(t.lang)
        return Checked(MISSING, t("withheld", measure=names[meant[0]], why=why))
    measure = known[meant[0]]
    show = "value" if measure.related and show in (None, "score") else show
    if show not in STATED[measure.related]:
        return _unresolved(t, "show", "", _kinds(t, names, {measure.id: STATED[measure.related]}))
    found = _judged(_Question(dataset, t, near[0], measure, show, stated))
    taken = [] if codes else [Note("name", t("taken", name=labels[near[0]], code=near[0]))]
    taken += [] if ids else [Note("name", t("taken", name=names[measure.id], code=measure.id))]
    aside = t.aside(stated.economy)
    taken += [Note("name", aside)] if aside else []
    return replace(found, notes=(*taken, *found.notes))


def _kinds(t: _Words, names: Mapping[str, str], kinds: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return candidates by what names them without doubt: an id, or with kinds each of them."""
    alone = {one: names[one] for one in kinds if not kinds[one]}
    return {f"{one} {kind}": f"{names[one]}: {t(kind)}" for one in kinds for kind in kinds[one]} | alone


def _unresolved(t: _Words, what: str, name: str, labels: Mapping[str, str]) -> Checked:
    """Return the answer to a name that means nothing, or not one thing."""
    if not labels:
        return Checked(MISSING, t.aside(name) or t(f"no_{what}"))
    listed = [Note("candidate", text, one) for one, text in labels.items()]
    return Checked(AMBIGUOUS, t(f"which_{what}", count=len(labels)), notes=tuple(listed[:_MOST]))


def _judged(question: _Question) -> Checked:
    """Return the verdict on what is stated, with the figure and what must be said beside it."""
    dataset, t, measure, show, stated = (
        question.dataset,
        question.t,
        question.measure,
        question.show,
        question.stated,
    )
    rows = measured(dataset, measure)
    rows = rows[rows["period"] == stated.period]
    row = next(iter(rows[rows["economy"] == question.economy].to_dict("records")), None)
    possible = _possible(row, show) if row else ()
    named = {
        "economy": dataset.labels(t.lang)[question.economy],
        "measure": measure_name(dataset, measure.id, t.lang),
        "show": t(show),
        "period": stated.period,
        "value": stated.value,
    }
    found = Checked(MISSING, t("no_figure" if len(rows) else "no_period", **named))
    found = replace(found, economy=question.economy, measure=measure, show=show)
    if row is not None and possible:
        cell = None if measure.related else _cell(dataset, row)
        meant = question.meant(possible[0])
        width = 0.0 if cell is None or show != "score" else float(cell["width"])
        outcome = holds(meant, possible, width, rank=show == "rank")
        named["figure"] = question.written(meant, possible[0], possible[-1])
        notes = _related_notes(question) if cell is None else _index_notes(question, row, cell)
        found = replace(
            found,
            verdict=MISSING if outcome is None else TRUE if outcome else FALSE,
            reason=t("unknown" if outcome is None else "figure", **named),
            possible=possible,
            data_year=None if pd.isna(row["year"]) else int(row["year"]),
            source=str(row["source"]) if cell is None else _source(cell, show),
            notes=(*_compared(question, meant, possible, outcome), *notes),
        )
    return _beside(question, found) if question.indicator else found


def _beside(question: _Question, found: Checked) -> Checked:
    """Return what was found of a value, beside other releases and units: one that agrees is no "false"."""
    t, stated = question.t, question.stated
    others = elsewhere(question.dataset, question.measure.id, question.economy, stated.period, t.lang)
    texts = {one: question.written(question.meant(one.value), one.value) for one in others}
    decimals = question.dataset.catalog.indicators[question.measure.id].decimals
    notes = [
        Note("revised", t("revised", value=texts[one], name=one.name, day=one.day))
        for one in others
        if not found.possible or round(one.value, decimals) != round(found.possible[0], decimals)
    ]
    found = replace(found, notes=(*found.notes, *notes))
    if found.verdict not in (FALSE, MISSING):
        return found
    agrees = next((one for one in others if holds(question.meant(one.value), (one.value,))), None)
    if agrees:
        reason = t("elsewhere", reason=found.reason, value=texts[agrees], name=agrees.name, day=agrees.day)
        return replace(found, verdict=ELSEWHERE, reason=reason)
    power = in_other_unit(stated, found.possible[0]) if found.possible and not stated.unit else None
    if power is not None:
        reason = t("other_unit", reason=found.reason, value=stated.value, power=power)
        return replace(found, verdict=OTHER_UNIT, reason=reason)
    told = [Note("releases", t("releases"))] if found.verdict == FALSE else []
    return replace(found, notes=(*found.notes, *told))


def _possible(row: Mapping[Any, Any], show: str) -> tuple[float, ...]:
    """Return what a figure may be, in ascending order: one number, or one for each rank in doubt."""
    if show in ("score", "value"):
        return () if pd.isna(row["value"]) else (float(row["value"]),)
    ends = (row["rank"], row["rank"]) if pd.notna(row["rank"]) else (row["rank_low"], row["rank_high"])
    alone = pd.notna(row["economies"]) and row["economies"] == 1
    if alone or pd.isna(ends[0]):  # the first of one economy is ahead of nobody
        return ()
    ranks = pd.Series(range(int(ends[0]), int(ends[1]) + 1), dtype="Int64")
    if show == "percentile":
        ranks = percentile(ranks, pd.Series([row["economies"]] * len(ranks), dtype="Int64")).dropna()
    return tuple(sorted(float(one) for one in ranks))


def _compared(
    question: _Question, meant: Statement, possible: tuple[float, ...], outcome: bool | None
) -> Iterator[Note]:
    """Yield how the value was compared, where that is not plain."""
    t, stated = question.t, question.stated
    difference = abs(possible[0] - float(meant.value))
    if meant.value != stated.value and question.indicator:
        read = f"{Decimal(meant.value):f}"
        yield Note("unit", t("read", value=stated.value, read=read, unit=question.indicator.unit.get(t.lang)))
    elif stated.unit and not question.indicator:
        yield Note("unit", t("no_unit", unit=stated.unit))
    if meant.comparison == "about":
        yield Note("about", t("about_rank" if question.show == "rank" else "about", share=f"{100 * ABOUT:g}"))
    elif stated.comparison in ("at-least", "at-most") and question.show == "rank":
        yield Note("order", t("order"))
    elif meant.comparison == "equal" and outcome and difference > ROOM:
        edge = abs(difference - half_unit(meant)) <= ROOM * max(1.0, abs(possible[0]))
        yield Note("rounding", t("edge" if edge else "rounding", value=stated.value))


def _cell(dataset: Dataset, row: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """Return the row of gii_scores behind a row of a measure, with the half width of its score."""
    rows = dataset.base.coded([row["code"]])
    rows = rows[rows["edition"] == row["edition"]]
    rows = rows.assign(width=half_widths(rows).fillna(0.0))
    return next(iter(rows[rows["economy"] == row["economy"]].to_dict("records")))


def _source(cell: Mapping[Any, Any], show: str) -> str:
    """Return the releases of a rank or score; a rank that is the order of scores names theirs as well."""
    own = cell["score_source" if show == "score" else "rank_source"]
    if isinstance(own, str) and not own.startswith(_DERIVED):
        return own
    return joined(own, cell["score_source"])


def _index_notes(question: _Question, row: Mapping[Any, Any], cell: Mapping[Any, Any]) -> Iterator[Note]:
    """Yield what must be said beside a figure of the index."""
    dataset, t, measure, show = question.dataset, question.t, question.measure, question.show
    edition = int(row["edition"])
    marked, about = str(dataset.by_edition.at[edition, "change"]), dataset.catalog.editions.get(edition)
    yield Note("comparability", t("comparability"))
    if marked != "unmarked":
        note = about.note.get(t.lang) if about else ""
        yield Note(marked, t(marked, period=edition, note=note))
    if show != "score" and measure.id == "GII":
        table = dataset.table("gii_intervals")
        rows = table[(table["edition"] == edition) & (table["economy"] == question.economy)]
        for one in rows[rows["kind"].isin(["weights", "published"])].to_dict("records"):
            yield Note("interval", t(f"interval_{one['kind']}", low=one["low"], high=one["high"]))
    if show != "score" and pd.isna(row["rank"]):
        yield Note("derived", t("bounds"))
    for release in _source(cell, show).split():
        if release.startswith(_DERIVED):
            yield Note("derived", t("derived", title=dataset.sources.at[release, "title"]))
    concept = dataset.catalog.concepts.get(measure.id)
    if concept and concept.note:
        yield Note("definition", concept.note.get(t.lang))
    if isinstance(cell["doubt"], str):
        yield Note("doubt", f"{cell['doubt']}. {dataset.catalog.columns['doubt'].meaning.get(t.lang)}")
    if cell["low_coverage"] is True:
        yield Note("coverage", t("coverage"))
    if cell["outdated"] is True:
        yield Note("outdated", t("outdated"))


def _related_notes(question: _Question) -> Iterator[Note]:
    """Yield what must be said beside a figure of a related indicator, of the economy that is asked about."""
    one, t = question.dataset.catalog.indicators[question.measure.id], question.t
    if question.show != "value":
        yield Note("own-rank", t("own_rank"))
    for mark in one.breaks_of(question.economy):
        yield Note("break", t("series_break", year=mark.year, note=mark.note.get(t.lang)))
    for caveat in one.caveats:
        if question.economy == CHINA or "China" not in caveat.en:
            yield Note("caveat", caveat.get(t.lang))
