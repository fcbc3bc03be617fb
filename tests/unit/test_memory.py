"""What is kept between requests is bounded, however many different ones are made."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

import app
from components.site import MOST, Site
from tests.traffic import Traffic

if TYPE_CHECKING:
    from data.snapshot import Snapshot

WARM, MORE = 600, 600
MOST_LEFT = 10  # objects a request; a cache that nothing bounds keeps more of each


def test_a_site_keeps_the_things_that_were_asked_for_lately(held: Site) -> None:
    site, made = Site(held.snapshot, held.catalog), list[int]()

    def keep(number: int) -> int:
        def make() -> int:
            made.append(number)
            return number

        return site.kept((number,), make)

    for number in range(MOST):
        assert keep(number) == number
    assert keep(0) == 0
    assert len(made) == MOST
    keep(MOST)
    assert (keep(0), len(made)) == (0, MOST + 1)  # asked for lately, so it stayed
    assert (keep(1), len(made)) == (1, MOST + 2)  # not asked for the longest, so it went


def test_different_requests_leave_nothing_behind(bundled: Snapshot) -> None:
    dashboard = app.create_app(bundled)
    reader, traffic = dashboard.server.test_client(use_cookies=False), Traffic(dashboard)
    kinds = (traffic.opened, traffic.api, traffic.static)

    def ask(first: int, last: int) -> int:
        for number in range(first, last):
            asked = traffic.of(number, kinds)
            answer = reader.get(asked.path, headers={"Accept-Encoding": "br"})
            assert answer.status_code < 500
            answer.close()
        gc.collect()
        return sys.getallocatedblocks()

    before = ask(0, WARM)
    assert (ask(WARM, WARM + MORE) - before) / MORE < MOST_LEFT
