"""What the page on weights says of one choice: the result, what the rank depends on, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.bounds import Bounds, bounds_free
from analysis.composition import PILLARS
from analysis.dataset import Dataset, cached
from analysis.draws import DRAWS
from analysis.extreme_weights import ExtremeWeights, best, free, worst
from analysis.frames import weights as frames
from analysis.listing import runs
from analysis.reweighting import Field, Place, draws, limits, place, window
from analysis.robustness import Spread
from analysis.sensitivity import AGGREGATION, sobol
from analysis.weighting import EQUAL, OFFICIAL, OUTPUTS, Choice, Weights, lens, linked, same, write
from components import numbers
from components.attributes import attributes
from components.charts.reweighted import Moved, Window, positions
from components.measures import SHARE
from components.parts.badges import empty
from components.parts.columns import column
from components.parts.tables import Cell, heads, table
from components.text import markup, plain, words
from components.view import EconomyView

_TOPS = (10, 25, 50, 100)
_NOTED = 0.015  # a weight that differs less from WIPO's needs no belief


@dataclass(frozen=True, slots=True)
class Base:
    """What does not change with the weights: ranges around WIPO's, without preference, and both cases."""

    low: int
    high: int
    free_low: int
    free_high: int
    best: ExtremeWeights
    worst: ExtremeWeights


@dataclass(frozen=True)
class View(EconomyView[Choice]):
    """One choice of edition, economy and weights, in one language; every part is computed once."""

    @property
    def here(self) -> str:
        """The edition in running text."""
        return self.edition(self.choice.edition)

    @cached_property
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

    @cached_property
    def limits(self) -> Bounds:
        """The ranks that no weights in the range of the draws can leave."""
        return limits(self.field, self.choice.weights, self.choice.economy)

    @cached_property
    def moved(self) -> list[Moved]:
        """All economies with their places by WIPO's weights and by these."""
        return positions(frames.RANKING.result(self.dataset, self.choice))

    @cached_property
    def history(self) -> pd.DataFrame:
        """The economy under the weights, by edition."""
        return frames.HISTORY.result(self.dataset, self.choice)

    @property
    def base(self) -> Base:
        """What does not change with the weights, made once for an edition and an economy."""
        return _base(self.dataset, self.choice.edition, self.choice.economy)

    @property
    def matters(self) -> pd.DataFrame:
        """Which assumption matters, made once for an edition and an economy."""
        return _matters(self.dataset, self.choice.edition, self.choice.economy)

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


@cached
def _base(dataset: Dataset, edition: int, economy: str) -> Base:
    field = dataset.fields[edition]
    pillars = field.frame()
    around, found = draws(field, OFFICIAL, economy), free(pillars, economy)
    low, high = found.spread.low, found.spread.high
    cases = (case(pillars, economy, found) for case in (best, worst))
    return Base(around.low, around.high, low, high, *cases)


def lenses(dataset: Dataset) -> list[Weights]:
    """Return the weights of each strategic pillar as a lens, in the article's order."""
    linked = [[link.indicator for link in pillar.links if link.gii] for pillar in dataset.catalog.strategy]
    return [lens(codes) for codes in linked]


def _lens(view: View) -> str:
    """Return how the weights are called at the head of a sentence."""
    t, weights = view.t, view.choice.weights
    if same(weights, EQUAL):
        return t("weights.lens.equal")
    if same(weights, OUTPUTS):
        return t("weights.lens.outputs")
    for number, of_pillar in enumerate(lenses(view.dataset), start=1):
        if same(weights, of_pillar):
            return t("weights.lens.strategy", number=number)
    return t("weights.lens.own")


def finding(view: View) -> str:
    """Return the sentence (marked text) that heads the page."""
    t, spread, base = view.t, view.spread, view.base
    values = {"name": view.name, "rank": view.ordinal(view.place.rank)}
    values["interval"] = view.interval(spread.low, spread.high)
    if view.choice.official:
        return t("weights.finding.official", **values)
    values["lens"] = _lens(view)
    if view.published != view.place.rank:
        before = view.published or place(view.field, OFFICIAL, view.choice.economy).rank
        return t("weights.finding.moved", published=view.ordinal(before), **values)
    wider = (spread.high - spread.low) - (base.high - base.low)
    key = "weights.finding.still_less" if wider > 0 else "weights.finding.still_more"
    if not wider:
        same_range = (spread.low, spread.high) == (base.low, base.high)
        key = "weights.finding.still_same" if same_range else "weights.finding.still_other"
    return t(key, before=view.interval(base.low, base.high), **values)


def result(view: View) -> list[Component]:
    """Return the rank in large type and the ranges beside it."""
    t, base = view.t, view.base
    published = t("missing") if view.published is None else view.ordinal(view.published)
    lines = [
        t("weights.result.official", rank=published, count=view.field.ranked),
        t("weights.result.around", interval=view.interval(view.spread.low, view.spread.high)),
        t("weights.result.limits", interval=view.interval(view.limits.best, view.limits.worst)),
        t("weights.result.free", interval=view.interval(base.free_low, base.free_high)),
    ]
    if view.place.low < view.place.high:
        lines.insert(1, t("weights.result.rounded", low=view.place.low, high=view.place.high))
    rank = html.P(markup(view.ordinal(view.place.rank)), className="weights-rank")
    return [rank, html.Ul([html.Li(markup(line)) for line in lines])]


def compact(view: View) -> list[str | Component]:
    """Return the result in one line, for a phone whose sliders push the rank out of sight."""
    interval = view.interval(view.spread.low, view.spread.high)
    rank = view.ordinal(view.place.rank)
    return markup(view.t("weights.result.compact", name=view.name, rank=rank, interval=interval))


def measure(view: View) -> list[str | Component]:
    """Return what the bars measure, with the share of draws in the top ten (or more) places."""
    count = numbers.decimal(len(view.spread.ranks), 0, view.t.lang)
    top = next((top for top in _TOPS if top >= view.spread.low), None)
    if top is None:
        return markup(view.t("weights.result.measure", draws=count))
    share = view.spread.within(top)
    if share == 1:
        return markup(view.t("weights.result.measure_always", top=top, draws=count))
    written = numbers.decimal(100 * share, 0 if share == 0 or 0.01 <= share <= 0.99 else 1, view.t.lang)
    return markup(view.t("weights.result.measure_top", top=top, share=written, draws=count))


def heading(view: View) -> str:
    """Return the heading of the result."""
    return plain(view.t("weights.result.heading", name=view.name, edition=view.here))


def gone(view: View, economy: object) -> list[Component]:
    """Return what is said when an economy was chosen that the edition has no scores of; else nothing."""
    t, dataset = view.t, view.dataset
    code = economy.upper() if isinstance(economy, str) else ""
    if code in view.field.economies or code not in dataset.economies:
        return []
    editions = [edition for edition, field in sorted(dataset.fields.items()) if code in field.economies]
    about = {"name": dataset.labels(t.lang)[code], "edition": view.here, "replacement": view.name}
    sentence = t("weights.gone_never")
    if editions:
        sentence = t("weights.gone_editions", editions=t.listing(runs(editions)), **about)
    return [empty([t("weights.gone", **about), sentence])]


def cases(view: View) -> html.Section:
    """Return the best and the worst rank found, with the weights that give them."""
    t, base = view.t, view.base
    limit = bounds_free(view.field.frame(), view.choice.economy)
    items = []
    for name, case, reach in (("best", base.best, limit.best), ("worst", base.worst, limit.worst)):
        label = markup(t(f"weights.cases.{name}", rank=view.ordinal(case.rank)))
        pressed = attributes(data_weights=write(case.weights), aria_pressed="false")
        button = html.Button(label, type="button", className="button", **pressed)
        proof = t("weights.cases.proven_best" if name == "best" else "weights.cases.proven_worst")
        if not case.proven:
            key = "weights.cases.open_best" if name == "best" else "weights.cases.open_worst"
            proof = t(key, limit=plain(view.ordinal(reach)))
        belief = html.P(markup(_belief(view, case)))
        items.append(html.Li([button, belief, html.P(proof, className="small")]))
    ends = {"best": view.ordinal(base.best.rank), "worst": view.ordinal(base.worst.rank)}
    title = plain(t("weights.cases.heading", name=view.name, **ends))
    head = [html.H2(title), html.P(t("weights.cases.deck"), className="small")]
    return html.Section([*head, html.Ul(items, className="cases")])


def _belief(view: View, case: ExtremeWeights) -> str:
    t = view.t
    moved = [
        (
            weight - official,
            t("weights.cases.part", name=t(f"gii.{code}"), weight=numbers.trimmed(100 * weight, 2, t.lang)),
        )
        for code, weight, official in zip(PILLARS, case.weights, OFFICIAL, strict=True)
        if abs(weight - official) > _NOTED
    ]
    moved.sort(key=lambda item: -abs(item[0]))
    up, down = ([part for change, part in moved if sign * change > 0] for sign in (1, -1))
    more = t("weights.cases.more", names=t.listing(up))
    less = t("weights.cases.less", names=t.listing(down))
    # Weights add to 100 %: where one is more, another is less.
    weights = t("weights.cases.both", more=more, less=less) if moved else t("weights.cases.none")
    return t("weights.cases.believe", name=view.name, rank=view.ordinal(case.rank), weights=weights)


def matters(view: View) -> html.Section:
    """Return which assumption matters for the rank: shares of its variation by assumption."""
    t, frame = view.t, view.matters
    head: list[Component] = [html.H2(t("weights.matters.heading"))]
    if not float(frame["total"].max()) > 0:
        rank = view.ordinal(view.base.low)
        settled = t("weights.matters.settled", edition=view.here, rank=rank)
        return html.Section([*head, html.P(markup(settled))])
    names = [
        t("weights.matters.aggregation") if code == AGGREGATION else t(f"gii.{code}")
        for code in frame["assumption"]
    ]
    rows: list[list[Cell]] = [
        [name, *(numbers.decimal(100 * min(max(float(value), 0.0), 1.0), 0, t.lang) for value in pair)]
        for name, *pair in zip(names, frame["first"], frame["total"], strict=True)
    ]
    columns = heads(t, "weights.column", ("assumption", "first", "total"), ("assumption",))
    found = t("weights.matters.finding", name=names[0], edition=view.here)
    body = table(t, columns, rows, caption=t("weights.matters.heading"))
    deck = html.P(t("weights.matters.deck", name=view.name), className="small")
    return html.Section([*head, html.P(markup(found)), deck, body])


def imputed(view: View) -> html.Section:
    """Return the scenario in which missing data are estimated, in words."""
    t = view.t
    return html.Section([html.H2(t("weights.imputed.heading")), html.P(markup(_imputed(view)))])


def _imputed(view: View) -> str:
    t, chosen = view.t, view.choice
    rows = view.intervals("imputed", chosen.economy)
    rows = rows[rows["edition"] == chosen.edition]
    if rows.empty:
        return t("weights.imputed.unknown", edition=view.here)
    row = rows.to_dict("records")[0]
    structure = view.dataset.structure(chosen.edition)
    codes = list(structure.loc[structure["level"] == "indicator", "code"])
    scores = view.dataset.wide(chosen.edition).reindex(columns=codes).loc[chosen.economy]
    missing = int(scores.isna().to_numpy().sum())
    ends, published = (int(row["low"]), int(row["high"])), (view.base.low, view.base.high)
    key = "weights.imputed.alike" if ends == published else "weights.imputed.instead"
    return t(
        "weights.imputed.text" if missing else "weights.imputed.text_none",
        name=view.name,
        missing=missing,
        indicators=len(codes),
        edition=view.here,
        rank=view.ordinal(int(row["rank"])),
        interval=view.interval(*ends),
        before=t(key, interval=view.interval(*published)),
    )


def left_out(view: View) -> html.Div:
    """Return what the draws leave out, beside WIPO's own interval where one is known."""
    t, economy = view.t, view.choice.economy
    lines = [t("weights.limits.audit")]
    ours = {int(row["edition"]): row for row in view.intervals("weights", economy).to_dict("records")}
    for row in view.intervals("published", economy).to_dict("records"):
        edition = int(row["edition"])
        if own := ours.get(edition):
            values = {
                "published": view.interval(int(row["low"]), int(row["high"])),
                "own": view.interval(int(own["low"]), int(own["high"])),
            }
            edition_text = view.edition(edition)
            lines.append(t("weights.limits.published", name=view.name, edition=edition_text, **values))
    lines += [t("weights.limits.editions"), t("weights.limits.cause")]
    return column(t("weights.limits.heading"), lines)


def columns(view: View) -> html.Section:
    """Return the two columns: how to read it, and the lenses."""
    t = view.t
    count = numbers.decimal(DRAWS, 0, t.lang)
    reading = [t(f"weights.reading.{key}", draws=count) for key in ("draws", "limits", "free")]
    parts = (("weights.reading.heading", reading), ("weights.lenses.heading", _lenses(view)))
    return html.Section([column(t(head), lines) for head, lines in parts], className="block three two")


def _lenses(view: View) -> list[str]:
    t = view.t
    lines = [t("weights.lenses.rule")]
    for pillar, weights in zip(view.dataset.catalog.strategy, lenses(view.dataset), strict=True):
        counts = linked([link.indicator for link in pillar.links if link.gii])
        total = sum(counts.values())
        parts = [
            t(
                "weights.lenses.part",
                name=t(f"gii.{code}"),
                weight=SHARE.write(100 * weight, t.lang),
                count=counts[code],
                total=total,
            )
            for code, weight in zip(PILLARS, weights, strict=True)
            if code in counts
        ]
        name = pillar.name.get(t.lang)
        lines.append(t("weights.lenses.lens", number=pillar.number, name=name, parts=t.listing(parts)))
    return lines
