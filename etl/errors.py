"""The tree of errors: each class has an exit code and a piece of advice, a line of its own.

EtlError
|-- Unexpected          1  a fault of this program in one source
|-- UsageError          2  the command cannot be carried out as given
|-- SourceUnreachable   3  a publisher did not answer
|-- BadFile             4  the file is not what the publisher sends
|-- Refused             5  the content breaks the contract or a gate
|   |-- Revised           5  a release changes the past beyond the tolerance
|   |-- Implausible       5  new values are odd, though possible
|   `-- Retired           5  a publisher no longer has an indicator
|-- StoreError          6  the data folder cannot be written
|   |-- StoreBusy       6  another refresh is running
|   `-- NotPublished    6  the published store cannot be written
`-- CorruptSnapshot     7  a stored file is not the file that was written
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, Final, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.contract import Violation


DEBUG: Final = "ETL_DEBUG"
"""Variable of the environment that asks for tracebacks."""
LONGEST: Final = 140
"""Characters of an address that a sentence can carry."""
OWN_FILE: Final = "Correct it there, or restore the file from the release of the code."
"""Advice for a file that comes with the code: the catalog, or a table of data/curated."""
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://\S*[^\s:;,.)]")


def brief(address: str) -> str:
    """Return an address as a sentence shows it: the middle of a long one is left out."""
    if len(address) <= LONGEST:
        return address
    half = (LONGEST - 1) // 2
    return f"{address[:half]}…{address[-half:]}"


class EtlError(Exception):
    """Base of all errors a user may see: one sentence, never a traceback.

    The sentence is one line whatever it quotes, and every address in it is brief.
    """

    exit_code: ClassVar[int] = 1
    advice: str = ""

    def __init__(self, message: str) -> None:
        """Bring the message into one line."""
        super().__init__(_ADDRESS.sub(lambda found: brief(found[0]), " ".join(message.split())))

    def advise(self, advice: str) -> Self:
        """Return the error with advice of its own, where that of its class does not fit."""
        self.advice = advice
        return self


class Unexpected(EtlError):
    """A fault of this program while it dealt with one source."""

    advice = (
        f"What we have of this source stays in use. Set {DEBUG}=1 and run again for the traceback, "
        "and report it."
    )


class UsageError(EtlError):
    """The command cannot be carried out as given."""

    exit_code = 2


class SourceUnreachable(EtlError):
    """A publisher did not answer, or answered with something else."""

    exit_code = 3

    def __init__(self, message: str, address: str = "", status: int | None = None) -> None:
        """Keep the address and, if there was an answer, its HTTP status beside the message."""
        super().__init__(message)
        self.address, self.status = address, status

    @property
    def blocked(self) -> bool:
        """Whether the publisher refuses programs, or this network: what the answer was says so."""
        return bool(getattr(self.__cause__, "blocked", False))

    advice = (
        "The last good snapshot stays in use. Try again later; if it stays so, try the address from this "
        "machine: a proxy or its certificate may have to be named (docs/refresh.md, Environment)."
    )


class BadFile(EtlError):
    """The file is not a workbook, not whole, or not in a known layout."""

    exit_code = 4
    advice = (
        "The last good snapshot stays in use. Download it again; if it stays so, the publisher has changed "
        "the format and the reader in etl/sources must follow."
    )


class Refused(EtlError):
    """The content breaks the contract or a gate; `violations` lists every broken rule."""

    exit_code = 5
    advice = (
        "The last good snapshot stays in use. Compare it with the publisher's own page; until it is "
        "right there, nothing of it is taken over."
    )

    def __init__(self, message: str, violations: Sequence[Violation] = ()) -> None:
        """Keep the list beside the message."""
        super().__init__(message)
        self.violations = tuple(violations)


@contextmanager
def faulty(address: str) -> Iterator[None]:
    """Have a BadFile, or a Refused, of a document name the address that the document came from."""
    try:
        yield
    except BadFile as error:
        raise BadFile(f"{address}: {error}").advise(error.advice) from error
    except Refused as error:
        raise Refused(f"{address}: {error}", error.violations).advise(error.advice) from error


class Revised(Refused):
    """A release loses or rewrites more of the past than the tolerance of the catalog allows."""

    def __init__(self, message: str, violations: Sequence[Violation], command: str) -> None:
        """Keep the violations, and put the command that takes the revisions over into the advice."""
        super().__init__(message, violations)
        self.advice = (
            f"What was refused stays as it was. Look at what moved; if the publisher means it, `{command}` "
            "takes it over and tells readers what changed."
        )


class Implausible(Refused):
    """New values are possible, but far from what an economy had before, or look like those of another."""

    def __init__(self, message: str, violations: Sequence[Violation], names: Sequence[str]) -> None:
        """Keep the names under which the values can be accepted, and say so in the advice."""
        super().__init__(message, violations)
        self.names = tuple(names)
        options = " ".join(f"--accept-values {name}" for name in self.names)
        self.advice = (
            "The last good snapshot stays in use. Compare the values with the publisher's page; if it means "
            f"them, repeat with {options}"
        )


class Retired(Refused):
    """The publisher says that it no longer has some indicators; what is available of them stays in use."""

    advice = (
        "What we have of it stays in use. Give the new code or name as `api` in "
        "data/catalog/indicators.toml, or none."
    )

    def __init__(self, message: str, indicators: Sequence[str]) -> None:
        """Keep the ids of the indicators beside the message."""
        super().__init__(message)
        self.indicators = tuple(indicators)


class StoreError(EtlError):
    """The data folder cannot be written."""

    exit_code = 6
    advice = "The snapshot in use stays whole. Check permissions and free space of the folder."


class StoreBusy(StoreError):
    """Another refresh holds the lock of the data folder."""

    advice = "Wait until the other refresh has ended, then start this one again."


class NotPublished(StoreError):
    """The published store cannot be read or written."""

    advice = "Its readers keep the snapshot that they have. Check address and access, then run publish again."


class CorruptSnapshot(EtlError):
    """A stored file is not the file that was written."""

    exit_code = 7
    advice = (
        "Put another snapshot into use (`rollback`, or `rollback bundled`) or restore the folder from a "
        "backup; then refresh again."
    )
