"""The pace of requests: sliding windows that outlive the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from etl.errors import SourceUnreachable
from etl.http import Session
from tests.publishers import Publishers
from tests.unit.test_http import live

if TYPE_CHECKING:
    from collections.abc import Iterator
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
def clock() -> Clock:
    return Clock()


@pytest.fixture
def there() -> Iterator[Publishers]:
    with Publishers() as running:
        running.file("/data", b"data")
        yield running


def ask(
    there: Publishers, clock: Clock, times: int, ledger: Path | None = None, counted: bool = True
) -> None:
    """Ask in a session of its own, as another run of the program would."""
    with Session(live(limits=OECD), ledger=ledger, sleep=clock.sleep, clock=clock) as session:
        for _ in range(times):
            session.get(f"{there.base}/data", counted=counted)


def test_the_ninth_request_in_a_minute_is_delayed(there: Publishers, clock: Clock) -> None:
    with Session(live(limits=OECD), sleep=clock.sleep, clock=clock) as session:
        for _ in range(10):
            session.get(f"{there.base}/data")
            clock.now += 1
    assert clock.slept == [52.0]  # the tenth comes 53 s after the first two


def test_tries_count_and_free_requests_do_not(there: Publishers, clock: Clock) -> None:
    ask(there, clock, 20, counted=False)
    assert clock.slept == []
    there.misbehave("/data", status=429, headers={"Retry-After": "1"})
    ask(there, clock, 8)
    assert clock.slept == [1.0, 59.0]


def test_threads_share_one_allowance(there: Publishers, clock: Clock) -> None:
    with Session(live(limits=OECD), sleep=clock.slept.append, clock=clock) as session:
        list(session.get_all([f"{there.base}/data"] * 17))
    assert sorted(clock.slept) == [60.0] * 8 + [120.0]


def test_what_one_run_spent_the_next_has_not(there: Publishers, clock: Clock, tmp_path: Path) -> None:
    ledger = tmp_path / "new" / "oecd_msti.txt"
    ask(there, clock, 8, ledger)
    clock.now += 10
    ask(there, clock, 1, ledger)
    assert clock.slept == [50.0]


def test_a_spent_hour_is_an_error_that_says_when_to_come_back(
    there: Publishers, clock: Clock, tmp_path: Path
) -> None:
    ledger = tmp_path / "ledger"
    ask(there, clock, 60, ledger)
    asked = len(there.seen)
    for _ in range(2):  # the refusal itself is not counted
        with pytest.raises(SourceUnreachable) as raised:
            ask(there, clock, 1, ledger)
        assert str(raised.value) == (
            f"{there.base}/data was not asked: the publisher allows "
            "60 requests in 3600 s, 8 requests in 60 s; the next one is allowed at 2026-11-24 13:01 UTC"
        )
    assert len(there.seen) == asked
    clock.now = START + 3600
    ask(there, clock, 1, ledger)
    assert len(there.seen) == asked + 1


def test_the_ledger_forgets_what_no_limit_reaches(there: Publishers, clock: Clock, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    ask(there, clock, 5, ledger)
    clock.now += 3600
    ask(there, clock, 1, ledger)
    assert ledger.read_text(encoding="ascii") == f"{START + 3600:.3f}\n"
    assert list(tmp_path.iterdir()) == [ledger]


@pytest.mark.parametrize(
    "content", ["once\n", "\x00\x01", "nan\n" * 99, "inf\n" * 99, f"{START + 9e6}\n" * 99]
)
def test_a_ledger_without_sense_counts_as_empty(
    content: str, there: Publishers, clock: Clock, tmp_path: Path
) -> None:
    ledger = tmp_path / "ledger"
    ledger.write_text(content, encoding="ascii")
    ask(there, clock, 8, ledger)
    assert clock.slept == []


def test_a_ledger_that_cannot_be_written_does_not_stop_a_download(
    there: Publishers, clock: Clock, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    ask(there, clock, 9, tmp_path / "file" / "ledger")
    assert clock.slept == [60.0]
