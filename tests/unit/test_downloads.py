"""Downloads hold exactly what is shown, safely for spreadsheets, and the whole package verifies."""

from __future__ import annotations

import io
import re
import zipfile
from csv import reader as reader_of
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.sheets import neutral
from data.snapshot import open_snapshot
from service.downloads import csv
from tests.unit.downloading import fetched

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from analysis.dataset import Dataset


def test_the_file_says_where_it_comes_from(dataset: Dataset, reader: FlaskClient) -> None:
    file = fetched(reader, "/download/trajectory.csv")
    assert set(file["snapshot"]) == {dataset.snapshot.id}
    named = {release for cell in file["source"] for release in cell.split()}
    assert named <= set(dataset.table("sources")["source"])
    assert file["licence"].notna().all()
    assert file["publisher"].str.contains("WIPO").all()
    assert set(file["name"]) >= {"China", "Republic of Korea"}
    assert "大韩民国" in set(fetched(reader, "/download/trajectory.csv?lang=zh")["name"])


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("x;=1", "x;'=1"),
        ("x;＝1;y", "x;'＝1;y"),
        ("x\t-1", "x\t'-1"),
        ("x,@y", "x,'@y"),
        ('x; "=1', "x;' \"=1"),
        ("x;=1;=2", "x;'=1;'=2"),
        ("x\n+1", "x\n'+1"),
        ("rule of law -0.04 before, -0.55 now; 2012-2022; a = b", None),
        ("R&D, % of GDP; 1,000-2,000", None),
        ("−3.4", None),
    ],
)
def test_what_would_begin_a_cell_where_others_part_them_is_neutralised(text: str, safe: str | None) -> None:
    assert neutral(text) == (safe or text)


@given(
    st.lists(st.tuples(*[st.text("=+-@＝＋－＠;,\t\n\r \"'1a\x00", max_size=8)] * 2), min_size=1, max_size=4)
)
def test_no_cell_begins_a_formula_wherever_cells_are_parted(rows: list[tuple[str, str]]) -> None:
    written = csv(pd.DataFrame(rows, columns=["a", "b"], dtype="str"))
    for parted in ",;\t":
        for line in reader_of(io.StringIO(written, newline=""), delimiter=parted):
            begun = [cell for cell in line if re.match(r'[\s"]*[=@＝＠]|"*[+\-＋－]', cell)]
            assert not begun, (parted, line)


def test_numbers_stay_numbers() -> None:
    frame = pd.DataFrame(
        {"whole": pd.array([-1, None], dtype="Int64"), "part": [-0.5, 1 / 3], "text": ["safe", None]}
    )
    assert csv(frame) == f"whole,part,text\n-1,-0.5,safe\n,{1 / 3!r},\n"


def test_the_package_verifies_when_unpacked(dataset: Dataset, reader: FlaskClient, tmp_path: Path) -> None:
    answer = reader.get("/download/snapshot.zip")
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
        assert archive.testzip() is None
        folders = {name.split("/")[0] for name in archive.namelist()}
        archive.extractall(tmp_path)
    (folder,) = folders
    unpacked = open_snapshot(tmp_path / folder)
    assert unpacked.id == dataset.snapshot.id
    pd.testing.assert_frame_equal(unpacked.table("gii_scores"), dataset.table("gii_scores"))
