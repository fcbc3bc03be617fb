"""How snapshots are made: by a refresh (fetch, parse, compare, check, publish), or built offline."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, wait
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import pandas as pd

from analysis.evidence.verdicts import changed_verdicts
from data.catalog import Catalog
from data.licences import of_table
from data.schema import CLAIMS, GII_INTERVALS, OBSERVATIONS, REVISIONS, SOURCES, TABLES, releases_used
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
from data.store import RAW, Package, Store, encode, pack, write_package
from data.store import StoreError as StoreFault
from etl import gates, plausibility, revisions
from etl.assembly import Parts, assemble, parts_of, still_valid
from etl.cli_context import (
    BuildResult,
    Outcome,
    Progress,
    Request,
    Result,
    catalog,
    convert_store_errors,
    open_store,
    serving,
    today,
)
from etl.difference import summary
from etl.errors import DEBUG_VARIABLE, CorruptSnapshot, EtlError, Implausible, Refused, Retired, UsageError
from etl.feeds import BY_FAMILY, CURATED, CURATED_FEED, EDITION_YEARS, FEEDS, NAMES, Feed
from etl.http import Session, run_in_thread
from etl.release import (
    INPUTS_FILE,
    RESTORE_ADVICE,
    Content,
    Document,
    Inputs,
    Raw,
    Release,
    Task,
    read_inputs,
)
from etl.revisions import Drift
from etl.sources import curated, gii_live
from etl.versions import open_named, retention

Item: TypeAlias = Release | str | Exception
"""A release, a note, or the error that stopped the source."""
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


class State(NamedTuple):
    """What is to be published, as far as the refresh has come."""

    parts: Parts
    inputs: Inputs


class AcceptedRelease(NamedTuple):
    """A release that passed: its content, reasons of series held back, and changes of the past."""

    feed: Feed
    release: Release
    content: Content
    held_back: Mapping[str, str]
    drift: Drift


@dataclass(slots=True)
class Run:
    """One refresh in progress.

    start: state of the snapshot in use; by_hand: the same with the current hand-kept tables, once
    they have passed; passed: releases in order; changed: editions whose intervals must be computed
    again.
    """

    request: Request
    progress: Progress
    snapshot: Snapshot
    tables: dict[str, pd.DataFrame]
    raw: Raw
    checked: str
    start: State
    source: Path
    by_hand: State | None = None
    passed: list[AcceptedRelease] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)
    results: list[Result] = field(default_factory=list)

    def state(self, without: Feed | None = None) -> State:
        """Return what has passed, without one family; revisions of a replaced series are dropped."""
        parts, inputs = self.start if without is CURATED_FEED else self.by_hand or self.start
        for feed, release, content, held_back, drift in self.passed:
            if feed is not without:
                renewed = revisions.find_replaced_series(self.tables, content.observations)
                listed = revisions.merge_rows(parts.revisions, drift.revisions, renewed)
                parts = replace(parts.with_content(content, content.gives), revisions=listed)
                accepted = plausibility.out_of_bounds(content.observations, catalog())
                beyond = {f"{item.series}:{economy}" for item in accepted for economy in item.economies}
                inputs = inputs.with_release(release, content, self.checked, held_back, beyond)
        return State(parts, inputs)

    def fail(self, feed: Feed, error: EtlError, vintage: str = "") -> None:
        """Record the failure of a source, or of one of its releases."""
        self.results.append(Result(feed.name, feed.family, vintage, str(error), error))
        self.progress.end(f"Error: {feed.family}: {error}", failed=True)

    def done(self, feed: Feed, sentence: str, vintage: str = "", **fields: Any) -> None:
        """Record that a source, or one of its releases, has passed; ``fields`` are those of Result."""
        self.results.append(Result(feed.name, feed.family, vintage, sentence, **fields))
        self.progress.end(f"{feed.family}: {sentence}")


def refresh(request: Request, folder: Path, progress: Progress, source: Path = curated.FOLDER) -> Outcome:
    """Refresh the requested sources and publish what passed, in one step or not at all.

    ``folder`` is the data folder, ``source`` the folder of the hand-kept tables. Failures of
    single sources are in the outcome. Raises Refused if releases that pass alone break a gate
    together.
    """
    sources, keep = _validate_request(request), retention()
    with nullcontext() if request.dry_run else open_store(folder) as store:
        if store is not None and _find_outdated(folder):
            store.publish(_build_package(folder, source), event={"event": "build"})
        snapshot, _ = serving(folder)
        tables = snapshot.tables()
        raw = Raw(folder, catalog(), store)
        start = State(parts_of(tables), read_inputs(snapshot.folder))
        run = Run(request, progress, snapshot, tables, raw, today(), start, source)
        if CURATED in sources:
            _refresh_curated(run)
        feeds = [feed for feed in FEEDS if feed.name in sources]
        prefetched: dict[str, Future[list[Item]]] = {}
        for index, feed in enumerate(feeds):
            for other in feeds[index : index + 2]:  # the next one is fetched while this one is checked
                if other.can_prefetch and other.family not in prefetched:
                    prefetched[other.family] = _prefetch(run, other)
            progress.begin(feed.family)
            # A Ctrl-C just before an endless wait would be lost.
            while feed.can_prefetch and not prefetched[feed.family].done():
                wait([prefetched[feed.family]], timeout=1)
            items = prefetched.pop(feed.family).result() if feed.can_prefetch else _fetch(run, feed)
            _accept_items(run, feed, items)
        return _finish(run, store, keep)


def _validate_request(request: Request) -> tuple[str, ...]:
    if (request.file or request.edition) and request.sources != ("gii",):
        raise UsageError(
            "--file and --edition work only with the source gii: refresh gii --file WORKBOOK.xlsx"
        )
    loaded_catalog = catalog()
    series, economies = set(loaded_catalog.indicators), set(loaded_catalog.economies)
    pairs = {f"{name}:{economy}" for name in series for economy in economies}
    families = {*BY_FAMILY, *(item.source for item in loaded_catalog.indicators.values())}
    pasts = {CURATED, *series, *families, *map(str, range(*EDITION_YEARS))}
    expected_past = f"use a series, an edition, {CURATED} or a family: {', '.join(sorted(families))}"
    expected_values = "use a series, an economy (ISO3) or SERIES:ECONOMY"
    for option, names, allowed, expected in (
        ("--accept-revisions", request.accept_revisions, pasts, expected_past),
        ("--accept-values", request.accept_values, series | economies | pairs, expected_values),
    ):
        if unknown := [name for name in names if name not in allowed]:
            raise UsageError(f"{option}: unknown name {unknown[0]}; {expected}")
    return request.sources or NAMES


def _refresh_curated(run: Run) -> None:
    run.progress.begin(CURATED)
    digest, inputs = curated.digest(run.source), run.start.inputs
    if inputs.curated == digest:
        run.done(CURATED_FEED, "unchanged")
        return
    try:
        parts = curated_parts(run.tables, inputs, run.source)
        accepted = run.request.accept_values
        odd = plausibility.suspects(run.tables, parts.observations, catalog(), accepted)
        if refused := plausibility.violations(odd, catalog()):
            raise Implausible(f"{CURATED}: values that look wrong", refused, plausibility.names(odd))
        drift = revisions.by_hand(run.tables, parts, inputs, catalog())
        accepted = run.request.accept_revisions
        beyond = {} if CURATED in accepted else revisions.beyond_tolerance(drift, accepted, catalog())
        if beyond:
            raise revisions.refusal(run.request, CURATED, "the hand-kept tables", beyond, CURATED)
    except EtlError as error:
        run.fail(CURATED_FEED, error)
        return
    intervals = run.tables[GII_INTERVALS.name]
    valid = still_valid(intervals, run.tables["gii_scores"], parts.scores)
    run.changed |= set(intervals["edition"]) - set(valid["edition"])
    revised = revisions.merge_rows(
        parts.revisions, drift.revisions, revisions.find_replaced_series(run.tables, parts.observations)
    )
    run.by_hand = State(replace(parts, revisions=revised), replace(inputs, curated=digest))
    counts = f"{len(parts.observations):,} observations, {parts.scores['edition'].nunique()} editions"
    accepted = tuple(f"{item.series}: unusual, but accepted: {item.sentence}" for item in odd)
    warnings = (*accepted, *revisions.warnings(drift, catalog()))
    run.done(CURATED_FEED, counts, warnings=warnings, revisions=len(drift.revisions))


def _task(run: Run, feed: Feed) -> Task:
    return Task(
        catalog=catalog(),
        family=feed.family,
        checked=run.checked,
        tables=run.tables,
        stored=lambda vintage: run.raw.release(feed.family, vintage),
        edition=run.request.edition,
        passed=lambda vintage: any(
            (item.family, item.vintage.partition(".")[0]) == (feed.family, vintage)
            for item in run.state().inputs.releases
        ),
    )


def _prefetch(run: Run, feed: Feed) -> Future[list[Item]]:
    """Fetch a family in a thread of its own; an error that stops it is the last item."""

    def fetch() -> list[Item]:
        items: list[Item] = []
        try:
            items.extend(_fetch(run, feed))
        except Exception as error:  # noqa: BLE001 (raised again when the family is checked)
            items.append(error)
        return items

    return run_in_thread(fetch)


def _fetch(run: Run, feed: Feed) -> Iterator[Item]:
    task = _task(run, feed)
    if run.request.file is not None:
        yield gii_live.from_file(run.request.file, task)
        return
    with Session(
        task.live, progress=lambda done, total: run.progress.step(feed.family, done, total)
    ) as session:
        yield from feed.module.fetch(session, task)


def _accept_items(run: Run, feed: Feed, items: Iterable[Item]) -> None:
    before, task = len(run.results), _task(run, feed)
    retired: set[str] = set()
    try:
        for item in items:
            try:
                if isinstance(item, Exception):
                    raise item
                if isinstance(item, str):
                    run.done(feed, item)
                    continue
                _accept_release(run, feed, task, item, retired)
            except EtlError as error:
                retired |= set(error.indicators) if isinstance(error, Retired) else set()
                run.fail(feed, error, item.vintage if isinstance(item, Release) else "")
    except EtlError as error:
        run.fail(feed, error)
    except StoreFault:
        raise
    except Exception as error:  # a fault in one parser must not take the other sources down
        if os.environ.get(DEBUG_VARIABLE):
            raise
        run.fail(feed, EtlError(f"its answer could not be processed ({type(error).__name__}: {error})"))
    if len(run.results) == before:
        run.done(feed, "nothing new")


def _accept_release(run: Run, feed: Feed, task: Task, fetched: Release, retired: set[str]) -> None:
    """Parse one release, compare it with the snapshot in use and accept it; EtlError if it is refused.

    Series that must not be taken over fail alone and are held back: their last good values stay.
    """
    _check_day(run, feed, fetched.vintage)
    content = feed.module.parse(fetched, task)
    release = run.raw.label(fetched, lambda item: content.has_same_rows(feed.module.parse(item, task)))
    if (release.vintage, release.documents) != (fetched.vintage, fetched.documents):
        content = feed.module.parse(release, task)
    run.raw.keep(release)
    release = replace(release, documents=())  # a database is some fifty megabytes
    # Check for errors first: they must not pass as a change of the past.
    if content.edition is None:
        content, odd = gates.series(content, run.tables, run.request.accept_values)
        if odd is not None:
            run.fail(feed, odd, release.vintage)
    elif not gates.has_same_edition(run.tables, content):
        parts = run.state().parts.with_content(content, content.gives)
        gates.edition(parts, content, run.tables[GII_INTERVALS.name], run.request.accept_values)
        run.changed.add(content.edition)
    held_back, absent = content.refused, retired | set(content.refused)
    drift = revisions.by_release(run.tables, run.start.inputs, content, feed.family, catalog(), absent)
    if beyond := revisions.beyond_tolerance(drift, run.request.accept_revisions, catalog()):
        is_whole_release = set(content.gives) <= set(beyond)
        violations = {name: [content.locate(item) for item in lines] for name, lines in beyond.items()}
        every = feed.family if is_whole_release and content.edition is None else ""
        error = revisions.refusal(run.request, feed.name, f"release {release.vintage}", violations, every)
        if is_whole_release:
            raise error
        run.fail(feed, error, release.vintage)
        content, drift = content.without(beyond), drift.without(beyond)
        held_back = held_back | {name: lines[0].problem for name, lines in beyond.items()}
    run.passed.append(AcceptedRelease(feed, release, content, held_back, drift))
    revised = f"; {len(drift.revisions):,} values of the past revised" if len(drift.revisions) else ""
    run.done(
        feed,
        content.sentence + revised,
        release.vintage,
        warnings=content.warnings + revisions.warnings(drift, catalog()),
        revisions=len(drift.revisions),
    )


def _check_day(run: Run, feed: Feed, vintage: str) -> None:
    if not _DAY.fullmatch(vintage):
        return
    tomorrow = date.fromisoformat(run.checked) + timedelta(days=1)  # it may be tomorrow at the publisher
    if vintage > tomorrow.isoformat():
        raise Refused(f"its release is dated {vintage}, but today is {run.checked}")
    releases = run.tables[SOURCES.name]
    in_use = (text.partition(".")[0] for text in releases.loc[releases["family"] == feed.family, "vintage"])
    newest = max(filter(_DAY.fullmatch, in_use), default="")
    if vintage < newest and feed.family not in run.request.accept_revisions:
        raise Refused(f"its release of {vintage} is older than that of {newest} in use").advise(
            "The last good snapshot stays in use. The answer may come from an outdated cache: try again "
            f"later. If the publisher withdrew the newer one, repeat with --accept-revisions {feed.family}"
        )


def _finish(run: Run, store: Store | None, keep: int) -> Outcome:
    """Publish what has passed; if a gate stops it, leave out the one source at fault."""
    folder = run.snapshot.folder
    state, tables = run.state(), run.tables
    if any(result.error is None for result in run.results):
        try:
            tables = _check_state(run, state)
        except Refused as refused:
            state, tables = _exclude_one(run, refused)
    passed = [result for result in run.results if result.error is None]
    results = tuple(run.results)
    if not passed:
        return Outcome("nothing was published: every source failed", folder, run.snapshot.id, results=results)
    verdicts = changed_verdicts(run.tables[CLAIMS.name], tables[CLAIMS.name])
    brought = summary(run.tables, tables, catalog())
    built = snapshot_package(tables, state.inputs, run.raw, run.snapshot)
    new = built.id != run.snapshot.id
    if store is None:
        sentence = f"dry run, nothing was published: {'a new snapshot' if new else 'no change'}"
        return Outcome(sentence, folder, built.id, verdicts, False, results, brought)
    passed.sort(key=lambda item: item.vintage != "")
    vintages = {result.family: result.vintage for result in passed}
    event = {"event": "refresh", "sources": vintages} | ({"verdicts": verdicts} if verdicts else {})
    version = store.publish(built, event=event)
    store.prune(keep)
    sentence = f"published snapshot {built.id}" if new else f"snapshot {built.id} is up to date"
    return Outcome(sentence, version, built.id, verdicts, new, results, brought)


def _check_state(run: Run, state: State) -> dict[str, pd.DataFrame]:
    """Return the tables of a state with the report on their checks; Refused if a rule is broken."""
    intervals = run.tables[GII_INTERVALS.name]
    tables = assemble(
        state.parts, catalog(), intervals[~intervals["edition"].isin(run.changed)], state.inputs
    )
    # Share unchanged tables with the snapshot in use to save memory.
    in_use = run.tables
    return gates.snapshot(
        {name: in_use[name] if frame.equals(in_use[name]) else frame for name, frame in tables.items()}
    )


def _exclude_one(run: Run, refused: Refused) -> tuple[State, dict[str, pd.DataFrame]]:
    """Return the state without the one family that breaks a rule; raise Refused if there is none."""
    feeds = dict.fromkeys([*([CURATED_FEED] if run.by_hand else ()), *(item.feed for item in run.passed)])
    for feed in feeds if len(feeds) > 1 else ():
        state = run.state(without=feed)
        try:
            tables = _check_state(run, state)
        except Refused:
            continue
        run.results = [item for item in run.results if item.family != feed.family or item.error]
        run.fail(feed, refused)
        return state, tables
    raise refused


REVISIONS_FAMILY: Final = "revisions"
"""Family below raw/ of the revisions: changes of the past cannot be derived from the present."""


def build_bundled(folder: Path = BUNDLED, source: Path = curated.FOLDER) -> BuildResult:
    """Build the snapshot from the hand-kept tables alone and write it."""
    tables = gates.snapshot(assemble(curated.read_parts(source), catalog()))
    built = package(tables, catalog())
    with convert_store_errors():
        write_package(folder, built)
    rows = sum(len(frame) for frame in tables.values())
    return BuildResult(f"built {len(tables)} tables with {rows:,} rows", folder, built.id)


def rebuild(folder: Path, output: Path | None = None, source: Path = curated.FOLDER) -> BuildResult:
    """Build the snapshot in use again from the hand-kept tables and the releases stored below raw/.

    Without an output folder the result is published if it differs, as after an update of the code.
    """
    if output is not None:
        built = _build_package(folder, source)
        with convert_store_errors():
            write_package(output, built)
        return BuildResult(f"built snapshot {built.id}", output, built.id)
    with open_store(folder) as data:
        before, reason = serving(folder)
        built = _build_package(folder, source)
        if built.id == before.id and reason is None:
            return BuildResult(f"snapshot {built.id} rebuilt: the same bytes", before.folder, built.id)
        verdicts = changed_verdicts(
            before.table(CLAIMS.name), decode(CLAIMS.name, built.files[f"{CLAIMS.name}.csv"])
        )
        event = {"event": "build"} | ({"verdicts": verdicts} if verdicts else {})
        version = data.publish(built, event=event)
    return BuildResult(f"published snapshot {built.id} in place of {before.id}", version, built.id, verdicts)


def _find_outdated(folder: Path) -> Path | None:
    version = current_version(folder)
    if version is not None:
        try:
            open_snapshot(version)
        except OtherTablesError:
            return version
        except SnapshotError:
            pass  # damaged: the last good one is served
    return None


def _build_package(folder: Path, source: Path) -> Package:
    inputs = read_inputs(_find_outdated(folder) or serving(folder)[0].folder)
    releases = Raw(folder, catalog())
    parts = curated.read_parts(source)
    for given, taken in _read_contents(inputs, releases):
        parts = parts.with_content(given, taken)
    if inputs.revisions:
        content = _open_release(releases, REVISIONS_FAMILY, inputs.revisions).documents[0].content
        parts = replace(parts, revisions=decode(REVISIONS.name, content))
    return snapshot_package(gates.snapshot(assemble(parts, catalog(), inputs=inputs)), inputs, releases)


def _read_contents(inputs: Inputs, releases: Raw) -> Iterator[tuple[Content, tuple[str, ...]]]:
    for item in inputs.releases:
        release = _open_release(releases, item.family, item.vintage)
        task = Task(catalog(), item.family, item.checked, {})
        yield BY_FAMILY[item.family].module.parse(release, task), item.gives


def _open_release(releases: Raw, family: str, vintage: str) -> Release:
    release = releases.release(family, vintage)
    if release is None:
        sentence = f"{RAW}/{family}/{vintage} is missing: the snapshot cannot be built"
        raise CorruptSnapshot(sentence).advise(RESTORE_ADVICE)
    return release


def snapshot_package(
    tables: Mapping[str, pd.DataFrame], inputs: Inputs, raw: Raw, current: Snapshot | None = None
) -> Package:
    """Return the package of the tables and their inputs; ``current`` is the snapshot in use."""
    frame = tables[REVISIONS.name]
    name = ""
    if len(frame):
        content = encode(frame)
        name = sha256(content).removeprefix("sha256:")[:12]
        day = str(tables["sources"]["checked"].max())
        document = Document(f"{REVISIONS_FAMILY}.csv", "own calculation", content)
        raw.keep(Release(REVISIONS_FAMILY, name, f"{day}T00:00:00Z", (document,)))
    built = package(tables, catalog(), current)
    return replace(built, extra_files={INPUTS_FILE: replace(inputs, revisions=name).encode()})


def curated_parts(tables: Mapping[str, pd.DataFrame], inputs: Inputs, source: Path) -> Parts:
    """Return the hand-kept tables with the values that live releases gave to the snapshot in use."""
    parts = curated.read_parts(source)
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


NEXT_STEP: Final = "kept in data/curated; run `python -m etl build --bundled` next"


def curate(path: Path, wanted: int | None = None, source: Path = curated.FOLDER) -> BuildResult:
    """Store a workbook in the hand-kept tables, after the same checks as a refresh."""
    task = Task(catalog(), gii_live.FAMILY, today(), open_named("bundled").tables(), edition=wanted)
    content = gii_live.parse(gii_live.from_file(path, task), task)
    edition = int(content.gives[0])
    tables = assemble(curated.read_parts(source).with_content(content, content.gives), catalog())
    gates.snapshot(tables, edition)
    curated.keep(content, content.gives, source)
    return BuildResult(f"GII {edition}: {NEXT_STEP}", source, "")


def curate_refreshed(folder: Path, source: Path = curated.FOLDER) -> BuildResult:
    """Store the live releases of the snapshot in use, and their revisions, in the hand-kept tables.

    ``folder`` is the data folder. A snapshot built from these tables has the same figures, without
    notes on series held back.
    """
    snapshot, _ = serving(folder)
    inputs = read_inputs(snapshot.folder)
    for content, gives in _read_contents(inputs, Raw(folder, catalog())):
        curated.keep(content, gives, source)
    if len(revised := snapshot.table(REVISIONS.name)):
        (source / f"{REVISIONS.name}.csv").write_bytes(encode(revised))
    names = ", ".join(f"{item.family} {item.vintage}" for item in inputs.releases)
    return BuildResult(f"{names}: {NEXT_STEP}" if names else "no live release is in use", source, "")


def package(tables: Mapping[str, pd.DataFrame], catalog: Catalog, current: Snapshot | None = None) -> Package:
    """Return the package of the tables with the licences and sources of each (see data.store)."""
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
    return pack(tables, licences, sources, current)
