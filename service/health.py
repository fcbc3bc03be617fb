"""/healthz (process is up) and /readyz (a verified snapshot is loaded, which one, how old)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from flask import Flask, Response, jsonify

from data.snapshot import Snapshot

PATHS = ("/healthz", "/readyz")

_PATH = re.compile(r"(?:(?<=[\s'\"(=:])|^)(?:[A-Za-z]:)?[/\\][^\s'\",;)]+")


@dataclass(frozen=True, slots=True)
class State:
    """What the process serves: `snapshot` is empty when nothing is verified, `reason` when all is well."""

    snapshot: str = ""
    created: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def status(self) -> Literal["ready", "degraded", "unavailable"]:
        """One word: degraded means that an older snapshot is served in place of the current one."""
        if not self.snapshot:
            return "unavailable"
        return "degraded" if self.reason else "ready"

    @property
    def ready(self) -> bool:
        """Whether the newest snapshot is verified and served."""
        return self.status == "ready"


def without_paths(sentence: str) -> str:
    """Return the sentence with each absolute path cut down to its last part."""
    return _PATH.sub(lambda found: re.split(r"[/\\]", found.group().rstrip("/\\"))[-1], sentence)


def state_of(snapshot: Snapshot | None, reason: str | None = None) -> State:
    """Return the State of what data.snapshot.open_current gave; `sources` has each family's newest check."""
    if snapshot is None:
        return State(reason=without_paths(reason or "no snapshot could be verified"))
    table = snapshot.table("sources")
    checked: dict[str, str] = {}
    for family, day in zip(table["family"], table["checked"], strict=True):
        checked[str(family)] = max(checked.get(str(family), ""), str(day))
    return State(snapshot.id, snapshot.created, dict(sorted(checked.items())), without_paths(reason or ""))


def _readiness(state: State) -> dict[str, Any]:
    answer: dict[str, Any] = {"status": state.status}
    if state.reason:
        answer["reason"] = state.reason
    if state.snapshot:
        answer |= {"snapshot": state.snapshot, "created": state.created, "sources": dict(state.sources)}
    return answer


def install(server: Flask, current: Callable[[], State]) -> None:
    """Add /healthz, always 200, and /readyz, 200 or 503 as ``current()`` says. Neither starts a session."""

    @server.get("/healthz")
    def _healthz() -> Response:
        return jsonify(status="ok")

    @server.get("/readyz")
    def _readyz() -> tuple[Response, int]:
        state = current()
        return jsonify(_readiness(state)), 200 if state.ready else 503
