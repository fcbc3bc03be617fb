"""Downloads: always from the frame that the figure was drawn from, with source and licence in every row."""

import io
import zipfile
from collections.abc import Callable, Mapping
from weakref import WeakKeyDictionary

import pandas as pd
from flask import Flask, Response, request

from analysis.selection import select
from analysis.standing import trajectory
from data.catalog import Catalog
from data.descriptor import FILE_NAME, canonical
from data.formulas import neutral_frame
from data.snapshot import Snapshot

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: files carry no clock
_PACKAGES: WeakKeyDictionary[Snapshot, bytes] = WeakKeyDictionary()  # each goes with its snapshot


def csv(frame: pd.DataFrame) -> str:
    """Return a frame as CSV: text neutralised, numbers as numbers, missing values blank."""
    return neutral_frame(frame).to_csv(index=False, lineterminator="\n")


def trajectory_frame(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return what the Overview shows for ``query``, with names, edition licences, source and snapshot id.

    The query is read as on the page, so unknown values fall back to the same defaults.
    """
    editions = sorted(int(edition) for edition in snapshot.table("gii_editions")["edition"])
    scores = snapshot.table("gii_scores")
    ranked = scores.loc[(scores["code"] == "GII") & scores["rank"].notna(), "economy"].unique()
    chosen = select(query, editions, sorted(ranked))
    tables = (scores, snapshot.table("gii_editions"), snapshot.table("gii_intervals"))
    frame = trajectory(*tables, chosen.economies, chosen.first, chosen.last)
    lang = "zh" if query.get("lang") == "zh" else "en"
    names = frame["economy"].map(lambda code: catalog.economies[code].name.get(lang))
    frame.insert(1, "name", names)
    frame = frame.rename(
        columns={"economies": "economies_ranked", "low": "weights_low", "high": "weights_high"}
    ).drop(columns=["low_percentile", "high_percentile"])
    frame["score_unit"] = "0-100"
    frame["publisher"] = "WIPO, Global Innovation Index"
    licences = tables[1].set_index("edition")["licence"]
    frame["licence"] = frame["edition"].map(licences).fillna("not stated")
    frame["snapshot"] = snapshot.id
    return frame


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
    """Serve /download/trajectory.csv and /download/snapshot.zip; ``current`` gives the snapshot on show."""

    @server.get("/download/trajectory.csv")
    def trajectory_csv() -> Response:
        snapshot, catalog = current()
        text = csv(trajectory_frame(snapshot, catalog, request.args))
        # The mark at the head tells spreadsheets that the names are UTF-8.
        return _file("\ufeff" + text, "text/csv; charset=utf-8", "china-gii-trajectory.csv")

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
