"""Downloads: the table of a card with its sources, licences and citation, as a file in one of three forms."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

import pandas as pd
from flask import Flask, Response, abort, jsonify, request

from analysis.dataset import Dataset, cached
from analysis.query import query_of
from analysis.reuse import reuse
from analysis.table import EDITIONS, PUBLISHER, Table
from data.catalog import column_of
from data.citation import FORMS as CITATIONS
from data.citation import cite, families, index
from data.languages import BY_CODE, LANGUAGES, known_language
from data.pack import SLUG
from data.schema import TABLES
from data.sheets import Sheet, as_rows, formats, neutralize, neutralize_frame, workbook
from data.snapshot import FILE_NAME, Snapshot, canonical
from service.files import with_etag

FILTERED, ALL = ROWS = ("shown", "all")
MARK: Final = "\ufeff"  # at the head of a file: spreadsheets then read it as UTF-8
_CAVEATS: Final = ("caveat_editions", "caveat_own", "caveat_vintages", "caveat_blank")
_SOURCES: Final = ["source", "publisher", "title", "vintage", "licence", "provenance"]
_KINDS: Final = {"b": "boolean", "i": "integer", "u": "integer", "f": "number"}  # by those of numpy
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time of a zip: the same content gives the same bytes


class Document:
    """One table to be downloaded, for a query; ``frame`` has its rows.

    rows: FILTERED, or ALL for those of every filter. stem: name of the file without its ending, ASCII, of
    known values only; query: the choices; columns: name of each, type as in JSON, unit where it has one, and
    meaning; heads: of columns in a workbook, by name; sources: rows of the table sources that the table rests
    on; editions: licences of the editions of the index in it; reuse: what they let readers do, in words;
    words: the phrases of the catalog.
    """

    def __init__(self, table: Table[Any, Any], rows: str, dataset: Dataset, query: Mapping[str, str]) -> None:
        catalog, whole = dataset.catalog, rows == ALL
        about = catalog.downloads[table.name]
        lang = known_language(query.get("lang"))
        self.words = {key: text.get(lang) for key, text in catalog.phrases.items()}
        self.snapshot = (dataset.snapshot.id, dataset.snapshot.created)
        self.rows = rows
        self.query = table.file_columns(dataset, query, whole=whole)
        self.frame = frame = table.rows(dataset, query, lang, whole=whole)
        self.stem = "_".join((table.file, *_scope(frame, table.file), rows))
        self.title = about.title.get(lang)
        self.row = about.row.get(lang)
        self.chosen = self.words[f"rows_{rows}"].format(count=len(frame), whole=about.whole.get(lang))
        values = urlencode({**self.query, "rows": rows, "lang": lang}, safe=",")
        self.address = f"{dataset.address}/download/{table.name}.xlsx?{values}"

        known = {name: column_of(catalog.columns, about, name) for name in map(str, frame.columns)}
        self.heads = catalog.heads(table.name, known, lang)
        self.columns = [
            {"name": name, "type": _KINDS.get(frame[name].dtype.kind, "string")}
            | ({"unit": column.unit.get(lang)} if column and column.unit else {})
            | {"description": column.meaning.get(lang) if column else ""}
            for name, column in known.items()
        ]

        releases = _named(frame["source"])
        published = [frame[column].dropna() for column in EDITIONS if column in frame]
        editions = sorted({int(edition) for values in published for edition in values})
        self.sources = dataset.sources.loc[releases].reset_index()
        self.editions = {edition: str(dataset.licences[edition]) for edition in editions}
        self.reuse = reuse(dataset, lang, tuple(releases), tuple(editions)).sentence

        # WIPO with its editions where it is in the table, then every other provider.
        of_index = frame["publisher"] == PUBLISHER
        covered = editions or dataset.editions
        ends = (covered[0], covered[-1])
        others = _named(frame.loc[~of_index, "source"])
        named = [release for release in releases if release in others]
        cited = [index(catalog.phrases, lang, *ends)] if of_index.any() else []
        cited += families(
            catalog.phrases,
            lang,
            dataset.table("sources"),
            catalog.sources,
            named,
            ends,
            BY_CODE[lang].items.join,
        )
        self.citation = cite(catalog.phrases, lang, self.title, cited, self.snapshot, self.address)

    def licensed(self) -> list[dict[str, Any]]:
        """Return the editions of the index in the table with their licences."""
        return [{"edition": edition, "licence": licence} for edition, licence in self.editions.items()]

    def caveats(self) -> list[str]:
        """Return what to know before use: of editions only where the table has some."""
        return [self.words[key] for key in _CAVEATS if self.editions or key != "caveat_editions"]

    def as_csv(self) -> bytes:
        """Return the table as a file of CSV."""
        return (MARK + csv(self.frame)).encode()

    def as_json(self) -> bytes:
        """Return the table as JSON: title, snapshot, query, columns, sources, and the data row by row."""
        identity, created = self.snapshot
        content = {
            "title": self.title,
            "description": [self.row, self.chosen],
            "snapshot": identity,
            "created": created,
            "rows": self.rows,
            "query": self.query,
            "address": self.address,
            "citation": self.citation.text,
            "reuse": self.reuse,
            "columns": self.columns,
            "sources": records(self.sources),
            "editions": self.licensed(),
            "data": records(self.frame),
        }
        return (json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n").encode()

    def as_xlsx(self) -> bytes:
        """Return the table as a workbook: its rows, what columns mean, sources, what to know before use."""
        words = self.words
        facts = {
            "query": "; ".join(f"{key}={value}" for key, value in self.query.items()) or words["query_none"],
            "address": self.address,
            "snapshot": ", ".join(self.snapshot),
            "editions": ", ".join(map(str, self.editions)),
        }
        licences = [
            [words["editions"], words["licence"]],
            *([words["edition_licence"].format(edition=one), text] for one, text in self.editions.items()),
            [words["licence_note"]],
        ]
        about = [
            [self.row],
            [self.chosen],
            [],
            *([words[name], text] for name, text in facts.items() if text),
            [],
            *([text] for text in self.caveats()),
            [words["disclaimer"]],
            [],
            *(licences if self.editions else []),
            [],
            [words["citation"]],
            *([line] for line in self.citation.text.splitlines()),
            *([line] for line in self.citation.bibtex().splitlines()),
        ]
        meanings = [words[key] for key in ("column", "head", "type", "unit", "meaning")]
        stated = [words["series" if name == "title" else name] for name in _SOURCES]
        cells = [
            ["" if pd.isna(cell) else str(cell) for cell in row] for row in as_rows(self.sources[_SOURCES])
        ]
        columns = [
            [name, head, column["type"], column.get("unit", ""), column["description"]]
            for (name, head), column in zip(self.heads.items(), self.columns, strict=True)
        ]
        sheets = [
            Sheet("data", list(self.heads.values()), as_rows(self.frame), formats(self.frame)),
            Sheet("columns", meanings, columns),
            Sheet("sources", stated, cells),
            Sheet("about", [self.title], about, filters=False),
        ]
        return workbook(sheets, self.title, self.snapshot[1])


def _named(sources: pd.Series) -> list[str]:
    return list(dict.fromkeys(one for cell in sources.dropna() for one in str(cell).split()))


def _scope(frame: pd.DataFrame, named: str) -> list[str]:
    """Return economy, pillar, and editions or years of a table, as far as it has one, for its file's name."""
    found = []
    one = {column: frame[column].dropna().unique() for column in ("economy", "pillar") if column in frame}
    if len(one.get("economy", ())) == 1 and not named.startswith(f"{SLUG}-"):
        found.append(re.sub(r"[^A-Z]", "", str(one["economy"][0])))
    if len(one.get("pillar", ())) == 1:
        found.append(f"pillar-{re.sub(r'[^P1-7]', '', str(one['pillar'][0]))}")
    for group in (EDITIONS[:3], ("year",)):
        columns = [frame[column].dropna() for column in group if column in frame]
        years = [int(year) for values in columns for year in (values.min(), values.max()) if len(values)]
        if years:
            return [*found, "-".join(map(str, dict.fromkeys((min(years), max(years)))))]
    return found


def csv(frame: pd.DataFrame) -> str:
    """Return a frame as CSV: text neutralised, numbers as numbers, missing values blank."""
    return neutralize_frame(frame).to_csv(index=False, lineterminator="\n")


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as objects of JSON."""
    names = [str(column) for column in frame]
    return [dict(zip(names, row, strict=True)) for row in as_rows(frame)]


def zip_package(files: Mapping[str, bytes], folder: str = "") -> bytes:
    """Return an archive of files by their names, the same bytes for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}" if folder else name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


CSV: Final = "text/csv"
FORMS: Final[dict[str, tuple[Callable[[Document], bytes], str]]] = {
    "csv": (Document.as_csv, CSV),
    "xlsx": (Document.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (Document.as_json, "application/json"),
}
"""By the ending of the address: the writer of the file, and its type."""
_WHOLE: Final = "/download/snapshot.zip"


@cached
def package(dataset: Dataset) -> bytes:
    """Return the whole snapshot as a zip of its data package; no file is read, it may be gone.

    Its citation has every publisher first; it is cached, so it has no full address.
    """
    snapshot, catalog, table = dataset.snapshot, dataset.catalog, dataset.table("sources")
    phrases, ends = catalog.phrases, (dataset.editions[0], dataset.editions[-1])
    named = families(
        phrases, "en", table, catalog.sources, table["source"], ends, lambda vintages: vintages[-1]
    )
    title = phrases["title_whole"].en
    cited = cite(phrases, "en", title, named, (snapshot.id, snapshot.created), _WHOLE)
    parts = []
    for lang in LANGUAGES:
        t = {key: text.get(lang) for key, text in phrases.items()}
        parts += [f"# {t['title_whole']}", t["row_whole"], f"## {t['caveats']}"]
        keys = ("caveat_editions", "caveat_own", "caveat_vintages", "licence_note", "disclaimer")
        parts.append("\n".join(f"- {t[key]}" for key in keys))
        parts.append(f"## {t['citation']}\n\n{cited.text}")
    files = {f"{resource['name']}.csv": snapshot.content(resource["name"]) for resource in snapshot.resources}
    files |= {FILE_NAME: canonical(snapshot.descriptor), "README.md": ("\n\n".join(parts) + "\n").encode()}
    texts = {"text": f"{cited.text}\n", "bibtex": f"{cited.bibtex()}\n"}
    texts["ris"] = f"{cited.ris()}\n".replace("\n", "\r\n")
    files |= {f"CITATION.{ending}": texts[form].encode() for ending, form in CITATIONS.items()}
    return zip_package(dict(sorted(files.items())), f"innovation-trajectory-{snapshot.id}")


def table_csv(snapshot: Snapshot, name: str) -> bytes:
    """Return a table of the snapshot as CSV: the bytes of the package, unless a text may pass for a formula.

    name: one of data.schema.TABLES, else KeyError.
    """
    frame = snapshot.table(name)
    texts = [column for column in frame.columns if TABLES[name][column].kind in ("string", "date")]
    if all(neutralize(text) == text for column in texts for text in frame[column].dropna().unique()):
        return MARK.encode() + snapshot.content(name)
    safe = neutralize_frame(frame[texts])
    flags = {
        column: frame[column].map({True: "true", False: "false"}).astype("object")
        for column in frame.columns
        if pd.api.types.is_bool_dtype(frame[column])
    }
    text = frame.assign(**safe, **flags).to_csv(index=False, lineterminator="\n")
    return (MARK + text).encode()


def install(server: Flask, current: Callable[[], Dataset], known: Mapping[str, Table[Any, Any]]) -> None:
    """Serve tables in each of FORMS, the number of their rows, and the snapshot: its package, its tables.

    /download/<name>.<form>, with rows=all for the table without the filters of a view; unknown
    choices give the defaults. /download/<name>/rows.json counts both. /download/table/<name>.csv: the rows
    of the package.
    """

    def requested(name: str) -> tuple[Table[Any, Any], dict[str, str], Dataset]:
        if name not in known:
            abort(404)
        return known[name], query_of(request.query_string.decode("ascii", "replace")), current()

    @server.get(f"/download/<name>.<any({', '.join(FORMS)}):form>")
    def table_file(name: str, form: str) -> Response:
        table, query, dataset = requested(name)
        rows = ALL if query.get("rows") == ALL else FILTERED
        document = Document(table, rows, dataset, query)
        write, mimetype = FORMS[form]
        return _file(write(document), mimetype, f"{document.stem}.{form}")

    @server.get("/download/<name>/rows.json")
    def table_rows(name: str) -> Response:
        table, query, dataset = requested(name)
        lang = known_language(query.get("lang"))
        filtered = len(table.rows(dataset, query, lang))
        whole = len(table.rows(dataset, query, lang, whole=True)) if table.filters else filtered
        words = dataset.catalog.downloads[name].whole.get(lang)
        return jsonify(shown=filtered, all=whole, whole=words)

    @server.get(_WHOLE)
    def snapshot_zip() -> Response:
        dataset = current()
        name = f"innovation-trajectory-{dataset.snapshot.id}.zip"
        return _file(package(dataset), "application/zip", name)

    @server.get("/download/table/<name>.csv")
    def snapshot_table(name: str) -> Response:
        if name not in TABLES:
            abort(404)
        return _file(table_csv(current().snapshot, name), CSV, f"{name}.csv")


def _file(content: bytes, mimetype: str, name: str) -> Response:
    response = with_etag(content, mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
