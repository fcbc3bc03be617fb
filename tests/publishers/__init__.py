"""Publishers on loopback: one server that speaks as the World Bank, the OECD, WIPO and Dataverse do.

    with Publishers() as publishers:
        publishers.world_bank(world_bank_rows(frame), lastupdated="2026-07-13")
        publishers.misbehave(r"page=2", status=502, body=b"<html>Bad Gateway</html>")
        ...  # os.environ | publishers.environment

What was asked is in `seen`; `busiest` is how many requests were answered at once; `latency` (in seconds)
delays every answer.
"""

import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.publishers import oecd, world_bank
from tests.publishers.world_bank import world_bank_rows

__all__ = ["Fault", "Publishers", "Seen", "world_bank_rows"]

Answer = tuple[int, dict[str, str], bytes]


@dataclass(frozen=True, slots=True)
class Seen:
    """One request: path with query as sent, headers with lower-case names, time.monotonic()."""

    method: str
    path: str
    headers: dict[str, str]
    time: float


@dataclass(slots=True)
class Fault:
    """What is done to the next `times` requests whose unquoted path and query the pattern is found in.

    The answer is the usual one but for status, body and headers given here; edit changes the body. It is
    then sent late (delay, in seconds), behind others that only inform (early: their statuses), one byte in so
    many seconds (drip), only in part (cut, in bytes, while Content-Length tells of the whole), or not at all
    (reset).
    """

    pattern: str
    times: int = 1
    status: int | None = None
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    edit: Callable[[bytes], bytes] = lambda body: body
    delay: float = 0.0
    early: Sequence[int] = ()
    drip: float = 0.0
    cut: int | None = None
    reset: bool = False

    def change(self, answer: Answer) -> Answer:
        """Return the answer to be sent in place of the usual one."""
        status, headers, body = answer
        body = self.edit(body if self.body is None else self.body)
        return self.status or status, {**headers, **self.headers}, body


class Publishers:
    """The server; a context manager. Answers may be set and changed while it runs."""

    def __init__(self) -> None:
        self.latency = 0.0
        self.seen: list[Seen] = []
        self.busiest = 0
        self._busy = 0
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._faults: list[Fault] = []
        self._files: dict[str, bytes] = {}
        self._world_bank: dict[str, world_bank.Database] = {}
        self._oecd: oecd.Dataflow | None = None

    def __enter__(self) -> Self:
        from tests.publishers.server import Server  # which needs this class itself

        self._server = Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._server.hang_up()
        self._thread.join()

    # --- what is served ---

    def world_bank(
        self,
        rows: Sequence[dict[str, Any]],
        *,
        source: int | str = 2,
        lastupdated: str = "2026-07-13",
        indicators: Sequence[str] = (),
    ) -> None:
        """Serve rows (see world_bank_rows) as a database; `indicators` are there, if without values."""
        known = {row["indicator"]["id"] for row in rows}
        rows = (*rows, *(world_bank.valueless(code) for code in indicators if code not in known))
        self._world_bank[str(source)] = world_bank.Database(rows, str(source), lastupdated)

    def oecd(
        self,
        rows: Sequence[dict[str, Any]],
        codelists: Mapping[str, Mapping[str, str]] | None = None,
        version: str = "1.3",
    ) -> None:
        """Serve MSTI: see oecd.Dataflow."""
        self._oecd = oecd.Dataflow(tuple(rows), codelists or {}, version)

    def file(self, path: str, content: bytes) -> None:
        """Serve bytes at a path, e.g. "/edocs/pubdocs/en/wipo-pub-2000-2025-tech1.xlsx"."""
        self._files[path] = content

    def workbook(self, edition: int, content: bytes) -> None:
        """Serve WIPO's workbook of an edition."""
        self.file(f"/edocs/pubdocs/en/wipo-pub-2000-{edition}-tech1.xlsx", content)

    def explorer(self, edition: int, content: bytes) -> None:
        """Serve the table of WIPO's Data Explorer for an edition."""
        self.file(f"/gii-ranking/data/bc_results_gii_{edition}.csv", content)

    def penn_world_table(self, content: bytes) -> None:
        """Serve the Penn World Table."""
        self.file("/api/access/datafile/554105", content)

    def misbehave(self, pattern: str, **fault: Any) -> None:
        """Treat the next requests that match as the Fault says; faults are used up in the order given."""
        self._faults.append(Fault(pattern, **fault))

    def behave(self) -> None:
        """Forget the faults that are left, and what was asked."""
        self._faults.clear()
        self.seen.clear()

    # --- what tests read ---

    @property
    def base(self) -> str:
        """Address of the server without a final slash."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def environment(self) -> dict[str, str]:
        """The variables that lead every source here."""
        return {
            "WIPO_GII_URL": self.base,
            "WORLD_BANK_URL": f"{self.base}/v2",
            "OECD_MSTI_URL": f"{self.base}/public/rest",
            "PENN_WORLD_TABLE_URL": f"{self.base}/api/access/datafile",
        }

    @property
    def paths(self) -> list[str]:
        """What was asked, in order, with the query, unquoted."""
        return [unquote(seen.path) for seen in self.seen]

    # --- one request ---

    def arrive(self, method: str, path: str, headers: dict[str, str]) -> tuple[Seen, Fault]:
        """Note a request; return it with what is to be done to its answer."""
        seen = Seen(method, path, headers, time.monotonic())
        with self._lock:
            self.seen.append(seen)
            self._busy += 1
            self.busiest = max(self.busiest, self._busy)
            for fault in self._faults:
                if fault.times > 0 and re.search(fault.pattern, unquote(seen.path)):
                    fault.times -= 1
                    return seen, fault
        return seen, Fault("")

    def leave(self) -> None:
        """Note that a request is answered."""
        with self._lock:
            self._busy -= 1

    def pause(self, seconds: float) -> None:
        """Wait, but not beyond the end of the server."""
        if seconds:
            self._closing.wait(seconds)

    def answer(self, seen: Seen) -> Answer:
        """Return the answer of the publisher whose path it is."""
        parts = urlsplit(seen.path)
        path, query = unquote(parts.path), dict(parse_qsl(parts.query))
        if path in self._files:
            return 200, {"Content-Type": "application/octet-stream"}, self._files[path]
        if path.startswith("/v2/") and self._world_bank:
            return world_bank.answer(self._world_bank, path, query)
        if path.startswith("/public/rest/") and self._oecd:
            return self._oecd.answer(path, query, seen.headers)
        return 404, {"Content-Type": "text/html"}, b"<html><body>Not Found</body></html>"
