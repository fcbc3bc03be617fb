"""What an address or a control says is taken where it is known, and no more peers than can be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.index.standing import Choice
from analysis.query import MAX_PEERS
from data.article import HERO, PEERS

if TYPE_CHECKING:
    from analysis.dataset import Dataset

DEFAULT = ("rank", 2007, 2025, PEERS, ())


def of(dataset: Dataset, query: dict[str, Any]) -> Choice:
    return Choice.read(dataset, query)


def fields(chosen: Choice) -> tuple[Any, ...]:
    return chosen.measure, chosen.first, chosen.last, chosen.peers, chosen.raised


def test_what_is_known_is_taken(dataset: Dataset) -> None:
    cases: tuple[tuple[dict[str, Any], tuple[Any, ...]], ...] = (
        ({}, DEFAULT),
        ({"show": "score"}, ("score", 2007, 2025, PEERS, ())),
        ({"from": "2012", "to": "2022"}, ("rank", 2012, 2022, PEERS, ())),
        ({"from": 2012, "to": 2022}, ("rank", 2012, 2022, PEERS, ())),
        ({"with": "KOR"}, ("rank", 2007, 2025, ("KOR",), ())),
        ({"with": "kor, jpn"}, ("rank", 2007, 2025, ("KOR", "JPN"), ())),
        ({"with": ["KOR", "JPN"]}, ("rank", 2007, 2025, ("KOR", "JPN"), ())),
        ({"with": ""}, ("rank", 2007, 2025, (), ())),
        ({"with": []}, ("rank", 2007, 2025, (), ())),
        ({"with": None}, DEFAULT),
        ({"with": "XXX"}, DEFAULT),
        ({"with": ["XXX", 1]}, DEFAULT),
        ({"with": "XXX,KOR"}, ("rank", 2007, 2025, ("KOR",), ())),
        ({"with": "KOR,KOR,JPN"}, ("rank", 2007, 2025, ("KOR", "JPN"), ())),
        ({"with": "CHN,KOR"}, ("rank", 2007, 2025, ("KOR",), ())),
        ({"raise": "KOR,USA,JPN,IND"}, ("rank", 2007, 2025, PEERS, ("KOR", "USA", "JPN"))),
        ({"raise": "FRA"}, DEFAULT),
        ({"with": "FRA", "raise": "FRA"}, ("rank", 2007, 2025, ("FRA",), ("FRA",))),
        ({"from": "2022", "to": "2012"}, ("rank", 2012, 2022, PEERS, ())),
        ({"from": "2022", "to": "2022"}, ("rank", 2022, 2025, PEERS, ())),
        ({"from": "2008"}, DEFAULT),
        ({"from": "2007", "to": "2010"}, DEFAULT),
        ({"from": "2025"}, DEFAULT),
    )
    for query, expected in cases:
        assert fields(of(dataset, query)) == expected, query


def test_exactly_the_most_peers_stay_and_more_than_can_be_told_apart_are_cut(dataset: Dataset) -> None:
    others = [code for code in dataset.economies if code != HERO]
    for count in (MAX_PEERS - 1, MAX_PEERS, MAX_PEERS + 1, len(others)):
        most = min(count, MAX_PEERS)
        text, chosen = (of(dataset, {"with": one}) for one in (",".join(others[:count]), others[:count]))
        assert text.peers == tuple(others[:most]), "a text is read from its beginning"
        assert chosen.peers == tuple(others[:count][-most:]), "of a list the newest stay"
