"""What all commands share: how they fail, what they print, and the progress of a refresh."""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from etl.errors import DEBUG, EtlError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from click._termui_impl import ProgressBar

PROGRAM: Final = "python -m etl"
STOPPED: Final = 130
FILE: Final = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
FOLDER: Final = click.Path(file_okay=False, path_type=Path)
YEARS: Final = (2007, 2101)
"""First year of an edition, and the first that none can have."""
YEAR: Final = click.IntRange(*YEARS, max_open=True)

as_json: Final = click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")


class Commands(click.Group):
    """A group in which a fault of the program, too, ends as one sentence on stderr."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; raise what neither it nor click knows as EtlError, or as it is for ETL_DEBUG."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise
        except Exception as error:
            if os.environ.get(DEBUG):
                raise
            what = f"something unexpected went wrong ({type(error).__name__}: {error})"
            raise EtlError(what) from error


def stop(*_: object) -> None:
    """End the program at Ctrl-C without waiting for threads that wait for a publisher.

    What a refresh leaves half done is never in use, and the next one sweeps it up.
    """
    # not by click.echo: the signal may have come in the middle of a write, or of a bar that hides the cursor
    shown = "\x1b[?25h\n" if os.isatty(2) else ""
    os.write(2, f"{shown}Error: stopped; the snapshot in use stays whole\n".encode())
    os._exit(STOPPED)


def print_json(document: object) -> None:
    """Print plain values as one JSON document."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=1))


def print_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Print rows as aligned lines of text under their column names; None is blank."""
    cells = [
        list(columns),
        *[["" if row[name] is None else str(row[name]) for name in columns] for row in rows],
    ]
    widths = [max(len(line[place]) for line in cells) for place in range(len(columns))]
    for line in cells:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def verdict_lines(verdicts: Mapping[str, Sequence[str]]) -> list[str]:
    """Return one line for each claim whose verdict changed: {claim: [old, new]}."""
    return [f"verdict of {claim}: {old} -> {new}" for claim, (old, new) in verdicts.items()]


class Progress:
    """Tells on stderr of one source at a time; may be called from several threads.

    On a terminal by a bar, elsewhere by a line. quiet: nothing but what failed is printed.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        """Draw nothing yet."""
        self._quiet = quiet
        self._lock = threading.Lock()
        self._source = ""
        self._bar: ProgressBar[int] | None = None

    def begin(self, source: str) -> None:
        """Tell that a source is asked now."""
        with self._lock:
            self._source = source
            self._bar = click.progressbar(
                length=1, label=f"{source} ...", file=sys.stderr, hidden=self._quiet, show_pos=True
            )
            self._bar.render_progress()

    def step(self, source: str, done: int, total: int) -> None:
        """Tell that `done` of `total` requests are answered; a count that goes back is ignored.

        So is that of a source which has not begun, since it is fetched while another one is checked.
        """
        with self._lock:
            if self._bar is not None and source == self._source and done > self._bar.pos:
                self._bar.length = total
                self._bar.update(done - self._bar.pos)

    def end(self, sentence: str, *, failed: bool = False) -> None:
        """Tell what became of the source, or of one release of it; a failure even to who asked for quiet."""
        with self._lock:
            if self._bar is not None:  # what follows has a line of its own
                self._bar.render_finish()
            self._bar = None
        if failed or not self._quiet:
            click.echo(sentence, err=True)
