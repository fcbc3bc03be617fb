"""Both ledgers as tables: steps with their two orders, parts with scores, weights and three figures."""

from typing import Any

from dash.development.base_component import Component

from analysis.ledger import Ledger
from components import numbers
from components.charts.rank_ledger import STEPS, levels_of
from components.pages.why.figures import total_name
from components.pages.why.view import Shown
from components.parts.tables import Cell, Column, table
from components.text import Words


def places_table(shown: Shown) -> list[Component]:
    """Return the rank ledger as a table, or nothing where there is none."""
    split, say = shown.split, shown.say
    if split is None:
        return []
    levels = levels_of(split)
    rows: list[list[Cell]] = [[shown.edition(split.first), "", "", "", _rank(levels[0])]]
    for name, level in zip(STEPS, levels[1:], strict=True):
        value = float(getattr(split, name))
        orders = getattr(split, f"{name}_orders", (value, value))
        rows.append(
            [
                say(f"why.column.{name}"),
                *(_signed(each) for each in (value, orders[0], orders[1])),
                _rank(level),
            ]
        )
    total = _signed(float(split.total))
    rows.append([shown.edition(split.last), total, total, total, _rank(float(split.rank_last))])
    heads = ("step", "places", "own_first", "others_first", "rank")
    columns = [Column(say(f"why.column.{head}"), number=head != "step") for head in heads]
    return [table(columns, rows, caption=_caption("places", shown), highlight=[len(rows) - 1])]


def _signed(places: float) -> str:
    """Write places with a triangle: ▲ 15.5, ▼ 2, 0; below zero is towards the first place."""
    if not places:
        return "0"
    written = numbers.decimal(abs(places), 0 if places == round(places) else 1)
    return f"{'▲' if places < 0 else '▼'} {written}"


def _rank(level: float) -> str:
    return numbers.decimal(level, 0 if level == round(level) else 1)


def _caption(kind: str, shown: Shown) -> str:
    first, last = shown.editions
    return shown.say(f"why.column.table_{kind}", name=shown.name, first=first, last=last)


def points_table(shown: Shown) -> list[Component]:
    """Return the score ledger as a table, or nothing where there is none."""
    ledger, say = shown.ledger, shown.say
    if ledger is None:
        return []
    rows = [_part(row, ledger, say) for row in shown.parts.to_dict("records")]
    sums = [numbers.decimal(each, 2, sign=True) for each in (ledger.own, ledger.common, ledger.relative)]
    blank = [""] * (len(_heads(ledger)) - 4)
    rows.append([total_name(shown), *blank, *sums])
    rows.append([say("why.part.residual"), *blank, numbers.decimal(ledger.residual, 2, sign=True), "", ""])
    published = numbers.decimal(ledger.published, 2, sign=True)
    rows.append([say("why.part.published"), *blank, published, "", ""])
    columns = [
        Column(
            say(f"why.column.{head}", edition=ledger.first if head == "before" else ledger.last),
            number=head not in ("part", "status"),
        )
        for head in _heads(ledger)
    ]
    caption, missing = _caption("points", shown), say("missing")
    return [table(columns, rows, caption=caption, highlight=[len(rows) - 3], missing=missing)]


def _heads(ledger: Ledger) -> tuple[str, ...]:
    status = ("status",) if ledger.level != "pillar" else ()
    return ("part", *status, "before", "after", "weight", "change", "common", "relative")


def _part(row: dict[Any, Any], ledger: Ledger, say: Words) -> list[Cell]:
    missing = say("missing")

    def written(value: float, decimals: int) -> str:
        return missing if value != value else numbers.decimal(value, decimals)

    weight = row["weight_last"] if row["weight_last"] == row["weight_last"] else row["weight_first"]
    status = [say(f"why.part.{row['status']}")] if ledger.level != "pillar" else []
    return [
        str(row["label"]),
        *status,
        written(row["score_first"], 1),
        written(row["score_last"], 1),
        written(weight, 3 if ledger.level != "pillar" else 2),
        *(numbers.decimal(row[name], 2, sign=True) for name in ("own", "common", "relative")),
    ]
