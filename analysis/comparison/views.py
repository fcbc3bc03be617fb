"""Comparisons: the measures, parts of the index by concept and related indicators by year, and the views."""

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

SERIES: Final = "series"  # the level of what is no part of the index
_COMPARABLE: Final = frozenset({"core", "supporting", "context"})
_COUNTED: Final = frozenset({"count", "money"})
_KINDS: Final = {
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
SINGLE: Final = frozenset({"measures", "scatter"})
"""Views of one edition; the other shows a range."""
MEASURE: Final = "GII"
X, Y = "GB.XPD.RSDV.GD.ZS", "P6"
MAX_COLUMNS: Final = 20
_WELL_KNOWN: Final = (
    *("gerd", "patents-by-origin", "high-tech-exports", "regulatory-quality", "tertiary-inbound-mobility"),
)
COLUMNS: Final = (MEASURE, *PILLARS, *_WELL_KNOWN)
"""The measures side by side by default, as concepts."""
CHOSEN_ROWS: Final = "chosen"
"""The order in which economies were chosen."""
STEPS: Final = (10, 25, 50, 100)
"""The last rank of each step of a colour but the last step."""
_MANY: Final = 0.5  # share of the most economies of a year that another year must have to stand for a measure
DEFAULT_MEASURES: Final = (FOCUS, *PEERS)
"""The economies compared by default, without the one in focus."""
_NAMES = {"economies": "economies_ranked"}
_DRAWN = ["at", "low", "high"]
_PEERS = ("economy", "with")
_POSITIONS: Final = {
    "rank": ("rank", "rank_low", "rank_high"),
    "percentile": ("percentile", "percentile_low", "percentile_high"),
    "score": ("value", "", ""),  # which has no bounds
}
OLD_VIEW_KEYS: Final = 5  # years behind the edition from which on a value counts as old


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: a concept of the index, or a related indicator of the catalog.

    level: index, subindex, pillar, subpillar, indicator, or SERIES; code: of the newest edition that has the
    concept, or of the indicator; directed: whether 1 is the best rank (else only that of the largest value);
    counted: whether values are counts or money, of which sizes differ by factors.
    """

    id: str
    level: str
    code: str
    directed: bool = True
    counted: bool = False

    @property
    def related(self) -> bool:
        """Return whether this is a related indicator, which has years in place of editions."""
        return self.level == SERIES


@cached
def measures(dataset: Dataset) -> dict[str, Measure]:
    """Return all measures by id: the index and its parts in their order, those of old editions, the related.

    Related indicators are left out where their status excludes them, where they are the error of another one,
    and where a single economy has values: there is nothing to compare.
    """
    structure = dataset.parts.sort_values("edition", kind="stable").drop_duplicates("concept", keep="last")
    rows = structure.assign(
        top=[TOP.index(one) if one in TOP else len(TOP) for one in structure["concept"]],
        gone=structure["edition"] != dataset.newest_detailed,
    ).sort_values(["top", "gone", "code"], kind="stable")
    found = {
        str(row["concept"]): Measure(str(row["concept"]), str(row["level"]), str(row["code"]))
        for row in rows.to_dict("records")
    }
    indicators = dataset.catalog.indicators
    errors = {one.error for one in indicators.values()}
    for code, one in indicators.items():
        observed = dataset.observations_by_series.get(code)
        several = observed is not None and observed["economy"].nunique() > 1
        if several and one.status in _COMPARABLE and code not in errors:
            found[code] = Measure(code, SERIES, code, one.direction != "context", one.kind in _COUNTED)
    return found


@cached
def measure_rows_by_period(dataset: Dataset, measure: Measure) -> pd.DataFrame:
    """Return a measure of all economies and periods, one row each, where anything is known.

    Columns: economy; period (the edition, or the year of a related indicator); edition and year (measured),
    of which one may be missing; value (score, 0 to 100, or value in the unit of the catalog); rank, or
    rank_low and rank_high where rounding leaves it in doubt; economies (with a rank in that period; missing
    where their number is not verified); percentile, or its bounds; code; source (id of the release).
    Ranks of related indicators are ours, among all economies with a value in the year.
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
        known = rows["rank"].notna() | rows["rank_low"].notna()
        rows = rows[known | rows["score"].notna()]
        verified = dataset.by_edition["economies"].dropna().index
        counts = rows[known.reindex(rows.index)].groupby("edition").size()
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
    frame = rows.reindex(columns=list(_KINDS)).astype(_KINDS)
    frame = frame.assign(
        percentile=percentile(frame["rank"], frame["economies"]),
        percentile_low=percentile(frame["rank_high"], frame["economies"]),
        percentile_high=percentile(frame["rank_low"], frame["economies"]),
    )
    return frame[[*_COLUMNS]].sort_values(["period", "economy"]).reset_index(drop=True)


def economies_by_period(
    dataset: Dataset, measure: Measure, first: int, last: int
) -> tuple[list[int], list[int], list[int]]:
    """Return the editions of a range that have a concept, those that lack it, those without its level."""
    parts = dataset.parts[dataset.parts["edition"].between(first, last)]
    detailed = set(parts.loc[parts["level"] == measure.level, "edition"])
    known = set(parts.loc[parts["concept"] == measure.id, "edition"])
    editions = {edition for edition in dataset.editions if first <= edition <= last}
    return sorted(known), sorted(detailed - known), sorted(editions - detailed)


def _beside(dataset: Dataset, before: Mapping[str, Any]) -> list[str]:
    """Return who can be named one by one, groups too, and the rules that find the whole set."""
    others = (one for one in (*dataset.economies, *dataset.catalog.groups) if one != before["economy"])
    return [*others, *peers.RULES]


def _first(dataset: Dataset, before: Mapping[str, Any]) -> int:
    """Return the edition with which courses begin, or the very first where the range ends before it."""
    return dataset.course_start if before["last"] > dataset.course_start else dataset.editions[0]


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices of the page Compare.

    beside: the economies named one by one, which links carry from page to page, or one of the rules that find
    them; None for USUAL. first, last: a range; edition: that of the views of SINGLE; measure, x, y, columns:
    of ``measures``; sort: CHOSEN, economy (by name), or one of the columns.
    """

    SPAN = ("from", "to")
    OLD_KEYS = ("peers",)

    view: str = one_of("view", VIEWS)
    economy: str = economy()
    beside: tuple[str, ...] | None = economies("with", MAX_PEER_COUNT, None, _beside, peers.RULES)
    measure: str = one_of("measure", lambda dataset, _: tuple(measures(dataset)), MEASURE)
    x: str = one_of("x", lambda dataset, _: tuple(measures(dataset)), X)
    y: str = one_of("y", lambda dataset, _: tuple(measures(dataset)), Y)
    show: str = one_of("show", MEASURES)
    last: int = one_of("to", lambda dataset, _: dataset.editions[:0:-1])
    first: int = one_of(
        "from", lambda dataset, before: [one for one in dataset.editions if one < before["last"]], _first
    )
    edition: int = edition(
        "edition", lambda dataset, _: dataset.newest_detailed, lambda dataset, _: dataset.editions[::-1]
    )
    columns: tuple[str, ...] = several_of(
        "measures",
        MAX_COLUMNS,
        lambda dataset, _: tuple(one for one in COLUMNS if one in measures(dataset)),
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
        """Return the values with the view that shows what one that is gone did, and a rule as it is named."""
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
        """Return the edition of the view: of a range the last one. Peers are found in it."""
        return self.edition if self.view in SINGLE else self.last

    @property
    def finder(self) -> str:
        """Return which of peers.FINDERS finds the economies beside the one in focus; "" where none does."""
        return peers.RULES.get(self.beside[0], "") if self.beside else ""

    def others(self, found: Sequence[str]) -> tuple[str, ...]:
        """Return the economies beside the one in focus; ``found``: those of the rule."""
        chosen = found if self.finder else DEFAULT_MEASURES if self.beside is None else self.beside
        return tuple(code for code in chosen if code != self.economy)[:MAX_PEER_COUNT]


def highest_first(sort: str, show: str) -> bool:
    """Return whether an order starts with its highest value: values do, ranks and names do not."""
    return show != "rank" and sort not in (CHOSEN_ROWS, "economy")


def positions(frame: pd.DataFrame, show: str) -> pd.DataFrame:
    """Return the rows of ``measured`` that have a position in a figure: at, or its bounds low and high.

    That of a group is its median; where it is in no doubt, low and high are the quartiles.
    """
    drawn = frame.reindex(columns=_POSITIONS[show]).astype("Float64").set_axis(_DRAWN, axis="columns")
    figure = _POSITIONS[show][0]
    filled = {"at": ["median"], "low": ["median_low", "p25"], "high": ["median_high", "p75"]}
    for name, kinds in filled.items():
        for column in (f"{figure}_{kind}" for kind in kinds if f"{figure}_{kind}" in frame):
            drawn[name] = drawn[name].fillna(frame[column])
    frame = frame.join(drawn)
    return frame[frame["at"].notna() | frame["low"].notna()]


def middle_value(frame: pd.DataFrame) -> pd.Series:
    """Return the positions; where only bounds are known, their middle."""
    return frame["at"].fillna((frame["low"] + frame["high"]) / 2)


def paths(field: pd.DataFrame, economies: Sequence[str], first: int, last: int, show: str) -> pd.DataFrame:
    """Return the rows of ``measured`` of some economies from ``first`` to ``last``, in their order."""
    rows = field[field["economy"].isin(economies) & field["period"].between(first, last)]
    return _ordered(positions(rows, show), economies, "period")


def newest_period(rows: pd.DataFrame, chosen: int) -> int:
    """Return the newest period of ``measured`` up to one that has many economies, else the oldest such."""
    counts = rows.groupby("period").size()
    many = [int(one) for one in counts.index[counts >= _MANY * counts.max()]]
    return max((one for one in many if one <= chosen), default=min(many))


def side_by_side(fields: Mapping[str, pd.DataFrame], economies: Sequence[str]) -> pd.DataFrame:
    """Return several measures of some economies, a row for each economy of which anything is known.

    fields: by measure, the rows of ``measured`` of one period. Columns: measure; those of ``measured``; shown
    (how many of these economies have a rank or its bounds); place_low and place_high: the place by rank among
    them, the same where ranks leave no doubt; step (of a colour, 1 for the best to len(STEPS) + 1).
    """
    found = []
    for measure, field in fields.items():
        rows = _ordered(field[field["economy"].isin(economies)], economies, "period")
        low, high = (
            rows["rank"].fillna(rows[f"rank_{end}"]).to_numpy("float64", na_value=np.nan)
            for end in ("low", "high")
        )
        # Ahead for certain is who ends before one begins; perhaps ahead is who begins before one ends.
        ahead = (high < low[:, None]).sum(axis=1)
        perhaps = (low < high[:, None]).sum(axis=1) - (low < high)  # less itself
        step = 1 + np.searchsorted(STEPS, (low + high) / 2)
        own = {"place_low": 1 + ahead, "place_high": 1 + perhaps, "step": step}
        ranked = pd.Series(~np.isnan(low))
        columns = {name: pd.Series(of, dtype="Int64").where(ranked) for name, of in own.items()}
        found.append(rows.assign(measure=measure, shown=int(ranked.sum()), **columns))
    return pd.concat(found, ignore_index=True)


def pairs(x: pd.DataFrame, y: pd.DataFrame, related: tuple[bool, bool], edition: int) -> pd.DataFrame:
    """Return two measures of every economy that has both.

    x, y: frames of ``measured``; related: whether each is a related indicator. Of these the latest value up
    to the year of the edition is taken, an economy each its own year; of the index the newest edition up to
    it, the same for all. Columns: economy, and for x and y the value, ``*_period``, ``*_year``, ``*_rank``
    (among all economies with a value in that period), ``*_economies``, ``*_source``.
    """
    sides = []
    for whole, by_year, side in ((x, related[0], "x"), (y, related[1], "y")):
        rows = whole[whole["value"].notna() & (whole["period"] <= edition)]
        rows = rows.sort_values("period").drop_duplicates("economy", keep="last")
        if not by_year:
            rows = rows[rows["period"] == rows["period"].max()]
        part = rows[["economy", "value", "period", "year", "rank", "economies", "source"]]
        names = {name: f"{side}_{name}" for name in ("period", "year", "rank", "economies", "source")}
        sides.append(part.rename(columns={"value": side, **names}))
    return sides[0].merge(sides[1], on="economy").sort_values("economy").reset_index(drop=True)


def spearman(x: pd.Series, y: pd.Series) -> float | None:
    """Return Spearman's rank correlation; None for fewer than three values, or where all are the same."""
    if len(x) < 3 or x.nunique() < 2 or y.nunique() < 2:
        return None
    return float(x.astype("float64").rank().corr(y.astype("float64").rank()))


@dataclass(frozen=True, slots=True)
class Order:
    """The economies ahead of an economy in one period, level with it, behind it, and in doubt."""

    period: int
    ahead: tuple[str, ...]
    level: tuple[str, ...]
    behind: tuple[str, ...]
    doubt: tuple[str, ...]

    @property
    def certain_count(self) -> int:
        """Return how many others are not in doubt."""
        return len(self.ahead) + len(self.level) + len(self.behind)


def measure_order(field: pd.DataFrame, economy: str, others: Sequence[str], period: int) -> Order | None:
    """Return the order by rank; None where the economy has none. Bounds that overlap leave it in doubt."""
    rows = field[field["period"] == period].set_index("economy")
    best, worst = (rows["rank"].fillna(rows[bound]).dropna() for bound in ("rank_low", "rank_high"))
    if economy not in best.index:
        return None
    groups: dict[str, list[str]] = {"ahead": [], "level": [], "behind": [], "doubt": []}
    for code in (one for one in others if one in best.index):
        if worst[code] < best[economy]:
            groups["ahead"].append(code)
        elif best[code] > worst[economy]:
            groups["behind"].append(code)
        else:  # level only where no rank of the two is in doubt
            exact = best[code] == worst[code] == best[economy] == worst[economy]
            groups["level" if exact else "doubt"].append(code)
    return Order(period, *(tuple(groups[name]) for name in ("ahead", "level", "behind", "doubt")))


def _ordered(frame: pd.DataFrame, economies: Sequence[str], period: str) -> pd.DataFrame:
    place = {code: index for index, code in enumerate(economies)}
    keys = frame["economy"].map(place).fillna(len(place))
    order_ = frame.assign(place=keys).sort_values(["place", period], kind="stable").index
    return frame.loc[order_].reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class Compared:
    """What a view shows. economies: those compared, the one in focus first; frame: of that view.

    correlation: of two measures, None where none is known.
    """

    economies: tuple[str, ...]
    frame: pd.DataFrame
    correlation: float | None = None


def economies_of(dataset: Dataset, choice: Choice) -> tuple[str, ...]:
    """Return the economy in focus and those beside it."""
    found: list[str] = []
    if choice.finder:
        alike = peers.find_peers(peers.peer_field(dataset, choice.at), choice.finder, choice.economy)
        found = [str(code) for code in alike["economy"]]
    return (choice.economy, *choice.others(found))


def _compared(
    dataset: Dataset, choice: Choice, economies: Sequence[str], editions: tuple[int, int]
) -> Compared:
    known, compared = measures(dataset), economies_of(dataset, choice)
    if choice.view == "trajectory":
        rows = with_medians(
            measure_rows_by_period(dataset, known[choice.measure]), dataset, economies, "period"
        )
        return Compared(compared, paths(rows, economies, *editions, choice.show))
    if choice.view == "measures":
        fields = {}
        for key in choice.columns:
            field, one = measure_rows_by_period(dataset, known[key]), choice.edition
            period = min(newest_period(field, one), one) if known[key].related else one
            fields[key] = with_medians(field[field["period"] == period], dataset, economies, "period")
        return Compared(compared, side_by_side(fields, economies))
    x, y = known[choice.x], known[choice.y]
    frame = pairs(
        measure_rows_by_period(dataset, x),
        measure_rows_by_period(dataset, y),
        (x.related, y.related),
        choice.edition,
    )
    return Compared(compared, frame, correlation=spearman(frame["x"], frame["y"]))


def _name(dataset: Dataset, measure: Measure, lang: str) -> str:
    """Return the name of a measure: of the catalog, or as the newest edition that has it calls it."""
    if measure.related:
        return dataset.catalog.indicators[measure.id].name.get(lang)
    concept = dataset.catalog.concepts.get(measure.id)
    if concept and lang != ORIGINAL:
        return concept.name.get(lang)
    rows = dataset.parts[dataset.parts["concept"] == measure.id]
    return str(rows.sort_values("edition")["name"].iloc[-1])


def unit_of(dataset: Dataset, measure: Measure, lang: str) -> str:
    """Return the unit of the values of a measure."""
    catalog = dataset.catalog
    unit = catalog.indicators[measure.id].unit if measure.related else catalog.phrases["unit_score"]
    return unit.get(lang)


def licences_of_rows(
    dataset: Dataset, measure: Measure, source: pd.Series, edition: pd.Series
) -> tuple[list[str], list[str]]:
    """Return publisher and licence of each row: of its release, or of the index and its edition."""
    if measure.related:
        return dataset.provenance("publisher", source), dataset.provenance("licence", source)
    return [PUBLISHER] * len(source), [str(one) for one in dataset.licences_of(edition)]


def measure_rows(found: Compared, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return a row for each measure and economy, with the place by rank among the economies compared."""
    names = {"shown": "compared", "step": "colour_step"}
    frame, parts = found.frame.rename(columns=names), []
    for key in frame["measure"].unique() if len(frame) else choice.columns[:1]:
        rows = frame[frame["measure"] == key].drop(columns="measure")
        parts.append(_measured(rows, dataset, measures(dataset)[key], lang))
    return pd.concat(parts, ignore_index=True)


def scatter_rows(found: Compared, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return two measures of every economy that has both, each with the edition or year of its value."""
    frame, sides = found.frame.copy(), []
    for side, key in (("x", choice.x), ("y", choice.y)):
        one, period, source = measures(dataset)[key], frame.pop(f"{side}_period"), frame[f"{side}_source"]
        edition = period.mask(pd.Series(one.related, index=period.index))
        frame.insert(list(frame.columns).index(f"{side}_year"), f"{side}_edition", edition)
        frame[f"{side}_measure"] = one.id
        frame[f"{side}_name"] = _name(dataset, one, lang)
        frame[f"{side}_unit"] = unit_of(dataset, one, lang)
        frame[f"{side}_vintage"] = dataset.provenance("vintage", source)
        sides.append(licences_of_rows(dataset, one, source, edition))
    insert_after(frame, "economy", "chosen", frame["economy"].isin(found.economies))
    insert_after(frame, "economy", "name", frame["economy"].map(dataset.names(lang)))
    cells = zip(frame.pop("x_source"), frame.pop("y_source"), strict=True)
    frame["source"] = [join_sources(*cell, OWN_CALCULATION) for cell in cells]
    for name, both in zip(("publisher", "licence"), zip(*sides, strict=True), strict=True):
        frame[name] = ["; ".join(dict.fromkeys(cells)) for cells in zip(*both, strict=True)]
    return frame.assign(snapshot=dataset.snapshot.id)


def _measured(frame: pd.DataFrame, dataset: Dataset, measure: Measure, lang: str) -> pd.DataFrame:
    """Return rows of ``measured`` with what they measure, in which unit, and their terms."""
    frame = frame.drop(columns="period").rename(columns=_NAMES)
    insert_after(frame, "economy", "unit", unit_of(dataset, measure, lang))
    insert_after(frame, "economy", "level", measure.level)
    insert_after(frame, "economy", "measure_name", _name(dataset, measure, lang))
    insert_after(frame, "economy", "measure", measure.id)
    if not measure.related:  # percentiles are the site's own
        rows = index_terms(frame.drop(columns="source"), dataset, lang, computed=True)
        read = rows["source"].astype("str").str.replace(f" ?{OWN_CALCULATION}", "", regex=True)
        return rows.assign(vintage=dataset.provenance("vintage", read))
    insert_after(frame, "economy", "name", frame["economy"].map(dataset.names(lang)))
    rows = with_terms(frame, dataset, "vintage", "publisher", "licence")
    return rows.assign(source=with_own_calculation(rows["source"]))


Rows = Callable[[Compared, Dataset, Choice, str], pd.DataFrame]


def _table(view: str, rows: Rows, keys: tuple[str, ...], filters: tuple[str, ...]) -> Table[Choice, Compared]:
    """Return the table of a view: of the economies compared and the editions chosen, or of all."""

    def chosen(dataset: Dataset, choice: Choice) -> Compared:
        choice = replace(choice, view=view)
        return _compared(dataset, choice, economies_of(dataset, choice), (choice.first, choice.last))

    def everything(dataset: Dataset, choice: Choice) -> Compared:
        others = sorted(set(dataset.catalog.economies) - {choice.economy})
        span = (dataset.editions[0], dataset.editions[-1])
        return _compared(dataset, replace(choice, view=view), (choice.economy, *others), span)

    name = f"comparison-{view}"
    every = everything if filters else None
    return Table(name, f"gii-{name}", chosen, rows, Choice, keys, filters, every)


TABLES = {
    "trajectory": _table(
        "trajectory",
        lambda found, dataset, choice, lang: _measured(
            found.frame.drop(columns=_DRAWN), dataset, measures(dataset)[choice.measure], lang
        ),
        ("measure", "show"),
        (*_PEERS, "from", "to"),
    ),
    "measures": _table("measures", measure_rows, ("measures", "edition"), _PEERS),
    "scatter": _table("scatter", scatter_rows, ("x", "y", "edition", *_PEERS), ()),
}
"""By view."""
