"""The small multiples of a strategic pillar's page, in one card with one foot."""

from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from analysis.frames import strategy as frames
from analysis.multiples import SINCE, logarithmic, ranges, sharing
from analysis.standing import CHINA
from components import numbers
from components.attributes import attributes
from components.card import Card, Ids
from components.charts.layer import packed
from components.charts.multiple import HEIGHT, TALL, TALL_FROM, Plot, multiple, plot_height
from components.charts.scales import steady_scale
from components.numbers import known
from components.pages.pillar.text import caveats, change_line, rank_line
from components.pages.pillar.view import View
from components.parts.badges import caveat, evidence
from components.parts.citation import cited
from components.parts.figure_card import Content, dialogs, foot, plot
from components.parts.reading import value
from components.parts.series_source import vintages
from components.parts.tables import Column, table
from components.text import markup, plain
from components.view import short_labels
from data.catalog import Indicator

CARD = Card("pillar", "strategic-pillar", (frames.MULTIPLES,), height=1300, item="pillar")
GRID, SHARED = "pillar-grid", "pillar-shared"
FIGURES = tuple(Ids(f"pillar-{number}") for number in range(1, 7))


def multiples_card(view: View, finding: str) -> html.Figure:
    """Return the card of all multiples; ``finding`` heads the page."""
    say = view.say
    content = Content(
        heading=say("pillar.multiples"),
        finding=finding,
        measure=[],
        table=html.Div(rows_table(view)),
        source=[say("pillar.source"), html.A(say("page.data"), href=f"/{say.lang}/data"), say("pillar.stop")],
        data_address=view.data_address("multiples"),
        file_name=f"strategic-pillar-{view.choice.pillar}-multiples",
        citation=citation(view, finding),
    )
    return html.Figure(
        [
            html.H2(content.heading, id=CARD.heading, className="unseen"),
            html.P(shared(view), id=SHARED, className="measure", hidden=view.choice.scale != "shared"),
            html.Div(grid(view), id=GRID, className="multiples"),
            html.P(say("pillar.keys"), id=CARD.keys, className="unseen"),
            html.Div(foot(CARD, content, say), className="under"),
            html.Div(content.table, id=CARD.table, className="table-panel", hidden=True),
            *dialogs(CARD, content, say),
        ],
        className="card",
        **attributes(data_card=CARD.prefix, data_file=content.file_name, aria_labelledby=CARD.heading),
    )


def citation(view: View, finding: str) -> list[Component]:
    """Return the citation of all series drawn."""
    return cited(view.dataset, finding, view.drawn["source"], view.say)


def shared(view: View) -> str:
    """Return which multiples have one range, or that none can."""
    say, shown = view.say, view.pillar.multiples
    alike = sharing(view.drawn, view.pillar, view.dataset.catalog.indicators)
    if not alike:
        return say("pillar.scale.none")
    names = [
        say.listing([view.indicator(shown[number - 1].indicator).short.get(say.lang) for number in numbers])
        for numbers in alike
    ]
    return say("pillar.scale.alike", groups=say("pillar.scale.separator").join(names))


def grid(view: View) -> list[Component]:
    """Return the multiples in the catalog's order."""
    bounds = ranges(view.drawn, view.pillar, view.dataset.catalog.indicators, view.choice.scale)
    last = int(view.drawn["year"].max()) if len(view.drawn) else SINCE + 1
    return [
        _multiple(view, number, bounds.get(number), (SINCE, last))
        for number in range(1, len(view.pillar.multiples) + 1)
    ]


def figures(view: View, number: int, bounds: tuple[float, float], years: tuple[int, int]) -> str:
    """Return a multiple in both heights, as JSON text."""
    rows = view.drawn[view.drawn["multiple"] == number]
    indicator = view.indicator(view.pillar.multiples[number - 1].indicator)
    shown = rows.assign(tip=[_tip(view, row) for row in rows.to_dict("records")])
    log = logarithmic(rows["value"], indicator.kind)
    breaks = [one.year for one in indicator.breaks_of(CHINA)]
    value_, names = _number(indicator, rows, view.say.lang), short_labels(view.dataset, view.say.lang)

    def draw(least: int) -> dict[str, Any]:
        height = TALL if least else HEIGHT
        scale = steady_scale(*bounds, log=log, lang=view.say.lang, height=plot_height(height))
        return multiple(shown, Plot(scale, years, breaks, value_, view.choice.since, names), height)

    return packed(draw, 0, TALL_FROM)


def _number(indicator: Indicator, rows: pd.DataFrame, lang: str) -> str:
    """Write China's last value in short."""
    own = rows.loc[rows["economy"] == CHINA, "value"]
    if own.empty:
        return ""
    last = float(own.iloc[-1])
    return (
        numbers.short(last, lang) if indicator.kind == "count" else value(indicator, last / indicator.scale)
    )


def _tip(view: View, row: dict[Any, Any]) -> str:
    indicator = view.indicator(str(row["indicator"]))
    name = view.called(str(row["economy"]))
    shown = value(indicator, float(row["value"]) / indicator.scale)
    return view.say("pillar.tip", name=name, year=int(row["year"]), value=shown)


def _multiple(
    view: View, number: int, bounds: tuple[float, float] | None, years: tuple[int, int]
) -> html.Section:
    say, card = view.say, FIGURES[number - 1]
    code = view.pillar.multiples[number - 1].indicator
    indicator, row = view.indicator(code), view.row(code)
    rows = view.drawn[view.drawn["multiple"] == number]
    name, change, rank = indicator.short.get(say.lang), change_line(view, code), rank_line(view, code)
    measure = indicator.unit.get(say.lang)
    measure = measure[:1].upper() + measure[1:]
    if logarithmic(rows["value"], indicator.kind):
        measure = say("pillar.log", unit=measure)
    sentence = plain(say("pillar.said", name=name, unit=measure, change=change, rank=rank))
    drawn = figures(view, number, bounds, years) if bounds else None
    return html.Section(
        [
            html.Div(
                [html.H3(name, className="multiple-title"), evidence(str(row["strength"]), say)],
                className="multiple-head",
            ),
            html.P(measure, className="multiple-measure"),
            html.Div(plot(card, sentence, CARD.keys, say, HEIGHT), hidden=bounds is None),
            html.P(change, className="multiple-change"),
            html.P(markup(rank), className="small"),
            html.Div([caveat(text) for text in _doubts(view, number, rows)], className="multiple-doubts"),
            html.P(_sources(view, rows), className="source"),
            dcc.Store(id=card.figures, data=drawn),
        ],
        className="multiple",
    )


def _doubts(view: View, number: int, rows: pd.DataFrame) -> list[str]:
    """Return where peers come from another series or are missing, and the first doubt of China's."""
    say, one = view.say, view.pillar.multiples[number - 1]
    others = rows[rows["economy"] != CHINA]
    lines = []
    if one.peers and len(others):
        years = say.listing(numbers.runs(sorted({int(year) for year in others["year"]})))
        names = [
            view.dataset.catalog.sources[f].short.get(say.lang)
            for f in vintages(view.dataset, others["source"], say)
        ]
        lines.append(say("pillar.peers_from", source=say.listing(names), years=years))
    elif others.empty and view.choice.peers and "alone" not in str(view.row(one.indicator)["doubts"]):
        lines.append(say("pillar.no_peers"))  # where China is alone, the line of the rank says so
    return lines + list(caveats(view, one.indicator)[:1])


def _sources(view: View, rows: pd.DataFrame) -> str:
    say = view.say
    found = vintages(view.dataset, dict.fromkeys(rows["source"]), say)
    return say("pillar.source_join").join(
        say("pillar.released", source=view.dataset.catalog.sources[family].short.get(say.lang), vintage=dates)
        for family, dates in found.items()
    )


def rows_table(view: View) -> list[Component]:
    """Return the rows that are drawn, one table a multiple: a row a year, a column an economy."""
    say, labels, parts = view.say, view.dataset.labels(view.say.lang), []
    for number, one in enumerate(view.pillar.multiples, start=1):
        rows = view.drawn[view.drawn["multiple"] == number]
        indicator = view.indicator(one.indicator)
        name = say("pillar.table", name=indicator.short.get(say.lang), unit=indicator.unit.get(say.lang))
        held = rows.pivot(index="year", columns="economy", values="value")
        economies = [code for code in dict.fromkeys(rows["economy"]) if code in held]
        body = [
            [str(year), *(_cell(indicator, shown, say("missing")) for shown in line)]
            for year, line in zip(held.index, held[economies].to_numpy().tolist(), strict=True)
        ]
        columns = [
            Column(say("pillar.column.year"), number=False),
            *(Column(labels[code]) for code in economies),
        ]
        shown = table(columns, body, caption=name, missing=say("missing"))
        parts += [html.H4(name), shown, html.P(_sources(view, rows), className="source")]
    return parts


def _cell(indicator: Indicator, shown: float, missing: str) -> str:
    return value(indicator, shown / indicator.scale) if known(shown) else missing
