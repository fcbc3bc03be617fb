"""Statements checked against the figures: an economy, a measure, an edition or year, and a value.

A value is compared by its decimals and unit, and with what older releases, editions of the index and first
publications have in place of a figure of a series. ``comparison.names`` judges what a name means.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from analysis.comparison.names import (
    economy_names,
    exact_economies,
    exact_measures,
    ids_with_words,
    measure_name,
    measure_names,
    normalize_without_article,
    split_ending,
    stated_measures,
)
from analysis.comparison.views import Measure, measure_rows_by_period
from analysis.dataset import Dataset, cached
from analysis.freshness import launched_notes
from analysis.index.precision import half_widths
from analysis.index.standing import percentile
from analysis.table import join_sources
from analysis.vintages import release_tables, releases_of, single_values
from data.article import FOCUS
from data.entries import Indicator
from data.languages import in_tables

TRUE, FALSE, MISSING, AMBIGUOUS = "true", "false", "not in the data", "ambiguous"
ELSEWHERE, OTHER_UNIT = "in another release", "in another unit"
DECIMALS, MAX_DECIMALS = 2, 6
"""Decimals of scores and percentiles in a sentence, and the most that one has where the value has more."""
_DERIVED: Final = "derived_"  # how the ids of releases begin that hold what was computed of others
ABOUT_SHARE: Final = 0.05
"""How far the figure may be from a value that is "about" it, as a share of the value; ranks: or one place."""
UNITS: Final = (
    {"one": 0, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "percent": -2, "%": -2}
    | {"千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "万亿": 12}
    | {f"10^{power}": power for power in (3, 4, 6, 8, 9, 12)}
)
"""Powers of ten by the words that a value may be counted in."""
FLOAT_TOLERANCE: Final = 1e-9  # of the arithmetic, as a share
_APART: Final = (2, 3, 4, 6, 8, 9, 12)  # powers of ten between units in use
_FEWEST: Final = 2  # digits of a value that is looked for in other units
_OWN: Final = "derived"  # a figure that this site computed of what a text states
_MOST: Final = 12  # candidates that an answer lists
STATED: Final = {True: ("value", "rank", "percentile"), False: ("rank", "score", "percentile")}
"""What can be stated of a measure: of a related indicator (True), of a part of the index (False)."""
_ASIDE: Final = ("world", "england", "efficiency", "congo")
"""Names that are asked for and mean nothing here, or less than one may think: what is told of them."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is stated: economy and measure by code or name, edition (of related indicators the year), value.

    value: as it is written, since its decimals say how exact it is meant; comparison: equal, at-least,
    at-most, about or or-better; unit: one of UNITS that the value is counted in, "" if it is not said.
    """

    economy: str
    measure: str
    period: int
    value: str
    comparison: str = "equal"
    unit: str = ""

    @property
    def exponent(self) -> int:
        """The power of ten of the last digit written: -1 for one decimal."""
        found = Decimal(self.value).as_tuple().exponent
        return found if isinstance(found, int) else 0

    @property
    def half(self) -> float:
        """Half a unit of the last digit written: on this edge both values that a figure has are true."""
        return 0.5 * 10.0**self.exponent

    def times(self, power: int) -> "Statement":
        """Return the statement with its value times a power of ten, and the same digits."""
        return replace(self, value=str(Decimal(self.value).scaleb(power))) if power else self


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


class StatementText:
    """The sentences about statements in a language."""

    def __init__(self, dataset: Dataset, lang: str) -> None:
        self.lang, self._phrases = lang, dataset.catalog.phrases

    def __call__(self, key: str, **values: Any) -> str:
        """Return the sentence of a key, with its values."""
        return self._phrases[f"check_{key}"].get(self.lang).format(**values)

    def aside(self, name: str) -> str:
        """Return what is told of a name that means nothing here, or less than one may think; "" of others."""
        texts = [self._phrases[f"check_aside_{one}"] for one in _ASIDE]
        known = (
            one
            for one in texts
            for text in one.by_language.values()
            if normalize_without_article(name) in _before(text)
        )
        return next((one.get(self.lang).partition("||")[2] for one in known), "")


@dataclass(frozen=True, slots=True)
class _Question:
    """A statement whose names mean one economy, one measure, and one thing that is stated of it."""

    dataset: Dataset
    t: StatementText
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
        if one is None:
            return stated
        # Where its unit is not said, a value may be in that of display or in that of the stored values: the
        # reading counts that brings it nearest to the figure.
        displayed = UNITS.get(one.unit.en.partition(" ")[0], 0)
        powers = (UNITS[stated.unit] - displayed,) if stated.unit else (0, round(math.log10(one.scale)))
        value = float(stated.value)
        if not value or not figure:
            return stated.times(powers[0])
        return stated.times(min(powers, key=lambda power: abs(math.log10(abs(value / figure)) + power)))

    def figures(self, meant: Statement, *figures: float, of: Indicator | None = None) -> str:
        """Return figures (of another series) with unit, and the decimals of the measure or of the value."""
        one = of or self.indicator
        usual = 0 if self.show == "rank" else one.decimals if one else DECIMALS
        whole = self.show == "rank" or (one is not None and all(figure.is_integer() for figure in figures))
        places = usual if whole else min(max(usual, -meant.exponent), MAX_DECIMALS)
        text = " – ".join(f"{figure:.{places}f}" for figure in dict.fromkeys(figures))
        if one is None:
            return text
        form = "counted" if one.kind in ("count", "money", "share") else "measured"
        return self.t(form, figure=text, unit=one.unit.get(self.t.lang)).replace(" %", "%", 1)


def check_statement(dataset: Dataset, stated: Statement, lang: str) -> Checked:
    """Return whether a statement holds, in a language; what a name means is never guessed."""
    t = StatementText(dataset, lang)
    found = _named(dataset, t, stated)
    out = launched_notes(dataset, lang).get(stated.period)
    if out and not (found.measure and found.measure.related):
        return replace(found, notes=(*found.notes, Note("launched", out)))
    return found


def _named(dataset: Dataset, t: StatementText, stated: Statement) -> Checked:
    labels = dataset.labels(t.lang)
    codes = exact_economies(dataset, stated.economy)
    near = codes or ids_with_words(economy_names(dataset), stated.economy)
    if len(near) != 1:
        return _unresolved(t, "economy", stated.economy, {one: labels[one] for one in near})
    ids, show = exact_measures(dataset, stated.measure, stated.period)
    meant = ids or ids_with_words(
        measure_names(dataset), split_ending(normalize_without_article(stated.measure))[0]
    )
    indicators, known = dataset.catalog.indicators, stated_measures(dataset)
    older = {code for one in meant if one in indicators for code in indicators[one].earlier}
    meant = tuple(one for one in meant if one not in older)  # the newest release, where none is named
    names = {one: measure_name(dataset, one, t.lang) for one in meant}
    if len(meant) != 1:
        mixed = 0 < sum(one in indicators for one in ids) < len(ids)
        kinds = {one: STATED[False] if mixed and one not in indicators else () for one in meant}
        return _unresolved(t, "measure", stated.measure, _kinds(t, names, kinds))
    if meant[0] not in known:
        why = indicators[meant[0]].caveats[0].text.get(t.lang)
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


def _kinds(
    t: StatementText, names: Mapping[str, str], kinds: Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    """Return candidates by what names them without doubt: an id, or with kinds each of them."""
    alone = {one: names[one] for one in kinds if not kinds[one]}
    return {f"{one} {kind}": f"{names[one]}: {t(kind)}" for one in kinds for kind in kinds[one]} | alone


def _unresolved(t: StatementText, what: str, name: str, labels: Mapping[str, str]) -> Checked:
    if not labels:
        return Checked(MISSING, t.aside(name) or t(f"no_{what}"))
    listed = [Note("candidate", text, one) for one, text in labels.items()]
    return Checked(AMBIGUOUS, t(f"which_{what}", count=len(labels)), notes=tuple(listed[:_MOST]))


def _judged(question: _Question) -> Checked:
    """Return the verdict on what is stated, with the figure and what must be said beside it."""
    dataset, t, stated = question.dataset, question.t, question.stated
    measure, show = question.measure, question.show
    rows, places = measure_rows_by_period(dataset, measure), row_positions(dataset, measure)
    at = places.get(stated.period, {}).get(question.economy)
    row = None if at is None else _row(rows, at)
    possible = _possible(row, show) if row else ()
    named = {
        "economy": dataset.labels(t.lang)[question.economy],
        "measure": measure_name(dataset, measure.id, t.lang),
        "show": t(show),
        "period": stated.period,
        "value": stated.value,
    }
    found = Checked(MISSING, t("no_figure" if stated.period in places else "no_period", **named))
    found = replace(found, economy=question.economy, measure=measure, show=show)
    if row is not None and possible:
        cell = None
        if not measure.related:  # the row of gii_scores behind it, with the half width of its score
            cells, economies = _cells(dataset, row["code"], int(row["edition"]))
            cell = _row(cells, economies[question.economy])
        meant = question.meant(possible[0])
        width = 0.0 if cell is None or show != "score" else float(cell["width"])
        outcome = statement_holds(meant, possible, width, rank=show == "rank")
        named["figure"] = question.figures(meant, possible[0], possible[-1])
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


@cached
def row_positions(dataset: Dataset, measure: Measure) -> dict[int, dict[str, int]]:
    """Return where the rows of a measure stand in ``measured``, by period and economy."""
    rows, found = measure_rows_by_period(dataset, measure), dict[int, dict[str, int]]()
    for place, (economy, period) in enumerate(zip(rows["economy"], rows["period"], strict=True)):
        found.setdefault(int(period), {})[str(economy)] = place
    return found


def _row(frame: pd.DataFrame, place: int) -> dict[str, Any]:
    """Return one row of a frame, cell by cell: as a row of the frame it takes twenty times as long."""
    cells = ((str(name), frame[name].array[place]) for name in frame)
    return {name: one.item() if hasattr(one, "item") else one for name, one in cells}


@cached
def _cells(dataset: Dataset, code: str, edition: int) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return the rows of gii_scores of a code and an edition with half widths, and where economies stand."""
    cells = dataset.rows_of_codes([code])
    cells = cells[cells["edition"] == edition]
    cells = cells.assign(width=half_widths(cells).fillna(0.0))
    return cells, {str(economy): place for place, economy in enumerate(cells["economy"])}


def _beside(question: _Question, found: Checked) -> Checked:
    """Return what was found of a value, beside other releases and units: one that agrees is no "false"."""
    t, stated = question.t, question.stated
    others = other_releases(question.dataset, question.measure.id, question.economy, stated.period, t.lang)
    texts = {one: question.figures(question.meant(one.value), one.value, of=one.series) for one in others}
    decimals = question.dataset.catalog.indicators[question.measure.id].decimals
    notes = [
        Note("revised", t("revised", value=texts[one], name=one.name, day=one.day))
        for one in others
        if not found.possible or round(one.value, decimals) != round(found.possible[0], decimals)
    ]
    found = replace(found, notes=(*found.notes, *notes))
    if found.verdict not in (FALSE, MISSING):
        return found
    agrees = next((one for one in others if statement_holds(question.meant(one.value), (one.value,))), None)
    if agrees:
        reason = t("elsewhere", reason=found.reason, value=texts[agrees], name=agrees.name, day=agrees.day)
        return replace(found, verdict=ELSEWHERE, reason=reason)
    # The power of ten by which the value is the figure, of those between units in use.
    long = stated.comparison == "equal" and len(Decimal(stated.value).as_tuple().digits) >= _FEWEST
    tried = found.possible and not stated.unit and long
    powers = (sign * power for power in _APART for sign in (-1, 1)) if tried else ()
    power = next((one for one in powers if statement_holds(stated.times(one), found.possible[:1])), None)
    if power is not None:
        reason = t("other_unit", reason=found.reason, value=stated.value, power=power)
        return replace(found, verdict=OTHER_UNIT, reason=reason)
    older = [Note("releases", t("releases"))] if found.verdict == FALSE else []
    return replace(found, notes=(*found.notes, *older))


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
        yield Note(
            "about", t("about_rank" if question.show == "rank" else "about", share=f"{100 * ABOUT_SHARE:g}")
        )
    elif stated.comparison in ("at-least", "at-most") and question.show == "rank":
        yield Note("order", t("order"))
    elif meant.comparison == "equal" and outcome and difference > FLOAT_TOLERANCE:
        edge = abs(difference - meant.half) <= FLOAT_TOLERANCE * max(1.0, abs(possible[0]))
        yield Note("rounding", t("edge" if edge else "rounding", value=stated.value))


def _source(cell: Mapping[Any, Any], show: str) -> str:
    """Return the releases of a rank or score; a rank that is the order of scores names theirs as well."""
    own = cell["score_source" if show == "score" else "rank_source"]
    if isinstance(own, str) and not own.startswith(_DERIVED):
        return own
    return join_sources(own, cell["score_source"])


def _index_notes(question: _Question, row: Mapping[Any, Any], cell: Mapping[Any, Any]) -> Iterator[Note]:
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
    for caveat in one.caveats_of(question.economy):
        yield Note("caveat", caveat.get(t.lang))


def statement_holds(
    stated: Statement, possible: tuple[float, ...], width: float = 0.0, *, rank: bool = False
) -> bool | None:
    """Return whether a value holds for all that a figure may be; None where it does for some only.

    width: how far the true figure may be from the printed one. A value with more decimals than the figure
    was printed with, and no further from it, cannot be judged. Ranks are exact.
    """
    value = float(stated.value)
    slack = FLOAT_TOLERANCE * max(1.0, abs(value))
    room = slack + (0.0 if rank else stated.half)
    if room < width and stated.comparison != "about" and abs(possible[0] - value) <= room + width:
        return None
    tests = {
        "equal": lambda one: abs(one - value) <= room,
        "about": lambda one: abs(one - value) <= max(room, ABOUT_SHARE * abs(value), 1.0 if rank else 0.0),
        "at-least": lambda one: one >= value - slack,
        "at-most": lambda one: one <= value + slack,
    }
    outcomes = {tests[stated.comparison](one) for one in possible}
    return outcomes.pop() if len(outcomes) == 1 else None


@dataclass(frozen=True, slots=True)
class OtherRelease:
    """Another figure of one thing, as series shows it; name: whose it is; day: when it was published."""

    value: float
    name: str
    day: str
    series: Indicator


def other_releases(dataset: Dataset, code: str, economy: str, year: int, lang: str) -> Sequence[OtherRelease]:
    """Return what else was published of a series for an economy and a year, in a language."""
    return _others(dataset, code, lang).get((economy, year), ())


@cached
def _others(dataset: Dataset, code: str, lang: str) -> dict[tuple[str, int], list[OtherRelease]]:
    """Return what else was published of a series, by economy and year."""
    catalog, series = dataset.catalog, dataset.catalog.indicators
    newest = next((key for key, about in series.items() if code in about.earlier), code)
    one, known = series[newest], releases_of(series, newest)
    found = defaultdict[tuple[str, int], list[OtherRelease]](list)
    parts = [
        dataset.observations_by_series[one]
        for one in known.codes
        if one != code and one in dataset.observations_by_series
    ]
    parts += [] if known.rebased else [single_values(release_tables(dataset), newest)]
    for part in parts:
        rows = part[part["value"].notna()].sort_values(["vintage", "year"])
        for row in rows.to_dict("records"):
            other, family = series[row["indicator"]], str(dataset.sources.at[row["source"], "family"])
            value, name = other.scale * row["value"], catalog.sources[family].short.get(lang)
            found[row["economy"], row["year"]].append(OtherRelease(value, name, str(row["vintage"]), other))
    # The part of the index that is the same measure, by edition.
    index = catalog.phrases["parts"].get(lang).partition("|")[0]
    days = dataset.by_edition["released"].dropna()
    rows = dataset.concept(one.concept)
    for row in rows[rows["data_year"].notna() & rows["value"].notna()].to_dict("records"):
        name, value = f"{index} {row['edition']} ({row['code']})", one.scale * row["value"]
        day = str(days.get(row["edition"], row["edition"]))
        found[row["economy"], int(row["data_year"])].append(OtherRelease(value, name, day, one))
    # What texts state for China of the measure of an official target that the series shows.
    measures, actuals = dataset.table("target_measures"), dataset.table("target_actuals")
    ours = measures[measures[["indicator_first", "indicator_today"]].isin(known.codes).any(axis=1)]
    if len(ours):
        rows = actuals[(actuals["stage"] != _OWN) & actuals["part"].isna()]
        references = dataset.table("target_references").set_index("reference")
        for row in rows.merge(ours[["measure", "factor"]], on="measure").to_dict("records"):
            cited = references.loc[row["cited"].split()[0]]
            published = cited[f"publisher_{in_tables(lang)}"]
            value = one.scale * row["value"] / row["factor"]
            found[FOCUS, row["year"]].append(OtherRelease(value, published, str(cited["published"]), one))
    return found


def _before(text: str) -> list[str]:
    return text.partition("||")[0].split("|")
