"""Downloads: the frame of a figure as a file, with source and licence in every row."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd
from flask import Flask, Response, abort, jsonify, request

from analysis.dataset import Dataset, cached
from analysis.frames.table import Table
from analysis.query import query_of
from data.catalog import Catalog
from data.citation import Citation, cite, families
from data.descriptor import FILE_NAME, canonical
from data.languages import LANGUAGES, known_language
from data.schema import TABLES
from data.sheets import neutral, neutral_frame
from data.snapshot import Snapshot
from service.documents import ALL, FILTERED, Document, build_document
from service.forms import MARK, as_csv, as_json, as_xlsx, as_zip, citations, zipped

CSV: Final = "text/csv; charset=utf-8"
FORMS: Final[dict[str, tuple[Callable[[Document], bytes], str]]] = {
    "csv": (as_csv, CSV),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (as_json, "application/json"),
    "zip": (as_zip, "application/zip"),
}
"""By the ending of the address: the writer of the file, and its type."""


@cached
def package(dataset: Dataset) -> bytes:
    """Return the whole snapshot as a zip of its data package; no file is read, it may be gone."""
    snapshot = dataset.snapshot
    files = {f"{resource['name']}.csv": snapshot.content(resource["name"]) for resource in snapshot.resources}
    files[FILE_NAME] = canonical(snapshot.descriptor)
    cited = _whole(dataset)
    files |= {"README.md": _readme(cited, dataset.catalog).encode(), **citations(cited)}
    return zipped(dict(sorted(files.items())), f"innovation-trajectory-{snapshot.id}")


def _whole(dataset: Dataset) -> Citation:
    """Return the citation of the package, every publisher first; it is cached, so it has no full address."""
    snapshot, catalog, table = dataset.snapshot, dataset.catalog, dataset.table("sources")
    ends = dataset.editions[0], dataset.editions[-1]
    named = families(
        catalog.phrases, "en", table, catalog.sources, table["source"], ends, lambda vintages: vintages[-1]
    )
    title = catalog.phrases["title_whole"].en
    return cite(
        catalog.phrases, "en", title, named, (snapshot.id, snapshot.created), "/download/snapshot.zip"
    )


def _readme(cited: Citation, catalog: Catalog) -> str:
    """Return README.md of the package, in both languages."""
    parts = []
    for lang in LANGUAGES:
        t = {key: text.get(lang) for key, text in catalog.phrases.items()}
        parts += [f"# {t['title_whole']}", t["row_whole"], f"## {t['caveats']}"]
        keys = ("caveat_editions", "caveat_own", "caveat_vintages", "licence_note", "disclaimer")
        parts.append("\n".join(f"- {t[key]}" for key in keys))
        parts.append(f"## {t['citation']}\n\n{cited.text}")
    return "\n\n".join(parts) + "\n"


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

    def named(name: str) -> Table[Any, Any]:
        if name not in known:
            abort(404)
        return known[name]

    @server.get(f"/download/<name>.<any({', '.join(FORMS)}):form>")
    def table_file(name: str, form: str) -> Response:
        table, query, dataset = named(name), _query(), current()
        rows = ALL if query.get("rows") == ALL else FILTERED
        document = build_document(table, rows, dataset, query)
        write, mimetype = FORMS[form]
        return _file(write(document), mimetype, f"{document.stem}.{form}")

    @server.get("/download/<name>/rows.json")
    def table_rows(name: str) -> Response:
        table, query, dataset = named(name), _query(), current()
        lang = known_language(query.get("lang"))
        filtered = len(table.rows(dataset, query, lang))
        whole = len(table.rows(dataset, query, lang, whole=True)) if table.filters else filtered
        words = dataset.catalog.downloads[name].whole.get(lang)
        return jsonify(shown=filtered, all=whole, whole=words)

    @server.get("/download/snapshot.zip")
    def snapshot_zip() -> Response:
        dataset = current()
        name = f"innovation-trajectory-{dataset.snapshot.id}.zip"
        return _file(package(dataset), "application/zip", name)

    @server.get("/download/table/<name>.csv")
    def snapshot_table(name: str) -> Response:
        if name not in TABLES:
            abort(404)
        return _file(table_csv(current().snapshot, name), CSV, f"{name}.csv")


def _query() -> dict[str, str]:
    return query_of(request.query_string.decode("ascii", "replace"))


def _file(content: bytes, mimetype: str, name: str) -> Response:
    response = Response(content, content_type=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.add_etag()
    response.make_conditional(request)
    return response
