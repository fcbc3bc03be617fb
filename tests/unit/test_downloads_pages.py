"""A download passes over what its query does not know, and one that is not offered is not found."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pandas as pd
import pytest

from service.frames import FRAMES
from tests.unit.downloading import fetched
from tests.unit.page_queries import QUERIES

if TYPE_CHECKING:
    from flask.testing import FlaskClient

HOSTILE = {key: "=cmd|' /C calc'!A0" for query in QUERIES.values() for one in query for key in one}


@pytest.mark.parametrize("name", sorted(FRAMES))
def test_a_hostile_query_gives_the_default_file(reader: FlaskClient, name: str) -> None:
    hostile = {
        key: text for key, text in HOSTILE.items() if key != "find"
    }  # what is searched for may be anything
    usual = fetched(reader, f"/download/{name}.csv")
    pd.testing.assert_frame_equal(fetched(reader, f"/download/{name}.csv?{urlencode(hostile)}"), usual)


def test_an_unknown_name_is_not_found(reader: FlaskClient) -> None:
    assert reader.get("/download/nothing.csv").status_code == 404
