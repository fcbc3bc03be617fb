"""Other publishers' estimates of productivity: named and linked, without figures."""

from __future__ import annotations

import re
from pathlib import Path

from data.entries import Estimate
from data.fields import blocks, read_tables

_ID = re.compile(r"[a-z][a-z0-9_-]*")


def read_estimates(path: Path) -> tuple[Estimate, ...]:
    """Return the estimates in the order of the file; CatalogError names the key of a fault."""
    found = []
    for key, fields in blocks(path, read_tables(path), "estimate", _ID):
        estimate = Estimate(
            id=key,
            name=fields.text("name"),
            publisher=fields.text("publisher"),
            url=fields.link("url", blank=True),
            note=fields.text("note"),
        )
        fields.close()
        found.append(estimate)
    return tuple(found)
