"""The tables of a snapshot as Parquet files, each with what a reader must know before using it."""

from typing import Any, Final

from data.catalog import Catalog
from data.citation import cite, families
from data.schema import SOURCES, TABLES, Kind, releases_used
from data.snapshot import Snapshot

_DTYPES: Final[dict[Kind, str]] = {
    "integer": "Int64",
    "number": "Float64",
    "string": "string",
    "boolean": "boolean",
    "date": "date32[day][pyarrow]",
}
"""Of pandas, in which every blank is <NA>, and null in Parquet."""


def parquet(snapshot: Snapshot, name: str, catalog: Catalog) -> bytes:
    """Return one table as a Parquet file; pandas reads its `attributes` into .attrs. Needs pyarrow."""
    typed = snapshot.table(name).astype({item.name: _DTYPES[item.kind] for item in TABLES[name].fields})
    typed.attrs = attributes(snapshot, name, catalog)
    return typed.to_parquet(engine="pyarrow", index=False)


def attributes(snapshot: Snapshot, name: str, catalog: Catalog) -> dict[Any, Any]:
    """Return what must be known of a table before it is used, as JSON takes it.

    descriptions and units are by column, indicators (name, unit, scale) by their id; sources are the releases
    that rows rest on. licences are those of the rows as stated: of the index those of its editions, which
    editions has one by one, and not those of the copies from which they were read.
    """
    table, frame = TABLES[name], snapshot.table(name)
    used = snapshot.table(SOURCES.name)
    used = used[used["source"].isin(releases_used({name: frame}))]
    series = frame["indicator"].unique() if "indicator" in frame else ()
    of_index = frame if "edition" in frame and len(frame) else snapshot.table("gii_editions")
    ends = int(of_index["edition"].min()), int(of_index["edition"].max())
    licences = next(one.get("licenses", ()) for one in snapshot.resources if one["name"] == name)
    named = families(catalog.phrases, "en", used, catalog.sources, used["source"], ends, ", ".join)
    identity = snapshot.id, snapshot.created
    releases = ["source", "publisher", "title", "vintage", "licence", "url"]
    return {
        "table": name,
        "title": table.title,
        "description": table.description,
        "descriptions": {item.name: item.description for item in table.fields},
        "units": {item.name: item.unit for item in table.fields if item.unit},
        "indicators": {
            one: {"name": item.name.en, "unit": item.unit.en, "scale": item.scale}
            for one in series
            if (item := catalog.indicators.get(one))
        },
        "sources": used[releases].fillna("").to_dict("records"),
        "licences": [item["title"] for item in licences],
        "editions": [
            {"edition": edition, "licence": item["title"]}
            for item in licences
            for edition in item.get("editions", ())
        ],
        "citation": cite(catalog.phrases, "en", table.title, named, identity, "").text.strip(),
        "snapshot": snapshot.id,
        "created": snapshot.created,
    }
