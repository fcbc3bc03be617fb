"""A socket that never waits: what a client does not take at once is kept for it."""

from __future__ import annotations

import errno
import socket
from collections import deque
from typing import Any, BinaryIO


class Patient:
    """A non-blocking socket as gunicorn's parser and answers use one.

    ``kept`` bytes wait to be taken. Reading more than has arrived is as if the client had gone: the worker
    hands over whole requests, so that nothing which is well formed comes to that.
    """

    def __init__(self, real: socket.socket) -> None:
        self._real = real
        self._out: deque[memoryview] = deque()
        self.kept = 0
        real.setblocking(False)

    def fileno(self) -> int:
        """Return the number of the socket, for a selector."""
        return self._real.fileno()

    def recv(self, size: int) -> bytes:
        """Return what has arrived, at most ``size`` bytes; ConnectionResetError if that is nothing."""
        try:
            return self._real.recv(size)
        except BlockingIOError as error:
            raise ConnectionResetError(errno.ECONNRESET, "the request is not complete") from error

    def sendall(self, data: bytes) -> None:
        """Send what the client takes at once, and keep the rest; no copy is made of it."""
        if data:
            self._out.append(memoryview(data))
            self.kept += len(data)
            self.flush()

    def send(self, data: bytes) -> int:
        """Do the same, and return the number of bytes."""
        self.sendall(data)
        return len(data)

    def sendfile(self, file: BinaryIO, offset: int = 0, count: int | None = None) -> int:
        """Send a part of a file, and return the number of bytes: the system would wait for the client."""
        file.seek(offset)
        return self.send(file.read(-1 if count is None else count))

    def flush(self) -> bool:
        """Send of what is kept what the client takes; say whether it took any. OSError if it has gone."""
        before = self.kept
        try:
            while self._out:
                sent = self._real.send(self._out[0])
                self.kept -= sent
                if sent < len(self._out[0]):
                    self._out[0] = self._out[0][sent:]
                else:
                    self._out.popleft()
        except BlockingIOError:
            pass
        return self.kept < before

    def setblocking(self, _flag: bool) -> None:
        """Stay as it is: this socket never blocks."""

    def settimeout(self, _seconds: float | None) -> None:
        """Stay as it is."""

    def gettimeout(self) -> float:
        """Return 0, as of a socket that does not block."""
        return 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)
