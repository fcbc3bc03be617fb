"""Percentiles and the trajectory frame, on the real snapshot."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.dataset import Dataset
from analysis.index.standing import (
    MAX_RAISED,
    MEASURES,
    Choice,
    next_place,
    overtaken_economies,
    percentile,
    ranks_apart,
    rows_between,
    rows_of,
    standings,
)
from analysis.query import MAX_PEER_COUNT, Query
from components.pages import PAGES
from data.article import FOCUS, PEERS
from tests.sampling import LONG, sample


def shown(dataset: Dataset, *economies: str, first: int = 2010, last: int = 2025) -> pd.DataFrame:
    return rows_between(standings(dataset), economies, first, last)


@pytest.fixture(scope="module")
def china(dataset: Dataset) -> pd.DataFrame:
    return rows_of(shown(dataset, FOCUS, *PEERS), FOCUS).set_index("edition", drop=False)


def test_percentiles_go_from_100_to_0_and_of_something_unknown_there_is_none() -> None:
    ranks = pd.Series([1, 139, 70, 43, pd.NA], dtype="Int64")
    found = percentile(ranks, pd.Series([139, 139, 139, pd.NA, 139], dtype="Int64"))
    assert found.tolist()[:3] == pytest.approx([100, 0, 50])
    assert found[3:].isna().all()


def test_intervals(china: pd.DataFrame) -> None:
    assert china["published_low"].notna().sum() == 1
    assert china.index[china["low"].notna()].tolist() == list(range(2011, 2026))
    held = china[china["low"].notna()]
    assert (held["low"] <= held["rank"]).all()
    assert (held["rank"] <= held["high"]).all()
    assert (held["low_percentile"] <= held["percentile"]).all()
    assert (held["percentile"] <= held["high_percentile"]).all()


def test_a_rank_in_doubt_is_missing_and_bounded(dataset: Dataset) -> None:
    (row,) = rows_of(shown(dataset, "FRA", first=2018, last=2018), "FRA").to_dict("records")
    assert pd.isna(row["output_rank"])
    assert (row["output_low"], row["output_high"]) == (16, 17)


def test_an_edition_without_a_rank_has_no_row(dataset: Dataset) -> None:
    scores = dataset.scores
    ranked = scores[(scores["code"] == "GII") & scores["rank"].notna()]
    known = {str(economy): set(rows["edition"]) for economy, rows in ranked.groupby("economy")}
    gaps = [code for code, years in known.items() if set(range(min(years), max(years))) - years]
    assert len(gaps) > 10
    frame = shown(dataset, *gaps, first=dataset.editions[0])
    for code in gaps:
        assert set(rows_of(frame, code)["edition"]) == known[code]


# The price of the next place


def test_price_of_the_next_place(dataset: Dataset) -> None:
    tenth = next_place(dataset.scores, FOCUS, 2022)
    assert tenth is not None
    assert tenth.above_rank == 10
    assert tenth.gap == pytest.approx(0.67, abs=0.005)
    assert tenth.output_points == pytest.approx(2.7, abs=0.05)
    assert tenth.input_points == pytest.approx(6.7, abs=0.05)


def test_first_last_ties_and_editions_without_scores_have_their_price(dataset: Dataset) -> None:
    first = next_place(dataset.scores, "CHE", 2025)
    assert first is not None
    assert (first.above, first.gap, first.input_points) == (None, None, None)
    bottom = dataset.scores[(dataset.scores["code"] == "GII") & (dataset.scores["edition"] == 2025)]
    lowest = next(iter(bottom.loc[bottom["rank"] == 139, "economy"]))
    last = next_place(dataset.scores, str(lowest), 2025)
    assert last is not None
    assert (last.rank, last.below, last.cushion) == (139, None, None)
    assert next_place(dataset.scores, FOCUS, 2010) is None
    assert next_place(dataset.scores, "XXX", 2025) is None
    printed = dataset.scores[(dataset.scores["edition"] == 2019) & (dataset.scores["code"] == "GII")]
    again = printed.loc[printed["score"].duplicated(keep=False), "economy"]
    tied = [next_place(printed, str(code), 2019) for code in sample(again, 8)]
    assert any(place and place.gap == pytest.approx(0, abs=1e-9) for place in tied)
    assert all(place and place.rounding == pytest.approx(0.1) for place in tied)


def index(*rows: tuple[int, str, int, float]) -> pd.DataFrame:
    """Rows of the index: edition, economy, rank and score."""
    frame = pd.DataFrame(rows, columns=["edition", "economy", "rank", "score"])
    return frame.assign(code="GII", score_source="made")


def test_equal_ranks_are_neither_above_nor_below_and_nobody_passes_an_equal() -> None:
    ranks = {"A": (1, 1), "B": (2, 5), "C": (2, 3), "D": (4, 3), "E": (4, 6), "F": (6, 2), "G": (3, None)}
    rows = [
        (edition, code, rank, 90.0 - rank)
        for code, both in ranks.items()
        for edition, rank in zip((2021, 2022), both, strict=True)
        if rank
    ]
    frame = index(*rows)
    # D is passed by nobody who ends level (C), began level (E) or was not ranked again (G); F passed it.
    assert overtaken_economies(frame, 2021, 2022, "D") == ["B"]
    assert overtaken_economies(frame, 2021, 2022, "F") == ["B", "C", "D", "E"]
    assert overtaken_economies(frame, 2021, 2022, "A") == overtaken_economies(frame, 2021, 2022, "G") == []
    tied = next_place(frame, "C", 2021)
    assert tied is not None
    assert (tied.above, tied.above_rank, tied.gap) == ("A", 1, 1.0)
    assert (tied.below, tied.below_rank, tied.cushion) == ("G", 3, 1.0)


def test_a_score_that_fell_at_the_same_rank_is_told_and_one_that_is_the_same_is_not() -> None:
    rows = index(
        *((2015, "A", 9, 50.0), (2016, "A", 9, 49.0), (2017, "A", 8, 49.0), (2018, "A", 9, 48.0)),
        *((2020, "A", 8, 47.0), (2021, "A", 7, 46.0), (2022, "A", 6, 46.5)),
    )
    found = [(one["edition"], one["rank_before"], one["score_before"]) for one in ranks_apart(rows)]
    assert found == [(2016, 9, 50.0), (2021, 8, 47.0)]  # not where the rank got worse, nor after a gap


# Whatever an address or a control says, the selection is valid


DEFAULT = ("rank", 2011, 2025, PEERS, ())


def read(dataset: Dataset, query: dict[str, Any]) -> Choice:
    return Choice.read(dataset, query)


def fields(chosen: Choice) -> tuple[Any, ...]:
    return chosen.measure, chosen.first, chosen.last, chosen.peers, chosen.raised


def assert_valid(dataset: Dataset, chosen: Choice) -> None:
    assert chosen.measure in MEASURES
    assert chosen.first in dataset.editions
    assert chosen.last in dataset.editions
    assert chosen.first < chosen.last
    assert set(chosen.peers) <= set(dataset.economies) - {FOCUS}
    assert len(set(chosen.peers)) == len(chosen.peers) <= MAX_PEER_COUNT
    assert set(chosen.raised) <= set(chosen.peers)
    assert len(set(chosen.raised)) == len(chosen.raised) <= MAX_RAISED
    assert chosen.economies == (FOCUS, *chosen.peers)


def test_what_is_known_is_taken(dataset: Dataset) -> None:
    cases: tuple[tuple[dict[str, Any], tuple[Any, ...]], ...] = (
        ({}, DEFAULT),
        ({"show": "score"}, ("score", 2011, 2025, PEERS, ())),
        ({"from": "2012", "to": "2022"}, ("rank", 2012, 2022, PEERS, ())),
        ({"with": "kor, jpn"}, ("rank", 2011, 2025, ("KOR", "JPN"), ())),
        ({"with": ["KOR", "JPN"]}, ("rank", 2011, 2025, ("KOR", "JPN"), ())),
        ({"with": ""}, ("rank", 2011, 2025, (), ())),
        ({"with": []}, ("rank", 2011, 2025, (), ())),
        ({"with": None}, DEFAULT),
        ({"with": ["XXX", 1]}, DEFAULT),
        ({"with": "XXX,KOR"}, ("rank", 2011, 2025, ("KOR",), ())),
        ({"with": "KOR,KOR,JPN"}, ("rank", 2011, 2025, ("KOR", "JPN"), ())),
        ({"with": "CHN,KOR"}, ("rank", 2011, 2025, ("KOR",), ())),
        ({"raise": "KOR,USA,JPN,IND"}, ("rank", 2011, 2025, PEERS, ("KOR", "USA", "JPN"))),
        ({"with": "FRA", "raise": "FRA"}, ("rank", 2011, 2025, ("FRA",), ("FRA",))),
        ({"from": "2022", "to": "2012"}, ("rank", 2012, 2022, PEERS, ())),
        ({"from": "2022", "to": "2022"}, ("rank", 2022, 2025, PEERS, ())),
        ({"from": "2008"}, DEFAULT),
        ({"from": "2007", "to": "2010"}, ("rank", 2007, 2025, PEERS, ())),
    )
    for query, expected in cases:
        assert fields(read(dataset, query)) == expected, query


def test_exactly_the_most_peers_stay_and_more_than_can_be_told_apart_are_cut(dataset: Dataset) -> None:
    others = [code for code in dataset.economies if code != FOCUS]
    for count in (MAX_PEER_COUNT - 1, MAX_PEER_COUNT, MAX_PEER_COUNT + 1, len(others)):
        most = min(count, MAX_PEER_COUNT)
        text, chosen = (read(dataset, {"with": one}) for one in (",".join(others[:count]), others[:count]))
        assert text.peers == tuple(others[:most]), "a text is read from its beginning"
        assert chosen.peers == tuple(others[:count][-most:]), "of a list the newest stay"
        assert_valid(dataset, text)


VALUE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["USA", "CHN", "kor,JPN", "score", "2012", "2022", 2012, 2025]),
    lambda inner: st.lists(inner, max_size=12) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=10,
)


@settings(
    deadline=None,
    max_examples=100 if LONG else 40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.dictionaries(st.sampled_from(["show", "from", "to", "with", "raise", "other"]), VALUE))
def test_any_query_gives_a_valid_selection(dataset: Dataset, query: dict[str, Any]) -> None:
    assert_valid(dataset, read(dataset, query))


# What is declared once is read from anything, and written so that it is read the same again


STRANGE: tuple[object, ...] = (
    *(None, True, 3, 1e400, "", "\0", "<script>", "x" * 10_000, [], ["CHN"], [["CHN"]], {}, {"a": 1}),
)


def declared() -> dict[str, type[Query]]:
    return {page.key: page.query for page in PAGES if page.query}


def test_every_choice_is_read_from_anything_and_written_to_be_read_again(dataset: Dataset) -> None:
    for key, query in declared().items():
        keys = [control.key for control in query.controls().values()]
        assert len(keys) == len(set(keys)), key
        for value in STRANGE:
            chosen = query.read(dataset, dict.fromkeys(keys, value))
            assert query.read(dataset, chosen.texts()) == chosen, (key, value)
            assert query.read(dataset, chosen.changed_choices(dataset)) == chosen, (key, value)


def test_every_option_can_be_chosen_and_is_left_out_of_the_address_where_it_is_the_default(
    dataset: Dataset,
) -> None:
    for key, query in declared().items():
        usual = query.read(dataset, {})
        assert usual.changed_choices(dataset) == {}, key
        for name, control in query.controls().items():
            if control.parse:
                continue
            options = usual.options(dataset)[control.key]
            for option in dict.fromkeys([options[0], *sample(options, 6), options[-1]]):
                chosen = query.read(dataset, {control.key: str(option)})
                assert getattr(chosen, name) == option, (key, control.key, option)
