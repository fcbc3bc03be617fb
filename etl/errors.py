"""Errors that end a command, or one source of a refresh: one sentence, an exit code and advice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Final, Self

import click

if TYPE_CHECKING:  # slow to import
    from data.contract import Violation


DEBUG_VARIABLE: Final = "ETL_DEBUG"
"""Environment variable that turns on tracebacks."""
SNAPSHOT_STAYS: Final = "The last good snapshot stays in use."
RETRY_ADVICE: Final = (
    "Try again later; if it fails again, open the address on this machine: a proxy or its certificate may "
    "have to be set (docs/refresh.md, Environment)."
)
OWN_FILE_ADVICE: Final = "Correct the file, or restore it from the release of the code."
"""Advice for a file that ships with the code: the catalog, or a table of data/curated."""
_LONG_ADDRESS: Final = re.compile(r"([a-z][a-z0-9+.-]*://\S{60})\S+(\S{59}[^\s:;,.)])")


class EtlError(click.ClickException):
    """Base of all errors that users see; by itself a fault of this program. click ends with its exit code.

    The message is always one line; the middle of a long address is left out.
    """

    exit_code = 1
    advice = f"{SNAPSHOT_STAYS} Set {DEBUG_VARIABLE}=1 and run again, then report the traceback."

    def __init__(self, message: str, violations: Sequence[Violation] = ()) -> None:
        super().__init__(_LONG_ADDRESS.sub(r"\1…\2", " ".join(message.split())))
        self.violations = tuple(violations)

    def advise(self, advice: str) -> Self:
        """Replace the advice of the class, and return the error."""
        self.advice = advice
        return self

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message, the first violations and the advice on stderr."""
        super().show(file)
        show_violations(self.violations)
        if self.advice:
            click.echo(self.advice, err=True)


def show_violations(violations: Sequence[Violation]) -> None:
    """Print the first twenty violations on stderr and count the rest; `refresh --json` prints all."""
    for violation in violations[:20]:
        click.echo(f"  {violation}", err=True)
    if more := violations[20:]:
        click.echo(f"  and {len(more)} more", err=True)


class UsageError(EtlError):
    """The command cannot be carried out as given."""

    exit_code = 2
    advice = ""


class SourceUnreachable(EtlError):
    """A publisher did not answer, or answered with something else."""

    exit_code = 3
    advice = f"{SNAPSHOT_STAYS} {RETRY_ADVICE}"

    def __init__(
        self, message: str, address: str = "", status: int | None = None, *, blocked: bool = False
    ) -> None:
        """Keep the address and, if there was an answer, its HTTP status.

        ``blocked``: the publisher refuses programs, or the network that they come from.
        """
        super().__init__(message)
        self.address, self.status, self.blocked = address, status, blocked


class BadFile(EtlError):
    """The file is not a workbook, not complete, or not in a known layout."""

    exit_code = 4
    advice = (
        f"{SNAPSHOT_STAYS} Download it again; if it fails again, the format has changed and the parser in "
        "etl/sources must be updated."
    )


class Refused(EtlError):
    """The content breaks the contract or a gate; `violations` lists every broken rule."""

    exit_code = 5
    advice = f"{SNAPSHOT_STAYS} Compare the data with the publisher's page; refresh once they agree."


@contextmanager
def name_address(address: str) -> Iterator[None]:
    """Prefix the message of a BadFile or Refused with the address of the document."""
    try:
        yield
    except (BadFile, Refused) as error:
        kind = BadFile if isinstance(error, BadFile) else Refused
        raise kind(f"{address}: {error}", error.violations).advise(error.advice) from error


class Implausible(Refused):
    """New values are possible, but far from earlier ones, or look like those of another economy."""

    def __init__(self, message: str, violations: Sequence[Violation], names: Sequence[str]) -> None:
        """Put the names that accept the values into the advice."""
        super().__init__(message, violations)
        if names:
            options = " ".join(f"--accept-values {name}" for name in names)
            compare = "Compare the values with the publisher's page; if they are the same there, repeat with"
            self.advice = f"{SNAPSHOT_STAYS} {compare} {options}"


class Retired(Refused):
    """The publisher no longer has some indicators; their values in use stay."""

    advice = "Values in use stay. Set `api` in data/catalog/indicators.toml to the new code, or remove it."

    def __init__(self, message: str, indicators: Sequence[str]) -> None:
        super().__init__(message)
        self.indicators = tuple(indicators)


class StoreError(EtlError):
    """The data folder cannot be written, or another refresh holds its lock."""

    exit_code = 6
    advice = "The snapshot in use is unchanged. Check permissions and free space of the folder."


class CorruptSnapshot(EtlError):
    """A stored file is not the file that was written."""

    exit_code = 7
    advice = (
        "Go back to another snapshot (`rollback`) or restore the folder from a backup; then refresh again."
    )
