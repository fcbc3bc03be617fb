"""doctor, sources and refresh: the way to each publisher, and what is fetched, checked and published."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import click

from etl.commands.cli import (
    FILE,
    PROGRAM,
    YEAR,
    Progress,
    as_json,
    print_json,
    print_table,
    verdict_lines,
)
from etl.errors import SourceUnreachable, show_violations
from etl.feeds import BY_FAMILY, CURATED, NAMES

if TYPE_CHECKING:
    from etl.cli_context import Outcome

COLUMNS: Final = ("source", "family", "newest", "checked", "licence", "address", "variable")
RESULT: Final = ("source", "family", "vintage", "sentence", "warnings", "revisions")
OUTCOME: Final = ("sentence", "snapshot", "published", "exit_code", "verdicts", "summary")
STATES: Final = ("source", "state", "there", "here", "advice")


@click.command()
@as_json
def doctor(as_json: bool) -> None:
    """Ask every publisher whether a refresh would work; write nothing.

    State: works; blocked (the publisher refuses programs, or this network); changed (another address, host or
    form than this program knows); unreachable. There and here: the newest vintage of the publisher and of the
    snapshot in use. Ends within half a minute, with exit code 3 unless all work.
    """
    from etl.cli_context import catalog, serving, today
    from etl.doctor import WORKS, findings

    snapshot, _ = serving()
    found = findings(snapshot, catalog(), today())
    code = 0 if all(item.state == WORKS for item in found) else SourceUnreachable.exit_code
    if as_json:
        print_json({"snapshot": snapshot.id, "exit_code": code, "sources": [asdict(item) for item in found]})
    else:
        print_table([asdict(item) for item in found], STATES)
        for item in found:
            if item.sentence:
                click.echo(f"{item.source}: {item.sentence}", err=True)
    click.get_current_context().exit(code)


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
        live = source.live if family in BY_FAMILY else None
        found.append(
            {
                "source": BY_FAMILY[family].name if family in BY_FAMILY else CURATED,
                "family": family,
                "newest": own.get("vintage"),
                "checked": own.get("checked"),
                "licence": source.licence,
                "address": live.address if live else None,
                "variable": live.variable if live else None,
            }
        )
    if as_json:
        print_json({"sources": found})
    else:
        print_table(found, COLUMNS)


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
      {PROGRAM} refresh world_bank --accept-values GB.XPD.RSDV.GD.ZS:CHN
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
    sources: tuple[str, ...], accept_revisions: tuple[str, ...], as_json: bool, quiet: bool, **asked: Any
) -> None:
    """Refresh sources, say how each went, and end with the highest exit code of those that failed."""
    from data.snapshot import data_dir
    from etl import pipeline
    from etl.cli_context import Request

    chosen = tuple(dict.fromkeys(sources))
    revisable = tuple(name for words in accept_revisions for name in words.split(","))
    request = Request(chosen, accept_revisions=revisable, **asked)
    outcome = pipeline.refresh(request, data_dir(), Progress(quiet=quiet))
    if as_json:
        print_json(_document(outcome, request.dry_run))
    else:
        _print_failures(outcome)
        if not quiet:
            _print_outcome(outcome, request.dry_run)
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


def _print_failures(outcome: Outcome) -> None:
    """Print what belongs to the failures that the progress has printed: broken rules, and advice once."""
    failed = [(result.family, result.error) for result in outcome.results if result.error]
    for family, error in failed:
        if error.violations:
            click.echo(f"{family}:", err=True)
            show_violations(error.violations)
    for advice in dict.fromkeys(error.advice for _, error in failed if error.advice):
        click.echo(advice, err=True)


def _print_outcome(outcome: Outcome, dry_run: bool) -> None:
    from etl.difference import summary_lines

    for result in outcome.results:
        for warning in result.warnings:
            click.echo(f"{result.source}: {warning}", err=True)
    for line in (outcome.sentence, *summary_lines(outcome.summary), *verdict_lines(outcome.verdicts)):
        click.echo(line)
    if not dry_run:
        click.echo(f"in use: {outcome.folder}")
