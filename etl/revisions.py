"""Revisions: how a release, or the hand-kept tables, would change the past that a snapshot holds."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

import pandas as pd

from data.schema import GII_SCORES, OBSERVATIONS, REVISIONS, SOURCES
from data.violation import Violation
from etl import drift
from etl.errors import Revised
from etl.sources.gii_live import FAMILY

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from data.catalog import Catalog
    from etl.drift import Drift
    from etl.inputs import Inputs
    from etl.outcome import Request
    from etl.parts import Parts
    from etl.release import Content

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
        held = tables[GII_SCORES.name]
        old = drift.edition_of(held[held["edition"] == content.edition], known)
        new = drift.edition_of(content.scores, known | vintages(content.row))
        return drift.compare(old, new, tolerance)
    listed = {name for name, item in catalog.indicators.items() if item.source == family and item.api}
    wanted = listed - set(retired)
    observations = tables[OBSERVATIONS.name]
    held = observations[observations["indicator"].isin(wanted | set(content.indicators))]
    old, new = drift.series_of(held, known), drift.series_of(content.observations, vintages(content.row))
    found = drift.compare(old, new, tolerance)
    for name, renamed in _renamed(inputs, content, family).items():
        found.violations[name] = [renamed, *found.violations.get(name, ())]
    return found


def _renamed(inputs: Inputs, content: Content, family: str) -> dict[str, Violation]:
    """A publisher's name states the unit: another name may mean another unit or another thing."""
    before = {name: text for item in inputs.family(family) for name, text in item.names.items()}
    return {
        name: Violation(
            OBSERVATIONS.name, f"indicator {name}", "", f"it was called '{before[name]}', now it is '{text}'"
        )
        for name, text in sorted(content.names.items())
        if name in before and before[name] != text
    }


def beyond(found: Drift, accepted: Collection[str], catalog: Catalog) -> dict[str, list[Violation]]:
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
) -> Revised:
    """Return why a change of the past is refused, and the command that accepts it.

    every: the name that accepts all of it at once, blank if the command must give each name.
    """
    names = sorted(beyond)
    listed = ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")
    accepted = every if every and len(names) > NAMED else ",".join(names)
    file = f" --file {shlex.quote(str(request.file))}" if request.file else ""
    edition = f" --edition {request.edition}" if request.edition else ""
    return Revised(
        f"{what} would change the past of {listed} beyond the tolerance",
        [item for name in names for item in beyond[name]],
        f"python -m etl refresh {source}{file}{edition} --accept-revisions {accepted}",
    )


def rebased(found: Drift, catalog: Catalog) -> tuple[str, ...]:
    """Return a sentence for each series of which a few economies were rewritten."""
    return tuple(
        f"{name}: most of the past of {', '.join(catalog.economies[code].short.en for code in economies)} "
        "was rewritten; taken over, listed in the table revisions"
        for name, economies in found.rebased.items()
    )


def by_hand(tables: Mapping[str, pd.DataFrame], parts: Parts, inputs: Inputs, catalog: Catalog) -> Drift:
    """Return what the hand-kept tables would change of what no live release gives."""
    live = {name for item in inputs.releases for name in item.gives}
    known, now = vintages(tables[SOURCES.name]), vintages(parts.releases)
    families = dict(zip(tables[SOURCES.name]["source"], tables[SOURCES.name]["family"], strict=True))
    observations = tables[OBSERVATIONS.name]
    old = drift.series_of(observations[~observations["indicator"].isin(live)], known)
    new = drift.series_of(parts.observations, now)
    found = []
    owner = old["source"].map(families)
    for family in sorted(owner.unique()):
        rows = old[owner == family]
        tolerance = catalog.sources[family].tolerance
        found.append(drift.compare(rows, new[new["series"].isin(rows["series"])], tolerance))
    scores = tables[GII_SCORES.name]
    fixed = drift.edition_of(scores[~scores["edition"].astype("str").isin(live)], known)
    found.append(drift.compare(fixed, drift.edition_of(parts.scores, now), catalog.sources[FAMILY].tolerance))
    revised = pd.concat([item.revisions for item in found], ignore_index=True)
    violations = {name: lines for item in found for name, lines in item.violations.items()}
    economies = {name: codes for item in found for name, codes in item.rebased.items()}
    return drift.Drift(violations, economies, revised)


def told(held: pd.DataFrame, found: pd.DataFrame, replaced: Collection[str]) -> pd.DataFrame:
    """Return the revisions to show: those found now, and those held of series that were not replaced.

    A value that was revised twice is shown as it was revised last.
    """
    kept = held[~held["series"].isin(replaced)]
    frames = [frame for frame in (kept, found) if len(frame)]
    if not frames:
        return held.iloc[:0]
    return pd.concat(frames, ignore_index=True).drop_duplicates(list(REVISIONS.key), keep="last")


def replaced(tables: Mapping[str, pd.DataFrame], observations: pd.DataFrame) -> set[str]:
    """Return the series that come from another release than in the snapshot held."""
    pairs = [
        set(frame[["indicator", "source"]].drop_duplicates().itertuples(index=False, name=None))
        for frame in (tables[OBSERVATIONS.name], observations)
    ]
    return {name for name, _ in pairs[1] - pairs[0]}
