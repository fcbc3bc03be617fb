"""Check statements against the figures: an economy, a measure, an edition or year, and a value.

The decimals of a value say how exact it is. A value of a series is also compared in other units, and with
older releases, editions of the index and first publications. ``comparison.names`` resolves the names.
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
DECIMALS: Final = 2  # of scores and percentiles in a sentence
MAX_DECIMALS: Final = 6  # in a sentence about a value with more decimals than usual
_DERIVED_PREFIX: Final = "derived_"  # of ids of releases that were computed from other releases
ABOUT_SHARE: Final = 0.05
"""Tolerance of the comparison "about", as a share of the value; ranks may always differ by one place."""
UNITS: Final = (
    {"one": 0, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "percent": -2, "%": -2}
    | {"千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "万亿": 12}
    | {f"10^{power}": power for power in (3, 4, 6, 8, 9, 12)}
)
"""Powers of ten by the unit in which a value may be stated."""
FLOAT_TOLERANCE: Final = 1e-9  # of floating-point arithmetic, as a share
_UNIT_POWERS: Final = (2, 3, 4, 6, 8, 9, 12)  # powers of ten between units in use
_MIN_DIGITS_FOR_UNITS: Final = 2  # digits of a value that is also compared in other units
_DERIVED_STAGE: Final = "derived"  # of a figure that this site computed from a text
_MAX_CANDIDATES: Final = 12  # in an answer
STATED: Final = {True: ("value", "rank", "percentile"), False: ("rank", "score", "percentile")}
"""What can be stated of a measure: of a related indicator (True), of a part of the index (False)."""
_ASIDES: Final = ("check_aside_world", "check_aside_england", "check_aside_efficiency", "check_aside_congo")
"""Phrases about names that mean nothing here, or less than readers may think."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement about one figure.

    economy, measure: code or name; period: edition, or year of a related indicator; value: as it is written,
    since its decimals say how exact it is; comparison: equal, at-least, at-most, about or or-better; unit: a
    key of UNITS, "" if the statement names none.
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
        exponent = Decimal(self.value).as_tuple().exponent
        return exponent if isinstance(exponent, int) else 0

    @property
    def half_unit(self) -> float:
        """Half a unit of the last digit written. A figure this far away holds whichever way it is rounded."""
        return 0.5 * 10.0**self.exponent

    def scale_by(self, power: int) -> "Statement":
        """Multiply the value by a power of ten and keep its digits."""
        return replace(self, value=str(Decimal(self.value).scaleb(power))) if power else self


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a figure, or (kind "candidate") one meaning of an ambiguous name, with its code."""

    kind: str
    text: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class CheckedStatement:
    """The verdict on a statement (one of the six above) and the figure behind it.

    show: rank, score, percentile or value; possible: the values that the figure may have, in the unit of the
    measure, one number if it is certain; source: ids of releases, joined by spaces.
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
    """The sentences about statements in one language."""

    def __init__(self, dataset: Dataset, lang: str) -> None:
        self.lang, self._phrases = lang, dataset.catalog.phrases

    def __call__(self, key: str, **values: Any) -> str:
        """Format the phrase ``check_<key>`` with values."""
        return self._phrases[f"check_{key}"].get(self.lang).format(**values)

    def aside(self, name: str) -> str:
        """Return the remark on a name of _ASIDES, "" for other names."""
        wanted = normalize_without_article(name)
        for phrase in (self._phrases[key] for key in _ASIDES):
            if any(wanted in text.partition("||")[0].split("|") for text in phrase.by_language.values()):
                return phrase.get(self.lang).partition("||")[2]
        return ""


@dataclass(frozen=True, slots=True)
class _Question:
    """A statement whose names are resolved to one economy, one measure and one kind of figure."""

    dataset: Dataset
    t: StatementText
    economy: str
    measure: Measure
    show: str
    stated: Statement

    @property
    def indicator(self) -> Indicator | None:
        """The series whose value is stated; None for ranks, scores and percentiles."""
        return self.dataset.catalog.indicators[self.measure.id] if self.show == "value" else None

    def in_unit_of_figure(self, figure: float) -> Statement:
        """Convert the statement to the unit of a figure and resolve "or better" for the measure."""
        stated, indicator = self.stated, self.indicator
        if stated.comparison == "or-better":
            low_is_good = self.show == "rank" or (indicator is not None and indicator.direction == "lower")
            stated = replace(stated, comparison="at-most" if low_is_good else "at-least")
        if indicator is None:
            return stated
        # A value without a unit may be in the displayed or in the stored unit: take the one that brings it
        # nearest to the figure.
        displayed = UNITS.get(indicator.unit.en.partition(" ")[0], 0)
        unstated = (0, round(math.log10(indicator.scale)))
        powers = (UNITS[stated.unit] - displayed,) if stated.unit else unstated
        value = float(stated.value)
        if not value or not figure:
            return stated.scale_by(powers[0])
        return stated.scale_by(min(powers, key=lambda power: abs(math.log10(abs(value / figure)) + power)))

    def format_figures(self, statement: Statement, *figures: float, series: Indicator | None = None) -> str:
        """Format figures (of another series) with their unit and the decimals of the measure or the value."""
        indicator = series or self.indicator
        usual = 0 if self.show == "rank" else indicator.decimals if indicator else DECIMALS
        is_whole = self.show == "rank" or (indicator and all(figure.is_integer() for figure in figures))
        decimals = usual if is_whole else min(max(usual, -statement.exponent), MAX_DECIMALS)
        text = " – ".join(f"{figure:.{decimals}f}" for figure in dict.fromkeys(figures))
        if indicator is None:
            return text
        form = "counted" if indicator.kind in ("count", "money", "share") else "measured"
        return self.t(form, figure=text, unit=indicator.unit.get(self.t.lang)).replace(" %", "%", 1)


def check_statement(dataset: Dataset, stated: Statement, lang: str) -> CheckedStatement:
    """Check a statement against the data. An ambiguous name gives candidates and is never guessed."""
    t = StatementText(dataset, lang)
    checked = _resolve_and_judge(dataset, t, stated)
    note = launched_notes(dataset, lang).get(stated.period)
    if note and not (checked.measure and checked.measure.related):
        return replace(checked, notes=(*checked.notes, Note("launched", note)))
    return checked


def _resolve_and_judge(dataset: Dataset, t: StatementText, stated: Statement) -> CheckedStatement:
    labels = dataset.labels(t.lang)
    codes = exact_economies(dataset, stated.economy)
    economies = codes or ids_with_words(economy_names(dataset), stated.economy)
    if len(economies) != 1:
        if not economies:
            return CheckedStatement(MISSING, t.aside(stated.economy) or t("no_economy"))
        return _ambiguous(t, "which_economy", {code: labels[code] for code in economies})
    exact_ids, show = exact_measures(dataset, stated.measure, stated.period)
    ids = exact_ids or ids_with_words(
        measure_names(dataset), split_ending(normalize_without_article(stated.measure))[0]
    )
    indicators = dataset.catalog.indicators
    older = {code for id_ in ids if id_ in indicators for code in indicators[id_].earlier}
    ids = tuple(id_ for id_ in ids if id_ not in older)  # the newest release, where none is named
    names = {id_: measure_name(dataset, id_, t.lang) for id_ in ids}
    if len(ids) != 1:
        if not ids:
            return CheckedStatement(MISSING, t.aside(stated.measure) or t("no_measure"))
        is_mixed = 0 < sum(id_ in indicators for id_ in exact_ids) < len(exact_ids)
        kinds = {id_: STATED[False] if is_mixed and id_ not in indicators else () for id_ in ids}
        return _ambiguous(t, "which_measure", _candidates(t, names, kinds))
    if ids[0] not in stated_measures(dataset):
        why = indicators[ids[0]].caveats[0].text.get(t.lang)
        return CheckedStatement(MISSING, t("withheld", measure=names[ids[0]], why=why))
    measure = stated_measures(dataset)[ids[0]]
    show = "value" if measure.related and show in (None, "score") else show
    if show not in STATED[measure.related]:
        return _ambiguous(t, "which_show", _candidates(t, names, {measure.id: STATED[measure.related]}))
    checked = _judge(_Question(dataset, t, economies[0], measure, show, stated))
    notes = [] if codes else [Note("name", t("taken", name=labels[economies[0]], code=economies[0]))]
    notes += [] if exact_ids else [Note("name", t("taken", name=names[measure.id], code=measure.id))]
    aside = t.aside(stated.economy)
    notes += [Note("name", aside)] if aside else []
    return replace(checked, notes=(*notes, *checked.notes))


def _candidates(
    t: StatementText, names: Mapping[str, str], kinds: Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    by_kind = {f"{id_} {kind}": f"{names[id_]}: {t(kind)}" for id_ in kinds for kind in kinds[id_]}
    return by_kind | {id_: names[id_] for id_ in kinds if not kinds[id_]}


def _ambiguous(t: StatementText, key: str, labels: Mapping[str, str]) -> CheckedStatement:
    candidates = [Note("candidate", text, code) for code, text in labels.items()]
    return CheckedStatement(AMBIGUOUS, t(key, count=len(labels)), notes=tuple(candidates[:_MAX_CANDIDATES]))


def _judge(question: _Question) -> CheckedStatement:
    dataset, t, stated = question.dataset, question.t, question.stated
    measure, show = question.measure, question.show
    positions = row_positions(dataset, measure)
    position = positions.get(stated.period, {}).get(question.economy)
    row = None if position is None else _read_row(measure_rows_by_period(dataset, measure), position)
    possible = _possible_figures(row, show) if row else ()
    values = {
        "economy": dataset.labels(t.lang)[question.economy],
        "measure": measure_name(dataset, measure.id, t.lang),
        "show": t(show),
        "period": stated.period,
        "value": stated.value,
    }
    reason = t("no_figure" if stated.period in positions else "no_period", **values)
    checked = CheckedStatement(MISSING, reason, question.economy, measure, show)
    if row is not None and possible:
        cell = None
        if not measure.related:  # the row of gii_scores behind it, with the half width of its score
            cells, economies = _cells_of_edition(dataset, row["code"], int(row["edition"]))
            cell = _read_row(cells, economies[question.economy])
        converted = question.in_unit_of_figure(possible[0])
        width = 0.0 if cell is None or show != "score" else float(cell["width"])
        outcome = statement_holds(converted, possible, width, is_rank=show == "rank")
        values["figure"] = question.format_figures(converted, possible[0], possible[-1])
        notes = _related_notes(question) if cell is None else _index_notes(question, row, cell)
        checked = replace(
            checked,
            verdict=MISSING if outcome is None else TRUE if outcome else FALSE,
            reason=t("unknown" if outcome is None else "figure", **values),
            possible=possible,
            data_year=None if pd.isna(row["year"]) else int(row["year"]),
            source=str(row["source"]) if cell is None else _figure_source(cell, show),
            notes=(*_comparison_notes(question, converted, possible, outcome), *notes),
        )
    return _try_releases_and_units(question, checked) if question.indicator else checked


@cached
def row_positions(dataset: Dataset, measure: Measure) -> dict[int, dict[str, int]]:
    """Return the row number of each economy in ``measure_rows_by_period``, by period and economy."""
    rows = measure_rows_by_period(dataset, measure)
    positions = dict[int, dict[str, int]]()
    for position, (economy, period) in enumerate(zip(rows["economy"], rows["period"], strict=True)):
        positions.setdefault(int(period), {})[str(economy)] = position
    return positions


def _read_row(frame: pd.DataFrame, position: int) -> dict[str, Any]:
    """Read one row cell by cell, which is twenty times as fast as ``frame.iloc[position]``."""
    cells = ((str(name), frame[name].array[position]) for name in frame)
    return {name: cell.item() if hasattr(cell, "item") else cell for name, cell in cells}


@cached
def _cells_of_edition(dataset: Dataset, code: str, edition: int) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return the rows of gii_scores with half widths of scores, and the position of each economy."""
    cells = dataset.rows_of_codes([code])
    cells = cells[cells["edition"] == edition]
    cells = cells.assign(width=half_widths(cells).fillna(0.0))
    return cells, {str(economy): position for position, economy in enumerate(cells["economy"])}


def _try_releases_and_units(question: _Question, checked: CheckedStatement) -> CheckedStatement:
    """Replace "false" and "missing" where another release, or the value in another unit, agrees."""
    t, stated = question.t, question.stated
    releases = other_releases(question.dataset, question.measure.id, question.economy, stated.period, t.lang)
    texts = {}
    for release in releases:
        converted = question.in_unit_of_figure(release.value)
        texts[release] = question.format_figures(converted, release.value, series=release.series)
    decimals = question.dataset.catalog.indicators[question.measure.id].decimals
    notes = [
        Note("revised", t("revised", value=texts[release], name=release.name, day=release.day))
        for release in releases
        if not checked.possible or round(release.value, decimals) != round(checked.possible[0], decimals)
    ]
    checked = replace(checked, notes=(*checked.notes, *notes))
    if checked.verdict not in (FALSE, MISSING):
        return checked
    for release in releases:
        if statement_holds(question.in_unit_of_figure(release.value), (release.value,)):
            values = {"value": texts[release], "name": release.name, "day": release.day}
            reason = t("elsewhere", reason=checked.reason, **values)
            return replace(checked, verdict=ELSEWHERE, reason=reason)
    has_digits = len(Decimal(stated.value).as_tuple().digits) >= _MIN_DIGITS_FOR_UNITS
    if checked.possible and not stated.unit and stated.comparison == "equal" and has_digits:
        for power in (sign * power for power in _UNIT_POWERS for sign in (-1, 1)):
            if statement_holds(stated.scale_by(power), checked.possible[:1]):
                reason = t("other_unit", reason=checked.reason, value=stated.value, power=power)
                return replace(checked, verdict=OTHER_UNIT, reason=reason)
    older = [Note("releases", t("releases"))] if checked.verdict == FALSE else []
    return replace(checked, notes=(*checked.notes, *older))


def _possible_figures(row: Mapping[Any, Any], show: str) -> tuple[float, ...]:
    if show in ("score", "value"):
        return () if pd.isna(row["value"]) else (float(row["value"]),)
    ends = (row["rank"], row["rank"]) if pd.notna(row["rank"]) else (row["rank_low"], row["rank_high"])
    is_alone = pd.notna(row["economies"]) and row["economies"] == 1
    if is_alone or pd.isna(ends[0]):  # a rank among one economy says nothing
        return ()
    ranks = pd.Series(range(int(ends[0]), int(ends[1]) + 1), dtype="Int64")
    if show == "percentile":
        ranks = percentile(ranks, pd.Series([row["economies"]] * len(ranks), dtype="Int64")).dropna()
    return tuple(sorted(float(rank) for rank in ranks))


def _comparison_notes(
    question: _Question, converted: Statement, possible: tuple[float, ...], outcome: bool | None
) -> Iterator[Note]:
    t, stated = question.t, question.stated
    difference = abs(possible[0] - float(converted.value))
    if converted.value != stated.value and question.indicator:
        read = f"{Decimal(converted.value):f}"
        yield Note("unit", t("read", value=stated.value, read=read, unit=question.indicator.unit.get(t.lang)))
    elif stated.unit and not question.indicator:
        yield Note("unit", t("no_unit", unit=stated.unit))
    if converted.comparison == "about":
        key = "about_rank" if question.show == "rank" else "about"
        yield Note("about", t(key, share=f"{100 * ABOUT_SHARE:g}"))
    elif stated.comparison in ("at-least", "at-most") and question.show == "rank":
        yield Note("order", t("order"))
    elif converted.comparison == "equal" and outcome and difference > FLOAT_TOLERANCE:
        is_edge = abs(difference - converted.half_unit) <= FLOAT_TOLERANCE * max(1.0, abs(possible[0]))
        yield Note("rounding", t("edge" if is_edge else "rounding", value=stated.value))


def _figure_source(cell: Mapping[Any, Any], show: str) -> str:
    source = cell["score_source" if show == "score" else "rank_source"]
    if isinstance(source, str) and not source.startswith(_DERIVED_PREFIX):
        return source
    return join_sources(source, cell["score_source"])  # a derived rank names the release of scores, too


def _index_notes(question: _Question, row: Mapping[Any, Any], cell: Mapping[Any, Any]) -> Iterator[Note]:
    dataset, t, measure, show = question.dataset, question.t, question.measure, question.show
    edition = int(row["edition"])
    change, entry = str(dataset.by_edition.at[edition, "change"]), dataset.catalog.editions.get(edition)
    yield Note("comparability", t("comparability"))
    if change != "unmarked":
        note = entry.note.get(t.lang) if entry else ""
        yield Note(change, t(change, period=edition, note=note))
    if show != "score" and measure.id == "GII":
        table = dataset.table("gii_intervals")
        rows = table[(table["edition"] == edition) & (table["economy"] == question.economy)]
        keys = {"weights": "interval_weights", "published": "interval_published"}
        for interval in rows[rows["kind"].isin(keys)].to_dict("records"):
            yield Note("interval", t(keys[interval["kind"]], low=interval["low"], high=interval["high"]))
    if show != "score" and pd.isna(row["rank"]):
        yield Note("derived", t("bounds"))
    for release in _figure_source(cell, show).split():
        if release.startswith(_DERIVED_PREFIX):
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
    indicator, t = question.dataset.catalog.indicators[question.measure.id], question.t
    if question.show != "value":
        yield Note("own-rank", t("own_rank"))
    for series_break in indicator.breaks_of(question.economy):
        yield Note("break", t("series_break", year=series_break.year, note=series_break.note.get(t.lang)))
    for caveat in indicator.caveats_of(question.economy):
        yield Note("caveat", caveat.get(t.lang))


def statement_holds(
    stated: Statement, possible: tuple[float, ...], width: float = 0.0, *, is_rank: bool = False
) -> bool | None:
    """Compare a statement with all possible values of a figure, in its unit; None if they disagree.

    width: half width of the rounding of the printed figure; a statement with more decimals that is no further
    from it cannot be judged (None). is_rank: whether the values are ranks, which are exact.
    """
    value = float(stated.value)
    slack = FLOAT_TOLERANCE * max(1.0, abs(value))
    tolerance = slack + (0.0 if is_rank else stated.half_unit)
    if tolerance < width and stated.comparison != "about" and abs(possible[0] - value) <= tolerance + width:
        return None
    about_tolerance = max(tolerance, ABOUT_SHARE * abs(value), 1.0 if is_rank else 0.0)
    tests = {
        "equal": lambda figure: abs(figure - value) <= tolerance,
        "about": lambda figure: abs(figure - value) <= about_tolerance,
        "at-least": lambda figure: figure >= value - slack,
        "at-most": lambda figure: figure <= value + slack,
    }
    outcomes = {tests[stated.comparison](figure) for figure in possible}
    return outcomes.pop() if len(outcomes) == 1 else None


@dataclass(frozen=True, slots=True)
class OtherRelease:
    """A figure of another release, in the displayed unit. name: publisher; day: ISO date of publication."""

    value: float
    name: str
    day: str
    series: Indicator


def other_releases(dataset: Dataset, code: str, economy: str, year: int, lang: str) -> Sequence[OtherRelease]:
    """Return the figures of other releases for an economy and a year, with names in a language."""
    return _other_releases(dataset, code, lang).get((economy, year), ())


@cached
def _other_releases(dataset: Dataset, code: str, lang: str) -> dict[tuple[str, int], list[OtherRelease]]:
    catalog, indicators = dataset.catalog, dataset.catalog.indicators
    newest = next((key for key, entry in indicators.items() if code in entry.earlier), code)
    indicator, family = indicators[newest], releases_of(indicators, newest)
    figures = defaultdict[tuple[str, int], list[OtherRelease]](list)
    parts = [
        dataset.observations_by_series[release]
        for release in family.codes
        if release != code and release in dataset.observations_by_series
    ]
    parts += [] if family.rebased else [single_values(release_tables(dataset), newest)]
    for part in parts:
        rows = part[part["value"].notna()].sort_values(["vintage", "year"])
        for row in rows.to_dict("records"):
            series, source = indicators[row["indicator"]], str(dataset.sources.at[row["source"], "family"])
            value, name = series.scale * row["value"], catalog.sources[source].short.get(lang)
            release = OtherRelease(value, name, str(row["vintage"]), series)
            figures[row["economy"], row["year"]].append(release)
    # Values of the same measure in the index, by edition.
    index = catalog.phrases["parts"].get(lang).partition("|")[0]
    days = dataset.by_edition["released"].dropna()
    rows = dataset.concept(indicator.concept)
    for row in rows[rows["data_year"].notna() & rows["value"].notna()].to_dict("records"):
        name, value = f"{index} {row['edition']} ({row['code']})", indicator.scale * row["value"]
        day = str(days.get(row["edition"], row["edition"]))
        figures[row["economy"], int(row["data_year"])].append(OtherRelease(value, name, day, indicator))
    # Figures that texts state for China where the series measures an official target.
    measures, actuals = dataset.table("target_measures"), dataset.table("target_actuals")
    matches = measures[measures[["indicator_first", "indicator_today"]].isin(family.codes).any(axis=1)]
    if len(matches):
        rows = actuals[(actuals["stage"] != _DERIVED_STAGE) & actuals["part"].isna()]
        references = dataset.table("target_references").set_index("reference")
        for row in rows.merge(matches[["measure", "factor"]], on="measure").to_dict("records"):
            cited = references.loc[row["cited"].split()[0]]
            name, day = cited[f"publisher_{in_tables(lang)}"], str(cited["published"])
            value = indicator.scale * row["value"] / row["factor"]
            figures[FOCUS, row["year"]].append(OtherRelease(value, name, day, indicator))
    return figures
