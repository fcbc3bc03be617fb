"""The OECD's SDMX: the structure of MSTI (key, codes by English name, last update), and its rows."""

import csv
import difflib
import io
import math
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from etl.errors import BadFile

ID: Final = "DSD_MSTI"
AREA, FREQUENCY, MEASURE, UNIT = "REF_AREA", "FREQ", "MEASURE", "UNIT_MEASURE"
ALTERNATIVE: Final = " / "
"""Between two names of one thing in the catalog; a name of the OECD has no spaces around its slashes."""
MAX_BYTES: Final = 32 * 2**20
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"


class UnknownName(LookupError):
    """The OECD lists nothing, or several things, under a name that the catalog asks for."""


@dataclass(frozen=True, slots=True)
class Structure:
    """The structure of the data set.

    dimensions: in the order of the key; codes: English names by dimension and code, only of codes in use
    where the OECD says which; updated: day of the last update, YYYY-MM-DD, blank if it is not said.
    """

    dimensions: tuple[str, ...]
    codes: Mapping[str, Mapping[str, str]]
    updated: str

    def code(self, dimension: str, wanted: str) -> str:
        """Return the one code with the name, or one of the names between slashes; UnknownName otherwise.

        Upper and lower case and the number of spaces do not matter.
        """
        names = self.codes[dimension]
        named = {_plain(name) for name in wanted.split(ALTERNATIVE)}
        found = sorted(code for code, name in names.items() if _plain(name) in named)
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownName(
                f"the OECD lists '{wanted}' as several codes of {dimension}: {', '.join(found)}"
            )
        plain = {_plain(name): name for name in names.values()}
        near = [
            plain[name] for ask in sorted(named) for name in difflib.get_close_matches(ask, plain, 3, 0.5)
        ]
        hint = f"; the nearest are {', '.join(map(repr, dict.fromkeys(near)))}" if near else ""
        raise UnknownName(f"the OECD lists no code of {dimension} as '{wanted}'{hint}")


def version(content: bytes) -> str:
    """Return the newest version of the data set that an SDMX-ML 2.1 message lists; BadFile if it has none."""
    found = [
        str(item.get("version")) for item in _all(tree(content), "Dataflow") if ID in str(item.get("id"))
    ]
    found = [text for text in found if re.fullmatch(r"\d+(\.\d+)*", text)]
    if not found:
        raise BadFile(f"the OECD's answer has no version of the data set {ID}")
    return max(found, key=lambda text: [int(part) for part in text.split(".")])


def read(content: bytes) -> Structure:
    """Read an SDMX-ML 2.1 structure message; BadFile says what it lacks."""
    root = tree(content)
    found = {str(item.get("id")): item for item in _all(root, "DataStructure")}
    if ID not in found:
        raise BadFile(
            f"the OECD's answer has no data structure {ID}, only {', '.join(sorted(found)) or 'none'}"
        )
    dimensions = sorted(_all(found[ID], "Dimension"), key=lambda item: int(item.get("position") or 0))
    order = tuple(str(item.get("id")) for item in dimensions)
    if missing := [name for name in (AREA, FREQUENCY, MEASURE, UNIT) if name not in order]:
        raise BadFile(f"the OECD's data structure {ID} has no dimension {', '.join(missing)}")
    used, updated = _in_use(root)
    lists = {
        _reference(item): {
            str(code.get("id")): " ".join(str(name.text).split())
            for code in _all(item, "Code")
            for name in code.findall("{*}Name")
            if name.get(_LANGUAGE) == "en"
        }
        for item in _all(root, "Codelist")
    }
    codes = {}
    for name, dimension in zip(order, dimensions, strict=True):
        listed = dimension.find(".//{*}Enumeration//{*}Ref")
        named = {} if listed is None else lists.get(_reference(listed), {})
        if not named and name in (MEASURE, UNIT):
            raise BadFile(f"the OECD's answer has no code list of {name}")
        codes[name] = {code: text for code, text in named.items() if code in used.get(name, named)}
    return Structure(order, codes, updated)


def tree(content: bytes) -> Element:
    """Return the root of an XML document; BadFile for one that is not well formed or has a document type.

    Without a document type there are no entities, hence none that grow or point elsewhere.
    """
    if len(content) > MAX_BYTES:
        raise BadFile(
            f"the OECD's structure has {len(content):,} bytes, more than the {MAX_BYTES:,} expected"
        )
    try:
        text = content.decode("utf-8-sig")
        if "<!DOCTYPE" in text:
            raise BadFile("the OECD's structure declares a document type, which SDMX has not")
        return ElementTree.fromstring(text)  # noqa: S314 (no document type, see above)
    except (UnicodeDecodeError, ElementTree.ParseError) as error:
        raise BadFile(f"the OECD's structure is not well-formed XML ({error})") from error


def _in_use(root: Element) -> tuple[dict[str, set[str]], str]:
    """Return the codes that have data by dimension, and the day from which that is true."""
    used: dict[str, set[str]] = {}
    updated = ""
    for constraint in _all(root, "ContentConstraint"):
        if constraint.get("type") != "Actual" or ID not in str(constraint.get("id")):
            continue
        if day := re.match(r"\d{4}-\d{2}-\d{2}", constraint.get("validFrom") or ""):
            updated = max(updated, day[0])
        for region in _all(constraint, "CubeRegion"):
            for key in _all(region, "KeyValue") if region.get("include") != "false" else ():
                values = {str(value.text).strip() for value in _all(key, "Value")}
                used.setdefault(str(key.get("id")), set()).update(values)
    return {name: values for name, values in used.items() if values}, updated


def _all(element: Element, name: str) -> Iterator[Element]:
    """Yield the elements of a name below one, of whatever namespace: references have none."""
    return element.iterfind(f".//{{*}}{name}")


def _reference(element: Element) -> tuple[str | None, ...]:
    return element.get("agencyID"), element.get("id"), element.get("version")


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


DATA: Final = "data.csv"
YEAR, VALUE, POWER = "TIME_PERIOD", "OBS_VALUE", "UNIT_MULT"
BLANK: Final = ("", "NaN")


@dataclass(frozen=True, slots=True)
class Series:
    """A series wanted: id of the indicator, codes of measure and unit, name as the OECD lists it."""

    indicator: str
    measure: str
    unit: str
    name: str


class Cells:
    """The values of a download by indicator, economy and year; rows may come in any order."""

    def __init__(
        self,
        dimensions: Sequence[str],
        series: Sequence[Series],
        wanted: Mapping[str, Container[str]],
    ) -> None:
        self.values: dict[tuple[str, str, int], float] = {}
        self.forms: dict[str, tuple[str, ...]] = {}
        self._series = {(item.measure, item.unit): item for item in series}
        self._wanted = wanted
        self._required = (*dimensions, YEAR, VALUE)
        known = (AREA, FREQUENCY, MEASURE, UNIT)
        self._others = [name for name in dimensions if name not in known]

    def add(self, line: int, row: dict[str, str], economies: Container[str]) -> None:
        """Add one row; BadFile names its line and column. Aggregates and blank values are passed over."""
        if missing := [name for name in self._required if name not in row]:
            raise BadFile(f"the column {', '.join(missing)} is missing")
        for name, values in self._wanted.items():
            if row[name] not in values:
                problem = f"{row[name][:20]!r} was not asked for"
                raise BadFile(f"line {line}, column {name}: {problem}")
        series = self._series.get((row[MEASURE], row[UNIT]))
        if series is None or row[AREA] not in economies or row[VALUE].strip() in BLANK:
            return
        form = tuple(row[name] for name in self._others)
        if self.forms.setdefault(series.indicator, form) != form:
            first, second = (", ".join(item) for item in sorted((form, self.forms[series.indicator])))
            problem = f"'{series.name}' comes in two forms of {', '.join(self._others)}: {first} and {second}"
            raise BadFile(problem)
        year, power = row[YEAR], row.get(POWER, "").strip()
        if not re.fullmatch(r"[12]\d{3}", year):
            raise BadFile(f"line {line}, column {YEAR}: a year expected, found {year[:20]!r}")
        key = (series.indicator, row[AREA], int(year))
        if key in self.values:
            raise BadFile(f"line {line}: '{series.name}' of {key[1]} in {key[2]} stands there twice")
        try:
            value = float(row[VALUE])
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise BadFile(f"line {line}, column {VALUE}: a number expected, found {row[VALUE][:20]!r}")
        if not re.fullmatch(r"-?\d{0,2}", power):
            raise BadFile(f"line {line}, column {POWER}: a power of ten expected, found {power[:20]!r}")
        self.values[key] = value * 10.0 ** int(power or 0)


def rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of an SDMX-CSV by column, with the numbers of their lines; BadFile if it is none."""
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        head = next(reader, [])
        if not {MEASURE, YEAR, VALUE} & set(head):
            raise BadFile(f"it is not SDMX-CSV: it begins with {','.join(head)[:40]!r}")
        for cells in reader:
            if len(cells) != len(head):
                problem = f"{len(cells)} cells under {len(head)} columns, it may be cut off"
                raise BadFile(f"line {reader.line_num}: {problem}")
            yield reader.line_num, dict(zip(head, cells, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadFile(f"it is not SDMX-CSV ({error})") from error
