"""A client of the programming interface, and its answers read as a script would."""

import io
from typing import Any

import pandas as pd
from flask.testing import FlaskClient

from data.api import ROOT

__all__ = ["SITE", "answer", "frame"]

SITE = "https://gii.example.org"
"""The public address of the site that the fixture `public` asks."""


def answer(reader: FlaskClient, address: str, query: dict[str, str] | None = None) -> Any:
    given = reader.get(f"{ROOT}/{address}", query_string=query)
    assert given.status_code == 200, given.get_data(as_text=True)
    return given.get_json()


def frame(reader: FlaskClient, address: str) -> pd.DataFrame:
    joint = "&" if "?" in address else "?"
    given = reader.get(f"{ROOT}/{address}{joint}format=csv")
    assert given.status_code == 200, given.get_data(as_text=True)
    assert given.content_type == "text/csv; charset=utf-8"
    # NA is the code of Namibia.
    return pd.read_csv(io.StringIO(given.get_data(as_text=True)), keep_default_na=False, na_values=[""])
