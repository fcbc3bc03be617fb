"""Tables of a snapshot as files for other programs: CSV, Excel, JSON, SQLite or Parquet."""

import importlib.util
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, Final

import pandas as pd

from data.citation import cite, families
from data.licences import listed
from data.schema import SOURCES, TABLES, Kind, Table, releases_used
from data.sheets import DAY, Sheet, formats, heads, neutral_frame, rows, workbook
from data.snapshot import Snapshot
from data.store import encode, replacing
from etl.cli_context import catalog
from etl.errors import StoreError, UsageError

FORMS: Final = ("csv", "xlsx", "json", "sqlite", "parquet")


def export(snapshot: Snapshot, tables: Sequence[str], form: str, path: Path, *, force: bool = False) -> str:
    """Write tables of a snapshot (none named: all) to `path` in one of FORMS and say what was written.

    CSV and Parquet hold one table a file: one table goes to a path that ends in .csv or .parquet, several go
    to the folder `path`, a file each. Numbers are exact, a blank is a blank or null. Each file appears whole
    or not at all. Raises UsageError if a file exists and force is not given, or if the form cannot hold the
    table; StoreError if a file cannot be written.
    """
    names = [name for name in TABLES if name in tables or not tables]
    try:
        if form in ("csv", "parquet"):
            _one_a_file(snapshot, names, form, path, force=force)
        else:
            write = {"xlsx": write_workbook, "json": write_json, "sqlite": write_database}[form]
            _refuse([path], force=force)
            with replacing(path) as fresh:
                write(snapshot, names, fresh)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}") from error
    except sqlite3.Error as error:
        raise StoreError(f"{path} cannot be written: {error}") from error
    counted = f"the table {names[0]}" if len(names) == 1 else f"{len(names)} tables"
    return f"{counted} of the snapshot {snapshot.id} written to {path}"


def _one_a_file(snapshot: Snapshot, names: Sequence[str], form: str, path: Path, *, force: bool) -> None:
    if form == "parquet" and importlib.util.find_spec("pyarrow") is None:
        raise UsageError(
            "Parquet needs the package pyarrow, which is not installed: run `python -m pip install pyarrow`, "
            "or choose csv, xlsx, json or sqlite"
        )
    single = path.suffix.lower() == f".{form}"
    if single and len(names) > 1:
        raise UsageError(f"a {form} file holds one table: name one, or a folder in place of {path.name}")
    places = {name: path if single else path / f"{name}.{form}" for name in names}
    _refuse(places.values(), force=force)
    if not single:
        path.mkdir(exist_ok=True)
    for name, place in places.items():
        with replacing(place) as fresh:
            if form == "csv":
                write_csv(snapshot.table(name), fresh)
            else:
                write_parquet(snapshot, name, fresh)


def _refuse(places: Iterable[Path], *, force: bool) -> None:
    for place in places:
        if place.is_dir():
            raise UsageError(f"{place} is a folder, not a file to write: name a file in it")
        if place.exists() and not force:
            raise UsageError(f"{place} exists; choose another name, or --force to replace it")


def about(snapshot: Snapshot, names: Sequence[str]) -> dict[str, str]:
    """Return title, id and date of a snapshot, with the licences and sources that its tables rest on."""
    found = {
        "title": str(snapshot.descriptor["title"]),
        "description": str(snapshot.descriptor["description"]),
        "snapshot": snapshot.id,
        "created": snapshot.created,
    }
    for resource in snapshot.resources:
        if (name := resource["name"]) in names:
            stated = {
                f"licences of {name}": [listed(item) for item in resource.get("licenses", ())],
                f"sources of {name}": [item["title"] for item in resource.get("sources", ())],
            }
            found |= {key: "; ".join(texts) for key, texts in stated.items() if texts}
    return found


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame as UTF-8 with line feeds; text that a spreadsheet would run gets an apostrophe."""
    path.write_bytes(encode(neutral_frame(frame)))


def write_json(snapshot: Snapshot, names: Sequence[str], path: Path) -> None:
    """Write {"about": {...}, "tables": {name: [record, ...]}}, one record a line, null for a blank."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f'{{"about": {json.dumps(about(snapshot, names), ensure_ascii=False)},\n"tables": {{\n')
        for place, name in enumerate(names):
            frame = snapshot.table(name)
            columns = list(frame.columns)
            records = (
                json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) for row in rows(frame)
            )
            out.write(("," if place else "") + f'"{name}": [\n' + ",\n".join(records) + "]\n")
        out.write("}}\n")


_DTYPES: Final[dict[Kind, str]] = {
    "integer": "Int64",
    "number": "Float64",
    "string": "string",
    "boolean": "boolean",
    "date": "date32[day][pyarrow]",
}
"""Of pandas, in which every blank is <NA>, and null in Parquet."""


def write_parquet(snapshot: Snapshot, name: str, path: Path) -> None:
    """Write a table with the types of its columns and its `attributes`, which pandas reads into .attrs."""
    frame = snapshot.table(name).astype({item.name: _DTYPES[item.kind] for item in TABLES[name].fields})
    frame.attrs = attributes(snapshot, name)
    frame.to_parquet(path, index=False)


_RELEASE: Final = ["source", "publisher", "title", "vintage", "licence", "url"]


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
    editions = of_index["edition"]
    ends = int(editions.min()), int(editions.max())
    licences = next(one.get("licenses", ()) for one in snapshot.resources if one["name"] == name)
    named = families(known.phrases, "en", used, known.sources, used["source"], ends, ", ".join)
    identity = snapshot.id, snapshot.created
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
        "sources": used[_RELEASE].fillna("").to_dict("records"),
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


_TYPES: Final[dict[Kind, str]] = {
    "integer": "INTEGER",
    "number": "REAL",
    "string": "TEXT",
    "boolean": "INTEGER",
    "date": "TEXT",
}


def write_database(snapshot: Snapshot, names: Sequence[str], path: Path) -> None:
    """Write the tables named and `about`; a boolean is 0 or 1, a date YYYY-MM-DD."""
    with closing(sqlite3.connect(path)) as base, base:
        # The file has another name until it is whole, so that a journal would protect nothing.
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        base.executemany("INSERT INTO about VALUES (?, ?)", about(snapshot, names).items())
        for name in names:
            table = TABLES[name]
            base.execute(_statement(table, names))
            marks = ", ".join("?" for _ in table.fields)
            base.executemany(f"INSERT INTO {name} VALUES ({marks})", rows(snapshot.table(name)))  # noqa: S608 - of the schema


def _statement(table: Table, names: Sequence[str]) -> str:
    parts = [
        f"{_quoted(item.name)} {_TYPES[item.kind]}" + (" NOT NULL" if item.required else "")
        for item in table.fields
    ]
    parts.append(f"PRIMARY KEY ({', '.join(map(_quoted, table.key))})")
    parts += [
        f"FOREIGN KEY ({_quoted(column)}) REFERENCES {target} ({_quoted(TABLES[target].key[0])})"
        for column, target in table.references.items()
        if target in names
    ]
    return f"CREATE TABLE {table.name} (\n  " + ",\n  ".join(parts) + "\n)"


def _quoted(column: str) -> str:
    """Return a name as SQL takes it even where it is a word of SQL, as values is."""
    return f'"{column}"'


_COLUMNS: Final = ("table", "column", "head in its sheet", "type", "meaning")
MOST_ROWS: Final = 1_048_576
"""What a sheet can hold, the row of names included."""


def write_workbook(snapshot: Snapshot, names: Sequence[str], path: Path) -> None:
    """Write the workbook; UsageError if a table has more rows than a sheet of Excel."""
    for name in names:
        if (count := len(snapshot.table(name))) >= MOST_ROWS:
            raise UsageError(
                f"the table {name} has {count:,} rows and a sheet of Excel holds {MOST_ROWS - 1:,}; "
                "choose csv, json or sqlite"
            )
    title = str(snapshot.descriptor["title"])
    path.write_bytes(workbook(_sheets(snapshot, names), title, snapshot.created))


def _sheets(snapshot: Snapshot, names: Sequence[str]) -> Iterator[Sheet]:
    """Yield the sheets, each made only when the one before it is written."""
    facts = [list(fact) for fact in about(snapshot, names).items()]
    sources = snapshot.table(SOURCES.name)
    used = sources[sources["source"].isin(releases_used({name: snapshot.table(name) for name in names}))]
    yield Sheet("about", facts[0], [*facts[1:], [], _heads(SOURCES), *_rows(SOURCES, used)], filters=False)
    yield Sheet("columns", _COLUMNS, _columns(names))
    for name in names:
        table, frame = TABLES[name], snapshot.table(name)
        yield Sheet(name, _heads(table), _rows(table, frame), _formats(table, frame))


def _columns(names: Sequence[str]) -> Iterator[list[str]]:
    """Yield what each column of the tables is: the name that other programs know it by, and its meaning."""
    for name in names:
        for item, head in zip(TABLES[name].fields, _heads(TABLES[name]), strict=True):
            yield [name, item.name, head, item.kind, item.description]


def _heads(table: Table) -> list[str]:
    return list(heads({item.name: item.description for item in table.fields}).values())


def _formats(table: Table, frame: pd.DataFrame) -> list[str]:
    days = [item.kind == "date" for item in table.fields]
    return [DAY if day else form for day, form in zip(days, formats(frame), strict=True)]


def _rows(table: Table, frame: pd.DataFrame) -> Iterator[list[Any]]:
    days = [place for place, item in enumerate(table.fields) if item.kind == "date"]
    for row in rows(frame):
        values = list(row)
        for place in days:
            values[place] = values[place] and date.fromisoformat(values[place])
        yield values
