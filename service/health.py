"""/healthz (process is up) and /readyz (which verified snapshot is loaded, and what is wrong since when)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, jsonify

from data.snapshot import Snapshot

State = dict[str, Any]
"""What /readyz answers: its status is ready, degraded or unavailable."""

PATHS = ("/healthz", "/readyz")

_PATH = re.compile(r"(?:(?<=[\s'\"(=:])|^)(?:[A-Za-z]:)?[/\\][^\s'\",;)]+")


def without_paths(sentence: str) -> str:
    """Return the sentence with each absolute path cut down to its last part."""
    return _PATH.sub(lambda found: re.split(r"[/\\]", found.group().rstrip("/\\"))[-1], sentence)


def state_of(snapshot: Snapshot | None, reason: str | None = None, since: float | None = None) -> State:
    """Return the state of a process that serves a snapshot, or none; sources: each family's newest check.

    reason: why it is not the current one; since: when something was first wrong, in seconds since 1970.
    Degraded means that an older snapshot is served in place of the current one. That is no reason to send
    readers elsewhere: a snapshot that was published broken is met by every machine at once, and if each of
    them answered 503 the whole site would be down, although each has good data. Where a file is no longer
    what was verified, the snapshot cannot be served.
    """
    altered = snapshot.fault if snapshot else ""
    cause = without_paths(altered or reason or ("" if snapshot else "no snapshot could be verified"))
    unavailable = altered or not snapshot
    state: State = {"status": "unavailable" if unavailable else "degraded" if cause else "ready"}
    if cause:
        state["reason"] = cause
        if since is not None:
            state["since"] = f"{datetime.fromtimestamp(since, UTC):%Y-%m-%dT%H:%M:%SZ}"
    if snapshot:
        table = snapshot.table("sources")
        checked = table["checked"].astype(str).groupby(table["family"]).max()
        state |= {"snapshot": snapshot.id, "created": snapshot.created, "sources": dict(checked)}
    return state


def install(server: Flask, current: Callable[[], State]) -> None:
    """Add /healthz, always 200, and /readyz, 503 where ``current()`` is unavailable; no session starts."""

    @server.get("/healthz")
    def _healthz() -> Response:
        return jsonify(status="ok")

    @server.get("/readyz")
    def _readyz() -> tuple[Response, int]:
        state = current()
        return jsonify(state), 503 if state["status"] == "unavailable" else 200
