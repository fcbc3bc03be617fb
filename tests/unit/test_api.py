"""The programming interface gives the numbers that the dashboard shows, as JSON and as CSV."""

from __future__ import annotations

import csv
import gc
import os
import re
import weakref
from codecs import BOM_UTF8
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from analysis.dataset import Dataset
from analysis.robustness.intervals import bounds_around
from analysis.robustness.weights import blend, draws, fields, place
from data.api import BY_NAME, MOST_ROWS
from data.languages import LANGUAGES
from data.snapshot import BUNDLED, open_snapshot
from service.api.answers import matching
from service.api.query import known_values
from service.downloads import package
from tests.documents import blocks
from tests.unit.asking import answer, frame

if TYPE_CHECKING:
    from flask.testing import FlaskClient


CURATED = Path(__file__).resolve().parents[2] / "data" / "curated"


"""Columns that answers have beside those of the table of the snapshot."""


def facts() -> list[tuple[int, str, str, str]]:
    """China's ranks and scores as they were collected: edition, code, measure, value as written."""
    collected = Path(os.environ.get("GII_WORKBOOKS") or CURATED).parent / "facts" / "gii" / "china.csv"
    if collected.is_file():
        with collected.open(encoding="utf-8", newline="") as file:
            return [
                (int(row["edition"]), row["code"], row["measure"], row["value"])
                for row in csv.DictReader(file)
            ]
    found = []
    for path in (CURATED / f"gii_{years}.csv" for years in ("2007_2020", *range(2021, 2026))):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["economy"] == "CHN":
                    edition = int(row.get("edition") or path.stem[-4:])
                    found += [(edition, row["code"], name, row[name]) for name in ("rank", "score")]
    return [one for one in found if one[-1]]


def test_every_collected_figure_of_china_is_given(reader: FlaskClient) -> None:
    given = frame(reader, "scores?economy=CHN").set_index(["edition", "code"])
    assert [given.loc[(edition, "GII"), "rank"] for edition in (2012, 2022)] == [34, 11]
    collected = facts()
    assert len(collected) > 300
    for edition, code, measure, value in collected:
        decimals = max(1, len(value.partition(".")[2]))  # collected with one to six
        # before 2021 both are roundings of one figure, the snapshot's to two decimals
        other = 0.005 if edition < 2021 else 0.0
        room = 0.5 * 10**-decimals + other + 1e-8 if measure == "score" else 0
        assert given.loc[(edition, code), measure] == pytest.approx(float(value), abs=room), (edition, code)


def test_levels_and_codes_are_chosen_together_and_doubts_and_bounds_are_given(reader: FlaskClient) -> None:
    asked = "scores?economy=CHN&edition=2012&level"
    parts = frame(reader, f"{asked}=subpillar,indicator")
    assert parts["code"].str.count(r"\.").value_counts().to_dict() == {1: 21, 2: 84}
    assert frame(reader, f"{asked}=pillar&code=P2,2.1")["code"].tolist() == ["P2"]
    iceland = answer(reader, "scores?economy=ISL&edition=2011&code=P2")["data"][0]
    assert (iceland["score"], iceland["doubt"]) == (65.75, "copies-differ")
    bounds = answer(reader, "scores?economy=CHN&edition=2020&level=subpillar")["data"]
    assert all(one["rank"] or one["rank_low"] <= one["rank_high"] for one in bounds)


def test_csv_and_json_hold_the_same(reader: FlaskClient) -> None:
    for address in (
        "scores?economy=CHN&edition=2022",
        "structure?edition=2011",
        "observations?economy=CHN&indicator=GB.XPD.RSDV.GD.ZS,IP.JRN.ARTC.SC&from=2010",
        *("editions", "economies", "sources", "indicators", "standing"),
        "standing?economy=KOR&p6=40&inputs=30",
        "robustness?economy=CHN&edition=2012",
    ):
        data, table = answer(reader, address)["data"], frame(reader, address)
        assert list(table.columns) == [column for column, _ in BY_NAME[address.partition("?")[0]].flat()]
        rows = data if isinstance(data, list) else [data]
        rows = [{**one, **{f"weight_{k}": v for k, v in one.pop("weights", {}).items()}} for one in rows]
        assert len(table) == len(rows)
        for column in table.columns:
            for cell, value in zip(table[column], (row[column] for row in rows), strict=True):
                same = (pd.isna(cell) and value is None) or cell == value or float(cell) == float(value)
                assert same, (address, column)


def test_lists_inside_are_rows_of_csv(reader: FlaskClient) -> None:
    for name, group, column in (
        ("claims", "figures", "figure_name"),
        ("strategy", "links", "link_reason"),
        ("change", "score", "score_code"),
        ("snapshot", "tables", "table_rows"),
    ):
        data = answer(reader, name)["data"]
        rows = data if isinstance(data, list) else [data]
        table = frame(reader, name)
        assert len(table) == sum(max(1, len(one[group])) for one in rows), name
        inner = [part[column.partition("_")[2]] for one in rows for part in one[group]]
        assert table[column].dropna().tolist() == inner


def test_codes_have_their_names_and_values_their_units_in_both_languages(reader: FlaskClient) -> None:
    asked = "scores?economy=CHN&edition=2025&code=GII,2.3.2"
    names = {lang: frame(reader, f"{asked}&lang={lang}").loc[:, ["name", "code_name"]] for lang in LANGUAGES}
    assert names["en"]["code_name"].tolist() == ["Global Innovation Index", "Gross expenditure on R&D, % GDP"]
    assert names["zh"].iloc[1].tolist() == ["中国", "研发总支出"]
    (paid,) = answer(reader, "observations?indicator=BM.GSR.ROYL.CD&economy=CHN&from=2020&to=2020")["data"]
    assert paid["unit"] == "billion US dollars, current prices"
    assert 30 < paid["value"] * paid["scale"] < 50
    for address in (
        "standing",
        "change",
        "robustness",
        "check?economy=China&measure=P6 score&period=2022&value=1",
    ):
        joint = "&" if "?" in address else "?"
        assert answer(reader, f"{address}{joint}lang=zh")["data"]["name"] == "中国", address
    assert answer(reader, "change?lang=zh")["data"]["score"][0]["code_name"] == "制度"
    links = [link for pillar in answer(reader, "strategy")["data"] for link in pillar["links"]]
    assert all(link["name"] and (link["unit"] or link["gii"]) for link in links)


def test_a_query_chooses_columns_and_their_order(reader: FlaskClient) -> None:
    asked = "scores?economy=CHN&code=GII&columns=rank,name,edition"
    rows = pages(reader, f"{asked}&limit=7")
    assert list(rows[0]) == frame(reader, asked).columns.tolist() == ["rank", "name", "edition"]
    assert {row["edition"]: row["rank"] for row in rows}[2022] == 11
    (pillar, *_) = answer(reader, "strategy?columns=links,slug")["data"]
    assert list(pillar) == ["links", "slug"]
    assert frame(reader, "strategy?columns=links,slug").columns[-1] == "slug"
    card = answer(reader, "cards/ranking?columns=score,rank")["data"]
    assert [one["name"] for one in card["columns"]] == list(card["rows"][0]) == ["score", "rank"]
    assert frame(reader, "cards/ranking?columns=score,rank").columns.tolist() == ["score", "rank"]


def test_csv_is_a_file_that_a_spreadsheet_opens_as_utf_8(reader: FlaskClient) -> None:
    for name in ("scores", "change", "claims", "cards/ranking"):
        given = reader.get(f"/api/v1/{name}?format=csv&lang=zh")
        assert given.data.startswith(BOM_UTF8)
        assert given.headers["Content-Disposition"] == f'attachment; filename="{name.rpartition("/")[2]}.csv"'


def test_the_scripts_of_the_guide_ask_what_is_answered(reader: FlaskClient) -> None:
    languages = (("r", r"ranks\$(\w+)"), ("powerquery", r'{"(\w+)",'))
    for guide, (language, used) in product(("docs/guide.md", "docs/guide.zh.md"), languages):
        (script,) = blocks(guide, language)
        (address,) = re.findall(r'"http://127\.0\.0\.1:8050/api/v1/([^"]+)&format=csv"', script)
        table, names = frame(reader, address), set(re.findall(used, script))
        assert len(names) == 3, (guide, language)
        assert names <= set(table.columns)
        assert table["rank"].notna().all()


def pages(reader: FlaskClient, address: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    following: str | None = f"/api/v1/{address}"
    while following:
        given = reader.get(following)
        following = given.get_json()["next"]
        assert given.headers.get("Link") == (f'<{following}>; rel="next"' if following else None)
        rows += given.get_json()["data"]
    return rows


def test_paging_walks_all_rows_exactly_once(reader: FlaskClient, dataset: Dataset) -> None:
    table = dataset.table("gii_scores")
    chosen = table[table["economy"].isin(["CHN", "USA"]) & table["edition"].between(2019, 2025)]
    rows = pages(reader, "scores?economy=USA,CHN,CHN&from=2019&to=2025&limit=97")
    assert [(row["edition"], row["economy"], row["code"]) for row in rows] == list(
        zip(chosen["edition"], chosen["economy"], chosen["code"], strict=True)
    )
    # By number, since the client draws a whole answer: what is not asked for by a column with an index.
    assert len(pages(reader, f"scores?edition=2025&limit={MOST_ROWS}")) == (table["edition"] == 2025).sum()


def test_what_is_not_held_of_a_change_is_said(reader: FlaskClient) -> None:
    data = answer(reader, "change?economy=CHN&from=2010&to=2022")["data"]
    assert data["rank_from"] == 43
    assert data["score"] == []
    assert set(data["rank"].values()) == {None}
    assert "all seven GII pillars" in data["reason"]


def test_other_weights_rank_as_on_the_page_on_weights(reader: FlaskClient, dataset: Dataset) -> None:
    field = fields(dataset)[2022]
    weights = blend({"P1": 20.0, "P6": 30.0}, 40.0)
    standing = answer(reader, "standing?economy=CHN&edition=2022&p1=20&p6=30&inputs=40")["data"]
    robust = answer(reader, "robustness?economy=CHN&edition=2022&p1=20&p6=30&inputs=40")["data"]
    drawn, outer = draws(field, weights, "CHN"), bounds_around(field.frame(), weights, "CHN")
    assert standing["rank"] == robust["rank"] == place(field, weights, "CHN").rank
    assert (robust["low"], robust["high"]) == (drawn.low, drawn.high)
    assert (robust["best"], robust["worst"]) == (outer.best, outer.worst)
    assert sum(robust["weights"].values()) == pytest.approx(100)
    assert sum(robust["weights"][f"p{number}"] for number in range(1, 6)) == pytest.approx(40)
    assert not robust["published"]
    assert answer(reader, "standing?edition=2022&p1=10&p7=25")["data"]["published"]


def test_nothing_that_is_cached_keeps_an_old_snapshot(dataset: Dataset) -> None:
    other = Dataset(open_snapshot(BUNDLED), dataset.catalog)
    assert known_values(other)["economies"]
    assert len(matching(other, "gii_scores", {"economy": ("CHN",)}))
    assert fields(other)[2022].economies
    assert package(other)
    gone = weakref.ref(other.snapshot)
    del other
    gc.collect()
    assert gone() is None
