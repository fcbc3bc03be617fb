"""Excel workbooks opened with suspicion: size limits, sheets and columns by name, typed cells."""

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import openpyxl

from data.schema import LARGEST_INTEGER
from etl.errors import BadFile

MAX_BYTES: Final = 20_000_000
MAX_UNPACKED: Final = 100_000_000
LARGEST: Final = 1e15
"""Beyond it a number is no value of the index (and no exact whole number)."""
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 60


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with its place, so that a refusal can name it."""

    value: Any
    sheet: str
    row: int
    column: str

    def refuse(self, problem: str) -> BadFile:
        """Return the error to raise: sheet, row, column, problem."""
        return BadFile(f"sheet '{self.sheet}', row {self.row}, column {self.column}: {problem}")

    @property
    def quoted(self) -> str:
        """Return the value as quoted in a message, cut to 40 characters."""
        text = repr(self.value)
        return text if len(text) <= 40 else text[:37] + "..."

    @property
    def blank(self) -> bool:
        """Return whether the cell is empty or holds white space only."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())

    def text(self) -> str:
        """Return the text without outer white space, "" if blank; BadFile if it is a number or the like."""
        if self.blank:
            return ""
        if not isinstance(self.value, str):
            raise self.refuse(f"text expected, found {self.quoted}")
        return self.value.strip()

    def number(self) -> float | None:
        """Return a number of sensible size or None if blank; BadFile otherwise."""
        if self.blank:
            return None
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.refuse(f"a number expected, found {self.quoted}")
        if not abs(self.value) < LARGEST:
            raise self.refuse(f"a number below {LARGEST:.0e} expected, found {self.quoted}")
        return float(self.value)

    def integer(self) -> int | None:
        """Return a whole number or None if blank; BadFile otherwise."""
        value = self.number()
        if value is not None and not (value.is_integer() and abs(value) <= LARGEST_INTEGER):
            raise self.refuse(f"a whole number expected, found {self.quoted}")
        return None if value is None else int(value)

    def flag(self) -> bool | None:
        """Return True for 1, False for 0, None if blank; BadFile otherwise."""
        if isinstance(self.value, bool):
            return self.value
        value = self.number()
        if value is not None and value not in (0, 1):
            raise self.refuse(f"0, 1 or blank expected, found {self.quoted}")
        return None if value is None else bool(value)

    def choice(self, options: Sequence[str]) -> str | None:
        """Return one of the options or None if blank; BadFile otherwise."""
        value = self.text()
        if value and value not in options:
            raise self.refuse(f"{', '.join(options)} or blank expected, found {self.quoted}")
        return value or None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: cells by column name."""

    sheet: str
    number: int
    values: dict[str, Any]

    def __getitem__(self, column: str) -> Cell:
        """Return the cell of a column."""
        return Cell(self.values[column], self.sheet, self.number, column)


class Workbook:
    """The sheets of one file; every method raises BadFile with a sentence that names the place.

    warnings: sentences on columns that were not expected, of the sheets read so far.
    """

    def __init__(self, content: bytes) -> None:
        """Open the bytes of an .xlsx file after checking size and completeness of the archive."""
        self.warnings: list[str] = []
        _check_archive(content)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        except Exception as error:  # openpyxl raises many kinds for a damaged file
            raise BadFile(f"the file is not a readable Excel workbook ({_cause(error)})") from error

    @property
    def sheets(self) -> list[str]:
        """Return the names of the worksheets."""
        return [sheet.title for sheet in self._book.worksheets]

    def rows(self, sheet: str, columns: Sequence[str], *, others: bool = False) -> Iterator[Row]:
        """Yield the rows that are not empty, after checking that the sheet has each of these columns once.

        More columns are passed over, with a warning unless others are expected.
        """
        numbered = enumerate(self._raw(sheet), start=1)
        _, head = next(numbered, (1, ()))
        places, unknown = _columns(sheet, head, columns)
        if unknown and not others:
            self.warnings.append(f"sheet '{sheet}': the column {unknown} is not known and is passed over")
        last = 0
        for number, values in numbered:
            if all(value is None for value in values):
                continue
            last = number
            if number > MAX_ROWS:
                raise BadFile(f"sheet '{sheet}', row {number}: more than {MAX_ROWS} rows")
            padded = {name: values[place] if place < len(values) else None for name, place in places.items()}
            yield Row(sheet, number, padded)
        if not last:
            raise BadFile(f"sheet '{sheet}': there are no rows below the column names")

    def _raw(self, sheet: str) -> Iterator[tuple[Any, ...]]:
        if sheet not in self.sheets:
            raise BadFile(
                f"sheet '{sheet}' is missing; the file has {', '.join(map(repr, self.sheets[:10]))}"
            )
        worksheet = self._book[sheet]
        try:
            worksheet.reset_dimensions()
            yield from worksheet.iter_rows(values_only=True, max_col=MAX_COLUMNS)
        except Exception as error:  # a sheet may turn out to be damaged only while it is read
            raise BadFile(f"sheet '{sheet}' cannot be read to its end ({_cause(error)})") from error


def _cause(error: Exception) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= 80 else text[:77] + "..."


def _check_archive(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise BadFile(f"the file has {len(content):,} bytes, more than the {MAX_BYTES:,} a workbook may have")
    if not content.startswith(b"PK"):
        raise BadFile("the file is not an Excel workbook (.xlsx): it does not begin as one")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(item.file_size for item in archive.infolist())
            broken = archive.testzip() if size <= MAX_UNPACKED else None
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise BadFile(
            f"the file is not a whole Excel workbook, it may be cut off ({_cause(error)})"
        ) from error
    except Exception as error:  # zlib.error and the like: damage inside the archive
        raise BadFile(f"the file is damaged ({_cause(error)})") from error
    if size > MAX_UNPACKED:
        raise BadFile(
            f"the file unpacks to {size:,} bytes, more than the {MAX_UNPACKED:,} a workbook may have"
        )
    if broken:
        raise BadFile(f"the file is damaged: the part {broken[:80]} does not match its checksum")


def _columns(sheet: str, head: Sequence[Any], expected: Sequence[str]) -> tuple[dict[str, int], str]:
    """Return the places of the columns expected, and the names of the others as a sentence shows them."""
    names = [str(value).strip() if value is not None else "" for value in head]
    missing = [name for name in expected if name not in names]
    unknown = ", ".join(dict.fromkeys(name for name in names if name and name not in expected))[:120]
    if missing:
        others = f" and the column {unknown} is not known" if unknown else ""
        raise BadFile(f"sheet '{sheet}', row 1: the column {', '.join(missing)} is missing{others}")
    for name in expected:
        if names.count(name) > 1:
            raise BadFile(f"sheet '{sheet}', row 1: the column {name} stands there twice")
    return {name: names.index(name) for name in expected}, unknown
