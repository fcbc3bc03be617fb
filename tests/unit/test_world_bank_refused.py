"""Answers of the World Bank that are not taken, and the reason that is told."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from etl.errors import BadFile
from etl.http import Unusable
from etl.sources.world_bank import decoded, parse
from tests.unit.world_bank_pages import answer, head, release, row, task

ARCHIVED = (
    '\ufeff<?xml version="1.0" encoding="utf-8"?><wb:error xmlns:wb="http://www.worldbank.org">'
    '<wb:message id="175" key="Invalid format">The indicator was not found. It may have been deleted or '
    "archived.</wb:message></wb:error>"
).encode()
OTHER = "page=1, observation 1, has other fields than an observation has"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html><body>Portal</body></html>", "a page in place of JSON"),
        (b"\xef\xbb\xbf<html></html>", "a page in place of JSON"),
        (answer([row()])[:-40], "JSON that is broken or cut off"),
        (b"\xff\xfe[]", "JSON that is broken or cut off"),
        (b"[" * 100_000, "JSON that is broken or cut off"),
        (b"[" + b"1" * 5_000 + b"]", "JSON that is broken or cut off"),
        (b"", "nothing"),
    ],
    ids=["page", "page with mark", "cut off", "charset", "nested", "long number", "nothing"],
)
def test_a_body_that_is_not_json_is_to_be_asked_for_again(body: bytes, reason: str) -> None:
    with pytest.raises(Unusable, match=reason):
        decoded(body)
    with pytest.raises(BadFile, match=f"page=1 answered {reason}"):
        parse(release(body), task())


SHAPES = ("{}", "[]", "[{}]", '"text"', "null", "17", "[[], []]", "[{}, [], 1]", json.dumps([head(7), None]))


@pytest.mark.parametrize("body", SHAPES)
def test_json_of_another_shape_is_refused_at_once(body: str) -> None:
    decoded(body.encode())
    with pytest.raises(BadFile, match="page=1 answered with JSON that "):
        parse(release(body.encode()), task())


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"page": None}, "does not state page, pages"),
        ({"pages": -1}, "does not state page, pages"),
        ({"total": "many"}, "does not state page, pages"),
        ({"pages": 10**8}, "claims 100000000 pages"),
        ({"lastupdated": None}, "does not state the date of its release"),
        ({"lastupdated": "20260713"}, "does not state the date of its release"),
        ({"lastupdated": "2026-07-13/.."}, "does not state the date of its release"),
    ],
    ids=str,
)
def test_an_answer_states_its_pages_and_its_release(other: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadFile, match=f"answered with JSON that {re.escape(reason)}"):
        parse(release(answer([row()], **other)), task())


@pytest.mark.parametrize("key", ["value", "date", "countryiso3code", "indicator"])
def test_an_observation_that_has_a_key_twice_is_refused(key: str) -> None:
    body = answer([row()]).replace(b'"decimal"', f'"{key}": 7.5, "decimal"'.encode())
    with pytest.raises(BadFile, match="answered with JSON that has a key twice among indicator, country"):
        parse(release(body), task())


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("NaN", "observation 2, has the value 'nan', not a number"),
        ('"2.5"', "observation 2, has the value '2.5', not a number"),
        ("true", "observation 2, has the value 'True', not a number"),
        ("1e999", "observation 2, has the value 'inf', not a number"),
        ("1" + "0" * 400, "observation 2, has the value '10000000000000000000', not a number"),
    ],
)
def test_a_value_that_is_not_a_number_is_refused(value: str, reason: str) -> None:
    body = answer([row(), row(year=2024, value="HERE")]).replace(b'"HERE"', value.encode())
    with pytest.raises(BadFile, match=re.escape(reason)):
        parse(release(body), task())


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ({"date": "2012Q4"}, "observation 1, has the date '2012Q4', not a year"),
        ({"date": "2012M01", "value": None}, "observation 1, has the date '2012M01', not a year"),
        ({"date": 2012}, OTHER),
        ({"indicator": {"id": "DD", "value": "D"}}, "has the indicator 'DD', which was not asked for"),
        ({"indicator": {"id": "BB"}}, OTHER),
        ({"indicator": {"id": "BB", "value": ""}}, "observation 1, has no name for the indicator BB"),
        ({"indicator": {"id": "BB", "value": "\ud800"}}, "observation 1, has no name for the indicator BB"),
        ({"indicator": None}, OTHER),
        ({"countryiso3code": "", "country": None}, OTHER),
    ],
    ids=str,
)
def test_a_row_that_is_no_observation_is_told_with_its_page(broken: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadFile, match=re.escape(reason)):
        parse(release(answer([row() | broken])), task())


@pytest.mark.parametrize(
    ("bodies", "reason"),
    [
        ([answer([row()], pages=2, total=2)], r"has the pages \[1\] in place of 1 to 2"),
        ([answer([row()], pages=2, total=2)] * 2, r"has the pages \[1, 1\] in place of 1 to 2"),
        ([answer([row()], total=3)], "gave 1 observations in place of 3"),
        (
            [answer([row()], pages=2, total=2), answer([row(year=2024)], lastupdated="2026-09-01")],
            "answered with the release of 2026-09-01, not with the release 2026-07-13",
        ),
    ],
    ids=["page missing", "page twice", "rows missing", "two releases"],
)
def test_pages_that_are_not_one_whole_release_are_refused(bodies: list[bytes], reason: str) -> None:
    with pytest.raises(BadFile, match=reason):
        parse(release(*bodies), task())
