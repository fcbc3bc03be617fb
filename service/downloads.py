"""Downloads: the table of a card with its sources, licences and citation, as a file in one of three forms."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

import pandas as pd
from flask import Flask, Response, abort, jsonify, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from analysis.dataset import Dataset, cached
from analysis.query import query_of
from analysis.reuse import reuse
from analysis.table import Table
from analysis.terms import EDITIONS, PUBLISHER
from data.catalog import column_of
from data.citation import FORMS as CITATIONS
from data.citation import Citation, cite, families, index
from data.languages import BY_CODE, LANGUAGES, known_language
from data.schema import TABLES
from data.sheets import Sheet, formats, neutral, neutral_frame, rows, workbook
from data.snapshot import FILE_NAME, Snapshot, canonical

FILTERED, ALL = ROWS = ("shown", "all")
MARK: Final = "\ufeff"  # at the head of a file: spreadsheets then read it as UTF-8
Grid = tuple[list[str], list[list[str]]]
"""Heads and rows of notes."""
_CAVEATS: Final = ("caveat_editions", "caveat_own", "caveat_vintages", "caveat_blank")
_SOURCES: Final = ("source", "publisher", "title", "vintage", "licence", "provenance")
_KINDS: Final = {"b": "boolean", "i": "integer", "u": "integer", "f": "number"}  # by those of numpy
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time of a zip: the same content gives the same bytes


class ColumnNote(NamedTuple):
    """A column: type as in JSON, unit (empty where it has none), meaning in words.

    head: its heading, the first clause of its meaning, with the name where two have the same.
    """

    name: str
    head: str
    kind: str
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Document:
    """One table to be downloaded. stem: name of the file without its ending, ASCII, of known values only.

    rows: one of ROWS; query: the choices; sources: rows of the table sources that the table rests on;
    editions: licences of the editions of the index in it; reuse: what they let readers do, in words; words:
    the phrases of the catalog.
    """

    stem: str
    title: str
    row: str
    chosen: str
    rows: str
    query: dict[str, str]
    address: str
    lang: str
    words: dict[str, str]
    snapshot: tuple[str, str]
    frame: pd.DataFrame
    columns: tuple[ColumnNote, ...]
    sources: pd.DataFrame
    editions: dict[int, str]
    citation: Citation
    reuse: str


def build_document(table: Table[Any, Any], rows: str, dataset: Dataset, query: Mapping[str, str]) -> Document:
    """Return the download of a table for a query. rows: FILTERED, or ALL for those of every filter."""
    lang, whole = known_language(query.get("lang")), rows == ALL
    catalog, snapshot = dataset.catalog, (dataset.snapshot.id, dataset.snapshot.created)
    frame = table.rows(dataset, query, lang, whole=whole)
    about = catalog.downloads[table.name]
    title = about.title.get(lang)
    chosen = table.chosen(dataset, query, whole=whole)
    values = urlencode({**chosen, "rows": rows, "lang": lang}, safe=",")
    address = f"{dataset.address}/download/{table.name}.xlsx?{values}"
    releases = _named(frame["source"])
    published = [frame[column].dropna() for column in EDITIONS if column in frame]
    editions = sorted({int(edition) for values in published for edition in values})
    words = {key: text.get(lang) for key, text in catalog.phrases.items()}
    known = {name: column_of(catalog.columns, about, name) for name in map(str, frame.columns)}
    meanings = {name: column.meaning.get(lang) if column else name for name, column in known.items()}
    titles = catalog.heads(table.name, known, lang)
    columns = tuple(
        ColumnNote(
            name,
            titles[name],
            _KINDS.get(frame[name].dtype.kind, "string"),
            column.unit.get(lang) if column and column.unit else "",
            meanings[name] if column else "",
        )
        for name, column in known.items()
    )
    # WIPO with its editions where it is in the table, then every other provider.
    of_index = frame["publisher"] == PUBLISHER
    ends = (editions[0], editions[-1]) if editions else (dataset.editions[0], dataset.editions[-1])
    cited = [index(catalog.phrases, lang, *ends)] if of_index.any() else []
    others = _named(frame.loc[~of_index, "source"])
    join, stated = BY_CODE[lang].items.join, dataset.table("sources")
    named = [one for one in releases if one in others]
    cited += families(catalog.phrases, lang, stated, catalog.sources, named, ends, join)
    return Document(
        stem="_".join((table.file, *_scope(frame, table.file), rows)),
        title=title,
        row=about.row.get(lang),
        chosen=words[f"rows_{rows}"].format(count=len(frame), whole=about.whole.get(lang)),
        rows=rows,
        query=chosen,
        address=address,
        lang=lang,
        words=words,
        snapshot=snapshot,
        frame=frame,
        columns=columns,
        sources=dataset.sources.loc[releases].reset_index(),
        editions={edition: str(dataset.licences[edition]) for edition in editions},
        reuse=reuse(dataset, lang, tuple(releases), tuple(editions)).sentence,
        citation=cite(catalog.phrases, lang, title, cited, snapshot, address),
    )


def _named(sources: pd.Series) -> list[str]:
    """Return the releases that cells name, each once."""
    return list(dict.fromkeys(one for cell in sources.dropna() for one in str(cell).split()))


def _scope(frame: pd.DataFrame, named: str) -> list[str]:
    """Return economy, strategic pillar and editions or years of a table, as far as it has one of each.

    named: the name of the file so far.
    """
    found = []
    one = {column: frame[column].dropna().unique() for column in ("economy", "pillar") if column in frame}
    if len(one.get("economy", ())) == 1 and not named.startswith("china-"):
        found.append(re.sub(r"[^A-Z]", "", str(one["economy"][0])))
    if len(one.get("pillar", ())) == 1:
        found.append(f"pillar-{re.sub(r'[^P1-7]', '', str(one['pillar'][0]))}")
    for group in (EDITIONS[:3], ("year",)):
        columns = [frame[column].dropna() for column in group if column in frame]
        years = [int(year) for values in columns for year in (values.min(), values.max()) if len(values)]
        if years:
            return [*found, "-".join(map(str, dict.fromkeys((min(years), max(years)))))]
    return found


# --- what stands in files


def csv(frame: pd.DataFrame) -> str:
    """Return a frame as CSV: text neutralised, numbers as numbers, missing values blank."""
    return neutral_frame(frame).to_csv(index=False, lineterminator="\n")


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as objects of JSON."""
    names = [str(column) for column in frame]
    return [dict(zip(names, row, strict=True)) for row in rows(frame)]


def described(document: Document) -> list[dict[str, str]]:
    """Return what each column is: name, type as in JSON, unit where it has one, meaning."""
    return [
        {"name": one.name, "type": one.kind}
        | ({"unit": one.unit} if one.unit else {})
        | {"description": one.meaning}
        for one in document.columns
    ]


def licensed(document: Document) -> list[dict[str, Any]]:
    """Return the editions of the index in a table with their licences."""
    return [{"edition": edition, "licence": licence} for edition, licence in document.editions.items()]


def facts(document: Document) -> list[tuple[str, str]]:
    """Return the facts about a download as pairs of a label and its text."""
    query = "; ".join(f"{key}={value}" for key, value in document.query.items())
    texts = {
        "query": query or document.words["query_none"],
        "address": document.address,
        "snapshot": ", ".join(document.snapshot),
        "editions": ", ".join(map(str, document.editions)),
    }
    return [(document.words[name], text) for name, text in texts.items() if text]


def caveats(document: Document) -> list[str]:
    """Return what to know before use: of editions only where the table has some."""
    return [document.words[key] for key in _CAVEATS if document.editions or key != "caveat_editions"]


def source_notes(document: Document) -> Grid:
    """Return the heads and rows of the releases that a table rests on."""
    heads = [document.words["series" if name == "title" else name] for name in _SOURCES]
    table = document.sources[list(_SOURCES)]
    return heads, [["" if pd.isna(cell) else str(cell) for cell in row] for row in rows(table)]


def column_notes(document: Document) -> Grid:
    """Return the heads and rows of what each column means."""
    heads = [document.words[key] for key in ("column", "head", "type", "unit", "meaning")]
    return heads, [list(one) for one in document.columns]


def licence_notes(document: Document) -> Grid:
    """Return the heads and rows of the licences of editions of the index in a table."""
    label = document.words["edition_licence"]
    cells = [[label.format(edition=edition), licence] for edition, licence in document.editions.items()]
    return [document.words["editions"], document.words["licence"]], cells


# --- forms


def as_csv(document: Document) -> bytes:
    """Return the table as a file of CSV."""
    return (MARK + csv(document.frame)).encode()


def as_json(document: Document) -> bytes:
    """Return the table as JSON: title, snapshot, query, columns, sources, and the data row by row."""
    identity, created = document.snapshot
    content = {
        "title": document.title,
        "description": [document.row, document.chosen],
        "snapshot": identity,
        "created": created,
        "rows": document.rows,
        "query": document.query,
        "address": document.address,
        "citation": document.citation.text,
        "reuse": document.reuse,
        "columns": described(document),
        "sources": records(document.sources),
        "editions": licensed(document),
        "data": records(document.frame),
    }
    return (json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n").encode()


def as_xlsx(document: Document) -> bytes:
    """Return the workbook."""
    words = document.words
    licences, licence_rows = licence_notes(document)
    about = [
        [document.row],
        [document.chosen],
        [],
        *([word, text] for word, text in facts(document)),
        [],
        *([text] for text in caveats(document)),
        [words["disclaimer"]],
        [],
        *([licences, *licence_rows, [words["licence_note"]]] if licence_rows else []),
        [],
        [words["citation"]],
        *([line] for line in document.citation.text.splitlines()),
        *([line] for line in document.citation.bibtex().splitlines()),
    ]
    sheets = [
        Sheet("data", [one.head for one in document.columns], rows(document.frame), formats(document.frame)),
        Sheet("columns", *column_notes(document)),
        Sheet("sources", *source_notes(document)),
        Sheet("about", [document.title], about, filters=False),
    ]
    return workbook(sheets, document.title, document.snapshot[1])


def citations(cited: Citation) -> dict[str, bytes]:
    """Return the files CITATION.txt, .bib and .ris."""
    texts = {"text": f"{cited.text}\n", "bibtex": f"{cited.bibtex()}\n"}
    texts["ris"] = f"{cited.ris()}\n".replace("\n", "\r\n")
    return {f"CITATION.{ending}": texts[form].encode() for ending, form in CITATIONS.items()}


def zipped(files: Mapping[str, bytes], folder: str = "") -> bytes:
    """Return an archive of files by their names, the same bytes for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}" if folder else name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


# --- addresses


CSV: Final = "text/csv; charset=utf-8"
FORMS: Final[dict[str, tuple[Callable[[Document], bytes], str]]] = {
    "csv": (as_csv, CSV),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (as_json, "application/json"),
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
    files |= citations(cited)
    return zipped(dict(sorted(files.items())), f"innovation-trajectory-{snapshot.id}")


def table_csv(snapshot: Snapshot, name: str) -> bytes:
    """Return a table of the snapshot as CSV: the bytes of the package, unless a text may pass for a formula.

    name: one of data.schema.TABLES, else KeyError.
    """
    frame = snapshot.table(name)
    texts = [column for column in frame.columns if TABLES[name][column].kind in ("string", "date")]
    if all(neutral(text) == text for column in texts for text in frame[column].dropna().unique()):
        return MARK.encode() + snapshot.content(name)
    safe = neutral_frame(frame[texts])
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

    def asked(name: str) -> tuple[Table[Any, Any], dict[str, str], Dataset]:
        if name not in known:
            abort(404)
        return known[name], query_of(request.query_string.decode("ascii", "replace")), current()

    @server.get(f"/download/<name>.<any({', '.join(FORMS)}):form>")
    def table_file(name: str, form: str) -> Response:
        table, query, dataset = asked(name)
        rows = ALL if query.get("rows") == ALL else FILTERED
        document = build_document(table, rows, dataset, query)
        write, mimetype = FORMS[form]
        return _file(write(document), mimetype, f"{document.stem}.{form}")

    @server.get("/download/<name>.zip")
    def former_archive(name: str) -> WerkzeugResponse:
        """Lead to the workbook: citations made by former releases name an archive."""
        asked(name)
        return redirect(f"/download/{name}.xlsx?{request.query_string.decode('ascii', 'replace')}", 301)

    @server.get("/download/<name>/rows.json")
    def table_rows(name: str) -> Response:
        table, query, dataset = asked(name)
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
    response = Response(content, content_type=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.add_etag()
    response.make_conditional(request)
    return response
