"""Old snapshot against new: lost years, lost economies, rewritten history, and what was revised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from analysis.standing import CHINA
from data.schema import GII_SCORES, OBSERVATIONS, REVISIONS
from data.violation import Violation
from etl.release import empty

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from data.live import Tolerance

CELL: Final = ["series", "measure", "economy", "year"]
GROUPS: Final = (["series", "measure", "year"], ["series", "measure", "economy"])
FLOOR: Final = 0.01
"""Relative change is measured against the old value, but at least against this share of the series' median
size: a value near zero, as governance scores have, would else turn every change into a large one."""

EXPLAINED: Final = 100
"""Groups that are explained one by one, the worst first; of the others the number is enough."""


@dataclass(frozen=True, slots=True)
class Drift:
    """What a refresh changes in the past: violations beyond the tolerance, and the revisions to be told."""

    violations: tuple[Violation, ...]
    revisions: pd.DataFrame


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
        return Drift((), empty(REVISIONS.columns).astype(REVISIONS.dtypes))
    cells = old.merge(new, on=CELL, how="left", suffixes=("", "_new"))
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
    return Drift(tuple(_violations(cells, tolerance)), _revisions(told, new))


def _violations(cells: pd.DataFrame, tolerance: Tolerance) -> Iterator[Violation]:
    gone: set[str] = set()
    for series, rows in cells.groupby("series"):
        if rows["lost"].all():
            gone.add(str(series))
            yield _violation(rows.iloc[0], "", f"all {len(rows):,} values are gone")
    kept = cells[~cells["series"].isin(gone)]
    for group in GROUPS:
        grouped = kept.groupby(group)
        broken = _broken(grouped[["lost", "rewritten"]].agg(["sum", "size"]), group[-1], tolerance)
        for key in broken[:EXPLAINED]:
            rows = grouped.get_group(key)
            yield _violation(rows.iloc[0], group[-1], _problem(rows, tolerance, group[-1]))
        if len(broken) > EXPLAINED:
            more = f"the same is true of {len(broken) - EXPLAINED:,} more, each a series and a {group[-1]}"
            yield Violation(_table(kept.iloc[0]), "", "", more)


def _broken(counts: pd.DataFrame, group: str, tolerance: Tolerance) -> list[Any]:
    """Return the keys of the groups that lose or change too much, those with most of it first."""
    size, lost, rewritten = counts["lost", "size"], counts["lost", "sum"], counts["rewritten", "sum"]
    broken = (lost == size) | (lost > np.ceil(tolerance.loss * size))
    broken |= rewritten > np.ceil(tolerance.rewritten * size)
    if group == "economy":  # what the dashboard is about may not lose a single value
        broken |= (lost > 0) & (counts.index.get_level_values("economy") == CHINA)
    worst = (lost + rewritten)[broken].sort_values(ascending=False, kind="stable")
    return list(worst.index)


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
