"""refresh: ask the publishers, check what they sent, publish what passed."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import click

from etl.commands.cli import (
    FILE,
    YEAR,
    YEARS,
    Name,
    Names,
    as_json,
    examples,
    failure,
    json_text,
    print_json,
    print_violations,
    quiet,
    stopped_at_once,
    verdict_lines,
)
from etl.errors import EtlError, Refused
from etl.feeds import BY_FAMILY, CURATED, NAMES
from etl.progress import Progress

if TYPE_CHECKING:
    from pathlib import Path

    from etl.outcome import Outcome


HELP: Final = f"""Refresh SOURCES, by default all, and publish what passed as one new snapshot.

SOURCES: {", ".join(NAMES)}. A source that fails leaves the others alone; its last good data stays. With
PUBLISH_URL what is then in use goes there, too; with --webhook the document of --json is sent by POST. The
exit code is the highest of those that failed, 0 if none did.
"""


def _revisable() -> list[str]:
    """Return what can be accepted: series, editions as far as one can be asked for, families with either."""
    from etl.workplace import catalog

    known = catalog()
    families = sorted({item.source for item in known.indicators.values()} | set(BY_FAMILY))
    editions = [str(year) for year in range(*YEARS)]
    return [*known.indicators, *families, CURATED, *editions]


@click.command(
    help=HELP,
    short_help="Fetch, check and publish some or all sources.",
    epilog=examples(
        ("refresh", "all sources"),
        ("refresh world_bank oecd_msti", "two of them"),
        ("refresh --dry-run", "look, but publish nothing"),
        ("refresh gii --file WORKBOOK.xlsx --edition 2026", "a workbook you have"),
        ("refresh world_bank --accept-revisions NY.GDP.PCAP.CD", "a rewritten past, once you have looked"),
        ("refresh world_bank --accept-values GB.XPD.RSDV.GD.ZS:CHN", "odd values, once you have looked"),
        ("refresh --quiet", "for cron: nothing but errors"),
        ("refresh --json", "for a machine"),
        ("refresh --quiet --webhook https://HOST/PATH", "tell a chat or a monitor how it went"),
    ),
)
@click.argument("sources", nargs=-1, type=Name("source", lambda: NAMES))
@click.option("--file", type=FILE, help="With gii: the publisher's workbook (.xlsx) of one edition.")
@click.option("--edition", type=YEAR, help="With gii: the year of the edition.")
@click.option(
    "--accept-revisions",
    multiple=True,
    metavar="NAME,...",
    type=Names("series, edition or family", _revisable),
    help="Take over the rewritten past of a series, an edition (2024) or a family, as refusals name them.",
)
@click.option(
    "--accept-values",
    multiple=True,
    metavar="NAME",
    help="Take over odd values of a series, an economy, or SERIES:ECONOMY; may be repeated.",
)
@click.option("--dry-run", is_flag=True, help="Fetch and check, but publish nothing.")
@click.option(
    "--webhook",
    metavar="URL",
    envvar="WEBHOOK_URL",
    show_envvar=True,
    help="POST the document of --json there; not with --dry-run.",
)
@as_json
@quiet
def refresh(
    sources: tuple[str, ...],
    file: Path | None,
    edition: int | None,
    accept_revisions: tuple[str, ...],
    accept_values: tuple[str, ...],
    dry_run: bool,
    webhook: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Refresh sources, say how each went, and end with the highest exit code of those that failed."""
    from data.snapshot import data_dir
    from etl import pipeline, publishing
    from etl.outcome import Request
    from etl.webhook import check

    hook = None if dry_run else webhook
    if hook:
        check(hook)
    request = Request(
        sources=tuple(dict.fromkeys(sources)),
        file=file,
        edition=edition,
        accept_revisions=tuple(name for names in accept_revisions for name in names.split(",")),
        accept_values=accept_values,
        dry_run=dry_run,
    )
    store = None if dry_run else os.environ.get(publishing.ADDRESS)
    if store:
        publishing.StoreWriter(store)  # a wrong address is reported before publishers are asked
    progress = Progress(quiet=quiet)
    ctx = click.get_current_context()
    try:
        with stopped_at_once(ctx), closing(progress):
            outcome = pipeline.refresh(request, data_dir(), progress)
    except EtlError as error:
        _post(hook, failure(error))
        raise
    stored = _publish(store) if store else {}
    document = _document(outcome, dry_run) | ({"store": stored} if store else {})
    failed = stored.get("failure", {})
    if as_json:
        print_json(document)
    else:
        _print_failures(outcome)
        if not quiet:
            _print_outcome(outcome, dry_run)
        if failed:
            click.echo(f"Error: {failed['error']}\n{failed['advice']}", err=True)
        elif store and not quiet:
            click.echo(stored["sentence"])
    _post(hook, document)
    ctx.exit(max(outcome.exit_code, failed.get("exit_code", 0)))


def _post(hook: str | None, document: dict[str, Any]) -> None:
    """Send the document to the web hook, if there is one; a failure is a line on stderr and no more."""
    from etl.webhook import post

    if hook and (sentence := post(hook, json_text(document))):
        click.echo(f"Warning: {sentence}", err=True)


def _publish(store: str) -> dict[str, Any]:
    """Publish what is in use now, whatever the sources gave; a failure does not undo the refresh."""
    from data.snapshot import data_dir
    from etl import publishing

    try:
        done = publishing.publish(data_dir(), store)
    except EtlError as error:
        return {"failure": failure(error)}
    return {"sentence": done.sentence, **asdict(done)}


def _document(outcome: Outcome, dry_run: bool) -> dict[str, Any]:
    return {
        "sentence": outcome.sentence,
        "snapshot": outcome.snapshot,
        "folder": str(outcome.folder),
        "published": outcome.published,
        "dry_run": dry_run,
        "exit_code": outcome.exit_code,
        "verdicts": outcome.verdicts,
        "summary": outcome.summary,
        "results": [
            {
                "source": result.source,
                "family": result.family,
                "vintage": result.vintage,
                "sentence": result.sentence,
                "warnings": list(result.warnings),
                "revisions": result.revisions,
                "failure": failure(result.error) if result.error else None,
            }
            for result in outcome.results
        ],
    }


def _print_failures(outcome: Outcome) -> None:
    """Print what belongs to the failures that the progress has printed: broken rules, and advice once."""
    failed = [(result.family, result.error) for result in outcome.results if result.error]
    for family, error in failed:
        if isinstance(error, Refused) and error.violations:
            click.echo(f"{family}:", err=True)
            print_violations(error.violations)
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
