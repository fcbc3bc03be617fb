"""history, diff and rollback: the snapshots that a data folder holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from etl.commands.answers import show, show_table, verdict_lines
from etl.commands.options import as_json, examples, quiet

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COLUMNS = ("time", "event", "snapshot", "before", "created", "state", "sources", "verdicts")


def offer_snapshots(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the names of all snapshots."""
    return [*offer_versions(ctx, param, incomplete), *_items(["current", "previous"], incomplete)]


def offer_versions(
    ctx: click.Context,  # noqa: ARG001 - as click calls it
    param: click.Parameter,  # noqa: ARG001 - as click calls it
    incomplete: str,
) -> list[CompletionItem]:
    """Offer the versions of the data folder, and the one that travels with the code."""
    from data.snapshot import VERSIONS, data_dir

    held = sorted(path.name for path in (data_dir() / VERSIONS).glob("[0-9a-f]*"))
    return _items([*held, "bundled"], incomplete)


def _items(names: list[str], incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


@click.command(
    short_help="Show which snapshots were in use when.",
    epilog=examples(
        ("history", "what came into use when, the newest first"),
        ("history --json", "for a machine"),
    ),
)
@as_json
def history(as_json: bool) -> None:
    """Show which snapshots came into use when, why, and which of them are still held."""
    from data.snapshot import data_dir
    from etl import versions

    events = versions.history(data_dir())
    if as_json:
        show({"folder": str(data_dir()), "events": events})
    elif events:
        show_table([{**event, **_in_words(event)} for event in events], COLUMNS)
    else:
        click.echo(f"no refresh yet in {data_dir()}: the bundled snapshot is in use")


def _in_words(event: dict[str, object]) -> dict[str, str]:
    sources = event["sources"]
    named = sources.items() if isinstance(sources, dict) else ()
    state = "in use" if event["current"] else "held" if event["held"] else "removed"
    verdicts = event["verdicts"]
    return {
        "state": state,
        "sources": ", ".join(f"{name} {vintage}".strip() for name, vintage in named),
        "verdicts": "; ".join(verdict_lines(verdicts if isinstance(verdicts, dict) else {})),
    }


@click.command(
    short_help="Show what changed between two snapshots.",
    epilog=examples(
        ("diff", "what the last refresh changed"),
        ("diff bundled", "what all refreshes changed so far"),
        ("diff 0123456789ab 89abcdef0123", "two versions of the data folder"),
        ("diff 0123 FOLDER --json", "a version, by the beginning of its id, and a package elsewhere"),
    ),
)
@click.argument("a", default="previous", shell_complete=offer_snapshots)
@click.argument("b", default="current", shell_complete=offer_snapshots)
@as_json
def diff(a: str, b: str, as_json: bool) -> None:
    """Show what changed from snapshot A (default: previous) to snapshot B (default: current).

    A and B: "current", "previous" (the one that the current one replaced), "bundled", an id of the data
    folder or its beginning, or the folder of a package.
    """
    from etl import versions
    from etl.difference import difference, lines

    found = difference(versions.open_named(a), versions.open_named(b))
    if as_json:
        show(found)
    else:
        click.echo("\n".join(lines(found)))


@click.command(
    short_help="Put an older snapshot back into use.",
    epilog=examples(
        ("rollback", "to the snapshot that was in use before"),
        ("rollback 0123456789ab", "to a version that is held (see history)"),
        ("rollback bundled", "to the one that travels with the code"),
    ),
)
@click.argument("version", required=False, shell_complete=offer_versions)
@as_json
@quiet
def rollback(version: str | None, as_json: bool, quiet: bool) -> None:
    """Put an older snapshot back into use; nothing is removed."""
    from data.snapshot import data_dir
    from etl import versions

    done = versions.rollback(data_dir(), version)
    if as_json:
        show({"sentence": done.sentence, "snapshot": done.snapshot, "folder": str(done.folder)})
    elif not quiet:
        click.echo(done.sentence)
        click.echo(f"snapshot {done.snapshot} in {done.folder}")
