"""doctor: does the way to each publisher work, and is there anything newer than what is in use?"""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

import click

from etl.commands.answers import show, show_table
from etl.commands.options import as_json, examples

COLUMNS: Final = ("source", "state", "newest there", "newest here", "what to do")
CODE: Final = 3


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
    code = 0 if all(item.state == WORKS for item in found) else CODE
    if as_json:
        show({"snapshot": snapshot.id, "exit_code": code, "sources": [asdict(item) for item in found]})
    else:
        rows = [(item.source, item.state, item.there, item.here, item.advice) for item in found]
        show_table([dict(zip(COLUMNS, row, strict=True)) for row in rows], COLUMNS)
        for item in found:
            if item.sentence:
                click.echo(f"{item.source}: {item.sentence}", err=True)
    click.get_current_context().exit(code)
