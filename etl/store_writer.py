"""Where snapshots are published to: a folder, or an object store through obstore."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import obstore
from obstore.store import LocalStore

from data import durable
from data.descriptor import FILE_NAME
from data.snapshot import VERSIONS
from data.store_reader import StoreReader, StoreReadError, WebServer, inside, reason, without_secrets
from etl.errors import NotPublished, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

_DESCRIPTOR: Final = re.compile(rf"{VERSIONS}/([0-9a-f]{{12}})/{re.escape(FILE_NAME)}")


class StoreWriter:
    """A published store that can be written; names are paths in it. All methods raise NotPublished."""

    def __init__(self, url: str) -> None:
        """Open the store at an address, writing nothing; UsageError if it cannot be written by its kind."""
        try:
            self._reader = StoreReader(url, total=timedelta.max)
        except ValueError as error:
            raise UsageError(str(error)) from error
        except StoreReadError as error:
            raise _unusable(str(error)) from error
        if isinstance(self._reader.source, WebServer):
            raise UsageError(
                f"{without_secrets(url)} cannot be written: publish to the folder or the bucket that it shows"
            )
        self._place = self._reader.source

    def has(self, name: str, content: bytes) -> bool:
        """Return whether a file is there, byte for byte; what cannot be read had better be sent again."""
        try:
            return self._reader.read(name, len(content)) == content
        except StoreReadError:
            return False

    def write(self, name: str, content: bytes) -> None:
        """Put a file in place of an old one, if any, in one step; in a folder it is flushed to the disk."""
        with _translated():
            if isinstance(self._place, Path):
                durable.make_folder((self._place / name).parent)
                durable.replace_file(self._place / name, content)
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
