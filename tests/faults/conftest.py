"""Fixtures of the tests of faults: the toy site, publishers on loopback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.publishers import Publishers
from tests.toy_site import client, dash_app, site

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["client", "dash_app", "publishers", "site"]


@pytest.fixture
def publishers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publishers]:
    """Publishers on loopback, to which the variables of every source lead."""
    with Publishers() as running:
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running
