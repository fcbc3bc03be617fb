"""The layouts of the GII workbook: which sheets and columns the publisher has used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

SHEET_COLUMNS: Final = {
    "Index Structure": ("NUM", "NAME", "LEVEL", "TYPE", "PROFILE", "DESCRIPTION", "SOURCE", "WEBSITE"),
    "Economies": ("ISO3", "ECONOMY_NAME", "INCOME", "REG_UN", "REG_UN_CODE", "POP", "PPPGDP", "PPPPC"),
    "GII Pillars & Indicators": (
        *(
            "IndCode",
            "IndNum",
            "IndName",
            "EconomyProfile",
            "IndicatorType_1",
            "IndicatorType_2",
            "Description",
        ),
        *("Source", "Source Reference"),
    ),
    "Economies in Context": (
        *(
            "Economy",
            "ISO3",
            "ISO2",
            "POP",
            "NGDPD",
            "PPPPC",
            "Income",
            "RegionWB",
            "RegionUN",
            "RegionUNcode",
        ),
        *("SubReg", "EU27"),
    ),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a workbook keeps what: sheet names and, for each of our columns, the publisher's column."""

    name: str
    structure: str
    economies: str
    data: str
    other: tuple[str, ...]
    columns: dict[str, str]
    labels: dict[str, str]
    """Number, name and type in the structure sheet; economy and name in the economies sheet."""
    context: dict[str, str]
    """Columns of the economies sheet for those of gii_economies, and the name of the region."""
    extra: tuple[str, ...] = ()
    types: dict[str, str] = field(default_factory=dict)


REGION_CODES: Final = {
    "Central and Southern Asia": ("CSA",),
    "Europe": ("EUR",),
    "Latin America and the Caribbean": ("LCN",),
    "Northern Africa and Western Asia": ("NAWA",),
    "Northern America": ("NAC",),
    "South East Asia, East Asia, and Oceania": ("SEAO",),
    "Sub-Saharan Africa": ("SSA", "SSF"),
}
"""The publisher's name and codes of each region, ours first: 2021 writes SSF."""
UNKNOWN: Final = "NA"
"""How the sheet of economies writes a figure or an income group that is not known."""

LAYOUTS: Final = (
    Layout(
        name="2022 and later",
        structure="Index Structure",
        economies="Economies",
        data="Data",
        other=("Metadata",),
        columns={
            "economy": "ISO3",
            "name": "ECONOMY_NAME",
            "code": "NUM",
            "label": "NAME",
            "data_year": "DATAYR",
            "value": "VALUE_SCREEN",
            "score": "SCORE",
            "rank": "RANK",
            "strength": "SW_OVERALL",
            "strength_income": "SW_INCGRP",
            "outdated": "OUTDATED",
            "low_coverage": "DMC",
        },
        labels={"code": "NUM", "name": "NAME", "type": "TYPE", "economy": "ISO3", "title": "ECONOMY_NAME"},
        context={
            "income": "INCOME",
            "region": "REG_UN_CODE",
            "region_name": "REG_UN",
            "population": "POP",
            "gdp_ppp": "PPPGDP",
            "gdp_per_head": "PPPPC",
        },
        types={"Data": "data", "Index": "index", "Survey": "survey"},
    ),
    Layout(
        name="2021",
        structure="GII Pillars & Indicators",
        economies="Economies in Context",
        data="GII 2021 Data",
        other=(),
        columns={
            "economy": "ISO2",  # the publisher's column of this name holds ISO 3166-1 alpha-3 codes
            "name": "Economy",
            "code": "IndNum",
            "label": "IndName",
            "data_year": "DataYear",
            "value": "Value",
            "score": "Score",
            "rank": "Rank",
            "strength": "OverallStreWeak",
            "strength_income": "IncomeStreWeak",
            "outdated": "Outdated",
            "low_coverage": "MinDatCov",
        },
        labels={
            "code": "IndNum",
            "name": "IndName",
            "type": "IndicatorType_1",
            "economy": "ISO3",
            "title": "Economy",
        },
        context={
            "income": "Income",
            "region": "RegionUNcode",
            "region_name": "RegionUN",
            "population": "POP",
            "gdp_ppp": "NGDPD",  # its values are in PPP dollars: India 8,681 billion, thrice the nominal
            "gdp_per_head": "PPPPC",
        },
        extra=("IndCode",),
        types={"hard": "data", "Composite": "index", "survey": "survey"},
    ),
)
