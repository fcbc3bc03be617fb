"""What a refresh is: fetch, parse, compare, check, publish; sources fail alone, the last good is kept."""

import os
import threading
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from analysis.verdicts import changed
from data.contract import Violation
from data.schema import CLAIMS, GII_INTERVALS, OBSERVATIONS
from data.snapshot import Snapshot
from data.store import Store
from data.store import StoreError as StoreFault
from etl import building, gates, revisions
from etl.assembly import Parts, assemble, parts_of
from etl.cli_context import Outcome, Request, Result, catalog, opened, serving, today
from etl.commands.cli import Progress
from etl.difference import summary
from etl.errors import DEBUG, EtlError, Retired, UsageError
from etl.feeds import CURATED, CURATED_FEED, FEEDS, NAMES, Feed
from etl.gates.report import Report
from etl.http import Session
from etl.intervals import still_valid
from etl.release import Content, Inputs, Note, Raw, Release, Task, read_inputs
from etl.revisions import Drift
from etl.sources import curated, gii_live
from etl.versions import retention

Item: TypeAlias = Release | Note | Exception


class _CalledOff(Exception):
    """Nobody waits any more for what is being fetched."""


@dataclass(slots=True)
class Run:
    """One refresh under way: what it started from, what has passed so far, and what became of each source."""

    request: Request
    folder: Path
    progress: Progress
    snapshot: Snapshot
    tables: dict[str, pd.DataFrame]
    raw: Raw
    checked: str
    parts: Parts
    inputs: Inputs
    source: Path
    index: Report | None = None
    changed: set[int] = field(default_factory=set)
    results: list[Result] = field(default_factory=list)

    def fail(self, feed: Feed, error: EtlError, vintage: str = "") -> None:
        """Note a failure of a source, or of one of its releases."""
        self.results.append(Result(feed.name, feed.family, vintage, str(error), error))
        self.progress.fail(f"{feed.family}: {error}")

    def done(
        self,
        feed: Feed,
        sentence: str,
        vintage: str = "",
        *,
        warnings: tuple[str, ...] = (),
        revisions: int = 0,
    ) -> None:
        """Note that a source, or one of its releases, has passed."""
        result = Result(feed.name, feed.family, vintage, sentence, warnings=warnings, revisions=revisions)
        self.results.append(result)
        self.progress.end(f"{feed.family}: {sentence}")


def refresh(request: Request, folder: Path, progress: Progress, source: Path = curated.FOLDER) -> Outcome:
    """Refresh the sources asked for and publish what passed, all together or not at all.

    folder: the data folder; source: that of the hand-kept tables. Raises UsageError, StoreError,
    CorruptSnapshot; Refused if what passed source by source breaks a gate together. Failures of single
    sources are in the outcome.
    """
    chosen, keep = _chosen(request), retention()
    with nullcontext() if request.dry_run else opened(folder) as store:
        if store is not None:
            building.catch_up(folder, store, source)
        snapshot, _ = serving(folder)
        tables = snapshot.tables()
        raw = Raw(folder, catalog(), store)
        inputs = read_inputs(snapshot.folder)
        parts = parts_of(tables)
        run = Run(request, folder, progress, snapshot, tables, raw, today(), parts, inputs, source)
        if CURATED in chosen:
            _curated(run)
        tasks = [_task(run, feed) for feed in FEEDS if feed.name in chosen]
        with closing(_fetched(run, tasks)) as fetched:
            for feed, task, items in fetched:
                _feed(run, feed, task, items)
        return _finish(run, store, keep)


def _chosen(request: Request) -> tuple[str, ...]:
    if (request.file or request.edition) and request.sources != ("gii",):
        raise UsageError(
            "--file and --edition go with the source gii alone: refresh gii --file WORKBOOK.xlsx"
        )
    known = catalog()
    for name in request.accept_values:
        series, _, economy = name.partition(":")
        alone = not economy and series in known.economies
        if not (alone or (series in known.indicators and (not economy or economy in known.economies))):
            raise UsageError(
                f"--accept-values {name}: a series, an economy (ISO3) or SERIES:ECONOMY expected"
            )
    return request.sources or NAMES


def _curated(run: Run) -> None:
    """Take the hand-kept tables afresh; what live releases gave stays in its place."""
    run.progress.begin(CURATED)
    digest = curated.digest(run.source)
    if run.inputs.curated == digest:
        run.done(CURATED_FEED, "unchanged")
        return
    try:
        parts = building.curated_parts(run.tables, run.inputs, run.source)
        odd = gates.plausible_values(
            parts.observations, run.tables[OBSERVATIONS.name], CURATED, run.request.accept_values
        )
        found = revisions.by_hand(run.tables, parts, run.inputs, catalog())
        accepted = run.request.accept_revisions
        beyond = {} if CURATED in accepted else revisions.beyond(found, accepted, catalog())
        if beyond:
            raise revisions.refusal(run.request, CURATED, "the hand-kept tables", beyond, CURATED)
    except EtlError as error:
        run.fail(CURATED_FEED, error)
        return
    known = run.tables[GII_INTERVALS.name]
    same = still_valid(known, run.tables, parts.scores, parts.structure)
    run.changed |= set(known["edition"]) - set(same["edition"])
    run.parts = _with_revisions(run, parts, found)
    run.inputs = replace(run.inputs, curated=digest)
    counts = f"{len(parts.observations):,} observations, {parts.scores['edition'].nunique()} editions"
    warnings = (*odd, *revisions.rebased(found, catalog()))
    run.done(CURATED_FEED, counts, warnings=warnings, revisions=len(found.revisions))


def _task(run: Run, feed: Feed) -> tuple[Feed, Task]:
    task = Task(
        catalog=catalog(),
        family=feed.family,
        checked=run.checked,
        tables=run.tables,
        stored=lambda vintage: run.raw.read(feed.family, vintage),
        edition=run.request.edition,
        passed=lambda vintage: any(
            item.vintage.partition(".")[0] == vintage for item in run.inputs.family(feed.family)
        ),
    )
    return feed, task


def _fetched(run: Run, tasks: Sequence[tuple[Feed, Task]]) -> Generator[tuple[Feed, Task, Iterable[Item]]]:
    """Yield each family with what its publisher sent; the next one is fetched while this one is checked.

    Leaving the loop calls off what has not been answered.
    """
    over = threading.Event()

    def start(feed: Feed, task: Task) -> Future[list[Item]] | Iterator[Item]:
        items = _releases(run, feed, task, over)
        if not feed.ahead:
            return items
        answer: Future[list[Item]] = Future()
        threading.Thread(target=lambda: answer.set_result(_all(items)), daemon=True).start()
        return answer

    try:
        coming = [start(*first) for first in tasks[:1]]
        for (feed, task), later in zip_longest(tasks, tasks[1:]):
            run.progress.begin(feed.family)
            now = coming.pop()
            if isinstance(now, Future) and run.index is None:  # while the publisher answers
                run.index = gates.index(run.tables)
            items = now.result() if isinstance(now, Future) else now
            if later:
                coming.append(start(*later))
            yield feed, task, items
    finally:
        over.set()


def _all(items: Iterator[Item]) -> list[Item]:
    """Return all items; what stopped them is the last."""
    found: list[Item] = []
    try:
        found.extend(items)
    except Exception as error:  # noqa: BLE001 (raised again where the family is checked)
        found.append(error)
    return found


def _feed(run: Run, feed: Feed, task: Task, items: Iterable[Item]) -> None:
    before = len(run.results)
    retired: set[str] = set()
    try:
        for item in items:
            try:
                if isinstance(item, Exception):
                    raise item
                if isinstance(item, Note):
                    if item.release is not None:
                        run.raw.keep(run.raw.label(item.release, lambda _: False))
                    run.done(feed, item.sentence, warnings=item.warnings)
                    continue
                _release(run, feed, task, item, retired)
            except EtlError as error:
                retired |= set(error.indicators) if isinstance(error, Retired) else set()
                run.fail(feed, error, item.vintage if isinstance(item, Release) else "")
    except EtlError as error:
        run.fail(feed, error)
    except StoreFault:
        raise
    except Exception as error:  # a fault in one parser must not take the other sources down
        if os.environ.get(DEBUG):
            raise
        run.fail(feed, EtlError(f"its answer could not be dealt with ({type(error).__name__}: {error})"))
    if len(run.results) == before:
        run.done(feed, "nothing new")


def _releases(run: Run, feed: Feed, task: Task, over: threading.Event) -> Iterator[Item]:
    """Yield what the publisher sends, or what is in the file; until `over`, which stops it at an answer."""

    def step(done: int, total: int) -> None:
        if over.is_set():
            raise _CalledOff
        run.progress.step(feed.family, done, total)

    if run.request.file is not None:
        yield gii_live.from_file(run.request.file, task)
        return
    with Session(task.live, progress=step) as session:
        yield from feed.module.fetch(session, task)


def _release(run: Run, feed: Feed, task: Task, fetched: Release, retired: set[str]) -> None:
    """Parse one release, compare it with the snapshot in use and take it over; EtlError if it is refused."""
    content = feed.module.parse(fetched, task)
    release = run.raw.label(fetched, lambda item: content.has_same_rows(feed.module.parse(item, task)))
    if release.origin != fetched.origin:
        content = feed.module.parse(release, task)
    run.raw.keep(release)
    parts = run.parts.with_content(content, content.gives)
    # What is certainly wrong comes first: it must not pass as a change of the past.
    if content.edition is None:
        odd = gates.series(content, run.tables[OBSERVATIONS.name], run.request.accept_values)
        content = replace(content, warnings=(*content.warnings, *odd))
    elif not gates.holds(run.tables, content):
        gates.edition(parts, content, run.tables[GII_INTERVALS.name], run.request.accept_values)
        run.changed.add(content.edition)
    found = revisions.by_release(run.tables, run.inputs, content, feed.family, catalog(), retired)
    if beyond := revisions.beyond(found, run.request.accept_revisions, catalog()):
        content, found = _but_refused(run, feed, release, content, found, beyond)
        parts = run.parts.with_content(content, content.gives)
    run.parts = _with_revisions(run, parts, found, content)
    run.inputs = run.inputs.with_release(release, content, run.checked)
    revised = f"; {len(found.revisions):,} values of the past revised" if len(found.revisions) else ""
    run.done(
        feed,
        content.sentence + revised,
        release.vintage,
        warnings=content.warnings + revisions.rebased(found, catalog()),
        revisions=len(found.revisions),
    )


def _but_refused(
    run: Run,
    feed: Feed,
    release: Release,
    content: Content,
    found: Drift,
    beyond: Mapping[str, list[Violation]],
) -> tuple[Content, Drift]:
    """Return a release without the series refused, which fail alone; raise Refused if none is left."""
    whole = content.edition is None and set(content.indicators) <= set(beyond)
    places = {name: [content.place(item) for item in lines] for name, lines in beyond.items()}
    what, every = f"release {release.vintage}", feed.family if whole else ""
    error = revisions.refusal(run.request, feed.name, what, places, every)
    if whole or content.edition is not None:
        raise error
    run.fail(feed, error, release.vintage)
    return content.without(beyond), found.without(beyond)


def _with_revisions(run: Run, parts: Parts, found: Drift, content: Content | None = None) -> Parts:
    """Return the parts with the revisions that readers are told: a series taken anew starts afresh."""
    series = parts.observations if content is None else content.observations
    listed = revisions.merged(run.parts.revisions, found.revisions, revisions.replaced(run.tables, series))
    return replace(parts, revisions=listed)


def _finish(run: Run, store: Store | None, keep: int) -> Outcome:
    passed = [result for result in run.results if result.error is None]
    results, folder = tuple(run.results), run.snapshot.folder
    if not passed:
        return Outcome("nothing was published: nothing passed", folder, run.snapshot.id, results=results)
    known = run.tables[GII_INTERVALS.name]
    tables = assemble(run.parts, catalog(), known[~known["edition"].isin(run.changed)])
    # What did not change is that of the snapshot in use: so it takes no memory of its own.
    in_use = run.tables
    tables = {name: in_use[name] if frame.equals(in_use[name]) else frame for name, frame in tables.items()}
    run.parts = parts_of(tables)
    same = all(tables[name] is in_use[name] for name in gates.OF_THE_INDEX)
    tables = gates.snapshot(tables, before=run.index if same else None)
    verdicts = changed(run.tables[CLAIMS.name], tables[CLAIMS.name])
    brought = summary(run.tables, tables, catalog())
    package = building.packed(tables, run.inputs, run.raw, run.snapshot)
    new = package.id != run.snapshot.id
    if store is None:
        sentence = f"dry run, nothing was published: {'a new snapshot' if new else 'no change'}"
        return Outcome(sentence, folder, package.id, verdicts, False, results, brought)
    vintages = {result.family: result.vintage for result in sorted(passed, key=lambda one: one.vintage != "")}
    event = {"event": "refresh", "sources": vintages} | ({"verdicts": verdicts} if verdicts else {})
    version = store.publish(package, event=event)
    store.prune(keep)
    sentence = f"published snapshot {package.id}" if new else f"snapshot {package.id} is up to date"
    return Outcome(sentence, version, package.id, verdicts, new, results, brought)
