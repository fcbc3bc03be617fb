"""Data and method: what is available, what was checked, where does it come from, and may I reuse it?"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
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
from components.text.keys import by_last_part
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

PARTS: Final = by_last_part(
    "data.part.coverage", "data.part.series", "data.part.validation", "data.part.sources",
    "data.part.revisions", "data.part.releases", "data.part.downloads", "data.part.method",
)  # fmt: skip
_STATES: Final = by_last_part(
    "data.coverage.state.published", "data.coverage.state.rounded", "data.coverage.state.derived",
    "data.coverage.state.ranks", "data.coverage.state.none",
)  # fmt: skip
_LEVELS: Final = by_last_part(
    "data.coverage.level.index", "data.coverage.level.subindex", "data.coverage.level.pillar",
    "data.coverage.level.subpillar", "data.coverage.level.indicator",
)  # fmt: skip
_CHECK_HEADS: Final = (
    "validation.column.rule", "validation.column.outcome", "validation.column.checked",
    "validation.column.deviation", "validation.column.tolerance",
)  # fmt: skip
_GATES: Final = by_last_part(
    "validation.gate.contract", "validation.gate.counts", "validation.gate.ranks",
    "validation.gate.scores", "validation.gate.coverage", "validation.gate.concepts",
    "validation.gate.context", "validation.gate.agreement", "validation.gate.bounds",
    "validation.gate.intervals", "validation.gate.claims", "validation.gate.rankings",
    "validation.gate.targets", "validation.gate.provinces",
)  # fmt: skip
_OUTCOMES: Final = by_last_part(
    "validation.outcome.passed", "validation.outcome.exception", "validation.outcome.untested",
    "validation.outcome.broken",
)  # fmt: skip
_UNITS: Final = by_last_part(
    "validation.unit.points", "validation.unit.places", "validation.unit.times",
    "validation.unit.share",
)  # fmt: skip
_RULES: Final = by_last_part(
    "validation.rule.schema", "validation.rule.keys", "validation.rule.references",
    "validation.rule.headline", "validation.rule.china-ranked", "validation.rule.counts-stated",
    "validation.rule.grid", "validation.rule.catalogued", "validation.rule.vintages",
    "validation.rule.ranks-complete", "validation.rule.ranks-paired",
    "validation.rule.ranks-in-order", "validation.rule.index-from-pillars",
    "validation.rule.index-from-subindices", "validation.rule.subindices-from-pillars",
    "validation.rule.pillars-from-subpillars", "validation.rule.subpillars-from-indicators",
    "validation.rule.known-gap", "validation.rule.flags-in-place", "validation.rule.coverage-rule",
    "validation.rule.concepts", "validation.rule.context-rows", "validation.rule.context-positive",
    "validation.rule.context-agrees", "validation.rule.sources-agree",
    "validation.rule.values-in-bounds", "validation.rule.intervals-inside",
    "validation.rule.intervals-hold-rank", "validation.rule.draws-in-bounds",
    "validation.rule.intervals-known", "validation.rule.verdicts", "validation.rule.headline-claim",
    "validation.rule.others-cited", "validation.rule.clusters-cited",
    "validation.rule.targets-worded", "validation.rule.targets-cited",
    "validation.rule.targets-in-time", "validation.rule.targets-comparable",
    "validation.rule.targets-agree", "validation.rule.provinces-complete",
    "validation.rule.provinces-add-up", "validation.rule.provinces-agree",
    "validation.rule.provinces-steady",
)  # fmt: skip
_SOURCE_HEADS: Final = (
    "data.sources.publisher", "data.sources.name", "data.sources.used",
    "data.sources.newest", "data.sources.expected", "data.sources.licence",
)  # fmt: skip
_LICENCE_BASES: Final = by_last_part("licence_basis.report", "licence_basis.site", "licence_basis.draft")
_TABLES: Final = by_last_part(
    "data.table.gii_scores", "data.table.gii_structure", "data.table.gii_editions",
    "data.table.gii_economies", "data.table.gii_intervals", "data.table.gii_clusters",
    "data.table.observations", "data.table.revisions", "data.table.older_releases",
    "data.table.release_changes", "data.table.other_rankings", "data.table.targets",
    "data.table.target_documents", "data.table.target_measures", "data.table.target_actuals",
    "data.table.target_references", "data.table.provinces", "data.table.province_values",
    "data.table.claims", "data.table.claim_figures", "data.table.claim_tests",
    "data.table.validation", "data.table.economies", "data.table.sources",
)  # fmt: skip
_ADDRESS: Final = re.compile(r"https?://([^/\s;,)]+)[^\s;,)]*")
"""Only the host of an address is shown: readers should not be sent to a copy."""
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
"""Paths of the pages that use a method; the methods are in the order in which they are explained."""
_METHODS: Final = (
    "method.index.title", "method.index.says", "method.index.formula", "method.index.limits",
    "method.history.title", "method.history.says", "method.history.formula",
    "method.history.limits", "method.percentile.title", "method.percentile.says",
    "method.percentile.formula", "method.rounding.title", "method.rounding.says",
    "method.rounding.formula", "method.places.title", "method.places.says", "method.places.formula",
    "method.places.limits", "method.points.title", "method.points.says", "method.points.formula",
    "method.price.title", "method.price.says", "method.price.formula", "method.reach.title",
    "method.reach.says", "method.reach.formula", "method.reach.limits", "method.interval.title",
    "method.interval.says", "method.interval.formula", "method.interval.limits",
    "method.bounds.title", "method.bounds.says", "method.bounds.formula", "method.shared.title",
    "method.shared.says", "method.shared.formula", "method.shared.limits", "method.strengths.title",
    "method.strengths.says", "method.strengths.formula", "method.peers.title", "method.peers.says",
    "method.peers.formula", "method.change.title", "method.change.says", "method.change.formula",
    "method.frontier.title", "method.frontier.says", "method.frontier.formula",
    "method.verdict.title", "method.verdict.says", "method.verdict.formula",
    "method.productivity.title", "method.productivity.says", "method.productivity.formula",
    "method.releases.title", "method.releases.says", "method.releases.formula",
)  # fmt: skip


@dataclass(frozen=True)
class DataView(ReleasesView):
    """A snapshot, and the series whose releases are compared."""

    @cached_property
    def levels(self) -> pd.DataFrame:
        """Coverage of the index: a row for each edition and level."""
        return frames.COVERAGE.result(self.dataset, NoChoices())

    @property
    def editions(self) -> list[int]:
        """All editions."""
        return [*self.dataset.editions]

    @property
    def validation(self) -> pd.DataFrame:
        """Results of the checks that were run when the snapshot was built."""
        return frames.VALIDATION.result(self.dataset, NoChoices())

    @cached_property
    def totals(self) -> dict[str, int]:
        """Number of checks, in all and by outcome."""
        return frames.count_outcomes(self.validation)

    def licence(self, stated: object, address: str) -> Cell:
        """Return a licence as stated, as a link if it has an address."""
        text = licence(self.dataset, stated, self.t)
        return html.A(text, href=address, rel="noopener") if address else text


def layout(view: DataView) -> list[Component]:
    """Return the page; only its part on releases has a control."""
    above, folds, below = _static_parts(view.dataset, view.t)
    return [*above, html.Div([*folds, _releases(view)], className="folds"), *below]


@cached
def _static_parts(dataset: Dataset, t: Words) -> tuple[list[Component], ...]:
    """Return what no choice changes: above the folded parts, the folded parts, and below them."""
    view = DataView(dataset, t, Series.read(dataset, {}))
    figures, counted = all_figures(dataset, t)
    finding = t("data.finding", figures=figures, counted=counted)
    # The publisher's sentence in the original; the footer has it in the language of the page.
    quote = html.P(words(ORIGINAL)("footer.quote"), lang=ORIGINAL, className="small")
    original = [quote] if t.lang != ORIGINAL else []
    report: list[Component] = [] if view.validation.empty else [VALIDATION.draw(view).html]
    above = [
        html.H1(markup(finding)),
        html.P(markup(t("data.deck")), className="deck"),
        _picture(view),
        links({part: t(key) for part, key in PARTS.items()}, t),
    ]
    folds: list[Component] = [
        folded_block(
            "coverage", held_values(view), [COVERAGE.draw(view).html, *_reading(view), *original], t
        ),
        _series(view),
        folded_block("validation", validation_finding(view), report, t),
        _sources(view),
        _revisions(view),
    ]
    below: list[Component] = [
        block("downloads", t("data.downloads.deck"), _downloads(view), t),
        block("method", t("method.deck"), methods(view), t),
    ]
    return above, folds, below


def block(part: str, deck: str, body: list[Component], t: Words) -> html.Section:
    """Return a part of the page (a key of PARTS) below its head."""
    above = [html.H2(t(PARTS[part])), html.P(markup(deck), className="prose")]
    return html.Section([*above, *body], className="block", id=part)


def folded_block(
    part: str, finding: str | Component, body: Sequence[Component], t: Words, **props: Any
) -> html.Details:
    """Return a part of the page that is folded below its finding; links to it unfold it."""
    return fold(html.H2(t(PARTS[part])), finding, body, part, **props)


def held_values(view: DataView) -> str:
    """Return how many editions have indicators, and in which editions some ranks are our own."""
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
    release_ids = " ".join((levels["score_sources"] + " " + levels["rank_sources"]).tolist()).split()
    double = [first + second for first in ascii_lowercase for second in ascii_lowercase]
    letters = dict(zip(dict.fromkeys(release_ids), [*ascii_lowercase, *double], strict=False))
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
        html.Li([html.Span(className=f"coverage-key coverage-{state}"), t(_STATES[state])])
        for state in inventory.STATES
    ]
    return html.Ul(shades, className="coverage-keys", **attributes(aria_label=t("data.coverage.key")))


def _picture(view: DataView) -> html.Div:
    """Return a map of editions and levels as shades; the part on coverage has the numbers."""
    t = view.t
    states = view.levels.pivot(index="level", columns="edition", values="state").fillna("none")
    years = [html.Span([html.Span(str(year)[:2]), str(year)[2:]]) for year in states.columns]
    rows = []
    for level, shades in states.loc[
        [level for level in inventory.LEVELS if level in states.index]
    ].iterrows():
        cells = [
            html.Td(html.Span(t(_STATES[shade]), className="unseen"), className=f"coverage-{shade}")
            for shade in shades
        ]
        rows.append(html.Tr([html.Th(t(_LEVELS[str(level)]), scope="row"), *cells]))
    heads = [html.Td(), *(html.Th(year, scope="col") for year in years)]
    table = without_head(t("data.coverage.caption"), heads, [html.Tbody(rows)], className="coverage-map")
    link = html.A(t("data.coverage.numbers"), href="#coverage")
    measure = html.P([*markup(t("data.coverage.picture")), " ", link], className="measure")
    return html.Div([measure, _key(t), table], className="coverage-picture")


def _matrix(view: DataView, letters: dict[str, str]) -> html.Div:
    """Return a table with a row for each edition: levels, own intervals, licence and its basis."""
    t, dataset = view.t, view.dataset
    intervals = inventory.intervals(dataset.table("gii_intervals"))
    heads = [t("data.coverage.edition"), *(t(_LEVELS[level]) for level in inventory.LEVELS)]
    heads += [t("data.coverage.own"), t("data.coverage.licence")]
    rows = []
    for edition, levels in view.levels.groupby("edition", sort=False):
        year = int(str(edition))
        facts: Any = dataset.by_edition.loc[year]
        catalog_entry, stated = dataset.catalog.editions.get(year), numbers.integer(facts["economies"])
        ranked = levels.loc[levels["level"] == "index", "ranks"].iloc[0]
        key = "data.coverage.economies_unstated" if stated is None else "data.coverage.economies"
        economies = html.Span(t(key, ranked=ranked, stated=stated), className="small")
        own_intervals: Cell = html.Span(t("data.coverage.empty"), className="missing")
        if year in intervals.index:
            counts: dict[Any, Any] = intervals.loc[[year]].astype("int64").iloc[0].to_dict()
            keys = ["data.coverage.interval", "data.coverage.bounds"]
            if counts["weights"] == counts["bounds"]:
                keys = ["data.coverage.both"]
            keys += ["data.coverage.published"] if counts["published"] else []
            own_intervals = [html.Span(t(key, **counts), className="small") for key in keys]
        basis = facts["licence_basis"]  # empty if no licence is stated
        licence = [
            html.Span(view.licence(facts["licence"], catalog_entry.licence_url if catalog_entry else "")),
            html.Span("" if pd.isna(basis) else t(_LICENCE_BASES[basis]), className="small"),
        ]
        cells = [_cell(view, row, letters) for row in levels.to_dict("records")]
        cells += [html.Td(own_intervals), html.Td(licence)]
        rows.append(
            html.Tr([html.Th([str(year), economies], scope="row"), *labelled_cells(cells, heads[1:])])
        )
    caption = t("data.coverage.caption")
    columns = [html.Th(text, scope="col") for text in heads]
    return scroll_region(t, without_head(caption, columns, [html.Tbody(rows)], className="coverage"), caption)


def _cell(view: DataView, row: dict[Any, Any], letters: dict[str, str]) -> html.Td:
    """Return a level of an edition: count of figures, letters of releases, what is published or our own."""
    t, state = view.t, row["state"]
    if state == "none":
        return html.Td(t("data.coverage.empty"), className="coverage-none missing")
    if state == "ranks":
        keys = ["data.coverage.ranks_only"]
    elif state == "published":
        is_complete = row["scores"] == row["ranks"]
        keys = ["data.coverage.ranks_same" if is_complete else "data.coverage.ranks_differ"]
    elif row["scores_own"] == row["scores"]:
        keys = ["data.coverage.scores_own_all"]
    else:
        has_one = row["decimals"] == 1
        keys = ["data.coverage.decimals_one" if has_one else "data.coverage.decimals_many"]
        keys += ["data.coverage.coarser"] if row["coarser"] else []
        keys += ["data.coverage.scores_own"] if row["scores_own"] else []
    keys += ["data.coverage.ranks_own"] if row["ranks_own"] or row["bounded"] else []
    lower = view.levels[(view.levels["edition"] == row["edition"]) & (view.levels["level"] != "index")]
    is_partial = row["level"] == "index" and (lower["state"] == "none").all()
    keys += ["data.coverage.partial"] if is_partial else []
    missing = row["cells"] - row["scores"]
    keys += ["data.coverage.missing"] if row["scores"] and missing else []
    keys += ["data.coverage.values"] if row["values"] else []
    keys += ["data.coverage.doubts"] if row["doubts"] else []
    lines = [t(key, share=100 * (missing / row["cells"]), **row) for key in keys]
    count = t.write(row["ranks" if state == "ranks" else "scores"], "whole")
    cells = t.language.gap + t("data.coverage.of", cells=row["cells"])
    refs = sorted({letters[release] for release in f"{row['score_sources']} {row['rank_sources']}".split()})
    label = attributes(aria_label=t("data.coverage.refs", letters=t.listing(refs)))
    return html.Td(
        [
            html.Span([html.B(count), cells], className="fixed"),
            html.Sup(" ".join(refs), role="note", **label),
            *(html.Span(line, className="small") for line in lines),
        ],
        className=f"coverage-{state}",
    )


def _reading(view: DataView) -> list[Component]:
    """Return which editions are missing, and which have figures of WIPO, copied, restated or our own."""
    t, levels, families = view.t, view.levels, view.dataset.sources["family"]
    sources = (levels["score_sources"] + " " + levels["rank_sources"]).str.split()
    restated = sources.map(lambda ids: any(families.get(release) in RESTATING_FAMILIES for release in ids))
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
    editions = {
        name: view.edition_list(sorted(set(part["edition"].astype(int)))) for name, part in rows.items()
    }
    required: dict[str, tuple[str, ...]] = {
        "data.coverage.read.official": ("official",),
        "data.coverage.read.relayed": ("relayed",),
        "data.coverage.read.copies": ("copies",),
        "data.coverage.read.bare": ("bare",),
        "data.coverage.read.ours": ("means", "parts", "ordered", "pillars"),
        "data.coverage.read.doubts": ("doubts",),
        "data.coverage.read.intervals": (),
    }
    read = [
        html.P(markup(t(key, **editions)))
        for key, names in required.items()
        if all(editions[name] for name in names)
    ]
    lines = [html.P(line, className="prose") for line in launched_note(view.dataset, t)]
    return [*lines, html.Div([html.H3(t("data.coverage.read.title")), html.Div(read)], className="data-read")]


def _series(view: DataView) -> html.Details:
    """Return a table of related indicators with a row for each source that has observations."""
    t, observations = view.t, view.dataset.table("observations")
    frame = inventory.by_family(observations, view.dataset.table("sources"))
    names: list[Any] = [publisher(view.dataset, family, t) for family in frame["family"]]
    rows = frame.assign(
        family=names,
        years=list[Any](zip(frame["first"], frame["last"], strict=True)),
    )
    formats = {
        "data.series.family": "text",
        "data.series.indicators": "whole",
        "data.series.economies": "whole",
        "data.series.years": "range",
        "data.series.last": "",
        "data.series.values": "whole",
        "data.series.releases": "whole",
    }
    finding = t(
        "data.series.finding",
        indicators=observations["indicator"].nunique(),
        sources=len(frame),
        first=frame["first"].min(),
        last=frame["last"].max(),
    )
    deck = html.P(markup(t("data.series.deck")), className="prose")
    return folded_block(
        "series", finding, [deck, rows_table(t, rows, columns_of(t, formats), t("data.part.series"))], t
    )


def validation_finding(view: DataView) -> str:
    """Return how many checks passed, and the largest deviation of a score rebuilt from its parts."""
    t, totals = view.t, view.totals
    worst = frames.largest_deviation(frames.rebuilt_scores(view.validation))
    if totals["broken"] or worst is None:
        return t("validation.finding_broken" if totals["broken"] else "validation.finding_empty", **totals)
    key = "validation.finding_exceptions" if totals["exceptions"] else "validation.finding"
    return t(key, deviation=worst["deviation"], tolerance=worst["tolerance"], **totals)


def validation(view: DataView) -> Content:
    """Return the report with a row for each rule, grouped by gate; an older snapshot may have none."""
    t, dataset, title = view.t, view.dataset, validation_finding(view)
    if view.validation.empty:
        return Content(title)
    groups: list[Component] = []
    for gate, rows in frames.by_rule(view.validation).groupby("gate", sort=False):
        head = html.Th(t(_GATES[str(gate)]), scope="rowgroup", colSpan=len(_CHECK_HEADS))
        body = [_rule(view, row) for row in rows.to_dict("records")]
        groups.append(html.Tbody([html.Tr(head, className="group"), *body]))
    heads = [html.Th(t(key), scope="col") for key in _CHECK_HEADS]
    caption = t("validation.caption")
    report = scroll_region(t, without_head(caption, heads, groups, className="checks"), caption)
    rebuilt, by_edition = frames.rebuilt_scores(view.validation), t("validation.by_edition")
    cells = [
        t("validation.by_edition_cell", deviation=deviation, tolerance=tolerance)
        for deviation, tolerance in zip(rebuilt["deviation"], rebuilt["tolerance"], strict=True)
    ]
    wide = rebuilt.assign(cell=cells).pivot(index="subject", columns="rule", values="cell")
    scores = view.validation[view.validation["gate"] == "scores"]
    rules = [rule for rule in dict.fromkeys(scores["rule"]) if rule in wide]
    columns = [Col("subject", t("data.coverage.edition"), "text")]
    columns += [Col(rule, t(_RULES[rule])) for rule in rules]
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
    """Return a rule: its outcome, what was checked, the largest deviation and the tolerance."""
    t, rule, first, last = view.t, row["rule"], row["first"], row["last"]
    values: dict[str, str] = {}
    if rule == "headline":
        scores, checks = view.dataset.scores, view.validation
        focus_rows = scores[(scores["code"] == "GII") & (scores["economy"] == FOCUS)]
        ranks = focus_rows.set_index("edition")["rank"]
        editions = checks.loc[checks["rule"] == rule, "subject"].astype(int)
        facts = [
            t("validation.fact", rank=ranks[edition], edition=edition)
            for edition in editions
            if edition in ranks
        ]
        values = {"facts": plain(t.listing(facts))}
    square = html.Span(className=f"square check-{row['outcome']}", **attributes(aria_hidden="true"))
    outcome = t(_OUTCOMES[row["outcome"]], count=row["broken"])
    lines: list[str | Component] = [t("validation.count", count=row["checked"])]
    subjects = t("validation.tables", count=row["subjects"]) if row["gate"] == "contract" else ""
    if first.isdigit():
        subjects = t("validation.edition" if first == last else "validation.editions", first=first, last=last)
    if subjects and rule != "headline":  # whose text names the editions
        lines += [" ", html.Span(subjects, className="small")]
    deviations = [html.Td(t("validation.broken", count=row["broken"]), colSpan=2)]
    if numbers.is_present(row["deviation"]):
        unit = _UNITS[row["unit"]]
        deviation, tolerance = t(unit, value=row["deviation"]), t(unit, value=row["tolerance"])
        edition = t("validation.edition", first=row["at"][:4])
        at = html.Span(t("validation.at", subject=edition), className="small")
        has_edition = row["at"][:4].isdigit() and row["deviation"] > 0 and first != last
        deviations = [html.Td([deviation, at] if has_edition else [deviation]), html.Td(tolerance)]
    heads = [t(key) for key in _CHECK_HEADS[1:]]
    cells = [html.Td(html.Span([square, outcome], className="check")), html.Td(lines), *deviations]
    return html.Tr([html.Th(t(_RULES[rule], **values), scope="row"), *labelled_cells(cells, heads)])


def _sources(view: DataView) -> html.Details:
    """Return the table of sources, grouped by publisher, a row for each source with its folded releases."""
    t, day, due = view.t, view.dataset.snapshot.created, by_family(view.dataset)
    sources, used = view.dataset.sources, used_publishers(view.dataset)
    releases = sources[sources.index.isin(used)].reset_index()
    releases = releases.assign(used=releases["source"].map(used))
    groups: dict[str, list[list[Component]]] = {}
    for family in releases.groupby("family")["used"].sum().sort_values(ascending=False, kind="stable").index:
        publisher = t.phrase(view.dataset.catalog.sources[family].publisher)
        row = _family(view, family, releases[releases["family"] == family], due[family])
        groups.setdefault(publisher, []).append(row)
    bodies = []
    for publisher, rows in groups.items():
        head = html.Th(publisher, scope="rowgroup", rowSpan=len(rows))
        rows[0].insert(0, head)
        bodies.append(html.Tbody([html.Tr(row) for row in rows]))
    heads = [
        html.Th(t(key), scope="col", className="num" if key == "data.sources.used" else None)
        for key in _SOURCE_HEADS
    ]
    caption = t("data.sources.caption")
    body = scroll_region(t, without_head(caption, heads, bodies, className="sources"), caption)
    states = Counter(freshness.state for freshness in due.values())
    key = "data.sources.finding" if states["overdue"] else "data.sources.finding_none"
    finding = t(key, due=states["overdue"], yearly=len(due) - states["closed"], day=day)
    return folded_block(
        "sources", finding, [html.P(markup(t("data.sources.deck")), className="prose"), body], t
    )


def _family(view: DataView, family: str, rows: pd.DataFrame, due: Freshness) -> list[Component]:
    """Return the cells of a source: name and releases, values used, newest and next release, licence."""
    t, source = view.t, view.dataset.catalog.sources[family]
    name: str | Component = t.phrase(source.name)
    if source.url:
        name = html.A(name, href=source.url, rel="noopener")
    releases = []
    ordered: list[dict[Any, Any]] = rows.sort_values("vintage", ascending=False).to_dict("records")
    for row in ordered:
        lines = [html.Span(t("data.sources.release", **row), className="small")]
        if not pd.isna(row["provenance"]):
            provenance = _ADDRESS.sub(r"\1", row["provenance"])
            origin = html.Span(f"{row['publisher']}; {provenance}", lang=ORIGINAL)
            lines.append(html.Span([t("data.sources.origin"), origin], className="small"))
        releases.append(html.Li([html.Span(row["title"], lang=ORIGINAL), *lines]))
    notes = []
    for withheld in view.dataset.withheld_releases.values():
        series = view.dataset.catalog.indicators[withheld.series]
        if series.source == family:
            values = {"name": t.phrase(series.short), "release": withheld.vintage, "since": withheld.since}
            notes.append(html.P(t("data.sources.held", **values), className="small overdue"))
    count = t("data.sources.one" if len(rows) == 1 else "data.sources.many", count=len(rows))
    folded = html.Details([html.Summary(count), html.Ul(releases)], className="releases-folded")
    is_version = due.newest.isdigit() and len(due.newest) < 4  # and no year
    newest = t("series.version", version=due.newest) if is_version else t.write(due.newest, "vintage")
    expected = t("data.sources.closed")
    if due.expected:
        expected = t.write("{}-{:02d}".format(*due.expected), "month")
    if due.state == "overdue":
        expected = t("data.sources.overdue", month=expected, day=view.dataset.snapshot.created)
    stated = view.licence(source.licence, source.licence_url)
    if source.licence == "stated by edition":
        stated = html.A(licence(view.dataset, source.licence, t), href="#coverage")
    cells = [
        html.Td(t.write(rows["used"].sum(), "whole"), className="num"),
        html.Td(newest, className="whole"),
        html.Td(expected, className="overdue" if due.state == "overdue" else None),
        html.Td(stated),
    ]
    heads = [t(key) for key in _SOURCE_HEADS[2:]]
    return [html.Th([name, *notes, folded], scope="row"), *labelled_cells(cells, heads)]


def _revisions(view: DataView) -> html.Details:
    t, indicators = view.t, view.dataset.catalog.indicators
    rows = by_series(view.dataset.table("revisions")).to_dict("records")
    for row in rows:
        if row["series"] in indicators:
            row["series"] = t.phrase(indicators[row["series"]].short)
        else:
            measure = t("revisions.rank" if row["measure"] == "rank" else "revisions.score")
            row["series"] = t("revisions.index", code=row["series"], measure=measure)
        row["releases"] = " → ".join(t.write(row[name], "day") for name in ("old_vintage", "new_vintage"))
    # The focus economy comes first: a phone shows the other columns only after scrolling.
    formats = {
        "revisions.column.series": "text",
        "revisions.column.economy_change": "+rate",
        "revisions.column.economy_values": "whole",
        "revisions.column.change": "+rate",
        "revisions.column.values": "whole",
        "revisions.column.lost": "whole",
        "revisions.column.releases": "unbroken",
    }
    table = [rows_table(t, rows, columns_of(t, formats), t("revisions.title"))] if rows else []
    finding = t("revisions.finding", count=len(rows)) if rows else t("revisions.none")
    deck = html.P(markup(t("revisions.deck")), className="prose")
    return folded_block("revisions", finding, [deck, *table], t)


def _releases(view: DataView) -> html.Details:
    """Return the releases of one series, unfolded if the address names the series."""
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
    for resource in snapshot.resources:
        name = str(resource["name"])
        file, table = f"{name}.csv", snapshot.table(name)
        size = t("data.downloads.kb", size=max(resource["bytes"] / 1e3, 0.1))
        if resource["bytes"] >= 1e6:
            size = t("data.downloads.mb", size=resource["bytes"] / 1e6)
        props = {"href": f"/download/table/{file}", "download": file, **attributes(aria_label=file)}
        row = {"table": html.Code(name), "holds": t(_TABLES[name]), "size": html.A(size, **props)}
        rows.append({**row, "rows": len(table), "columns": len(table.columns)})
    formats = {
        "data.downloads.table": "text",
        "data.downloads.holds": "text",
        "data.downloads.rows": "whole",
        "data.downloads.columns": "whole",
        "data.downloads.size": "",
    }
    caption = t("data.downloads.caption")
    tables = rows_table(t, rows, columns_of(t, formats), caption)
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
        html.Details([html.Summary(caption), tables], className="checks-folded"),
    ]


def methods(view: DataView) -> list[Component]:
    """Return the methods, each folded below its title: what it says, its formula and its limits."""
    t, entries = view.t, []
    for name, text_keys in groupby(_METHODS, lambda key: key.split(".")[1]):
        keys, head_id = by_last_part(*text_keys), f"{anchor(name)}-title"
        lines = [html.P(line) for line in t(keys["formula"]).splitlines()]
        parts = {
            "method.says": html.P(t(keys["says"], hardly=hardly_moved(t))),
            "method.formula": html.Div(lines, className="formula"),
            "method.limits": html.P(t(keys["limits"])) if "limits" in keys else None,
            "method.used": html.P(page_links(USED[name], t)),
        }
        body: list[Component] = []
        for key, part in parts.items():
            body += [html.Dt(t(key)), html.Dd(part)] if part else []
        content = [html.Summary(html.H3(t(keys["title"]), id=head_id)), html.Dl(body)]
        props = attributes(aria_labelledby=head_id)
        entries.append(html.Details(content, id=anchor(name), className="method", **props))
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
