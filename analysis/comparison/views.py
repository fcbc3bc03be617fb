"""Compare economies by parts of the index and by related indicators: the views of the page Compare."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.comparison import peers
from analysis.dataset import Dataset, cached
from analysis.index.composition import PILLARS
from analysis.index.groups import with_medians
from analysis.index.standing import MEASURES, percentile
from analysis.query import (
    MAX_PEER_COUNT,
    Query,
    derived_choice,
    economies,
    economy,
    edition,
    one_of,
    several_of,
)
from analysis.reshape import TOP
from analysis.table import (
    OWN_CALCULATION,
    PUBLISHER,
    Table,
    index_terms,
    insert_after,
    join_sources,
    with_own_calculation,
    with_terms,
)
from data.article import FOCUS, PEERS
from data.languages import ORIGINAL

SERIES: Final = "series"  # level of related indicators, which are no part of the index
_COMPARABLE_STATUSES: Final = frozenset({"core", "supporting", "context"})
_SIZE_KINDS: Final = frozenset({"count", "money"})  # values grow with the size of an economy
_DTYPES: Final = {
    **dict.fromkeys(("economy", "code", "source"), "str"),
    "value": "Float64",
    "low_coverage": "boolean",
    **dict.fromkeys(("period", "edition", "year", "rank", "rank_low", "rank_high", "economies"), "Int64"),
}
_COLUMNS: Final = (
    *("economy", "period", "edition", "year", "value", "rank", "rank_low", "rank_high", "economies"),
    *("percentile", "percentile_low", "percentile_high", "low_coverage", "code", "source"),
)
VIEWS: Final = ("trajectory", "measures", "scatter")
SINGLE_EDITION_VIEWS: Final = frozenset({"measures", "scatter"})
DEFAULT_MEASURE: Final = "GII"
DEFAULT_X: Final = "GB.XPD.RSDV.GD.ZS"
DEFAULT_Y: Final = "P6"
MAX_COLUMNS: Final = 20
_INDICATOR_COLUMNS: Final = (
    "gerd", "patents-by-origin", "high-tech-exports", "regulatory-quality", "tertiary-inbound-mobility"
)  # fmt: skip
DEFAULT_COLUMNS: Final = (DEFAULT_MEASURE, *PILLARS, *_INDICATOR_COLUMNS)
"""The concepts that are compared side by side by default."""
CHOSEN_ROWS: Final = "chosen"  # sort economies in the order in which they were chosen
STEPS: Final = (10, 25, 50, 100)
"""The last rank of each colour step except the last one."""
_MIN_COVERAGE: Final = 0.5  # of the best covered year: share of economies that the newest period needs
DEFAULT_ECONOMIES: Final = (FOCUS, *PEERS)
"""The economies compared by default; the one in focus is left out."""
_FILE_COLUMNS: Final = {"economies": "economies_ranked"}
_POSITION_COLUMNS: Final = ["at", "low", "high"]
_ECONOMY_KEYS: Final = ("economy", "with")
_COLUMNS_OF_POSITIONS: Final = {
    "rank": ("rank", "rank_low", "rank_high"),
    "percentile": ("percentile", "percentile_low", "percentile_high"),
    "score": ("value", "", ""),  # which has no bounds
}
OLD_AFTER_YEARS: Final = 5  # before the edition: a value of this age or more counts as old


@dataclass(frozen=True, slots=True)
class Measure:
    """A concept of the index, or a related indicator of the catalog.

    level: index, subindex, pillar, subpillar, indicator, or SERIES; code: in the newest edition that has the
    concept, or of the indicator; directed: whether rank 1 is the best (otherwise only the largest value);
    counted: whether values are counts or money, which differ by orders of magnitude between economies.
    """

    id: str
    level: str
    code: str
    directed: bool = True
    counted: bool = False

    @property
    def related(self) -> bool:
        """Whether this is a related indicator, which has years instead of editions."""
        return self.level == SERIES


@cached
def measures(dataset: Dataset) -> dict[str, Measure]:
    """Return all measures by id: the index and its parts, parts of old editions only, related indicators.

    Related indicators are left out if their status excludes them, if they are the standard error of another
    indicator, or if only one economy has values.
    """
    structure = dataset.parts.sort_values("edition", kind="stable").drop_duplicates("concept", keep="last")
    rows = structure.assign(
        top=[TOP.index(concept) if concept in TOP else len(TOP) for concept in structure["concept"]],
        gone=structure["edition"] != dataset.newest_detailed,
    ).sort_values(["top", "gone", "code"], kind="stable")
    by_id = {
        str(row["concept"]): Measure(str(row["concept"]), str(row["level"]), str(row["code"]))
        for row in rows.to_dict("records")
    }
    indicators = dataset.catalog.indicators
    errors = {indicator.error for indicator in indicators.values()}
    for code, indicator in indicators.items():
        values = dataset.observations_by_series.get(code)
        has_several = values is not None and values["economy"].nunique() > 1
        if has_several and indicator.status in _COMPARABLE_STATUSES and code not in errors:
            is_directed, is_size = indicator.direction != "context", indicator.kind in _SIZE_KINDS
            by_id[code] = Measure(code, SERIES, code, is_directed, is_size)
    return by_id


@cached
def measure_rows_by_period(dataset: Dataset, measure: Measure) -> pd.DataFrame:
    """Return one row for each economy and period with a value or a rank of the measure.

    Columns: economy; period (the edition, or the year of a related indicator); edition and year of the data,
    one of which may be missing; value (score, 0 to 100, or value in the unit of the catalog); rank, or
    rank_low and rank_high where rounding leaves it in doubt; economies (ranked in that period; missing where
    their number is not verified); percentile (0 to 100), or its bounds; code; source (id of the release).
    Ranks of related indicators are computed here, among all economies with a value in the year.
    """
    if measure.related:
        indicator, rows = dataset.catalog.indicators[measure.id], dataset.observations_by_series[measure.id]
        rows = rows[rows["value"].notna()]
        value = rows["value"].astype("Float64") * indicator.scale
        best_first = value if indicator.direction == "lower" else -value
        years = rows["year"].astype("Int64")
        rows = rows.assign(
            period=years,
            value=value,
            rank=best_first.groupby(years).rank(method="min"),
            economies=years.map(years.value_counts()),
            code=measure.id,
        )
    else:
        rows = dataset.concept(measure.id)
        has_rank = rows["rank"].notna() | rows["rank_low"].notna()
        rows = rows[has_rank | rows["score"].notna()]
        verified = dataset.by_edition["economies"].dropna().index
        counts = rows[has_rank.reindex(rows.index)].groupby("edition").size()
        exact = rows["rank"].notna()
        rows = rows.assign(
            period=rows["edition"],
            year=rows["data_year"],
            value=rows["score"],
            rank_low=rows["rank_low"].mask(exact),
            rank_high=rows["rank_high"].mask(exact),
            economies=rows["edition"].map(counts[counts.index.isin(verified)]),
            source=rows["rank_source"].fillna(rows["score_source"]),
        )
    frame = rows.reindex(columns=list(_DTYPES)).astype(_DTYPES)
    frame = frame.assign(
        percentile=percentile(frame["rank"], frame["economies"]),
        percentile_low=percentile(frame["rank_high"], frame["economies"]),
        percentile_high=percentile(frame["rank_low"], frame["economies"]),
    )
    return frame[[*_COLUMNS]].sort_values(["period", "economy"]).reset_index(drop=True)


def split_editions_by_presence(
    dataset: Dataset, measure: Measure, first: int, last: int
) -> tuple[list[int], list[int], list[int]]:
    """Return the editions from ``first`` to ``last`` with the concept, without it, and without its level."""
    parts = dataset.parts[dataset.parts["edition"].between(first, last)]
    with_level = set(parts.loc[parts["level"] == measure.level, "edition"])
    with_concept = set(parts.loc[parts["concept"] == measure.id, "edition"])
    editions = {edition for edition in dataset.editions if first <= edition <= last}
    return sorted(with_concept), sorted(with_level - with_concept), sorted(editions - with_level)


def _comparable_economies(dataset: Dataset, before: Mapping[str, Any]) -> list[str]:
    codes = (*dataset.economies, *dataset.catalog.groups)
    return [*(code for code in codes if code != before["economy"]), *peers.RULES]


def _default_first(dataset: Dataset, before: Mapping[str, Any]) -> int:
    return dataset.course_start if before["last"] > dataset.course_start else dataset.editions[0]


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices of the page Compare.

    compared_with: codes of economies and groups, which links carry from page to page, or one of peers.RULES;
    None for DEFAULT_ECONOMIES. first, last: editions of a range; edition: in SINGLE_EDITION_VIEWS; measure,
    x, y, columns: ids of ``measures``; sort: CHOSEN_ROWS, economy (by name), or one of the columns.
    """

    SPAN = ("from", "to")
    OLD_KEYS = ("peers",)

    view: str = one_of("view", VIEWS)
    economy: str = economy()
    compared_with: tuple[str, ...] | None = economies(
        "with", MAX_PEER_COUNT, None, _comparable_economies, peers.RULES
    )
    measure: str = one_of("measure", lambda dataset, _: tuple(measures(dataset)), DEFAULT_MEASURE)
    x: str = one_of("x", lambda dataset, _: tuple(measures(dataset)), DEFAULT_X)
    y: str = one_of("y", lambda dataset, _: tuple(measures(dataset)), DEFAULT_Y)
    show: str = one_of("show", MEASURES)
    last: int = one_of("to", lambda dataset, _: dataset.editions[:0:-1])
    first: int = one_of(
        "from",
        lambda dataset, before: [edition for edition in dataset.editions if edition < before["last"]],
        _default_first,
    )
    edition: int = edition(
        "edition", lambda dataset, _: dataset.newest_detailed, lambda dataset, _: dataset.editions[::-1]
    )
    columns: tuple[str, ...] = several_of(
        "measures",
        MAX_COLUMNS,
        lambda dataset, _: tuple(column for column in DEFAULT_COLUMNS if column in measures(dataset)),
        lambda dataset, _: tuple(measures(dataset)),
    )
    sort: str = one_of("sort", lambda _, before: (CHOSEN_ROWS, "economy", *before["columns"]))
    order: str = one_of("order", ("", "asc", "desc"))
    descending: bool = derived_choice(
        lambda _, before: (
            before["order"] == "desc" if before["order"] else highest_first(before["sort"], before["show"])
        )
    )

    @classmethod
    def with_old_addresses_mapped(cls, values: Mapping[str, object]) -> Mapping[str, object]:
        """Map the views and the key "peers" of old addresses to those of today."""
        given = {key: values[key] for key in cls.keys_read() if key in values}
        rule = given.pop("peers", "none")
        if rule not in ("", "none"):
            given["with"] = f"{peers.SIMILAR}{rule}"
        last = {"edition": given["to"]} if "to" in given else {}
        views: dict[str, dict[str, object]] = {
            "pillars": {"view": "measures"},
            "plane": {"view": "scatter", "x": "IN", "y": "OUT"} | last,
            "table": {"view": "trajectory"},
        }
        return given | views.get(str(given.get("view")), {})

    @property
    def at(self) -> int:
        """The edition of the view; the last one of a range. Peers are found in it."""
        return self.edition if self.view in SINGLE_EDITION_VIEWS else self.last

    @property
    def finder(self) -> str:
        """The finder of peers.FINDERS that selects the economies to compare; "" where none does."""
        return peers.RULES.get(self.compared_with[0], "") if self.compared_with else ""

    def compared_codes(self, peer_codes: Sequence[str]) -> tuple[str, ...]:
        """Return the codes to compare with the economy; ``peer_codes`` are those that the finder gives."""
        chosen = DEFAULT_ECONOMIES if self.compared_with is None else self.compared_with
        codes = peer_codes if self.finder else chosen
        return tuple(code for code in codes if code != self.economy)[:MAX_PEER_COUNT]


def highest_first(sort: str, show: str) -> bool:
    """Return whether rows start with the highest value: values do, ranks and names do not."""
    return show != "rank" and sort not in (CHOSEN_ROWS, "economy")


def positions(frame: pd.DataFrame, show: str) -> pd.DataFrame:
    """Return the rows of ``measure_rows_by_period`` that can be drawn, with their positions.

    Adds the columns at, low and high, in the unit of ``show``: the figure, or its bounds where it is in
    doubt. Groups are drawn at their median, with the quartiles as low and high.
    """
    columns = _COLUMNS_OF_POSITIONS[show]
    drawn = frame.reindex(columns=columns).astype("Float64").set_axis(_POSITION_COLUMNS, axis="columns")
    sources = {"at": ["median"], "low": ["median_low", "p25"], "high": ["median_high", "p75"]}
    for name, statistics in sources.items():
        for column in (f"{columns[0]}_{statistic}" for statistic in statistics):
            if column in frame:
                drawn[name] = drawn[name].fillna(frame[column])
    frame = frame.join(drawn)
    return frame[frame["at"].notna() | frame["low"].notna()]


def middle_value(frame: pd.DataFrame) -> pd.Series:
    """Return the positions; where only bounds are known, their middle."""
    return frame["at"].fillna((frame["low"] + frame["high"]) / 2)


def select_paths(
    rows: pd.DataFrame, economies: Sequence[str], first: int, last: int, show: str
) -> pd.DataFrame:
    """Return the positions of economies in the periods ``first`` to ``last``, in the order of the codes."""
    rows = rows[rows["economy"].isin(economies) & rows["period"].between(first, last)]
    return _sort_by_economy(positions(rows, show), economies, "period")


def newest_period(rows: pd.DataFrame, chosen: int) -> int:
    """Return the newest well covered period up to ``chosen``, or else the oldest well covered period."""
    counts = rows.groupby("period").size()
    covered = [int(period) for period in counts.index[counts >= _MIN_COVERAGE * counts.max()]]
    return max((period for period in covered if period <= chosen), default=min(covered))


def side_by_side(rows_by_measure: Mapping[str, pd.DataFrame], economies: Sequence[str]) -> pd.DataFrame:
    """Return several measures of some economies, one row for each measure and economy with data.

    rows_by_measure: rows of ``measure_rows_by_period`` of one period. Columns: measure; those of the rows;
    shown (how many of these economies have a rank or its bounds); place_low and place_high: the place by rank
    among them, equal where ranks leave no doubt; step (of the colour, 1 for the best to len(STEPS) + 1).
    """
    parts = []
    for measure, rows in rows_by_measure.items():
        rows = _sort_by_economy(rows[rows["economy"].isin(economies)], economies, "period")
        low = rows["rank"].fillna(rows["rank_low"]).to_numpy("float64", na_value=np.nan)
        high = rows["rank"].fillna(rows["rank_high"]).to_numpy("float64", na_value=np.nan)
        # Surely ahead: bounds end before those of the row. Perhaps ahead: bounds begin before its end.
        surely_ahead = (high < low[:, None]).sum(axis=1)
        perhaps_ahead = (low < high[:, None]).sum(axis=1) - (low < high)  # less itself
        step = 1 + np.searchsorted(STEPS, (low + high) / 2)
        places = {"place_low": 1 + surely_ahead, "place_high": 1 + perhaps_ahead, "step": step}
        has_rank = pd.Series(~np.isnan(low))
        columns = {name: pd.Series(values, dtype="Int64").where(has_rank) for name, values in places.items()}
        parts.append(rows.assign(measure=measure, shown=int(has_rank.sum()), **columns))
    return pd.concat(parts, ignore_index=True)


def pair_measures(x: pd.DataFrame, y: pd.DataFrame, related: tuple[bool, bool], edition: int) -> pd.DataFrame:
    """Return two measures of every economy that has both.

    x, y: rows of ``measure_rows_by_period``; related: whether each is a related indicator, which counts with
    the latest value of each economy up to the year of the edition. The index counts with its newest edition
    up to then. Columns: economy, x, y (values), and for both ``*_period``, ``*_year``, ``*_rank`` (among all
    economies with a value in that period), ``*_economies``, ``*_source``.
    """
    sides = []
    for all_rows, is_related, side in ((x, related[0], "x"), (y, related[1], "y")):
        rows = all_rows[all_rows["value"].notna() & (all_rows["period"] <= edition)]
        rows = rows.sort_values("period").drop_duplicates("economy", keep="last")
        if not is_related:
            rows = rows[rows["period"] == rows["period"].max()]
        part = rows[["economy", "value", "period", "year", "rank", "economies", "source"]]
        names = {name: f"{side}_{name}" for name in ("period", "year", "rank", "economies", "source")}
        sides.append(part.rename(columns={"value": side, **names}))
    return sides[0].merge(sides[1], on="economy").sort_values("economy").reset_index(drop=True)


def spearman(x: pd.Series, y: pd.Series) -> float | None:
    """Return Spearman's rank correlation; None for fewer than three values, or if all are the same."""
    if len(x) < 3 or x.nunique() < 2 or y.nunique() < 2:
        return None
    return float(x.astype("float64").rank().corr(y.astype("float64").rank()))


@dataclass(frozen=True, slots=True)
class Order:
    """Codes of the economies ahead of an economy in one period, level with it, behind it, and in doubt."""

    period: int
    ahead: tuple[str, ...]
    level: tuple[str, ...]
    behind: tuple[str, ...]
    doubt: tuple[str, ...]

    @property
    def certain_count(self) -> int:
        """How many economies are not in doubt."""
        return len(self.ahead) + len(self.level) + len(self.behind)


def measure_order(rows: pd.DataFrame, economy: str, others: Sequence[str], period: int) -> Order | None:
    """Return the order by rank; None where the economy has no rank. Overlapping bounds leave it in doubt."""
    rows = rows[rows["period"] == period].set_index("economy")
    best = rows["rank"].fillna(rows["rank_low"]).dropna()
    worst = rows["rank"].fillna(rows["rank_high"]).dropna()
    if economy not in best.index:
        return None
    groups: dict[str, list[str]] = {"ahead": [], "level": [], "behind": [], "doubt": []}
    for code in (code for code in others if code in best.index):
        if worst[code] < best[economy]:
            groups["ahead"].append(code)
        elif best[code] > worst[economy]:
            groups["behind"].append(code)
        else:  # level only where both ranks are exact
            is_exact = best[code] == worst[code] == best[economy] == worst[economy]
            groups["level" if is_exact else "doubt"].append(code)
    return Order(period, *(tuple(groups[name]) for name in ("ahead", "level", "behind", "doubt")))


def _sort_by_economy(frame: pd.DataFrame, economies: Sequence[str], period: str) -> pd.DataFrame:
    positions = {code: position for position, code in enumerate(economies)}
    keys = frame["economy"].map(positions).fillna(len(positions))
    index = frame.assign(position=keys).sort_values(["position", period], kind="stable").index
    return frame.loc[index].reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class Compared:
    """The result of one view.

    economies: codes of those compared, the one in focus first; frame: rows of ``select_paths``,
    ``side_by_side`` or ``pair_measures``; correlation: Spearman's, of two measures, None if unknown.
    """

    economies: tuple[str, ...]
    frame: pd.DataFrame
    correlation: float | None = None


def economies_of(dataset: Dataset, choice: Choice) -> tuple[str, ...]:
    """Return the codes of the economy in focus and of those compared with it."""
    codes: list[str] = []
    if choice.finder:
        similar = peers.find_peers(peers.peer_field(dataset, choice.at), choice.finder, choice.economy)
        codes = [str(code) for code in similar["economy"]]
    return (choice.economy, *choice.compared_codes(codes))


def _compare(
    dataset: Dataset, choice: Choice, economies: Sequence[str], editions: tuple[int, int]
) -> Compared:
    by_id, compared = measures(dataset), economies_of(dataset, choice)
    if choice.view == "trajectory":
        rows = measure_rows_by_period(dataset, by_id[choice.measure])
        rows = with_medians(rows, dataset, economies, "period")
        return Compared(compared, select_paths(rows, economies, *editions, choice.show))
    if choice.view == "measures":
        rows_by_measure = {}
        for key in choice.columns:
            rows, period = measure_rows_by_period(dataset, by_id[key]), choice.edition
            if by_id[key].related:
                period = min(newest_period(rows, choice.edition), choice.edition)
            rows_by_measure[key] = with_medians(rows[rows["period"] == period], dataset, economies, "period")
        return Compared(compared, side_by_side(rows_by_measure, economies))
    x, y = by_id[choice.x], by_id[choice.y]
    frame = pair_measures(
        measure_rows_by_period(dataset, x),
        measure_rows_by_period(dataset, y),
        (x.related, y.related),
        choice.edition,
    )
    return Compared(compared, frame, correlation=spearman(frame["x"], frame["y"]))


def _measure_name(dataset: Dataset, measure: Measure, lang: str) -> str:
    """Return the name in the catalog, or else in the newest edition that has the concept."""
    if measure.related:
        return dataset.catalog.indicators[measure.id].name.get(lang)
    concept = dataset.catalog.concepts.get(measure.id)
    if concept and lang != ORIGINAL:
        return concept.name.get(lang)
    rows = dataset.parts[dataset.parts["concept"] == measure.id]
    return str(rows.sort_values("edition")["name"].iloc[-1])


def unit_of(dataset: Dataset, measure: Measure, lang: str) -> str:
    """Return the unit of the values of a measure in a language."""
    catalog = dataset.catalog
    unit = catalog.indicators[measure.id].unit if measure.related else catalog.phrases["unit_score"]
    return unit.get(lang)


def licences_of_rows(
    dataset: Dataset, measure: Measure, source: pd.Series, edition: pd.Series
) -> tuple[list[str], list[str]]:
    """Return publisher and licence of each row: of its release, or of the index and its edition."""
    if measure.related:
        return dataset.provenance("publisher", source), dataset.provenance("licence", source)
    return [PUBLISHER] * len(source), [str(licence) for licence in dataset.licences_of(edition)]


def measure_rows(compared: Compared, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the file of the view "measures": one row for each measure and economy."""
    names = {"shown": "compared", "step": "colour_step"}
    frame, parts = compared.frame.rename(columns=names), []
    for key in frame["measure"].unique() if len(frame) else choice.columns[:1]:
        rows = frame[frame["measure"] == key].drop(columns="measure")
        parts.append(_add_measure_and_terms(rows, dataset, measures(dataset)[key], lang))
    return pd.concat(parts, ignore_index=True)


def scatter_rows(compared: Compared, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the file of the view "scatter": two measures of every economy that has both."""
    frame, publishers, licences = compared.frame.copy(), [], []
    for side, key in (("x", choice.x), ("y", choice.y)):
        measure, period, source = measures(dataset)[key], frame.pop(f"{side}_period"), frame[f"{side}_source"]
        edition = period.mask(pd.Series(measure.related, index=period.index))
        frame.insert(list(frame.columns).index(f"{side}_year"), f"{side}_edition", edition)
        frame[f"{side}_measure"] = measure.id
        frame[f"{side}_name"] = _measure_name(dataset, measure, lang)
        frame[f"{side}_unit"] = unit_of(dataset, measure, lang)
        frame[f"{side}_vintage"] = dataset.provenance("vintage", source)
        publisher, licence = licences_of_rows(dataset, measure, source, edition)
        publishers.append(publisher)
        licences.append(licence)
    insert_after(frame, "economy", "chosen", frame["economy"].isin(compared.economies))
    insert_after(frame, "economy", "name", frame["economy"].map(dataset.names(lang)))
    sources = zip(frame.pop("x_source"), frame.pop("y_source"), strict=True)
    frame["source"] = [join_sources(*pair, OWN_CALCULATION) for pair in sources]
    frame["publisher"] = ["; ".join(dict.fromkeys(pair)) for pair in zip(*publishers, strict=True)]
    frame["licence"] = ["; ".join(dict.fromkeys(pair)) for pair in zip(*licences, strict=True)]
    return frame.assign(snapshot=dataset.snapshot.id)


def _add_measure_and_terms(
    frame: pd.DataFrame, dataset: Dataset, measure: Measure, lang: str
) -> pd.DataFrame:
    frame = frame.drop(columns="period").rename(columns=_FILE_COLUMNS)
    insert_after(frame, "economy", "unit", unit_of(dataset, measure, lang))
    insert_after(frame, "economy", "level", measure.level)
    insert_after(frame, "economy", "measure_name", _measure_name(dataset, measure, lang))
    insert_after(frame, "economy", "measure", measure.id)
    if not measure.related:  # percentiles are computed here
        rows = index_terms(frame.drop(columns="source"), dataset, lang, computed=True)
        releases = rows["source"].astype("str").str.replace(f" ?{OWN_CALCULATION}", "", regex=True)
        return rows.assign(vintage=dataset.provenance("vintage", releases))
    insert_after(frame, "economy", "name", frame["economy"].map(dataset.names(lang)))
    rows = with_terms(frame, dataset, "vintage", "publisher", "licence")
    return rows.assign(source=with_own_calculation(rows["source"]))


Rows = Callable[[Compared, Dataset, Choice, str], pd.DataFrame]


def _table(view: str, rows: Rows, keys: tuple[str, ...], filters: tuple[str, ...]) -> Table[Choice, Compared]:

    def compare_chosen(dataset: Dataset, choice: Choice) -> Compared:
        choice = replace(choice, view=view)
        return _compare(dataset, choice, economies_of(dataset, choice), (choice.first, choice.last))

    def compare_all(dataset: Dataset, choice: Choice) -> Compared:
        codes = sorted(set(dataset.catalog.economies) - {choice.economy})
        span = (dataset.editions[0], dataset.editions[-1])
        return _compare(dataset, replace(choice, view=view), (choice.economy, *codes), span)

    name = f"comparison-{view}"
    every = compare_all if filters else None
    return Table(name, f"gii-{name}", compare_chosen, rows, Choice, keys, filters, every)


TABLES = {
    "trajectory": _table(
        "trajectory",
        lambda compared, dataset, choice, lang: _add_measure_and_terms(
            compared.frame.drop(columns=_POSITION_COLUMNS), dataset, measures(dataset)[choice.measure], lang
        ),
        ("measure", "show"),
        (*_ECONOMY_KEYS, "from", "to"),
    ),
    "measures": _table("measures", measure_rows, ("measures", "edition"), _ECONOMY_KEYS),
    "scatter": _table("scatter", scatter_rows, ("x", "y", "edition", *_ECONOMY_KEYS), ()),
}
"""The tables by view."""
