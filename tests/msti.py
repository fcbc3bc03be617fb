"""MSTI made up: codes named as the OECD names them, and values of two economies and an aggregate."""

from typing import Any

from data import catalog
from etl.release import Document, Release, Task
from tests.publishers.oecd import Dataflow

GERD = "Percentage of gross domestic expenditure on R&D"
MEASURES = {
    "B": "Business Enterprise Expenditure on R&D (BERD)",
    "B_FB": "BERD financed by the business sector",
    "G": "Gross Domestic Expenditure on R&D (GERD)",
    "G_BR": "Basic research expenditure",
    "G_FA": "GERD financed by the rest of the world",
    "G_FB": "GERD financed by the business sector",
    "G_FG": "GERD financed by government",
    "H": "Higher Education Expenditure on R&D (HERD)",
    "H_FB": "HERD financed by the business sector",
}
UNITS = {
    "PT_B1GQ": "Percentage of GDP",
    "PT_GERD": GERD,
    "PT_HERD": "Percentage of higher education expenditure on R&D",
    "USD_PPP": "US dollars, PPP converted",
}
CODELISTS = {"MEASURE": MEASURES, "UNIT_MEASURE": UNITS, "PRICE_BASE": {"_Z": "Not applicable"}}
SERIES = {
    "MSTI.BASIC.GDP.ZS": ("G_BR", "PT_B1GQ"),
    "MSTI.BERD.GERD.ZS": ("B", "PT_GERD"),
    "MSTI.GERD.FUND.BES.ZS": ("G_FB", "PT_GERD"),
    "MSTI.GERD.FUND.ROW.ZS": ("G_FA", "PT_GERD"),
    "MSTI.HERD.FUND.BES.ZS": ("H_FB", "PT_HERD"),
    "MSTI.HERD.GERD.ZS": ("H", "PT_GERD"),
}
STRUCTURE = "/public/rest/dataflow/OECD.STI.STP/DSD_MSTI@DF_MSTI"
FLOW = "/public/rest/data/OECD.STI.STP,DSD_MSTI@DF_MSTI,/"
KEY = ".A.B+G_BR+G_FA+G_FB+H+H_FB.PT_B1GQ+PT_GERD+PT_HERD._Z._Z"
HEADERS = {"user-agent": "test", "accept": "application/vnd.sdmx.data+csv;version=2.0.0"}


def rows(years: range = range(2021, 2024)) -> list[dict[str, Any]]:
    """Return values of all series, and of two nobody asks for."""
    pairs = [*SERIES.values(), ("G", "PT_B1GQ"), ("H", "PT_B1GQ")]
    return [
        {"REF_AREA": area, "MEASURE": measure, "UNIT_MEASURE": unit, "TIME_PERIOD": year, "OBS_VALUE": value}
        for place, (measure, unit) in enumerate(pairs)
        for area, start in (("USA", 20), ("CHN", 10), ("OECD", 15))
        for year in years
        for value in [start + place + (year - years.start) / 4]
    ]


def structure(codelists: dict[str, dict[str, str]] | None = None) -> bytes:
    """Return the structure message."""
    flow = Dataflow(tuple(rows()), codelists or CODELISTS, "1.3")
    return flow.answer(STRUCTURE, {"references": "all"}, HEADERS)[2]


def in_use(message: bytes, updated: str, codes: dict[str, list[str]] | None = None) -> bytes:
    """Return a structure message that also says when the data were updated and which codes they have."""
    keys = "".join(
        f'<common:KeyValue id="{name}">{"".join(f"<common:Value>{code}</common:Value>" for code in values)}'
        "</common:KeyValue>"
        for name, values in (codes or {}).items()
    )
    constraint = (
        '<structure:Constraints><structure:ContentConstraint id="CR_A_DSD_MSTI@DF_MSTI" '
        f'agencyID="OECD.STI.STP" version="1.3" type="Actual" validFrom="{updated}T09:33:35.737Z">'
        f'<structure:CubeRegion include="true">{keys}</structure:CubeRegion>'
        "</structure:ContentConstraint></structure:Constraints>"
    )
    return message.replace(b"</message:Structures>", constraint.encode() + b"</message:Structures>")


def data(observations: list[dict[str, Any]] | None = None) -> bytes:
    """Return the SDMX-CSV that answers the key of all series."""
    given = rows() if observations is None else observations
    return Dataflow(tuple(given), CODELISTS, "1.3").answer(FLOW + KEY, {}, HEADERS)[2]


def release(content: bytes, message: bytes | None = None, vintage: str = "2026-03-18") -> Release:
    """Return a release as it is fetched."""
    described = structure() if message is None else message
    documents = (
        Document("structure.xml", f"https://sdmx.oecd.org{STRUCTURE}", described),
        Document("data.csv", f"https://sdmx.oecd.org{FLOW}{KEY}?startPeriod=1996", content),
    )
    return Release("oecd_msti", vintage, "2026-03-20T10:11:12Z", documents)


def task() -> Task:
    """Return the task of a rebuild."""
    return Task(catalog.load(), "oecd_msti", "2026-03-20", {}, lambda _: None)
