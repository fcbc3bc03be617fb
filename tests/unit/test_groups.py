"""Groups of economies: medians and quartiles recomputed from the published figures, and never a rank."""

from __future__ import annotations

import re
import statistics
import tomllib
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analysis.comparison.views import TABLES, Choice
from analysis.index.standing import TRAJECTORY
from components.pages import compare, overview
from data import catalog
from tests.unit.views import page_of, text_of

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from analysis.dataset import Dataset

STATED = tomllib.loads((catalog.FOLDER / "groups.toml").read_text("utf-8"))
RD = "GB.XPD.RSDV.GD.ZS"


def quartiles(values: list[float]) -> list[float]:
    """Interpolate between neighbours, as the method says: the first quarter, the median, the third."""
    return statistics.quantiles(values, n=4, method="inclusive")


def members(dataset: Dataset, group: str, edition: int) -> list[str]:
    if "members" in STATED[group]:
        return list(STATED[group]["members"])
    rows = dataset.snapshot.table("gii_economies")
    return [
        str(row["economy"])
        for row in rows[rows["edition"] == edition].to_dict("records")
        if group in (row["income"], row["region"])
    ]


def published(dataset: Dataset, edition: int, code: str, column: str) -> dict[str, float]:
    rows = dataset.snapshot.table("gii_scores")
    rows = rows[(rows["edition"] == edition) & (rows["code"] == code) & rows[column].notna()]
    return {str(row["economy"]): float(row[column]) for row in rows.to_dict("records")}


@pytest.fixture(scope="module")
def medians(dataset: Dataset) -> pd.DataFrame:
    """The rows of the trajectory beside four groups."""
    return TRAJECTORY.rows(dataset, {"with": "EU27,UM,ASEAN,HI"}, "en")


def of(rows: pd.DataFrame, group: str, edition: int) -> pd.Series:
    return rows[(rows["economy"] == group) & (rows["edition"] == edition)].iloc[0]


def test_medians_and_quartiles_are_those_of_the_published_figures(
    dataset: Dataset, medians: pd.DataFrame
) -> None:
    for group, edition in (("EU27", 2012), ("EU27", 2025), ("UM", 2021), ("UM", 2025)):
        row = of(medians, group, edition)
        for figure in ("rank", "score"):
            known = published(dataset, edition, "GII", figure)
            own = [known[one] for one in members(dataset, group, edition) if one in known]
            assert (row["members"], row["members_all"]) == (len(own), len(members(dataset, group, edition)))
            found = [row[f"{figure}_{point}"] for point in ("p25", "median", "p75")]
            assert found == pytest.approx(quartiles(own)), (group, edition)
        assert row[["rank", "score", "percentile"]].isna().all()
        assert "own_calculation" in row["source"]


def test_both_views_of_compare_have_the_same_medians(dataset: Dataset) -> None:
    for name, code in (("trajectory", "GII"), ("measures", "P1")):
        query = {"with": "EU27,HI", "measure": code, "measures": code, "edition": "2025"}
        rows = TABLES[name].rows(dataset, query | {"view": name}, "en")
        for group in ("EU27", "HI"):
            row = of(rows, group, 2025)
            known = published(dataset, 2025, code, "score")
            own = quartiles([known[one] for one in members(dataset, group, 2025) if one in known])
            assert [row[f"value_{point}"] for point in ("p25", "median", "p75")] == pytest.approx(own)
            assert row[["rank", "rank_low", "rank_high", "value", "percentile"]].isna().all()


def test_members_that_an_edition_lacks_are_not_counted(dataset: Dataset, medians: pd.DataFrame) -> None:
    known = published(dataset, 2025, "GII", "rank")
    absent = {one for one in STATED["ASEAN"]["members"] if one not in known}
    assert absent == {"TLS"}
    for group, edition, counts in (("ASEAN", 2025, (10, 11)), ("EU27", 2009, (26, 27))):
        row = of(medians, group, edition)
        assert (row["members"], row["members_all"]) == counts
    # An edition without classes has no income group.
    first = dataset.snapshot.table("gii_economies")["edition"].min()
    assert medians.loc[medians["economy"] == "HI", "edition"].min() == first


def test_a_doubt_about_ranks_of_members_is_one_about_their_median(dataset: Dataset) -> None:
    rows = TABLES["trajectory"].rows(dataset, {"with": "EU27", "measure": "P6"}, "en")
    row = of(rows, "EU27", 2020)
    scores = dataset.snapshot.table("gii_scores").query("edition == 2020 and code == 'P6'")
    own = scores[scores["economy"].isin(STATED["EU27"]["members"])]
    assert own["rank"].isna().any()
    ends = [
        statistics.median(own["rank"].fillna(own[f"rank_{end}"]).astype(float)) for end in ("low", "high")
    ]
    if ends[0] == ends[1]:
        assert row["rank_median"] == ends[0]
    else:
        assert [row["rank_median_low"], row["rank_median_high"]] == ends


def test_a_related_indicator_has_medians_by_year(dataset: Dataset) -> None:
    rows = TABLES["trajectory"].rows(dataset, {"with": "OECD", "measure": RD}, "en")
    row = rows[(rows["economy"] == "OECD") & (rows["year"] == 2021)].iloc[0]
    known = dataset.snapshot.table("observations").query("indicator == @RD and year == 2021")
    own = known[known["economy"].isin(STATED["OECD"]["members"])]["value"].dropna()
    assert row["members"] == len(own)
    assert row["value_median"] == pytest.approx(statistics.median(own))


def test_no_sentence_gives_a_group_a_rank(dataset: Dataset) -> None:
    for page, query in ((overview, {}), (compare, {}), (compare, {"view": "measures"})):
        text = text_of(page_of(page, dataset, "en", {"with": "EU27"} | query))
        assert not re.search(r"EU 27[^.]{0,40}\b(is|ranked|rank) \d+(st|nd|rd|th)", text)
        assert "trails EU" not in text
    points = TRAJECTORY.result(dataset, TRAJECTORY.query.read(dataset, {"with": "EU27"}))
    assert points.loc[points["economy"] == "EU27", "rank"].isna().all()


def test_what_is_no_group_is_refused(reader: FlaskClient) -> None:
    for code in ("EU28", "eu27<script>", "G7", "GII"):
        answer = reader.get("/api/v1/cards/trajectory", query_string={"with": f"USA,{code}"})
        assert answer.status_code == 400, code
    assert reader.get("/api/v1/cards/trajectory", query_string={"with": "USA,EU27"}).status_code == 200


def test_a_group_is_no_economy_in_focus(dataset: Dataset) -> None:
    assert Choice.read(dataset, {"economy": "EU27"}).economy == "CHN"
    assert "EU27" not in dataset.economies


def test_the_files_hold_as_many_members_as_the_groups_have(dataset: Dataset) -> None:
    counts = {code: len(one.members) for code, one in dataset.catalog.groups.items() if one.members}
    assert counts == {"EU27": 27, "OECD": 38, "BRICS": 10, "ASEAN": 11}
    assert all(one.as_of and one.source and one.url for one in dataset.catalog.groups.values() if one.members)
