"""check and status: is a snapshot sound, and what does it hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from etl.commands.answers import show, show_table
from etl.commands.mistakes import failure
from etl.commands.options import FOLDER, as_json, examples
from etl.errors import CorruptSnapshot, Refused

if TYPE_CHECKING:
    from pathlib import Path

    from data.snapshot import Snapshot

EDITIONS = ("edition", "economies", "held", "codes", "data_as_of", "checked", "source")
FAMILIES = ("source", "releases", "vintage", "data_as_of", "checked")


@click.command(
    short_help="Check a snapshot: files, contract and gates.",
    epilog=examples(
        ("check", "the snapshot in use"),
        ("check data/bundled", "the one that travels with the code"),
        ("check --json", "for a machine"),
    ),
)
@click.argument("folder", type=FOLDER, required=False)
@as_json
def check(folder: Path | None, as_json: bool) -> None:
    """Check a snapshot, by default the current one: files, contract and gates. Lists every violation."""
    from etl import gates
    from etl.workplace import catalog

    snapshot = _opened(folder)
    found = tuple(gates.violations(snapshot.tables(), catalog()))
    held = {"snapshot": snapshot.id, "created": snapshot.created, "folder": str(snapshot.folder)}
    if not found:
        sentence = f"snapshot {snapshot.id} of {snapshot.created}: no violation"
        show(held | {"violations": [], "exit_code": 0}) if as_json else click.echo(sentence)
        return
    error = Refused(f"{len(found)} violations in snapshot {snapshot.id}", found)
    if as_json:
        show(held | failure(error))
    else:
        click.echo("\n".join(str(violation) for violation in found))
        click.echo(f"Error: {error}", err=True)
    click.get_current_context().exit(error.exit_code)


def _opened(folder: Path | None) -> Snapshot:
    from data.snapshot import SnapshotError, open_snapshot
    from etl.workplace import sound

    if folder is None:
        return sound()
    try:
        return open_snapshot(folder)
    except SnapshotError as error:
        raise CorruptSnapshot(f"{folder}: {error}") from error


@click.command(
    short_help="Show what the snapshot in use holds.",
    epilog=examples(
        ("status", "editions and sources of the snapshot in use"),
        ("status --json", "for a machine"),
    ),
)
@as_json
def status(as_json: bool) -> None:
    """Show for each source and edition: release, newest data, last check."""
    from etl.status import report
    from etl.workplace import catalog, serving

    state = report(*serving(), catalog())
    if as_json:
        show(state)
        return
    click.echo(f"snapshot {state['snapshot']} of {state['created']} in {state['folder']}")
    if state["degraded"]:
        click.echo(f"degraded: {state['degraded']}")
    click.echo("")
    show_table(state["editions"], EDITIONS)
    click.echo("")
    show_table(state["sources"], FAMILIES)
