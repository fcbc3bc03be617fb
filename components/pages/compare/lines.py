"""The trajectory of a comparison: one measure of the chosen economies by edition, or by year."""

from collections.abc import Callable

import pandas as pd

from analysis.comparison_views import order
from components import numbers
from components.charts.layer import packed
from components.charts.paths import FULL, Paths
from components.charts.paths import paths as figure
from components.framework import explained_changes
from components.measures import OF_INDEX
from components.numbers import known
from components.pages.compare.notes import notes
from components.pages.compare.view import Contents, View, table_text, tip
from components.parts.drawn_table import Mark
from components.parts.drawn_table import Row as Line
from components.text import plain

_ONE = {
    "ahead": "compare.finding.one_ahead",
    "level": "compare.finding.one_level",
    "behind": "compare.finding.one_behind",
}
_SIZE = {
    "ahead": "compare.finding.one_size_ahead",
    "level": "compare.finding.one_size_level",
    "behind": "compare.finding.one_size_behind",
}


def build(view: View) -> Contents:
    """Return the trajectory of the chosen measure."""
    chosen, measure = view.choice, view.measure
    frame = view.compared("trajectory").frame
    name = view.measure_name(measure)
    empty = []
    if frame.empty:
        empty = [view.say("compare.lines.empty", measure=name, first=chosen.first, last=chosen.last)]
    return Contents(
        finding=finding(view, frame),
        deck=deck(view),
        measure=measure_line(view),
        figures="" if frame.empty else _figures(view, frame),
        table=_table(view, frame),
        notes=notes(view, measure, frame),
        editions=None if measure.related else (chosen.first, chosen.last),
        series=frame if measure.related and len(frame) else None,
        joins=not measure.related,
        empty=empty,
    )


def finding(view: View, frame: pd.DataFrame) -> str:
    """Return how many are ahead of the economy in focus, at the end and in the first period of all."""
    say, measure, economy = view.say, view.measure, view.choice.economy
    name = view.measure_name(measure)
    own = frame[frame["economy"] == economy]
    every = [order(frame, economy, view.others, int(period)) for period in own["period"]]
    held = [one for one in every if one is not None]
    if not held:
        return say("compare.finding.unknown", name=view.name, measure=name)
    last = held[-1]
    now = view.period(measure, last.period)
    if not last.known:
        row = own[own["period"] == last.period].to_dict("records")[0]
        return say(
            "compare.finding.alone", name=view.name, measure=name, rank=view.rank_words(row), period=now
        )
    if last.known == 1:
        side = next(side for side in ("ahead", "level", "behind") if getattr(last, side))
        other = view.called((*last.ahead, *last.level, *last.behind)[0])
        key = (_ONE if measure.directed else _SIZE)[side]
        return say(key, name=view.name, other=other, measure=name, period=now)
    values = {"name": view.name, "measure": name, "period": now}
    directed = "" if measure.directed else "_size"
    ahead = view.counted(len(last.ahead), last.known)
    text = say(f"compare.finding.behind{directed}", ahead=ahead, **values)
    same = (*last.ahead, *last.level, *last.behind)
    before = [order(frame, economy, same, one.period) for one in held[:-1]]
    first = next((one for one in before if one is not None and one.known == len(same)), None)
    if first is None or not measure.directed:
        return text
    then = {"then_year": first.period, "then_edition": view.period(measure, first.period)}
    key = "same" if len(first.ahead) == len(last.ahead) else "then"
    return text + say(f"compare.finding.{key}", ahead=len(first.ahead), **then)


def deck(view: View) -> str:
    """Return what the view is for, and who is ahead by name."""
    return view.say("compare.deck.related" if view.measure.related else "compare.deck.lines")


def measure_line(view: View) -> str:
    """Return what is measured: rank, score, percentile or value, of editions or of years."""
    say, measure, show = view.say, view.measure, view.choice.show
    name = view.measure_name(measure, "title")
    if not measure.related:
        return say(f"compare.measure.{show}", measure=name)
    unit = view.entry(measure).unit.get(say.lang)
    if show == "score":
        return say("compare.measure.value", measure=name, unit=unit)
    key = "compare.measure.size" if not measure.directed else "compare.measure.related"
    return say(key, measure=name, shown=say(f"compare.measure.as_{show}"))


def _figures(view: View, frame: pd.DataFrame) -> str:
    measure, say = view.measure, view.say
    tips = [tip(view, measure, row) for row in frame.to_dict("records")]
    kind = "year" if measure.related else "edition"
    plot = Paths(
        counts=_counts(view, frame),
        write=writer(view),
        tick=lambda value: view.tick(measure, value),
        ranked=view.choice.show == "rank",
        counted=measure.counted,
        breaks=_breaks(view),
        changes=() if measure.related else explained_changes(view.dataset, say),
        words=(
            say(f"compare.axis.{kind}"),
            say("compare.axis.held" if measure.related else "compare.axis.economies"),
            say("trajectory.axis.framework"),
        ),
    )
    points = frame.assign(tip=tips)
    return packed(lambda least: figure(points, view.styles, plot, compact=least == 0), 0, FULL)


def _counts(view: View, frame: pd.DataFrame) -> dict[int, int | None]:
    """Return the economies with a rank by period; of editions without one on show as all the index ranks."""
    counts = dict(view.dataset.counts) if view.measure.level in ("index", "subindex", "pillar") else {}
    held = frame[frame["economies"].notna()]
    return counts | dict(zip(held["period"].astype(int), held["economies"].astype(int), strict=True))


def _breaks(view: View) -> dict[str, list[int]]:
    if not view.measure.related:
        return {}
    entry = view.entry(view.measure)
    return {code: [one.year for one in entry.breaks_of(code)] for code in view.economies}


def writer(view: View) -> Callable[[float], str]:
    """Return how a value of what is shown is written beside a line and in a table."""
    show, measure = view.choice.show, view.measure
    if show == "score":
        return lambda value: view.value(measure, value)
    return OF_INDEX[show].write


def _table(view: View, frame: pd.DataFrame) -> str:
    """Return periods down, the newest first, and economies across."""
    say, measure, write = view.say, view.measure, writer(view)
    rows = {(int(row["period"]), str(row["economy"])): row for row in frame.to_dict("records")}
    missing = say("missing")
    lines = []
    for period in sorted({period for period, _ in rows}, reverse=True):
        cells: list[str | Mark] = [str(period)]
        for code in view.economies:
            row = rows.get((period, code))
            if row is None:
                cells.append(Mark(missing, css="missing"))
            elif view.choice.show == "rank":
                cells.append(view.rank_cell(row))
            else:
                at = row["at"]
                both = f"{write(row['low'])}{numbers.DASH}{write(row['high'])}" if not known(at) else ""
                cells.append(both or write(float(at)))
        lines.append(Line(cells))
    heads = [say("compare.axis.year" if measure.related else "compare.axis.edition")]
    heads += [view.called(code) for code in view.economies]
    return table_text(heads, lines, plain(measure_line(view)))
