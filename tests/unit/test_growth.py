"""What the site sends does not grow with economies that nobody asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

import app as site
from data import catalog
from data.snapshot import Snapshot
from tests import growing
from tests.site_callbacks import UPDATE, body, held

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

ROUNDS = 2  # of economies
FEW = (
    *("overview-figures", "why-finding", "pillar-chips", "productivity-growth-figures", "weights-finding"),
    *("compare-finding", "economy-finding", "economy-table", "brief-sheets", "releases-finding"),
)
CHOSEN = {
    **{f"{page}-with.value": ["USA", "JPN"] for page in ("overview", "pillar")},
    **{
        f"{page}-economy.value": "USA"
        for page in ("why", "productivity", "weights", "compare", "economy", "brief")
    },
    "ranking-find.value": "e",
}
ROOM = 1.05  # "of 139" becomes "of 278", and a list of the first twelve names others


@pytest.fixture(scope="module")
def grown(bundled: Snapshot) -> site.Dashboard:
    """The site on today's editions with further economies in all of them."""
    known = catalog.load()
    names = growing.codes(list(known.economies), ROUNDS)
    snapshot = Snapshot(bundled.folder, bundled.descriptor, {})
    snapshot._frames = growing.grown(bundled.tables(), 1, names)
    with patch.object(catalog, "load", lambda: growing.catalog(known, names)):
        return site.create_app(snapshot)


@pytest.fixture(scope="module")
def sizes(reader: FlaskClient, grown: site.Dashboard) -> Callable[[str], tuple[int, int]]:
    """Return the bytes of one answer today, and with the further economies."""
    shown, clients = held(grown.current()), (reader, grown.server.test_client())

    def asked(callback: str) -> tuple[int, int]:
        name = next(one for one in grown.callback_map if callback in one)
        sent = body(name, grown.callback_map[name], {**shown, **CHOSEN})
        small, large = (client.post(UPDATE, json=sent) for client in clients)
        assert small.status_code == large.status_code == 200
        return len(small.data), len(large.data)

    return asked


def test_an_answer_about_few_economies_is_as_large_whatever_is_held_of_others(
    sizes: Callable[[str], tuple[int, int]],
) -> None:
    for callback in FEW:
        small, large = sizes(callback)
        assert large <= ROOM * small, callback


def test_only_a_list_of_all_economies_grows_with_them(sizes: Callable[[str], tuple[int, int]]) -> None:
    small, large = sizes("ranking-rows")
    assert small < large <= ROUNDS * small
