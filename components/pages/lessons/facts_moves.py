"""What the answers of the second lesson, why a rank moves, are computed from."""

from collections.abc import Mapping
from typing import Any, Final

from analysis.change import rank_split
from analysis.composition import PILLAR_WEIGHTS
from analysis.ledger import score_ledger
from analysis.lessons import passed
from analysis.standing import CHINA, next_place
from components.measures import CONTRIBUTION
from components.pages.lessons.facts import Fact, Facts, View
from components.view import price


def _split(facts: Facts, editions: tuple[int, int]) -> dict[str, Any] | None:
    split = rank_split(facts.dataset.scores, CHINA, *editions)
    if split is None:
        return None
    parts = {name: facts.places(getattr(split, name)) for name in ("own", "others", "exits", "entries")}
    orders = dict(zip(("at_first", "at_last"), map(facts.places, split.own_orders), strict=True))
    ends = {"start": facts.ordinal(split.rank_first), "end": facts.ordinal(split.rank_last)}
    return {**parts, **ends, **orders}


def _top(facts: Facts) -> Mapping[str, Any] | None:
    found = _split(facts, facts.newest)
    if found is None:
        return None
    behind = passed(facts.dataset.scores, *facts.newest)
    names = facts.names(behind) if behind else facts.say("lessons.nobody")
    return {**found, "passed": names}


def _points(facts: Facts) -> Mapping[str, Any] | None:
    tables = facts.dataset.table
    ledger = score_ledger(tables("gii_scores"), facts.dataset.parts, CHINA, facts.late)
    if ledger is None:
        return None
    sums = {
        name: CONTRIBUTION.write(getattr(ledger, name), sign=True) for name in ("own", "common", "relative")
    }
    top = max(ledger.parts.to_dict("records"), key=lambda part: abs(part["relative"]))
    largest = {
        "pillar": facts.say(f"gii.{top['code']}"),
        "part": CONTRIBUTION.write(float(top["relative"]), sign=True),
    }
    return {**sums, **largest, "economies": ledger.economies}


def _price(facts: Facts) -> Mapping[str, Any] | None:
    place = next_place(facts.dataset.scores, CHINA, facts.dataset.detailed)
    if place is None or place.above is None or place.gap is None or place.below is None:
        return None
    return {
        "above": facts.names([place.above]),
        "below": facts.names([place.below]),
        "cushion": CONTRIBUTION.write(place.cushion or 0),
        **price(place),
    }


def _weight(facts: Facts) -> Mapping[str, Any] | None:
    found = _price(facts)
    if found is None:
        return None
    weights = {"input_weight": PILLAR_WEIGHTS["P1"], "output_weight": PILLAR_WEIGHTS["P7"]}
    return {**found, **{name: f"{weight:.2f}" for name, weight in weights.items()}}


FACTS: Final[dict[str, Fact]] = {
    "own": lambda facts: _split(facts, facts.claim),
    "late": lambda facts: _split(facts, facts.late),
    "top": _top,
    "points": _points,
    "price": _price,
    "weight": _weight,
}
VIEWS: Final[dict[str, View]] = {
    "own": lambda facts: "why?from={}&to={}".format(*facts.claim),
    "late": lambda facts: "why?from={}&to={}".format(*facts.late),
    "top": lambda facts: "why?from={}&to={}".format(*facts.newest),
    "points": lambda facts: "why?from={}&to={}".format(*facts.late),
    "price": lambda facts: f"economy/{CHINA}?edition={facts.dataset.detailed}",
    "weight": lambda facts: f"weights?edition={facts.dataset.detailed}",
}
