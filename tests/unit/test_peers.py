"""Comparable economies: what each finder promises, and a reason in words for every one of them."""

import re
import statistics
import tomllib

import numpy as np
import pandas as pd
import pytest
from flask.testing import FlaskClient

from analysis.comparison import peers
from analysis.comparison.views import TABLES, Choice
from analysis.dataset import Dataset
from analysis.index.standing import TRAJECTORY
from components.pages import compare, overview
from components.text.catalog import LANGUAGES, words
from components.widgets import peers as parts
from components.widgets.peers import Comparison, comparison
from data import catalog
from data.catalog import load
from data.snapshot import Snapshot
from data.store import encode
from tests.sampling import sample
from tests.unit.views import page_of, text_of, walk

Answers = dict[tuple[str, int], Comparison | None]

ALONE = {
    *(("path", economy) for economy in ("COG", "MRT", "SYC")),
    *(("gdp_per_head", economy) for economy in ("LBN", "LKA")),
    ("income", "VEN"),
}
"""In 2025: ranked in fewer than five editions, so that there is no path; product or group not published."""


@pytest.fixture(scope="module")
def answers(dataset: Dataset) -> Answers:
    """The finders' answers for many economies in the newest edition, for some in every edition."""
    keys = {
        (economy, dataset.editions[-1])
        for economy in (*sample(dataset.economies, 12), *(code for _, code in ALONE))
    }
    keys |= {("CHN", edition) for edition in sample(dataset.editions, 6)}
    keys |= {(economy, edition) for economy in ("CHE", "VEN", "ZZZ") for edition in (2007, 2010, 2020, 2025)}
    return {key: comparison(dataset, *key) for key in sorted(keys)}


def asked(dataset: Dataset, economy: str, edition: int) -> Comparison:
    found = comparison(dataset, economy, edition)
    assert found is not None
    return found


def test_the_figures_of_the_nearest_edition_serve_where_an_edition_has_none(dataset: Dataset) -> None:
    old, new = asked(dataset, "CHN", 2012), asked(dataset, "CHN", 2023)
    assert (old.figures, new.figures) == (2021, 2023)
    assert (old.decimals, new.decimals) == (2, 2)
    assert peers.figures_edition(pd.DataFrame({"edition": [2021, 2025]}), 2026) == 2025
    assert peers.figures_edition(pd.DataFrame({"edition": []}), 2026) is None


def test_an_economy_of_2025_has_four_others_by_every_finder(answers: Answers) -> None:
    shown = [one for (_, edition), one in answers.items() if edition == 2025 and one is not None]
    assert len(shown) > 14
    for one in shown:
        for finder, frame in one.lists.items():
            codes = set(frame["economy"])
            assert one.economy not in codes
            few = (finder, one.economy) in ALONE
            assert len(codes) == len(frame) == (0 if few else peers.PEER_COUNT), (finder, one.economy)


def test_the_nearest_are_the_nearest(dataset: Dataset) -> None:
    context = dataset.table("gii_economies").query("edition == 2025").set_index("economy")
    for economy in ("CHN", "LUX", "NER"):
        ratios = context["gdp_per_head"].astype("float64") / float(context["gdp_per_head"].to_dict()[economy])
        nearest = pd.Series(np.abs(np.log(ratios))).drop(economy).nsmallest(peers.PEER_COUNT)
        found = asked(dataset, economy, 2025)
        frame = found.lists["gdp_per_head"]
        assert list(frame["economy"]) == list(nearest.index)
        assert np.allclose(frame["distance"], nearest)
        group = found.lists["income"]
        assert set(context.loc[[economy, *group["economy"]], "income"]) == set(group["income"])


def test_likeness_of_paths_is_the_same_from_either_side_and_blind_to_level(dataset: Dataset) -> None:
    history = peers.peer_field(dataset, 2025).history
    # The number of economies of 2010 is not known.
    assert [int(edition) for edition in history.columns] == list(range(2011, 2026))
    values = history.to_numpy("float64")
    matrix = np.array([peers.path_distance(values, own) for own in values])
    assert np.allclose(matrix, matrix.T, equal_nan=True)
    own = history.loc["CHN"].to_numpy("float64")
    assert peers.path_distance(own[None, :] - 40, own)[0] == pytest.approx(0)
    # By hand: China and India over 15 editions, each counted from its own mean.
    other = history.loc["IND"].to_numpy("float64")
    apart = np.abs((other - other.mean()) - (own - own.mean())).mean()
    assert peers.path_distance(other[None, :], own)[0] == pytest.approx(apart)


def test_nothing_is_interpolated_and_few_common_editions_give_no_likeness() -> None:
    gap = np.array([[10.0, 20, np.nan, 40, 50, 60], [10.0, 20, np.nan, np.nan, np.nan, 60]])
    own = np.array([10.0, 20, 30, 40, 50, 66])
    found = peers.path_distance(gap, own)
    assert found[0] == pytest.approx(np.mean([1.2, 1.2, 1.2, 1.2, 4.8]))
    assert np.isnan(found[1])
    # Three quarters of the eight editions of an economy must be shared: six are enough, five are not.
    names = pd.Index(list("ABC"), name="economy")
    history = pd.DataFrame(np.arange(24.0).reshape(3, 8), index=names, columns=range(2011, 2019))
    history.loc["B", [2011, 2012]] = history.loc["C", [2011, 2012, 2018]] = np.nan
    ranked = pd.DataFrame({"rank": [1, 2, 3], "score": 1.0}, index=names)
    (row,) = peers.peers_by_path(ranked, history, "A").to_dict("records")
    assert [row[key] for key in ("economy", "first", "last", "common")] == ["B", 2013, 2018, 6]
    assert (row["value"], row["own"]) == (5, 5)


def test_equal_distances_go_to_the_better_rank() -> None:
    ranked = pd.DataFrame(
        {"rank": [1, 2, 3, 4], "score": [4.0, 3.0, 2.0, 1.0]}, index=pd.Index(list("DACB"), name="economy")
    )
    figures = pd.DataFrame({"economy": list("ABCD"), "population": [2.0, 0.5, 1.0, 0.5]})
    assert list(peers.peers_by_figure(ranked, figures, "population", "C", 2)["economy"]) == ["D", "A"]
    figures.loc[figures["economy"] == "D", "population"] = None
    assert list(peers.peers_by_figure(ranked, figures, "population", "C", 4)["economy"]) == ["A", "B"]
    assert peers.peers_by_figure(ranked, figures, "population", "D").empty
    assert list(peers.peers_by_score(ranked, "D", 2)["economy"]) == ["A", "C"]
    assert list(peers.peers_by_score(ranked, "B", 2)["above"]) == [True, True]


def test_an_economy_gets_its_section_in_words(
    dataset: Dataset, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "comparison", lambda _, *key: answers[key])
    for number, ((economy, edition), shown) in enumerate(answers.items()):
        lang = LANGUAGES[number % 2]
        section = parts.peers_section(dataset, economy, edition, words(lang))
        text = text_of(section)
        assert "nan" not in text
        assert "None" not in text
        links = [str(node.href) for node in walk(section) if hasattr(node, "href")]
        links = [link for link in links if "/glossary#" not in link]
        lists = [] if shown is None else [frame for frame in shown.lists.values() if len(frame)]
        assert len(links) == sum(len(frame) + 2 for frame in lists)
        known = (f"/{lang}/economy/", f"/{lang}/ranking?edition=", f"/{lang}/compare?economy={economy}&")
        assert all(link.startswith(known) for link in links)


def test_an_economy_without_a_path_says_why(dataset: Dataset) -> None:
    chinese = text_of(parts.peers_section(dataset, "CHN", 2012, words("zh")))
    assert words("zh")("peers.unknown.path", name="中国", least=5, edition=2012) in chinese


def test_an_edition_without_figures_of_size_still_has_a_section(pinned: Snapshot) -> None:
    context = pinned.table("gii_economies")
    contents = {name: pinned.content(name) for name in (resource["name"] for resource in pinned.resources)}
    for last, said in ((2024, "Figures as in the 2024 edition."), (0, "Population of China not known.")):
        kept = {"gii_economies": encode(context[context["edition"] <= last])}
        other = Dataset(Snapshot(pinned.folder, pinned.descriptor, contents | kept), load())
        text = text_of(parts.peers_section(other, "CHN", 2025, words("en")))
        assert said in text
        assert "Denmark" in text


# Groups of economies: medians and quartiles recomputed, and never a rank


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
    return TRAJECTORY.rows(dataset, {"with": "EU27,UM,ASEAN,HI", "from": "2007"}, "en")


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
