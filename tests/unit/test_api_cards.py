"""Cards as data: the rows of their downloads, the finding of their embeds; what is unknown is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import jsonschema_rs
import pytest

from components.embed import finding
from components.pages import EMBEDS
from data.api import OPENAPI, ROOT
from tests.unit.downloading import of_csv
from tests.unit.page_queries import QUERIES

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from analysis.dataset import Dataset


def asked(reader: FlaskClient, name: str, query: dict[str, str]) -> Any:
    answer = reader.get(f"{ROOT}/cards/{name}?{urlencode(query)}")
    assert answer.status_code == 200, (name, query, answer.get_data())
    return answer.get_json()


def views(dataset: Dataset, name: str) -> list[dict[str, str]]:
    """Some views of a card: what the tests of its page ask for, as far as it can be chosen."""
    page, card = EMBEDS[name]
    query = card.tables[0].query
    return [query.read(dataset, one).chosen(dataset) for one in QUERIES[page.key][:2]]


def test_every_card_is_listed_and_answers_as_the_document_says(reader: FlaskClient, dataset: Dataset) -> None:
    listed = reader.get(f"{ROOT}/cards").get_json()["data"]
    assert [one["name"] for one in listed] == list(EMBEDS)
    described = reader.get(OPENAPI).get_json()
    schema = {"$ref": "#/components/schemas/Card", "components": described["components"]}
    validator = jsonschema_rs.Draft202012Validator(schema)
    for one in listed:
        given = asked(reader, one["name"], {"lang": "zh", "limit": "3"})
        assert [str(error) for error in validator.iter_errors(given)] == [], one["name"]
        assert reader.get(one["page"]).status_code == reader.get(one["embed"]).status_code == 200
        data = given["data"]
        assert reader.get(data["page"]).status_code == reader.get(data["embed"]).status_code == 200
        assert (data["finding"], data["page"]) == finding(dataset, one["name"], "zh", {})
        assert f"{one['address']}" in described["paths"]


def test_a_card_has_the_rows_of_its_download(reader: FlaskClient, dataset: Dataset) -> None:
    for name in EMBEDS:
        for query in views(dataset, name):
            data = asked(reader, name, {**query, "limit": "10000"})["data"]
            made = json.loads(reader.get(data["download"].replace(".xlsx?", ".json?")).get_data())
            assert data["rows"] == made["data"], (name, query)
            assert (data["columns"], data["sources"]) == (made["columns"], made["sources"]), (name, query)


def test_a_long_card_comes_in_pages_and_as_csv(reader: FlaskClient) -> None:
    query = {"edition": "2025", "rows": "all"}
    whole = asked(reader, "ranking", query)
    pages, following = [], f"{ROOT}/cards/ranking?{urlencode({**query, 'limit': '50'})}"
    while following:
        answer = reader.get(following).get_json()
        pages += answer["data"]["rows"]
        following = answer["next"]
    assert pages == whole["data"]["rows"]
    assert len(pages) == whole["total"] == 139
    text = reader.get(f"{ROOT}/cards/ranking?{urlencode({**query, 'format': 'csv'})}").get_data()
    assert len(of_csv(text)) == 139


@pytest.mark.parametrize(
    ("name", "parameter", "value"),
    [
        ("rank-ledger", "economy", "XXX"),
        ("rank-ledger", "from", "1066"),
        ("comparison", "with", "USA,<b>"),
        ("comparison", "view", "map"),
        ("strategic-pillar", "pillar", "9"),
        ("weights-history", "w", "1,2"),
        ("weights-omissions", "without", "gerd,<b>"),
        ("trajectory", "rows", "some"),
        ("clusters", "economy", "CHN"),
    ],
)
def test_what_is_unknown_is_refused_by_name(
    reader: FlaskClient, name: str, parameter: str, value: str
) -> None:
    answer = reader.get(f"{ROOT}/cards/{name}?{urlencode({parameter: value})}")
    assert answer.status_code == 400
    assert answer.get_json()["parameter"] == parameter


def test_a_card_that_cannot_be_told_by_its_rows_is_not_offered(reader: FlaskClient) -> None:
    for name in ("guess", "nothing", "validation/x"):
        assert reader.get(f"{ROOT}/cards/{name}").status_code == 404
