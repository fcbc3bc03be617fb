"""The site for servers that tests start: without a refresh it shows the pinned snapshot, at once."""

from unittest.mock import patch

from tests.pinned import FOLDER

patch("data.snapshot.BUNDLED", FOLDER).start()

from app import server  # noqa: E402 - reads where the bundled snapshot is

__all__ = ["server"]
