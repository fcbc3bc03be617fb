"""What all commands share: answers and options, examples under their help, progress, and how they fail."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import sys
import threading
import time
import traceback
from contextlib import contextmanager, suppress
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

import click
from click.shell_completion import CompletionItem

from etl.errors import DEBUG, EtlError, Refused, SourceUnreachable, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


def print_json(document: object) -> None:
    """Print the one JSON document of a command."""
    click.echo(json_text(document))


def json_text(document: object) -> str:
    """Return plain values as JSON."""
    return json.dumps(document, ensure_ascii=False, indent=1)


def print_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Print rows as aligned lines of text under their column names; None is blank."""
    cells = [
        list(columns),
        *[["" if row[name] is None else str(row[name]) for name in columns] for row in rows],
    ]
    widths = [max(len(line[place]) for line in cells) for place in range(len(columns))]
    for line in cells:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def verdict_lines(verdicts: Mapping[str, Any]) -> list[str]:
    """Return one line for each claim whose verdict changed: {claim: [old, new]}; else is passed over."""
    pairs = [(claim, pair) for claim, pair in verdicts.items() if isinstance(pair, list) and len(pair) == 2]
    return [f"verdict of {claim}: {old} -> {new}" for claim, (old, new) in pairs]


MOST_VIOLATIONS: Final = 20
UNEXPECTED, STOPPED, CLOSED = 1, 130, 141
JSON: Final = "etl.json"
STOP: Final = "stopped; the snapshot in use stays whole"


class Commands(click.Group):
    """A group whose mistakes, its own and those of its commands, end as one sentence on stderr."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the group's own options; a machine is answered in JSON whatever goes wrong."""
        ctx.meta[JSON] = "--json" in args
        with _failures(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        with _failures(ctx):
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        """Return the names in the order in which the commands were given, not in that of the alphabet."""
        return list(self.commands)


def unknown(kind: str, name: str, known: Iterable[str], otherwise: str) -> str:
    """Return the sentence for a name that is not known: the nearest one, else where or what there are."""
    names = {item.casefold(): item for item in known}
    near = get_close_matches(name.casefold(), names, 1)
    hint = f"did you mean {names[near[0]]}?" if near else otherwise
    return f"there is no {kind} '{name}'; {hint}"


@contextmanager
def _failures(ctx: click.Context) -> Iterator[None]:
    try:
        yield
    except (click.exceptions.Exit, click.exceptions.NoArgsIsHelpError):
        raise
    except click.ClickException as error:
        _fail(ctx, failure(UsageError(_sentence(error))))
    except EtlError as error:
        _fail(ctx, failure(error))
    except (KeyboardInterrupt, click.Abort):
        if sys.stderr.isatty():  # which shows ^C
            click.echo(CLEAR, nl=False, err=True)
        _fail(ctx, _document(STOP, "Stopped", STOPPED))
    except BrokenPipeError:
        with suppress(
            io.UnsupportedOperation, OSError, ValueError
        ):  # what is still in the buffers goes nowhere
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        ctx.exit(CLOSED)
    except Exception as error:  # noqa: BLE001 - a reader of the site's data is not a reader of tracebacks
        if os.environ.get(DEBUG):
            click.echo(traceback.format_exc(), err=True)
        kind, cause = type(error).__name__, " ".join(str(error).split())
        message = f"something unexpected went wrong ({kind}{': ' if cause else ''}{cause})"
        _fail(ctx, _document(message, kind, UNEXPECTED, f"Set {DEBUG}=1 to see where."))


@contextmanager
def stopped_at_once(ctx: click.Context) -> Iterator[None]:
    """Let Ctrl-C end the program without waiting for threads that wait for a publisher.

    What a refresh leaves half done is never in use, and the next one sweeps it up.
    """

    def stop(*_: object) -> None:
        # not by click.echo: the signal may have come in the middle of a write
        if ctx.meta.get(JSON):
            os.write(1, f"{json_text(_document(STOP, 'Stopped', STOPPED))}\n".encode())
        else:
            os.write(2, f"{CLEAR if os.isatty(2) else ''}Error: {STOP}\n".encode())
        os._exit(STOPPED)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _fail(ctx: click.Context, document: Mapping[str, Any]) -> None:
    if ctx.meta.get(JSON):
        print_json(document)
    else:
        click.echo(f"Error: {document['error']}", err=True)
        print_violations(document["violations"])
        if document["advice"]:
            click.echo(document["advice"], err=True)
    ctx.exit(document["exit_code"])


def print_violations(violations: Sequence[object]) -> None:
    """Print the first broken rules to stderr, and how many there are beside."""
    for violation in violations[:MOST_VIOLATIONS]:
        click.echo(f"  {violation}", err=True)
    if len(violations) > MOST_VIOLATIONS:
        click.echo(f"  and {len(violations) - MOST_VIOLATIONS} more", err=True)


def failure(error: EtlError) -> dict[str, Any]:
    """Return an error of the tree as plain values; all violations, each as its sentence."""
    document = _document(str(error), type(error).__name__, error.exit_code, error.advice)
    if isinstance(error, Refused):
        document["violations"] = [str(item) for item in error.violations]
    return document | ({"address": error.address} if isinstance(error, SourceUnreachable) else {})


def _document(sentence: str, kind: str, code: int, advice: str = "") -> dict[str, Any]:
    return {"error": sentence, "kind": kind, "exit_code": code, "advice": advice, "violations": []}


def _sentence(error: click.ClickException) -> str:
    """Return click's complaint as one sentence in the words of this program."""
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    if ctx is None:
        return _plain(error.format_message())
    path = ctx.command_path
    if isinstance(error, click.NoSuchOption | click.NoSuchCommand) and error.possibilities:
        return _plain(error.format_message())  # which names the nearest
    if isinstance(error, click.BadParameter) and error.param:
        name = error.param.get_error_hint(ctx).replace("'", "")
        if isinstance(error, click.MissingParameter):
            return f"{name} is missing; see {path} --help"
        return f"{name}: {_plain(error.message)}"
    return f"{_plain(error.format_message())}; see {path} --help"


def _plain(text: str) -> str:
    text = " ".join(text.split()).rstrip(".")
    return text[:1].lower() + text[1:]


PROGRAM: Final = "python -m etl"
FILE: Final = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
FOLDER: Final = click.Path(file_okay=False, path_type=Path)
YEARS: Final = (2007, 2101)
"""First year of an edition, and the first that none can have."""
YEAR: Final = click.IntRange(*YEARS, max_open=True)

as_json: Final = click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
quiet: Final = click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")


def examples(*lines: tuple[str, str]) -> str:
    """Return the epilog of a command's help: what to type after the program's name, and what it does."""
    width = max(len(line) for line, _ in lines)
    typed = [f"  {PROGRAM} {line.ljust(width)}  {about}".rstrip() for line, about in lines]
    return "\n".join(["\b", "Examples:", *typed])


class Name(click.ParamType[str]):
    """A name from a list that may be slow to get; a wrong one is told with the nearest, else with all."""

    def __init__(self, kind: str, names: Callable[[], Iterable[str]]) -> None:
        """Keep what the names are names of, and where the list comes from."""
        self.name = kind
        self._names = names

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002 - as click calls it
        ctx: click.Context | None,  # noqa: ARG002 - as click calls it
    ) -> str:
        """Return the name if it is in the list; UsageError otherwise."""
        names = list(self._names())
        if value in names:
            return str(value)
        raise UsageError(unknown(self.name, value, names, f"there are {', '.join(names)}"))

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - as click calls it
        param: click.Parameter,  # noqa: ARG002 - as click calls it
        incomplete: str,
    ) -> list[CompletionItem]:
        """Offer the names that begin so."""
        return [CompletionItem(name) for name in self._names() if name.startswith(incomplete)]


class Names(Name):
    """Several such names in one word, separated by commas."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word if each name is in the list; UsageError otherwise."""
        return ",".join(super(Names, self).convert(name, param, ctx) for name in str(value).split(","))

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Offer the names that begin as the last one does."""
        before, comma, last = incomplete.rpartition(",")
        offered = super().shell_complete(ctx, param, last)
        for item in offered:
            item.value = f"{before}{comma}{item.value}"
        return offered


def complete_version(*others: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Return what completes the id of a version of the data folder, "bundled", or another word."""

    def complete(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
        from data.snapshot import VERSIONS, data_dir

        versions = sorted(path.name for path in (data_dir() / VERSIONS).glob("[0-9a-f]*"))
        return [name for name in (*versions, "bundled", *others) if name.startswith(incomplete)]

    return complete


complete_snapshot: Final = complete_version("current", "previous")


PAUSE: Final = 0.05
"""Seconds between two drawings of the bar: more would only flicker."""
WIDEST: Final = 30
CLEAR: Final = "\r\x1b[K"


class Progress:
    """Tells of one source at a time; may be called from several threads.

    stream: where to (default: stderr). quiet: nothing but what failed is printed.
    """

    def __init__(
        self,
        *,
        quiet: bool = False,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Look once whether the stream is a terminal that can rewrite a line."""
        self._stream = sys.stderr if stream is None else stream
        self._quiet = quiet
        self._bar = not quiet and self._stream.isatty() and os.environ.get("TERM") != "dumb"
        self._clock = clock
        self._lock = threading.Lock()
        self._source, self._done, self._drawn = "", 0, 0.0

    def begin(self, source: str) -> None:
        """Tell that a source is asked now."""
        with self._lock:
            self._source, self._done, self._drawn = source, 0, self._clock()
            if self._bar:
                self._write(f"{CLEAR}{source} ...")
            elif not self._quiet:
                self._write(f"{source}: started\n")

    def step(self, source: str, done: int, total: int) -> None:
        """Tell that `done` of `total` requests are answered; a count that goes back is ignored.

        So is that of a source which has not begun, since it is fetched while another one is checked.
        """
        with self._lock:
            now = self._clock()
            if (
                not self._bar
                or source != self._source
                or done < self._done
                or (done < total and now - self._drawn < PAUSE)
            ):
                return
            self._done, self._drawn = done, now
            self._write(CLEAR + bar(self._source, done, total, shutil.get_terminal_size().columns))

    def end(self, sentence: str) -> None:
        """Tell what became of the source, or of one release of it."""
        if not self._quiet:
            self._tell(sentence)

    def fail(self, sentence: str) -> None:
        """Tell why the source, or one release of it, failed; even to those who asked for quiet."""
        self._tell(f"Error: {sentence}")

    def close(self) -> None:
        """Wipe a bar that is still there, so that what follows begins on a line of its own."""
        with self._lock:
            if self._bar:
                self._write(CLEAR)

    def _tell(self, sentence: str) -> None:
        with self._lock:
            self._done = 0
            self._write(f"{CLEAR if self._bar else ''}{sentence}\n")

    def _write(self, text: str) -> None:
        # a reader who went away must not stop a refresh
        with suppress(OSError, ValueError):
            self._stream.write(text)
            self._stream.flush()


def bar(source: str, done: int, total: int, columns: int) -> str:
    """Return one line, shorter than the terminal is wide: the source, a bar if there is room, the count."""
    count = f"{done}/{total}"
    room = min(WIDEST, columns - len(source) - len(count) - 7)
    if room < 5 or total < 1:
        return f"{source}  {count}"[: max(columns - 1, 0)]
    filled = min(room, room * done // total)
    return f"{source}  [{'#' * filled}{'-' * (room - filled)}]  {count}"
