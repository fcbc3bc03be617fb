"""How much of a request has arrived: a thread is given to one only when all of it is there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from data.api import ROOT
from service.guard import MAX_BODY

HEAD: Final = 32 * 1024  # bytes of a request line with its header fields
END: Final = b"\r\n\r\n"

_LENGTH: Final = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*$", re.MULTILINE | re.IGNORECASE)
_CODED: Final = re.compile(rb"^transfer-encoding[ \t]*:", re.MULTILINE | re.IGNORECASE)
_HEAVY: Final = (b"/download/", f"{ROOT}/robustness".encode())


@dataclass(frozen=True, slots=True)
class Arrived:
    """What the first bytes of a request say.

    size: bytes of all of it; refusal: status and reason where the site is not asked, which no browser gets;
    last: its connection is not used again, since not all of its body will be read; heavy: its answer takes
    long to make.
    """

    size: int
    refusal: tuple[int, str] | None = None
    last: bool = False
    heavy: bool = False


def arrived(received: bytes | bytearray) -> Arrived | None:
    """Return what a request's head says, None while it is not there in full.

    A body longer than the site takes is not waited for, the site refuses it by its announced length. One
    without a length, in chunks, is refused: its end could be kept back for ever.
    """
    end = received.find(END)
    if end < 0:
        return Arrived(0, (431, "Request Header Fields Too Large")) if len(received) > HEAD else None
    head = bytes(received[:end]).replace(b"\r\n", b"\n")
    if _CODED.search(head):
        return Arrived(0, (411, "Length Required"))
    # Of several lengths, which gunicorn refuses, the longest: no thread may wait for a byte.
    length = max((int(found) for found in _LENGTH.findall(head)), default=0)
    start = end + len(END)
    heavy = head.partition(b" ")[2].startswith(_HEAVY)
    if length > MAX_BODY:
        return Arrived(start, last=True, heavy=heavy)
    return Arrived(start + length, heavy=heavy)
