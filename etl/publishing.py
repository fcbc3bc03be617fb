"""Publish the snapshot in use to a store that replicas and others read: whole, signed, or not at all."""

import os
import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import obstore
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from obstore.store import LocalStore

from data.descriptor import FILE_NAME
from data.mirror import SIGNATURE
from data.snapshot import POINTER, VERSIONS, Snapshot
from data.store import make_folder, replace_file
from data.store_reader import StoreReader, StoreReadError, WebServer, inside, reason, without_secrets
from etl.cli_context import sound
from etl.errors import NotPublished, UsageError
from etl.release import INPUTS

ADDRESS: Final = "PUBLISH_URL"


@dataclass(frozen=True, slots=True)
class Published:
    """What was published where (an address without secrets): files sent, and versions that went."""

    snapshot: str
    store: str
    sent: int
    removed: tuple[str, ...]
    new: bool

    @property
    def sentence(self) -> str:
        """What happened, in one sentence."""
        if not self.new and not self.sent:
            return f"snapshot {self.snapshot} is published already at {self.store}"
        files = f"{self.sent} file{'' if self.sent == 1 else 's'} sent"
        return f"published snapshot {self.snapshot} at {self.store}: {files}"


def publish(folder: Path, url: str | None = None, keep: int | None = None) -> Published:
    """Publish the snapshot that a data folder has in use; by default to the store that PUBLISH_URL names.

    Files that are there already are left alone, others sent; the descriptor comes last of a version, then
    CURRENT. With PUBLISH_KEY the descriptor is signed. keep: versions that stay, the newest and the one
    published; None: all. Raises UsageError, CorruptSnapshot if the snapshot does not verify, NotPublished if
    the store cannot be written.
    """
    address = url or os.environ.get(ADDRESS)
    if not address:
        raise UsageError(f"there is no store to publish to: name its address, or set {ADDRESS}")
    store = StoreWriter(address)
    snapshot = sound(folder)
    sent = sum(store.put(inside(snapshot.id, name), content) for name, content in _files(snapshot))
    new = store.put(POINTER, f"{snapshot.id}\n".encode("ascii"))
    removed = store.prune(keep, snapshot.id) if keep else ()
    return Published(snapshot.id, without_secrets(address), sent, removed, new)


def _files(snapshot: Snapshot) -> list[tuple[str, bytes]]:
    """Return the files of a version in the order in which they are sent; verified, but for what is beside."""
    descriptor = (snapshot.folder / FILE_NAME).read_bytes()
    tables = [(f"{one['name']}.csv", snapshot.content(one["name"])) for one in snapshot.resources]
    beside = {
        path.name: path.read_bytes()
        for path in (snapshot.folder / INPUTS, snapshot.folder / SIGNATURE)
        if path.is_file()
    }
    if key := key_named():
        beside[SIGNATURE] = key.sign(descriptor)
    return [*tables, *beside.items(), (FILE_NAME, descriptor)]


_DESCRIPTOR: Final = re.compile(rf"{VERSIONS}/([0-9a-f]{{12}})/{re.escape(FILE_NAME)}")


class StoreWriter:
    """A published store that can be written; names are paths in it. All methods raise NotPublished."""

    def __init__(self, url: str) -> None:
        """Open the store at an address, writing nothing; UsageError if it cannot be written by its kind."""
        try:
            self._reader = StoreReader(url)
        except ValueError as error:
            raise UsageError(str(error)) from error
        except StoreReadError as error:
            raise _unusable(str(error)) from error
        if isinstance(self._reader.source, WebServer):
            raise UsageError(
                f"{without_secrets(url)} cannot be written: publish to the folder or the bucket that it shows"
            )
        self._place = self._reader.source

    def put(self, name: str, content: bytes) -> bool:
        """Write a file unless it is there, byte for byte; return whether it was written."""
        with suppress(StoreReadError):  # what cannot be read had better be sent again
            if self._reader.read(name, len(content)) == content:
                return False
        self.write(name, content)
        return True

    def write(self, name: str, content: bytes) -> None:
        """Put a file in place of an old one, if any, in one step; in a folder it is flushed to the disk."""
        with _translated():
            if isinstance(self._place, Path):
                make_folder((self._place / name).parent)
                replace_file(self._place / name, content)
            else:
                obstore.put(self._place, name, content, use_multipart=False)

    def prune(self, keep: int, spared: str) -> tuple[str, ...]:
        """Remove all versions but `keep`, of which one is spared; return their ids, the newest first.

        Of a version the descriptor goes first, so that nobody takes the rest for a whole one.
        """
        removed = tuple([one for one in self.versions() if one != spared][keep - 1 :])
        with _translated():
            store = self._objects()
            for identity in removed:
                obstore.delete(store, inside(identity, FILE_NAME))
                for one in obstore.list(store, inside(identity, "")).collect():
                    obstore.delete(store, one["path"])
        return removed

    def versions(self) -> list[str]:
        """Return the ids of the versions that have a descriptor, the one published last first."""
        with _translated():
            files = obstore.list(self._objects(), VERSIONS).collect()
        dated = [
            (one["last_modified"], found[1]) for one in files if (found := _DESCRIPTOR.fullmatch(one["path"]))
        ]
        return [identity for _, identity in sorted(dated, reverse=True)]

    def _objects(self) -> obstore.store.ObjectStore:
        """Return the store for calls that treat folders and buckets alike."""
        if isinstance(self._place, Path):
            return LocalStore(self._place, automatic_cleanup=True)
        return self._place


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what goes wrong into one sentence without addresses."""
    try:
        yield
    except FileNotFoundError as error:
        raise _unusable("it was not found") from error
    except OSError as error:
        raise _unusable(error.strerror or reason(error)) from error
    except Exception as error:  # obstore's texts name addresses
        raise _unusable(reason(error)) from error


def _unusable(why: str) -> NotPublished:
    return NotPublished(f"the published store cannot be used: {why}")


KEY: Final = "PUBLISH_KEY"


def key_named() -> Ed25519PrivateKey | None:
    """Return the key in the file that the environment names, None if it names none."""
    path = os.environ.get(KEY)
    return read_key(Path(path)) if path else None


def read_key(path: Path) -> Ed25519PrivateKey:
    """Return the private key in a file (PEM); UsageError if it holds none, whatever else it holds."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        found = load_pem_private_key(path.read_bytes(), None)
    except OSError as error:
        raise UsageError(f"the key {path.name} cannot be read: {error.strerror}") from error
    except Exception as error:
        raise UsageError(f"{path.name} holds no private key that can be read") from error
    if not isinstance(found, Ed25519PrivateKey):
        raise UsageError(f"{path.name} holds a key of another kind than Ed25519")
    return found


def make_key(path: Path) -> Ed25519PrivateKey:
    """Return a new private key, written to a file that its owner alone can read; UsageError if it is not."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = Ed25519PrivateKey.generate()
    content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except OSError as error:
        raise UsageError(f"the key {path.name} cannot be written: {error.strerror}") from error
    return key


def public_half(key: Ed25519PrivateKey) -> str:
    """Return the public half of a key, as DATA_KEYS takes it: 44 characters of base64."""
    return b64encode(key.public_key().public_bytes_raw()).decode("ascii")
