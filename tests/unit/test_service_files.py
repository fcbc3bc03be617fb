"""Component files: their names tell no version, and change with what is in the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from service import files

if TYPE_CHECKING:
    from flask.testing import FlaskClient

VERSION = re.compile(r"\d[._]\d+[._]\d")


def links(client: FlaskClient) -> list[str]:
    return re.findall(rf'"({files.SUITES}[^"]+)"', client.get("/en/").get_data(as_text=True))


def test_fingerprints_are_read_as_dash_writes_them() -> None:
    assert files.without_fingerprint("dcc/x.v4_4_1m17.js") == "dcc/x.js"
    assert files.without_fingerprint("deps/react@18.v4_4_1m17ab.3.1.min.js") == "deps/react@18.3.1.min.js"
    assert files.without_fingerprint("dcc/async-graph.js") == "dcc/async-graph.js"
    assert files.without_fingerprint("plain") == "plain"


def test_the_page_names_component_files_without_versions(client: FlaskClient) -> None:
    assert len(links(client)) > 5
    assert [link for link in links(client) if VERSION.search(link)] == []
    assert any("/react.v0m" in link for link in links(client))


@pytest.mark.parametrize("alter", ["v0m", "v4_4_1m", "v-m"])
def test_a_name_of_another_version_is_answered_and_not_kept(client: FlaskClient, alter: str) -> None:
    for link in links(client):
        other = re.sub(r"\.v0m[0-9a-f]{12}\.", f".{alter}0123456789ab.", link)
        answer, named = client.get(other), client.get(link)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
        assert "immutable" in named.headers["Cache-Control"]
        assert answer.data == named.data
