"""export, publish and keys: tables for other programs, the snapshot in use for replicas, who signs it."""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import asdict
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


@click.command(
    short_help="Copy the snapshot in use to a store that replicas read.",
    epilog=examples(
        ("publish /srv/data", "a folder, such as one that a web server shows"),
        ("publish s3://BUCKET/PATH", "S3 and what speaks like it; also gs:// and az://"),
        ("publish --keep 5", "to PUBLISH_URL; older versions there go"),
    ),
)
@click.argument("url", required=False)
@click.option("--keep", type=click.IntRange(1), help="Versions that stay in the store; by default all.")
@as_json
@quiet
def publish(url: str | None, keep: int | None, as_json: bool, quiet: bool) -> None:
    """Copy the snapshot in use to the store at URL, by default that of PUBLISH_URL.

    Readers see the old snapshot or the whole new one, whenever it stops. What is there is not sent again.
    """
    from data.snapshot import data_dir
    from etl import publishing

    done = publishing.publish(data_dir(), url, keep)
    if as_json:
        print_json({"sentence": done.sentence, **asdict(done)})
    elif not quiet:
        click.echo(done.sentence)
        if done.removed:
            click.echo(f"removed there: {', '.join(done.removed)}")


@click.command(
    short_help="Make the key that signs what is published.",
    epilog=examples(
        ("keys /etc/innovation-trajectory/publish.pem", "for PUBLISH_KEY; prints what DATA_KEYS takes"),
    ),
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@as_json
def keys(file: Path, as_json: bool) -> None:
    """Make a private key in FILE, unless it holds one, and print its public half.

    The publisher names FILE in PUBLISH_KEY, replicas name the public half in DATA_KEYS.
    """
    from etl import publishing

    fresh = not file.exists()
    public = publishing.public_half(publishing.make_key(file) if fresh else publishing.read_key(file))
    if as_json:
        print_json({"file": str(file), "made": fresh, "public": public})
    else:
        click.echo(public)
