"""A refresh from publishers on loopback under faults, for test_refresh_kill.

python -m tests.faults.refresh_under_fault FOLDER starts from the data folder FOLDER/before. For each fault it
prints one line of JSON: the fault, the exit code of the refresh, what a reader then finds, and what is not as
it should be after the next refresh. The faults are a sample; TEST_LONG=1 in the environment makes them all.
"""

import json
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pandas as pd

from data import contract
from data.snapshot import VERSIONS, SnapshotError, open_current, open_snapshot, read_history
from data.store import TEMPORARY
from etl import cli_context, gates, pipeline, revisions
from etl.assembly import Parts
from etl.cli_context import Progress, Request
from etl.errors import EtlError
from etl.release import Raw
from tests.faults import injection

LONG: tuple[tuple[Any, str], ...] = (
    *((gates, "snapshot"), (contract, "table_violations"), (revisions, "compare")),
    *((pipeline, "assemble"), (pipeline, "package")),
)
"""The long computations of a refresh."""
FAMILIES = ("world_bank_wdi", "world_bank_wgi", "revisions")


def refresh(folder: Path) -> int:
    """Refresh one source; return the exit code that the command would end with."""
    try:
        with patch("etl.pipeline.today", lambda: "2026-12-01"):  # midnight is no fault
            return pipeline.refresh(Request(("world_bank",)), folder, Progress(quiet=True)).exit_code
    except EtlError as error:
        return error.exit_code


def remembering(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function that computes and calls nothing give again what it gave for equal arguments."""
    known: list[tuple[tuple[Any, ...], Any]] = []

    def given(*values: Any, **named: Any) -> Any:
        arguments = (*values, *named.values())
        for before, made in known:
            if same(before, arguments):
                return made
        kept = tuple(dict(one) if isinstance(one, dict) else one for one in arguments)
        known.append((kept, function(*values, **named)))  # a refusal is not kept
        return known[-1][1]

    return given


def same(one: Any, other: Any) -> bool:
    """Return whether two arguments are equal to the last cell."""
    if isinstance(one, pd.DataFrame):
        return one.equals(other)
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, Parts):
        return all(same(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
    return bool(one == other)


def main(place: Path) -> None:
    """Count the calls of a refresh without a fault, tell what it does, and what with each fault."""
    before, folder, log = place / "before", place / "data", place / "log"

    def anew() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(before, folder)

    for module, name in LONG:
        setattr(module, name, remembering(getattr(module, name)))
    anew()
    refresh(folder)  # here, so that every child remembers
    refresh(folder)
    anew()
    code, calls = injection.count(lambda: refresh(folder), log)
    whole = state(folder)
    tell({"code": code, "old": open_current(before)[0].id, **whole})
    seen: dict[str, dict[str, Any]] = {}
    for fault in injection.faults(calls):
        anew()
        code = injection.inject(lambda: refresh(folder), fault, log)
        # Of a folder that is the same to the byte, a reader and the next refresh make the same.
        left = digest(folder)
        if left not in seen:
            begun = [str(path.relative_to(folder)) for path in folder.rglob(f"{TEMPORARY}*")]
            seen[left] = state(folder) | {"begun": begun, "after": recovered(folder, whole)}
        tell({"fault": [fault.kind, fault.call, fault.number], "code": code, **seen[left]})


def digest(folder: Path) -> str:
    """Name what a folder holds: every path, and the bytes of every file."""
    held = sha256()
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes() if path.is_file() else b"folder"
        held.update(f"{path.relative_to(folder)} {sha256(content).hexdigest()}\n".encode())
    return held.hexdigest()


def tell(line: dict[str, Any]) -> None:
    """Print one line of JSON."""
    sys.stdout.write(json.dumps(line) + "\n")


def recovered(folder: Path, whole: dict[str, Any]) -> str:
    """Refresh again; return what is not as after a refresh without a fault, blank if nothing is."""
    code = injection.run(lambda: refresh(folder))
    found = state(folder)
    left = [str(path.relative_to(folder)) for path in folder.rglob(f"{TEMPORARY}*")]
    wrong = [name for name in whole if found[name] != whole[name]]
    wrong += ["history"] if read_history(folder)[-1]["snapshot"] != whole["served"] else []
    return " ".join([*([f"exit {code}"] if code else []), *wrong, *left])


def state(folder: Path) -> dict[str, Any]:
    """Return the snapshot served, why it is not the one asked for, and the versions and releases kept.

    A version or a release that is there but not whole is told as damaged.
    """
    snapshot, reason = open_current(folder)
    versions = []
    for path in sorted((folder / VERSIONS).glob("[!.]*")):
        try:
            versions.append(open_snapshot(path).id)
        except SnapshotError as error:
            versions.append(f"damaged: {error}")
    raw, releases = Raw(folder, cli_context.catalog()), []
    for family in FAMILIES:
        for vintage in sorted(path.name for path in (folder / "raw" / family).glob("[!.]*")):
            try:
                raw.release(family, vintage)
                releases.append(f"{family} {vintage}")
            except EtlError as error:
                releases.append(f"damaged: {error}")
    return {"served": snapshot.id, "reason": reason, "versions": versions, "releases": releases}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
