"""gunicorn's gevent worker: a greenlet for each connection, real threads for the site."""

import errno
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from io import BytesIO
from typing import Any, Final

from gevent import Timeout, getcurrent, kill, socket
from gevent.threadpool import ThreadPool
from gunicorn import util
from gunicorn.http.body import ChunkedReader, LengthReader
from gunicorn.workers.ggevent import GeventWorker

from data.api import ROOT
from service.guard import MAX_BODY
from service.render_queue import THREADS

BODY: Final = 30.0  # seconds for the body of a request
STALL: Final = 15.0  # seconds in which a client takes a piece of an answer
PIECE: Final = 64 * 1024  # bytes
WAITING: Final = 64 * 1024 * 1024  # bytes of answers that clients of a worker have not taken
QUEUE: Final = 16  # requests that wait for the thread of the slow answers
CLOSE: Final = 2.0  # seconds for a client that was refused to close
DRAINED: Final = 1024 * 1024  # bytes that are read and thrown away meanwhile, at most
LINGER: Final = 1.0  # seconds that a connection without a request stays open at a stop

SLOW: Final = ("/download/", f"{ROOT}/cards/", f"{ROOT}/robustness")
"""How the paths begin whose answers are made one at a time, in a thread of their own."""

Environment = dict[str, Any]
Application = Callable[..., Iterable[bytes]]


class Worker(GeventWorker):  # type: ignore[misc]  # gunicorn has no types
    """The gevent worker without gevent's patches of the standard library: only connections are greenlets.

    The site runs in real threads, so that a lock, a file or a long computation blocks no connection. Slow
    answers (downloads, robustness) have one thread of their own. Where there are too many connections or too
    many bytes that no client takes, the connection that has waited longest is closed.
    """

    sockets: list[Any]
    wsgi: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open: set[Any] = set()  # greenlets of connections that stay
        self.waiting: dict[Any, float] = {}  # since when greenlets wait for their clients, the longest first
        self.idle: set[Any] = set()  # those of them that wait for a request
        self.sending: dict[Any, int] = {}  # greenlets that send an answer, by its bytes
        self.queued = 0

    def patch(self) -> None:
        """Let nothing but the listening sockets wait as greenlets do."""
        self.sockets = [
            socket.socket(one.FAMILY, socket.SOCK_STREAM, fileno=one.sock.detach()) for one in self.sockets
        ]

    def run(self) -> None:
        """Serve with the application in threads, which begin after the fork."""
        self.fast, self.slow = ThreadPool(THREADS), ThreadPool(1)
        self.wsgi = partial(self._answer, self.wsgi)
        super().run()

    def notify(self) -> None:
        """Give the sign of life of each second; at a stop, close connections without a request."""
        super().notify()
        if not self.alive:
            late = time.monotonic() - LINGER
            for greenlet in [one for one in self.idle if self.waiting[one] <= late]:
                self._close(greenlet)

    # --- a request ---

    def handle(self, listener: Any, client: Any, addr: Any) -> None:
        """Serve a connection."""
        greenlet = getcurrent()
        self.open.add(greenlet)
        try:
            super().handle(listener, client, addr)
        finally:
            self.open.discard(greenlet)

    def _close(self, greenlet: Any) -> None:
        """End the connection of a greenlet that waits, as if its client had gone."""
        del self.waiting[greenlet]
        self.idle.discard(greenlet)
        self.sending.pop(greenlet, None)
        self.open.discard(greenlet)
        kill(greenlet, ConnectionResetError(errno.ECONNRESET, "closed in favour of others"))

    @contextmanager
    def _waits(self, seconds: float) -> Iterator[None]:
        """Wait for a client, for at most some seconds, unless others need the connection.

        Where there are as many connections as may be, the one that has waited longest is closed first. It is
        another than this one, whose client may have sent already what is waited for.
        """
        if len(self.open) >= self.worker_connections and self.waiting:
            self._close(next(iter(self.waiting)))
        greenlet = getcurrent()
        self.waiting[greenlet] = time.monotonic()
        try:
            with _limit(seconds):
                yield
        finally:
            self.waiting.pop(greenlet, None)

    @contextmanager
    def timeout_ctx(self) -> Iterator[None]:
        """Wait for the head of a request."""
        greenlet = getcurrent()
        with self._waits(self.cfg.keepalive):
            self.idle.add(greenlet)
            try:
                yield
            finally:
                self.idle.discard(greenlet)

    def _linger(self, sock: Any) -> None:
        """Read on for a moment after the last answer: else a client that still sends might lose it."""
        with suppress(OSError), self._waits(CLOSE):
            sock.shutdown(socket.SHUT_WR)
            for _ in range(DRAINED // PIECE):
                if not sock.recv(PIECE):
                    break

    def handle_request(self, listener_name: Any, req: Any, sock: Any, addr: Any) -> Any:
        """Answer a request; one whose body has no length is refused, since its end could never come."""
        if isinstance(req.body.reader, ChunkedReader):
            util.write_error(sock, 411, "Length Required", "")
            self._linger(sock)
            raise StopIteration
        if not _too_long(req.body.reader):
            return super().handle_request(listener_name, req, sock, addr)
        req.force_close()  # the site refuses it by its length, and nobody reads it
        try:
            return super().handle_request(listener_name, req, sock, addr)
        finally:
            self._linger(sock)

    def _answer(
        self, site: Application, environ: Environment, start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Return the answer of the site, computed in a thread when the body of the request has arrived."""
        body = environ["wsgi.input"]
        with self._waits(BODY):
            environ["wsgi.input"] = BytesIO(b"" if _too_long(body.reader) else body.read())
        slow = environ["PATH_INFO"].startswith(SLOW)
        if slow and self.queued >= QUEUE:
            start_response("503 Service Unavailable", [("Retry-After", "5"), ("Content-Length", "0")])
            return ()
        self.queued += slow
        try:
            pool = self.slow if slow else self.fast
            answer = pool.apply(_whole, (site, environ, start_response))
        finally:
            self.queued -= slow
        return self._pieces(answer)

    def _pieces(self, answer: bytes) -> Iterator[bytes]:
        """Yield an answer in pieces, each of which the client takes in time."""
        greenlet = getcurrent()
        self.sending[greenlet] = len(answer)
        oldest = iter([one for one in self.waiting if one in self.sending])
        while sum(self.sending.values()) > WAITING and (other := next(oldest, None)):
            self._close(other)
        try:
            for at in range(0, len(answer), PIECE):
                with self._waits(STALL):
                    yield answer[at : at + PIECE]
        finally:
            self.sending.pop(greenlet, None)


def _whole(site: Application, environ: Environment, start_response: Callable[..., Any]) -> bytes:
    """Return the whole body of an answer."""
    parts = site(environ, start_response)
    try:
        return b"".join(parts)
    finally:
        if close := getattr(parts, "close", None):
            close()


def _too_long(reader: Any) -> bool:
    return isinstance(reader, LengthReader) and reader.length > MAX_BODY


@contextmanager
def _limit(seconds: float) -> Iterator[None]:
    """End the connection of this greenlet after a time."""
    with Timeout(seconds, ConnectionResetError(errno.ECONNRESET, "the client took too long")):
        yield
