"""The layouts of the GII workbook: which sheets and columns the publisher has used (workbooks.toml)."""

from dataclasses import dataclass, field
from typing import Any, Final

from data.catalog import FOLDER, read_tables

_FILE: Final[dict[str, Any]] = read_tables(FOLDER / "workbooks.toml")
SHEET_COLUMNS: Final[dict[str, list[str]]] = _FILE["sheets"]
REGION_CODES: Final[dict[str, list[str]]] = _FILE["regions"]
UNKNOWN: Final = "NA"
"""How the sheet of economies writes a figure or an income group that is not known."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a workbook keeps what: sheet names and, for each of our columns, the publisher's column.

    labels: number, name and type in the structure sheet, economy and name in the economies sheet; context:
    columns of the economies sheet for those of gii_economies, and the name of the region.
    """

    structure: str
    economies: str
    data: str
    other: list[str]
    columns: dict[str, str]
    labels: dict[str, str]
    context: dict[str, str]
    types: dict[str, str]
    extra: list[str] = field(default_factory=list)

    @property
    def sheets(self) -> list[str]:
        """Return the sheets that must be there."""
        return [self.structure, self.economies, self.data, *self.other]


LAYOUTS: Final = tuple(Layout(**stated) for stated in _FILE["layouts"])
