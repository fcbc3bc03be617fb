"""What the brief of an economy is about: its edition, the edition it counts from, the economies beside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from analysis.change import CLAIM
from analysis.profile import ranked_editions
from analysis.selection import MAX_PEERS, PEERS, codes_of, economy_of, edition_of
from analysis.standing import CHINA

MOST: Final = 6
"""Comparable economies that are named where a reader asks for none."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader of a brief asked for; every part is known to be valid.

    since: the edition that changes are counted from, before ``edition``; None where none is held before it.
    peers: the economies asked for, None where none were asked for (() where none at all are wanted).
    """

    economy: str
    edition: int
    since: int | None
    peers: tuple[str, ...] | None


def choose(
    query: Mapping[str, object],
    scores: pd.DataFrame,
    editions: Sequence[int],
    economies: Collection[str],
    detailed: int,
) -> Choice:
    """Read a choice from ``economy``, ``edition``, ``since`` and ``with`` of an address or of controls.

    scores: rows of gii_scores, the code GII among them; editions: all held, in ascending order; economies:
    those ever ranked; detailed: the newest edition held down to its indicators. Where no edition is asked for
    it is that one or, if the economy is not ranked in it, the newest that ranks the economy. Where no earlier
    edition is asked for it is the first of the article's claim, else the first with a rank and a score.
    """
    economy = economy_of(query.get("economy"), economies)
    ranked = ranked_editions(scores, economy)
    newest = detailed if detailed in ranked else ranked[-1] if ranked else detailed
    edition = edition_of(query.get("edition"), editions, newest)
    before = [year for year in editions if year < edition]
    since = edition_of(query.get("since"), before, 0) or _start(scores, economy, ranked, edition)
    asked = query.get("with")
    known = [one for one in economies if one != economy]
    peers = codes_of(asked, known)[:MAX_PEERS]
    return Choice(economy, edition, since, () if asked in ("", []) else peers or None)


def _start(scores: pd.DataFrame, economy: str, ranked: Sequence[int], edition: int) -> int | None:
    """Return the edition that changes are counted from where a reader names none."""
    before = [year for year in ranked if year < edition]
    if CLAIM[0] in before:
        return CLAIM[0]
    rows = scores[(scores["economy"] == economy) & (scores["code"] == "GII") & scores["score"].notna()]
    scored = {int(year) for year in rows["edition"]}
    return next((year for year in before if year in scored), before[0] if before else None)


def shown_peers(chosen: Choice, found: Mapping[str, pd.DataFrame]) -> list[tuple[str, str]]:
    """Return the economies beside the one of the brief, each with the finder that names it.

    found: what the finders of ``analysis.peers`` gave, by name. Economies asked for have the finder "".
    China's are those of the whole site; others have the nearest above and below, then the nearest of each
    other finder that is not named yet.
    """
    if chosen.peers is not None:
        return [(code, "") for code in chosen.peers]
    if chosen.economy == CHINA:
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
