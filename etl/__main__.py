"""The command line: python -m etl ..."""

from __future__ import annotations

import gc
import os
import sys
from typing import Final

import click

from etl.commands import snapshots
from etl.commands.cli import PROGRAM, Commands, examples
from etl.commands.export import export
from etl.commands.sources import doctor, refresh, sources

COMMANDS: Final = (
    *(doctor, refresh, sources),
    *(snapshots.status, snapshots.check, snapshots.history, snapshots.diff, snapshots.rollback),
    *(export, snapshots.build, snapshots.curate),
)


@click.group(
    cls=Commands,
    commands=list(COMMANDS),
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        ("doctor", "does the way to each publisher work?"),
        ("refresh --dry-run", "what would a refresh bring?"),
        ("refresh", "fetch, check and publish all sources"),
        ("status", "what is available, of which release, checked when"),
        ("rollback", "back to the snapshot before"),
        ("export --format xlsx", "all tables as a workbook"),
    ),
)
def main() -> None:
    """Refresh, check, compare and export the data behind the dashboard.

    Refreshed snapshots go to DATA_DIR (default: your user data folder). Exit codes: 0 done, 1 unexpected, 2
    wrong use, 3 source unreachable, 4 bad file, 5 refused by a check, 6 data folder not writable or busy, 7
    corrupt snapshot, 130 stopped.
    """
    # Answers are read into hundreds of thousands of rows without a cycle, for which to look each 700 objects
    # takes half of the time.
    gc.set_threshold(100_000, 10, 10)


if __name__ == "__main__":
    # The shell that asks what may come next, and is answered by click, knows the program as the command etl.
    sys.exit(main(prog_name="etl" if "_ETL_COMPLETE" in os.environ else PROGRAM))
