"""/healthz (process is up) and /readyz (which verified snapshot is loaded, and what is wrong since when)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from flask import Flask, Response, jsonify

from data.snapshot import Snapshot

Status = Literal["ready", "degraded", "unavailable"]

PATHS = ("/healthz", "/readyz")

_PATH = re.compile(r"(?:(?<=[\s'\"(=:])|^)(?:[A-Za-z]:)?[/\\][^\s'\",;)]+")


@dataclass(frozen=True, slots=True)
class State:
    """The state of a process: `snapshot` is empty when none can be served, `reason` when all is well.

    since: when something was first wrong, in seconds since 1970; altered: a file of the snapshot is no longer
    what was verified.
    """

    snapshot: str = ""
    created: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    since: float | None = None
    altered: bool = False

    @property
    def status(self) -> Status:
        """One word: degraded means that an older snapshot is served in place of the current one.

        That is no reason to send readers elsewhere: a snapshot that was published broken is met by every
        machine at once, and if each of them answered 503 the whole site would be down, although each has good
        data.
        """
        if not self.snapshot or self.altered:
            return "unavailable"
        return "degraded" if self.reason else "ready"


def without_paths(sentence: str) -> str:
    """Return the sentence with each absolute path cut down to its last part."""
    return _PATH.sub(lambda found: re.split(r"[/\\]", found.group().rstrip("/\\"))[-1], sentence)


def state_of(snapshot: Snapshot | None, reason: str | None = None, since: float | None = None) -> State:
    """Return the State of a snapshot that is served, or of none; `sources` has each family's newest check.

    reason: why it is not the current one.
    """
    if snapshot is None:
        return State(reason=without_paths(reason or "no snapshot could be verified"), since=since)
    table = snapshot.table("sources")
    checked = table["checked"].astype(str).groupby(table["family"]).max()
    said = without_paths(snapshot.fault or reason or "")
    return State(snapshot.id, snapshot.created, dict(checked), said, since, bool(snapshot.fault))


def install(server: Flask, current: Callable[[], State]) -> None:
    """Add /healthz, always 200, and /readyz, 503 where ``current()`` is unavailable; no session starts."""

    @server.get("/healthz")
    def _healthz() -> Response:
        return jsonify(status="ok")

    @server.get("/readyz")
    def _readyz() -> tuple[Response, int]:
        state = current()
        answer: dict[str, Any] = {"status": state.status}
        if state.reason:
            answer["reason"] = state.reason
            if state.since is not None:
                answer["since"] = f"{datetime.fromtimestamp(state.since, UTC):%Y-%m-%dT%H:%M:%SZ}"
        if state.snapshot:
            answer |= {"snapshot": state.snapshot, "created": state.created, "sources": dict(state.sources)}
        return jsonify(answer), 503 if state.status == "unavailable" else 200
