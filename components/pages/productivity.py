"""Productivity: did it rise, as the article asks, and do the versions of one source agree?"""

from functools import partial
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.evidence import productivity as method
from analysis.evidence.productivity import Choice
from analysis.query import NoChoices
from components.cards.badges import empty
from components.cards.callbacks import Callbacks
from components.cards.card import Card, Content
from components.cards.tables import Col, file_rows, own_table
from components.charts.dots import STRIP_WIDTHS, version_dots
from components.charts.layer import figure_by_width
from components.charts.lines import series_style
from components.charts.time_lines import SERIES_HEIGHTS, series_lines
from components.text import numbers
from components.text.catalog import Words, markup
from components.widgets.blocks import column, three
from components.widgets.controls import Controls
from components.widgets.productivity import COURSE, ProductivityView, finding
from components.widgets.series_source import source_line
from components.widgets.versions import Versions
from data.article import CLAIM, CLAIM_YEAR, FOCUS

PAGE = "productivity"
EXCEPTION = "productivity-exception"
_LABOUR_KEYS = {
    "up": ("productivity.labour.up", "productivity.labour.level.up"),
    "down": ("productivity.labour.down", "productivity.labour.level.down"),
    "flat": ("productivity.labour.flat", "productivity.labour.level.flat"),
}
"""Keys of the finding and of its end on the level, by the direction of growth."""
_INPUT_NAMES = {"PWT.hc": "productivity.inputs.hc", "PWT.labsh": "productivity.inputs.labsh"}


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
    older, newer = (view.observations_of([code]) for code in method.GROWTH)
    end = int(older["year"].max()) if len(older) else CLAIM[1]
    limits = {
        "productivity.limits.residual.title": [
            "productivity.limits.residual.measure",
            "productivity.limits.residual.cause",
        ],
        "productivity.limits.revision.title": ["productivity.limits.revision.inputs"],
        "productivity.limits.reach.title": [],
    }
    reach = limits["productivity.limits.reach.title"]
    reach += ["productivity.limits.reach.ends"] if end < CLAIM[1] else []
    reach += ["productivity.limits.reach.economies"] if len(older) and len(newer) else []
    count, all_count = newer["economy"].nunique(), older["economy"].nunique()
    say = partial(view.say, count=count, all=all_count, end=end)
    inputs = [INPUTS.draw(view).html, other_estimates(view)]
    return [
        html.Div([html.Div(card) for card in cards], className="two-cards"),
        html.Section(inputs, className="block two-cards productivity-below"),
        three([column(t(title), map(say, keys)) for title, keys in limits.items()]),
    ]


def deck(view: ProductivityView) -> str:
    """Return what productivity is, and what the two versions mean for the question."""
    test, row = view.say("productivity.deck.test"), view.row(FOCUS)
    if row is None:
        return test
    key = "productivity.deck.agree" if row["agree"] else "productivity.deck.disagree"
    return view.t.sentences([test, view.say(key, **row)])


def growth(view: ProductivityView) -> Content:
    """Return the productivity of the chosen economy in both versions, by year."""
    t, row, values = view.t, view.row(view.economy), method.GROWTH_TABLE.result(view.dataset, view.choice)
    if values.empty:
        return Content(view.say("productivity.finding.unknown"))
    versions = Versions(view.dataset, t, method.GROWTH[1], values, view.economy)
    older, newer = (values[values["indicator"] == code].set_index("year")["level"] for code in method.GROWTH)
    difference = {Col("points", t("productivity.growth.points"), "+share"): newer - older}
    names = [t("series.version", version=version) for version in view.versions]
    across = dict(zip(method.GROWTH, names, strict=True))
    caption = view.say("productivity.growth.table")
    return Content(
        view.say("productivity.growth.heading", **row) if row else view.say("productivity.finding.unknown"),
        view.say("productivity.growth.measure"),
        own_table(view, method.GROWTH_TABLE, caption, across=across, extra_columns=difference),
        versions.figure(),
        source_line(view.dataset, values, t, is_calculated=True),
        releases=[*values["source"]],
        file_name=f"{method.GROWTH_TABLE.file}-{view.economy}",
    )


def exception(view: ProductivityView) -> str:
    """Return for how many economies the versions disagree on the direction: the title of the table."""
    frame = view.disagreement
    economies = list(frame.loc[~frame["agree"].astype(bool), "economy"])
    key = "productivity.economies.others" if economies else "productivity.economies.none"
    if FOCUS in economies:
        key = "productivity.economies.some" if len(economies) > 1 else "productivity.economies.only"
    return view.say(key, count=len(frame), some=len(economies))


def economies(view: ProductivityView) -> Content:
    """Return the table that says whether China is the exception."""
    t, frame, (older, newer) = view.t, file_rows(view, method.DISAGREEMENT), view.versions
    last = max((int(year) for year in frame["last_year"]), default=CLAIM_YEAR)
    rows = method.visible_economies(frame, view.economy)
    count = view.say("productivity.economies.count", visible=len(rows), all=len(frame))
    yes, no = view.say("productivity.economies.yes"), view.say("productivity.economies.no")
    words = {"same_direction": [yes if is_same else no for is_same in rows["same_direction"]]}
    title, series = exception(view), view.observations_of(method.GROWTH)
    return Content(
        title,
        view.say("productivity.economies.measure", first=CLAIM_YEAR, last=last),
        html.P(count, className="small") if len(rows) < len(frame) else [],
        source=source_line(view.dataset, series, t, is_calculated=True, years=(CLAIM_YEAR, last)),
        body=[own_table(view, method.DISAGREEMENT, title, rows, words, older=older, newer=newer)],
        releases=[*series["source"]],
    )


def level(view: ProductivityView) -> Content:
    """Return the levels of economies in both versions; nothing if no economy is in both."""
    t = view.t
    names = [t("series.version", version=version) for version in view.versions]
    frame = method.LEVEL_TABLE.result(view.dataset, NoChoices())
    frame = frame.assign(name=frame["economy"].map(view.economy_name))
    rows: list[dict[Any, Any]] = frame.to_dict("records")
    china = next((row for row in rows if row["economy"] == FOCUS), None)
    if china is None:
        return Content(finding(view))
    caption, (older, newer) = view.say("productivity.level.table"), view.versions
    heads = {"first": china["first"], "last": china["last"], "older": older, "newer": newer}
    for side, name in zip(("older", "newer"), names, strict=True):
        tips = (view.say("productivity.level.tip", **row, version=name, value=row[side]) for row in rows)
        frame[f"{side}_tip"] = list(tips)

    def draw(min_width: int) -> dict[str, Any]:
        older, newer = names if min_width else view.versions  # phones show the numbers alone
        return version_dots(frame, FOCUS, (older, newer), t.writer("of_one"), min_width)

    series, years = view.observations_of(method.LEVEL), (CLAIM_YEAR, china["last"])
    return Content(
        view.say("productivity.level.heading", **china),
        view.say("productivity.level.measure", last=china["last"]),
        own_table(view, method.LEVEL_TABLE, caption, **heads),
        figure_by_width(draw, *STRIP_WIDTHS),
        source_line(view.dataset, series, t, is_calculated=False, years=years),
        releases=[*series["source"]],
    )


def labour(view: ProductivityView) -> Content:
    """Return output per person employed."""
    t, frame = view.t, method.LABOUR_TABLE.result(view.dataset, NoChoices())
    indicator = view.dataset.catalog.indicators[method.LABOUR]
    rates = method.growth(frame, indicator.kind)
    china: dict[Any, Any] = rates[rates["economy"] == FOCUS].to_dict("records")[0]
    finding_key, level_key = _LABOUR_KEYS[COURSE[method.direction(china["rate"])]]
    level = view.say(level_key, **china) if numbers.is_present(china["relative"]) else ""
    ends = {year: str(year) for year in (CLAIM_YEAR, int(rates["last_year"].max()))}
    rows = file_rows(view, method.LABOUR_TABLE).set_index("economy").loc[rates["economy"]].reset_index()
    by_economy = rates.set_index("economy")
    extra_columns = {
        Col("rate", t("productivity.labour.rate"), "+share"): by_economy["rate"],
        Col("relative", t("productivity.labour.relative"), "of_one"): by_economy["relative"],
    }
    caption = view.say("productivity.labour.table")

    def write(value: float) -> str:
        units = value / int(view.say("productivity.labour.unit"))
        return view.say("productivity.labour.axis", value=units)

    styles = []
    for economy in reversed(method.ECONOMIES):
        values = frame.loc[frame["economy"] == economy, "value"]
        if len(values):
            newest = write(1000.0 * round(float(values.iloc[-1]) / 1000))
            label = f"{newest}  {view.economy_name(economy)}"
            role = "hero" if economy == FOCUS else "peer"
            styles.append(series_style(economy, label, f"{newest} {economy}", role))
    points: list[dict[Any, Any]] = frame.to_dict("records")
    tips = []
    for point in points:
        name = view.economy_name(point["economy"])
        tips.append(view.say("productivity.labour.tip", **point | {"name": name}))
    lines = frame.assign(line=frame["economy"], tip=tips, error=float("nan"))
    draw = partial(series_lines, lines, styles, write, log=True, marked_year=CLAIM_YEAR)
    return Content(
        view.say(finding_key, **china, level=level),
        view.say("productivity.labour.measure", caveat=_caveat(view, method.LABOUR)),
        own_table(view, method.LABOUR_TABLE, caption, rows, across=ends, extra_columns=extra_columns),
        figure_by_width(draw, *SERIES_HEIGHTS),
        source_line(view.dataset, frame, t, is_calculated=True),
        releases=[*frame["source"]],
    )


def _caveat(view: ProductivityView, code: str) -> str:
    caveats = view.dataset.catalog.indicators[code].caveats_of(FOCUS)[:1]
    return view.t.phrase(caveats[0]) if caveats else ""


def inputs(view: ProductivityView) -> Content:
    """Return the inputs of the residual, with the year since which the labour share has not moved."""
    frame = method.INPUTS_TABLE.result(view.dataset, NoChoices())
    title, share = view.say("productivity.inputs.title"), method.INPUTS[1]
    first, last = CLAIM_YEAR, int(frame["last_year"].max())
    names = {code: view.say(_INPUT_NAMES[code], year="{column}") for code in method.INPUTS}
    notes = {}
    for row in frame[frame["indicator"] == share].to_dict("records"):
        key = "productivity.inputs.moves" if pd.isna(row["since"]) else "productivity.inputs.since"
        notes[row["economy"]] = view.say(key, year=row["since"])
    note = {Col("note", view.say("productivity.inputs.note"), "text"): notes}
    series = view.observations_of(method.INPUTS)
    table = own_table(
        view, method.INPUTS_TABLE, title, across=names, extra_columns=note, first=first, last=last
    )
    return Content(
        title,
        view.say("productivity.inputs.measure"),
        html.P(_caveat(view, share), className="small"),
        source=source_line(view.dataset, series, view.t, is_calculated=False, years=(first, last)),
        body=[table],
        releases=[*series["source"]],
    )


def other_estimates(view: ProductivityView) -> html.Section:
    """Return the names and links of other estimates."""
    t, items = view.t, []
    for estimate in view.dataset.catalog.estimates.values():
        if estimate.economy not in ("", FOCUS):
            continue
        name = t.phrase(estimate.name)
        link = html.A(name, href=estimate.url, rel="noopener") if estimate.url else name
        publisher = html.Span(t.phrase(estimate.publisher), className="small")
        notes = t.sentences(t.phrase(note.text) for note in estimate.notes if note.economy in ("", FOCUS))
        items.append(html.Li([html.B(link), publisher, html.P(notes)]))
    title = html.H2(view.say("productivity.others.title"))
    deck = html.P(view.say("productivity.others.deck"), className="small")
    return html.Section([title, deck, html.Ul(items, className="estimates")])


GROWTH = Card("productivity-growth", "productivity-growth", (method.GROWTH_TABLE,), growth, height=660)
ECONOMIES = Card(
    "productivity-economies",
    "productivity-economies",
    (method.DISAGREEMENT,),
    economies,
    height=540,
    plotted=False,
)
LEVEL = Card("productivity-level", "productivity-levels", (method.LEVEL_TABLE,), level, height=660)
LABOUR = Card("productivity-labour", "productivity-labour", (method.LABOUR_TABLE,), labour, height=640)
INPUTS = Card(
    "productivity-inputs", "productivity-inputs", (method.INPUTS_TABLE,), inputs, height=630, plotted=False
)
CARDS = (GROWTH, ECONOMIES, LEVEL, LABOUR, INPUTS)
CALLBACKS = Callbacks(Choice, ProductivityView, parts=(EXCEPTION,), cards=(GROWTH,))
