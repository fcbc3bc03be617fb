"""Every form of every download holds the same table, says what it is, and takes no word from a stranger."""

from __future__ import annotations

import io
import json
import re
from itertools import product
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import openpyxl
import pandas as pd
import pytest

from analysis.dataset import Dataset
from components.pages import TABLES
from components.text import LANGUAGES
from data.catalog import column_of
from service.downloads import ALL, FILTERED, FORMS, Document
from tests.unit.downloading import of_csv, of_json, of_xlsx, rows_of, same, sheets
from tests.unit.page_queries import QUERIES

if TYPE_CHECKING:
    from flask.testing import FlaskClient


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


def test_every_download_says_what_all_means(dataset: Dataset) -> None:
    assert set(TABLES) == set(dataset.catalog.downloads)
    assert set(NARROW) == {name for name, table in TABLES.items() if table.filters}
    for name, table in TABLES.items():
        keys = [control.key for control in table.query.controls().values()]
        assert {*table.keys, *table.filters} <= set(keys), name
        assert table.filters or not table.everything, name


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_form_gives_the_same_table(dataset: Dataset, reader: FlaskClient, name: str) -> None:
    query = urlencode({**NARROW.get(name, {}), "lang": "zh"})
    answers = {form: reader.get(f"/download/{name}.{form}?{query}") for form in FORMS}
    assert {answer.status_code for answer in answers.values()} == {200}
    table = of_csv(answers["csv"].get_data())
    same(table, of_json(answers["json"].get_data()), "json")
    same(table, of_xlsx(answers["xlsx"].get_data()), "xlsx")
    named = {form: answer.headers["Content-Disposition"] for form, answer in answers.items()}
    (stem,) = {
        text.removeprefix('attachment; filename="').removesuffix(f'.{form}"') for form, text in named.items()
    }
    assert STEM.fullmatch(stem), stem
    _says_what_it_is(dataset, sheets(answers["xlsx"].get_data()), json.loads(answers["json"].get_data()))


def _says_what_it_is(dataset: Dataset, book: dict[str, list[tuple[Any, ...]]], made: dict[str, Any]) -> None:
    """Both forms name every column, release and edition, the snapshot, the words of WIPO, the citation."""
    about = " ".join(str(cell) for row in book["about"] for cell in row if cell)
    for text in (made["citation"], made["address"], dataset.snapshot.id, "assumes no liability"):
        assert text in about
    assert all(column["description"] for column in made["columns"])
    licences = " ".join(str(cell) for row in book["sources"] for cell in row if cell)
    for source in made["sources"]:
        assert source["licence"].split()[0] in licences
    for edition in made["editions"]:
        assert f"{edition['edition']}年版" in about
    assert [row[0] for row in book["columns"][1:]] == [column["name"] for column in made["columns"]]
    assert [row[0] for row in book["sources"][1:]] == [source["source"] for source in made["sources"]]


@pytest.mark.parametrize("name", sorted(TABLES))
def test_all_holds_what_is_shown_and_every_row_its_origin(dataset: Dataset, name: str) -> None:
    known = set(dataset.sources.index)
    tables = [rows_of(name, dataset, NARROW.get(name, {}), whole=whole) for whole in (False, True)]
    for table in tables:
        assert len(table)
        for column in ("publisher", "licence", "snapshot"):
            assert (table[column].notna() & table[column].ne("")).all(), column
        assert {release for cell in table["source"] for release in cell.split()} <= known
        unsourced = table[table["source"].eq("")]
        assert unsourced.empty or unsourced["last"].isna().all()  # an indicator of which no value is held
        assert any(column == "unit" or column.endswith("_unit") for column in map(str, table))
        assert any("edition" in column or "vintage" in column for column in map(str, table))
    shown, whole = tables
    if not TABLES[name].filters:
        pd.testing.assert_frame_equal(shown, whole)
        return
    keys = _keys(shown)
    assert len(whole) > len(shown)
    assert not whole.duplicated(keys).any()
    found = [set(table[keys].astype(str).itertuples(index=False, name=None)) for table in tables]
    assert found[0] <= found[1]
    if "value" in keys or "value" not in shown:
        return
    values = [table.set_index(keys)["value"] for table in tables]
    pd.testing.assert_series_equal(values[1].reindex(values[0].index), values[0], check_dtype=False)


def _keys(table: pd.DataFrame) -> list[str]:
    """The columns that tell the rows of a table apart, as far as it has them."""
    wanted = "claim figure target pillar kind multiple indicator economy edition code action year source"
    return [column for column in wanted.split() if column in table]


def test_every_column_of_every_download_has_a_meaning(dataset: Dataset) -> None:
    columns, met = dataset.catalog.columns, set()
    for name, about in dataset.catalog.downloads.items():
        group = {"with": "EU27,ASEAN,BRICS", "measure": "P1"}  # a table without that choice is as before
        table = pd.concat([rows_of(name, dataset, {}), rows_of(name, dataset, group)])
        missing = [name for name in map(str, table) if column_of(columns, about, name) is None]
        assert not missing, (name, missing)
        assert set(about.columns) <= set(table.columns), name
        met |= {one for one in columns for column in map(str, table) if re.fullmatch(one, column)}
    assert set(columns) == met


def test_a_query_is_repeated_only_where_it_names_something_known(dataset: Dataset) -> None:
    query = {"from": "2015", "to": "1066", "with": "kor,XXX,<b>", "find": "a", "lang": "en"}
    made = Document(
        TABLES["trajectory"],
        FILTERED,
        Dataset(dataset.snapshot, dataset.catalog, address="https://example.org"),
        query,
    )
    assert made.query == {"from": "2015", "with": "KOR"}
    assert made.address == (
        "https://example.org/download/trajectory.xlsx?from=2015&with=KOR&rows=shown&lang=en"
    )
    whole = Document(TABLES["trajectory"], ALL, dataset, query)
    assert whole.query == {}
    query = {"show": "percentile", "peers": "path", "measure": "nothing", "from": "2015"}
    made = Document(TABLES["comparison-trajectory"], FILTERED, dataset, query)
    assert made.query == {"show": "percentile", "peers": "path", "from": "2015"}


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


@pytest.mark.parametrize("name", sorted(EMPTY))
def test_a_view_without_rows_is_a_table_without_rows(reader: FlaskClient, name: str) -> None:
    query = urlencode(EMPTY[name])
    read = {form: reader.get(f"/download/{name}.{form}?{query}") for form in FORMS}
    assert {answer.status_code for answer in read.values()} == {200}
    assert of_csv(read["csv"].get_data()).empty
    assert of_json(read["json"].get_data()).empty
    assert of_xlsx(read["xlsx"].get_data()).empty
    assert reader.get(f"/download/{name}/rows.json?{query}").get_json()["shown"] == 0


@pytest.mark.parametrize(
    "path", ["nothing.csv", "nothing.zip", "trajectory.exe", "nothing/rows.json", "trajectory/rows.csv"]
)
def test_what_is_not_offered_is_not_found(reader: FlaskClient, path: str) -> None:
    assert reader.get(f"/download/{path}").status_code == 404


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_numbers_of_rows_are_those_of_the_files(dataset: Dataset, reader: FlaskClient, lang: str) -> None:
    query = urlencode({**NARROW["ranking"], "lang": lang})
    told = reader.get(f"/download/ranking/rows.json?{query}").get_json()
    counts = [
        len(of_csv(reader.get(f"/download/ranking.csv?{query}&rows={rows}").get_data()))
        for rows in ("shown", "all")
    ]
    assert [told["shown"], told["all"]] == counts
    assert told["whole"] == dataset.catalog.downloads["ranking"].whole.get(lang)
    assert counts[0] < counts[1]


def test_the_same_view_gives_the_same_bytes(reader: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = {form: reader.get(f"/download/places.{form}") for form in FORMS}
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    for form, answer in first.items():
        again = reader.get(f"/download/places.{form}", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304, form
    book = openpyxl.load_workbook(io.BytesIO(first["xlsx"].get_data()))
    assert book.properties.modified == book.properties.created


def test_the_address_of_an_archive_leads_to_the_workbook(reader: FlaskClient) -> None:
    """Citations made by former releases name an archive."""
    answer = reader.get("/download/trajectory.zip?with=KOR&lang=en")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/download/trajectory.xlsx?with=KOR&lang=en"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_workbook_is_made_for_readers(reader: FlaskClient, lang: str) -> None:
    content = reader.get(f"/download/ledger.xlsx?lang={lang}").get_data()
    sheet = openpyxl.load_workbook(io.BytesIO(content))["data"]
    heads = [str(cell.value) for cell in sheet[1]]
    assert len(set(heads)) == len(heads)
    assert ("Economy" if lang == "en" else "经济体") in heads
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    formats = {
        cell.value: cell.number_format
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if isinstance(cell.value, float) and cell.value % 1
    }
    assert any(len(str(value)) > 8 for value in formats), "every digit stays in the cell"
    assert "General" not in formats.values()
