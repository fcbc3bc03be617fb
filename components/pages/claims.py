"""The article's claims: are its figures right, and do open data move the way it asks for?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import Formatter
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.derived import claim_assessments, judging_rows, ranks
from analysis.frames import claims as frames
from analysis.frames import strategy
from analysis.progress import ARTICLE_YEAR, HARDLY, HARDLY_SCORE
from analysis.standing import CHINA
from analysis.verdicts import NO_PILLAR, NOT_MEASURED, NOT_MOVED, RIGHT, WRONG, Assessment, Choice, counts
from components import numbers
from components.callbacks import Callbacks
from components.card import Card
from components.charts.small_pictures import CLAIM_HEIGHT, CLAIM_WIDTH, claim_step
from components.formats import written
from components.kit import columns_of, rows_table
from components.pages.targets.view import due
from components.parts import reading
from components.parts.badges import empty, icon, ring, verdict
from components.parts.citation import cited
from components.parts.columns import column
from components.parts.controls import Controls
from components.parts.figure_card import Content, described, dialogs, foot
from components.parts.reading import Row
from components.shell import path
from components.text import Words, markup, plain, words
from components.theme import DARK, LIGHT
from components.view import View
from data.claims import KINDS, SUFFIXES, Claim
from data.entries import Action, Indicator
from data.languages import Text
from data.schema import VERDICTS_OF

PAGE = "claims"
CARD = Card(PAGE, "claims", (frames.CLAIMS,), height=720)
CARDS = (CARD,)
ROWS, COUNT, EMPTY = "claims-rows", "claims-count", "claims-empty"
CALLBACKS = Callbacks(
    Choice,
    parts=(*((name, "children") for name in (ROWS, COUNT, EMPTY, CARD.table)), (CARD.data, "href")),
    stores=("claim",),
)
IN_THE_ROW = 2  # lines of what may be inferred
NAMED = 5  # indicators of an aim; a row that is opened has all
SPARK = (132, 38)
_ACTIONS = ("cite", "link")
_WRITTEN = {
    **dict.fromkeys(("rank", "interval", "other_rank"), "ordinal"),
    "top_share": "percent",
    "percent": "+percent",
}
"""How figures are written by their kind; others as their indicator, or as whole numbers."""


@dataclass(frozen=True)
class ClaimView(View):
    """A claim and its assessment in one language; texts are marked."""

    one: Assessment

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.one.claim

    def number(self, name: str, value: float | None = None) -> str:
        """Write the value of a figure, or another one, as its kind is written; the word for a missing one."""
        figure, found = self.claim.figures[name], self.one.figures[name].value if value is None else value
        if found is None:
            return self.t("missing")
        indicator = self.dataset.catalog.indicators.get(figure.series)
        if indicator and figure.kind not in _WRITTEN:
            return reading.value(indicator, found, self.t.lang)
        return written(found, _WRITTEN.get(figure.kind, "whole"), self.t.lang)

    def fill(self, text: Text) -> str:
        """Return a text of the catalog with its figures filled in."""
        labels, missing = self.dataset.labels(self.t.lang), self.t("missing")
        values: dict[str, str] = {}
        for name in self.claim.figures:
            value = self.one.figures[name]
            values[name] = self.number(name)
            values[f"{name}_year"] = str(value.year or missing)
            values[f"{name}_since"] = str(value.since or missing)
            values[f"{name}_economy"] = labels.get(value.economy, missing)
        return text.get(self.t.lang).format(**values)

    def filled(self, text: Text | None) -> str:
        """Return a text with its figures filled in; blank where it is none, or a figure has no value."""
        if text is None:
            return ""
        parts = [part for words in text.by_language.values() for part in Formatter().parse(words)]
        named = {name for _, name, _, _ in parts if name}
        suffixed = {f"{name}{suffix}": name for name in self.claim.figures for suffix in SUFFIXES}
        values = [self.one.figures[suffixed.get(name, name)].value for name in named]
        return "" if None in values else self.fill(text)

    def caveats(self, *, weightiest: bool) -> list[str]:
        """Return the caveats that hold: the weightiest, which stand in the row, or all others."""
        pairs = zip(self.claim.caveats, self.one.caveats, strict=True)
        found = [caveat for caveat, holds in pairs if holds and self.filled(caveat.text)]
        row = [caveat for caveat in found if caveat.weighty][:IN_THE_ROW]
        return [self.fill(caveat.text) for caveat in found if (caveat in row) == weightiest]

    @cached_property
    def rows(self) -> Sequence[Row]:
        """The rows of evidence that judge an aim; none of a statement."""
        return judging_rows(self.dataset, self.claim.id).to_dict("records")

    @property
    def actions(self) -> list[Action]:
        """The recommendations that belong to an aim."""
        pillars = self.dataset.catalog.strategy
        return [pillars[self.claim.pillar - 1].actions[number - 1] for number in self.claim.actions]

    @property
    def indicators(self) -> list[Indicator]:
        """The indicators with two values that judge the claim."""
        codes = [str(row["code"]) for row in self.rows if row["kind"] == "indicator"]
        return [self.dataset.catalog.indicators[code] for code in codes if len(self.dataset.china(code)) > 1]

    def definition(self) -> str:
        """Return what is tested; of an aim the names of what its recommendations are matched to."""
        t, known, names = self.t, self.dataset.catalog.indicators, []
        if self.claim.definition:
            return self.fill(self.claim.definition)
        for code in (str(row["code"]) for row in self.rows):
            part = "" if code in known else t("pillar.gii_name", code=code, name=t(f"gii.{code}"))
            names.append(part or known[code].short.get(t.lang))
        listed = t("series.between").join(names[:NAMED]) or t("claims.nothing")
        return t("claims.more", names=listed, count=len(names) - NAMED) if len(names) > NAMED else listed

    def computation(self) -> str:
        """Return how it is computed; of an aim from which recommendations its rows come."""
        if self.claim.computation:
            return self.fill(self.claim.computation)
        texts = [self.t("claims.action", text=action.text.get(self.t.lang)) for action in self.actions]
        return self.t("claims.by_actions", actions=self.t.listing(texts))

    def moved(self, row: Row) -> str:
        """Return how a row of an aim moved: both ends, which way, the place of its latest value, its peak."""
        t, dataset = self.t, self.dataset
        told = {end: reading.written(dataset, row, end, t) for end in ("first", "last")}
        told["name"] = reading.named(dataset, str(row["code"]), t)
        told["way"] = t(f"pillar.course.{row['course']}")
        ends = "both" if told["first"] else "one" if told["last"] else "none"
        parts = [t(f"claims.ends.{ends}", **{**row, **told})]
        if row["kind"] == "indicator" and numbers.known(row["rank"]):
            parts.append(t("claims.place", **row))
        parts += [find(dataset, row, t) for find in (reading.peak, reading.other_release)]
        return t.sentences(parts)

    def inferred(self) -> list[str]:
        """Return what limits an inference: why nothing is tested, what no data show, weighty caveats."""
        why = self.filled(self.claim.untestable)
        gaps = [(one.text.get(self.t.lang), one.gap.get(self.t.lang)) for one in self.actions if one.gap]
        one = len(self.actions) == 1
        lines = [gap if one else self.t("claims.gap", text=text, gap=gap) for text, gap in gaps]
        return [*([why] if why else []), *lines, *self.caveats(weightiest=True)]

    def computed(self, most: int | None = None) -> list[str]:
        """Return the values computed, in short; of an aim a line for each of its rows that have a course."""
        if self.claim.result is None:
            return [self.moved(row) for row in self.rows if row["course"] != "none"][:most]
        missing = all(value.value is None for value in self.one.figures.values())
        return [] if missing else [self.fill(self.claim.result)]

    def label(self, name: str) -> str:
        """Return what a figure is, with its year or edition."""
        t, catalog, missing = self.t, self.dataset.catalog, self.t("missing")
        figure, value = self.claim.figures[name], self.one.figures[name]
        entry = catalog.indicators.get(figure.series) or catalog.rankings.get(figure.series)
        key = f"gii.{figure.series}"
        called = entry.short.get(t.lang) if entry else t(key) if t.has(key) else figure.series
        stated = figure.year if value.year is None else value.year
        year = stated if isinstance(stated, int) else 0
        return t(
            f"claims.figure.{figure.kind}",
            name=called,
            edition=self.edition(year) if year else missing,
            year=year or missing,
            since=value.since or missing,
        )

    def tested(self) -> list[str]:
        """Return each test as a sentence: figure, number, and what it must be and is; of an aim its rows."""
        if not self.claim.tests:
            return [self.moved(row) for row in self.rows]
        t, lines = self.t, []
        for check, holds in zip(self.claim.tests, self.one.support, strict=True):
            if isinstance(check.than, str):
                than = t("claims.than", value=self.number(check.than), label=self.label(check.than))
            else:
                than = self.number(check.figure, check.than)
            told = {"label": self.label(check.figure), "value": self.number(check.figure)}
            told["must"] = t(f"claims.must.{check.op}", than=than)
            outcome = "no_data" if holds is None else "holds" if holds else "fails"
            lines.append(t("claims.test", outcome=t(f"claims.outcome.{outcome}"), **told))
        return lines

    def sources(self) -> list[Component]:
        """Return publishers as links, each with its vintages."""
        rows = self.dataset.sources.loc[releases(self.dataset, self.one)]
        found: list[Component] = []
        for family, vintages in rows.groupby("family", sort=False)["vintage"]:
            source = self.dataset.catalog.sources[str(family)]
            named = source.short.get(self.t.lang)
            name = html.A(named, href=source.url, rel="noopener") if source.url else html.Span(named)
            months = dict.fromkeys(numbers.month(str(date), self.t.lang) for date in sorted(vintages))
            dates = "" if family == "own_calculation" else self.t("list.separator").join(months)
            found.append(html.Li([name, " ", html.Span(dates, className="small")]))
        return found


def releases(dataset: Dataset, one: Assessment) -> list[str]:
    """Return the releases that the figures of a claim rest on, those of both ends of a change included."""
    found = [value.source for value in one.figures.values() if value.source]
    rows = judging_rows(dataset, one.claim.id).to_dict("records")
    found += " ".join(strategy.releases(dataset, rows)).split()
    return list(dict.fromkeys(found))


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the values of its filters and the open claim."""
    t, claims, choice = words(lang), claim_assessments(dataset), Choice.read(dataset, query)
    names = {str(pillar.number): pillar.name.get(lang) for pillar in dataset.catalog.strategy}
    names |= {NO_PILLAR: t("claims.control.no_pillar")}
    controls = Controls(PAGE, choice, dataset, t, names)
    tallies = []
    for kind in KINDS:  # the verdicts, each with the number of all claims that have it
        found = counts(claims, kind)
        tally = {name: html.B(str(found[name]), className="fig") for name in VERDICTS_OF[kind]}
        items = [html.Li([verdict(name, t), count]) for name, count in tally.items()]
        head = html.Span(t(f"claims.tally.{kind}"), className="control-label")
        tallies.append(html.Div([head, html.Ul(items)], className="control tally"))
    selects = [controls.select("verdict"), controls.select("pillar")]
    actions = sum(len(pillar.actions) for pillar in dataset.catalog.strategy)
    rule = {"hardly": HARDLY, "score": HARDLY_SCORE, "year": ARTICLE_YEAR, "actions": actions}
    below = [
        column(t(f"claims.{name}.title"), t.lines(f"claims.{name}.text", **rule))
        for name in ("rules", "limits", "changes")
    ]
    return [
        html.H1(markup(finding(claims, t))),
        html.P(markup(t("claims.deck")), className="deck"),
        html.Div([*tallies, *selects, controls.segmented("kind")], className="controls"),
        _card(dataset, claims, choice, t),
        html.Section(html.Div(below, className="three"), className="block"),
        controls.store("claim"),
        CALLBACKS.address(PAGE, dataset),
    ]


def finding(claims: Sequence[Assessment], t: Words) -> str:
    """Return whether the figures are right, and towards how many of the aims with data these moved."""
    if not claims:
        return t("claims.finding.none")
    found = counts(claims, "aim")
    key = "claims.finding.aims_not" if found[NOT_MOVED] else "claims.finding.aims"
    aims = t(key, all=sum(found.values()) - found[NOT_MEASURED], **found)
    return t("claims.finding.both", statements=statements(claims, t), aims=aims)


def statements(claims: Sequence[Assessment], t: Words) -> str:
    """Return whether the figures of the statements that can be checked are right."""
    found = counts(claims, "statement")
    checked = found[RIGHT] + found[WRONG]
    key = "claims.finding.wrong" if found[WRONG] else "claims.finding.right"
    return t(key if checked else "claims.finding.unchecked", wrong=found[WRONG], all=checked)


def _card(dataset: Dataset, claims: Sequence[Assessment], choice: Choice, t: Words) -> html.Figure:
    """Return the card: the claims that fit the choice, each unfolds, and as a table."""
    title, found = plain(finding(claims, t)), frames.CLAIMS.result(dataset, choice)
    views = [ClaimView(dataset, t, one) for one in found]
    place = html.A(t("claims.source_link"), href=path(t.lang, "data"))
    checked = t("claims.source", checked=dataset.checked)
    content = Content(
        heading=t("claims.heading"),
        heading_visible=False,
        finding=title,
        measure=[],
        table=_table(views, t) if found else html.Div(),
        source=[t("claims.source_article"), _outlet(dataset, t), checked, place],
        data_address=View(dataset, t).download("claims", choice.chosen(dataset)),
        file_name="article-claims",
        credit=cited(dataset, title, dataset.table("claim_figures")["source"].dropna(), t),
    )
    back = html.A(t("claims.reset"), href=path(t.lang, PAGE), className="button")
    nothing = [] if found else [empty([t("claims.empty")]), html.P(back)]
    count = t("claims.count", visible=len(found), all=len(claims))
    return html.Figure(
        [
            html.H2(content.heading, id=CARD.heading, className="unseen"),
            html.P(count, id=COUNT, className="unseen", role="status"),
            html.Div(_rows(views, choice.claim, t), id=ROWS, className="claims"),
            html.Div(nothing, id=EMPTY),
            html.Div(foot(CARD, content, t, _ACTIONS), className="under"),
            html.Div(content.table, id=CARD.table, className="table-panel", hidden=True),
            *dialogs(CARD, content, t, _ACTIONS),
        ],
        className="card",
        **described(CARD, content),
    )


def _outlet(dataset: Dataset, t: Words) -> html.A:
    article = dataset.catalog.sources["article"]
    return html.A(article.publisher.get(t.lang), href=article.url, rel="noopener")


def _table(views: Sequence[ClaimView], t: Words) -> Component:
    """Return claims as one table."""
    rows = [
        {
            "number": view.claim.number,
            "claim": view.claim.statement.get(t.lang),
            "verdict": t(f"verdict.{view.one.verdict}"),
            "tested": markup(view.definition()),
            "computed": markup(t("claims.between").join(view.computed()) or t("missing")),
            "inference": markup(t("claims.between").join(view.inferred()) or t("missing")),
        }
        for view in views
    ]
    columns = columns_of(t, "claims.column", **dict.fromkeys(rows[0], "text"))
    return rows_table(t, rows, columns, t("claims.heading"))


def _rows(views: Sequence[ClaimView], opened: str, t: Words) -> list[Component]:
    """Return the claims given, statements and aims under a head each; the one ``opened`` is unfolded."""
    found: list[Component] = []
    for kind in KINDS:
        rows = [_row(view, view.claim.id == opened) for view in views if view.claim.kind == kind]
        names = {"statement": kind, "figures": f"{kind}_verdict"}
        head = [
            html.Span(t(f"claims.column.{names.get(name, name)}"), className=f"claim-{name}")
            for name in ("number", "statement", "figures", "inference")
        ]
        found += [html.Div(head, className="claim-head"), *rows] if rows else []
    return found


def _row(view: ClaimView, opened: bool) -> html.Details:
    """Return a claim: what is tested, the verdict with what it rests on, and what may be inferred."""
    t, claim, one = view.t, view.claim, view.one
    # Phones have the indicators of an aim in the row that is opened.
    tested = html.Span(markup(view.definition()), className=None if claim.definition else "roomy")
    pillar = [ring(claim.pillar)] if claim.pillar else []
    statement = [
        html.H3(markup(claim.statement.get(t.lang))),
        html.P([*pillar, tested], className="claim-tested"),
    ]
    figures: list[Component] = [html.Div(verdict(one.verdict, t), className="claim-verdict")]
    figures += [html.P(markup(line), className="claim-computed") for line in view.computed(1)]
    count, recent = one.evidence
    if claim.kind == "aim" and count:  # how many series moved which way, are young, and are direct
        ways = Counter[str](one.courses.values())
        shown = [way for way in ("towards", "flat", "away") if ways[way]]
        moved = [t(f"claims.series.{way}", count=ways[way]) for way in shown]
        direct = sum(row["strength"] == "direct" and row["course"] != "none" for row in view.rows)
        told = t("claims.evidence", all=count, ways=t.listing(moved), recent=recent, direct=direct)
        figures.append(html.P(told, className="claim-evidence"))
    cells = [
        html.Span(claim.number, className="claim-number"),
        html.Div(statement, className="claim-statement"),
        html.Div(figures, className="claim-figures"),
        html.Div(_listed(view.inferred()[:IN_THE_ROW]), className="claim-inference"),
    ]
    panel = html.Div(_panel(view), className="claim-panel")
    return html.Details([html.Summary(cells), panel], id=f"claim-{claim.id}", className="claim", open=opened)


def _listed(texts: Sequence[str]) -> list[Component]:
    """Return texts (marked) as a list; nothing where there are none."""
    return [html.Ul([html.Li(markup(text)) for text in texts])] if texts else []


def _panel(view: ClaimView) -> list[Component]:
    """Return what an opened row has: parts under a head each, but for those without content, and pictures."""
    t, claim, one, dataset = view.t, view.claim, view.one, view.dataset

    def paragraph(text: str) -> list[Component]:
        return [html.P(markup(text))] if text else []

    # A claim without a quotation of its own has that of its strategic pillar.
    quotation = claim.quotation or dataset.catalog.strategy[claim.pillar - 1].quotation
    quoted = html.P([t("claims.quotation", text=quotation.get(t.lang)), " ", _outlet(dataset, t)])
    more = [*view.inferred()[IN_THE_ROW:], *view.caveats(weightiest=False)]
    known, sources = [holds for holds in one.support if holds is not None], view.sources()
    tests = t(f"claims.part.{claim.kind}_tests", passed=sum(known), all=len(known))
    left: list[tuple[str, Sequence[Component]]] = [
        (t("claims.part.article"), [quoted]),
        (t("claims.part.caveats"), _listed(more)),
        (t("claims.part.beside"), paragraph(view.filled(claim.beside))),
    ]
    middle: list[tuple[str, Sequence[Component]]] = [
        (t("claims.part.computation"), paragraph(view.computation())),
        (tests, _listed(view.tested())),
        (t("claims.part.before"), [html.P([verdict(one.before, t)])] if one.before else []),
        (t("claims.part.sources"), [html.Ul(sources)] if sources else []),
        (t("claims.part.also"), paragraph(view.fill(claim.also) if claim.also else "")),
        *((each.short.get(t.lang), due(dataset, each.id, t)) for each in view.indicators),
    ]
    columns: list[list[Component]] = [
        [part for head, body in parts if body for part in (html.H4(head), *body)] for parts in (left, middle)
    ]
    here = f"{path(t.lang, PAGE)}?claim={claim.id}#claim-{claim.id}"
    links = [html.A([icon("link"), t("claims.link")], href=here, className="button")]
    if claim.chart:
        links.append(html.A(t("claims.chart"), href=path(t.lang, claim.chart), className="button"))
    columns[1].append(html.P(links, className="claim-links"))
    drawn = _picture(view)
    images = [html.Div(drawn, className="claim-picture")] if drawn else []
    return [*map(html.Div, columns), *images]


def _picture(view: ClaimView) -> list[Component]:
    """Return the picture; nothing where no series with two values stands behind the claim."""
    names = [test.figure for test in view.claim.tests]
    figures = [(view.claim.figures[name], view.one.figures[name]) for name in names]
    editions = [
        int(value.year)
        for figure, value in figures
        if figure.kind == "rank" and figure.series == "GII" and value.year and value.value
    ]
    if len(set(editions)) > 1:
        return _ranks(view, min(editions), max(editions))
    return [_series(view, indicator) for indicator in view.indicators]


def _ranks(view: ClaimView, first: int, last: int) -> list[Component]:
    """Return the ranks from the edition before the first that a claim names, in both themes."""
    t = view.t
    by_edition = {year: rank for year, rank in ranks(view.dataset, CHINA).items() if year >= first - 1}
    named = {first, last, max(by_edition)}
    if not named <= by_edition.keys():
        return []
    labels = {edition: plain(view.ordinal(by_edition[edition])) for edition in sorted(named)}
    points = [t("claims.picture.point", edition=year, rank=rank) for year, rank in labels.items()]
    frame = pd.DataFrame({"edition": by_edition.keys(), "rank": by_edition.values()})
    images = [
        html.Img(
            src=claim_step(frame, (first, last), labels, theme),
            alt=t.listing(points),
            width=CLAIM_WIDTH,
            height=CLAIM_HEIGHT,
            className=f"only-{name}",
        )
        for theme, name in ((LIGHT, "light"), (DARK, "dark"))
    ]
    return [html.P(t("claims.picture.ranks"), className="claim-series-name"), *images]


def _series(view: ClaimView, indicator: Indicator) -> html.Div:
    """Return the line of an indicator between its first and its last value."""
    frame, lang = view.dataset.china(indicator.id), view.t.lang
    values = [reading.value(indicator, float(one), lang) for one in frame["value"].iloc[[0, -1]]]
    first, last = (html.Small(str(int(year))) for year in frame["year"].iloc[[0, -1]])
    line = reading.spark(view.dataset, indicator, SPARK, None)
    parts = [html.Span([values[0], first]), line, html.Span([html.B(values[1]), last])]
    name = html.P(reading.label(indicator, view.t), className="claim-series-name")
    return html.Div([name, html.Div(parts, className="strip-values fig")], className="claim-series")
