"""The GII as its publisher issues it: a workbook for each edition, at first perhaps only the ranking."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from itertools import product
from pathlib import Path
from typing import Final

import pandas as pd

from data.schema import GII_ECONOMIES, GII_SCORES, GII_STRUCTURE, SOURCES
from etl.assembly import new_concepts, typed
from etl.cli_context import read_file
from etl.errors import BadFile, EtlError, SourceUnreachable, UsageError, faulty
from etl.exchanges import check_names
from etl.http import Session, Unusable
from etl.release import Content, Document, Note, Release, Task, now, release_row
from etl.sources import curated, gii, gii_rankings
from etl.sources.gii import check_edition, check_ranking, newest_in_full, recognise
from etl.sources.workbook import MAX_BYTES

FAMILY: Final = "wipo_gii"
WORKBOOK, RANKING = "workbook", "ranking"
RANKS, SCORES = "ranks", "scores"
NOT_FOUND: Final = 404
BY_HAND: Final = "A workbook saved by hand does as well: `python -m etl refresh gii --file WORKBOOK.xlsx`."
DIGEST: Final = "SHA-256"
_SUFFIX: Final = {WORKBOOK: "", RANKING: "-ranking", SCORES: "-ranking", RANKS: "-ranks"}
_PATH: Final = {WORKBOOK: "workbook", RANKING: "explorer", SCORES: "scores", RANKS: "ranks"}


def probe(session: Session, task: Task) -> str:
    """Return the newest edition, of those launched, whose workbook or ranking is at its address.

    The workbook of the newest edition in the snapshot, and the columns of its ranking, must be as expected.
    """
    newest = newest_in_full(task.tables[GII_SCORES.name])
    session.peek(task.live.url(_PATH[WORKBOOK], edition=newest), check=_check_begin)
    ranking = task.live.url(_PATH[RANKING], edition=newest)
    with faulty(ranking):
        gii_rankings.check_head(session.peek(ranking, check=_check_table))
    new = [item for item in range(int(task.checked[:4]), newest, -1) if _launched(task, item)]
    kinds = ((WORKBOOK, _check_begin), (RANKING, _check_table))
    for edition, (kind, check) in product(new, kinds):
        try:
            session.peek(task.live.url(_PATH[kind], edition=edition), check=check)
        except SourceUnreachable as error:
            if error.status != NOT_FOUND:
                raise
        else:
            return f"{edition}{_SUFFIX[kind]}"
    return str(newest)


def fetch(session: Session, task: Task) -> Iterator[Release | Note | EtlError]:
    """Yield the workbooks that are new or due, and the overall ranking of a new edition without a good one.

    Due are the editions whose workbook the snapshot lacks, from the month of their launch on, and the newest
    one `recheck_days` after its last check; or task.edition alone. A new edition that is not there is
    an error from the day of its launch on, if the catalog names it. What is blocked or broken is an error for
    its edition alone, but a Note where the snapshot has the edition; SourceUnreachable if there is no answer
    at all. A Note says whether the ranks in WIPO's smaller files agree with the snapshot.
    """
    newest = newest_in_full(task.tables[GII_SCORES.name])
    wanted = _wanted(task, newest)
    for edition in wanted:
        yield from _edition(session, task, edition, newest)
    if task.edition is None:
        yield from _rank_files(session, task, [edition for edition in wanted if edition >= newest])


def _wanted(task: Task, newest: int) -> list[int]:
    first, year = int(task.live.options["first"]), int(task.checked[:4])
    if task.edition is None:
        editions = range(first, max(year, newest) + 1)
        return [
            item
            for item in editions
            if (_launched(task, item) if item > newest else _due(task, item, newest))
        ]
    if task.edition < first:
        raise UsageError(
            f"the address of the workbook of the GII {task.edition} is not known (the first known is that of "
            f"{first}): download it and use --file"
        )
    return [task.edition]


def _launched(task: Task, edition: int, *, by_day: bool = False) -> bool:
    """Return whether the month has come in which an edition was launched, or usually would be.

    by_day: whether the very day has come, which only the catalog's list of launches knows.
    """
    launch = task.catalog.launches.get(edition)
    if by_day:
        return launch is not None and launch.released <= task.checked
    month = launch.released[:7] if launch else f"{edition}-{task.source.update_month or 1:02d}"
    return task.checked >= month


def _due(task: Task, edition: int, newest: int) -> bool:
    """Return whether the workbook of an edition that is not new is to be fetched (again)."""
    checked = _checked(task, edition)
    if edition < newest or not checked:
        return not checked
    passed = date.fromisoformat(task.checked) - date.fromisoformat(checked)
    return passed.days >= int(task.live.options["recheck_days"])


def _checked(task: Task, edition: int) -> str:
    """Return the day on which the workbook of an edition that is in the snapshot was checked, else ""."""
    sources = task.tables[SOURCES.name]
    rows = sources[sources["source"] == curated.workbook_source(edition)]
    stated = rows["note"].str.contains(DIGEST, regex=False, na=False)
    return str(rows["checked"].iloc[0]) if stated.any() else ""


def _edition(session: Session, task: Task, edition: int, newest: int) -> Iterator[Release | Note | EtlError]:
    workbook = _get(session, task, edition, WORKBOOK)
    day = "" if task.edition else _checked(task, edition)
    if isinstance(workbook, SourceUnreachable) and day:
        state = "blocked" if workbook.blocked else "not to be had"
        yield Note(f"GII {edition}: its workbook, in use as checked on {day}, is {state} now ({workbook})")
        return
    if edition <= newest:
        yield workbook if isinstance(workbook, Release) else _failed_download(workbook, edition, WORKBOOK)
        return
    if isinstance(workbook, Release):
        yield workbook
        if task.passed(workbook.vintage):
            return
    # A new edition in a form that is not known yet, or that a check refuses, has at least its ranking.
    ranking = _ranking_file(session, task, edition)
    found = {WORKBOOK: workbook, RANKING: ranking}
    yield from _missing(task, edition, {k: e for k, e in found.items() if isinstance(e, SourceUnreachable)})
    if isinstance(ranking, Release):
        yield ranking


def _missing(task: Task, edition: int, failures: dict[str, SourceUnreachable]) -> Iterator[EtlError]:
    """Yield what stands in the way of a new edition, as one error; none if it is just not out yet."""
    in_the_way = {kind: error for kind, error in failures.items() if error.status != NOT_FOUND}
    if in_the_way:
        yield _failed_download(next(iter(in_the_way.values())), edition, " and ".join(in_the_way))
    elif RANKING in failures and (task.tables[GII_SCORES.name]["edition"] == edition).any():
        yield _failed_download(failures[RANKING], edition, RANKING)
    elif len(failures) == len((WORKBOOK, RANKING)) and (
        task.edition or _launched(task, edition, by_day=True)
    ):
        *_, last = failures.values()
        reasons = "; ".join(str(error) for error in failures.values())
        yield SourceUnreachable(f"the GII {edition} is not published: {reasons}", last.address, last.status)


def _ranking_file(session: Session, task: Task, edition: int) -> Release | SourceUnreachable:
    """Return the overall ranking of a new edition from the first file that has it."""
    ranking = _get(session, task, edition, RANKING)
    if isinstance(ranking, Release) or ranking.status != NOT_FOUND:
        return ranking
    scores = _get(session, task, edition, SCORES)
    if isinstance(scores, Release):
        with suppress(BadFile):
            gii_rankings.of_scores(scores.documents[0].content, edition, task.catalog.economies)
            return scores
    return ranking


def _rank_files(session: Session, task: Task, editions: Iterable[int]) -> Iterator[Note]:
    """Yield what the newest of WIPO's smaller files say of the overall ranks in the snapshot."""
    for edition in sorted(editions, reverse=True)[:2]:
        try:
            files = [_get(session, task, edition, kind) for kind in (RANKS, SCORES)]
        except SourceUnreachable:
            return  # they add nothing to the snapshot, so they fail nothing
        documents = [item.documents[0] for item in files if isinstance(item, Release)]
        if documents:
            release = Release(task.family, f"{edition}{_SUFFIX[RANKS]}", now(), tuple(documents))
            yield gii_rankings.compared(release, task)
            return


def _get(session: Session, task: Task, edition: int, kind: str) -> Release | SourceUnreachable:
    address = task.live.url(_PATH[kind], edition=edition)
    check = _check_workbook if kind == WORKBOOK else _check_table
    try:
        content = session.get(address, check=check, limit=MAX_BYTES)
    except SourceUnreachable as error:
        if error.status is None:
            error.advise(f"{error.advice} {BY_HAND}")
            raise
        return error
    return _release(task, edition, kind, address, content)


def _release(task: Task, edition: int, kind: str, address: str, content: bytes) -> Release:
    name = task.live.url(_PATH[kind], edition=edition).rpartition("/")[2]
    document = Document(name, address, content)
    return Release(task.family, f"{edition}{_SUFFIX[kind]}", now(), (document,))


def _check_begin(content: bytes) -> None:
    _check_page(content)
    if not content.startswith(b"PK"):
        raise Unusable("something else than a workbook")


def _check_workbook(content: bytes) -> None:
    _check_begin(content)
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise Unusable("a workbook that is cut off")


def _check_table(content: bytes) -> None:
    _check_page(content)
    if not content.strip():
        raise Unusable("nothing")


def _check_page(content: bytes) -> None:
    if content[:100].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise Unusable("a web page in place of the file, so the download is blocked")


def _failed_download(found: SourceUnreachable, edition: int, kind: str) -> SourceUnreachable:
    """Return a failed download as an error that says what to do by hand."""
    what = f"the {kind} of the GII {edition}"
    if found.status == NOT_FOUND:
        sentence = f"{what} is no longer at its address: {found}"
    elif found.blocked:
        sentence = f"the download of {what} is blocked: {found}"
    else:
        sentence = f"{what} could not be downloaded: {found}"
    error = SourceUnreachable(sentence, found.address, found.status)
    error.advice = (
        f"The last good snapshot stays in use. Open {found.address} in a browser, save the file, and run "
        f"`python -m etl refresh gii --file FILE --edition {edition}`."
    )
    return error


def from_file(path: Path, task: Task) -> Release:
    """Return the release in a file that was saved by hand: a workbook, or the ranking as a .csv file.

    The edition is read from the workbook, by task.edition or by the name of the file; UsageError if it cannot
    be read, or if a ranking would take the place of an edition available in full.
    """
    content, address = read_file(path), f"file {path.name}"
    scores, structure = task.tables[GII_SCORES.name], task.tables[GII_STRUCTURE.name]
    if path.suffix.lower() == ".csv":
        named = re.search(r"(?<!\d)20\d\d(?!\d)", path.name)
        edition = task.edition or (int(named[0]) if named else 0)
        if not edition:
            raise UsageError(f"the name {path.name} does not say which edition it is: add --edition YEAR")
        if edition <= newest_in_full(scores):
            raise UsageError(
                f"the ranking alone would not add to the GII {edition}: give its workbook (.xlsx)"
            )
        return _release(task, edition, RANKING, address, content)
    with faulty(address):
        edition = recognise(gii.parse(content), scores, structure, path.name, task.edition)
    return _release(task, edition, WORKBOOK, address, content)


def parse(release: Release, task: Task) -> Content:
    """Return the edition in a release: all of it from a workbook, overall ranks and scores from a ranking.

    BadFile and Refused name the address. The vintage is the edition; the snapshot in task.tables only serves
    to refuse what is that of another edition, and may be missing.
    """
    edition, ranking = int(release.vintage[:4]), _SUFFIX[RANKING] in release.vintage
    with faulty(release.documents[0].address):
        return _ranking(release, edition, task) if ranking else _workbook(release, edition, task)


def _workbook(release: Release, edition: int, task: Task) -> Content:
    document = release.documents[0]
    parsed = gii.parse(document.content)
    check_names(parsed.names.items(), task.catalog, f"sheet '{parsed.layout.economies}'")
    check_edition(parsed, task.tables.get(GII_SCORES.name), edition)
    structure = curated.edition_rows(GII_STRUCTURE, parsed.structure, edition)
    return Content(
        row=workbook_row(parsed, edition, release.vintage, document.address, task.checked),
        scores=curated.edition_scores(parsed.scores, edition),
        structure=structure,
        context=curated.edition_rows(GII_ECONOMIES, parsed.context, edition),
        edition=edition,
        place=parsed.place,
        warnings=parsed.warnings + new_concepts(structure, task.tables.get(GII_STRUCTURE.name), task.catalog),
    )


def workbook_row(
    parsed: gii.ParsedWorkbook, edition: int, vintage: str, address: str, checked: str
) -> pd.DataFrame:
    """Return the row of a workbook in the table sources: that of data/curated if it is the very same file."""
    source = curated.workbook_source(edition)
    rows = curated.read_releases()
    same = rows[(rows["source"] == source) & rows["note"].str.contains(parsed.digest, regex=False, na=False)]
    if len(same):
        return same.assign(checked=checked).reset_index(drop=True)
    note = f"SHA-256 {parsed.digest}; {len(parsed.scores):,} rows"
    return release_row(source, FAMILY, f"GII {edition} data workbook", vintage, checked, address, note)


def _ranking(release: Release, edition: int, task: Task) -> Content:
    document = release.documents[0]
    read = gii_rankings.of_scores if gii_rankings.has_scores(document) else gii_rankings.of_explorer
    parsed = read(document.content, edition, task.catalog.economies)
    check_names(parsed.names.items(), task.catalog, gii_rankings.TABLE)
    check_ranking(parsed.scores, task.tables.get(GII_SCORES.name), edition)
    source = f"wipo_explorer_{edition}"
    missing = "sub-indices, pillars and indicators are missing until the workbook of the edition is fetched"
    note = f"Partial: overall ranks and scores only; {missing}. SHA-256 {parsed.digest}"
    title = f"GII {edition}: overall ranks and scores (Data Explorer)"
    row = release_row(source, release.family, title, release.vintage, task.checked, document.address, note)
    overall = {"edition": edition, "code": "GII", "name": "Global Innovation Index", "source": source}
    unknown = ", ".join(parsed.unknown)[:120]
    passed_over = (f"the column {unknown} of the ranking is not known and is passed over",) * bool(unknown)
    return Content(
        row=row,
        scores=typed(
            GII_SCORES,
            parsed.scores.assign(edition=edition, code="GII", score_source=source, rank_source=source),
        ),
        structure=typed(GII_STRUCTURE, pd.DataFrame([overall])),
        edition=edition,
        place=parsed.place,
        warnings=(f"the GII {edition} is partial: {missing}", *passed_over),
    )
