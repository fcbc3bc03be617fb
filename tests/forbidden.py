"""A folder that may not be read, for root as well, whom no mode keeps out."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def forbid(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let everything below a folder be refused, as to others where its mode is 000.

    Python before 3.12 lets `is_dir` and `glob` raise that, too: both ask `stat`.
    """

    def refusing(ask: Callable[..., Any]) -> Callable[..., Any]:
        def asked(self: Path, *given: Any, **options: Any) -> Any:
            if folder in self.parents or (self == folder and ask.__name__ == "iterdir"):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))
            return ask(self, *given, **options)

        return asked

    for name in ("stat", "iterdir", "open", "read_bytes", "read_text"):
        monkeypatch.setattr(Path, name, refusing(getattr(Path, name)))
