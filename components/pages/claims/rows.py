"""The rows of the page on claims: verdict and what may be inferred; each opens a panel with all the rest."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.standing import CHINA
from analysis.verdicts import Assessment
from components import numbers
from components.charts.small_pictures import CLAIM_HEIGHT, CLAIM_WIDTH, claim_step
from components.pages.claims.wording import (
    computed,
    doubts,
    evidence,
    fill,
    indicators,
    inferred,
    known,
    sources,
    tested,
)
from components.parts.badges import icon, ring, verdict
from components.parts.reading import label, spark, value
from components.shell import path
from components.text import Words, markup, plain
from components.theme import DARK, LIGHT
from data.catalog import Indicator
from data.claims import KINDS, Claim

ARTICLE = "article"  # family of sources
PAGE = "claims"
Block = list[Component]
SPARK = (132, 38)


def anchor(claim: Claim) -> str:
    """Return the id of a row."""
    return f"claim-{claim.id}"


def link(claim: Claim, say: Words) -> str:
    """Return the address of the page with the claim open and in sight."""
    return f"{path(say.lang, PAGE)}?claim={claim.id}#{anchor(claim)}"


def rows(dataset: Dataset, claims: Sequence[Assessment], opened: str, say: Words) -> list[Component]:
    """Return the claims given, statements and aims under a head each; the one ``opened`` is unfolded."""
    found: Block = []
    for kind in KINDS:
        own = [one for one in claims if one.claim.kind == kind]
        if own:
            found += [_head(kind, say), *(_row(dataset, one, one.claim.id == opened, say) for one in own)]
    return found


def _head(kind: str, say: Words) -> html.Div:
    names = {"number": "number", "statement": kind, "figures": f"{kind}_verdict", "inference": "inference"}
    return html.Div(
        [html.Span(say(f"claims.column.{key}"), className=f"claim-{name}") for name, key in names.items()],
        className="claim-head",
    )


def _row(dataset: Dataset, one: Assessment, opened: bool, say: Words) -> html.Details:
    claim = one.claim
    definition = html.Span(markup(fill(dataset, one, claim.definition, say)))
    pillar = [ring(claim.pillar)] if claim.pillar else []
    statement = [
        html.H3(markup(claim.statement.get(say.lang))),
        html.P([*pillar, definition], className="claim-tested"),
    ]
    cells = [
        html.Span(claim.number, className="claim-number"),
        html.Div(statement, className="claim-statement"),
        html.Div(_figures(dataset, one, say), className="claim-figures"),
        html.Div(_inference(dataset, one, say), className="claim-inference"),
    ]
    return html.Details(
        [html.Summary(cells), html.Div(_panel(dataset, one, say), className="claim-panel")],
        id=anchor(claim),
        className="claim",
        open=opened,
    )


def _figures(dataset: Dataset, one: Assessment, say: Words) -> Block:
    """Return the verdict with what it rests on: values, level, and how old the evidence is."""
    found: Block = [html.Div(verdict(one.verdict, say), className="claim-verdict")]
    if one.claim.shown is not None:
        found.append(html.P(markup(computed(dataset, one, say)), className="claim-computed"))
    level = one.claim.level
    if level is not None and known(one, level):
        found.append(html.P(markup(say("claims.level", text=fill(dataset, one, level, say)))))
    if one.claim.kind == "aim" and one.evidence[0]:
        found.append(html.P(evidence(one, say), className="claim-evidence"))
    return found


def _inference(dataset: Dataset, one: Assessment, say: Words) -> Block:
    found = inferred(dataset, one, say)
    return [html.Ul([html.Li(markup(text)) for text in found])] if found else []


def _panel(dataset: Dataset, one: Assessment, say: Words) -> Block:
    drawn = picture(dataset, one, say)
    left = [*_quotation(dataset, one.claim, say), *_doubts(dataset, one, say), *_aside(dataset, one, say)]
    middle = [*_tests(dataset, one, say), *_origin(dataset, one, say), *_links(one.claim, say)]
    parts: Block = [html.Div(left), html.Div(middle)]
    return [*parts, html.Div(drawn, className="claim-picture")] if drawn else parts


def _block(head: str, body: Sequence[Component]) -> Block:
    return [html.H4(head), *body]


def _quotation(dataset: Dataset, claim: Claim, say: Words) -> Block:
    source = dataset.catalog.sources[ARTICLE]
    outlet = html.A(source.publisher.get(say.lang), href=source.url, rel="noopener")
    quoted = html.P([say("claims.quotation", text=claim.quotation.get(say.lang)), " ", outlet])
    return _block(say("claims.part.article"), [quoted])


def _doubts(dataset: Dataset, one: Assessment, say: Words) -> Block:
    _, others = doubts(dataset, one, say)
    return (
        _block(say("claims.part.caveats"), [html.Ul([html.Li(markup(text)) for text in others])])
        if others
        else []
    )


def _aside(dataset: Dataset, one: Assessment, say: Words) -> Block:
    if one.claim.beside is None or not known(one, one.claim.beside):
        return []
    return _block(say("claims.part.beside"), [html.P(markup(fill(dataset, one, one.claim.beside, say)))])


def _tests(dataset: Dataset, one: Assessment, say: Words) -> Block:
    found = _block(
        say("claims.part.computation"), [html.P(markup(fill(dataset, one, one.claim.computation, say)))]
    )
    lines = [html.Li(markup(tested(dataset, one, place, say))) for place in range(len(one.claim.tests))]
    if lines:
        key = f"claims.part.{one.claim.kind}_tests"
        passed = sum(1 for holds in one.support if holds)
        found += _block(say(key, passed=passed, all=len(lines)), [html.Ul(lines)])
    if one.before:
        before = html.P([verdict(one.before, say)])
        found += _block(say("claims.part.before"), [before])
    return found


def _origin(dataset: Dataset, one: Assessment, say: Words) -> Block:
    listed = sources(dataset, one, say)
    found = _block(say("claims.part.sources"), [html.Ul(listed)]) if listed else []
    if one.claim.also:
        found += _block(say("claims.part.also"), [html.P(markup(fill(dataset, one, one.claim.also, say)))])
    return found


def _links(claim: Claim, say: Words) -> Block:
    own = html.A([icon("link"), say("claims.link")], href=link(claim, say), className="button")
    chart = (
        [html.A(say("claims.chart"), href=path(say.lang, claim.chart), className="button")]
        if claim.chart
        else []
    )
    return [html.P([own, *chart], className="claim-links")]


def picture(dataset: Dataset, one: Assessment, say: Words) -> list[Component]:
    """Return the picture; nothing where no series with two values stands behind the claim."""
    ranks = {
        int(value.year): int(value.value)
        for check in one.claim.tests
        for figure, value in [(one.claim.figures[check.figure], one.figures[check.figure])]
        if figure.kind == "rank" and figure.series == "GII" and value.year and value.value
    }
    if len(ranks) > 1:
        return _ranks(dataset, (min(ranks), max(ranks)), say)
    return [_series(dataset, one, say) for one in indicators(dataset, one, lambda frame: len(frame) > 1)]


def _ranks(dataset: Dataset, ends: tuple[int, int], say: Words) -> list[Component]:
    scores = dataset.scores
    rows = scores[(scores["economy"] == CHINA) & (scores["code"] == "GII") & scores["rank"].notna()]
    frame = rows.loc[rows["edition"] >= ends[0] - 1, ["edition", "rank"]].sort_values("edition")
    known = dict(zip(frame["edition"].astype(int), frame["rank"].astype(int), strict=True))
    named = {*ends, max(known)}
    if not named <= known.keys():
        return []
    labels = {edition: plain(numbers.ordinal(known[edition], say.lang)) for edition in named}
    words = say.listing([say("claims.picture.point", edition=e, rank=labels[e]) for e in sorted(named)])
    images = [
        html.Img(
            src=claim_step(frame, ends, labels, theme),
            alt=words,
            width=CLAIM_WIDTH,
            height=CLAIM_HEIGHT,
            className=f"only-{name}",
        )
        for theme, name in ((LIGHT, "light"), (DARK, "dark"))
    ]
    return [html.P(say("claims.picture.ranks"), className="claim-series-name"), *images]


def _series(dataset: Dataset, indicator: Indicator, say: Words) -> html.Div:
    frame = dataset.china(indicator.id)
    first, last = frame.iloc[0], frame.iloc[-1]
    parts: list[Component] = [
        html.Span([value(indicator, float(first["value"])), html.Small(str(int(first["year"])))]),
        spark(dataset, indicator, SPARK, None),
        html.Span([html.B(value(indicator, float(last["value"]))), html.Small(str(int(last["year"])))]),
    ]
    return html.Div(
        [
            html.P(label(indicator, say), className="claim-series-name"),
            html.Div(parts, className="strip-values fig"),
        ],
        className="claim-series",
    )
