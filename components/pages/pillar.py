"""A strategic pillar: is this aim visible in the data, and how far is the frontier?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.evidence import counted
from analysis.frames import strategy as frames
from analysis.listing import runs
from analysis.multiples import SINCE, Choice, EvidenceChoice, logarithmic, ranges, sharing
from analysis.quality import DOUBTS
from analysis.standing import CHINA
from analysis.targets import goals, with_goals
from components import numbers, view
from components.callbacks import Callbacks
from components.card import Card, Ids
from components.charts.layer import packed
from components.charts.multiple import HEIGHT, TALL, TALL_FROM, Plot, multiple, plot_height
from components.charts.scales import steady_scale
from components.measures import SHARE
from components.numbers import known
from components.pages.targets.view import due
from components.parts import clusters, reading
from components.parts.badges import caveat, evidence
from components.parts.citation import cited
from components.parts.columns import columns
from components.parts.controls import Controls
from components.parts.figure_card import Content, described, dialogs, foot, plot, table_card
from components.parts.fold import fold
from components.parts.reading import Row, hardly, value
from components.parts.series_source import publisher, releases, vintages
from components.parts.tables import Cell, Column, heads, table
from components.text import Words, markup, plain, words
from components.view import short_labels
from data.catalog import Action, Indicator, StrategicPillar


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
        """The rows of all multiples."""
        return frames.MULTIPLES.result(self.dataset, self.choice)

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


# In full, as all keys for states that few snapshots reach.
_MOVED = {"up": "pillar.finding.up", "down": "pillar.finding.down", "flat": "pillar.finding.flat"}


def _state(row: Row) -> str:
    """Return how the headline moved: up, down, flat; single for one year, none without a value."""
    if not known(row["last"]):
        return "none"
    if not known(row["first"]):
        return "single"
    if row["course"] == "flat":
        return "flat"
    return "up" if float(row["last"]) > float(row["first"]) else "down"


def finding(view: View) -> str:
    """Return the finding: the headline's latest value, how it moved, and where that series puts China."""
    t, pillar = view.t, view.pillar
    row, counts = view.row(pillar.headline), view.counts
    moved = _state(row)
    if moved == "none":
        return t("pillar.finding.counts_only" if counts["judged"] else "pillar.finding.nothing", **counts)
    indicator = view.indicator(pillar.headline)
    last = {"last": value(indicator, float(row["last"]), t.lang), "last_year": int(row["last_year"])}
    sentence = t(f"pillar.finding.{pillar.number}", **last)
    if moved == "single" and row["rank_year"] == row["last_year"]:
        pass  # the year is said once, with the rank
    elif moved == "single":
        sentence = t("pillar.finding.single", sentence=sentence, **last)
    else:
        first = {"first": value(indicator, float(row["first"]), t.lang), "first_year": int(row["first_year"])}
        peak = reading.written(view.dataset, row, "peak", t)
        key = "pillar.finding.peaked" if peak else _MOVED[moved]
        sentence = t(key, sentence=sentence, peak=peak, peak_year=numbers.whole(row["peak_year"]), **first)
    if not known(row["rank"]):
        return sentence
    rank = {"rank": view.ordinal(int(row["rank"])), "count": int(row["economies"])}
    return t("pillar.finding.level", sentence=sentence, year=int(row["rank_year"]), **rank)


def deck(view: View) -> str:
    """Return which pillar it is, its question, how its indicators moved, and of what there are none."""
    t, pillar = view.t, view.pillar
    return t(
        "pillar.deck",
        number=pillar.number,
        name=pillar.name.get(t.lang),
        question=pillar.question.get(t.lang),
        moved=_course(view),
        actions=len(pillar.actions),
        since=view.choice.since,
        **view.counts,
    )


def _course(view: View) -> str:
    judged, towards = view.counts["judged"], view.counts["towards"]
    key = "pillar.moved.many" if judged > 1 else "pillar.moved.none"
    if judged == 1:
        key = "pillar.moved.one" if towards else "pillar.moved.one_not"
    return view.t(key, since=view.choice.since, towards=towards, judged=judged)


def steps(indicator: Indicator, row: Row, t: Words) -> tuple[str, str]:
    """Return the change of a row in words, and its growth a year where there is one to tell.

    Across a break there is none: what grew and what was counted anew cannot be told apart.
    """
    growth = ""
    if known(row["growth"]) and not broken(row):
        growth = t("pillar.growth", share=SHARE.write(100 * float(row["growth"]), t.lang, sign=True))
    if row["how"] == "ratio":
        return numbers.significant_ratio(float(row["change"]), t.lang), growth
    moved = difference(indicator, float(row["change"]), t.lang, sign=True)
    return t("pillar.points", change=moved) if indicator.kind == "share" else moved, growth


def broken(row: Row) -> bool:
    """Return whether the change of a row runs across a break of the series."""
    return "break" in str(row["doubts"]).split()


def difference(indicator: Indicator, gap: float, lang: str, *, sign: bool = False) -> str:
    """Write a difference in the unit on show; shares with two decimals below ten."""
    scaled = gap * indicator.scale
    decimals = (2 if abs(scaled) < 10 else 1) if indicator.kind == "share" else indicator.decimals
    return numbers.decimal(scaled, decimals, lang, sign=sign)


def change_line(view: View, code: str) -> str:
    """Return the change of a multiple since its first year in words."""
    t, indicator, row = view.t, view.indicator(code), view.row(code)
    if not known(row["last"]):
        return no_value(view)
    if not known(row["change"]):
        return t("strategy.single_year", year=int(row["last_year"]))
    change, growth = steps(indicator, row, t)
    key = "pillar.times" if row["how"] == "ratio" else "pillar.since"
    sentence = t(key, change=change, year=int(row["first_year"]))
    sentence = t("pillar.with_growth", change=sentence, growth=growth) if growth else sentence
    return t("pillar.across", change=sentence) if broken(row) else sentence


def no_value(view: View) -> str:
    """Return that there is no value of China since the base year."""
    return view.t("pillar.no_value", year=view.choice.since)


def rank_line(view: View, code: str) -> str:
    """Return where China stands on an indicator, or why it has no rank."""
    t, row = view.t, view.row(code)
    if not known(row["last"]):
        return ""
    if not known(row["rank"]):
        return t("pillar.rank.context" if row["direction"] == "context" else "pillar.rank.alone")
    values = {"year": int(row["rank_year"]), "rank": view.ordinal(int(row["rank"]))}
    values["count"] = int(row["economies"])
    if int(row["peers"]) < 2:
        return t("pillar.rank.all", **values)
    peer = view.ordinal(int(row["peer_rank"]))
    return t("pillar.rank.both", peer_rank=peer, peers=int(row["peers"]), **values)


def doubt_list(view: View, row: Row) -> list[str]:
    """Return the doubts of a row in words, in the order of analysis.quality.DOUBTS."""
    codes = str(row["doubts"]).split() if known(row["doubts"]) else []
    return [view.t(f"quality.doubt.{code}") for code in DOUBTS if code in codes]


def caveats(view: View, code: str) -> tuple[str, ...]:
    """Return what must be known of an indicator's values: computed, and as the catalog says."""
    return reading.caveats(view.dataset, view.row(code), view.t)


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


def below(view: View) -> list[html.Div]:
    """Return how to read the page, how the matching was made, and what the page cannot show."""
    parts = {
        "reading": ("counts", "ranks"),
        "matching": ("judgement", "strength"),
        "limits": ("cause", "gaps", "quality"),
    }
    values = {"hardly": hardly(view.t), "name": view.pillar.name.get(view.t.lang), **view.counts}
    return columns(view.t, "pillar", parts, **values)


def aside(view: View) -> html.Aside:
    """Return the aside beside the multiples."""
    t, pillar = view.t, view.pillar
    article = view.dataset.catalog.sources["article"]
    outlet = html.A(t("pillar.outlet"), href=article.url, rel="noopener")
    # The article is in English; nothing is added there.
    credit = [one for one in (t("pillar.credit"), outlet, t("pillar.translated")) if one]
    return html.Aside(
        [
            html.H2(t("pillar.asks")),
            html.Blockquote(t("pillar.quoted", text=pillar.quotation.get(t.lang))),
            html.P(credit, className="source"),
            html.P(pillar.summary.get(t.lang), className="pillar-summary"),
            html.H2(t("pillar.actions")),
            html.Ol([_action(view, action) for action in pillar.actions], className="pillar-actions"),
        ],
        className="pillar-aside",
    )


def _action(view: View, action: Action) -> html.Li:
    t = view.t
    parts: list[str | Component] = [html.B(action.text.get(t.lang))]
    if action.indicators:
        links: list[str | Component] = []
        for code in action.indicators:
            links += [t("list.separator")] if links else []
            links.append(html.A(name_of(view, code), href=f"#{anchor(code)}"))
        parts.append(html.Span(links, className="pillar-links"))
    if action.gap:
        cannot = html.Span(t("pillar.cannot"), className="unseen")
        gap: list[str | Component] = [cannot, action.gap.get(t.lang)]
        parts.append(html.Span(gap, className="pillar-gap"))
    return html.Li(parts)


def anchor(code: str) -> str:
    """Return the id of the row of an indicator or a part of the GII in the tables."""
    return "row-" + code.replace(".", "-")


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


PAGE = "pillar"
CHIPS, FINDING, DECK, TEXT = "pillar-chips", "pillar-finding", "pillar-deck", "pillar-text"
CENTRES = 1  # the pillar that asks for innovation centres
CARDS = (MULTIPLES, EVIDENCE, clusters.CARD)
CALLBACKS = Callbacks(
    Choice,
    parts=(
        *((name, "children") for name in (FINDING, DECK, CHIPS, TEXT, SHARED, GRID, TABLES)),
        *((name, "children") for name in (MULTIPLES.table, *MULTIPLES.credit, *EVIDENCE.credit)),
        (SHARED, "hidden"),
        (MULTIPLES.data, "href"),
        (EVIDENCE.data, "href"),
    ),
    cards=(*FIGURES, clusters.CARD),
    stores=("pillar",),
    fixed=("pillar",),
)


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page of the pillar that the path names; ``query`` gives the values of its controls."""
    view = View(dataset, words(lang), Choice.read(dataset, query))
    t, found = view.t, finding(view)
    controls = Controls(PAGE, view.choice, dataset, t)
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
        html.Div([multiples_card(view, plain(found)), aside(view)], className="pillar-grid"),
        *([clusters.clusters_card(dataset, t)] if view.choice.pillar == CENTRES else []),
        tables_section(view, plain(found)),
        html.Section(below(view), id=TEXT, className="block three"),
        controls.store("pillar"),
        CALLBACKS.address(PAGE, dataset),
    ]
