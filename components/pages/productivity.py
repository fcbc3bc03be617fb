"""Productivity: did it rise, as the article asks, and do the versions of one source agree?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
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
from components.formats import writer
from components.kit import Col, columns_of, rows_table
from components.parts.badges import empty
from components.parts.citation import cited
from components.parts.columns import column, three
from components.parts.controls import Controls
from components.parts.figure_card import Content, figure_card, table_card
from components.parts.series_source import source_line
from components.text import Words, markup, plain, words
from components.view import EconomyView

PAGE = "productivity"
GROWTH = Card("productivity-growth", "productivity-growth", (frames.GROWTH,), height=660, enlarge=True)
ECONOMIES = Card("productivity-economies", "productivity-economies", (frames.DISAGREEMENT,), height=540)
LEVEL = Card("productivity-level", "productivity-levels", (frames.LEVEL,), height=660)
LABOUR = Card("productivity-labour", "productivity-labour", (frames.LABOUR,), height=640, enlarge=True)
INPUTS = Card("productivity-inputs", "productivity-inputs", (frames.INPUTS,), height=630)
CARDS = (GROWTH, ECONOMIES, LEVEL, LABOUR, INPUTS)
EXCEPTION = "productivity-exception"
CALLBACKS = Callbacks(Choice, parts=(*GROWTH.parts, (EXCEPTION, "children")), cards=(GROWTH, LEVEL, LABOUR))
_SIDES = ("older", "newer")
_COURSE = {1: "up", -1: "down", 0: "flat"}  # by analysis.productivity.direction
_CLAIM_END = 2022  # the last year of the article's decade


@dataclass(frozen=True)
class View(EconomyView[Choice]):
    """One economy of the first figure, and what the page says of China beside it."""

    @cached_property
    def disagreement(self) -> pd.DataFrame:
        """What both versions say of each economy that they hold."""
        return frames.DISAGREEMENT.result(self.dataset, Nothing())

    def row(self, economy: str) -> dict[Any, Any] | None:
        """Return what both versions say of an economy; None where one of them lacks it."""
        rows = self.disagreement[self.disagreement["economy"] == economy].to_dict("records")
        return next(iter(rows), None)

    def of(self, codes: Collection[str]) -> pd.DataFrame:
        """Return the observations of some indicators."""
        observations = method.productivity_observations(self.dataset)
        return observations[observations["indicator"].isin(codes)]

    @cached_property
    def versions(self) -> tuple[str, str]:
        """The numbers of both versions, as their publisher counts them."""
        vintages = self.of(method.CODES).drop_duplicates("indicator").set_index("indicator")["vintage"]
        older, newer = (str(vintages.get(code, "")) for code in method.GROWTH)
        return older, newer

    @property
    def long_versions(self) -> list[str]:
        """Both in words."""
        return [self.t("series.version", version=version) for version in self.versions]

    def say(self, key: str, **values: Any) -> str:
        """Return a text, which may name the economy, both versions and the base year."""
        a, b = self.versions
        return self.t(key, **{"name": self.name, "a": a, "b": b, "base": CLAIM_YEAR} | values)

    def moved(self, change: float) -> str:
        """Write how far something rose or fell."""
        return self.say(f"productivity.moved.{_COURSE[method.direction(change)]}", by=change)

    def caveat(self, code: str) -> str:
        """Return what the catalog warns of first."""
        caveats = self.dataset.catalog.indicators[code].caveats[:1]
        return caveats[0].get(self.t.lang) if caveats else ""


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page; ``query`` names the economy of the first figure."""
    t = words(lang)
    view = View(dataset, t, Choice.read(dataset, query))
    controls = Controls(PAGE, view.choice, dataset, t)
    figure, data = _growth(view)
    return [
        html.H1(markup(finding(view))),
        html.P(markup(deck(view)), className="deck"),
        html.Div(controls.select("economy", searchable=len(view.disagreement) > 12), className="controls"),
        html.Div(
            [figure, html.Div(_economies(view), id=EXCEPTION), data],
            className="profile-grid productivity-first",
        ),
        *_china(dataset, t),
        CALLBACKS.address(PAGE, dataset),
    ]


@cached
def _china(dataset: Dataset, t: Words) -> list[Component]:
    """Return what the page says of China, whichever economy is chosen."""
    view = View(dataset, t, Choice.read(dataset, {}))
    below = [html.Div(_inputs(view)), others(view)]
    return [
        html.Div([html.Div(_level(view)), html.Div(_labour(view))], className="two-cards"),
        html.Section(below, className="block two-cards productivity-below"),
        _limits(view),
    ]


def finding(view: View) -> str:
    """Return the title: what both versions say of China, and whether they agree."""
    row = view.row(CHINA)
    if row is None:
        return view.say("productivity.finding.unknown")
    if row["agree"]:
        return view.say(f"productivity.finding.{_COURSE[method.direction(row['newer'])]}", **row)
    return view.say("productivity.finding.disagree", **row | {side: view.moved(row[side]) for side in _SIDES})


def deck(view: View) -> str:
    """Return what productivity is, and what the two versions mean for the question."""
    row = view.row(CHINA)
    answer = (
        view.say("productivity.deck.agree" if row["agree"] else "productivity.deck.disagree", **row)
        if row
        else ""
    )
    return view.t.sentences([view.say("productivity.deck.test"), answer])


def _content(
    view: View,
    card: Card,
    title: str,
    rows: pd.DataFrame,
    table: Component,
    *,
    own: bool,
    years: tuple[int, int] | None = None,
    height: int | None = None,
    **values: Any,
) -> Content:
    """Return what a card holds. title: marked; rows, own, years: see source_line; values: of its measure."""
    dataset, t, (source_table,) = view.dataset, view.t, card.tables
    return Content(
        heading=markup(title),
        finding=plain(title),
        measure=markup(
            view.say(f"productivity.{card.prefix.removeprefix('productivity-')}.measure", **values)
        ),
        table=table,
        source=source_line(dataset, rows, t, own=own, years=years),
        data_address=view.download(source_table.name, view.choice.chosen(dataset) if card is GROWTH else {}),
        file_name=f"{source_table.file}-{view.choice.economy}" if card is GROWTH else "",
        credit=cited(dataset, plain(title), rows["source"], t),
        height=height,
    )


def _lines(frame: pd.DataFrame, tips: Sequence[str], looks: Sequence[Series], plot: Plot) -> str:
    """Return lines over years (line, year, value) in both sets of labels, as JSON text."""
    frame = frame.assign(error=float("nan"), tip=tips)
    return packed(lambda least: series_lines(frame, looks, plot, compact=least == 0), 0, FULL)


def _growth(view: View) -> list[Component]:
    """Return the first figure and its data."""
    t, row, frame = view.t, view.row(view.choice.economy), frames.GROWTH.result(view.dataset, view.choice)
    names = view.long_versions
    title = (
        view.say("productivity.growth.heading", **row) if row else view.say("productivity.finding.unknown")
    )
    wide = frame.pivot(index="year", columns="indicator", values="index").reindex(columns=method.GROWTH)
    wide = wide.set_axis(_SIDES, axis=1).sort_index(ascending=False).reset_index()
    columns = [
        Col("year", view.say("productivity.growth.year"), number=False),
        *(Col(side, name, "index") for side, name in zip(_SIDES, names, strict=True)),
        Col("points", view.say("productivity.growth.points"), "+share"),
    ]
    rows = wide.assign(points=wide["newer"] - wide["older"])
    body = rows_table(t, rows, columns, view.say("productivity.growth.table"))
    named = dict(zip(method.GROWTH, names, strict=True))
    tips = [
        f"<b>{view.name} · {one['year']}</b><br>"
        + view.say("productivity.growth.tip", version=named[one["indicator"]], value=one["index"])
        for one in frame.to_dict("records")
    ]
    looks = [
        Series(code, named[code], named[code], role, hero=view.hero)
        for code, role in zip(method.GROWTH, ("other", "hero"), strict=True)
        if code in set(frame["indicator"])
    ]
    printed = (int(row["last"]),) if row else ()
    plot = Plot(writer("index", t.lang), mark=CLAIM_YEAR, printed=printed, tick=writer("whole", t.lang))
    points = frame.assign(line=frame["indicator"], value=frame["index"])
    figure = _lines(points, tips, looks, plot) if len(points) else "{}"
    content = _content(view, GROWTH, title, frame, body, own=True, height=HEIGHT)
    return [figure_card(GROWTH, content, t), dcc.Store(id=GROWTH.figures, data=figure)]


def exception(view: View) -> str:
    """Return the sentence over the table: for how many economies the versions disagree on the direction."""
    frame = view.disagreement
    apart = frame[~frame["agree"].astype(bool)]
    own = CHINA in set(apart["economy"])
    kind = "none" if apart.empty else "only" if own and len(apart) == 1 else "some" if own else "others"
    return view.say(f"productivity.economies.{kind}", count=len(frame), some=len(apart))


def _economies(view: View) -> html.Figure:
    """Return the card of the table "is China the exception?"."""
    frame, title = view.disagreement, exception(view)
    rows = method.visible(frame, view.choice.economy)
    count = view.say("productivity.economies.count", visible=len(rows), all=len(frame))
    note = [html.P(count, className="small")] if len(rows) < len(frame) else []
    last = max((int(year) for year in frame["last"]), default=CLAIM_YEAR)
    columns = [
        Col("name", view.say("productivity.economies.economy"), number=False),
        *(
            Col(side, view.say("productivity.economies.change", version=version), "+share")
            for side, version in zip(_SIDES, view.versions, strict=True)
        ),
        Col("points", view.say("productivity.economies.points"), "+share"),
        Col("same", view.say("productivity.economies.same"), number=False),
    ]
    same = [
        view.say("productivity.economies.yes" if agree else "productivity.economies.no")
        for agree in rows["agree"]
    ]
    rows = rows.assign(name=rows["economy"].map(view.called), same=same)
    content = _content(
        view,
        ECONOMIES,
        title,
        view.of(method.GROWTH),
        html.Div(note),
        own=True,
        years=(CLAIM_YEAR, last),
        first=CLAIM_YEAR,
        last=last,
    )
    return table_card(ECONOMIES, content, [rows_table(view.t, rows, columns, plain(title))], view.t)


def _level(view: View) -> list[Component]:
    """Return the card of levels with its data, or why there is none."""
    t, names = view.t, view.long_versions
    frame = frames.LEVEL.result(view.dataset, Nothing())
    frame = frame.assign(name=frame["economy"].map(view.called))
    rows: list[dict[Any, Any]] = frame.to_dict("records")
    china = next((row for row in rows if row["economy"] == CHINA), None)
    if china is None:
        return [html.Div(empty([view.say("productivity.level.empty")]))]
    columns = [
        Col(f"{side}{end}", view.say("productivity.level.column", year=year, version=version), "of_one")
        for end, year in (("_first", china["first"]), ("", china["last"]))
        for side, version in zip(_SIDES, view.versions, strict=True)
    ]
    columns.insert(0, Col("name", view.say("productivity.economies.economy"), number=False))
    first, second = (
        [view.say("productivity.level.tip", **row, version=name, value=row[side]) for row in rows]
        for side, name in zip(_SIDES, names, strict=True)
    )
    tips = list(zip(first, second, strict=True))

    def draw(least: int) -> dict[str, Any]:
        older, newer = names if least else view.versions  # on phones the numbers alone
        named = DotWords(list(frame["name"]), older, newer, tips)
        return version_dots(frame, CHINA, named, writer("of_one", t.lang), compact=least == 0)

    content = _content(
        view,
        LEVEL,
        view.say("productivity.level.heading", **china),
        view.of(method.LEVEL),
        rows_table(t, rows, columns, view.say("productivity.level.table")),
        own=False,
        years=(CLAIM_YEAR, china["last"]),
        height=height(len(frame)),
        last=china["last"],
    )
    return [figure_card(LEVEL, content, t), dcc.Store(id=LEVEL.figures, data=packed(draw, 0, FULL))]


def _labour(view: View) -> list[Component]:
    """Return the card of output per person employed with its data."""
    t, frame = view.t, frames.LABOUR.result(view.dataset, Nothing())
    rates = method.growth(frame, view.dataset.catalog.indicators[method.LABOUR].kind)
    china = rates[rates["economy"] == CHINA].to_dict("records")[0]
    course, known = _COURSE[method.direction(china["rate"])], numbers.known(china["relative"])
    level = view.say(f"productivity.labour.level.{course}", relative=china["relative"]) if known else ""
    title = view.say(
        f"productivity.labour.{course}", rate=china["rate"], first=china["first_year"], level=level
    )
    last = int(rates["last_year"].max())
    rates = rates.assign(
        name=rates["economy"].map(view.called),
        first=rates["first"].where(rates["first_year"] == CLAIM_YEAR),
        last=rates["last"].where(rates["last_year"] == last),
    )
    columns = [
        Col("name", view.say("productivity.economies.economy"), number=False),
        Col("first", str(CLAIM_YEAR), "whole"),
        Col("last", str(last), "whole"),
        *columns_of(t, "productivity.labour", rate="+share", relative="of_one"),
    ]
    body = rows_table(t, rates, columns, view.say("productivity.labour.table"))

    def write(value: float) -> str:
        units = value / int(view.say("productivity.labour.unit"))
        return view.say("productivity.labour.axis", value=numbers.trimmed(units, 2, t.lang))

    looks = []
    for economy in reversed(frames.ECONOMIES):
        values = frame.loc[frame["economy"] == economy, "value"]
        if len(values):
            newest = write(1000.0 * round(float(values.iloc[-1]) / 1000))
            role = "hero" if economy == CHINA else "peer"
            looks.append(Series(economy, f"{newest}  {view.called(economy)}", f"{newest} {economy}", role))
    tips = [
        view.say(
            "productivity.labour.tip", name=view.called(one["economy"]), year=one["year"], value=one["value"]
        )
        for one in frame.to_dict("records")
    ]
    plot = Plot(write, log=True, mark=CLAIM_YEAR)
    figure = _lines(frame.assign(line=frame["economy"]), tips, looks, plot)
    caveat = view.caveat(method.LABOUR)
    content = _content(view, LABOUR, title, frame, body, own=True, height=HEIGHT, caveat=caveat)
    return [figure_card(LABOUR, content, t), dcc.Store(id=LABOUR.figures, data=figure)]


def _inputs(view: View) -> html.Figure:
    """Return the card of the inputs of the residual, with the year since which one has not moved."""
    frame, title = frames.INPUTS.result(view.dataset, Nothing()), view.say("productivity.inputs.title")
    years, share = (CLAIM_YEAR, int(frame["last_year"].max())), method.INPUTS[1]
    columns = [
        Col(
            f"{code} {end}",
            view.say(f"productivity.inputs.{code.removeprefix('PWT.')}", year=year),
            "hundredths",
        )
        for code in method.INPUTS
        for end, year in zip(("first", "last"), years, strict=True)
    ]
    columns.insert(0, Col("name", view.say("productivity.economies.economy"), number=False))
    columns.append(Col("note", view.say("productivity.inputs.note"), number=False))
    rows: dict[str, dict[str, Any]] = {}
    for one in frame.to_dict("records"):
        economy, code = one["economy"], one["indicator"]
        row = rows.setdefault(economy, {column.name: None for column in columns})
        row |= {"economy": economy, "name": view.called(economy)}
        row |= {f"{code} first": one["first"], f"{code} last": one["last"]}
        if code == share:
            moves = pd.isna(one["since"])
            row["note"] = (
                view.say("productivity.inputs.moves")
                if moves
                else view.say("productivity.inputs.since", year=one["since"])
            )
    note = html.P(view.caveat(share), className="small")
    content = _content(view, INPUTS, title, view.of(method.INPUTS), note, own=False, years=years)
    return table_card(INPUTS, content, [rows_table(view.t, rows.values(), columns, title)], view.t)


def others(view: View) -> html.Section:
    """Return the other estimates, named and linked."""
    lang, entries = view.t.lang, []
    for one in view.dataset.catalog.estimates.values():
        name = one.name.get(lang)
        link = html.A(name, href=one.url, rel="noopener") if one.url else name
        about = html.Span(one.publisher.get(lang), className="small")
        entries.append(html.Li([html.B(link), about, html.P(one.note.get(lang))]))
    head = [
        html.H2(view.say("productivity.others.title")),
        html.P(view.say("productivity.others.deck"), className="small"),
    ]
    return html.Section([*head, html.Ul(entries, className="estimates")])


def _limits(view: View) -> html.Section:
    """Return the three columns at the end: what cannot be concluded, and why."""
    older, newer = (view.of([code]) for code in method.GROWTH)
    reach = []
    if len(older) and (end := int(older["year"].max())) < _CLAIM_END:
        reach.append(view.say("productivity.limits.ends", end=end))
    if len(older) and len(newer):
        count, every = newer["economy"].nunique(), older["economy"].nunique()
        reach.append(view.say("productivity.limits.economies", count=count, all=every))
    parts = {
        "residual": [view.say("productivity.limits.residual"), view.say("productivity.limits.cause")],
        "revision": [view.say("productivity.limits.revision"), view.say("productivity.limits.mixed")],
        "reach": reach,
    }
    return three(
        [column(view.say(f"productivity.limits.{name}_title"), lines) for name, lines in parts.items()]
    )
