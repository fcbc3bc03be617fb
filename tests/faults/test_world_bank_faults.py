"""Whatever goes wrong at the World Bank, the last good snapshot stays as it is and the cause is named."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.publishers.world_bank import message
from tests.unit.test_world_bank_refused import ARCHIVED

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.world_bank_refresh import Bank, Rows


pytest_plugins = ("tests.faults.world_bank_refresh",)

ALWAYS, MANY = "", 1_000
PATENTS = "IP.PAT.RESD"
BANK = "World Development Indicators: the World Bank"
EMPTY = {"page": 0, "pages": 0, "per_page": 0, "total": 0, "sourceid": None, "lastupdated": None}
INVALID = "message 120: 'The provided parameter value is not valid'"
FIRST = "GB.XPD.RSDV.GD.ZS"


def refused(bank: Bank, code: int, cause: str, tries: int | None = None) -> None:
    """Refresh and hold that nothing was taken, and why; tries: how often the first indicator was asked."""
    before = bank.state()
    done = bank.refresh()
    assert (done.exit_code, cause in done.stderr) == (code, True), done.stderr
    assert "nothing was published" in done.output
    assert "stays in use." in done.stderr
    assert "Traceback" not in done.output
    assert bank.state() == before
    asked = [path for path in bank.publishers.paths if f"indicator/{FIRST}?" in path]
    assert tries is None or len(asked) == tries


TRANSPORT: dict[str, tuple[dict[str, Any], str, int]] = {
    "page of another site": ({"body": b"<html>Portal</html>"}, "a page in place of JSON, 4 tries", 4),
    "JSON cut off": ({"edit": lambda body: body[:-9]}, "JSON that is broken or cut off, 4 tries", 4),
    "nothing": ({"body": b""}, "nothing, 4 tries", 4),
    "forbidden": ({"status": 403}, "answered 403 Forbidden", 1),
    "too much asked": (
        {"status": 400, "body": b'{"message": "Too much data requested", "statusCode": 400}'},
        "answered 400 Bad Request",
        1,
    ),
    "connection reset": ({"reset": True}, "4 tries", 4),
}


@pytest.mark.parametrize("case", TRANSPORT)
def test_an_answer_that_cannot_be_used_is_a_source_out_of_reach(bank: Bank, case: str) -> None:
    fault, cause, tries = TRANSPORT[case]
    bank.publish()
    bank.publishers.misbehave(ALWAYS, times=MANY, **fault)
    refused(bank, 3, cause, tries)


def test_a_server_that_does_not_answer_in_time_is_out_of_reach(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.http.TIMEOUT", (1.0, 0.05))
    bank.publish()
    bank.publishers.misbehave(ALWAYS, times=MANY, delay=0.2)
    refused(bank, 3, "4 tries", 4)


def test_a_failure_on_a_later_page_loses_nothing(bank: Bank) -> None:
    bank.publish()
    bank.publishers.misbehave("page=2$", times=MANY, status=502)
    refused(bank, 3, "&page=2 answered 502 Bad Gateway, 4 tries", 5)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (message(), INVALID),
        (message().replace(b"}]}]", b"}]}, null]"), INVALID),
        (ARCHIVED, "message 175: 'The indicator was not found. It may have been deleted or archived.'"),
        (json.dumps([EMPTY, None]).encode(), "no observation"),
    ],
    ids=["message", "message and null", "XML", "empty"],
)
def test_a_world_bank_that_has_nothing_of_what_was_asked_is_told_in_its_words(
    bank: Bank, body: bytes, problem: str
) -> None:
    bank.publish()
    bank.publishers.misbehave(ALWAYS, times=MANY, body=body)
    refused(bank, 5, f"{BANK} no longer has {FIRST}, ", 1)
    refused(bank, 5, f" ({problem})", 2)


def test_a_service_out_of_order_is_not_taken_for_missing_indicators(bank: Bank) -> None:
    bank.publish()
    body = message("105", "Service unavailable", "Service currently unavailable")
    bank.publishers.misbehave(ALWAYS, body=body)  # it passes
    assert bank.refresh("--dry-run").exit_code == 0
    bank.publishers.seen.clear()
    bank.publishers.misbehave(ALWAYS, times=MANY, body=body)
    refused(bank, 3, "&page=1 answered message 105: 'Service currently unavailable', 4 tries", 4)


def changed(change: dict[str, Any], economy: str = "...", year: str = "....") -> Callable[[Rows], Rows]:
    """Change the rows of resident patents of the economies and years that match the patterns."""

    def matches(row: dict[str, Any]) -> bool:
        found = (row["countryiso3code"], row["date"])
        return row["indicator"]["id"] == PATENTS and all(map(re.fullmatch, (economy, year), found))

    return lambda rows: [row | change if matches(row) else row for row in rows]


def without(economy: str = "...", year: str = "....") -> Callable[[Rows], Rows]:
    return changed({"value": None}, economy, year)


LOST = {
    "unit stated": (changed({"unit": "per mille"}), PATENTS),
    "scale stated": (changed({"scale": "1000"}, "CHN"), PATENTS),
    "series without values": (without(), f"indicator {PATENTS}, column value: all 88 values are gone"),
    "year lost": (without(year="2019"), f"{PATENTS}, year 2019, column value: all values are gone"),
    "economy lost": (without("CHN"), f"{PATENTS}, economy CHN, column value: all values are gone"),
    "fewer values": (without("CHN", "202[2-4]"), "economy CHN, column value: 3 of 11 values are gone"),
    "indicator renamed": (
        changed({"indicator": {"id": PATENTS, "value": "Patent applications, thousands"}}, ".*"),
        f"indicator {PATENTS}: it was called '",
    ),
}


@pytest.mark.parametrize(
    ("sent", "instead", "code", "cause"),
    [
        (b'"sourceid": "2"', b'"sourceid": "3"', 4, "&page=1 answered with the database 3, not 2"),
        (b'"date": "2014"', b'"date": "1960"', 4, "there are values of 1960, which was not asked for"),
        (b'"unit"', b'"value": 7.5, "unit"', 4, "answered with JSON that has a key twice among"),
        (b'{"id": "CN"', b'{"id": "IN"', 5, "the code CHN stands beside the name 'India'"),
    ],
    ids=["source", "date", "key twice", "code of two letters"],
)
def test_what_says_something_else_than_was_asked_for_or_two_things_is_noticed(
    bank: Bank, sent: bytes, instead: bytes, code: int, cause: str
) -> None:
    bank.publish()
    bank.publishers.misbehave(ALWAYS, times=MANY, edit=lambda body: body.replace(sent, instead))
    refused(bank, code, cause)


@pytest.mark.parametrize("case", LOST)
def test_a_series_that_lost_its_past_stays_as_it_is_and_costs_no_other(bank: Bank, case: str) -> None:
    edit, cause = LOST[case]
    before = bank.table("observations").query("indicator == @PATENTS").reset_index(drop=True)
    bank.publish(edit)
    done = bank.refresh()
    assert (done.exit_code, cause in done.stderr) == (5, True), done.stderr
    assert bank.table("observations").query("indicator == @PATENTS").reset_index(drop=True).equals(before)
    assert bank.sources("NE.TRD.GNFS.ZS") == {"world_bank_wdi_2026_07_13"}


def test_a_database_that_changes_in_every_try_is_left_for_later(bank: Bank) -> None:
    bank.publish()
    bank.publishers.misbehave("page=2$", times=MANY, edit=lambda body: body.replace(b"-07-13", b"-07-14"))
    refused(bank, 3, "/v2 changed while it was read, 3 tries: ", 6)
