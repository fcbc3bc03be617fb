"""status, check, history, diff, rollback, export, build and curate: the snapshots of a data folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from data.schema import TABLES
from etl.commands.cli import FILE, FOLDER, PROGRAM, YEAR, as_json, print_json, print_table, verdict_lines
from etl.errors import Refused, StoreError, UsageError

if TYPE_CHECKING:
    from etl.cli_context import Change


EDITIONS: Final = ("edition", "economies", "held", "codes", "data_as_of", "checked", "source")
FAMILIES: Final = ("source", "releases", "vintage", "data_as_of", "checked", "held_back")
EVENTS: Final = ("time", "event", "snapshot", "before", "created", "state", "sources", "verdicts")
FORMS: Final = ("csv", "xlsx", "sqlite", "parquet")
UNSOUND: Final = (
    "Put another snapshot into use (`rollback`), or make this one anew from what it was built from (`build`)."
)


@click.command()
@click.argument("snapshot", default="current")
@as_json
def check(snapshot: str, as_json: bool) -> None:
    """Check SNAPSHOT: files, contract and gates; list every violation.

    SNAPSHOT: "current" (the default), "previous", "bundled", an id of the data folder or its beginning, or a
    folder.
    """
    from etl import gates, versions
    from etl.cli_context import catalog

    opened = versions.open_named(snapshot)
    found = [str(violation) for violation in gates.violations(opened.tables(), catalog())]
    about = {"snapshot": opened.id, "created": opened.created, "folder": str(opened.folder)}
    if as_json:
        print_json(about | {"violations": found})
    else:
        sentence = f"snapshot {opened.id} of {opened.created}: no violation"
        click.echo("\n".join(found or [sentence]))
    if found:
        raise Refused(f"{len(found)} violations in snapshot {opened.id}").advise(UNSOUND)


@click.command()
@click.argument("snapshot", required=False)
@as_json
def status(snapshot: str | None, as_json: bool) -> None:
    """Show of each edition and source what the snapshot has.

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


@click.command()
@as_json
def history(as_json: bool) -> None:
    """Show which snapshots came into use when, and why."""
    from data.snapshot import data_dir
    from etl import versions

    events = versions.history(data_dir())
    if as_json:
        print_json({"folder": str(data_dir()), "events": events})
    elif events:
        print_table([event | _in_words(**event) for event in events], EVENTS)
    else:
        click.echo(f"no refresh yet in {data_dir()}: the bundled snapshot is in use")


def _in_words(
    sources: dict[str, str], verdicts: dict[str, list[str]], current: bool, held: bool, **_: object
) -> dict[str, str]:
    return {
        "state": "in use" if current else "available" if held else "removed",
        "sources": ", ".join(f"{name} {vintage}".strip() for name, vintage in sources.items()),
        "verdicts": "; ".join(verdict_lines(verdicts)),
    }


@click.command()
@click.argument("a", default="previous")
@click.argument("b", default="current")
@as_json
def diff(a: str, b: str, as_json: bool) -> None:
    """Show what changed from snapshot A to snapshot B.

    A and B: as for check. By default from "previous" (the one that the current one replaced) to "current":
    what the last refresh changed. From "bundled": what all refreshes changed so far.
    """
    from etl import versions
    from etl.difference import difference, lines

    found = difference(versions.open_named(a), versions.open_named(b))
    if as_json:
        print_json(found)
    else:
        click.echo("\n".join(lines(found)))


@click.command()
@click.argument("version", required=False)
def rollback(version: str | None) -> None:
    """Put an older snapshot back into use; nothing is removed.

    VERSION: an id that history lists, or its beginning, or "bundled"; by default the one in use before.
    """
    from data.snapshot import data_dir
    from etl import versions

    _tell(versions.rollback(data_dir(), version))


@click.command(
    short_help="Write tables as CSV, XLSX, SQLite or Parquet.",
    epilog=f"""\b
    Examples:
      {PROGRAM} export --format xlsx
      {PROGRAM} export gii_scores --output - > scores.csv
      {PROGRAM} export gii_scores observations --format sqlite --output gii.sqlite
    """,
)
@click.argument("tables", nargs=-1, type=click.Choice(list(TABLES)), metavar="[TABLES]...")
@click.option("--format", "form", type=click.Choice(FORMS), default="csv", show_default=True)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="File, or folder where there are several; - for standard output. What is there is replaced.",
)
@click.option("--snapshot", "name", default="current", show_default=True, help="As for check.")
def export(tables: tuple[str, ...], form: str, output: Path | None, name: str) -> None:
    """Write TABLES, by default all, in one of the formats.

    CSV and Parquet are a file for each table, the others one for all. Parquet needs the package pyarrow.
    """
    from data.store import make_folder, replace_file
    from etl import versions
    from etl.export import files

    snapshot = versions.open_named(name)
    written = files(snapshot, [table for table in TABLES if table in tables or not tables], form)
    single = len(written) == 1
    if output == Path("-"):
        if not single:
            raise UsageError(f"{form} is a file for each table, and standard output is one stream: name one")
        click.echo(next(iter(written.values())), nl=False)
        return
    place = output or Path(f"innovation-trajectory-{snapshot.id}" + (f".{form}" if single else ""))
    try:
        if not single:
            make_folder(place)
        for file, content in written.items():
            replace_file(place / file if place.is_dir() else place, content)
    except OSError as error:
        raise StoreError(f"{place} cannot be written: {error.strerror or error}") from error
    click.echo(f"tables of the snapshot {snapshot.id} written to {place}")


@click.command()
@click.option("--output", type=FOLDER, help="Write into this folder and publish nothing.")
@click.option("--bundled", is_flag=True, help="From data/curated alone, into data/bundled (for maintainers).")
def build(output: Path | None, bundled: bool) -> None:
    """Build the snapshot in use anew, offline.

    It is made from data/curated and the releases kept in the data folder (raw/), the same bytes every time,
    and published if it differs.
    """
    if bundled and output:
        raise UsageError("--bundled writes into data/bundled and takes no --output: leave one of them out")
    from data.snapshot import data_dir
    from etl import building

    _tell(building.build_bundled() if bundled else building.rebuild(data_dir(), output))


@click.command()
@click.option("--file", type=FILE, required=True, help="The publisher's workbook (.xlsx) of one edition.")
@click.option("--edition", type=YEAR, help="Year of the edition, if the workbook is a new one.")
def curate(file: Path, edition: int | None) -> None:
    """Keep the table of a workbook in data/curated (for maintainers)."""
    from etl import building

    _tell(building.curate(file, edition))


def _tell(done: Change) -> None:
    click.echo("\n".join((done.sentence, *verdict_lines(done.verdicts))))
    if done.snapshot:
        click.echo(f"snapshot {done.snapshot} in {done.folder}")
