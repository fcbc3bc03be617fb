"""The two ledgers of "Why it moved" as figures, in the variants that the browser chooses from, and tables."""

from typing import Any, Final

from dash.development.base_component import Component

from analysis.change import RankSplit
from analysis.ledger import Ledger
from analysis.standing import CHINA
from components import numbers
from components.charts.layer import packed
from components.charts.ledgers import (
    STEPS,
    RankLedgerLook,
    ScoreLedgerLook,
    ScorePart,
    levels_of,
    rank_ledger,
    score_ledger,
)
from components.measures import CONTRIBUTION, SCORE
from components.pages.why.finding import count, either, moved
from components.pages.why.view import View
from components.parts.tables import Cell, Column, heads, table
from components.text import Words, plain

WIDE_PLACES: Final = 440
"""Least width in pixels of the wide rank ledger."""
WIDE_POINTS: Final = 600


def places_json(view: View) -> str:
    """Return the rank ledger as JSON text by least width of the plot; blank where there is none."""
    if view.split is None:
        return ""
    split = view.split
    return packed(lambda least: _places(split, view, narrow=not least), 0, WIDE_PLACES)


def _places(split: RankSplit, view: View, *, narrow: bool) -> dict[str, Any]:
    look = RankLedgerLook(
        words=view.say,
        steps=_steps(split, view.say, narrow=narrow),
        tips=_place_tips(split, view),
        orders=tuple(orders(split, view.say).split("|")),
        narrow=narrow,
    )
    return rank_ledger(split, look)


def _steps(split: RankSplit, say: Words, *, narrow: bool) -> dict[str, str]:
    own = "own_china" if split.economy == CHINA and not narrow else "own"
    short = "short_" if narrow else ""
    return {
        "first": say("why.step.first", edition=split.first),
        "exits": say(f"why.step.{short}exits"),
        "own": say(f"why.step.{own}"),
        "others": say(f"why.step.{short}others"),
        "entries": say(f"why.step.{short}entries"),
        "last": say("why.step.last", edition=split.last),
    }


def orders(split: RankSplit, say: Words) -> str:
    """Return the sentence on the two orders of the own score, | where it may be broken; blank if equal."""
    low, high = sorted(split.own_orders, key=abs)
    if low == high:
        return ""
    if low * high < 0:
        return say("why.orders.between", low=moved(low, say), high=moved(high, say))
    key = "single" if abs(high) == 1 else "one"
    return say(f"why.orders.{key}", low=count(low), high=count(high))


def _place_tips(split: RankSplit, view: View) -> tuple[str, ...]:
    say = view.say
    ends = [
        say(
            "why.tip.end",
            edition=plain(view.edition(edition)),
            rank=plain(view.ordinal(rank)),
            count=ranked,
        )
        for edition, rank, ranked in (
            (split.first, split.rank_first, split.ranked_first),
            (split.last, split.rank_last, split.ranked_last),
        )
    ]
    steps = [_step_tip(split, name, say) for name in STEPS]
    return (ends[0], *steps, ends[1])


def _step_tip(split: RankSplit, name: str, say: Words) -> str:
    value = float(getattr(split, name))
    step = _steps(split, say, narrow=False)[name].replace("<br>", "" if say.lang == "zh" else " ")
    lines = [say("why.tip.step", step=step, moved=moved(value, say) if value else say("why.tip.still"))]
    if name in ("own", "others"):
        found = getattr(split, f"{name}_orders")
        if found[0] != found[1]:
            lines.append(say("why.tip.orders", orders=either(found, say)))
        if split.rounded:
            found = getattr(split, f"{name}_rounding")
            lines.append(say("why.tip.rounding", range=either(found, say)))
    return "<br>".join(lines)


def points_json(view: View) -> str:
    """Return the score ledger as JSON text by least width of the plot; blank where there is none."""
    if view.ledger is None:
        return ""
    ledger = view.ledger
    return packed(lambda least: _points(ledger, view, narrow=not least), 0, WIDE_POINTS)


def _points(ledger: Ledger, view: View, *, narrow: bool) -> dict[str, Any]:
    say = view.say
    rows = [_part(row, say) for row in view.parts.to_dict("records")]
    sums = {"own": ledger.own, "common": ledger.common, "relative": ledger.relative}
    total = _named(total_name(view), sums, "", say, whole=True)
    return score_ledger(rows, total, ScoreLedgerLook(say, view.drawn, narrow))


def total_name(view: View) -> str:
    """Return the name of the sum: all pillars, or the pillar whose parts are shown."""
    if view.ledger is None or view.ledger.pillar is None:
        return view.say("why.part.total")
    return view.say("why.part.total_pillar", name=view.pillar_name(view.ledger.pillar))


def _part(row: dict[Any, Any], say: Words) -> ScorePart:
    status = str(row["status"])
    remark = "" if status == "both" else say(f"why.part.{status}")
    return _named(str(row["label"]), row, remark, say)


def _named(name: str, row: dict[Any, Any], remark: str, say: Words, *, whole: bool = False) -> ScorePart:
    own, common, relative = (float(row[key]) for key in ("own", "common", "relative"))
    values = {"own": own, "common": common, "relative": relative}
    written = {key: CONTRIBUTION.write(value, sign=True) for key, value in values.items()}
    lines = [say("why.tip.part", name=name, **written)]
    if "score_first" in row:
        scores = (row["score_first"], row["score_last"])
        before, after = (say("missing") if each != each else SCORE.write(each) for each in scores)
        lines.append(say("why.tip.scores", before=before, after=after))
    if remark:
        lines.append(remark)
    return ScorePart(name, own, common, relative, "<br>".join(lines), remark, whole)


def places_table(view: View) -> list[Component]:
    """Return the rank ledger as a table, or nothing where there is none."""
    split, say = view.split, view.say
    if split is None:
        return []
    levels = levels_of(split)
    rows: list[list[Cell]] = [[plain(view.edition(split.first)), "", "", "", numbers.halves(levels[0])]]
    for name, level in zip(STEPS, levels[1:], strict=True):
        value = float(getattr(split, name))
        orders = getattr(split, f"{name}_orders", (value, value))
        rows.append(
            [
                say(f"why.column.{name}"),
                *(_signed(each) for each in (value, orders[0], orders[1])),
                numbers.halves(level),
            ]
        )
    total = _signed(float(split.total))
    rows.append(
        [plain(view.edition(split.last)), total, total, total, numbers.halves(float(split.rank_last))]
    )
    names = ("step", "places", "own_first", "others_first", "rank")
    columns = heads(say, "why.column", names, ("step",))
    return [table(columns, rows, caption=_caption("places", view), highlight=[len(rows) - 1])]


def _signed(places: float) -> str:
    """Write places with a triangle: ▲ 15.5, ▼ 2, 0; below zero is towards the first place."""
    return numbers.arrow(-places, numbers.halves(abs(places)))


def _caption(kind: str, view: View) -> str:
    first, last = view.editions
    return view.say(f"why.column.table_{kind}", name=view.name, first=first, last=last)


def points_table(view: View) -> list[Component]:
    """Return the score ledger as a table, or nothing where there is none."""
    ledger, say = view.ledger, view.say
    if ledger is None:
        return []
    rows = [_part_row(row, ledger, say) for row in view.parts.to_dict("records")]
    sums = [CONTRIBUTION.write(each, sign=True) for each in (ledger.own, ledger.common, ledger.relative)]
    blank = [""] * (len(_heads(ledger)) - 4)
    rows.append([total_name(view), *blank, *sums])
    rows.append([say("why.part.residual"), *blank, CONTRIBUTION.write(ledger.residual, sign=True), "", ""])
    published = CONTRIBUTION.write(ledger.published, sign=True)
    rows.append([say("why.part.published"), *blank, published, "", ""])
    columns = [
        Column(
            say(f"why.column.{head}", edition=ledger.first if head == "before" else ledger.last),
            number=head not in ("part", "status"),
        )
        for head in _heads(ledger)
    ]
    caption, missing = _caption("points", view), say("missing")
    return [table(columns, rows, caption=caption, highlight=[len(rows) - 3], missing=missing)]


def _heads(ledger: Ledger) -> tuple[str, ...]:
    status = ("status",) if ledger.level != "pillar" else ()
    return ("part", *status, "before", "after", "weight", "change", "common", "relative")


def _part_row(row: dict[Any, Any], ledger: Ledger, say: Words) -> list[Cell]:
    missing = say("missing")

    weight = row["weight_last"] if row["weight_last"] == row["weight_last"] else row["weight_first"]
    status = [say(f"why.part.{row['status']}")] if ledger.level != "pillar" else []
    return [
        str(row["label"]),
        *status,
        *(
            missing if score != score else SCORE.write(score)
            for score in (row["score_first"], row["score_last"])
        ),
        missing if weight != weight else numbers.decimal(weight, 3 if ledger.level != "pillar" else 2),
        *(CONTRIBUTION.write(row[name], sign=True) for name in ("own", "common", "relative")),
    ]
