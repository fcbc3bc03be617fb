"""The OECD's SDMX service on loopback: the structure of MSTI with its codelists, and data as SDMX-CSV 2.0."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

Answer = tuple[int, dict[str, str], bytes]
DIMENSIONS = ("REF_AREA", "FREQ", "MEASURE", "UNIT_MEASURE", "PRICE_BASE", "TRANSFORMATION")
ATTRIBUTES = ("OBS_STATUS", "UNIT_MULT", "DECIMALS")
CSV = "application/vnd.sdmx.data+csv"
_AGENCY = 'agencyID="OECD.STI.STP"'
_SCHEMAS = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"


@dataclass(frozen=True, slots=True)
class Dataflow:
    """MSTI: observations with DIMENSIONS, TIME_PERIOD, OBS_VALUE and ATTRIBUTES; names of codes by dimension.

    Dimensions left out of a row are A (FREQ) or _Z; a code without a name has itself as name.
    """

    rows: tuple[dict[str, Any], ...]
    codelists: Mapping[str, Mapping[str, str]]
    version: str

    def answer(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        """Answer .../dataflow/{agency}/{flow} and .../data/{flow}/{key}; 403 for Python's own User-Agent."""
        if headers.get("user-agent", "python").lower().startswith("python"):
            return 403, {"Content-Type": "text/html"}, b"<html>Forbidden</html>"
        if path == "/public/rest/dataflow/OECD.STI.STP/DSD_MSTI@DF_MSTI" and query["references"] == "all":
            form = {"Content-Type": "application/vnd.sdmx.structure+xml; version=2.1"}
            return 200, form, self._structure()
        start = "/public/rest/data/OECD.STI.STP,DSD_MSTI@DF_MSTI,/"
        if not path.startswith(start):
            return 404, {"Content-Type": "text/plain"}, b"Not Found"
        accept = headers.get("accept", "").replace(" ", "")
        if not accept.startswith(f"{CSV};version=2.0"):
            return 406, {"Content-Type": "text/plain"}, b"Not Acceptable"
        return self._data(path.removeprefix(start), query)

    def _filled(self) -> list[dict[str, Any]]:
        blank = dict.fromkeys(DIMENSIONS, "_Z") | {"FREQ": "A"} | dict.fromkeys(ATTRIBUTES, "")
        return [blank | row for row in self.rows]

    def _data(self, key: str, query: Mapping[str, str]) -> Answer:
        wanted = [set(part.split("+")) - {""} for part in key.split(".")]
        if key == "all":
            wanted = [set() for _ in DIMENSIONS]
        if len(wanted) != len(DIMENSIONS):
            return 400, {"Content-Type": "text/plain"}, b"Not enough key values in query"
        first, last = query.get("startPeriod", "0"), query.get("endPeriod", "9999")
        rows = [
            row
            for row in self._filled()
            if all(not codes or row[name] in codes for name, codes in zip(DIMENSIONS, wanted, strict=True))
            and first <= str(row["TIME_PERIOD"]) <= last
        ]
        if not rows:
            return 404, {"Content-Type": "text/plain"}, b"NoRecordsFound"
        text = io.StringIO()
        head = {
            "STRUCTURE": "DATAFLOW",
            "STRUCTURE_ID": f"OECD.STI.STP:DSD_MSTI@DF_MSTI({self.version})",
            "ACTION": "I",
        }
        columns = [*head, *DIMENSIONS, "TIME_PERIOD", "OBS_VALUE", *ATTRIBUTES]
        writer = csv.DictWriter(text, columns, lineterminator="\r\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(head | row for row in rows)
        return 200, {"Content-Type": f"{CSV}; version=2.0.0; charset=utf-8"}, text.getvalue().encode()

    def _structure(self) -> bytes:
        """Return the structure message."""
        version = f'{_AGENCY} version="{self.version}"'
        title = _name("Main Science and Technology Indicators")
        return f"""<?xml version="1.0" encoding="utf-8"?>
<message:Structure xmlns:message="{_SCHEMAS}/message" xmlns:structure="{_SCHEMAS}/structure"
 xmlns:common="{_SCHEMAS}/common"><message:Header><message:ID>IREF1</message:ID></message:Header>
<message:Structures>
<structure:Dataflows><structure:Dataflow id="DSD_MSTI@DF_MSTI" {version}>{title}<structure:Structure>
<Ref id="DSD_MSTI" {version} package="datastructure" class="DataStructure"/>
</structure:Structure></structure:Dataflow></structure:Dataflows>
{self._lists(version, title)}</message:Structures></message:Structure>""".encode()

    def _lists(self, version: str, title: str) -> str:
        names = {name: dict(self.codelists.get(name, {})) for name in DIMENSIONS}
        for row in self._filled():
            for name in DIMENSIONS:
                names[name].setdefault(row[name], row[name])
        lists = "".join(_codelist(name, codes) for name, codes in names.items())
        dimensions = "".join(_dimension(name, number) for number, name in enumerate(DIMENSIONS, start=1))
        return f"""<structure:Codelists>{lists}</structure:Codelists>
<structure:DataStructures><structure:DataStructure id="DSD_MSTI" {version}>{title}
<structure:DataStructureComponents><structure:DimensionList>{dimensions}
<structure:TimeDimension id="TIME_PERIOD" position="{len(DIMENSIONS) + 1}"/></structure:DimensionList>
</structure:DataStructureComponents></structure:DataStructure></structure:DataStructures>
"""


def _name(text: str) -> str:
    return f'<common:Name xml:lang="en">{escape(text)}</common:Name>'


def _dimension(name: str, position: int) -> str:
    reference = f'<Ref id="CL_{name}" {_AGENCY} version="1.0" package="codelist" class="Codelist"/>'
    return f"""<structure:Dimension id="{name}" position="{position}"><structure:LocalRepresentation>
<structure:Enumeration>{reference}</structure:Enumeration>
</structure:LocalRepresentation></structure:Dimension>"""


def _codelist(name: str, codes: Mapping[str, str]) -> str:
    items = "".join(
        f"<structure:Code id={quoteattr(code)}>{_name(codes[code])}</structure:Code>" for code in codes
    )
    head = f'<structure:Codelist id="CL_{name}" {_AGENCY} version="1.0">'
    return f"{head}{_name(name)}{items}</structure:Codelist>"
