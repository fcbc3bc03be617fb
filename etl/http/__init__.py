"""One requests session: timeouts, retries, sizes, and the pace that a publisher allows."""

import contextlib
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import LocationValueError

from data.entries import Live
from etl.errors import SourceUnreachable
from etl.http.answer import ENCODINGS, Failed, accept_status, explain, is_page, read_body, read_start

VERSION: Final = "0.1.0"
AGENT: Final = f"innovation-trajectory/{VERSION}"
LIMIT: Final = 64 * 2**20
TIMEOUT = (10.0, 60.0)
"""Seconds until a connection stands, and between two pieces of an answer."""
TRIES: Final = 4
BACKOFF: Final = 2.0
"""Seconds before the second try, doubled each time and scattered by half: not all clients return at once."""
REDIRECTS: Final = 5
_JITTER: Final = random.SystemRandom()


class Unusable(Exception):
    """Raised by a check: the body is not the answer asked for, e.g. "a web page in place of JSON"."""


class _CalledOff(Exception):
    """The answer is no longer wanted, since another one failed or nobody waits for it."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a caller asked for beside the address; `off` is set when it is no longer wanted.

    end: when it is given up, by time.monotonic().
    """

    accept: str
    check: Callable[[bytes], None] | None
    limit: int
    counted: bool
    end: float
    start: bool = False
    off: threading.Event = field(default_factory=threading.Event)

    def proceed(self) -> None:
        """Raise _CalledOff when the answer is no longer wanted."""
        if self.off.is_set():
            raise _CalledOff


class Session:
    """Answers of one publisher.

    progress is told how many answers of `get_all` are there, and how many there will be. ledger keeps the
    times of requests from one run to the next, for publishers that allow so many an hour. Proxies and
    certificates are those of the environment (HTTPS_PROXY, NO_PROXY, REQUESTS_CA_BUNDLE). No cookie is kept.
    All answers together may take the seconds of `live.deadline`; what is done between them does not count.
    """

    def __init__(
        self,
        live: Live,
        *,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
        ledger: Path | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._live, self._progress, self._sleep, self._clock = live, progress, sleep, clock
        self._pace = Pace(live.limits, ledger, sleep, clock)
        self._left = float(live.deadline)
        self._http = requests.Session()
        self._http.headers["User-Agent"] = AGENT
        self._http.headers["Accept-Encoding"] = ENCODINGS
        self._http.auth = lambda request: request  # a password in .netrc is not for publishers
        for scheme in ("http://", "https://"):
            self._http.mount(scheme, HTTPAdapter(pool_maxsize=live.threads))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def get(
        self,
        url: str,
        *,
        accept: str = "*/*",
        check: Callable[[bytes], None] | None = None,
        limit: int = LIMIT,
        counted: bool = True,
    ) -> bytes:
        """Return the body of the answer, of at most `limit` bytes when decompressed.

        check raises Unusable for a body that is not the answer asked for; it is then asked for again.
        counted: whether the publisher's limits count the request. SourceUnreachable if there is no answer.
        """
        with self._asking() as end:
            return self._get(url, _Wanted(accept, check, limit, counted, end))

    def peek(
        self,
        url: str,
        *,
        accept: str = "*/*",
        check: Callable[[bytes], None] | None = None,
        size: int = 2**14,
    ) -> bytes:
        """Return the first `size` bytes of the answer, and hang up; SourceUnreachable as for `get`.

        Without a check, a web page is no answer.
        """
        with self._asking() as end:
            return self._get(url, _Wanted(accept, check, size, True, end, start=True))

    def get_all(
        self,
        urls: Sequence[str],
        *,
        accept: str = "*/*",
        check: Callable[[bytes], None] | None = None,
        limit: int = LIMIT,
    ) -> Iterator[bytes]:
        """Yield the bodies in the order of the addresses, asking for at most `live.threads` at once.

        The first failure, or leaving the loop, calls off all that has not been answered.
        """
        with self._asking() as end:
            wanted = _Wanted(accept, check, limit, True, end)
            pool = ThreadPoolExecutor(self._live.threads)
            try:
                answers = [pool.submit(self._get, url, wanted) for url in urls]
                for done, answer in enumerate(answers, start=1):
                    if isinstance(answer.exception(), _CalledOff):
                        failures = (other.exception() for other in answers)
                        raise next(error for error in failures if error and not isinstance(error, _CalledOff))
                    body = answer.result()
                    self._progress(done, len(answers))
                    yield body
            finally:
                wanted.off.set()
                pool.shutdown(cancel_futures=True)

    @contextmanager
    def _asking(self) -> Iterator[float]:
        """Give when the source's time is up, by time.monotonic(), and count what is used of it."""
        start = time.monotonic()
        try:
            yield start + self._left
        finally:
            self._left -= time.monotonic() - start

    def _get(self, url: str, wanted: _Wanted) -> bytes:
        """Return the body; SourceUnreachable at the latest when the source's time is up.

        No timeout of a socket holds against a look-up of a name, or a head, that never ends: what is late is
        left to its thread, which ends with the next piece that arrives, or with the program.
        """
        answer: Future[bytes] = Future()

        def ask() -> None:
            try:
                answer.set_result(self._persist(url, wanted))
            except BaseException as error:  # noqa: BLE001 (raised again below)
                answer.set_exception(error)

        try:
            wanted.proceed()
            if (left := wanted.end - time.monotonic()) > 0:
                threading.Thread(target=ask, daemon=True).start()
                wait([answer], left)
            if not answer.done():
                raise self._late(url)
            return answer.result()
        except BaseException:
            wanted.off.set()
            raise

    def _late(self, url: str) -> SourceUnreachable:
        seconds, place = self._live.deadline, self._live.place("deadline")
        error = SourceUnreachable(
            f"{url} was given up: the source had not answered in full after {seconds} s",
            address=url,
        )
        error.advice = (
            "The last good snapshot stays in use. Try again later; "
            f"where the publisher or the line is always so slow, raise {place}."
        )
        return error

    def _persist(self, url: str, wanted: _Wanted) -> bytes:
        """Return the body, after as many tries as make sense."""
        tries = 0
        while True:
            wanted.proceed()
            if wanted.counted:
                self._pace.wait(url)
            tries += 1
            try:
                return self._try(url, wanted)
            except Failed as failed:
                if not failed.again or tries == TRIES:
                    message = f"{url} {failed}" + (f", {tries} tries" if tries > 1 else "")
                    raise SourceUnreachable(message, address=url, status=failed.status) from failed
                pause = failed.wait or BACKOFF * 2 ** (tries - 1) * _JITTER.uniform(0.5, 1.5)
            self._sleep(pause)

    def _try(self, url: str, wanted: _Wanted) -> bytes:
        """Return the body of the answer, or of the one that it redirects to; Failed if that is unusable."""
        address = url
        for _ in range(REDIRECTS + 1):
            with self._ask(address, wanted.accept) as response:
                status, target = response.status_code, self._http.get_redirect_target(response)
                if target is None:
                    accept_status(response, self._clock())
                    if wanted.start:
                        return _checked(read_start(response, wanted.limit), wanted.check or _refuse_page)
                    return _checked(read_body(response, wanted.limit, wanted.proceed), wanted.check)
            address = self._follow(url, address, target, status)
        raise Failed(f"redirected more than {REDIRECTS} times", status, again=False)

    def _ask(self, address: str, accept: str) -> requests.Response:
        try:
            request = self._http.prepare_request(requests.Request("GET", address, headers={"Accept": accept}))
            settings = self._http.merge_environment_settings(request.url, {}, True, None, None)
            # Session.send would read the body of a redirect, however long it is, and keep cookies.
            return self._http.get_adapter(address).send(
                request,
                stream=True,
                timeout=TIMEOUT,
                verify=settings["verify"] or True,
                proxies=settings["proxies"],
            )
        except (OSError, LocationValueError) as error:
            raise explain(error) from error

    def _follow(self, url: str, address: str, target: str, status: int) -> str:
        """Return where a redirect leads if that is a host of the publisher and as safe as the start."""
        try:
            found = urljoin(address, target)
            start, end = urlsplit(url), urlsplit(found)
        except ValueError as error:
            raise Failed(f"redirects to {target!r}, which is no address", status, again=False) from error
        if end.scheme not in {start.scheme, "https"} or not end.hostname:
            raise Failed(f"redirects to an address that is not safe, {found}", status, again=False)
        if end.hostname not in {start.hostname, *self._live.hosts}:
            allow = f"if the publisher keeps its files there, add it to {self._live.place('hosts')}"
            raise Failed(f"redirects to another host, {end.hostname}: {allow}", status, again=False)
        return found


def _refuse_page(body: bytes) -> None:
    if is_page(body):
        raise Unusable("a web page in place of the file")


def _checked(body: bytes, check: Callable[[bytes], None] | None) -> bytes:
    if check:
        try:
            check(body)
        except Unusable as reason:
            raise Failed(f"answered {reason}", 200, again=True, blocked=is_page(body)) from reason
    return body


PATIENCE: Final = 120.0
"""Seconds that a request may be held back; an allowance that opens later is an error."""


class Pace:
    """Sliding windows over the times of requests.

    limits: requests per seconds, e.g. (60, 3600), each of which holds at any moment. ledger: a text file with
    one time a line, in seconds since 1970, read once and written at every request; one that is absent or
    cannot be read counts as empty, one that cannot be written is done without. Threads may share a pace.
    """

    def __init__(
        self,
        limits: Sequence[tuple[int, int]],
        ledger: Path | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._limits, self._ledger = tuple(limits), ledger
        self._sleep, self._clock = sleep, clock
        self._lock = threading.Lock()
        self._times = _read(ledger) if ledger else []

    def wait(self, address: str) -> None:
        """Count one request and return when it may be sent.

        SourceUnreachable says when, if it would have to wait longer than PATIENCE; it is then not counted.
        """
        if not self._limits:
            return
        with self._lock:
            now = self._clock()
            # A time that no wait could have set comes from a clock that was wrong.
            longest = max(seconds for _, seconds in self._limits)
            times = sorted(past for past in self._times if now - longest < past <= now + PATIENCE)
            start = max([now, *(times[-count] + span for count, span in self._limits if len(times) >= count)])
            if start - now > PATIENCE:
                raise self._spent(address, start)
            self._times = [*times, start]
            self._write()
        if start > now:
            self._sleep(start - now)

    def _spent(self, address: str, start: float) -> SourceUnreachable:
        when = datetime.fromtimestamp(start + 60, UTC)  # the next whole minute, since seconds are not shown
        allowed = ", ".join(f"{count} requests in {seconds} s" for count, seconds in self._limits)
        return SourceUnreachable(
            f"{address} was not asked: the publisher allows {allowed}; "
            f"the next one is allowed at {when:%Y-%m-%d %H:%M} UTC",
            address=address,
        )

    def _write(self) -> None:
        if self._ledger is None:
            return
        # A folder that cannot be written is reported by what must be stored there.
        with contextlib.suppress(OSError):
            self._ledger.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._ledger.with_name(self._ledger.name + ".new")
            try:
                fresh.write_text("".join(f"{past:.3f}\n" for past in self._times), encoding="ascii")
                fresh.replace(self._ledger)
            finally:  # on a full disk half of it is left
                fresh.unlink(missing_ok=True)


def _read(ledger: Path) -> list[float]:
    try:
        return [float(line) for line in ledger.read_text(encoding="ascii").splitlines()]
    except (OSError, ValueError):
        return []
