"""Tables of a snapshot as files for other programs: CSV, Excel, SQLite or Parquet."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from importlib.util import find_spec
from typing import Any, Final

import pandas as pd

from data.catalog import heads
from data.citation import cite, families
from data.schema import SOURCES, TABLES, Kind, releases_used
from data.sheets import Sheet, as_rows, formats, neutral_frame, workbook
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
    Numbers are exact, a blank is a blank or null; in sqlite a boolean is 0 or 1, a date YYYY-MM-DD; pandas
    reads the `attributes` of a parquet file into .attrs. UsageError for parquet without the package pyarrow.
    """
    tables = {name: snapshot.table(name) for name in names}
    if form == "csv":
        return {f"{name}.csv": encode(neutral_frame(frame)) for name, frame in tables.items()}
    about = {name: attributes(snapshot, name) for name in names}
    if form == "parquet":
        if find_spec("pyarrow") is None:
            needed = "Parquet needs the package pyarrow, which is not installed"
            raise UsageError(f"{needed}: run `python -m pip install pyarrow`, or choose csv, xlsx or sqlite")
        written = {}
        for name, frame in tables.items():
            typed = frame.astype({item.name: _DTYPES[item.kind] for item in TABLES[name].fields})
            typed.attrs = about[name]
            written[f"{name}.parquet"] = typed.to_parquet(engine="pyarrow", index=False)
        return written
    known = pd.DataFrame(about.values())
    known = known.assign(licences=known["licences"].map("; ".join))[ABOUT]
    whole = f"innovation-trajectory-{snapshot.id}.{form}"
    if form == "sqlite":
        with closing(sqlite3.connect(":memory:")) as base:
            for name, frame in {"about": known, **tables}.items():
                frame.to_sql(name, base, index=False)
            return {whole: base.serialize()}
    sheets, columns = [], []
    for name, frame in tables.items():
        meanings = about[name]["descriptions"]
        named = heads(meanings)
        columns += [[name, column, head, meanings[column]] for column, head in named.items()]
        sheets.append(Sheet(name, list(named.values()), as_rows(frame), formats(frame)))
    first = Sheet("about", ABOUT, as_rows(known))
    second = Sheet("columns", ("table", "column", "head in its sheet", "meaning"), columns)
    book = workbook([first, second, *sheets], str(snapshot.descriptor["title"]), snapshot.created)
    return {whole: book}


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
