"""Downloads: always from the frame that the figure was drawn from, with source and licence in every row."""

import io
import zipfile
from collections.abc import Callable
from weakref import WeakKeyDictionary

import pandas as pd
from flask import Flask, Response, abort, request

from analysis.selection import query_of
from data.catalog import Catalog
from data.descriptor import FILE_NAME, canonical
from data.formulas import neutral_frame
from data.snapshot import Snapshot
from service.frames import FRAMES

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: files carry no clock
_PACKAGES: WeakKeyDictionary[Snapshot, bytes] = WeakKeyDictionary()  # each goes with its snapshot


def csv(frame: pd.DataFrame) -> str:
    """Return a frame as CSV: text neutralised, numbers as numbers, missing values blank."""
    return neutral_frame(frame).to_csv(index=False, lineterminator="\n")


def package(snapshot: Snapshot) -> bytes:
    """Return the whole snapshot as a zip of its data package, made once; no file is read, it may be gone."""
    if snapshot not in _PACKAGES:
        _PACKAGES[snapshot] = _zip(snapshot)
    return _PACKAGES[snapshot]


def _zip(snapshot: Snapshot) -> bytes:
    files = {f"{resource['name']}.csv": snapshot.content(resource["name"]) for resource in snapshot.resources}
    files[FILE_NAME] = canonical(snapshot.descriptor)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"innovation-trajectory-{snapshot.id}/{name}", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


def install(server: Flask, current: Callable[[], tuple[Snapshot, Catalog]]) -> None:
    """Serve /download/<name>.csv for each of FRAMES, and /download/snapshot.zip, of the current snapshot."""

    @server.get("/download/<name>.csv")
    def table_csv(name: str) -> Response:
        if name not in FRAMES:
            abort(404)
        make, file_name = FRAMES[name]
        # The mark at the head tells spreadsheets that the names are UTF-8.
        text = "\ufeff" + csv(make(*current(), query_of(request.query_string.decode("ascii", "replace"))))
        return _file(text, "text/csv; charset=utf-8", f"{file_name}.csv")

    @server.get("/download/snapshot.zip")
    def snapshot_zip() -> Response:
        snapshot, _ = current()
        name = f"innovation-trajectory-{snapshot.id}.zip"
        return _file(package(snapshot), "application/zip", name)


def _file(content: str | bytes, mimetype: str, name: str) -> Response:
    response = Response(content, content_type=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.add_etag()
    response.make_conditional(request)
    return response
