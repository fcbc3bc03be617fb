"""A client of the site, and a download read as a spreadsheet would."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import app as site

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from data.snapshot import Snapshot


@pytest.fixture(scope="module")
def reader(bundled: Snapshot) -> FlaskClient:
    client: FlaskClient = site.create_app(bundled).server.test_client()
    return client


def fetched(reader: FlaskClient, address: str) -> pd.DataFrame:
    answer = reader.get(address)
    assert answer.status_code == 200, address
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff")  # spreadsheets take the file for UTF-8
    return pd.read_csv(io.StringIO(text.removeprefix("\ufeff")), dtype_backend="numpy_nullable")
