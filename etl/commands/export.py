"""export: tables of a snapshot as files for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from etl.commands.answers import show
from etl.commands.options import Name, as_json, examples, quiet
from etl.commands.versions import offer_snapshots

SUFFIX: Final = {"xlsx": ".xlsx", "json": ".json", "sqlite": ".sqlite"}
"""Of the forms that hold all tables in one file; the others need a folder."""


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
    ),
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
@click.option("--output", type=click.Path(path_type=Path), help="File, or folder where there are several.")
@click.option(
    "--snapshot",
    "name",
    default="current",
    show_default=True,
    shell_complete=offer_snapshots,
    help="Id, its beginning, current, bundled, or a folder.",
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

    snapshot = versions.open_named(name)
    path = output or Path(f"innovation-trajectory-{snapshot.id}{SUFFIX.get(form, '')}")
    sentence = write(snapshot, tuple(dict.fromkeys(tables)), form, path, force=force)
    if as_json:
        show({"sentence": sentence, "snapshot": snapshot.id, "output": str(path)})
    elif not quiet:
        click.echo(sentence)
