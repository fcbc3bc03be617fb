"""check, status, history, diff, rollback, build and curate: the snapshots of a data folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from etl.commands.cli import (
    FILE,
    FOLDER,
    YEAR,
    as_json,
    complete_snapshot,
    complete_version,
    examples,
    failure,
    print_json,
    print_table,
    quiet,
    verdict_lines,
)
from etl.errors import Refused, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from etl.cli_context import Change


EDITIONS = ("edition", "economies", "held", "codes", "data_as_of", "checked", "source")
FAMILIES = ("source", "releases", "vintage", "data_as_of", "checked")
EVENTS = ("time", "event", "snapshot", "before", "created", "state", "sources", "verdicts")
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
@click.argument("snapshot", default="current", shell_complete=complete_snapshot)
@as_json
def check(snapshot: str, as_json: bool) -> None:
    """Check SNAPSHOT, by default the current one: files, contract and gates. Lists every violation.

    SNAPSHOT: "current", "previous", "bundled", an id of the data folder or its beginning, or a folder.
    """
    from etl import gates, versions
    from etl.cli_context import catalog

    opened = versions.open_named(snapshot)
    found = tuple(gates.violations(opened.tables(), catalog()))
    about = {"snapshot": opened.id, "created": opened.created, "folder": str(opened.folder)}
    if not found:
        sentence = f"snapshot {opened.id} of {opened.created}: no violation"
        print_json(about | {"violations": [], "exit_code": 0}) if as_json else click.echo(sentence)
        return
    error = Refused(f"{len(found)} violations in snapshot {opened.id}", found).advise(UNSOUND)
    if as_json:
        print_json(about | failure(error))
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
@click.argument("snapshot", required=False, shell_complete=complete_snapshot)
@as_json
def status(snapshot: str | None, as_json: bool) -> None:
    """Show for each source and edition: release, newest data, last check.

    SNAPSHOT: as for check; by default the one that the site shows, even where that is not the current one.
    """
    from etl import versions
    from etl.cli_context import catalog, serving

    state = versions.report(*((versions.open_named(snapshot), None) if snapshot else serving()), catalog())
    if as_json:
        print_json(state)
        return
    click.echo(f"snapshot {state['snapshot']} of {state['created']} in {state['folder']}")
    if state["degraded"]:
        click.echo(f"degraded: {state['degraded']}")
    click.echo("")
    print_table(state["editions"], EDITIONS)
    click.echo("")
    print_table(state["sources"], FAMILIES)


@click.command(
    short_help="Show which snapshots were in use when.",
    epilog=examples(
        ("history", "what came into use when, the newest first"),
        ("history --json", "for a machine"),
    ),
)
@as_json
def history(as_json: bool) -> None:
    """Show which snapshots came into use when, why, and which of them are still available."""
    from data.snapshot import data_dir
    from etl import versions

    events = versions.history(data_dir())
    if as_json:
        print_json({"folder": str(data_dir()), "events": events})
    elif events:
        print_table([{**event, **_in_words(event)} for event in events], EVENTS)
    else:
        click.echo(f"no refresh yet in {data_dir()}: the bundled snapshot is in use")


def _in_words(event: dict[str, object]) -> dict[str, str]:
    sources = event["sources"]
    named = sources.items() if isinstance(sources, dict) else ()
    state = "in use" if event["current"] else "available" if event["held"] else "removed"
    verdicts = event["verdicts"]
    return {
        "state": state,
        "sources": ", ".join(f"{name} {vintage}".strip() for name, vintage in named),
        "verdicts": "; ".join(verdict_lines(verdicts if isinstance(verdicts, dict) else {})),
    }


@click.command(
    short_help="Show what changed between two snapshots.",
    epilog=examples(
        ("diff", "what the last refresh changed"),
        ("diff bundled", "what all refreshes changed so far"),
        ("diff 0123456789ab 89abcdef0123", "two versions of the data folder"),
        ("diff 0123 FOLDER --json", "a version, by the beginning of its id, and a package elsewhere"),
    ),
)
@click.argument("a", default="previous", shell_complete=complete_snapshot)
@click.argument("b", default="current", shell_complete=complete_snapshot)
@as_json
def diff(a: str, b: str, as_json: bool) -> None:
    """Show what changed from snapshot A (default: previous) to snapshot B (default: current).

    A and B: "current", "previous" (the one that the current one replaced), "bundled", an id of the data
    folder or its beginning, or the folder of a package.
    """
    from etl import versions
    from etl.difference import difference, lines

    found = difference(versions.open_named(a), versions.open_named(b))
    if as_json:
        print_json(found)
    else:
        click.echo("\n".join(lines(found)))


@click.command(
    short_help="Put an older snapshot back into use.",
    epilog=examples(
        ("rollback", "to the snapshot that was in use before"),
        ("rollback 0123456789ab", "to a version that is available (see history)"),
        ("rollback bundled", "to the one that travels with the code"),
    ),
)
@click.argument("version", required=False, shell_complete=complete_version())
@as_json
@quiet
def rollback(version: str | None, as_json: bool, quiet: bool) -> None:
    """Put an older snapshot back into use; nothing is removed."""
    from data.snapshot import data_dir
    from etl import versions

    _report(versions.rollback(data_dir(), version), as_json, quiet)


@click.command(
    short_help="Build the snapshot in use anew, offline.",
    epilog=examples(
        ("build", "rebuild the snapshot in use, after an update of the code say"),
        ("build --output FOLDER", "the same into a folder, to compare"),
        ("build --bundled", "rebuild data/bundled (for maintainers)"),
    ),
)
@click.option("--output", type=FOLDER, help="Write into this folder and publish nothing.")
@click.option("--bundled", is_flag=True, help="From data/curated alone, into data/bundled.")
@as_json
@quiet
def build(output: Path | None, bundled: bool, as_json: bool, quiet: bool) -> None:
    """Build the snapshot in use anew: offline, the same bytes every time; publish it if it differs.

    It is made from data/curated and the releases kept in the data folder (raw/).
    """
    if bundled and output:
        raise UsageError("--bundled writes into data/bundled and takes no --output: leave one of them out")
    from data.snapshot import data_dir
    from etl import building

    built = building.build_bundled() if bundled else building.rebuild(data_dir(), output)
    _report(built, as_json, quiet, verdicts=built.verdicts)


@click.command(
    short_help="Keep a workbook in data/curated.",
    epilog=examples(
        ("curate --file WORKBOOK.xlsx", "an edition that the catalog names"),
        ("curate --file WORKBOOK.xlsx --edition 2026", "a new one"),
    ),
)
@click.option("--file", type=FILE, required=True, help="The publisher's workbook (.xlsx) of one edition.")
@click.option("--edition", type=YEAR, help="Year of the edition, if the workbook is a new one.")
@as_json
@quiet
def curate(file: Path, edition: int | None, as_json: bool, quiet: bool) -> None:
    """Keep the table of a workbook in data/curated (for maintainers)."""
    from etl import building

    built = building.curate(file, edition)
    _report(built, as_json, quiet, verdicts=built.verdicts)


def _report(done: Change, as_json: bool, quiet: bool, **more: object) -> None:
    if as_json:
        document = {"sentence": done.sentence, "snapshot": done.snapshot or None, "folder": str(done.folder)}
        print_json(document | more)
    elif not quiet:
        click.echo("\n".join((done.sentence, *verdict_lines(done.verdicts))))
        if done.snapshot:
            click.echo(f"snapshot {done.snapshot} in {done.folder}")
