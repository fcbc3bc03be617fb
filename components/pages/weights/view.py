"""What the page on weights says of one set of weights: the rank, the ranges around it, and its finding."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.bounds import Bounds
from analysis.dataset import Dataset, cached
from analysis.extreme_weights import ExtremeWeights, best, free, worst
from analysis.frames import weights as frames
from analysis.reweighting import Field, Place, draws, limits, place, window
from analysis.robustness import Spread
from analysis.sensitivity import sobol
from analysis.weighting import EQUAL, OFFICIAL, OUTPUTS, Choice, Weights, lens, same
from components import numbers
from components.charts.acceptability import Acceptance
from components.charts.reweighted import Moved, Window, positions
from components.text import markup, plain, words
from components.view import EconomyView

_TOPS = (10, 25, 50, 100)


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
    def ranking(self) -> pd.DataFrame:
        """All economies under the weights."""
        return frames.RANKING.result(self.dataset, self.choice)

    @cached_property
    def moved(self) -> list[Moved]:
        """All economies with their places by WIPO's weights and by these."""
        return positions(self.ranking)

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

    @property
    def acceptance(self) -> Acceptance:
        """What the figure of the draws shows."""
        return Acceptance(self.spread.shares(), self.spread.low, self.spread.high, self.place.rank)

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


def _seen(view: View) -> str:
    """Return how the weights are called at the head of a sentence."""
    say, weights = view.say, view.choice.weights
    if same(weights, EQUAL):
        return say("weights.lens.equal")
    if same(weights, OUTPUTS):
        return say("weights.lens.outputs")
    for number, of_pillar in enumerate(lenses(view.dataset), start=1):
        if same(weights, of_pillar):
            return say("weights.lens.strategy", number=number)
    return say("weights.lens.own")


def finding(view: View) -> str:
    """Return the sentence (marked text) that heads the page."""
    say, spread, base = view.say, view.spread, view.base
    values = {"name": view.name, "rank": view.ordinal(view.place.rank)}
    values["interval"] = view.interval(spread.low, spread.high)
    if view.choice.official:
        return say("weights.finding.official", **values)
    values["lens"] = _seen(view)
    if view.published != view.place.rank:
        before = view.published or place(view.field, OFFICIAL, view.choice.economy).rank
        return say("weights.finding.moved", published=view.ordinal(before), **values)
    wider = (spread.high - spread.low) - (base.high - base.low)
    key = "weights.finding.still_less" if wider > 0 else "weights.finding.still_more"
    if not wider:
        same_range = (spread.low, spread.high) == (base.low, base.high)
        key = "weights.finding.still_same" if same_range else "weights.finding.still_other"
    return say(key, before=view.interval(base.low, base.high), **values)


def result(view: View) -> list[Component]:
    """Return the rank in large type and the ranges beside it."""
    say, base = view.say, view.base
    published = say("missing") if view.published is None else view.ordinal(view.published)
    lines = [
        say("weights.result.official", rank=published, count=view.field.ranked),
        say("weights.result.around", interval=view.interval(view.spread.low, view.spread.high)),
        say("weights.result.limits", interval=view.interval(view.limits.best, view.limits.worst)),
        say("weights.result.free", interval=view.interval(base.free_low, base.free_high)),
    ]
    if view.place.low < view.place.high:
        lines.insert(1, say("weights.result.rounded", low=view.place.low, high=view.place.high))
    rank = html.P(markup(view.ordinal(view.place.rank)), className="weights-rank")
    return [rank, html.Ul([html.Li(markup(line)) for line in lines])]


def compact(view: View) -> list[str | Component]:
    """Return the result in one line, for a phone whose sliders push the rank out of sight."""
    interval = view.interval(view.spread.low, view.spread.high)
    rank = view.ordinal(view.place.rank)
    return markup(view.say("weights.result.compact", name=view.name, rank=rank, interval=interval))


def measure(view: View) -> list[str | Component]:
    """Return what the bars measure, with the share of draws in the top ten (or more) places."""
    count = numbers.decimal(len(view.spread.ranks), 0)
    top = next((top for top in _TOPS if top >= view.spread.low), None)
    if top is None:
        return markup(view.say("weights.result.measure", draws=count))
    share = view.spread.within(top)
    if share == 1:
        return markup(view.say("weights.result.measure_always", top=top, draws=count))
    written = numbers.decimal(100 * share, 0 if share == 0 or 0.01 <= share <= 0.99 else 1)
    return markup(view.say("weights.result.measure_top", top=top, share=written, draws=count))


def heading(view: View) -> str:
    """Return the heading of the result."""
    return plain(view.say("weights.result.heading", name=view.name, edition=view.here))
