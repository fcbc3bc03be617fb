"""The sentences that head a strategic pillar's page: finding and deck, computed from the evidence."""

from analysis.evidence import counted
from components.numbers import known
from components.pages.pillar.view import View
from components.parts.reading import Row, value

MOVED = {
    "up": "pillar.finding.up",
    "down": "pillar.finding.down",
    "flat": "pillar.finding.flat",
}
"""The sentence for each way in which a headline may have moved."""


def state(row: Row) -> str:
    """Return how the headline moved: up, down, flat; single for one year, none without a value."""
    if not known(row["last"]):
        return "none"
    if not known(row["first"]):
        return "single"
    if row["course"] == "flat":
        return "flat"
    return "up" if float(row["last"]) > float(row["first"]) else "down"


def finding(view: View) -> str:
    """Return the finding: the headline's latest value beside the first, and how many indicators moved."""
    say, pillar = view.say, view.pillar
    row, counts = view.row(pillar.headline), counted(view.evidence)
    assessed = counts["towards"] + counts["away"] + counts["flat"]
    values = {"towards": counts["towards"], "assessed": assessed}
    moved = state(row)
    if moved == "none":
        return say("pillar.finding.counts_only" if assessed else "pillar.finding.nothing", **values)
    indicator = view.indicator(pillar.headline)
    last = {"last": value(indicator, float(row["last"])), "last_year": int(row["last_year"])}
    told = say(f"pillar.finding.{pillar.number}", **last)
    if moved != "single":
        first = {"first": value(indicator, float(row["first"])), "first_year": int(row["first_year"])}
        told = say(MOVED[moved], said=told, **first)
    return say("pillar.finding.both", said=told, **values) if assessed else told


def deck(view: View) -> str:
    """Return which pillar it is, its question, what there is to see and what there is not."""
    say, pillar = view.say, view.pillar
    without = sum(not action.indicators for action in pillar.actions)
    return say(
        "pillar.deck",
        number=pillar.number,
        name=pillar.name.get(say.lang),
        question=pillar.question.get(say.lang),
        indicators=len(view.rows("indicator")),
        actions=len(pillar.actions),
        without=without,
    )
