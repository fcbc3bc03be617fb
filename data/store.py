"""Publish a snapshot atomically, CURRENT, HISTORY, raw files, lock; the only writer.

A version is written whole into a temporary folder, flushed to the disk, renamed to versions/<id>, and only
then named in CURRENT, which is replaced in one step. At every moment a reader sees the old or the new one.
HISTORY follows CURRENT: a line that a crash kept from being written is made up for by the next run.

A rename outlives a power cut only once the folder that holds the name is flushed too. What is unfinished has
a name that begins with `.tmp-`; only the holder of a data folder's lock writes or sweeps such names. What an
error breaks off, such as a full disk, is removed at once, so that it takes no room from what comes next.
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
    """Write a file in place of an old one, if there is one, in one step."""
    fresh = path.with_name(f"{TEMPORARY}{path.name}")
    with _swept(fresh):
        fresh.write_bytes(content)
        _flush(fresh)
        fresh.replace(path)
        _flush(path.parent)


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder with all its files in one step; a folder of that name is moved aside and deleted."""
    fresh, aside = (folder.with_name(f"{TEMPORARY}{folder.name}{end}") for end in ("", "-replaced"))
    with _swept(fresh, aside):
        fresh.mkdir()
        for name, content in files.items():
            (fresh / name).write_bytes(content)
            _flush(fresh / name)
        _flush(fresh)
        if folder.exists():
            folder.rename(aside)
        fresh.rename(folder)
        _flush(folder.parent)


def remove_folder(folder: Path) -> None:
    """Delete a folder so that it is there whole or not at all."""
    aside = folder.with_name(f"{TEMPORARY}{folder.name}-removed")
    with _swept(aside):
        folder.rename(aside)
        _flush(folder.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and the folders above it, each flushed into its parent."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _flush(folder.parent)


def sweep(leftovers: Iterable[Path]) -> None:
    """Delete files and folders that no name in use leads to, where they exist."""
    for leftover in leftovers:
        if leftover.is_dir() and not leftover.is_symlink():
            shutil.rmtree(leftover)
        elif os.path.lexists(leftover):
            leftover.unlink()


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _swept(*leftovers: Path) -> Iterator[None]:
    """Sweep before and at the end, and at an error too, which is then the one that is told."""
    sweep(leftovers)
    try:
        yield
    except BaseException:
        with suppress(OSError):
            sweep(leftovers)
        raise
    sweep(leftovers)


LOCK: Final = ".lock"
RAW: Final = "raw"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class StoreError(Exception):
    """The folder cannot be written; the message says why."""


class StoreBusy(StoreError):
    """Another process is publishing into the same folder."""


@dataclass(frozen=True, slots=True)
class Package:
    """A whole snapshot in memory: its id and the bytes of each file by file name.

    beside: files of the same folder that are no part of the package, such as what it was made from.
    """

    id: str
    files: dict[str, bytes]
    beside: dict[str, bytes] = field(default_factory=dict)


def encode(frame: pd.DataFrame) -> bytes:
    """Return the CSV bytes of a frame: UTF-8, line feeds, blank for unknown, true/false, exact numbers."""
    plain = frame.copy(deep=False)
    for name in plain.columns:
        if plain[name].dtype == "boolean":
            plain[name] = plain[name].map({True: "true", False: "false"}).astype("object")
    buffer = io.BytesIO()  # text would take four times the room
    plain.to_csv(buffer, index=False, lineterminator="\n", mode="wb")
    return buffer.getvalue()


def _field(item: Field) -> dict[str, Any]:
    limits = {
        "required": item.required or None,
        "enum": list(item.enum) or None,
        "minimum": item.minimum,
        "maximum": item.maximum,
        "pattern": item.pattern if item.pattern and item.kind != "date" else None,
        "maxLength": item.longest if item.kind == "string" and not item.enum else None,
    }
    described: dict[str, Any] = {"name": item.name, "type": item.kind, "description": item.description}
    if item.kind == "boolean":
        described |= {"trueValues": ["true"], "falseValues": ["false"]}
    rules = {name: limit for name, limit in limits.items() if limit is not None}
    return {**described, "constraints": rules} if rules else described


def _distinct(groups: Mapping[str, Sequence[Mapping[str, Any]]], without: str = "") -> list[dict[str, Any]]:
    distinct: dict[str, dict[str, Any]] = {}
    for item in (item for items in groups.values() for item in items):
        kept = {key: value for key, value in item.items() if key != without}
        distinct[json.dumps(kept, sort_keys=True)] = kept
    return [distinct[key] for key in sorted(distinct)]


def pack(
    tables: Mapping[str, pd.DataFrame],
    licences: Mapping[str, Sequence[Mapping[str, Any]]],
    sources: Mapping[str, Sequence[Mapping[str, str]]],
    known: Snapshot | None = None,
) -> Package:
    """Return the package of the tables; `licences` and `sources` name what the rows of each rest on.

    A licence of the index has its editions there, which the package as a whole leaves out. known: a snapshot,
    whose bytes are those of the tables that it has, too.
    """
    contents: dict[str, bytes] = {}
    resources: list[dict[str, Any]] = []
    for name, table in TABLES.items():
        if known and tables[name].equals(known.table(name)):
            with suppress(AlteredError):  # a file that was damaged since is written anew
                contents[name] = known.content(name)
        if name not in contents:
            contents[name] = encode(tables[name])
        schema: dict[str, Any] = {"fields": [_field(item) for item in table.fields], "missingValues": [""]}
        schema["primaryKey"] = list(table.key)
        if table.references:
            schema["foreignKeys"] = [
                {"fields": [column], "reference": {"resource": target, "fields": list(TABLES[target].key)}}
                for column, target in table.references.items()
            ]
        rests_on = {"licenses": licences.get(name, ()), "sources": sources.get(name, ())}
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
                **{key: [dict(item) for item in items] for key, items in rests_on.items() if items},
                "schema": schema,
            }
        )
    created = str(tables["sources"]["checked"].max())  # the standard wants a time of day with it
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
    """Write a package file by file into a folder that nobody serves from (the bundled snapshot)."""
    with _reported(folder):
        make_folder(folder)
        for name, content in package.files.items():
            replace_file(folder / name, content)


def publish(folder: Path, package: Package, *, event: Mapping[str, Any] | None = None) -> Path:
    """Make a package the current version of a data folder, all or nothing; return its version folder."""
    with lock_folder(folder) as store:
        return store.publish(package, event=event)


@contextmanager
def lock_folder(folder: Path) -> Iterator[Store]:
    """Hold the lock of a data folder while its snapshot is read and replaced; a crash frees it.

    What a crash left unfinished is swept up, and a line that it kept from HISTORY is added.
    Raises StoreBusy at once if the lock is taken, StoreError if the folder cannot be written.
    """
    with _reported(folder):
        make_folder(folder / VERSIONS)
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        store = Store(folder)
        with _reported(folder):
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
    """A data folder whose lock is held."""

    folder: Path

    def publish(self, package: Package, *, event: Mapping[str, Any] | None = None) -> Path:
        """Write the package as a new version and point CURRENT to it; return the version folder.

        event: what HISTORY says beside time, snapshot and before; at least its kind (default: a refresh).
        """
        version = self.folder / VERSIONS / package.id
        files = {**package.files, **package.beside}
        with _reported(self.folder):
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
        """Point CURRENT to a version of the folder; SnapshotError if it is missing or damaged."""
        version = self.folder / VERSIONS / identity
        open_snapshot(version)
        with _reported(self.folder):
            self._switch(identity, {"event": "rollback"})
        return version

    def keep(self, folder: PurePath, files: Mapping[str, bytes]) -> Path:
        """Keep files as fetched in a folder below raw, for good; one that is there already is left alone.

        Nothing removes them: with the code they are all that a snapshot is made of, and a publisher may
        take a release away.
        """
        if folder.parts[:1] != (RAW,) or not all(map(_NAME.fullmatch, [*folder.parts, *files])):
            raise StoreError(
                f"{folder} is not a place for files as fetched, or one of them has no plain name"
            )
        path = self.folder / folder
        with _reported(self.folder):
            if not path.is_dir():
                make_folder(path.parent)
                write_folder(path, files)
        return path

    def prune(self, keep: int) -> list[str]:
        """Remove all but the newest `keep` versions, the one in use and the one before; return their ids."""
        events, current = read_history(self.folder), current_id(self.folder)
        with _reported(self.folder):
            versions = stored_versions(self.folder, events)
            spared = {current, current and predecessor(events, current), *versions[:keep]}
            removed = [name for name in versions if name not in spared]
            for name in removed:
                remove_folder(self.folder / VERSIONS / name)
        return removed

    def recover(self) -> None:
        """Sweep up what a crash left unfinished and add the line that it kept from HISTORY."""
        # By name where the folder may hold what is not ours, by pattern where all is ours.
        names = [self.folder / f"{TEMPORARY}{name}" for name in (POINTER, HISTORY)]
        found = [(self.folder / room).rglob(f"{TEMPORARY}*") for room in (VERSIONS, RAW)]
        sweep([*names, *(path for paths in found for path in paths)])
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
    """Return whether a version is there with every byte; no long file of it is read into memory whole."""
    try:
        return open_snapshot(version).id == version.name
    except SnapshotError:
        return False


@contextmanager
def _reported(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        problem = f"the data folder {folder} cannot be written: {error.strerror or error}"
        raise StoreError(problem) from error
