"""Whatever the World Bank publishes: what is refused is named and costs no other, the rest is taken over."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from etl.feeds import FEEDS
from tests.publishers.world_bank import message
from tests.unit.test_world_bank_refused import ARCHIVED

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.world_bank_refresh import Bank, Rows

    Edit = Callable[[Rows], Rows]

pytest_plugins = ("tests.faults.world_bank_refresh",)

WDI, WGI, PATENTS, RESEARCH = "world_bank_wdi", "world_bank_wgi", "IP.PAT.RESD", "GB.XPD.RSDV.GD.ZS"
RULE, ERROR = "GOV_WGI_RL.EST", "GOV_WGI_RL.SE"
SERIES = {"g": RESEARCH, "p": PATENTS, "t": "NE.TRD.GNFS.ZS", "r": RULE}
NEWEST, PAST = (RESEARCH, "CHN", "2024"), (PATENTS, "CHN", "201.|2020")
NONE = {"page": 0, "pages": 0, "per_page": 0, "total": 0, "sourceid": None, "lastupdated": None}


def each(change: Callable[[dict[str, Any]], dict[str, Any]], *place: str) -> Edit:
    """Change the rows whose indicator, economy and year match `place` by what change returns."""

    def changed(row: dict[str, Any]) -> dict[str, Any]:
        found = (row["indicator"]["id"], row["countryiso3code"], row["date"])
        return row | change(row) if all(map(re.fullmatch, place, found)) else row

    return lambda rows: [changed(row) for row in rows]


def put(*place: str, **fields: Any) -> Edit:
    return each(lambda _: fields, *place)


def times(factor: float, *place: str) -> Edit:
    return each(lambda row: {"value": row["value"] and row["value"] * factor}, *place)


def exchanged(one: str, other: str, code: str, *year: str) -> Edit:
    """Exchange two economies, with their names."""

    def edit(rows: Rows) -> Rows:
        named = {row["countryiso3code"]: {"country": row["country"]} for row in rows}
        given = {old: named[new] | {"countryiso3code": new} for old, new in ((one, other), (other, one))}
        return each(lambda row: given[row["countryiso3code"]], code, f"{one}|{other}", *year)(rows)

    return edit


def codes_moved(rows: Rows) -> Rows:
    """Move the column of codes by one."""
    codes = sorted({row["countryiso3code"] for row in rows if row["countryiso3code"]})
    after = {"": ""} | dict(zip(codes, [*codes[1:], codes[0]], strict=True))
    return [row | {"countryiso3code": after[row["countryiso3code"]]} for row in rows]


def newer(edit: Edit = list) -> Edit:
    """Add the year 2025, with the values of 2024, edited."""
    return lambda rows: rows + edit([row | {"date": "2025"} for row in rows if row["date"] == "2024"])


def text(old: str, new: str, count: int = 0, **fault: Any) -> dict[str, Any]:
    return {"edit": lambda body: re.sub(old.encode(), new.encode(), body, count=count), **fault}


def value(instead: str) -> dict[str, Any]:
    return text(r'"value": \d[\d.]*', f'"value": {instead}', 1)


def to(place: str) -> dict[str, Any]:
    return {"status": 302, "headers": {"Location": place}}


def packed(body: bytes) -> dict[str, Any]:
    return {"headers": {"Content-Encoding": "gzip"}, "body": gzip.compress(body)}


def later(status: int, after: str, **fault: Any) -> dict[str, Any]:
    return {"status": status, "headers": {"Retry-After": after}, **fault}


WHOLE, BROKEN = "26 series, 2,288 values", "answered JSON that is broken or cut off, 4 tries"
BEYOND, FIELDS = "beyond the tolerance", "observation 1, has other fields than an observation has"
DAY = "does not state the date of its release ('lastupdated')"
OFF = "could not be reached, or broke off the connection, 4 tries"
CASES: dict[str, tuple[str, int, str, Edit | dict[str, Any]]] = {
    # what becomes of SERIES (a capital: of the new release), exit code, what is told, edited rows or a Fault
    "77,777": ("gPTR", 5, "77,777 % of GDP in 2024, above the bound of 15.00", put(*NEWEST, value=77_777)),
    "x10": ("GpT", 5, "12 applications in 2024, where 1.2 is", times(10, PATENTS, "CHN", "2024")),
    "x1000": ("GpT", 5, "(IP.PAT.RESD): most economies stepped too far at once", times(1000, PATENTS)),
    "x2.9": ("gPT", 5, "China rose by 193% in 2024", times(2.9, *NEWEST)),
    "x1.3": ("gPT", 5, "China rose by 31% in 2024", times(1.3, *NEWEST)),
    "sign": ("PTr", 5, "(GOV_WGI_RL.EST): most economies stepped too far at once", times(-1, RULE)),
    "sign of errors": ("GPTR", 5, "standard error (GOV_WGI_RL.SE): China: -1", times(-1, ERROR)),
    "China, India": ("GpT", 5, "China and India look exchanged", exchanged("CHN", "IND", PATENTS)),
    "China, Korea": ("gPT", 5, "China and Rep. of Korea look exchanged", exchanged("CHN", "KOR", RESEARCH)),
    "of late": ("gPT", 5, "United States look exchanged", exchanged("CHN", "USA", RESEARCH, "202[34]")),
    "in a new year": ("gPT", 5, "Korea look exchanged", newer(exchanged("CHN", "KOR", RESEARCH))),
    "years": ("GpT", 5, "look shifted", each(lambda row: {"date": str(int(row["date"]) - 1)}, PATENTS)),
    "codes": ("pt", 5, "the code DEU stands beside the name 'China'", codes_moved),
    "1e-300": ("gPT", 5, "China: 1e-300 % of GDP in 2024", put(*NEWEST, value=1e-300)),
    "NaN": ("ptR", 4, "has the value 'nan', not a number", value("NaN")),
    "Infinity": ("pt", 4, "has the value 'inf', not a number", value("Infinity")),
    "1e999": ("pt", 4, "has the value 'inf', not a number", value("1e999")),
    "too long": ("pt", 4, "has the value '10000000000000000000', not a number", value("1" + "0" * 400)),
    "a list": ("pt", 4, "has the value '[1]', not a number", value("[1]")),
    "true": ("pt", 4, "has the value 'True', not a number", value("true")),
    "2,57": ("pt", 4, "has the value '2,57', not a number", value('"2,57"')),
    "text": ("pt", 4, "', not a number", text(r'"value": (\d[\d.]*)', r'"value": "\1"')),
    # a past that is gone or another
    "no values": ("pTR", 5, "column value: all 88 values are gone", put(PATENTS, value=None)),
    "no 2019": ("pT", 5, "year 2019, column value: all values", put(PATENTS, ".*", "2019", value=None)),
    "no China": ("pT", 5, "economy CHN, column value: all values are gone", put(PATENTS, "CHN", value=None)),
    "never China": ("pt", 5, f"and 21 more {BEYOND}", put(".*", "CHN", value=None)),
    "half of all": ("pt", 5, f"and 21 more {BEYOND}", put(".*", "[A-I]..", value=None)),
    "newest gone": ("pT", 5, "CHN, column value: 1 of 11", put(PATENTS, "CHN", "2024", value=None)),
    "three gone": ("pT", 5, "CHN, column value: 3 of 11", put(PATENTS, "CHN", "202[2-4]", value=None)),
    "a unit": ("pT", 5, "unit 'per mille' is stated for China 2014", put(PATENTS, unit="per mille")),
    "a scale": ("pT", 5, "scale '1000' is stated for China", put(PATENTS, "CHN", scale="1000")),
    "a forecast": ("PT", 0, "forecasts are not taken: China 2025", newer(put(obs_status="F"))),
    "a key twice": ("pt", 4, "JSON that has a key twice", text('"unit"', '"value": 7.5, "unit"')),
    "two codes": ("pt", 5, "the code CHN stands beside the name 'India'", text('{"id": "CN"', '{"id": "IN"')),
    "a name": ("pT", 5, "it was called '", put(PATENTS, indicator={"id": PATENTS, "value": "Thousands"})),
    "China's past": ("pT", 5, "CHN, column value: 7 of 11 values changed", times(1.12, *PAST)),
    # observations in another form
    "twice": ("PT", 0, "2,288 observations came twice, with the same value", lambda rows: rows * 2),
    "two values": ("gPT", 5, "China 2024 is both 1.1", lambda rows: rows + times(2, *NEWEST)(rows)),
    "keys": ("pt", 4, FIELDS, text('"date"', '"year"')),
    "small letters": ("pt", 4, "'ip.pat.resd', which was not asked for", text(PATENTS, "ip.pat.resd")),
    "2014Q4": ("pt", 4, "has the date '2014Q4', not a year", text('"date": "2014"', '"date": "2014Q4"')),
    "numbers": ("pt", 4, FIELDS, text(r'"date": "(\d+)"', r'"date": \1')),
    "2031": ("pt", 4, "values of 2031, which was not asked for", text('"date": "2024"', '"date": "2031"')),
    "1960": ("pt", 4, "values of 1960, which was not asked for", text('"date": "2014"', '"date": "1960"')),
    "unknown code": ("PT", 0, WHOLE, lambda rows: rows + put(countryiso3code="ZZZ")(rows[:50])),
    "shuffled": ("PT", 0, WHOLE, lambda rows: rows[::-1]),
    # bodies
    "a page": ("ptR", 3, "answered a page in place of JSON, 4 tries", {"body": b"<html>Portal</html>"}),
    "a page once": ("PTR", 0, WHOLE, {"body": b"<html>Portal</html>", "times": 1}),
    "a type": ("PT", 0, WHOLE, {"headers": {"Content-Type": "text/html"}}),
    "UTF-16": ("pt", 3, BROKEN, {"edit": lambda body: body.decode().encode("utf-16")}),
    "cut": ("pt", 3, BROKEN, {"edit": lambda body: body[:-9]}),
    "cut once": ("PT", 0, WHOLE, {"edit": lambda body: body[:-9], "times": 1}),
    "broken off": ("pt", 3, "sent an answer that breaks off or cannot be unpacked, 4 tries", {"cut": 100}),
    "garbage": ("pt", 3, BROKEN, {"edit": lambda body: body + b"]]"}),
    "brackets": ("pt", 3, BROKEN, {"body": b"[" * 100_000}),
    "nothing": ("pt", 3, "answered nothing, 4 tries", {"body": b""}),
    "gzip bomb": ("pt", 3, "sent more than 16,777,216 bytes", packed(bytes(40_000_000))),
    "gzip twice": ("pt", 3, BROKEN, packed(gzip.compress(b"[]"))),
    "false br": ("pt", 3, BROKEN, {"headers": {"Content-Encoding": "br"}, "body": b"\x8b\x02"}),
    # where the way leads, and what the server says
    "a host": ("ptR", 3, "to another host, elsewhere.example: if the", to("https://elsewhere.example/")),
    "metadata": ("pt", 3, "to another host, 169.254.169.254", to("http://169.254.169.254/latest")),
    "file:": ("pt", 3, "to an address that is not safe, file:///etc/passwd", to("file:///etc/passwd")),
    "gopher:": ("pt", 3, "to an address that is not safe, gopher:", to("gopher://127.0.0.1/1")),
    "a user": ("pt", 3, "to an address that is not safe, http:", to("http://127.0.0.1@elsewhere.example/")),
    "a loop": ("pt", 3, "Exceeded 30 redirects", to("/v2/source=2&")),
    "400": ("pt", 3, "answered 400 Bad Request", {"status": 400, "body": b'{"message": "Too much data"}'}),
    "403": ("pt", 3, "answered 403 Forbidden: the publisher refuses", {"status": 403}),
    "404 late": ("pt", 3, "&page=2 answered 404 Not Found", {"where": "page=2$", "status": 404}),
    "502 late": ("pt", 3, "&page=2 answered 502 Bad Gateway, 4 tries", {"where": "page=2$", "status": 502}),
    "429 once": ("PT", 0, WHOLE, later(429, "2", times=1)),
    "503 once": ("PT", 0, WHOLE, later(503, "soon", times=1)),
    "429, a day": ("pt", 3, "answered 429 Too Many Requests and asks to wait 86,400 s", later(429, "86400")),
    "reset": ("ptR", 3, OFF, {"reset": True}),
    "reset once": ("PT", 0, WHOLE, {"reset": True, "times": 1}),
    "103": ("PT", 0, WHOLE, {"early": (103,)}),
    "cookies": ("pt", 3, OFF, {"headers": {f"Set-Cookie{number}": "a=b" for number in range(200)}}),
    # what an answer says of itself
    "a message": ("ptR", 5, "(message 120: 'The provided parameter value is", {"body": message()}),
    "in XML": ("pt", 5, "(message 175: 'The indicator was not found. It may have", {"body": ARCHIVED}),
    "no row": ("pt", 5, "(no observation)", {"body": json.dumps([NONE, None]).encode()}),
    "out of order": ("pt", 3, "message 105: 'Closed', 4 tries", {"body": message("105", "x", "Closed")}),
    "a database": ("pt", 4, "the database 3, not 2", text('"sourceid": "2"', '"sourceid": "3"')),
    "one page": ("pt", 4, "gave 100 observations in place of 121", text('"pages": 2', '"pages": 1')),
    "100,000 pages": ("pt", 4, "claims 100000 pages", text('"pages": 2', '"pages": 100000')),
    "same page": ("pt", 4, "has the pages [1, 1] in place of 1 to 2", text('"page": 2', '"page": 1')),
    "a total": ("pt", 4, "observations in place of 150", text('"total": 121', '"total": 150')),
    "a day": ("pt", 3, "changed while it was read, 3 tries", text("-07-13", "-07-14", where="page=2$")),
    "a day once": ("PT", 0, WHOLE, text("-07-13", "-07-14", where="page=2$", times=1)),
    "no day": ("pt", 4, DAY, text('"lastupdated"', '"last"')),
    "a path": ("pt", 4, DAY, text("2026-07-13", "../../x")),
    # what publishers do
    "rebased": ("PT", 0, "most of the past of Japan was rewritten; taken over", times(4 / 3, PATENTS, "JPN")),
    "China -8 %": ("PT", 0, "1 values of the past revised", times(0.92, PATENTS, "CHN", "2024")),
    "all +3 %": ("PT", 0, "88 values of the past revised", times(1.03, PATENTS)),
    "China's past -5 %": ("PT", 0, "7 values of the past revised", times(0.95, *PAST)),
    "a new year": ("PT", 0, "26 series, 2,496 values", newer()),
}


@pytest.mark.parametrize("case", CASES)
def test_a_fault_is_told_and_costs_no_series_but_its_own(
    bank: Bank, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    becomes, code, told, fault = CASES[case]
    asked = (WDI, WGI) if "r" in becomes.lower() else (WDI,)
    monkeypatch.setattr("etl.pipeline.FEEDS", [feed for feed in FEEDS if feed.family in asked])
    monkeypatch.setattr("etl.http.sleep", lambda _: None)
    for family in asked:
        bank.publish(list if isinstance(fault, dict) else fault, family=family)
    if isinstance(fault, dict):
        often = {"times": 1_000, **fault}
        bank.publishers.misbehave(f"source=2&.*{often.pop('where', '')}", **often)
    before = bank.state()
    done = bank.refresh()
    assert (done.exit_code, told in " ".join(done.output.split())) == (code, True), done.output
    new = [f"{bank.sources(SERIES[name])}".endswith("07_13'}") for name in becomes.lower()]
    assert new == [name.isupper() for name in becomes]
    assert (bank.state() == before) == becomes.islower()
    assert "Traceback" not in done.output
