"""Read snapshots: open and verify a package, find the versions of a data folder, and read its history."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import weakref
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data import pack
from data.schema import TABLES

if TYPE_CHECKING:  # slow to import
    import pandas as pd


FILE_NAME: Final = "datapackage.json"
PREFIX: Final = "sha256:"
BUNDLED: Final = Path(__file__).resolve().parent / "bundled"
POINTER: Final = "CURRENT"
VERSIONS: Final = "versions"
APP_NAME: Final = "innovation-trajectory"
UNVERIFIED: Final = "the current snapshot does not verify: {}"
GONE: Final = "CURRENT is missing, though versions were in use"
MAX_BYTES_IN_MEMORY: Final = 100_000  # of one file; three files of today are longer


def sha256(content: bytes) -> str:
    """Return the hash of a file as in descriptors: "sha256:" and 64 hexadecimal digits."""
    return PREFIX + hashlib.sha256(content).hexdigest()


def snapshot_id(hashes: Sequence[str]) -> str:
    """Return the id of a snapshot: 12 hexadecimal digits over the hashes of its resources, in order."""
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()[:12]


def canonical(descriptor: Mapping[str, Any]) -> bytes:
    """Return the canonical bytes of a descriptor."""
    return (json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n").encode()


def seal(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """Return the descriptor with the hash of its content as last entry."""
    content = {key: value for key, value in descriptor.items() if key != "digest"}
    return {**content, "digest": sha256(canonical(content))}


class SnapshotError(Exception):
    """A snapshot is missing, incomplete or altered; the message names the file."""


class OtherTablesError(SnapshotError):
    """A valid snapshot of another version of the code, with other tables."""


class AlteredError(SnapshotError):
    """A file of an open snapshot was altered after it was verified."""


class VerifiedFile:
    """A long file that stays open, also if it is deleted, and is verified whenever it is read.

    Forks and threads can share it, since reads do not depend on a file position.
    """

    def __init__(self, path: Path, size: int, digest: str) -> None:
        """Open and verify a file; OSError if it cannot be read, SnapshotError if it is another file."""
        self._name, self._size, self._digest = path.name, size, digest
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        # Do not close it at exit, when a thread may still read: the system does.
        weakref.finalize(self, os.close, self._file).atexit = False
        with open(self._file, "rb", closefd=False) as file:  # hashed in chunks, without much memory
            hashed = hashlib.file_digest(file, "sha256").hexdigest()
        if os.fstat(self._file).st_size != size or PREFIX + hashed != digest:
            raise SnapshotError(f"{path.name} is not the file that {FILE_NAME} describes")

    def read(self) -> bytes:
        """Return the bytes; AlteredError if they were altered or cannot be read any more."""
        with suppress(OSError):
            content = os.pread(self._file, self._size + 1, 0)
            if len(content) == self._size and sha256(content) == self._digest:
                return content
        raise AlteredError(f"{self._name} was altered after it was verified")


class Snapshot:
    """A verified package: its id, its descriptor and its tables, which are parsed on first use.

    Treat the frames of `table` as read only: they are shared. Long files are kept as VerifiedFile, not in
    memory.
    """

    def __init__(
        self, folder: Path, descriptor: dict[str, Any], contents: Mapping[str, bytes | VerifiedFile]
    ) -> None:
        """Store what `open_snapshot` verified."""
        self.folder = folder
        self.descriptor = descriptor
        self.id: str = descriptor["id"]
        self.created: str = descriptor["created"][:10]
        self.resources: list[dict[str, Any]] = descriptor["resources"]
        self.fault = ""  # message of the first AlteredError
        self._contents = contents
        self._frames: dict[str, pd.DataFrame] = {}

    def __repr__(self) -> str:
        """Return id and date without the folder, for logs."""
        return f"Snapshot({self.id}, {self.created})"

    def table(self, name: str) -> pd.DataFrame:
        """Return a table with the dtypes of data.schema; AlteredError if its file was altered."""
        if name not in self._frames:
            self._frames[name] = decode(name, self.content(name))
        return self._frames[name]

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return all tables by name."""
        return {name: self.table(name) for name in TABLES}

    def content(self, name: str) -> bytes:
        """Return the verified bytes of the file of a table; AlteredError if it was altered."""
        content = self._contents[name]
        if isinstance(content, bytes):
            return content
        try:
            return content.read()
        except AlteredError as error:
            self.fault = str(error)
            raise


def decode(name: str, content: bytes) -> pd.DataFrame:
    """Parse the bytes of the file of a table; SnapshotError if they do not match its schema."""
    import pandas as pd  # takes half a second, and is not needed to verify files

    table = TABLES[name]
    try:
        frame = pd.read_csv(io.BytesIO(content), dtype=table.dtypes, keep_default_na=False, na_values=[""])
    except (ValueError, TypeError, OverflowError) as error:
        raise SnapshotError(f"{name}.csv cannot be read: {error}") from error
    if list(frame.columns) != table.columns:
        raise SnapshotError(f"{name}.csv has the columns {', '.join(map(str, frame.columns))}")
    return frame


def open_snapshot(folder: Path) -> Snapshot:
    """Open and verify the snapshot in a folder; SnapshotError names the missing or altered file."""
    folder = Path(folder)
    descriptor = read_descriptor(_read(folder / FILE_NAME))
    contents: dict[str, bytes | VerifiedFile] = {}
    for resource in descriptor["resources"]:
        path = folder / f"{resource['name']}.csv"
        try:
            file = VerifiedFile(path, resource["bytes"], resource["hash"])
        except OSError as error:
            raise SnapshotError(f"{path.name} cannot be read: {error.strerror}") from error
        is_long = resource["bytes"] > MAX_BYTES_IN_MEMORY
        contents[resource["name"]] = file if is_long else file.read()
    return Snapshot(folder, descriptor, contents)


def sealed_id(folder: Path) -> str | None:
    """Return the id in the descriptor of a package without reading tables; None if it was altered."""
    try:
        return str(read_descriptor(_read(Path(folder) / FILE_NAME))["id"])
    except SnapshotError:
        return None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SnapshotError(f"{path.name} cannot be read: {error.strerror}") from error


def read_descriptor(content: bytes) -> dict[str, Any]:
    """Parse and verify a descriptor; SnapshotError if it was altered, OtherTablesError for other tables.

    Its resources are the tables of data.schema in their order, each with name, bytes and hash.
    """
    try:
        descriptor = json.loads(content)
        names = [resource["name"] for resource in descriptor["resources"]]
        sizes = [resource["bytes"] for resource in descriptor["resources"]]
        identity = snapshot_id([resource["hash"] for resource in descriptor["resources"]])
        is_valid = all(type(size) is int and size >= 0 for size in sizes)
        is_valid = is_valid and type(descriptor["created"]) is str
        is_valid = is_valid and content == canonical(descriptor) == canonical(seal(descriptor))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SnapshotError(f"{FILE_NAME} is not a readable descriptor") from error
    if not is_valid or descriptor.get("id") != identity:
        raise SnapshotError(f"{FILE_NAME} was altered after it was written")
    if names != list(TABLES):
        raise OtherTablesError(
            f"{FILE_NAME} describes other tables than this version of the code (python -m etl build)"
        )
    return dict(descriptor)


def data_dir() -> Path:
    """Return the folder of refreshed snapshots: DATA_DIR, or else a folder of the user for each pack."""
    folder = os.environ.get("DATA_DIR")
    if folder:
        return Path(folder)
    home = os.environ.get("XDG_DATA_HOME")
    name = APP_NAME if pack.FOLDER == pack.BUNDLED else f"{APP_NAME}-{pack.FOLDER.name}"
    return (Path(home) if home else Path.home() / ".local" / "share") / name


def current_version(folder: Path) -> Path | None:
    """Return the version in CURRENT, None without CURRENT; SnapshotError if it names no version."""
    pointer = folder / POINTER
    try:
        name = pointer.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise SnapshotError(f"{POINTER} cannot be read") from error
    if not _ID.fullmatch(name):
        raise SnapshotError(f"{POINTER} does not name a version")
    return folder / VERSIONS / name


def current_id(folder: Path) -> str | None:
    """Return the id of the version in CURRENT; None if it is missing or invalid."""
    try:
        version = current_version(folder)
    except SnapshotError:
        return None
    return version.name if version else None


def open_current(folder: Path | None = None) -> tuple[Snapshot, str | None]:
    """Open the current snapshot, or else the first candidate that verifies, with the reason for the fallback.

    SNAPSHOT in the environment pins a package without fallback if no folder is given. Raises SnapshotError if
    no candidate verifies.
    """
    pinned = os.environ.get("SNAPSHOT")
    if folder is None and pinned:
        return open_snapshot(Path(pinned)), None
    candidates, reason = offered_versions(data_dir() if folder is None else Path(folder))
    for candidate in candidates:
        try:
            return open_snapshot(candidate), reason
        except SnapshotError as error:
            reason = reason or UNVERIFIED.format(error)
    raise SnapshotError(reason)


def offered_versions(folder: Path) -> tuple[list[Path], str | None]:
    """Return the packages to try in order, and the reason if the first one is a fallback.

    The current version comes first, then earlier ones from the newest to the oldest, then the bundled one.
    The reason is UNVERIFIED if CURRENT is invalid, GONE if it is missing although versions were in use.
    """
    events = read_history(folder)
    stored = [folder / VERSIONS / name for name in stored_versions(folder, events)]
    first: list[Path] = []
    reason = None
    try:
        if version := current_version(folder):
            first = [version]
        elif stored or events:
            reason = GONE
    except SnapshotError as error:
        reason = UNVERIFIED.format(error)
    return [*first, *(version for version in stored if version not in first), BUNDLED], reason


HISTORY: Final = "HISTORY"
_ID: Final = re.compile(r"[0-9a-f]{12}")

Event = dict[str, Any]
"""A line of HISTORY as JSON. Keys: time (UTC, YYYY-MM-DDThh:mm:ssZ), event (refresh, build, rollback;
recovered if a crash lost the line), snapshot, before (the snapshot in use until then, or None), sources and,
if claims have a new verdict, verdicts: {claim: [old, new]}."""


def read_history(folder: Path) -> list[Event]:
    """Return the events of a data folder, oldest first; invalid lines are skipped."""
    lines: list[bytes] = []
    with suppress(OSError):
        lines = (folder / HISTORY).read_bytes().splitlines()
    events: list[Event] = []
    for line in lines:
        with suppress(ValueError, RecursionError):
            event = json.loads(line)
            keys = ("time", "event", "snapshot")
            if isinstance(event, dict) and all(isinstance(event.get(key), str) for key in keys):
                events.append({"before": None, "sources": {}, **event})
    return events


def stored_versions(folder: Path, events: Sequence[Event]) -> list[str]:
    """Return the ids of the versions in a data folder, most recently used first.

    Versions without a line in the history follow, newest folder first.
    """
    modified: dict[str, int] = {}
    with suppress(OSError):  # a folder that cannot be read has no versions
        for path in (folder / VERSIONS).iterdir():
            with suppress(OSError):  # it was just removed
                if _ID.fullmatch(path.name) and path.is_dir():
                    modified[path.name] = path.stat().st_mtime_ns
    last_used = {event["snapshot"]: position for position, event in enumerate(events)}
    return sorted(modified, key=lambda name: (last_used.get(name, -1), modified[name]), reverse=True)


def predecessor(events: Sequence[Event], snapshot: str) -> str | None:
    """Return the snapshot in use when this one was published, None if there was none.

    Rollbacks do not count: two in a row go back twice, and the predecessor of a snapshot that was published
    after a rollback is the one that was rolled back to.
    """
    switches = [
        event
        for event in events
        if event["snapshot"] == snapshot != event["before"] and event["event"] != "rollback"
    ]
    # A recovered line may stand for a rollback, so that lines of publications take precedence.
    published = [event for event in switches if event["event"] != "recovered"] or switches
    return published[-1]["before"] if published else None
