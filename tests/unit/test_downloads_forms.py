"""Every form of every download holds the same table, says what it is, and takes no word from a stranger."""

import io
import json
import re
import zipfile
from csv import reader as reader_of
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pandas as pd
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from analysis.dataset import Dataset
from analysis.table import EDITIONS
from components.pages import TABLES
from data.catalog import column_of
from data.sheets import Sheet, neutralize, workbook
from data.snapshot import open_snapshot
from service.downloads import ALL, FILTERED, FORMS, Document, csv
from tests.unit.downloading import of_csv, of_json, of_xlsx, rows_of, same, sheets
from tests.unit.page_queries import QUERIES

NARROW: dict[str, dict[str, str]] = {
    "trajectory": {"from": "2015", "to": "2020", "with": "KOR"},
    "ranking": {"edition": "2020", "region": "EUR", "find": "an"},
    "history": {"economy": "KOR", "history": "P1"},
    "economy-editions": {"economy": "KOR", "editions": "2012,2022"},
    "evidence": {"pillar": "2"},
    "evidence-matrix": {"pillar": "2", "strength": "proxy"},
    "multiples": {"pillar": "2", "with": "DEU"},
    "claims": {"kind": "statement"},
    "productivity-growth": {"economy": "IND"},
    "targets": {"aim": "4", "verdict": "missed"},
    "releases": {"series": "SP.POP.SCIE.RD.P6"},
    "comparison-trajectory": {"measure": "GB.XPD.RSDV.GD.ZS", "show": "score", "with": "KOR"},
    "comparison-measures": {"edition": "2021", "with": "KOR", "measures": "P1,GB.XPD.RSDV.GD.ZS"},
}
"""For each download that a view can narrow, a query that does."""
EMPTY: dict[str, dict[str, str]] = {
    "claims": {"kind": "statement", "pillar": "4"},
    "comparison-measures": {"economy": "LSO", "peers": "population", "edition": "2021"},
    "evidence-matrix": {"strength": "none", "course": "towards"},
    "ledger": {"economy": "LSO"},
    "places": {"economy": "LSO"},
    "releases": {"series": "SP.POP.TECH.RD.P6"},
    "targets": {"aim": "5"},
    "weights-omissions": {"edition": "2018"},
}
"""Views in which there is nothing to show."""
HOSTILE = "=cmd|' /C calc'!A0\r\nX-Evil: 1<script>\"\u202e"
STEM = re.compile(r"[a-z]+(-[a-z]+)*(_[A-Z]{3})?(_pillar-[1-5])?(_\d{4}(-\d{4})?)?_(shown|all)")
KEYS = (
    *("claim", "figure", "target", "pillar", "kind", "multiple", "indicator", "economy", "edition", "code"),
    *("action", "year", "source"),
)
"""The columns that tell the rows of a table apart, as far as it has them."""


def test_every_form_gives_the_same_counted_table_and_says_what_it_is(
    dataset: Dataset, reader: FlaskClient
) -> None:
    for name in TABLES:
        query = urlencode({**NARROW.get(name, {}), "lang": "zh"})
        answers = {form: reader.get(f"/download/{name}.{form}?{query}") for form in FORMS}
        assert {answer.status_code for answer in answers.values()} == {200}, name
        table = of_csv(answers["csv"].get_data())
        same(table, of_json(answers["json"].get_data()), f"{name}.json")
        same(table, of_xlsx(answers["xlsx"].get_data()), f"{name}.xlsx")
        whole = of_csv(reader.get(f"/download/{name}.csv?{query}&rows=all").get_data())
        told = {
            "shown": len(table),
            "all": len(whole),
            "whole": dataset.catalog.downloads[name].whole.get("zh"),
        }
        assert reader.get(f"/download/{name}/rows.json?{query}").get_json() == told, name
        (stem,) = {
            answer.headers["Content-Disposition"]
            .removeprefix('attachment; filename="')
            .removesuffix(f'.{form}"')
            for form, answer in answers.items()
        }
        assert STEM.fullmatch(stem), stem
        years = table[[column for column in EDITIONS[:3] if column in table]].stack().dropna().astype(int)
        assert all(str(year) in stem for year in (years.min(), years.max()) if len(years)), stem
        _says_what_it_is(dataset, sheets(answers["xlsx"].get_data()), json.loads(answers["json"].get_data()))


def _says_what_it_is(dataset: Dataset, book: dict[str, list[tuple[Any, ...]]], made: dict[str, Any]) -> None:
    """Both forms name every column, release and edition, the snapshot, the words of WIPO, the citation."""
    about = " ".join(str(cell) for row in book["about"] for cell in row if cell)
    for text in (made["citation"], made["address"], dataset.snapshot.id, "assumes no liability"):
        assert text in about
    assert all(column["description"] for column in made["columns"])
    licences = " ".join(str(cell) for row in book["sources"] for cell in row if cell)
    assert all(source["licence"].split()[0] in licences for source in made["sources"])
    assert all(f"{edition['edition']}年版" in about for edition in made["editions"])
    assert [row[0] for row in book["columns"][1:]] == [column["name"] for column in made["columns"]]
    assert [row[0] for row in book["sources"][1:]] == [source["source"] for source in made["sources"]]


def test_all_holds_what_is_shown_and_every_row_its_origin(dataset: Dataset) -> None:
    assert set(TABLES) == set(dataset.catalog.downloads)
    assert set(NARROW) == {name for name, table in TABLES.items() if table.filters}
    known = set(dataset.sources.index)
    for name, table in TABLES.items():
        choices = [control.key for control in table.query.controls().values()]
        assert {*table.keys, *table.filters} <= set(choices), name
        assert table.filters or not table.compute_unfiltered, name
        tables = [rows_of(name, dataset, NARROW.get(name, {}), whole=whole) for whole in (False, True)]
        for rows in tables:
            assert len(rows), name
            for column in ("publisher", "licence", "snapshot"):
                assert (rows[column].notna() & rows[column].ne("")).all(), (name, column)
            assert {release for cell in rows["source"] for release in cell.split()} <= known, name
            unsourced = rows[rows["source"].eq("")]
            assert unsourced.empty or unsourced["last"].isna().all(), name  # of which no value is held
            assert any(column == "unit" or column.endswith("_unit") for column in map(str, rows)), name
            assert any("edition" in column or "vintage" in column for column in map(str, rows)), name
        shown, whole = tables
        if not table.filters:
            pd.testing.assert_frame_equal(shown, whole)
            continue
        keys = [column for column in KEYS if column in shown]
        assert len(whole) > len(shown), name
        assert not whole.duplicated(keys).any(), name
        few, many = (set(rows[keys].astype(str).itertuples(index=False, name=None)) for rows in tables)
        assert few <= many, name
        if "value" not in keys and "value" in shown:
            own, every = (rows.set_index(keys)["value"] for rows in tables)
            pd.testing.assert_series_equal(every.reindex(own.index), own, check_dtype=False)


def test_every_column_of_every_download_has_a_meaning(dataset: Dataset) -> None:
    group = {"with": "EU27,ASEAN,BRICS", "measure": "P1"}  # a table without that choice is as before
    for name, about in dataset.catalog.downloads.items():
        columns = map(str, rows_of(name, dataset, group))
        assert [one for one in columns if column_of(dataset.catalog.columns, about, one) is None] == [], name


def test_a_query_is_repeated_only_where_it_names_something_known(dataset: Dataset) -> None:
    known = Dataset(dataset.snapshot, dataset.catalog, address="https://example.org")
    query = {"from": "2015", "to": "1066", "with": "kor,XXX,<b>", "find": "a", "lang": "en"}
    made = Document(TABLES["trajectory"], FILTERED, known, query)
    assert made.query == {"from": "2015", "with": "KOR"}
    place = "https://example.org/download/trajectory.xlsx"
    assert made.address == f"{place}?from=2015&with=KOR&rows=shown&lang=en"
    assert Document(TABLES["trajectory"], ALL, dataset, query).query == {}
    query = {"show": "percentile", "peers": "path", "measure": "nothing", "from": "2015"}
    made = Document(TABLES["comparison-trajectory"], FILTERED, dataset, query)
    assert made.query == {"show": "percentile", "with": "similar-path", "from": "2015"}


def test_a_hostile_query_gives_the_default_file_and_no_word_of_it_comes_back(reader: FlaskClient) -> None:
    keys = {key for query in QUERIES.values() for one in query for key in one} | {"rows", "lang", "with"}
    text = urlencode(dict.fromkeys(keys - {"find"}, HOSTILE))
    # JSON holds what the other forms do, and says more about it.
    for name, form in (*product(TABLES, ("json",)), *product(("trajectory", "ranking"), FORMS)):
        usual, answer = (reader.get(f"/download/{name}.{form}{query}") for query in ("", f"?{text}"))
        assert usual.status_code == answer.status_code == 200, name
        assert usual.data == answer.data, name
        assert not [part for part in ("Evil", "cmd|", "C calc") if part in str(answer.headers)], name
    for form in FORMS:
        odd = reader.get(f"/download/ranking.{form}?{urlencode({'find': HOSTILE})}&rows=%00&%ff=1")
        assert odd.status_code == 200
        assert "script" not in odd.headers["Content-Disposition"]


def test_a_view_without_rows_is_a_table_without_rows(reader: FlaskClient) -> None:
    for name, choices in EMPTY.items():
        query = urlencode(choices)
        for form, read in {"csv": of_csv, "json": of_json, "xlsx": of_xlsx}.items():
            answer = reader.get(f"/download/{name}.{form}?{query}")
            assert answer.status_code == 200, (name, form)
            assert read(answer.get_data()).empty, (name, form)
        assert reader.get(f"/download/{name}/rows.json?{query}").get_json()["shown"] == 0, name


def test_what_is_not_offered_is_not_found(reader: FlaskClient) -> None:
    for name in (
        "nothing.csv",
        "trajectory.zip",
        "trajectory.exe",
        "nothing/rows.json",
        "trajectory/rows.csv",
    ):
        assert reader.get(f"/download/{name}").status_code == 404, name


def test_the_same_view_gives_the_same_bytes(reader: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = {form: reader.get(f"/download/places.{form}") for form in FORMS}
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    for form, answer in first.items():
        again = reader.get(f"/download/places.{form}", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304, form
    book = openpyxl.load_workbook(io.BytesIO(first["xlsx"].get_data()))
    assert book.properties.modified == book.properties.created


# Cells


def test_what_would_begin_a_cell_where_others_part_them_is_neutralised() -> None:
    for text, safe in {
        "x;=1": "x;'=1",
        "x;＝1;y": "x;'＝1;y",
        "x\t-1": "x\t'-1",
        "x,@y": "x,'@y",
        'x; "=1': "x;' \"=1",
        "x;=1;=2": "x;'=1;'=2",
        "x\n+1": "x\n'+1",
        "rule of law -0.04 before, -0.55 now; 2012-2022; a = b": None,
        "R&D, % of GDP; 1,000-2,000": None,
        "−3.4": None,
    }.items():
        assert neutralize(text) == (safe or text)


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
    whole, part = pd.array([-1, None], dtype="Int64"), [-0.5, 1 / 3]
    frame = pd.DataFrame({"whole": whole, "part": part, "text": ["safe", None]})
    assert csv(frame) == f"whole,part,text\n-1,-0.5,safe\n,{1 / 3!r},\n"


def test_a_workbook_has_neither_link_nor_formula_and_needs_no_folder_for_temporary_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A container that is read only, as the README starts the image, has no such folder."""

    def nowhere() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr("data.sheets.gettempdir", nowhere)
    texts = ["=1+1", "+1", "-1", "@A1", "{=1}", "#REF!", "12", "https://x.example", "mailto:a@x.example"]
    sheet = Sheet("=a", ["=1+1", "x", "y"], [[text, None, ""] for text in texts], ["0.00"] * 3)
    cells = list(openpyxl.load_workbook(io.BytesIO(workbook([sheet], "t", "2026-11-24")))["=a"].iter_rows())
    assert [row[0].value for row in cells[1:]] == texts
    assert {row[0].data_type for row in cells} == {"s"}
    assert not [cell for row in cells for cell in row if cell.hyperlink]


def test_the_package_verifies_when_unpacked(dataset: Dataset, reader: FlaskClient, tmp_path: Path) -> None:
    answer = reader.get("/download/snapshot.zip")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
        assert archive.testzip() is None
        (folder,) = {name.split("/")[0] for name in archive.namelist()}
        archive.extractall(tmp_path)
    unpacked = open_snapshot(tmp_path / folder)
    assert unpacked.id == dataset.snapshot.id
    pd.testing.assert_frame_equal(unpacked.table("gii_scores"), dataset.table("gii_scores"))
