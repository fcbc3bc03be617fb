"""The Penn World Table: the published workbook of one version, whose checksum the catalog states."""

import hashlib
from collections.abc import Container, Iterator, Mapping
from typing import Final

from etl.errors import BadFile, EtlError, faulty
from etl.http import Session, Unusable
from etl.release import Content, Document, Release, Task, now, observed, release_row, source_id
from etl.sources.workbook import MAX_BYTES, Workbook

FIRST_YEAR: Final = 1996
SHEET: Final = "Data"
ECONOMY, YEAR = "countrycode", "year"


class OtherFile(BadFile):
    """The file is not the one whose checksum the catalog states."""

    advice = (
        "What we have of it stays in use. Try again; if it stays so, the publisher has replaced the file: "
        "put its version, address and md5 into [penn_world_table.live] of data/catalog/sources.toml."
    )


def probe(session: Session, task: Task) -> str:
    """Return the version that the catalog names, if its file begins as a workbook."""
    session.peek(task.live.url("table"), check=_check_workbook)
    return task.live.options["version"]


def fetch(session: Session, task: Task) -> Iterator[Release | EtlError]:
    """Yield the version that the catalog names; a file kept with the right checksum is not downloaded again.

    Raises SourceUnreachable, or OtherFile if the checksum is another one.
    """
    version, expected = task.live.options["version"], task.live.options["md5"]
    earlier = task.stored(version)
    if earlier and [_md5(item.content) for item in earlier.documents] == [expected]:
        yield earlier
        return
    address = task.live.url("table")
    content = session.get(address, check=_check_workbook, limit=MAX_BYTES)
    if (found := _md5(content)) != expected:
        raise OtherFile(
            f"{address} is not the file of version {version} that the catalog names: "
            f"its md5 is {found}, not {expected} ({len(content):,} bytes)"
        )
    yield Release(task.family, version, now(), (Document(f"pwt{version}.xlsx", address, content),))


def parse(release: Release, task: Task) -> Content:
    """Return the series that the catalog wants, from 1996 on, sorted by their key.

    Raises BadFile, which names sheet, row and column, if the workbook is not laid out as expected.
    """
    document = release.documents[0]
    series = {item.api: item.id for item in task.indicators}
    source = source_id(release.family, release.vintage)
    with faulty(document.address):
        values, unknown = _read(document.content, series, task.catalog.economies)
    warning = f"{SHEET}: codes of no economy in the catalog are left out: {', '.join(sorted(unknown))}"
    title = f"{task.source.name.en} {release.vintage}"
    return Content(
        row=release_row(source, task.family, title, release.vintage, task.checked, document.address),
        observations=observed(values, source),
        names={indicator: column for column, indicator in series.items()},
        warnings=(warning,) * bool(unknown),
    )


def _read(
    content: bytes, series: Mapping[str, str], economies: Container[str]
) -> tuple[dict[tuple[str, str, int], float], set[str]]:
    """Return values by indicator, economy and year, and the codes of no economy; series: ids by column."""
    values: dict[tuple[str, str, int], float] = {}
    unknown: set[str] = set()
    for row in Workbook(content).rows(SHEET, [ECONOMY, YEAR, *series], others=True):
        economy, year = row[ECONOMY].text(), row[YEAR].integer()
        if not economy or year is None:
            raise row[ECONOMY if not economy else YEAR].refuse("the cell is blank")
        if economy not in economies:
            unknown.add(economy)
        elif year >= FIRST_YEAR:
            for column, indicator in series.items():
                value = row[column].number()
                if value is None:
                    continue
                if value <= 0:
                    raise row[column].refuse(f"a number above 0 expected, found {value:g}")
                if (indicator, economy, year) in values:
                    raise row[ECONOMY].refuse(f"{economy} in {year} stands there twice")
                values[indicator, economy, year] = value
    if not values:
        raise BadFile(f"sheet '{SHEET}' has no value of {', '.join(series)} from {FIRST_YEAR} on")
    return values, unknown


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()  # the checksum that Dataverse publishes


def _check_workbook(content: bytes) -> None:
    if not content.startswith(b"PK"):
        raise Unusable("with something that does not begin as an Excel workbook")
