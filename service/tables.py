"""Single tables of the snapshot as CSV: /download/table/<name>.csv, the rows of the package."""

from collections.abc import Callable

import pandas as pd
from flask import Flask, Response, abort, request

from data.schema import TABLES
from data.sheets import neutral_frame
from data.snapshot import Snapshot

_MARK = b"\xef\xbb\xbf"  # at the head: spreadsheets then read the file as UTF-8


def table_csv(snapshot: Snapshot, name: str) -> bytes:
    """Return one table as CSV: the bytes of the package, unless some text could be taken for a formula.

    name: one of data.schema.TABLES, else KeyError.
    """
    frame = snapshot.table(name)
    texts = [column for column in frame.columns if TABLES[name][column].kind in ("string", "date")]
    safe = neutral_frame(frame[texts])
    if safe.equals(frame[texts]):
        return _MARK + snapshot.content(name)
    flags = {
        column: frame[column].map({True: "true", False: "false"}).astype("object")
        for column in frame.columns
        if pd.api.types.is_bool_dtype(frame[column])
    }
    return _MARK + frame.assign(**safe, **flags).to_csv(index=False, lineterminator="\n").encode()


def install(server: Flask, current: Callable[[], Snapshot]) -> None:
    """Serve /download/table/<name>.csv for each table of the current snapshot."""

    @server.get("/download/table/<name>.csv")
    def snapshot_table(name: str) -> Response:
        if name not in TABLES:
            abort(404)
        response = Response(table_csv(current(), name), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        response.add_etag()
        response.make_conditional(request)
        return response
