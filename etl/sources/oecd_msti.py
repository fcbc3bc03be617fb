"""Main Science and Technology Indicators from the OECD's SDMX service: one download for all series."""

import csv
import difflib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pandas as pd

from data.catalog import Catalog
from etl.errors import BadFile, EtlError, Retired, SourceUnreachable, name_address
from etl.http import Session, Unusable
from etl.release import Content, Document, Release, Task, now
from etl.sources.observations import FIRST_YEAR, FORECAST, content

STRUCTURE_ID: Final = "DSD_MSTI"
KEY_DIMENSIONS: Final = ("REF_AREA", "FREQ", "MEASURE", "UNIT_MEASURE")
AREA, FREQUENCY, MEASURE, UNIT = KEY_DIMENSIONS
YEAR, VALUE, POWER, STATUS = "TIME_PERIOD", "OBS_VALUE", "UNIT_MULT", "OBS_STATUS"
CELL_PATTERNS: Final = {
    YEAR: ("a year", r"[12]\d{3}"),
    VALUE: ("a number", r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?"),
    POWER: ("a power of ten", r"(-?\d{1,2})?"),
}
STRUCTURE_TYPE: Final = "application/vnd.sdmx.structure+xml;version=2.1"
DATA_TYPE: Final = "application/vnd.sdmx.data+csv;version=2.0.0"
MAX_BYTES: Final = 32 * 2**20
STATUS_REASONS: Final = {
    403: "the OECD refuses VPNs and anonymous networks; this program tells its name",
    404: "the OECD's answer when it has no data for what is asked",
    413: "the OECD finds the answer too large",
    429: "the OECD allows 60 downloads an hour and then refuses an address for a while",
}
Series: TypeAlias = Mapping[str, tuple[str, str]]
"""Codes of measure and unit by indicator."""


@dataclass(frozen=True, slots=True)
class Structure:
    """The structure of the data set.

    dimensions: in the order of the key; codes: English names by dimension and code, only codes in
    use if the OECD says which; updated: day of the last update, YYYY-MM-DD, blank if unknown.
    """

    dimensions: tuple[str, ...]
    codes: Mapping[str, Mapping[str, str]]
    updated: str

    def code(self, dimension: str, wanted: str) -> str:
        """Return the code with one of the names between slashes, in any case; else LookupError."""
        names = self.codes[dimension]
        # a name of the OECD has no spaces around its slashes
        plain = [" ".join(name.split()).casefold() for name in wanted.split(" / ")]
        matches = sorted(code for code, name in names.items() if name.casefold() in plain)
        if len(matches) == 1:
            return matches[0]
        near = [] if matches else difflib.get_close_matches(wanted, names.values(), 3, 0.5)
        hint = f"; the nearest are {', '.join(map(repr, near))}" if near else ""
        problem = f"several codes ({', '.join(matches)})" if matches else "no code"
        raise LookupError(f"the OECD lists {problem} of {dimension} as '{wanted}'{hint}")


def fetch(session: Session, task: Task) -> Iterator[Release | EtlError]:
    """Yield Retired for each indicator whose name the OECD no longer lists, then the release with all others.

    Codes are looked up by name in the OECD's lists at each refresh. A release in use that answered
    the same query is not downloaded again. SourceUnreachable and BadFile as for any source.
    """
    structure_document = _fetch_structure(session, task)
    structure = read_structure(structure_document)
    series, retired = look_up_series(structure, task)
    yield from retired
    if not series:
        return
    address = task.live.url("data", key=key(structure, series), first=FIRST_YEAR)
    sources = task.tables["sources"]
    vintages = sources.loc[sources["family"] == task.family, "vintage"]
    in_use = [stored for vintage in vintages if (stored := task.stored(str(vintage)))]
    for stored in in_use:
        if stored.vintage == structure.updated and stored.documents[1].address == address:
            yield stored
            return
    data = Document("data.csv", address, _get(session, address, DATA_TYPE))
    # Without a day of update, equal downloads are the same release.
    same = [stored for stored in in_use if stored.documents[1] == data and not structure.updated]
    vintage = structure.updated or task.checked
    yield same[0] if same else Release(task.family, vintage, now(), (structure_document, data))


def parse(release: Release, task: Task) -> Content:
    """Return the requested observations; BadFile if there are others."""
    structure_document, data = release.documents
    structure = read_structure(structure_document)
    series, _ = look_up_series(structure, task)
    measures, units = structure.codes[MEASURE], structure.codes[UNIT]
    names = {name: f"{measures[measure]}, {units[unit]}" for name, (measure, unit) in series.items()}
    fetched = f"as downloaded on {release.fetched[:10]}, since the OECD does not say when it was updated"
    title = f"{task.source.name.en}, {f'updated {structure.updated}' if structure.updated else fetched}"
    given = observations(structure, series, data, task.catalog)
    return content(release, task, given, names, title=title, provenance=data.address)


def read_structure(document: Document) -> Structure:
    """Parse an SDMX-ML 2.1 structure message; BadFile says what is missing."""
    with name_address(document.address):
        root = tree(document.content)
        elements = root.findall(f".//{{*}}DataStructure[@id='{STRUCTURE_ID}']//{{*}}Dimension")
        elements.sort(key=lambda item: int(item.get("position", 0)))
        dimensions = {str(item.get("id")): item for item in elements}
        if missing := [name for name in KEY_DIMENSIONS if name not in dimensions]:
            raise BadFile(f"the OECD's data structure {STRUCTURE_ID} has no dimension {', '.join(missing)}")
    used: dict[str, set[str]] = {}
    updated = ""
    for constraint in root.iterfind(".//{*}ContentConstraint[@type='Actual']"):
        if STRUCTURE_ID in constraint.get("id", ""):
            updated = max([updated, *re.findall(r"^\d{4}-\d{2}-\d{2}", constraint.get("validFrom", ""))])
            for item in constraint.iterfind(".//{*}KeyValue"):
                values = {str(value.text).strip() for value in item.iterfind(".//{*}Value")}
                used.setdefault(str(item.get("id")), set()).update(values)
    lists = {
        _reference(item): {
            str(code.get("id")): " ".join(str(name.text).split())
            for code in item.iterfind(".//{*}Code")
            for name in code.iterfind("{*}Name[@{http://www.w3.org/XML/1998/namespace}lang='en']")
        }
        for item in root.iterfind(".//{*}Codelist")
    }
    codes = {}
    for name, dimension in dimensions.items():
        reference = dimension.find(".//{*}Enumeration//{*}Ref")
        names = {} if reference is None else lists.get(_reference(reference), {})
        codes[name] = {code: text for code, text in names.items() if code in (used.get(name) or names)}
    return Structure(tuple(dimensions), codes, updated)


def tree(body: bytes) -> Element:
    """Return the root of an SDMX-ML message; BadFile if it is invalid."""
    try:
        text = body.decode("utf-8-sig")
        if "<!DOCTYPE" in text:  # without one there are no entities that grow or point elsewhere
            raise BadFile("the OECD's structure declares a document type, which SDMX has not")
        root = ElementTree.fromstring(text)  # noqa: S314 (no document type, see above)
    except (UnicodeDecodeError, ElementTree.ParseError) as error:
        raise BadFile(f"the OECD's structure is not well-formed XML ({error})") from error
    if not root.tag.endswith("}Structure"):
        raise BadFile("it is XML that is no SDMX structure")
    return root


def look_up_series(structure: Structure, task: Task) -> tuple[Series, list[Retired]]:
    """Return the codes of the requested series, and an error for each name that the OECD lacks."""
    series, retired = {}, []
    for item in task.indicators:
        measure, _, unit = item.api.partition(" | ")
        try:
            series[item.id] = structure.code(MEASURE, measure), structure.code(UNIT, unit)
        except LookupError as error:
            retired.append(Retired(f"{item.id}: {error}", [item.id]))
    return series, retired


def key(structure: Structure, series: Series) -> str:
    """Return the key that covers all series, for all economies, nothing adjusted or transformed."""
    measures, units = ("+".join(sorted(set(codes))) for codes in zip(*series.values(), strict=True))
    chosen = {AREA: "", FREQUENCY: "A", MEASURE: measures, UNIT: units}
    plain = {name: "_Z" for name, codes in structure.codes.items() if "_Z" in codes}  # not applicable
    return ".".join({**plain, **chosen}.get(name, "") for name in structure.dimensions)


def csv_text(body: bytes) -> pd.DataFrame:
    """Return an SDMX-CSV as text by line and column; BadFile if it is invalid."""
    try:
        head, *lines = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True)
    except (ValueError, csv.Error) as error:
        raise BadFile(f"it is not SDMX-CSV ({error})") from error
    if not {MEASURE, YEAR, VALUE} & set(head) or len(set(head)) < len(head):
        raise BadFile(f"it is not SDMX-CSV: it begins with {','.join(head)[:40]!r}")
    for line, cells in enumerate(lines, 2):
        if len(cells) != len(head):
            raise BadFile(f"line {line}: {len(cells)} cells under {len(head)} columns, it may be cut off")
    return pd.DataFrame(lines, columns=head, index=range(2, len(lines) + 2), dtype="str")


def observations(structure: Structure, series: Series, data: Document, catalog: Catalog) -> pd.DataFrame:
    """Return the values of a download as `content` takes them; BadFile names line and column."""
    with name_address(data.address):
        cells = csv_text(data.content)
        if missing := [name for name in (*structure.dimensions, YEAR, VALUE) if name not in cells]:
            raise BadFile(f"the column {', '.join(missing)} is missing")
        parts = urlsplit(data.address).path.rpartition("/")[2].split(".")
        for name, part in zip(structure.dimensions, parts, strict=True):
            _check_cells(
                cells[name], cells[name].isin(part.split("+")) | (part == ""), part.replace("+", " or ")
            )
        indicators = {codes: indicator for indicator, codes in series.items()}
        cells["indicator"] = [indicators.get(pair) for pair in zip(cells[MEASURE], cells[UNIT], strict=True)]
        is_wanted = cells[AREA].isin(list(catalog.economies)) & cells["indicator"].notna()
        cells = cells[is_wanted & ~cells[VALUE].str.strip().isin(["", "NaN"])]
        cells = cells.reindex(columns=cells.columns.union([POWER, STATUS]), fill_value="")
        for name, (what, pattern) in CELL_PATTERNS.items():
            _check_cells(cells[name], cells[name].str.strip().str.fullmatch(pattern), what)
    other_dimensions = [name for name in structure.dimensions if name not in KEY_DIMENSIONS]
    power = [10.0 ** int(text.strip() or 0) for text in cells[POWER]]
    return pd.DataFrame(
        {
            "indicator": cells["indicator"],
            "economy": cells[AREA],
            "year": cells[YEAR].astype("int64"),
            "value": cells[VALUE].map(float) * power,
            "status": cells[STATUS].where(cells[STATUS].str.contains(FORECAST), ""),
            "form": [", ".join(codes) for codes in cells[other_dimensions].to_numpy().tolist()],
            "place": [f"line {number}" for number in cells.index],
        }
    )


def _check_cells(cells: pd.Series, right: pd.Series, what: str) -> None:
    if not right.all():
        index = int(right.to_numpy().argmin())
        problem = f"{what} expected, found {cells.iloc[index][:20]!r}"
        raise BadFile(f"line {cells.index[index]}, column {cells.name}: {problem}")


def _reference(element: Element) -> tuple[str | None, ...]:
    return element.get("agencyID"), element.get("id"), element.get("version")


def _fetch_structure(session: Session, task: Task) -> Document:
    address = task.live.url("structure")
    return Document("structure.xml", address, _get(session, address, STRUCTURE_TYPE))


def _get(session: Session, address: str, form: str) -> bytes:
    def check(body: bytes) -> None:
        try:
            (tree if form == STRUCTURE_TYPE else csv_text)(body)
        except BadFile as error:
            raise Unusable(f"with something else: {error}") from error

    try:
        return session.get(address, accept=form, check=check, limit=MAX_BYTES)
    except SourceUnreachable as error:
        if error.status not in STATUS_REASONS:
            raise
        sentence = f"{error} ({STATUS_REASONS[error.status]})"
        raise SourceUnreachable(sentence, error.address, error.status).advise(error.advice) from error
