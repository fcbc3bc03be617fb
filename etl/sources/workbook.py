"""Excel workbooks read defensively: size limits, sheets and columns by name, typed cells."""

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
MAX_UNPACKED_BYTES: Final = 100_000_000
MAX_NUMBER: Final = 1e15
"""No value of the index is larger (nor exact as a whole number)."""
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 60


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with its place for error messages; value: None if blank or white space."""

    value: Any
    sheet: str
    row: int
    column: str

    def refuse(self, problem: str) -> BadFile:
        """Return an error with sheet, row, column and problem."""
        return BadFile(f"sheet '{self.sheet}', row {self.row}, column {self.column}: {problem}")

    def type_error(self, what: str) -> BadFile:
        """Return an error that quotes the first 40 characters of the value."""
        return self.refuse(f"{what} expected, found {_short(repr(self.value), 40)}")

    def text(self) -> str:
        """Return the text without outer white space, "" if blank; BadFile for another type."""
        if not isinstance(self.value, str | None):
            raise self.type_error("text")
        return (self.value or "").strip()

    def number(self) -> float | None:
        """Return a number of sensible size or None if blank; BadFile otherwise."""
        if self.value is None:
            return None
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.type_error("a number")
        if not abs(self.value) < MAX_NUMBER:
            raise self.type_error(f"a number below {MAX_NUMBER:.0e}")
        return float(self.value)

    def integer(self) -> int | None:
        """Return a whole number or None if blank; BadFile otherwise."""
        value = self.number()
        if value is not None and not (value.is_integer() and abs(value) <= LARGEST_INTEGER):
            raise self.type_error("a whole number")
        return None if value is None else int(value)

    def flag(self) -> bool:
        """Return True for 1, False for 0 or blank; BadFile otherwise."""
        value = self.value if isinstance(self.value, bool) else self.number()
        if value not in (0, 1, None):
            raise self.type_error("0, 1 or blank")
        return bool(value)

    def choice(self, options: Sequence[str]) -> str | None:
        """Return one of the options or None if blank; BadFile otherwise."""
        value = self.text()
        if value and value not in options:
            raise self.type_error(f"{', '.join(options)} or blank")
        return value or None


class Workbook:
    """The sheets of one file; every method raises BadFile with the place of the problem.

    warnings: sentences on unexpected columns of the sheets read so far.
    """

    def __init__(self, content: bytes) -> None:
        """Open the bytes of an .xlsx file after a check of its size and integrity."""
        self.warnings: list[str] = []
        _check_size(len(content), "has", MAX_BYTES)
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                _check_size(
                    sum(item.file_size for item in archive.infolist()), "unpacks to", MAX_UNPACKED_BYTES
                )
                broken = archive.testzip()
            if broken:
                raise ValueError(f"the part {broken} does not match its checksum")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        except BadFile:
            raise
        except Exception as error:  # zipfile and openpyxl raise many kinds for a damaged file
            what = "a whole Excel workbook (.xlsx), it may be cut off or damaged"
            raise BadFile(f"the file is not {what} ({_short(error)})") from error

    @property
    def sheets(self) -> list[str]:
        """Names of the worksheets."""
        return [sheet.title for sheet in self._book.worksheets]

    def read(
        self, sheet: str, columns: Sequence[str], *, allow_others: bool = False
    ) -> Iterator[dict[str, Cell]]:
        """Yield the rows that are not empty, after a check that each of these columns exists once.

        Other columns are ignored, with a warning unless ``others``.
        """
        rows = enumerate(self._raw(sheet), start=1)
        names = [str(value or "").strip() for value in next(rows, (1, ()))[1]]
        unknown = ", ".join(dict.fromkeys(name for name in names if name and name not in columns))[:120]
        for name in columns:
            if names.count(name) != 1:
                problem = f"{name} {'stands there twice' if name in names else 'is missing'}"
                raise BadFile(
                    f"sheet '{sheet}', row 1: the column {problem} (others there: {unknown or 'none'})"
                )
        if unknown and not allow_others:
            self.warnings.append(f"sheet '{sheet}': the column {unknown} is not known and is passed over")
        empty = True
        for number, given in rows:
            if number > MAX_ROWS:  # blank ones, too: a million fit into a few kilobytes
                raise BadFile(f"sheet '{sheet}', row {number}: more than {MAX_ROWS} rows")
            values = [None if isinstance(value, str) and not value.strip() else value for value in given]
            if all(value is None for value in values):
                continue
            empty, cells = False, dict(zip(names, values, strict=False))
            yield {name: Cell(cells.get(name), sheet, number, name) for name in columns}
        if empty:
            raise BadFile(f"sheet '{sheet}': there are no rows below the column names")

    def _raw(self, sheet: str) -> Iterator[tuple[Any, ...]]:
        if sheet not in self.sheets:
            sheets = ", ".join(map(repr, self.sheets[:10]))
            raise BadFile(f"sheet '{sheet}' is missing; the file has {sheets}")
        worksheet = self._book[sheet]
        try:
            worksheet.reset_dimensions()
            yield from worksheet.iter_rows(values_only=True, max_col=MAX_COLUMNS)
        except Exception as error:  # a sheet may turn out to be damaged only while it is read
            raise BadFile(f"sheet '{sheet}' cannot be read to its end ({_short(error)})") from error


def _check_size(size: int, word: str, most: int) -> None:
    if size > most:
        raise BadFile(f"the file {word} {size:,} bytes, more than the {most:,} a workbook may have")


def _short(what: object, most: int = 80) -> str:
    text = " ".join(str(what).split()) or type(what).__name__
    return text if len(text) <= most else text[: most - 3] + "..."
