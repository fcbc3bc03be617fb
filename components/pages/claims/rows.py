"""The rows of the page on claims: each opens a panel with quotation, doubts, tests and sources."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from analysis.claim_list import Held
from components.pages.claims.picture import picture
from components.pages.claims.wording import computed, fill, sources, tested
from components.parts.badges import ring
from components.parts.icon import icon
from components.parts.verdict import verdict
from components.shell import path
from components.site import Site
from components.text import Words, markup
from data.claims import Claim

ARTICLE = "article"  # family of sources
PAGE = "claims"
Block = list[Component]


def anchor(claim: Claim) -> str:
    """Return the id of a row."""
    return f"claim-{claim.id}"


def link(claim: Claim, say: Words) -> str:
    """Return the address of the page with the claim open and in sight."""
    return f"{path(say.lang, PAGE)}?claim={claim.id}#{anchor(claim)}"


def rows(site: Site, claims: Sequence[Held], opened: str, say: Words) -> list[Component]:
    """Return the head and the rows of the claims given; the one whose id is ``opened`` is unfolded."""
    names = ("number", "statement", "tested", "computed", "verdict")
    head = html.Div(
        [html.Span(say(f"claims.column.{name}"), className=f"claim-{name}") for name in names],
        className="claim-head",
    )
    return [head, *(_row(site, one, one.claim.id == opened, say) for one in claims)] if claims else []


def _row(site: Site, one: Held, opened: bool, say: Words) -> html.Details:
    claim = one.claim
    statement: Block = [html.H3(claim.statement.get(say.lang))]
    if claim.kind == "aim":
        statement.append(
            html.P([ring(claim.pillar), html.Span(say("claims.aim_line"))], className="small claim-aim")
        )
    cells = [
        html.Span(claim.number, className="claim-number"),
        html.Div(statement, className="claim-statement"),
        html.Div(markup(fill(site, one, claim.definition, say)), className="claim-tested"),
        html.Div(markup(computed(site, one, say)), className="claim-computed"),
        html.Div(verdict(one.judged.verdict, say), className="claim-verdict"),
    ]
    return html.Details(
        [html.Summary(cells), html.Div(_panel(site, one, say), className="claim-panel")],
        id=anchor(claim),
        className="claim",
        open=opened,
    )


def _panel(site: Site, one: Held, say: Words) -> Block:
    drawn = picture(site, one, say)
    left = [*_quotation(site, one.claim, say), *_doubts(site, one, say), *_aside(site, one, say)]
    middle = [*_tests(site, one, say), *_origin(site, one, say), *_links(one.claim, say)]
    parts: Block = [html.Div(left), html.Div(middle)]
    return [*parts, html.Div(drawn, className="claim-picture")] if drawn else parts


def _block(head: str, body: Sequence[Component]) -> Block:
    return [html.H4(head), *body]


def _quotation(site: Site, claim: Claim, say: Words) -> Block:
    source = site.catalog.sources[ARTICLE]
    outlet = html.A(source.publisher.get(say.lang), href=source.url, rel="noopener")
    key = "claims.quotation"
    quoted = html.P([say(key, text=claim.quotation.get(say.lang)), " ", outlet])
    return _block(say("claims.part.article"), [quoted])


def _doubts(site: Site, one: Held, say: Words) -> Block:
    pairs = zip(one.claim.caveats, one.judged.caveats, strict=True)
    held = [html.Li(markup(fill(site, one, caveat.text, say))) for caveat, holds in pairs if holds]
    found = _block(say("claims.part.caveats"), [html.Ul(held)]) if held else []
    if one.claim.untestable:
        why = html.P(markup(fill(site, one, one.claim.untestable, say)))
        found = [*_block(say("claims.part.untestable"), [why]), *found]
    return found


def _aside(site: Site, one: Held, say: Words) -> Block:
    if one.claim.beside is None:
        return []
    return _block(say("claims.part.beside"), [html.P(markup(fill(site, one, one.claim.beside, say)))])


def _tests(site: Site, one: Held, say: Words) -> Block:
    found = _block(
        say("claims.part.computation"), [html.P(markup(fill(site, one, one.claim.computation, say)))]
    )
    pairs = zip(one.claim.tests, one.judged.support, strict=True)
    lines = [html.Li(markup(tested(site, one, check, holds, say))) for check, holds in pairs]
    if lines:
        passed = sum(1 for holds in one.judged.support if holds)
        found += _block(say("claims.part.tests", passed=passed, all=len(lines)), [html.Ul(lines)])
    if one.claim.needs == "agreement" and len(set(one.judged.support)) > 1:
        found.append(html.P(say("claims.disagree")))
    if one.before:
        before = html.P([verdict(one.before, say)])
        found += _block(say("claims.part.before"), [before])
    return found


def _origin(site: Site, one: Held, say: Words) -> Block:
    listed = sources(site, one, say)
    found = _block(say("claims.part.sources"), [html.Ul(listed)]) if listed else []
    if one.claim.also:
        found += _block(say("claims.part.also"), [html.P(markup(fill(site, one, one.claim.also, say)))])
    return found


def _links(claim: Claim, say: Words) -> Block:
    own = html.A([icon("link"), say("claims.link")], href=link(claim, say), className="button")
    chart = html.A(say("claims.chart"), href=path(say.lang, claim.chart), className="button")
    return [html.P([own, chart], className="claim-links")]
