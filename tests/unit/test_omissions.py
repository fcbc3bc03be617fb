"""Ranks without indicators: anchors of the method, and the index computed anew one economy at a time."""

import math
from collections import Counter
from collections.abc import Collection

import pytest

from analysis.dataset import Dataset
from analysis.index.composition import PILLAR_WEIGHTS
from analysis.robustness.omissions import (
    MAX_LEFT_OUT,
    Choice,
    concepts,
    omissions,
    rank_without,
    rank_without_each,
    rank_without_set,
)
from analysis.robustness.weights import ACROSS_PARTS, WITHIN_PARTS, over_indicators, ranks_over_shared
from components.pages import indicator as page
from components.text.catalog import plain
from tests.sampling import sample
from tests.unit.downloading import rows_of
from tests.unit.views import page_of, text_of

PAIR = "top-level-domains,brand-value"


def choice(dataset: Dataset, **query: str) -> Choice:
    return Choice.read(dataset, query)


def ranked(dataset: Dataset, edition: int, left_out: Collection[str]) -> dict[str, tuple[float, int]]:
    """Score and rank of every economy, by loops over the tree of the index and plain sums."""
    structure, scores = dataset.structure(edition), dataset.wide(edition)
    weight = dict(zip(structure["code"], structure["weight"], strict=True))
    below: dict[str, list[str]] = {}
    for code, parent in zip(structure["code"], structure["parent"], strict=True):
        below.setdefault(str(parent), []).append(code)

    def value(own: dict[str, float], code: str) -> float:
        if code not in below:
            return math.nan if code in left_out else own[code]
        pairs = [(weight[part], value(own, part)) for part in below[code]]
        held = [(share, score) for share, score in pairs if not math.isnan(score)]
        total = sum(share for share, _ in held)
        return sum(share * score for share, score in held) / total if held else math.nan

    index = {}
    for economy in map(str, scores.index):
        own = dict(zip(scores.columns, scores.loc[economy].to_numpy("float64").tolist(), strict=True))
        index[economy] = sum(share * value(own, pillar) for pillar, share in PILLAR_WEIGHTS.items())
    known = [score for score in index.values() if not math.isnan(score)]
    return {
        economy: (score, 1 + sum(other > score + 1e-9 for other in known)) for economy, score in index.items()
    }


def test_the_anchors_of_the_method(dataset: Dataset) -> None:
    anchors: tuple[tuple[str, tuple[int, int], dict[str, tuple[int, float]]], ...] = (
        ("2025", (6, 11), {"7.3.1": (6, 3.76), "7.1.1": (7, 0.01), "7.2.4": (11, -1.42)}),
        *sample(
            (
                ("2022", (9, 13), {"7.1.3": (9, 1.70), "7.1.4": (13, -0.71)}),
                ("2012", (30, 37), {"7.1.2": (30, 1.82)}),
            ),
            1,
        ),
    )
    for edition, ends, moved in anchors:
        found = omissions(dataset, choice(dataset, edition=edition)).set_index("left_out")
        assert (found["rank_without"].min(), found["rank_without"].max()) == ends
        for code, (rank, points) in moved.items():
            assert found["rank_without"][code] == rank
            assert found["points"][code] == pytest.approx(points, abs=0.005)
        assert edition != "2025" or (Counter(found["rank_without"])[10], len(found)) == (55, 78)


def test_the_index_computed_anew_says_the_same(dataset: Dataset) -> None:
    for edition, economy, codes in (
        (2025, "CHN", ("7.3.1",)),
        (2025, "CHN", ("7.1.3", "7.3.1")),
        (2025, "LAO", ("4.1.3",)),
        (2025, "NER", ("6.1.1", "7.1.2")),
        (2019, "IND", ("6.2.1",)),
        (2013, "YEM", ("2.1.1", "6.3.1")),
    ):
        named = [concepts(dataset, edition)[one] for one in codes]
        query = {"edition": str(edition), "economy": economy, "without": ",".join(named)}
        (row,) = rank_without_set(dataset, choice(dataset, **query)).to_dict("records")
        every, fewer = (ranked(dataset, edition, left_out) for left_out in ((), codes))
        assert row["left_out"].split() == list(codes)
        assert (row["rank_with_all"], row["rank_without"]) == (every[economy][1], fewer[economy][1])
        assert row["places"] == row["rank_with_all"] - row["rank_without"]
        assert row["points"] == pytest.approx(fewer[economy][0] - every[economy][0], abs=1e-9)
        assert row["economies_ranked"] == len(fewer)
        if (edition, len(codes)) == (2025, 1):  # and of every economy
            rows = rank_without_each(dataset, edition).query("left_out == @codes[0]")
            assert dict(zip(rows["economy"], rows["rank_without"], strict=True)) == {
                other: rank for other, (_, rank) in fewer.items()
            }


def test_rank_with_all_is_the_published_one_but_for_the_doubts_of_2011(dataset: Dataset) -> None:
    for edition in dataset.editions_with("indicator"):
        first = next(iter(concepts(dataset, edition)))
        found = rank_without(dataset, edition, [[first]]).set_index("economy")["rank_with_all"]
        differ = found[found != dataset.ranks(edition)["GII"].reindex(found.index)]
        assert set(differ.index) <= (set(LEFT_OUT) if edition == 2011 else set())


def test_each_economy_stands_once_with_what_moves_it_furthest(dataset: Dataset) -> None:
    rows = omissions(dataset, choice(dataset, view="economies"))
    every = rank_without_each(dataset, 2025)
    assert sorted(rows["economy"]) == sorted(dataset.wide(2025).index)
    furthest = every.assign(far=every["places"].abs()).groupby("economy")["far"].max()
    assert rows["places"].abs().tolist() == furthest[rows["economy"]].tolist()
    assert rows["places"].abs().is_monotonic_decreasing


def test_what_is_left_out_together_is_the_first_row(dataset: Dataset) -> None:
    rows = rows_of("weights-omissions", dataset, {"without": PAIR})
    assert (rows["left_out"].iloc[0], len(rows)) == ("7.1.3 7.3.1", 79)


def test_a_pillar_that_is_left_out_whole_leaves_no_rank(dataset: Dataset) -> None:
    first = [concept for code, concept in concepts(dataset, 2025).items() if code.startswith("1.")]
    view = page.CALLBACKS.view_of(dataset, "en", {"without": ",".join(first)})
    assert plain(page.finding(view)) == "Without 6 indicators, a GII pillar of China is empty: no rank"
    assert (
        rows_of("weights-omissions", dataset, {"without": ",".join(first)})["rank_without"].isna().sum() == 1
    )


def test_an_edition_without_indicators_says_so_in_a_line(dataset: Dataset) -> None:
    query = {"edition": "2018", "without": "gerd", "view": "economies"}
    said = text_of(page_of(page, dataset, "en", query))
    assert "We have no scores of indicators for the 2018 edition" in said
    assert rows_of("weights-omissions", dataset, query).empty


def test_what_is_no_indicator_of_the_edition_is_refused(dataset: Dataset) -> None:
    for asked in ("<script>", "7.3.1", "gerd,'; drop", "\u202e", "x" * 2000):
        (refused,) = Choice.refused_choices(dataset, {"without": asked})
        assert refused.key == "without"
        assert set(choice(dataset, without=asked).without) <= {"gerd"}


def test_none_exactly_the_most_and_too_many_are_read(dataset: Dataset) -> None:
    assert Choice.refused_choices(dataset, {"without": ""}) == []
    every = list(concepts(dataset, 2025).values())
    for count in (MAX_LEFT_OUT, MAX_LEFT_OUT + 1, len(every)):
        assert choice(dataset, without=",".join(every[:count])).without == tuple(every[:MAX_LEFT_OUT])
    assert Choice.read(dataset, {"without": every}).without == tuple(every[-MAX_LEFT_OUT:])
    for strange in (None, 7, ["gerd", 7, None], {"a": 1}):
        read = Choice.read(dataset, {"without": strange})
        assert read.without in ((), ("gerd",))


# The rank over shared concepts


LEFT_OUT = {"SLV": 7, "SDN": 1, **dict.fromkeys(("BGD", "DZA", "ECU", "IRN", "JAM", "MAR", "NGA", "PHL"), -1)}
"""Places off in 2011: the report leaves out sub-pillars 6.1 of El Salvador and 5.2 of Sudan, whose only
indicator scores 0; the others are those that they pass."""


def test_with_all_concepts_of_an_edition_it_is_the_published_rank(dataset: Dataset) -> None:
    for edition in (2011, *sample(dataset.editions_with("indicator")[1:], 5)):
        structure = dataset.structure(edition)
        codes = list(structure.loc[structure["level"] == "indicator", "code"])
        ranks = over_indicators(dataset.wide(edition), structure, codes)[WITHIN_PARTS].rank(
            ascending=False, method="min"
        )
        published = dataset.wide(edition, "rank")["GII"]
        apart = (ranks - published).dropna()
        assert apart[apart != 0].to_dict() == (LEFT_OUT if edition == 2011 else {}), edition
        assert len(apart) == len(published.dropna())
        assert ranks_over_shared(dataset, (edition,), "CHN").ranks["lost"].iloc[0] == pytest.approx(
            0, abs=1e-9
        )


def test_china_over_shared_concepts(dataset: Dataset) -> None:
    five = ranks_over_shared(dataset, (2021, 2022, 2023, 2024, 2025), "CHN")
    assert len(five.concepts) == 65
    assert five.ranks["published"].tolist() == [12, 11, 12, 11, 10]
    assert five.ranks[WITHIN_PARTS].tolist() == [5, 4, 11, 7, 4]
    assert five.ranks[ACROSS_PARTS].tolist() == [4, 5, 7, 7, 4]
    pairs = {2021: (75, [11, 12]), 2022: (79, [11, 13]), 2023: (75, [14, 7]), 2024: (74, [11, 10])}
    for first, (count, ranks) in pairs.items():
        pair = ranks_over_shared(dataset, (first, first + 1), "CHN")
        assert (len(pair.concepts), pair.ranks[WITHIN_PARTS].tolist()) == (count, ranks)


def test_what_is_lost_is_the_weight_of_the_other_indicators(dataset: Dataset) -> None:
    claim = ranks_over_shared(dataset, (2012, 2022), "CHN")
    assert claim.ranks["lost"].between(0.5, 0.65).all()
    assert (claim.lost.to_numpy() <= 1 + 1e-9).all()
    weights = [0.1] * 5 + [0.25] * 2
    assert (claim.lost.to_numpy() @ weights).tolist() == pytest.approx(claim.ranks["lost"].tolist())
