"""Main Science and Technology Indicators from the OECD's SDMX service: one download for all series."""

from collections import deque
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from etl.errors import BadFile, EtlError, Retired, SourceUnreachable, faulty
from etl.http import Session, Unusable
from etl.release import Content, Document, Release, Task, now, observed, release_row, source_id
from etl.sources import oecd_sdmx
from etl.sources.oecd_sdmx import (
    AREA,
    DATA,
    FREQUENCY,
    MAX_BYTES,
    MEASURE,
    UNIT,
    Cells,
    Series,
    Structure,
    UnknownName,
)

FIRST_YEAR: Final = 1996
STRUCTURE: Final = "structure.xml"
STRUCTURE_FORM: Final = "application/vnd.sdmx.structure+xml;version=2.1"
DATA_FORM: Final = "application/vnd.sdmx.data+csv;version=2.0.0"
YEARLY, NOT_APPLICABLE = "A", "_Z"
NOT_IMPLEMENTED: Final = 501
REASONS: Final = {
    403: "the OECD refuses VPNs and anonymous networks; this program tells its name",
    404: "the OECD's answer when it has no data for what is asked",
    413: "the OECD finds the answer too large",
    429: "the OECD allows 60 downloads an hour and then refuses an address for a while",
}


def probe(session: Session, task: Task) -> str:
    """Return the day of the last update, if the OECD lists all names and its data begin as is expected."""
    location, described = _described(session, task)
    with faulty(location):
        structure = oecd_sdmx.read(described)
    series, retired = _series(structure, task)
    if retired:
        raise retired[0]
    address = task.live.url("data", key=_key(structure, series), first=FIRST_YEAR)
    lines = session.peek(address, accept=DATA_FORM).rpartition(b"\n")[0]
    _cells(structure, series, Document(DATA, address, lines), task)
    return structure.updated


def fetch(session: Session, task: Task) -> Iterator[Release | EtlError]:
    """Yield Retired for each indicator whose name the OECD does not list, then the release with all others.

    The codes are looked up by name in the OECD's own lists at each refresh. A release that is in use and was
    the answer to the same question is not downloaded again. SourceUnreachable and BadFile as for any source.
    """
    location, described = _described(session, task)
    with faulty(location):
        structure = oecd_sdmx.read(described)
    series, retired = _series(structure, task)
    yield from retired
    if not series:
        return
    address = task.live.url("data", key=_key(structure, series), first=FIRST_YEAR)
    earlier = task.stored(structure.updated) if structure.updated else None
    # one that was refused is fetched again
    in_use = earlier and source_id(earlier.family, earlier.vintage) in set(task.tables["sources"]["source"])
    if earlier and in_use and _document(earlier, DATA).address == address:
        yield earlier
        return
    data = Document(DATA, address, _get(session, address, DATA_FORM))
    documents = (Document(STRUCTURE, location, described), data)
    release = Release(task.family, structure.updated or task.checked, now(), documents)
    # Where no day of update is stated, each download would else be a release of its own.
    yield (None if structure.updated else _unchanged(release, task)) or release


def parse(release: Release, task: Task) -> Content:
    """Return the observations of the economies and indicators that the catalog holds, sorted by their key.

    Raises BadFile if a column is missing, a row is not what was asked for, or a series is not unique.
    """
    described, data = _document(release, STRUCTURE), _document(release, DATA)
    with faulty(described.address):
        structure = oecd_sdmx.read(described.content)
    series, _ = _series(structure, task)
    cells = _cells(structure, series, data, task)
    source = source_id(release.family, release.vintage)
    named = {item.indicator: item.name for item in series if item.indicator in cells.forms}
    if not named:
        raise BadFile(f"{data.address} has no value of any indicator asked for")
    silent = [item.name for item in series if item.indicator not in cells.forms]
    fetched = f"as downloaded on {release.fetched[:10]}, since the OECD does not say when it was updated"
    title = f"{task.source.name.en}, {f'updated {structure.updated}' if structure.updated else fetched}"
    return Content(
        row=release_row(source, task.family, title, release.vintage, task.checked, data.address),
        observations=observed(cells.values, source),
        names=named,
        warnings=tuple(f"the OECD has no value of {name}" for name in silent),
    )


def _described(session: Session, task: Task) -> tuple[str, bytes]:
    """Return address and answer of the structure: with only the codes in use, or else with all.

    A structure in part is answered with 501 (Not Implemented) unless its version is named, and by some
    services always.
    """
    flow = task.live.url("flow")
    with faulty(flow):
        version = oecd_sdmx.version(_get(session, flow, STRUCTURE_FORM))
    address = task.live.url("structure", version=version)
    try:
        return address, _get(session, address, STRUCTURE_FORM)
    except SourceUnreachable as error:
        if error.status != NOT_IMPLEMENTED:
            raise
    address = address.partition("&detail=")[0]
    return address, _get(session, address, STRUCTURE_FORM)


def _series(structure: Structure, task: Task) -> tuple[list[Series], list[Retired]]:
    found, retired = [], []
    for item in task.indicators:
        measure, _, unit = item.api.partition(" | ")
        try:
            codes = structure.code(MEASURE, measure), structure.code(UNIT, unit)
        except UnknownName as error:
            retired.append(Retired(f"{item.id}: {error}", [item.id]))
            continue
        name = f"{structure.codes[MEASURE][codes[0]]}, {structure.codes[UNIT][codes[1]]}"
        found.append(Series(item.id, *codes, name))
    return found, retired


def _key(structure: Structure, series: list[Series]) -> str:
    """Return the key of all series, a superset of them; all economies, nothing adjusted or transformed."""
    chosen = {
        AREA: "",
        FREQUENCY: YEARLY,
        MEASURE: "+".join(sorted({item.measure for item in series})),
        UNIT: "+".join(sorted({item.unit for item in series})),
    }
    plain = {name: NOT_APPLICABLE for name, codes in structure.codes.items() if NOT_APPLICABLE in codes}
    return ".".join({**plain, **chosen}.get(name, "") for name in structure.dimensions)


def _cells(structure: Structure, series: list[Series], data: Document, task: Task) -> Cells:
    """Return the values of a download, or of its first lines."""
    cells = Cells(structure.dimensions, series, _wanted(structure, data.address))
    with faulty(data.address):
        for line, row in oecd_sdmx.rows(data.content):
            cells.add(line, row, task.catalog.economies)
    return cells


def _wanted(structure: Structure, address: str) -> dict[str, frozenset[str]]:
    """Return the values asked for by dimension, as the key of the address says; those not listed are free."""
    parts = urlsplit(address).path.rpartition("/")[2].split(".")
    pairs = zip(structure.dimensions, parts, strict=True)
    return {name: frozenset(part.split("+")) for name, part in pairs if part}


def _get(session: Session, address: str, form: str) -> bytes:
    def check(content: bytes) -> None:
        try:
            if form == STRUCTURE_FORM and not oecd_sdmx.tree(content).tag.endswith("}Structure"):
                raise Unusable("with XML that is no SDMX structure")
            if form == DATA_FORM:
                deque(oecd_sdmx.rows(content), maxlen=0)
        except BadFile as error:
            raise Unusable(f"with something else: {error}") from error

    try:
        return session.get(address, accept=form, check=check, limit=MAX_BYTES)
    except SourceUnreachable as error:
        reason = REASONS.get(error.status or 0)
        if reason is None:
            raise
        told = f"{error} ({reason})"
        raise SourceUnreachable(told, error.address, error.status).advise(error.advice) from error


def _unchanged(release: Release, task: Task) -> Release | None:
    """Return the release in use if its data and lists are the very same as those just downloaded."""
    sources = task.tables["sources"]
    for vintage in sources.loc[sources["family"] == task.family, "vintage"]:
        earlier = task.stored(str(vintage))
        if earlier and earlier.documents == release.documents:
            return earlier
    return None


def _document(release: Release, name: str) -> Document:
    return next(item for item in release.documents if item.name == name)
