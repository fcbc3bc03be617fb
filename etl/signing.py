"""The key that signs published snapshots: made once, named by PUBLISH_KEY, never shown."""

from __future__ import annotations

import os
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Final

from etl.errors import UsageError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

VARIABLE: Final = "PUBLISH_KEY"


def named() -> Ed25519PrivateKey | None:
    """Return the key in the file that the environment names, None if it names none; UsageError as `read`."""
    path = os.environ.get(VARIABLE)
    return read(Path(path)) if path else None


def read(path: Path) -> Ed25519PrivateKey:
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


def make(path: Path) -> Ed25519PrivateKey:
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


def public(key: Ed25519PrivateKey) -> str:
    """Return the public half of a key, as DATA_KEYS takes it: 44 characters of base64."""
    return b64encode(key.public_key().public_bytes_raw()).decode("ascii")
