"""Productivity: did it rise, as the article asks, and do the versions of one source agree?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from analysis import productivity as method
from analysis.dataset import Dataset, cached
from analysis.frames import productivity as frames
from analysis.productivity import Choice
from analysis.progress import CLAIM_YEAR
from analysis.query import Nothing
from analysis.standing import CHINA
from components import numbers
from components.callbacks import Callbacks
from components.card import Card
from components.charts.layer import packed
from components.charts.series_lines import FULL, HEIGHT, Plot, Series, series_lines
from components.charts.version_dots import Words as DotWords
from components.charts.version_dots import height, version_dots
from components.measures import REBASED, SHARE
from components.parts.badges import empty
from components.parts.citation import cited
from components.parts.columns import column, three
from components.parts.controls import Controls
from components.parts.figure_card import Content, figure_card, table_card
from components.parts.series_source import source_line
from components.parts.tables import Cell, Column, table
from components.text import Words, markup, plain, words
from components.view import EconomyView

GROWTH = Card("productivity-growth", "productivity-growth", (frames.GROWTH,), height=660, enlarge=True)
ECONOMIES = Card("productivity-economies", "productivity-economies", (frames.DISAGREEMENT,), height=540)
LEVEL = Card("productivity-level", "productivity-levels", (frames.LEVEL,), height=660)
LABOUR = Card("productivity-labour", "productivity-labour", (frames.LABOUR,), height=640, enlarge=True)
INPUTS = Card("productivity-inputs", "productivity-inputs", (frames.INPUTS,), height=630)
# By analysis.productivity.direction; in full, as all keys for states that few snapshots reach.
_MOVED = {1: "productivity.moved.up", -1: "productivity.moved.down", 0: "productivity.moved.flat"}
_LABOUR = {1: "productivity.labour.up", -1: "productivity.labour.down", 0: "productivity.labour.flat"}
_LEVEL = {
    1: "productivity.labour.level.up",
    -1: "productivity.labour.level.down",
    0: "productivity.labour.level.flat",
}
PAGE = "productivity"
EXCEPTION = "productivity-exception"
CARDS = (GROWTH, ECONOMIES, LEVEL, LABOUR, INPUTS)
CALLBACKS = Callbacks(
    Choice,
    parts=(*GROWTH.parts, (EXCEPTION, "children")),
    cards=(GROWTH, LEVEL, LABOUR),
)
_AGREED = {1: "productivity.finding.up", -1: "productivity.finding.down", 0: "productivity.finding.flat"}
_CLAIM_END = 2022  # the last year of the article's decade


@dataclass(frozen=True)
class View(EconomyView[method.Choice]):
    """One economy of the first figure, and what the page says of China beside it."""

    @property
    def observations(self) -> pd.DataFrame:
        """What is available of the indicators that the page shows."""
        return method.productivity_observations(self.dataset)

    @cached_property
    def disagreement(self) -> pd.DataFrame:
        """What both versions say of each economy that they hold."""
        return frames.DISAGREEMENT.result(self.dataset, Nothing())

    @cached_property
    def growth(self) -> pd.DataFrame:
        """Both versions of the chosen economy, 100 in the base year."""
        return frames.GROWTH.result(self.dataset, self.choice)

    def row(self, economy: str) -> Mapping[Any, Any] | None:
        """Return what both versions say of an economy; None where one of them lacks it."""
        rows = self.disagreement[self.disagreement["economy"] == economy].to_dict("records")
        return rows[0] if rows else None

    @cached_property
    def versions(self) -> tuple[str, str]:
        """The numbers of both versions, as their publisher counts them."""
        vintages = self.observations.drop_duplicates("indicator").set_index("indicator")["vintage"]
        older, newer = (str(vintages.get(code, "")) for code in method.GROWTH)
        return older, newer

    def of(self, codes: Collection[str]) -> pd.DataFrame:
        """Return the observations of some indicators."""
        return self.observations[self.observations["indicator"].isin(codes)]

    def moved(self, change: float) -> str:
        """Write how far something rose or fell."""
        return self.t(_MOVED[method.direction(change)], by=change)


def _share(value: float, lang: str) -> str:
    """Write a share as percent without decimals."""
    return numbers.percent(100 * value, 0, lang)


def _signed(value: float, lang: str) -> str:
    """Write a change in percent or points with its sign."""
    return SHARE.write(value, lang, sign=True)


def _content(
    view: View,
    card: Card,
    title: str,
    measure: str,
    rows: pd.DataFrame,
    *,
    table: Component,
    own: bool,
    years: tuple[int, int] | None = None,
    height: int | None = None,
) -> Content:
    """Return what a card holds. title, measure: marked text; rows, own, years: see source_line."""
    dataset, t, (source_table,) = view.dataset, view.t, card.tables
    chosen = view.choice.chosen(dataset) if card is GROWTH else {}
    return Content(
        heading=markup(title),
        finding=plain(title),
        measure=markup(measure),
        table=table,
        source=source_line(dataset, rows, t, own=own, years=years),
        data_address=view.download(source_table.name, chosen),
        file_name=f"{source_table.file}-{view.choice.economy}" if card is GROWTH else "",
        credit=cited(dataset, plain(title), rows["source"], t),
        height=height,
    )


def _by_economy(view: View, columns: list[Column], rows: Mapping[str, list[Cell]], caption: str) -> html.Div:
    """Return a table with a row for each economy, in which China's is marked."""
    heads = [Column(view.t("productivity.economies.economy"), number=False), *columns]
    cells = [[view.called(economy), *row] for economy, row in rows.items()]
    marked = [index for index, economy in enumerate(rows) if economy == CHINA]
    return table(view.t, heads, cells, caption=caption, highlight=marked)


def growth_heading(view: View) -> str:
    """Return the sentence over the figure: what both versions say of the chosen economy."""
    row, (a, b) = view.row(view.choice.economy), view.versions
    if row is None:
        return view.t("productivity.finding.unknown")
    sides = {name: REBASED.write(100 + row[name], view.t.lang) for name in ("older", "newer")}
    years = {"last": row["last"], "base": row["first"]}
    return view.t("productivity.growth.heading", name=view.name, a=a, b=b, **sides, **years)


def growth(view: View) -> Content:
    """Return what the card of the first figure holds."""
    measure = view.t("productivity.growth.measure", base=CLAIM_YEAR)
    title, body = growth_heading(view), _growth_table(view)
    return _content(view, GROWTH, title, measure, view.growth, table=body, own=True, height=HEIGHT)


def growth_figures(view: View) -> str:
    """Return the figure in both sets of labels, as JSON text."""
    t, row, write = view.t, view.row(view.choice.economy), REBASED.writer(view.t.lang)
    frame = view.growth.rename(columns={"indicator": "line", "value": "published", "index": "value"})
    if frame.empty:
        return "{}"
    versions = (t("series.version", version=version) for version in view.versions)
    names = dict(zip(method.GROWTH, versions, strict=True))
    tips = [
        f"<b>{view.name} · {year}</b><br>"
        + t("productivity.growth.tip", version=names[line], value=write(value), base=CLAIM_YEAR)
        for line, year, value in zip(frame["line"], frame["year"], frame["value"], strict=True)
    ]
    frame = frame.assign(error=float("nan"), tip=tips)
    looks = [
        Series(code, names[code], names[code], role, hero=view.hero)
        for code, role in zip(method.GROWTH, ("other", "hero"), strict=True)
        if code in set(frame["line"])
    ]
    tick = partial(numbers.decimal, decimals=0, lang=t.lang)
    plot = Plot(write, mark=CLAIM_YEAR, printed=(int(row["last"]),) if row else (), tick=tick)
    return packed(lambda least: series_lines(frame, looks, plot, compact=least == 0), 0, FULL)


def _growth_table(view: View) -> html.Div:
    t, frame, missing = view.t, view.growth, view.t("missing")
    keys = zip(frame["indicator"], frame["year"], strict=True)
    values = dict(zip(keys, frame["index"], strict=True))
    rows: list[list[Cell]] = []
    for year in sorted({int(year) for year in frame["year"]}, reverse=True):
        older, newer = (values.get((code, year)) for code in method.GROWTH)
        cells = [missing if one is None else REBASED.write(one, t.lang) for one in (older, newer)]
        apart = missing if older is None or newer is None else _signed(newer - older, t.lang)
        rows.append([str(year), *cells, apart])
    columns = [
        Column(t("productivity.growth.year"), number=False),
        *(Column(t("series.version", version=version)) for version in view.versions),
        Column(t("productivity.growth.points")),
    ]
    return table(t, columns, rows, caption=t("productivity.growth.table", name=view.name))


def economies_card(view: View) -> html.Figure:
    """Return the card of the table "is China the exception?"."""
    t, frame = view.t, view.disagreement
    rows = method.visible(frame, view.choice.economy)
    note: list[Component] = []
    if len(rows) < len(frame):
        count = t("productivity.economies.count", visible=len(rows), all=len(frame))
        note = [html.P(count, className="small")]
    years = CLAIM_YEAR, max((int(year) for year in frame["last"]), default=CLAIM_YEAR)
    title, own = exception(view), view.of(method.GROWTH)
    measure = t("productivity.economies.measure", first=years[0], last=years[1])
    content = _content(view, ECONOMIES, title, measure, own, table=html.Div(note), own=True, years=years)
    return table_card(ECONOMIES, content, [_economies_table(view, rows)], t)


def exception(view: View) -> str:
    """Return the sentence over the table: for how many economies the versions disagree on the direction."""
    frame, t = view.disagreement, view.t
    apart = frame[~frame["agree"].astype(bool)]
    own = CHINA in set(apart["economy"])
    counts = {"count": len(frame), "some": len(apart)}
    if apart.empty:
        return t("productivity.economies.none", **counts)
    if own and len(apart) == 1:
        return t("productivity.economies.only", **counts)
    return t("productivity.economies.some" if own else "productivity.economies.others", **counts)


def _economies_table(view: View, rows: pd.DataFrame) -> html.Div:
    t = view.t
    cells: dict[str, list[Cell]] = {
        str(row["economy"]): [
            *(_signed(row[name], t.lang) for name in ("older", "newer", "points")),
            t("productivity.economies.yes") if row["agree"] else t("productivity.economies.no"),
        ]
        for row in rows.to_dict("records")
    }
    columns = [
        *(Column(t("productivity.economies.change", version=version)) for version in view.versions),
        Column(t("productivity.economies.points")),
        Column(t("productivity.economies.same"), number=False),
    ]
    return _by_economy(view, columns, cells, plain(exception(view)))


def level(view: View, frame: pd.DataFrame) -> Content:
    """Return what the card of levels holds; ``frame`` has China in it."""
    t, (a, b) = view.t, view.versions
    china = frame[frame["economy"] == CHINA].to_dict("records")[0]
    sides = {"older": _share(china["older"], t.lang), "newer": _share(china["newer"], t.lang)}
    title = t("productivity.level.heading", last=china["last"], a=a, b=b, **sides)
    measure = t("productivity.level.measure", last=china["last"])
    return _content(
        view,
        LEVEL,
        title,
        measure,
        view.of(method.LEVEL),
        table=_level_table(view, frame),
        own=False,
        years=(CLAIM_YEAR, china["last"]),
        height=height(len(frame)),
    )


def level_figures(view: View, frame: pd.DataFrame) -> str:
    """Return the figure of levels in both sets of labels, as JSON text."""
    t = view.t
    versions = [t("series.version", version=version) for version in view.versions]
    tips = [
        tuple(
            t(
                "productivity.level.tip",
                name=view.called(row["economy"]),
                version=version,
                value=_share(row[side], t.lang),
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
        named = DotWords(names, older, newer, pairs)
        return version_dots(frame, CHINA, named, partial(_share, lang=t.lang), compact=least == 0)

    return packed(draw, 0, FULL)


def _level_table(view: View, frame: pd.DataFrame) -> html.Div:
    t, rows = view.t, frame.to_dict("records")
    columns = [
        Column(t("productivity.level.column", year=year, version=version))
        for year in (rows[0]["first"], rows[0]["last"])
        for version in view.versions
    ]
    ends = ("older_first", "newer_first", "older", "newer")
    body: dict[str, list[Cell]] = {row["economy"]: [_share(row[end], t.lang) for end in ends] for row in rows}
    return _by_economy(view, columns, body, t("productivity.level.table"))


def labour(view: View) -> Content:
    """Return what the card of output per person employed holds."""
    t, frame = view.t, frames.LABOUR.result(view.dataset, Nothing())
    rates = method.growth(frame, view.dataset.catalog.indicators[method.LABOUR].kind)
    china = rates[rates["economy"] == CHINA].to_dict("records")[0]
    course = method.direction(china["rate"])
    level = ""
    if numbers.known(china["relative"]):
        level = t(_LEVEL[course], relative=_share(china["relative"], t.lang))
    rate = numbers.percent(abs(china["rate"]), 1, t.lang)
    years = {name: china[f"{name}_year"] for name in ("first", "last")}
    title = t(_LABOUR[course], rate=rate, level=level, **years)
    measure = t("productivity.labour.measure", caveat=_caveat(view, method.LABOUR))
    body = _labour_table(view, rates)
    return _content(view, LABOUR, title, measure, frame, table=body, own=True, height=HEIGHT)


def _caveat(view: View, code: str) -> str:
    """Return what the catalog warns of first."""
    caveats = view.dataset.catalog.indicators[code].caveats[:1]
    return caveats[0].get(view.t.lang) if caveats else ""


def labour_figures(view: View) -> str:
    """Return the figure of output per person employed in both sets of labels, as JSON text."""
    t, whole = view.t, partial(numbers.decimal, decimals=0, lang=view.t.lang)
    frame = frames.LABOUR.result(view.dataset, Nothing()).rename(columns={"economy": "line"})
    tips = [
        t("productivity.labour.tip", name=view.called(line), year=year, value=whole(value))
        for line, year, value in zip(frame["line"], frame["year"], frame["value"], strict=True)
    ]
    frame = frame.assign(error=float("nan"), tip=tips)

    def write(value: float) -> str:
        units = value / int(t("productivity.labour.unit"))
        return t("productivity.labour.axis", value=numbers.trimmed(units, 2, t.lang))

    looks = []
    for economy in reversed(frames.ECONOMIES):
        rows = frame[frame["line"] == economy]
        if rows.empty:
            continue
        last = write(round(float(rows["value"].iloc[-1]) / 1000) * 1000.0)
        role = "hero" if economy == CHINA else "peer"
        looks.append(Series(economy, f"{last}  {view.called(economy)}", f"{last} {economy}", role))
    plot = Plot(write, log=True, mark=CLAIM_YEAR)
    return packed(lambda least: series_lines(frame, looks, plot, compact=least == 0), 0, FULL)


def _labour_table(view: View, rates: pd.DataFrame) -> html.Div:
    t, missing, rows = view.t, view.t("missing"), rates.to_dict("records")
    first, last = CLAIM_YEAR, max(int(row["last_year"]) for row in rows)
    names = t("productivity.labour.rate"), t("productivity.labour.relative")
    columns = [Column(name) for name in (str(first), str(last), *names)]
    cells: dict[str, list[Cell]] = {
        row["economy"]: [
            numbers.decimal(row["first"], 0, t.lang) if row["first_year"] == first else missing,
            numbers.decimal(row["last"], 0, t.lang) if row["last_year"] == last else missing,
            missing if pd.isna(row["rate"]) else _signed(row["rate"], t.lang),
            missing if pd.isna(row["relative"]) else _share(row["relative"], t.lang),
        ]
        for row in rows
    }
    return _by_economy(view, columns, cells, t("productivity.labour.table"))


def inputs_card(view: View) -> html.Figure:
    """Return the card of the inputs of the residual."""
    t, frame = view.t, frames.INPUTS.result(view.dataset, Nothing())
    years, title = (CLAIM_YEAR, int(frame["last_year"].max())), t("productivity.inputs.title")
    columns = [
        Column(t(f"productivity.inputs.{name}", year=year)) for name in ("hc", "labsh") for year in years
    ]
    columns.append(Column(t("productivity.inputs.note"), number=False))
    rows = {
        str(economy): _inputs(view, {row["indicator"]: row for row in own.to_dict("records")})
        for economy, own in frame.groupby("economy", sort=False)
    }
    content = _content(
        view,
        INPUTS,
        title,
        t("productivity.inputs.measure"),
        view.of(method.INPUTS),
        table=html.P(_caveat(view, method.INPUTS[1]), className="small"),
        own=False,
        years=years,
    )
    return table_card(INPUTS, content, [_by_economy(view, columns, rows, title)], t)


def _inputs(view: View, rows: Mapping[str, Mapping[Any, Any]]) -> list[Cell]:
    """Return the cells of an economy: both inputs in the first and the last year, since when one moves."""
    t, missing = view.t, view.t("missing")
    human_capital, labour_share = (rows.get(code) for code in method.INPUTS)
    cells: list[Cell] = [
        missing if row is None else numbers.decimal(row[side], 2, t.lang)
        for row in (human_capital, labour_share)
        for side in ("first", "last")
    ]
    if labour_share is None:
        return [*cells, missing]
    since = numbers.whole(labour_share["since"])
    moves = t("productivity.inputs.moves")
    return [*cells, moves if since is None else t("productivity.inputs.since", year=since)]


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page; ``query`` names the economy of the first figure."""
    t = words(lang)
    view = View(dataset, t, Choice.read(dataset, query))
    controls = Controls(PAGE, view.choice, dataset, t)
    return [
        html.H1(markup(finding(view))),
        html.P(markup(deck(view)), className="deck"),
        html.Div(controls.select("economy", searchable=len(view.disagreement) > 12), className="controls"),
        _first(view),
        *_china(dataset, t),
        CALLBACKS.address(PAGE, dataset),
    ]


@cached
def _china(dataset: Dataset, t: Words) -> list[Component]:
    """Return what the page says of China, whichever economy is chosen."""
    view = View(dataset, t, Choice.read(dataset, {}))
    below = [html.Div(inputs_card(view)), others(view)]
    return [
        _second(view),
        html.Section(below, className="block two-cards productivity-below"),
        _below(view),
    ]


def _first(view: View) -> html.Div:
    figure = figure_card(GROWTH, growth(view), view.t)
    exception = html.Div(economies_card(view), id=EXCEPTION)
    data = dcc.Store(id=GROWTH.figures, data=growth_figures(view))
    return html.Div([figure, exception, data], className="profile-grid productivity-first")


def _second(view: View) -> html.Div:
    frame = frames.LEVEL.result(view.dataset, Nothing())
    if frame[frame["economy"] == CHINA].empty:
        base = view.t("productivity.level.empty", base=2012)
        first: list[Component] = [html.Div(empty([base]))]
    else:
        first = [figure_card(LEVEL, level(view, frame), view.t)]
        first.append(dcc.Store(id=LEVEL.figures, data=level_figures(view, frame)))
    figure = figure_card(LABOUR, labour(view), view.t)
    data = dcc.Store(id=LABOUR.figures, data=labour_figures(view))
    return html.Div([html.Div(first), html.Div([figure, data])], className="two-cards")


def finding(view: View) -> str:
    """Return the title: what both versions say of China, and whether they agree."""
    t, row = view.t, view.row(CHINA)
    if row is None:
        return t("productivity.finding.unknown")
    older, newer = float(row["older"]), float(row["newer"])
    years = {"first": row["first"], "last": row["last"]}
    if not row["agree"]:
        moves = {"older": view.moved(older), "newer": view.moved(newer)}
        return t("productivity.finding.disagree", **moves, **years)
    sizes = {"older": numbers.percent(abs(older), 1, t.lang), "newer": numbers.percent(abs(newer), 1, t.lang)}
    return t(_AGREED[method.direction(newer)], **sizes, **years)


def deck(view: View) -> str:
    """Return what productivity is, and what the two versions mean for the question."""
    t, row = view.t, view.row(CHINA)
    test = t("productivity.deck.test")
    if row is None:
        return test
    between = "" if t.lang == "zh" else " "
    if not row["agree"]:
        return test + between + t("productivity.deck.disagree")
    points = SHARE.write(abs(float(row["points"])), t.lang)
    return test + between + t("productivity.deck.agree", points=points)


def others(view: View) -> html.Section:
    """Return the other estimates, named and linked."""
    t = view.t
    entries = []
    for estimate in view.dataset.catalog.estimates:
        name = estimate.name.get(t.lang)
        link = html.A(name, href=estimate.url, rel="noopener") if estimate.url else name
        about = html.Span(estimate.publisher.get(t.lang), className="small")
        entries.append(html.Li([html.B(link), about, html.P(estimate.note.get(t.lang))]))
    head = [
        html.H2(t("productivity.others.title")),
        html.P(t("productivity.others.deck"), className="small"),
    ]
    return html.Section([*head, html.Ul(entries, className="estimates")])


def _below(view: View) -> html.Section:
    """Return the three columns at the end: what cannot be concluded, and why."""
    t = view.t
    parts = {
        "residual": [t("productivity.limits.residual"), t("productivity.limits.cause")],
        "revision": [t("productivity.limits.revision"), t("productivity.limits.mixed")],
        "reach": _reach(view),
    }
    return three([column(t(f"productivity.limits.{key}_title"), lines) for key, lines in parts.items()])


def _reach(view: View) -> list[str]:
    t, (a, b) = view.t, view.versions
    groups = {str(code): rows for code, rows in view.of(method.GROWTH).groupby("indicator")}
    older, newer = (groups.get(code) for code in method.GROWTH)
    lines = []
    if older is not None and (end := int(older["year"].max())) < _CLAIM_END:
        lines.append(t("productivity.limits.ends", a=a, end=end))
    if older is not None and newer is not None:
        counts = {"count": newer["economy"].nunique(), "all": older["economy"].nunique()}
        lines.append(t("productivity.limits.economies", a=a, b=b, **counts))
    return lines
