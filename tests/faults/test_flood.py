"""A flood of new views from one address: others read what is known at once, and get a new view soon."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.balancing import balance
from tests.flooding import Waits, flooded
from tests.serving import serve

if TYPE_CHECKING:
    from collections.abc import Iterator


SECONDS, ROUNDS = 6, 3
LATE = 0.2  # seconds that the 99th percentile of a known page stays below
SOON = 10.0  # for a new view of another reader; it is drawn in a fifth of one


@pytest.fixture(scope="module", params=["alone", "nginx"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Two workers, without a proxy and behind the nginx that is shipped."""
    folder, data = tmp_path_factory.mktemp("server"), tmp_path_factory.mktemp("data")
    with ExitStack() as stack:
        served = stack.enter_context(serve(folder, data, "--workers", "2"))
        if request.param == "alone":
            yield served.address
        else:
            hosts = [served.address.removeprefix("http://")]
            yield stack.enter_context(balance(tmp_path_factory.mktemp("nginx"), hosts)).address


def test_one_address_that_asks_for_new_views_makes_no_other_reader_wait(address: str) -> None:
    rounds: list[Waits] = []
    while len(rounds) < ROUNDS and not (rounds and rounds[-1].late < LATE):
        rounds.append(flooded(address, SECONDS))
    assert min(one.late for one in rounds) < LATE
    last = rounds[-1]
    assert last.new, "no other reader asked for a new view"
    assert max(last.new) < SOON
    assert set(last.flood) == {200, 429}
