"""What cannot be answered is refused with its reason; what has not changed is not sent again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.api import FAULTS, LONGEST, OPENAPI, ROOT
from service.errors import MIMETYPE

if TYPE_CHECKING:
    from flask.testing import FlaskClient

REFUSED = [
    ("scores?econmy=CHN", "unknown-parameter", "econmy"),
    ("standing?limit=1", "unknown-parameter", "limit"),
    ("scores?%00=1", "unknown-parameter", "\0"),
    ("scores?economy=XXX", "unknown-value", "economy"),
    ("scores?economy=chn", "unknown-value", "economy"),
    ("scores?economy=", "unknown-value", "economy"),
    ("scores?economy=%ED%A0%80", "unknown-value", "economy"),
    ("scores?edition=2008", "unknown-value", "edition"),
    ("scores?format=xml", "unknown-value", "format"),
    ("scores?columns=rank,nmae", "unknown-value", "columns"),
    ("scores?columns=", "unknown-value", "columns"),
    ("standing?columns=rank", "unknown-parameter", "columns"),
    ("cards/ranking?columns=nmae", "unknown-value", "columns"),
    ("standing?economy=CHN,USA", "unknown-value", "economy"),
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
    ("?format=json", "unknown-parameter", "format"),
    ("change?economy=CHN&from=2010&to=2008", "unknown-value", "to"),
    ("standing?economy=PRK", "not-held", "economy"),
    ("change?economy=PRK", "not-held", "economy"),
]


@pytest.mark.parametrize(("query", "fault", "parameter"), REFUSED, ids=lambda value: str(value)[:40])
def test_every_problem_names_its_parameter(
    reader: FlaskClient, query: str, fault: str, parameter: str | None
) -> None:
    given = reader.get(f"{ROOT}{'' if query.startswith('?') else '/'}{query}")
    assert given.status_code == FAULTS[fault].status
    assert given.content_type == MIMETYPE
    assert given.headers["Cache-Control"] == "no-store"
    problem = given.get_json()
    assert problem["type"] == f"/en/data/api#{fault}"
    assert problem.get("parameter") == parameter
    assert problem["status"] == given.status_code
    assert problem["detail"].isprintable()
    assert len(problem["detail"]) < 300


def test_a_problem_says_what_is_meant_or_allowed(reader: FlaskClient) -> None:
    assert reader.get(f"{ROOT}/scores?format=xml").get_json()["allowed"] == ["json", "csv"]
    assert "did you mean name?" in reader.get(f"{ROOT}/cards/ranking?columns=nmae").get_json()["detail"]
    assert "did you mean CHN?" in reader.get(f"{ROOT}/scores?economy=chn").get_json()["detail"]
    assert "did you mean economy?" in reader.get(f"{ROOT}/scores?econmy=CHN").get_json()["detail"]
    assert "allowed" not in reader.get(f"{ROOT}/scores?economy=XXX").get_json()


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_unknown_paths_are_problems_whatever_the_method(reader: FlaskClient, method: str) -> None:
    for path in ("/api", "/api/", "/api/v1/nothing", "/api/v2", "/api/%00"):
        given = reader.open(path, method=method)
        assert (given.status_code, given.content_type) == (404, MIMETYPE), path
        assert given.get_json()["type"] == "about:blank", path


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_the_interface_is_only_read(reader: FlaskClient, method: str) -> None:
    given = reader.open(f"{ROOT}/scores", method=method)
    assert given.status_code == 405
    assert given.content_type == MIMETYPE
    assert "GET" in given.headers["Allow"]


def test_head_has_the_headers_and_no_body(reader: FlaskClient) -> None:
    given, head = (reader.open(f"{ROOT}/scores?limit=1", method=method) for method in ("GET", "HEAD"))
    assert head.data == b""
    assert head.headers["ETag"] == given.headers["ETag"]
    assert head.headers["X-Snapshot"] == given.get_json()["snapshot"]


@pytest.mark.parametrize("path", [ROOT, OPENAPI, f"{ROOT}/scores?economy=CHN", f"{ROOT}/change?format=csv"])
def test_what_the_reader_has_is_not_sent_again(reader: FlaskClient, path: str) -> None:
    given = reader.get(path)
    assert given.headers["Cache-Control"] == "public, max-age=300, must-revalidate"
    for mark in (given.headers["ETag"], f'"other", {given.headers["ETag"]}'):
        again = reader.get(path, headers={"If-None-Match": mark})
        assert again.status_code == 304
        assert again.data == b""
        assert again.headers["ETag"] == given.headers["ETag"]
    assert reader.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    packed = reader.get(path, headers={"Accept-Encoding": "br", "If-None-Match": given.headers["ETag"]})
    assert packed.status_code == 304


def test_the_etag_is_of_the_query_as_it_is_read(reader: FlaskClient) -> None:
    def mark(query: str) -> str:
        return str(reader.get(f"{ROOT}/scores?{query}").headers["ETag"])

    assert mark("economy=CHN&code=GII") == mark("code=GII&economy=CHN")
    marks = [mark(query) for query in ("economy=CHN", "economy=USA", "economy=CHN&format=csv")]
    assert len(set(marks)) == 3


def test_pages_of_any_origin_may_read_it_and_only_it(reader: FlaskClient) -> None:
    for path in (ROOT, f"{ROOT}/scores?limit=1", f"{ROOT}/scores?x=1", f"{ROOT}/nothing"):
        given = reader.get(path, headers={"Origin": "https://notebook.example"})
        assert given.headers["Access-Control-Allow-Origin"] == "*"
        assert given.headers.getlist("Cross-Origin-Resource-Policy") == ["cross-origin"]
    asked = reader.options(f"{ROOT}/scores")
    assert asked.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    for path in ("/en/", "/download/trajectory.csv", "/healthz"):
        given = reader.get(path)
        assert "Access-Control-Allow-Origin" not in given.headers
        assert given.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_links_do_not_trust_the_host_that_is_asked_for(reader: FlaskClient) -> None:
    given = reader.get(f"{ROOT}/scores?limit=1", headers={"Host": "evil.example"})
    assert given.get_json()["next"].startswith("/api/v1/scores?")
    assert b"evil" not in given.data
