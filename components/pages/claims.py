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

from analysis.claim_list import NO_PILLAR, Choice, counts
from analysis.dataset import Dataset
from analysis.derived import claim_assessments, judging_rows, ranks
from analysis.frames import claims as frames
from analysis.frames import strategy
from analysis.progress import ARTICLE_YEAR, HARDLY, HARDLY_SCORE
from analysis.standing import CHINA
from analysis.verdicts import MIXED, MOVED, NOT_MEASURED, NOT_MOVED, RIGHT, WRONG, Assessment
from components import numbers
from components.attributes import attributes
from components.callbacks import Callbacks
from components.card import Card
from components.charts.small_pictures import CLAIM_HEIGHT, CLAIM_WIDTH, claim_step
from components.pages.targets.view import due
from components.parts import reading
from components.parts.badges import empty, icon, ring, verdict
from components.parts.citation import cited
from components.parts.columns import column
from components.parts.controls import Controls
from components.parts.figure_card import Content, dialogs, foot
from components.parts.reading import Row, label, spark, value
from components.parts.tables import Cell, heads, table
from components.shell import path
from components.text import Words, markup, plain, words
from components.theme import DARK, LIGHT
from components.view import View
from data.catalog import Action, Indicator
from data.claims import KINDS, SUFFIXES, Check, Claim, Figure
from data.entries import Text
from data.schema import VERDICTS_OF

RANKS = ("rank", "interval", "other_rank")
IN_THE_ROW = 2  # lines of what may be inferred
NAMED = 5  # indicators of an aim; a row that is opened has all
LABELS = {
    "rank": "claims.figure.rank",
    "economies": "claims.figure.economies",
    "top_share": "claims.figure.top_share",
    "interval": "claims.figure.interval",
    "clusters": "claims.figure.clusters",
    "framework_changes": "claims.figure.framework_changes",
    "value": "claims.figure.value",
    "percent": "claims.figure.percent",
    "other_rank": "claims.figure.other_rank",
    "others": "claims.figure.others",
    "others_first_ten": "claims.figure.others_first_ten",
}
MUST = {
    "=": "claims.must.equal",
    "!=": "claims.must.differ",
    "<": "claims.must.below",
    "<=": "claims.must.at_most",
    ">": "claims.must.above",
    ">=": "claims.must.at_least",
}
OUTCOMES = {True: "claims.outcome.holds", False: "claims.outcome.fails", None: "claims.outcome.no_data"}


def number(dataset: Dataset, figure: Figure, value: float | None, t: Words) -> str:
    """Write a number as its kind of figure is written; a missing one in the word for it."""
    if value is None:
        return t("missing")
    if figure.kind in RANKS:
        return numbers.ordinal(int(value), t.lang)
    if figure.kind == "top_share":
        return numbers.percent(value, 1, t.lang)
    if figure.kind == "percent":
        return numbers.percent(value, 1, t.lang, sign=True)
    indicator = dataset.catalog.indicators.get(figure.series)
    return reading.value(indicator, value, t.lang) if indicator else numbers.decimal(value, 0, t.lang)


@dataclass(frozen=True)
class ClaimView(View):
    """A claim and its assessment in one language; texts are marked."""

    one: Assessment

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.one.claim

    def number(self, name: str, value: float | None = None) -> str:
        """Write the value of a figure, or another one as that figure is written."""
        found = self.one.figures[name].value if value is None else value
        return number(self.dataset, self.claim.figures[name], found, self.t)

    def fill(self, text: Text) -> str:
        """Return a text of the catalog with its figures filled in."""
        labels, missing = self.dataset.labels(self.t.lang), self.t("missing")
        values: dict[str, str] = {}
        for name in self.claim.figures:
            value = self.one.figures[name]
            values[name] = self.number(name)
            values[f"{name}_year"] = missing if value.year is None else str(value.year)
            values[f"{name}_since"] = missing if value.since is None else str(value.since)
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

    def quotation(self) -> str:
        """Return the sentence of the article; that of the strategic pillar where it has none of its own."""
        found = self.claim.quotation or self.dataset.catalog.strategy[self.claim.pillar - 1].quotation
        return found.get(self.t.lang)

    def definition(self) -> str:
        """Return what is tested; of an aim the names of what its recommendations are matched to."""
        t = self.t
        if self.claim.definition:
            return self.fill(self.claim.definition)
        names = [self.named(str(row["code"]), short=True) for row in self.rows]
        listed = t("series.between").join(names[:NAMED]) or t("claims.nothing")
        return t("claims.more", names=listed, count=len(names) - NAMED) if len(names) > NAMED else listed

    def computation(self) -> str:
        """Return how it is computed; of an aim from which recommendations its rows come."""
        if self.claim.computation:
            return self.fill(self.claim.computation)
        texts = [self.t("claims.action", text=action.text.get(self.t.lang)) for action in self.actions]
        return self.t("claims.by_actions", actions=self.t.listing(texts))

    def named(self, code: str, *, short: bool = False) -> str:
        """Return the name of an indicator, with its unit or in short, or of a part of the index."""
        indicator = self.dataset.catalog.indicators.get(code)
        if indicator:
            return indicator.short.get(self.t.lang) if short else reading.label(indicator, self.t)
        return self.t(
            "pillar.gii_name" if short else "strategy.gii_rank", code=code, name=self.t(f"gii.{code}")
        )

    def moved(self, row: Row) -> str:
        """Return how a row of an aim moved: both ends, which way, the place of its latest value, its peak."""
        t, values = self.t, {"name": self.named(str(row["code"]))}
        for end in ("first", "last"):
            values[end] = reading.written(self.dataset, row, end, t)
            values[f"{end}_year"] = str(int(row[f"{end}_year"])) if values[end] else ""
        ends = "both" if values["first"] else "one" if values["last"] else "none"
        parts = [t(f"claims.ends.{ends}", way=t(f"pillar.course.{row['course']}"), **values)]
        if row["kind"] == "indicator" and numbers.known(row["rank"]):
            place = {"rank": self.ordinal(int(row["rank"])), "count": int(row["economies"])}
            parts.append(t("claims.place", year=int(row["rank_year"]), **place))
        parts += [find(self.dataset, row, t) for find in (reading.peak, reading.other_release)]
        return t.sentences(parts)

    def inferred(self) -> list[str]:
        """Return what limits an inference: why nothing is tested, what no data show, weighty caveats."""
        why = self.filled(self.claim.untestable)
        gaps = [(one.text.get(self.t.lang), one.gap.get(self.t.lang)) for one in self.actions if one.gap]
        one = len(self.actions) == 1
        lines = [gap if one else self.t("claims.gap", text=text, gap=gap) for text, gap in gaps]
        return [*([why] if why else []), *lines, *self.caveats(weightiest=True)]

    def evidence(self) -> str:
        """Return how many series of an aim moved which way, how many are young, and how many are direct."""
        t, ways = self.t, Counter(self.one.courses.values())
        count, recent = self.one.evidence
        counts = {"towards": ways["towards"], "flat": ways["flat"], "away": ways["away"]}
        parts = [t(f"claims.series.{way}", count=moved) for way, moved in counts.items() if moved]
        direct = sum(row["strength"] == "direct" and row["course"] != "none" for row in self.rows)
        return t("claims.evidence", all=count, ways=t.listing(parts), recent=recent, direct=direct)

    def computed(self, most: int | None = None) -> list[str]:
        """Return the values computed, in short; of an aim a line for each of its rows that have a course."""
        text = self.claim.result
        if text is not None:
            missing = all(value.value is None for value in self.one.figures.values())
            return [] if missing else [self.fill(text)]
        return [self.moved(row) for row in self.rows if row["course"] != "none"][:most]

    def label(self, name: str) -> str:
        """Return what a figure is, with its year or edition."""
        t, catalog = self.t, self.dataset.catalog
        figure, value = self.claim.figures[name], self.one.figures[name]
        entry = catalog.indicators.get(figure.series) or catalog.rankings.get(figure.series)
        key = f"gii.{figure.series}"
        called = entry.short.get(t.lang) if entry else t(key) if t.has(key) else figure.series
        stated, missing = figure.year if value.year is None else value.year, t("missing")
        years = {
            "edition": self.edition(stated) if isinstance(stated, int) else missing,
            "year": str(stated) if isinstance(stated, int) else missing,
            "since": missing if value.since is None else str(value.since),
        }
        return t(LABELS[figure.kind], name=called, **years)

    def tested(self) -> list[str]:
        """Return each test as a sentence: figure, number, and what it must be and is; of an aim its rows."""
        if not self.claim.tests:
            return [self.moved(row) for row in self.rows]
        return [self._test(*pair) for pair in zip(self.claim.tests, self.one.support, strict=True)]

    def _test(self, check: Check, holds: bool | None) -> str:
        t = self.t
        values = {"label": self.label(check.figure), "value": self.number(check.figure)}
        if isinstance(check.than, str):
            than = t("claims.than", value=self.number(check.than), label=self.label(check.than))
        else:
            than = self.number(check.figure, check.than)
        return t("claims.test", must=t(MUST[check.op], than=than), outcome=t(OUTCOMES[holds]), **values)

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

    def indicators(self) -> list[Indicator]:
        """Return the indicators with two values that judge the claim."""
        codes = [str(row["code"]) for row in self.rows if row["kind"] == "indicator"]
        known = [self.dataset.catalog.indicators[code] for code in codes]
        return [one for one in known if len(self.dataset.china(one.id)) > 1]


def releases(dataset: Dataset, one: Assessment) -> list[str]:
    """Return the releases that the figures of a claim rest on, those of both ends of a change included."""
    found = [value.source for value in one.figures.values() if value.source]
    rows = judging_rows(dataset, one.claim.id).to_dict("records")
    found += " ".join(strategy.releases(dataset, rows)).split()
    return list(dict.fromkeys(found))


PAGE = "claims"
CARD = Card(PAGE, "claims", (frames.CLAIMS,), height=720)
CARDS = (CARD,)
ROWS, COUNT, EMPTY = "claims-rows", "claims-count", "claims-empty"
CALLBACKS = Callbacks(
    Choice,
    parts=(*((name, "children") for name in (ROWS, COUNT, EMPTY, CARD.table)), (CARD.data, "href")),
    stores=("claim",),
)
_ACTIONS = ("cite", "link")
COLUMNS = ("number", "claim", "verdict", "tested", "computed", "inference")
SPARK = (132, 38)


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the values of its filters and the open claim."""
    t, claims, choice = words(lang), claim_assessments(dataset), Choice.read(dataset, query)
    names = {str(pillar.number): pillar.name.get(lang) for pillar in dataset.catalog.strategy}
    names |= {NO_PILLAR: t("claims.control.no_pillar")}
    controls = Controls(PAGE, choice, dataset, t, names)
    tallies = [_tally(kind, counts(claims, kind), t) for kind in KINDS]
    selects = [controls.select("verdict"), controls.select("pillar")]
    return [
        html.H1(markup(finding(claims, t))),
        html.P(markup(t("claims.deck")), className="deck"),
        html.Div([*tallies, *selects, controls.segmented("kind")], className="controls"),
        _card(dataset, claims, choice, t),
        _below(dataset, t),
        controls.store("claim"),
        CALLBACKS.address(PAGE, dataset),
    ]


def _card(dataset: Dataset, claims: Sequence[Assessment], choice: Choice, t: Words) -> html.Figure:
    title, found = plain(finding(claims, t)), frames.CLAIMS.result(dataset, choice)
    count = t("claims.count", visible=len(found), all=len(claims))
    content = Content(
        heading=t("claims.heading"),
        heading_visible=False,
        finding=title,
        measure=[],
        table=_table(dataset, found, t) if found else html.Div(),
        source=_source(dataset, t),
        data_address=View(dataset, t).download("claims", choice.chosen(dataset)),
        file_name="article-claims",
        credit=cited(dataset, title, dataset.table("claim_figures")["source"].dropna(), t),
    )
    return html.Figure(
        [
            html.H2(content.heading, id=CARD.heading, className="unseen"),
            html.P(count, id=COUNT, className="unseen", role="status"),
            html.Div(_rows(dataset, found, choice.claim, t), id=ROWS, className="claims"),
            html.Div([] if found else _empty(t), id=EMPTY),
            html.Div(foot(CARD, content, t, _ACTIONS), className="under"),
            html.Div(content.table, id=CARD.table, className="table-panel", hidden=True),
            *dialogs(CARD, content, t, _ACTIONS),
        ],
        className="card",
        **attributes(data_card=CARD.prefix, data_file=content.file_name, aria_labelledby=CARD.heading),
    )


def finding(claims: Sequence[Assessment], t: Words) -> str:
    """Return whether the figures are right, and towards how many of the aims with data these moved."""
    if not claims:
        return t("claims.finding.none")
    found = counts(claims, "aim")
    values = {"moved": found[MOVED], "mixed": found[MIXED], "not_moved": found[NOT_MOVED]}
    judged = sum(found.values()) - found[NOT_MEASURED]
    aims = t("claims.finding.aims_not" if found[NOT_MOVED] else "claims.finding.aims", all=judged, **values)
    return t("claims.finding.both", statements=statements(claims, t), aims=aims)


def statements(claims: Sequence[Assessment], t: Words) -> str:
    """Return whether the figures of the statements that can be checked are right."""
    found = counts(claims, "statement")
    checked = found[RIGHT] + found[WRONG]
    key = "claims.finding.wrong" if found[WRONG] else "claims.finding.right"
    return t(key if checked else "claims.finding.unchecked", wrong=found[WRONG], all=checked)


def _tally(kind: str, found: Mapping[str, int], t: Words) -> Component:
    """Return the verdicts of a kind of claims, each with the number of all claims that have it."""
    key = "claims.tally.aims" if kind == "aim" else "claims.tally.statements"
    items = [
        html.Li([verdict(name, t), html.B(str(found[name]), className="fig")]) for name in VERDICTS_OF[kind]
    ]
    head = html.Span(t(key), className="control-label")
    return html.Div([head, html.Ul(items)], className="control tally")


def _rows(dataset: Dataset, claims: Sequence[Assessment], opened: str, t: Words) -> list[Component]:
    """Return the claims given, statements and aims under a head each; the one ``opened`` is unfolded."""
    found: list[Component] = []
    for kind in KINDS:
        own = [one for one in claims if one.claim.kind == kind]
        if own:
            rows = [_row(ClaimView(dataset, t, one), one.claim.id == opened) for one in own]
            found += [_head(kind, t), *rows]
    return found


def _head(kind: str, t: Words) -> html.Div:
    names = {"number": "number", "statement": kind, "figures": f"{kind}_verdict", "inference": "inference"}
    return html.Div(
        [html.Span(t(f"claims.column.{key}"), className=f"claim-{name}") for name, key in names.items()],
        className="claim-head",
    )


def _row(view: ClaimView, opened: bool) -> html.Details:
    claim = view.claim
    pillar = [ring(claim.pillar)] if claim.pillar else []
    # Phones have the indicators of an aim in the row that is opened.
    tested = html.Span(markup(view.definition()), className=None if claim.definition else "roomy")
    statement = [
        html.H3(markup(claim.statement.get(view.t.lang))),
        html.P([*pillar, tested], className="claim-tested"),
    ]
    cells = [
        html.Span(claim.number, className="claim-number"),
        html.Div(statement, className="claim-statement"),
        html.Div(_figures(view), className="claim-figures"),
        html.Div(_listed(view.inferred()[:IN_THE_ROW]), className="claim-inference"),
    ]
    panel = html.Div(_panel(view), className="claim-panel")
    return html.Details([html.Summary(cells), panel], id=f"claim-{claim.id}", className="claim", open=opened)


def _figures(view: ClaimView) -> list[Component]:
    """Return the verdict with what it rests on: values, and how old and how direct the evidence is."""
    t, one = view.t, view.one
    found: list[Component] = [html.Div(verdict(one.verdict, t), className="claim-verdict")]
    found += [html.P(markup(line), className="claim-computed") for line in view.computed(1)]
    if view.claim.kind == "aim" and one.evidence[0]:
        found.append(html.P(view.evidence(), className="claim-evidence"))
    return found


def _listed(texts: Sequence[str]) -> list[Component]:
    """Return texts (marked) as a list; nothing where there are none."""
    return [html.Ul([html.Li(markup(text)) for text in texts])] if texts else []


def _panel(view: ClaimView) -> list[Component]:
    t, claim, one = view.t, view.claim, view.one
    outlet = _outlet(view.dataset, t)
    quoted = html.P([t("claims.quotation", text=view.quotation()), " ", outlet])
    left = _block(t("claims.part.article"), [quoted])
    more = [*view.inferred()[IN_THE_ROW:], *view.caveats(weightiest=False)]
    left += _block(t("claims.part.caveats"), _listed(more))
    left += _block(t("claims.part.beside"), _paragraph(view.filled(claim.beside)))
    middle = _block(t("claims.part.computation"), _paragraph(view.computation()))
    lines, known = view.tested(), [holds for holds in one.support if holds is not None]
    counts = {"passed": sum(known), "all": len(known)}
    middle += _block(t(f"claims.part.{claim.kind}_tests", **counts), _listed(lines))
    middle += _block(t("claims.part.before"), [html.P([verdict(one.before, t)])] if one.before else [])
    sources = view.sources()
    middle += _block(t("claims.part.sources"), [html.Ul(sources)] if sources else [])
    middle += _block(t("claims.part.also"), _paragraph(view.fill(claim.also) if claim.also else ""))
    for indicator in view.indicators():
        middle += _block(indicator.short.get(t.lang), due(view.dataset, indicator.id, t))
    middle += _links(claim, t)
    drawn = _picture(view)
    images = [html.Div(drawn, className="claim-picture")] if drawn else []
    return [html.Div(left), html.Div(middle), *images]


def _block(head: str, body: Sequence[Component]) -> list[Component]:
    """Return a part of a panel under its head; nothing where it has no content."""
    return [html.H4(head), *body] if body else []


def _paragraph(text: str) -> list[Component]:
    return [html.P(markup(text))] if text else []


def _links(claim: Claim, t: Words) -> list[Component]:
    """Return links to this claim, open and in sight, and to the chart that shows it."""
    here = f"{path(t.lang, PAGE)}?claim={claim.id}#claim-{claim.id}"
    links = [html.A([icon("link"), t("claims.link")], href=here, className="button")]
    if claim.chart:
        links.append(html.A(t("claims.chart"), href=path(t.lang, claim.chart), className="button"))
    return [html.P(links, className="claim-links")]


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
    return [_series(view.dataset, indicator, view.t) for indicator in view.indicators()]


def _ranks(view: ClaimView, first: int, last: int) -> list[Component]:
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


def _series(dataset: Dataset, indicator: Indicator, t: Words) -> html.Div:
    frame = dataset.china(indicator.id)
    first, last = frame.iloc[0], frame.iloc[-1]
    values = [value(indicator, float(row["value"]), t.lang) for row in (first, last)]
    parts: list[Component] = [
        html.Span([values[0], html.Small(str(int(first["year"])))]),
        spark(dataset, indicator, SPARK, None),
        html.Span([html.B(values[1]), html.Small(str(int(last["year"])))]),
    ]
    return html.Div(
        [
            html.P(label(indicator, t), className="claim-series-name"),
            html.Div(parts, className="strip-values fig"),
        ],
        className="claim-series",
    )


def _table(dataset: Dataset, claims: Sequence[Assessment], t: Words) -> Component:
    """Return claims as one table."""
    rows: list[list[Cell]] = []
    for one in claims:
        view = ClaimView(dataset, t, one)
        cells = [
            view.definition(),
            t("claims.between").join(view.computed()) or t("missing"),
            t("claims.between").join(view.inferred()) or t("missing"),
        ]
        first = [one.claim.number, one.claim.statement.get(t.lang), t(f"verdict.{one.verdict}")]
        rows.append([*first, *(markup(cell) for cell in cells)])
    columns = heads(t, "claims.column", COLUMNS, COLUMNS)
    return table(t, columns, rows, caption=t("claims.heading"))


def _empty(t: Words) -> list[Component]:
    """Return the words that stand where no claim fits, with the way back."""
    back = html.A(t("claims.reset"), href=path(t.lang, PAGE), className="button")
    return [empty([t("claims.empty")]), html.P(back)]


def _source(dataset: Dataset, t: Words) -> list[str | Component]:
    """Return whose the statements are, whose the verdicts, and when the data were checked."""
    checked = numbers.day(dataset.checked, t.lang)
    place = html.A(t("claims.source_link"), href=path(t.lang, "data"))
    return [t("claims.source_article"), _outlet(dataset, t), t("claims.source", checked=checked), place]


def _outlet(dataset: Dataset, t: Words) -> html.A:
    article = dataset.catalog.sources["article"]
    return html.A(article.publisher.get(t.lang), href=article.url, rel="noopener")


def _below(dataset: Dataset, t: Words) -> html.Section:
    """Return the three columns: how verdicts are made, what is not tested, what a refresh changes."""
    rule = {"hardly": f"{HARDLY:.0%}", "score": HARDLY_SCORE, "year": ARTICLE_YEAR}
    rule["actions"] = sum(len(pillar.actions) for pillar in dataset.catalog.strategy)
    columns = [
        column(t(f"claims.{name}.title"), t.lines(f"claims.{name}.text", **rule))
        for name in ("rules", "limits", "changes")
    ]
    return html.Section(html.Div(columns, className="three"), className="block")
