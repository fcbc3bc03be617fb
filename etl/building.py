"""Snapshots built offline, the same bytes every time: from the hand-kept tables and the releases kept."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pandas as pd

from analysis.verdicts import changed
from data import store
from data.catalog import Catalog
from data.licences import of_table
from data.schema import CLAIMS, OBSERVATIONS, REVISIONS, TABLES, releases_used
from data.snapshot import (
    BUNDLED,
    OtherTablesError,
    Snapshot,
    SnapshotError,
    current_version,
    decode,
    open_snapshot,
    sha256,
)
from etl import gates
from etl.assembly import Parts, assemble
from etl.cli_context import Change, catalog, opened, read_file, reported, serving, today
from etl.errors import CorruptSnapshot
from etl.feeds import BY_FAMILY
from etl.release import INPUTS, LOST, Content, Document, Inputs, Raw, Release, Task, read_inputs
from etl.sources import curated, gii, gii_live
from etl.versions import open_named

REVISED: Final = "revisions"
"""Family below raw/ of the revisions: that the past was changed cannot be derived from the present."""


def build_bundled(folder: Path = BUNDLED, source: Path = curated.FOLDER) -> Change:
    """Write the snapshot made from the hand-kept tables alone."""
    tables = gates.snapshot(assemble(curated.read(source), catalog()))
    built = package(tables, catalog())
    with reported():
        store.write(folder, built)
    rows = sum(len(frame) for frame in tables.values())
    return Change(f"built {len(tables)} tables with {rows:,} rows", folder, built.id)


def rebuild(folder: Path, output: Path | None = None, source: Path = curated.FOLDER) -> Change:
    """Build the snapshot in use anew from the hand-kept tables and the releases kept below raw/.

    Without an output folder the result is published if it is another one, as after an update of the code.
    """
    if output is not None:
        built = _rebuilt(folder, source)
        with reported():
            store.write(output, built)
        return Change(f"built snapshot {built.id}", output, built.id)
    with opened(folder) as data:
        before, reason = serving(folder)
        built = _rebuilt(folder, source)
        if built.id == before.id and reason is None:
            return Change(f"snapshot {built.id} rebuilt: the same bytes", before.folder, built.id)
        verdicts = changed(before.table(CLAIMS.name), decode(CLAIMS.name, built.files[f"{CLAIMS.name}.csv"]))
        event = {"event": "build", "sources": {}} | ({"verdicts": verdicts} if verdicts else {})
        version = data.publish(built, event=event)
    return Change(f"published snapshot {built.id} in place of {before.id}", version, built.id, verdicts)


def catch_up(folder: Path, target: store.Store, source: Path = curated.FOLDER) -> None:
    """Build anew the snapshot in use where another version of the code wrote it: it cannot be read as it is.

    What it was built from is kept beside it and below raw/, so nothing that was fetched is lost.
    """
    if _outdated(folder):
        target.publish(_rebuilt(folder, source), event={"event": "build", "sources": {}})


def _outdated(folder: Path) -> Path | None:
    """Return the version in use if another version of the code wrote it, None if it can be read as it is."""
    version = current_version(folder)
    if version is not None:
        try:
            open_snapshot(version)
        except OtherTablesError:
            return version
        except SnapshotError:
            pass  # damaged: the last good one is served
    return None


def _rebuilt(folder: Path, source: Path) -> store.Package:
    inputs = read_inputs(_outdated(folder) or serving(folder)[0].folder)
    releases = Raw(folder, catalog())
    parts = curated.read(source)
    for item in inputs.releases:
        release = _stored(releases, item.family, item.vintage)
        task = Task(catalog(), item.family, item.checked, {})
        parts = parts.with_content(BY_FAMILY[item.family].module.parse(release, task), item.gives)
    if inputs.revisions:
        content = _stored(releases, REVISED, inputs.revisions).documents[0].content
        parts = replace(parts, revisions=decode(REVISIONS.name, content))
    return packed(gates.snapshot(assemble(parts, catalog(), inputs=inputs)), inputs, releases)


def _stored(releases: Raw, family: str, vintage: str) -> Release:
    release = releases.read(family, vintage)
    if release is None:
        sentence = f"{store.RAW}/{family}/{vintage} is missing: it cannot be built from"
        raise CorruptSnapshot(sentence).advise(LOST)
    return release


def packed(
    tables: Mapping[str, pd.DataFrame], inputs: Inputs, raw: Raw, known: Snapshot | None = None
) -> store.Package:
    """Return the package of the tables with what it was built from beside it; the revisions are kept too.

    known: the snapshot in use, from which tables that did not change are taken.
    """
    frame = tables[REVISIONS.name]
    name = ""
    if len(frame):
        content = store.encode(frame)
        name = sha256(content).removeprefix("sha256:")[:12]
        day = str(tables["sources"]["checked"].max())
        document = Document(f"{REVISED}.csv", "own calculation", content)
        raw.keep(Release(REVISED, name, f"{day}T00:00:00Z", (document,)))
    built = package(tables, catalog(), known)
    return replace(built, beside={INPUTS: replace(inputs, revisions=name).encode()})


def curated_parts(tables: Mapping[str, pd.DataFrame], inputs: Inputs, source: Path) -> Parts:
    """Return the hand-kept tables with what live releases gave to the snapshot in use."""
    parts = curated.read(source)
    observations, sources = tables[OBSERVATIONS.name].drop(columns="vintage"), tables["sources"]
    for item in inputs.releases:
        row = sources.loc[sources["source"] == item.source, list(parts.releases.columns)]
        content = Content(row, observations)
        if item.family == gii_live.FAMILY:
            edition = int(item.gives[0])
            names = ("gii_scores", "gii_structure", "gii_economies")
            scores, structure, context = (tables[name][tables[name]["edition"] == edition] for name in names)
            content = Content(row, scores=scores, structure=structure, context=context, edition=edition)
        parts = parts.with_content(content, item.gives)
    return replace(parts, revisions=tables[REVISIONS.name])


def curate(path: Path, wanted: int | None = None, source: Path = curated.FOLDER) -> Change:
    """Keep the table of a workbook among the hand-kept tables, after the same checks as a refresh."""
    task = Task(catalog(), gii_live.FAMILY, today(), open_named("bundled").tables(), edition=wanted)
    content = gii_live.parse(gii_live.from_file(path, task), task)
    edition = int(content.gives[0])
    tables = assemble(curated.read(source).with_content(content, content.gives), catalog())
    gates.snapshot(tables, edition)
    curated.keep(gii.parse(read_file(path)), edition, source)
    curated.keep_release(content.row, source)
    return Change(
        f"GII {edition}: kept in data/curated; run `python -m etl build --bundled` next", source, ""
    )


def package(
    tables: Mapping[str, pd.DataFrame], catalog: Catalog, known: Snapshot | None = None
) -> store.Package:
    """Return the package of the tables (store.pack), with the licences and sources that each rests on."""
    licences: dict[str, list[dict[str, Any]]] = {}
    sources: dict[str, list[dict[str, str]]] = {}
    urls = catalog.licence_urls
    for name in TABLES:
        rows = tables["sources"][tables["sources"]["source"].isin(releases_used({name: tables[name]}))]
        licences[name] = []
        for text, editions in sorted(of_table(name, tables, catalog).items()):
            slug = re.sub(r"[^A-Za-z0-9.]+", "-", text).strip("-.")
            stated = {"name": slug, "title": text, "path": urls.get(text, ""), "editions": editions}
            licences[name].append({key: value for key, value in stated.items() if value})
        families = [catalog.sources[family] for family in sorted(set(rows["family"]))]
        sources[name] = [
            {"title": f"{item.publisher.en}: {item.name.en}"} | ({"path": item.url} if item.url else {})
            for item in families
        ]
    return store.pack(tables, licences, sources, known)
