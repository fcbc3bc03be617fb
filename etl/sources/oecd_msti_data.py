"""The OECD's SDMX-CSV read row by row: each must be what was asked for, each series must be one series."""

from __future__ import annotations

import csv
import io
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from etl.errors import BadFile
from etl.sources.oecd_msti_structure import AREA, FREQUENCY, MEASURE, UNIT

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

NAME: Final = "data.csv"
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
        asked: Mapping[str, Container[str]],
    ) -> None:
        self.values: dict[tuple[str, str, int], float] = {}
        self.forms: dict[str, tuple[str, ...]] = {}
        self._series = {(item.measure, item.unit): item for item in series}
        self._asked = asked
        self._required = (*dimensions, YEAR, VALUE)
        known = (AREA, FREQUENCY, MEASURE, UNIT)
        self._others = [name for name in dimensions if name not in known]

    def add(self, line: int, row: dict[str, str], economies: Container[str]) -> None:
        """Add one row; BadFile names its line and column. Aggregates and blank values are passed over."""
        if missing := [name for name in self._required if name not in row]:
            raise BadFile(f"the column {', '.join(missing)} is missing")
        for name, values in self._asked.items():
            if row[name] not in values:
                told = f"{row[name][:20]!r} was not asked for"
                raise BadFile(f"line {line}, column {name}: {told}")
        series = self._series.get((row[MEASURE], row[UNIT]))
        if series is None or row[AREA] not in economies or row[VALUE].strip() in BLANK:
            return
        form = tuple(row[name] for name in self._others)
        if self.forms.setdefault(series.indicator, form) != form:
            first, second = (", ".join(item) for item in sorted((form, self.forms[series.indicator])))
            told = f"'{series.name}' comes in two forms of {', '.join(self._others)}: {first} and {second}"
            raise BadFile(told)
        key = (series.indicator, row[AREA], _year(line, row[YEAR]))
        if key in self.values:
            raise BadFile(f"line {line}: '{series.name}' of {key[1]} in {key[2]} stands there twice")
        self.values[key] = _number(line, VALUE, row[VALUE]) * 10.0 ** _power(line, row.get(POWER, ""))


def rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of an SDMX-CSV by column, with the numbers of their lines; BadFile if it is none."""
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        head = next(reader, [])
        if not {MEASURE, YEAR, VALUE} & set(head):
            raise BadFile(f"it is not SDMX-CSV: it begins with {','.join(head)[:40]!r}")
        for cells in reader:
            if len(cells) != len(head):
                told = f"{len(cells)} cells under {len(head)} columns, it may be cut off"
                raise BadFile(f"line {reader.line_num}: {told}")
            yield reader.line_num, dict(zip(head, cells, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadFile(f"it is not SDMX-CSV ({error})") from error


def _year(line: int, text: str) -> int:
    if not re.fullmatch(r"[12]\d{3}", text):
        raise BadFile(f"line {line}, column {YEAR}: a year expected, found {text[:20]!r}")
    return int(text)


def _power(line: int, text: str) -> int:
    if not re.fullmatch(r"-?\d{0,2}", text.strip()):
        raise BadFile(f"line {line}, column {POWER}: a power of ten expected, found {text[:20]!r}")
    return int(text.strip() or 0)


def _number(line: int, column: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadFile(f"line {line}, column {column}: a number expected, found {text[:20]!r}")
    return value
