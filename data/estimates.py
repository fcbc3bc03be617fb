"""Other publishers' estimates of productivity: named and linked, without figures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from data.entries import Estimate
from data.fields import checked, form, named, read_tables

_Id = Annotated[str, form("[a-z][a-z0-9_-]*")]


def read_estimates(path: Path) -> tuple[Estimate, ...]:
    """Return the estimates in the order of the file; CatalogError names the key of a fault."""
    return tuple(checked(dict[_Id, Estimate], named(read_tables(path), path.name), path.name).values())
