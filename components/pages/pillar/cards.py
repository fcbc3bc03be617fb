"""The two cards of a strategic pillar's page: small multiples with one foot, and the tables below them."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from analysis.frames import strategy as frames
from analysis.listing import runs
from analysis.multiples import SINCE, logarithmic, ranges, sharing
from analysis.standing import CHINA
from analysis.targets import goals, with_goals
from components import numbers
from components.card import Card, Ids
from components.charts.layer import packed
from components.charts.multiple import HEIGHT, TALL, TALL_FROM, Plot, multiple, plot_height
from components.charts.scales import steady_scale
from components.numbers import known
from components.pages.pillar.text import (
    View,
    anchor,
    broken,
    caveats,
    change_line,
    doubt_list,
    name_of,
    no_value,
    rank_line,
    steps,
    target_cell,
)
from components.pages.targets.view import due
from components.parts.badges import caveat, evidence
from components.parts.citation import cited
from components.parts.figure_card import Content, described, dialogs, foot, plot, table_card
from components.parts.fold import fold
from components.parts.reading import Row, value
from components.parts.series_source import publisher, releases, vintages
from components.parts.tables import Cell, Column, heads, table
from components.text import markup, plain
from components.view import short_labels
from data.catalog import Indicator

MULTIPLES = Card("pillar", "strategic-pillar", (frames.MULTIPLES,), height=1300, item="pillar")
EVIDENCE = Card("pillar-evidence", "strategic-pillar-evidence", (frames.EVIDENCE,), height=720, item="pillar")
GRID, SHARED, TABLES = "pillar-grid", "pillar-shared", "pillar-tables"
FIGURES = tuple(Ids(f"pillar-{number}") for number in range(1, 7))
_TARGETS = ("best", "top_ten", "upper_middle")


def multiples_card(view: View, finding: str) -> html.Figure:
    """Return the card of all multiples; ``finding`` heads the page."""
    t = view.t
    content = Content(
        heading=t("pillar.multiples"),
        finding=finding,
        measure=[],
        table=html.Div(_rows_tables(view)),
        source=[t("pillar.source"), html.A(t("page.data"), href=f"/{t.lang}/data"), t("pillar.stop")],
        data_address=view.data_address("multiples"),
        file_name=f"strategic-pillar-{view.choice.pillar}-multiples",
        credit=cited(view.dataset, finding, view.drawn["source"], t),
    )
    return html.Figure(
        [
            html.H2(content.heading, id=MULTIPLES.heading, className="unseen"),
            html.P(_shared(view), id=SHARED, className="measure", hidden=view.choice.scale != "shared"),
            html.Div(multiples(view), id=GRID, className="multiples"),
            html.P(t("pillar.keys"), id=MULTIPLES.keys, className="unseen"),
            html.Div(foot(MULTIPLES, content, t), className="under"),
            html.Div(content.table, id=MULTIPLES.table, className="table-panel", hidden=True),
            *dialogs(MULTIPLES, content, t),
        ],
        className="card",
        **described(MULTIPLES, content),
    )


def _shared(view: View) -> str:
    """Return which multiples have one range, or that none can."""
    t = view.t
    alike = sharing(view.drawn, view.pillar, view.dataset.catalog.indicators)
    if not alike:
        return t("pillar.scale.none")
    shorts = [view.indicator(one.indicator).short.get(t.lang) for one in view.pillar.multiples]
    names = [t.listing([shorts[number - 1] for number in numbers]) for numbers in alike]
    return t("pillar.scale.alike", groups=t("pillar.scale.separator").join(names))


def multiples(view: View) -> list[Component]:
    """Return the first multiples in the catalog's order."""
    bounds = ranges(view.drawn, view.pillar, view.dataset.catalog.indicators, view.choice.scale)
    last = int(view.drawn["year"].max()) if len(view.drawn) else SINCE + 1
    if view.choice.scale == "own":  # a shared one is that of all multiples alike
        codes = {number: one.indicator for number, one in enumerate(view.pillar.multiples, start=1)}
        bounds = {key: with_goals(view.dataset, codes[key], ends, last) for key, ends in bounds.items()}
    return [
        _multiple(view, number, bounds.get(number), (SINCE, last))
        for number, _ in enumerate(view.pillar.multiples[: len(FIGURES)], start=1)
    ]


def _figures(view: View, number: int, bounds: tuple[float, float], years: tuple[int, int]) -> str:
    """Return a multiple in both heights, as JSON text."""
    rows = view.drawn[view.drawn["multiple"] == number]
    indicator = view.indicator(view.pillar.multiples[number - 1].indicator)
    points = rows.assign(tip=[_tip(view, row) for row in rows.to_dict("records")])
    log = logarithmic(rows["value"], indicator.kind)
    breaks = [one.year for one in indicator.breaks_of(CHINA)]
    value_, names = _number(indicator, rows, view.t.lang), short_labels(view.dataset, view.t.lang)
    set_ = [(year, goal) for year, goal, _ in goals(view.dataset, indicator.id)]

    def draw(least: int) -> dict[str, Any]:
        height = TALL if least else HEIGHT
        scale = steady_scale(*bounds, log=log, lang=view.t.lang, height=plot_height(height))
        return multiple(points, Plot(scale, years, breaks, value_, view.choice.since, names, set_), height)

    return packed(draw, 0, TALL_FROM)


def _number(indicator: Indicator, rows: pd.DataFrame, lang: str) -> str:
    """Write China's last value in short."""
    own = rows.loc[rows["economy"] == CHINA, "value"]
    if own.empty:
        return ""
    last = float(own.iloc[-1])
    if indicator.kind == "count":
        return numbers.short(last, lang)
    return value(indicator, last / indicator.scale, lang)


def _tip(view: View, row: dict[Any, Any]) -> str:
    indicator = view.indicator(str(row["indicator"]))
    name = view.called(str(row["economy"]))
    written = value(indicator, float(row["value"]) / indicator.scale, view.t.lang)
    return view.t("pillar.tip", name=name, year=int(row["year"]), value=written)


def _multiple(
    view: View, number: int, bounds: tuple[float, float] | None, years: tuple[int, int]
) -> html.Section:
    t, card = view.t, FIGURES[number - 1]
    code = view.pillar.multiples[number - 1].indicator
    indicator, row = view.indicator(code), view.row(code)
    rows = view.drawn[view.drawn["multiple"] == number]
    name, change, rank = indicator.short.get(t.lang), change_line(view, code), rank_line(view, code)
    measure = indicator.unit.get(t.lang)
    measure = measure[:1].upper() + measure[1:]
    if logarithmic(rows["value"], indicator.kind):
        measure = t("pillar.log", unit=measure)
    sentence = plain(t("pillar.label", name=name, unit=measure, change=change, rank=rank))
    drawn = _figures(view, number, bounds, years) if bounds else None
    return html.Section(
        [
            html.Div(
                [html.H3(name, className="multiple-title"), evidence(str(row["strength"]), t)],
                className="multiple-head",
            ),
            html.P(measure, className="multiple-measure"),
            html.Div(plot(card, sentence, MULTIPLES.keys, t, HEIGHT), hidden=bounds is None),
            html.P(change, className="multiple-change"),
            html.P(markup(rank), className="small"),
            html.Div(
                [*due(view.dataset, code, t), *map(caveat, _doubts(view, number, rows))],
                className="multiple-doubts",
            ),
            html.P(_sources(view, rows), className="source"),
            dcc.Store(id=card.figures, data=drawn),
        ],
        className="multiple",
    )


def _doubts(view: View, number: int, rows: pd.DataFrame) -> list[str]:
    """Return where peers come from another series or are missing, and the first doubt of China's."""
    t, one = view.t, view.pillar.multiples[number - 1]
    others = rows[rows["economy"] != CHINA]
    lines = []
    if one.peers and len(others):
        years = t.listing(runs(sorted({int(year) for year in others["year"]})))
        families, known = view.dataset.catalog.sources, vintages(view.dataset, others["source"], t)
        names = [families[family].short.get(t.lang) for family in known]
        lines.append(t("pillar.peers_from", source=t.listing(names), years=years))
    elif others.empty and view.choice.peers and "alone" not in str(view.row(one.indicator)["doubts"]):
        lines.append(t("pillar.no_peers"))  # where China is alone, the line of the rank says so
    return lines + list(caveats(view, one.indicator)[:1])


def _sources(view: View, rows: pd.DataFrame) -> str:
    t = view.t
    found = vintages(view.dataset, dict.fromkeys(rows["source"]), t)
    return t("pillar.source_join").join(
        t("pillar.released", source=view.dataset.catalog.sources[family].short.get(t.lang), vintage=dates)
        for family, dates in found.items()
    )


def _rows_tables(view: View) -> list[Component]:
    """Return the rows that are drawn, one table a multiple: a row a year, a column an economy."""
    t, labels, missing = view.t, view.dataset.labels(view.t.lang), view.t("missing")
    parts: list[Component] = []
    for number, one in enumerate(view.pillar.multiples, start=1):
        rows = view.drawn[view.drawn["multiple"] == number]
        indicator = view.indicator(one.indicator)
        name = t("pillar.table", name=indicator.short.get(t.lang), unit=indicator.unit.get(t.lang))
        wide = rows.pivot(index="year", columns="economy", values="value")
        economies = [code for code in dict.fromkeys(rows["economy"]) if code in wide]
        body: list[list[Cell]] = []
        for year, line in zip(wide.index, wide[economies].to_numpy().tolist(), strict=True):
            cells = (value(indicator, x / indicator.scale, t.lang) if known(x) else missing for x in line)
            body.append([str(year), *cells])
        columns = [
            Column(t("pillar.column.year"), number=False),
            *(Column(labels[code]) for code in economies),
        ]
        tabled = table(t, columns, body, caption=name)
        parts += [html.H4(name), tabled, html.P(_sources(view, rows), className="source")]
    return parts


def tables_section(view: View, finding: str) -> html.Section:
    """Return the section below the multiples; ``finding`` heads the page."""
    t = view.t
    content = Content(
        heading=t("pillar.frontier"),
        finding=finding,
        measure=markup(t("pillar.frontier_deck")),
        table=html.Div(),
        source=[t("pillar.source_tables")],
        data_address=view.data_address("evidence"),
        file_name=f"strategic-pillar-{view.choice.pillar}-evidence",
        credit=cited(view.dataset, finding, _releases(view), t),
    )
    tables = [_moved(view), _frontier(view), _reasons(view), *_index(view)]
    card = table_card(EVIDENCE, content, [html.Div(tables, id=TABLES, className="folds")], t)
    return html.Section(card, className="block pillar-evidence")


def _titled(
    view: View,
    name: str,
    finding: str,
    names: Sequence[str],
    texts: Sequence[str],
    rows: list[list[Cell]],
    deck: str = "",
) -> html.Details:
    """Return a table folded below its heading and its finding."""
    t, title = view.t, view.t(f"pillar.tables.{name}")
    body = table(t, heads(t, "pillar.column", names, texts), rows, caption=title)
    return fold(html.H3(title), finding, [*([html.P(deck, className="small")] if deck else []), body])


def _releases(view: View) -> list[str]:
    rows = [*view.rows("indicator"), *view.rows("gii")]
    return " ".join(frames.releases(view.dataset, rows)).split()


def _small(*lines: str) -> list[str | Component]:
    return [html.Span(line, className="small") for line in lines if line]


def _indicator_cell(view: View, row: Row, *, named: bool = False) -> Cell:
    """Return the name of an indicator with its unit and direction; the first table's is where links lead."""
    t, indicator = view.t, view.indicator(str(row["code"]))
    name, unit = name_of(view, indicator.id), indicator.unit.get(t.lang)
    if not named:
        return [name, *_small(unit)]
    both = t("pillar.unit", unit=unit, direction=t(f"pillar.direction.{indicator.direction}"))
    return [html.Span(name, id=anchor(indicator.id)), *_small(both)]


def _at(view: View, row: Row, end: str) -> Cell:
    if not known(row[end]):
        return view.t("missing")
    written = value(view.indicator(str(row["code"])), float(row[end]), view.t.lang)
    return [written, *_small(str(int(row[f"{end}_year"])))]


def _strength(view: View, code: str) -> Cell:
    """Return the strength of a link. Not the row's, which is none until a value is available."""
    link = view.pillar.link(code)
    return html.Div([evidence(link.strength, view.t), *_small(view.t(f"role.{link.role}"))])


def _moved(view: View) -> html.Details:
    rows: list[list[Cell]] = [
        [
            _indicator_cell(view, row, named=True),
            _strength(view, str(row["code"])),
            _at(view, row, "first"),
            _at(view, row, "last"),
            _change_cell(view, row),
            *_ranks(view, row),
            _quality(view, row),
        ]
        for row in view.rows("indicator")
    ]
    names = ("indicator", "strength", "first", "last", "change", "peer_rank", "rank", "quality")
    finding = view.t("matrix.bar", **view.counts)
    return _titled(view, "moved", finding, names, ("indicator", "strength", "quality"), rows)


def _change_cell(view: View, row: Row) -> Cell:
    if not known(row["change"]):
        return view.t("missing")
    change, growth = steps(view.indicator(str(row["code"])), row, view.t)
    course = view.t(f"pillar.course.{row['course']}")
    across = view.t("pillar.across_break") if broken(row) else ""
    return [change, *_small(growth, across, course)]


def _ranks(view: View, row: Row) -> list[Cell]:
    t, missing = view.t, view.t("missing")
    if not known(row["rank"]):
        return [missing, missing]
    of_peers, of_all = int(row["peers"]), int(row["economies"])
    among: Cell = missing
    if of_peers > 1:
        among = [str(int(row["peer_rank"])), *_small(t("pillar.of", count=of_peers))]
    below = t("pillar.of_year", count=of_all, year=str(int(row["rank_year"])))
    return [among, [str(int(row["rank"])), *_small(below)]]


def _quality(view: View, row: Row) -> Cell:
    t = view.t
    if not known(row["last"]):
        live = str(row["code"]) not in view.dataset.observed
        return [t("quality.none"), *_small(t("pillar.live") if live else no_value(view))]
    doubts = t("quality.doubt.separator").join(doubt_list(view, row))
    return [t(f"quality.{row['quality']}"), *_small(doubts)]


def _frontier(view: View) -> html.Details:
    rows: list[list[Cell]] = []
    reached = dict.fromkeys(_TARGETS, 0)
    compared = 0
    for row in (row for row in view.rows("indicator") if known(row["last"])):
        compared += known(row["best_gap"])
        for target in _TARGETS:
            reached[target] += known(row[f"{target}_gap"]) and float(row[f"{target}_gap"]) <= 0
        gaps = [target_cell(view, row, target) for target in _TARGETS]
        cells = ([html.B(gap[0]), *_small(*gap[1])] if gap else view.t("missing") for gap in gaps)
        rows.append([_indicator_cell(view, row), _own(view, row), *cells])
    finding = view.t("pillar.frontier_finding", count=compared, **reached)
    names = ("indicator", "china", *_TARGETS)
    return _titled(view, "frontier", finding, names, ("indicator", *_TARGETS), rows)


def _own(view: View, row: Row) -> Cell:
    """Return China's value in the year of the ranks, which may be older than the latest."""
    if not known(row["best_value"]) or row["rank_year"] == row["last_year"]:
        return _at(view, row, "last")
    missing = float(row["best_gap"]) * (1 if row["direction"] == "higher" else -1)
    then = value(view.indicator(str(row["code"])), float(row["best_value"]) - missing, view.t.lang)
    return [then, *_small(str(int(row["rank_year"])), view.t("pillar.comparable"))]


def _reasons(view: View) -> html.Details:
    t, rows, doubtful = view.t, [], 0
    for row in view.rows("indicator"):
        code = str(row["code"])
        indicator = view.indicator(code)
        source: Cell = publisher(view.dataset, indicator.source, t)
        if known(row["sources"]):
            source = releases(view.dataset, row["sources"].split(), t)
        doubts = caveats(view, code)
        doubtful += bool(doubts)
        doubted: Cell = list(_small(*doubts)) if doubts else t("pillar.no_caveat")
        named: Cell = [name_of(view, code), *_small(indicator.definition.get(t.lang))]
        rows.append([named, view.pillar.link(code).reason.get(t.lang), doubted, source])
    names = ("indicator", "reason", "caveats", "source")
    finding = t("pillar.reasons_finding", count=len(rows), doubtful=doubtful)
    return _titled(view, "reasons", finding, names, names, rows)


def _index(view: View) -> list[Component]:
    """Return the table of the parts of the GII that are linked; nothing where none is."""
    t = view.t
    rows: list[list[Cell]] = []
    for row in view.rows("gii"):
        code = str(row["code"])
        name = html.Span(name_of(view, code), id=anchor(code))
        ranks: list[Cell] = [
            [str(int(row[end])), *_small(view.edition(int(row[f"{end}_year"])).strip("[]"))]
            if known(row[end])
            else t("missing")
            for end in ("first", "last")
        ]
        of = str(int(row["economies"])) if known(row["economies"]) else t("missing")
        reason = view.pillar.link(code).reason.get(t.lang)
        rows.append([name, _strength(view, code), *ranks, of, reason])
    names = ("part", "strength", "rank_then", "rank_now", "economies", "reason")
    deck = t("pillar.gii_deck", edition=view.dataset.detailed)
    better = sum(float(row["last"]) < float(row["first"]) for row in view.rows("gii"))
    finding = t("pillar.gii_finding", count=len(rows), better=better)
    texts = ("part", "strength", "reason")
    return [_titled(view, "gii", finding, names, texts, rows, deck)] if rows else []
