"""The families of sources: publisher, licence, citation, live access, and the hosts that may be linked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from data.entries import Source
from data.fields import CatalogError, Fields, blocks, check_hosts, read_tables
from data.live import Tolerance, read_live, read_tolerance

_ID = re.compile(r"[a-z][a-z0-9_-]*")


def read_sources(path: Path, files: Sequence[Path]) -> dict[str, Source]:
    """Return the families by id; CatalogError if a file links to a host not listed."""
    tables = read_tables(path)
    hosts = tables.pop("hosts", None)
    if not isinstance(hosts, list) or not all(isinstance(host, str) for host in hosts):
        raise CatalogError(f"{path.name}: 'hosts' must be an array of host names")
    for file in files:
        check_hosts(file, hosts)
    default = Fields(tables, path.name).table("tolerance")
    if default is None:
        raise CatalogError(f"{path.name}: missing table 'tolerance'")
    tolerance = read_tolerance(default)
    del tables["tolerance"]
    return {key: _source(key, fields, tolerance) for key, fields in blocks(path, tables, "source", _ID)}


def _source(key: str, fields: Fields, default: Tolerance) -> Source:
    licence, licence_url = fields.licence()
    live, tolerance = fields.table("live"), fields.table("tolerance")
    source = Source(
        id=key,
        name=fields.text("name"),
        publisher=fields.text("publisher"),
        short=fields.text("short"),
        url=fields.link("url", blank=True),
        licence=licence,
        licence_url=licence_url,
        citation=fields.string("citation"),
        update_month=fields.integer_or_blank("update_month", 1, 12),
        note=fields.text("note"),
        live=read_live(live, key) if live else None,
        tolerance=read_tolerance(tolerance) if tolerance else default,
    )
    fields.close()
    return source
