"""The brief of an economy: its edition, the edition changes count from, the economies beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from analysis.dataset import Dataset
from analysis.index.profile import ranked_editions
from analysis.query import MAX_PEERS, Query, economies, economy, edition, one_of
from data.article import CLAIM, HERO, PEERS

MOST: Final = 6
"""Comparable economies of a brief whose query names none."""


def _newest(dataset: Dataset, before: Mapping[str, Any]) -> int:
    """Return the newest edition with its indicators, else the newest that ranks the economy."""
    ranked = ranked_editions(dataset.scores, before["economy"])
    return dataset.detailed if dataset.detailed in ranked or not ranked else ranked[-1]


def _start(dataset: Dataset, before: Mapping[str, Any]) -> int:
    """Return the first edition of the article's claim, else the first with a rank and a score."""
    economy, scores = before["economy"], dataset.scores
    ranked = [year for year in ranked_editions(scores, economy) if year < before["edition"]]
    if CLAIM[0] in ranked:
        return CLAIM[0]
    rows = scores[(scores["economy"] == economy) & (scores["code"] == "GII") & scores["score"].notna()]
    scored = {int(year) for year in rows["edition"]}
    return next((year for year in ranked if year in scored), ranked[0] if ranked else 0)


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices of a brief.

    since: the edition that changes are counted from, before ``edition``; 0 where there is none before it.
    peers: the economies of the query, None where it names none (() where none are wanted).
    """

    SPAN = ("since", "edition")

    economy: str = economy()
    edition: int = edition("edition", _newest, lambda dataset, _: dataset.editions[::-1])
    since: int = one_of(
        "since",
        lambda dataset, before: [one for one in dataset.editions[::-1] if one < before["edition"]] or [0],
        _start,
    )
    peers: tuple[str, ...] | None = economies(
        "with",
        MAX_PEERS,
        None,
        lambda dataset, before: [one for one in dataset.economies if one != before["economy"]],
    )


def selected_peers(chosen: Choice, found: Mapping[str, pd.DataFrame]) -> list[tuple[str, str]]:
    """Return the economies beside the one of the brief, each with the finder that names it.

    found: the economies of the finders of ``peers``, by name. Those of the query have the finder "".
    China's are those of the whole site; others have the nearest above and below, then the nearest of each
    other finder that is not named yet.
    """
    if chosen.peers is not None:
        return [(code, "") for code in chosen.peers]
    if chosen.economy == HERO:
        return [(code, "") for code in PEERS]
    named: dict[str, str] = {}
    score = found.get("score")
    if score is not None and len(score):
        above, below = score[score["above"]], score[~score["above"]]
        for side in (above.tail(1), below.head(1)):
            named |= {str(code): "score" for code in side["economy"]}
    for finder, frame in found.items():
        fresh = [str(code) for code in frame["economy"] if str(code) not in named]
        if finder != "score" and fresh:
            named[fresh[0]] = finder
    return list(named.items())[:MOST]
