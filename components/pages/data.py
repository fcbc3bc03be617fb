"""Data and method: what is available, what was checked, where it comes from, and may I reuse it?"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from string import ascii_lowercase
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis import coverage as frames
from analysis import inventory
from analysis.dataset import COPY_PREFIX, RESTATING_FAMILIES, Dataset, cached
from analysis.freshness import Freshness, by_family
from analysis.query import NoChoices
from analysis.reshape import by_series
from analysis.reuse import reuse
from analysis.vintages import Choice as Series
from analysis.vintages import series_with_releases
from components.cards.callbacks import Callbacks, Change
from components.cards.card import Card, Content
from components.cards.citation import Credit, all_sources, reuse_answer
from components.cards.tables import (
    Cell,
    Col,
    columns_of,
    labelled_cells,
    rows_table,
    scroll_region,
    without_head,
)
from components.text import numbers
from components.text.attributes import attributes
from components.text.catalog import Words, markup, plain, words
from components.text.paths import ECONOMY, page_links
from components.text.view import licence
from components.widgets import releases
from components.widgets.blocks import fold, links
from components.widgets.controls import Controls
from components.widgets.framework import launched_note
from components.widgets.reading import hardly_moved
from components.widgets.releases import ReleasesView
from components.widgets.series_source import all_figures, publisher, used_publishers
from components.widgets.versions import series_name
from data.article import FOCUS
from data.languages import ORIGINAL

PARTS = ("coverage", "series", "validation", "sources", "revisions", "releases", "downloads", "method")
_RULE: Final = ("rule", "outcome", "checked", "deviation", "tolerance")
_SOURCES: Final = ("publisher", "name", "used", "newest", "expected", "licence")
_ADDRESS: Final = re.compile(r"https?://([^/\s;,)]+)[^\s;,)]*")
"""Of an address only the host is shown: a copy is no place to send a reader to."""
USED: Final[dict[str, tuple[str, ...]]] = {
    "index": ("weights", "why"),
    "history": ("why", ECONOMY),
    "percentile": ("", "ranking/others", "ranking"),
    "rounding": ("ranking", ECONOMY, "weights"),
    "places": ("why",),
    "points": ("why",),
    "price": ("why", ECONOMY),
    "reach": ("why/reach",),
    "interval": ("", "weights", ECONOMY),
    "bounds": ("weights",),
    "shared": ("weights",),
    "strengths": (ECONOMY,),
    "peers": (ECONOMY,),
    "change": ("", "strategy"),
    "frontier": ("strategy",),
    "verdict": ("claims",),
    "productivity": ("strategy/productivity",),
    "releases": ("data#releases",),
}
"""The methods in the order in which they are explained (the index, its ranks, other series), each with the
pages that use it, by path."""


@dataclass(frozen=True)
class DataView(ReleasesView):
    """A snapshot as this page tells of it, and the series whose releases are compared."""

    @cached_property
    def levels(self) -> pd.DataFrame:
        """What is available by edition and level."""
        return frames.COVERAGE.result(self.dataset, NoChoices())

    @property
    def editions(self) -> list[int]:
        """All editions."""
        return [*self.dataset.editions]

    @property
    def validation(self) -> pd.DataFrame:
        """The report on the checks that the snapshot brings."""
        return frames.VALIDATION.result(self.dataset, NoChoices())

    @cached_property
    def totals(self) -> dict[str, int]:
        """How many checks there are, and of which outcome."""
        return frames.count_outcomes(self.validation)

    def licence(self, stated: object, address: str) -> Cell:
        """Return a licence as stated, as a link where it has an address."""
        text = licence(self.dataset, stated, self.t)
        return html.A(text, href=address, rel="noopener") if address else text


def layout(view: DataView) -> list[Component]:
    """Return the page; only one of its folded parts has a control."""
    above, folds, below = _unchanged(view.dataset, view.t)
    return [*above, html.Div([*folds, _releases(view)], className="folds"), *below]


@cached
def _unchanged(dataset: Dataset, t: Words) -> tuple[list[Component], ...]:
    """Return what no choice changes: what is above the folded parts, they themselves, and what is below."""
    view = DataView(dataset, t, Series.read(dataset, {}))
    figures, counted = all_figures(dataset, t)
    finding = t("data.finding", figures=figures, counted=counted)
    # The publisher's own words, which the footer has in the language of the page.
    quote = html.P(words(ORIGINAL)("footer.quote"), lang=ORIGINAL, className="small")
    original = [quote] if t.lang != ORIGINAL else []
    report: list[Component] = [] if view.validation.empty else [VALIDATION.draw(view).html]
    above = [
        html.H1(markup(finding)),
        html.P(markup(t("data.deck")), className="deck"),
        _picture(view),
        links({part: t(f"data.part.{part}") for part in PARTS}, t),
    ]
    folds: list[Component] = [
        folded_block(
            "coverage", held_values(view), [COVERAGE.draw(view).html, *_reading(view), *original], t
        ),
        _series(view),
        folded_block("validation", found(view), report, t),
        _sources(view),
        _revisions(view),
    ]
    below: list[Component] = [
        block("downloads", t("data.downloads.deck"), _downloads(view), t),
        block("method", t("method.deck"), methods(view), t),
    ]
    return above, folds, below


def block(part: str, deck: str, body: list[Component], t: Words) -> html.Section:
    """Return a part of the page under its head, which links lead to."""
    above = [html.H2(t(f"data.part.{part}")), html.P(markup(deck), className="prose")]
    return html.Section([*above, *body], className="block", id=part)


def folded_block(
    part: str, finding: str | Component, body: Sequence[Component], t: Words, **more: Any
) -> html.Details:
    """Return a part of the page that is folded below its finding; links to it unfold it."""
    return fold(html.H2(t(f"data.part.{part}")), finding, body, part, **more)


def held_values(view: DataView) -> str:
    """Return how many editions reach the indicators, and of which some ranks are ours."""
    levels = view.levels
    counts = {
        "deep": ((levels["level"] == "indicator") & (levels["scores"] > 0)).sum(),
        "editions": levels["edition"].nunique(),
    }
    ranks = levels[(levels["ranks_own"] > 0) | (levels["bounded"] > 0)]["edition"]
    if ranks.empty:
        return view.t("data.coverage.finding_all", **counts)
    return view.t("data.coverage.finding", own=view.edition_list(sorted(set(ranks))), **counts)


def coverage(view: DataView) -> Content:
    """Return the matrix of editions and levels, with the releases behind its letters."""
    t, levels = view.t, view.levels
    named = " ".join((levels["score_sources"] + " " + levels["rank_sources"]).tolist()).split()
    double = [first + second for first in ascii_lowercase for second in ascii_lowercase]
    letters = dict(zip(dict.fromkeys(named), [*ascii_lowercase, *double], strict=False))
    items = []
    for release, letter in letters.items():
        row = view.dataset.sources.loc[release]
        name = t("data.coverage.release", title=row["title"], publisher=row["publisher"])
        parts = [html.B(letter), html.Code(release), html.Span(name, lang=ORIGINAL, className="small")]
        if str(row["provenance"]).startswith(COPY_PREFIX):
            parts.append(html.Span(t("data.coverage.relayed"), className="small"))
        items.append(html.Li(parts))
    ends = {"first": view.editions[0], "last": view.editions[-1]}
    return Content(
        held_values(view),
        t("data.coverage.measure"),
        html.Div([html.H3(t("data.coverage.releases")), html.Ul(items, className="coverage-releases")]),
        source=t("data.coverage.source", checked=view.checked_day, **ends),
        body=[_key(t), _matrix(view, letters)],
    )


def _key(t: Words) -> html.Ul:
    shades = [
        html.Li([html.Span(className=f"coverage-key coverage-{state}"), t(f"data.coverage.state.{state}")])
        for state in inventory.STATES
    ]
    return html.Ul(shades, className="coverage-keys", **attributes(aria_label=t("data.coverage.key")))


def _picture(view: DataView) -> html.Div:
    """Return editions across and levels down as shades; their numbers are in the part on coverage."""
    t, states = view.t, view.levels.pivot(index="level", columns="edition", values="state").fillna("none")
    years = [html.Span([html.Span(str(year)[:2]), str(year)[2:]]) for year in states.columns]
    rows = []
    for level, shades in states.loc[[one for one in inventory.LEVELS if one in states.index]].iterrows():
        named = [html.Span(t(f"data.coverage.state.{shade}"), className="unseen") for shade in shades]
        marks = [
            html.Td(name, className=f"coverage-{shade}") for name, shade in zip(named, shades, strict=True)
        ]
        rows.append(html.Tr([html.Th(t(f"data.coverage.level.{level}"), scope="row"), *marks]))
    heads = [html.Td(), *(html.Th(year, scope="col") for year in years)]
    table = without_head(t("data.coverage.caption"), heads, [html.Tbody(rows)], className="coverage-map")
    numbers_ = html.A(t("data.coverage.numbers"), href="#coverage")
    measure = html.P([*markup(t("data.coverage.picture")), " ", numbers_], className="measure")
    return html.Div([measure, _key(t), table], className="coverage-picture")


def _matrix(view: DataView, letters: dict[str, str]) -> html.Div:
    """Return a row for each edition: its levels, our intervals, its licence and how that is known."""
    t, dataset = view.t, view.dataset
    intervals = inventory.intervals(dataset.table("gii_intervals"))
    names = ("edition", *(f"level.{level}" for level in inventory.LEVELS), "own", "licence")
    heads = [t(f"data.coverage.{name}") for name in names]
    rows = []
    for edition, levels in view.levels.groupby("edition", sort=False):
        year = int(str(edition))
        facts: Any = dataset.by_edition.loc[year]
        known, stated = dataset.catalog.editions.get(year), numbers.integer(facts["economies"])
        ranked = levels.loc[levels["level"] == "index", "ranks"].iloc[0]
        key = "data.coverage.economies_unstated" if stated is None else "data.coverage.economies"
        economies = html.Span(t(key, ranked=ranked, stated=stated), className="small")
        own: Cell = html.Span(t("data.coverage.empty"), className="missing")
        if year in intervals.index:
            counts: dict[Any, Any] = intervals.loc[[year]].astype("int64").iloc[0].to_dict()
            kinds = ["both"] if counts["weights"] == counts["bounds"] else ["interval", "bounds"]
            kinds += ["published"] if counts["published"] else []
            own = [html.Span(t(f"data.coverage.{kind}", **counts), className="small") for kind in kinds]
        basis = facts["licence_basis"]  # empty where no licence is stated
        licence = [
            html.Span(view.licence(facts["licence"], known.licence_url if known else "")),
            html.Span("" if pd.isna(basis) else t(f"licence_basis.{basis}"), className="small"),
        ]
        cells = [_cell(view, row, letters) for row in levels.to_dict("records")]
        cells += [html.Td(own), html.Td(licence)]
        rows.append(
            html.Tr([html.Th([str(year), economies], scope="row"), *labelled_cells(cells, heads[1:])])
        )
    caption = t("data.coverage.caption")
    columns = [html.Th(text, scope="col") for text in heads]
    return scroll_region(t, without_head(caption, columns, [html.Tbody(rows)], className="coverage"), caption)


def _cell(view: DataView, row: dict[Any, Any], letters: dict[str, str]) -> html.Td:
    """Return a level of an edition: its figures, their releases, what is published and what is ours."""
    t, state = view.t, row["state"]
    if state == "none":
        return html.Td(t("data.coverage.empty"), className="coverage-none missing")
    if state == "ranks":
        keys = ["ranks_only"]
    elif state == "published":
        keys = ["ranks_same" if row["scores"] == row["ranks"] else "ranks_differ"]
    elif row["scores_own"] == row["scores"]:
        keys = ["scores_own_all"]
    else:
        keys = ["decimals_one" if row["decimals"] == 1 else "decimals_many"]
        keys += [name for name in ("coarser", "scores_own") if row[name]]
    keys += ["ranks_own"] if row["ranks_own"] or row["bounded"] else []
    others = view.levels[(view.levels["edition"] == row["edition"]) & (view.levels["level"] != "index")]
    keys += ["partial"] if row["level"] == "index" and (others["state"] == "none").all() else []
    missing = row["cells"] - row["scores"]
    keys += ["missing"] if row["scores"] and missing else []
    keys += [name for name in ("values", "doubts") if row[name]]
    lines = [t(f"data.coverage.{key}", share=100 * (missing / row["cells"]), **row) for key in keys]
    count = t.write(row["ranks" if state == "ranks" else "scores"], "whole")
    cells = t.language.gap + t("data.coverage.of", cells=row["cells"])
    refs = sorted({letters[one] for one in f"{row['score_sources']} {row['rank_sources']}".split()})
    about = attributes(aria_label=t("data.coverage.refs", letters=t.listing(refs)))
    return html.Td(
        [
            html.Span([html.B(count), cells], className="fixed"),
            html.Sup(" ".join(refs), role="note", **about),
            *(html.Span(line, className="small") for line in lines),
        ],
        className=f"coverage-{state}",
    )


def _reading(view: DataView) -> list[Component]:
    """Return what is launched but missing, and whose the figures are: WIPO's, copied, restated, or ours."""
    t, levels, families = view.t, view.levels, view.dataset.sources["family"]
    sources = (levels["score_sources"] + " " + levels["rank_sources"]).str.split()
    restated = sources.map(lambda ids: any(families.get(one) in RESTATING_FAMILIES for one in ids))
    copied = levels["edition"].isin(view.dataset.copied_editions)
    pillars = levels[levels["level"] == "pillar"]
    rows = {
        "official": levels[~copied],
        "relayed": levels[copied & ~levels["edition"].isin(levels.loc[restated, "edition"])],
        "copies": levels[restated],
        "bare": levels[levels["state"] == "ranks"],
        "means": levels[(levels["level"] == "subindex") & (levels["scores_own"] > 0)],
        "parts": levels[levels["level"].isin(("pillar", "subpillar")) & (levels["scores_own"] > 0)],
        "ordered": levels[(levels["ranks_own"] > 0) | (levels["bounded"] > 0)],
        "pillars": pillars[(pillars["ranks"] > 0) & (pillars["ranks_own"] == 0)],
        "doubts": levels[levels["doubts"] > 0],
    }
    origins = {name: view.edition_list(sorted(set(one["edition"].astype(int)))) for name, one in rows.items()}
    kinds = ("official", "relayed", "copies", "bare", "ours", "doubts", "intervals")
    of = {"ours": ("means", "parts", "ordered", "pillars"), "intervals": ()}
    read = [
        html.P(markup(t(f"data.coverage.read.{name}", **origins)))
        for name in kinds
        if all(origins[one] for one in of.get(name, (name,)))
    ]
    lines = [html.P(line, className="prose") for line in launched_note(view.dataset, t)]
    return [*lines, html.Div([html.H3(t("data.coverage.read.title")), html.Div(read)], className="data-read")]


def _series(view: DataView) -> html.Details:
    """Return the table of related indicators, a row for each family of sources with observations."""
    t, observations = view.t, view.dataset.table("observations")
    frame = inventory.by_family(observations, view.dataset.table("sources"))
    names: list[Any] = [publisher(view.dataset, family, t) for family in frame["family"]]
    rows = frame.assign(
        family=names,
        years=list[Any](zip(frame["first"], frame["last"], strict=True)),
    )
    counts = {"indicators": "whole", "economies": "whole", "years": "range", "last": ""}
    columns = columns_of(t, "data.series", family="text", **counts, values="whole", releases="whole")
    finding = t(
        "data.series.finding",
        indicators=observations["indicator"].nunique(),
        sources=len(frame),
        first=frame["first"].min(),
        last=frame["last"].max(),
    )
    deck = html.P(markup(t("data.series.deck")), className="prose")
    return folded_block("series", finding, [deck, rows_table(t, rows, columns, t("data.part.series"))], t)


def found(view: DataView) -> str:
    """Return how many checks hold, and the largest deviation of a score rebuilt from its parts."""
    t, totals = view.t, view.totals
    worst = frames.largest_deviation(frames.rebuilt_scores(view.validation))
    if totals["broken"] or worst is None:
        return t("validation.finding_broken" if totals["broken"] else "validation.finding_empty", **totals)
    key = "validation.finding_exceptions" if totals["exceptions"] else "validation.finding"
    return t(key, deviation=worst["deviation"], tolerance=worst["tolerance"], **totals)


def validation(view: DataView) -> Content:
    """Return the report, a row for each rule by the gate that holds it; an older snapshot may bring none."""
    t, dataset, title = view.t, view.dataset, found(view)
    if view.validation.empty:
        return Content(title)
    groups: list[Component] = []
    for gate, rows in frames.by_rule(view.validation).groupby("gate", sort=False):
        head = html.Th(t(f"validation.gate.{gate}"), scope="rowgroup", colSpan=len(_RULE))
        body = [_rule(view, row) for row in rows.to_dict("records")]
        groups.append(html.Tbody([html.Tr(head, className="group"), *body]))
    heads = [html.Th(t(f"validation.column.{name}"), scope="col") for name in _RULE]
    caption = t("validation.caption")
    report = scroll_region(t, without_head(caption, heads, groups, className="checks"), caption)
    # The rebuilt scores edition by edition: what was found of what is allowed.
    again, by_edition = frames.rebuilt_scores(view.validation), t("validation.by_edition")
    pairs = zip(again["deviation"], again["tolerance"], strict=True)
    cells = [t("validation.by_edition_cell", deviation=one, tolerance=most) for one, most in pairs]
    wide = again.assign(cell=cells).pivot(index="subject", columns="rule", values="cell")
    scores = view.validation[view.validation["gate"] == "scores"]
    rules = [rule for rule in dict.fromkeys(scores["rule"]) if rule in wide]
    columns = [Col("subject", t("data.coverage.edition"), "text")]
    columns += [Col(rule, t(f"validation.rule.{rule}")) for rule in rules]
    parts = [
        html.Summary(by_edition),
        html.P(t("validation.by_edition_deck"), className="prose small"),
        rows_table(t, wide.sort_index(ascending=False).reset_index(), columns, by_edition),
    ]
    return Content(
        title,
        t("validation.measure", count=view.totals["checked"]),
        html.Details(parts, className="profile-more"),
        source=t("validation.source", id=dataset.snapshot.id),
        body=[html.Details([html.Summary(caption), report], className="checks-folded")],
        credit=Credit(all_sources(dataset, title, t), reuse_answer(reuse(dataset, t.lang, (), ()), t)),
    )


def _rule(view: DataView, row: dict[Any, Any]) -> html.Tr:
    """Return a rule: its result, what it was checked of, its largest deviation and what is allowed."""
    t, rule, first, last = view.t, row["rule"], row["first"], row["last"]
    about: dict[str, str] = {}
    if rule == "headline":  # the ranks as the snapshot holds them
        scores, rows = view.dataset.scores, view.validation
        own = scores[(scores["code"] == "GII") & (scores["economy"] == FOCUS)]
        ranks = own.set_index("edition")["rank"]
        editions = rows.loc[rows["rule"] == rule, "subject"].astype(int)
        facts = [t("validation.fact", rank=ranks[one], edition=one) for one in editions if one in ranks]
        about = {"facts": plain(t.listing(facts))}
    square = html.Span(className=f"square check-{row['outcome']}", **attributes(aria_hidden="true"))
    outcome = t(f"validation.outcome.{row['outcome']}", count=row["broken"])
    lines: list[str | Component] = [t("validation.count", count=row["checked"])]
    subjects = t("validation.tables", count=row["subjects"]) if row["gate"] == "contract" else ""
    if first.isdigit():
        subjects = t("validation.edition" if first == last else "validation.editions", first=first, last=last)
    if subjects and rule != "headline":  # which says it already
        lines += [" ", html.Span(subjects, className="small")]
    found = [html.Td(t("validation.broken", count=row["broken"]), colSpan=2)]
    if numbers.is_present(row["deviation"]):
        measured, allowed = (
            t(f"validation.unit.{row['unit']}", value=row[name]) for name in ("deviation", "tolerance")
        )
        edition = t("validation.edition", first=row["at"][:4])
        at = html.Span(t("validation.at", subject=edition), className="small")
        dated = row["at"][:4].isdigit() and row["deviation"] > 0 and first != last
        found = [html.Td([measured, at] if dated else [measured]), html.Td(allowed)]
    heads = [t(f"validation.column.{name}") for name in _RULE[1:]]
    cells = [html.Td(html.Span([square, outcome], className="check")), html.Td(lines), *found]
    return html.Tr(
        [html.Th(t(f"validation.rule.{rule}", **about), scope="row"), *labelled_cells(cells, heads)]
    )


def _sources(view: DataView) -> html.Details:
    """Return the table of sources: publishers as groups, a row for each source, its releases folded in it."""
    t, day, due = view.t, view.dataset.snapshot.created, by_family(view.dataset)
    released = view.dataset.sources[
        view.dataset.sources.index.isin(used_publishers(view.dataset))
    ].reset_index()
    released = released.assign(used=released["source"].map(used_publishers(view.dataset)))
    groups: dict[str, list[list[Component]]] = {}
    for family in released.groupby("family")["used"].sum().sort_values(ascending=False, kind="stable").index:
        publisher = t.phrase(view.dataset.catalog.sources[family].publisher)
        row = _family(view, family, released[released["family"] == family], due[family])
        groups.setdefault(publisher, []).append(row)
    bodies = []
    for publisher, rows in groups.items():
        head = html.Th(publisher, scope="rowgroup", rowSpan=len(rows))
        rows[0].insert(0, head)
        bodies.append(html.Tbody([html.Tr(row) for row in rows]))
    heads = [
        html.Th(t(f"data.sources.{name}"), scope="col", className="num" if name == "used" else None)
        for name in _SOURCES
    ]
    caption = t("data.sources.caption")
    body = scroll_region(t, without_head(caption, heads, bodies, className="sources"), caption)
    states = Counter(one.state for one in due.values())
    key = "data.sources.finding" if states["overdue"] else "data.sources.finding_none"
    finding = t(key, due=states["overdue"], yearly=len(due) - states["closed"], day=day)
    return folded_block(
        "sources", finding, [html.P(markup(t("data.sources.deck")), className="prose"), body], t
    )


def _family(view: DataView, family: str, rows: pd.DataFrame, due: Freshness) -> list[Component]:
    """Return the cells of a source: name with its releases, values used, newest and next, licence."""
    t, known = view.t, view.dataset.catalog.sources[family]
    name: str | Component = t.phrase(known.name)
    if known.url:
        name = html.A(name, href=known.url, rel="noopener")
    releases = []
    ordered: list[dict[Any, Any]] = rows.sort_values("vintage", ascending=False).to_dict("records")
    for row in ordered:
        found = [html.Span(t("data.sources.release", **row), className="small")]
        if not pd.isna(row["provenance"]):
            read = _ADDRESS.sub(r"\1", row["provenance"])
            whose = html.Span(f"{row['publisher']}; {read}", lang=ORIGINAL)
            found.append(html.Span([t("data.sources.origin"), whose], className="small"))
        releases.append(html.Li([html.Span(row["title"], lang=ORIGINAL), *found]))
    notes = []
    for one in view.dataset.withheld_releases.values():
        series = view.dataset.catalog.indicators[one.series]
        if series.source == family:
            about = {"name": t.phrase(series.short), "release": one.vintage, "since": one.since}
            notes.append(html.P(t("data.sources.held", **about), className="small overdue"))
    count = t("data.sources.one" if len(rows) == 1 else "data.sources.many", count=len(rows))
    folded = html.Details([html.Summary(count), html.Ul(releases)], className="releases-folded")
    numbered = due.newest.isdigit() and len(due.newest) < 4
    newest = t("series.version", version=due.newest) if numbered else t.write(due.newest, "vintage")
    expected = t("data.sources.closed")
    if due.expected:
        expected = t.write("{}-{:02d}".format(*due.expected), "month")
    if due.state == "overdue":
        expected = t("data.sources.overdue", month=expected, day=view.dataset.snapshot.created)
    stated = view.licence(known.licence, known.licence_url)
    if known.licence == "stated by edition":  # told edition by edition, above
        stated = html.A(licence(view.dataset, known.licence, t), href="#coverage")
    cells = [
        html.Td(t.write(rows["used"].sum(), "whole"), className="num"),
        html.Td(newest, className="whole"),
        html.Td(expected, className="overdue" if due.state == "overdue" else None),
        html.Td(stated),
    ]
    heads = [t(f"data.sources.{name}") for name in _SOURCES[2:]]
    return [html.Th([name, *notes, folded], scope="row"), *labelled_cells(cells, heads)]


def _revisions(view: DataView) -> html.Details:
    """Return the table of revised series; where there is none, the finding says so."""
    t, indicators = view.t, view.dataset.catalog.indicators
    rows = by_series(view.dataset.table("revisions")).to_dict("records")
    for row in rows:
        if known := indicators.get(row["series"]):
            row["series"] = t.phrase(known.short)
        else:
            measure = t(f"revisions.{row['measure']}")
            row["series"] = t("revisions.index", code=row["series"], measure=measure)
        row["releases"] = " → ".join(t.write(row[f"{age}_vintage"], "day") for age in ("old", "new"))
    # China's first: on a phone the others are reached by scrolling.
    ways = {"economy_change": "+rate", "economy_values": "whole", "change": "+rate", "values": "whole"}
    columns = columns_of(t, "revisions.column", series="text", **ways, lost="whole", releases="unbroken")
    found = [rows_table(t, rows, columns, t("revisions.title"))] if rows else []
    finding = t("revisions.finding", count=len(rows)) if rows else t("revisions.none")
    deck = html.P(markup(t("revisions.deck")), className="prose")
    return folded_block("revisions", finding, [deck, *found], t)


def _releases(view: DataView) -> html.Details:
    """Return one series in its releases, unfolded where the address names the series."""
    dataset, t = view.dataset, view.t
    names = {code: series_name(dataset.catalog.indicators[code], t) for code in series_with_releases(dataset)}
    picker = Controls("data", view.choice, dataset, t, names).select("series", searchable=True)
    finding, body = releases.section(view)
    deck = html.P(markup(t("releases.deck")), className="prose")
    content = [deck, html.Div(picker, className="controls"), body]
    return folded_block("releases", finding, content, t, open="series" in view.query)


def _downloads(view: DataView) -> list[Component]:
    t, snapshot = view.t, view.dataset.snapshot
    rows: list[dict[Any, Any]] = []
    for one in snapshot.resources:
        name, file, table = str(one["name"]), f"{one['name']}.csv", snapshot.table(one["name"])
        size = t("data.downloads.kb", size=max(one["bytes"] / 1e3, 0.1))
        if one["bytes"] >= 1e6:
            size = t("data.downloads.mb", size=one["bytes"] / 1e6)
        about = {"href": f"/download/table/{file}", "download": file, **attributes(aria_label=file)}
        row = {"table": html.Code(name), "holds": t(f"data.table.{name}"), "size": html.A(size, **about)}
        rows.append({**row, "rows": len(table), "columns": len(table.columns)})
    columns = columns_of(
        t, "data.downloads", table="text", holds="text", rows="whole", columns="whole", size=""
    )
    caption = t("data.downloads.caption")
    found = rows_table(t, rows, columns, caption)
    total = {"tables": len(rows), "rows": sum(row["rows"] for row in rows)}
    package = t("data.downloads.package")
    links = [
        html.A(package, href="/download/snapshot.zip", className="button", download=""),
        html.A(t("data.downloads.api"), href=t.link("data/api")),
    ]
    identity = t("data.downloads.id", id=snapshot.id, checked=view.checked_day, **total)
    digest = str(snapshot.descriptor["digest"]).removeprefix("sha256:")
    return [
        html.Div([html.P(link) for link in links]),
        html.P(markup(identity), className="data-id"),
        html.P([t("data.downloads.hash"), " ", html.Code(digest)], className="small data-hash"),
        html.Details([html.Summary(caption), found], className="checks-folded"),
    ]


# Every method in plain words: what it says, its formula, its limits


def methods(view: DataView) -> list[Component]:
    """Return the methods, each folded below its title under an anchor of its own."""
    t, entries = view.t, []
    for name in USED:
        key, head_id = f"method.{name}", f"{anchor(name)}-title"
        lines = [html.P(line) for line in t(f"{key}.formula").splitlines()]
        parts = [
            ("says", html.P(t(f"{key}.says", hardly=hardly_moved(t)))),
            ("formula", html.Div(lines, className="formula")),
            *(("limits", html.P(t(one))) for one in [f"{key}.limits"] if t.has(one)),
            ("used", html.P(page_links(USED[name], t))),
        ]
        body = [one for label, part in parts for one in (html.Dt(t(f"method.{label}")), html.Dd(part))]
        content = [html.Summary(html.H3(t(f"{key}.title"), id=head_id)), html.Dl(body)]
        mark = attributes(aria_labelledby=head_id)
        entries.append(html.Details(content, id=anchor(name), className="method", **mark))
    return [html.Div(entries, className="methods")]


def anchor(method: str) -> str:
    """Return the id of a method, for links from other pages: data#method-interval."""
    return f"method-{method}"


COVERAGE = Card("data-coverage", "coverage", (frames.COVERAGE,), coverage, height=900, plotted=False)
VALIDATION = Card(
    "data-validation", "validation", (frames.VALIDATION,), validation, height=900, plotted=False
)
CARDS = (COVERAGE, VALIDATION, *releases.CARDS)
CALLBACKS = Callbacks(
    Series,
    DataView,
    changes=(Change(("series",), (releases.FINDING, releases.BODY), releases.section),),
)
