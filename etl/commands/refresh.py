"""refresh: ask the publishers, check what they sent, publish what passed."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from etl.commands.answers import show, verdict_lines
from etl.commands.mistakes import failure, stopped_at_once, tell_violations
from etl.commands.options import FILE, YEAR, Name, as_json, examples, quiet
from etl.commands.sources import HOW
from etl.errors import Refused
from etl.progress import Progress

if TYPE_CHECKING:
    from pathlib import Path

    from etl.outcome import Outcome


@click.command(
    short_help="Fetch, check and publish some or all sources.",
    epilog=examples(
        ("refresh", "all sources"),
        ("refresh world_bank oecd_msti", "two of them"),
        ("refresh --dry-run", "look, but publish nothing"),
        ("refresh gii --file WORKBOOK.xlsx --edition 2026", "a workbook you have"),
        ("refresh world_bank --accept-revisions", "a rewritten past, once you have looked at it"),
        ("refresh --quiet", "for cron: nothing but errors"),
        ("refresh --json", "for a machine"),
    ),
)
@click.argument("sources", nargs=-1, type=Name("source", lambda: HOW))
@click.option("--file", type=FILE, help="With gii: the publisher's workbook (.xlsx) of one edition.")
@click.option("--edition", type=YEAR, help="With gii: the year of the edition.")
@click.option("--accept-revisions", is_flag=True, help="Take over changes of the past beyond the tolerance.")
@click.option("--dry-run", is_flag=True, help="Fetch and check, but publish nothing.")
@as_json
@quiet
def refresh(
    sources: tuple[str, ...],
    file: Path | None,
    edition: int | None,
    accept_revisions: bool,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Refresh SOURCES, by default all, and publish what passed as one new snapshot.

    SOURCES: gii, world_bank, oecd_msti, penn_world_table, curated. A source that fails leaves the others
    alone; its last good data stays. The exit code is the highest of those that failed, 0 if none did.
    """
    from data.snapshot import data_dir
    from etl import pipeline
    from etl.outcome import Request

    request = Request(
        sources=tuple(dict.fromkeys(sources)),
        file=file,
        edition=edition,
        accept_revisions=accept_revisions,
        dry_run=dry_run,
    )
    progress = Progress(quiet=quiet)
    ctx = click.get_current_context()
    with stopped_at_once(ctx), closing(progress):
        outcome = pipeline.refresh(request, data_dir(), progress)
    if as_json:
        show(_document(outcome, dry_run))
    else:
        _explain(outcome)
        if not quiet:
            _tell(outcome, dry_run)
    ctx.exit(outcome.exit_code)


def _document(outcome: Outcome, dry_run: bool) -> dict[str, Any]:
    return {
        "sentence": outcome.sentence,
        "snapshot": outcome.snapshot,
        "folder": str(outcome.folder),
        "published": outcome.published,
        "dry_run": dry_run,
        "exit_code": outcome.exit_code,
        "verdicts": outcome.verdicts,
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
    click.echo(outcome.sentence)
    for line in verdict_lines(outcome.verdicts):
        click.echo(line)
    if not dry_run:
        click.echo(f"in use: {outcome.folder}")
