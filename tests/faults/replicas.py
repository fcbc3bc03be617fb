"""Two sites behind nginx, which follow one data folder, and what can be asked of them."""

from __future__ import annotations

import re
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.balancing import Balanced, balance
from tests.serving import Served, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATHS = (
    "/en/",
    "/api/v1/scores?economy=CHN&code=GII",
    "/api/v1/standing?economy=CHN&edition=2025",
    "/download/trajectory.csv?lang=zh",
    "/download/ranking.csv",
    "/embed/trajectory?lang=en",
)
"""What names a snapshot: a document, the interface, downloads, an embed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; a reader is told from another by the address that a trusted proxy names."""

    path: str
    body: bytes | None = None

    def of(self, address: str, reader: str = "192.0.2.1", **headers: str) -> Answer:
        sent = {"Content-Type": "application/json", "X-Forwarded-For": reader}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        begun = time.monotonic()
        try:
            with urlopen(Request(address + self.path, self.body, sent), timeout=30) as answer:  # noqa: S310
                status, said, body = answer.status, answer.headers, answer.read()
        except HTTPError as error:
            status, said, body = error.code, error.headers, error.read()
        return Answer(self, begun, status, dict(said.items()), body)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: when it was asked for, status, headers, content."""

    asked: Asked
    begun: float
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def snapshot(self) -> str | None:
        return self.headers.get("X-Snapshot")

    @property
    def kept(self) -> str | None:
        """What nginx says of its cache."""
        return self.headers.get("X-Cache")

    @property
    def said(self) -> list[bytes]:
        """The content as it may be compared: the order of keys in JSON differs from process to process."""
        return sorted(re.split(rb"[][{},]", re.sub(rb'<script id="_dash-config".*', b"", self.body)))


@dataclass(frozen=True, slots=True)
class Stage:
    """nginx, and the replicas behind it."""

    nginx: Balanced
    replicas: list[Served]

    @property
    def address(self) -> str:
        return self.nginx.address


@contextmanager
def staged(folder: Path, data: Path, **others: str) -> Iterator[Stage]:
    with ExitStack() as stack:
        replicas = []
        for number in ("one", "two"):
            (folder / number).mkdir()
            replicas.append(stack.enter_context(serve(folder / number, data, "--workers", "1")))
        hosts = [one.address.removeprefix("http://") for one in replicas]
        yield Stage(stack.enter_context(balance(folder, hosts, **others)), replicas)
