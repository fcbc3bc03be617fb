"""The Penn World Table: the published workbook of one version, whose checksum the catalog states."""

import hashlib
from collections.abc import Iterator
from typing import Final

import pandas as pd

from etl.errors import BadFile, EtlError, name_address
from etl.http import Session, Unusable
from etl.release import Content, Document, Release, Task, now
from etl.sources.observations import FIRST_YEAR, ROWS, content
from etl.sources.workbook import MAX_BYTES, Workbook

DATA_SHEET: Final = "Data"
ECONOMY, YEAR = "countrycode", "year"
REPLACED_FILE_ADVICE: Final = (
    "Values in use stay. Try again; if it fails again, the publisher has replaced the file: "
    "put its version, address and md5 into [penn_world_table.live] of data/catalog/sources.toml."
)


def fetch(session: Session, task: Task) -> Iterator[Release | EtlError]:
    """Yield the version that the catalog names, stored or downloaded; BadFile if its checksum differs."""
    version, expected = task.live.options["version"], task.live.options["md5"]
    earlier = task.stored(version)
    if earlier and [_md5(item.content) for item in earlier.documents] == [expected]:
        yield earlier
        return
    address = task.live.url("table")
    file = session.get(address, check=_check_workbook, limit=MAX_BYTES)
    if (digest := _md5(file)) != expected:
        mismatch = f"its md5 is {digest}, not {expected} ({len(file):,} bytes)"
        problem = f"{address} is not the file of version {version} that the catalog names: {mismatch}"
        raise BadFile(problem).advise(REPLACED_FILE_ADVICE)
    yield Release(task.family, version, now(), (Document(f"pwt{version}.xlsx", address, file),))


def parse(release: Release, task: Task) -> Content:
    """Return the requested series from 1996 on; BadFile names sheet, row and column at fault."""
    document = release.documents[0]
    series = {item.api: item.id for item in task.indicators}
    rows, unknown = [], set()
    with name_address(document.address):
        for row in Workbook(document.content).read(DATA_SHEET, [ECONOMY, YEAR, *series], allow_others=True):
            economy, year = row[ECONOMY].text(), row[YEAR].integer()
            if not economy or year is None:
                raise row[YEAR if economy else ECONOMY].refuse("the cell is blank")
            if economy not in task.catalog.economies:
                unknown.add(economy)
                continue
            for column, indicator in series.items() if year >= FIRST_YEAR else ():
                value = row[column].number()
                if value is not None and value <= 0:
                    raise row[column].refuse(f"a number above 0 expected, found {value:g}")
                if value is not None:
                    rows.append(
                        (indicator, economy, year, value, "", "", f"{DATA_SHEET}, row {row[YEAR].row}")
                    )
    left_out = f"{DATA_SHEET}: codes of no economy in the catalog are left out: {', '.join(sorted(unknown))}"
    frame, warnings = pd.DataFrame(rows, columns=ROWS), [left_out] if unknown else []
    names, title = {item.id: item.api for item in task.indicators}, f"{task.source.name.en} {release.vintage}"
    return content(release, task, frame, names, title=title, provenance=document.address, warnings=warnings)


def _md5(file: bytes) -> str:
    return hashlib.md5(file, usedforsecurity=False).hexdigest()  # the checksum that Dataverse publishes


def _check_workbook(start: bytes) -> None:
    if not start.startswith(b"PK"):
        raise Unusable("with something that does not begin as an Excel workbook")
