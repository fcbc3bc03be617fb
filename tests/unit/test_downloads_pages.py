"""A download passes over what its query does not know, and one that is not offered is not found."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from components.pages import TABLES
from tests.unit.page_queries import QUERIES

if TYPE_CHECKING:
    from flask.testing import FlaskClient

HOSTILE = {key: "=cmd|' /C calc'!A0" for query in QUERIES.values() for one in query for key in one}


def test_a_hostile_query_gives_the_default_file(reader: FlaskClient) -> None:
    # What is searched for may be anything.
    hostile = urlencode({key: text for key, text in HOSTILE.items() if key != "find"})
    changed = []
    for name in TABLES:
        usual, other = (reader.get(f"/download/{name}.csv{query}") for query in ("", f"?{hostile}"))
        assert usual.status_code == 200, name
        if (other.status_code, other.data) != (200, usual.data):
            changed.append(name)
    assert changed == []


def test_an_unknown_name_is_not_found(reader: FlaskClient) -> None:
    assert reader.get("/download/nothing.csv").status_code == 404
