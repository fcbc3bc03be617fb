"""The tables of a snapshot as Parquet files with metadata."""

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
"""Nullable dtypes of pandas, whose blanks are null in Parquet."""


def parquet(snapshot: Snapshot, name: str, catalog: Catalog) -> bytes:
    """Return one table as a Parquet file; pandas reads its `attributes` into .attrs. Needs pyarrow."""
    frame = snapshot.table(name).astype({item.name: _DTYPES[item.kind] for item in TABLES[name].fields})
    frame.attrs = attributes(snapshot, name, catalog)
    return frame.to_parquet(engine="pyarrow", index=False)


def attributes(snapshot: Snapshot, name: str, catalog: Catalog) -> dict[Any, Any]:
    """Return the metadata of a table, ready for JSON.

    descriptions, units: by column; indicators: name, unit and scale by id; sources: the releases of the rows;
    licences: as stated for the rows (of the index for its editions, not for the copies that were read);
    editions: the licence of each edition.
    """
    table, frame = TABLES[name], snapshot.table(name)
    sources = snapshot.table(SOURCES.name)
    sources = sources[sources["source"].isin(releases_used({name: frame}))]
    codes = frame["indicator"].unique() if "indicator" in frame else ()
    with_editions = frame if "edition" in frame and len(frame) else snapshot.table("gii_editions")
    editions = int(with_editions["edition"].min()), int(with_editions["edition"].max())
    resource = next(resource for resource in snapshot.resources if resource["name"] == name)
    licences = resource.get("licenses", ())
    providers = families(
        catalog.phrases, "en", sources, catalog.sources, sources["source"], editions, ", ".join
    )
    identity = snapshot.id, snapshot.created
    columns = ["source", "publisher", "title", "vintage", "licence", "url"]
    return {
        "table": name,
        "title": table.title,
        "description": table.description,
        "descriptions": {item.name: item.description for item in table.fields},
        "units": {item.name: item.unit for item in table.fields if item.unit},
        "indicators": {
            code: {"name": item.name.en, "unit": item.unit.en, "scale": item.scale}
            for code in codes
            if (item := catalog.indicators.get(code))
        },
        "sources": sources[columns].fillna("").to_dict("records"),
        "licences": [item["title"] for item in licences],
        "editions": [
            {"edition": edition, "licence": item["title"]}
            for item in licences
            for edition in item.get("editions", ())
        ],
        "citation": cite(catalog.phrases, "en", table.title, providers, identity, "").text.strip(),
        "snapshot": snapshot.id,
        "created": snapshot.created,
    }
