"""The command line: python -m etl ..."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import Final

import click

from etl.commands import snapshots, sources
from etl.commands.cli import PROGRAM, Commands, stop

COMMANDS: Final = (
    *(sources.doctor, sources.refresh, sources.sources),
    *(snapshots.status, snapshots.check, snapshots.history, snapshots.diff, snapshots.rollback),
    *(snapshots.export, snapshots.build, snapshots.curate),
)
EXAMPLES: Final = f"""\b
Examples:
  {PROGRAM} doctor                  does the way to each publisher work?
  {PROGRAM} refresh --dry-run       what would a refresh bring?
  {PROGRAM} refresh                 fetch, check and publish all sources
  {PROGRAM} status                  what is available, of which release, checked when
  {PROGRAM} rollback                back to the snapshot before
  {PROGRAM} export --format xlsx    all tables as a workbook

docs/refresh.md says the rest. The whole site as files: python -m service.edition --help
"""


@click.group(
    cls=Commands,
    commands=list(COMMANDS),
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EXAMPLES,
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
    signal.signal(signal.SIGINT, stop)
    # The shell that asks what may come next, and is answered by click, knows the program as the command etl.
    sys.exit(main(prog_name="etl" if "_ETL_COMPLETE" in os.environ else PROGRAM))
