"""The words of one point of a comparison, and the cells of its tables."""

from typing import Any

from analysis.comparison_measures import Measure
from components import numbers
from components.numbers import known
from components.pages.compare.view import Row, View
from components.parts.drawn_table import Group, Head, Mark, written
from components.parts.drawn_table import Row as Line
from components.text import plain


def tip(view: View, measure: Measure, row: Row) -> str:
    """Return the words of one economy in one period of a measure."""
    say = view.say
    period = when(view, measure, int(row["period"]))
    lines = [f"<b>{say('compare.tip.head', name=view.called(row['economy']), period=period)}</b>"]
    if known(row["rank"]) or known(row["rank_low"]):
        lines.append(rank_words(view, row))
    if known(row["value"]):
        key = "compare.tip.value" if measure.related else "compare.tip.score"
        unit = view.entry(measure).unit.get(say.lang) if measure.related else ""
        lines.append(say(key, value=view.value(measure, row["value"]), unit=unit))
    year = numbers.whole(row["year"])
    if not measure.related and year is not None:
        lines.append(say("compare.tip.year", year=year))
    if known(row["low_coverage"]) and row["low_coverage"]:
        lines.append(say("compare.tip.thin"))
    return "<br>".join(lines)


def when(view: View, measure: Measure, period: int) -> str:
    """Write a period where it stands alone: 2025 edition, 2023."""
    if measure.related:
        return plain(view.period(measure, period))
    return plain(numbers.edition(period, view.say.lang))


def rank_words(view: View, row: Row) -> str:
    """Return the rank of a row among how many economies."""
    say, rank = view.say, plain(view.ordinal(row))
    count = numbers.whole(row["economies"])
    if count is None:
        return say("compare.tip.rank_alone", rank=rank)
    return say("compare.tip.rank", rank=rank, count=count)


def line(view: View, code: str, cells: list[Any], *, among: bool = False) -> Line:
    """Return a row of a table: the name as a link to the economy's page, then the cells.

    among: whether economies that were not chosen are in the table as well.
    """
    focus = code == view.chosen.economy
    name = Mark(view.called(code), href=f"/{view.say.lang}/economy/{code}", css="name")
    css = "marked" if focus else "raised" if among and code in view.economies else ""
    missing = view.say("missing")
    held = [Mark(cell, css="missing") if cell == missing else cell for cell in cells]
    return Line([name, *held], css)


def table_text(heads: list[str], lines: list[Line], caption: str) -> str:
    """Return a table as the browser draws it, the economies (or what ``heads`` begin with) first."""
    columns = [Head(heads[0], css="name"), *(Head(head, css="num") for head in heads[1:])]
    return written(columns, [Group(lines)], caption=plain(caption))
