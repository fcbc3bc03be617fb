"""The article's claims: are its figures right, and do open data move towards its aims?"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.evidence import verdicts
from analysis.evidence.progress import HARDLY_MOVED_POINTS, HARDLY_MOVED_SHARE, china_series
from analysis.evidence.strategy import MatrixChoice
from analysis.evidence.verdicts import (
    NO_PILLAR,
    NOT_MEASURED,
    NOT_MOVED,
    Choice,
    claim_assessments,
    count_verdicts,
)
from analysis.index.standing import ranks
from components.cards.badges import empty, icon, ring, verdict
from components.cards.callbacks import Callbacks
from components.cards.card import Card, Content, UnseenPart
from components.cards.tables import columns_of, rows_table
from components.charts.pictures import CLAIM_HEIGHT, CLAIM_WIDTH, claim_step
from components.text.catalog import Words, markup, plain
from components.text.keys import INDEX_PARTS, VERDICTS, by_last_part
from components.text.view import PageView
from components.theme import DARK, LIGHT
from components.widgets import reading
from components.widgets.blocks import text_columns
from components.widgets.claims import IN_THE_ROW, ClaimView, claim_releases, statements
from components.widgets.controls import Controls, control_bar
from components.widgets.matrix import Matrix
from components.widgets.targets import due_text
from data.article import FOCUS
from data.claims import KINDS
from data.schema import VERDICTS_OF

PAGE = "claims"
ROWS, COUNT, EMPTY = "claims-rows", "claims-count", "claims-empty"
MAX_NAMED_INDICATORS = 5  # of an aim; the opened row has all
SPARK_SIZE = (132, 38)  # px
_TALLIES: Final = by_last_part("claims.tally.statement", "claims.tally.aim")
_HEADS: Final = {
    "statement": ("claims.column.statement", "claims.column.statement_verdict"),
    "aim": ("claims.column.aim", "claims.column.aim_verdict"),
}
_TABLE_HEADS: Final = (
    "claims.column.number", "claims.column.claim", "claims.column.verdict",
    "claims.column.tested", "claims.column.computed", "claims.column.inference",
)  # fmt: skip
_COURSES: Final = by_last_part("claims.series.towards", "claims.series.flat", "claims.series.away")
_FIGURES: Final = by_last_part(
    "claims.figure.rank", "claims.figure.economies", "claims.figure.top_share",
    "claims.figure.interval", "claims.figure.clusters", "claims.figure.framework_changes",
    "claims.figure.value", "claims.figure.percent", "claims.figure.other_rank",
    "claims.figure.others", "claims.figure.others_first_ten",
)  # fmt: skip
_MUST: Final = by_last_part(
    "claims.must.=", "claims.must.!=", "claims.must.<", "claims.must.<=", "claims.must.>",
    "claims.must.>=",
)  # fmt: skip


@dataclass(frozen=True)
class ClaimsView(PageView[Choice]):
    """Claims that fit a choice."""

    @property
    def source(self) -> list[str | Component]:
        """Link to the article, who made the verdicts, and link to all sources."""
        t = self.t
        checked = t("claims.source", checked=self.dataset.last_checked)
        link = html.A(t("claims.source_link"), href=t.link("data"))
        return [t("claims.source_article"), article(self.dataset, t), checked, link]

    @property
    def releases(self) -> Collection[str]:
        """Releases of the figures of all claims."""
        return [*self.dataset.table("claim_figures")["source"].dropna()]


def article(dataset: Dataset, t: Words) -> html.A:
    """Return the link to the article."""
    source = dataset.catalog.sources["article"]
    return html.A(t.phrase(source.publisher), href=source.url, rel="noopener")


def layout(view: ClaimsView) -> list[Component]:
    """Return the page of the claims that pass the filters; one of them can be open."""
    dataset, t, pillars = view.dataset, view.t, view.dataset.catalog.strategy
    claims = claim_assessments(dataset)
    names = {str(pillar.number): t.phrase(pillar.name) for pillar in pillars}
    controls = Controls(PAGE, view.choice, dataset, t, names | {NO_PILLAR: t("claims.control.no_pillar")})
    tallies = []
    for kind in KINDS:
        counts = count_verdicts(claims, kind)
        items = [
            html.Li((verdict(name, t), html.B(str(counts[name]), className="fig")))
            for name in VERDICTS_OF[kind]
        ]
        head = html.Span(t(_TALLIES[kind]), className="control-label")
        tallies.append(html.Div([head, html.Ul(items)], className="control tally"))
    selects = [controls.select("verdict"), controls.select("pillar")]
    actions = sum(len(pillar.actions) for pillar in pillars)
    rule_values = {"hardly": HARDLY_MOVED_SHARE, "score": HARDLY_MOVED_POINTS, "actions": actions}
    moved = html.A(Matrix(dataset, t, MatrixChoice.read(dataset, {})).moved_sentence, href=t.link("strategy"))
    matrix_link: list[str | Component] = [t.language.gap, moved] if pillars else []
    parts = {"claims.rules.title": ["claims.rules.text"], "claims.limits.title": ["claims.limits.text"]}
    below = text_columns(t, parts, **rule_values)
    return [
        html.H1(markup(finding(view))),
        html.P([*markup(t("claims.deck")), *matrix_link], className="deck"),
        control_bar(t, [controls.segmented_control("kind")], [*tallies, *selects]),
        CARD.draw(view).html,
        html.Section(html.Div(below, className="three"), className="block"),
        controls.store("claim"),
    ]


def finding(view: ClaimsView) -> str:
    """Return whether the figures are right, and towards how many aims the data moved."""
    t, claims = view.t, claim_assessments(view.dataset)
    if not claims:
        return t("claims.finding.none")
    counts = count_verdicts(claims, "aim")
    key = "claims.finding.aims_not" if counts[NOT_MOVED] else "claims.finding.aims"
    aims = t(key, all=sum(counts.values()) - counts[NOT_MEASURED], **counts)
    return t("claims.finding.both", statements=statements(claims, t), aims=aims)


def card(view: ClaimsView) -> Content:
    """Return the claims that fit as rows that unfold, statements and aims apart, and as a table."""
    t, between, rows = view.t, view.t("claims.between"), []
    assessments = verdicts.CLAIMS_TABLE.result(view.dataset, view.choice)
    claims = [ClaimView(view.dataset, t, assessment) for assessment in assessments]
    for kind, (statement_key, verdict_key) in _HEADS.items():
        claim_rows = [
            _row(item, is_open=item.claim.id == view.choice.claim)
            for item in claims
            if item.claim.kind == kind
        ]
        head = [
            html.Span(t("claims.column.number"), className="claim-number"),
            html.Span(t(statement_key), className="claim-statement"),
            html.Span(t(verdict_key), className="claim-figures"),
            html.Span(t("claims.column.inference"), className="claim-inference"),
        ]
        rows += [html.Div(head, className="claim-head"), *claim_rows] if claim_rows else []
    table_rows = [
        {
            "number": item.claim.number,
            "claim": t.phrase(item.claim.statement),
            "verdict": t(VERDICTS[item.assessment.verdict]),
            "tested": markup(definition(item)),
            "computed": markup(between.join(item.computed_text()) or t("missing")),
            "inference": markup(between.join(item.inferred_texts()) or t("missing")),
        }
        for item in claims
    ]
    columns = columns_of(t, dict.fromkeys(_TABLE_HEADS, "text"))
    back = html.A(t("claims.reset"), href=t.link(PAGE), className="button")
    count = t("claims.count", visible=len(claims), all=len(claim_assessments(view.dataset)))
    return Content(
        finding(view),
        table=rows_table(t, table_rows, columns, t("claims.heading")) if claims else html.Div(),
        body=[
            html.P(count, id=COUNT, className="unseen", role="status"),
            html.Div(rows, id=ROWS, className="claims"),
            html.Div([] if claims else [empty([t("claims.empty")]), html.P(back)], id=EMPTY),
        ],
        table_place="behind",
        heading=UnseenPart(t("claims.heading")),
    )


def definition(view: ClaimView) -> str:
    """Return the definition of a statement, or the names of the indicators of an aim."""
    t, indicators, names = view.t, view.dataset.catalog.indicators, []
    if view.claim.definition:
        return view.fill(view.claim.definition)
    for code in (str(row["code"]) for row in view.judged_by):
        name = t.phrase(indicators[code].short) if code in indicators else ""
        names.append(name or t("pillar.gii_name", code=code, name=reading.part(view.dataset, code, t)))
    listed = t("series.between").join(names[:MAX_NAMED_INDICATORS]) or t("claims.nothing")
    more = len(names) - MAX_NAMED_INDICATORS
    return t("claims.more", names=listed, count=more) if more > 0 else listed


def _row(view: ClaimView, *, is_open: bool) -> html.Details:
    """Return a claim: what is tested, the verdict and its evidence, and what may be inferred."""
    t, claim, assessment = view.t, view.claim, view.assessment
    # Phones show the indicators of an aim only in the opened row.
    tested = html.Span(markup(definition(view)), className=None if claim.definition else "roomy")
    pillar = [ring(claim.pillar)] if claim.pillar else []
    statement = [
        html.H3(markup(t.phrase(claim.statement))),
        html.P([*pillar, tested], className="claim-tested"),
    ]
    figures: list[Component] = [html.Div(verdict(assessment.verdict, t), className="claim-verdict")]
    figures += [html.P(markup(line), className="claim-computed") for line in view.computed_text(1)]
    count, recent = assessment.evidence
    if claim.kind == "aim" and count:
        courses = Counter[str](assessment.courses.values())
        lines = [t(key, count=courses[course]) for course, key in _COURSES.items() if courses[course]]
        moved = t.listing(lines, clauses=True)
        direct = sum(row["strength"] == "direct" and row["course"] != "none" for row in view.judged_by)
        evidence = t("claims.evidence", all=count, ways=moved, recent=recent, direct=direct)
        figures.append(html.P(evidence, className="claim-evidence"))
    cells = [
        html.Span(claim.number, className="claim-number"),
        html.Div(statement, className="claim-statement"),
        html.Div(figures, className="claim-figures"),
        html.Div(_list_of(view.inferred_texts()[:IN_THE_ROW]), className="claim-inference"),
    ]
    panel = html.Div(_panel(view), className="claim-panel")
    return html.Details([html.Summary(cells), panel], id=f"claim-{claim.id}", className="claim", open=is_open)


def _list_of(texts: Sequence[str]) -> list[Component]:
    return [html.Ul([html.Li(markup(text)) for text in texts])] if texts else []


def _panel(view: ClaimView) -> list[Component]:
    """Return the content of an opened row: parts that have content, each under a head, and pictures."""
    t, dataset, claim, assessment = view.t, view.dataset, view.claim, view.assessment

    def paragraph(text: str) -> list[Component]:
        return [html.P(markup(text))] if text else []

    quoted = claim.quotation
    if not quoted and claim.pillar:
        quoted = dataset.catalog.strategy[claim.pillar - 1].quotation
    quotation = [t("claims.quotation", text=t.phrase(quoted)), " "] if quoted else []
    actions = [t("claims.action", text=t.phrase(action.text)) for action in view.actions]
    by_actions = t("claims.by_actions", actions=t.listing(actions))
    results = [holds for holds in assessment.support if holds is not None]
    sources: list[Component] = []  # links to publishers with vintages
    rows = dataset.sources.loc[claim_releases(dataset, assessment)]
    for family, vintages in rows.groupby("family", sort=False)["vintage"]:
        source = dataset.catalog.sources[str(family)]
        name = t.phrase(source.short)
        link = html.A(name, href=source.url, rel="noopener") if source.url else html.Span(name)
        months = dict.fromkeys(t.write(str(date), "month") for date in sorted(vintages))
        dates = "" if family == "own_calculation" else t("list.separator").join(months)
        sources.append(html.Li([link, " ", html.Span(dates, className="small")]))
    tests_key = "claims.part.aim_tests" if results else "claims.part.aim_idle"
    if claim.kind == "statement":
        tests_key = "claims.part.statement_tests"
    left_parts: dict[str, list[Component]] = {
        "claims.part.article": [html.P([*quotation, article(dataset, t)])],
        "claims.part.caveats": _list_of(
            [*view.inferred_texts()[IN_THE_ROW:], *view.caveats(weightiest=False)]
        ),
        "claims.part.beside": paragraph(view.filled_texts(claim.beside)),
    }
    right_parts: dict[str, list[Component]] = {
        "claims.part.computation": paragraph(
            view.fill(claim.computation) if claim.computation else by_actions
        ),
        tests_key: _list_of(_test_lines(view)),
        "claims.part.before": [html.P([verdict(assessment.before, t)])] if assessment.before else [],
        "claims.part.sources": [html.Ul(sources)] if sources else [],
        "claims.part.also": paragraph(view.fill(claim.also) if claim.also else ""),
    }
    left: list[Component] = []
    right: list[Component] = []
    for column, parts in ((left, left_parts), (right, right_parts)):
        for key, body in parts.items():
            column += [html.H4(t(key, passed=sum(results), all=len(results))), *body] if body else []
    pictures = _rank_pictures(view)
    codes = [str(row["code"]) for row in view.judged_by if row["kind"] == "indicator"]
    for indicator in (
        dataset.catalog.indicators[code] for code in codes if len(china_series(dataset, code)) > 1
    ):
        targets = due_text(dataset, indicator.id, t)
        right += [html.H4(t.phrase(indicator.short)), *targets] if targets else []
        ends = china_series(dataset, indicator.id).iloc[[0, -1]]
        values = [reading.value(indicator, float(value), t) for value in ends["value"]]
        first, last = (html.Small(str(int(year))) for year in ends["year"])
        line = reading.spark(dataset, indicator, SPARK_SIZE, None)
        strip = [html.Span([values[0], first]), line, html.Span([html.B(values[1]), last])]
        label = html.P(reading.label(indicator, t), className="claim-series-name")
        series = [label, html.Div(strip, className="strip-values fig")]
        pictures.append(html.Div(series, className="claim-series"))
    address = f"{t.link(PAGE)}?claim={claim.id}#claim-{claim.id}"
    links = [html.A([icon("link"), t("claims.link")], href=address, className="button")]
    if claim.chart:
        links.append(html.A(t("claims.chart"), href=t.link(claim.chart), className="button"))
    right.append(html.P(links, className="claim-links"))
    images = [html.Div(pictures, className="claim-picture")] if pictures else []
    return [html.Div(left), html.Div(right), *images]


def _test_lines(view: ClaimView) -> list[str]:
    """Return a sentence for each test (what the figure is and must be), or for each series of an aim."""
    if not view.claim.tests:
        return [view.movement(row) for row in view.judged_by]
    t, catalog, missing = view.t, view.dataset.catalog, view.t("missing")

    def label(name: str) -> str:
        figure, value = view.claim.figures[name], view.assessment.figures[name]
        entry = catalog.indicators.get(figure.series) or catalog.rankings.get(figure.series)
        called = t(INDEX_PARTS[figure.series]) if figure.series in INDEX_PARTS else figure.series
        if entry:
            called = t.phrase(entry.short)
        stated = figure.year if value.year is None else value.year
        year = stated if isinstance(stated, int) else 0
        period = {"edition": view.t.write(year, "edition") if year else missing, "year": year or missing}
        return t(_FIGURES[figure.kind], name=called, since=value.since or missing, **period)

    lines = []
    for check, holds in zip(view.claim.tests, view.assessment.support, strict=True):
        if isinstance(check.than, str):
            than = t("claims.than", value=view.number(check.than), label=label(check.than))
        else:
            than = view.number(check.figure, check.than)
        values = {"label": label(check.figure), "value": view.number(check.figure)}
        values["must"] = t(_MUST[check.op], than=than)
        outcome = "claims.outcome.no_data"
        if holds is not None:
            outcome = "claims.outcome.holds" if holds else "claims.outcome.fails"
        lines.append(t("claims.test", outcome=t(outcome), **values))
    return lines


def _rank_pictures(view: ClaimView) -> list[Component]:
    """Return the ranks since the edition before the first that a claim names, as a picture for each theme.

    The list is empty if the claim does not compare two editions whose ranks are known.
    """
    t, named = view.t, set()
    for check in view.claim.tests:
        figure, value = view.claim.figures[check.figure], view.assessment.figures[check.figure]
        if figure.kind == "rank" and figure.series == "GII" and value.year and value.value:
            named.add(int(value.year))
    start = min(named, default=0) - 1
    by_edition = {year: rank for year, rank in ranks(view.dataset, FOCUS).items() if year >= start}
    if len(named) < 2 or not named <= by_edition.keys():
        return []
    labelled = sorted({min(named), max(named), max(by_edition)})
    labels = {year: plain(view.t.write(by_edition[year], "ordinal")) for year in labelled}
    points = [t("claims.picture.point", edition=year, rank=rank) for year, rank in labels.items()]
    frame = pd.DataFrame({"edition": by_edition.keys(), "rank": by_edition.values()})
    props: dict[str, Any] = {"alt": t.listing(points), "width": CLAIM_WIDTH, "height": CLAIM_HEIGHT}
    elements: list[Component] = [html.P(t("claims.picture.ranks"), className="claim-series-name")]
    for name, theme in {"light": LIGHT, "dark": DARK}.items():
        picture = claim_step(frame, (min(named), max(named)), labels, theme)
        elements.append(html.Img(src=picture, className=f"only-{name}", **props))
    return elements


CARD = Card(PAGE, "claims", (verdicts.CLAIMS_TABLE,), card, height=720, plotted=False)
CARDS = (CARD,)
CALLBACKS = Callbacks(
    Choice,
    ClaimsView,
    parts=(ROWS, COUNT, EMPTY),
    cards=CARDS,
    stores=("claim",),
)
