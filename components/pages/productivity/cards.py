"""The cards of the page on productivity beside growth: levels, output per person, inputs of the residual."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis import productivity as method
from analysis.frames import productivity as frames
from analysis.progress import CLAIM_YEAR
from analysis.query import Nothing
from analysis.standing import CHINA
from components import numbers
from components.card import Card
from components.charts.layer import packed
from components.charts.series_lines import FULL, HEIGHT, Plot, Series, series_lines
from components.charts.version_dots import Words as DotWords
from components.charts.version_dots import height, version_dots
from components.measures import SHARE
from components.pages.productivity.view import View, share, signed
from components.parts.citation import cited
from components.parts.figure_card import Content, table_card
from components.parts.series_source import source_line
from components.parts.tables import Cell, Column, table
from components.text import markup, plain

LEVEL = Card("productivity-level", "productivity-levels", (frames.LEVEL,), height=630)
LABOUR = Card("productivity-labour", "productivity-labour", (frames.LABOUR,), height=640)
INPUTS = Card("productivity-inputs", "productivity-inputs", (frames.INPUTS,), height=630)
_LABOUR = {1: "productivity.labour.up", -1: "productivity.labour.down", 0: "productivity.labour.flat"}
_LEVEL = {
    1: "productivity.labour.level.up",
    -1: "productivity.labour.level.down",
    0: "productivity.labour.level.flat",
}


def levels(view: View) -> pd.DataFrame:
    """Return the one frame of the card of levels."""
    return frames.LEVEL.result(view.dataset, Nothing())


def level(view: View, frame: pd.DataFrame) -> Content:
    """Return what the card of levels holds; ``frame`` has China in it."""
    say = view.say
    own = frame[frame["economy"] == CHINA].to_dict("records")[0]
    a, b = view.versions
    sides = {"older": share(own["older"]), "newer": share(own["newer"])}
    title = say("productivity.level.heading", last=own["last"], a=a, b=b, **sides)
    held = view.observations[view.observations["indicator"].isin(method.LEVEL)]
    return Content(
        heading=markup(title),
        finding=plain(title),
        measure=markup(say("productivity.level.measure", last=own["last"])),
        table=_level_table(view, frame),
        source=source_line(view.dataset, held, say, own=False, years=(CLAIM_YEAR, own["last"])),
        data_address=view.download("productivity-level"),
        file_name="productivity-level",
        citation=cited(view.dataset, plain(title), held["source"], say),
        height=height(len(frame)),
    )


def level_figures(view: View, frame: pd.DataFrame) -> str:
    """Return the figure of levels in both sets of labels, as JSON text."""
    say = view.say
    versions = [say("series.version", version=version) for version in view.versions]
    tips = [
        tuple(
            say(
                "productivity.level.tip",
                name=view.called(row["economy"]),
                version=version,
                value=share(row[side]),
                year=row["last"],
            )
            for version, side in zip(versions, ("older", "newer"), strict=True)
        )
        for row in frame.to_dict("records")
    ]
    names = [view.called(economy) for economy in frame["economy"]]
    pairs = [(tip[0], tip[1]) for tip in tips]

    def draw(least: int) -> dict[str, Any]:
        older, newer = versions if least else view.versions  # on phones the numbers alone
        return version_dots(frame, CHINA, DotWords(names, older, newer, pairs), share, compact=least == 0)

    return packed(draw, 0, FULL)


def _level_table(view: View, frame: pd.DataFrame) -> html.Div:
    say = view.say
    rows = [*frame.to_dict("records")]
    first, last = rows[0]["first"], rows[0]["last"]
    columns = [Column(say("productivity.economies.economy"), number=False)]
    columns += [
        Column(say("productivity.level.column", year=year, version=version))
        for year in (first, last)
        for version in view.versions
    ]
    sides = ("older_first", "newer_first", "older", "newer")
    cells: list[list[Cell]] = [
        [view.called(row["economy"]), *(share(row[side]) for side in sides)] for row in rows
    ]
    marked = [index for index, row in enumerate(rows) if row["economy"] == CHINA]
    return table(columns, cells, caption=say("productivity.level.table"), highlight=marked)


def labour(view: View) -> Content:
    """Return what the card of output per person employed holds."""
    say = view.say
    frame = frames.LABOUR.result(view.dataset, Nothing())
    rates = _rates(view)
    own = rates[rates["economy"] == CHINA].to_dict("records")[0]
    course = method.direction(own["rate"])
    known = numbers.known(own["relative"])
    level = say(_LEVEL[course], relative=share(own["relative"])) if known else ""
    rate = f"{SHARE.write(abs(own['rate']))}%"
    title = say(_LABOUR[course], first=own["first_year"], last=own["last_year"], rate=rate, level=level)
    return Content(
        heading=markup(title),
        finding=plain(title),
        measure=markup(say("productivity.labour.measure", caveat=_caveat(view, method.LABOUR))),
        table=_labour_table(view, rates),
        source=source_line(view.dataset, frame, say, own=True),
        data_address=view.download("productivity-labour"),
        file_name="productivity-labour",
        citation=cited(view.dataset, plain(title), frame["source"], say),
        height=HEIGHT,
    )


def _caveat(view: View, code: str) -> str:
    """Return what the catalog warns of first."""
    caveats = view.dataset.catalog.indicators[code].caveats[:1]
    return caveats[0].get(view.say.lang) if caveats else ""


def _rates(view: View) -> pd.DataFrame:
    kind = view.dataset.catalog.indicators[method.LABOUR].kind
    return method.growth(frames.LABOUR.result(view.dataset, Nothing()), kind)


def labour_figures(view: View) -> str:
    """Return the figure of output per person employed in both sets of labels, as JSON text."""
    say = view.say
    frame = frames.LABOUR.result(view.dataset, Nothing()).rename(columns={"economy": "line"})
    tips = [
        say("productivity.labour.tip", name=view.called(line), year=year, value=numbers.decimal(value, 0))
        for line, year, value in zip(frame["line"], frame["year"], frame["value"], strict=True)
    ]
    frame = frame.assign(error=float("nan"), tip=tips)
    unit = int(say("productivity.labour.unit"))

    def write(value: float) -> str:
        return say("productivity.labour.axis", value=f"{value / unit:.3g}")

    looks = []
    for economy in reversed(frames.ECONOMIES):
        rows = frame[frame["line"] == economy]
        if rows.empty:
            continue
        last = write(round(float(rows["value"].iloc[-1]) / 1000) * 1000.0)
        label = f"{last}  {view.called(economy)}"
        short = f"{last} {economy}"
        looks.append(Series(economy, label, short, "hero" if economy == CHINA else "peer"))
    plot = Plot(write, log=True, mark=CLAIM_YEAR)
    return packed(lambda least: series_lines(frame, looks, plot, compact=least == 0), 0, FULL)


def _labour_table(view: View, rates: pd.DataFrame) -> html.Div:
    say, missing = view.say, view.say("missing")
    rows = [*rates.to_dict("records")]
    first, last = CLAIM_YEAR, max(int(row["last_year"]) for row in rows)
    columns = [
        Column(say("productivity.economies.economy"), number=False),
        Column(str(first)),
        Column(str(last)),
        Column(say("productivity.labour.rate")),
        Column(say("productivity.labour.relative")),
    ]
    cells: list[list[Cell]] = [
        [
            view.called(row["economy"]),
            numbers.decimal(row["first"], 0) if row["first_year"] == first else missing,
            numbers.decimal(row["last"], 0) if row["last_year"] == last else missing,
            missing if pd.isna(row["rate"]) else signed(row["rate"]),
            missing if pd.isna(row["relative"]) else share(row["relative"]),
        ]
        for row in rows
    ]
    marked = [index for index, row in enumerate(rows) if row["economy"] == CHINA]
    caption = say("productivity.labour.table")
    return table(columns, cells, caption=caption, highlight=marked, missing=missing)


def inputs(view: View) -> html.Figure:
    """Return the card of the inputs of the residual."""
    say, missing = view.say, view.say("missing")
    frame = frames.INPUTS.result(view.dataset, Nothing())
    held = view.observations[view.observations["indicator"].isin(method.INPUTS)]
    by_economy: dict[str, dict[str, dict[str, float]]] = {}
    for row in frame.to_dict("records"):
        by_economy.setdefault(str(row["economy"]), {})[str(row["indicator"])] = {
            str(k): v for k, v in row.items()
        }
    last = int(frame["last_year"].max())
    cells: list[list[Cell]] = []
    for economy, found in by_economy.items():
        hc, labsh = (found.get(code) for code in method.INPUTS)
        ends = [
            missing if one is None else numbers.decimal(one[side], 2)
            for one in (hc, labsh)
            for side in ("first", "last")
        ]
        since = None if labsh is None else numbers.whole(labsh["since"])
        note = say("productivity.inputs.moves")
        if since is not None:
            note = say("productivity.inputs.since", year=since)
        cells.append([view.called(economy), *ends, missing if labsh is None else note])
    columns = [Column(say("productivity.economies.economy"), number=False)]
    columns += [
        Column(say(f"productivity.inputs.{name}", year=year))
        for name in ("hc", "labsh")
        for year in (CLAIM_YEAR, last)
    ]
    columns.append(Column(say("productivity.inputs.note"), number=False))
    title = say("productivity.inputs.title")
    marked = [index for index, economy in enumerate(by_economy) if economy == CHINA]
    body: list[Component] = [table(columns, cells, caption=title, highlight=marked, missing=missing)]
    content = Content(
        heading=title,
        finding=title,
        measure=markup(say("productivity.inputs.measure")),
        table=html.P(_caveat(view, method.INPUTS[1]), className="small"),
        source=source_line(view.dataset, held, say, own=False, years=(CLAIM_YEAR, last)),
        data_address=view.download("productivity-inputs"),
        file_name="productivity-inputs",
        citation=cited(view.dataset, title, held["source"], say),
    )
    return table_card(INPUTS, content, body, say)
