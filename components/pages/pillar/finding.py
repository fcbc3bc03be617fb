"""The sentences that head a strategic pillar's page: finding and deck, computed from the evidence."""

from analysis.frontier import TOP
from components.numbers import known, ordinal
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
    """Return the finding: the headline's latest value, how it moved, and where it puts China."""
    say, pillar = view.say, view.pillar
    row, counts = view.row(pillar.headline), view.counts
    moved = state(row)
    if moved == "none":
        return say("pillar.finding.counts_only" if counts["judged"] else "pillar.finding.nothing", **counts)
    indicator = view.indicator(pillar.headline)
    last = {"last": value(indicator, float(row["last"])), "last_year": int(row["last_year"])}
    told, placed = say(f"pillar.finding.{pillar.number}", **last), level(view)
    if moved == "single" and placed is not None and int(placed["rank_year"]) == last["last_year"]:
        pass  # the year is said once, with the rank
    elif moved == "single":
        told = say("pillar.finding.single", said=told, **last)
    else:
        first = {"first": value(indicator, float(row["first"])), "first_year": int(row["first_year"])}
        told = say(MOVED[moved], said=told, **first)
    if placed is None:
        return told
    rank = {"rank": ordinal(int(placed["rank"]), say.lang), "count": int(placed["economies"])}
    return say("pillar.finding.level", said=told, year=int(placed["rank_year"]), **rank)


def level(view: View) -> Row | None:
    """Return the row that ranks China on the headline: its own, or the newest of the same thing.

    A year in which only a few report is taken where there is no other.
    """
    code = view.pillar.headline
    same = [row for row in view.rows("indicator") if code in (row["code"], row["of"])]
    ranked = [row for row in same if known(row["rank"])]
    own = [row for row in ranked if row["code"] == code]
    return max(own or ranked, key=lambda row: (row["economies"] >= TOP, int(row["rank_year"])), default=None)


def deck(view: View) -> str:
    """Return which pillar it is, its question, how its indicators moved, and of what there are none."""
    say, pillar = view.say, view.pillar
    return say(
        "pillar.deck",
        number=pillar.number,
        name=pillar.name.get(say.lang),
        question=pillar.question.get(say.lang),
        moved=_moved(view),
        actions=len(pillar.actions),
        since=view.chosen.since,
        **view.counts,
    )


def _moved(view: View) -> str:
    judged, towards = view.counts["judged"], view.counts["towards"]
    key = "pillar.moved.many" if judged > 1 else "pillar.moved.none"
    if judged == 1:
        key = "pillar.moved.one" if towards else "pillar.moved.one_not"
    return view.say(key, since=view.chosen.since, towards=towards, judged=judged)
