"""What a release, or the hand-kept tables, would change in the past: values lost, rewritten or revised."""

import shlex
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
import pandas as pd

from data.article import FOCUS, FOCUS_NAME
from data.catalog import Catalog
from data.contract import Violation
from data.entries import Tolerance
from data.schema import GII_SCORES, OBSERVATIONS, REVISIONS, SOURCES
from etl.assembly import Parts
from etl.cli_context import Request
from etl.errors import Refused
from etl.release import Content, Inputs
from etl.sources.gii_live import FAMILY

CELL_KEY: Final = ["series", "measure", "economy", "year"]
SERIES_KEY: Final = ["name", "series", "measure"]
"""Columns of one series, or one code of one edition; name: the series or edition that can be accepted."""
MIN_BASE_SHARE: Final = 0.01
"""Least base of a relative change, as a share of the series' median size. Without it every change of a value
near zero, such as a governance score, would be large."""


@dataclass(frozen=True, slots=True)
class Drift:
    """What a refresh changes in the past.

    violations: changes beyond the tolerance, by series or edition ("2024"); revisions: rows of the
    table.
    """

    violations: dict[str, list[Violation]]
    revisions: pd.DataFrame

    def without(self, names: Collection[str]) -> Self:
        """Return the drift of all other series."""
        remaining = self.revisions[~self.revisions["series"].isin(names)]
        violations = {name: listed for name, listed in self.violations.items() if name not in names}
        return replace(self, violations=violations, revisions=remaining)


def figures(rows: pd.DataFrame, vintages: Mapping[str, str]) -> pd.DataFrame:
    """Return values in the columns CELL_KEY, value, vintage, source.

    ``rows`` are those of observations, or of gii_scores: then their scores and ranks are taken.
    ``vintages`` has the vintage by release.
    """
    renamed = rows.rename(columns={"indicator": "series", "code": "series", "edition": "year"})
    frames = []
    for measure in ("value",) if "indicator" in rows else ("score", "rank"):
        source = "source" if measure == "value" else f"{measure}_source"
        values = renamed.loc[renamed[measure].notna(), ["series", "economy", "year", measure, source]]
        values = values.set_axis(["series", "economy", "year", "value", "source"], axis=1)
        frames.append(values.assign(measure=measure, value=values["value"].astype("float64")))
    result = pd.concat(frames, ignore_index=True)
    return result.assign(vintage=result["source"].map(dict(vintages)))


def compare(old: pd.DataFrame, new: pd.DataFrame, tolerance: Tolerance) -> Drift:
    """Compare earlier figures with those that replace them (both: columns CELL_KEY, value, vintage, source).

    ``old`` holds only what ``new`` replaces: a value that ``new`` lacks is lost.
    """
    if old.empty:
        return Drift({}, pd.DataFrame(columns=REVISIONS.columns).astype(REVISIONS.dtypes))
    cells = old.merge(new, on=CELL_KEY, how="left", suffixes=("", "_new"))
    cells["name"] = cells["series"].where(cells["measure"] == "value", cells["year"].astype("str"))
    before, after = cells["value"].to_numpy("float64"), cells["value_new"].to_numpy("float64")
    size = np.abs(before)
    floor = MIN_BASE_SHARE * pd.Series(size).groupby(cells["series"]).transform("median").to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.where(before == after, 0.0, np.abs(after - before) / np.maximum(size, floor))
    cells["lost"] = np.isnan(after)
    cells["moved"] = moved
    cells["rewritten"] = moved > (np.inf if tolerance.change is None else tolerance.change)
    revised = cells[cells["lost"] | (cells["moved"] >= tolerance.noticed) | cells["rewritten"]]
    # A series that is lost as a whole is no revision: it is gone, or stays from its older release.
    revised = revised[revised["series"].isin(new["series"].unique())]
    return Drift(_find_violations(cells, tolerance), _revision_rows(revised, new))


def _find_violations(cells: pd.DataFrame, tolerance: Tolerance) -> dict[str, list[Violation]]:
    violations: defaultdict[str, list[Violation]] = defaultdict(list)
    is_gone = cells.groupby(SERIES_KEY[:2])["lost"].transform("all")
    for (name, _), rows in cells[is_gone].groupby(SERIES_KEY[:2]):
        violations[str(name)].append(_violation_of(rows.iloc[0], "", f"all {len(rows):,} values are gone"))
    present = cells[~is_gone]
    for group in ("economy", "year"):
        groups = present.groupby([*SERIES_KEY, group])
        counts = groups.agg(size=("lost", "size"), lost=("lost", "sum"), rewritten=("rewritten", "sum"))
        # the focus economy may not lose a single value
        china = counts.index.get_level_values(group) == FOCUS
        counts["losing"] = counts["lost"] > np.ceil(tolerance.loss * counts["size"] * ~china)
        counts["losing"] |= counts["lost"] == counts["size"]
        counts["both"] = counts["lost"] + counts["rewritten"]
        broken = counts[counts["losing"] | (counts["rewritten"] > 0) & (group == "economy")]
        positions = groups.indices
        for key, count in broken.sort_values("both", ascending=False, kind="stable").iterrows():
            rows, size = present.iloc[positions[key]], count["size"]
            parts = []
            if lost := count["lost"]:
                parts.append(f"{'all' if lost == size else f'{lost} of {size}'} values are gone")
            if count["rewritten"]:
                largest = rows[rows["rewritten"]].sort_values("moved").iloc[-1]
                change = f"most year {largest['year']}: {largest['value']:g} became {largest['value_new']:g}"
                extent = f"values changed by more than {tolerance.change:.1%}, {change}"
                parts.append(f"{count['rewritten']} of {size} {extent}")
            violations[str(rows["name"].iloc[0])].append(_violation_of(rows.iloc[0], group, "; ".join(parts)))
    return dict(violations)


def _violation_of(row: pd.Series, group: str, problem: str) -> Violation:
    is_observation = row["measure"] == "value"
    subject = (
        f"indicator {row['series']}" if is_observation else f"edition {row['year']}, code {row['series']}"
    )
    if group and (is_observation or group == "economy"):
        subject += f", {group} {row[group]}"
    economy, code = (
        ("", "") if is_observation or group != "economy" else (str(row["economy"]), str(row["series"]))
    )
    table = (OBSERVATIONS if is_observation else GII_SCORES).name
    return Violation(table, subject, str(row["measure"]), problem, economy, code)


def _revision_rows(revised: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return rows of the table of revisions; a lost value names the newest release of its series."""
    newest = new.sort_values("year").drop_duplicates("series", keep="last").set_index("series")
    current = {
        name: revised[f"{name}_new"].fillna(revised["series"].map(newest[name]))
        for name in ("vintage", "source")
    }
    size = revised["value"].abs()
    frame = revised.assign(
        old=revised["value"],
        new=revised["value_new"],
        relative_change=((revised["value_new"] - revised["value"]) / size).where(size > 0),
        old_vintage=revised["vintage"],
        new_vintage=current["vintage"],
        source=current["source"],
    )
    return frame.reindex(columns=REVISIONS.columns).astype(REVISIONS.dtypes)


MAX_NAMED: Final = 5
"""Number of series or editions that a sentence names."""


def vintages(releases: pd.DataFrame) -> dict[str, str]:
    """Return the vintage by release from the columns source and vintage."""
    return dict(zip(releases["source"], releases["vintage"], strict=True))


def by_release(
    tables: Mapping[str, pd.DataFrame],
    inputs: Inputs,
    content: Content,
    family: str,
    catalog: Catalog,
    retired: Collection[str] = (),
) -> Drift:
    """Return what a release would change; the lack of ``retired`` series is no loss."""
    known_vintages = vintages(tables[SOURCES.name])
    tolerance = catalog.sources[family].tolerance
    if content.edition is not None:
        current = tables[GII_SCORES.name]
        old = figures(current[current["edition"] == content.edition], known_vintages)
        new = figures(content.scores, known_vintages | vintages(content.row))
        return compare(old, new, tolerance)
    catalogued = {name for name, item in catalog.indicators.items() if item.source == family and item.api}
    compared = catalogued - set(retired)
    observations = tables[OBSERVATIONS.name]
    current = observations[observations["indicator"].isin(compared | set(content.indicators))]
    old, new = figures(current, known_vintages), figures(content.observations, vintages(content.row))
    drift = compare(old, new, tolerance)
    # A publisher's name states the unit: a new name may mean another unit or another thing.
    before: dict[str, str] = {}
    for item in inputs.releases:
        before |= item.names if item.family == family else {}
    for name, text in sorted(content.names.items()):
        if (earlier := before.get(name, text)) != text:
            problem = f"it was called '{earlier}', now it is '{text}'"
            renamed = Violation(OBSERVATIONS.name, f"indicator {name}", "", problem)
            drift.violations[name] = [renamed, *drift.violations.get(name, ())]
    return drift


def beyond_tolerance(drift: Drift, accepted: Collection[str], catalog: Catalog) -> dict[str, list[Violation]]:
    """Return the violations that neither their own name (series or edition) nor their family accepts."""

    def family(name: str) -> str:
        return catalog.indicators[name].source if name in catalog.indicators else FAMILY

    return {
        name: violations
        for name, violations in drift.violations.items()
        if not {name, family(name)} & set(accepted)
    }


def refusal(
    request: Request, source: str, subject: str, beyond: Mapping[str, Sequence[Violation]], every: str
) -> Refused:
    """Return the error that refuses a change of the past, with the command that accepts it.

    ``every`` is the name that accepts all changes at once, blank if each name must be given.
    """
    names = sorted(beyond)
    listed = ", ".join(names[:MAX_NAMED]) + (
        f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
    )
    accepted = every if every and len(names) > MAX_NAMED else ",".join(names)
    file = f" --file {shlex.quote(str(request.file))}" if request.file else ""
    edition = f" --edition {request.edition}" if request.edition else ""
    command = f"python -m etl refresh {source}{file}{edition} --accept-revisions {accepted}"
    return Refused(
        f"{subject} would change the past of {listed} beyond the tolerance",
        [item for name in names for item in beyond[name]],
    ).advise(
        f"The last good values stay in use. Check the changes with the publisher; to accept them and show "
        f"them to readers, run `{command}`."
    )


MIN_CHINA_CHANGE: Final = 0.02
"""Least relative change of a past value of China for a sentence to name its series."""


def warnings(drift: Drift, catalog: Catalog) -> tuple[str, ...]:
    """Return one sentence for each series in which past values of China changed noticeably."""
    sentences = []
    china_rows = drift.revisions[
        (drift.revisions["economy"] == FOCUS) & (drift.revisions["measure"] != "rank")
    ]
    china_rows = china_rows.assign(size=china_rows["relative_change"].abs()).query("size > @MIN_CHINA_CHANGE")
    for name, rows in china_rows.groupby("series"):
        item = catalog.indicators.get(str(name))
        years = f"{rows['year'].min()} to {rows['year'].max()}" if len(rows) > 1 else rows["year"].iloc[0]
        series = f"{item.short.en} ({name})" if item else f"{name} of the index"
        values = f"{len(rows)} value{'s' if len(rows) > 1 else ''} of {FOCUS_NAME} ({years})"
        sentences.append(f"{series}: {values} revised, by up to {rows['size'].max():.0%}")
    return tuple(sentences)


def by_hand(tables: Mapping[str, pd.DataFrame], parts: Parts, inputs: Inputs, catalog: Catalog) -> Drift:
    """Return what the hand-kept tables would change in series and editions that no live release gives."""
    live = {name for item in inputs.releases for name in item.gives}
    known_vintages, new_vintages = vintages(tables[SOURCES.name]), vintages(parts.releases)
    families = dict(zip(tables[SOURCES.name]["source"], tables[SOURCES.name]["family"], strict=True))
    observations = tables[OBSERVATIONS.name]
    old = figures(observations[~observations["indicator"].isin(live)], known_vintages)
    new = figures(parts.observations, new_vintages)
    drifts = [
        compare(rows, new[new["series"].isin(rows["series"])], catalog.sources[str(family)].tolerance)
        for family, rows in old.groupby(old["source"].map(families))
    ]
    scores = tables[GII_SCORES.name]
    old_scores = figures(scores[~scores["edition"].astype("str").isin(live)], known_vintages)
    drifts.append(compare(old_scores, figures(parts.scores, new_vintages), catalog.sources[FAMILY].tolerance))
    revised = pd.concat([item.revisions for item in drifts], ignore_index=True)
    violations = {name: lines for item in drifts for name, lines in item.violations.items()}
    return Drift(violations, revised)


def merge_rows(earlier: pd.DataFrame, new: pd.DataFrame, replaced: Collection[str]) -> pd.DataFrame:
    """Return the revisions to show: earlier ones of series that were not replaced, and new ones."""
    remaining = earlier[~earlier["series"].isin(replaced)]
    frames = [frame for frame in (remaining, new) if len(frame)]
    if not frames:
        return earlier.iloc[:0]
    return pd.concat(frames, ignore_index=True).drop_duplicates(list(REVISIONS.key), keep="last")


def find_replaced_series(tables: Mapping[str, pd.DataFrame], observations: pd.DataFrame) -> set[str]:
    """Return the series that come from another release than in the snapshot in use."""
    pairs = [
        set(frame[["indicator", "source"]].drop_duplicates().itertuples(index=False, name=None))
        for frame in (tables[OBSERVATIONS.name], observations)
    ]
    return {name for name, _ in pairs[1] - pairs[0]}
