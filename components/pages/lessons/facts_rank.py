"""What the answers of the first lesson, reading a rank, are computed from."""

from collections.abc import Mapping
from typing import Any, Final

from analysis.guess import Choice, guessable
from analysis.lessons import apart, percentile_of
from components.framework import counted, framework_changes
from components.measures import PERCENTILE, SCORE
from components.pages.lessons.facts import Fact, Facts, View


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
    told = [
        facts.say(
            "lessons.one_change",
            letter=change.letter,
            edition=change.edition,
            note=known[change.edition].note.get(facts.say.lang).rstrip(".。"),
        )
        for change in between
    ]
    return {
        "changes": facts.say("lessons.sentence").join(told),
        "counted": counted(facts.dataset, first, last, facts.say),
    }


def _score(facts: Facts) -> Mapping[str, Any] | None:
    found = apart(facts.standing)
    if not found:
        return None
    told = [
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
    return {"editions": facts.say("lessons.between").join(told)}


FACTS: Final[dict[str, Fact]] = {
    "line": _line,
    "places": _places,
    "field": _field,
    "start": _start,
    "framework": _framework,
    "score": _score,
}
VIEWS: Final[dict[str, View]] = {
    "line": lambda _: "learn",
    "places": lambda facts: "?from={}&to={}".format(*facts.claim),
    "field": lambda _: "?show=percentile",
    "start": lambda _: "",
    "framework": lambda facts: "?from={}&to={}".format(*facts.claim),
    "score": lambda _: "?show=score",
}
