"""gunicorn's worker with threads, none of which waits for a client that writes or reads slowly."""

from __future__ import annotations

import errno
import logging
import os
import selectors
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Final

from gunicorn import util
from gunicorn.errors import ConfigError
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn, ThreadWorker

from service.process.arrival import Arrived, arrived
from service.process.patient import Patient

FIRST: Final = 10.0  # seconds for the first byte on a new connection
WHOLE: Final = 30.0  # from the first byte of a request to its last one
STALL: Final = 15.0  # without a byte of the answer being taken
SEND: Final = 300.0  # for all of an answer
CLOSE: Final = 2.0  # for the client to close after us
DRAINED: Final = 64 * 1024  # bytes that are read and thrown away meanwhile
KEPT: Final = 64 * 1024 * 1024  # bytes of answers that wait to be taken, of all clients of a worker
QUEUE: Final = 16  # requests that wait for the thread of the heavy ones

_READ, _WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE


class Connection(TConn):  # type: ignore[misc]  # gunicorn has no types
    """A client's connection: what has arrived of its request, and until when it may take the next step."""

    def __init__(self, cfg: Any, client: socket.socket, address: Any, server: Any) -> None:
        super().__init__(cfg, Patient(client), address, server)
        self.received = bytearray()
        self.request: Arrived | None = None
        self.waiting = False
        self.deadline = self.end = 0.0
        self.drained = 0


class Worker(ThreadWorker):  # type: ignore[misc]
    """Its main loop collects requests and hands out answers; its threads only make answers.

    What takes long has one thread of its own, so that the others stay free for readers of pages. Of what the
    base class does, accepting, handing over and finishing are done here; TLS is left to a proxy.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held: dict[Connection, None] = {}  # all that no thread has, the longest waiting first
        self.heavy: Any = None
        self.queued = 0

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:
        """Refuse TLS: a handshake has to wait for the client."""
        super().check_config(cfg, log)
        if cfg.is_ssl:
            raise ConfigError("TLS is left to a proxy in front of this worker")

    def init_process(self) -> None:
        """Make the thread of the heavy requests after the fork, then run."""
        self.heavy = ThreadPoolExecutor(max_workers=1)
        super().init_process()

    def run(self) -> None:
        """Serve until told to stop; then end at once.

        An interpreter that ends in order frees what it holds piece by piece: that copies the memory shared
        with the other workers, and takes seconds of a busy machine at each reload.
        """
        super().run()
        self.log.info("Worker exiting (pid: %s)", self.pid)
        logging.shutdown()
        os._exit(0)

    # --- a request arrives ---

    def accept(self, listener: Any) -> None:
        """Take a new connection and wait for its request; of too many, give up the longest waiting one."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                return
            raise
        self.nr_conns += 1
        if self.nr_conns >= self.worker_connections:
            oldest = next((conn for conn in self.held if conn.waiting), None)
            if oldest:
                self._drop(oldest)
        self._await(Connection(self.cfg, client, address, listener.getsockname()), FIRST)

    def _hold(self, conn: Connection, seconds: float, event: int, then: Callable[[Connection], None]) -> None:
        conn.deadline = time.monotonic() + seconds
        self.held[conn] = None
        # An event of one that was dropped meanwhile is of no interest.
        self.poller.register(conn.sock, event, lambda _: then(conn) if conn in self.held else None)

    def _let(self, conn: Connection) -> None:
        if conn in self.held:
            del self.held[conn]
            self.poller.unregister(conn.sock)
        conn.waiting = False

    def _drop(self, conn: Connection) -> None:
        self._let(conn)
        self.nr_conns -= 1
        util.close(conn.sock)

    def _await(self, conn: Connection, seconds: float) -> None:
        self._hold(conn, seconds, _READ, self._receive)
        conn.waiting, conn.request = True, None
        if conn.received:
            self._judge(conn)

    def _receive(self, conn: Connection) -> None:
        try:
            data = conn.sock.recv(64 * 1024)
        except OSError:
            data = b""
        if not data:
            self._drop(conn)
            return
        if not conn.received:
            conn.deadline = time.monotonic() + WHOLE
        conn.received += data
        self._judge(conn)

    def _judge(self, conn: Connection) -> None:
        """Hand a request to a thread if it is whole."""
        conn.request = conn.request or arrived(conn.received)
        if conn.request is None or len(conn.received) < conn.request.size:
            return
        self._let(conn)
        refusal = conn.request.refusal
        if conn.request.heavy and self.queued >= QUEUE:
            refusal = (503, "Service Unavailable")
        if refusal:
            util.write_error(conn.sock, *refusal, "")
            self._leave(conn, keep=False)
            return
        conn.init()
        conn.data_ready = True
        conn.parser.unreader.unread(bytes(conn.received))
        conn.received.clear()
        self.enqueue_req(conn)

    def enqueue_req(self, conn: Connection) -> None:
        """Give a whole request to a thread."""
        heavy = conn.request is not None and conn.request.heavy
        self.queued += heavy
        pool = self.heavy if heavy else self.tpool
        done = pool.submit(self.handle, conn)
        done.add_done_callback(partial(self.method_queue.defer, self.finish_request, conn))

    def handle_request(self, req: Any, conn: Connection) -> Any:
        """Make the answer; one that is the last of its connection says so."""
        if conn.request and conn.request.last:
            req.force_close()
        return super().handle_request(req, conn)

    # --- an answer leaves ---

    def finish_request(self, conn: Connection, done: Future[Any]) -> None:
        """Hand out what the client has not taken yet; then wait for its next request, or close."""
        heavy, last = (conn.request.heavy, conn.request.last) if conn.request else (False, False)
        self.queued -= heavy
        keep = not done.cancelled() and done.exception() is None and bool(done.result()) and not last
        try:
            self._leave(conn, keep)
        except (OSError, ValueError):  # the handler of an error has closed it already
            self._drop(conn)

    def _leave(self, conn: Connection, keep: bool) -> None:
        if conn.sock.kept:
            conn.end = time.monotonic() + SEND
            self._hold(conn, STALL, _WRITE, partial(self._send, keep=keep))
            self._bound()
        elif keep:
            conn.received += conn.parser.unreader.take_buffered()
            self._await(conn, self.cfg.keepalive if self.alive else STOP_KEEPALIVE_LINGER)
        else:
            self._close(conn)

    def _send(self, conn: Connection, keep: bool) -> None:
        try:
            if conn.sock.flush():
                conn.deadline = min(time.monotonic() + STALL, conn.end)
        except OSError:
            self._drop(conn)
            return
        if not conn.sock.kept:
            self._let(conn)
            self._leave(conn, keep)

    def _bound(self) -> None:
        """Give up those that have been taking an answer the longest, while too much is kept in memory."""
        slow = [conn for conn in self.held if conn.sock.kept]
        total = sum(conn.sock.kept for conn in slow)
        for conn in slow[:-1]:
            if total <= KEPT:
                return
            total -= conn.sock.kept
            self._drop(conn)

    def _close(self, conn: Connection) -> None:
        """End our side, and read until the client ends its own: else it might lose what was sent last."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop(conn)
            return
        self._hold(conn, CLOSE, _READ, self._drain)

    def _drain(self, conn: Connection) -> None:
        try:
            read = len(conn.sock.recv(4096))
        except OSError:
            read = 0
        conn.drained += read
        if not read or conn.drained > DRAINED:
            self._drop(conn)

    # --- time passes ---

    def murder_pending(self) -> None:
        """Give up the connections whose time is over; the base class calls this about once a second."""
        now = time.monotonic()
        for conn in [conn for conn in self.held if conn.deadline <= now]:
            self._drop(conn)

    def _cap_keepalive(self, deadline: float) -> None:
        """At a stop, a request that has not arrived is waited for until ``deadline``."""
        for conn in self.held:
            if conn.waiting:
                conn.deadline = min(conn.deadline, deadline)
