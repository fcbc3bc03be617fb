"""The OpenAPI document, the page and the index describe the same interface, in full and in both languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import schemathesis

from components.pages import EMBEDS
from data.api import ENDPOINTS, FAULTS, OPENAPI, ROOT, Column, Group, wording
from service.api.answers import ANSWERS, CardEndpoint

if TYPE_CHECKING:
    from flask.testing import FlaskClient


HALF_WIDTH = re.compile(r"[\u3400-\u9fff][,.;:!?()]|[,.;:!?][\u3400-\u9fff]|[\u3400-\u9fff] +[\u3400-\u9fff]")


def document(reader: FlaskClient) -> Any:
    return reader.get(OPENAPI).get_json()


def test_the_document_is_valid_and_describes_every_endpoint_and_fault(reader: FlaskClient) -> None:
    described = document(reader)
    loaded = schemathesis.openapi.from_dict(described)
    loaded.validate()
    assert len(loaded) == len(ENDPOINTS) + len(EMBEDS) + 2
    listed = reader.get(ROOT).get_json()["endpoints"]
    assert [one["name"] for one in listed] == [one.name for one in ENDPOINTS]
    assert {*ANSWERS, "cards", "find"} == {one.name for one in ENDPOINTS}
    for endpoint in ENDPOINTS:
        asked = described["paths"][endpoint.path]["get"]
        assert [one["name"] for one in asked["parameters"]] == [one.name for one in endpoint.all_parameters]
        assert all(one["description"] for one in asked["parameters"])
    for path, asked in described["paths"].items():
        assert {"400", "405", "429", "503"} <= set(asked["get"]["responses"]), path
    assert reader.get(f"{ROOT}/").get_json() == reader.get(ROOT).get_json()


def test_examples_answer_as_the_strict_schema_says(reader: FlaskClient) -> None:
    shared = {"components": document(reader)["components"]}
    for endpoint in ENDPOINTS:
        schema = {"$ref": f"#/components/schemas/{endpoint.name.capitalize()}", **shared}
        given = reader.get(f"{endpoint.path}?{endpoint.example}").get_json()
        validator = jsonschema_rs.Draft202012Validator(schema)
        assert [str(error) for error in validator.iter_errors(given)] == [], endpoint.name
        assert not validator.is_valid({**given, "more": 1})
        data = given["data"][0] if isinstance(given["data"], list) else given["data"]
        data["more"] = 1
        assert not validator.is_valid(given), endpoint.name


def test_everything_has_words_in_both_languages() -> None:
    said = wording()
    assert set(said.endpoints) == {endpoint.name for endpoint in ENDPOINTS}
    assert set(said.faults) == set(FAULTS)
    asked: set[str] = set()
    named: set[str] = set()
    cards = [CardEndpoint(name, card.tables, home.home).endpoint for name, (home, card) in EMBEDS.items()]
    for endpoint in (*ENDPOINTS, *cards):
        for parameter in endpoint.all_parameters:
            assert said.parameter(endpoint, parameter).zh
            asked |= {parameter.name, f"{endpoint.name}.{parameter.name}", parameter.words}
    for endpoint in ENDPOINTS:
        groups: list[tuple[str, Column]] = [
            (column.name, column) for column in endpoint.columns if isinstance(column, Group)
        ]
        for name, column in (*groups, *endpoint.flat()):
            assert said.column(endpoint, name, column).en
            named |= {name, f"{endpoint.name}.{name}"}
    assert set(said.parameters) == {one for one in asked if one in said.parameters}
    assert set(said.columns) <= named
    texts = [text.zh for part in (said.endpoints, said.parameters, said.faults) for text in part.values()]
    assert [text for text in (*texts, *said.columns.values()) if HALF_WIDTH.search(text)] == []
