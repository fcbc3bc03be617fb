"""The commands of `python -m etl`; each command imports its slow modules itself."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from data.catalog import CatalogError
from data.languages import LANGUAGES
from data.pack import BUNDLED
from data.pack import FOLDER as PACK
from etl.errors import (
    DEBUG_VARIABLE,
    OWN_FILE_ADVICE,
    BadFile,
    EtlError,
    Refused,
    SourceUnreachable,
    UsageError,
    show_violations,
)
from etl.feeds import BY_FAMILY, CURATED_FEED, EDITION_YEARS, NAMES

if TYPE_CHECKING:  # slow to import
    from etl.cli_context import BuildResult, Outcome

PROGRAM: Final = "python -m etl"
EXIT_STOPPED: Final = 130
FILE_TYPE: Final = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
FOLDER_TYPE: Final = click.Path(file_okay=False, path_type=Path)
YEAR_TYPE: Final = click.IntRange(*EDITION_YEARS, max_open=True)

as_json: Final = click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")


REPLACEMENTS: Final = {
    "diff": "use `refresh --dry-run`, which prints what would change",
    "doctor": "use `refresh --dry-run`, which prints the fault of each publisher",
    "export": "download the tables from the Data page or from a release of the project",
}


class Commands(click.Group):
    """A group that reports any error, even a fault of the program, as one sentence on stderr."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Name the replacement of a command that was withdrawn."""
        if args[0] in REPLACEMENTS:
            raise UsageError(f"the command {args[0]} no longer exists: {REPLACEMENTS[args[0]]}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; convert unknown errors to EtlError unless ETL_DEBUG is set."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise
        except CatalogError as error:
            raise BadFile(f"the catalog cannot be used: {error}").advise(OWN_FILE_ADVICE) from error
        except Exception as error:
            if os.environ.get(DEBUG_VARIABLE):
                raise
            what = f"unexpected error ({type(error).__name__}: {error})"
            raise EtlError(what) from error


def handle_interrupt(*_: object) -> None:
    """End the program at Ctrl-C without waiting for threads that wait for a publisher.

    A half-finished refresh is never in use; the next one removes its files.
    """
    # without click.echo: the signal may interrupt a write, or a bar that hides the cursor
    show_cursor = "\x1b[?25h\n" if os.isatty(2) else ""
    os.write(2, f"{show_cursor}Error: stopped; the snapshot in use is unchanged\n".encode())
    os._exit(EXIT_STOPPED)


def show(document: object, lines: Iterable[str], *, as_json: bool) -> None:
    """Print plain values as one JSON document, or the lines for people."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=1) if as_json else "\n".join(lines))


def align_columns(rows: Sequence[Mapping[str, Any]], columns: Iterable[str]) -> list[str]:
    """Return rows as aligned lines of text under their column names; None is blank."""
    cells = [[*columns]]
    cells += [["" if row[name] is None else str(row[name]) for name in cells[0]] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    ]


RESULT_FIELDS: Final = ("source", "family", "vintage", "sentence", "warnings", "revisions")
OUTCOME_FIELDS: Final = ("sentence", "snapshot", "published", "exit_code", "verdicts", "summary")


@click.command()
@as_json
def sources(as_json: bool) -> None:
    """List the sources with their address, licence and newest release."""
    from etl import versions
    from etl.cli_context import catalog, serving

    rows = []
    newest = {item["source"]: item for item in versions.families(serving()[0], catalog())}
    for family in dict.fromkeys([*BY_FAMILY, *sorted(newest)]):
        source, state = catalog().sources[family], newest.get(family, {})
        rows.append(
            {
                "source": BY_FAMILY.get(family, CURATED_FEED).name,
                "family": family,
                "newest": state.get("vintage"),
                "checked": state.get("checked"),
                "licence": source.licence,
                "address": source.live.base_address if source.live else None,
                "variable": source.live.variable if source.live else None,
            }
        )
    show({"sources": rows}, align_columns(rows, rows[0]), as_json=as_json)


@click.command(
    short_help="Fetch, check and publish some or all sources.",
    help=f"""Refresh SOURCES, by default all, and publish what passed as one new snapshot.

    SOURCES: {", ".join(NAMES)}. If a source fails, its last good data stay in use and the others are
    published. The exit code is the highest of the failed sources, 0 if none failed.
    """,
    epilog=f"""\b
    Examples:
      {PROGRAM} refresh world_bank oecd_msti
      {PROGRAM} refresh gii --file WORKBOOK.xlsx --edition 2026
      {PROGRAM} refresh world_bank --accept-revisions NY.GDP.PCAP.CD
      {PROGRAM} refresh world_bank --accept-values GB.XPD.RSDV.GD.ZS:KOR
    """,
)
@click.argument("sources", nargs=-1, type=click.Choice(NAMES), metavar="[SOURCES]...")
@click.option("--file", type=FILE_TYPE, help="With gii: the publisher's workbook (.xlsx) of one edition.")
@click.option("--edition", type=YEAR_TYPE, help="With gii: the year of the edition.")
@click.option(
    "--accept-revisions",
    multiple=True,
    metavar="NAME,...",
    help="Accept rewritten past values of a series, an edition (2024) or a family.",
)
@click.option(
    "--accept-values",
    multiple=True,
    metavar="NAME",
    help="Accept unusual values of a series, an economy, or SERIES:ECONOMY; may be repeated.",
)
@click.option("--dry-run", is_flag=True, help="Fetch and check, but publish nothing.")
@as_json
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors, for cron.")
def refresh(
    sources: tuple[str, ...], accept_revisions: tuple[str, ...], as_json: bool, quiet: bool, **options: Any
) -> None:
    """Refresh sources, say how each went, and end with the highest exit code of those that failed."""
    from data.snapshot import data_dir
    from etl import pipeline
    from etl.cli_context import Progress, Request
    from etl.difference import summary_lines

    if PACK != BUNDLED:
        raise UsageError("a pack uses the bundled data: unset PACK to refresh")
    chosen = tuple(dict.fromkeys(sources))
    revisable = tuple(name for words in accept_revisions for name in words.split(","))
    request = Request(chosen, accept_revisions=revisable, **options)
    outcome = pipeline.refresh(request, data_dir(), Progress(quiet=quiet))
    if as_json:
        show(_document(outcome, request.dry_run), (), as_json=True)
        click.get_current_context().exit(outcome.exit_code)
    failed = [(result.family, result.error) for result in outcome.results if result.error]
    for family, error in failed:  # the progress has printed the sentence
        if error.violations:
            click.echo(f"{family}:", err=True)
            show_violations(error.violations)
    for advice in dict.fromkeys(error.advice for _, error in failed if error.advice):
        click.echo(advice, err=True)
    if not quiet:
        for result in outcome.results:
            for warning in result.warnings:
                click.echo(f"{result.source}: {warning}", err=True)
        sentence, *verdicts = outcome.lines
        for line in (sentence, *summary_lines(outcome.summary), *verdicts):
            click.echo(line)
        if not request.dry_run:
            click.echo(f"in use: {outcome.folder}")
    click.get_current_context().exit(outcome.exit_code)


def _document(outcome: Outcome, dry_run: bool) -> dict[str, Any]:
    """Return an outcome as plain values for `--json`; the error of a result is its `failure`."""
    results = []
    for result in outcome.results:
        failure, error = None, result.error
        if error is not None:
            failure = {
                "error": str(error),
                "kind": type(error).__name__,
                "exit_code": error.exit_code,
                "advice": error.advice,
                "violations": [str(item) for item in error.violations],
            }
            failure |= {"address": error.address} if isinstance(error, SourceUnreachable) else {}
        values = {name: getattr(result, name) for name in RESULT_FIELDS}
        results.append(values | {"failure": failure})
    values = {name: getattr(outcome, name) for name in OUTCOME_FIELDS}
    return values | {"folder": str(outcome.folder), "dry_run": dry_run, "results": results}


FAMILY_COLUMNS: Final = ("source", "releases", "vintage", "data_as_of", "checked", "held_back")
BROKEN_ADVICE: Final = (
    "Go back to another snapshot (`rollback`), or build this one again from its inputs (`build`)."
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
    broken = [str(violation) for violation in gates.violations(opened.tables(), catalog())]
    metadata = {"snapshot": opened.id, "created": opened.created, "folder": str(opened.folder)}
    sentence = f"snapshot {opened.id} of {opened.created}: no violation"
    show(metadata | {"violations": broken}, broken or [sentence], as_json=as_json)
    if broken:
        raise Refused(f"{len(broken)} violations in snapshot {opened.id}").advise(BROKEN_ADVICE)


@click.command()
@click.argument("snapshot", required=False)
@as_json
def status(snapshot: str | None, as_json: bool) -> None:
    """Show what a snapshot contains, by edition and source.

    SNAPSHOT: as for check; by default the one that the site shows, even if it is not the current one.
    """
    from etl import versions
    from etl.cli_context import catalog, serving

    state = versions.report(*((versions.open_named(snapshot), None) if snapshot else serving()), catalog())
    lines = [f"snapshot {state['snapshot']} of {state['created']} in {state['folder']}"]
    lines += [f"degraded: {state['degraded']}"] if state["degraded"] else []
    lines += [
        "",
        *align_columns(state["editions"], state["editions"][0]),
        "",
        *align_columns(state["sources"], FAMILY_COLUMNS),
    ]
    show(state, lines, as_json=as_json)


@click.command()
@as_json
def history(as_json: bool) -> None:
    """List the snapshots that came into use, newest first."""
    from data.snapshot import data_dir
    from etl import versions
    from etl.cli_context import verdict_lines

    events, rows = versions.history(data_dir()), []
    for event in events:
        state = "in use" if event["current"] else "available" if event["held"] else "removed"
        sources = ", ".join(" ".join(filter(None, item)) for item in event["sources"].items())
        verdicts = "; ".join(verdict_lines(event["verdicts"]))
        rows.append(event | {"state": state, "sources": sources, "verdicts": verdicts})
    columns = ("time", "event", "snapshot", "before", "created", "state", "sources", "verdicts")
    lines = [f"no refresh yet in {data_dir()}: the bundled snapshot is in use"]
    lines = align_columns(rows, columns) if rows else lines
    show({"folder": str(data_dir()), "events": events}, lines, as_json=as_json)


@click.command()
@click.argument("version", required=False)
def rollback(version: str | None) -> None:
    """Put an older snapshot back into use; nothing is removed.

    VERSION: an id that history lists, or its beginning, or "bundled"; by default the one in use before.
    """
    from data.snapshot import data_dir
    from etl import versions

    _print_result(versions.rollback(data_dir(), version))


@click.command()
@click.option("--output", type=FOLDER_TYPE, help="Write into this folder and publish nothing.")
@click.option(
    "--bundled", is_flag=True, help="Build from data/curated alone into data/bundled (for maintainers)."
)
@click.option("--pack", type=FOLDER_TYPE, help="Build the data that the site shows with this pack.")
def build(output: Path | None, bundled: bool, pack: Path | None) -> None:
    """Build the snapshot in use again, offline.

    It is built from data/curated and the releases stored in the data folder (raw/), always with the same
    bytes, and published if it differs.
    """
    if bundled and (output or pack):
        other = "--output" if output else "--pack"
        raise UsageError(f"--bundled writes into data/bundled and takes no {other}: use only one of them")
    if pack:
        _restart_with_pack(pack)
        from etl import packs

        click.echo(packs.build(output))
        return
    from data.snapshot import data_dir
    from etl import pipeline

    _print_result(pipeline.build_bundled() if bundled else pipeline.rebuild(data_dir(), output))


def _restart_with_pack(folder: Path) -> None:
    """Restart the program with the pack in a folder if another one was read at the start."""
    if folder.resolve() != PACK:
        os.environ["PACK"] = os.environ["CHECKED"] = str(folder)
        os.execv(sys.executable, [sys.executable, "-m", "etl", *sys.argv[1:]])  # noqa: S606  # the same again


@click.group()
def pack() -> None:
    """Start or check a pack (the site for another article)."""


@pack.command()
@click.argument("economy")
@click.option("--aims", type=click.IntRange(1, 7), default=7, show_default=True, help="How many aims.")
@click.option("--language", "lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True)
@click.option("--output", type=FOLDER_TYPE, help="The folder to make; packs/<economy> by default.")
def new(economy: str, aims: int, lang: str, output: Path | None) -> None:
    """Write a pack for ECONOMY (an ISO 3166 code of three letters) that runs as it is."""
    from etl import packs

    click.echo(packs.new(economy, output or Path("packs") / economy.upper(), aims, lang))


@pack.command()
@click.argument("economy")
@as_json
def codes(economy: str, as_json: bool) -> None:
    """List the data that a pack for ECONOMY can link: number of values, years and latest value."""
    from etl import packs

    rows = packs.codes(economy)
    show({"codes": rows}, align_columns(rows, rows[0]), as_json=as_json)


@pack.command()
def rules() -> None:
    """List the rules for the files of a pack."""
    from data.pack_rules import RULES

    click.echo("\n".join(RULES))


@pack.command("check")
@click.argument("folder", type=FOLDER_TYPE)
def check_pack(folder: Path) -> None:
    """List all faults of a pack with corrections; without faults, what the data say about its claims."""
    from etl import pack_checks

    if folder.resolve() != PACK and (faults := pack_checks.faults(folder)):
        click.echo("\n".join(faults))
        raise BadFile(f"{len(faults)} faults in {folder}").advise(
            "Correct them and check again: the next check also compares the files with each other."
        )
    _restart_with_pack(folder)
    click.echo("\n".join(pack_checks.findings()))


@click.command(short_help="Copy a workbook, or refreshed data, into data/curated.")
@click.option("--file", type=FILE_TYPE, help="The publisher's workbook (.xlsx) of one edition.")
@click.option("--edition", type=YEAR_TYPE, help="Year of the edition, if the workbook is a new one.")
def curate(file: Path | None, edition: int | None) -> None:
    """Copy the table of a workbook into data/curated (for maintainers).

    Without --file: copy the refreshed data of the snapshot in use. Then run `build --bundled` to ship them
    with the code.
    """
    from data.snapshot import data_dir
    from etl import pipeline

    if edition and file is None:
        raise UsageError("--edition needs --file WORKBOOK.xlsx")
    _print_result(pipeline.curate(file, edition) if file else pipeline.curate_refreshed(data_dir()))


def _print_result(result: BuildResult) -> None:
    click.echo("\n".join(result.lines))
    if result.snapshot:
        click.echo(f"snapshot {result.snapshot} in {result.folder}")


EXAMPLES: Final = f"""\b
Examples:
  {PROGRAM} refresh --dry-run    fetch and check, but publish nothing
  {PROGRAM} refresh              fetch, check and publish all sources
  {PROGRAM} status               show releases, editions and dates of checks
  {PROGRAM} rollback             go back to the previous snapshot

See docs/refresh.md for more. The whole site as files: python -m service.edition --help
"""


@click.group(
    cls=Commands,
    commands=[refresh, sources, status, check, history, rollback, build, pack, curate],
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EXAMPLES,
)
def main() -> None:
    """Refresh and check the data behind the dashboard.

    Refreshed snapshots go to DATA_DIR (default: your user data folder). Exit codes: 0 done, 1 unexpected, 2
    wrong use, 3 source unreachable, 4 bad file, 5 refused by a check, 6 data folder not writable or busy, 7
    corrupt snapshot, 130 stopped.
    """
    # Hundreds of thousands of parsed rows hold no cycles; collecting garbage every 700 objects would take
    # half of the time.
    gc.set_threshold(100_000, 10, 10)
