"""Columns that several tables share: what identifies an edition, an economy, a code, a release."""

from __future__ import annotations

from typing import Final

from data.codes import CODE
from data.table import Field

ISO3: Final = r"^[A-Z]{3}$"
SOURCE: Final = r"^[a-z0-9_]+$"

EDITION: Final = Field(
    "edition", "integer", "GII edition: the year of publication", True, minimum=2007, maximum=2100
)
ECONOMY: Final = Field("economy", "string", "ISO 3166-1 alpha-3 code of the economy", True, pattern=ISO3)
CODE_FIELD: Final = Field(
    "code", "string", "GII, IN, OUT, P1 to P7, then the GII's own numbering (2.3, 2.3.2)", True, pattern=CODE
)
INDICATOR: Final = Field("indicator", "string", "Indicator id (catalogue of indicators)", True)
YEAR: Final = Field("year", "integer", "Year measured", True, minimum=1950, maximum=2100)
VINTAGE: Final = Field("vintage", "string", "Date or version of the release", True)
RELEASE: Final = Field("source", "string", "Release the row comes from (table sources)", True, pattern=SOURCE)
