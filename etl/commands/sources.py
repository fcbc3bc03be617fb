"""doctor, sources and refresh: the way to each publisher, and what is fetched, checked and published."""

from __future__ import annotations

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
    Progress,
    as_json,
    examples,
    failure,
    json_text,
    print_json,
    print_table,
    print_violations,
    quiet,
    stopped_at_once,
    verdict_lines,
)
from etl.errors import EtlError, Refused
from etl.feeds import BY_FAMILY, CURATED, FEEDS, HOW, NAMES

if TYPE_CHECKING:
    from pathlib import Path

    from data.entries import Live, Source
    from etl.cli_context import Outcome


COLUMNS: Final = ("source", "state", "newest there", "newest here", "what to do")
FAILED: Final = 3


@click.command(
    short_help="Ask every publisher whether a refresh would work.",
    epilog=examples(
        ("doctor", "before the first refresh, and when one fails"),
        ("doctor --json", "for a machine"),
    ),
)
@as_json
def doctor(as_json: bool) -> None:
    """Ask every publisher for as little as proves that a refresh would work; write nothing.

    State: works; blocked (the publisher refuses programs, or this network); changed (another address, host or
    form than this program knows); unreachable. Ends within half a minute, with exit code 3 unless all work.
    """
    from etl.cli_context import catalog, serving, today
    from etl.doctor import WORKS, findings

    snapshot, _ = serving()
    found = findings(snapshot, catalog(), today())
    code = 0 if all(item.state == WORKS for item in found) else FAILED
    if as_json:
        print_json({"snapshot": snapshot.id, "exit_code": code, "sources": [asdict(item) for item in found]})
    else:
        rows = [(item.source, item.state, item.there, item.here, item.advice) for item in found]
        print_table([dict(zip(COLUMNS, row, strict=True)) for row in rows], COLUMNS)
        for item in found:
            if item.sentence:
                click.echo(f"{item.source}: {item.sentence}", err=True)
    click.get_current_context().exit(code)


@click.command(
    short_help="Show from where each source comes.",
    epilog=examples(
        ("sources", "all of them"),
        ("sources --json", "the same for a machine"),
    ),
)
@as_json
def sources(as_json: bool) -> None:
    """Show for each source its address, licence, limits, newest release in use, and how its refresh goes."""
    found = listed()
    if as_json:
        print_json({"sources": found})
        return
    click.echo("\n\n".join("\n".join(_lines(item)) for item in found))


def listed() -> list[dict[str, Any]]:
    """Return for each name its families as plain values."""
    from etl import versions
    from etl.cli_context import catalog, serving

    snapshot, _ = serving()
    newest = {item["source"]: item for item in versions.families(snapshot, catalog())}
    found: list[dict[str, Any]] = []
    for name, how in HOW.items():
        families = [feed.family for feed in FEEDS if feed.name == name]
        found.append(
            {
                "source": name,
                "refresh": how,
                "families": [_family(catalog().sources[family], newest) for family in families],
            }
        )
    by_hand = sorted(set(newest) - {feed.family for feed in FEEDS})
    found[-1]["families"] = [_family(catalog().sources[family], newest) for family in by_hand]
    return found


def _family(source: Source, newest: dict[str, dict[str, Any]]) -> dict[str, Any]:
    own = newest.get(source.id)
    return {
        "family": source.id,
        "name": source.name.en,
        "publisher": source.publisher.en,
        "licence": source.licence,
        "update_month": source.update_month,
        "newest": own["vintage"] if own else None,
        "checked": own["checked"] if own else None,
        **_live(source.live),
    }


def _live(live: Live | None) -> dict[str, Any]:
    if live is None:
        return {"address": None, "variable": None, "limits": []}
    limits = [{"requests": requests, "seconds": seconds} for requests, seconds in live.limits]
    return {"address": live.address, "variable": live.variable, "limits": limits}


def _lines(item: dict[str, Any]) -> list[str]:
    lines = [item["source"], f"  {item['refresh']}"]
    for family in item["families"]:
        newest = f"newest {family['newest']}" if family["newest"] else "none yet"
        lines.append(f"  {family['family']}: {family['name']}; licence: {family['licence']}; {newest}")
        if family["address"]:
            limits = ", ".join(f"{limit['requests']} in {limit['seconds']} s" for limit in family["limits"])
            at_most = f"; at most {limits}" if limits else ""
            lines.append(f"    {family['address']} ({family['variable']} names another){at_most}")
    return lines


HELP: Final = f"""Refresh SOURCES, by default all, and publish what passed as one new snapshot.

SOURCES: {", ".join(NAMES)}. A source that fails leaves the others alone; its last good data stays. With
PUBLISH_URL what is then in use goes there, too; with --webhook the document of --json is sent by POST. The
exit code is the highest of those that failed, 0 if none did.
"""


def _revisable() -> list[str]:
    """Return what can be accepted: series, editions as far as one can be asked for, families with either."""
    from etl.cli_context import catalog

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
    from etl import pipeline
    from etl.cli_context import Request
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
    progress = Progress(quiet=quiet)
    ctx = click.get_current_context()
    try:
        with stopped_at_once(ctx), closing(progress):
            outcome = pipeline.refresh(request, data_dir(), progress)
    except EtlError as error:
        _post(hook, failure(error))
        raise
    document = _document(outcome, dry_run)
    if as_json:
        print_json(document)
    else:
        _print_failures(outcome)
        if not quiet:
            _print_outcome(outcome, dry_run)
    _post(hook, document)
    ctx.exit(outcome.exit_code)


def _post(hook: str | None, document: dict[str, Any]) -> None:
    """Send the document to the web hook, if there is one; a failure is a line on stderr and no more."""
    from etl.webhook import post

    if hook and (sentence := post(hook, json_text(document))):
        click.echo(f"Warning: {sentence}", err=True)


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
