"""The programming interface gives the numbers of the dashboard, refuses what it must, and is described."""

import csv
import gc
import json
import re
import weakref
from codecs import BOM_UTF8
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jsonschema_rs
import pandas as pd
import pytest
import schemathesis
from flask.testing import FlaskClient

from analysis.dataset import Dataset
from analysis.robustness.weights import fields
from components.documents.embed import card_finding
from components.pages import CARDS
from data.api import BY_NAME, ENDPOINTS, MAX_QUERY_LENGTH, MAX_ROWS, OPENAPI, ROOT
from data.languages import LANGUAGES
from data.snapshot import BUNDLED, open_snapshot
from service.api.answers import ANSWERS, positions
from service.api.query import known_values
from service.downloads import package
from service.errors import MIMETYPE
from tests.documents import blocks
from tests.sampling import sample
from tests.unit.asking import answer, frame
from tests.unit.page_queries import QUERIES

CURATED = Path(__file__).resolve().parents[3] / "data" / "curated"


def facts() -> list[tuple[int, str, str, str]]:
    """China's ranks and scores as they were collected: edition, code, measure, value as written."""
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
        *("editions", "economies", "sources", "indicators"),
    ):
        data, table = answer(reader, address)["data"], frame(reader, address)
        assert list(table.columns) == [column for column, _ in BY_NAME[address.partition("?")[0]].flat()]
        assert len(table) == len(data)
        for column in table.columns:
            for cell, value in zip(table[column], (row[column] for row in data), strict=True):
                same = (pd.isna(cell) and value is None) or cell == value or float(cell) == float(value)
                assert same, (address, column)


def test_lists_inside_are_rows_of_csv(reader: FlaskClient) -> None:
    for name, group, column in (
        ("claims", "figures", "figure_name"),
        ("strategy", "links", "link_reason"),
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
    assert 30 < paid["value"] < 50
    assert paid["raw_value"] == pytest.approx(paid["value"] * 1e9)
    (paid,) = answer(reader, "cards/releases?series=BX.GSR.ROYL.CD&limit=1")["data"]["rows"]
    assert (paid["unit"], 0 < paid["value"] < 50) == ("billion US dollars, current prices", True)
    checked = answer(reader, "check?economy=China&measure=P6 score&period=2022&value=1&lang=zh")["data"]
    assert checked["name"] == "中国"


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


def test_csv_is_a_file_marked_for_spreadsheets_where_that_is_asked(reader: FlaskClient) -> None:
    for name in ("scores", "claims", "cards/ranking"):
        given = reader.get(f"/api/v1/{name}?format=csv&lang=zh")
        assert not given.data.startswith(BOM_UTF8)
        assert reader.get(f"/api/v1/{name}?format=csv&lang=zh&bom=1").data == BOM_UTF8 + given.data
        assert given.headers["Content-Disposition"] == f'attachment; filename="{name.rpartition("/")[2]}.csv"'


def test_the_scripts_of_the_guide_ask_what_is_answered(reader: FlaskClient) -> None:
    languages = (("r", r"ranks\$(\w+)"), ("powerquery", r'{"(\w+)",'))
    for guide, (language, used) in product(("docs/data.md", "docs/data.zh.md"), languages):
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
        assert given.get_json()["data"], "no page is empty"
        rows += given.get_json()["data"]
    return rows


def test_paging_walks_all_rows_exactly_once(reader: FlaskClient, dataset: Dataset) -> None:
    assert len(pages(reader, "scores?economy=CHN&code=GII&limit=9")) == 18  # two pages, both full
    table = dataset.table("gii_scores")
    chosen = table[table["economy"].isin(["CHN", "USA"]) & table["edition"].between(2019, 2025)]
    rows = pages(reader, "scores?economy=USA,CHN,CHN&from=2019&to=2025&limit=97")
    assert [(row["edition"], row["economy"], row["code"]) for row in rows] == list(
        zip(chosen["edition"], chosen["economy"], chosen["code"], strict=True)
    )
    # By number, since the client draws a whole answer: what is not asked for by a column with an index.
    assert len(pages(reader, f"scores?edition=2025&limit={MAX_ROWS}")) == (table["edition"] == 2025).sum()


CHECK = "check?economy=China&measure=P6%20score&period=2022"
REFUSED = (  # the query, its fault, the parameter that is named
    ("scores?econmy=CHN", "unknown-parameter", "econmy"),
    ("snapshot?limit=1", "unknown-parameter", "limit"),
    ("scores?%00=1", "unknown-parameter", "\0"),
    ("snapshot?columns=id", "unknown-parameter", "columns"),
    ("?format=json", "unknown-parameter", "format"),
    *(
        (f"scores?{name}={value}", "unknown-value", name)
        for name, values in {
            "economy": ("XXX", "Kore", "", "%ED%A0%80"),
            "edition": ("2008",),
            "format": ("xml",),
            "columns": ("rank,nmae", ""),
        }.items()
        for value in values
    ),
    ("cards/ranking?columns=nmae", "unknown-value", "columns"),
    ("scores?limit=ten", "wrong-type", "limit"),
    ("scores?limit=%D9%A1", "wrong-type", "limit"),
    ("scores?offset=" + "9" * 400, "wrong-type", "offset"),
    (f"{CHECK}&value=nan", "wrong-type", "value"),
    ("scores?limit=0", "out-of-range", "limit"),
    ("scores?from=1999", "out-of-range", "from"),
    (f"{CHECK}&value=1e300", "out-of-range", "value"),
    ("scores?code=" + ",".join(["GII"] * 101), "out-of-range", "code"),
    ("scores?from=2022&to=2012", "wrong-order", "from"),
    ("scores?economy=CHN&economy=USA", "repeated-parameter", "economy"),
    ("scores?" + "&".join(f"p{number}=1" for number in range(10_000)), "too-long", None),
    ("scores?economy=" + "A" * MAX_QUERY_LENGTH, "too-long", None),
    *(
        (f"cards/{card}?{name}={value}", "unknown-value", name)
        for card, name, value in (
            ("rank-ledger", "economy", "XXX"),
            ("rank-ledger", "from", "1066"),
            ("comparison", "with", "USA,<b>"),
            ("comparison", "view", "map"),
            ("strategic-pillar", "pillar", "9"),
            ("weights-history", "w", "1,2"),
            ("weights-omissions", "without", "gerd,<b>"),
            ("trajectory", "rows", "some"),
        )
    ),
    ("cards/clusters?economy=CHN", "unknown-parameter", "economy"),
)


def test_every_problem_names_its_parameter(reader: FlaskClient) -> None:
    for query, fault, parameter in REFUSED:
        given = reader.get(f"{ROOT}{'' if query.startswith('?') else '/'}{query}")
        problem = given.get_json()
        told = given.status_code, given.content_type, given.headers["Cache-Control"], problem["type"]
        assert told == (400, MIMETYPE, "no-store", f"/en/data/api#{fault}"), query[:60]
        assert (problem.get("parameter"), problem["status"]) == (parameter, given.status_code), query[:60]
        assert problem["detail"].isprintable()
        assert len(problem["detail"]) < 300


def test_a_problem_says_what_is_meant_or_allowed(reader: FlaskClient) -> None:
    for query, part in (
        ("cards/ranking?columns=nmae", "did you mean name?"),
        ("scores?economy=CHN&edition=2026", "The 2026 edition was launched on 29 September 2026"),
        ("cards/ranking?edition=2026", "The 2026 edition was launched on 29 September 2026"),
        ("scores?economy=Kore", "did you mean KOR or PRK?"),
        ("cards/rank-ledger?economy=Kore", "did you mean KOR?"),
        ("scores?econmy=CHN", "did you mean economy?"),
    ):
        assert part in reader.get(f"{ROOT}/{query}").get_json()["detail"]
    assert reader.get(f"{ROOT}/scores?format=xml").get_json()["allowed"] == ["json", "csv"]
    assert "allowed" not in reader.get(f"{ROOT}/scores?economy=XXX").get_json()


def test_unknown_paths_are_problems_and_the_interface_is_only_read(reader: FlaskClient) -> None:
    paths = ("/api", "/api/", "/api/v1/nothing", "/api/v2", "/api/%00")
    cards = (f"{ROOT}/cards/{name}" for name in ("nothing", "validation/x"))
    for method, path in (*product(("GET", "POST", "DELETE"), paths), *product(("GET",), cards)):
        given = reader.open(path, method=method)
        assert (given.status_code, given.content_type) == (404, MIMETYPE), path
        assert "cards" in path or given.get_json()["type"] == "about:blank", path
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        given = reader.open(f"{ROOT}/scores", method=method)
        assert (given.status_code, given.content_type) == (405, MIMETYPE)
        assert "GET" in given.headers["Allow"]


def test_head_has_the_headers_and_no_body(reader: FlaskClient) -> None:
    given, head = (reader.open(f"{ROOT}/scores?limit=1", method=method) for method in ("GET", "HEAD"))
    assert head.data == b""
    assert head.headers["ETag"] == given.headers["ETag"]
    assert head.headers["X-Snapshot"] == given.get_json()["snapshot"]


def test_what_the_reader_has_is_not_sent_again(reader: FlaskClient) -> None:
    for path in (ROOT, OPENAPI, f"{ROOT}/scores?economy=CHN", f"{ROOT}/snapshot?format=csv"):
        given = reader.get(path)
        mark = given.headers["ETag"]
        assert given.headers["Cache-Control"] == "public, max-age=300, must-revalidate"
        for asked, code in ((mark, 304), (f'"other", {mark}', 304), ('"other"', 200)):
            again = reader.get(path, headers={"If-None-Match": asked})
            assert (again.status_code, again.headers["ETag"]) == (code, mark), path
            assert code == 200 or again.data == b""
        assert reader.get(path, headers={"Accept-Encoding": "br", "If-None-Match": mark}).status_code == 304


def test_the_etag_is_of_the_query_as_it_is_read(reader: FlaskClient) -> None:
    def mark(query: str) -> str:
        return str(reader.get(f"{ROOT}/scores?{query}").headers["ETag"])

    assert mark("economy=CHN&code=GII") == mark("code=GII&economy=CHN")
    assert len({mark(query) for query in ("economy=CHN", "economy=USA", "economy=CHN&format=csv")}) == 3


def test_pages_of_any_origin_may_read_it_and_only_it(reader: FlaskClient) -> None:
    for path in (ROOT, f"{ROOT}/scores?limit=1", f"{ROOT}/scores?x=1", f"{ROOT}/nothing"):
        given = reader.get(path, headers={"Origin": "https://notebook.example"})
        assert given.headers["Access-Control-Allow-Origin"] == "*"
        assert given.headers.getlist("Cross-Origin-Resource-Policy") == ["cross-origin"]
    assert reader.options(f"{ROOT}/scores").headers["Access-Control-Allow-Headers"] == "If-None-Match"
    for path in ("/en/", "/download/trajectory.csv", "/healthz"):
        given = reader.get(path)
        assert "Access-Control-Allow-Origin" not in given.headers
        assert given.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    named = reader.get(f"{ROOT}/scores?limit=1", headers={"Host": "evil.example"})
    assert named.get_json()["next"].startswith("/api/v1/scores?")


# --- cards -----------------------------------------------------------------------------------------------


def asked(reader: FlaskClient, name: str, query: dict[str, str]) -> Any:
    answer = reader.get(f"{ROOT}/cards/{name}?{urlencode(query)}")
    assert answer.status_code == 200, (name, query, answer.get_data())
    return answer.get_json()


def test_every_card_is_listed_and_answers_as_the_document_says(reader: FlaskClient, dataset: Dataset) -> None:
    listed = reader.get(f"{ROOT}/cards").get_json()["data"]
    assert [one["name"] for one in listed] == list(CARDS)
    described = reader.get(OPENAPI).get_json()
    schema = {"$ref": "#/components/schemas/Card", "components": described["components"]}
    validator = jsonschema_rs.Draft202012Validator(schema)
    followed = {one["name"] for one in sample(listed, 8)}
    for one in listed:
        given = asked(reader, one["name"], {"lang": "zh", "limit": "3"})
        assert [str(error) for error in validator.iter_errors(given)] == [], one["name"]
        data = given["data"]
        asked_for = described["paths"][one["address"]]["get"]["parameters"]
        (columns,) = (way["schema"]["items"]["enum"] for way in asked_for if way["name"] == "columns")
        assert {column["name"] for column in data["columns"]} <= set(columns), one["name"]
        assert len(CARDS[one["name"]][1].tables) > 1 or len(columns) == len(data["columns"]), one["name"]
        assert (data["finding"], data["page"]) == card_finding(dataset, one["name"], "zh", {})
        assert one["address"] in described["paths"]
        if one["name"] in followed:
            ways = (one["page"], one["embed"], data["page"], data["embed"])
            assert [reader.get(way).status_code for way in ways] == [200] * 4, one["name"]


def test_a_card_has_the_rows_of_its_download(reader: FlaskClient, dataset: Dataset) -> None:
    """Of two views of each card that the tests of its page ask for, as far as it can be chosen."""
    views = [
        (name, card.tables[0].query.read(dataset, one).changed_choices(dataset))
        for name, (page, card) in CARDS.items()
        for one in QUERIES[page.key][:2]
    ]
    for name, query in sample(views, 24):
        data = asked(reader, name, {**query, "limit": "10000"})["data"]
        made = json.loads(reader.get(data["download"].replace(".xlsx?", ".json?")).get_data())
        told = data["rows"], data["columns"], data["sources"]
        assert told == (made["data"], made["columns"], made["sources"]), (name, query)


def document(reader: FlaskClient) -> Any:
    return reader.get(OPENAPI).get_json()


def test_the_document_is_valid_and_describes_every_endpoint_and_fault(reader: FlaskClient) -> None:
    described = document(reader)
    loaded = schemathesis.openapi.from_dict(described)
    loaded.validate()
    assert len(loaded) == len(ENDPOINTS) + len(CARDS) + 2  # the index, this document
    listed = reader.get(ROOT).get_json()["endpoints"]
    assert [one["name"] for one in listed] == [one.name for one in ENDPOINTS]
    assert {*ANSWERS, "cards", "find"} == {one.name for one in ENDPOINTS}
    for endpoint in ENDPOINTS:
        asked = described["paths"][endpoint.path]["get"]
        assert [one["name"] for one in asked["parameters"]] == [one.name for one in endpoint.all_parameters]
        assert all(one["description"] for one in asked["parameters"])
    for path, asked in described["paths"].items():
        assert {"400", "405", "414", "429", "503"} <= set(asked["get"]["responses"]), path
    assert reader.get(f"{ROOT}/").get_json() == reader.get(ROOT).get_json()


def test_examples_answer_as_the_strict_schema_says(reader: FlaskClient) -> None:
    shared = {"components": document(reader)["components"]}
    for endpoint in ENDPOINTS:
        schema = {"$ref": f"#/components/schemas/{endpoint.name.capitalize()}", **shared}
        given = reader.get(f"{endpoint.path}?{endpoint.example}").get_json()
        validator = jsonschema_rs.Draft202012Validator(schema)
        assert [str(error) for error in validator.iter_errors(given)] == [], endpoint.name
        assert not validator.is_valid({**given, "more": 1})
        data = given["data"][0] if isinstance(given["data"], list) else given["data"]
        data["more"] = 1
        assert not validator.is_valid(given), endpoint.name


def test_nothing_that_is_cached_keeps_an_old_snapshot(dataset: Dataset) -> None:
    other = Dataset(open_snapshot(BUNDLED), dataset.catalog)
    assert known_values(other)["economies"]
    assert len(positions(other, "gii_scores", {"economy": ("CHN",)})[1])
    assert fields(other)[2022].economies
    assert package(other)
    gone = weakref.ref(other.snapshot)
    del other
    gc.collect()
    assert gone() is None
