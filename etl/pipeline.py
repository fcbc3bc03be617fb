"""What a refresh is: parse -> check -> publish, one source at a time, last good kept."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from analysis.composition import PILLARS, wide
from data import catalog as catalogue
from data import store
from data.schema import GII_INTERVALS
from data.snapshot import BUNDLED, Snapshot, SnapshotError, open_current, open_snapshot
from etl import gates
from etl.assembly import Parts, assemble, parts_of
from etl.errors import BadFile, CorruptSnapshot, Refused, StoreBusy, StoreError
from etl.packing import package
from etl.sources import curated, gii
from etl.sources.gii_edition import recognise
from etl.sources.workbook import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.catalog import Catalog
    from etl.sources.gii import ParsedWorkbook

FAMILY: Final = "wipo_gii"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did: a sentence, and the folder that was written."""

    sentence: str
    folder: Path
    snapshot: str


@cache
def catalog() -> Catalog:
    """Return the catalog that comes with the code; BadFile names the file and the line or key at fault."""
    try:
        return catalogue.load()
    except catalogue.CatalogError as error:
        raise BadFile(f"the catalog cannot be used: {error}") from error


def today() -> str:
    """Return the date written into `checked`, in UTC."""
    return datetime.now(UTC).date().isoformat()


def refresh_workbook(
    path: Path, folder: Path, asked: int | None = None, checked: str | None = None
) -> Outcome:
    """Replace one edition of the snapshot in a data folder by the workbook at `path`, all or nothing."""
    with _opened(folder) as held:
        current = served(folder)
        parsed = gii.parse(read_file(path))
        tables = current.tables()
        edition = recognise(parsed, tables["gii_scores"], tables["gii_structure"], path.name, asked)
        extended = with_workbook(tables, parsed, edition, path.name, checked or today())
        identity = package(extended, catalog())
        version = held.publish(identity)
    economies = parsed.scores["economy"].nunique()
    return Outcome(f"GII {edition}: {economies} economies refreshed from {path.name}", version, identity.id)


def with_workbook(
    tables: dict[str, pd.DataFrame], parsed: ParsedWorkbook, edition: int, name: str, checked: str
) -> dict[str, pd.DataFrame]:
    """Return the tables with one edition replaced, checked; Refused tells sheet, row and column."""
    scores = curated.edition_scores(parsed.scores, edition)
    structure = curated.edition_structure(parsed.structure, edition)
    release = workbook_release(tables["sources"], parsed, edition, name, checked)
    parts = parts_of(tables).with_edition(edition, scores, structure, release)
    intervals = tables["gii_intervals"]
    try:
        extended = assemble(parts, catalog(), intervals[intervals["edition"] != edition])
        ensure(extended, edition)
    except Refused as error:
        # our own intervals follow from the scores: they are only told if nothing else is wrong
        given = [item for item in error.violations if item.table != GII_INTERVALS.name]
        places = [parsed.place(item) for item in given or error.violations]
        raise Refused(f"the workbook of the GII {edition} is refused", places) from error
    return extended


def workbook_release(
    sources: pd.DataFrame, parsed: ParsedWorkbook, edition: int, name: str, checked: str
) -> pd.DataFrame:
    """Return the release row of a workbook: the one held if it is the same file, else a new one."""
    columns = list(curated.RELEASES)
    held = sources[sources["source"] == curated.workbook_source(edition)]
    if len(held) and parsed.digest in str(held["note"].iloc[0]):
        return held[columns].assign(checked=checked)
    row = {
        "source": curated.workbook_source(edition),
        "family": FAMILY,
        "title": f"GII {edition} data workbook",
        "vintage": str(edition),
        "checked": checked,
        "provenance": f"file {name}",
        "note": f"SHA-256 {parsed.digest}; {len(parsed.scores):,} rows",
    }
    return pd.DataFrame([row]).reindex(columns=columns)


def refresh_curated(folder: Path, source: Path = curated.FOLDER) -> Outcome:
    """Replace what the hand-kept tables hold; editions that only a workbook brought are kept."""
    with _opened(folder) as held:
        current = served(folder).tables()
        parts = _with_other_editions(curated.read(source), current)
        tables = assemble(parts, catalog(), _still_valid(parts, current))
        ensure(tables)
        identity = package(tables, catalog())
        version = held.publish(identity)
    counted = f"{len(parts.observations):,} observations, {parts.scores['edition'].nunique()} editions"
    return Outcome(f"curated tables: {counted}", version, identity.id)


def _with_other_editions(parts: Parts, tables: dict[str, pd.DataFrame]) -> Parts:
    scores, structure, sources = tables["gii_scores"], tables["gii_structure"], tables["sources"]
    for edition in sorted(set(scores["edition"]) - set(parts.scores["edition"])):
        rows = scores[scores["edition"] == edition]
        names = set(rows["score_source"].dropna()) | set(rows["rank_source"].dropna())
        release = sources.loc[sources["source"].isin(names), list(curated.RELEASES)]
        parts = parts.with_edition(edition, rows, structure[structure["edition"] == edition], release)
    return parts


def _still_valid(parts: Parts, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the rank intervals of the editions whose pillar scores are those of the snapshot held."""
    intervals, scores = tables["gii_intervals"], tables["gii_scores"]
    same = [
        edition
        for edition in intervals["edition"].unique()
        if wide(scores, edition)[list(PILLARS)].equals(wide(parts.scores, edition)[list(PILLARS)])
    ]
    return intervals[intervals["edition"].isin(same)]


def build(folder: Path = BUNDLED, source: Path = curated.FOLDER) -> Outcome:
    """Write the snapshot made from the hand-kept tables alone: offline, and the same bytes every time."""
    tables = assemble(curated.read(source), catalog())
    ensure(tables)
    made = package(tables, catalog())
    try:
        store.write(folder, made)
    except store.StoreError as error:
        raise StoreError(str(error)) from error
    rows = sum(len(frame) for frame in tables.values())
    return Outcome(f"built {len(tables)} tables with {rows:,} rows", folder, made.id)


def curate(path: Path, asked: int | None = None, source: Path = curated.FOLDER) -> Outcome:
    """Keep the table of a workbook among the hand-kept tables, after the same checks as a refresh."""
    parsed = gii.parse(read_file(path))
    tables = open_bundled().tables()
    edition = recognise(parsed, tables["gii_scores"], tables["gii_structure"], path.name, asked)
    with_workbook(tables, parsed, edition, path.name, today())
    curated.keep(parsed, edition, source)
    releases = curated.read_releases(source)
    if parsed.digest not in " ".join(releases["note"].dropna()):
        curated.keep_release(workbook_release(releases, parsed, edition, path.name, today()), source)
    return Outcome(f"GII {edition}: kept in data/curated; run `python -m etl build` next", source, "")


def ensure(tables: dict[str, pd.DataFrame], edition: int | None = None) -> None:
    """Raise Refused with every broken rule, those of the edition in hand first."""
    found = gates.violations(tables, catalog())
    if found:
        own = f"edition {edition}"
        found.sort(key=lambda item: not item.row.startswith(own))
        raise Refused("the snapshot would break the contract or a gate", found)


def served(folder: Path) -> Snapshot:
    """Return the snapshot that a refresh starts from; CorruptSnapshot if none verifies."""
    try:
        return open_current(folder)[0]
    except SnapshotError as error:
        raise CorruptSnapshot(str(error)) from error


def open_bundled() -> Snapshot:
    """Return the bundled snapshot; CorruptSnapshot if it does not verify."""
    try:
        return open_snapshot(BUNDLED)
    except SnapshotError as error:
        raise CorruptSnapshot(str(error)) from error


def read_file(path: Path) -> bytes:
    """Return the bytes of a file named by the user; BadFile if it cannot be read or is far too large."""
    try:
        with path.open("rb") as handle:
            return handle.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadFile(f"{path.name} cannot be read: {error.strerror}") from error


@contextmanager
def _opened(folder: Path) -> Iterator[store.Store]:
    try:
        with store.locked(folder) as held:
            yield held
    except store.StoreBusy as error:
        raise StoreBusy(str(error)) from error
    except store.StoreError as error:
        raise StoreError(str(error)) from error
