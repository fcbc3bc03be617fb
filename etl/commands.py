"""The commands of python -m etl; what is slow to import is imported by the command."""

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
STOPPED: Final = 130
FILE: Final = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
FOLDER: Final = click.Path(file_okay=False, path_type=Path)
YEAR: Final = click.IntRange(*EDITION_YEARS, max_open=True)

as_json: Final = click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")


WITHDRAWN: Final = {
    "diff": "a refresh, and `refresh --dry-run`, say what changes",
    "doctor": "`refresh --dry-run` says of each publisher what goes wrong",
    "export": "the Data page and every release of the project have the tables",
}


class Commands(click.Group):
    """A group in which a fault of the program, too, ends as one sentence on stderr."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Name what takes the place of a command that was withdrawn."""
        if args[0] in WITHDRAWN:
            raise UsageError(f"the command {args[0]} was withdrawn: {WITHDRAWN[args[0]]}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; raise what neither it nor click knows as EtlError, or as it is for ETL_DEBUG."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise
        except CatalogError as error:
            raise BadFile(f"the catalog cannot be used: {error}").advise(OWN_FILE_ADVICE) from error
        except Exception as error:
            if os.environ.get(DEBUG_VARIABLE):
                raise
            what = f"something unexpected went wrong ({type(error).__name__}: {error})"
            raise EtlError(what) from error


def end_with(*_: object) -> None:
    """End the program at Ctrl-C without waiting for threads that wait for a publisher.

    What a refresh leaves half done is never in use, and the next one sweeps it up.
    """
    # not by click.echo: the signal may have come in the middle of a write, or of a bar that hides the cursor
    shown = "\x1b[?25h\n" if os.isatty(2) else ""
    os.write(2, f"{shown}Error: stopped; the snapshot in use stays whole\n".encode())
    os._exit(STOPPED)


def show(document: object, lines: Iterable[str], *, as_json: bool) -> None:
    """Print plain values as one JSON document, or for people the lines that say the same."""
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


RESULT: Final = ("source", "family", "vintage", "sentence", "warnings", "revisions")
OUTCOME: Final = ("sentence", "snapshot", "published", "exit_code", "verdicts", "summary")


@click.command()
@as_json
def sources(as_json: bool) -> None:
    """Show from where each source comes."""
    from etl import versions
    from etl.cli_context import catalog, serving

    found = []
    newest = {item["source"]: item for item in versions.families(serving()[0], catalog())}
    for family in dict.fromkeys([*BY_FAMILY, *sorted(newest)]):
        source, own = catalog().sources[family], newest.get(family, {})
        found.append(
            {
                "source": BY_FAMILY.get(family, CURATED_FEED).name,
                "family": family,
                "newest": own.get("vintage"),
                "checked": own.get("checked"),
                "licence": source.licence,
                "address": source.live.base_address if source.live else None,
                "variable": source.live.variable if source.live else None,
            }
        )
    show({"sources": found}, align_columns(found, found[0]), as_json=as_json)


@click.command(
    short_help="Fetch, check and publish some or all sources.",
    help=f"""Refresh SOURCES, by default all, and publish what passed as one new snapshot.

    SOURCES: {", ".join(NAMES)}. A source that fails leaves the others alone; its last good data stays. The
    exit code is the highest of those that failed, 0 if none did.
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
@click.option("--file", type=FILE, help="With gii: the publisher's workbook (.xlsx) of one edition.")
@click.option("--edition", type=YEAR, help="With gii: the year of the edition.")
@click.option(
    "--accept-revisions",
    multiple=True,
    metavar="NAME,...",
    help="Take over the rewritten past of a series, an edition (2024) or a family, as refusals name them.",
)
@click.option(
    "--accept-values",
    multiple=True,
    metavar="NAME",
    help="Take over odd values of a series, an economy, or SERIES:ECONOMY; may be repeated.",
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
        raise UsageError("a pack stands on the bundled data: unset PACK to refresh")
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
    """Return what `--json` prints: an outcome as plain values, whatever went wrong under `failure`."""
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
        stated = {name: getattr(result, name) for name in RESULT}
        results.append(stated | {"failure": failure})
    stated = {name: getattr(outcome, name) for name in OUTCOME}
    return stated | {"folder": str(outcome.folder), "dry_run": dry_run, "results": results}


FAMILIES: Final = ("source", "releases", "vintage", "data_as_of", "checked", "held_back")
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
    sentence = f"snapshot {opened.id} of {opened.created}: no violation"
    show(about | {"violations": found}, found or [sentence], as_json=as_json)
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
    lines = [f"snapshot {state['snapshot']} of {state['created']} in {state['folder']}"]
    lines += [f"degraded: {state['degraded']}"] if state["degraded"] else []
    lines += [
        "",
        *align_columns(state["editions"], state["editions"][0]),
        "",
        *align_columns(state["sources"], FAMILIES),
    ]
    show(state, lines, as_json=as_json)


@click.command()
@as_json
def history(as_json: bool) -> None:
    """Show which snapshots came into use when, and why."""
    from data.snapshot import data_dir
    from etl import versions
    from etl.cli_context import verdict_lines

    events, rows = versions.history(data_dir()), []
    for event in events:
        state = "in use" if event["current"] else "available" if event["held"] else "removed"
        sources = ", ".join(" ".join(filter(None, one)) for one in event["sources"].items())
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

    _tell(versions.rollback(data_dir(), version))


@click.command()
@click.option("--output", type=FOLDER, help="Write into this folder and publish nothing.")
@click.option("--bundled", is_flag=True, help="From data/curated alone, into data/bundled (for maintainers).")
@click.option("--pack", type=FOLDER, help="The data that the site shows with this pack.")
def build(output: Path | None, bundled: bool, pack: Path | None) -> None:
    """Build the snapshot in use anew, offline.

    It is made from data/curated and the releases kept in the data folder (raw/), the same bytes every time,
    and published if it differs.
    """
    if bundled and (output or pack):
        other = "--output" if output else "--pack"
        raise UsageError(f"--bundled writes into data/bundled and takes no {other}: leave one of them out")
    if pack:
        _in_use(pack)
        from etl import packs

        click.echo(packs.build(output))
        return
    from data.snapshot import data_dir
    from etl import pipeline

    _tell(pipeline.build_bundled() if bundled else pipeline.rebuild(data_dir(), output))


def _in_use(folder: Path) -> None:
    """Go on with the pack in a folder: start again with it if another one was read at the start."""
    if folder.resolve() != PACK:
        os.environ["PACK"] = os.environ["CHECKED"] = str(folder)
        os.execv(sys.executable, [sys.executable, "-m", "etl", *sys.argv[1:]])  # noqa: S606  # the same again


@click.group()
def pack() -> None:
    """Start or check a pack: another article."""


@pack.command()
@click.argument("economy")
@click.option("--aims", type=click.IntRange(1, 7), default=7, show_default=True, help="How many aims.")
@click.option("--language", "lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True)
@click.option("--output", type=FOLDER, help="The folder to make; packs/<economy> by default.")
def new(economy: str, aims: int, lang: str, output: Path | None) -> None:
    """Write a pack for an economy, by its ISO 3166 code of three letters, that runs as it is."""
    from etl import packs

    click.echo(packs.new(economy, output or Path("packs") / economy.upper(), aims, lang))


@pack.command()
@click.argument("economy")
@as_json
def codes(economy: str, as_json: bool) -> None:
    """List what a pack for an economy can link: how many values, of which years, the latest."""
    from etl import packs

    found = packs.codes(economy)
    show({"codes": found}, align_columns(found, found[0]), as_json=as_json)


@pack.command()
def rules() -> None:
    """List the rules for the files of a pack."""
    from data.pack_rules import RULES

    click.echo("\n".join(RULES))


@pack.command("check")
@click.argument("folder", type=FOLDER)
def check_pack(folder: Path) -> None:
    """List all that is wrong in a pack and what to write; if nothing is, what the data say of its claims."""
    from etl import pack_checks

    if folder.resolve() != PACK and (found := pack_checks.faults(folder)):
        click.echo("\n".join(found))
        raise BadFile(f"{len(found)} faults in {folder}").advise(
            "Correct them and check again: then it is looked at whether all fits together."
        )
    _in_use(folder)
    click.echo("\n".join(pack_checks.findings()))


@click.command(short_help="Keep a workbook, or what was refreshed, in data/curated.")
@click.option("--file", type=FILE, help="The publisher's workbook (.xlsx) of one edition.")
@click.option("--edition", type=YEAR, help="Year of the edition, if the workbook is a new one.")
def curate(file: Path | None, edition: int | None) -> None:
    """Keep the table of a workbook in data/curated (for maintainers).

    Without --file: what the snapshot in use has from refreshes. `build --bundled` then makes it the data that
    travel with the code.
    """
    from data.snapshot import data_dir
    from etl import pipeline

    if edition and file is None:
        raise UsageError("--edition goes with --file")
    _tell(pipeline.curate(file, edition) if file else pipeline.curate_refreshed(data_dir()))


def _tell(done: BuildResult) -> None:
    click.echo("\n".join(done.lines))
    if done.snapshot:
        click.echo(f"snapshot {done.snapshot} in {done.folder}")


EXAMPLES: Final = f"""\b
Examples:
  {PROGRAM} refresh --dry-run    would it work, and what would it bring?
  {PROGRAM} refresh              fetch, check and publish all sources
  {PROGRAM} status               what is available, of which release, checked when
  {PROGRAM} rollback             back to the snapshot before

docs/refresh.md says the rest. The whole site as files: python -m service.edition --help
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
    # Answers are read into hundreds of thousands of rows without a cycle, for which to look each 700 objects
    # takes half of the time.
    gc.set_threshold(100_000, 10, 10)
