"""Who made a snapshot: an Ed25519 signature of the bytes of its descriptor, which holds every hash."""

from __future__ import annotations

import binascii
from base64 import b64decode
from typing import TYPE_CHECKING, Final

from data.descriptor import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    Keys = Sequence[Ed25519PublicKey]

VARIABLE: Final = "DATA_KEYS"
SIGNATURE: Final = f"{FILE_NAME}.sig"
BYTES: Final = 64
"""Bytes of a signature, all that its file holds."""
_KEY: Final = 32


def keys(text: str) -> Keys:
    """Return the public keys that a setting names, parted by spaces or commas; ValueError if one is none."""
    found = [_key(word) for word in text.replace(",", " ").split()]
    if text and not found:
        raise ValueError(f"{VARIABLE} is set and names no key")
    return found


def holds(content: bytes, signature: bytes, known: Keys) -> bool:
    """Return whether a signature is that of the content by one of the keys."""
    return any(_holds(content, signature, key) for key in known)


def _key(word: str) -> Ed25519PublicKey:
    # a twentieth of a second: whoever has no key needs none of it
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        return Ed25519PublicKey.from_public_bytes(b64decode(word, validate=True))
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"{VARIABLE} holds something else than public keys (python -m etl keys)") from error


def _holds(content: bytes, signature: bytes, key: Ed25519PublicKey) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True
