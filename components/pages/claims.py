"""The article's claims: are its figures right, and do open data move the way it asks for?"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

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
from components.text.view import PageView
from components.theme import DARK, LIGHT
from components.widgets import reading
from components.widgets.blocks import columns
from components.widgets.claims import IN_THE_ROW, ClaimView, claim_releases, statements
from components.widgets.controls import Controls, control_bar
from components.widgets.matrix import Matrix
from components.widgets.targets import due_text
from data.article import FOCUS
from data.claims import KINDS
from data.schema import VERDICTS_OF

PAGE = "claims"
ROWS, COUNT, EMPTY = "claims-rows", "claims-count", "claims-empty"
NAMED = 5  # indicators of an aim; a row that is opened has all
SPARK = (132, 38)


@dataclass(frozen=True)
class ClaimsView(PageView[Choice]):
    """The claims that fit a choice."""

    @property
    def source(self) -> list[str | Component]:
        """The article, by whom verdicts are made, and where all sources are."""
        t, place = self.t, html.A(self.t("claims.source_link"), href=self.t.link("data"))
        checked = t("claims.source", checked=self.dataset.last_checked)
        return [t("claims.source_article"), article(self.dataset, t), checked, place]

    @property
    def releases(self) -> Collection[str]:
        """Those of the figures of all claims."""
        return [*self.dataset.table("claim_figures")["source"].dropna()]


def article(dataset: Dataset, t: Words) -> html.A:
    """Return the link to the article."""
    source = dataset.catalog.sources["article"]
    return html.A(t.phrase(source.publisher), href=source.url, rel="noopener")


def layout(view: ClaimsView) -> list[Component]:
    """Return the page of the claims that the filters let through, of which one is open."""
    dataset, t, pillars = view.dataset, view.t, view.dataset.catalog.strategy
    claims = claim_assessments(dataset)
    names = {str(pillar.number): t.phrase(pillar.name) for pillar in pillars}
    controls = Controls(PAGE, view.choice, dataset, t, names | {NO_PILLAR: t("claims.control.no_pillar")})
    tallies = []
    for kind in KINDS:  # the verdicts, each with the number of all claims that have it
        found = count_verdicts(claims, kind)
        tally = [(verdict(name, t), html.B(str(found[name]), className="fig")) for name in VERDICTS_OF[kind]]
        head = html.Span(t(f"claims.tally.{kind}"), className="control-label")
        tallies.append(html.Div([head, html.Ul([*map(html.Li, tally)])], className="control tally"))
    selects = [controls.select("verdict"), controls.select("pillar")]
    actions = sum(len(pillar.actions) for pillar in pillars)
    rule = {"hardly": HARDLY_MOVED_SHARE, "score": HARDLY_MOVED_POINTS, "actions": actions}
    towards = html.A(
        Matrix(dataset, t, MatrixChoice.read(dataset, {})).moved_sentence, href=t.link("strategy")
    )
    beside: list[str | Component] = [t.language.gap, towards] if pillars else []
    below = columns(t, PAGE, dict.fromkeys(("rules", "limits"), ("text",)), **rule)
    return [
        html.H1(markup(finding(view))),
        html.P([*markup(t("claims.deck")), *beside], className="deck"),
        control_bar(t, [controls.segmented_control("kind")], [*tallies, *selects]),
        CARD.draw(view).html,
        html.Section(html.Div(below, className="three"), className="block"),
        controls.store("claim"),
    ]


def finding(view: ClaimsView) -> str:
    """Return whether the figures are right, and towards how many of the aims with data these moved."""
    t, claims = view.t, claim_assessments(view.dataset)
    if not claims:
        return t("claims.finding.none")
    found = count_verdicts(claims, "aim")
    key = "claims.finding.aims_not" if found[NOT_MOVED] else "claims.finding.aims"
    aims = t(key, all=sum(found.values()) - found[NOT_MEASURED], **found)
    return t("claims.finding.both", statements=statements(claims, t), aims=aims)


def card(view: ClaimsView) -> Content:
    """Return the claims that fit, statements and aims under a head each; each unfolds, and as a table."""
    t, between, rows = view.t, view.t("claims.between"), []
    found = verdicts.CLAIMS_TABLE.result(view.dataset, view.choice)
    views = [ClaimView(view.dataset, t, one) for one in found]
    for kind in KINDS:
        own = [_row(one, one.claim.id == view.choice.claim) for one in views if one.claim.kind == kind]
        names = {"statement": kind, "figures": f"{kind}_verdict"}
        head = [
            html.Span(t(f"claims.column.{names.get(css, css)}"), className=f"claim-{css}")
            for css in ("number", "statement", "figures", "inference")
        ]
        rows += [html.Div(head, className="claim-head"), *own] if own else []
    listed = [
        {
            "number": one.claim.number,
            "claim": t.phrase(one.claim.statement),
            "verdict": t(f"verdict.{one.assessment.verdict}"),
            "tested": markup(definition(one)),
            "computed": markup(between.join(one.computed_text()) or t("missing")),
            "inference": markup(between.join(one.inferred_texts()) or t("missing")),
        }
        for one in views
    ]
    columns = columns_of(t, "claims.column", **dict.fromkeys(listed[0] if listed else (), "text"))
    back = html.A(t("claims.reset"), href=t.link(PAGE), className="button")
    count = t("claims.count", visible=len(views), all=len(claim_assessments(view.dataset)))
    return Content(
        finding(view),
        table=rows_table(t, listed, columns, t("claims.heading")) if listed else html.Div(),
        body=[
            html.P(count, id=COUNT, className="unseen", role="status"),
            html.Div(rows, id=ROWS, className="claims"),
            html.Div([] if views else [empty([t("claims.empty")]), html.P(back)], id=EMPTY),
        ],
        table_place="behind",
        heading=UnseenPart(t("claims.heading")),
    )


def definition(view: ClaimView) -> str:
    """Return what is tested; of an aim the names of what its recommendations are matched to."""
    t, known, names = view.t, view.dataset.catalog.indicators, []
    if view.claim.definition:
        return view.fill(view.claim.definition)
    for code in (str(row["code"]) for row in view.judged_by):
        name = t.phrase(known[code].short) if code in known else ""
        names.append(name or t("pillar.gii_name", code=code, name=reading.part(view.dataset, code, t)))
    listed = t("series.between").join(names[:NAMED]) or t("claims.nothing")
    return t("claims.more", names=listed, count=len(names) - NAMED) if len(names) > NAMED else listed


def _row(view: ClaimView, opened: bool) -> html.Details:
    """Return a claim: what is tested, the verdict with what it rests on, and what may be inferred."""
    t, claim, one = view.t, view.claim, view.assessment
    # Phones have the indicators of an aim in the row that is opened.
    tested = html.Span(markup(definition(view)), className=None if claim.definition else "roomy")
    pillar = [ring(claim.pillar)] if claim.pillar else []
    statement = [
        html.H3(markup(t.phrase(claim.statement))),
        html.P([*pillar, tested], className="claim-tested"),
    ]
    figures: list[Component] = [html.Div(verdict(one.verdict, t), className="claim-verdict")]
    figures += [html.P(markup(line), className="claim-computed") for line in view.computed_text(1)]
    count, recent = one.evidence
    if claim.kind == "aim" and count:  # how many series moved which way, are young, and are direct
        ways = Counter[str](one.courses.values())
        courses = [way for way in ("towards", "flat", "away") if ways[way]]
        moved = t.listing([t(f"claims.series.{way}", count=ways[way]) for way in courses], clauses=True)
        direct = sum(row["strength"] == "direct" and row["course"] != "none" for row in view.judged_by)
        evidence = t("claims.evidence", all=count, ways=moved, recent=recent, direct=direct)
        figures.append(html.P(evidence, className="claim-evidence"))
    cells = [
        html.Span(claim.number, className="claim-number"),
        html.Div(statement, className="claim-statement"),
        html.Div(figures, className="claim-figures"),
        html.Div(_listed(view.inferred_texts()[:IN_THE_ROW]), className="claim-inference"),
    ]
    panel = html.Div(_panel(view), className="claim-panel")
    return html.Details([html.Summary(cells), panel], id=f"claim-{claim.id}", className="claim", open=opened)


def _listed(texts: Sequence[str]) -> list[Component]:
    """Return texts (marked) as a list; nothing where there are none."""
    return [html.Ul([html.Li(markup(text)) for text in texts])] if texts else []


def _panel(view: ClaimView) -> list[Component]:
    """Return what an opened row has: parts under a head each, but for those without content, and pictures."""
    t, dataset, claim, one = view.t, view.dataset, view.claim, view.assessment

    def paragraph(text: str) -> list[Component]:
        return [html.P(markup(text))] if text else []

    # A claim without a quotation of its own has that of its strategic pillar.
    quoted = claim.quotation or (
        dataset.catalog.strategy[claim.pillar - 1].quotation if claim.pillar else None
    )
    quotation = [t("claims.quotation", text=t.phrase(quoted)), " "] if quoted else []
    actions = [t("claims.action", text=t.phrase(action.text)) for action in view.actions]
    by_actions = t("claims.by_actions", actions=t.listing(actions))
    known = [holds for holds in one.support if holds is not None]
    sources: list[Component] = []  # publishers as links, each with its vintages
    rows = dataset.sources.loc[claim_releases(dataset, one)]
    for family, vintages in rows.groupby("family", sort=False)["vintage"]:
        source = dataset.catalog.sources[str(family)]
        named = t.phrase(source.short)
        link = html.A(named, href=source.url, rel="noopener") if source.url else html.Span(named)
        months = dict.fromkeys(t.write(str(date), "month") for date in sorted(vintages))
        dates = "" if family == "own_calculation" else t("list.separator").join(months)
        sources.append(html.Li([link, " ", html.Span(dates, className="small")]))
    left: dict[str, list[Component]] = {
        "article": [html.P([*quotation, article(dataset, t)])],
        "caveats": _listed([*view.inferred_texts()[IN_THE_ROW:], *view.caveats(weightiest=False)]),
        "beside": paragraph(view.filled_texts(claim.beside)),
    }
    middle: dict[str, list[Component]] = {
        "computation": paragraph(view.fill(claim.computation) if claim.computation else by_actions),
        f"{claim.kind}_tests": _listed(_tested(view)),
        "before": [html.P([verdict(one.before, t)])] if one.before else [],
        "sources": [html.Ul(sources)] if sources else [],
        "also": paragraph(view.fill(claim.also) if claim.also else ""),
    }
    columns: list[list[Component]] = [[], []]
    for column_, parts in zip(columns, (left, middle), strict=True):
        for key, body in parts.items():
            part = key if known or key != "aim_tests" else "aim_idle"
            head = html.H4(t(f"claims.part.{part}", passed=sum(known), all=len(known)))
            column_ += [head, *body] if body else []
    drawn = _ranks(view)
    codes = [str(row["code"]) for row in view.judged_by if row["kind"] == "indicator"]
    for indicator in (
        dataset.catalog.indicators[code] for code in codes if len(china_series(dataset, code)) > 1
    ):
        targets = due_text(dataset, indicator.id, t)
        columns[1] += [html.H4(t.phrase(indicator.short)), *targets] if targets else []
        ends = china_series(dataset, indicator.id).iloc[[0, -1]]
        values = [reading.value(indicator, float(value), t) for value in ends["value"]]
        first, last = (html.Small(str(int(year))) for year in ends["year"])
        line = reading.spark(dataset, indicator, SPARK, None)
        parts_ = [html.Span([values[0], first]), line, html.Span([html.B(values[1]), last])]
        name = html.P(reading.label(indicator, t), className="claim-series-name")
        drawn.append(
            html.Div([name, html.Div(parts_, className="strip-values fig")], className="claim-series")
        )
    here = f"{t.link(PAGE)}?claim={claim.id}#claim-{claim.id}"
    links = [html.A([icon("link"), t("claims.link")], href=here, className="button")]
    if claim.chart:
        links.append(html.A(t("claims.chart"), href=t.link(claim.chart), className="button"))
    columns[1].append(html.P(links, className="claim-links"))
    images = [html.Div(drawn, className="claim-picture")] if drawn else []
    return [*map(html.Div, columns), *images]


def _tested(view: ClaimView) -> list[str]:
    """Return each test as a sentence: figure, number, and what it must be and is; of an aim its rows."""
    if not view.claim.tests:
        return [view.movement(row) for row in view.judged_by]
    t, catalog, missing = view.t, view.dataset.catalog, view.t("missing")

    def label(name: str) -> str:
        """Return what a figure is, with its year or edition."""
        figure, value = view.claim.figures[name], view.assessment.figures[name]
        entry = catalog.indicators.get(figure.series) or catalog.rankings.get(figure.series)
        key = f"gii.{figure.series}"
        called = t.phrase(entry.short) if entry else t(key) if t.has(key) else figure.series
        stated = figure.year if value.year is None else value.year
        year = stated if isinstance(stated, int) else 0
        about = {"edition": view.t.write(year, "edition") if year else missing, "year": year or missing}
        return t(f"claims.figure.{figure.kind}", name=called, since=value.since or missing, **about)

    lines = []
    for check, holds in zip(view.claim.tests, view.assessment.support, strict=True):
        if isinstance(check.than, str):
            than = t("claims.than", value=view.number(check.than), label=label(check.than))
        else:
            than = view.number(check.figure, check.than)
        values = {"label": label(check.figure), "value": view.number(check.figure)}
        values["must"] = t(f"claims.must.{check.op}", than=than)
        outcome = "no_data" if holds is None else "holds" if holds else "fails"
        lines.append(t("claims.test", outcome=t(f"claims.outcome.{outcome}"), **values))
    return lines


def _ranks(view: ClaimView) -> list[Component]:
    """Return the ranks from the edition before the first that a claim names, in both themes.

    Nothing where it does not compare two editions, or one of these is not known.
    """
    t, named = view.t, set()
    for check in view.claim.tests:
        figure, value = view.claim.figures[check.figure], view.assessment.figures[check.figure]
        if figure.kind == "rank" and figure.series == "GII" and value.year and value.value:
            named.add(int(value.year))
    known = ranks(view.dataset, FOCUS)
    by_edition = {year: rank for year, rank in known.items() if year >= min(named, default=0) - 1}
    if len(named) < 2 or not named <= by_edition.keys():
        return []
    shown = sorted({min(named), max(named), max(by_edition)})
    labels = {year: plain(view.t.write(by_edition[year], "ordinal")) for year in shown}
    points = [t("claims.picture.point", edition=year, rank=rank) for year, rank in labels.items()]
    frame = pd.DataFrame({"edition": by_edition.keys(), "rank": by_edition.values()})
    about: dict[str, Any] = {"alt": t.listing(points), "width": CLAIM_WIDTH, "height": CLAIM_HEIGHT}
    found: list[Component] = [html.P(t("claims.picture.ranks"), className="claim-series-name")]
    for name, theme in {"light": LIGHT, "dark": DARK}.items():
        picture = claim_step(frame, (min(named), max(named)), labels, theme)
        found.append(html.Img(src=picture, className=f"only-{name}", **about))
    return found


CARD = Card(PAGE, "claims", (verdicts.CLAIMS_TABLE,), card, height=720, plotted=False)
CARDS = (CARD,)
CALLBACKS = Callbacks(
    Choice,
    ClaimsView,
    parts=(ROWS, COUNT, EMPTY),
    cards=CARDS,
    stores=("claim",),
)
