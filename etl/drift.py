"""Old snapshot against new: lost years, lost economies, rewritten history, and what was revised."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from analysis.standing import CHINA
from data.schema import GII_SCORES, OBSERVATIONS, REVISIONS
from data.violation import Violation
from etl.release import empty

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from data.live import Tolerance

CELL: Final = ["series", "measure", "economy", "year"]
SERIES: Final = ["name", "series", "measure"]
"""One series, or one code of one edition; name: what an operator accepts, series or edition."""
FLOOR: Final = 0.01
"""Relative change is measured against the old value, but at least against this share of the series' median
size: a value near zero, as governance scores have, would else turn every change into a large one."""

EXPLAINED: Final = 20
"""Groups of a name that are explained one by one, the worst first; of the others the number is enough."""


@dataclass(frozen=True, slots=True)
class Drift:
    """What a refresh changes in the past.

    violations: what is beyond the tolerance, by the series or the edition ("2024"); rebased: the economies of
    a series that are rewritten, few enough to be taken over; revisions: rows of the table.
    """

    violations: dict[str, list[Violation]]
    rebased: dict[str, list[str]]
    revisions: pd.DataFrame

    def without(self, names: Collection[str]) -> Drift:
        """Return the drift of the other series."""
        kept = self.revisions[~self.revisions["series"].isin(names)]
        rebased = {name: found for name, found in self.rebased.items() if name not in names}
        violations = {name: found for name, found in self.violations.items() if name not in names}
        return Drift(violations, rebased, kept)


def series_of(observations: pd.DataFrame, vintages: Mapping[str, str]) -> pd.DataFrame:
    """Return observations in the columns CELL, value, vintage, source; vintages: of each release."""
    return pd.DataFrame(
        {
            "series": observations["indicator"],
            "measure": "value",
            "economy": observations["economy"],
            "year": observations["year"],
            "value": observations["value"],
            "vintage": observations["source"].map(dict(vintages)),
            "source": observations["source"],
        }
    )


def edition_of(scores: pd.DataFrame, vintages: Mapping[str, str]) -> pd.DataFrame:
    """Return scores and ranks of the index in the columns CELL, value, vintage, source."""
    frames = []
    for measure in ("score", "rank"):
        rows = scores[scores[measure].notna()]
        source = rows[f"{measure}_source"]
        frames.append(
            pd.DataFrame(
                {
                    "series": rows["code"],
                    "measure": measure,
                    "economy": rows["economy"],
                    "year": rows["edition"],
                    "value": rows[measure].astype("float64"),
                    "vintage": source.map(dict(vintages)),
                    "source": source,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def compare(old: pd.DataFrame, new: pd.DataFrame, tolerance: Tolerance) -> Drift:
    """Return how the rows of `old` fare in `new` (both in the columns CELL, value, vintage, source).

    old holds only what `new` replaces: what it does not have at all is lost.
    """
    if old.empty:
        return Drift({}, {}, empty(REVISIONS.columns).astype(REVISIONS.dtypes))
    cells = old.merge(new, on=CELL, how="left", suffixes=("", "_new"))
    cells["name"] = cells["series"].where(cells["measure"] == "value", cells["year"].astype("str"))
    before, after = cells["value"].to_numpy("float64"), cells["value_new"].to_numpy("float64")
    size = np.abs(before)
    floor = FLOOR * pd.Series(size).groupby(cells["series"]).transform("median").to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.where(before == after, 0.0, np.abs(after - before) / np.maximum(size, floor))
    newest = cells.groupby("series")["year"].transform("max")
    cells["lost"] = np.isnan(after)
    cells["moved"] = moved
    cells["rewritten"] = (moved > tolerance.change) & (cells["year"] <= newest - tolerance.provisional)
    # A series that is gone as a whole is not told of: it is held no longer, or stays from its older release.
    told = cells[cells["lost"] | (cells["moved"] >= tolerance.noticed) | cells["rewritten"]]
    told = told[told["series"].isin(new["series"])]
    violations, rebased = _judged(cells, tolerance)
    return Drift(violations, rebased, _revisions(told, new))


def _judged(
    cells: pd.DataFrame, tolerance: Tolerance
) -> tuple[dict[str, list[Violation]], dict[str, list[str]]]:
    """Return the violations by name, and by series the economies that are few enough to be rewritten."""
    found: defaultdict[str, list[Violation]] = defaultdict(list)
    gone = cells.groupby(SERIES[:2])["lost"].transform("all")
    for _, rows in cells[gone].groupby(SERIES[:2]):
        first = rows.iloc[0]
        found[str(first["name"])].append(_violation(first, "", f"all {len(rows):,} values are gone"))
    kept = cells[~gone]
    economies = _counted(kept, "economy", tolerance)
    # what the dashboard is about may not lose a single value
    china = economies.index.get_level_values("economy") == CHINA
    economies["losing"] |= china & (economies["lost"] > 0)
    rebased = economies["rewriting"] & ~economies["losing"] & ~china
    counts = rebased.groupby(SERIES).agg(["sum", "size"])
    counts["allowed"] = np.ceil(tolerance.economies * counts["size"]).astype("int64")
    many = counts[counts["sum"] > counts["allowed"]]
    for row in many[many["allowed"] > 0].reset_index().to_dict("records"):
        problem = f"{row['sum']} of {row['size']} economies are rewritten, at most {row['allowed']} may be"
        found[row["name"]].append(_violation(pd.Series(row | {"year": row["name"]}), "", problem))
    too_many = pd.MultiIndex.from_frame(economies.reset_index()[SERIES]).isin(many.index)
    few = economies.index[rebased & ~too_many]
    # the years of an economy that may be rewritten do not count against the year
    years = kept.assign(rewritten=kept["rewritten"] & ~_keys(kept, "economy").isin(few))
    economies["rewriting"] &= ~economies.index.isin(few)
    _explain(found, kept, economies, tolerance)
    _explain(found, years, _counted(years, "year", tolerance), tolerance)
    accepted: defaultdict[str, list[str]] = defaultdict(list)
    for name, _, _, economy in sorted(few):
        accepted[name].append(economy)
    return dict(found), dict(accepted)


def _keys(cells: pd.DataFrame, group: str) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(cells[[*SERIES, group]])


def _counted(cells: pd.DataFrame, group: str, tolerance: Tolerance) -> pd.DataFrame:
    """Return for each group how many values are lost and rewritten, and whether they are too many."""
    counts = cells.groupby([*SERIES, group]).agg(
        size=("lost", "size"), lost=("lost", "sum"), rewritten=("rewritten", "sum")
    )
    size, lost = counts["size"], counts["lost"]
    counts["losing"] = (lost == size) | (lost > np.ceil(tolerance.loss * size))
    counts["rewriting"] = counts["rewritten"] > np.ceil(tolerance.rewritten * size)
    return counts


def _explain(
    found: defaultdict[str, list[Violation]], cells: pd.DataFrame, counts: pd.DataFrame, tolerance: Tolerance
) -> None:
    """Add a violation for each group that loses or rewrites too many values, those of most values first."""
    group = str(counts.index.names[-1])
    broken = counts[counts["losing"] | counts["rewriting"]]
    worst = (broken["lost"] + broken["rewritten"]).sort_values(ascending=False, kind="stable")
    place = worst.groupby("name").cumcount()
    explained = worst.index[place < EXPLAINED]
    rows = cells[_keys(cells, group).isin(explained)]
    of_group = dict(iter(rows.groupby([*SERIES, group])))
    for key in explained:
        own = of_group[key]
        found[key[0]].append(_violation(own.iloc[0], group, _problem(own, tolerance, group)))
    for name, number in worst.groupby("name").size().items():
        if number > EXPLAINED:
            more = f"the same is true of {number - EXPLAINED:,} more, each a series and a {group}"
            own = cells[cells["name"] == name]
            found[str(name)].append(Violation(_table(own.iloc[0]), "", "", more))


def _problem(rows: pd.DataFrame, tolerance: Tolerance, group: str) -> str:
    """Return what happened to one group, with the value that moved most."""
    lost, rewritten = int(rows["lost"].sum()), int(rows["rewritten"].sum())
    told = []
    if lost:
        told.append("all values are gone" if lost == len(rows) else f"{lost} of {len(rows)} values are gone")
    if rewritten > np.ceil(tolerance.rewritten * len(rows)):
        most = rows[rows["rewritten"]].sort_values("moved").iloc[-1]
        other = f"economy {most['economy']}" if group == "year" else f"year {most['year']}"
        told.append(
            f"{rewritten} of {len(rows)} values changed by more than {tolerance.change:.1%}, "
            f"most {other}: {most['value']:g} became {most['value_new']:g}"
        )
    return "; ".join(told)


def _violation(row: pd.Series, group: str, problem: str) -> Violation:
    own = row["measure"] == "value"
    place = f"indicator {row['series']}" if own else f"edition {row['year']}, code {row['series']}"
    if group and (own or group == "economy"):
        place += f", {group} {row[group]}"
    economy, code = ("", "") if own or group != "economy" else (str(row["economy"]), str(row["series"]))
    return Violation(_table(row), place, str(row["measure"]), problem, economy, code)


def _table(row: pd.Series) -> str:
    return (OBSERVATIONS if row["measure"] == "value" else GII_SCORES).name


def _revisions(told: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return rows of the table of revisions; a lost value is told of the release that its year now has."""
    columns = ["vintage", "source"]
    of_year = new.drop_duplicates(["series", "year"]).set_index(["series", "year"])[columns]
    of_series = new.sort_values("year").drop_duplicates("series", keep="last").set_index("series")[columns]
    by_year = of_year.reindex(pd.MultiIndex.from_frame(told[["series", "year"]]))
    by_series = of_series.reindex(told["series"])
    now = {
        name: told[f"{name}_new"]
        .fillna(pd.Series(by_year[name].to_numpy(), told.index))
        .fillna(pd.Series(by_series[name].to_numpy(), told.index))
        for name in columns
    }
    size = told["value"].abs()
    frame = told.assign(
        old=told["value"],
        new=told["value_new"],
        relative_change=((told["value_new"] - told["value"]) / size).where(size > 0),
        old_vintage=told["vintage"],
        new_vintage=now["vintage"],
        source=now["source"],
    )
    return frame.reindex(columns=REVISIONS.columns).astype(REVISIONS.dtypes)
