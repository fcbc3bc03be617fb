"""The table of a comparison: first and latest rank and value of every economy, and what changed between."""

import pandas as pd

from analysis.comparison_views import gains
from components import numbers
from components.measures import SCORE
from components.numbers import known
from components.pages.compare.lines import build as trajectory
from components.pages.compare.view import Contents, Row, View, line, table_text
from components.text import plain

COLUMNS = ("last_rank", "of", "first_rank", "places", "last_value", "first_value", "change")


def build(view: View) -> Contents:
    """Return first and latest of the measure over the range on show; notes and sources as of the paths."""
    say, measure = view.say, view.measure
    base = trajectory(view)
    kind = "related" if measure.related else "lines"
    return Contents(
        finding=_finding(view),
        deck=say(f"compare.deck.table_{kind}"),
        measure=say("compare.measure.table", measure=view.measure_name(measure, "title")),
        figures="",
        table=_table(view, view.compared("table").frame),
        notes=base.notes,
        editions=base.editions,
        series=base.series,
        joins=base.joins,
        empty=base.empty,
    )


def _finding(view: View) -> str:
    """Return who gained the most places over the same periods, and what the economy in focus gained."""
    say, measure, economy, chosen = view.say, view.measure, view.choice.economy, view.choice
    found = gains(view.field(measure), view.economies, chosen.first, chosen.last)
    if found is None or economy not in found.places or not measure.directed:
        return trajectory(view).finding
    most = max(found.places.values())
    own = found.places[economy]
    values = {"name": view.name, "measure": view.measure_name(measure), "own": _moved(view, own)}
    kind = "years" if measure.related else "editions"
    values |= {"count": str(len(found.places))}
    values |= {"span": say(f"compare.span.{kind}", first=found.first, last=found.last)}
    if most <= 0:
        return say("compare.table.nobody", **values)
    if own == most:
        return say("compare.table.most", **values)
    winner = next(code for code, places in found.places.items() if places == most)
    return say("compare.table.other", winner=view.called(winner), most=_moved(view, most), **values)


def _moved(view: View, places: int) -> str:
    key = "up" if places > 0 else "down" if places < 0 else "same"
    return view.say(f"compare.table.{key}", places=abs(places))


def _table(view: View, frame: pd.DataFrame) -> str:
    say, measure = view.say, view.measure
    unit = view.entry(measure).unit.get(say.lang) if measure.related else say("compare.column.score")
    heads = [say("compare.column.economy"), *(say(f"compare.column.{name}", unit=unit) for name in COLUMNS)]
    rows = {str(row["economy"]): row for row in frame.to_dict("records")}
    gone = [code for code in view.economies if code not in rows]
    lines = [line(view, code, _cells(view, row)) for code, row in rows.items()]
    lines += [line(view, code, [say("missing")] * len(COLUMNS)) for code in gone]
    return table_text(
        heads, lines, plain(say("compare.measure.table", measure=view.measure_name(measure, "title")))
    )


def _cells(view: View, row: Row) -> list[str]:
    missing, measure = view.say("missing"), view.measure
    places = numbers.whole(row["places"])
    decimals = view.entry(measure).decimals if measure.related else SCORE.decimals
    change = (
        missing if not known(row["change"]) else numbers.decimal(float(row["change"]), decimals, sign=True)
    )
    first, last = (_dated(view, row, side) for side in ("first", "last"))
    return [
        *(last[0], numbers.whole_cell(row["last_economies"], missing), first[0]),
        *(missing if places is None else numbers.arrow(places, str(abs(places))), last[1], first[1], change),
    ]


def _dated(view: View, row: Row, side: str) -> tuple[str, str]:
    """Return rank and value of one side, each with its period."""
    period, missing = int(row[f"{side}_period"]), view.say("missing")
    rank, value = view.rank_cell(row, f"{side}_"), view.value(view.measure, row[f"{side}_value"])
    return (
        rank if rank == missing else view.say("compare.column.dated", figure=rank, period=period),
        value if value == missing else view.say("compare.column.dated", figure=value, period=period),
    )
