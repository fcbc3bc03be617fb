"""Settings of the web server; `gunicorn app:server` reads this file. docs/operations.md explains them."""

import gc
import os
import shutil
import tempfile
import time
from typing import Any

from service.addresses import missing
from service.process import logger
from service.render_queue import THREADS

# What a start makes stays: looking through it again and again for what could be freed takes a tenth of it.
gc.disable()

bind = f"0.0.0.0:{os.environ.get('PORT', '8050')}"

# The app is loaded once and shared by its workers; each follows CURRENT by itself.
preload_app = True
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = THREADS

timeout = 60
graceful_timeout = 15
keepalive = 75  # longer than a proxy's; an idle connection costs no thread
worker_connections = 1000
limit_request_line = 4094
limit_request_fields = 64
limit_request_field_size = 8190
# No proxy says in a header where the site begins or which path is meant: else a client could.
forwarder_headers = ""

# Safe in a read-only container: heartbeats in memory, no control socket under $HOME.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - files there have no name
control_socket_disable = True

logger_class = logger.Logger
accesslog = "-" if os.environ.get("ACCESS_LOG", "").lower() in ("1", "true", "yes", "on") else None

METRICS = os.environ.get("METRICS", "")
COUNTS = "PROMETHEUS_MULTIPROC_DIR"


def when_ready(server: Any) -> None:
    """Draw what is asked for first, before there are workers; say what the operator has left out."""
    server.app.wsgi().extensions.get("firsts", list)()
    if said := missing():
        server.log.info(said)


def pre_fork(_server: Any, _worker: Any) -> None:
    """Leave what workers share out of their collections, which would write to it and so copy it."""
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """Bring a worker up to date before it answers: it is made with the snapshot of the server's start."""
    gc.enable()
    if current := worker.wsgi.extensions.get("current"):
        current.reload_if_replaced(wait=True)
    if METRICS:
        from service.process import metrics

        metrics.show(worker.wsgi.extensions.get("current"))
        metrics.serve(METRICS)


if METRICS:

    def on_starting(_server: Any) -> None:
        """Make the folder in which the workers count, in memory where there is /dev/shm."""
        # prometheus_client looks for the folder when it is imported.
        shared = "/dev/shm"  # noqa: S108 - the name of the folder in it cannot be foreseen
        folder = shared if os.access(shared, os.W_OK) else None
        os.environ[COUNTS] = tempfile.mkdtemp(prefix="metrics-", dir=folder)

    def pre_request(_worker: Any, request: Any) -> None:
        """Note when a request begins."""
        request.begun = time.perf_counter()

    def post_request(worker: Any, request: Any, environ: dict[str, Any], answer: Any) -> None:
        """Count a request."""
        from service.process import metrics

        metrics.count(environ, answer, time.perf_counter() - request.begun)
        metrics.show(worker.wsgi.extensions.get("current"))

    def child_exit(_server: Any, worker: Any) -> None:
        """Forget which snapshot a worker showed that is no more."""
        # Not by our own metrics, which would begin to count in this process, too.
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]

    def on_exit(_server: Any) -> None:
        """Remove the folder of the counts."""
        shutil.rmtree(os.environ.pop(COUNTS, ""), ignore_errors=True)
