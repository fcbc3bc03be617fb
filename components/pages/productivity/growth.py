"""The growth of productivity in both versions as a card, and the table of where the versions disagree."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis import productivity as method
from analysis.frames import productivity as frames
from analysis.progress import CLAIM_YEAR
from analysis.standing import CHINA
from components import numbers
from components.card import Card
from components.charts.layer import packed
from components.charts.series_lines import FULL, HEIGHT, Plot, Series, series_lines
from components.measures import REBASED
from components.pages.productivity.view import View, signed
from components.parts.citation import cited
from components.parts.figure_card import Content, table_card
from components.parts.series_source import source_line
from components.parts.tables import Cell, Column, table
from components.text import markup, plain

CARD = Card("productivity-growth", "productivity-growth", (frames.GROWTH,), height=640)
TABLE = Card("productivity-economies", "productivity-economies", (frames.DISAGREEMENT,), height=540)
_ROLES = ("other", "hero")


def heading(view: View) -> str:
    """Return the sentence over the figure: what both versions say of the chosen economy."""
    row: dict[str, Any] = dict(view.row(view.choice.economy) or {})
    a, b = view.versions
    if not row:
        return view.say("productivity.finding.unknown")
    sides = {name: REBASED.write(100 + row[name]) for name in ("older", "newer")}
    years = {"last": row["last"], "base": row["first"]}
    return view.say("productivity.growth.heading", name=view.name, a=a, b=b, **sides, **years)


def content(view: View) -> Content:
    """Return what the card of the figure holds."""
    title = heading(view)
    return Content(
        heading=markup(title),
        finding=plain(title),
        measure=markup(view.say("productivity.growth.measure", base=CLAIM_YEAR)),
        table=_table(view),
        source=source_line(view.dataset, view.growth, view.say, own=True),
        data_address=view.download("productivity-growth", view.choice.chosen(view.dataset)),
        file_name=f"productivity-growth-{view.choice.economy}",
        citation=cited(view.dataset, plain(title), view.growth["source"], view.say),
        height=HEIGHT,
    )


def figures(view: View) -> str:
    """Return the figure in both sets of labels, as JSON text."""
    say, row = view.say, dict(view.row(view.choice.economy) or {})
    frame = view.growth.rename(columns={"indicator": "line", "value": "published", "index": "value"})
    if frame.empty:
        return "{}"
    names = {
        code: say("series.version", version=version)
        for code, version in zip(method.GROWTH, view.versions, strict=True)
    }
    tips = [
        f"<b>{view.name} · {year}</b><br>"
        + say("productivity.growth.tip", version=names[line], value=REBASED.write(value), base=CLAIM_YEAR)
        for line, year, value in zip(frame["line"], frame["year"], frame["value"], strict=True)
    ]
    frame = frame.assign(error=float("nan"), tip=tips)
    looks = [
        Series(code, names[code], names[code], role, hero=view.hero)
        for code, role in zip(method.GROWTH, _ROLES, strict=True)
        if code in set(frame["line"])
    ]
    printed = (int(row["last"]),) if row else ()  # type: ignore[call-overload]
    plot = Plot(REBASED.write, mark=CLAIM_YEAR, printed=printed, tick=lambda value: numbers.decimal(value, 0))
    return packed(lambda least: series_lines(frame, looks, plot, compact=least == 0), 0, FULL)


def _table(view: View) -> html.Div:
    say, frame = view.say, view.growth
    missing = say("missing")
    keys = zip(frame["indicator"], frame["year"], strict=True)
    values = dict(zip(keys, frame["index"], strict=True))
    rows: list[list[Cell]] = []
    for year in sorted({int(year) for year in frame["year"]}, reverse=True):
        older, newer = (values.get((code, year)) for code in method.GROWTH)
        cells = [missing if one is None else REBASED.write(one) for one in (older, newer)]
        apart = missing if older is None or newer is None else signed(newer - older)
        rows.append([str(year), *cells, apart])
    columns = [
        Column(say("productivity.growth.year"), number=False),
        *(Column(say("series.version", version=version)) for version in view.versions),
        Column(say("productivity.growth.points")),
    ]
    caption = say("productivity.growth.table", name=view.name)
    return table(columns, rows, caption=caption, missing=missing)


def economies(view: View) -> html.Figure:
    """Return the card of the table "is China the exception?"."""
    say, frame = view.say, view.disagreement
    rows = method.visible(frame, view.choice.economy)
    note: list[Component] = []
    if len(rows) < len(frame):
        shown = say("productivity.economies.shown", shown=len(rows), all=len(frame))
        note = [html.P(shown, className="small")]
    held = view.observations[view.observations["indicator"].isin(method.GROWTH)]
    last = max((int(year) for year in frame["last"]), default=CLAIM_YEAR)
    title = exception(view)
    content = Content(
        heading=markup(title),
        finding=plain(title),
        measure=markup(say("productivity.economies.measure", first=CLAIM_YEAR, last=last)),
        table=html.Div(note),
        source=source_line(view.dataset, held, say, own=True, years=(CLAIM_YEAR, last)),
        data_address=view.download("productivity-economies"),
        file_name="productivity-economies",
        citation=cited(view.dataset, plain(title), held["source"], say),
    )
    return table_card(TABLE, content, [_economies_table(view)], say)


def exception(view: View) -> str:
    """Return the sentence over the table: for how many economies the versions disagree on the direction."""
    frame, say = view.disagreement, view.say
    apart = frame[~frame["agree"].astype(bool)]
    own = CHINA in set(apart["economy"])
    counts = {"count": len(frame), "some": len(apart)}
    if apart.empty:
        return say("productivity.economies.none", **counts)
    if own and len(apart) == 1:
        return say("productivity.economies.only", **counts)
    return say("productivity.economies.some" if own else "productivity.economies.others", **counts)


def _economies_table(view: View) -> html.Div:
    say = view.say
    rows = [*method.visible(view.disagreement, view.choice.economy).to_dict("records")]
    cells: list[list[Cell]] = [
        [
            view.called(str(row["economy"])),
            signed(row["older"]),
            signed(row["newer"]),
            signed(row["points"]),
            say("productivity.economies.yes") if row["agree"] else say("productivity.economies.no"),
        ]
        for row in rows
    ]
    columns = [
        Column(say("productivity.economies.economy"), number=False),
        *(Column(say("productivity.economies.change", version=version)) for version in view.versions),
        Column(say("productivity.economies.points")),
        Column(say("productivity.economies.same"), number=False),
    ]
    marked = [index for index, row in enumerate(rows) if row["economy"] == CHINA]
    return table(columns, cells, caption=plain(exception(view)), highlight=marked, missing=say("missing"))
