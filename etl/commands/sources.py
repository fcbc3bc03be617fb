"""sources: from where each source comes, under which licence and limits, and how its refresh goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from etl.commands.answers import show
from etl.commands.options import as_json, examples
from etl.feeds import FEEDS, HOW

if TYPE_CHECKING:
    from data.entries import Source
    from data.live import Live


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
        show({"sources": found})
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
