"""The World Bank's answers become observations: what is read, what is passed over, what is refused."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from data import catalog
from data.catalog import Catalog
from etl.errors import BadFile
from etl.release import OBSERVATION_COLUMNS, Content, Document, Release, Task
from etl.sources.world_bank import parse
from tests.publishers.world_bank import message

RELEASED, CODES = "2026-07-13", ("AA.NEW", "BB", "CC")
TITLE, SOURCE = "World Development Indicators, release of 2026-07-13", "world_bank_wdi_2026_07_13"


@cache
def small() -> Catalog:
    """Return the catalog with the indicators AA, BB and CC, the first under another code than its id."""
    held = catalog.load()
    entry = held.indicators["GB.XPD.RSDV.GD.ZS"]
    entries = {code[:2]: entry.model_copy(update={"id": code[:2], "api": code}) for code in CODES}
    return held.model_copy(update={"indicators": entries})


def task() -> Task:
    return Task(small(), "world_bank_wdi", "2026-11-24", {}, lambda _: None)


def row(code: str = "BB", economy: str = "CHN", year: int = 2023, value: Any = 2.5) -> dict[str, Any]:
    """Return one observation as the World Bank writes it."""
    item = small().economies.get(economy)
    return {
        "indicator": {"id": code, "value": f"Name of {code}"},
        "country": {"id": item.iso2 if item else "1W", "value": item.name.en if item else "World"},
        "countryiso3code": economy,
        "date": str(year),
        "value": value,
        "unit": "",
        "obs_status": "",
        "decimal": 1,
    }


def answer(rows: Sequence[dict[str, Any]], **other: Any) -> bytes:
    """Return a whole answer; `other` goes into its first part."""
    head = {"page": 1, "pages": 1, "per_page": 2500, "total": len(rows), "sourceid": "2"}
    return json.dumps([head | {"lastupdated": RELEASED} | other, rows]).encode()


def release(*bodies: bytes, codes: Sequence[str] = CODES, vintage: str = RELEASED) -> Release:
    """Return a release whose pages have these bodies."""
    query = f"https://api.worldbank.org/v2/country/all/indicator/{';'.join(codes)}?source=2"
    documents = [
        Document(f"page-{page}.json", f"{query}&page={page}", body) for page, body in enumerate(bodies, 1)
    ]
    return Release("world_bank_wdi", vintage, "2026-11-24T08:00:00Z", tuple(documents))


ROWS = [
    row("BB", "USA", 2022, 3),
    row("BB", "CHN", 2023, 2.57729),
    row("BB", "CHN", 2024, None),
    row("AA.NEW", "CHN", 2023, -1.5),
    row("CC", "CHN", 2023, 0),
]


def cells(content: Content) -> list[tuple[Any, ...]]:
    return list(
        content.observations[["indicator", "economy", "year", "value"]].itertuples(index=False, name=None)
    )


def test_a_release_becomes_observations_and_states_date_address_and_day() -> None:
    content = parse(release(answer(ROWS)), task())
    assert cells(content) == [
        *(("AA", "CHN", 2023, -1.5), ("BB", "CHN", 2023, 2.57729)),
        *(("BB", "USA", 2022, 3.0), ("CC", "CHN", 2023, 0.0)),
    ]
    kinds = dict(zip(OBSERVATION_COLUMNS, ("str", "str", "int64", "float64", "str"), strict=True))
    assert dict(content.observations.dtypes.astype("str")) == kinds
    assert set(content.observations["source"]) == {SOURCE}
    assert content.names == {"AA": "Name of AA.NEW", "BB": "Name of BB", "CC": "Name of CC"}
    assert content.warnings == ()
    assert content.row.iloc[0].dropna().to_dict() == {
        "source": SOURCE,
        "family": "world_bank_wdi",
        "title": TITLE,
        "vintage": "2026-07-13",
        "checked": "2026-11-24",
        "provenance": "https://api.worldbank.org/v2/country/all/indicator/AA.NEW;BB;CC?source=2",
    }
    second = parse(release(answer(ROWS), vintage="2026-07-13.2"), task())
    assert (second.source, second.row["vintage"].iloc[0]) == (f"{SOURCE}_2", "2026-07-13.2")


def test_what_says_the_same_in_another_way_is_read_as_the_same() -> None:
    texts = {"pages": "2", "total": "5", "per_page": "3"}
    whole = parse(release(answer(ROWS)), task())
    for pages in (
        (answer(ROWS[:3], page="1", **texts), answer(ROWS[3:], page="2", **texts)),
        (answer([*ROWS, row("BB", "WLD", 2023, 9.0), row("BB", "", 2023, 8.0)]),),  # aggregates
        (answer([*ROWS, row("BB", "ZZZ", 2023, 7.0)]),),
        (answer([item | {"countryiso3code": ""} for item in ROWS]),),  # codes of two letters alone
    ):
        assert cells(parse(release(*pages), task())) == cells(whole)
    single = [
        release(answer([item for item in ROWS if item["indicator"]["id"] == code]), codes=[code]).documents[0]
        for code in CODES
    ]
    kept = parse(replace(release(), documents=tuple(single)), task())
    assert (kept.has_same_rows(whole), kept.names) == (True, whole.names)


def test_what_is_passed_over_is_told() -> None:
    rows = [item | {"value": None} if item["indicator"]["id"] == "CC" else item for item in ROWS]
    content = parse(release(answer(rows)), task())
    assert "CC" not in content.indicators
    assert content.warnings == (f"{TITLE}: no value of CC for any economy of the catalog",)
    for mark in ("F", "f", "forecast", "Forecast value", "F,E", ["E", "F"], "projected"):
        marked = {"BB": mark, "CC": "Preliminary figure"}
        rows = [item | {"obs_status": marked.get(item["indicator"]["id"], "")} for item in ROWS]
        content = parse(release(answer([*rows, row("BB", "CHN", 2021, 2.4)])), task())
        assert cells(content)[1:] == [("BB", "CHN", 2021, 2.4), ("CC", "CHN", 2023, 0.0)]
        assert content.warnings == (
            "BB: forecasts are not taken: China 2023 and United States 2022",
            "CC: taken, though marked 'Preliminary figure': China 2023",
        )
    named = {"id": "BB", "value": "Research (% of GDP)"}
    for unit, refused in (("%", set()), ("% of GDP", set()), ("% of GN", {"BB"}), ("GDP", {"BB"})):
        rows = [
            item | ({"indicator": named, "unit": unit} if item["indicator"]["id"] == "BB" else {})
            for item in ROWS
        ]
        assert set(parse(release(answer(rows)), task()).refused) == refused, unit
    entries = {key: item for key, item in small().indicators.items() if key != "CC"}
    fewer = replace(task(), catalog=small().model_copy(update={"indicators": entries}))
    content = parse(release(answer(ROWS)), fewer)  # one that the catalog no longer wants
    assert (content.indicators, set(content.names), content.warnings) == (("AA", "BB"), {"AA", "BB"}, ())


def test_the_catalog_asks_for_no_code_twice() -> None:
    for family in ("world_bank_wdi", "world_bank_wgi"):
        codes = [item.api for item in replace(task(), catalog=catalog.load(), family=family).indicators]
        assert len(codes) == len(set(codes)) > len(CODES)


def edited(old: str, new: str) -> bytes:
    content = answer([row()]).decode()
    assert old in content
    return content.replace(old, new).encode()


FIELDS = "observation 1, has other fields than an observation has"
PAGES, DAY = "does not state page, pages", "does not state the date of its release ('lastupdated')"
BROKEN = "answered JSON that is broken or cut off"
BAD: list[tuple[bytes, str]] = [
    # bodies, told at once though a refresh asks again
    *((body.encode(), "answered with JSON that") for body in ("{}", "[]", "[{}]", '"a"', "null", "17")),
    *((body.encode(), "answered with JSON that") for body in ("[[], []]", "[{}, [], 1]")),
    (
        answer([]).replace(b"[]", b"null").replace(b'"total": 0', b'"total": 7'),
        "states 7 observations and has",
    ),
    (b"<html>Portal</html>", "answered a page in place of JSON"),
    (b"", "answered nothing"),
    (answer([row()]).decode().encode("utf-16"), BROKEN),
    (b"[" * 100_000, BROKEN),
    (answer([row()]) + b"]]", BROKEN),
    (edited('"unit"', '"value": 7.5, "unit"'), "JSON that has a key twice"),
    # what an answer says of itself
    (message(), "message 120: 'The provided parameter value is"),
    (message("105", "x", "Closed"), "message 105: 'Closed'"),
    (b'[{"message": "soon"}]', "the message 'soon'"),
    (answer([row()], page=None), PAGES),
    (answer([row()], total="many"), PAGES),
    (answer([row()], pages=5_001), "claims 5001 pages"),
    (answer([row()], pages=2), "has the pages [1] in place of 1 to 2"),
    (answer([row()], page=2), "has the pages [2] in place of 1 to 1"),
    (answer([row()], total=150), "gave 1 observations in place of 150"),
    (answer([row()], sourceid="3"), "the database 3, not 2"),
    *((answer([row()], lastupdated=day), DAY) for day in (None, "20260713", "2026-07-13/..", "../../x")),
    (answer([row()], lastupdated="2026-07-14"), "the release of 2026-07-14, not with the release 2026-07-13"),
    # observations
    *(
        (answer([row() | broken]), said)
        for broken, said in (
            ({"date": "2012Q4"}, "observation 1, has the date '2012Q4', not a year"),
            ({"date": "2031"}, "values of 2031, which was not asked for"),
            ({"indicator": {"id": "DD", "value": "D"}}, "has the indicator 'DD', which was not asked for"),
            ({"indicator": {"id": "bb", "value": "B"}}, "has the indicator 'bb', which was not asked for"),
            ({"indicator": {"id": "BB", "value": "\ud800"}}, "has no name for the indicator BB"),
            ({"countryiso3code": "", "country": None}, FIELDS),
        )
    ),
    *(
        (edited('"value": 2.5', f'"value": {value}'), f"has the value '{said}', not a number")
        for value, said in (
            *(("NaN", "nan"), ("Infinity", "inf"), ("1e999", "inf"), ("[1]", "[1]"), ("true", "True")),
            *(('"2,57"', "2,57"), ('"2.57"', "2.57"), ("1" + "0" * 400, "1" + "0" * 19)),
        )
    ),
]


def test_an_answer_that_is_not_whole_or_no_observation_is_told_with_its_page() -> None:
    wrong = []
    for body, reason in BAD:
        try:
            found = str(parse(release(body), task()).refused)
        except BadFile as error:
            found = str(error)
        if not (reason in found and re.search(r"[?]source=2|release of 2026", found)):
            wrong.append((body[:300], reason, found))
    assert wrong == []
