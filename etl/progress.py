"""What a person sees while sources are refreshed: a bar on a terminal, plain lines elsewhere, on stderr."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSE: Final = 0.05
"""Seconds between two drawings of the bar: more would only flicker."""
WIDEST: Final = 30
CLEAR: Final = "\r\x1b[K"


class Progress:
    """Tells of one source at a time; may be called from several threads.

    stream: where to (default: stderr). quiet: nothing but what failed is printed.
    """

    def __init__(
        self,
        *,
        quiet: bool = False,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Look once whether the stream is a terminal that can rewrite a line."""
        self._stream = sys.stderr if stream is None else stream
        self._quiet = quiet
        self._bar = not quiet and self._stream.isatty() and os.environ.get("TERM") != "dumb"
        self._clock = clock
        self._lock = threading.Lock()
        self._source, self._done, self._drawn = "", 0, 0.0

    def begin(self, source: str) -> None:
        """Tell that a source is asked now."""
        with self._lock:
            self._source, self._done, self._drawn = source, 0, self._clock()
            if self._bar:
                self._write(f"{CLEAR}{source} ...")
            elif not self._quiet:
                self._write(f"{source}: started\n")

    def step(self, source: str, done: int, total: int) -> None:
        """Tell that `done` of `total` requests are answered; a count that goes back is ignored.

        So is that of a source which has not begun, since it is fetched while another one is checked.
        """
        with self._lock:
            now = self._clock()
            if (
                not self._bar
                or source != self._source
                or done < self._done
                or (done < total and now - self._drawn < PAUSE)
            ):
                return
            self._done, self._drawn = done, now
            self._write(CLEAR + bar(self._source, done, total, shutil.get_terminal_size().columns))

    def end(self, sentence: str) -> None:
        """Tell what became of the source, or of one release of it."""
        if not self._quiet:
            self._tell(sentence)

    def fail(self, sentence: str) -> None:
        """Tell why the source, or one release of it, failed; even to those who asked for quiet."""
        self._tell(f"Error: {sentence}")

    def close(self) -> None:
        """Wipe a bar that is still there, so that what follows begins on a line of its own."""
        with self._lock:
            if self._bar:
                self._write(CLEAR)

    def _tell(self, sentence: str) -> None:
        with self._lock:
            self._done = 0
            self._write(f"{CLEAR if self._bar else ''}{sentence}\n")

    def _write(self, text: str) -> None:
        # a reader who went away must not stop a refresh
        with suppress(OSError, ValueError):
            self._stream.write(text)
            self._stream.flush()


def bar(source: str, done: int, total: int, columns: int) -> str:
    """Return one line, shorter than the terminal is wide: the source, a bar if there is room, the count."""
    count = f"{done}/{total}"
    room = min(WIDEST, columns - len(source) - len(count) - 7)
    if room < 5 or total < 1:
        return f"{source}  {count}"[: max(columns - 1, 0)]
    filled = min(room, room * done // total)
    return f"{source}  [{'#' * filled}{'-' * (room - filled)}]  {count}"
