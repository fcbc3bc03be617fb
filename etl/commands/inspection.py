"""check and status: is a snapshot sound, and what does it hold."""

from __future__ import annotations

import click

from etl.commands.answers import show, show_table
from etl.commands.mistakes import failure
from etl.commands.options import as_json, examples
from etl.commands.versions import offer_snapshots
from etl.errors import Refused

EDITIONS = ("edition", "economies", "held", "codes", "data_as_of", "checked", "source")
FAMILIES = ("source", "releases", "vintage", "data_as_of", "checked")
UNSOUND = (
    "Put another snapshot into use (`rollback`), or make this one anew from what it was built from (`build`)."
)


@click.command(
    short_help="Check a snapshot: files, contract and gates.",
    epilog=examples(
        ("check", "the snapshot in use"),
        ("check bundled", "the one that travels with the code"),
        ("check FOLDER", "a package elsewhere"),
        ("check --json", "for a machine"),
    ),
)
@click.argument("snapshot", default="current", shell_complete=offer_snapshots)
@as_json
def check(snapshot: str, as_json: bool) -> None:
    """Check SNAPSHOT, by default the current one: files, contract and gates. Lists every violation.

    SNAPSHOT: "current", "previous", "bundled", an id of the data folder or its beginning, or a folder.
    """
    from etl import gates, versions
    from etl.workplace import catalog

    opened = versions.open_named(snapshot)
    found = tuple(gates.violations(opened.tables(), catalog()))
    held = {"snapshot": opened.id, "created": opened.created, "folder": str(opened.folder)}
    if not found:
        sentence = f"snapshot {opened.id} of {opened.created}: no violation"
        show(held | {"violations": [], "exit_code": 0}) if as_json else click.echo(sentence)
        return
    error = Refused(f"{len(found)} violations in snapshot {opened.id}", found).advise(UNSOUND)
    if as_json:
        show(held | failure(error))
    else:
        click.echo("\n".join(str(violation) for violation in found))
        click.echo(f"Error: {error}\n{error.advice}", err=True)
    click.get_current_context().exit(error.exit_code)


@click.command(
    short_help="Show what the snapshot in use holds.",
    epilog=examples(
        ("status", "editions and sources of the snapshot in use"),
        ("status bundled", "those of the one that travels with the code"),
        ("status --json", "for a machine"),
    ),
)
@click.argument("snapshot", required=False, shell_complete=offer_snapshots)
@as_json
def status(snapshot: str | None, as_json: bool) -> None:
    """Show for each source and edition: release, newest data, last check.

    SNAPSHOT: as for check; by default the one that the site shows, even where that is not the current one.
    """
    from etl import versions
    from etl.versions import report
    from etl.workplace import catalog, serving

    state = report(*((versions.open_named(snapshot), None) if snapshot else serving()), catalog())
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
