"""A strategic pillar: is this aim visible in the data, and how far is the frontier?"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from analysis.comparison import other_rankings as other_frames
from analysis.comparison.other_rankings import cluster_counts, leading_clusters
from analysis.evidence import strategy as frames
from analysis.evidence.pillar import DOUBTS, count_courses
from analysis.evidence.strategy import (
    DEFAULT_SINCE,
    Choice,
    EvidenceChoice,
    needs_log_scale,
    ranges,
    share_scale,
)
from analysis.evidence.targets import goals, with_goals
from analysis.normalize import format_runs
from analysis.query import NoChoices
from components.cards import badges
from components.cards.callbacks import Callbacks
from components.cards.card import Card, Content, Ids, UnseenPart, plot
from components.cards.tables import Cell, columns_of, own_table, rows_table
from components.charts.bars import CLUSTER_WIDTHS, cluster_bars
from components.charts.layer import figure_by_width
from components.charts.scales import steady_scale
from components.charts.small_multiples import MULTIPLE_HEIGHTS, multiple_scale_height, small_multiple
from components.text import numbers
from components.text.attributes import attributes
from components.text.catalog import Words, markup, plain
from components.text.numbers import is_present, several
from components.text.paths import page_exists
from components.text.view import PageView, short_labels
from components.widgets import reading
from components.widgets.blocks import columns, fold
from components.widgets.controls import Controls, control_bar, pillar_views
from components.widgets.reading import Row, hardly_moved, value
from components.widgets.series_source import publisher, release_links, vintages
from components.widgets.targets import due_text
from data.article import FOCUS
from data.entries import Indicator, StrategicPillar
from data.pack import pack_has_table

PAGE = "pillar"
CHIPS, FINDING, DECK, TEXT, GRID = (f"{PAGE}-{part}" for part in ("chips", "finding", "deck", "text", "grid"))
FIGURES = tuple(Ids(f"pillar-{number}") for number in range(1, 7))
CENTRES, RANKING = 1, "gii_clusters"  # the pillar that asks for innovation centres, and what ranks them
_TARGETS = ("best", "top_ten", "upper_middle")
_COLUMNS = {
    "reading": ("counts", "ranks"),
    "matching": ("judgement", "strength"),
    "limits": ("cause", "quality"),
}


@dataclass(frozen=True)
class PillarView(PageView[Choice]):
    """One strategic pillar as it is shown."""

    @property
    def pillar(self) -> StrategicPillar:
        """The pillar in the catalog."""
        return self.dataset.catalog.strategy[self.choice.pillar - 1]

    @cached_property
    def drawn(self) -> pd.DataFrame:
        """The rows of all multiples, with their values as they are ``written``."""
        frame = frames.MULTIPLES.result(self.dataset, self.choice)
        pairs = zip(map(self.indicator, frame["indicator"]), frame["value"], strict=True)
        return frame.assign(written=[value(one, x / one.scale, self.t) for one, x in pairs])

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """The evidence: a row for each link and each gap."""
        chosen = EvidenceChoice(self.choice.pillar, self.choice.peers, self.choice.since)
        return frames.EVIDENCE.result(self.dataset, chosen)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many indicators moved which way, and how many gaps there are (see `count_courses`)."""
        return count_courses(self.evidence, self.choice.since)

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

    def family(self, source: str) -> str:
        """Return the short name of a family of sources."""
        return self.t.phrase(self.dataset.catalog.sources[source].short)


def layout(view: PillarView) -> list[Component]:
    """Return the page of the pillar that the path names."""
    dataset, t = view.dataset, view.t
    controls = Controls(PAGE, view.choice, dataset, t)
    below = columns(t, PAGE, _COLUMNS, hardly=hardly_moved(t), name=t.phrase(view.pillar.name), **view.counts)
    visible = [pillar_views(t, dataset.catalog.strategy, f"strategy/{view.pillar.slug}", view.choice.since)]
    more = [controls.segmented_control("since"), controls.segmented_control("scale")]
    more.append(controls.comparison("with", CHIPS, raises=False))
    return [
        html.H1(markup(finding(view)), id=FINDING),
        html.P(markup(deck(view)), id=DECK, className="deck"),
        control_bar(t, visible, more, "pillar-controls"),
        html.Div([MULTIPLES.draw(view).html, _aside(view)], className="pillar-grid"),
        *([_clusters(view)] if _ranked(view) else []),
        html.Section(EVIDENCE.draw(view).html, className="block pillar-evidence"),
        html.Section(below, id=TEXT, className="block three"),
        controls.store("pillar"),
    ]


def finding(view: PillarView) -> str:
    """Return the finding: the headline's latest value, how it moved, and where that series puts China."""
    t, pillar, counts = view.t, view.pillar, view.counts
    row: Row = view.row(pillar.headline) if pillar.headline else {"last": None}
    if not is_present(row["last"]):
        return t("pillar.finding.counts_only" if counts["judged"] else "pillar.finding.nothing", **counts)
    values = {
        **row,
        **{end: reading.end_value(view.dataset, row, end, t) for end in ("first", "last", "peak")},
    }
    sentence = f"{t.phrase(view.indicator(pillar.headline).short)}{t.language.colon}{values['last']}"
    if pillar.finding:
        sentence = t.phrase(pillar.finding).format(**values)
    if is_present(row["first"]):
        moved = "flat" if row["course"] == "flat" else "up" if row["last"] > row["first"] else "down"
        sentence = t(f"pillar.finding.{'peaked' if values['peak'] else moved}", sentence=sentence, **values)
    elif row["rank_year"] != row["last_year"]:  # else the year is said once, with the rank
        sentence = t("pillar.finding.single", sentence=sentence, **values)
    return t("pillar.finding.level", sentence=sentence, **values) if is_present(row["rank"]) else sentence


def deck(view: PillarView) -> str:
    """Return which pillar it is, its question, how its indicators moved, and of what there are none."""
    t, pillar, counts, since = view.t, view.pillar, view.counts, view.choice.since
    key = "one" if counts["towards"] else "one_not"
    if counts["judged"] != 1:
        key = "many" if counts["judged"] else "none"
    about = {"number": pillar.number, "name": t.phrase(pillar.name), "question": t.phrase(pillar.question)}
    about |= {"moved": t(f"pillar.moved.{key}", since=since, **counts), "actions": len(pillar.actions)}
    return t("pillar.deck", since=since, **about, **counts)


def _aside(view: PillarView) -> html.Aside:
    """Return the aside beside the multiples: what the article asks for, and what data show of it."""
    t, pillar = view.t, view.pillar
    outlet = html.A(t("pillar.outlet"), href=view.dataset.catalog.sources["article"].url, rel="noopener")
    # The article is in English; nothing is added there.
    credit = [one for one in (t("pillar.credit"), outlet, t("pillar.translated")) if one]
    quoted = t("pillar.quoted", text=t.phrase(pillar.quotation)) if pillar.quotation else ""
    actions = []
    for action in pillar.actions:
        parts: list[str | Component] = [html.B(t.phrase(action.text))]
        links: list[str | Component] = []
        for code in action.indicators:
            links += [t("list.separator")] if links else []
            links.append(html.A(name_of(view, code), href=f"#{anchor(code)}"))
        parts += [html.Span(links, className="pillar-links")] if links else []
        if action.gap:
            cannot = html.Span(t("pillar.cannot"), className="unseen")
            parts.append(html.Span([cannot, t.phrase(action.gap)], className="pillar-gap"))
        actions.append(html.Li(parts))
    return html.Aside(
        [
            html.H2(t("pillar.asks")),
            *(quoted and [html.Blockquote(quoted), html.P(credit, className="source")]),
            html.P(t.phrase(pillar.summary), className="pillar-summary"),
            html.H2(t("pillar.actions")),
            html.Ol(actions, className="pillar-actions"),
            *_provinces(view),
        ],
        className="pillar-aside",
    )


def _provinces(view: PillarView) -> list[Component]:
    """Return the links to what speaks for the pillar by province, if anything does."""
    t, place = view.t, "strategy/provinces"
    links: list[str | Component] = [t("pillar.provinces")]
    for one in view.pillar.provinces if page_exists(place) else ():
        name = t.phrase(view.dataset.catalog.provinces[one.measure].short)
        links += [html.A(name, href=t.link(place, measure=one.measure)), t("list.separator")]
    return [html.P(links[:-1], className="small")] if len(links) > 1 else []


def anchor(code: str) -> str:
    """Return the id of the row of an indicator or a part of the GII in the tables."""
    return "row-" + code.replace(".", "-")


def name_of(view: PillarView, code: str) -> str:
    """Return the short name of an indicator, with its source where another of the pillar has the same.

    Of a part of the GII: its name with its code.
    """
    if view.pillar.link(code).gii:
        return view.t("pillar.gii_name", code=code, name=reading.part(view.dataset, code, view.t))
    indicator, short = view.indicator(code), view.t.phrase
    name = short(indicator.short)
    others = [link.indicator for link in view.pillar.links if not link.gii and link.indicator != code]
    if all(short(view.indicator(other).short) != name for other in others):
        return name
    return view.t("pillar.named", name=name, source=view.family(indicator.source))


def multiples(view: PillarView) -> Content:
    """Return all multiples, and the rows that they draw: a row a year, a column an economy."""
    t, drawn, indicators = view.t, view.drawn, view.dataset.catalog.indicators
    shorts = [t.phrase(view.indicator(one.indicator).short) for one in view.pillar.multiples]
    shared = ""
    if view.choice.scale == "shared":  # which multiples have one range, or that none can
        alike = share_scale(drawn, view.pillar, indicators)
        names = [t.listing([shorts[number - 1] for number in group]) for group in alike]
        groups = t("pillar.scale.separator").join(names)
        shared = t(f"pillar.scale.{'alike' if alike else 'none'}", groups=groups)
    bounds = ranges(drawn, view.pillar, indicators, view.choice.scale)
    last = int(drawn["year"].max()) if len(drawn) else DEFAULT_SINCE + 1
    labels = view.dataset.labels(t.lang)
    parts, tables = [], []
    for number, one in enumerate(view.pillar.multiples, start=1):
        rows, ends = drawn[drawn["multiple"] == number], bounds.get(number)
        if ends and view.choice.scale == "own":  # a shared one is that of all multiples alike
            ends = with_goals(view.dataset, one.indicator, ends, last)
        parts.append(_multiple(view, number, rows, ends, (DEFAULT_SINCE, last)))
        unit, _ = t.unit_of(view.indicator(one.indicator))
        name = t("pillar.table", name=shorts[number - 1], unit=unit)
        own = rows.assign(value=rows["written"]).sort_values("year")
        named = {code: labels[code] for code in dict.fromkeys(rows["economy"])}
        source = html.P(_sources(view, rows), className="source")
        tables += [html.H4(name), own_table(view, frames.MULTIPLES, name, own, across=named), source]
    keys = html.P(t("card.keys"), id=MULTIPLES.id("keys"), className="unseen")
    return Content(
        finding(view),
        shared,
        tables,
        source=[t("pillar.source"), html.A(t("page.data"), href=t.link("data")), t("pillar.stop")],
        body=[html.Div(parts, id=GRID, className="multiples"), keys],
        table_place="behind",
        heading=UnseenPart(t("pillar.multiples")),
        releases=[*drawn["source"]],
        file_name=f"strategic-pillar-{view.choice.pillar}-multiples",
    )


def _multiple(
    view: PillarView,
    number: int,
    rows: pd.DataFrame,
    bounds: tuple[float, float] | None,
    years: tuple[int, int],
) -> html.Section:
    """Return one multiple: its figure in both heights, what it says, and what must be known of it."""
    t, card, one = view.t, FIGURES[number - 1], view.pillar.multiples[number - 1]
    code, indicator, row = one.indicator, view.indicator(one.indicator), view.row(one.indicator)
    unit, scale = t.unit_of(indicator)
    times, log = scale / indicator.scale, needs_log_scale(rows["value"], indicator.kind)
    rows, low, high = rows.assign(value=times * rows["value"]), *(times * end for end in bounds or (0.0, 1.0))
    own, others = rows[rows["economy"] == FOCUS], rows[rows["economy"] != FOCUS]
    end = own["written"].iloc[-1] if len(own) else ""
    if end and indicator.kind == "count":
        end = t.write(float(own["value"].iloc[-1]), "short")
    records: list[dict[Any, Any]] = rows.to_dict("records")
    tips = [t("pillar.tip", **{**each, "name": view.economy_name(each["economy"])}) for each in records]
    about: dict[str, Any] = {
        "breaks": [each.year for each in indicator.breaks_of(FOCUS)],
        "number": end,
        "since": view.choice.since,
        "names": short_labels(view.dataset, t),
        "goals": [(year, times * goal) for year, goal, _ in goals(view.dataset, code)],
    }

    def draw(least: int) -> dict[str, Any]:
        scale = steady_scale(low, high, log=log, lang=t.lang, height=multiple_scale_height(least))
        return small_multiple(rows.assign(tip=tips), scale, years, least, **about)

    name, change, rank = t.phrase(indicator.short), change_line(view, code), rank_line(view, code)
    unit = unit[:1].upper() + unit[1:]
    unit = t("pillar.log", unit=unit) if log else unit
    sentence = plain(t("pillar.label", name=name, unit=unit, change=change.rstrip(".。"), rank=rank))
    doubts = [
        *reading.caveats(view.dataset, row, t)[:1]
    ]  # the first of China's; before it what is to be said of peers
    if one.peers and len(others):
        span = t.listing(format_runs(sorted({int(year) for year in others["year"]})))
        names = t.listing([view.family(each) for each in vintages(view.dataset, others["source"], t)])
        doubts.insert(0, t("pillar.peers_from", source=names, years=span))
    elif others.empty and view.choice.peers and "alone" not in str(row["doubts"]):
        doubts.insert(0, t("pillar.no_peers"))  # where China is alone, the line of the rank says so
    strength = badges.evidence(str(row["strength"]), t)
    return html.Section(
        [
            html.Div([html.H3(name, className="multiple-title"), strength], className="multiple-head"),
            html.P(unit, className="multiple-measure"),
            html.Div(
                plot(card, sentence, MULTIPLES.id("keys"), t, MULTIPLE_HEIGHTS[0]), hidden=bounds is None
            ),
            html.P(change, className="multiple-change"),
            html.P(markup(rank), className="small"),
            html.Div(
                [*due_text(view.dataset, code, t), *map(badges.caveat, doubts)], className="multiple-doubts"
            ),
            html.P(_sources(view, rows), className="source"),
            dcc.Store(
                id=card.id("figures"), data=figure_by_width(draw, *MULTIPLE_HEIGHTS) if bounds else None
            ),
        ],
        className="multiple",
    )


def _sources(view: PillarView, rows: pd.DataFrame) -> str:
    found = vintages(view.dataset, dict.fromkeys(rows["source"]), view.t)
    named = [view.t("pillar.released", source=view.family(one), vintage=found[one]) for one in found]
    return view.t("pillar.source_join").join(named)


def change_line(view: PillarView, code: str) -> str:
    """Return the change of a multiple since its first year in words."""
    t, row = view.t, view.row(code)
    if not is_present(row["last"]):
        return t("pillar.no_value", year=view.choice.since)
    if not is_present(row["change"]):
        return t("strategy.single_year", year=int(row["last_year"]), since=view.choice.since)
    change, growth, across = _steps(view, row)
    sentence = t("pillar.times" if several(row) else "pillar.since", **{**row, "change": change})
    sentence = t("pillar.with_growth", change=sentence, growth=growth) if growth else sentence
    return t("pillar.across", change=sentence) if across else sentence


def _steps(view: PillarView, row: Row) -> tuple[str, str, str]:
    """Return the change of a row, its growth a year, and that it runs across a break of the series.

    Across a break there is no growth: what grew and what was counted anew cannot be told apart.
    """
    t, indicator = view.t, view.indicator(str(row["code"]))
    across = t("pillar.across_break") if "break" in str(row["doubts"]).split() else ""
    growth = t("pillar.growth", **row) if is_present(row["growth"]) and not across else ""
    if row["how"] == "ratio":
        return t.write(float(row["change"]), "multiple"), growth, across
    change = difference(indicator, float(row["change"]), t, "+")
    return t("pillar.points", change=change) if indicator.kind == "share" else change, growth, across


def difference(indicator: Indicator, gap: float, t: Words, sign: str = "") -> str:
    """Write a difference in the unit on show; shares with two decimals below ten; "+": signs a gain."""
    scaled = gap * t.unit_of(indicator)[1]
    decimals = (2 if abs(scaled) < 10 else 1) if indicator.kind == "share" else indicator.decimals
    return t.write(scaled, f"{sign}.{decimals}")


def rank_line(view: PillarView, code: str) -> str:
    """Return where China stands on an indicator, or why it has no rank."""
    t, row = view.t, view.row(code)
    if not is_present(row["last"]):
        return ""
    if not is_present(row["rank"]):
        return t("pillar.rank.context" if row["direction"] == "context" else "pillar.rank.alone")
    return t("pillar.rank.all" if row["peers"] < 2 else "pillar.rank.both", **row)


def _ranked(view: PillarView) -> bool:
    return view.choice.pillar == CENTRES and pack_has_table(RANKING)


def clusters(view: PillarView) -> Content:
    """Return China's clusters among the 100 largest by edition; nothing on the pages of other pillars."""
    t, about = view.t, view.dataset.catalog.rankings[RANKING]
    if not _ranked(view):
        return Content(finding(view))
    counts = cluster_counts(other_frames.CLUSTERS.result(view.dataset, NoChoices()))
    changed = min((one.year for one in about.breaks), default=9999)  # another measure since
    before, after = counts[counts["edition"] < changed], counts[counts["edition"] >= changed]
    first, last = before.iloc[0], before.iloc[-1]
    ends = {"first_edition": first["edition"], "last_edition": last["edition"]}
    title = t("clusters.finding", first=first["total"], last=last["total"], **ends)
    if len(after):
        newest = after.iloc[-1]
        title += t("clusters.finding_after", count=newest["total"], edition=newest["edition"])
    totals = {int(row["edition"]): int(row["total"]) for row in counts.to_dict("records")}
    tips = {one: plain(t("clusters.tip", edition=one, count=count)) for one, count in totals.items()}
    marks = (t("clusters.absent"), t("clusters.changed"))
    heads = columns_of(
        t, {"clusters.column.edition": "text", "clusters.column.total": "", "clusters.column.ranked": ""}
    )
    source = t("clusters.source", first=min(totals), last=max(totals), checked=view.dataset.last_checked)
    link = html.A(t("overview.source_link"), href=t.link("data"))
    return Content(
        title,
        t("clusters.measure", measures=t.phrase(about.measures)),
        rows_table(t, counts[::-1], heads, t("clusters.caption")),
        figure_by_width(lambda least: cluster_bars(totals, tips, changed, marks, least), *CLUSTER_WIDTHS),
        [source, link, html.Span(source, hidden=True, **attributes(data_part="picture-source"))],
        editions=[*totals],
    )


def _clusters(view: PillarView) -> html.Section:
    """Return the card of clusters, beside it the ranks of the best ones and what must be known of both.

    An asterisk stands where a cluster had another name.
    """
    t, found = view.t, other_frames.CLUSTERS.result(view.dataset, NoChoices())
    editions = {edition: f"’{edition % 100:02d}" for edition in cluster_counts(found)["edition"]}
    leaders = leading_clusters(found)
    names = leaders.get(f"cluster_{t.lang}", leaders["cluster"].str.replace("-", numbers.DASH))
    rows = leaders.assign(
        cluster=names.groupby(leaders["core"]).transform("last"),
        rank=leaders["rank"].astype(str) + leaders["renamed"].map({True: "*", False: ""}),
    )
    about = view.dataset.catalog.rankings[RANKING]
    aside = [
        html.H3(t("clusters.ranks"), className="aside-title"),
        own_table(view, other_frames.CLUSTERS, t("clusters.ranks"), rows, across=editions),
        *(html.P(t.phrase(text)) for text in (*(one.note for one in about.breaks), *about.caveats)),
    ]
    grid = [CLUSTERS.draw(view).html, html.Div(aside, className="profile-aside")]
    return html.Section(html.Div(grid, className="profile-grid"), className="block", id="clusters")


def tables(view: PillarView) -> Content:
    """Return the tables of all indicators linked to the pillar, each folded."""
    t, rows = view.t, [*view.rows("indicator"), *view.rows("gii")]
    query = {"pillar": view.choice.pillar, **view.choice.changed_choices(view.dataset)}
    folds = [_moved(view), _frontier(view), _reasons(view), *_index(view)]
    return Content(
        finding(view),
        t("pillar.frontier_deck"),
        html.Div(folds, className="folds"),
        source=t("pillar.source_tables"),
        heading=t("pillar.frontier"),
        standalone_title=t("pillar.frontier"),
        releases=" ".join(frames.releases_by_row(view.dataset, rows)).split(),
        data_address=view.download(frames.EVIDENCE.name, query, ","),
        file_name=f"strategic-pillar-{view.choice.pillar}-evidence",
    )


def _folded(
    view: PillarView, name: str, finding: str, rows: list[dict[str, Any]], deck: str = "", **written_as: str
) -> html.Details:
    """Return a table folded below its heading and its finding; written_as: as in kit.columns_of."""
    t, title = view.t, view.t(f"pillar.tables.{name}")
    body = rows_table(
        t, rows, columns_of(t, {f"pillar.column.{name}": how for name, how in written_as.items()}), title
    )
    return fold(html.H3(title), finding, [*([html.P(deck, className="small")] if deck else []), body])


def _small(*lines: str) -> list[str | Component]:
    return [html.Span(line, className="small") for line in lines if line]


def _at(view: PillarView, row: Row, end: str) -> Cell | None:
    written = reading.end_value(view.dataset, row, end, view.t)
    return [written, *_small(str(int(row[f"{end}_year"])))] if written else None


def _strength(view: PillarView, code: str) -> Cell:
    """Return the strength of a link. Not the row's, which is none until a value is available."""
    link = view.pillar.link(code)
    return html.Div([badges.evidence(link.strength, view.t), *_small(view.t(f"role.{link.role}"))])


def _moved(view: PillarView) -> html.Details:
    """Return the table of what moved how, and where China stands; links lead to its rows."""
    t, rows = view.t, []
    for row in view.rows("indicator"):
        indicator = view.indicator(str(row["code"]))
        direction = t(f"pillar.direction.{indicator.direction}")
        both = t("pillar.unit", unit=t.unit_of(indicator)[0], direction=direction)
        named = html.Span(name_of(view, indicator.id), id=anchor(indicator.id))
        cells: dict[str, Any] = dict.fromkeys(("change", "peer_rank", "rank"))
        if is_present(row["change"]):
            change, *more = _steps(view, row)
            cells["change"] = [change, *_small(*more, t(f"pillar.course.{row['course']}"))]
        if is_present(row["rank"]):
            cells["rank"] = [str(int(row["rank"])), *_small(t("pillar.of_year", **row))]
            if row["peers"] > 1:
                cells["peer_rank"] = [str(int(row["peer_rank"])), *_small(t("pillar.of", **row))]
        if is_present(row["last"]):
            grade, codes = row["quality"], str(row["doubts"]).split() if is_present(row["doubts"]) else []
            doubts = [t(f"quality.doubt.{code}") for code in DOUBTS if code in codes]
            reason = t("quality.doubt.separator").join(doubts)
        else:
            grade, known = "none", indicator.id in view.dataset.observations_by_series
            reason = t("pillar.no_value", year=view.choice.since) if known else t("pillar.live")
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


def _frontier(view: PillarView) -> html.Details:
    """Return the table of China's value, and of the gaps to the targets of the frontier."""
    t, rows, compared, reached = view.t, [], 0, dict.fromkeys(_TARGETS, 0)
    for row in (row for row in view.rows("indicator") if is_present(row["last"])):
        indicator = view.indicator(str(row["code"]))
        named = [name_of(view, indicator.id), *_small(t.unit_of(indicator)[0])]
        compared += is_present(row["best_gap"])
        cells: dict[str, Any] = {"indicator": named, "china": _own(view, row)}
        for target in _TARGETS:
            reached[target] += is_present(row[f"{target}_gap"]) and float(row[f"{target}_gap"]) <= 0
            gap = target_cell(view, row, target)
            cells[target] = [html.B(gap[0]), *_small(*gap[1])] if gap else None
        rows.append(cells)
    finding = t("pillar.frontier_finding", count=compared, **reached)
    heads = {"indicator": "text", "china": "", **dict.fromkeys(_TARGETS, "text")}
    return _folded(view, "frontier", finding, rows, **heads)


def target_cell(view: PillarView, row: Row, target: str) -> tuple[str, list[str]] | None:
    """Return the gap to a target of the frontier in words, and below it who holds it and its value.

    None where an indicator has no such target: more is neither better nor worse, or China stands alone.
    """
    t, indicator = view.t, view.indicator(str(row["code"]))
    if not is_present(row[f"{target}_gap"]):
        return None
    at = value(indicator, float(row[f"{target}_value"]), t)
    economy, missing = row[f"{target}_economy"], float(row[f"{target}_gap"])
    if economy == FOCUS:
        return t("pillar.state.leads"), []
    below = [f"{view.economy_name(str(economy))} {at}" if economy else at]
    if missing <= 0:
        return t("pillar.state.ahead"), below
    gap = difference(indicator, missing, t)
    return t("pillar.gap_points" if indicator.kind == "share" else "pillar.gap", gap=gap), below


def _own(view: PillarView, row: Row) -> Cell | None:
    """Return China's value in the year of the ranks, which may be older than the latest."""
    if not is_present(row["best_value"]) or row["rank_year"] == row["last_year"]:
        return _at(view, row, "last")
    missing = float(row["best_gap"]) * (1 if row["direction"] == "higher" else -1)
    then = value(view.indicator(str(row["code"])), float(row["best_value"]) - missing, view.t)
    return [then, *_small(str(int(row["rank_year"])), view.t("pillar.comparable"))]


def _reasons(view: PillarView) -> html.Details:
    """Return the table of why each indicator is here, its caveats and its sources."""
    t, rows, doubtful = view.t, [], 0
    for row in view.rows("indicator"):
        code = str(row["code"])
        indicator, doubts = view.indicator(code), reading.caveats(view.dataset, row, t)
        source: Cell = publisher(view.dataset, indicator.source, t)
        if is_present(row["sources"]):
            source = release_links(view.dataset, row["sources"].split(), t)
        doubtful += bool(doubts)
        cells: dict[str, Any] = {"indicator": [name_of(view, code), *_small(t.phrase(indicator.definition))]}
        cells |= {"reason": t.phrase(view.pillar.link(code).reason), "source": source}
        rows.append(cells | {"caveats": _small(*doubts) if doubts else t("pillar.no_caveat")})
    finding = t("pillar.reasons_finding", count=len(rows), doubtful=doubtful)
    heads = dict.fromkeys(("indicator", "reason", "caveats", "source"), "text")
    return _folded(view, "reasons", finding, rows, **heads)


def _index(view: PillarView) -> list[Component]:
    """Return the table of the parts of the GII that are linked; nothing where none is."""
    t, rows, better = view.t, [], 0
    for row in view.rows("gii"):
        code = str(row["code"])
        cells: dict[str, Any] = {
            "part": html.Span(name_of(view, code), id=anchor(code)),
            "strength": _strength(view, code),
            "economies": row["economies"],
            "reason": t.phrase(view.pillar.link(code).reason),
        }
        for name, end in (("rank_then", "first"), ("rank_now", "last")):
            edition = (
                view.t.write(int(row[f"{end}_year"]), "edition").strip("[]") if is_present(row[end]) else ""
            )
            cells[name] = [str(int(row[end])), *_small(edition)] if edition else None
        better += float(row["last"]) < float(row["first"])
        rows.append(cells)
    deck = t("pillar.gii_deck", edition=view.dataset.newest_detailed)
    finding = t("pillar.gii_finding", count=len(rows), better=better)
    heads = {"part": "text", "strength": "text", "rank_then": "", "rank_now": "", "economies": "whole"}
    return [_folded(view, "gii", finding, rows, deck, **heads, reason="text")] if rows else []


MULTIPLES = Card(
    "pillar",
    "strategic-pillar",
    (frames.MULTIPLES,),
    multiples,
    height=1300,
    item="pillar",
    multiples=FIGURES,
)
EVIDENCE = Card(
    "pillar-evidence",
    "strategic-pillar-evidence",
    (frames.EVIDENCE,),
    tables,
    height=720,
    item="pillar",
    plotted=False,
)
CLUSTERS = Card("clusters", "clusters", (other_frames.CLUSTERS,), clusters, height=610, item="pillar")
CARDS = (MULTIPLES, EVIDENCE, CLUSTERS)
CALLBACKS = Callbacks(
    Choice,
    PillarView,
    parts=(FINDING, DECK, CHIPS, TEXT, GRID),
    cards=(MULTIPLES, EVIDENCE),
    stores=("pillar",),
    not_controls=("pillar",),
)
