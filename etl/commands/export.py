"""export: tables for other programs."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from etl.commands.cli import Name, as_json, complete_snapshot, examples, print_json, quiet
from etl.errors import UsageError

if TYPE_CHECKING:
    from data.snapshot import Snapshot


SUFFIX: Final = {"xlsx": ".xlsx", "json": ".json", "sqlite": ".sqlite"}
"""Of the forms that hold all tables in one file; the others need a folder."""


STDOUT: Final = Path("-")


def _tables() -> tuple[str, ...]:
    from data.schema import TABLES

    return tuple(TABLES)


def _forms() -> tuple[str, ...]:
    from etl.export import FORMS

    return FORMS


@click.command(
    short_help="Write tables as CSV, XLSX, JSON, SQLite, ...",
    epilog=examples(
        ("export", "all tables as CSV files"),
        ("export gii_scores --format xlsx --output scores.xlsx", "one table as a workbook"),
        ("export --format sqlite --output gii.sqlite --force", "a database, in place of an older one"),
        ("export observations --format json --snapshot bundled", "from another snapshot"),
        ("export gii_scores --output - > scores.csv", "through standard output"),
    )
    + "\n\nThe whole site as files: python -m service.edition --help",
)
@click.argument("tables", nargs=-1, type=Name("table", _tables))
@click.option(
    "--format",
    "form",
    type=Name("format", _forms),
    default="csv",
    show_default=True,
    help="csv, xlsx, json, sqlite or parquet.",
)
@click.option(
    "--output", type=click.Path(path_type=Path), help="File, folder where there are several, or - for stdout."
)
@click.option(
    "--snapshot",
    "name",
    default="current",
    show_default=True,
    shell_complete=complete_snapshot,
    help="Id, its beginning, current, previous, bundled, or a folder.",
)
@click.option("--force", is_flag=True, help="Replace what is there.")
@as_json
@quiet
def export(
    tables: tuple[str, ...],
    form: str,
    output: Path | None,
    name: str,
    force: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Write TABLES, by default all, as CSV, XLSX, JSON, SQLite or (where pyarrow is installed) Parquet."""
    from etl import versions
    from etl.export import export as write

    if output == STDOUT:
        _refuse(tables, form, as_json=as_json)
    snapshot = versions.open_named(name)
    if output == STDOUT:
        _stream(snapshot, tables, form)
        return
    path = output or Path(f"innovation-trajectory-{snapshot.id}{SUFFIX.get(form, '')}")
    sentence = write(snapshot, tuple(dict.fromkeys(tables)), form, path, force=force)
    if as_json:
        print_json({"sentence": sentence, "snapshot": snapshot.id, "output": str(path)})
    elif not quiet:
        click.echo(sentence)


def _refuse(tables: tuple[str, ...], form: str, *, as_json: bool) -> None:
    """Raise UsageError if standard output, which is one stream, cannot take what is asked for."""
    if as_json:
        raise UsageError("--json and --output - both write to standard output: leave one of them out")
    if form not in SUFFIX and len(set(tables)) != 1:
        raise UsageError(
            f"{form} is a file for each table and standard output is one stream: name one table, or choose "
            f"{', '.join(SUFFIX)}"
        )


def _stream(snapshot: Snapshot, tables: tuple[str, ...], form: str) -> None:
    """Write to standard output what would stand in the one file; only once that is whole."""
    from etl.export import export as write

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"stream.{form}"
        write(snapshot, tuple(dict.fromkeys(tables)), form, path)
        with path.open("rb") as whole:
            shutil.copyfileobj(whole, sys.stdout.buffer)
    sys.stdout.buffer.flush()  # here, where a reader who has gone away ends it quietly
