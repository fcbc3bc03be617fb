"""Productivity: did it rise, as the article asks, and do the versions of one source agree?"""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.evidence import productivity as method
from analysis.evidence.productivity import (
    DISAGREEMENT,
    GROWTH_TABLE,
    INPUTS_TABLE,
    LABOUR_TABLE,
    LEVEL_TABLE,
    Choice,
)
from analysis.query import NoChoices
from components.cards.badges import empty
from components.cards.callbacks import Callbacks
from components.cards.card import Card, Content
from components.cards.tables import Col, columns_of, file_rows, own_table
from components.charts.dots import STRIP_WIDTHS, version_dots
from components.charts.layer import figure_by_width
from components.charts.lines import series_style
from components.charts.time_lines import SERIES_HEIGHTS, series_lines
from components.text import numbers
from components.text.catalog import Words, markup
from components.widgets.blocks import columns, three
from components.widgets.controls import Controls
from components.widgets.productivity import COURSE, ProductivityView, finding
from components.widgets.series_source import source_line
from components.widgets.versions import Versions
from data.article import CLAIM, CLAIM_YEAR, FOCUS

PAGE = "productivity"
EXCEPTION = "productivity-exception"
_SIDES = ("older", "newer")


def layout(view: ProductivityView) -> list[Component]:
    """Return the page for the economy of the first figure."""
    dataset = view.dataset
    controls = Controls(PAGE, view.choice, dataset, view.t)
    first = [GROWTH.draw(view).html, html.Div(ECONOMIES.draw(view).html, id=EXCEPTION)]
    return [
        html.H1(markup(finding(view))),
        html.P(markup(deck(view)), className="deck"),
        html.Div(controls.select("economy", searchable=len(view.disagreement) > 12), className="controls"),
        html.Div(first, className="profile-grid productivity-first"),
        *_china(dataset, view.t),
    ]


@cached
def _china(dataset: Dataset, t: Words) -> list[Component]:
    view = ProductivityView(dataset, t, Choice.read(dataset, {}))
    level = LEVEL.draw(view)
    missing = empty([view.say("productivity.level.empty")])
    cards = [missing if level.content.is_empty else level.html, LABOUR.draw(view).html]
    # What cannot be concluded, and why.
    older, newer = (view.observed([code]) for code in method.GROWTH)
    end = int(older["year"].max()) if len(older) else CLAIM[1]
    reach = ["ends"] if end < CLAIM[1] else []
    reach += ["economies"] if len(older) and len(newer) else []
    parts = {"residual": ("measure", "cause"), "revision": ("inputs",), "reach": reach}
    values = {"count": newer["economy"].nunique(), "all": older["economy"].nunique(), "end": end}
    a, b = view.versions
    return [
        html.Div([html.Div(card) for card in cards], className="two-cards"),
        html.Section([INPUTS.draw(view).html, others(view)], className="block two-cards productivity-below"),
        three(columns(t, "productivity.limits", parts, a=a, b=b, **values)),
    ]


def deck(view: ProductivityView) -> str:
    """Return what productivity is, and what the two versions mean for the question."""
    test, row = view.say("productivity.deck.test"), view.row(FOCUS)
    if row is None:
        return test
    key = "agree" if row["agree"] else "disagree"
    return view.t.sentences([test, view.say(f"productivity.deck.{key}", **row)])


def growth(view: ProductivityView) -> Content:
    """Return the productivity of the economy that is chosen in both versions, by year."""
    t, row, values = view.t, view.row(view.economy), GROWTH_TABLE.result(view.dataset, view.choice)
    if values.empty:
        return Content(view.say("productivity.finding.unknown"))
    versions = Versions(view.dataset, t, method.GROWTH[1], values, view.economy)
    by_code = [values[values["indicator"] == code].set_index("year")["level"] for code in method.GROWTH]
    points = {Col("points", t("productivity.growth.points"), "+share"): by_code[1] - by_code[0]}
    names = [t("series.version", version=version) for version in view.versions]
    across = dict(zip(method.GROWTH, names, strict=True))
    caption = view.say("productivity.growth.table")
    return Content(
        view.say("productivity.growth.heading", **row) if row else view.say("productivity.finding.unknown"),
        view.say("productivity.growth.measure"),
        own_table(view, GROWTH_TABLE, caption, across=across, extra_columns=points),
        versions.figure(),
        source_line(view.dataset, values, t, own=True),
        releases=[*values["source"]],
        file_name=f"{GROWTH_TABLE.file}-{view.economy}",
    )


def exception(view: ProductivityView) -> str:
    """Return the sentence over the table: for how many economies the versions disagree on the direction."""
    frame = view.disagreement
    apart = frame[~frame["agree"].astype(bool)]
    own = FOCUS in set(apart["economy"])
    kind = "none" if apart.empty else "only" if own and len(apart) == 1 else "some" if own else "others"
    return view.say(f"productivity.economies.{kind}", count=len(frame), some=len(apart))


def economies(view: ProductivityView) -> Content:
    """Return the table "is China the exception?"."""
    t, frame, (older, newer) = view.t, file_rows(view, DISAGREEMENT), view.versions
    last = max((int(year) for year in frame["last_year"]), default=CLAIM_YEAR)
    rows = method.visible_economies(frame, view.economy)
    count = view.say("productivity.economies.count", visible=len(rows), all=len(frame))
    agreed = [view.say(f"productivity.economies.{'yes' if one else 'no'}") for one in rows["same_direction"]]
    words = {"same_direction": agreed}
    title, series = exception(view), view.observed(method.GROWTH)
    return Content(
        title,
        view.say("productivity.economies.measure", first=CLAIM_YEAR, last=last),
        html.P(count, className="small") if len(rows) < len(frame) else [],
        source=source_line(view.dataset, series, t, own=True, years=(CLAIM_YEAR, last)),
        body=[own_table(view, DISAGREEMENT, title, rows, words, older=older, newer=newer)],
        releases=[*series["source"]],
    )


def level(view: ProductivityView) -> Content:
    """Return the levels of economies in both versions; nothing where none is in both."""
    t = view.t
    names = [t("series.version", version=version) for version in view.versions]
    frame = LEVEL_TABLE.result(view.dataset, NoChoices())
    frame = frame.assign(name=frame["economy"].map(view.economy_name))
    rows: list[dict[Any, Any]] = frame.to_dict("records")
    china = next((row for row in rows if row["economy"] == FOCUS), None)
    if china is None:
        return Content(finding(view))
    caption, (older, newer) = view.say("productivity.level.table"), view.versions
    heads = {"first": china["first"], "last": china["last"], "older": older, "newer": newer}
    for side, name in zip(_SIDES, names, strict=True):
        tips = (view.say("productivity.level.tip", **row, version=name, value=row[side]) for row in rows)
        frame[f"{side}_tip"] = list(tips)

    def draw(least: int) -> dict[str, Any]:
        older, newer = names if least else view.versions  # on phones the numbers alone
        return version_dots(frame, FOCUS, (older, newer), t.writer("of_one"), least)

    series, years = view.observed(method.LEVEL), (CLAIM_YEAR, china["last"])
    return Content(
        view.say("productivity.level.heading", **china),
        view.say("productivity.level.measure", last=china["last"]),
        own_table(view, LEVEL_TABLE, caption, **heads),
        figure_by_width(draw, *STRIP_WIDTHS),
        source_line(view.dataset, series, t, own=False, years=years),
        releases=[*series["source"]],
    )


def labour(view: ProductivityView) -> Content:
    """Return output per person employed."""
    t, frame = view.t, LABOUR_TABLE.result(view.dataset, NoChoices())
    indicator = view.dataset.catalog.indicators[method.LABOUR]
    rates = method.growth(frame, indicator.kind)
    china: dict[Any, Any] = rates[rates["economy"] == FOCUS].to_dict("records")[0]
    course, known = COURSE[method.direction(china["rate"])], numbers.is_present(china["relative"])
    reached = view.say(f"productivity.labour.level.{course}", **china) if known else ""
    ends = {year: str(year) for year in (CLAIM_YEAR, int(rates["last_year"].max()))}
    rows = file_rows(view, LABOUR_TABLE).set_index("economy").loc[rates["economy"]].reset_index()
    columns = columns_of(t, {"productivity.labour.rate": "+share", "productivity.labour.relative": "of_one"})
    beside = {one: rates.set_index("economy")[one.name] for one in columns}
    caption = view.say("productivity.labour.table")

    def write(value: float) -> str:
        units = value / int(view.say("productivity.labour.unit"))
        return view.say("productivity.labour.axis", value=units)

    looks = []
    for economy in reversed(method.ECONOMIES):
        values = frame.loc[frame["economy"] == economy, "value"]
        if len(values):
            newest = write(1000.0 * round(float(values.iloc[-1]) / 1000))
            role = "hero" if economy == FOCUS else "peer"
            looks.append(
                series_style(economy, f"{newest}  {view.economy_name(economy)}", f"{newest} {economy}", role)
            )
    points: list[dict[Any, Any]] = frame.to_dict("records")
    tips = [
        view.say("productivity.labour.tip", **one | {"name": view.economy_name(one["economy"])})
        for one in points
    ]
    lines = frame.assign(line=frame["economy"], tip=tips, error=float("nan"))
    return Content(
        view.say(f"productivity.labour.{course}", **china, level=reached),
        view.say("productivity.labour.measure", caveat=_caveat(view, method.LABOUR)),
        own_table(view, LABOUR_TABLE, caption, rows, across=ends, extra_columns=beside),
        figure_by_width(
            lambda least: series_lines(lines, looks, write, least, log=True, mark=CLAIM_YEAR),
            *SERIES_HEIGHTS,
        ),
        source_line(view.dataset, frame, t, own=True),
        releases=[*frame["source"]],
    )


def _caveat(view: ProductivityView, code: str) -> str:
    caveats = view.dataset.catalog.indicators[code].caveats_of(FOCUS)[:1]
    return view.t.phrase(caveats[0]) if caveats else ""


def inputs(view: ProductivityView) -> Content:
    """Return the inputs of the residual, with the year since which one has not moved."""
    frame, title = INPUTS_TABLE.result(view.dataset, NoChoices()), view.say("productivity.inputs.title")
    years, share = (CLAIM_YEAR, int(frame["last_year"].max())), method.INPUTS[1]
    keys = {code: f"productivity.inputs.{code.removeprefix('PWT.')}" for code in method.INPUTS}
    names = {code: view.say(key, year="{column}") for code, key in keys.items()}
    notes = {}
    for one in frame[frame["indicator"] == share].to_dict("records"):
        key = "moves" if pd.isna(one["since"]) else "since"
        notes[one["economy"]] = view.say(f"productivity.inputs.{key}", year=one["since"])
    note = {Col("note", view.say("productivity.inputs.note"), "text"): notes}
    series = view.observed(method.INPUTS)
    return Content(
        title,
        view.say("productivity.inputs.measure"),
        html.P(_caveat(view, share), className="small"),
        source=source_line(view.dataset, series, view.t, own=False, years=years),
        body=[
            own_table(
                view, INPUTS_TABLE, title, across=names, extra_columns=note, first=years[0], last=years[1]
            )
        ],
        releases=[*series["source"]],
    )


def others(view: ProductivityView) -> html.Section:
    """Return the other estimates, named and linked."""
    t, entries = view.t, []
    for one in view.dataset.catalog.estimates.values():
        if one.economy not in ("", FOCUS):
            continue
        name = t.phrase(one.name)
        link = html.A(name, href=one.url, rel="noopener") if one.url else name
        about = html.Span(t.phrase(one.publisher), className="small")
        notes = t.sentences(t.phrase(note.text) for note in one.notes if note.economy in ("", FOCUS))
        entries.append(html.Li([html.B(link), about, html.P(notes)]))
    title = html.H2(view.say("productivity.others.title"))
    deck = html.P(view.say("productivity.others.deck"), className="small")
    return html.Section([title, deck, html.Ul(entries, className="estimates")])


GROWTH = Card("productivity-growth", "productivity-growth", (GROWTH_TABLE,), growth, height=660)
ECONOMIES = Card(
    "productivity-economies", "productivity-economies", (DISAGREEMENT,), economies, height=540, plotted=False
)
LEVEL = Card("productivity-level", "productivity-levels", (LEVEL_TABLE,), level, height=660)
LABOUR = Card("productivity-labour", "productivity-labour", (LABOUR_TABLE,), labour, height=640)
INPUTS = Card(
    "productivity-inputs", "productivity-inputs", (INPUTS_TABLE,), inputs, height=630, plotted=False
)
CARDS = (GROWTH, ECONOMIES, LEVEL, LABOUR, INPUTS)
CALLBACKS = Callbacks(Choice, ProductivityView, parts=(EXCEPTION,), cards=(GROWTH,))
