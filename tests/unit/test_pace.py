"""The pace of requests: sliding windows that outlive the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from etl import http
from etl.errors import SourceUnreachable
from etl.http import Pace, Session
from tests.publishers import Publishers
from tests.unit.test_http import live

if TYPE_CHECKING:
    from pathlib import Path

START = 1_795_521_600.0  # 2026-11-24 12:00 UTC
OECD = ((60, 3600), (8, 60))


class Clock:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now = START
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    running = Clock()
    monkeypatch.setattr(http, "time", running)
    monkeypatch.setattr(http, "sleep", running.sleep)
    return running


def ask(times: int, ledger: Path | None = None) -> None:
    """Wait for so many requests at a pace of their own, as another run of the program would."""
    pace = Pace(OECD, ledger)
    for _ in range(times):
        pace.wait("https://sdmx.oecd.org/data")


def test_the_ninth_request_in_a_minute_is_delayed(clock: Clock) -> None:
    pace = Pace(OECD)
    for _ in range(10):
        pace.wait("https://sdmx.oecd.org/data")
        clock.now += 1
    assert clock.slept == [52.0]  # the tenth comes 53 s after the first two


def test_what_one_run_spent_the_next_has_not(clock: Clock, tmp_path: Path) -> None:
    ledger = tmp_path / "oecd_msti.txt"
    ask(8, ledger)
    clock.now += 10
    ask(1, ledger)
    assert clock.slept == [50.0]


def test_a_spent_hour_is_an_error_that_says_when_to_come_back(clock: Clock, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    ask(60, ledger)
    for _ in range(2):  # the refusal itself is not counted
        with pytest.raises(SourceUnreachable) as raised:
            ask(1, ledger)
        assert str(raised.value) == (
            "https://sdmx.oecd.org/data was not asked: the publisher allows "
            "60 requests in 3600 s, 8 requests in 60 s; the next one is allowed at 2026-11-24 13:01 UTC"
        )
        assert "Try again then" in raised.value.advice
    clock.now = START + 3600
    ask(1, ledger)


def test_the_ledger_forgets_what_no_limit_reaches(clock: Clock, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    ask(5, ledger)
    clock.now += 3600
    ask(1, ledger)
    assert ledger.read_text(encoding="ascii") == f"{START + 3600:.3f}\n"


@pytest.mark.parametrize(
    "content", ["once\n", "\x00\x01", "nan\n" * 99, "inf\n" * 99, f"{START + 9e6}\n" * 99]
)
def test_a_ledger_without_sense_counts_as_empty(content: str, clock: Clock, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    ledger.write_text(content, encoding="ascii")
    ask(8, ledger)
    assert clock.slept == []


def test_a_ledger_that_cannot_be_written_does_not_stop_a_download(clock: Clock, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    ask(9, tmp_path / "file" / "ledger")
    assert clock.slept == [60.0]


def test_tries_and_threads_share_one_allowance_and_free_requests_take_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(http, "time", lambda: START)
    monkeypatch.setattr(http, "sleep", slept.append)
    with Publishers() as there, Session(live(limits=OECD)) as session:
        url = f"{there.base}/data"
        there.file("/data", b"data")
        for _ in range(9):
            session.get(url, counted=False)
        assert slept == []
        there.misbehave("/data", status=429, headers={"Retry-After": "1"})
        _ = list(session.get_all([url] * 16))
    assert sorted(slept) == [1.0] + [60.0] * 8 + [120.0]
