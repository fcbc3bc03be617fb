"""The tree of errors: each class has an exit code and a piece of advice.

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

from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.violation import Violation


DEBUG: Final = "ETL_DEBUG"
"""Variable of the environment that asks for tracebacks."""
LONGEST: Final = 140
"""Characters of an address that a sentence can carry."""


def brief(address: str) -> str:
    """Return an address as a sentence shows it: the middle of a long one is left out."""
    if len(address) <= LONGEST:
        return address
    half = LONGEST // 2
    return f"{address[:half]}…{address[-half:]}"


class EtlError(Exception):
    """Base of all errors a user may see: one sentence, never a traceback."""

    exit_code: ClassVar[int] = 1
    advice: str = ""


class Unexpected(EtlError):
    """A fault of this program while it dealt with one source."""

    advice = f"The last good data of this source stay in use. Set {DEBUG}=1 and run again for the traceback."


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

    advice = (
        "The last good snapshot stays in use. Try again later. The index can also be taken from a workbook "
        "saved by hand: refresh gii --file WORKBOOK.xlsx."
    )


class BadFile(EtlError):
    """The file is not a workbook, not whole, or not in a known layout."""

    exit_code = 4
    advice = "The last good snapshot stays in use. Download the file again from the publisher."


class Refused(EtlError):
    """The content breaks the contract or a gate; `violations` lists every broken rule."""

    exit_code = 5
    advice = "The last good snapshot stays in use. Compare the file with the publisher's."

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
        raise BadFile(f"{address}: {error}") from error
    except Refused as error:
        raise Refused(f"{address}: {error}", error.violations) from error


class Revised(Refused):
    """A release loses or rewrites more of the past than the tolerance of the catalog allows."""

    advice = (
        "The last good snapshot stays in use. Look at what moved; if the publisher means it, repeat with "
        "--accept-revisions, which takes it over and tells readers what changed."
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
    """The publisher says that it no longer has some indicators; their last series stay in use."""

    advice = (
        "The last series stays in use. Give the new code or name as `api` in data/catalog/indicators.toml, "
        "or none."
    )

    def __init__(self, message: str, indicators: Sequence[str]) -> None:
        """Keep the ids of the indicators beside the message."""
        super().__init__(message)
        self.indicators = tuple(indicators)


class StoreError(EtlError):
    """The data folder cannot be written."""

    exit_code = 6
    advice = "A whole snapshot stays in use. Check the folder's permissions and free space."


class StoreBusy(StoreError):
    """Another refresh holds the lock of the data folder."""

    advice = "Wait until the other refresh has ended, then start this one again."


class NotPublished(StoreError):
    """The published store cannot be read or written."""

    advice = "Its readers keep the snapshot that they have. Check address and access, then run publish again."


class CorruptSnapshot(EtlError):
    """A stored file is not the file that was written."""

    exit_code = 7
    advice = "Refresh again, or restore the folder from a copy; the bundled snapshot comes with the code."
