"""Settings of the web server; `gunicorn app:server` reads this file. docs/operation.md explains them."""

import gc
import os
import shutil
import tempfile
from typing import Any

from service.addresses import missing
from service.process.logger import Logger, switched_on

# What a start makes stays: looking through it again and again for what could be freed takes a tenth of it.
gc.disable()

bind = f"0.0.0.0:{os.environ.get('PORT', '8050')}"

# The app is loaded once and shared by its workers; each follows CURRENT by itself.
preload_app = True
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "service.process.worker.Worker"

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

logger_class = Logger
accesslog = "-" if switched_on("ACCESS_LOG") else None
errorlog = "-"
loglevel = "info"

METRICS = os.environ.get("METRICS", "")
COUNTS = "PROMETHEUS_MULTIPROC_DIR"


def on_starting(_server: Any) -> None:
    """Make the folder in which the workers count, in memory where there is /dev/shm."""
    if METRICS:  # prometheus_client looks for the folder when it is imported
        shared = "/dev/shm"  # noqa: S108 - the name of the folder in it cannot be foreseen
        folder = shared if os.access(shared, os.W_OK) else None
        os.environ[COUNTS] = tempfile.mkdtemp(prefix="metrics-", dir=folder)


def when_ready(server: Any) -> None:
    """Say what the operator has left out."""
    if said := missing():
        server.log.info(said)


def pre_fork(_server: Any, _worker: Any) -> None:
    """Leave what workers share out of their collections, which would write to it and so copy it."""
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """Bring a worker up to date before it answers: it is made with the snapshot of the server's start."""
    gc.enable()
    if current := worker.wsgi.extensions.get("current"):
        current.check(wait=True)
    if METRICS:
        _count(worker)


def _count(worker: Any) -> None:
    """Count the requests of a worker, and let it tell those of all where METRICS says."""
    from service.process import metrics

    worker.wsgi = metrics.Metered(worker.wsgi, worker.wsgi.extensions.get("current"))
    metrics.serve(METRICS)


def child_exit(_server: Any, worker: Any) -> None:
    """Forget which snapshot a worker showed that is no more."""
    if METRICS:
        from service.process import metrics

        metrics.ended(worker.pid)


def on_exit(_server: Any) -> None:
    """Remove the folder of the counts."""
    if METRICS and (folder := os.environ.pop(COUNTS, "")):
        shutil.rmtree(folder, ignore_errors=True)
