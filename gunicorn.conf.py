"""Settings of the web server; `gunicorn app:server` reads this file by itself."""

import gc
from typing import Any

# What a start makes stays: looking through it again and again for what could be freed takes a tenth of it.
gc.disable()

bind = "0.0.0.0:8050"

# The app is loaded once and shared by its workers; each follows CURRENT by itself.
preload_app = True
workers = 2
threads = 4
worker_class = "gthread"

timeout = 60
graceful_timeout = 15
keepalive = 5

# Safe in a read-only container: heartbeats in memory, no control socket under $HOME.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - files there have no name
control_socket_disable = True

accesslog = None
errorlog = "-"
loglevel = "info"


def pre_fork(_server: Any, _worker: Any) -> None:
    """Leave what workers share out of their collections, which would write to it and so copy it."""
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """Bring a worker up to date before it answers: it is made with the snapshot of the server's start.

    A thread that follows a published store begins here: one that ran before the fork would be lost in it.
    """
    gc.enable()
    if current := worker.wsgi.extensions.get("current"):
        current.catch_up()
    if replica := worker.wsgi.extensions.get("replica"):
        replica.follow()
