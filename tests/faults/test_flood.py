"""A flood of new views from one address: others read what is known, and get new views of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.flooding import flooded
from tests.serving import serve

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 6


def test_one_address_that_asks_for_new_views_takes_no_view_from_other_readers(tmp_path: Path) -> None:
    with serve(tmp_path, tmp_path / "data", "--workers", "2") as served:
        found = flooded(served.address, SECONDS)
    assert found.known
    assert found.new, "no other reader got a new view"
    assert set(found.flood) == {200, 429}
