"""A strategic pillar: is this aim visible in the data, and how far is the frontier?"""

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from analysis.comparison import other_rankings
from analysis.comparison.other_rankings import cluster_counts, leading_clusters
from analysis.evidence import strategy
from analysis.evidence.pillar import DOUBTS, count_courses
from analysis.evidence.strategy import DEFAULT_SINCE, Choice, EvidenceChoice
from analysis.evidence.targets import goals, with_goals
from analysis.normalize import format_runs
from analysis.query import NoChoices
from components.cards import badges
from components.cards.callbacks import Callbacks
from components.cards.card import Card, Content, Ids, UnseenPart, plot
from components.cards.tables import Cell, Col, own_table, rows_table
from components.charts.bars import CLUSTER_WIDTHS, cluster_bars
from components.charts.layer import figure_by_width
from components.charts.scales import steady_scale
from components.charts.small_multiples import MULTIPLE_HEIGHTS, multiple_scale_height, small_multiple
from components.text import numbers
from components.text.attributes import attributes
from components.text.catalog import Words, markup, plain
from components.text.numbers import is_at_least_doubled, is_present
from components.text.paths import page_exists
from components.text.view import PageView, short_labels
from components.widgets import reading
from components.widgets.blocks import column, fold
from components.widgets.controls import Controls, control_bar, pillar_views
from components.widgets.reading import Row, hardly_moved, value
from components.widgets.series_source import publisher, release_links, vintages
from components.widgets.targets import due_text
from data.article import FOCUS
from data.entries import Indicator, StrategicPillar
from data.pack import pack_has_table

PAGE = "pillar"
CHIPS, FINDING, DECK = "pillar-chips", "pillar-finding", "pillar-deck"
TEXT, GRID = "pillar-text", "pillar-grid"
FIGURES = tuple(Ids(f"pillar-{number}") for number in range(1, 7))
CLUSTERS_PILLAR, CLUSTERS_RANKING = 1, "gii_clusters"  # the pillar asks for innovation centres
_TARGETS = ("best", "top_ten", "upper_middle")
_BELOW = {
    "pillar.reading.title": ("pillar.reading.counts", "pillar.reading.ranks"),
    "pillar.matching.title": ("pillar.matching.judgement", "pillar.matching.strength"),
    "pillar.limits.title": ("pillar.limits.cause", "pillar.limits.quality"),
}
_HEADS = {
    "indicator": "pillar.column.indicator", "strength": "pillar.column.strength",
    "first": "pillar.column.first", "last": "pillar.column.last", "change": "pillar.column.change",
    "peer_rank": "pillar.column.peer_rank", "rank": "pillar.column.rank",
    "quality": "pillar.column.quality", "china": "pillar.column.china", "best": "pillar.column.best",
    "top_ten": "pillar.column.top_ten", "upper_middle": "pillar.column.upper_middle",
    "reason": "pillar.column.reason", "caveats": "pillar.column.caveats",
    "source": "pillar.column.source", "part": "pillar.column.part",
    "rank_then": "pillar.column.rank_then", "rank_now": "pillar.column.rank_now",
    "economies": "pillar.column.economies",
}  # fmt: skip
_DIRECTIONS = {
    "higher": "pillar.direction.higher", "lower": "pillar.direction.lower",
    "context": "pillar.direction.context",
}  # fmt: skip
_COURSES = {
    "towards": "pillar.course.towards", "away": "pillar.course.away", "flat": "pillar.course.flat",
    "none": "pillar.course.none",
}  # fmt: skip


@dataclass(frozen=True)
class PillarView(PageView[Choice]):
    """One strategic pillar as it is shown."""

    @property
    def pillar(self) -> StrategicPillar:
        """The pillar in the catalog."""
        return self.dataset.catalog.strategy[self.choice.pillar - 1]

    @cached_property
    def multiple_rows(self) -> pd.DataFrame:
        """The rows of all multiples, with their formatted values in the column ``written``."""
        frame = strategy.MULTIPLES.result(self.dataset, self.choice)
        indicators = map(self.indicator, frame["indicator"])
        pairs = zip(indicators, frame["value"], strict=True)
        return frame.assign(written=[value(series, x / series.scale, self.t) for series, x in pairs])

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """The evidence: a row for each link and each gap."""
        chosen = EvidenceChoice(self.choice.pillar, self.choice.peers, self.choice.since)
        return strategy.EVIDENCE.result(self.dataset, chosen)

    @cached_property
    def counts(self) -> dict[str, int]:
        """The numbers of indicators by course, and of gaps (see `count_courses`)."""
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
    values = {**view.counts, "hardly": hardly_moved(t), "name": t.phrase(view.pillar.name)}
    below = [column(t(title), [t(key, **values) for key in keys]) for title, keys in _BELOW.items()]
    visible = [pillar_views(t, dataset.catalog.strategy, f"strategy/{view.pillar.slug}", view.choice.since)]
    more = [controls.segmented_control("since"), controls.segmented_control("scale")]
    more.append(controls.comparison("with", CHIPS, raises=False))
    return [
        html.H1(markup(finding(view)), id=FINDING),
        html.P(markup(deck(view)), id=DECK, className="deck"),
        control_bar(t, visible, more, "pillar-controls"),
        html.Div([MULTIPLES.draw(view).html, _aside(view)], className="pillar-grid"),
        *([_clusters_section(view)] if _has_clusters(view) else []),
        html.Section(EVIDENCE.draw(view).html, className="block pillar-evidence"),
        html.Section(below, id=TEXT, className="block three"),
        controls.store("pillar"),
    ]


def finding(view: PillarView) -> str:
    """Return the finding: the headline's latest value, how it moved, and China's rank by it."""
    t, pillar, counts = view.t, view.pillar, view.counts
    row: Row = view.row(pillar.headline) if pillar.headline else {"last": None}
    if not is_present(row["last"]):
        return t("pillar.finding.counts_only" if counts["judged"] else "pillar.finding.nothing", **counts)
    ends = {end: reading.end_value(view.dataset, row, end, t) for end in ("first", "last", "peak")}
    values = {**row, **ends}
    sentence = f"{t.phrase(view.indicator(pillar.headline).short)}{t.language.colon}{ends['last']}"
    if pillar.finding:
        sentence = t.phrase(pillar.finding).format(**values)
    if is_present(row["first"]):
        key = "pillar.finding.up" if row["last"] > row["first"] else "pillar.finding.down"
        key = "pillar.finding.flat" if row["course"] == "flat" else key
        key = "pillar.finding.peaked" if ends["peak"] else key
        sentence = t(key, sentence=sentence, **values)
    elif row["rank_year"] != row["last_year"]:  # otherwise the year is given with the rank
        sentence = t("pillar.finding.single", sentence=sentence, **values)
    return t("pillar.finding.level", sentence=sentence, **values) if is_present(row["rank"]) else sentence


def deck(view: PillarView) -> str:
    """Return number, name and question of the pillar, how its indicators moved, and how many gaps it has."""
    t, pillar, counts, since = view.t, view.pillar, view.counts, view.choice.since
    key = "pillar.moved.one" if counts["towards"] else "pillar.moved.one_not"
    if counts["judged"] != 1:
        key = "pillar.moved.many" if counts["judged"] else "pillar.moved.none"
    values = {"number": pillar.number, "name": t.phrase(pillar.name), "question": t.phrase(pillar.question)}
    values |= {"moved": t(key, since=since, **counts), "actions": len(pillar.actions)}
    return t("pillar.deck", since=since, **values, **counts)


def _aside(view: PillarView) -> html.Aside:
    t, pillar = view.t, view.pillar
    outlet = html.A(t("pillar.outlet"), href=view.dataset.catalog.sources["article"].url, rel="noopener")
    # "translated" is empty in English, the language of the article.
    credit = [part for part in (t("pillar.credit"), outlet, t("pillar.translated")) if part]
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
            *_province_links(view),
        ],
        className="pillar-aside",
    )


def _province_links(view: PillarView) -> list[Component]:
    t, page = view.t, "strategy/provinces"
    links: list[str | Component] = [t("pillar.provinces")]
    for link in view.pillar.provinces if page_exists(page) else ():
        name = t.phrase(view.dataset.catalog.provinces[link.measure].short)
        links += [html.A(name, href=t.link(page, measure=link.measure)), t("list.separator")]
    return [html.P(links[:-1], className="small")] if len(links) > 1 else []


def anchor(code: str) -> str:
    """Return the id of the row of an indicator or a part of the GII in the tables."""
    return "row-" + code.replace(".", "-")


def name_of(view: PillarView, code: str) -> str:
    """Return the short name of an indicator, with its source if another indicator of the pillar shares it.

    The name of a part of the GII includes its code.
    """
    if view.pillar.link(code).gii:
        return view.t("pillar.gii_name", code=code, name=reading.part(view.dataset, code, view.t))
    indicator, short = view.indicator(code), view.t.phrase
    name = short(indicator.short)
    other_codes = [link.indicator for link in view.pillar.links if not link.gii and link.indicator != code]
    if all(short(view.indicator(other).short) != name for other in other_codes):
        return name
    return view.t("pillar.named", name=name, source=view.family(indicator.source))


def multiples(view: PillarView) -> Content:
    """Return all multiples, and their rows as tables: a row for each year, a column for each economy."""
    t, frame, indicators = view.t, view.multiple_rows, view.dataset.catalog.indicators
    names = [t.phrase(view.indicator(entry.indicator).short) for entry in view.pillar.multiples]
    note = ""
    if view.choice.scale == "shared":  # names the multiples that share a range, or says that none can
        groups = strategy.groups_with_shared_range(frame, view.pillar, indicators)
        lists = [t.listing([names[number - 1] for number in group]) for group in groups]
        text = t("pillar.scale.separator").join(lists)
        note = t("pillar.scale.alike" if groups else "pillar.scale.none", groups=text)
    bounds = strategy.ranges(frame, view.pillar, indicators, view.choice.scale)
    last = int(frame["year"].max()) if len(frame) else DEFAULT_SINCE + 1
    labels = view.dataset.labels(t.lang)
    parts, tables = [], []
    for number, entry in enumerate(view.pillar.multiples, start=1):
        rows, ends = frame[frame["multiple"] == number], bounds.get(number)
        if ends and view.choice.scale == "own":  # a shared range does not include goals
            ends = with_goals(view.dataset, entry.indicator, ends, last)
        parts.append(_multiple(view, number, rows, ends, (DEFAULT_SINCE, last)))
        unit, _ = t.unit_of(view.indicator(entry.indicator))
        caption = t("pillar.table", name=names[number - 1], unit=unit)
        cells = rows.assign(value=rows["written"]).sort_values("year")
        across = {code: labels[code] for code in dict.fromkeys(rows["economy"])}
        table = own_table(view, strategy.MULTIPLES, caption, cells, across=across)
        tables += [html.H4(caption), table, html.P(_sources(view, rows), className="source")]
    keys = html.P(t("card.keys"), id=MULTIPLES.id("keys"), className="unseen")
    return Content(
        finding(view),
        note,
        tables,
        source=[t("pillar.source"), html.A(t("page.data"), href=t.link("data")), t("pillar.stop")],
        body=[html.Div(parts, id=GRID, className="multiples"), keys],
        table_place="behind",
        heading=UnseenPart(t("pillar.multiples")),
        releases=[*frame["source"]],
        file_name=f"strategic-pillar-{view.choice.pillar}-multiples",
    )


def _multiple(
    view: PillarView,
    number: int,
    rows: pd.DataFrame,
    bounds: tuple[float, float] | None,
    years: tuple[int, int],
) -> html.Section:
    t, card, multiple = view.t, FIGURES[number - 1], view.pillar.multiples[number - 1]
    code = multiple.indicator
    indicator, row = view.indicator(code), view.row(code)
    unit, scale = t.unit_of(indicator)
    factor, log = scale / indicator.scale, strategy.needs_log_scale(rows["value"], indicator.kind)
    low, high = (factor * end for end in bounds or (0.0, 1.0))
    rows = rows.assign(value=factor * rows["value"])
    china_rows, peer_rows = rows[rows["economy"] == FOCUS], rows[rows["economy"] != FOCUS]
    latest = china_rows["written"].iloc[-1] if len(china_rows) else ""
    if latest and indicator.kind == "count":
        latest = t.write(float(china_rows["value"].iloc[-1]), "short")
    records: list[dict[Any, Any]] = rows.to_dict("records")
    tips = [t("pillar.tip", **{**point, "name": view.economy_name(point["economy"])}) for point in records]
    options: dict[str, Any] = {
        "breaks": [entry.year for entry in indicator.breaks_of(FOCUS)],
        "number": latest,
        "since": view.choice.since,
        "names": short_labels(view.dataset, t),
        "goals": [(year, factor * goal) for year, goal, _ in goals(view.dataset, code)],
    }

    def draw(min_width: int) -> dict[str, Any]:
        height = multiple_scale_height(min_width)
        scale = steady_scale(low, high, log=log, lang=t.lang, height=height)
        return small_multiple(rows.assign(tip=tips), scale, years, min_width, **options)

    name, change, rank = t.phrase(indicator.short), change_line(view, code), rank_line(view, code)
    unit = unit[:1].upper() + unit[1:]
    unit = t("pillar.log", unit=unit) if log else unit
    sentence = plain(t("pillar.label", name=name, unit=unit, change=change.rstrip(".。"), rank=rank))
    caveats = [*reading.caveats(view.dataset, row, t)[:1]]
    if multiple.peers and len(peer_rows):
        span = t.listing(format_runs(sorted({int(year) for year in peer_rows["year"]})))
        releases = vintages(view.dataset, peer_rows["source"], t)
        names = t.listing([view.family(release) for release in releases])
        caveats.insert(0, t("pillar.peers_from", source=names, years=span))
    elif peer_rows.empty and view.choice.peers and "alone" not in str(row["doubts"]):
        caveats.insert(0, t("pillar.no_peers"))  # if China is alone, the line of the rank says so
    strength = badges.evidence(str(row["strength"]), t)
    figure = plot(card, sentence, MULTIPLES.id("keys"), t, MULTIPLE_HEIGHTS[0])
    figures = figure_by_width(draw, *MULTIPLE_HEIGHTS) if bounds else None
    notes = [*due_text(view.dataset, code, t), *map(badges.caveat, caveats)]
    return html.Section(
        [
            html.Div([html.H3(name, className="multiple-title"), strength], className="multiple-head"),
            html.P(unit, className="multiple-measure"),
            html.Div(figure, hidden=bounds is None),
            html.P(change, className="multiple-change"),
            html.P(markup(rank), className="small"),
            html.Div(notes, className="multiple-doubts"),
            html.P(_sources(view, rows), className="source"),
            dcc.Store(id=card.id("figures"), data=figures),
        ],
        className="multiple",
    )


def _sources(view: PillarView, rows: pd.DataFrame) -> str:
    releases = []
    for family, vintage in vintages(view.dataset, dict.fromkeys(rows["source"]), view.t).items():
        releases.append(view.t("pillar.released", source=view.family(family), vintage=vintage))
    return view.t("pillar.source_join").join(releases)


def change_line(view: PillarView, code: str) -> str:
    """Return the change of a multiple since its first year in words."""
    t, row = view.t, view.row(code)
    if not is_present(row["last"]):
        return t("pillar.no_value", year=view.choice.since)
    if not is_present(row["change"]):
        return t("strategy.single_year", year=int(row["last_year"]), since=view.choice.since)
    change, growth, across = _change_texts(view, row)
    sentence = t("pillar.times" if is_at_least_doubled(row) else "pillar.since", **{**row, "change": change})
    sentence = t("pillar.with_growth", change=sentence, growth=growth) if growth else sentence
    return t("pillar.across", change=sentence) if across else sentence


def _change_texts(view: PillarView, row: Row) -> tuple[str, str, str]:
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


def _has_clusters(view: PillarView) -> bool:
    return view.choice.pillar == CLUSTERS_PILLAR and pack_has_table(CLUSTERS_RANKING)


def clusters(view: PillarView) -> Content:
    """Return China's clusters among the 100 largest by edition; nothing on the pages of other pillars."""
    t, ranking = view.t, view.dataset.catalog.rankings[CLUSTERS_RANKING]
    if not _has_clusters(view):
        return Content(finding(view))
    counts = cluster_counts(other_rankings.CLUSTERS.result(view.dataset, NoChoices()))
    changed = min((entry.year for entry in ranking.breaks), default=9999)  # another measure since
    before, after = counts[counts["edition"] < changed], counts[counts["edition"] >= changed]
    first, last = before.iloc[0], before.iloc[-1]
    ends = {"first_edition": first["edition"], "last_edition": last["edition"]}
    title = t("clusters.finding", first=first["total"], last=last["total"], **ends)
    if len(after):
        newest = after.iloc[-1]
        title += t("clusters.finding_after", count=newest["total"], edition=newest["edition"])
    totals = {int(row["edition"]): int(row["total"]) for row in counts.to_dict("records")}
    tips = {year: plain(t("clusters.tip", edition=year, count=count)) for year, count in totals.items()}
    marks = (t("clusters.absent"), t("clusters.changed"))
    heads = [
        Col("edition", t("clusters.column.edition"), "text"),
        Col("total", t("clusters.column.total")),
        Col("ranked", t("clusters.column.ranked")),
    ]
    source = t("clusters.source", first=min(totals), last=max(totals), checked=view.dataset.last_checked)
    link = html.A(t("overview.source_link"), href=t.link("data"))
    return Content(
        title,
        t("clusters.measure", measures=t.phrase(ranking.measures)),
        rows_table(t, counts[::-1], heads, t("clusters.caption")),
        figure_by_width(partial(cluster_bars, totals, tips, changed, marks), *CLUSTER_WIDTHS),
        [source, link, html.Span(source, hidden=True, **attributes(data_part="picture-source"))],
        editions=[*totals],
    )


def _clusters_section(view: PillarView) -> html.Section:
    """Return the card of clusters and, beside it, the ranks of the best ones with notes.

    An asterisk marks a rank under an earlier name of the cluster.
    """
    t, frame = view.t, other_rankings.CLUSTERS.result(view.dataset, NoChoices())
    editions = {edition: f"’{edition % 100:02d}" for edition in cluster_counts(frame)["edition"]}
    leaders = leading_clusters(frame)
    names = leaders.get(f"cluster_{t.lang}", leaders["cluster"].str.replace("-", numbers.DASH))
    rows = leaders.assign(
        cluster=names.groupby(leaders["core"]).transform("last"),
        rank=leaders["rank"].astype(str) + leaders["renamed"].map({True: "*", False: ""}),
    )
    ranking = view.dataset.catalog.rankings[CLUSTERS_RANKING]
    notes = [*(entry.note for entry in ranking.breaks), *ranking.caveats]
    aside = [
        html.H3(t("clusters.ranks"), className="aside-title"),
        own_table(view, other_rankings.CLUSTERS, t("clusters.ranks"), rows, across=editions),
        *(html.P(t.phrase(note)) for note in notes),
    ]
    grid = [CLUSTERS.draw(view).html, html.Div(aside, className="profile-aside")]
    return html.Section(html.Div(grid, className="profile-grid"), className="block", id="clusters")


def evidence_tables(view: PillarView) -> Content:
    """Return the tables of all indicators linked to the pillar, each folded."""
    t, rows = view.t, [*view.rows("indicator"), *view.rows("gii")]
    query = {"pillar": view.choice.pillar, **view.choice.changed_choices(view.dataset)}
    folds = [_movement_table(view), _frontier_table(view), _reasons_table(view), *_gii_table(view)]
    return Content(
        finding(view),
        t("pillar.frontier_deck"),
        html.Div(folds, className="folds"),
        source=t("pillar.source_tables"),
        heading=t("pillar.frontier"),
        standalone_title=t("pillar.frontier"),
        releases=" ".join(strategy.releases_by_row(view.dataset, rows)).split(),
        data_address=view.download(strategy.EVIDENCE.name, query, ","),
        file_name=f"strategic-pillar-{view.choice.pillar}-evidence",
    )


def _fold_table(
    t: Words, title: str, finding: str, rows: list[dict[str, Any]], formats: dict[str, str], deck: str = ""
) -> html.Details:
    """Return a table folded below its heading and its finding; formats: how each column is written."""
    heads = [Col(name, t(_HEADS[name]), how) for name, how in formats.items()]
    table = rows_table(t, rows, heads, title)
    return fold(html.H3(title), finding, [*([html.P(deck, className="small")] if deck else []), table])


def _small(*lines: str) -> list[str | Component]:
    return [html.Span(line, className="small") for line in lines if line]


def _end_cell(view: PillarView, row: Row, end: str) -> Cell | None:
    text = reading.end_value(view.dataset, row, end, view.t)
    return [text, *_small(str(int(row[f"{end}_year"])))] if text else None


def _strength_cell(view: PillarView, code: str) -> Cell:
    # Not the strength in the evidence row, which is missing until a value is available.
    link = view.pillar.link(code)
    return html.Div([badges.evidence(link.strength, view.t), *_small(view.t(f"role.{link.role}"))])


def _movement_table(view: PillarView) -> html.Details:
    t, rows = view.t, []
    for row in view.rows("indicator"):
        indicator = view.indicator(str(row["code"]))
        direction = t(_DIRECTIONS[indicator.direction])
        unit = t("pillar.unit", unit=t.unit_of(indicator)[0], direction=direction)
        name = html.Span(name_of(view, indicator.id), id=anchor(indicator.id))
        cells: dict[str, Any] = dict.fromkeys(("change", "peer_rank", "rank"))
        if is_present(row["change"]):
            change, *more = _change_texts(view, row)
            cells["change"] = [change, *_small(*more, t(_COURSES[row["course"]]))]
        if is_present(row["rank"]):
            cells["rank"] = [str(int(row["rank"])), *_small(t("pillar.of_year", **row))]
            if row["peers"] > 1:
                cells["peer_rank"] = [str(int(row["peer_rank"])), *_small(t("pillar.of", **row))]
        if is_present(row["last"]):
            grade, codes = row["quality"], str(row["doubts"]).split() if is_present(row["doubts"]) else []
            doubts = [t(f"quality.doubt.{code}") for code in DOUBTS if code in codes]
            reason = t("quality.doubt.separator").join(doubts)
        else:
            grade, has_values = "none", indicator.id in view.dataset.observations_by_series
            reason = t("pillar.no_value", year=view.choice.since) if has_values else t("pillar.live")
        cells |= {
            "indicator": [name, *_small(unit)],
            "strength": _strength_cell(view, indicator.id),
            "first": _end_cell(view, row, "first"),
            "last": _end_cell(view, row, "last"),
            "quality": [t(f"quality.{grade}"), *_small(reason)],
        }
        rows.append(cells)
    formats = {"indicator": "text", "strength": "text", "first": "", "last": "", "change": ""}
    formats |= {"peer_rank": "", "rank": "", "quality": "text"}
    return _fold_table(t, t("pillar.tables.moved"), t("matrix.bar", **view.counts), rows, formats)


def _frontier_table(view: PillarView) -> html.Details:
    t, rows, count, reached = view.t, [], 0, dict.fromkeys(_TARGETS, 0)
    for row in (row for row in view.rows("indicator") if is_present(row["last"])):
        indicator = view.indicator(str(row["code"]))
        name = [name_of(view, indicator.id), *_small(t.unit_of(indicator)[0])]
        count += is_present(row["best_gap"])
        cells: dict[str, Any] = {"indicator": name, "china": _comparable_cell(view, row)}
        for target in _TARGETS:
            reached[target] += is_present(row[f"{target}_gap"]) and float(row[f"{target}_gap"]) <= 0
            gap = target_cell(view, row, target)
            cells[target] = [html.B(gap[0]), *_small(*gap[1])] if gap else None
        rows.append(cells)
    finding = t("pillar.frontier_finding", count=count, **reached)
    formats = {"indicator": "text", "china": "", **dict.fromkeys(_TARGETS, "text")}
    return _fold_table(t, t("pillar.tables.frontier"), finding, rows, formats)


def target_cell(view: PillarView, row: Row, target: str) -> tuple[str, list[str]] | None:
    """Return the gap to a target of the frontier in words, then the economy at the target and its value.

    None if an indicator has no such target: more is neither better nor worse, or China stands alone.
    """
    t, indicator = view.t, view.indicator(str(row["code"]))
    if not is_present(row[f"{target}_gap"]):
        return None
    target_value = value(indicator, float(row[f"{target}_value"]), t)
    economy, gap = row[f"{target}_economy"], float(row[f"{target}_gap"])
    if economy == FOCUS:
        return t("pillar.state.leads"), []
    details = [f"{view.economy_name(str(economy))} {target_value}" if economy else target_value]
    if gap <= 0:
        return t("pillar.state.ahead"), details
    key = "pillar.gap_points" if indicator.kind == "share" else "pillar.gap"
    return t(key, gap=difference(indicator, gap, t)), details


def _comparable_cell(view: PillarView, row: Row) -> Cell | None:
    if not is_present(row["best_value"]) or row["rank_year"] == row["last_year"]:
        return _end_cell(view, row, "last")
    gap = float(row["best_gap"]) * (1 if row["direction"] == "higher" else -1)
    text = value(view.indicator(str(row["code"])), float(row["best_value"]) - gap, view.t)
    return [text, *_small(str(int(row["rank_year"])), view.t("pillar.comparable"))]


def _reasons_table(view: PillarView) -> html.Details:
    t, rows, count_with_caveats = view.t, [], 0
    for row in view.rows("indicator"):
        code = str(row["code"])
        indicator, caveats = view.indicator(code), reading.caveats(view.dataset, row, t)
        source: Cell = publisher(view.dataset, indicator.source, t)
        if is_present(row["sources"]):
            source = release_links(view.dataset, row["sources"].split(), t)
        count_with_caveats += bool(caveats)
        cells: dict[str, Any] = {"indicator": [name_of(view, code), *_small(t.phrase(indicator.definition))]}
        cells |= {"reason": t.phrase(view.pillar.link(code).reason), "source": source}
        rows.append(cells | {"caveats": _small(*caveats) if caveats else t("pillar.no_caveat")})
    finding = t("pillar.reasons_finding", count=len(rows), doubtful=count_with_caveats)
    formats = dict.fromkeys(("indicator", "reason", "caveats", "source"), "text")
    return _fold_table(t, t("pillar.tables.reasons"), finding, rows, formats)


def _gii_table(view: PillarView) -> list[Component]:
    t, rows, better = view.t, [], 0
    for row in view.rows("gii"):
        code = str(row["code"])
        cells: dict[str, Any] = {
            "part": html.Span(name_of(view, code), id=anchor(code)),
            "strength": _strength_cell(view, code),
            "economies": row["economies"],
            "reason": t.phrase(view.pillar.link(code).reason),
        }
        for name, end in (("rank_then", "first"), ("rank_now", "last")):
            cells[name] = None
            if is_present(row[end]):
                edition = t.write(int(row[f"{end}_year"]), "edition").strip("[]")
                cells[name] = [str(int(row[end])), *_small(edition)]
        better += float(row["last"]) < float(row["first"])
        rows.append(cells)
    deck = t("pillar.gii_deck", edition=view.dataset.newest_detailed)
    finding = t("pillar.gii_finding", count=len(rows), better=better)
    formats = {"part": "text", "strength": "text", "rank_then": "", "rank_now": "", "economies": "whole"}
    formats["reason"] = "text"
    return [_fold_table(t, t("pillar.tables.gii"), finding, rows, formats, deck)] if rows else []


MULTIPLES = Card(
    "pillar",
    "strategic-pillar",
    (strategy.MULTIPLES,),
    multiples,
    height=1300,
    item="pillar",
    multiples=FIGURES,
)
EVIDENCE = Card(
    "pillar-evidence",
    "strategic-pillar-evidence",
    (strategy.EVIDENCE,),
    evidence_tables,
    height=720,
    item="pillar",
    plotted=False,
)
CLUSTERS = Card("clusters", "clusters", (other_rankings.CLUSTERS,), clusters, height=610, item="pillar")
CARDS = (MULTIPLES, EVIDENCE, CLUSTERS)
CALLBACKS = Callbacks(
    Choice,
    PillarView,
    parts=(FINDING, DECK, CHIPS, TEXT, GRID),
    cards=(MULTIPLES, EVIDENCE),
    stores=("pillar",),
    not_controls=("pillar",),
)
