"""The first page of a brief: finding, trajectory, what moved the rank, how firm it is, what is beside it."""

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.change import CLAIM, RankSplit
from analysis.framework import mark
from components import numbers
from components.attributes import attributes
from components.charts.rank_picture import SMALL, WIDE, Labels, RankPicture
from components.framework import counted, framework_changes
from components.pages.brief import text
from components.pages.brief.view import Brief, block, paragraph, sheet
from components.pages.overview.text import strategy_sources
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
    say = brief.say
    pair = html.Div([_ledger(brief), _firm(brief)], className="brief-two")
    content = [
        html.H1(markup(text.finding(brief))),
        html.P(markup(text.deck(brief)), className="deck"),
        figure(brief),
        pair,
        _strategy(brief) if brief.hero else _peers(brief),
    ]
    page, short = say("brief.page", number=1, all=2), not brief.profile.ranked
    return sheet(head, content, paragraph(say, _sources(brief)), page, short=short)


def _ledger(brief: Brief) -> html.Section:
    """Return what moved the rank since the edition chosen, or why that cannot be said."""
    say, shown = brief.say, brief.moved
    if shown is None:
        title = say("brief.ledger.title_none")
        return block(
            title,
            paragraph(
                say, [say("brief.ledger.first", name=brief.name, edition=brief.edition(brief.choice.edition))]
            ),
        )
    between = {"first": shown.choice.first, "last": shown.choice.last}
    title = say("brief.ledger.title", **between)
    if shown.split is None:
        return block(title, paragraph(say, [empty_places(shown)]))
    split = shown.split
    own = markup(say("brief.ledger.own", name=why.whose(shown.name, say)) + _orders(split, say))
    coverage = float(split.exits + split.entries)
    turns = (_places(float(split.exits)), _places(float(split.entries)))
    both = (
        say("brief.ledger.turns", exits=turns[0], entries=turns[1])
        if any((split.exits, split.entries))
        else ""
    )
    steps: list[tuple[Cell, float]] = [
        (own, split.own),
        (say("brief.ledger.others"), split.others),
        (say("brief.ledger.coverage") + both, coverage),
    ]
    rows = [
        html.Tr([html.Th(name, scope="row"), html.Td(_moved(value, say), className="num")])
        for name, value in steps
    ]
    ends = (brief.ordinal(split.rank_first), brief.ordinal(split.rank_last))
    total = markup(say("brief.ledger.total", before=ends[0], after=ends[1]))
    moved = html.Td(_moved(float(split.total), say), className="num")
    rows.append(html.Tr([html.Th(total, scope="row"), moved], className="brief-total"))
    return block(title, bare(title, [], [html.Tbody(rows)]), paragraph(say, [_badge(shown)], "source"))


def _orders(split: RankSplit, say: Words) -> str:
    """Return the two orders in which the own score can be counted; blank where they give the same."""
    low, high = sorted(split.own_orders, key=abs)
    if low == high:
        return ""
    same_way = low * high >= 0
    either = [why.count(one) if same_way else why.moved(one, say) for one in (low, high)]
    return say("brief.ledger.orders", low=either[0], high=either[1])


def _places(places: float) -> str:
    """Write places with a triangle: ▲ 15.5, 0; below zero is towards the first place."""
    return numbers.arrow(-places, why.count(places), NBSP)


def _moved(places: float, say: Words) -> str:
    """Write places in a column: ▲ 15.5 places, 0; below zero is towards the first place."""
    return numbers.arrow(-places, why.many(places, say), NBSP)


def _badge(shown: Ledgers) -> str:
    """Return how far the two editions can be compared."""
    say, (start, end) = shown.say, shown.editions
    kind = mark(shown.dataset.table("gii_editions"), start, end) or "unmarked"
    letters = [change.letter for change in framework_changes(shown.dataset) if start < change.edition <= end]
    between = counted(shown.dataset, start, end, say)
    return say(f"brief.ledger.{kind}", letters=say.listing(letters), counted=between)


def _firm(brief: Brief) -> html.Section:
    say, rank = brief.say, brief.ranks.get(brief.choice.edition)
    if rank is None:
        edition = brief.edition(brief.choice.edition)
        nothing = say("brief.firm.none", name=brief.name, edition=edition)
        return block(say("brief.firm.title_none"), paragraph(say, [nothing]))
    return block(say("brief.firm.title", rank=brief.ordinal(rank)), paragraph(say, text.firm(brief)))


def _strategy(brief: Brief) -> html.Section:
    """Return the five strategic pillars, each with its headline indicator, and the doubts about them."""
    say = brief.say
    read = [(pillar, _read(brief, pillar)) for pillar in brief.dataset.catalog.strategy]
    rows = [_pillar(brief, pillar, one) for pillar, one in read]
    doubts = [
        say("brief.strategy.doubt", number=pillar.number, doubt=one.caveats[0])
        for pillar, one in read
        if one and one.caveats
    ]
    body = [html.Ol(rows, className="brief-rows"), *([paragraph(say, doubts, "source")] if doubts else [])]
    return block(say("strategy.heading"), *body, css="brief-strategy")


def _read(brief: Brief, pillar: StrategicPillar) -> Reading | None:
    rows = brief.dataset.evidence(pillar.number).to_dict("records")
    return reading(brief.dataset, next(row for row in rows if row["code"] == pillar.headline), brief.say)


def _pillar(brief: Brief, pillar: StrategicPillar, read: Reading | None) -> html.Li:
    """Return one strategic pillar as a row: name and indicator, first and last value, change, evidence."""
    dataset, say = brief.dataset, brief.say
    headline = dataset.catalog.indicators[pillar.headline]
    name = html.B(pillar.name.get(say.lang))
    if read is None:
        named = html.Span([name, html.Span(say("strategy.no_data"))], className="brief-name")
        return html.Li([ring(pillar.number), named, evidence("none", say)])
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
    strength = evidence(pillar.link(pillar.headline).strength, say)
    return html.Li([ring(pillar.number), named, ends[0], line, *ends[1:], strength])


def _peers(brief: Brief) -> html.Section:
    """Return the economies beside this one, each with its ranks and the reason why it is there."""
    say, choice = brief.say, brief.choice
    title = say("brief.peers.title")
    if not brief.peers:
        edition = brief.edition(choice.edition)
        key = "brief.peers.none" if choice.peers == () else "peers.none"
        return block(title, paragraph(say, [say(key, name=brief.name, edition=edition)]))
    editions = [choice.since, choice.edition] if choice.since else [choice.edition]
    ranks = brief.frame.set_index(["economy", "edition"])["rank"]
    labels, missing = brief.dataset.labels(say.lang), say("missing")
    rows = []
    for code, finder in brief.peers:
        name = html.A(labels[code], href=path(say.lang, f"economy/{code}"))
        cells = [numbers.whole_cell(ranks.get((code, edition)), missing) for edition in editions]
        written = [html.Td(cell, className="num") for cell in cells]
        why_here = html.Td(_reason(brief, code, finder))
        rows.append(html.Tr([html.Th(name, scope="row"), *written, why_here]))
    heads = [html.Th(say("brief.peers.economy"), scope="col")]
    heads += [
        html.Th(say("brief.peers.rank", edition=edition), scope="col", className="num")
        for edition in editions
    ]
    heads.append(html.Th(say("brief.peers.reason"), scope="col"))
    return block(title, bare(title, heads, [html.Tbody(rows)]), css="brief-peers")


def _reason(brief: Brief, code: str, finder: str) -> list[str | Component]:
    say = brief.say
    if not finder or brief.comparable is None:
        return [say("brief.peers.chosen")]
    found = brief.comparable.found[finder]
    row = pd.Series(found[found["economy"] == code].to_dict("records")[0])
    told_why = reason(row, finder, brief.name, brief.comparable.decimals, say)
    return markup(say("brief.peers.why", finder=say(f"peers.list.{finder}"), reason=told_why))


def _sources(brief: Brief) -> list[str]:
    """Return where the figures of the page come from, and when they were checked."""
    say, editions = brief.say, brief.dataset.editions
    lines = [say("brief.source.first", first=editions[0], last=editions[-1])]
    found = brief.comparable
    if brief.hero:
        lines.append(strategy_sources(brief.dataset, say))
    elif found is not None and found.figures is not None:
        lines.append(say("brief.source.peers", figures=found.figures))
    lines.append(say("brief.source.checked", date=brief.checked))
    return [*lines, say("brief.article")] if brief.hero else lines


def figure(brief: Brief) -> html.Figure:
    """Return the picture in each theme and size, of which the style sheet shows one, with its caption."""
    say = brief.say
    themes: list[Component] = []
    for theme, name in ((LIGHT, "light"), (DARK, "dark")):
        # What is not on show is not read out either, so each carries the words of the picture.
        images = [
            html.Img(
                src=_drawn(brief, on_surface(theme), size),
                alt=text.alternative(brief),
                width=size[0],
                height=size[1],
                className=css,
            )
            for size, css in _SIZES
        ]
        themes.append(html.Span(images, className=f"only-{name}"))
    measure = html.P(markup(say("overview.measure.rank")), className="measure")
    quote = html.P(say("overview.quote"), className="quote")
    picture = html.Div(themes, className="brief-picture", **attributes(data_part="picture"))
    names = [brief.called(code) for code, _ in brief.peers]
    grey = say("brief.figure.grey", names=say.listing(names)) if names else ""
    # The small picture has no room for names beside the lines.
    small = paragraph(say, [grey], "source brief-small")
    caption = paragraph(say, text.caption(brief), "source")
    about = attributes(aria_label=plain(say("overview.measure.rank")))
    return html.Figure([measure, picture, small, caption, quote], className="brief-block", **about)


def _drawn(brief: Brief, theme: Theme, size: tuple[int, int]) -> str:
    dataset, say, choice = brief.dataset, brief.say, brief.choice
    ends = {
        year: (plain(brief.ordinal(brief.ranks[year])), say("brief.figure.in_edition", edition=year))
        for year in _ends(brief)
        if year in brief.ranks
    }
    claim = CLAIM if brief.hero and set(CLAIM) <= set(brief.ranks) else None
    claimed = ""
    if claim:
        places = brief.ranks[claim[0]] - brief.ranks[claim[1]]
        claimed = say("brief.figure.claim", places=places)
    rows = (say("trajectory.axis.edition"), say("brief.figure.rank"), say("trajectory.axis.economies"))
    labels = Labels(line_labels(dataset, say.lang), rows, ends, claimed)
    picture = RankPicture(brief.frame, choice.economy, dataset.counts, labels, theme, size)
    return picture.draw(framework_changes(dataset), claim)


def _ends(brief: Brief) -> list[int]:
    """Return the editions that are marked: those of the brief, and for China those of the article's claim."""
    choice = brief.choice
    marked = {choice.edition, *([choice.since] if choice.since else [])}
    if brief.hero:
        marked |= set(CLAIM)
    # The newest rank stands beside the end of the line.
    return sorted(marked - {brief.dataset.editions[-1]})
