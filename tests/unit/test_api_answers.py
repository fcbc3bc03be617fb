"""The API: what it refuses and why; what has not changed is not sent again; cards as data."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import jsonschema_rs

from components.embed import finding
from components.pages import EMBEDS
from data.api import FAULTS, LONGEST, OPENAPI, ROOT
from service.errors import MIMETYPE
from tests.sampling import sample
from tests.unit.page_queries import QUERIES

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from analysis.dataset import Dataset

REFUSED = (  # the query, its fault, the parameter that is named
    ("scores?econmy=CHN", "unknown-parameter", "econmy"),
    ("standing?limit=1", "unknown-parameter", "limit"),
    ("scores?%00=1", "unknown-parameter", "\0"),
    ("standing?columns=rank", "unknown-parameter", "columns"),
    ("?format=json", "unknown-parameter", "format"),
    *(
        (f"scores?{name}={value}", "unknown-value", name)
        for name, values in {
            "economy": ("XXX", "chn", "", "%ED%A0%80"),
            "edition": ("2008",),
            "format": ("xml",),
            "columns": ("rank,nmae", ""),
        }.items()
        for value in values
    ),
    ("cards/ranking?columns=nmae", "unknown-value", "columns"),
    ("standing?economy=CHN,USA", "unknown-value", "economy"),
    ("change?economy=CHN&from=2010&to=2008", "unknown-value", "to"),
    ("scores?limit=ten", "wrong-type", "limit"),
    ("scores?limit=%D9%A1", "wrong-type", "limit"),
    ("scores?offset=" + "9" * 400, "wrong-type", "offset"),
    ("standing?p1=nan", "wrong-type", "p1"),
    ("scores?limit=0", "out-of-range", "limit"),
    ("scores?from=1999", "out-of-range", "from"),
    ("standing?p7=1e300", "out-of-range", "p7"),
    ("scores?code=" + ",".join(["GII"] * 101), "out-of-range", "code"),
    ("scores?from=2022&to=2012", "wrong-order", "from"),
    ("change?from=2022", "wrong-order", "from"),
    ("scores?economy=CHN&economy=USA", "repeated-parameter", "economy"),
    ("scores?" + "&".join(f"p{number}=1" for number in range(10_000)), "too-long", None),
    ("scores?economy=" + "A" * LONGEST, "too-long", None),
    ("standing?economy=PRK", "not-held", "economy"),
    ("change?economy=PRK", "not-held", "economy"),
    *(
        (f"cards/{card}?{name}={value}", "unknown-value", name)
        for card, name, value in (
            ("rank-ledger", "economy", "XXX"),
            ("rank-ledger", "from", "1066"),
            ("comparison", "with", "USA,<b>"),
            ("comparison", "view", "map"),
            ("strategic-pillar", "pillar", "9"),
            ("weights-history", "w", "1,2"),
            ("weights-omissions", "without", "gerd,<b>"),
            ("trajectory", "rows", "some"),
        )
    ),
    ("cards/clusters?economy=CHN", "unknown-parameter", "economy"),
)


def test_every_problem_names_its_parameter(reader: FlaskClient) -> None:
    for query, fault, parameter in REFUSED:
        given = reader.get(f"{ROOT}{'' if query.startswith('?') else '/'}{query}")
        problem = given.get_json()
        told = given.status_code, given.content_type, given.headers["Cache-Control"], problem["type"]
        assert told == (FAULTS[fault].status, MIMETYPE, "no-store", f"/en/data/api#{fault}"), query[:60]
        assert (problem.get("parameter"), problem["status"]) == (parameter, given.status_code), query[:60]
        assert problem["detail"].isprintable()
        assert len(problem["detail"]) < 300


def test_a_problem_says_what_is_meant_or_allowed(reader: FlaskClient) -> None:
    for query, part in (
        ("cards/ranking?columns=nmae", "did you mean name?"),
        ("scores?economy=chn", "did you mean CHN?"),
        ("scores?econmy=CHN", "did you mean economy?"),
    ):
        assert part in reader.get(f"{ROOT}/{query}").get_json()["detail"]
    assert reader.get(f"{ROOT}/scores?format=xml").get_json()["allowed"] == ["json", "csv"]
    assert "allowed" not in reader.get(f"{ROOT}/scores?economy=XXX").get_json()


def test_unknown_paths_are_problems_and_the_interface_is_only_read(reader: FlaskClient) -> None:
    paths = ("/api", "/api/", "/api/v1/nothing", "/api/v2", "/api/%00")
    cards = (f"{ROOT}/cards/{name}" for name in ("guess", "nothing", "validation/x"))
    for method, path in (*product(("GET", "POST", "DELETE"), paths), *product(("GET",), cards)):
        given = reader.open(path, method=method)
        assert (given.status_code, given.content_type) == (404, MIMETYPE), path
        assert "cards" in path or given.get_json()["type"] == "about:blank", path
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        given = reader.open(f"{ROOT}/scores", method=method)
        assert (given.status_code, given.content_type) == (405, MIMETYPE)
        assert "GET" in given.headers["Allow"]


def test_head_has_the_headers_and_no_body(reader: FlaskClient) -> None:
    given, head = (reader.open(f"{ROOT}/scores?limit=1", method=method) for method in ("GET", "HEAD"))
    assert head.data == b""
    assert head.headers["ETag"] == given.headers["ETag"]
    assert head.headers["X-Snapshot"] == given.get_json()["snapshot"]


def test_what_the_reader_has_is_not_sent_again(reader: FlaskClient) -> None:
    for path in (ROOT, OPENAPI, f"{ROOT}/scores?economy=CHN", f"{ROOT}/change?format=csv"):
        given = reader.get(path)
        mark = given.headers["ETag"]
        assert given.headers["Cache-Control"] == "public, max-age=300, must-revalidate"
        for asked, code in ((mark, 304), (f'"other", {mark}', 304), ('"other"', 200)):
            again = reader.get(path, headers={"If-None-Match": asked})
            assert (again.status_code, again.headers["ETag"]) == (code, mark), path
            assert code == 200 or again.data == b""
        assert reader.get(path, headers={"Accept-Encoding": "br", "If-None-Match": mark}).status_code == 304


def test_the_etag_is_of_the_query_as_it_is_read(reader: FlaskClient) -> None:
    def mark(query: str) -> str:
        return str(reader.get(f"{ROOT}/scores?{query}").headers["ETag"])

    assert mark("economy=CHN&code=GII") == mark("code=GII&economy=CHN")
    assert len({mark(query) for query in ("economy=CHN", "economy=USA", "economy=CHN&format=csv")}) == 3


def test_pages_of_any_origin_may_read_it_and_only_it(reader: FlaskClient) -> None:
    for path in (ROOT, f"{ROOT}/scores?limit=1", f"{ROOT}/scores?x=1", f"{ROOT}/nothing"):
        given = reader.get(path, headers={"Origin": "https://notebook.example"})
        assert given.headers["Access-Control-Allow-Origin"] == "*"
        assert given.headers.getlist("Cross-Origin-Resource-Policy") == ["cross-origin"]
    assert reader.options(f"{ROOT}/scores").headers["Access-Control-Allow-Headers"] == "If-None-Match"
    for path in ("/en/", "/download/trajectory.csv", "/healthz"):
        given = reader.get(path)
        assert "Access-Control-Allow-Origin" not in given.headers
        assert given.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    named = reader.get(f"{ROOT}/scores?limit=1", headers={"Host": "evil.example"})
    assert named.get_json()["next"].startswith("/api/v1/scores?")


# --- cards -----------------------------------------------------------------------------------------------


def asked(reader: FlaskClient, name: str, query: dict[str, str]) -> Any:
    answer = reader.get(f"{ROOT}/cards/{name}?{urlencode(query)}")
    assert answer.status_code == 200, (name, query, answer.get_data())
    return answer.get_json()


def test_every_card_is_listed_and_answers_as_the_document_says(reader: FlaskClient, dataset: Dataset) -> None:
    listed = reader.get(f"{ROOT}/cards").get_json()["data"]
    assert [one["name"] for one in listed] == list(EMBEDS)
    described = reader.get(OPENAPI).get_json()
    schema = {"$ref": "#/components/schemas/Card", "components": described["components"]}
    validator = jsonschema_rs.Draft202012Validator(schema)
    followed = {one["name"] for one in sample(listed, 8)}
    for one in listed:
        given = asked(reader, one["name"], {"lang": "zh", "limit": "3"})
        assert [str(error) for error in validator.iter_errors(given)] == [], one["name"]
        data = given["data"]
        assert (data["finding"], data["page"]) == finding(dataset, one["name"], "zh", {})
        assert one["address"] in described["paths"]
        if one["name"] in followed:
            ways = (one["page"], one["embed"], data["page"], data["embed"])
            assert [reader.get(way).status_code for way in ways] == [200] * 4, one["name"]


def test_a_card_has_the_rows_of_its_download(reader: FlaskClient, dataset: Dataset) -> None:
    """Of two views of each card that the tests of its page ask for, as far as it can be chosen."""
    views = [
        (name, card.tables[0].query.read(dataset, one).chosen(dataset))
        for name, (page, card) in EMBEDS.items()
        for one in QUERIES[page.key][:2]
    ]
    for name, query in sample(views, 24):
        data = asked(reader, name, {**query, "limit": "10000"})["data"]
        made = json.loads(reader.get(data["download"].replace(".xlsx?", ".json?")).get_data())
        told = data["rows"], data["columns"], data["sources"]
        assert told == (made["data"], made["columns"], made["sources"]), (name, query)
