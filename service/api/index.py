"""Answers that the method computes for one economy: standing, change between two editions, robustness."""

from typing import Any, Final, NoReturn

import pandas as pd

from analysis.change import rank_split
from analysis.composition import PILLARS
from analysis.dataset import Dataset
from analysis.framework import COUNTED, mark
from analysis.ledger import score_ledger
from analysis.reweighting import Field, draws, gaps, limits, place, totals
from analysis.robustness import LEVEL
from analysis.standing import next_place, percentile
from analysis.weighting import OFFICIAL, Weights, blend, same
from data.sheets import rows
from service.api.query import Query
from service.api.tables import matching
from service.api.writing import Page, Row
from service.forms import records
from service.problems import Problem

_INDEX: Final = ("GII",)


def _refuse(detail: str, parameter: str = "economy") -> NoReturn:
    raise Problem("not-held", detail, parameter)


def _weights(query: Query) -> Weights:
    given = {code: query[code.lower()] for code in PILLARS if query[code.lower()] is not None}
    return blend(given, query["inputs"]) if given or query["inputs"] is not None else OFFICIAL


def _written(weights: Weights) -> Row:
    return {code.lower(): round(100 * weight, 6) for code, weight in zip(PILLARS, weights, strict=True)}


def _overall(dataset: Dataset, economy: str, edition: int) -> Row:
    """Return the row of gii_scores for the index; Problem if the economy is not ranked in the edition."""
    wanted: dict[str, Any] = {"economy": (economy,), "edition": (edition,), "code": ("GII",)}
    found = records(matching(dataset, "gii_scores", wanted))
    if not found or found[0]["rank"] is None:
        _refuse(f"This site has no rank of {economy} in the edition of {edition}")
    return found[0]


def _scores(dataset: Dataset, editions: tuple[int, ...], codes: tuple[str, ...] = _INDEX) -> pd.DataFrame:
    """Return the rows of gii_scores of some editions and codes, of all economies."""
    return matching(dataset, "gii_scores", {"edition": editions, "code": codes})


def _field(dataset: Dataset, economy: str, edition: int) -> Field:
    """Return the GII pillar scores of an edition; Problem if the economy has not all seven."""
    field = dataset.fields.get(edition)
    if field is None:
        _refuse(f"This site has no scores of the GII pillars for the edition of {edition}", "edition")
    if economy not in field.economies:
        _refuse(f"{economy} has no scores of all seven GII pillars in the edition of {edition}")
    return field


def standing(dataset: Dataset, query: Query) -> Page:
    """Return where an economy stands in an edition, under the published or other weights."""
    economy, edition, weights = query["economy"], query["edition"], _weights(query)
    own = same(weights, OFFICIAL)
    ranked = dataset.counts[edition]
    if own:
        row = _overall(dataset, economy, edition)
        near = next_place(_scores(dataset, (edition,)), economy, edition)
        rank, score, source = row["rank"], row["score"], row["rank_source"] or row["score_source"]
        above, below = (near.gap, near.cushion) if near else (None, None)
    else:
        field = _field(dataset, economy, edition)
        rank, source = place(field, weights, economy).rank, None
        score = float(totals(field, weights)[field.economies.index(economy)])
        above, below = gaps(field, weights, economy)
    share = percentile(pd.Series([rank], dtype="Int64"), pd.Series([ranked], dtype="Int64"))[0]
    found = {
        "economy": economy,
        "edition": edition,
        "rank": rank,
        "economies": ranked,
        "percentile": None if pd.isna(share) else float(share),
        "score": score,
        "points_to_next": above,
        "cushion": below,
        "source": source,
        "published": own,
        "weights": _written(weights),
    }
    return Page(1, objects=[found])


def change(dataset: Dataset, query: Query) -> Page:
    """Return the change of a published rank between two editions, in places and in points."""
    economy, editions = query["economy"], (query["from"], query["to"])
    first, last = (_overall(dataset, economy, edition) for edition in editions)
    scores = _scores(dataset, editions, (*_INDEX, *PILLARS))
    split = rank_split(scores, economy, *editions)
    ledger = score_ledger(scores, dataset.table("gii_structure"), economy, editions)
    missing = [] if split else ["the parts of the rank need the scores of all economies in both editions"]
    missing += [] if ledger else ["the parts of the score need all seven GII pillars in both editions"]
    parts = ledger.parts if ledger else pd.DataFrame(columns=["code", "own", "relative"])
    found = {
        "economy": economy,
        "from": editions[0],
        "to": editions[1],
        "rank_from": first["rank"],
        "rank_to": last["rank"],
        "economies_from": dataset.counts[editions[0]],
        "economies_to": dataset.counts[editions[1]],
        "framework": _framework(dataset, *editions),
        "rank": {
            name: getattr(split, name) if split else None for name in ("exits", "own", "others", "entries")
        },
        "score": [
            {"code": code, "plain": plain, "relative": relative}
            for code, plain, relative in rows(parts[["code", "own", "relative"]])
        ],
        "reason": "; ".join(missing) or None,
        "source_from": first["rank_source"],
        "source_to": last["rank_source"],
    }
    return Page(1, objects=[found])


def _framework(dataset: Dataset, first: int, last: int) -> Row:
    """Return the mark of the framework between two editions and what is counted of their indicators."""
    found = dataset.framework(first, last)
    counts = {
        "indicators_from": found and found.before,
        "indicators_to": found and found.after,
        **{name: found and found.counts[name] for name in COUNTED},
        "unweighed": found and len(found.unweighed),
    }
    return {"mark": mark(dataset.table("gii_editions"), first, last), **counts}


def robustness(dataset: Dataset, query: Query) -> Page:
    """Return how far a rank depends on weights: as stored in the snapshot, or live around other weights."""
    economy, edition, weights = query["economy"], query["edition"], _weights(query)
    field = _field(dataset, economy, edition)
    found = place(field, weights, economy)
    own = same(weights, OFFICIAL)
    around = _stored(dataset, economy, edition) if own else _live(field, weights, economy)
    source = str(dataset.by_edition.at[edition, "source"])
    answer = {
        "economy": economy,
        "edition": edition,
        "rank": found.rank,
        "rank_low": found.low,
        "rank_high": found.high,
        **around,
        "economies": field.ranked,
        "source": source,
        "published": own,
        "weights": _written(weights),
    }
    return Page(1, objects=[answer])


def _stored(dataset: Dataset, economy: str, edition: int) -> Row:
    """Return interval and bounds of the table gii_intervals, computed when the snapshot was built."""
    wanted: dict[str, Any] = {"edition": (edition,), "economy": (economy,)}
    intervals = matching(dataset, "gii_intervals", wanted).to_dict("records")
    kinds = {str(row["kind"]): row for row in intervals}
    if not {"weights", "bounds"} <= kinds.keys():
        _refuse(f"This site has no interval of {economy} in the edition of {edition}")
    inside, outer = kinds["weights"], kinds["bounds"]
    return {
        "low": int(inside["low"]),
        "high": int(inside["high"]),
        "level": float(inside["level"]),
        "draws": int(inside["draws"]),
        "best": int(outer["low"]),
        "worst": int(outer["high"]),
    }


def _live(field: Field, weights: Weights, economy: str) -> Row:
    spread, outer = draws(field, weights, economy), limits(field, weights, economy)
    return {
        "low": spread.low,
        "high": spread.high,
        "level": LEVEL,
        "draws": len(spread.ranks),
        "best": outer.best,
        "worst": outer.worst,
    }
