"""The GII as its publisher issues it: a workbook for each edition, or at first only the ranking."""

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
WORKBOOK: Final = "workbook"
RANKING: Final = "ranking"
VINTAGE_SUFFIX: Final = {WORKBOOK: "", RANKING: "-ranking"}
STATUS_NOT_FOUND: Final = 404
SAVED_FILE_ADVICE: Final = "Or save the workbook by hand: `python -m etl refresh gii --file WORKBOOK.xlsx`."
DIGEST_LABEL: Final = "SHA-256"


def fetch(session: Session, task: Task) -> Iterator[Release | str | EtlError]:
    """Yield workbooks that are new or due, and the overall ranking of a new edition without a good workbook.

    Due are editions that the snapshot lacks, from the month of their launch, and the newest one
    `recheck_days` after its last check; or task.edition alone. A missing new edition is an error
    from the day of its launch, if the catalog has it. A blocked or broken download is an error of
    its edition alone, or a note if the snapshot has it. SourceUnreachable if there is no answer.
    """
    newest = newest_in_full(task.tables[GII_SCORES.name])
    for edition in _list_editions(task, newest):
        workbook = _download(session, task, edition, WORKBOOK)
        if isinstance(workbook, Release):
            yield workbook
            if edition <= newest or task.passed(workbook.vintage):
                continue
        elif edition <= newest:
            day = "" if task.edition else _check_date(task, edition)
            state = "blocked" if workbook.blocked else "not to be had"
            notice = f"GII {edition}: its workbook, in use as checked on {day}, is {state} now ({workbook})"
            yield notice if day else _download_error(workbook, edition, WORKBOOK)
            continue
        # If a new workbook has an unknown layout or is refused, take at least the ranking.
        ranking = _download(session, task, edition, RANKING)
        downloads = {WORKBOOK: workbook, RANKING: ranking}
        failed = {kind: item for kind, item in downloads.items() if isinstance(item, SourceUnreachable)}
        blocked = [kind for kind, error in failed.items() if error.status != STATUS_NOT_FOUND]
        launch = task.catalog.launches.get(edition)
        if blocked:
            yield _download_error(failed[blocked[0]], edition, " and ".join(blocked))
        elif len(failed) == 2 and (task.edition or (launch and launch.released <= task.checked)):
            why = "; ".join(map(str, failed.values()))
            last = failed[RANKING]
            yield SourceUnreachable(f"the GII {edition} is not published: {why}", last.address, last.status)
        if isinstance(ranking, Release):
            yield ranking


def _list_editions(task: Task, newest: int) -> list[int]:
    first = int(task.live.options["first"])
    if task.edition is None:
        last = max(int(task.checked[:4]), newest)
        return [edition for edition in range(first, last + 1) if _is_due(task, edition, newest)]
    if task.edition < first:
        raise UsageError(
            f"no address is known for the workbook of the GII {task.edition} (the first is that of {first}): "
            "download it and use --file"
        )
    return [task.edition]


def _is_due(task: Task, edition: int, newest: int) -> bool:
    if edition > newest:
        return _is_launched(task, edition)
    checked = _check_date(task, edition)
    if edition < newest or not checked:
        return not checked
    passed = date.fromisoformat(task.checked) - date.fromisoformat(checked)
    return passed.days >= int(task.live.options["recheck_days"])


def _is_launched(task: Task, edition: int) -> bool:
    launch = task.catalog.launches.get(edition)
    month = launch.released[:7] if launch else f"{edition}-{task.source.update_month or 1:02d}"
    return task.checked >= month


def _check_date(task: Task, edition: int) -> str:
    """Return the day of the last check of an edition's workbook in the snapshot, else ""."""
    sources = task.tables[SOURCES.name]
    rows = sources[sources["source"] == curated.workbook_source(edition)]
    stated = rows["note"].str.contains(DIGEST_LABEL, regex=False, na=False)
    return str(rows["checked"].iloc[0]) if stated.any() else ""


def _download(session: Session, task: Task, edition: int, kind: str) -> Release | SourceUnreachable:
    address = task.live.url(kind, edition=edition)
    try:
        content = session.get(address, check=_check_whole if kind == WORKBOOK else None, limit=MAX_BYTES)
    except SourceUnreachable as error:
        if error.status is None:
            error.advise(f"{error.advice} {SAVED_FILE_ADVICE}")
            raise
        return error
    return _release_of(task, edition, kind, address, content)


def _release_of(task: Task, edition: int, kind: str, address: str, content: bytes) -> Release:
    name = task.live.url(kind, edition=edition).rpartition("/")[2]
    return Release(
        task.family, f"{edition}{VINTAGE_SUFFIX[kind]}", now(), (Document(name, address, content),)
    )


def _check_whole(content: bytes) -> None:
    if not content.startswith(b"PK"):
        raise Unusable("something else than a workbook, as where a download is blocked")
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise Unusable("a workbook that is cut off")


def _download_error(error: SourceUnreachable, edition: int, kind: str) -> SourceUnreachable:
    subject = f"the {kind} of the GII {edition}"
    if error.status == STATUS_NOT_FOUND:
        sentence = f"{subject} is no longer at its address: {error}"
    elif error.blocked:
        sentence = f"the download of {subject} is blocked: {error}"
    else:
        sentence = f"{subject} could not be downloaded: {error}"
    return SourceUnreachable(sentence, error.address, error.status).advise(
        f"The last good snapshot stays in use. Open {error.address} in a browser, save the file, and run "
        f"`python -m etl refresh gii --file FILE --edition {edition}`."
    )


def from_file(path: Path, task: Task) -> Release:
    """Return the release in a saved file: a workbook, or the ranking as a .csv file.

    The edition is task.edition, else that of the workbook or the file name. UsageError if it is
    unknown, or if a ranking would replace an edition available in full.
    """
    content, address = read_file(path), f"file {path.name}"
    scores, structure = task.tables[GII_SCORES.name], task.tables[GII_STRUCTURE.name]
    if path.suffix.lower() != ".csv":
        with name_address(address):
            edition = task.edition or recognise(gii.parse(content), scores, structure, path.name)
        return _release_of(task, edition, WORKBOOK, address, content)
    match = re.search(r"(?<!\d)20\d\d(?!\d)", path.name)
    edition = task.edition or (int(match[0]) if match else 0)
    if not edition:
        raise UsageError(f"the file name {path.name} has no edition: add --edition YEAR")
    if edition <= newest_in_full(scores):
        raise UsageError(
            f"a ranking would not add to the GII {edition}, which is in use: use a workbook (.xlsx)"
        )
    return _release_of(task, edition, RANKING, address, content)


def parse(release: Release, task: Task) -> Content:
    """Return the edition in a release: everything from a workbook, overall ranks and scores from a ranking.

    BadFile and Refused name the address. The snapshot in task.tables serves only to detect another
    edition, and may be missing.
    """
    edition = int(release.vintage[:4])
    read = gii_rankings.parse if VINTAGE_SUFFIX[RANKING] in release.vintage else _parse_workbook
    with name_address(release.documents[0].address):
        return read(release, edition, task)


def _parse_workbook(release: Release, edition: int, task: Task) -> Content:
    document = release.documents[0]
    parsed = gii.parse(document.content)
    check_names(parsed.names.items(), task.catalog, f"sheet '{parsed.layout.economies}'")
    check_edition(parsed.scores, task.tables.get(GII_SCORES.name), edition, parsed.layout.data)
    if not edition - 1 <= (newest := parsed.newest_year) <= edition:
        raise Refused(f"its newest data year is {newest}, so it is not the workbook of the GII {edition}")
    source, title = curated.workbook_source(edition), f"GII {edition} data workbook"
    scores = curated.edition_scores(parsed.scores, edition, source)
    if violations := [parsed.locate(item) for item in gii.out_of_order(scores)]:
        raise Refused(f"values of the GII {edition} are not in the order of their scores", violations)
    structure = curated.edition_rows(GII_STRUCTURE, parsed.structure, edition, source)
    note = f"{DIGEST_LABEL} {parsed.digest}; {len(scores):,} rows"
    row = release_row(source, FAMILY, title, release.vintage, task.checked, document.address, note)
    releases = curated.read_releases()
    same = (releases["source"] == source) & releases["note"].str.contains(
        parsed.digest, regex=False, na=False
    )
    if same.any():  # the file is already in the hand-kept tables
        row = releases[same].assign(checked=task.checked).reset_index(drop=True)
    return Content(
        row=row,
        scores=scores,
        structure=structure,
        context=curated.edition_rows(GII_ECONOMIES, parsed.context, edition, source),
        edition=edition,
        locate=parsed.locate,
        warnings=parsed.warnings + new_concepts(structure, task.tables.get(GII_STRUCTURE.name), task.catalog),
    )
