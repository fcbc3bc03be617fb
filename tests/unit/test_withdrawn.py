"""Withdrawn addresses answer no 404: pages lead to their successors, the rest names an alternative."""

import re

from flask.testing import FlaskClient

from service.withdrawn import ALTERNATIVES, REDIRECTS


def test_a_withdrawn_page_leads_to_its_successor_with_the_query(reader: FlaskClient) -> None:
    for old, new in REDIRECTS.items():
        place, _, key = old.partition("?")
        query = f"lang=zh&{key or 'x'}=1"
        moved = reader.get(f"{place}?{query}")
        path, mark, part = new.partition("#")
        assert moved.status_code == 302, old
        assert moved.headers["Location"] == f"{path}?{query}{mark}{part}"
        assert reader.get(moved.headers["Location"]).status_code == 200, new


def test_a_withdrawn_page_is_found_by_other_forms_of_its_address(reader: FlaskClient) -> None:
    for old in ("/zh/check", "/learn/check?lang=zh", "/zh/Learn/Check/"):
        page = reader.get(old, follow_redirects=True)
        assert (page.status_code, page.request.path) == (200, "/zh/claims"), old


def test_what_has_no_successor_is_gone_and_names_an_alternative(reader: FlaskClient) -> None:
    for old, sentence in ALTERNATIVES.items():
        for method in ("GET", "POST"):
            gone = reader.open(f"{old}?lang=zh", method=method, data=b"x" * 300_000)
            assert (gone.status_code, sentence in gone.text) == (410, True), (method, old)
        places = re.findall(r"/[\w/.-]+", sentence)
        assert places, old
        assert all(reader.get(place).status_code != 404 for place in places), sentence


def test_the_interface_says_what_is_gone_as_a_problem(reader: FlaskClient) -> None:
    gone = reader.post("/api/v1/check/text", data="China ranked 9th.")
    assert gone.content_type == "application/problem+json"
    assert gone.headers["Access-Control-Allow-Origin"] == "*"
    problem = gone.get_json()
    assert (problem["status"], problem["instance"]) == (410, "/api/v1/check/text")
    assert "/api/v1/check " in problem["detail"]
