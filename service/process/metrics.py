"""Metrics for Prometheus, on a port of their own: counted in each worker, exposed for all of them."""

import threading
import time
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

from service.current import SnapshotManager
from service.process.logger import handler_of

PAUSE: Final = 1.0  # seconds after which a worker tries again for the port that another one has
METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
TIMES: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_OWN = CollectorRegistry()  # of this process; all of them are read from the files
_REQUESTS = Counter("http_requests", "Requests answered.", ("method", "handler", "status"), registry=_OWN)
_SECONDS = Histogram(
    "http_request_duration_seconds",
    "Time until the answer was sent.",
    ("handler",),
    buckets=TIMES,
    registry=_OWN,
)
_BYTES = Counter("http_response_bytes", "Bytes of bodies answered.", ("handler",), registry=_OWN)
_READY = Gauge(
    "site_ready",
    "1 if every worker shows the newest snapshot, verified; else 0.",
    registry=_OWN,
    multiprocess_mode="livemin",
)
_CREATED = Gauge(
    "site_snapshot_created_timestamp_seconds",
    "When the snapshot was made that a worker shows.",
    registry=_OWN,
    multiprocess_mode="liveall",
)


def count(environ: dict[str, Any], answer: Any, seconds: float) -> None:
    """Count a request; one that failed before there was an answer counts as 500."""
    handler, method = handler_of(environ.get("PATH_INFO", "")), environ.get("REQUEST_METHOD", "")
    status = str(answer.status).split(None, 1)[0] if answer and answer.status else "500"
    _REQUESTS.labels(method if method in METHODS else "OTHER", handler, status).inc()
    _SECONDS.labels(handler).observe(seconds)
    _BYTES.labels(handler).inc(answer.sent if answer else 0)


def show(current: SnapshotManager | None) -> None:
    """Set the gauges of a worker by what it shows."""
    served = current.newest if current else None
    _READY.set(bool(served and served.reason is None))
    if served:
        day = datetime.fromisoformat(served.snapshot.created)
        _CREATED.set(day.replace(tzinfo=UTC).timestamp())


def serve(address: str) -> None:
    """Serve /metrics at "host:port" from one of the workers; when it ends, another one takes its place.

    Every worker tries for the port again and again, in a thread of its own. None is needed in the process
    that forks them, where a thread would be in the way.
    """
    host, _, port = address.rpartition(":")
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]

    def wait() -> None:
        while True:
            try:
                start_http_server(int(port), host.strip("[]") or "127.0.0.1", registry)
            except OSError:
                time.sleep(PAUSE)
            else:
                return

    threading.Thread(target=wait, name="metrics", daemon=True).start()
