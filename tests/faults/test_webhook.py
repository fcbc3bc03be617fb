"""The web hook of a refresh over real HTTP: it gets the document, and nothing it does spoils a refresh."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from etl import errors, pipeline
from etl.__main__ import main
from etl.cli_context import Outcome, Result

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.testing import Result as Done

OUTCOME = Outcome(
    snapshot="0123456789ab",
    folder=Path("versions/0123456789ab"),
    published=True,
    results=(
        Result("gii", "wipo_gii", "2026", "139 economies"),
        Result("world_bank", "world_bank_wdi", "", "no answer", errors.SourceUnreachable("no answer")),
    ),
    sentence="published snapshot 0123456789ab",
)
PATH = "/services/T0KEN?key=S3CRET"


@dataclass
class Hook:
    """A hook on loopback: what it answers, and what it was sent, (path, Content-Type, body)."""

    status: int = 204
    pause: float = 0.0
    drip: bool = False
    location: str = ""
    got: list[tuple[str, str, bytes]] = field(default_factory=list)
    base: str = ""


@contextmanager
def served(hook: Hook) -> Iterator[Hook]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.got.append((self.path, self.headers["Content-Type"], body))
            time.sleep(hook.pause)
            if hook.drip:  # a head without an end, each piece in good time
                for _ in range(40):
                    self.wfile.write(b"H")
                    time.sleep(0.05)
                return
            self.send_response(hook.status)
            if hook.location:
                self.send_header("Location", hook.location)
            self.end_headers()

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.block_on_close = True, False
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # who hangs up is part of the tests
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    hook.base = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def outcome(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let every refresh end as OUTCOME, and hooks have half a second."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(pipeline, "refresh", lambda *_: OUTCOME)
    monkeypatch.setattr("etl.webhook.SECONDS", 0.5)


def refresh(*options: str) -> Done:
    return CliRunner().invoke(main, ["refresh", *options])


def test_a_hook_gets_the_document_that_a_machine_gets(monkeypatch: pytest.MonkeyPatch) -> None:
    with served(Hook()) as hook:
        done = refresh("--json", "--webhook", hook.base + PATH)
        monkeypatch.setenv("WEBHOOK_URL", hook.base)
        quiet = refresh("--quiet")
    (path, form, body), (_, _, again) = hook.got
    assert (path, form) == (PATH, "application/json")
    assert json.loads(body) == json.loads(done.stdout) == json.loads(again)
    assert json.loads(body)["exit_code"] == done.exit_code == quiet.exit_code == 3
    assert "web hook" not in done.stderr + quiet.stderr


def test_a_hook_is_told_of_a_refresh_that_was_refused_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Outcome:
        raise errors.StoreBusy("another refresh is running")

    monkeypatch.setattr(pipeline, "refresh", refuse)
    with served(Hook()) as hook:
        done = refresh("--webhook", hook.base)
    ((_, _, body),) = hook.got
    assert (json.loads(body)["kind"], done.exit_code) == ("StoreBusy", 6)
    assert done.stderr.startswith("Error: another refresh is running\n")


def test_a_trial_run_tells_no_hook() -> None:
    with served(Hook()) as hook:
        assert refresh("--dry-run", "--webhook", hook.base).exit_code == 3
    assert not hook.got


def test_a_hook_that_fails_is_one_line_without_secrets_and_changes_nothing() -> None:
    with served(Hook()) as other:
        cases = [
            (Hook(status=500), "answered 500 Internal Server Error"),
            (Hook(status=404), "answered 404 Not Found"),
            (Hook(status=307, location=f"{other.base}/elsewhere"), "answered 307 Temporary Redirect"),
            (Hook(pause=3.0), "did not answer"),
            (Hook(drip=True), "did not answer within 0.5 s"),
        ]
        for hook, why in cases:
            with served(hook):
                fails(hook.base, why)
            assert len(hook.got) == 1, why
        assert not other.got
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    fails(address, "could not be reached, or broke off the connection")


def fails(base: str, why: str) -> None:
    start = time.monotonic()
    done = refresh("--quiet", "--webhook", base.replace("http://", "http://me:passw0rd@") + PATH)
    assert time.monotonic() - start < 2
    assert done.exit_code == 3
    assert done.stdout == ""
    (line,) = [one for one in done.stderr.splitlines() if "web hook" in one]
    assert line.startswith(f"Warning: the web hook at 127.0.0.1 {why}")
    assert not any(secret in done.stderr for secret in ("T0KEN", "S3CRET", "passw0rd"))
