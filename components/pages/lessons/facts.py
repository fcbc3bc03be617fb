"""What the tasks and answers of the three lessons rest on: a snapshot, its editions, and views of pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd

from analysis import productivity
from analysis.change import default_pair, rank_split
from analysis.claim_list import counts
from analysis.composition import PILLAR_WEIGHTS
from analysis.derived import claim_assessments
from analysis.guess import Choice, guessable
from analysis.ledger import editions_with, score_ledger
from analysis.lessons import apart, passed, percentile_of
from analysis.reweighting import place
from analysis.standing import CHINA, next_place, standings
from analysis.verdicts import Assessment
from analysis.weighting import EQUAL
from components import numbers, view
from components.framework import counted, framework_changes
from components.measures import CONTRIBUTION, PERCENTILE, SCORE
from components.pages.claims.wording import fill, number
from components.pages.productivity.view import View as Productivity
from components.view import price
from data.schema import VERDICTS

LATELY: Final = 4
"""Editions back from the newest: few enough that the framework is nearly the same."""
Fact = Callable[["Facts"], Mapping[str, Any] | None]
"""What fills the answer of a task; None where the snapshot does not hold it."""
View = Callable[["Facts"], str]
"""The page that a task needs, with the query of its view, without the language."""
_RANKS, _PRODUCTIVITY, _RESEARCH = "rank-2012-2022", "productivity", "innovation-system"
_EQUAL = ",".join(["1"] * len(EQUAL))


@dataclass(frozen=True)
class Facts(view.View):
    """The ranks of China and the editions that the lessons compare."""

    @cached_property
    def standing(self) -> pd.DataFrame:
        """China's rows by edition."""
        tables = self.dataset.table
        return standings(self.dataset.china_scores, tables("gii_editions"), tables("gii_intervals"))

    @cached_property
    def ranks(self) -> dict[int, int]:
        """China's published rank by edition."""
        pairs = zip(self.standing["edition"], self.standing["rank"], strict=True)
        return {int(edition): int(rank) for edition, rank in pairs}

    @property
    def claim(self) -> tuple[int, int]:
        """The editions of the article's claim."""
        return default_pair(self.dataset.editions)

    @cached_property
    def late(self) -> tuple[int, int]:
        """The newest edition held with its GII pillars, after the one that is LATELY editions older."""
        held = editions_with(self.dataset.parts, "pillar")[-LATELY - 1 :]
        return (held[0], held[-1]) if len(held) > 1 else self.claim

    @cached_property
    def newest(self) -> tuple[int, int]:
        """The newest edition held down to its indicators, after the one before it."""
        last = self.dataset.detailed
        return max((year for year in self.dataset.editions if year < last), default=last), last

    @property
    def editions(self) -> dict[str, int]:
        """The editions named in tasks and answers."""
        names = ("first", "last", "early", "late", "before", "newest")
        known = (*self.claim, *self.late, *self.newest)
        return dict(zip(names, known, strict=True))

    def names(self, economies: list[str]) -> str:
        """Write economies by their short names."""
        labels = self.dataset.labels(self.say.lang)
        return self.say.listing([labels[code] for code in economies])

    def places(self, places: float) -> str:
        """Write a part of a change of rank: towards the first place is a gain."""
        size = numbers.halves(abs(places))
        written = self.say("learn.place" if abs(places) == 1 else "learn.places", count=size)
        if not places:
            return written
        return self.say("lessons.gained" if places < 0 else "lessons.lost", places=written)

    def ranked(self, editions: tuple[int, ...]) -> bool:
        """Return whether China's rank and the number of economies are held for some editions."""
        return all(edition in self.ranks and self.dataset.counts.get(edition) for edition in editions)


def _line(facts: Facts) -> Mapping[str, Any] | None:
    if not guessable(facts.dataset):
        return None
    drawn = Choice.read(facts.dataset, {}).drawn
    if not set(drawn) <= facts.ranks.keys():
        return None
    between = facts.say("list.separator")
    ranks = (facts.say("lessons.one_rank", edition=year, rank=facts.ranks[year]) for year in drawn)
    return {"ranks": between.join(ranks)}


def _places(facts: Facts) -> Mapping[str, Any] | None:
    first, last = facts.claim
    if not facts.ranked((first, last)):
        return None
    counts = {year: facts.dataset.counts[year] or 0 for year in (first, last)}
    shares = {year: percentile_of(facts.ranks[year], counts[year]) for year in (first, last)}
    return {
        "places": abs(facts.ranks[first] - facts.ranks[last]),
        "start": facts.ordinal(facts.ranks[first]),
        "end": facts.ordinal(facts.ranks[last]),
        "count_first": counts[first],
        "count_last": counts[last],
        "share_first": PERCENTILE.write(shares[first]),
        "share_last": PERCENTILE.write(shares[last]),
    }


def _field(facts: Facts) -> Mapping[str, Any] | None:
    known = _places(facts)
    if known is None:
        return None
    first, last = facts.claim
    same = percentile_of(facts.ranks[first], facts.dataset.counts[last] or 0)
    return {**known, "same": PERCENTILE.write(same)}


def _start(facts: Facts) -> Mapping[str, Any] | None:
    first, last = facts.claim
    if not {first - 1, first + 1, last} <= facts.ranks.keys():
        return None
    end = facts.ranks[last]
    return {
        "year_before": first - 1,
        "year_after": first + 1,
        "rank_before": facts.ordinal(facts.ranks[first - 1]),
        "rank_after": facts.ordinal(facts.ranks[first + 1]),
        "from_before": facts.ranks[first - 1] - end,
        "from_after": facts.ranks[first + 1] - end,
    }


def _framework(facts: Facts) -> Mapping[str, Any] | None:
    first, last = facts.claim
    between = [change for change in framework_changes(facts.dataset) if first < change.edition <= last]
    if not between:
        return None
    known = facts.dataset.catalog.editions
    lines = [
        facts.say(
            "lessons.one_change",
            letter=change.letter,
            edition=change.edition,
            note=known[change.edition].note.get(facts.say.lang).rstrip(".。"),
        )
        for change in between
    ]
    return {
        "changes": facts.say("lessons.sentence").join(lines),
        "counted": counted(facts.dataset, first, last, facts.say),
    }


def _score(facts: Facts) -> Mapping[str, Any] | None:
    found = apart(facts.standing)
    if not found:
        return None
    lines = [
        facts.say(
            "lessons.one_score" if row["rank"] < row["rank_before"] else "lessons.one_score_same",
            edition=int(row["edition"]),
            score_before=SCORE.write(row["score_before"]),
            score=SCORE.write(row["score"]),
            rank_before=facts.ordinal(int(row["rank_before"])),
            rank=facts.ordinal(int(row["rank"])),
        )
        for row in found
    ]
    return {"editions": facts.say("lessons.between").join(lines)}


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


def _claims(facts: Facts) -> list[Assessment]:
    return claim_assessments(facts.dataset)


def _one(facts: Facts, claim: str) -> Assessment | None:
    return next((one for one in _claims(facts) if one.claim.id == claim), None)


def _written(facts: Facts, one: Assessment, *names: str) -> dict[str, str]:
    """Return figures of a claim as they are written."""
    figures, values = one.claim.figures, one.figures
    return {name: number(facts.dataset, figures[name], values[name].value, facts.say) for name in names}


def _claim(facts: Facts) -> Mapping[str, Any] | None:
    one = _one(facts, _RANKS)
    if one is None:
        return None
    return {**_written(facts, one, "start", "end"), "verdict": facts.say(f"verdict.{one.verdict}")}


def _caveats(facts: Facts) -> Mapping[str, Any] | None:
    one = _one(facts, _RANKS)
    if one is None:
        return None
    pairs = zip(one.claim.caveats, one.caveats, strict=True)
    lines = [fill(facts.dataset, one, caveat.text, facts.say) for caveat, outcome in pairs if outcome]
    between = "" if facts.say.lang == "zh" else " "
    return {"count": len(lines), "caveats": between.join(lines)} if lines else None


def _weights(facts: Facts) -> Mapping[str, Any] | None:
    edition = facts.claim[1]
    field = facts.dataset.fields.get(edition)
    ours, bounds = (facts.bounds(kind, CHINA, edition) for kind in ("weights", "bounds"))
    if field is None or CHINA not in field.economies or ours is None or bounds is None:
        return None
    return {
        "rank": facts.ordinal(facts.ranks[edition]),
        "equal": facts.ordinal(place(field, EQUAL, CHINA).rank),
        "ours": facts.interval(*ours),
        "bounds": facts.interval(*bounds),
    }


def _interval(facts: Facts) -> Mapping[str, Any] | None:
    rows = facts.standing[facts.standing["published_low"].notna() & facts.standing["low"].notna()]
    if rows.empty:
        return None
    row = rows.iloc[-1]
    ends = [int(row[name]) for name in ("published_low", "published_high", "low", "high")]
    return {
        "edition": facts.edition(int(row["edition"])),
        "published": facts.interval(*ends[:2]),
        "ours": facts.interval(*ends[2:]),
    }


def _versions(facts: Facts) -> Mapping[str, Any] | None:
    choice = productivity.Choice.read(facts.dataset, {})
    view, one = Productivity(facts.dataset, facts.say, choice), _one(facts, _PRODUCTIVITY)
    row: dict[str, Any] = dict(view.row(CHINA) or {})
    if not row or one is None:
        return None
    older, newer = view.versions
    return {
        "from_year": row["first"],
        "to_year": row["last"],
        "older": older,
        "newer": newer,
        "older_change": view.moved(float(row["older"])),
        "newer_change": view.moved(float(row["newer"])),
        "verdict": facts.say(f"verdict.{one.verdict}"),
    }


def _cause(facts: Facts) -> Mapping[str, Any] | None:
    one = _one(facts, _RESEARCH)
    values = one.figures if one else {}
    if one is None or any(values[name].value is None for name in ("rd_then", "rd_now")):
        return None
    written = _written(facts, one, "rd_then", "rd_now")
    return {**written, "from_year": values["rd_then"].year, "to_year": values["rd_now"].year}


def _verdicts(facts: Facts) -> Mapping[str, Any] | None:
    claims = _claims(facts)
    found = counts(claims)
    lines = [
        facts.say("lessons.one_verdict", verdict=facts.say(f"verdict.{name}"), count=found[name])
        for name in VERDICTS
        if found[name]
    ]
    return {"all": len(claims), "verdicts": facts.say("lessons.between").join(lines)} if claims else None


def _opened(claim: str) -> str:
    """Return the page on claims with one of them open and in sight."""
    return f"claims?claim={claim}#claim-{claim}"


LESSONS: Final[dict[str, dict[str, tuple[Fact, View]]]] = {
    "rank": {
        "line": (_line, lambda _: "learn"),
        "places": (_places, lambda facts: "?from={}&to={}".format(*facts.claim)),
        "field": (_field, lambda _: "?show=percentile"),
        "start": (_start, lambda _: ""),
        "framework": (_framework, lambda facts: "?from={}&to={}".format(*facts.claim)),
        "score": (_score, lambda _: "?show=score"),
    },
    "moves": {
        "own": (
            lambda facts: _split(facts, facts.claim),
            lambda facts: "why?from={}&to={}".format(*facts.claim),
        ),
        "late": (
            lambda facts: _split(facts, facts.late),
            lambda facts: "why?from={}&to={}".format(*facts.late),
        ),
        "top": (_top, lambda facts: "why?from={}&to={}".format(*facts.newest)),
        "points": (_points, lambda facts: "why?from={}&to={}".format(*facts.late)),
        "price": (_price, lambda facts: f"economy/{CHINA}?edition={facts.dataset.detailed}"),
        "weight": (_weight, lambda facts: f"weights?edition={facts.dataset.detailed}"),
    },
    "evidence": {
        "claim": (_claim, lambda _: _opened(_RANKS)),
        "caveats": (_caveats, lambda _: _opened(_RANKS)),
        "weights": (_weights, lambda facts: f"weights?edition={facts.claim[1]}&w={_EQUAL}"),
        "interval": (_interval, lambda _: ""),
        "versions": (_versions, lambda _: "strategy/productivity"),
        "cause": (_cause, lambda _: _opened(_RESEARCH)),
        "verdicts": (_verdicts, lambda _: "claims"),
    },
}
"""The tasks of each lesson in their order: what the answer is computed from, and the page that it needs."""
