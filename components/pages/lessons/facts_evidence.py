"""What the answers of the third lesson, whether the evidence holds, are computed from."""

from collections.abc import Mapping
from typing import Any, Final

from analysis.claim_list import counts
from analysis.derived import claim_assessments
from analysis.productivity import Choice
from analysis.reweighting import place
from analysis.standing import CHINA
from analysis.verdicts import Assessment
from analysis.weighting import EQUAL
from components import numbers
from components.pages.claims.wording import fill, number
from components.pages.lessons.facts import Fact, Facts, View, china
from components.pages.productivity.view import View as Productivity
from data.schema_claims import VERDICTS

_RANKS, _PRODUCTIVITY, _RESEARCH = "rank-2012-2022", "productivity", "innovation-system"


def _claims(facts: Facts) -> list[Assessment]:
    return claim_assessments(facts.dataset)


def _one(facts: Facts, claim: str) -> Assessment | None:
    return next((one for one in _claims(facts) if one.claim.id == claim), None)


def _claim(facts: Facts) -> Mapping[str, Any] | None:
    one = _one(facts, _RANKS)
    if one is None:
        return None
    figures = one.figures
    ranks = {name: figures[name].value for name in ("start", "end")}
    written = {
        name: number(facts.dataset, one.claim.figures[name], value, facts.say)
        for name, value in ranks.items()
    }
    return {**written, "verdict": facts.say(f"verdict.{one.verdict}")}


def _caveats(facts: Facts) -> Mapping[str, Any] | None:
    one = _one(facts, _RANKS)
    if one is None:
        return None
    pairs = zip(one.claim.caveats, one.caveats, strict=True)
    told = [fill(facts.dataset, one, caveat.text, facts.say) for caveat, outcome in pairs if outcome]
    between = "" if facts.say.lang == "zh" else " "
    return {"count": len(told), "caveats": between.join(told)} if told else None


def _weights(facts: Facts) -> Mapping[str, Any] | None:
    edition = facts.claim[1]
    field = facts.dataset.fields.get(edition)
    ours, bounds = (china(facts.dataset, kind, edition) for kind in ("weights", "bounds"))
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
        "edition": numbers.edition(int(row["edition"]), facts.say.lang),
        "published": facts.interval(*ends[:2]),
        "ours": facts.interval(*ends[2:]),
    }


def _versions(facts: Facts) -> Mapping[str, Any] | None:
    choice = Choice.read(facts.dataset, {})
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
    written = {
        name: number(facts.dataset, one.claim.figures[name], values[name].value, facts.say)
        for name in ("rd_then", "rd_now")
    }
    return {**written, "from_year": values["rd_then"].year, "to_year": values["rd_now"].year}


def _verdicts(facts: Facts) -> Mapping[str, Any] | None:
    claims = _claims(facts)
    found = counts(claims)
    told = [
        facts.say("lessons.one_verdict", verdict=facts.say(f"verdict.{name}"), count=found[name])
        for name in VERDICTS
        if found[name]
    ]
    return {"all": len(claims), "verdicts": facts.say("lessons.between").join(told)} if claims else None


def _opened(claim: str) -> str:
    """Return the page on claims with one of them open and in sight."""
    return f"claims?claim={claim}#claim-{claim}"


FACTS: Final[dict[str, Fact]] = {
    "claim": _claim,
    "caveats": _caveats,
    "weights": _weights,
    "interval": _interval,
    "versions": _versions,
    "cause": _cause,
    "verdicts": _verdicts,
}
_EQUAL = ",".join(["1"] * len(EQUAL))
VIEWS: Final[dict[str, View]] = {
    "claim": lambda _: _opened(_RANKS),
    "caveats": lambda _: _opened(_RANKS),
    "weights": lambda facts: f"weights?edition={facts.claim[1]}&w={_EQUAL}",
    "interval": lambda _: "",
    "versions": lambda _: "strategy/productivity",
    "cause": lambda _: _opened(_RESEARCH),
    "verdicts": lambda _: "claims",
}
