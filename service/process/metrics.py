"""Metrics for Prometheus, on a port of their own: counted in each worker, exposed for all of them."""

import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    multiprocess,
    start_http_server,
)

from service.current import Current, Served
from service.process.logger import CALLBACK, SUITE, handler_of

PAUSE: Final = 1.0  # seconds after which a worker tries again for the port that another one has
METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
REFUSED: Final = (400, 404, 413, 415)  # what service.guard answers on the routes that it guards
SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

Environment = dict[str, Any]
Application = Callable[[Environment, Callable[..., Any]], Iterable[bytes]]


def _seconds(created: str) -> float:
    """Return when a snapshot was created, in seconds since 1970; a day begins at midnight UTC."""
    moment = datetime.fromisoformat(created)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def ended(pid: int) -> None:
    """Remove the gauges of a worker that ended; its counters stay."""
    multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]


class Metered:
    """A WSGI application whose requests are counted; ``current``: its snapshots, if it has any."""

    def __init__(self, inner: Application, current: Current | None) -> None:
        self._inner, self._current = inner, current
        self._served: Served | None = None
        self._ready: bool | None = None
        self._lock = threading.Lock()
        own = CollectorRegistry()  # the values are read from the files
        labels = ("method", "handler", "status")
        self.requests = Counter("http_requests", "Requests answered.", labels, registry=own)
        self.seconds = Histogram(
            "http_request_duration_seconds",
            "Time until the answer of the application was made, without sending it.",
            ("handler",),
            buckets=SECONDS,
            registry=own,
        )
        self.bytes = Counter("http_response_bytes", "Bytes of bodies answered.", ("handler",), registry=own)
        refused = "Requests to Dash's routes that no page makes."
        self.refused = Counter("site_refused_requests", refused, ("handler",), registry=own)
        self.swaps = Counter("site_snapshot_swaps", "New snapshots, each worker for itself.", registry=own)
        self.workers = Gauge(
            "site_snapshot_workers",
            "Workers that show a snapshot.",
            ("snapshot", "created"),
            registry=own,
            multiprocess_mode="livesum",
        )
        self.created = Gauge(
            "site_snapshot_created_timestamp_seconds",
            "When the snapshot on show was made, of the oldest that a worker shows.",
            registry=own,
            multiprocess_mode="livemin",
        )
        self.ready = Gauge(
            "site_ready",
            "1 if every worker shows the newest snapshot, verified; else 0.",
            registry=own,
            multiprocess_mode="livemin",
        )
        self._look()

    def __call__(self, environ: Environment, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request and count it; one that fails counts as 500."""
        handler, start = handler_of(environ.get("PATH_INFO", "")), time.perf_counter()
        response = {"status": 500, "length": 0}

        def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            response["status"] = int(status[:3])
            lengths = [value for name, value in headers if name.lower() == "content-length"]
            response["length"] = int(lengths[0]) if lengths and environ["REQUEST_METHOD"] != "HEAD" else 0
            return start_response(status, headers, *rest)

        try:
            return self._inner(environ, begin)
        finally:
            self._count(environ["REQUEST_METHOD"], handler, response, time.perf_counter() - start)
            self._look()

    def _count(self, method: str, handler: str, response: dict[str, int], seconds: float) -> None:
        known = method if method in METHODS else "OTHER"
        self.requests.labels(known, handler, str(response["status"])).inc()
        self.seconds.labels(handler).observe(seconds)
        self.bytes.labels(handler).inc(response["length"])
        if handler in (CALLBACK, SUITE) and response["status"] in REFUSED:
            self.refused.labels(handler).inc()

    def _look(self) -> None:
        """Set the gauges of the served snapshot, if that has changed."""
        served = self._current.newest if self._current else None
        if served is self._served and self._ready is not None:
            return
        with self._lock:
            before, self._served = self._served, served
            self._ready = served is not None and served.reason is None
            self.ready.set(self._ready)
            if served is None or (before and before.snapshot.id == served.snapshot.id):
                return
            if before:
                self.workers.labels(before.snapshot.id, before.snapshot.created).set(0)
                self.swaps.inc()
            self.workers.labels(served.snapshot.id, served.snapshot.created).set(1)
            self.created.set(_seconds(served.snapshot.created))


class Totals:
    """The counts of all workers as one collector, without snapshots that no worker serves any more."""

    def __init__(self) -> None:
        self._files = multiprocess.MultiProcessCollector(None)  # type: ignore[no-untyped-call]

    def collect(self) -> Iterable[Any]:
        """Yield the metrics of all workers."""
        for metric in self._files.collect():  # type: ignore[no-untyped-call]
            if metric.name == "site_snapshot_workers":
                metric.samples = [one for one in metric.samples if one.value]
            yield metric


def serve(address: str) -> None:
    """Serve /metrics at "host:port" from one of the workers; when it ends, another one takes its place.

    Every worker tries for the port again and again, in a thread of its own. None is needed in the process
    that forks them, where a thread would be in the way.
    """
    host, _, port = address.rpartition(":")
    registry = CollectorRegistry()
    registry.register(Totals())

    def wait() -> None:
        while True:
            try:
                start_http_server(int(port), host.strip("[]") or "127.0.0.1", registry)
            except OSError:
                time.sleep(PAUSE)
            else:
                return

    threading.Thread(target=wait, name="metrics", daemon=True).start()
