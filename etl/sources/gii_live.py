"""The GII as its publisher issues it: a workbook for each edition, at first perhaps only the ranking."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

from data.schema import GII_SCORES, GII_STRUCTURE
from etl import names
from etl.assembly import typed
from etl.errors import SourceUnreachable, UsageError, faulty
from etl.http import Unusable
from etl.release import Content, Document, Release, now, release_row
from etl.sources import curated, gii, gii_explorer
from etl.sources.gii_edition import check_edition, check_ranking, newest_in_full, recognise
from etl.sources.workbook import MAX_BYTES
from etl.workplace import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd

    from etl.errors import EtlError
    from etl.http import Session
    from etl.sources.task import Task

FAMILY: Final = "wipo_gii"
WORKBOOK: Final = "workbook"
RANKING: Final = "ranking"
NOT_FOUND: Final = 404
FORBIDDEN: Final = (401, 403)
_SUFFIX: Final = {WORKBOOK: "", RANKING: "-ranking"}
_PATH: Final = {WORKBOOK: "workbook", RANKING: "explorer"}


def fetch(session: Session, task: Task) -> Iterator[Release | EtlError]:
    """Yield the workbooks that are wanted, and the overall ranking of a new edition that has no good one yet.

    Wanted are the newest edition held, since it may have been reissued, older ones never fetched, and any
    that came out since; or only the edition asked for. A new edition that is not there is no error. What is
    blocked or broken is one, for its edition alone; SourceUnreachable if there is no answer at all.
    """
    newest = newest_in_full(task.tables[GII_SCORES.name])
    for edition in _wanted(task, newest):
        yield from _edition(session, task, edition, newest)


def _wanted(task: Task, newest: int) -> list[int]:
    first, year = int(task.live.options["first"]), int(task.checked[:4])
    if task.edition is None:
        editions = range(first, max(year, newest) + 1)
        return [item for item in editions if item >= newest or task.kept(str(item)) is None]
    if task.edition < first:
        raise UsageError(
            f"the address of the workbook of the GII {task.edition} is not known (the first known is that of "
            f"{first}): download it and use --file"
        )
    return [task.edition]


def _edition(session: Session, task: Task, edition: int, newest: int) -> Iterator[Release | EtlError]:
    found = _get(session, task, edition, WORKBOOK)
    absent = isinstance(found, SourceUnreachable) and found.status == NOT_FOUND and edition > newest
    if not absent:
        yield _told(found, edition, WORKBOOK)
    # A new edition in a form that is not known yet, or that a check refuses, has at least its ranking.
    if edition <= newest or (isinstance(found, Release) and task.passed(found.vintage)):
        return
    ranking = _get(session, task, edition, RANKING)
    if isinstance(ranking, Release) or ranking.status != NOT_FOUND or _held(task, edition):
        yield _told(ranking, edition, RANKING)
    elif absent and task.edition is not None:
        yield SourceUnreachable(
            f"the GII {edition} is not published: {found}; {ranking}", ranking.address, ranking.status
        )


def _held(task: Task, edition: int) -> bool:
    return bool((task.tables[GII_SCORES.name]["edition"] == edition).any())


def _get(session: Session, task: Task, edition: int, kind: str) -> Release | SourceUnreachable:
    address = task.live.url(_PATH[kind], edition=edition)
    check = _check_workbook if kind == WORKBOOK else _check_table
    try:
        content = session.get(address, check=check, limit=MAX_BYTES)
    except SourceUnreachable as error:
        if error.status is None:
            raise
        return error
    return _release(task, edition, kind, address, content)


def _release(task: Task, edition: int, kind: str, address: str, content: bytes) -> Release:
    name = task.live.url(_PATH[kind], edition=edition).rpartition("/")[2]
    document = Document(name, address, content)
    return Release(task.family, f"{edition}{_SUFFIX[kind]}", now(), (document,))


def _check_workbook(content: bytes) -> None:
    _check_page(content)
    if not content.startswith(b"PK"):
        raise Unusable("something else than a workbook")
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise Unusable("a workbook that is cut off")


def _check_table(content: bytes) -> None:
    _check_page(content)
    if not content.strip():
        raise Unusable("nothing")


def _check_page(content: bytes) -> None:
    if content[:100].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise Unusable("a web page in place of the file, so the download is blocked")


def _told(found: Release | SourceUnreachable, edition: int, kind: str) -> Release | SourceUnreachable:
    """Return a failed download as an error that says what to do by hand."""
    if isinstance(found, Release):
        return found
    what = f"the {kind} of the GII {edition}"
    if found.status == NOT_FOUND:
        sentence = f"{what} is no longer at its address: {found}"
    elif found.status in FORBIDDEN:
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

    The edition is told by the workbook, by task.edition or by the name of the file; UsageError if it cannot
    be told, or if a ranking would take the place of an edition held in full.
    """
    content, address = read_file(path), f"file {path.name}"
    if path.suffix.lower() == ".csv":
        return _release(task, _edition_of_ranking(path.name, task), RANKING, address, content)
    scores, structure = task.tables[GII_SCORES.name], task.tables[GII_STRUCTURE.name]
    with faulty(address):
        edition = recognise(gii.parse(content), scores, structure, path.name, task.edition)
    return _release(task, edition, WORKBOOK, address, content)


def _edition_of_ranking(name: str, task: Task) -> int:
    named = re.search(r"(?<!\d)20\d\d(?!\d)", name)
    edition = task.edition or (int(named[0]) if named else 0)
    if not edition:
        raise UsageError(f"the name {name} does not say which edition it is: add --edition YEAR")
    if edition <= newest_in_full(task.tables[GII_SCORES.name]):
        raise UsageError(f"the ranking alone would not add to the GII {edition}: give its workbook (.xlsx)")
    return edition


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
    names.check(parsed.names.items(), task.catalog, f"sheet '{parsed.layout.economies}'")
    check_edition(parsed, task.tables.get(GII_SCORES.name), edition)
    return Content(
        row=workbook_row(parsed, edition, release.vintage, document.address, task.checked),
        scores=curated.edition_scores(parsed.scores, edition),
        structure=curated.edition_structure(parsed.structure, edition),
        context=curated.edition_context(parsed.context, edition),
        edition=edition,
        place=parsed.place,
    )


def workbook_row(
    parsed: gii.ParsedWorkbook, edition: int, vintage: str, address: str, checked: str
) -> pd.DataFrame:
    """Return the row of a workbook in the table sources: that of data/curated if it is the very same file."""
    source = curated.workbook_source(edition)
    held = curated.read_releases()
    same = held[(held["source"] == source) & held["note"].str.contains(parsed.digest, regex=False, na=False)]
    if len(same):
        return same.assign(checked=checked).reset_index(drop=True)
    note = f"SHA-256 {parsed.digest}; {len(parsed.scores):,} rows"
    return release_row(source, FAMILY, f"GII {edition} data workbook", vintage, checked, address, note)


def _ranking(release: Release, edition: int, task: Task) -> Content:
    document = release.documents[0]
    parsed = gii_explorer.parse(document.content, edition, task.catalog.economies)
    names.check(parsed.names.items(), task.catalog, gii_explorer.TABLE)
    check_ranking(parsed.scores, task.tables.get(GII_SCORES.name), edition)
    source = f"wipo_explorer_{edition}"
    missing = "sub-indices, pillars and indicators are missing until the workbook of the edition is fetched"
    note = f"Partial: overall ranks and scores only; {missing}. SHA-256 {parsed.digest}"
    title = f"GII {edition}: overall ranks and scores (Data Explorer)"
    row = release_row(source, release.family, title, release.vintage, task.checked, document.address, note)
    return Content(
        row=row,
        scores=typed(
            GII_SCORES,
            parsed.scores.assign(edition=edition, code="GII", score_source=source, rank_source=source),
        ),
        structure=typed(GII_STRUCTURE, gii_explorer.structure().assign(edition=edition, source=source)),
        edition=edition,
        place=parsed.place,
        warnings=(f"the GII {edition} is partial: {missing}",),
    )
