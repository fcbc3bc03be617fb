"""Fixtures that several folders of tests share."""

import os
import shutil
from pathlib import Path
from unittest.mock import patch

import pandas as pd
import pytest

from analysis.dataset import Dataset
from data import catalog
from data.snapshot import BUNDLED, Snapshot, open_snapshot
from tests.pinned import FOLDER
from tests.sampling import LONG, SEED

# As the site runs, which does not have pyarrow; the servers that tests start use it.
pd.options.mode.string_storage = "python"

# What is read without a refresh is the pinned snapshot, for modules that are imported from here on.
patch("data.snapshot.BUNDLED", FOLDER).start()

ROOT = Path(__file__).resolve().parent.parent

# The shell draws no window of its own, which halves the time of a page.
_BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
_MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def find_chromium() -> str | None:
    """Return the program of CHROMIUM, else the first Chromium or Chrome of this machine."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    found = (shutil.which(name) for name in (*_BROWSERS, *_MACOS))
    return next((path for path in found if path), None)


def pytest_report_header() -> str:
    """Say at the head of the run which browser the browser tests use, and what is sampled."""
    sampled = "nothing is sampled" if LONG else f"samples by TEST_SEED={SEED}"
    return f"chromium: {find_chromium() or 'not found, the browser tests will fail'}; {sampled}"


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser; its absence is a failure, since a skipped test would look like a passed one."""
    path = find_chromium()
    if path is None:
        pytest.fail(
            "The browser tests need Chromium or Google Chrome. "
            "Install it (Debian: apt-get install chromium), or set CHROMIUM to its path."
        )
    return path


@pytest.fixture(scope="session")
def bundled() -> Snapshot:
    """The snapshot that the repository holds, verified: for tests of the data themselves."""
    return open_snapshot(BUNDLED)


@pytest.fixture(scope="session")
def pinned() -> Snapshot:
    """The snapshot that everything else is tested on: a new edition of the index changes nothing in it."""
    return open_snapshot(FOLDER)


@pytest.fixture(scope="session")
def dataset(pinned: Snapshot) -> Dataset:
    """What pages read: the pinned snapshot with the catalog."""
    return Dataset(pinned, catalog.load())
