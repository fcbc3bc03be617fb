"""refresh: ask the publishers, check what they sent, publish what passed."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import click

from etl.commands.answers import show, text, verdict_lines
from etl.commands.mistakes import failure, stopped_at_once, tell_violations
from etl.commands.options import FILE, YEAR, YEARS, Name, Names, as_json, examples, quiet
from etl.errors import EtlError, Refused
from etl.feeds import BY_FAMILY, CURATED, NAMES
from etl.progress import Progress

if TYPE_CHECKING:
    from pathlib import Path

    from etl.outcome import Outcome
    from etl.publishing import Published


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
    """Refresh sources, tell how each went, and end with the highest exit code of those that failed."""
    from data.snapshot import data_dir
    from etl import pipeline, publishing
    from etl.outcome import Request

    hook = None if dry_run else _usable(webhook)
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
    passed_on = _pass_on(data_dir(), store) if store else None
    document = _document(outcome, dry_run) | ({"store": _told(passed_on)} if passed_on else {})
    if as_json:
        show(document)
    else:
        _explain(outcome)
        if not quiet:
            _tell(outcome, dry_run)
        if isinstance(passed_on, EtlError):
            click.echo(f"Error: {passed_on}\n{passed_on.advice}", err=True)
        elif passed_on and not quiet:
            click.echo(passed_on.sentence)
    _post(hook, document)
    code = passed_on.exit_code if isinstance(passed_on, EtlError) else 0
    ctx.exit(max(outcome.exit_code, code))


def _usable(webhook: str | None) -> str | None:
    """Return the address of the web hook, if there is one; UsageError before any publisher is asked."""
    if webhook:
        from etl.webhook import check

        check(webhook)
    return webhook


def _post(hook: str | None, document: dict[str, Any]) -> None:
    """Send the document to the web hook, if there is one; a failure is a line on stderr and no more."""
    if hook:
        from etl.webhook import post

        if sentence := post(hook, text(document)):
            click.echo(f"Warning: {sentence}", err=True)


def _pass_on(folder: Path, store: str) -> Published | EtlError:
    """Publish what is in use now, whatever the sources gave; a failure does not undo the refresh."""
    from etl import publishing

    try:
        return publishing.publish(folder, store)
    except EtlError as error:
        return error


def _told(passed_on: Published | EtlError) -> dict[str, Any]:
    if isinstance(passed_on, EtlError):
        return {"failure": failure(passed_on)}
    return {"sentence": passed_on.sentence, **asdict(passed_on)}


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


def _explain(outcome: Outcome) -> None:
    """Print what belongs to the failures that the progress told already: broken rules, and advice once."""
    failed = [(result.family, result.error) for result in outcome.results if result.error]
    for family, error in failed:
        if isinstance(error, Refused) and error.violations:
            click.echo(f"{family}:", err=True)
            tell_violations(error.violations)
    for advice in dict.fromkeys(error.advice for _, error in failed if error.advice):
        click.echo(advice, err=True)


def _tell(outcome: Outcome, dry_run: bool) -> None:
    for result in outcome.results:
        for warning in result.warnings:
            click.echo(f"{result.source}: {warning}", err=True)
    from etl.difference import summary_lines

    for line in (outcome.sentence, *summary_lines(outcome.summary), *verdict_lines(outcome.verdicts)):
        click.echo(line)
    if not dry_run:
        click.echo(f"in use: {outcome.folder}")
