"""The first page of a brief: finding, trajectory, what moved the rank, how firm it is, and what is beside it."""

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.change import framework
from components import numbers
from components.pages.brief import text
from components.pages.brief.trajectory import figure
from components.pages.brief.view import Brief, block, sheet, told
from components.pages.overview.text import strategy_sources
from components.pages.why import finding as why
from components.pages.why.text import empty_places
from components.pages.why.view import Shown
from components.parts.badges import evidence, ring
from components.parts.peers import reason
from components.parts.pillar_row import spark
from components.parts.reading import reading
from components.shell import path
from components.text import Words, markup
from data.catalog import StrategicPillar

SPARK = (150, 30)
_STEPS = ("own", "others", "exits", "entries")


def first(brief: Brief, head: str) -> html.Section:
    """Return the first page."""
    say = brief.say
    pair = html.Div([_ledger(brief), _firm(brief)], className="brief-two")
    content = [
        html.H1(markup(text.finding(brief))),
        html.P(markup(text.deck(brief)), className="deck"),
        figure(brief),
        pair,
        _strategy(brief) if brief.china else _peers(brief),
    ]
    return sheet(head, content, [told(_sources(brief))], say("brief.page", number=1, all=2))


def _ledger(brief: Brief) -> html.Section:
    """Return what moved the rank since the edition chosen, or why that cannot be said."""
    say, shown = brief.say, brief.moved
    if shown is None:
        title = say("brief.ledger.title_none")
        return block(title, told([say("brief.ledger.first", name=brief.name, edition=brief.edition(brief.choice.edition))]))
    between = {"first": shown.choice.first, "last": shown.choice.last}
    title = say("brief.ledger.title", **between)
    if shown.split is None:
        head = why.unsplit(shown.name, shown.editions, shown.ranks, say)
        return block(title, told([head + say("brief.stop")]), told([empty_places(shown)]))
    split = shown.split
    rows = []
    for step in _STEPS:
        value = float(getattr(split, step))
        name = say(f"why.column.{step}")
        if step == "own" and split.own_orders[0] != split.own_orders[1]:
            name += say("brief.ledger.orders", orders=why.either(split.own_orders, say))
        rows.append(html.Tr([html.Th(markup(name), scope="row"), html.Td(_moved(value, say), className="num")]))
    ends = (brief.ordinal(split.rank_first), brief.ordinal(split.rank_last))
    total = markup(say("brief.ledger.total", before=ends[0], after=ends[1]))
    moved = html.Td(_moved(float(split.total), say), className="num")
    rows.append(html.Tr([html.Th(total, scope="row"), moved], className="brief-total"))
    body = html.Table([html.Caption(title, className="unseen"), html.Tbody(rows)])
    finding = told([why.finding(split, shown.name, say) + say("brief.stop")])
    return block(title, finding, body, told([_badge(shown)], "source"))


def _moved(places: float, say: Words) -> str:
    """Write places in a column: ▲ 15.5 places, 0; below zero is towards the first place."""
    return f"{'▲' if places < 0 else '▼'} {why.many(places, say)}" if places else "0"


def _badge(shown: Shown) -> str:
    """Return how far the two editions can be compared."""
    say, (start, end) = shown.say, shown.editions
    kind = framework(shown.site.snapshot.table("gii_editions"), start, end)
    letters = [change.letter for change in shown.site.changes if start < change.edition <= end]
    key = {"break": "brief.ledger.break", "documented": "brief.ledger.documented", "none": "brief.ledger.none"}
    return say(key[kind], letters=say.listing(letters))


def _firm(brief: Brief) -> html.Section:
    say, rank = brief.say, brief.ranks.get(brief.choice.edition)
    if rank is None:
        edition = brief.edition(brief.choice.edition)
        nothing = say("brief.firm.none", name=brief.name, edition=edition)
        return block(say("brief.firm.title_none"), told([nothing]))
    return block(say("brief.firm.title", rank=brief.ordinal(rank)), told(text.firm(brief)))


def _strategy(brief: Brief) -> html.Section:
    rows = [_pillar(brief, pillar) for pillar in brief.site.catalog.strategy]
    return block(brief.say("strategy.heading"), html.Ol(rows, className="brief-rows"), css="brief-strategy")


def _pillar(brief: Brief, pillar: StrategicPillar) -> html.Li:
    """Return one strategic pillar with its headline indicator and the first doubt about it."""
    site, say = brief.site, brief.say
    headline = site.catalog.indicators[pillar.headline]
    found = site.evidence(pillar.number).to_dict("records")
    read = reading(site, next(row for row in found if row["code"] == pillar.headline), say)
    name = html.B(pillar.name.get(say.lang))
    parts: list[Component] = [ring(pillar.number)]
    if read is None:
        said = html.Span([name, html.Span(headline.short.get(say.lang)), html.Span(say("strategy.no_data"))])
        return html.Li([*parts, said, evidence("none", say)])
    doubt = [html.Span(markup(read.caveats[0]), className="brief-small-text")] if read.caveats else []
    parts.append(html.Span([name, html.Span(read.name), *doubt], className="brief-name"))
    for number, below, css in (
        (read.first, read.first_year, "brief-start"),
        (read.last, read.last_year, "brief-last"),
        (read.change, read.unit, "brief-change"),
    ):
        figure = [html.Span(number, className="fig"), html.Span(below, className="brief-small-text")]
        parts.append(html.Span(figure, className=css))
    parts.insert(3, spark(site, headline, SPARK, None))
    return html.Li([*parts, evidence(pillar.link(pillar.headline).strength, say)])


def _peers(brief: Brief) -> html.Section:
    """Return the economies beside this one, each with its ranks and the reason why it is there."""
    say, choice = brief.say, brief.choice
    title = say("brief.peers.title")
    if not brief.peers:
        edition = brief.edition(choice.edition)
        key = "brief.peers.none" if choice.peers == () else "peers.none"
        return block(title, told([say(key, name=brief.name, edition=edition)]))
    editions = [choice.edition] if choice.since is None else [choice.since, choice.edition]
    ranks = brief.frame.set_index(["economy", "edition"])["rank"]
    labels, missing = brief.site.labels(say), say("missing")
    rows = []
    for code, finder in brief.peers:
        name = html.A(labels[code], href=path(say.lang, f"economy/{code}"))
        cells = [numbers.whole(ranks.get((code, edition))) for edition in editions]
        written = [html.Td(missing if cell is None else str(cell), className="num") for cell in cells]
        why_here = html.Td(_reason(brief, code, finder))
        rows.append(html.Tr([html.Th(name, scope="row"), *written, why_here]))
    heads = [html.Th(say("brief.peers.economy"), scope="col")]
    heads += [html.Th(say("brief.peers.rank", edition=edition), scope="col", className="num") for edition in editions]
    heads.append(html.Th(say("brief.peers.reason"), scope="col"))
    caption = html.Caption(title, className="unseen")
    return block(title, html.Table([caption, html.Thead(html.Tr(heads)), html.Tbody(rows)]), css="brief-peers")


def _reason(brief: Brief, code: str, finder: str) -> list[str | Component]:
    say = brief.say
    if not finder or brief.comparable is None:
        return [say("brief.peers.chosen")]
    found = brief.comparable.found[finder]
    row = pd.Series(found[found["economy"] == code].to_dict("records")[0])
    told_why = reason(row, finder, brief.name, brief.comparable.decimals, say)
    return markup(say("brief.peers.why", finder=say(f"peers.list.{finder}"), reason=told_why))


def _sources(brief: Brief) -> list[str]:
    say, editions = brief.say, brief.site.editions
    said = [say("brief.source.first", first=editions[0], last=editions[-1])]
    if brief.china:
        return [*said, strategy_sources(brief.site, say)]
    found = brief.comparable
    if found is not None and found.figures is not None:
        said.append(say("brief.source.peers", figures=found.figures))
    return said
