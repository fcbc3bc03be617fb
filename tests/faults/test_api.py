"""Requests made up from the OpenAPI document: the server answers as it promises, whatever it is asked."""

from typing import Any
from urllib.parse import urlencode

import pytest
import requests
import schemathesis
from schemathesis import GenerationMode
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi.checks import positive_data_acceptance

from data.api import ENDPOINTS, MAX_QUERY_LENGTH, OPENAPI, ROOT
from tests.sampling import LONG, sample
from tests.serving import Served

Case = schemathesis.Case[Any]


MODES = list(GenerationMode)
NAMES = ("rank-ledger", "ranking", "comparison", "clusters", "weights-draws")
CARDS = [f"{ROOT}/cards/{name}" for name in NAMES]
"""Cards of every kind of choice, of several views, and of none; all answer in the same way."""
CROSSED = (
    *("against", "columns", "detail", "economy", "history", "raise", "rank"),
    *("sort", "than", "to", "with", "without", "w"),
)
"""Choices of cards that others rule out, or that no schema says in full, as their columns."""
PATHS = (ROOT, OPENAPI, *(endpoint.path for endpoint in ENDPOINTS), *CARDS)
ALIKE = 12 if LONG else 1
"""Values that are asked at most of one parameter and one kind: of 150 economies, say."""
SESSION = requests.Session()  # one connection for all


@pytest.fixture(scope="module")
def document(served: Served) -> BaseSchema:
    return schemathesis.openapi.from_url(served.address + OPENAPI)


def check(case: Case) -> None:
    if len(urlencode(case.query, doseq=True)) > MAX_QUERY_LENGTH // 2:
        return  # servers refuse long lines before they read them
    answer = case.call(session=SESSION)
    # No schema can say of two values that they are right by themselves, but not together.
    fault = answer.json() if answer.status_code == 400 else {"type": ""}
    kind, parameter = fault["type"].rpartition("#")[2], fault.get("parameter")
    first, last = str(case.query.get("from", 2012)), str(case.query.get("to", 2022))
    backwards = first.isdecimal() and last.isdecimal() and int(first) >= int(last)
    ordered = kind == "wrong-order" or (kind == "unknown-value" and parameter == "from")
    crossed = (ordered and backwards) or (kind == "unknown-value" and parameter in CROSSED)
    case.validate_response(answer, excluded_checks=[positive_data_acceptance] if crossed else [])


@pytest.mark.parametrize("path", PATHS)
def test_every_limit_and_every_kind_of_value_is_answered_as_promised(document: BaseSchema, path: str) -> None:
    asked: APIOperation[Any, Any, Any, Any] = document[path]["GET"]
    config = document.config.generation_for(operation=asked)
    kinds: dict[tuple[str | None, object], list[Case]] = {}
    for case in document.iter_coverage_cases(asked, generation_modes=MODES, generation_config=config):
        assert case.meta
        about: Any = case.meta.phase.data
        if path in CARDS and about.parameter != "columns":
            case.query.pop("columns", None)  # no schema can name them: each view has its own
        kinds.setdefault((about.parameter, about.scenario), []).append(case)
    for alike in kinds.values():
        for case in sample(alike, ALIKE):
            check(case)
