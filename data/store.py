"""Write snapshots atomically: the only writer of versions, CURRENT, HISTORY and raw files.

A version is written into a temporary folder, flushed to the disk, renamed to versions/<id>, and only then
named in CURRENT, which is replaced in one step. Readers see the old or the new version at any time. HISTORY
follows CURRENT: the next run adds a line that was lost in a crash.

A rename survives a power cut only after the parent folder is flushed. Names of unfinished files begin with
`.tmp-`; only the holder of the lock of a data folder writes or deletes them. After an error, such as a full
disk, they are deleted at once to free the space.
"""

from __future__ import annotations

import fcntl
import io
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final

from data.languages import ORIGINAL
from data.pack import fill
from data.schema import TABLES, Field
from data.snapshot import (
    FILE_NAME,
    HISTORY,
    POINTER,
    VERSIONS,
    AlteredError,
    Snapshot,
    SnapshotError,
    canonical,
    current_id,
    open_snapshot,
    predecessor,
    read_history,
    seal,
    sha256,
    snapshot_id,
    stored_versions,
)

if TYPE_CHECKING:  # slow to import
    import pandas as pd


TEMPORARY: Final = ".tmp-"
_TITLE: Final = "Innovation Trajectory: {HERO}’s Global Innovation Index ranks and related series"


def replace_file(path: Path, content: bytes) -> None:
    """Write or replace a file in one step."""
    temporary = path.with_name(f"{TEMPORARY}{path.name}")
    with _delete_before_and_after(temporary):
        temporary.write_bytes(content)
        _flush(temporary)
        temporary.replace(path)
        _flush(path.parent)


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write or replace a folder with all its files in one step."""
    temporary = folder.with_name(f"{TEMPORARY}{folder.name}")
    replaced = folder.with_name(f"{TEMPORARY}{folder.name}-replaced")
    with _delete_before_and_after(temporary, replaced):
        temporary.mkdir()
        for name, content in files.items():
            (temporary / name).write_bytes(content)
            _flush(temporary / name)
        _flush(temporary)
        if folder.exists():
            folder.rename(replaced)
        temporary.rename(folder)
        _flush(folder.parent)


def remove_folder(folder: Path) -> None:
    """Delete a folder in one step."""
    removed = folder.with_name(f"{TEMPORARY}{folder.name}-removed")
    with _delete_before_and_after(removed):
        folder.rename(removed)
        _flush(folder.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and its parents, and flush each to the disk."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _flush(folder.parent)


def delete_paths(paths: Iterable[Path]) -> None:
    """Delete files and folders, if they exist."""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif os.path.lexists(path):
            path.unlink()


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _delete_before_and_after(*paths: Path) -> Iterator[None]:
    delete_paths(paths)
    try:
        yield
    except BaseException:
        with suppress(OSError):  # the first error is the one to report
            delete_paths(paths)
        raise
    delete_paths(paths)


LOCK: Final = ".lock"
RAW: Final = "raw"
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class StoreError(Exception):
    """The folder cannot be written; the message says why."""


class StoreBusy(StoreError):
    """Another process is publishing into the same folder."""


@dataclass(frozen=True, slots=True)
class Package:
    """A snapshot in memory: its id and the bytes of each file by file name.

    extra_files: files of the same folder that are no part of the package, such as its inputs.
    """

    id: str
    files: dict[str, bytes]
    extra_files: dict[str, bytes] = field(default_factory=dict)


def encode(frame: pd.DataFrame) -> bytes:
    """Return a frame as CSV: UTF-8, line feeds, blank for unknown, true/false, exact numbers."""
    frame = frame.copy(deep=False)
    for name in frame.columns:
        if frame[name].dtype == "boolean":
            frame[name] = frame[name].map({True: "true", False: "false"}).astype("object")
    buffer = io.BytesIO()  # text would take four times the memory
    frame.to_csv(buffer, index=False, lineterminator="\n", mode="wb")
    return buffer.getvalue()


def _describe_field(item: Field) -> dict[str, Any]:
    limits = {
        "required": item.required or None,
        "enum": list(item.enum) or None,
        "minimum": item.minimum,
        "maximum": item.maximum,
        "pattern": item.pattern if item.pattern and item.kind != "date" else None,
        "maxLength": item.longest if item.kind == "string" and not item.enum else None,
    }
    description: dict[str, Any] = {"name": item.name, "type": item.kind, "description": item.description}
    if item.kind == "boolean":
        description |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints = {name: limit for name, limit in limits.items() if limit is not None}
    return {**description, "constraints": constraints} if constraints else description


def _distinct(groups: Mapping[str, Sequence[Mapping[str, Any]]], without: str = "") -> list[dict[str, Any]]:
    distinct: dict[str, dict[str, Any]] = {}
    for items in groups.values():
        for item in items:
            values = {key: value for key, value in item.items() if key != without}
            distinct[json.dumps(values, sort_keys=True)] = values
    return [distinct[key] for key in sorted(distinct)]


def pack(
    tables: Mapping[str, pd.DataFrame],
    licences: Mapping[str, Sequence[Mapping[str, Any]]],
    sources: Mapping[str, Sequence[Mapping[str, str]]],
    previous: Snapshot | None = None,
) -> Package:
    """Return the package of the tables.

    licences, sources: by table; licences of the index name their editions, which the licences of the whole
    package leave out. previous: a snapshot whose bytes are reused for equal tables.
    """
    contents: dict[str, bytes] = {}
    resources: list[dict[str, Any]] = []
    for name, table in TABLES.items():
        if previous and tables[name].equals(previous.table(name)):
            with suppress(AlteredError):  # a damaged file is encoded again
                contents[name] = previous.content(name)
        if name not in contents:
            contents[name] = encode(tables[name])
        fields = [_describe_field(item) for item in table.fields]
        schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
        schema["primaryKey"] = list(table.key)
        if table.references:
            schema["foreignKeys"] = [
                {"fields": [column], "reference": {"resource": target, "fields": list(TABLES[target].key)}}
                for column, target in table.references.items()
            ]
        origin = {"licenses": licences.get(name, ()), "sources": sources.get(name, ())}
        resources.append(
            {
                "name": name,
                "title": table.title,
                "description": table.description,
                "path": f"{name}.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "header": True},
                "bytes": len(contents[name]),
                "hash": sha256(contents[name]),
                **{key: [dict(item) for item in items] for key, items in origin.items() if items},
                "schema": schema,
            }
        )
    created = str(tables["sources"]["checked"].max())  # the standard requires a time of day, added below
    identity = snapshot_id([str(resource["hash"]) for resource in resources])
    descriptor = seal(
        {
            "profile": "tabular-data-package",
            "name": "innovation-trajectory",
            "id": identity,
            "version": identity,
            "title": fill(_TITLE, ORIGINAL).replace("’", "'"),
            "description": "Scores and ranks of the Global Innovation Index by edition, the indicators behind"
            " the strategic pillars, and the source of every figure. A blank is an unknown value.",
            "created": f"{created}T00:00:00Z",
            "licenses": _distinct(licences, without="editions"),
            "sources": _distinct(sources),
            "contributors": [{"title": "Innovation Trajectory contributors", "role": "wrangler"}],
            "resources": resources,
        }
    )
    files = {f"{name}.csv": content for name, content in contents.items()}
    return Package(identity, {FILE_NAME: canonical(descriptor), **files})


def write_package(folder: Path, package: Package) -> None:
    """Write a package file by file into a folder that is not served (the bundled snapshot)."""
    with _raise_store_error(folder):
        make_folder(folder)
        for name, content in package.files.items():
            replace_file(folder / name, content)


def publish(folder: Path, package: Package, *, event: Mapping[str, Any] | None = None) -> Path:
    """Publish a package as the current version of a data folder, atomically; return its version folder."""
    with lock_folder(folder) as store:
        return store.publish(package, event=event)


@contextmanager
def lock_folder(folder: Path) -> Iterator[Store]:
    """Lock a data folder while its snapshot is read and replaced, after recovering from a crash.

    The lock ends with the process. Raises StoreBusy at once if it is taken, StoreError if the folder cannot
    be written.
    """
    with _raise_store_error(folder):
        make_folder(folder / VERSIONS)
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        store = Store(folder)
        with _raise_store_error(folder):
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise StoreBusy("another refresh is running on this data folder") from error
            store.recover()
        yield store
    finally:
        os.close(handle)


@dataclass(frozen=True, slots=True)
class Store:
    """A locked data folder (see ``lock_folder``)."""

    folder: Path

    def publish(self, package: Package, *, event: Mapping[str, Any] | None = None) -> Path:
        """Write the package as a new version and point CURRENT to it; return the version folder.

        event: entries of the line in HISTORY besides time, snapshot and before; a refresh by default.
        """
        version = self.folder / VERSIONS / package.id
        files = {**package.files, **package.extra_files}
        with _raise_store_error(self.folder):
            if is_whole(version):
                for name, content in files.items():
                    path = version / name
                    if not path.exists() or path.read_bytes() != content:
                        replace_file(path, content)
            else:
                write_folder(version, files)
            self._switch(package.id, {"event": "refresh", **(event or {})})
        return version

    def point(self, identity: str) -> Path:
        """Point CURRENT to a stored version; SnapshotError if it is missing or damaged."""
        version = self.folder / VERSIONS / identity
        open_snapshot(version)
        with _raise_store_error(self.folder):
            self._switch(identity, {"event": "rollback"})
        return version

    def keep(self, folder: PurePath, files: Mapping[str, bytes]) -> Path:
        """Store fetched files in a folder below raw, unless it exists; return the folder.

        They are never removed: a snapshot can be rebuilt from them, and publishers withdraw releases.
        """
        if folder.parts[:1] != (RAW,) or not all(map(_PLAIN_NAME.fullmatch, [*folder.parts, *files])):
            raise StoreError(
                f"{folder} is not a place for files as fetched, or one of them has no plain name"
            )
        path = self.folder / folder
        with _raise_store_error(self.folder):
            if not path.is_dir():
                make_folder(path.parent)
                write_folder(path, files)
        return path

    def prune(self, keep: int) -> list[str]:
        """Remove versions except the newest `keep`, the current one and the one before; return their ids."""
        events, current = read_history(self.folder), current_id(self.folder)
        with _raise_store_error(self.folder):
            versions = stored_versions(self.folder, events)
            needed = {current, current and predecessor(events, current), *versions[:keep]}
            removed = [name for name in versions if name not in needed]
            for name in removed:
                remove_folder(self.folder / VERSIONS / name)
        return removed

    def recover(self) -> None:
        """Delete unfinished files of a crash and add its missing line to HISTORY."""
        # By name where the folder may contain files of others, by pattern in our own folders.
        unfinished = [self.folder / f"{TEMPORARY}{name}" for name in (POINTER, HISTORY)]
        for name in (VERSIONS, RAW):
            unfinished += (self.folder / name).rglob(f"{TEMPORARY}*")
        delete_paths(unfinished)
        events, current = read_history(self.folder), current_id(self.folder)
        last = events[-1]["snapshot"] if events else None
        if current and current != last:
            self._append({"event": "recovered", "snapshot": current, "before": last})

    def _switch(self, identity: str, event: Mapping[str, Any]) -> None:
        before = current_id(self.folder)
        replace_file(self.folder / POINTER, f"{identity}\n".encode("ascii"))
        try:
            self._append({**event, "snapshot": identity, "before": before})
        except OSError as error:
            problem = f"the snapshot {identity} is in use, but {HISTORY} cannot be written: {error.strerror}"
            raise StoreError(problem) from error

    def _append(self, event: Mapping[str, Any]) -> None:
        path = self.folder / HISTORY
        old = path.read_bytes() if path.exists() else b""
        if old and not old.endswith(b"\n"):
            old += b"\n"
        keys = ("time", "event", "snapshot", "before", "sources")
        entry = {"time": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", "sources": {}, **event}
        line = json.dumps({key: entry[key] for key in (*keys, *entry)}, ensure_ascii=False)
        replace_file(path, old + line.encode() + b"\n")


def is_whole(version: Path) -> bool:
    """Return whether a version is complete and unaltered, without reading long files into memory."""
    try:
        return open_snapshot(version).id == version.name
    except SnapshotError:
        return False


@contextmanager
def _raise_store_error(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        problem = f"the data folder {folder} cannot be written: {error.strerror or error}"
        raise StoreError(problem) from error
