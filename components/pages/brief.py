"""Brief: what does the rank of an economy amount to, on two pages that can be printed?

The first page has the finding, the trajectory, what moved the rank, how firm it is, and comparable economies
or strategic pillars; the second marks, GII pillars, claims, the data behind them, licences, method, citation.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.evidence import targets
from analysis.evidence.pillar import pillar_evidence
from analysis.evidence.verdicts import claim_assessments
from analysis.index import ledger, profile, standing
from analysis.index.composition import PILLARS
from analysis.index.framework import framework_mark
from analysis.index.profile import BriefChoice, selected_peers
from analysis.index.standing import rows_between, rows_of, standings
from analysis.robustness.weights import EQUAL, fields, rank_range
from components.cards.badges import evidence, ring, verdict
from components.cards.callbacks import Callbacks
from components.cards.tables import Cell, without_head
from components.charts.lines import records
from components.charts.static_svg import static_image
from components.charts.trajectory import ChartStyle, trajectories
from components.text import numbers
from components.text.attributes import attributes, button
from components.text.catalog import markup, plain
from components.text.keys import INDEX_PARTS, PEER_LISTS, by_last_part
from components.text.numbers import is_present
from components.text.paths import page_exists
from components.text.view import EconomyView, licence, line_labels
from components.theme import DARK, LIGHT, on_surface
from components.widgets import claims, trajectory
from components.widgets import ledgers as why
from components.widgets.blocks import block, paragraph, sheet
from components.widgets.claims import ClaimView, claim_releases
from components.widgets.controls import Controls
from components.widgets.framework import copied_note, counted_changes, framework_changes, letters
from components.widgets.ledgers import WhyView, empty_places
from components.widgets.peers import Comparison, comparison, reason
from components.widgets.profile import (
    Profile,
    calculated_note,
    data_behind,
    intervals,
    marked_rows,
    next_place_text,
    strip,
    unit_of,
    value_text,
)
from components.widgets.profile import finding as profile_finding
from components.widgets.reading import headline_of, spark
from components.widgets.targets import Targets as TargetView
from components.widgets.trajectory import strategy_sources
from data.article import CLAIM, FOCUS
from data.citation import INDEX, OWN, cite, index
from data.licences import NOT_STATED

PAGE, SHEETS = "brief", "brief-sheets"
PICTURE_SIZES = (("brief-wide", 688, 252), ("brief-small", 328, 262))
"""Class, width and height in px of the picture: for paper and wide screens, and for phones."""
SPARK_SIZE = (130, 28)  # px
NBSP = "\u00a0"
MAX_NAMED_INDICATORS = 2  # missing, and outdated ones
MAX_MARKS = 8  # strengths, and weaknesses
MAX_FOCUS_MARKS = 5  # of the focus economy, whose page has claims, too
MAX_PILLAR_EDITIONS: Final = 7
_MARK_COUNTS: Final = {
    "S": ("brief.marks.all_S", "brief.marks.some_S"),
    "W": ("brief.marks.all_W", "brief.marks.some_W"),
}
_FRAMEWORK_NOTES: Final = by_last_part(
    "brief.ledger.break", "brief.ledger.documented", "brief.ledger.unmarked"
)


@dataclass(frozen=True)
class Brief(EconomyView[BriefChoice]):
    """A brief: the choice, and what several of its parts need, computed once."""

    def say(self, key: str, **values: Any) -> str:
        """Return a text, in which the placeholders of the economy's page can be used."""
        return self.profile.say(key, **values)

    @cached_property
    def profile(self) -> Profile:
        """Profile of the economy in the edition."""
        query = {"economy": self.choice.economy, "edition": self.choice.edition}
        return Profile(self.dataset, self.t, profile.Choice.read(self.dataset, query))

    @cached_property
    def comparable(self) -> Comparison | None:
        """Results of the finders of comparable economies; None if the economy is not ranked."""
        return comparison(self.dataset, self.choice.economy, self.choice.edition)

    @cached_property
    def peers(self) -> list[tuple[str, str]]:
        """Economies to compare with, each with the finder that names it, "" if the reader chose it."""
        return selected_peers(self.choice, self.comparable.lists if self.comparable else {})

    @property
    def start(self) -> int:
        """First edition of the picture: that of all courses, or an earlier one of the choice."""
        choice = self.choice
        return min(self.dataset.course_start, choice.edition, choice.since or choice.edition)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Rows of the economy and its peers, with the columns of ``standing.standings``."""
        dataset, codes = self.dataset, (self.choice.economy, *(code for code, _ in self.peers))
        return rows_between(standings(dataset), codes, self.start, dataset.editions[-1])

    @property
    def ranks(self) -> dict[int, int]:
        """Published ranks by edition."""
        return standing.ranks(self.dataset, self.choice.economy)


CALLBACKS = Callbacks(
    BriefChoice,
    Brief,
    parts=(SHEETS, ("brief-since", "options"), ("brief-since", "value")),
    stores=("with",),
    not_controls=("with",),
)


def layout(brief: Brief) -> list[Component]:
    """Return the brief of the economy that the path names, a single page if no edition ranks it."""
    dataset, t, choice = brief.dataset, brief.t, brief.choice
    economy = str(brief.query.get("economy", FOCUS))
    is_never_ranked = economy in dataset.catalog.economies and economy not in dataset.economies
    if is_never_ranked:
        choice = BriefChoice(economy, dataset.newest_detailed, 0, None)
        brief = replace(brief, choice=choice)
    controls = Controls(PAGE, choice, dataset, t, {0: t("missing")})
    picker = controls.select("economy", searchable=True, among={*dataset.economies, choice.economy})
    print_button = button(t("brief.print"), "button brief-print", data_print="page")
    selects = [] if is_never_ranked else [controls.select("edition"), controls.select("since")]
    control_row = html.Div([picker, *selects, print_button], className="controls brief-controls")
    foot = paragraph(t, [t("footer.quote")])
    if is_never_ranked:
        ranked_economies = brief.say("economy.never.others", count=len(dataset.economies))
        content = [
            html.H1(markup(finding(brief))),
            html.P(markup(brief.say("economy.never.reason"))),
            html.P(markup(ranked_economies), className="brief-list"),  # hidden on paper, like the list
            _citation(brief),
        ]
        number = t("brief.page", number=1, all=1)
        only = sheet(brief.say("brief.head_never"), content, foot, number, short=True)
        return [control_row, html.Div(only, className="brief")]
    ranked, data = brief.profile.is_ranked, [brief.say("brief.unranked")]
    if ranked:
        data = data_behind(brief.profile, MAX_NAMED_INDICATORS, rule=False)
    behind = block(t("economy.data.title"), paragraph(t, data))
    notes = html.Div([behind, *_notes(brief), _citation(brief)], className="brief-columns")
    content = [_marks(brief), _pillars(brief), *([_claims(brief)] if brief.is_china else []), notes]
    second = sheet(brief.say("brief.head"), content, foot, t("brief.page", number=2, all=2), short=not ranked)
    return [
        control_row,
        html.Div([_first_page(brief), second], id=SHEETS, className="brief"),
        controls.store("with"),
    ]


def _first_page(brief: Brief) -> html.Section:
    t, editions, comparable = brief.t, brief.dataset.editions, brief.comparable
    content = [
        html.H1(markup(finding(brief))),
        html.P(markup(_deck(brief)), className="deck"),
        _figure(brief),
        html.Div([_ledger(brief), _firm(brief)], className="brief-two"),
        _strategy(brief) if brief.is_china else _peers(brief),
    ]
    ends = {"first": editions[0], "last": editions[-1]}
    sources = [t("brief.source.first", **ends, copied=copied_note(brief.dataset, editions, t))]
    if brief.is_china:
        sources.append(strategy_sources(brief.dataset, t))
    elif comparable is not None and comparable.figures is not None:
        sources.append(t("brief.source.peers", figures=comparable.figures))
    sources.append(t("brief.source.checked", date=brief.checked_day))
    sources += [t("footer.article")] if brief.is_china else []
    page, short = t("brief.page", number=1, all=2), not brief.profile.is_ranked
    return sheet(brief.say("brief.head"), content, paragraph(t, sources), page, short=short)


def finding(brief: Brief) -> str:
    """Return the heading of the brief (text with marks)."""
    choice = brief.choice
    before, after = brief.ranks.get(choice.since), brief.ranks.get(choice.edition)
    if after is None or not choice.since:
        return profile_finding(brief.profile)
    if brief.is_china and before and choice.since == CLAIM[0] and choice.edition > CLAIM[1] in brief.ranks:
        rows = rows_of(brief.frame, choice.economy)
        rows = rows[rows["edition"].between(choice.since, choice.edition)]
        return trajectory.finding(rows, "rank", brief.t)
    if before is None:
        return brief.say("brief.finding.unranked", last=after, since=choice.since)
    key = "brief.finding.same"
    if after != before:
        key = "brief.finding.rose" if after < before else "brief.finding.fell"
    ends = {"first": before, "since": choice.since, "last": after, "last_edition": choice.edition}
    return brief.say(key, **ends, last_year=choice.edition)


def _deck(brief: Brief) -> str:
    """Return the lines under the finding (text with marks): rank, score, interval, and gaps."""
    t, edition, ranks = brief.t, brief.choice.edition, brief.ranks
    row, lines = brief.profile.by_code.get("GII"), []
    if edition in ranks and row is not None:
        key = "brief.deck.rank" if brief.profile.count else "brief.deck.uncounted"
        lines.append(brief.say(key, rank=ranks[edition]))
        if is_present(row["score"]):
            lines.append(t("economy.deck.score", score=row["score"]))
        lines += intervals(brief.profile)[:1]
    else:
        lines.append(t("economy.deck.ranked_in", editions=brief.edition_list(ranks)))
    # Editions whose ranks are complete but do not include the economy, after the first that ranks it.
    facts = brief.dataset.by_edition
    is_complete = facts["economies"].notna() & (facts["ranks"] >= facts["economies"]).fillna(False)
    complete = [int(edition) for edition in sorted(facts.index[is_complete])]
    gaps = [edition for edition in complete if edition > min(ranks) and edition not in ranks]
    if gaps:
        lines.append(brief.say("brief.deck.gaps", editions=brief.edition_list(gaps)))
    newest = brief.dataset.editions[-1]
    if edition < newest and newest in ranks:
        lines.append(t("brief.deck.newer", edition=newest, rank=ranks[newest]))
    return t("economy.deck.between").join(
        filter(None, [*lines, brief.newer_edition_note, t("brief.deck.cause")])
    )


def _figure(brief: Brief) -> html.Figure:
    """Return the picture in each theme and size (the style sheet shows one of them) with its caption."""
    t, choice, rows = brief.t, brief.choice, rows_of(brief.frame, brief.choice.economy)
    # The editions of the brief are marked, and for the focus economy those of the article's claim; the
    # newest rank is written at the end of the line.
    marked = {choice.edition, choice.since, *(CLAIM if brief.is_china else ())} - {brief.dataset.editions[-1]}
    counts = brief.dataset.rank_counts.items()
    options: dict[str, Any] = {
        "focus": choice.economy,
        "labelled_editions": sorted(marked),
        "counts": {edition: count for edition, count in counts if edition >= brief.start},
        "is_printed": True,
    }
    styles = [
        ChartStyle("rank", t, height, is_compact=css == "brief-small", **options)
        for css, _, height in PICTURE_SIZES
    ]
    points = [
        t("brief.figure.point", edition=edition, rank=rank)
        for edition, rank in brief.ranks.items()
        if edition >= brief.start
    ]
    # Screen readers skip the pictures that are not shown, so each has the text with every rank.
    alt = plain(brief.say("brief.figure.alt", points=t("brief.figure.join").join(points)))
    table = [row | {"tip": ""} for row in records(brief.frame) if row["rank"] is not None]
    labels = line_labels(brief.dataset, t)
    figures = trajectories(table, labels, framework_changes(brief.dataset), styles)
    themes: list[Component] = []
    for theme, name in ((LIGHT, "light"), (DARK, "dark")):
        images: list[Component] = []
        for figure, (css, width, height) in zip(figures, PICTURE_SIZES, strict=True):
            source = static_image(figure, width, on_surface(theme))
            images.append(html.Img(src=source, alt=alt, width=width, height=height, className=css))
        themes.append(html.Span(images, className=f"only-{name}"))
    caption = [t("brief.figure.squares"), *([t("brief.figure.band")] if rows["low"].notna().any() else [])]
    for row in rows[rows["published_low"].notna()].to_dict("records"):
        interval = row["published_low"], row["published_high"]
        caption.append(t("brief.figure.bracket", edition=row["edition"], interval=interval))
    if rows["economies"].isna().any():
        caption.append(t("brief.figure.hollow"))
    if FOCUS in {code for code, _ in brief.peers}:
        caption.append(t("brief.figure.china"))
    names = [brief.economy_name(code) for code, _ in brief.peers]
    measure = t("overview.measure.rank")
    parts = [
        html.P(markup(measure), className="measure"),
        html.Div(themes, className="brief-picture", **attributes(data_part="picture")),
        # The small picture has no space for names beside the lines.
        paragraph(t, [t("brief.figure.grey", names=t.listing(names)) if names else ""], "source brief-small"),
        paragraph(t, caption, "source"),
        html.P(t("overview.quote"), className="quote"),
    ]
    return html.Figure(parts, className="brief-block", **attributes(aria_label=plain(measure)))


def _ledger(brief: Brief) -> html.Section:
    """Return what moved the rank since the chosen edition, or why that is unknown."""
    t, dataset, choice = brief.t, brief.dataset, brief.choice
    if not choice.since:
        return block(t("brief.ledger.title_none"), paragraph(t, [brief.say("brief.ledger.first")]))
    pair = {"from": choice.since, "to": choice.edition, "economy": choice.economy}
    ledgers = WhyView(dataset, t, ledger.Choice.read(dataset, pair))
    start, end = ledgers.editions
    title, split = t("brief.ledger.title", first=start, last=end), ledgers.split
    if split is None:
        return block(title, paragraph(t, [empty_places(ledgers)]))
    own = t("brief.ledger.own", name=why.possessive_name(brief.name, t))
    orders = sorted(split.own_orders, key=abs)
    if orders[0] != orders[1]:  # the places due to its own score depend on the order of counting
        have_same_sign = orders[0] * orders[1] >= 0
        low, high = (
            why.count(places, t.lang) if have_same_sign else why.places_moved(places, t) for places in orders
        )
        own += t("brief.ledger.orders", low=low, high=high)
    coverage = t("brief.ledger.coverage")
    if split.exits or split.entries:
        exits = numbers.arrow(-split.exits, why.count(split.exits, t.lang), NBSP)
        entries = numbers.arrow(-split.entries, why.count(split.entries, t.lang), NBSP)
        coverage += t("brief.ledger.turns", exits=exits, entries=entries)
    total = t("brief.ledger.total", before=split.rank_first, after=split.rank_last)

    def step_row(name: Cell, places: float, **props: Any) -> html.Tr:
        # Fewer places are better.
        moved = numbers.arrow(-places, why.count_places(places, t), NBSP)
        return html.Tr([html.Th(name, scope="row"), html.Td(moved, className="num")], **props)

    rows = [
        step_row(markup(own), split.own),
        step_row(t("brief.ledger.others"), split.others),
        step_row(coverage, split.exits + split.entries),
        step_row(markup(total), split.total, className="brief-total"),
    ]
    mark = framework_mark(dataset.table("gii_editions"), start, end) or "unmarked"
    changes, counted = letters(dataset, start, end, t), counted_changes(dataset, start, end, t)
    note = paragraph(t, [t(_FRAMEWORK_NOTES[mark], changes=changes, counted=counted)], "source")
    return block(title, without_head(title, [], [html.Tbody(rows)]), note)


def _firm(brief: Brief) -> html.Section:
    """Return how firm the rank is: intervals, other weights, bounds, and the next place."""
    t, economy, edition = brief.t, brief.choice.economy, brief.choice.edition
    rank = brief.ranks.get(edition)
    if rank is None:
        return block(t("brief.firm.title_none"), paragraph(t, [brief.say("brief.firm.none")]))
    lines = intervals(brief.profile, "brief.firm.interval")
    field = fields(brief.dataset).get(edition)
    if field is not None and economy in field.economies:
        lines.append(t("brief.firm.equal", rank=rank_range(field, EQUAL, economy).rank))
    if limits := brief.bounds("bounds", economy, edition):
        lines.append(t("brief.firm.bounds", low=limits[0], high=limits[1]))
    lines += next_place_text(brief.profile)
    reach = html.P(brief.reach_link(economy, edition, rank), className="brief-reach")
    return block(t("brief.firm.title", rank=rank), paragraph(t, lines), reach)


def _strategy(brief: Brief) -> html.Section:
    """Return a row for each strategic pillar: headline indicator, first and last value, change, evidence."""
    dataset, t = brief.dataset, brief.t
    rows, doubts = [], []
    for pillar in dataset.catalog.strategy:
        code, headline = headline_of(dataset, pillar, t)
        text = headline.name if headline else t("strategy.no_data")
        name = html.Span([html.B(t.phrase(pillar.name)), html.Span(text)], className="brief-name")
        values: list[Component] = []
        if headline:
            figures = {
                "brief-start": (headline.first, headline.first_year),
                "brief-last": (headline.last, headline.last_year),
                "brief-change": (headline.change, headline.unit),
            }
            for css, (number, detail) in figures.items():
                small = html.Span(detail, className="brief-small-text")
                values.append(html.Span([html.Span(number, className="fig"), small], className=css))
            series = dataset.catalog.indicators.get(code or "")
            values.insert(1, spark(dataset, series, SPARK_SIZE, None) if series else html.Span())
            if headline.caveats:
                doubts.append(t("brief.strategy.doubt", number=pillar.number, doubt=headline.caveats[0]))
        strength = pillar.link(code).strength if code else "none"
        rows.append(html.Li([ring(pillar.number), name, *values, evidence(strength, t)]))
    body = [html.Ol(rows, className="brief-rows"), *([paragraph(t, doubts, "source")] if doubts else [])]
    return block(t("strategy.heading"), *body, css="brief-strategy")


def _peers(brief: Brief) -> html.Section:
    """Return the economies to compare with, each with its ranks and the reason for its choice."""
    t, choice, comparable = brief.t, brief.choice, brief.comparable
    title = t("brief.peers.title")
    if not brief.peers:
        key = "brief.peers.none" if choice.peers == () else "peers.none"
        return block(title, paragraph(t, [t(key, name=brief.name, edition=choice.edition)]))
    editions = [choice.since, choice.edition] if choice.since else [choice.edition]
    ranks = brief.frame.set_index(["economy", "edition"])["rank"]
    rows = []
    for code, finder in brief.peers:
        explanation: Any = [t("brief.peers.chosen")]
        if finder and comparable is not None:
            peers = comparable.lists[finder]
            row = pd.Series(peers[peers["economy"] == code].to_dict("records")[0])
            sentence = reason(row, finder, brief.name, comparable.decimals, t)
            explanation = markup(t("brief.peers.why", finder=t(PEER_LISTS[finder]), reason=sentence))
        name = html.A(brief.economy_name(code), href=t.link(f"economy/{code}"))
        texts = [numbers.whole_cell(ranks.get((code, edition)), t("missing")) for edition in editions]
        cells = [html.Td(text, className="num") for text in texts]
        rows.append(html.Tr([html.Th(name, scope="row"), *cells, html.Td(explanation)]))
    heads = [html.Th(t("brief.peers.economy"), scope="col")]
    ranks_of = [t("brief.peers.rank", edition=edition) for edition in editions]
    heads += [html.Th(text, scope="col", className="num") for text in ranks_of]
    heads.append(html.Th(t("brief.peers.reason"), scope="col"))
    return block(title, without_head(title, heads, [html.Tbody(rows)]), css="brief-peers")


def _marks(brief: Brief) -> html.Section:
    """Return tables of strengths and of weaknesses, or that there are none."""
    t, view, max_marks = brief.t, brief.profile, MAX_FOCUS_MARKS if brief.is_china else MAX_MARKS
    title, editions = t("economy.marks.title"), view.detailed_editions
    if not view.is_ranked or view.frame["marked"].isna().all():
        none = view.say("economy.marks.none" if view.is_ranked else "brief.unranked")
        key = "brief.marks.editions" if editions else "brief.marks.nowhere"
        return block(title, paragraph(t, [none, view.say(key, editions=brief.edition_list(editions))]))
    tables = []
    for strength, (all_key, some_key) in _MARK_COUNTS.items():
        rows, body = marked_rows(view.frame, strength), []
        key = some_key if len(rows) > max_marks else all_key
        count = t(key, visible=max_marks, count=len(rows))
        heads = [html.Th(count, scope="col")]
        number_keys = ("economy.column.value", "economy.column.year", "economy.column.rank")
        heads += [html.Th(t(key), scope="col", className="num") for key in number_keys]
        for row in rows.head(max_marks).to_dict("records"):
            name: list[str | Component] = [view.part(row)]
            if unit := unit_of(view, row):
                name.append(html.Span(t("economy.table.unit", unit=t.phrase(unit.unit)), className="small"))
            year = numbers.whole_cell(row["data_year"], t("missing"))
            cells = (value_text(row, t), year, view.rank_cell(row))
            values = [html.Td(cell, className="num") for cell in cells]
            body.append(html.Tr([html.Th(name, scope="row"), *values]))
        tables.append(html.Div(without_head(count, heads, [html.Tbody(body)])))
    origin = view.say("economy.marks.rule" if view.ours else "economy.marks.published")
    source = view.say("economy.marks.source_ours" if view.ours else "economy.marks.source").strip()
    note = paragraph(t, [origin, source, *calculated_note(view.frame, t)], "source")
    return block(title, note, html.Div(tables, className="brief-two"), css="brief-marks")


def pillar_editions(brief: Brief) -> list[int]:
    """Return the editions of the table of GII pillars: the base edition and the last up to the chosen one."""
    scores, choice = brief.dataset.scores, brief.choice
    rows = scores[(scores["economy"] == choice.economy) & scores["code"].isin(PILLARS)]
    rows = rows[(rows["rank"].notna() | rows["rank_low"].notna()) & (rows["edition"] <= choice.edition)]
    ranked = sorted({int(edition) for edition in rows["edition"]})
    start = [choice.since] if choice.since in ranked[:-MAX_PILLAR_EDITIONS] else []
    return [*start, *ranked[len(start) - MAX_PILLAR_EDITIONS :]]


def _pillars(brief: Brief) -> html.Section:
    """Return the rank in each GII pillar as a strip and by edition."""
    t, editions, since = brief.t, pillar_editions(brief), brief.choice.since
    heading = title = t("brief.pillars.title")
    if not editions:
        return block(title, paragraph(t, [brief.say("brief.pillars.none")]))
    scores = brief.dataset.scores
    scores = scores[(scores["economy"] == brief.choice.economy) & scores["edition"].isin(editions)]
    records = scores[scores["code"].isin(PILLARS)].to_dict("records")
    cells = {(str(row["code"]), int(row["edition"])): row for row in records}
    count = max(brief.dataset.rank_counts.get(edition) or 0 for edition in editions)
    *earlier, last = editions
    first = since if since in earlier else earlier[0] if earlier else None
    has_low_coverage = any(numbers.is_true(row["low_coverage"]) for row in cells.values())
    choice = replace(brief.profile.choice, edition=last)
    if ends := profile.best_and_worst(profile.PROFILE.result(brief.dataset, choice)):
        best, worst = ends
        heading = brief.say(
            "brief.pillars.finding",
            best=brief.profile.part(best),
            worst=brief.profile.part(worst),
            best_rank=int(best["rank"]),
            worst_rank=int(worst["rank"]),
        )
    key = "brief.pillars.move" if first else "brief.pillars.still"
    lines = [t(key, first=first, last=last, count=count)]
    lines += [t("brief.pillars.brackets")] if has_low_coverage else []
    lines.append(t("brief.pillars.source", editions=brief.edition_list(editions)))
    doubtful = {edition for (_, edition), row in cells.items() if not is_present(row["rank"])}
    if doubtful:
        lines.append(t("brief.pillars.rounded", editions=brief.edition_list(doubtful)))
    changes = [
        change.letter for change in framework_changes(brief.dataset) if editions[0] < change.edition <= last
    ]
    if changes:
        lines.append(t("brief.pillars.changes", letters=t.listing(changes)))
    # Phones show only the first and the last edition.
    css = {year: "num" if year in (first, last) else "num brief-between" for year in editions}
    # Better ranks are at the right, as on every page.
    axis = html.Span([html.Span(str(count)), html.Span("1")], className="brief-axis")
    heads = [html.Th(t("brief.pillars.column"), scope="col"), html.Th(axis, className="strip-head")]
    heads += [html.Th(str(year), scope="col", className=css[year]) for year in editions]
    body = []
    for code in PILLARS:
        by_year = {year: cells[code, year] for year in editions if (code, year) in cells}
        positions: dict[str, float] = {}  # percent from the left
        for shape, year in (("ring", first), ("dot", last)):
            if year and (row := by_year.get(year)):  # if only bounds of the rank are known: their middle
                rank = row["rank"] if is_present(row["rank"]) else (row["rank_low"] + row["rank_high"]) / 2
                positions |= {shape: 100 * (count - rank) / max(count - 1, 1)} if is_present(rank) else {}
        rank_cells = []
        for year in editions:
            text = brief.rank_cell(by_year[year]) if year in by_year else t("missing")
            rank_cells.append(html.Td(text, className=css[year]))
        strip_cell = html.Td(strip(brief.profile, positions), className="strip-cell")
        body.append(html.Tr([html.Th(t(INDEX_PARTS[code]), scope="row"), strip_cell, *rank_cells]))
    table = without_head(title, heads, [html.Tbody(body)])
    return block(heading, paragraph(t, lines, "source"), table, css="brief-pillars")


def _claims(brief: Brief) -> html.Section:
    """Return the statements of the article with computed values, the main doubt, and verdicts."""
    dataset, t = brief.dataset, brief.t
    assessments, body = claim_assessments(dataset), []
    for assessment in assessments:
        claim = assessment.claim
        if claim.kind != "statement":
            continue
        view = ClaimView(dataset, t, assessment)
        tested = [html.Span(markup(line)) for line in view.computed_text()]
        inferred = view.inferred_texts()[:1]
        tested += [html.Span(markup(line), className="brief-small-text") for line in inferred]
        statement = html.Th(t.phrase(claim.statement), scope="row")
        cells = [html.Td(tested), html.Td(verdict(assessment.verdict, t))]
        body.append(html.Tr([html.Td(html.B(claim.number)), statement, *cells]))
    link = html.A(t("brief.claims.link"), href=t.link("claims"))
    met: list[str | Component] = []
    if page_exists("strategy/targets"):
        counts = TargetView(dataset, t, targets.Choice.read(dataset, {})).counts
        met = [" ", html.A(t("brief.claims.targets", **counts), href=t.link("strategy/targets"))]
    note = html.P([t("brief.claims.note"), " ", link, *met], className="source")
    table = without_head(t("brief.claims.title"), [], [html.Tbody(body)])
    return block(claims.statements(assessments, t), table, note, css="brief-claims")


def _notes(brief: Brief) -> list[html.Section]:
    """Return notes on framework changes, licences of the editions, and methods."""
    dataset, t, changes = brief.dataset, brief.t, []
    for change in framework_changes(dataset):
        note = t.phrase(dataset.catalog.editions[change.edition].note_of(FOCUS))
        changes.append(t("brief.changes.one", letter=change.letter, edition=change.edition, note=note))
    by_edition = dataset.licences.sort_index()
    licences = []
    for stated in sorted(map(str, by_edition.unique()), key=lambda stated: stated == NOT_STATED):
        editions = brief.edition_list(map(int, by_edition.index[by_edition == stated]))
        licences.append(t("brief.licences.one", editions=editions, licence=licence(dataset, stated, t)))
    intervals = dataset.table("gii_intervals")
    draws = intervals.loc[intervals["kind"] == "weights", "draws"].tail(1)
    method = [t("brief.method.interval", draws=count) for count in draws]
    method += [t("brief.method.ledger"), t("brief.method.gaps")]
    parts = {
        "overview.changes_title": changes,
        "brief.licences.title": licences,
        "brief.method.title": method,
    }
    return [block(t(title), paragraph(t, lines), css="brief-notes") for title, lines in parts.items()]


def _citation(brief: Brief) -> html.Section:
    """Return how to cite the brief; the browser fills in its full address.

    Publishers of other data than the index are named in short, for paper has no space for all vintages.
    """
    dataset, t, choice = brief.dataset, brief.t, brief.choice
    providers = [index(dataset.catalog.phrases, t.lang, dataset.editions[0], dataset.editions[-1])]
    if brief.is_china:
        releases: list[str] = []
        for pillar in dataset.catalog.strategy:
            rows = pillar_evidence(dataset, pillar.number)
            releases += " ".join(rows.loc[rows["code"] == pillar.headline, "sources"].dropna()).split()
        for assessment in claim_assessments(dataset):
            is_statement = assessment.claim.kind == "statement"
            releases += claim_releases(dataset, assessment) if is_statement else []
        families = dict.fromkeys(dataset.sources["family"][releases])
        names = [
            t.phrase(dataset.catalog.sources[name].short) for name in families if name not in (*INDEX, OWN)
        ]
        providers.append(t("list.separator").join(dict.fromkeys(names)))
    snapshot = (dataset.snapshot.id, dataset.snapshot.created)
    text = cite(dataset.catalog.phrases, t.lang, plain(finding(brief)), providers, snapshot, "").text
    query: dict[str, object] = {"edition": choice.edition}
    query |= {"since": choice.since} if choice.since else {}
    query |= {} if choice.peers is None else {"with": ",".join(choice.peers)}
    path = f"{t.link(PAGE)}/{choice.economy}?{urlencode(query, safe=',')}"
    address = html.Span(path, **attributes(data_part="address"))
    return block(t("brief.cite.title"), html.P([text, address]), css="brief-notes")
