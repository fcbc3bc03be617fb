"""Answers of the World Bank that are not taken, and the reason that is told."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from etl.errors import BadFile
from etl.sources.world_bank import decoded, parse
from tests.unit.world_bank_pages import answer, head, release, row, task

ARCHIVED = (
    '\ufeff<?xml version="1.0" encoding="utf-8"?><wb:error xmlns:wb="http://www.worldbank.org">'
    '<wb:message id="175" key="Invalid format">The indicator was not found. It may have been deleted or '
    "archived.</wb:message></wb:error>"
).encode()
OTHER = "page=1, observation 1, has other fields than an observation has"


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
