"""Every download answers every query of its page, and each row says where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pandas as pd
import pytest

from components.pages import PAGES
from data.schema import TABLES
from service.downloads import FORMS
from service.frames import FRAMES
from tests.unit.downloading import fetched
from tests.unit.page_queries import QUERIES
from tests.unit.views import walk

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from components.site import Site

MOST = 6  # tests of each page hold its downloads to what it shows for every query
HOSTILE = {key: "=cmd|' /C calc'!A0" for query in QUERIES.values() for one in query for key in one}


def links(held: Site) -> set[str]:
    """The addresses of all downloads that pages offer, for all queries of the tests."""
    return {
        address
        for page in PAGES
        for query in QUERIES[page.key]
        for part in walk(page.layout(held, "en", query))
        if (address := str(getattr(part, "href", ""))).startswith("/download/")
    }


def sampled(offered: set[str]) -> list[str]:
    """At most MOST addresses of each download, the first and the last among them."""
    found: dict[str, list[str]] = {}
    for address in sorted(offered):
        found.setdefault(address.partition(".csv")[0], []).append(address)
    return [
        one for held in found.values() for one in dict.fromkeys([*held[:: -(-len(held) // MOST)], held[-1]])
    ]


def test_what_pages_offer_can_be_had_and_names_its_source(held: Site, reader: FlaskClient) -> None:
    every = links(held)
    forms = {link.partition("?")[0].removeprefix("/download/") for link in every}
    assert forms <= {
        "snapshot.zip",
        *(f"{name}.{form}" for name in FRAMES for form in FORMS),
        *(f"table/{name}.csv" for name in TABLES),
    }
    offered = {link for link in every if ".csv" in link}
    names = {f"/download/{name}" for name in FRAMES} | {f"/download/table/{name}" for name in TABLES}
    assert {link.partition(".csv")[0] for link in offered} == names
    for address in sampled({link for link in offered if "/table/" not in link}):  # as in the package
        frame = fetched(reader, address)
        assert set(frame["snapshot"]) <= {held.snapshot.id}, address
        assert frame["publisher"].notna().all(), address


@pytest.mark.parametrize("name", sorted(FRAMES))
def test_a_hostile_query_gives_the_default_file(reader: FlaskClient, name: str) -> None:
    hostile = {
        key: text for key, text in HOSTILE.items() if key != "find"
    }  # what is searched for may be anything
    usual = fetched(reader, f"/download/{name}.csv")
    pd.testing.assert_frame_equal(fetched(reader, f"/download/{name}.csv?{urlencode(hostile)}"), usual)


def test_an_unknown_name_is_not_found(reader: FlaskClient) -> None:
    assert reader.get("/download/nothing.csv").status_code == 404
