"""Any two measures in one plane: every economy that has both, each with the year of its own value."""

import math
from collections.abc import Mapping

import pandas as pd

from analysis.comparison_measures import Measure
from analysis.comparison_views import OLD
from analysis.frames.comparison import Compared
from components import numbers
from components.charts.cloud import VARIANTS, Dot, Side, Way, cloud
from components.charts.layer import packed
from components.charts.scales import by_powers, value_scale
from components.pages.compare.view import Contents, Row, View, line, table_text, when

Both = Mapping[str, Measure]
"""The measure of each side, x and y."""


def build(view: View) -> Contents:
    """Return both measures, of the index in the edition on show, of indicators up to its year."""
    t, chosen = view.t, view.choice
    both = {"x": view.known[chosen.x], "y": view.known[chosen.y]}
    found = view.compared("scatter")
    frame = found.frame
    names = {side: view.measure_name(measure) for side, measure in both.items()}
    related = [side for side, measure in both.items() if measure.related and len(frame)]
    columns = {side: ["economy", f"{side}_source", f"{side}_period"] for side in related}
    series = [frame[columns[side]].set_axis(["economy", "source", "year"], axis=1) for side in related]
    editions = [int(frame[f"{side}_period"].max()) for side in both if len(frame) and side not in related]
    return Contents(
        finding=_finding(view, frame, names),
        deck=_deck(view, found),
        measure=t("compare.measure.scatter", year=chosen.edition),
        figures="" if frame.empty else _figures(view, frame, both),
        table=_table(view, frame, both),
        notes=[] if frame.empty else _notes(view, frame, both),
        editions=(min(editions), max(editions)) if editions else None,
        series=pd.concat(series) if series else None,
        empty=[t("compare.scatter.empty", **names)] if frame.empty else [],
    )


def _finding(view: View, frame: pd.DataFrame, names: dict[str, str]) -> str:
    """Return how many economies have more of each measure than the one in focus."""
    t = view.t
    own = frame[frame["economy"] == view.choice.economy]
    if frame.empty:
        return t("compare.scatter.none", **names)
    if own.empty:
        return t("compare.scatter.unknown", name=view.name, count=len(frame), **names)
    more = {f"more_{side}": int((frame[side] > own[side].iloc[0]).sum()) for side in ("x", "y")}
    return t("compare.scatter.finding", name=view.name, count=len(frame), **more, **names)


def _deck(view: View, found: Compared) -> str:
    t, count = view.t, len(found.frame)
    if found.correlation is None:
        return t("compare.scatter.uncorrelated", count=count)
    written = numbers.decimal(found.correlation, 2, t.lang, sign=True)
    return t("compare.scatter.correlation", correlation=written, count=count)


def _notes(view: View, frame: pd.DataFrame, both: Both) -> list[str]:
    t, edition = view.t, view.choice.edition
    lines = []
    for side, measure in both.items():
        periods = frame[f"{side}_period"].astype(int)
        name = view.measure_name(measure, "title")
        if not measure.related:
            if periods.max() != edition:
                then = view.edition(int(periods.max()))
                lines.append(t("compare.note.other_edition", measure=name, edition=then))
            continue
        old = int((periods <= edition - OLD).sum())
        values = {"measure": name, "first": int(periods.min()), "last": int(periods.max())}
        lines.append(t("compare.note.ages", middle=int(periods.median()), old=old, years=OLD, **values))
    if (frame["x_period"] != frame["y_period"]).any():
        lines.append(t("compare.note.mixed"))
    if gone := view.without(frame["economy"]):
        lines.append(t("compare.note.no_pair", names=view.listing(gone)))
    lines.append(t("compare.note.part"))
    related = [view.entry(measure) for measure in both.values() if measure.related]
    caveats = [one.get(t.lang) for entry in related for one in entry.caveats[:1]]
    return [*lines, *caveats]


def _figures(view: View, frame: pd.DataFrame, both: Both) -> str:
    rows = {str(row["economy"]): row for row in frame.to_dict("records")}
    x, y = (_side(view, frame, measure, side) for side, measure in both.items())
    field = [_dot(view, row, both) for code, row in rows.items() if code not in view.economies]
    ways = [
        Way(style, [[_dot(view, rows[style.code], both)]], "", "")
        for style in view.styles
        if style.code in rows
    ]
    return packed(lambda least: cloud(field, ways, (x, y), least), *VARIANTS)


def _side(view: View, frame: pd.DataFrame, measure: Measure, side: str) -> Side:
    values = [float(value) for value in frame[side]]
    log = by_powers(values, counted=measure.counted)
    scale = value_scale(values, 1.0, lambda value: view.tick(measure, value), log=log, room=0.06)
    title = view.t(f"compare.scatter.axis_{side}", measure=_title(view, measure, log=log))
    return Side(title, scale)


def _title(view: View, measure: Measure, *, log: bool) -> str:
    t, name = view.t, view.measure_name(measure, "title")
    if not measure.related:
        return t("compare.scatter.score", measure=name)
    key = "compare.scatter.log" if log else "compare.scatter.value"
    return t(key, measure=name, unit=view.unit(measure))


def _dot(view: View, row: Row, both: Both) -> Dot:
    t = view.t
    lines = [f"<b>{view.called(str(row['economy']))}</b>"]
    for side, measure in both.items():
        period = when(view, measure, int(row[f"{side}_period"]))
        name, value = view.measure_name(measure, "title"), view.value(measure, row[side])
        lines.append(t("compare.tip.pair", name=name, value=value, period=period))
    return Dot(float(row["x"]), float(row["y"]), "<br>".join(lines))


def _table(view: View, frame: pd.DataFrame, both: Both) -> str:
    """Return both values of every economy with their periods: the chosen ones first, the others by y."""
    t = view.t
    place = {code: index for index, code in enumerate(view.economies)}
    keys = frame.assign(place=frame["economy"].map(place).fillna(math.inf), most=-frame["y"])
    contents = frame.loc[keys.sort_values(["place", "most"], kind="stable").index]
    lines = []
    for row in contents.to_dict("records"):
        cells = []
        for side, measure in both.items():
            cells += [view.value(measure, row[side]), str(int(row[f"{side}_period"]))]
        lines.append(line(view, str(row["economy"]), cells, among=True))
    heads = [t("compare.column.economy")]
    for measure in both.values():
        kind = "year" if measure.related else "edition"
        heads += [view.measure_name(measure, "title"), t(f"compare.axis.{kind}")]
    return table_text(view.t, heads, lines, t("compare.measure.scatter", year=view.choice.edition))
