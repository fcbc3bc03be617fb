"""Brief: what does one economy's place amount to, on two pages that can be printed?

The first page has the finding, the trajectory, what moved the rank, how firm it is, and what is beside it;
the second marks, GII pillars, claims, the data behind them, licences, method and citation.
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
SIZES = (("brief-wide", 688, 252), ("brief-small", 328, 262))
"""Of the picture, with width and height in pixels: for paper and wide screens, and for phones."""
SPARK = (130, 28)
NBSP = "\u00a0"
NAMED = 2  # names of missing and of outdated indicators
MOST, MOST_CHINA = 8, 5  # strengths, and weaknesses, for which the page has room; China's has claims too
COLUMNS: Final = 7
"""Editions for which the table of GII pillars has room."""


@dataclass(frozen=True)
class Brief(EconomyView[BriefChoice]):
    """One brief: the choice with what several of its parts need, computed once."""

    def say(self, key: str, **values: Any) -> str:
        """Return a text, which may name what those of the economy's page may."""
        return self.profile.say(key, **values)

    @cached_property
    def profile(self) -> Profile:
        """The economy in the edition, as its own page shows it."""
        query = {"economy": self.choice.economy, "edition": self.choice.edition}
        return Profile(self.dataset, self.t, profile.Choice.read(self.dataset, query))

    @cached_property
    def comparable(self) -> Comparison | None:
        """What the finders of comparable economies gave; None where the economy is not ranked."""
        return comparison(self.dataset, self.choice.economy, self.choice.edition)

    @cached_property
    def peers(self) -> list[tuple[str, str]]:
        """The economies beside this one, each with the finder that names it, "" where a reader did."""
        return selected_peers(self.choice, self.comparable.lists if self.comparable else {})

    @property
    def start(self) -> int:
        """The edition with which the picture begins: that of all courses, or an earlier one of the choice."""
        chosen = self.choice.edition, self.choice.since or self.choice.edition
        return min(self.dataset.course_start, *chosen)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows of the economy and its peers, with the columns of ``standing.standings``."""
        dataset, codes = self.dataset, (self.choice.economy, *(code for code, _ in self.peers))
        return rows_between(standings(dataset), codes, self.start, dataset.editions[-1])

    @property
    def ranks(self) -> dict[int, int]:
        """The published ranks by edition."""
        return standing.ranks(self.dataset, self.choice.economy)


CALLBACKS = Callbacks(
    BriefChoice,
    Brief,
    parts=(SHEETS, ("brief-since", "options"), ("brief-since", "value")),
    stores=("with",),
    not_controls=("with",),
)


def layout(brief: Brief) -> list[Component]:
    """Return the brief of the economy that the path names, which says so where no edition ranks it."""
    dataset, t, choice = brief.dataset, brief.t, brief.choice
    economy = str(brief.query.get("economy", FOCUS))
    never = economy in dataset.catalog.economies and economy not in dataset.economies
    if never:
        choice = BriefChoice(economy, dataset.newest_detailed, 0, None)
        brief = replace(brief, choice=choice)
    controls = Controls(PAGE, choice, dataset, t, {0: t("missing")})
    picker = controls.select("economy", searchable=True, among={*dataset.economies, choice.economy})
    printed = button(t("brief.print"), "button brief-print", data_print="page")
    others = [] if never else [controls.select("edition"), controls.select("since")]
    row = html.Div([picker, *others, printed], className="controls brief-controls")
    if never:  # that no edition ranks it, with source and citation
        others_ = brief.say("economy.never.others", count=len(dataset.economies))
        content = [
            html.H1(markup(finding(brief))),
            html.P(markup(brief.say("economy.never.reason"))),
            html.P(markup(others_), className="brief-list"),  # of the list above, which paper does not have
            _citation(brief),
        ]
        head, foot = brief.say("brief.head_never"), paragraph(t, [t("footer.quote")])
        only = sheet(head, content, foot, t("brief.page", number=1, all=1), short=True)
        return [row, html.Div(only, className="brief")]
    ranked, unranked = brief.profile.is_ranked, [brief.say("brief.unranked")]
    data = data_behind(brief.profile, NAMED, rule=False) if ranked else unranked
    behind = block(t("economy.data.title"), paragraph(t, data))
    notes = html.Div([behind, *_notes(brief), _citation(brief)], className="brief-columns")
    content = [_marks(brief), _pillars(brief), *([_claims(brief)] if brief.is_china else []), notes]
    foot, number = paragraph(t, [t("footer.quote")]), t("brief.page", number=2, all=2)
    second = sheet(brief.say("brief.head"), content, foot, number, short=not ranked)
    return [
        row,
        html.Div([_first(brief), second], id=SHEETS, className="brief"),
        controls.store("with"),
    ]


def _first(brief: Brief) -> html.Section:
    """Return the first page, at its foot where its figures come from and when they were checked."""
    t, editions, found = brief.t, brief.dataset.editions, brief.comparable
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
    elif found is not None and found.figures is not None:
        sources.append(t("brief.source.peers", figures=found.figures))
    sources.append(t("brief.source.checked", date=brief.checked_day))
    sources += [t("footer.article")] if brief.is_china else []
    page, short = t("brief.page", number=1, all=2), not brief.profile.is_ranked
    return sheet(brief.say("brief.head"), content, paragraph(t, sources), page, short=short)


def finding(brief: Brief) -> str:
    """Return the sentence (marked text) that heads the brief."""
    choice = brief.choice
    before, after = brief.ranks.get(choice.since), brief.ranks.get(choice.edition)
    if after is None or not choice.since:
        return profile_finding(brief.profile)
    if brief.is_china and before and choice.since == CLAIM[0] and choice.edition > CLAIM[1] in brief.ranks:
        own = rows_of(brief.frame, choice.economy)
        return trajectory.finding(own[own["edition"].between(choice.since, choice.edition)], "rank", brief.t)
    if before is None:
        return brief.say("brief.finding.unranked", last=after, since=choice.since)
    kind = "rose" if after < before else "fell" if after > before else "same"
    ends = {"first": before, "since": choice.since, "last": after, "last_edition": choice.edition}
    return brief.say(f"brief.finding.{kind}", **ends, last_year=choice.edition)


def _deck(brief: Brief) -> str:
    """Return the lines under the finding (marked text): rank, score and interval, or the gaps."""
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
    # The editions with all their ranks, from the first that ranks the economy, that do not.
    facts = brief.dataset.by_edition
    whole = facts["economies"].notna() & (facts["ranks"] >= facts["economies"]).fillna(False)
    gaps = [int(e) for e in sorted(facts.index[whole]) if e > min(ranks) and int(e) not in ranks]
    if gaps:
        lines.append(brief.say("brief.deck.gaps", editions=brief.edition_list(gaps)))
    newest = brief.dataset.editions[-1]
    if edition < newest and newest in ranks:
        lines.append(t("brief.deck.newer", edition=newest, rank=ranks[newest]))
    return t("economy.deck.between").join(
        filter(None, [*lines, brief.newer_edition_note, t("brief.deck.cause")])
    )


def _figure(brief: Brief) -> html.Figure:
    """Return the picture in each theme and size, of which the style sheet shows one, with its caption."""
    t, choice, own = brief.t, brief.choice, rows_of(brief.frame, brief.choice.economy)
    # Marked are the editions of the brief, and for China those of the article's claim; the newest rank
    # stands beside the end of the line.
    marked = {choice.edition, choice.since, *(CLAIM if brief.is_china else ())} - {brief.dataset.editions[-1]}
    about: dict[str, Any] = {
        "focus": choice.economy,
        "labelled_editions": sorted(marked),
        "counts": {one: count for one, count in brief.dataset.rank_counts.items() if one >= brief.start},
        "is_printed": True,
    }
    looks = [
        ChartStyle("rank", t, height, is_compact=css == "brief-small", **about) for css, _, height in SIZES
    ]
    known = {edition: rank for edition, rank in brief.ranks.items() if edition >= brief.start}
    points = [t("brief.figure.point", edition=edition, rank=rank) for edition, rank in known.items()]
    # What is not on show is not read out either, so each picture carries its words: every rank.
    spoken = plain(brief.say("brief.figure.alt", points=t("brief.figure.join").join(points)))
    table = [row | {"tip": ""} for row in records(brief.frame) if row["rank"] is not None]
    labels = line_labels(brief.dataset, t)
    figures = trajectories(table, labels, framework_changes(brief.dataset), looks)
    themes: list[Component] = []
    for theme, name in ((LIGHT, "light"), (DARK, "dark")):
        images: list[Component] = []
        for figure, (css, width, height) in zip(figures, SIZES, strict=True):
            drawn = static_image(figure, width, on_surface(theme))
            images.append(html.Img(src=drawn, alt=spoken, width=width, height=height, className=css))
        themes.append(html.Span(images, className=f"only-{name}"))
    # What the marks of the picture mean, those that it has.
    caption = [t("brief.figure.squares"), *([t("brief.figure.band")] if own["low"].notna().any() else [])]
    for row in own[own["published_low"].notna()].to_dict("records"):
        interval = row["published_low"], row["published_high"]
        caption.append(t("brief.figure.bracket", edition=row["edition"], interval=interval))
    if own["economies"].isna().any():
        caption.append(t("brief.figure.hollow"))
    if FOCUS in {code for code, _ in brief.peers}:
        caption.append(t("brief.figure.china"))
    names = [brief.economy_name(code) for code, _ in brief.peers]
    measure = t("overview.measure.rank")
    parts = [
        html.P(markup(measure), className="measure"),
        html.Div(themes, className="brief-picture", **attributes(data_part="picture")),
        # The small picture has no room for names beside the lines.
        paragraph(t, [t("brief.figure.grey", names=t.listing(names)) if names else ""], "source brief-small"),
        paragraph(t, caption, "source"),
        html.P(t("overview.quote"), className="quote"),
    ]
    return html.Figure(parts, className="brief-block", **attributes(aria_label=plain(measure)))


def _ledger(brief: Brief) -> html.Section:
    """Return what moved the rank since the edition chosen, or why that cannot be said."""
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
    if orders[0] != orders[1]:  # the own score can be counted in two orders
        same_way = orders[0] * orders[1] >= 0
        low, high = (why.count(one, t.lang) if same_way else why.places_moved(one, t) for one in orders)
        own += t("brief.ledger.orders", low=low, high=high)
    coverage, turns = t("brief.ledger.coverage"), (split.exits, split.entries)
    if any(turns):
        exits, entries = (numbers.arrow(-one, why.count(one, t.lang), NBSP) for one in turns)
        coverage += t("brief.ledger.turns", exits=exits, entries=entries)
    total = t("brief.ledger.total", before=split.rank_first, after=split.rank_last)

    def step(name: Cell, places: float, **about: Any) -> html.Tr:
        moved = numbers.arrow(
            -places, why.count_places(places, t), NBSP
        )  # below zero is towards the first place
        return html.Tr([html.Th(name, scope="row"), html.Td(moved, className="num")], **about)

    rows = [
        step(markup(own), split.own),
        step(t("brief.ledger.others"), split.others),
        step(coverage, split.exits + split.entries),
        step(markup(total), split.total, className="brief-total"),
    ]
    # How far the two editions can be compared.
    kind = framework_mark(dataset.table("gii_editions"), start, end) or "unmarked"
    changes, between = (say(dataset, start, end, t) for say in (letters, counted_changes))
    note = paragraph(t, [t(f"brief.ledger.{kind}", changes=changes, counted=between)], "source")
    return block(title, without_head(title, [], [html.Tbody(rows)]), note)


def _firm(brief: Brief) -> html.Section:
    """Return how firm the rank is: intervals, other weights, bounds, the next place."""
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
    """Return the five strategic pillars, each with its headline indicator, and the doubts about them.

    A row has the name and the indicator, the first and last value, the change, and the evidence.
    """
    dataset, t = brief.dataset, brief.t
    rows, doubts = [], []
    for pillar in dataset.catalog.strategy:
        code, read = headline_of(dataset, pillar, t)
        text = read.name if read else t("strategy.no_data")
        name = html.Span([html.B(t.phrase(pillar.name)), html.Span(text)], className="brief-name")
        values: list[Component] = []
        if read:
            figures = {
                "brief-start": (read.first, read.first_year),
                "brief-last": (read.last, read.last_year),
                "brief-change": (read.change, read.unit),
            }
            for css, (number, below) in figures.items():
                under = html.Span(below, className="brief-small-text")
                values.append(html.Span([html.Span(number, className="fig"), under], className=css))
            series = dataset.catalog.indicators.get(code or "")
            values.insert(1, spark(dataset, series, SPARK, None) if series else html.Span())
            if read.caveats:
                doubts.append(t("brief.strategy.doubt", number=pillar.number, doubt=read.caveats[0]))
        strength = pillar.link(code).strength if code else "none"
        rows.append(html.Li([ring(pillar.number), name, *values, evidence(strength, t)]))
    body = [html.Ol(rows, className="brief-rows"), *([paragraph(t, doubts, "source")] if doubts else [])]
    return block(t("strategy.heading"), *body, css="brief-strategy")


def _peers(brief: Brief) -> html.Section:
    """Return the economies beside this one, each with its ranks and the reason why it is there."""
    t, choice, compared = brief.t, brief.choice, brief.comparable
    title = t("brief.peers.title")
    if not brief.peers:
        key = "brief.peers.none" if choice.peers == () else "peers.none"
        return block(title, paragraph(t, [t(key, name=brief.name, edition=choice.edition)]))
    editions = [choice.since, choice.edition] if choice.since else [choice.edition]
    ranks = brief.frame.set_index(["economy", "edition"])["rank"]
    rows = []
    for code, finder in brief.peers:
        why_there: Any = [t("brief.peers.chosen")]
        if finder and compared is not None:
            found = compared.lists[finder]
            row = pd.Series(found[found["economy"] == code].to_dict("records")[0])
            sentence = reason(row, finder, brief.name, compared.decimals, t)
            why_there = markup(t("brief.peers.why", finder=t(f"peers.list.{finder}"), reason=sentence))
        name = html.A(brief.economy_name(code), href=t.link(f"economy/{code}"))
        cells = [numbers.whole_cell(ranks.get((code, edition)), t("missing")) for edition in editions]
        written = [html.Td(cell, className="num") for cell in cells]
        rows.append(html.Tr([html.Th(name, scope="row"), *written, html.Td(why_there)]))
    heads = [html.Th(t("brief.peers.economy"), scope="col")]
    heads += [html.Th(t("brief.peers.rank", edition=one), scope="col", className="num") for one in editions]
    heads.append(html.Th(t("brief.peers.reason"), scope="col"))
    return block(title, without_head(title, heads, [html.Tbody(rows)]), css="brief-peers")


def _marks(brief: Brief) -> html.Section:
    """Return strengths and weaknesses as two tables, whose marks they are, or that there are none."""
    t, view, most = brief.t, brief.profile, MOST_CHINA if brief.is_china else MOST
    title, editions = t("economy.marks.title"), view.detailed_editions
    if not view.is_ranked or view.frame["marked"].isna().all():
        none = view.say("economy.marks.none" if view.is_ranked else "brief.unranked")
        key = "brief.marks.editions" if editions else "brief.marks.nowhere"
        return block(title, paragraph(t, [none, view.say(key, editions=brief.edition_list(editions))]))
    lists, keys = [], ("value", "year", "rank")
    for strength in ("S", "W"):
        found, body = marked_rows(view.frame, strength), []
        many = "some" if len(found) > most else "all"
        count = t(f"brief.marks.{many}_{strength}", visible=most, count=len(found))
        heads = [html.Th(count, scope="col")]
        heads += [html.Th(t(f"economy.column.{key}"), scope="col", className="num") for key in keys]
        for row in found.head(most).to_dict("records"):
            name: list[str | Component] = [view.part(row)]
            if unit := unit_of(view, row):
                name.append(html.Span(t("economy.table.unit", unit=t.phrase(unit.unit)), className="small"))
            year = numbers.whole_cell(row["data_year"], t("missing"))
            cells = (value_text(row, t), year, view.rank_cell(row))
            values = [html.Td(cell, className="num") for cell in cells]
            body.append(html.Tr([html.Th(name, scope="row"), *values]))
        lists.append(html.Div(without_head(count, heads, [html.Tbody(body)])))
    whose = view.say(f"economy.marks.{'rule' if view.ours else 'published'}")
    source = view.say(f"economy.marks.source{'_ours' if view.ours else ''}").strip()
    note = paragraph(t, [whose, source, *calculated_note(view.frame, t)], "source")
    return block(title, note, html.Div(lists, className="brief-two"), css="brief-marks")


def editions_of(brief: Brief) -> list[int]:
    """Return the editions of the table: that counted from, and the last up to the one chosen, if any."""
    scores, choice = brief.dataset.scores, brief.choice
    rows = scores[(scores["economy"] == choice.economy) & scores["code"].isin(PILLARS)]
    rows = rows[(rows["rank"].notna() | rows["rank_low"].notna()) & (rows["edition"] <= choice.edition)]
    ranked = sorted({int(edition) for edition in rows["edition"]})
    start = [choice.since] if choice.since in ranked[:-COLUMNS] else []
    return [*start, *ranked[len(start) - COLUMNS :]]


def _pillars(brief: Brief) -> html.Section:
    """Return the rank in each GII pillar as a strip and by edition, or which editions hold none."""
    t, editions, since = brief.t, editions_of(brief), brief.choice.since
    heading = title = t("brief.pillars.title")
    if not editions:
        return block(title, paragraph(t, [brief.say("brief.pillars.none")]))
    found = brief.dataset.scores
    found = found[(found["economy"] == brief.choice.economy) & found["edition"].isin(editions)]
    records = found[found["code"].isin(PILLARS)].to_dict("records")
    cells = {(str(row["code"]), int(row["edition"])): row for row in records}
    count = max(brief.dataset.rank_counts.get(edition) or 0 for edition in editions)
    *earlier, last = editions
    first = since if since in earlier else earlier[0] if earlier else None
    thin = any(numbers.is_true(row["low_coverage"]) for row in cells.values())
    choice = replace(brief.profile.choice, edition=last)
    if ends := profile.best_and_worst(profile.PROFILE.result(brief.dataset, choice)):
        named = {name: brief.profile.part(row) for name, row in zip(("best", "worst"), ends, strict=True)}
        placed = {"best_rank": int(ends[0]["rank"]), "worst_rank": int(ends[1]["rank"])}
        heading = brief.say("brief.pillars.finding", **named, **placed)
    key = "brief.pillars.move" if first else "brief.pillars.still"
    lines = [t(key, first=first, last=last, count=count)]
    lines += [t("brief.pillars.brackets")] if thin else []
    lines.append(t("brief.pillars.source", editions=brief.edition_list(editions)))
    doubtful = {edition for (_, edition), row in cells.items() if not is_present(row["rank"])}
    if doubtful:
        lines.append(t("brief.pillars.rounded", editions=brief.edition_list(doubtful)))
    changes = [one.letter for one in framework_changes(brief.dataset) if editions[0] < one.edition <= last]
    if changes:
        lines.append(t("brief.pillars.changes", letters=t.listing(changes)))
    # Phones leave out what is neither the first nor the last.
    css = {year: "num" if year in (first, last) else "num brief-between" for year in editions}
    # The better is at the right, as on every page.
    axis = html.Span([html.Span(str(count)), html.Span("1")], className="brief-axis")
    heads = [html.Th(t("brief.pillars.column"), scope="col"), html.Th(axis, className="strip-head")]
    heads += [html.Th(str(year), scope="col", className=css[year]) for year in editions]
    body = []
    for code in PILLARS:
        own = {year: cells[code, year] for year in editions if (code, year) in cells}
        places: dict[str, float] = {}
        for shape, year in (("ring", first), ("dot", last)):
            if year and (row := own.get(year)):  # the middle where only the bounds of a rank are known
                rank = row["rank"] if is_present(row["rank"]) else (row["rank_low"] + row["rank_high"]) / 2
                places |= {shape: 100 * (count - rank) / max(count - 1, 1)} if is_present(rank) else {}
        texts = {year: brief.rank_cell(own[year]) if year in own else t("missing") for year in editions}
        written = [html.Td(text, className=css[year]) for year, text in texts.items()]
        way = html.Td(strip(brief.profile, places), className="strip-cell")
        body.append(html.Tr([html.Th(t(f"gii.{code}"), scope="row"), way, *written]))
    table = without_head(title, heads, [html.Tbody(body)])
    return block(heading, paragraph(t, lines, "source"), table, css="brief-pillars")


def _claims(brief: Brief) -> html.Section:
    """Return the statements of the article with the values computed, the main doubt, and the verdicts."""
    dataset, t = brief.dataset, brief.t
    judged, body = claim_assessments(dataset), []
    for one in judged:
        if one.claim.kind != "statement":
            continue
        view = ClaimView(dataset, t, one)
        tested = [html.Span(markup(line)) for line in view.computed_text()]
        tested += [
            html.Span(markup(text), className="brief-small-text") for text in view.inferred_texts()[:1]
        ]
        statement = html.Th(t.phrase(one.claim.statement), scope="row")
        others = [html.Td(tested), html.Td(verdict(one.verdict, t))]
        body.append(html.Tr([html.Td(html.B(one.claim.number)), statement, *others]))
    link = html.A(t("brief.claims.link"), href=t.link("claims"))
    met: list[str | Component] = []
    if page_exists("strategy/targets"):
        found = TargetView(dataset, t, targets.Choice.read(dataset, {})).counts
        met = [" ", html.A(t("brief.claims.targets", **found), href=t.link("strategy/targets"))]
    note = html.P([t("brief.claims.note"), " ", link, *met], className="source")
    table = without_head(t("brief.claims.title"), [], [html.Tbody(body)])
    return block(claims.statements(judged, t), table, note, css="brief-claims")


def _notes(brief: Brief) -> list[html.Section]:
    """Return the framework changes behind the letters, the licences of the editions, the method in brief."""
    dataset, t, changes = brief.dataset, brief.t, []
    for one in framework_changes(dataset):
        note = t.phrase(dataset.catalog.editions[one.edition].note_of(FOCUS))
        changes.append(t("brief.changes.one", letter=one.letter, edition=one.edition, note=note))
    stated = dataset.licences.sort_index()
    found = {str(one): [int(edition) for edition in stated.index[stated == one]] for one in stated.unique()}
    licences = [  # those of editions that state none come last
        t("brief.licences.one", editions=brief.edition_list(years), licence=licence(dataset, one, t))
        for one, years in sorted(found.items(), key=lambda item: item[0] == NOT_STATED)
    ]
    drawn = dataset.table("gii_intervals")
    draws = drawn.loc[drawn["kind"] == "weights", "draws"].tail(1)
    method = [t("brief.method.interval", draws=count) for count in draws]
    method += [t("brief.method.ledger"), t("brief.method.gaps")]
    titles = ("overview.changes_title", "brief.licences.title", "brief.method.title")
    parts = zip(titles, (changes, licences, method), strict=True)
    return [block(t(title), paragraph(t, lines), css="brief-notes") for title, lines in parts]


def _citation(brief: Brief) -> html.Section:
    """Return how to cite the brief; the browser puts in its whole address.

    What stands beside the index is cited by its publishers in short: paper has no room for all vintages.
    """
    dataset, t, choice = brief.dataset, brief.t, brief.choice
    named = [index(dataset.catalog.phrases, t.lang, dataset.editions[0], dataset.editions[-1])]
    if brief.is_china:
        found: list[str] = []
        for pillar in dataset.catalog.strategy:
            rows = pillar_evidence(dataset, pillar.number)
            found += " ".join(rows.loc[rows["code"] == pillar.headline, "sources"].dropna()).split()
        for one in claim_assessments(dataset):
            found += claim_releases(dataset, one) if one.claim.kind == "statement" else []
        families = dict.fromkeys(dataset.sources["family"][found])
        shorts = [dataset.catalog.sources[one].short for one in families if one not in (*INDEX, OWN)]
        named.append(t("list.separator").join(dict.fromkeys(t.phrase(one) for one in shorts)))
    snapshot = (dataset.snapshot.id, dataset.snapshot.created)
    text = cite(dataset.catalog.phrases, t.lang, plain(finding(brief)), named, snapshot, "").text
    query: dict[str, object] = {"edition": choice.edition}
    query |= {"since": choice.since} if choice.since else {}
    query |= {} if choice.peers is None else {"with": ",".join(choice.peers)}
    place = f"{t.link(PAGE)}/{choice.economy}?{urlencode(query, safe=',')}"
    address = html.Span(place, **attributes(data_part="address"))
    return block(t("brief.cite.title"), html.P([text, address]), css="brief-notes")
