"""The tables of a snapshot, column by column: one definition for reader, writer and contract.

Each table is a CSV file of UTF-8 text with line feeds; a blank cell is an unknown value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from data.schema_beside import OBSERVATIONS, OLDER_RELEASES, OTHER_RANKINGS, RELEASE_CHANGES, REVISIONS
from data.schema_claims import CLAIM_FIGURES, CLAIM_TESTS, CLAIMS
from data.schema_gii import (
    GII_CLUSTERS,
    GII_ECONOMIES,
    GII_EDITIONS,
    GII_INTERVALS,
    GII_SCORES,
    GII_STRUCTURE,
)
from data.schema_validation import VALIDATION
from data.table import ECONOMY, SOURCE, VINTAGE, Field, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

ECONOMIES: Final = Table(
    "economies",
    "Economies",
    "Names, region and income group of each economy. The word economy implies no view on legal status.",
    (
        ECONOMY,
        Field("name_en", "string", "English name", True),
        Field("name_zh", "string", "Chinese name", True),
        Field("region", "string", "Region"),
        Field("income", "string", "Income group of the World Bank"),
        Field("iso2", "string", "ISO 3166-1 alpha-2 code", pattern=r"^[A-Z]{2}$"),
        Field("short_en", "string", "Short English name", True),
        Field("short_zh", "string", "Short Chinese name", True),
    ),
    ("economy",),
)

SOURCES: Final = Table(
    "sources",
    "Sources",
    "One row for each release used. url: the publisher's page; provenance: where the figures were read.",
    (
        Field("source", "string", "Release id", True, pattern=SOURCE),
        Field("family", "string", "Source family (catalogue of sources)", True, pattern=SOURCE),
        Field("title", "string", "Title of the release", True, longest=400),
        Field("publisher", "string", "Publisher", True, longest=400),
        Field("url", "string", "The publisher's page, for readers", pattern=r"^https?://\S+$", longest=500),
        VINTAGE,
        Field("licence", "string", "Licence as stated", longest=400),
        Field("citation", "string", "How to cite", longest=1000),
        Field(
            "update_month", "integer", "Month in which the next release is expected", minimum=1, maximum=12
        ),
        Field(
            "checked",
            "date",
            "Day on which the figures were last checked",
            True,
            pattern=r"^\d{4}-\d\d-\d\d$",
        ),
        Field("provenance", "string", "Where the figures were read", longest=1000),
        Field("note", "string", "What to know before use", longest=1000),
    ),
    ("source",),
)

__all__ = ["GII_CLUSTERS", "GII_ECONOMIES", "GII_EDITIONS", "GII_INTERVALS", "GII_SCORES", "GII_STRUCTURE"]
__all__ += ["ECONOMIES", "OBSERVATIONS", "OLDER_RELEASES", "OTHER_RANKINGS", "RELEASE_CHANGES", "REVISIONS"]
__all__ += ["CLAIMS", "CLAIM_FIGURES", "CLAIM_TESTS", "KEPT", "SOURCES", "TABLES", "VALIDATION"]

KEPT: Final = (GII_CLUSTERS, OTHER_RANKINGS, OLDER_RELEASES, RELEASE_CHANGES)
"""Tables that are kept by hand and go into the snapshot as they are."""

_ALL: Final = (
    *(GII_SCORES, GII_STRUCTURE, GII_EDITIONS, GII_ECONOMIES, GII_INTERVALS, GII_CLUSTERS),
    *(OBSERVATIONS, REVISIONS, OLDER_RELEASES, RELEASE_CHANGES, OTHER_RANKINGS),
    *(CLAIMS, CLAIM_FIGURES, CLAIM_TESTS, VALIDATION, ECONOMIES, SOURCES),
)
TABLES: Final[dict[str, Table]] = {table.name: table for table in _ALL}


def releases_used(tables: Mapping[str, pd.DataFrame]) -> set[str]:
    """Return the releases (ids of the table sources) that the rows of some tables refer to."""
    return {
        release
        for name, frame in tables.items()
        for column, target in TABLES[name].references.items()
        if target == SOURCES.name
        for release in frame[column].dropna().unique()
    }
