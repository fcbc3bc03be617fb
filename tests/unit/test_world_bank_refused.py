"""Answers of the World Bank that are not taken, and the reason that is told."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, cast

import pytest

from etl.errors import BadFile, SourceUnreachable
from etl.release import Document
from etl.sources.world_bank import fetch, parse
from etl.sources.world_bank_answer import check_usable, read
from tests.unit.world_bank_pages import CODES, address, answer, head, release, row, task

if TYPE_CHECKING:
    from etl.http import Session

ARCHIVED = (
    '\ufeff<?xml version="1.0" encoding="utf-8"?><wb:error xmlns:wb="http://www.worldbank.org">'
    '<wb:message id="175" key="Invalid format">The indicator was not found. It may have been deleted or '
    "archived.</wb:message></wb:error>"
).encode()
INVALID = {"id": "120", "key": "Invalid value", "value": "The provided parameter value is not valid"}

OTHER = "page=1, observation 1, has other fields than an observation has"


def document(body: bytes) -> Document:
    return Document("page-1.json", address(1), body)


@pytest.mark.parametrize("body", ["{}", "[]", "[{}]", '"text"', "null", "17", "[[], []]", "[{}, [], 1]"])
def test_json_of_another_shape_is_refused_at_once(body: str) -> None:
    check_usable(body.encode())
    with pytest.raises(BadFile, match="page=1 answered with JSON that "):
        read(document(body.encode()))


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"page": None}, "does not state 'page'"),
        ({"pages": -1}, "does not state 'pages'"),
        ({"total": "many"}, "does not state 'total'"),
        ({"lastupdated": "20260713"}, "does not state the date of its release"),
    ],
    ids=str,
)
def test_an_answer_states_its_pages_and_its_release(other: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadFile, match=f"answered with JSON that {re.escape(reason)}"):
        read(document(answer([row()], **other)))


def test_rows_that_are_announced_and_missing_are_told() -> None:
    with pytest.raises(BadFile, match="states 7 observations and has none"):
        read(document(json.dumps([head(7), None]).encode()))


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ({"date": "2012M01", "value": None}, "observation 1, has the date '2012M01', not a year"),
        ({"indicator": {"id": "DD", "value": "D"}}, "page=1 has the indicator 'DD', which was not asked for"),
        ({"indicator": {"id": "BB"}}, OTHER),
        ({"indicator": {"id": "BB", "value": ""}}, "page=1 has no name for the indicator BB"),
        ({"indicator": {"id": "BB", "value": "\ud800"}}, "page=1 has no name for the indicator BB"),
        ({"indicator": None}, OTHER),
        ({"countryiso3code": "", "country": None}, OTHER),
    ],
    ids=str,
)
def test_a_row_that_is_no_observation_is_told_with_its_page(broken: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadFile, match=re.escape(reason)):
        parse(release(answer([row() | broken])), task())


def test_indicators_of_two_releases_are_never_joined() -> None:
    class Bank:
        """Knows nothing of a query for several indicators, and answers each alone on another day."""

        def get_all(self, urls: list[str], **_: Any) -> list[bytes]:
            return [self.get(url) for url in urls]

        def get(self, url: str) -> bytes:
            if ";" in url:
                return json.dumps([{"message": [INVALID]}]).encode()
            code = url.partition("?")[0].rpartition("/")[2]
            return answer([row(code)], lastupdated=f"2026-07-{10 + CODES.index(code)}")

    with pytest.raises(SourceUnreachable, match="3 tries: releases of 2026-07-10 and 2026-07-11 and 2026-07"):
        list(fetch(cast("Session", Bank()), task()))


def test_one_indicator_has_one_name() -> None:
    other = row(year=2024) | {"indicator": {"id": "BB", "value": "Another name"}}
    with pytest.raises(BadFile, match="the World Bank calls BB both 'Another name' and 'Name of BB'"):
        parse(release(answer([row(), other])), task())
