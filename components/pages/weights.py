"""Weights and robustness: does the rank depend on the weights of the seven GII pillars?"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.index.composition import OFFICIAL, PILLARS
from analysis.robustness import intervals as robustness
from analysis.robustness import weights as tables
from analysis.robustness.bounds import bounds_around
from analysis.robustness.intervals import MAX_PILLAR_WEIGHT, Spread
from analysis.robustness.weights import (
    EQUAL,
    OUTPUTS,
    Choice,
    Field,
    Place,
    WeightRanges,
    Weights,
    fields,
    rank_range,
    same_weights,
    shared_sets,
    weight_ranges,
    weights_text,
)
from components.cards.badges import empty, icon
from components.cards.callbacks import Callbacks, Change
from components.cards.card import Card, Content, UnseenPart
from components.cards.tables import Col, file_rows, own_table, rows_table
from components.charts import reweighting
from components.charts.bars import SHARE_HEIGHTS, acceptability
from components.charts.layer import figure_by_width
from components.charts.reweighting import CHANGES_WIDTHS, WEIGHT_HEIGHTS, row_positions
from components.text import numbers
from components.text.attributes import attributes, button
from components.text.catalog import Words, markup, plain
from components.text.keys import INDEX_PARTS, by_last_part
from components.text.paths import LANG
from components.text.view import EconomyView, licence
from components.widgets.blocks import column, fold
from components.widgets.controls import Controls
from components.widgets.ledgers import count_places

PAGE = "weights"
RESTED, MOVING = "weights-w", "weights-moving"
FINDING, DECK, HEADING, RESULT, BELOW = (
    f"weights-{part}" for part in ("finding", "deck", "heading", "result", "below")
)
PAST, PAST_SAYS = "weights-past", "weights-past-finding"
SHARED_SAYS, GONE = "weights-shared-finding", "weights-gone"
LENS, COMPACT = "weights-lens", "weights-compact"
SLIDERS = (*(f"weights-{code.lower()}" for code in PILLARS), "weights-split")
_INPUT_PILLAR_COUNT = 5
_KNOB_WIDTH = 20  # px; the middle of the knob stays half of it away from both ends
FIRST_EXACT_EDITION = 2021  # whose scores are published in full
_TOPS = (10, 25, 50, 100)  # places
_READING = ("weights.reading.draws", "weights.reading.limits", "weights.reading.free")
_PRESETS = {
    "weights.panel.wipo": OFFICIAL,
    "weights.panel.equal": EQUAL,
    "weights.panel.outputs": OUTPUTS,
}
_STILL = by_last_part(
    "weights.finding.still_less", "weights.finding.still_more", without="still_"
) | by_last_part("weights.finding.still_same", "weights.finding.still_other", without="still_")
_SIDES = by_last_part("weights.places.before", "weights.places.after")


@dataclass(frozen=True)
class WeightsView(EconomyView[Choice]):
    """A choice of edition, economy and weights in one language; every part is computed once."""

    @property
    def field(self) -> Field:
        """The economies of the edition."""
        return fields(self.dataset)[self.choice.edition]

    @cached_property
    def rank(self) -> Place:
        """The rank under the weights, with its range due to rounded scores."""
        return rank_range(self.field, self.choice.weights, self.choice.economy)

    @cached_property
    def published_rank(self) -> int | None:
        """The published rank; None where it is not known."""
        return numbers.integer(self.field.published[self.choice.economy])

    @cached_property
    def spread(self) -> Spread:
        """The ranks over the draws around the weights."""
        return tables.DRAWS.result(self.dataset, self.choice)

    @property
    def interval(self) -> tuple[int, int]:
        """The interval of ranks that holds 90 % of these draws."""
        return self.spread.low, self.spread.high

    @cached_property
    def positions(self) -> pd.DataFrame:
        """All economies with their positions by WIPO's weights (before) and by these (after)."""
        return row_positions(tables.RANKING.result(self.dataset, self.choice))

    @cached_property
    def history(self) -> pd.DataFrame:
        """The economy under the weights, by edition."""
        return tables.HISTORY.result(self.dataset, self.choice)

    @property
    def base(self) -> WeightRanges:
        """The ranges that do not depend on the weights, for the edition and the economy."""
        return weight_ranges(self.dataset, self.choice.edition, self.choice.economy)

    @cached_property
    def window(self) -> range:
        """The visible places of economies that change places."""
        before = self.published_rank or self.rank.rank
        first, last = tables.window(before, self.rank.rank, self.field.ranked_count)
        return range(first, last + 1)


def layout(view: WeightsView) -> list[Component]:
    """Return the page for an edition, an economy and weights."""
    title, grid, past = _parts_with_weights(view)
    *above, below = _parts_without_weights(view)
    stores = [dcc.Store(id=name, data=weights_text(view.choice.weights)) for name in (RESTED, MOVING)]
    folds = html.Div([past, *_shared_indicators(view), below], className="folds")
    return [title, *above, grid, folds, *stores]


def _parts_with_weights(view: WeightsView) -> list[Component]:
    """Return the parts that change with the weights: finding, controls with the result, history."""
    middle = [
        html.H2(heading(view), id=HEADING),
        html.Div(result(view), id=RESULT, className="weights-result"),
        DRAWS.draw(view).html,
    ]
    grid = [_panel(view), html.Section(middle, className="weights-middle"), PLACES.draw(view).html]
    title = html.H2(view.t("weights.history.heading"))
    says = html.Span(markup(history_finding(view)), id=PAST_SAYS)
    # Under WIPO's weights the history would repeat the figure of the Overview.
    history = fold(title, says, [HISTORY.draw(view).html], PAST, hidden=view.choice.official)
    return [
        html.H1(markup(finding(view)), id=FINDING),
        html.Div(grid, className="weights-grid"),
        history,
    ]


def _parts_without_weights(view: WeightsView) -> list[Component]:
    controls = Controls(PAGE, view.choice, view.dataset, view.t)
    selects = [controls.select("edition"), controls.select("economy", searchable=True)]
    return [
        html.P(markup(view.t("weights.deck", edition=view.choice.edition)), id=DECK, className="deck"),
        html.Div(selects, className="controls"),
        html.Div(unranked_note(view), id=GONE, role="status"),
        html.Div(_reading_notes(view), id=BELOW),
    ]


def _reading_notes(view: WeightsView) -> html.Details:
    t = view.t
    reading = [t(key, draws=robustness.DRAW_COUNT) for key in _READING]
    columns = [
        column(t("weights.reading.heading"), reading),
        column(t("weights.lenses.heading"), [t("weights.lenses.rule")]),
        left_out_note(view),
    ]
    body = html.Div(columns, className="three")
    return fold(html.H2(t("weights.limits.title")), t("weights.limits.cause"), [body])


def _panel(view: WeightsView) -> html.Section:
    """Return the controls of the weights; the browser keeps them in step (scripts/weights.js)."""
    t, chosen, hidden = view.t, view.choice.weights, attributes(aria_hidden="true")
    presets = []
    for key, weights in _PRESETS.items():
        text = weights_text(weights)
        pressed = str(text == weights_text(chosen)).lower()
        presets.append(button(t(key), data_weights=text, aria_pressed=pressed))
    value, most = t("weights.panel.value"), round(100 * MAX_PILLAR_WEIGHT)
    sliders = [
        _slider(t, name, t(INDEX_PARTS[code]), value, 100 * weight, 100 * official, most)
        for name, code, weight, official in zip(SLIDERS[:-1], PILLARS, chosen, OFFICIAL, strict=True)
    ]
    split, split_value = t("weights.panel.split"), t("weights.panel.split_value")
    outputs = sum(100 * weight for weight in chosen[_INPUT_PILLAR_COUNT:])
    official_outputs = 100 * sum(OFFICIAL[_INPUT_PILLAR_COUNT:])
    sliders.append(_slider(t, SLIDERS[-1], split, split_value, outputs, official_outputs, 100))
    reset = [icon("reset"), t("weights.panel.reset")]
    group = attributes(role="group", aria_label=t("weights.panel.presets"))
    return html.Section(
        [
            html.H2(t("weights.panel.heading")),
            html.Div([*presets, _lens_dropdown(view)], className="presets", **group),
            html.P(compact(view), id=COMPACT, className="weights-compact", **hidden),
            html.Div(sliders, className="sliders"),
            html.P(t("weights.panel.note"), className="small"),
            html.Div(button(reset, data_weights=weights_text(OFFICIAL)), className="weights-buttons"),
        ],
        className="weights-panel",
    )


def _lens_dropdown(view: WeightsView) -> html.Div:
    t, current = view.t, weights_text(view.choice.weights)
    options = []
    for pillar, weights in zip(view.dataset.catalog.strategy, lenses(view.dataset), strict=True):
        name = t("weights.panel.lens_option", number=pillar.number, name=t.phrase(pillar.name))
        options.append({"label": name, "value": weights_text(weights)})
    picker = dcc.Dropdown(
        id=LENS,
        options=options,
        value=current if current in [option["value"] for option in options] else None,
        placeholder=t("weights.panel.lens"),
        clearable=False,
        searchable=False,
        maxHeight=320,
        className="select",
    )
    return html.Div(picker, role="group", **attributes(aria_label=t("weights.panel.lens")))


def _slider(
    t: Words, name: str, label: str, template: str, value: float, official: float, most: int
) -> html.Div:
    """Return a slider; scripts/weights.js keeps its text and its neighbours in step with it.

    template: the text of its value with {value} and {rest}; value, official (WIPO's weight), most: percent.
    """
    value = round(value, 2)
    shares = {"value": t.write(value, "tenths"), "rest": t.write(100 - value, "tenths")}
    left = f"calc({_KNOB_WIDTH / 2:g}px + (100% - {_KNOB_WIDTH}px) * {official / most:g})"
    tick = html.Span(className="slider-mark", style={"left": left}, **attributes(aria_hidden="true"))
    track = dcc.Slider(
        id=name, min=0, max=most, step=1, value=value, marks=None, updatemode="drag", allow_direct_input=False
    )
    # A screen reader reads the value from the slider; moving one slider moves all outputs.
    output = html.Output(template.format(**shares), className="fig", **attributes(aria_live="off"))
    head = html.Div([html.Span(label), output], className="slider-head")
    body = html.Div([tick, track], className="slider-track", role="group", **attributes(aria_label=label))
    return html.Div([head, body], className="slider", **attributes(data_slider=template))


def _source(view: WeightsView, *, many: bool = False, geometric: bool = False) -> str:
    t, dataset, edition, editions = view.t, view.dataset, view.choice.edition, view.history["edition"]
    if many:
        source = t("weights.source.many", first=editions.min(), last=editions.max())
        licences = t("overview.source_licences_differ")
    else:
        source = t("weights.source.one", edition=edition)
        stated = licence(dataset, dataset.licences.get(edition), t)
        licences = t("weights.source.licence", licence=stated)
    means = t("weights.source.means" if geometric else "weights.source.mean")
    checked = t("weights.source.checked", checked=view.checked_day)
    return "".join((source, means, t("weights.source.missing"), licences, checked))


def lenses(dataset: Dataset) -> list[Weights]:
    """Return the weights of each strategic pillar, in the article's order."""
    linked = [[link.indicator for link in pillar.links if link.gii] for pillar in dataset.catalog.strategy]
    return [tables.lens(codes) for codes in linked]


def _lens_name(view: WeightsView) -> str:
    t, weights = view.t, view.choice.weights
    if same_weights(weights, EQUAL):
        return t("weights.lens.equal")
    if same_weights(weights, OUTPUTS):
        return t("weights.lens.outputs")
    for number, lens in enumerate(lenses(view.dataset), start=1):
        if same_weights(weights, lens):
            return t("weights.lens.strategy", number=number)
    return t("weights.lens.own")


def finding(view: WeightsView) -> str:
    """Return the sentence (marked text) that heads the page."""
    t, spread, base = view.t, view.spread, view.base
    values = {"name": view.name, "rank": view.rank.rank, "interval": view.interval}
    if view.choice.official:
        return t("weights.finding.official", **values)
    values["lens"] = _lens_name(view)
    if view.published_rank != view.rank.rank:
        before = view.published_rank or rank_range(view.field, OFFICIAL, view.choice.economy).rank
        return t("weights.finding.moved", published=before, **values)
    official = base.low, base.high
    wider = (spread.high - spread.low) - (base.high - base.low)
    kind = "less" if wider > 0 else "more" if wider < 0 else "same" if view.interval == official else "other"
    return t(_STILL[kind], before=official, **values)


def result(view: WeightsView) -> list[Component]:
    """Return the rank in large type and the ranges beside it."""
    t, base, rank = view.t, view.base, view.rank
    limit = bounds_around(view.field.frame(), view.choice.weights, view.choice.economy)
    lines = [
        t("weights.result.official", rank=view.published_rank, count=view.field.ranked_count),
        t("weights.result.around", interval=view.interval),
        t("weights.result.limits", interval=(limit.best, limit.worst)),
        t("weights.result.free", interval=(base.free_low, base.free_high)),
    ]
    if rank.low < rank.high:
        lines.insert(1, t("weights.result.rounded", low=rank.low, high=rank.high))
    large = html.P(markup(view.t.write(rank.rank, "ordinal")), className="weights-rank")
    return [large, html.Ul([html.Li(markup(line)) for line in lines])]


def compact(view: WeightsView) -> list[str | Component]:
    """Return the result in one line, for a phone whose sliders push the rank out of sight."""
    return markup(
        view.t("weights.result.compact", name=view.name, rank=view.rank.rank, interval=view.interval)
    )


def measure(view: WeightsView) -> str:
    """Return what the bars measure, with the share of draws in the top ten (or more) places."""
    t, spread = view.t, view.spread
    count = len(spread.ranks)
    top = next((top for top in _TOPS if top >= spread.low), None)
    if top is None:
        return t("weights.result.measure", draws=count)
    share = spread.within(top)
    if share == 1:
        return t("weights.result.measure_always", top=top, draws=count)
    written = t.write(100 * share, "whole" if share == 0 or 0.01 <= share <= 0.99 else "tenths")
    return t("weights.result.measure_top", top=top, share=written, draws=count)


def heading(view: WeightsView) -> str:
    """Return the heading of the result."""
    return plain(view.t("weights.result.heading", name=view.name, edition=view.choice.edition))


def unranked_note(view: WeightsView) -> list[Component]:
    """Return a notice if the edition has no scores of the economy that the query names."""
    t, dataset, economy = view.t, view.dataset, view.query.get("economy")
    code = economy.upper() if isinstance(economy, str) else ""
    if code in view.field.economies or code not in dataset.economies:
        return []
    editions = [edition for edition, field in sorted(fields(dataset).items()) if code in field.economies]
    values = {"name": view.economy_name(code), "edition": view.choice.edition, "replacement": view.name}
    sentence = t("weights.gone_never")
    if editions:
        sentence = t("weights.gone_editions", editions=view.edition_list(editions), **values)
    return [empty([t("weights.gone", **values), sentence])]


def left_out_note(view: WeightsView) -> html.Div:
    """Return what the draws leave out, with WIPO's own intervals where they are published."""
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
    return column(t("weights.limits.heading"), [t("weights.limits.audit"), *both])


def draws_figure(view: WeightsView) -> str:
    """Return the figure of the draws as JSON text."""
    shares, rank = view.spread.shares(), view.rank.rank
    return figure_by_width(
        lambda min_width: acceptability(shares, rank, view.interval, view.t, min_width), *SHARE_HEIGHTS
    )


def draws(view: WeightsView) -> Content:
    """Return the card of the draws, with the share of draws at each rank as a table."""
    t, rank, edition = view.t, view.rank.rank, view.choice.edition
    rows, title = file_rows(view, tables.DRAWS), t("weights.table.draws")
    drawn = rows[rows["share_of_draws"] > 0].assign(share_of_draws=100 * rows["share_of_draws"])
    return Content(
        t("weights.result.finding", name=view.name, edition=edition, rank=rank, interval=view.interval),
        measure(view),
        own_table(view, tables.DRAWS, title, drawn, marked=("rank", rank)),
        draws_figure(view),
        _source(view, geometric=True),
        heading=UnseenPart(title),
        standalone_title=finding(view),
        editions=[edition],
    )


def places_figure(view: WeightsView) -> str:
    """Return the figure of the economies that change places as JSON text."""
    names, focus = view.dataset.labels(view.t.lang), view.choice.economy
    return figure_by_width(
        lambda min_width: reweighting.rank_changes(
            view.positions, names, focus, view.window, view.t, min_width
        ),
        *CHANGES_WIDTHS,
    )


def places(view: WeightsView) -> Content:
    """Return the card of the economies that change places, with those at each place as a table."""
    t, window, positions = view.t, view.window, view.positions
    ends = {"first": window[0], "last": window[-1]}
    moves = positions["before"].isin(window) & (positions["before"] != positions["after"])
    count = int(moves.sum())
    before, after = (positions.set_index(side)["economy"].to_dict() for side in _SIDES)
    names, rows = view.dataset.labels(t.lang), []
    for rank in window:
        left, right = before.get(rank, ""), after.get(rank, "")
        row = {"place": rank, "before": names.get(left), "after": names.get(right)}
        rows.append(row | {"focus": view.choice.economy in (left, right)})
    columns = [Col("place", t("weights.column.place"))]
    columns += [Col(side, t(key), "text") for side, key in _SIDES.items()]
    return Content(
        t("weights.places.finding" if count else "weights.places.finding_none", count=count, **ends),
        t("weights.places.measure", **ends),
        rows_table(t, rows, columns, t("weights.table.places"), ("focus", True)),
        places_figure(view),
        _source(view),
        heading=t("weights.places.heading"),
        editions=[view.choice.edition],
    )


def history_finding(view: WeightsView) -> str:
    """Return the first and the last rank of the economy under the weights (marked text)."""
    rows = view.history.dropna(subset=["published"]).to_dict("records")
    if view.choice.official or not rows:
        return view.t("weights.history.finding_official", name=view.name)
    first, last = rows[0], rows[-1]
    return view.t(
        "weights.history.finding",
        name=view.name,
        first_rank=first["rank"],
        last_rank=last["rank"],
        first_published=first["published"],
        last_published=last["published"],
        first_edition=first["edition"],
        last_year=last["edition"],
    )


def history(view: WeightsView) -> Content:
    """Return the card of the ranks by edition."""
    t, history = view.t, view.history
    return Content(
        history_finding(view),
        t("weights.history.measure", exact=FIRST_EXACT_EDITION),
        own_table(view, tables.HISTORY, t("weights.table.history")),
        figure_by_width(
            lambda min_width: reweighting.reweighted_ranks(history, t, min_width), *WEIGHT_HEIGHTS
        ),
        _source(view, many=True),
        heading=t("weights.history.heading"),
        editions=history["edition"],
        quote=t("overview.quote"),
    )


def _shared_indicators(view: WeightsView) -> list[Component]:
    """Return the folded card of the ranks over the indicators that editions share, with its control.

    Nothing is returned where no edition has indicators.
    """
    t, shared = view.t, tables.SHARED.result(view.dataset, view.choice)
    if shared is None:
        return []
    names = {
        editions: view.edition_list(int(edition) for edition in editions.split("-"))
        for editions in shared_sets(view.dataset)
    }
    controls = Controls(PAGE, view.choice, view.dataset, t, names)
    drawn = SHARED.draw(view)
    lines = [drawn.sentence]
    if shared.by_indicators is not None and shared.by_weights is not None:
        places = {
            "indicators": count_places(shared.by_indicators, t),
            "weights": count_places(shared.by_weights, t),
        }
        lines.append(t("weights.shared.places", name=view.name, **places))
    select = html.Div(controls.select("shared"), className="controls")
    says = html.Span(markup(t.sentences(lines)), id=SHARED_SAYS)
    return [fold(html.H2(t("weights.shared.title")), says, [select, drawn.html])]


def _pillar_names(view: WeightsView, codes: Collection[str]) -> str:
    return view.t.listing([view.t(INDEX_PARTS[code]) for code in codes])


def shared_ranks(view: WeightsView) -> Content:
    """Return the card of the ranks over shared indicators.

    Its finding says whether the choice of indicators moves the rank more than similar weights do.
    """
    t, shared = view.t, tables.SHARED.result(view.dataset, view.choice)
    if shared is None:
        return Content(finding(view))
    ranks, by_indicators, by_weights = shared.ranks, shared.by_indicators, shared.by_weights
    key = "weights.shared.unknown"
    if by_indicators is not None and by_weights is not None:
        key = "weights.shared.more" if by_indicators > by_weights else "weights.shared.less"
    rows = file_rows(view, tables.SHARED).assign(lost=100 * ranks["lost"])
    thin = [_pillar_names(view, shared.thin[edition]) for edition in ranks["edition"]]
    first, last = ranks["edition"].iloc[[0, -1]]
    source = [
        t("weights.shared.source", first=first, last=last),
        t("overview.source_licences_differ"),
        t("weights.source.checked", checked=view.checked_day),
    ]
    return Content(
        t(key, name=view.name),
        t("weights.shared.measure", count=len(shared.concepts)),
        own_table(view, tables.SHARED, t("weights.shared.caption"), rows, {"pillars_thin": thin}),
        figure_by_width(lambda min_width: reweighting.shared_ranks(shared, t, min_width), *WEIGHT_HEIGHTS),
        "".join(source),
        editions=ranks["edition"],
        quote=t("overview.quote"),
        below_actions=(html.P(t("weights.shared.marks"), className="small"),),
    )


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register the callbacks that keep the controls of the weights in step and follow a moving slider.

    While a slider moves, the browser asks for the newest weights as soon as the last answer is drawn. Parts
    of the page that can wait until the slider rests are not answered.
    """
    app.clientside_callback(
        ClientsideFunction("weights", "follow"),
        Output(LENS, "value"),
        *(Input(name, "value") for name in SLIDERS),
        Input(LENS, "value"),
        Input(RESTED, "data"),
        State(LENS, "options"),
    )
    app.clientside_callback(
        ClientsideFunction("weights", "answered"),
        Input(DRAWS.id("figures"), "data"),
        prevent_initial_call=True,
    )
    outputs = [(name, "children") for name in (FINDING, RESULT, COMPACT, DRAWS.id("measure-line"))]
    outputs += [(card.id("figures"), "data") for card in (DRAWS, PLACES)]
    controls = CALLBACKS.controls(PAGE)

    @app.callback(
        *(Output(*output, allow_duplicate=True) for output in outputs),
        Input(MOVING, "data"),
        *(State(*controls[key]) for key in ("edition", "economy")),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def answer(weights: object, edition: object, economy: object, lang: object) -> tuple[Any, ...]:
        view = CALLBACKS.view_of(current(), lang, {"edition": edition, "economy": economy, "w": weights})
        texts = markup(finding(view)), result(view), compact(view), markup(measure(view))
        return (*texts, draws_figure(view), places_figure(view))


DRAWS = Card("weights-draws", "weights-draws", (tables.DRAWS,), draws, height=620)
PLACES = Card("weights-places", "weights-places", (tables.RANKING,), places, height=700)
HISTORY = Card("weights-history", "weights-history", (tables.HISTORY,), history, height=660)
SHARED = Card("weights-shared-ranks", "weights-shared", (tables.SHARED,), shared_ranks, height=760)
CARDS = (DRAWS, PLACES, HISTORY, SHARED)
CALLBACKS = Callbacks(
    Choice,
    WeightsView,
    changes=(
        Change(
            ("edition", "economy", "w"),
            (FINDING, HEADING, RESULT, COMPACT, PAST_SAYS, (PAST, "hidden")),
            _parts_with_weights,
            (DRAWS, PLACES, HISTORY),
        ),
        Change(
            ("edition", "economy"),
            (DECK, GONE, BELOW, ("weights-economy", "options"), ("weights-economy", "value")),
            _parts_without_weights,
        ),
        Change(("economy", "shared"), (SHARED_SAYS,), _shared_indicators, (SHARED,)),
    ),
    stores=("w",),
    no_history_entry=("w",),
)
