"""The first card of the page on targets: R&D over GDP in two vintages under the targets that it missed."""

from typing import Any

import pandas as pd

from analysis.frames import targets as frames
from analysis.query import Nothing
from analysis.standing import CHINA
from analysis.targets import FIRST, rd_targets
from components import numbers
from components.card import Card
from components.charts.layer import packed
from components.charts.target_story import FULL, HEIGHT, Goal, Path, story
from components.pages.targets.view import Row, View
from components.parts.citation import cited
from components.parts.figure_card import Content
from components.parts.series_source import source_line
from components.parts.tables import Cell, heads, table
from components.text import markup, plain

CARD = Card("targets-rd", "targets-rd", (frames.RESEARCH,), height=760)
_COLUMNS = ("year", "first", "revised", "target", "short", "reached_first", "reached_revised")


def content(view: View) -> Content:
    """Return what the card holds."""
    t, goals = view.t, rd_targets(view.dataset)
    frame = frames.RESEARCH.result(view.dataset, Nothing())
    title = t("targets.story.heading" if len(goals) == 3 else "targets.story.heading_other", count=len(goals))
    releases = pd.DataFrame({"source": " ".join(frame["source"]).split()})
    span = int(frame["year"].min()), int(frame["year"].max())
    return Content(
        heading=markup(title),
        finding=plain(title),
        measure=markup(t("targets.story.measure")),
        table=_table(view, frame, goals),
        source=source_line(view.dataset, releases, t, own=True, years=span),
        data_address=view.download(frames.RESEARCH.name),
        credit=cited(view.dataset, plain(title), releases["source"], t),
        height=HEIGHT,
    )


def _reached() -> tuple[str, str]:
    return "reached_first", "reached_revised"


def _table(view: View, frame: pd.DataFrame, goals: pd.DataFrame) -> Any:
    t, missing = view.t, view.t("missing")
    due = {int(row["year"]): row for row in goals.to_dict("records")}
    rows: list[list[Cell]] = []
    for row in frame.sort_values("year", ascending=False).to_dict("records"):
        cells: list[Cell] = [str(row["year"])]
        cells += [
            numbers.decimal(row[name], 2, t.lang) if numbers.known(row[name]) else missing
            for name in ("first", "revised")
        ]
        goal = due.get(int(row["year"]))
        if goal is None:
            rows.append([*cells, *[""] * 4])
            continue
        short = numbers.decimal(float(goal["short_first"]), 2, t.lang)
        years = [numbers.whole_cell(goal[name], missing) for name in _reached()]
        rows.append([*cells, numbers.decimal(float(goal["value"]), 1, t.lang), short, *years])
    columns = heads(t, "targets.story.column", _COLUMNS, ("year",))
    return table(t, columns, rows, caption=plain(t("targets.story.measure")))


def figures(view: View) -> str:
    """Return the figure in both sets of labels, as JSON text."""
    frame = frames.RESEARCH.result(view.dataset, Nothing())
    goals = rd_targets(view.dataset).to_dict("records")
    if frame.empty:
        return "{}"

    def draw(least: int) -> dict[str, Any]:
        compact = least == 0
        paths = {name: _path(view, frame, name, compact=compact) for name in ("first", "revised")}
        return story(
            paths[view.figures],
            paths[view.other],
            [_goal(view, row, compact=compact) for row in goals],
            lambda value: numbers.percent(value, 1, view.t.lang),
            "<br>".join(view.t.lines("targets.story.remark")),
            compact=compact,
        )

    return packed(draw, 0, FULL)


def _path(view: View, frame: pd.DataFrame, vintage: str, *, compact: bool) -> Path:
    t = view.t
    rows = frame[frame[vintage].notna()].to_dict("records")
    values = {int(row["year"]): float(row[vintage]) for row in rows}
    loose = {int(row["year"]) for row in rows if vintage == FIRST and row["stage_first"] == "preliminary"}
    name = t(f"targets.figures.{vintage}")
    tips = {
        year: f"<b>{view.called(CHINA)} · {year}</b><br>"
        + t("targets.story.tip", name=name, value=numbers.percent(value, 2, view.t.lang))
        for year, value in values.items()
    }
    last = max(values)
    if compact:
        end = [numbers.percent(values[last], 2, view.t.lang), t(f"targets.story.short.{vintage}")]
    else:
        end = [t("targets.story.end", value=numbers.percent(values[last], 2, view.t.lang), year=last), name]
        end += [t("targets.story.preliminary", year=last)] if last in loose else []
    return Path(values, tips, end, frozenset(loose))


def _goal(view: View, row: Row, *, compact: bool) -> Goal:
    t, due, value = view.t, int(row["year"]), float(row["value"])
    reached, other = (numbers.whole(row[f"reached_{name}"]) for name in (view.figures, view.other))
    written = numbers.percent(value, 1, view.t.lang)
    words = [t("targets.story.goal_short" if compact else "targets.story.goal", value=written, year=due)]
    if reached is None:
        words.append(t("targets.story.never"))
    elif compact:
        words.append(t("targets.story.reached_short", year=reached))
    else:
        words.append(t("targets.story.reached", year=reached, late=reached - due))
        if other and other != reached:
            words.append(t(f"targets.story.by_{view.other}", year=other))
    actual, short = float(row[f"actual_{view.figures}"]), float(row[f"short_{view.figures}"])
    by = f"<b>{numbers.decimal(short, 2, t.lang)}</b>"
    near = t("targets.story.miss", actual=numbers.decimal(actual, 2, t.lang), short=by)
    tip = "<br>".join([f"<b>{words[0]}</b>", near, *words[1:]])
    return Goal(due, value, actual, reached, other, words, near, tip)
