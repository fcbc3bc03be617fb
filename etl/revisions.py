"""How a release, or the hand-kept tables, would change the past: what is lost, rewritten, revised."""

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

CELL: Final = ["series", "measure", "economy", "year"]
SERIES: Final = ["name", "series", "measure"]
"""One series, or one code of one edition; name: what an operator accepts, series or edition."""
FLOOR: Final = 0.01
"""Relative change is measured against the old value, but at least against this share of the series' median
size: a value near zero, as governance scores have, would else turn every change into a large one."""


@dataclass(frozen=True, slots=True)
class Drift:
    """What a refresh changes in the past.

    violations: what is beyond the tolerance, by the series or the edition ("2024"); revisions: rows of the
    table.
    """

    violations: dict[str, list[Violation]]
    revisions: pd.DataFrame

    def without(self, names: Collection[str]) -> Self:
        """Return the drift of the other series."""
        remaining = self.revisions[~self.revisions["series"].isin(names)]
        violations = {name: found for name, found in self.violations.items() if name not in names}
        return replace(self, violations=violations, revisions=remaining)


def figures(rows: pd.DataFrame, vintages: Mapping[str, str]) -> pd.DataFrame:
    """Return what is known, in the columns CELL, value, vintage, source; vintages: of each release.

    rows: observations, or gii_scores, of which the scores and the ranks are taken.
    """
    named = rows.rename(columns={"indicator": "series", "code": "series", "edition": "year"})
    frames = []
    for measure in ("value",) if "indicator" in rows else ("score", "rank"):
        source = "source" if measure == "value" else f"{measure}_source"
        known = named.loc[named[measure].notna(), ["series", "economy", "year", measure, source]]
        known = known.set_axis(["series", "economy", "year", "value", "source"], axis=1)
        frames.append(known.assign(measure=measure, value=known["value"].astype("float64")))
    found = pd.concat(frames, ignore_index=True)
    return found.assign(vintage=found["source"].map(dict(vintages)))


def compare(old: pd.DataFrame, new: pd.DataFrame, tolerance: Tolerance) -> Drift:
    """Return how the rows of `old` fare in `new` (both in the columns CELL, value, vintage, source).

    old holds only what `new` replaces: what it does not have at all is lost.
    """
    if old.empty:
        return Drift({}, pd.DataFrame(columns=REVISIONS.columns).astype(REVISIONS.dtypes))
    cells = old.merge(new, on=CELL, how="left", suffixes=("", "_new"))
    cells["name"] = cells["series"].where(cells["measure"] == "value", cells["year"].astype("str"))
    before, after = cells["value"].to_numpy("float64"), cells["value_new"].to_numpy("float64")
    size = np.abs(before)
    floor = FLOOR * pd.Series(size).groupby(cells["series"]).transform("median").to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.where(before == after, 0.0, np.abs(after - before) / np.maximum(size, floor))
    cells["lost"] = np.isnan(after)
    cells["moved"] = moved
    cells["rewritten"] = moved > (np.inf if tolerance.change is None else tolerance.change)
    revised = cells[cells["lost"] | (cells["moved"] >= tolerance.noticed) | cells["rewritten"]]
    # A series that is gone as a whole is not listed: it is there no longer, or stays from its older release.
    revised = revised[revised["series"].isin(new["series"].unique())]
    return Drift(_judged(cells, tolerance), _revisions(revised, new))


def _judged(cells: pd.DataFrame, tolerance: Tolerance) -> dict[str, list[Violation]]:
    """Return by name what is lost, or rewritten, beyond the tolerance; the groups of most values first."""
    found: defaultdict[str, list[Violation]] = defaultdict(list)
    gone = cells.groupby(SERIES[:2])["lost"].transform("all")
    for (name, _), rows in cells[gone].groupby(SERIES[:2]):
        found[str(name)].append(_violation(rows.iloc[0], "", f"all {len(rows):,} values are gone"))
    present = cells[~gone]
    for group in ("economy", "year"):
        groups = present.groupby([*SERIES, group])
        counts = groups.agg(size=("lost", "size"), lost=("lost", "sum"), rewritten=("rewritten", "sum"))
        # what the dashboard is about may not lose a single value
        china = counts.index.get_level_values(group) == FOCUS
        counts["losing"] = counts["lost"] > np.ceil(tolerance.loss * counts["size"] * ~china)
        counts["losing"] |= counts["lost"] == counts["size"]
        counts["both"] = counts["lost"] + counts["rewritten"]
        broken = counts[counts["losing"] | (counts["rewritten"] > 0) & (group == "economy")]
        places = groups.indices
        for key, count in broken.sort_values("both", ascending=False, kind="stable").iterrows():
            rows, size, parts = present.iloc[places[key]], count["size"], []
            if lost := count["lost"]:
                parts.append(f"{'all' if lost == size else f'{lost} of {size}'} values are gone")
            if count["rewritten"]:
                most = rows[rows["rewritten"]].sort_values("moved").iloc[-1]
                change = f"most year {most['year']}: {most['value']:g} became {most['value_new']:g}"
                much = f"values changed by more than {tolerance.change:.1%}, {change}"
                parts.append(f"{count['rewritten']} of {size} {much}")
            found[str(rows["name"].iloc[0])].append(_violation(rows.iloc[0], group, "; ".join(parts)))
    return dict(found)


def _violation(row: pd.Series, group: str, problem: str) -> Violation:
    own = row["measure"] == "value"
    place = f"indicator {row['series']}" if own else f"edition {row['year']}, code {row['series']}"
    if group and (own or group == "economy"):
        place += f", {group} {row[group]}"
    economy, code = ("", "") if own or group != "economy" else (str(row["economy"]), str(row["series"]))
    table = (OBSERVATIONS if own else GII_SCORES).name
    return Violation(table, place, str(row["measure"]), problem, economy, code)


def _revisions(revised: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return rows of the table of revisions; a lost value names the newest release of its series."""
    newest = new.sort_values("year").drop_duplicates("series", keep="last").set_index("series")
    now = {
        name: revised[f"{name}_new"].fillna(revised["series"].map(newest[name]))
        for name in ("vintage", "source")
    }
    size = revised["value"].abs()
    frame = revised.assign(
        old=revised["value"],
        new=revised["value_new"],
        relative_change=((revised["value_new"] - revised["value"]) / size).where(size > 0),
        old_vintage=revised["vintage"],
        new_vintage=now["vintage"],
        source=now["source"],
    )
    return frame.reindex(columns=REVISIONS.columns).astype(REVISIONS.dtypes)


NAMED: Final = 5
"""Series or editions that a sentence names."""


def vintages(releases: pd.DataFrame) -> dict[str, str]:
    """Return the vintage of each release of a table with the columns source and vintage."""
    return dict(zip(releases["source"], releases["vintage"], strict=True))


def by_release(
    tables: Mapping[str, pd.DataFrame],
    inputs: Inputs,
    content: Content,
    family: str,
    catalog: Catalog,
    retired: Collection[str] = (),
) -> Drift:
    """Return what a release would change; retired: series that the publisher says it no longer has."""
    known = vintages(tables[SOURCES.name])
    tolerance = catalog.sources[family].tolerance
    if content.edition is not None:
        current = tables[GII_SCORES.name]
        old = figures(current[current["edition"] == content.edition], known)
        new = figures(content.scores, known | vintages(content.row))
        return compare(old, new, tolerance)
    listed = {name for name, item in catalog.indicators.items() if item.source == family and item.api}
    wanted = listed - set(retired)
    observations = tables[OBSERVATIONS.name]
    current = observations[observations["indicator"].isin(wanted | set(content.indicators))]
    old, new = figures(current, known), figures(content.observations, vintages(content.row))
    found = compare(old, new, tolerance)
    # A publisher's name states the unit: another name may mean another unit or another thing.
    own = [item.names for item in inputs.releases if item.family == family]
    before = {name: text for names in own for name, text in names.items()}
    for name, text in sorted(content.names.items()):
        if (earlier := before.get(name, text)) != text:
            problem = f"it was called '{earlier}', now it is '{text}'"
            renamed = Violation(OBSERVATIONS.name, f"indicator {name}", "", problem)
            found.violations[name] = [renamed, *found.violations.get(name, ())]
    return found


def beyond_tolerance(found: Drift, accepted: Collection[str], catalog: Catalog) -> dict[str, list[Violation]]:
    """Return what is beyond the tolerance and not accepted, by its series or edition or by their family."""

    def family(name: str) -> str:
        return catalog.indicators[name].source if name in catalog.indicators else FAMILY

    return {
        name: violations
        for name, violations in found.violations.items()
        if not {name, family(name)} & set(accepted)
    }


def refusal(
    request: Request, source: str, what: str, beyond: Mapping[str, Sequence[Violation]], every: str
) -> Refused:
    """Return why a change of the past is refused, and the command that accepts it.

    every: the name that accepts all of it at once, blank if the command must give each name.
    """
    names = sorted(beyond)
    listed = ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")
    accepted = every if every and len(names) > NAMED else ",".join(names)
    file = f" --file {shlex.quote(str(request.file))}" if request.file else ""
    edition = f" --edition {request.edition}" if request.edition else ""
    command = f"python -m etl refresh {source}{file}{edition} --accept-revisions {accepted}"
    return Refused(
        f"{what} would change the past of {listed} beyond the tolerance",
        [item for name in names for item in beyond[name]],
    ).advise(
        f"What was refused stays as it was. Look at what moved; if the publisher means it, `{command}` takes "
        "it over and tells readers what changed."
    )


CHINA_MOVED: Final = 0.02
"""Relative change of a value of China's past from which a sentence names its series."""


def warnings(found: Drift, catalog: Catalog) -> tuple[str, ...]:
    """Return a sentence for each series whose past of China moved."""
    sentences = []
    own = found.revisions[(found.revisions["economy"] == FOCUS) & (found.revisions["measure"] != "rank")]
    own = own.assign(size=own["relative_change"].abs()).query("size > @CHINA_MOVED")
    for name, rows in own.groupby("series"):
        item = catalog.indicators.get(str(name))
        years = f"{rows['year'].min()} to {rows['year'].max()}" if len(rows) > 1 else rows["year"].iloc[0]
        what = f"{item.short.en} ({name})" if item else f"{name} of the index"
        values = f"{len(rows)} value{'s' if len(rows) > 1 else ''} of {FOCUS_NAME} ({years})"
        sentences.append(f"{what}: {values} revised, by up to {rows['size'].max():.0%}")
    return tuple(sentences)


def by_hand(tables: Mapping[str, pd.DataFrame], parts: Parts, inputs: Inputs, catalog: Catalog) -> Drift:
    """Return what the hand-kept tables would change of what no live release gives."""
    live = {name for item in inputs.releases for name in item.gives}
    known, now = vintages(tables[SOURCES.name]), vintages(parts.releases)
    families = dict(zip(tables[SOURCES.name]["source"], tables[SOURCES.name]["family"], strict=True))
    observations = tables[OBSERVATIONS.name]
    old = figures(observations[~observations["indicator"].isin(live)], known)
    new = figures(parts.observations, now)
    found = [
        compare(rows, new[new["series"].isin(rows["series"])], catalog.sources[str(family)].tolerance)
        for family, rows in old.groupby(old["source"].map(families))
    ]
    scores = tables[GII_SCORES.name]
    fixed = figures(scores[~scores["edition"].astype("str").isin(live)], known)
    found.append(compare(fixed, figures(parts.scores, now), catalog.sources[FAMILY].tolerance))
    revised = pd.concat([item.revisions for item in found], ignore_index=True)
    violations = {name: lines for item in found for name, lines in item.violations.items()}
    return Drift(violations, revised)


def merge_rows(earlier: pd.DataFrame, found: pd.DataFrame, replaced: Collection[str]) -> pd.DataFrame:
    """Return the revisions to show: earlier ones of series that were not replaced, and those found now."""
    remaining = earlier[~earlier["series"].isin(replaced)]
    frames = [frame for frame in (remaining, found) if len(frame)]
    if not frames:
        return earlier.iloc[:0]
    return pd.concat(frames, ignore_index=True).drop_duplicates(list(REVISIONS.key), keep="last")


def replace_rows(tables: Mapping[str, pd.DataFrame], observations: pd.DataFrame) -> set[str]:
    """Return the series that come from another release than in the snapshot in use."""
    pairs = [
        set(frame[["indicator", "source"]].drop_duplicates().itertuples(index=False, name=None))
        for frame in (tables[OBSERVATIONS.name], observations)
    ]
    return {name for name, _ in pairs[1] - pairs[0]}
