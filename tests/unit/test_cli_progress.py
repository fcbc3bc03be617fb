"""What a person sees while a refresh runs: a bar on a terminal, plain lines elsewhere, nothing when quiet."""

from __future__ import annotations

import io
import os
import pty
import re
import termios
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import pytest

from etl.commands.cli import Progress, bar

if TYPE_CHECKING:
    from collections.abc import Iterator


class Ticking:
    """A clock that goes on by a second whenever it is looked at."""

    now = 0.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, TextIO]]:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")
    leader, follower = pty.openpty()
    attributes = termios.tcgetattr(follower)
    attributes[1] &= ~termios.OPOST
    termios.tcsetattr(follower, termios.TCSANOW, attributes)
    with os.fdopen(follower, "w", encoding="utf-8") as stream:
        yield leader, stream
    os.close(leader)


def seen(terminal: tuple[int, TextIO]) -> str:
    """Return everything that was written to the terminal."""
    leader, stream = terminal
    stream.close()
    text = b""
    with suppress(OSError):  # how Linux says that nobody writes any more
        while more := os.read(leader, 10_000):
            text += more
    return text.decode()


def refresh(progress: Progress) -> None:
    progress.begin("world_bank_wdi")
    for done in range(1, 5):
        progress.step("world_bank_wdi", done, 4)
    progress.end("world_bank: 9 series")
    progress.begin("oecd_msti")
    progress.fail("oecd_msti: no answer")
    progress.close()


def test_a_terminal_shows_a_bar_in_place_and_keeps_how_each_source_ended(
    terminal: tuple[int, TextIO],
) -> None:
    _, stream = terminal
    refresh(Progress(stream=stream, clock=Ticking()))
    text = seen(terminal)
    assert "world_bank_wdi  [#######-----------------------]  1/4" in text
    assert "world_bank_wdi  [##############################]  4/4" in text
    # what is left once every carriage return has wiped its line
    left = [re.split(r"\r\x1b\[K", line)[-1] for line in text.split("\n")]
    assert left == ["world_bank: 9 series", "Error: oecd_msti: no answer", ""]


def test_a_pipe_gets_plain_lines_without_each_step() -> None:
    stream = io.StringIO()
    refresh(Progress(stream=stream))
    assert stream.getvalue().splitlines() == [
        "world_bank_wdi: started",
        "world_bank: 9 series",
        "oecd_msti: started",
        "Error: oecd_msti: no answer",
    ]


def test_a_terminal_that_cannot_rewrite_a_line_gets_plain_lines(
    terminal: tuple[int, TextIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, stream = terminal
    monkeypatch.setenv("TERM", "dumb")
    refresh(Progress(stream=stream))
    assert "\r" not in seen(terminal)


def test_quiet_tells_nothing_but_errors(terminal: tuple[int, TextIO]) -> None:
    _, stream = terminal
    refresh(Progress(quiet=True, stream=stream))
    assert seen(terminal) == "Error: oecd_msti: no answer\n"


def test_a_bar_is_drawn_rarely_but_always_when_it_is_full(terminal: tuple[int, TextIO]) -> None:
    _, stream = terminal
    progress = Progress(stream=stream, clock=lambda: 1.0)
    progress.begin("x")
    for done in range(1, 1001):
        progress.step("x", done, 1000)
    assert seen(terminal).count("\r") == 2


def test_threads_do_not_tear_lines_and_the_bar_never_goes_back(terminal: tuple[int, TextIO]) -> None:
    _, stream = terminal
    progress = Progress(stream=stream, clock=Ticking())
    progress.begin("x")
    threads = [threading.Thread(target=progress.step, args=("x", done, 20)) for done in range(20, 0, -1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    drawn = seen(terminal).split("\r\x1b[K")[2:]
    counts = [int(re.fullmatch(r"x  \[#*-*\]  (\d+)/20", line)[1]) for line in drawn]  # type: ignore[index] # or it fails
    assert counts == sorted(counts)
    assert counts[-1] == 20


def test_a_source_that_is_fetched_before_its_turn_draws_no_bar(terminal: tuple[int, TextIO]) -> None:
    _, stream = terminal
    progress = Progress(stream=stream, clock=Ticking())
    progress.begin("x")
    progress.step("y", 1, 2)
    progress.begin("y")
    progress.step("y", 2, 2)
    assert re.findall(r"y  \[#*-*\]  (\d)/2", seen(terminal)) == ["2"]


def test_a_reader_who_went_away_does_not_stop_a_refresh(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb", buffering=0) as pipe, io.TextIOWrapper(pipe, write_through=True) as stream:
        refresh(Progress(stream=stream))


@pytest.mark.parametrize("columns", [0, 5, 20, 30, 80, 300])
def test_a_bar_fits_any_terminal(columns: int) -> None:
    for done, total in ((0, 0), (0, 9), (9, 9), (12, 9), (1234, 56789)):
        line = bar("penn_world_table", done, total, columns)
        assert len(line) < max(columns, 1), (done, total)
        assert "\n" not in line, (done, total)
