"""build and curate: snapshots made offline, from what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from etl.commands.answers import show, verdict_lines
from etl.commands.options import FILE, FOLDER, YEAR, as_json, examples, quiet
from etl.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from etl.building import Built


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

    _tell(building.build_bundled() if bundled else building.rebuild(data_dir(), output), as_json, quiet)


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

    _tell(building.curate(file, edition), as_json, quiet)


def _tell(built: Built, as_json: bool, quiet: bool) -> None:
    if as_json:
        told = {"sentence": built.sentence, "snapshot": built.snapshot or None, "folder": str(built.folder)}
        show(told | {"verdicts": built.verdicts})
    elif not quiet:
        click.echo(built.sentence)
        for line in verdict_lines(built.verdicts):
            click.echo(line)
        if built.snapshot:
            click.echo(f"snapshot {built.snapshot} in {built.folder}")
