"""The command line: python -m etl ..."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from data.snapshot import BUNDLED, SnapshotError, data_dir, open_current, open_snapshot
from etl.errors import CorruptSnapshot, EtlError, Refused, UsageError

if TYPE_CHECKING:
    from etl.pipeline import Outcome

SHOWN: Final = 20
FILE: Final = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
FOLDER: Final = click.Path(file_okay=False, path_type=Path)


class Commands(click.Group):
    """A group whose errors are one sentence on stderr and an exit code, never a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; end the process with the exit code of the error, if there is one."""
        try:
            return super().invoke(ctx)
        except EtlError as error:
            click.echo(f"Error: {error}", err=True)
            if isinstance(error, Refused):
                _show(error)
            if error.advice:
                click.echo(error.advice, err=True)
            ctx.exit(error.exit_code)


def _show(error: Refused) -> None:
    for violation in error.violations[:SHOWN]:
        click.echo(f"  {violation}", err=True)
    if len(error.violations) > SHOWN:
        click.echo(f"  and {len(error.violations) - SHOWN} more", err=True)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Refresh, build and check the data behind the dashboard.

    Exit codes: 0 done, 2 wrong use, 3 source unreachable, 4 bad file, 5 refused by a check, 6 data folder not
    writable or busy, 7 corrupt snapshot. Refreshed snapshots go to DATA_DIR (default: your user data folder).
    """


@main.group()
def refresh() -> None:
    """Replace one source in the current snapshot; all or nothing."""


@refresh.command()
@click.option("--file", "path", type=FILE, help="The publisher's workbook (.xlsx) of one edition.")
@click.option(
    "--edition", type=click.IntRange(2007, 2100), help="Year of the edition, if the workbook is a new one."
)
def gii(path: Path | None, edition: int | None) -> None:
    """Replace an edition of the Global Innovation Index by its workbook."""
    from etl import pipeline

    if path is None:
        page = pipeline.catalog().sources[pipeline.FAMILY].url
        raise UsageError(f"--file WORKBOOK.xlsx is needed; download the edition's data workbook from {page}")
    _done(pipeline.refresh_workbook(path, data_dir(), edition))


@refresh.command()
def curated() -> None:
    """Replace what the hand-kept tables in data/curated hold."""
    from etl import pipeline

    _done(pipeline.refresh_curated(data_dir()))


@main.command()
@click.option(
    "--output", type=FOLDER, default=BUNDLED, help="Folder to write; default: the bundled snapshot."
)
def build(output: Path) -> None:
    """Build the snapshot from data/curated: offline, the same bytes every time."""
    from etl import pipeline

    _done(pipeline.build(output))


@main.command()
@click.option(
    "--file", "path", type=FILE, required=True, help="The publisher's workbook (.xlsx) of one edition."
)
@click.option(
    "--edition", type=click.IntRange(2007, 2100), help="Year of the edition, if the workbook is a new one."
)
def curate(path: Path, edition: int | None) -> None:
    """Keep the table of a workbook in data/curated (for maintainers)."""
    from etl import pipeline

    _done(pipeline.curate(path, edition))


@main.command()
@click.argument("folder", type=FOLDER, required=False)
def check(folder: Path | None) -> None:
    """Check a snapshot (default: the current one): files, contract and gates. Lists every violation."""
    from etl import gates, pipeline

    try:
        snapshot, reason = (open_snapshot(folder), None) if folder else open_current()
        if reason:
            raise CorruptSnapshot(reason)
        tables = snapshot.tables()
    except SnapshotError as error:
        raise CorruptSnapshot(str(error)) from error
    found = gates.violations(tables, pipeline.catalog())
    for violation in found:
        click.echo(str(violation))
    if found:
        click.echo(f"Error: {len(found)} violations in snapshot {snapshot.id}", err=True)
        click.get_current_context().exit(Refused.exit_code)
    click.echo(f"snapshot {snapshot.id} of {snapshot.created}: no violation")


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def status(as_json: bool) -> None:
    """Show for each source and edition: release, newest data, last check."""
    from etl import pipeline
    from etl.status import report, table

    try:
        state = report(*open_current(), pipeline.catalog())
    except SnapshotError as error:
        raise CorruptSnapshot(str(error)) from error
    if as_json:
        click.echo(json.dumps(state, ensure_ascii=False, indent=1))
        return
    click.echo(f"snapshot {state['snapshot']} of {state['created']} in {state['folder']}")
    if state["degraded"]:
        click.echo(f"degraded: {state['degraded']}")
    click.echo("")
    for line in table(
        state["editions"], ["edition", "economies", "codes", "data_as_of", "checked", "source"]
    ):
        click.echo(line)
    click.echo("")
    for line in table(state["sources"], ["source", "releases", "vintage", "data_as_of", "checked"]):
        click.echo(line)


def _done(outcome: Outcome) -> None:
    click.echo(outcome.sentence)
    if outcome.snapshot:
        click.echo(f"snapshot {outcome.snapshot} in {outcome.folder}")


if __name__ == "__main__":
    sys.exit(main(prog_name="python -m etl"))
