"""How a command fails: one sentence and an exit code, as text or JSON, and never a traceback."""

from __future__ import annotations

import io
import os
import signal
import sys
import traceback
from contextlib import contextmanager, suppress
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

import click

from etl.commands.answers import show, text
from etl.errors import DEBUG, EtlError, Refused, SourceUnreachable, UsageError
from etl.progress import CLEAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SHOWN: Final = 20
UNEXPECTED, STOPPED, CLOSED = 1, 130, 141
JSON: Final = "etl.json"
STOP: Final = "stopped; the snapshot in use stays whole"


class Commands(click.Group):
    """A group whose mistakes, its own and those of its commands, end as one sentence on stderr."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the group's own options; a machine is answered in JSON whatever goes wrong."""
        ctx.meta[JSON] = "--json" in args
        with _told(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        with _told(ctx):
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
def _told(ctx: click.Context) -> Iterator[None]:
    try:
        yield
    except (click.exceptions.Exit, click.exceptions.NoArgsIsHelpError):
        raise
    except click.ClickException as error:
        _end(ctx, UsageError(_sentence(error)))
    except EtlError as error:
        _end(ctx, error)
    except (KeyboardInterrupt, click.Abort):
        if sys.stderr.isatty():  # which shows ^C
            click.echo(CLEAR, nl=False, err=True)
        _fail(ctx, STOP, "Stopped", STOPPED)
    except BrokenPipeError:
        _be_quiet()
        ctx.exit(CLOSED)
    except Exception as error:  # noqa: BLE001 - a reader of the site's data is not a reader of tracebacks
        if os.environ.get(DEBUG):
            click.echo(traceback.format_exc(), err=True)
        cause = " ".join(str(error).split())
        message = f"something unexpected went wrong ({type(error).__name__}{': ' if cause else ''}{cause})"
        _fail(ctx, message, type(error).__name__, UNEXPECTED, f"Set {DEBUG}=1 to see where.")


@contextmanager
def stopped_at_once(ctx: click.Context) -> Iterator[None]:
    """Let Ctrl-C end the program without waiting for threads that wait for a publisher.

    What a refresh leaves half done is never in use, and the next one sweeps it up.
    """

    def stop(*_: object) -> None:
        # not by click.echo: the signal may have come in the middle of a write
        if ctx.meta.get(JSON):
            os.write(1, f"{text(document(STOP, 'Stopped', STOPPED))}\n".encode())
        else:
            os.write(2, f"{CLEAR if os.isatty(2) else ''}Error: {STOP}\n".encode())
        os._exit(STOPPED)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end(ctx: click.Context, error: EtlError) -> None:
    violations = error.violations if isinstance(error, Refused) else ()
    _fail(ctx, str(error), type(error).__name__, error.exit_code, error.advice, violations)


def _fail(
    ctx: click.Context, sentence: str, kind: str, code: int, advice: str = "", violations: Sequence[Any] = ()
) -> None:
    if ctx.meta.get(JSON):
        show(document(sentence, kind, code, advice, violations))
    else:
        click.echo(f"Error: {sentence}", err=True)
        tell_violations(violations)
        if advice:
            click.echo(advice, err=True)
    ctx.exit(code)


def tell_violations(violations: Sequence[Any]) -> None:
    """Print the first broken rules to stderr, and how many there are beside."""
    for violation in violations[:SHOWN]:
        click.echo(f"  {violation}", err=True)
    if len(violations) > SHOWN:
        click.echo(f"  and {len(violations) - SHOWN} more", err=True)


def document(
    sentence: str, kind: str, code: int, advice: str = "", violations: Sequence[Any] = ()
) -> dict[str, Any]:
    """Return a failure as plain values; all violations, each as its sentence."""
    return {
        "error": sentence,
        "kind": kind,
        "exit_code": code,
        "advice": advice,
        "violations": [str(item) for item in violations],
    }


def failure(error: EtlError) -> dict[str, Any]:
    """Return an error of the tree as plain values."""
    violations = error.violations if isinstance(error, Refused) else ()
    told = document(str(error), type(error).__name__, error.exit_code, error.advice, violations)
    return told | ({"address": error.address} if isinstance(error, SourceUnreachable) else {})


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


def _be_quiet() -> None:
    """Let what is still in the buffers go nowhere: the reader of the pipe has gone."""
    with suppress(io.UnsupportedOperation, OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
