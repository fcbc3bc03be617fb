"""doctor and sources: the way to each publisher, whether it works, and how its refresh goes."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import click

from etl.commands.cli import as_json, examples, print_json, print_table
from etl.feeds import FEEDS, HOW

if TYPE_CHECKING:
    from data.entries import Live, Source


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
    from etl.doctor import WORKS, findings
    from etl.workplace import catalog, serving, today

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
    """Show for each source its address, licence, limits, newest release held, and how its refresh goes."""
    found = listed()
    if as_json:
        print_json({"sources": found})
        return
    click.echo("\n\n".join("\n".join(_lines(item)) for item in found))


def listed() -> list[dict[str, Any]]:
    """Return for each name its families as plain values."""
    from etl import versions
    from etl.workplace import catalog, serving

    snapshot, _ = serving()
    held = {item["source"]: item for item in versions.families(snapshot, catalog())}
    found: list[dict[str, Any]] = []
    for name, how in HOW.items():
        families = [feed.family for feed in FEEDS if feed.name == name]
        found.append(
            {
                "source": name,
                "refresh": how,
                "families": [_family(catalog().sources[family], held) for family in families],
            }
        )
    by_hand = sorted(set(held) - {feed.family for feed in FEEDS})
    found[-1]["families"] = [_family(catalog().sources[family], held) for family in by_hand]
    return found


def _family(source: Source, held: dict[str, dict[str, Any]]) -> dict[str, Any]:
    own = held.get(source.id)
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
        newest = f"newest held {family['newest']}" if family["newest"] else "none held yet"
        lines.append(f"  {family['family']}: {family['name']}; licence: {family['licence']}; {newest}")
        if family["address"]:
            limits = ", ".join(f"{limit['requests']} in {limit['seconds']} s" for limit in family["limits"])
            at_most = f"; at most {limits}" if limits else ""
            lines.append(f"    {family['address']} ({family['variable']} names another){at_most}")
    return lines
