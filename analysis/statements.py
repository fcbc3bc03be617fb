"""Statements checked against the figures: an economy, a measure, an edition or year, and a value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from analysis.comparison_measures import Measure
from analysis.dataset import Dataset
from analysis.derived import measured
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
from analysis.precision import half_widths
from analysis.provenance import joined
from analysis.standing import CHINA, percentile
from analysis.vintages import release_tables, releases
from data.entries import releases_of

TRUE, FALSE, MISSING, AMBIGUOUS = "true", "false", "not in the data", "ambiguous"
ABOUT: Final = 0.05
"""How far the figure may be from a value that is "about" it, as a share of the value."""
DECIMALS, MOST_DECIMALS = 2, 6
"""Decimals of scores and percentiles in a sentence, and the most that one has where the value has more."""
_DERIVED: Final = "derived_"  # how the ids of releases begin that hold what was computed of others
_ROOM: Final = 1e-9  # of the arithmetic, as a share
_MOST: Final = 12  # candidates that an answer lists


@dataclass(frozen=True, slots=True)
class Statement:
    """What is stated: economy and measure by code or name, edition (of related indicators the year), value.

    value: as it is written, since its decimals say how exact it is meant; comparison: equal, at-least,
    at-most or about.
    """

    economy: str
    measure: str
    period: int
    value: str
    comparison: str = "equal"

    @property
    def exponent(self) -> int:
        """The power of ten of the last digit written: -1 for one decimal."""
        found = Decimal(self.value).as_tuple().exponent
        return found if isinstance(found, int) else 0


@dataclass(frozen=True, slots=True)
class Note:
    """What must be said beside a figure; of the kind candidate: what a name may mean, with its code."""

    kind: str
    text: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What the data say of a statement: one of four verdicts, and the figure that it rests on.

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


def check(dataset: Dataset, stated: Statement, lang: str) -> Checked:
    """Return whether a statement holds, in a language; what a name means is never guessed."""
    t = _Words(dataset, lang)
    labels = dataset.labels(lang)
    codes = economies_named(dataset, stated.economy)
    if len(codes) != 1:
        near = codes or with_words(economy_names(dataset), stated.economy)
        return _unresolved(t, "economy", {one: labels[one] for one in near})
    ids, show = measures_named(dataset, stated.measure, stated.period)
    if len(ids) != 1:
        near = ids or measures_like(dataset, stated.measure)
        return _unresolved(t, "measure", {one: measure_name(dataset, one, lang) for one in near})
    measure = stated_measures(dataset)[ids[0]]
    known = STATED[measure.related]
    show = "value" if measure.related and show in (None, "score") else show
    name = measure_name(dataset, measure.id, lang)
    if show not in known:
        return _unresolved(t, "show", {f"{ids[0]} {one}": f"{name}: {t(one)}" for one in known})
    return _judged(dataset, t, (codes[0], measure, show), stated)


def _unresolved(t: _Words, what: str, labels: Mapping[str, str]) -> Checked:
    """Return the answer to a name that means nothing, or not one thing."""
    if not labels:
        return Checked(MISSING, t(f"no_{what}"))
    listed = [Note("candidate", text, one) for one, text in labels.items()]
    return Checked(AMBIGUOUS, t(f"which_{what}", count=len(labels)), notes=tuple(listed[:_MOST]))


def _judged(dataset: Dataset, t: _Words, subject: tuple[str, Measure, str], stated: Statement) -> Checked:
    """Return the verdict on economy, measure and what is stated of it."""
    economy, measure, show = subject
    named = {
        "economy": dataset.labels(t.lang)[economy],
        "measure": measure_name(dataset, measure.id, t.lang),
        "show": t(show),
        "period": stated.period,
    }
    rows = measured(dataset, measure)
    rows = rows[rows["period"] == stated.period]
    row = next(iter(rows[rows["economy"] == economy].to_dict("records")), None)
    possible = _possible(row, show) if row else ()
    if row is None or not possible:
        return Checked(MISSING, t("no_figure" if len(rows) else "no_period", **named), *subject)
    cell = None if measure.related else _cell(dataset, row)
    width = 0.0 if cell is None or show != "score" else float(cell["width"])
    holds = _holds(stated, possible, width, exact=show == "rank")
    usual = dataset.catalog.indicators[measure.id].decimals if measure.related else DECIMALS
    places = 0 if show == "rank" else min(max(usual, -stated.exponent), MOST_DECIMALS)
    ends = dict.fromkeys((possible[0], possible[-1]))
    named["figure"] = " – ".join(f"{one:.{places}f}" for one in ends)
    reason = t("unknown" if holds is None else "figure", **named, value=stated.value)
    if cell is None:
        notes = _related_notes(dataset, t, subject, row)
    else:
        notes = _index_notes(dataset, t, subject, row, cell)
    return Checked(
        MISSING if holds is None else TRUE if holds else FALSE,
        reason,
        *subject,
        possible,
        None if pd.isna(row["year"]) else int(row["year"]),
        str(row["source"]) if cell is None else _source(cell, show),
        (*_compared(t, stated, show, possible, holds), *notes),
    )


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


def _holds(stated: Statement, possible: tuple[float, ...], width: float, exact: bool) -> bool | None:
    """Return whether a value holds for all that a figure may be; None where it does for some only.

    width: how far the true figure may be from the printed one. A value with more decimals than the figure
    was printed with, and no further from it, cannot be judged.
    """
    value = float(stated.value)
    slack = _ROOM * max(1.0, abs(value))
    room = slack + (0.0 if exact else 0.5 * 10.0**stated.exponent)
    blurred = room < width and stated.comparison != "about"
    if blurred and abs(possible[0] - value) <= room + width:
        return None
    tests = {
        "equal": lambda one: abs(one - value) <= room,
        "about": lambda one: abs(one - value) <= max(room, ABOUT * abs(value)),
        "at-least": lambda one: one >= value - slack,
        "at-most": lambda one: one <= value + slack,
    }
    outcomes = {tests[stated.comparison](one) for one in possible}
    return outcomes.pop() if len(outcomes) == 1 else None


def _compared(
    t: _Words, stated: Statement, show: str, possible: tuple[float, ...], holds: bool | None
) -> Iterator[Note]:
    """Yield how the value was compared, where that is not plain."""
    if stated.comparison == "about":
        yield Note("about", t("about", share=f"{100 * ABOUT:g}"))
    elif stated.comparison != "equal" and show == "rank":
        yield Note("order", t("order"))
    elif stated.comparison == "equal" and holds and abs(possible[0] - float(stated.value)) > _ROOM:
        yield Note("rounding", t("rounding", value=stated.value))


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


def _index_notes(
    dataset: Dataset,
    t: _Words,
    subject: tuple[str, Measure, str],
    row: Mapping[Any, Any],
    cell: Mapping[Any, Any],
) -> Iterator[Note]:
    """Yield what must be said beside a figure of the index."""
    (economy, measure, show), edition = subject, int(row["edition"])
    marked, about = str(dataset.by_edition.at[edition, "change"]), dataset.catalog.editions.get(edition)
    yield Note("comparability", t("comparability"))
    if marked != "unmarked":
        note = about.note.get(t.lang) if about else ""
        yield Note(marked, t(marked, period=edition, note=note))
    if show != "score" and measure.id == "GII":
        table = dataset.table("gii_intervals")
        rows = table[(table["edition"] == edition) & (table["economy"] == economy)]
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


def _related_notes(
    dataset: Dataset, t: _Words, subject: tuple[str, Measure, str], row: Mapping[Any, Any]
) -> Iterator[Note]:
    """Yield what must be said beside a value of a related indicator."""
    (economy, measure, show), year = subject, int(row["year"])
    one = dataset.catalog.indicators[measure.id]
    if show != "value":
        yield Note("own-rank", t("own_rank"))
    for mark in one.breaks_of(economy):
        yield Note("break", t("series_break", year=mark.year, note=mark.note.get(t.lang)))
    for caveat in one.caveats:
        text = caveat.get(t.lang)
        yield Note("caveat", text if economy == CHINA else t("of_china", text=text))
    known = releases_of(dataset.catalog.indicators, measure.id)
    if known.rebased:
        return
    found = releases(release_tables(dataset), known.codes, known.errors, rebased=False, economy=economy)
    older = found[(found["year"] == year) & ((found["indicator"] != measure.id) | ~found["whole"])]
    for other in older.to_dict("records"):
        scale = dataset.catalog.indicators[other["indicator"]].scale
        value = f"{scale * other['value']:.{one.decimals}f}"
        yield Note("revised", t("revised", value=value, vintage=other["vintage"]))
