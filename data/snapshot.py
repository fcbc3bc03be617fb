"""Open and verify one snapshot, the only reader; which versions a data folder offers, and their history."""

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
SHORT: Final = 100_000  # bytes up to which a file is kept in memory; three of today's are longer


def sha256(content: bytes) -> str:
    """Return the hash of a file as the descriptor writes it: "sha256:" and 64 hexadecimal digits."""
    return PREFIX + hashlib.sha256(content).hexdigest()


def snapshot_id(hashes: Sequence[str]) -> str:
    """Return the id of a snapshot: 12 hexadecimal digits over the hashes of its resources, in order."""
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()[:12]


def canonical(descriptor: Mapping[str, Any]) -> bytes:
    """Return the only bytes that a descriptor of this content may have."""
    return (json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n").encode()


def seal(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """Return the descriptor with the hash of its own content as last entry."""
    content = {key: value for key, value in descriptor.items() if key != "digest"}
    return {**content, "digest": sha256(canonical(content))}


class SnapshotError(Exception):
    """A snapshot that is missing, incomplete or altered; the message names the file."""


class OtherTablesError(SnapshotError):
    """A whole snapshot that another version of the code wrote: its tables are not those of this one."""


class AlteredError(SnapshotError):
    """A file of an open snapshot is no longer what was verified when it was opened."""


class VerifiedFile:
    """A long file that stays open: it may be removed, and is verified again whenever it is read.

    Forks and threads share it, since each reading says where.
    """

    def __init__(self, path: Path, size: int, digest: str) -> None:
        """Open and verify it; OSError if it cannot be read, SnapshotError if it is another one."""
        self._name, self._size, self._digest = path.name, size, digest
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        # Not at the end of the process, when a thread may still read: the system closes it then.
        weakref.finalize(self, os.close, self._file).atexit = False
        with open(self._file, "rb", closefd=False) as file:  # piece by piece, so that it takes no memory
            hashed = hashlib.file_digest(file, "sha256").hexdigest()
        if os.fstat(self._file).st_size != size or PREFIX + hashed != digest:
            raise SnapshotError(f"{path.name} is not the file that {FILE_NAME} describes")

    def read(self) -> bytes:
        """Return the bytes; AlteredError if they were altered or can no longer be read."""
        with suppress(OSError):
            content = os.pread(self._file, self._size + 1, 0)
            if len(content) == self._size and sha256(content) == self._digest:
                return content
        raise AlteredError(f"{self._name} was altered after it was verified")


class Snapshot:
    """One verified package: its identity, its descriptor and its tables (each parsed once, on first use).

    Frames that `table` returns are shared: treat them as read only. A long file is not kept in memory beside
    its frame, but as a VerifiedFile.
    """

    def __init__(
        self, folder: Path, descriptor: dict[str, Any], contents: Mapping[str, bytes | VerifiedFile]
    ) -> None:
        """Keep what `open_snapshot` verified."""
        self.folder = folder
        self.descriptor = descriptor
        self.id: str = descriptor["id"]
        self.created: str = descriptor["created"][:10]
        self.resources: list[dict[str, Any]] = descriptor["resources"]
        self.fault = ""  # what became of a file since it was verified, once that was noticed
        self._contents = contents
        self._frames: dict[str, pd.DataFrame] = {}

    def __repr__(self) -> str:
        """Name the snapshot without its folder, so that it can be logged."""
        return f"Snapshot({self.id}, {self.created})"

    def table(self, name: str) -> pd.DataFrame:
        """Return one table with the dtypes of data.schema; AlteredError if its file was altered since."""
        if name not in self._frames:
            self._frames[name] = decode(name, self.content(name))
        return self._frames[name]

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return all tables by name."""
        return {name: self.table(name) for name in TABLES}

    def content(self, name: str) -> bytes:
        """Return the verified bytes of one table's file; AlteredError as for `table`."""
        content = self._contents[name]
        if isinstance(content, bytes):
            return content
        try:
            return content.read()
        except AlteredError as error:
            self.fault = str(error)
            raise


def decode(name: str, content: bytes) -> pd.DataFrame:
    """Return the frame of one table from the bytes of its file; SnapshotError if they do not fit."""
    import pandas as pd  # half a second: whoever only compares files with their hashes needs none of it

    table = TABLES[name]
    try:
        frame = pd.read_csv(io.BytesIO(content), dtype=table.dtypes, keep_default_na=False, na_values=[""])
    except (ValueError, TypeError, OverflowError) as error:
        raise SnapshotError(f"{name}.csv cannot be read: {error}") from error
    if list(frame.columns) != table.columns:
        raise SnapshotError(f"{name}.csv has the columns {', '.join(map(str, frame.columns))}")
    return frame


def open_snapshot(folder: Path) -> Snapshot:
    """Return the snapshot in a folder; SnapshotError names the file that is missing or altered."""
    folder = Path(folder)
    descriptor = read_descriptor(_read(folder / FILE_NAME))
    contents: dict[str, bytes | VerifiedFile] = {}
    for resource in descriptor["resources"]:
        path = folder / f"{resource['name']}.csv"
        try:
            file = VerifiedFile(path, resource["bytes"], resource["hash"])
        except OSError as error:
            raise SnapshotError(f"{path.name} cannot be read: {error.strerror}") from error
        contents[resource["name"]] = file if resource["bytes"] > SHORT else file.read()
    return Snapshot(folder, descriptor, contents)


def sealed_id(folder: Path) -> str | None:
    """Return the id in the descriptor of a package, whose tables are not looked at; None if it is altered."""
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
    """Return the descriptor of a package from the bytes of its file; SnapshotError if it was altered.

    Its resources are the tables of this version of the code in their order, each with name, bytes and hash.
    """
    try:
        descriptor = json.loads(content)
        names = [resource["name"] for resource in descriptor["resources"]]
        sizes = [resource["bytes"] for resource in descriptor["resources"]]
        identity = snapshot_id([resource["hash"] for resource in descriptor["resources"]])
        typed = all(type(size) is int and size >= 0 for size in sizes) and type(descriptor["created"]) is str
        sealed = typed and content == canonical(descriptor) == canonical(seal(descriptor))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SnapshotError(f"{FILE_NAME} is not a readable descriptor") from error
    if not sealed or descriptor.get("id") != identity:
        raise SnapshotError(f"{FILE_NAME} was altered after it was written")
    if names != list(TABLES):
        raise OtherTablesError(
            f"{FILE_NAME} describes other tables than this version of the code (python -m etl build)"
        )
    return dict(descriptor)


def data_dir() -> Path:
    """Return the folder of refreshed snapshots: DATA_DIR, else one of the user's, for each pack its own."""
    chosen = os.environ.get("DATA_DIR")
    if chosen:
        return Path(chosen)
    home = os.environ.get("XDG_DATA_HOME")
    name = APP_NAME if pack.FOLDER == pack.BUNDLED else f"{APP_NAME}-{pack.FOLDER.name}"
    return (Path(home) if home else Path.home() / ".local" / "share") / name


def current_version(folder: Path) -> Path | None:
    """Return the version that CURRENT names, None if there is no CURRENT; SnapshotError if it names none."""
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
    """Return the id of the version that CURRENT names; None if there is none, or CURRENT cannot be read."""
    try:
        version = current_version(folder)
    except SnapshotError:
        return None
    return version.name if version else None


def open_current(folder: Path | None = None) -> tuple[Snapshot, str | None]:
    """Return the first snapshot of those offered that verifies and, if it is not the one meant, the reason.

    SNAPSHOT in the environment pins one package without any fallback (only when no folder is given).
    Raises SnapshotError when nothing verifies.
    """
    pinned = os.environ.get("SNAPSHOT")
    if folder is None and pinned:
        return open_snapshot(Path(pinned)), None
    places, reason = offered_versions(data_dir() if folder is None else Path(folder))
    for place in places:
        try:
            return open_snapshot(place), reason
        except SnapshotError as error:
            reason = reason or UNVERIFIED.format(error)
    raise SnapshotError(reason)


def offered_versions(folder: Path) -> tuple[list[Path], str | None]:
    """Return the packages that a data folder offers, in the order in which they are tried.

    First the current version, then those that were in use before, the last one first, then the bundled one;
    with the reason why the first is not the one meant: CURRENT cannot be read, or is gone though something
    was in use.
    """
    events = read_history(folder)
    others = [folder / VERSIONS / name for name in stored_versions(folder, events)]
    first: list[Path] = []
    reason = None
    try:
        if version := current_version(folder):
            first = [version]
        elif others or events:
            reason = GONE
    except SnapshotError as error:
        reason = UNVERIFIED.format(error)
    return [*first, *(place for place in others if place not in first), BUNDLED], reason


HISTORY: Final = "HISTORY"
_ID: Final = re.compile(r"[0-9a-f]{12}")

Event = dict[str, Any]
"""A line of JSON of HISTORY, which says what snapshot came into use when and why: time (UTC, as
YYYY-MM-DDThh:mm:ssZ), event (refresh, build, rollback; recovered where a crash lost the line),
snapshot, before (the one in use until then, None if there was none), sources, and, where claims got another
verdict, verdicts: {claim: [old, new]}."""


def read_history(folder: Path) -> list[Event]:
    """Return the events of a data folder, oldest first; a line that is torn or foreign is passed over."""
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
    """Return the ids of the versions in a data folder, the one that came into use last first.

    Those without a line in the history follow, the youngest folder first.
    """
    found: dict[str, int] = {}
    with suppress(OSError):  # a folder that cannot be read holds nothing for us
        for path in (folder / VERSIONS).iterdir():
            with suppress(OSError):  # one that was just removed
                if _ID.fullmatch(path.name) and path.is_dir():
                    found[path.name] = path.stat().st_mtime_ns
    used = {event["snapshot"]: place for place, event in enumerate(events)}
    return sorted(found, key=lambda name: (used.get(name, -1), found[name]), reverse=True)


def predecessor(events: Sequence[Event], snapshot: str) -> str | None:
    """Return the snapshot in use when this one was published, None if there was none.

    Rollbacks do not count, so that two in a row go back twice, and a snapshot published after a rollback
    leads back to the one that was rolled back to.
    """
    came = [
        event
        for event in events
        if event["snapshot"] == snapshot != event["before"] and event["event"] != "rollback"
    ]
    # A line that was made up for may stand for a rollback: what was told of the publication goes first.
    published = [event for event in came if event["event"] != "recovered"] or came
    return published[-1]["before"] if published else None
