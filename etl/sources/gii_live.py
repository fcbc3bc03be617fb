"""The GII as its publisher issues it: a workbook for each edition, at first perhaps only the ranking."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from data.schema import GII_ECONOMIES, GII_SCORES, GII_STRUCTURE, SOURCES
from etl.assembly import new_concepts
from etl.cli_context import read_file
from etl.economies import check_names
from etl.errors import EtlError, Refused, SourceUnreachable, UsageError, name_address
from etl.http import Session, Unusable
from etl.release import Content, Document, Release, Task, now, release_row
from etl.sources import curated, gii, gii_rankings
from etl.sources.gii import check_edition, newest_in_full, recognise
from etl.sources.workbook import MAX_BYTES

FAMILY: Final = "wipo_gii"
WORKBOOK, RANKING = "workbook", "ranking"
"""What an edition is published as: their paths in sources.toml."""
SUFFIX: Final = {WORKBOOK: "", RANKING: "-ranking"}
"""End of the vintage, after the edition."""
NOT_FOUND: Final = 404
BY_HAND: Final = "A workbook saved by hand does as well: `python -m etl refresh gii --file WORKBOOK.xlsx`."
DIGEST: Final = "SHA-256"


def fetch(session: Session, task: Task) -> Iterator[Release | str | EtlError]:
    """Yield the workbooks that are new or due, and the overall ranking of a new edition without a good one.

    Due are the editions whose workbook the snapshot lacks, from the month of their launch on, and the newest
    one `recheck_days` after its last check; or task.edition alone. A new edition that is not there is
    an error from the day of its launch on, if the catalog names it. What is blocked or broken is an error for
    its edition alone, but a sentence where the snapshot has it; SourceUnreachable if there is no answer.
    """
    newest = newest_in_full(task.tables[GII_SCORES.name])
    for edition in _wanted(task, newest):
        workbook = _get(session, task, edition, WORKBOOK)
        if isinstance(workbook, Release):
            yield workbook
            if edition <= newest or task.passed(workbook.vintage):
                continue
        elif edition <= newest:
            day = "" if task.edition else _checked(task, edition)
            state = "blocked" if workbook.blocked else "not to be had"
            notice = f"GII {edition}: its workbook, in use as checked on {day}, is {state} now ({workbook})"
            yield notice if day else _failed_download(workbook, edition, WORKBOOK)
            continue
        # A new edition in a form that is not known yet, or that a check refuses, has at least its ranking.
        ranking = _get(session, task, edition, RANKING)
        found = {WORKBOOK: workbook, RANKING: ranking}
        failed = {kind: item for kind, item in found.items() if isinstance(item, SourceUnreachable)}
        blocked = [kind for kind, error in failed.items() if error.status != NOT_FOUND]
        launch = task.catalog.launches.get(edition)
        if blocked:
            yield _failed_download(failed[blocked[0]], edition, " and ".join(blocked))
        elif len(failed) == 2 and (task.edition or (launch and launch.released <= task.checked)):
            why = "; ".join(map(str, failed.values()))
            last = failed[RANKING]
            yield SourceUnreachable(f"the GII {edition} is not published: {why}", last.address, last.status)
        if isinstance(ranking, Release):
            yield ranking


def _wanted(task: Task, newest: int) -> list[int]:
    """Return the editions to be asked for: the one named, or those that are new or due."""
    first = int(task.live.options["first"])
    if task.edition is None:
        last = max(int(task.checked[:4]), newest)
        return [edition for edition in range(first, last + 1) if _due(task, edition, newest)]
    if task.edition < first:
        raise UsageError(
            f"the address of the workbook of the GII {task.edition} is not known (the first known is that of "
            f"{first}): download it and use --file"
        )
    return [task.edition]


def _due(task: Task, edition: int, newest: int) -> bool:
    if edition > newest:
        return _launched(task, edition)
    checked = _checked(task, edition)
    if edition < newest or not checked:
        return not checked
    passed = date.fromisoformat(task.checked) - date.fromisoformat(checked)
    return passed.days >= int(task.live.options["recheck_days"])


def _launched(task: Task, edition: int) -> bool:
    """Return whether the month has come in which an edition was launched, or usually would be."""
    launch = task.catalog.launches.get(edition)
    month = launch.released[:7] if launch else f"{edition}-{task.source.update_month or 1:02d}"
    return task.checked >= month


def _checked(task: Task, edition: int) -> str:
    """Return the day on which the workbook of an edition that is in the snapshot was checked, else ""."""
    sources = task.tables[SOURCES.name]
    rows = sources[sources["source"] == curated.workbook_source(edition)]
    stated = rows["note"].str.contains(DIGEST, regex=False, na=False)
    return str(rows["checked"].iloc[0]) if stated.any() else ""


def _get(session: Session, task: Task, edition: int, kind: str) -> Release | SourceUnreachable:
    address = task.live.url(kind, edition=edition)
    try:
        content = session.get(address, check=_check_whole if kind == WORKBOOK else None, limit=MAX_BYTES)
    except SourceUnreachable as error:
        if error.status is None:
            error.advise(f"{error.advice} {BY_HAND}")
            raise
        return error
    return _release(task, edition, kind, address, content)


def _release(task: Task, edition: int, kind: str, address: str, content: bytes) -> Release:
    name = task.live.url(kind, edition=edition).rpartition("/")[2]
    return Release(task.family, f"{edition}{SUFFIX[kind]}", now(), (Document(name, address, content),))


def _check_whole(content: bytes) -> None:
    if not content.startswith(b"PK"):
        raise Unusable("something else than a workbook, as where a download is blocked")
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise Unusable("a workbook that is cut off")


def _failed_download(found: SourceUnreachable, edition: int, kind: str) -> SourceUnreachable:
    what = f"the {kind} of the GII {edition}"
    if found.status == NOT_FOUND:
        sentence = f"{what} is no longer at its address: {found}"
    elif found.blocked:
        sentence = f"the download of {what} is blocked: {found}"
    else:
        sentence = f"{what} could not be downloaded: {found}"
    return SourceUnreachable(sentence, found.address, found.status).advise(
        f"The last good snapshot stays in use. Open {found.address} in a browser, save the file, and run "
        f"`python -m etl refresh gii --file FILE --edition {edition}`."
    )


def from_file(path: Path, task: Task) -> Release:
    """Return the release in a file that was saved by hand: a workbook, or the ranking as a .csv file.

    The edition is task.edition, or is read from the workbook or the name of the file; UsageError if it cannot
    be read, or if a ranking would take the place of an edition available in full.
    """
    content, address = read_file(path), f"file {path.name}"
    scores, structure = task.tables[GII_SCORES.name], task.tables[GII_STRUCTURE.name]
    if path.suffix.lower() != ".csv":
        with name_address(address):
            edition = task.edition or recognise(gii.parse(content), scores, structure, path.name)
        return _release(task, edition, WORKBOOK, address, content)
    named = re.search(r"(?<!\d)20\d\d(?!\d)", path.name)
    edition = task.edition or (int(named[0]) if named else 0)
    if not edition:
        raise UsageError(f"the name {path.name} does not say which edition it is: add --edition YEAR")
    if edition <= newest_in_full(scores):
        raise UsageError(f"the ranking alone would not add to the GII {edition}: give its workbook (.xlsx)")
    return _release(task, edition, RANKING, address, content)


def parse(release: Release, task: Task) -> Content:
    """Return the edition in a release: all of it from a workbook, overall ranks and scores from a ranking.

    BadFile and Refused name the address. The vintage is the edition; the snapshot in task.tables only serves
    to refuse what is that of another edition, and may be missing.
    """
    edition = int(release.vintage[:4])
    read = gii_rankings.parse if SUFFIX[RANKING] in release.vintage else _workbook
    with name_address(release.documents[0].address):
        return read(release, edition, task)


def _workbook(release: Release, edition: int, task: Task) -> Content:
    document = release.documents[0]
    parsed = gii.parse(document.content)
    check_names(parsed.names.items(), task.catalog, f"sheet '{parsed.layout.economies}'")
    check_edition(parsed.scores, task.tables.get(GII_SCORES.name), edition, parsed.layout.data)
    if not edition - 1 <= (newest := parsed.newest_year) <= edition:
        raise Refused(f"its newest data year is {newest}, so it is not the workbook of the GII {edition}")
    source, title = curated.workbook_source(edition), f"GII {edition} data workbook"
    scores = curated.edition_scores(parsed.scores, edition, source)
    if found := [parsed.locate(item) for item in gii.out_of_order(scores)]:
        raise Refused(f"values of the GII {edition} are not in the order of their scores", found)
    structure = curated.edition_rows(GII_STRUCTURE, parsed.structure, edition, source)
    note = f"{DIGEST} {parsed.digest}; {len(scores):,} rows"
    row = release_row(source, FAMILY, title, release.vintage, task.checked, document.address, note)
    kept = curated.read_releases()
    same = (kept["source"] == source) & kept["note"].str.contains(parsed.digest, regex=False, na=False)
    if same.any():  # it is the very file of the hand-kept tables
        row = kept[same].assign(checked=task.checked).reset_index(drop=True)
    return Content(
        row=row,
        scores=scores,
        structure=structure,
        context=curated.edition_rows(GII_ECONOMIES, parsed.context, edition, source),
        edition=edition,
        place=parsed.locate,
        warnings=parsed.warnings + new_concepts(structure, task.tables.get(GII_STRUCTURE.name), task.catalog),
    )
