"""The tree of errors: each class has an exit code and a piece of advice.

EtlError
|-- UsageError          2  the command cannot be carried out as given
|-- SourceUnreachable   3  a publisher did not answer
|-- BadFile             4  the file is not what the publisher sends
|-- Refused             5  the content breaks the contract or a gate
|-- StoreError          6  the data folder cannot be written
|   `-- StoreBusy       6  another refresh is running
`-- CorruptSnapshot     7  a stored file is not the file that was written
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.violation import Violation


class EtlError(Exception):
    """Base of all errors a user may see: one sentence, never a traceback."""

    exit_code: ClassVar[int] = 1
    advice: ClassVar[str] = ""


class UsageError(EtlError):
    """The command cannot be carried out as given."""

    exit_code = 2


class SourceUnreachable(EtlError):
    """A publisher did not answer, or answered with something else."""

    exit_code = 3
    advice = "The last good snapshot stays in use. Try again later, or download the file and use --file."


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


class StoreError(EtlError):
    """The data folder cannot be written."""

    exit_code = 6
    advice = "The last good snapshot stays in use. Check the folder's permissions and free space."


class StoreBusy(StoreError):
    """Another refresh holds the lock of the data folder."""

    advice = "Wait until the other refresh has ended, then start this one again."


class CorruptSnapshot(EtlError):
    """A stored file is not the file that was written."""

    exit_code = 7
    advice = "Refresh again, or restore the folder from a copy; the bundled snapshot comes with the code."
