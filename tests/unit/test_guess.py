"""A guessed line is read from any address, and measured against the published ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.index.guess import LEAST_DRAWN, Choice, compared, guessable, result, starts, steps
from analysis.index.standing import rows_of, standings

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def test_the_default_gives_what_was_known_when_the_articles_claim_begins(dataset: Dataset) -> None:
    chosen = Choice.read(dataset, {})
    assert (chosen.economy, chosen.given, chosen.guess) == ("CHN", (2011, 2012), ())
    assert chosen.drawn == tuple(range(2013, 2026))
    assert Choice.read(dataset, {"economy": "ven"}).drawn == (2013, 2014, 2015, 2016, 2025)


def test_a_line_can_begin_wherever_something_is_given_and_enough_is_left(dataset: Dataset) -> None:
    assert starts((2011, 2012, 2013, 2014, 2025)) == (2012, 2013)
    assert starts((2011, 2012, 2013)) == ()
    assert Choice.read(dataset, {"from": "2023"}).drawn == (2023, 2024, 2025)
    for start in ("2007", "2024", "9999", None, [2015]):
        assert Choice.read(dataset, {"from": start}) == Choice.read(dataset, {})


def test_a_guess_is_a_rank_or_a_blank_for_each_edition(dataset: Dataset) -> None:
    query = {"from": "2023", "guess": "12,,143"}
    assert Choice.read(dataset, query).guess == (12, None, 143)
    assert not Choice.read(dataset, query).complete
    assert Choice.read(dataset, query | {"guess": "12,11,10"}).complete


def test_what_is_no_guess_does_nothing(dataset: Dataset) -> None:
    strange: tuple[object, ...] = (
        *("", ",,", "1,2", "1,2,3,4", "0,1,2", "144,1,2", "-1,1,2", "1.5,1,2", "1e1,1,2", "\u0661,1,2"),
        *("0012,1,2", " 1,2,3", "<b>,1,2", "9" * 400, None, [1, 2, 3], 7, {"a": 1}),
    )
    for guess in strange:
        assert Choice.read(dataset, {"from": "2023", "guess": guess}).guess == (), guess


def test_the_misses_are_places_between_guess_and_published_rank() -> None:
    standing = pd.DataFrame(
        {
            "edition": [2020, 2021, 2022, 2023],
            "rank": [20, 22, 18, 15],
            "low": [18.0, None, 17.0, 14.0],
            "high": [21.0, None, 19.0, 16.0],
        }
    )
    frame = compared(standing, (2021, 2022, 2023), (25, 18, 12))
    assert frame["off"].tolist() == [3, 0, -3]
    found = result(frame)
    assert (found["mean"], found["largest"]) == (2.0, 3)
    assert (found["edition"], found["guess"], found["rank"]) == (2021, 25, 22)  # the first of two as large
    assert (found["below"], found["exact"], found["above"]) == (1, 1, 1)
    assert (found["inside"], found["with_interval"]) == (1, 2)  # one edition has no interval


def test_the_published_line_is_told_by_its_steps() -> None:
    ranks = {2010: 43, 2012: 34, 2013: 35, 2014: 29, 2015: 29}
    found = steps(ranks, range(2010, 2026), {2014})
    assert (found["better"], found["worse"], found["same"]) == (1, 1, 1)  # beside a gap there is no step
    assert [found[key] for key in ("first", "last", "start", "end")] == [2013, 2014, 35, 29]
    assert found["marked"]
    assert steps({2010: 1, 2012: 1}, range(2010, 2026), ()) == {}
    flat = steps({2010: 1, 2011: 1}, range(2010, 2026), {2011})
    assert (flat["first"], flat["last"], flat["marked"]) == (2010, 2010, False)


def test_the_published_line_itself_is_never_off(dataset: Dataset) -> None:
    ranked = guessable(dataset)
    assert all(len(editions) > LEAST_DRAWN for editions in ranked.values())
    every = standings(dataset)
    for economy in ("CHN", "VEN", "CHE"):
        chosen, own = Choice.read(dataset, {"economy": economy}), rows_of(every, economy)
        ranks = dict(zip(own["edition"], own["rank"], strict=True))
        found = result(compared(own, chosen.drawn, [int(ranks[edition]) for edition in chosen.drawn]))
        assert (found["mean"], found["exact"]) == (0.0, len(chosen.drawn))
        assert found["inside"] == found["with_interval"] > 0
