"""/healthz (process is up) and /readyz (which verified snapshot is loaded, and what is wrong since when)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from flask import Flask, Response, jsonify

from data.snapshot import Snapshot
from service.current import Current
from service.replica import Replica, SyncStatus

Status = Literal["ready", "stale", "degraded", "starting", "unavailable"]

PATHS = ("/healthz", "/readyz")

_PATH = re.compile(r"(?:(?<=[\s'\"(=:])|^)(?:[A-Za-z]:)?[/\\][^\s'\",;)]+")


@dataclass(frozen=True, slots=True)
class State:
    """The state of a process: `snapshot` is empty when none can be served, `reason` when all is well.

    since: when `reason` was first so, in seconds since 1970; store: status of the store it follows;
    altered: a file of the snapshot is no longer what was verified; sound: every page of it was rendered.
    """

    snapshot: str = ""
    created: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    since: float | None = None
    store: SyncStatus | None = None
    altered: bool = False
    sound: bool = True

    @property
    def status(self) -> Status:
        """One word: degraded means that an older snapshot is served in place of the current one.

        stale: the store that is followed was not confirmed for too long; what is served is whole. starting:
        not every page was rendered yet; unavailable: some cannot be, or there is no snapshot.
        """
        if not self.snapshot or self.altered:
            return "unavailable"
        if not self.sound:
            return "unavailable" if self.reason else "starting"
        if self.reason:
            return "degraded"
        return "stale" if self.store and self.store.stale else "ready"

    @property
    def ready(self) -> bool:
        """Whether a balancer should send readers here.

        A stale or degraded replica is ready: a fault of the store, or a snapshot that was published broken,
        is met by all replicas at once, and if each of them answered 503 the whole site would be down,
        although each has good data.
        """
        return self.status not in ("starting", "unavailable")


def without_paths(sentence: str) -> str:
    """Return the sentence with each absolute path cut down to its last part."""
    return _PATH.sub(lambda found: re.split(r"[/\\]", found.group().rstrip("/\\"))[-1], sentence)


def state_of(
    snapshot: Snapshot | None,
    reason: str | None = None,
    since: float | None = None,
    store: SyncStatus | None = None,
    *,
    sound: bool = True,
) -> State:
    """Return the State of what data.snapshot.open_current gave; `sources` has each family's newest check."""
    if snapshot is None:
        return State(reason=without_paths(reason or "no snapshot could be verified"), since=since)
    table = snapshot.table("sources")
    checked: dict[str, str] = {}
    for family, day in zip(table["family"], table["checked"], strict=True):
        checked[str(family)] = max(checked.get(str(family), ""), str(day))
    reason = without_paths(snapshot.fault or reason or "")
    families = dict(sorted(checked.items()))
    return State(snapshot.id, snapshot.created, families, reason, since, store, bool(snapshot.fault), sound)


def watching(current: Current, replica: Replica | None) -> Callable[[], State]:
    """Return a function that gives the State of the served snapshot and of the replica, if there is one."""

    def state() -> State:
        served = current.served()
        store = replica.store_status() if replica else None
        return state_of(served.snapshot, served.reason, served.since, store, sound=served.sound)

    return state


def _readiness(state: State) -> dict[str, Any]:
    answer: dict[str, Any] = {"status": state.status}
    if state.status == "stale" and state.store:
        answer |= _trouble(state.store.trouble, state.store.since)
    else:
        answer |= _trouble(state.reason, state.since)
    if state.snapshot:
        answer |= {"snapshot": state.snapshot, "created": state.created, "sources": dict(state.sources)}
    if state.store:
        confirmed = {"confirmed": _utc(state.store.confirmed)} if state.store.confirmed is not None else {}
        answer["store"] = confirmed | _trouble(state.store.trouble, state.store.since)
    return answer


def _trouble(reason: str, since: float | None) -> dict[str, str]:
    if not reason:
        return {}
    return {"reason": without_paths(reason)} | ({"since": _utc(since)} if since is not None else {})


def _utc(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"


def install(server: Flask, current: Callable[[], State]) -> None:
    """Add /healthz, always 200, and /readyz, 200 or 503 by ``current()``. Neither starts a session."""

    @server.get("/healthz")
    def _healthz() -> Response:
        return jsonify(status="ok")

    @server.get("/readyz")
    def _readyz() -> tuple[Response, int]:
        state = current()
        return jsonify(_readiness(state)), 200 if state.ready else 503
