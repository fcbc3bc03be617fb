"""The first page of a brief: finding, trajectory, what moved the rank, how firm it is, what is beside it."""

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.change import CLAIM, RankSplit
from analysis.framework import mark
from analysis.reweighting import place
from analysis.standing import CHINA
from analysis.weighting import EQUAL
from components import numbers
from components.attributes import attributes
from components.charts.rank_picture import SMALL, WIDE, Labels, RankPicture
from components.framework import copied, counted, framework_changes, letters
from components.measures import SCORE
from components.pages.brief.view import Brief, block, finding, paragraph, sheet
from components.pages.economy.levels import price
from components.pages.economy.page import intervals
from components.pages.overview import strategy_sources
from components.pages.why import finding as why
from components.pages.why.finding import View as Ledgers
from components.pages.why.text import empty_places
from components.parts.badges import evidence, ring
from components.parts.peers import reason
from components.parts.reading import Reading, reading, spark
from components.parts.tables import Cell, bare
from components.shell import path
from components.text import Words, markup, plain
from components.theme import DARK, LIGHT, Theme, on_surface
from components.view import line_labels
from data.catalog import StrategicPillar

SPARK = (130, 28)
NBSP = "\u00a0"
_SIZES = ((WIDE, "brief-wide"), (SMALL, "brief-small"))


def first(brief: Brief, head: str) -> html.Section:
    """Return the first page."""
    t = brief.t
    pair = html.Div([_ledger(brief), _firm(brief)], className="brief-two")
    content = [
        html.H1(markup(finding(brief))),
        html.P(markup(_deck(brief)), className="deck"),
        _figure(brief),
        pair,
        _strategy(brief) if brief.hero else _peers(brief),
    ]
    page, short = t("brief.page", number=1, all=2), not brief.profile.ranked
    return sheet(head, content, paragraph(t, _sources(brief)), page, short=short)


def _deck(brief: Brief) -> str:
    """Return the lines under the finding (marked text): rank, score and interval, or the gaps."""
    t, choice = brief.t, brief.choice
    index = brief.profile.row("GII")
    lines = []
    if choice.edition in brief.ranks and index is not None:
        rank, count = brief.ordinal(brief.ranks[choice.edition]), brief.dataset.counts[choice.edition]
        key = "brief.deck.rank" if count else "brief.deck.uncounted"
        lines.append(t(key, rank=rank, count=count, edition=brief.here))
        if numbers.known(index["score"]):
            lines.append(t("economy.deck.score", score=SCORE.write(float(index["score"]), t.lang)))
        lines += intervals(brief.profile)[:1]
    else:
        lines.append(t("economy.deck.ranked_in", editions=brief.runs(brief.ranks)))
    if gaps := _gaps(brief):
        lines.append(t("brief.deck.gaps", name=brief.name, editions=brief.runs(gaps)))
    newest = brief.dataset.editions[-1]
    if choice.edition < newest and newest in brief.ranks:
        rank = brief.ordinal(brief.ranks[newest])
        lines.append(t("brief.deck.newer", edition=brief.edition(newest), rank=rank))
    lines.append(t("brief.deck.cause"))
    return t("economy.deck.between").join(lines)


def _gaps(brief: Brief) -> list[int]:
    """Return the editions with all their ranks, from the first that ranks the economy, that do not."""
    facts = brief.dataset.by_edition
    whole = facts["economies"].notna() & (facts["ranks"] >= facts["economies"]).fillna(False)
    first = min(brief.ranks)
    return [int(e) for e in sorted(facts.index[whole]) if e > first and int(e) not in brief.ranks]


def _figure(brief: Brief) -> html.Figure:
    """Return the picture in each theme and size, of which the style sheet shows one, with its caption."""
    t = brief.t
    themes: list[Component] = []
    for theme, name in ((LIGHT, "light"), (DARK, "dark")):
        images: list[Component] = []
        for (width, height), css in _SIZES:
            drawn = _drawn(brief, on_surface(theme), (width, height))
            # What is not on show is not read out either, so each carries the words of the picture.
            words = _alternative(brief)
            images.append(html.Img(src=drawn, alt=words, width=width, height=height, className=css))
        themes.append(html.Span(images, className=f"only-{name}"))
    measure = html.P(markup(t("overview.measure.rank")), className="measure")
    quote = html.P(t("overview.quote"), className="quote")
    picture = html.Div(themes, className="brief-picture", **attributes(data_part="picture"))
    names = [brief.called(code) for code, _ in brief.peers]
    grey = t("brief.figure.grey", names=t.listing(names)) if names else ""
    # The small picture has no room for names beside the lines.
    small = paragraph(t, [grey], "source brief-small")
    caption = paragraph(t, _caption(brief), "source")
    about = attributes(aria_label=plain(t("overview.measure.rank")))
    return html.Figure([measure, picture, small, caption, quote], className="brief-block", **about)


def _drawn(brief: Brief, theme: Theme, size: tuple[int, int]) -> str:
    dataset, t, choice = brief.dataset, brief.t, brief.choice
    ends = {
        year: (plain(brief.ordinal(brief.ranks[year])), t("brief.figure.in_edition", edition=year))
        for year in _ends(brief)
        if year in brief.ranks
    }
    claim = CLAIM if brief.hero and set(CLAIM) <= set(brief.ranks) else None
    places = brief.ranks[claim[0]] - brief.ranks[claim[1]] if claim else 0
    claimed = t("brief.figure.claim", places=places) if claim else ""
    rows = (t("trajectory.axis.edition"), t("brief.figure.rank"), t("trajectory.axis.economies"))
    labels = Labels(line_labels(dataset, t.lang), rows, ends, claimed)
    picture = RankPicture(brief.lines, choice.economy, dataset.counts, labels, theme, size)
    return picture.draw(framework_changes(dataset), claim)


def _ends(brief: Brief) -> list[int]:
    """Return the editions that are marked: those of the brief, and for China those of the article's claim."""
    choice = brief.choice
    marked = {choice.edition, *([choice.since] if choice.since else [])}
    if brief.hero:
        marked |= set(CLAIM)
    # The newest rank stands beside the end of the line.
    return sorted(marked - {brief.dataset.editions[-1]})


def _alternative(brief: Brief) -> str:
    """Return the picture in words: every rank of the economy by edition."""
    t = brief.t
    ranks = {edition: plain(brief.ordinal(rank)) for edition, rank in brief.ranks.items()}
    points = [t("brief.figure.point", edition=edition, rank=rank) for edition, rank in ranks.items()]
    return t("brief.figure.alt", name=brief.name, points=t("brief.figure.join").join(points))


def _caption(brief: Brief) -> list[str]:
    """Return what the marks of the picture mean, those that it has (marked text)."""
    t, own = brief.t, brief.own
    lines = [t("brief.figure.squares")]
    if own["low"].notna().any():
        lines.append(t("brief.figure.band"))
    for row in own[own["published_low"].notna()].to_dict("records"):
        bracket = brief.interval(int(row["published_low"]), int(row["published_high"]))
        edition = brief.edition(int(row["edition"]))
        lines.append(t("brief.figure.bracket", edition=edition, interval=bracket))
    if own["economies"].isna().any():
        lines.append(t("brief.figure.hollow"))
    if CHINA in {code for code, _ in brief.peers}:
        lines.append(t("brief.figure.china"))
    return lines


def _ledger(brief: Brief) -> html.Section:
    """Return what moved the rank since the edition chosen, or why that cannot be said."""
    t, ledgers = brief.t, brief.moved
    if ledgers is None:
        nothing = t("brief.ledger.first", name=brief.name, edition=brief.here)
        return block(t("brief.ledger.title_none"), paragraph(t, [nothing]))
    between = {"first": ledgers.choice.first, "last": ledgers.choice.last}
    title = t("brief.ledger.title", **between)
    if ledgers.split is None:
        return block(title, paragraph(t, [empty_places(ledgers)]))
    split = ledgers.split
    own = markup(t("brief.ledger.own", name=why.whose(ledgers.name, t)) + _orders(split, t))
    coverage = t("brief.ledger.coverage")
    if split.exits or split.entries:
        exits, entries = (_places(float(one), t.lang) for one in (split.exits, split.entries))
        coverage += t("brief.ledger.turns", exits=exits, entries=entries)
    steps: list[tuple[Cell, float]] = [
        (own, split.own),
        (t("brief.ledger.others"), split.others),
        (coverage, float(split.exits + split.entries)),
    ]
    rows = [
        html.Tr([html.Th(name, scope="row"), html.Td(_moved(value, t), className="num")])
        for name, value in steps
    ]
    before, after = brief.ordinal(split.rank_first), brief.ordinal(split.rank_last)
    total = markup(t("brief.ledger.total", before=before, after=after))
    moved = html.Td(_moved(float(split.total), t), className="num")
    rows.append(html.Tr([html.Th(total, scope="row"), moved], className="brief-total"))
    return block(title, bare(title, [], [html.Tbody(rows)]), paragraph(t, [_badge(ledgers)], "source"))


def _orders(split: RankSplit, t: Words) -> str:
    """Return the two orders in which the own score can be counted; blank where they give the same."""
    orders = sorted(split.own_orders, key=abs)
    if orders[0] == orders[1]:
        return ""
    same_way = orders[0] * orders[1] >= 0
    low, high = (why.count(one, t.lang) if same_way else why.moved(one, t) for one in orders)
    return t("brief.ledger.orders", low=low, high=high)


def _places(places: float, lang: str) -> str:
    """Write places with a triangle: ▲ 15.5, 0; below zero is towards the first place."""
    return numbers.arrow(-places, why.count(places, lang), NBSP)


def _moved(places: float, t: Words) -> str:
    """Write places in a column: ▲ 15.5 places, 0; below zero is towards the first place."""
    return numbers.arrow(-places, why.many(places, t), NBSP)


def _badge(ledgers: Ledgers) -> str:
    """Return how far the two editions can be compared."""
    t, (start, end) = ledgers.t, ledgers.editions
    kind = mark(ledgers.dataset.table("gii_editions"), start, end) or "unmarked"
    changes, between = (say(ledgers.dataset, start, end, t) for say in (letters, counted))
    return t(f"brief.ledger.{kind}", changes=changes, counted=between)


def _firm(brief: Brief) -> html.Section:
    t, rank = brief.t, brief.ranks.get(brief.choice.edition)
    if rank is None:
        nothing = t("brief.firm.none", name=brief.name, edition=brief.here)
        return block(t("brief.firm.title_none"), paragraph(t, [nothing]))
    reach = html.P(brief.reach(brief.choice.economy, brief.choice.edition, rank), className="brief-reach")
    return block(t("brief.firm.title", rank=brief.ordinal(rank)), paragraph(t, _lines(brief)), reach)


def _lines(brief: Brief) -> list[str]:
    """Return how firm the rank is (marked text): intervals, other weights, bounds, the next place."""
    t, choice = brief.t, brief.choice
    lines = intervals(brief.profile, "brief.firm.interval")
    field = brief.dataset.fields.get(choice.edition)
    if field is not None and choice.economy in field.economies:
        equal = place(field, EQUAL, choice.economy)
        lines.append(t("brief.firm.equal", rank=brief.ordinal(equal.rank)))
    if limits := brief.bounds("bounds", choice.economy, choice.edition):
        low, high = (brief.ordinal(rank) for rank in limits)
        lines.append(t("brief.firm.bounds", low=low, high=high))
    return [*lines, *price(brief.profile)]


def _strategy(brief: Brief) -> html.Section:
    """Return the five strategic pillars, each with its headline indicator, and the doubts about them."""
    t = brief.t
    read = [(pillar, _read(brief, pillar)) for pillar in brief.dataset.catalog.strategy]
    rows = [_pillar(brief, pillar, one) for pillar, one in read]
    doubts = [
        t("brief.strategy.doubt", number=pillar.number, doubt=one.caveats[0])
        for pillar, one in read
        if one and one.caveats
    ]
    body = [html.Ol(rows, className="brief-rows"), *([paragraph(t, doubts, "source")] if doubts else [])]
    return block(t("strategy.heading"), *body, css="brief-strategy")


def _read(brief: Brief, pillar: StrategicPillar) -> Reading | None:
    rows = brief.dataset.evidence(pillar.number).to_dict("records")
    return reading(brief.dataset, next(row for row in rows if row["code"] == pillar.headline), brief.t)


def _pillar(brief: Brief, pillar: StrategicPillar, read: Reading | None) -> html.Li:
    """Return one strategic pillar as a row: name and indicator, first and last value, change, evidence."""
    dataset, t = brief.dataset, brief.t
    headline = dataset.catalog.indicators[pillar.headline]
    name = html.B(pillar.name.get(t.lang))
    if read is None:
        named = html.Span([name, html.Span(t("strategy.no_data"))], className="brief-name")
        return html.Li([ring(pillar.number), named, evidence("none", t)])
    ends = [
        html.Span(
            [html.Span(number, className="fig"), html.Span(below, className="brief-small-text")],
            className=css,
        )
        for number, below, css in (
            (read.first, read.first_year, "brief-start"),
            (read.last, read.last_year, "brief-last"),
            (read.change, read.unit, "brief-change"),
        )
    ]
    named = html.Span([name, html.Span(read.name)], className="brief-name")
    line = spark(dataset, headline, SPARK, None)
    strength = evidence(pillar.link(pillar.headline).strength, t)
    return html.Li([ring(pillar.number), named, ends[0], line, *ends[1:], strength])


def _peers(brief: Brief) -> html.Section:
    """Return the economies beside this one, each with its ranks and the reason why it is there."""
    t, choice = brief.t, brief.choice
    title = t("brief.peers.title")
    if not brief.peers:
        key = "brief.peers.none" if choice.peers == () else "peers.none"
        return block(title, paragraph(t, [t(key, name=brief.name, edition=brief.here)]))
    editions = [choice.since, choice.edition] if choice.since else [choice.edition]
    ranks = brief.frame.set_index(["economy", "edition"])["rank"]
    rows = []
    for code, finder in brief.peers:
        name = html.A(brief.called(code), href=path(t.lang, f"economy/{code}"))
        cells = [numbers.whole_cell(ranks.get((code, edition)), t("missing")) for edition in editions]
        written = [html.Td(cell, className="num") for cell in cells]
        rows.append(html.Tr([html.Th(name, scope="row"), *written, html.Td(_reason(brief, code, finder))]))
    heads = [html.Th(t("brief.peers.economy"), scope="col")]
    heads += [
        html.Th(t("brief.peers.rank", edition=edition), scope="col", className="num") for edition in editions
    ]
    heads.append(html.Th(t("brief.peers.reason"), scope="col"))
    return block(title, bare(title, heads, [html.Tbody(rows)]), css="brief-peers")


def _reason(brief: Brief, code: str, finder: str) -> list[str | Component]:
    t = brief.t
    if not finder or brief.comparable is None:
        return [t("brief.peers.chosen")]
    found = brief.comparable.found[finder]
    row = pd.Series(found[found["economy"] == code].to_dict("records")[0])
    sentence = reason(row, finder, brief.name, brief.comparable.decimals, t)
    return markup(t("brief.peers.why", finder=t(f"peers.list.{finder}"), reason=sentence))


def _sources(brief: Brief) -> list[str]:
    """Return where the figures of the page come from, and when they were checked."""
    t, editions = brief.t, brief.dataset.editions
    read = copied(brief.dataset, editions, t)
    lines = [t("brief.source.first", first=editions[0], last=editions[-1], copied=read)]
    found = brief.comparable
    if brief.hero:
        lines.append(strategy_sources(brief.dataset, t))
    elif found is not None and found.figures is not None:
        lines.append(t("brief.source.peers", figures=found.figures))
    lines.append(t("brief.source.checked", date=brief.checked))
    return [*lines, t("brief.article")] if brief.hero else lines
