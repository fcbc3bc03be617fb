"""The tables of a strategic pillar's page: movement and standing, frontier, reasons and caveats, the GII."""

from dash import html
from dash.development.base_component import Component

from analysis.frames import strategy as frames
from components.card import Card
from components.numbers import known
from components.pages.pillar.text import (
    anchor,
    broken,
    caveats,
    doubt_list,
    name_of,
    no_value,
    steps,
    target_cell,
)
from components.pages.pillar.view import View
from components.parts.badges import evidence
from components.parts.citation import cited
from components.parts.figure_card import Content, table_card
from components.parts.reading import Row, value
from components.parts.series_source import publisher, releases
from components.parts.tables import Cell, heads, table
from components.text import markup

CARD = Card("pillar-evidence", "strategic-pillar-evidence", (frames.EVIDENCE,), height=720, item="pillar")
TABLES = "pillar-tables"
_TARGETS = ("best", "top_ten", "upper_middle")


def tables_section(view: View, finding: str) -> html.Section:
    """Return the section below the multiples; ``finding`` heads the page."""
    say = view.say
    content = Content(
        heading=say("pillar.frontier"),
        finding=finding,
        measure=markup(say("pillar.frontier_deck")),
        table=html.Div(),
        source=[say("pillar.source_tables")],
        data_address=view.data_address("evidence"),
        file_name=f"strategic-pillar-{view.choice.pillar}-evidence",
        citation=cited(view.dataset, finding, _releases(view), say),
    )
    card = table_card(CARD, content, [html.Div(tables(view), id=TABLES)], say)
    return html.Section(card, className="block pillar-evidence")


def tables(view: View) -> list[Component]:
    """Return the tables, each under its heading."""
    say = view.say
    shown: list[Component] = [html.H3(say("pillar.tables.moved")), _moved(view)]
    shown += [html.H3(say("pillar.tables.frontier")), _frontier(view)]
    shown += [html.H3(say("pillar.tables.reasons")), _reasons(view)]
    if view.rows("gii"):
        deck = html.P(say("pillar.gii_deck", edition=view.dataset.detailed), className="small")
        shown += [html.H3(say("pillar.tables.gii")), deck, _index(view)]
    return shown


def _releases(view: View) -> list[str]:
    held = [
        name for row in view.rows("indicator") if known(row["sources"]) for name in row["sources"].split()
    ]
    return [*held, *([view.dataset.release] if view.rows("gii") else [])]


def _small(*lines: str) -> list[str | Component]:
    return [html.Span(line, className="small") for line in lines if line]


def _head(view: View, row: Row, *, named: bool = False) -> Cell:
    """Return the name of an indicator with its unit and direction; the first table's is where links lead."""
    say, indicator = view.say, view.indicator(str(row["code"]))
    name = name_of(view, indicator.id)
    unit = say(
        "pillar.unit",
        unit=indicator.unit.get(say.lang),
        direction=say(f"pillar.direction.{indicator.direction}"),
    )
    if not named:
        return [name, *_small(indicator.unit.get(say.lang))]
    return [html.Span(name, id=anchor(indicator.id)), *_small(unit)]


def _at(view: View, row: Row, end: str) -> Cell:
    if not known(row[end]):
        return view.say("missing")
    written = value(view.indicator(str(row["code"])), float(row[end]))
    return [written, *_small(str(int(row[f"{end}_year"])))]


def _moved(view: View) -> Component:
    say, body = view.say, []
    for row in view.rows("indicator"):
        link = view.pillar.link(str(row["code"]))
        # Not the row's, which is none until a value is held: the link is judged all the same.
        strength = html.Div([evidence(link.strength, say), *_small(say(f"role.{link.role}"))])
        cells = [_head(view, row, named=True), strength, _at(view, row, "first"), _at(view, row, "last")]
        body.append([*cells, _change(view, row), *_ranks(view, row), _quality(view, row)])
    names = ("indicator", "strength", "first", "last", "change", "peer_rank", "rank", "quality")
    columns = heads(say, "pillar.column", names, ("indicator", "strength", "quality"))
    return table(columns, body, caption=say("pillar.tables.moved"), missing=say("missing"))


def _change(view: View, row: Row) -> Cell:
    if not known(row["change"]):
        return view.say("missing")
    change, growth = steps(view.indicator(str(row["code"])), row, view.say)
    course = view.say(f"pillar.course.{row['course']}")
    across = view.say("pillar.across_break") if broken(row) else ""
    return [change, *_small(growth, across, course)]


def _ranks(view: View, row: Row) -> list[Cell]:
    say, missing = view.say, view.say("missing")
    if not known(row["rank"]):
        return [missing, missing]
    year = str(int(row["rank_year"]))
    peers = int(row["peers"])
    among: Cell = missing
    if peers > 1:
        among = [str(int(row["peer_rank"])), *_small(say("pillar.of", count=peers))]
    return [
        among,
        [str(int(row["rank"])), *_small(say("pillar.of_year", count=int(row["economies"]), year=year))],
    ]


def _quality(view: View, row: Row) -> Cell:
    say = view.say
    if not known(row["last"]):
        live = str(row["code"]) not in view.dataset.observed
        return [say("quality.none"), *_small(say("pillar.live") if live else no_value(view))]
    return [
        say(f"quality.{row['quality']}"),
        *_small(say("quality.doubt.separator").join(doubt_list(view, row))),
    ]


def _frontier(view: View) -> Component:
    say, body = view.say, []
    for row in view.rows("indicator"):
        if not known(row["last"]):
            continue
        cells = [target_cell(view, row, target) for target in _TARGETS]
        body.append(
            [
                _head(view, row),
                _own(view, row),
                *([html.B(cell[0]), *_small(*cell[1])] if cell else say("missing") for cell in cells),
            ]
        )
    columns = heads(say, "pillar.column", ("indicator", "china", *_TARGETS), ("indicator", *_TARGETS))
    return table(columns, body, caption=say("pillar.tables.frontier"), missing=say("missing"))


def _own(view: View, row: Row) -> Cell:
    """Return China's value in the year of the ranks, which may be older than the latest."""
    if not known(row["best_value"]) or row["rank_year"] == row["last_year"]:
        return _at(view, row, "last")
    missing = float(row["best_gap"]) * (1 if row["direction"] == "higher" else -1)
    then = value(view.indicator(str(row["code"])), float(row["best_value"]) - missing)
    return [then, *_small(str(int(row["rank_year"])), view.say("pillar.comparable"))]


def _reasons(view: View) -> Component:
    say, body = view.say, []
    for row in view.rows("indicator"):
        code = str(row["code"])
        indicator = view.indicator(code)
        source: Cell = publisher(view.dataset, indicator.source, say)
        if known(row["sources"]):
            source = releases(view.dataset, row["sources"].split(), say)
        doubts = caveats(view, code)
        doubted: Cell = list(_small(*doubts)) if doubts else say("pillar.no_caveat")
        definition = [indicator.definition.get(say.lang)]
        reason = view.pillar.link(code).reason.get(say.lang)
        body.append([[name_of(view, code), *_small(*definition)], reason, doubted, source])
    names = ("indicator", "reason", "caveats", "source")
    columns = heads(say, "pillar.column", names, names)
    return table(columns, body, caption=say("pillar.tables.reasons"), missing=say("missing"))


def _index(view: View) -> Component:
    say, body = view.say, []
    for row in view.rows("gii"):
        code = str(row["code"])
        name = html.Span(say("pillar.gii_name", code=code, name=say(f"gii.{code}")), id=anchor(code))
        ranks: list[Cell] = [
            [str(int(row[end])), *_small(view.edition(int(row[f"{end}_year"])).strip("[]"))]
            if known(row[end])
            else say("missing")
            for end in ("first", "last")
        ]
        of = str(int(row["economies"])) if known(row["economies"]) else say("missing")
        link = view.pillar.link(code)
        strength = html.Div([evidence(link.strength, say), *_small(say(f"role.{link.role}"))])
        cells: list[Cell] = [[name], strength, *ranks, of, link.reason.get(say.lang)]
        body.append(cells)
    names = ("part", "strength", "rank_then", "rank_now", "economies", "reason")
    columns = heads(say, "pillar.column", names, ("part", "strength", "reason"))
    return table(columns, body, caption=say("pillar.tables.gii"), missing=say("missing"))
