"""A strategic pillar: is this aim visible in the data, and how far is the frontier?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.evidence import DOUBTS, counted
from analysis.frames import strategy as frames
from analysis.listing import runs
from analysis.multiples import SINCE, Choice, EvidenceChoice, logarithmic, ranges, sharing
from analysis.standing import CHINA
from analysis.targets import goals, with_goals
from components import numbers, view
from components.callbacks import Callbacks
from components.card import Card, Ids
from components.charts.layer import packed
from components.charts.multiple import HEIGHT, TALL, TALL_FROM, Plot, multiple, plot_height
from components.charts.scales import steady_scale
from components.kit import Col, columns_of, rows_table
from components.numbers import known
from components.parts import clusters, reading
from components.parts.badges import caveat, evidence
from components.parts.citation import cited
from components.parts.columns import columns
from components.parts.controls import Controls
from components.parts.figure_card import Content, described, dialogs, foot, plot, table_card
from components.parts.fold import fold
from components.parts.reading import Row, hardly, value
from components.parts.series_source import publisher, releases, vintages
from components.parts.tables import Cell
from components.parts.targets import due
from components.text import markup, plain, words
from components.view import short_labels
from data.entries import Indicator, StrategicPillar

PAGE = "pillar"
CHIPS, FINDING, DECK, TEXT = "pillar-chips", "pillar-finding", "pillar-deck", "pillar-text"
GRID, SHARED, TABLES = "pillar-grid", "pillar-shared", "pillar-tables"
MULTIPLES = Card("pillar", "strategic-pillar", (frames.MULTIPLES,), height=1300, item="pillar")
EVIDENCE = Card("pillar-evidence", "strategic-pillar-evidence", (frames.EVIDENCE,), height=720, item="pillar")
CARDS = (MULTIPLES, EVIDENCE, clusters.CARD)
FIGURES = tuple(Ids(f"pillar-{number}") for number in range(1, 7))
CALLBACKS = Callbacks(
    Choice,
    parts=(
        *((name, "children") for name in (FINDING, DECK, CHIPS, TEXT, SHARED, GRID, TABLES)),
        *((name, "children") for name in (MULTIPLES.table, *MULTIPLES.credit, *EVIDENCE.credit)),
        (SHARED, "hidden"),
        (MULTIPLES.data, "href"),
        (EVIDENCE.data, "href"),
    ),
    cards=(clusters.CARD,),
    figures=FIGURES,
    stores=("pillar",),
    fixed=("pillar",),
)
CENTRES = 1  # the pillar that asks for innovation centres
_TARGETS = ("best", "top_ten", "upper_middle")


@dataclass(frozen=True)
class View(view.View):
    """One strategic pillar as it is shown."""

    choice: Choice

    @property
    def pillar(self) -> StrategicPillar:
        """The pillar in the catalog."""
        return self.dataset.catalog.strategy[self.choice.pillar - 1]

    @cached_property
    def drawn(self) -> pd.DataFrame:
        """The rows of all multiples, with their values as they are ``written``."""
        frame = frames.MULTIPLES.result(self.dataset, self.choice)
        pairs = zip(map(self.indicator, frame["indicator"]), frame["value"], strict=True)
        return frame.assign(written=[value(one, x / one.scale, self.t.lang) for one, x in pairs])

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """The evidence: a row for each link and each gap."""
        chosen = EvidenceChoice(self.choice.pillar, self.choice.peers, self.choice.since)
        return frames.EVIDENCE.result(self.dataset, chosen)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How what is measured moved, and how many gaps there are (analysis.evidence.counted)."""
        return counted(self.evidence, self.choice.since)

    @cached_property
    def _records(self) -> list[Row]:
        return [*self.evidence.to_dict("records")]

    def rows(self, kind: str) -> list[Row]:
        """Return the rows of a kind of evidence, in the catalog's order."""
        return [row for row in self._records if row["kind"] == kind]

    def row(self, code: str) -> Row:
        """Return the row of an indicator."""
        return next(row for row in self.rows("indicator") if row["code"] == code)

    def indicator(self, code: str) -> Indicator:
        """Return an indicator of the catalog."""
        return self.dataset.catalog.indicators[code]

    def data_address(self, name: str) -> str:
        """Return the address of a CSV of this view, without what is the default."""
        query = {"pillar": self.choice.pillar, **self.choice.chosen(self.dataset)}
        return self.download(name, query, safe=",")


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page of the pillar that the path names; ``query`` gives the values of its controls."""
    view = View(dataset, words(lang), Choice.read(dataset, query))
    t, found = view.t, finding(view)
    controls = Controls(PAGE, view.choice, dataset, t)
    texts = {
        "reading": ("counts", "ranks"),
        "matching": ("judgement", "strength"),
        "limits": ("cause", "gaps", "quality"),
    }
    below = columns(t, PAGE, texts, hardly=hardly(t), name=view.pillar.name.get(lang), **view.counts)
    return [
        html.H1(markup(found), id=FINDING),
        html.P(markup(deck(view)), id=DECK, className="deck"),
        html.Div(
            [
                controls.comparison("with", CHIPS, raises=False),
                controls.segmented("since"),
                controls.segmented("scale"),
            ],
            className="controls pillar-controls",
        ),
        html.Div([_multiples_card(view, plain(found)), _aside(view)], className="pillar-grid"),
        *([clusters.clusters_card(dataset, t)] if view.choice.pillar == CENTRES else []),
        _tables_section(view, plain(found)),
        html.Section(below, id=TEXT, className="block three"),
        controls.store("pillar"),
        CALLBACKS.address(PAGE, dataset),
    ]


def finding(view: View) -> str:
    """Return the finding: the headline's latest value, how it moved, and where that series puts China."""
    t, pillar = view.t, view.pillar
    row, counts = view.row(pillar.headline), view.counts
    if not known(row["last"]):
        return t("pillar.finding.counts_only" if counts["judged"] else "pillar.finding.nothing", **counts)
    told = {**row, **{end: reading.written(view.dataset, row, end, t) for end in ("first", "last", "peak")}}
    sentence = t(f"pillar.finding.{pillar.number}", **told)
    if known(row["first"]):
        moved = "flat" if row["course"] == "flat" else "up" if row["last"] > row["first"] else "down"
        sentence = t(f"pillar.finding.{'peaked' if told['peak'] else moved}", sentence=sentence, **told)
    elif row["rank_year"] != row["last_year"]:  # else the year is said once, with the rank
        sentence = t("pillar.finding.single", sentence=sentence, **told)
    return t("pillar.finding.level", sentence=sentence, **told) if known(row["rank"]) else sentence


def deck(view: View) -> str:
    """Return which pillar it is, its question, how its indicators moved, and of what there are none."""
    t, pillar, counts, since = view.t, view.pillar, view.counts, view.choice.since
    key = "many" if counts["judged"] > 1 else "none"
    if counts["judged"] == 1:
        key = "one" if counts["towards"] else "one_not"
    return t(
        "pillar.deck",
        number=pillar.number,
        name=pillar.name.get(t.lang),
        question=pillar.question.get(t.lang),
        moved=t(f"pillar.moved.{key}", since=since, **counts),
        actions=len(pillar.actions),
        since=since,
        **counts,
    )


def _aside(view: View) -> html.Aside:
    """Return the aside beside the multiples: what the article asks for, and what data show of it."""
    t, pillar = view.t, view.pillar
    article = view.dataset.catalog.sources["article"]
    outlet = html.A(t("pillar.outlet"), href=article.url, rel="noopener")
    # The article is in English; nothing is added there.
    credit = [one for one in (t("pillar.credit"), outlet, t("pillar.translated")) if one]
    actions = []
    for action in pillar.actions:
        parts: list[str | Component] = [html.B(action.text.get(t.lang))]
        links: list[str | Component] = []
        for code in action.indicators:
            links += [t("list.separator")] if links else []
            links.append(html.A(name_of(view, code), href=f"#{anchor(code)}"))
        parts += [html.Span(links, className="pillar-links")] if links else []
        if action.gap:
            cannot = html.Span(t("pillar.cannot"), className="unseen")
            parts.append(html.Span([cannot, action.gap.get(t.lang)], className="pillar-gap"))
        actions.append(html.Li(parts))
    return html.Aside(
        [
            html.H2(t("pillar.asks")),
            html.Blockquote(t("pillar.quoted", text=pillar.quotation.get(t.lang))),
            html.P(credit, className="source"),
            html.P(pillar.summary.get(t.lang), className="pillar-summary"),
            html.H2(t("pillar.actions")),
            html.Ol(actions, className="pillar-actions"),
        ],
        className="pillar-aside",
    )


def anchor(code: str) -> str:
    """Return the id of the row of an indicator or a part of the GII in the tables."""
    return "row-" + code.replace(".", "-")


def name_of(view: View, code: str) -> str:
    """Return the short name of an indicator, with its source where another of the pillar has the same.

    Of a part of the GII: its name with its code.
    """
    if view.pillar.link(code).gii:
        return view.t("pillar.gii_name", code=code, name=view.t(f"gii.{code}"))
    indicator, lang = view.indicator(code), view.t.lang
    name = indicator.short.get(lang)
    others = [link.indicator for link in view.pillar.links if not link.gii and link.indicator != code]
    if all(view.indicator(other).short.get(lang) != name for other in others):
        return name
    source = view.dataset.catalog.sources[indicator.source].short.get(lang)
    return view.t("pillar.named", name=name, source=source)


def _multiples_card(view: View, finding: str) -> html.Figure:
    """Return the card of all multiples; ``finding`` heads the page."""
    t, drawn, indicators = view.t, view.drawn, view.dataset.catalog.indicators
    shared = t("pillar.scale.none")  # which multiples have one range, or that none can
    if alike := sharing(drawn, view.pillar, indicators):
        shorts = [view.indicator(one.indicator).short.get(t.lang) for one in view.pillar.multiples]
        names = [t.listing([shorts[number - 1] for number in numbers]) for numbers in alike]
        shared = t("pillar.scale.alike", groups=t("pillar.scale.separator").join(names))
    bounds = ranges(drawn, view.pillar, indicators, view.choice.scale)
    last = int(drawn["year"].max()) if len(drawn) else SINCE + 1
    multiples = []
    for number, one in enumerate(view.pillar.multiples[: len(FIGURES)], start=1):
        ends = bounds.get(number)
        if ends and view.choice.scale == "own":  # a shared one is that of all multiples alike
            ends = with_goals(view.dataset, one.indicator, ends, last)
        multiples.append(_multiple(view, number, ends, (SINCE, last)))
    content = Content(
        heading=t("pillar.multiples"),
        finding=finding,
        measure=[],
        table=html.Div(_rows_tables(view)),
        source=[t("pillar.source"), html.A(t("page.data"), href=f"/{t.lang}/data"), t("pillar.stop")],
        data_address=view.data_address("multiples"),
        file_name=f"strategic-pillar-{view.choice.pillar}-multiples",
        credit=cited(view.dataset, finding, drawn["source"], t),
    )
    return html.Figure(
        [
            html.H2(content.heading, id=MULTIPLES.heading, className="unseen"),
            html.P(shared, id=SHARED, className="measure", hidden=view.choice.scale != "shared"),
            html.Div(multiples, id=GRID, className="multiples"),
            html.P(t("pillar.keys"), id=MULTIPLES.keys, className="unseen"),
            html.Div(foot(MULTIPLES, content, t), className="under"),
            html.Div(content.table, id=MULTIPLES.table, className="table-panel", hidden=True),
            *dialogs(MULTIPLES, content, t),
        ],
        className="card",
        **described(MULTIPLES, content),
    )


def _multiple(
    view: View, number: int, bounds: tuple[float, float] | None, years: tuple[int, int]
) -> html.Section:
    """Return one multiple: its figure, what it says, and what must be known of it."""
    t, card, code = view.t, FIGURES[number - 1], view.pillar.multiples[number - 1].indicator
    indicator, rows = view.indicator(code), view.drawn[view.drawn["multiple"] == number]
    log = logarithmic(rows["value"], indicator.kind)
    name, change, rank = indicator.short.get(t.lang), change_line(view, code), rank_line(view, code)
    measure = indicator.unit.get(t.lang)
    measure = measure[:1].upper() + measure[1:]
    measure = t("pillar.log", unit=measure) if log else measure
    sentence = plain(t("pillar.label", name=name, unit=measure, change=change, rank=rank))
    strength = evidence(str(view.row(code)["strength"]), t)
    doubts = [*due(view.dataset, code, t), *map(caveat, _doubts(view, number, rows))]
    return html.Section(
        [
            html.Div([html.H3(name, className="multiple-title"), strength], className="multiple-head"),
            html.P(measure, className="multiple-measure"),
            html.Div(plot(card, sentence, MULTIPLES.keys, t, HEIGHT), hidden=bounds is None),
            html.P(change, className="multiple-change"),
            html.P(markup(rank), className="small"),
            html.Div(doubts, className="multiple-doubts"),
            html.P(_sources(view, rows), className="source"),
            dcc.Store(
                id=card.figures,
                data=_figures(view, indicator, rows, years, bounds) if bounds else None,
            ),
        ],
        className="multiple",
    )


def _figures(
    view: View,
    indicator: Indicator,
    rows: pd.DataFrame,
    years: tuple[int, int],
    bounds: tuple[float, float],
) -> str:
    """Return a multiple in both heights, as JSON text."""
    t, own = view.t, rows[rows["economy"] == CHINA]
    records: list[dict[Any, Any]] = rows.to_dict("records")
    tips = [t("pillar.tip", **{**row, "name": view.called(row["economy"])}) for row in records]
    end = own["written"].iloc[-1] if len(own) else ""
    if end and indicator.kind == "count":
        end = numbers.short(float(own["value"].iloc[-1]), t.lang)
    about: dict[str, Any] = {
        "breaks": [one.year for one in indicator.breaks_of(CHINA)],
        "number": end,
        "since": view.choice.since,
        "names": short_labels(view.dataset, t.lang),
        "goals": [(year, goal) for year, goal, _ in goals(view.dataset, indicator.id)],
    }
    log = logarithmic(rows["value"], indicator.kind)

    def draw(least: int) -> dict[str, Any]:
        height = TALL if least else HEIGHT
        scale = steady_scale(*bounds, log=log, lang=t.lang, height=plot_height(height))
        return multiple(rows.assign(tip=tips), Plot(scale, years, **about), height)

    return packed(draw, 0, TALL_FROM)


def change_line(view: View, code: str) -> str:
    """Return the change of a multiple since its first year in words."""
    t, row = view.t, view.row(code)
    if not known(row["last"]):
        return t("pillar.no_value", year=view.choice.since)
    if not known(row["change"]):
        return t("strategy.single_year", year=int(row["last_year"]))
    change, growth, across = _steps(view, row)
    sentence = t("pillar.times" if row["how"] == "ratio" else "pillar.since", **{**row, "change": change})
    sentence = t("pillar.with_growth", change=sentence, growth=growth) if growth else sentence
    return t("pillar.across", change=sentence) if across else sentence


def _steps(view: View, row: Row) -> tuple[str, str, str]:
    """Return the change of a row, its growth a year, and that it runs across a break of the series.

    Across a break there is no growth: what grew and what was counted anew cannot be told apart.
    """
    t, indicator = view.t, view.indicator(str(row["code"]))
    across = t("pillar.across_break") if "break" in str(row["doubts"]).split() else ""
    growth = t("pillar.growth", **row) if known(row["growth"]) and not across else ""
    if row["how"] == "ratio":
        return numbers.significant_ratio(float(row["change"]), t.lang), growth, across
    change = difference(indicator, float(row["change"]), t.lang, sign=True)
    return t("pillar.points", change=change) if indicator.kind == "share" else change, growth, across


def difference(indicator: Indicator, gap: float, lang: str, *, sign: bool = False) -> str:
    """Write a difference in the unit on show; shares with two decimals below ten."""
    scaled = gap * indicator.scale
    decimals = (2 if abs(scaled) < 10 else 1) if indicator.kind == "share" else indicator.decimals
    return numbers.decimal(scaled, decimals, lang, sign=sign)


def rank_line(view: View, code: str) -> str:
    """Return where China stands on an indicator, or why it has no rank."""
    t, row = view.t, view.row(code)
    if not known(row["last"]):
        return ""
    if not known(row["rank"]):
        return t("pillar.rank.context" if row["direction"] == "context" else "pillar.rank.alone")
    return t("pillar.rank.all" if row["peers"] < 2 else "pillar.rank.both", **row)


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
    return [*lines, *caveats(view, one.indicator)[:1]]


def caveats(view: View, code: str) -> tuple[str, ...]:
    """Return what must be known of an indicator's values: computed, and as the catalog says."""
    return reading.caveats(view.dataset, view.row(code), view.t)


def _sources(view: View, rows: pd.DataFrame) -> str:
    t = view.t
    found = vintages(view.dataset, dict.fromkeys(rows["source"]), t)
    return t("pillar.source_join").join(
        t("pillar.released", source=view.dataset.catalog.sources[family].short.get(t.lang), vintage=dates)
        for family, dates in found.items()
    )


def _rows_tables(view: View) -> list[Component]:
    """Return the rows that are drawn, one table a multiple: a row a year, a column an economy."""
    t, labels = view.t, view.dataset.labels(view.t.lang)
    parts: list[Component] = []
    for number, one in enumerate(view.pillar.multiples, start=1):
        rows = view.drawn[view.drawn["multiple"] == number]
        indicator = view.indicator(one.indicator)
        name = t("pillar.table", name=indicator.short.get(t.lang), unit=indicator.unit.get(t.lang))
        wide = rows.pivot(index="year", columns="economy", values="written").reset_index()
        heads = [Col(code, labels[code]) for code in dict.fromkeys(rows["economy"])]
        tabled = rows_table(t, wide, [Col("year", t("pillar.column.year"), number=False), *heads], name)
        parts += [html.H4(name), tabled, html.P(_sources(view, rows), className="source")]
    return parts


def _tables_section(view: View, finding: str) -> html.Section:
    """Return the section below the multiples; ``finding`` heads the page."""
    t = view.t
    rows = [*view.rows("indicator"), *view.rows("gii")]
    content = Content(
        heading=t("pillar.frontier"),
        finding=finding,
        measure=markup(t("pillar.frontier_deck")),
        table=html.Div(),
        source=[t("pillar.source_tables")],
        data_address=view.data_address("evidence"),
        file_name=f"strategic-pillar-{view.choice.pillar}-evidence",
        credit=cited(view.dataset, finding, " ".join(frames.releases(view.dataset, rows)).split(), t),
    )
    tables = [_moved(view), _frontier(view), _reasons(view), *_index(view)]
    card = table_card(EVIDENCE, content, [html.Div(tables, id=TABLES, className="folds")], t)
    return html.Section(card, className="block pillar-evidence")


def _folded(
    view: View, name: str, finding: str, rows: list[dict[str, Any]], deck: str = "", **written_as: str
) -> html.Details:
    """Return a table folded below its heading and its finding; written_as: as in kit.columns_of."""
    t, title = view.t, view.t(f"pillar.tables.{name}")
    body = rows_table(t, rows, columns_of(t, "pillar.column", **written_as), title)
    return fold(html.H3(title), finding, [*([html.P(deck, className="small")] if deck else []), body])


def _small(*lines: str) -> list[str | Component]:
    return [html.Span(line, className="small") for line in lines if line]


def _at(view: View, row: Row, end: str) -> Cell | None:
    """Return the first or the last value of a row, over its year."""
    written = reading.written(view.dataset, row, end, view.t)
    return [written, *_small(str(int(row[f"{end}_year"])))] if written else None


def _strength(view: View, code: str) -> Cell:
    """Return the strength of a link. Not the row's, which is none until a value is available."""
    link = view.pillar.link(code)
    return html.Div([evidence(link.strength, view.t), *_small(view.t(f"role.{link.role}"))])


def _moved(view: View) -> html.Details:
    """Return the table of what moved how, and where China stands; links lead to its rows."""
    t, rows = view.t, []
    for row in view.rows("indicator"):
        indicator = view.indicator(str(row["code"]))
        direction = t(f"pillar.direction.{indicator.direction}")
        both = t("pillar.unit", unit=indicator.unit.get(t.lang), direction=direction)
        named = html.Span(name_of(view, indicator.id), id=anchor(indicator.id))
        cells: dict[str, Any] = dict.fromkeys(("change", "peer_rank", "rank"))
        if known(row["change"]):
            change, *more = _steps(view, row)
            cells["change"] = [change, *_small(*more, t(f"pillar.course.{row['course']}"))]
        if known(row["rank"]):
            cells["rank"] = [str(int(row["rank"])), *_small(t("pillar.of_year", **row))]
            if row["peers"] > 1:
                cells["peer_rank"] = [str(int(row["peer_rank"])), *_small(t("pillar.of", **row))]
        if known(row["last"]):
            grade, codes = row["quality"], str(row["doubts"]).split() if known(row["doubts"]) else []
            doubts = [t(f"quality.doubt.{code}") for code in DOUBTS if code in codes]
            reason = t("quality.doubt.separator").join(doubts)
        else:
            grade, held = "none", indicator.id in view.dataset.observed
            reason = t("pillar.no_value", year=view.choice.since) if held else t("pillar.live")
        cells |= {
            "indicator": [named, *_small(both)],
            "strength": _strength(view, indicator.id),
            "first": _at(view, row, "first"),
            "last": _at(view, row, "last"),
            "quality": [t(f"quality.{grade}"), *_small(reason)],
        }
        rows.append(cells)
    heads = {"indicator": "text", "strength": "text", "first": "", "last": "", "change": ""}
    heads |= {"peer_rank": "", "rank": "", "quality": "text"}
    return _folded(view, "moved", t("matrix.bar", **view.counts), rows, **heads)


def _frontier(view: View) -> html.Details:
    """Return the table of China's value, and of the gaps to the targets of the frontier."""
    t, rows, compared, reached = view.t, [], 0, dict.fromkeys(_TARGETS, 0)
    for row in (row for row in view.rows("indicator") if known(row["last"])):
        indicator = view.indicator(str(row["code"]))
        named = [name_of(view, indicator.id), *_small(indicator.unit.get(t.lang))]
        compared += known(row["best_gap"])
        cells: dict[str, Any] = {"indicator": named, "china": _own(view, row)}
        for target in _TARGETS:
            reached[target] += known(row[f"{target}_gap"]) and float(row[f"{target}_gap"]) <= 0
            gap = target_cell(view, row, target)
            cells[target] = [html.B(gap[0]), *_small(*gap[1])] if gap else None
        rows.append(cells)
    finding = t("pillar.frontier_finding", count=compared, **reached)
    heads = {"indicator": "text", "china": "", **dict.fromkeys(_TARGETS, "text")}
    return _folded(view, "frontier", finding, rows, **heads)


def target_cell(view: View, row: Row, target: str) -> tuple[str, list[str]] | None:
    """Return the gap to a target of the frontier in words, and below it who holds it and its value.

    None where an indicator has no such target: more is neither better nor worse, or China stands alone.
    """
    t, indicator = view.t, view.indicator(str(row["code"]))
    if not known(row[f"{target}_gap"]):
        return None
    at = value(indicator, float(row[f"{target}_value"]), t.lang)
    economy, missing = row[f"{target}_economy"], float(row[f"{target}_gap"])
    if economy == CHINA:
        return t("pillar.state.leads"), []
    below = [f"{view.called(str(economy))} {at}" if economy else at]
    if missing <= 0:
        return t("pillar.state.ahead"), below
    gap = difference(indicator, missing, t.lang)
    return t("pillar.gap_points" if indicator.kind == "share" else "pillar.gap", gap=gap), below


def _own(view: View, row: Row) -> Cell | None:
    """Return China's value in the year of the ranks, which may be older than the latest."""
    if not known(row["best_value"]) or row["rank_year"] == row["last_year"]:
        return _at(view, row, "last")
    missing = float(row["best_gap"]) * (1 if row["direction"] == "higher" else -1)
    then = value(view.indicator(str(row["code"])), float(row["best_value"]) - missing, view.t.lang)
    return [then, *_small(str(int(row["rank_year"])), view.t("pillar.comparable"))]


def _reasons(view: View) -> html.Details:
    """Return the table of why each indicator is here, its caveats and its sources."""
    t, rows, doubtful = view.t, [], 0
    for row in view.rows("indicator"):
        code = str(row["code"])
        indicator, doubts = view.indicator(code), caveats(view, code)
        source: Cell = publisher(view.dataset, indicator.source, t)
        if known(row["sources"]):
            source = releases(view.dataset, row["sources"].split(), t)
        doubtful += bool(doubts)
        rows.append(
            {
                "indicator": [name_of(view, code), *_small(indicator.definition.get(t.lang))],
                "reason": view.pillar.link(code).reason.get(t.lang),
                "caveats": _small(*doubts) if doubts else t("pillar.no_caveat"),
                "source": source,
            }
        )
    finding = t("pillar.reasons_finding", count=len(rows), doubtful=doubtful)
    heads = dict.fromkeys(("indicator", "reason", "caveats", "source"), "text")
    return _folded(view, "reasons", finding, rows, **heads)


def _index(view: View) -> list[Component]:
    """Return the table of the parts of the GII that are linked; nothing where none is."""
    t, rows, better = view.t, [], 0
    for row in view.rows("gii"):
        code = str(row["code"])
        ends = {}
        for name, end in (("rank_then", "first"), ("rank_now", "last")):
            edition = view.edition(int(row[f"{end}_year"])).strip("[]") if known(row[end]) else ""
            ends[name] = [str(int(row[end])), *_small(edition)] if edition else None
        better += float(row["last"]) < float(row["first"])
        about = {
            "part": html.Span(name_of(view, code), id=anchor(code)),
            "strength": _strength(view, code),
            "economies": row["economies"],
            "reason": view.pillar.link(code).reason.get(t.lang),
        }
        rows.append(about | ends)
    deck = t("pillar.gii_deck", edition=view.dataset.detailed)
    finding = t("pillar.gii_finding", count=len(rows), better=better)
    heads = {"part": "text", "strength": "text", "rank_then": "", "rank_now": "", "economies": "whole"}
    return [_folded(view, "gii", finding, rows, deck, **heads, reason="text")] if rows else []
