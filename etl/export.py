"""Tables of a snapshot as files for other programs: CSV, Excel, SQLite or Parquet."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Any, Final

import pandas as pd

from data.citation import cite, families
from data.schema import SOURCES, TABLES, Kind, releases_used
from data.sheets import Sheet, formats, heads, neutral_frame, rows, workbook
from data.snapshot import Snapshot
from data.store import encode
from etl.cli_context import catalog
from etl.errors import UsageError

ABOUT: Final = ["table", "title", "description", "licences", "citation", "snapshot", "created"]
_DTYPES: Final[dict[Kind, str]] = {
    "integer": "Int64",
    "number": "Float64",
    "string": "string",
    "boolean": "boolean",
    "date": "date32[day][pyarrow]",
}
"""Of pandas, in which every blank is <NA>, and null in Parquet."""


def files(snapshot: Snapshot, names: Sequence[str], form: str) -> dict[str, bytes]:
    """Return tables of a snapshot as files, each by its name.

    form: csv or parquet, a file for each table; xlsx or sqlite, one for all, with `about`: what each is.
    Numbers are exact, a blank is a blank or null. UsageError for Parquet without the package pyarrow.
    """
    if form == "csv":
        return {f"{name}.csv": encode(neutral_frame(snapshot.table(name))) for name in names}
    if form == "parquet":
        return {f"{name}.parquet": _parquet(snapshot, name) for name in names}
    write = {"xlsx": _workbook, "sqlite": _database}[form]
    return {f"innovation-trajectory-{snapshot.id}.{form}": write(snapshot, names)}


def _about(snapshot: Snapshot, names: Sequence[str]) -> pd.DataFrame:
    found = pd.DataFrame([attributes(snapshot, name) for name in names])
    return found.assign(licences=found["licences"].map("; ".join))[ABOUT]


def _workbook(snapshot: Snapshot, names: Sequence[str]) -> bytes:
    meanings = {name: {item.name: item.description for item in TABLES[name].fields} for name in names}
    columns = [
        [name, column, head, meanings[name][column]]
        for name in names
        for column, head in heads(meanings[name]).items()
    ]
    sheets = [
        Sheet("about", ABOUT, rows(_about(snapshot, names))),
        Sheet("columns", ("table", "column", "head in its sheet", "meaning"), columns),
    ]
    for name in names:
        frame = snapshot.table(name)
        sheets.append(Sheet(name, list(heads(meanings[name]).values()), rows(frame), formats(frame)))
    return workbook(sheets, str(snapshot.descriptor["title"]), snapshot.created)


def _database(snapshot: Snapshot, names: Sequence[str]) -> bytes:
    """Return a database of the tables and `about`; a boolean is 0 or 1, a date YYYY-MM-DD."""
    with closing(sqlite3.connect(":memory:")) as base:
        _about(snapshot, names).to_sql("about", base, index=False)
        for name in names:
            snapshot.table(name).to_sql(name, base, index=False)
        return base.serialize()


def _parquet(snapshot: Snapshot, name: str) -> bytes:
    """Return a table with the types of its columns and its `attributes`, which pandas reads into .attrs."""
    try:
        frame = snapshot.table(name).astype({item.name: _DTYPES[item.kind] for item in TABLES[name].fields})
        frame.attrs = attributes(snapshot, name)
        return frame.to_parquet(engine="pyarrow", index=False)
    except ImportError as error:
        raise UsageError(
            "Parquet needs the package pyarrow, which is not installed: run `python -m pip install pyarrow`, "
            "or choose csv, xlsx or sqlite"
        ) from error


def attributes(snapshot: Snapshot, name: str) -> dict[Any, Any]:
    """Return what must be known of a table before it is used, as JSON takes it.

    descriptions and units are by column, indicators (name, unit, scale) by their id; sources are the releases
    that rows rest on. licences are those of the rows as stated: of the index those of its editions, which
    editions has one by one, and not those of the copies from which they were read.
    """
    table, frame, known = TABLES[name], snapshot.table(name), catalog()
    used = snapshot.table(SOURCES.name)
    used = used[used["source"].isin(releases_used({name: frame}))]
    series = frame["indicator"].unique() if "indicator" in frame else ()
    of_index = frame if "edition" in frame and len(frame) else snapshot.table("gii_editions")
    ends = int(of_index["edition"].min()), int(of_index["edition"].max())
    licences = next(one.get("licenses", ()) for one in snapshot.resources if one["name"] == name)
    named = families(known.phrases, "en", used, known.sources, used["source"], ends, ", ".join)
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
            if (item := known.indicators.get(one))
        },
        "sources": used[releases].fillna("").to_dict("records"),
        "licences": [item["title"] for item in licences],
        "editions": [
            {"edition": edition, "licence": item["title"]}
            for item in licences
            for edition in item.get("editions", ())
        ],
        "citation": cite(known.phrases, "en", table.title, named, identity, "").text.strip(),
        "snapshot": snapshot.id,
        "created": snapshot.created,
    }
