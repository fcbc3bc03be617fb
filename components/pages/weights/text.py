"""What the page on weights says of one choice: the result, what the rank depends on, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.composition import PILLARS
from analysis.dataset import Dataset, cached
from analysis.derived import WeightRanges, weight_ranges
from analysis.frames import weights as frames
from analysis.reweighting import Field, Place, limits, place, window
from analysis.robustness import (
    AGGREGATION,
    DRAWS,
    ExtremeWeights,
    Spread,
    bounds_free,
    sobol,
)
from analysis.weighting import EQUAL, OFFICIAL, OUTPUTS, Choice, Weights, lens, linked, same, write
from components import numbers
from components.attributes import button
from components.charts.reweighted import Moved, Window, positions
from components.kit import columns_of, rows_table
from components.parts.badges import empty
from components.parts.blocks import column
from components.text import markup, plain, words
from components.view import EconomyView

_TOPS = (10, 25, 50, 100)
_NOTED = 0.015  # a weight that differs less from WIPO's needs no belief


@dataclass(frozen=True)
class View(EconomyView[Choice]):
    """One choice of edition, economy and weights, in one language; every part is computed once."""

    @property
    def field(self) -> Field:
        """The economies of the edition."""
        return self.dataset.fields[self.choice.edition]

    @cached_property
    def place(self) -> Place:
        """The rank under the weights."""
        return place(self.field, self.choice.weights, self.choice.economy)

    @cached_property
    def published(self) -> int | None:
        """The published rank; None where it is not known."""
        return int(self.field.published[self.field.economies.index(self.choice.economy)]) or None

    @cached_property
    def spread(self) -> Spread:
        """The ranks over the draws around the weights."""
        return frames.DRAWS.result(self.dataset, self.choice)

    @property
    def around(self) -> tuple[int, int]:
        """The ranks of 90 % of these draws."""
        return self.spread.low, self.spread.high

    @cached_property
    def moved(self) -> list[Moved]:
        """All economies with their places by WIPO's weights and by these."""
        return positions(frames.RANKING.result(self.dataset, self.choice))

    @cached_property
    def history(self) -> pd.DataFrame:
        """The economy under the weights, by edition."""
        return frames.HISTORY.result(self.dataset, self.choice)

    @property
    def base(self) -> WeightRanges:
        """What does not change with the weights, made once for an edition and an economy."""
        return weight_ranges(self.dataset, self.choice.edition, self.choice.economy)

    @cached_property
    def window(self) -> Window:
        """The places shown of those who change them."""
        before = self.published or self.place.rank
        return Window(*window(before, self.place.rank, self.field.ranked), self.choice.economy)


def read(dataset: Dataset, lang: str, query: Mapping[str, object]) -> View:
    """Return the view that an address or the controls ask for; unknown values fall back to the defaults."""
    return View(dataset, words(lang), Choice.read(dataset, query))


@cached
def _matters(dataset: Dataset, edition: int, economy: str) -> pd.DataFrame:
    return sobol(dataset.fields[edition].frame(), economy)


def lenses(dataset: Dataset) -> list[Weights]:
    """Return the weights of each strategic pillar as a lens, in the article's order."""
    linked = [[link.indicator for link in pillar.links if link.gii] for pillar in dataset.catalog.strategy]
    return [lens(codes) for codes in linked]


def finding(view: View) -> str:
    """Return the sentence (marked text) that heads the page."""
    t, spread, base, weights = view.t, view.spread, view.base, view.choice.weights
    values = {"name": view.name, "rank": view.place.rank, "interval": view.around}
    if view.choice.official:
        return t("weights.finding.official", **values)
    sets = [("equal", 0, EQUAL), ("outputs", 0, OUTPUTS)]
    sets += [("strategy", number, one) for number, one in enumerate(lenses(view.dataset), start=1)]
    called = [t(f"weights.lens.{key}", number=number) for key, number, one in sets if same(weights, one)]
    values["lens"] = called[0] if called else t("weights.lens.own")
    if view.published != view.place.rank:
        before = view.published or place(view.field, OFFICIAL, view.choice.economy).rank
        return t("weights.finding.moved", published=before, **values)
    official = base.low, base.high
    wider = (spread.high - spread.low) - (base.high - base.low)
    kind = "less" if wider > 0 else "more" if wider < 0 else "same" if view.around == official else "other"
    return t(f"weights.finding.still_{kind}", before=official, **values)


def result(view: View) -> list[Component]:
    """Return the rank in large type and the ranges beside it."""
    t, base, place_ = view.t, view.base, view.place
    published = t("missing") if view.published is None else view.ordinal(view.published)
    limit = limits(view.field, view.choice.weights, view.choice.economy)
    lines = [
        t("weights.result.official", rank=published, count=view.field.ranked),
        t("weights.result.around", interval=view.around),
        t("weights.result.limits", interval=(limit.best, limit.worst)),
        t("weights.result.free", interval=(base.free_low, base.free_high)),
    ]
    if place_.low < place_.high:
        lines.insert(1, t("weights.result.rounded", low=place_.low, high=place_.high))
    rank = html.P(markup(view.ordinal(place_.rank)), className="weights-rank")
    return [rank, html.Ul([html.Li(markup(line)) for line in lines])]


def compact(view: View) -> list[str | Component]:
    """Return the result in one line, for a phone whose sliders push the rank out of sight."""
    about = {"name": view.name, "rank": view.place.rank, "interval": view.around}
    return markup(view.t("weights.result.compact", **about))


def measure(view: View) -> str:
    """Return what the bars measure, with the share of draws in the top ten (or more) places."""
    t, spread = view.t, view.spread
    count = len(spread.ranks)
    top = next((top for top in _TOPS if top >= spread.low), None)
    if top is None:
        return t("weights.result.measure", draws=count)
    share = spread.within(top)
    if share == 1:
        return t("weights.result.measure_always", top=top, draws=count)
    written = numbers.decimal(100 * share, 0 if share == 0 or 0.01 <= share <= 0.99 else 1, t.lang)
    return t("weights.result.measure_top", top=top, share=written, draws=count)


def heading(view: View) -> str:
    """Return the heading of the result."""
    return plain(view.t("weights.result.heading", name=view.name, edition=view.choice.edition))


def gone(view: View, economy: object) -> list[Component]:
    """Return what is said when an economy was chosen that the edition has no scores of; else nothing."""
    t, dataset = view.t, view.dataset
    code = economy.upper() if isinstance(economy, str) else ""
    if code in view.field.economies or code not in dataset.economies:
        return []
    editions = [edition for edition, field in sorted(dataset.fields.items()) if code in field.economies]
    about = {"name": view.called(code), "edition": view.choice.edition, "replacement": view.name}
    sentence = t("weights.gone_never")
    if editions:
        sentence = t("weights.gone_editions", editions=view.runs(editions), **about)
    return [empty([t("weights.gone", **about), sentence])]


def cases(view: View) -> html.Section:
    """Return the best and the worst rank found, with the weights that give them."""
    t, base = view.t, view.base
    limit = bounds_free(view.field.frame(), view.choice.economy)
    items = []
    for name, case, reach in (("best", base.best, limit.best), ("worst", base.worst, limit.worst)):
        label = markup(t(f"weights.cases.{name}", rank=case.rank))
        proof = plain(t(f"weights.cases.{'proven' if case.proven else 'open'}_{name}", limit=reach))
        parts = [
            button(label, data_weights=write(case.weights), aria_pressed="false"),
            html.P(markup(_belief(view, case))),
            html.P(proof, className="small"),
        ]
        items.append(html.Li(parts))
    ends = {"best": base.best.rank, "worst": base.worst.rank}
    title = plain(t("weights.cases.heading", name=view.name, **ends))
    head = [html.H2(title), html.P(t("weights.cases.deck"), className="small")]
    return html.Section([*head, html.Ul(items, className="cases")])


def _belief(view: View, case: ExtremeWeights) -> str:
    t = view.t
    moved = []
    for code, weight, official in zip(PILLARS, case.weights, OFFICIAL, strict=True):
        if abs(weight - official) > _NOTED:
            written = numbers.trimmed(100 * weight, 2, t.lang)
            part = t("weights.cases.part", name=t(f"gii.{code}"), weight=written)
            moved.append((weight - official, part))
    moved.sort(key=lambda item: -abs(item[0]))
    up, down = ([part for change, part in moved if sign * change > 0] for sign in (1, -1))
    more = t("weights.cases.more", names=t.listing(up))
    less = t("weights.cases.less", names=t.listing(down))
    # Weights add to 100 %: where one is more, another is less.
    weights = t("weights.cases.both", more=more, less=less) if moved else t("weights.cases.none")
    return t("weights.cases.believe", name=view.name, rank=case.rank, weights=weights)


def matters(view: View) -> html.Section:
    """Return which assumption matters for the rank: shares of its variation by assumption."""
    t, edition = view.t, view.choice.edition
    frame, title = _matters(view.dataset, edition, view.choice.economy), t("weights.matters.heading")
    if not float(frame["total"].max()) > 0:
        settled = t("weights.matters.settled", edition=edition, rank=view.base.low)
        return html.Section([html.H2(title), html.P(markup(settled))])
    names = [
        t("weights.matters.aggregation") if code == AGGREGATION else t(f"gii.{code}")
        for code in frame["assumption"]
    ]
    rows = frame.assign(assumption=names, **{end: 100 * frame[end].clip(0, 1) for end in ("first", "total")})
    columns = columns_of(t, "weights.column", assumption="text", first="whole", total="whole")
    found = t("weights.matters.finding", name=names[0], edition=edition)
    deck = html.P(t("weights.matters.deck", name=view.name), className="small")
    body = rows_table(t, rows, columns, title)
    return html.Section([html.H2(title), html.P(markup(found)), deck, body])


def imputed(view: View) -> html.Section:
    """Return the scenario in which missing data are estimated, in words."""
    t, edition, economy = view.t, view.choice.edition, view.choice.economy
    text = t("weights.imputed.unknown", edition=edition)
    rows = view.intervals("imputed", economy)
    rows = rows[rows["edition"] == edition]
    if not rows.empty:
        row = rows.to_dict("records")[0]
        structure = view.dataset.structure(edition)
        codes = list(structure.loc[structure["level"] == "indicator", "code"])
        scores = view.dataset.wide(edition).reindex(columns=codes).loc[economy]
        missing = int(scores.isna().to_numpy().sum())
        ends, published = (row["low"], row["high"]), (view.base.low, view.base.high)
        before = t(f"weights.imputed.{'alike' if ends == published else 'instead'}", interval=published)
        text = t(
            "weights.imputed.text" if missing else "weights.imputed.text_none",
            name=view.name,
            missing=missing,
            indicators=len(codes),
            edition=edition,
            rank=int(row["rank"]),
            interval=ends,
            before=before,
        )
    return html.Section([html.H2(t("weights.imputed.heading")), html.P(markup(text))])


def left_out(view: View) -> html.Div:
    """Return what the draws leave out, beside WIPO's own interval where one is known."""
    t = view.t

    def intervals(kind: str) -> dict[int, tuple[int, int]]:
        rows = view.intervals(kind, view.choice.economy).to_dict("records")
        return {row["edition"]: (row["low"], row["high"]) for row in rows}

    ours, printed = intervals("weights"), intervals("published")
    both = [
        t("weights.limits.published", name=view.name, edition=edition, published=ends, own=ours[edition])
        for edition, ends in printed.items()
        if edition in ours
    ]
    around = [t(f"weights.limits.{key}") for key in ("audit", "editions", "cause")]
    return column(t("weights.limits.heading"), [around[0], *both, *around[1:]])


def columns(view: View) -> html.Section:
    """Return the two columns: how to read it, and the lenses."""
    t = view.t
    reading = [t(f"weights.reading.{key}", draws=DRAWS) for key in ("draws", "limits", "free")]
    lines = [t("weights.lenses.rule")]
    for pillar, weights in zip(view.dataset.catalog.strategy, lenses(view.dataset), strict=True):
        counts = linked([link.indicator for link in pillar.links if link.gii])
        about = {"total": sum(counts.values())}
        parts = [
            t("weights.lenses.part", name=t(f"gii.{code}"), weight=100 * weight, count=counts[code], **about)
            for code, weight in zip(PILLARS, weights, strict=True)
            if code in counts
        ]
        name = t.of(pillar.name)
        lines.append(t("weights.lenses.lens", number=pillar.number, name=name, parts=t.listing(parts)))
    found = [column(t("weights.reading.heading"), reading), column(t("weights.lenses.heading"), lines)]
    return html.Section(found, className="block three two")
