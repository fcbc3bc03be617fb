"""The families of sources: publisher, licence, citation, live access, and the hosts that may be linked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, with_config

from data.entries import Source, licensed
from data.fields import Words, check_hosts, checked, form, named, read_tables
from data.live import Tolerance

_Id = Annotated[str, form("[a-z][a-z0-9_-]*")]


@with_config(extra="forbid")
@dataclass(frozen=True, slots=True)
class _Head:
    """What the file says of all families: hosts that may be linked, and the usual tolerance."""

    hosts: tuple[Words, ...]
    tolerance: Tolerance


def read_sources(path: Path, files: Sequence[Path]) -> dict[str, Source]:
    """Return the families by id; CatalogError if a file links to a host not listed."""
    tables = read_tables(path)
    common = {key: tables.pop(key) for key in ("hosts", "tolerance") if key in tables}
    head = checked(_Head, common, path.name)
    for file in files:
        check_hosts(file, head.hosts)
    for key, table in tables.items():
        if isinstance(table, dict):
            table.setdefault("tolerance", head.tolerance)
            if isinstance(live := table.get("live"), dict):
                live["family"] = key
    kind = dict[_Id, Annotated[Source, AfterValidator(licensed)]]
    return checked(kind, named(tables, path.name), path.name)
