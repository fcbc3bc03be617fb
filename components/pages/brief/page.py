"""Brief: what does one economy's place amount to, on two pages that can be printed?

The first page has the finding, the trajectory, what moved the rank, how firm it is, and what is beside it;
the second marks, GII pillars, claims, the data behind them, licences, method and citation.
"""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis import targets
from analysis.brief import Choice
from analysis.change import CLAIM
from analysis.composition import PILLARS
from analysis.dataset import Dataset
from analysis.derived import claim_assessments
from analysis.framework import mark
from analysis.reweighting import place
from analysis.standing import CHINA
from analysis.weighting import EQUAL
from components import numbers
from components.attributes import attributes
from components.callbacks import Callbacks
from components.charts.rank_picture import SMALL, WIDE, Labels, RankPicture
from components.framework import copied, counted, framework_changes, letters
from components.numbers import known
from components.pages.brief.view import PAGE, Brief, block, finding, paragraph, sheet
from components.pages.economy.cards import data_behind, price
from components.pages.economy.page import intervals, marked, never
from components.pages.economy.view import Row, calculated, value_text
from components.pages.overview import strategy_sources
from components.parts import claims
from components.parts import ledgers as why
from components.parts.badges import evidence, ring, verdict
from components.parts.claims import ClaimView, releases
from components.parts.ledgers import empty_places
from components.parts.peers import reason
from components.parts.reading import reading, spark
from components.parts.tables import Cell, bare
from components.parts.targets import Targets as TargetView
from components.shell import path
from components.text import Words, markup, plain, words
from components.theme import DARK, LIGHT, on_surface
from components.view import licence, line_labels
from data.citation import INDEX, OWN, cite, index
from data.licences import NOT_STATED

SHEETS = "brief-sheets"
CALLBACKS = Callbacks(
    Choice,
    parts=((SHEETS, "children"), ("brief-since", "options"), ("brief-since", "value")),
    stores=("with",),
    path=("economy",),
    fixed=("with",),
)
SPARK = (130, 28)
NBSP = "\u00a0"
NAMED = 2  # names of missing and of outdated indicators
MOST, MOST_CHINA = 8, 5  # strengths, and weaknesses, for which the page has room; China's has claims too
COLUMNS: Final = 7
"""Editions for which the table of GII pillars has room."""


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the brief of the economy that the path names; ``query`` gives the values of its controls.

    An economy that no edition ranks has a page that says so.
    """
    t = words(lang)
    economy = str(query.get("economy", CHINA))
    if economy in dataset.catalog.economies and economy not in dataset.economies:
        return _never(dataset, economy, t)
    brief = Brief(dataset, t, Choice.read(dataset, query))
    controls = brief.controls
    head = brief.say("brief.head")
    return [
        _controls(brief, controls.select("edition"), controls.select("since")),
        html.Div([_first(brief, head), _second(brief, head)], id=SHEETS, className="brief"),
        controls.store("with"),
        CALLBACKS.address(PAGE, dataset, economy=brief.choice.economy),
    ]


def _never(dataset: Dataset, economy: str, t: Words) -> list[Component]:
    """Return the page of an economy that no edition ranks: that it is so, with source and citation."""
    title, (cause, others) = never(dataset, economy, t)
    brief = Brief(dataset, t, Choice(economy, dataset.detailed, 0, None))
    listed = html.P(markup(others), className="brief-list")  # of the list above, which paper does not have
    content = [html.H1(markup(title)), html.P(markup(cause)), listed, _citation(brief, title)]
    head, number = brief.say("brief.head_never"), t("brief.page", number=1, all=1)
    page = sheet(head, content, paragraph(t, [t("brief.disclaimer")]), number, short=True)
    return [_controls(brief), html.Div(page, className="brief")]


def _controls(brief: Brief, *others: Component) -> html.Div:
    """Return the choice of the economy, other controls, and what prints the brief."""
    among = {*brief.dataset.economies, brief.choice.economy}
    picker = brief.controls.select("economy", searchable=True, among=among)
    css, about = "button brief-print", attributes(data_print="page")
    button = html.Button(brief.t("brief.print"), type="button", className=css, **about)
    return html.Div([picker, *others, button], className="controls brief-controls")


def _first(brief: Brief, head: str) -> html.Section:
    """Return the first page, at its foot where its figures come from and when they were checked."""
    t, editions, found = brief.t, brief.dataset.editions, brief.comparable
    content = [
        html.H1(markup(finding(brief))),
        html.P(markup(_deck(brief)), className="deck"),
        _figure(brief),
        html.Div([_ledger(brief), _firm(brief)], className="brief-two"),
        _strategy(brief) if brief.hero else _peers(brief),
    ]
    ends = {"first": editions[0], "last": editions[-1]}
    sources = [t("brief.source.first", **ends, copied=copied(brief.dataset, editions, t))]
    if brief.hero:
        sources.append(strategy_sources(brief.dataset, t))
    elif found is not None and found.figures is not None:
        sources.append(t("brief.source.peers", figures=found.figures))
    sources.append(t("brief.source.checked", date=brief.checked))
    if brief.hero:
        sources.append(t("brief.article"))
    page, short = t("brief.page", number=1, all=2), not brief.profile.ranked
    return sheet(head, content, paragraph(t, sources), page, short=short)


def _deck(brief: Brief) -> str:
    """Return the lines under the finding (marked text): rank, score and interval, or the gaps."""
    t, edition, ranks = brief.t, brief.choice.edition, brief.ranks
    row, lines = brief.profile.rows.get("GII"), []
    if edition in ranks and row is not None:
        key = "brief.deck.rank" if brief.profile.count else "brief.deck.uncounted"
        lines.append(brief.say(key, rank=ranks[edition]))
        if known(row["score"]):
            lines.append(t("economy.deck.score", score=row["score"]))
        lines += intervals(brief.profile)[:1]
    else:
        lines.append(t("economy.deck.ranked_in", editions=brief.runs(ranks)))
    # The editions with all their ranks, from the first that ranks the economy, that do not.
    facts = brief.dataset.by_edition
    whole = facts["economies"].notna() & (facts["ranks"] >= facts["economies"]).fillna(False)
    gaps = [int(e) for e in sorted(facts.index[whole]) if e > min(ranks) and int(e) not in ranks]
    if gaps:
        lines.append(brief.say("brief.deck.gaps", editions=brief.runs(gaps)))
    newest = brief.dataset.editions[-1]
    if edition < newest and newest in ranks:
        lines.append(t("brief.deck.newer", edition=newest, rank=ranks[newest]))
    lines.append(t("brief.deck.cause"))
    return t("economy.deck.between").join(lines)


def _figure(brief: Brief) -> html.Figure:
    """Return the picture in each theme and size, of which the style sheet shows one, with its caption."""
    t, choice, ranks, own = brief.t, brief.choice, brief.ranks, brief.own
    # Marked are the editions of the brief, and for China those of the article's claim; the newest rank
    # stands beside the end of the line.
    ends = {choice.edition, choice.since, *(CLAIM if brief.hero else ())} - {brief.dataset.editions[-1]}
    labelled = {
        year: (plain(brief.ordinal(ranks[year])), t("brief.figure.in_edition", edition=year))
        for year in sorted(ends & set(ranks))
    }
    claim = CLAIM if brief.hero and set(CLAIM) <= set(ranks) else None
    claimed = t("brief.figure.claim", places=ranks[claim[0]] - ranks[claim[1]]) if claim else ""
    axes = (t("trajectory.axis.edition"), t("brief.figure.rank"), t("trajectory.axis.economies"))
    labels = Labels(line_labels(brief.dataset, t.lang), axes, labelled, claimed)
    points = [t("brief.figure.point", edition=edition, rank=rank) for edition, rank in ranks.items()]
    # What is not on show is not read out either, so each picture carries its words: every rank.
    spoken = plain(brief.say("brief.figure.alt", points=t("brief.figure.join").join(points)))
    themes: list[Component] = []
    for theme, name in ((LIGHT, "light"), (DARK, "dark")):
        images: list[Component] = []
        for size, css in ((WIDE, "brief-wide"), (SMALL, "brief-small")):
            counts = brief.dataset.counts
            picture = RankPicture(brief.lines, choice.economy, counts, labels, on_surface(theme), size)
            drawn = picture.draw(framework_changes(brief.dataset), claim)
            images.append(html.Img(src=drawn, alt=spoken, width=size[0], height=size[1], className=css))
        themes.append(html.Span(images, className=f"only-{name}"))
    # What the marks of the picture mean, those that it has.
    caption = [t("brief.figure.squares")]
    if own["low"].notna().any():
        caption.append(t("brief.figure.band"))
    for row in own[own["published_low"].notna()].to_dict("records"):
        bracket = brief.interval(int(row["published_low"]), int(row["published_high"]))
        caption.append(t("brief.figure.bracket", edition=row["edition"], interval=bracket))
    if own["economies"].isna().any():
        caption.append(t("brief.figure.hollow"))
    if CHINA in {code for code, _ in brief.peers}:
        caption.append(t("brief.figure.china"))
    names = [brief.called(code) for code, _ in brief.peers]
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
    t, ledgers = brief.t, brief.moved
    if ledgers is None:
        return block(t("brief.ledger.title_none"), paragraph(t, [brief.say("brief.ledger.first")]))
    start, end = ledgers.editions
    title, split = t("brief.ledger.title", first=start, last=end), ledgers.split
    if split is None:
        return block(title, paragraph(t, [empty_places(ledgers)]))
    own = t("brief.ledger.own", name=why.whose(ledgers.name, t))
    orders = sorted(split.own_orders, key=abs)
    if orders[0] != orders[1]:  # the own score can be counted in two orders
        same_way = orders[0] * orders[1] >= 0
        low, high = (why.count(one, t.lang) if same_way else why.moved(one, t) for one in orders)
        own += t("brief.ledger.orders", low=low, high=high)
    coverage = t("brief.ledger.coverage")
    if split.exits or split.entries:
        exits, entries = (
            numbers.arrow(-places, why.count(places, t.lang), NBSP)
            for places in (float(split.exits), float(split.entries))
        )
        coverage += t("brief.ledger.turns", exits=exits, entries=entries)
    total = t("brief.ledger.total", before=split.rank_first, after=split.rank_last)

    def step(name: Cell, places: float, **about: Any) -> html.Tr:
        moved = numbers.arrow(-places, why.many(places, t), NBSP)  # below zero is towards the first place
        return html.Tr([html.Th(name, scope="row"), html.Td(moved, className="num")], **about)

    rows = [
        step(markup(own), split.own),
        step(t("brief.ledger.others"), split.others),
        step(coverage, float(split.exits + split.entries)),
        step(markup(total), float(split.total), className="brief-total"),
    ]
    # How far the two editions can be compared.
    kind = mark(brief.dataset.table("gii_editions"), start, end) or "unmarked"
    changes, between = (say(brief.dataset, start, end, t) for say in (letters, counted))
    note = paragraph(t, [t(f"brief.ledger.{kind}", changes=changes, counted=between)], "source")
    return block(title, bare(title, [], [html.Tbody(rows)]), note)


def _firm(brief: Brief) -> html.Section:
    """Return how firm the rank is: intervals, other weights, bounds, the next place."""
    t, economy, edition = brief.t, brief.choice.economy, brief.choice.edition
    rank = brief.ranks.get(edition)
    if rank is None:
        return block(t("brief.firm.title_none"), paragraph(t, [brief.say("brief.firm.none")]))
    lines = intervals(brief.profile, "brief.firm.interval")
    field = brief.dataset.fields.get(edition)
    if field is not None and economy in field.economies:
        lines.append(t("brief.firm.equal", rank=place(field, EQUAL, economy).rank))
    if limits := brief.bounds("bounds", economy, edition):
        lines.append(t("brief.firm.bounds", low=limits[0], high=limits[1]))
    lines += price(brief.profile)
    reach = html.P(brief.reach(economy, edition, rank), className="brief-reach")
    return block(t("brief.firm.title", rank=rank), paragraph(t, lines), reach)


def _strategy(brief: Brief) -> html.Section:
    """Return the five strategic pillars, each with its headline indicator, and the doubts about them.

    A row has the name and the indicator, the first and last value, the change, and the evidence.
    """
    dataset, t = brief.dataset, brief.t
    rows, doubts = [], []
    for pillar in dataset.catalog.strategy:
        found = dataset.evidence(pillar.number).to_dict("records")
        read = reading(dataset, next(row for row in found if row["code"] == pillar.headline), t)
        text = read.name if read else t("strategy.no_data")
        name = html.Span([html.B(pillar.name.get(t.lang)), html.Span(text)], className="brief-name")
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
            line = spark(dataset, dataset.catalog.indicators[pillar.headline], SPARK, None)
            values.insert(1, line)
            if read.caveats:
                doubts.append(t("brief.strategy.doubt", number=pillar.number, doubt=read.caveats[0]))
        strength = pillar.link(pillar.headline).strength if read else "none"
        rows.append(html.Li([ring(pillar.number), name, *values, evidence(strength, t)]))
    body = [html.Ol(rows, className="brief-rows"), *([paragraph(t, doubts, "source")] if doubts else [])]
    return block(t("strategy.heading"), *body, css="brief-strategy")


def _peers(brief: Brief) -> html.Section:
    """Return the economies beside this one, each with its ranks and the reason why it is there."""
    t, choice, compared = brief.t, brief.choice, brief.comparable
    title = t("brief.peers.title")
    if not brief.peers:
        key = "brief.peers.none" if choice.peers == () else "peers.none"
        return block(title, paragraph(t, [t(key, name=brief.name, edition=brief.edition(choice.edition))]))
    editions = [choice.since, choice.edition] if choice.since else [choice.edition]
    ranks = brief.frame.set_index(["economy", "edition"])["rank"]
    rows = []
    for code, finder in brief.peers:
        why_there: Any = [t("brief.peers.chosen")]
        if finder and compared is not None:
            found = compared.found[finder]
            row = pd.Series(found[found["economy"] == code].to_dict("records")[0])
            sentence = reason(row, finder, brief.name, compared.decimals, t)
            why_there = markup(t("brief.peers.why", finder=t(f"peers.list.{finder}"), reason=sentence))
        name = html.A(brief.called(code), href=path(t.lang, f"economy/{code}"))
        cells = [numbers.whole_cell(ranks.get((code, edition)), t("missing")) for edition in editions]
        written = [html.Td(cell, className="num") for cell in cells]
        rows.append(html.Tr([html.Th(name, scope="row"), *written, html.Td(why_there)]))
    heads = [
        html.Th(t("brief.peers.economy"), scope="col"),
        *(html.Th(t("brief.peers.rank", edition=one), scope="col", className="num") for one in editions),
        html.Th(t("brief.peers.reason"), scope="col"),
    ]
    return block(title, bare(title, heads, [html.Tbody(rows)]), css="brief-peers")


def _second(brief: Brief, head: str) -> html.Section:
    """Return the second page."""
    t, profile = brief.t, brief.profile
    unranked = [brief.say("brief.unranked")]
    data = data_behind(profile, NAMED, rule=False) if profile.ranked else unranked
    behind = block(t("economy.data.title"), paragraph(t, data))
    notes = [behind, *_notes(brief), _citation(brief, finding(brief))]
    content: list[Component] = [_marks(brief), _pillars(brief), *([_claims(brief)] if brief.hero else [])]
    content.append(html.Div(notes, className="brief-columns"))
    page, short = t("brief.page", number=2, all=2), not profile.ranked
    return sheet(head, content, paragraph(t, [t("brief.disclaimer")]), page, short=short)


def _marks(brief: Brief) -> html.Section:
    """Return strengths and weaknesses as two tables, whose marks they are, or that there are none."""
    t, view = brief.t, brief.profile
    title, editions = t("economy.marks.title"), view.detailed_editions
    if not view.ranked or view.frame["marked"].isna().all():
        none = view.say("economy.marks.none" if view.ranked else "brief.unranked")
        key = "brief.marks.editions" if editions else "brief.marks.nowhere"
        return block(title, paragraph(t, [none, view.say(key, editions=brief.runs(editions))]))
    whose = view.say(f"economy.marks.{'rule' if view.ours else 'published'}")
    source = view.say(f"economy.marks.source{'_ours' if view.ours else ''}").strip()
    lists = [_list(brief, "S"), _list(brief, "W")]
    return block(
        title,
        paragraph(t, [whose, source, *calculated(view.frame, t)], "source"),
        html.Div(lists, className="brief-two"),
        css="brief-marks",
    )


def _list(brief: Brief, strength: str) -> html.Div:
    """Return the clearest indicators that carry a mark, as a table."""
    t, view = brief.t, brief.profile
    found, most = marked(view.frame, strength), MOST_CHINA if brief.hero else MOST
    many = "some" if len(found) > most else "all"
    count = t(f"brief.marks.{many}_{strength}", visible=most, count=len(found))
    heads = [html.Th(count, scope="col")]
    heads += [
        html.Th(t(f"economy.column.{key}"), scope="col", className="num") for key in ("value", "year", "rank")
    ]
    rows = []
    for row in found.head(most).to_dict("records"):
        name: list[str | Component] = [view.part(row)]
        if t.lang != "en":  # the publisher's words state the unit
            name.append(html.Span(str(row["name"]), lang="en", className="brief-small-text"))
        year = numbers.whole_cell(row["data_year"], t("missing"))
        cells = [html.Td(cell, className="num") for cell in (value_text(row, t), year, view.rank_cell(row))]
        rows.append(html.Tr([html.Th(name, scope="row"), *cells]))
    return html.Div(bare(count, heads, [html.Tbody(rows)]))


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
    title = t("brief.pillars.title")
    if not editions:
        return block(title, paragraph(t, [brief.say("brief.pillars.none")]))
    rows = brief.dataset.scores
    rows = rows[(rows["economy"] == brief.choice.economy) & rows["edition"].isin(editions)]
    records = rows[rows["code"].isin(PILLARS)].to_dict("records")
    cells = {(str(row["code"]), int(row["edition"])): row for row in records}
    count = max(brief.dataset.counts.get(edition) or 0 for edition in editions)
    *earlier, last = editions
    first = since if since in earlier else earlier[0] if earlier else None
    heading = title
    thin = {code for code, row in cells.items() if numbers.is_true(row["low_coverage"])}
    exact = {
        code: int(row["rank"])
        for (code, edition), row in cells.items()
        if edition == last and (code, edition) not in thin and known(row["rank"])
    }
    if len(exact) == len(PILLARS):  # the best and the lowest are named where all are firm
        best, worst = (end(PILLARS, key=exact.__getitem__) for end in (min, max))
        heading = brief.say(
            "brief.pillars.finding",
            best=t(f"gii.{best}"),
            best_rank=exact[best],
            worst=t(f"gii.{worst}"),
            worst_rank=exact[worst],
        )
    key = "brief.pillars.move" if first else "brief.pillars.still"
    lines = [t(key, first=first, last=last, count=count)]
    if thin:
        lines.append(t("brief.pillars.brackets"))
    lines.append(t("brief.pillars.source", editions=brief.runs(editions)))
    doubtful = {edition for (_, edition), row in cells.items() if not known(row["rank"])}
    if doubtful:
        lines.append(t("brief.pillars.rounded", editions=brief.runs(doubtful)))
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
        strip = _strip(brief, own.get(first) if first else None, own.get(last), count)
        ranks = [
            html.Td(brief.rank_cell(own[year]) if year in own else t("missing"), className=css[year])
            for year in editions
        ]
        name = html.Th(t(f"gii.{code}"), scope="row")
        body.append(html.Tr([name, html.Td(strip, className="strip-cell"), *ranks]))
    table = bare(title, heads, [html.Tbody(body)])
    return block(heading, paragraph(t, lines, "source"), table, css="brief-pillars")


def _strip(brief: Brief, start: Row | None, end: Row | None, count: int) -> html.Span:
    """Return the line from the first to the last rank with a ring, a dot and the way between them."""
    color = "hero-mark" if brief.hero else "ink-mark"
    places: list[float] = []
    parts: list[Component] = []
    for row, shape in ((start, "ring-mark"), (end, "dot-mark")):
        if row is None:
            continue
        # The middle where only the bounds of a rank are known.
        rank = row["rank"] if known(row["rank"]) else (row["rank_low"] + row["rank_high"]) / 2
        if known(rank):
            places.append(100 * (count - rank) / max(count - 1, 1))
            parts.append(html.Span(className=f"{shape} {color}", style={"left": f"{places[-1]:.1f}%"}))
    if len(places) > 1:
        left, right = sorted(places)
        style = {"left": f"{left:.1f}%", "width": f"{right - left:.1f}%"}
        parts.insert(0, html.Span(className=f"brief-way {color}", style=style))
    return html.Span(parts, className="strip-line", **attributes(aria_hidden="true"))


def _claims(brief: Brief) -> html.Section:
    """Return the statements of the article with the values computed, the main doubt, and the verdicts."""
    dataset, t = brief.dataset, brief.t
    judged, rows = claim_assessments(dataset), []
    for one in judged:
        if one.claim.kind != "statement":
            continue
        view = ClaimView(dataset, t, one)
        tested = [html.Span(markup(line)) for line in view.computed()]
        tested += [html.Span(markup(text), className="brief-small-text") for text in view.inferred()[:1]]
        cells = [
            html.Td(html.B(one.claim.number)),
            html.Th(one.claim.statement.get(t.lang), scope="row"),
            html.Td(tested),
            html.Td(verdict(one.verdict, t)),
        ]
        rows.append(html.Tr(cells))
    link = html.A(t("brief.claims.link"), href=path(t.lang, "claims"))
    found = TargetView(dataset, t, targets.Choice.read(dataset, {})).counts
    met = html.A(t("brief.claims.targets", **found), href=path(t.lang, "strategy/targets"))
    note = html.P([t("brief.claims.note"), " ", link, " ", met], className="source")
    table = bare(t("brief.claims.title"), [], [html.Tbody(rows)])
    return block(claims.statements(judged, t), table, note, css="brief-claims")


def _notes(brief: Brief) -> list[html.Section]:
    """Return the framework changes behind the letters, the licences of the editions, the method in brief."""
    dataset, t = brief.dataset, brief.t
    notes = {one: dataset.catalog.editions[one.edition].note for one in framework_changes(dataset)}
    changes = [
        t("brief.changes.one", letter=one.letter, edition=one.edition, note=note.get(t.lang))
        for one, note in notes.items()
    ]
    stated = dataset.licences.sort_index()
    found = {str(one): [int(edition) for edition in stated.index[stated == one]] for one in stated.unique()}
    licences = [  # those of editions that state none come last
        t("brief.licences.one", editions=brief.runs(years), licence=licence(dataset, one, t))
        for one, years in sorted(found.items(), key=lambda item: item[0] == NOT_STATED)
    ]
    rows = dataset.table("gii_intervals")
    draws = rows.loc[rows["kind"] == "weights", "draws"].tail(1)
    method = [t("brief.method.interval", draws=count) for count in draws]
    method += [t("brief.method.ledger"), t("brief.method.gaps")]
    blocks = {"overview.changes_title": changes, "brief.licences.title": licences}
    blocks["brief.method.title"] = method
    return [block(t(key), paragraph(t, lines), css="brief-notes") for key, lines in blocks.items()]


def _citation(brief: Brief, title: str) -> html.Section:
    """Return how to cite the brief; the browser puts in its whole address."""
    dataset, t = brief.dataset, brief.t
    named = [index(dataset.catalog.phrases, t.lang, dataset.editions[0], dataset.editions[-1])]
    if brief.hero:
        named.append(_beside(brief))
    snapshot = (dataset.snapshot.id, dataset.snapshot.created)
    text = cite(dataset.catalog.phrases, t.lang, plain(title), named, snapshot, "").text
    address = html.Span(brief.place, **attributes(data_part="address"))
    return block(t("brief.cite.title"), html.P([text, address]), css="brief-notes")


def _beside(brief: Brief) -> str:
    """Return who published what stands beside the index, in short: paper has no room for all vintages."""
    dataset, found = brief.dataset, []
    for pillar in dataset.catalog.strategy:
        rows = dataset.evidence(pillar.number)
        found += " ".join(rows.loc[rows["code"] == pillar.headline, "sources"].dropna()).split()
    for one in claim_assessments(dataset):
        found += releases(dataset, one) if one.claim.kind == "statement" else []
    of = dataset.sources["family"]
    families = dict.fromkeys(str(of[release]) for release in found)
    shorts = [dataset.catalog.sources[one].short for one in families if one not in (*INDEX, OWN)]
    return brief.t("list.separator").join(dict.fromkeys(one.get(brief.t.lang) for one in shorts))
