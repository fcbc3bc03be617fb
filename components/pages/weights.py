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
from analysis.robustness import weights as frames
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
from components.charts.reweighting import CHANGES_WIDTHS, WEIGHT_HEIGHTS, positions
from components.text import numbers
from components.text.attributes import attributes, button
from components.text.catalog import Words, markup, plain
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
_INPUTS = 5
_KNOB = 20  # px; the middle of the knob runs from half of it to half of it before the end
EXACT = 2021  # the first edition whose scores are published in full
_TOPS = (10, 25, 50, 100)


@dataclass(frozen=True)
class WeightsView(EconomyView[Choice]):
    """One choice of edition, economy and weights, in one language; every part is computed once."""

    @property
    def field(self) -> Field:
        """The economies of the edition."""
        return fields(self.dataset)[self.choice.edition]

    @cached_property
    def place(self) -> Place:
        """The rank under the weights."""
        return rank_range(self.field, self.choice.weights, self.choice.economy)

    @cached_property
    def published(self) -> int | None:
        """The published rank; None where it is not known."""
        return numbers.integer(self.field.published[self.choice.economy])

    @cached_property
    def spread(self) -> Spread:
        """The ranks over the draws around the weights."""
        return frames.DRAWS.result(self.dataset, self.choice)

    @property
    def around(self) -> tuple[int, int]:
        """The ranks of 90 % of these draws."""
        return self.spread.low, self.spread.high

    @cached_property
    def moved(self) -> pd.DataFrame:
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
    def window(self) -> range:
        """The places shown of those who change them."""
        first, last = frames.window(self.published or self.place.rank, self.place.rank, self.field.ranked)
        return range(first, last + 1)


def layout(view: WeightsView) -> list[Component]:
    """Return the page for an edition, an economy and weights."""
    title, grid, past = _weighted(view)
    *above, below = _unweighted(view)
    stores = [dcc.Store(id=name, data=weights_text(view.choice.weights)) for name in (RESTED, MOVING)]
    folds = html.Div([past, *_shared(view), below], className="folds")
    return [title, *above, grid, folds, *stores]


def _weighted(view: WeightsView) -> list[Component]:
    """Return what changes with the weights: the finding, the controls with the result, the history."""
    middle = [
        html.H2(heading(view), id=HEADING),
        html.Div(result(view), id=RESULT, className="weights-result"),
        DRAWS.draw(view).html,
    ]
    grid = [_panel(view), html.Section(middle, className="weights-middle"), PLACES.draw(view).html]
    says = html.Span(markup(history_finding(view)), id=PAST_SAYS)
    # Under WIPO's weights it is the line of the Overview.
    title, hidden = html.H2(view.t("weights.history.heading")), view.choice.official
    return [
        html.H1(markup(finding(view)), id=FINDING),
        html.Div(grid, className="weights-grid"),
        fold(title, says, [HISTORY.draw(view).html], PAST, hidden=hidden),
    ]


def _unweighted(view: WeightsView) -> list[Component]:
    controls = Controls(PAGE, view.choice, view.dataset, view.t)
    selects = [controls.select("edition"), controls.select("economy", searchable=True)]
    return [
        html.P(markup(view.t("weights.deck", edition=view.choice.edition)), id=DECK, className="deck"),
        html.Div(selects, className="controls"),
        html.Div(unranked_note(view), id=GONE, role="status"),
        html.Div(_reading(view), id=BELOW),
    ]


def _reading(view: WeightsView) -> html.Details:
    """Return how to read the ranks and what they leave out, folded."""
    t = view.t
    reading = [
        t(f"weights.reading.{key}", draws=robustness.DRAW_COUNT) for key in ("draws", "limits", "free")
    ]
    texts = {"reading": reading, "lenses": [t("weights.lenses.rule")]}
    two = [column(t(f"weights.{key}.heading"), words) for key, words in texts.items()]
    read = html.Div([*two, left_out_note(view)], className="three")
    return fold(html.H2(t("weights.limits.title")), t("weights.limits.cause"), [read])


def _panel(view: WeightsView) -> html.Section:
    """Return the controls of the weights; the browser keeps them in step (scripts/weights.js)."""
    t, chosen, quiet = view.t, view.choice.weights, attributes(aria_hidden="true")
    current = weights_text(chosen)
    sets = {"wipo": weights_text(OFFICIAL), "equal": weights_text(EQUAL), "outputs": weights_text(OUTPUTS)}
    presets = [
        button(t(f"weights.panel.{key}"), data_weights=one, aria_pressed=str(one == current).lower())
        for key, one in sets.items()
    ]
    value, split, split_value = (t(f"weights.panel.{key}") for key in ("value", "split", "split_value"))
    each, most = zip(SLIDERS[:-1], PILLARS, chosen, OFFICIAL, strict=True), round(100 * MAX_PILLAR_WEIGHT)
    sliders = [
        _slider(t, name, t(f"gii.{code}"), value, 100 * weight, 100 * mark, most)
        for name, code, weight, mark in each
    ]
    outputs, mark = sum(100 * weight for weight in chosen[_INPUTS:]), 100 * sum(OFFICIAL[_INPUTS:])
    sliders.append(_slider(t, SLIDERS[-1], split, split_value, outputs, mark, 100))
    reset = [icon("reset"), t("weights.panel.reset")]
    copy = [icon("link"), html.Span(t("weights.panel.copy"), **attributes(data_part="label"))]
    buttons = [
        button(reset, data_weights=weights_text(OFFICIAL)),
        button(copy, data_copy_view="", data_done=t("weights.panel.copied")),
    ]
    group = attributes(role="group", aria_label=t("weights.panel.presets"))
    return html.Section(
        [
            html.H2(t("weights.panel.heading")),
            html.Div([*presets, _lens(view)], className="presets", **group),
            html.P(compact(view), id=COMPACT, className="weights-compact", **quiet),
            html.Div(sliders, className="sliders"),
            html.P(t("weights.panel.note"), className="small"),
            html.Div(buttons, className="weights-buttons"),
        ],
        className="weights-panel",
    )


def _lens(view: WeightsView) -> html.Div:
    """Return the select of the strategic pillars; its value is the weights of the lens, as in the address."""
    t, current = view.t, weights_text(view.choice.weights)
    listed = [weights_text(weights) for weights in lenses(view.dataset)]
    names = [
        t("weights.panel.lens_option", number=pillar.number, name=t.phrase(pillar.name))
        for pillar in view.dataset.catalog.strategy
    ]
    picker = dcc.Dropdown(
        id=LENS,
        options=[{"label": name, "value": weights} for name, weights in zip(names, listed, strict=True)],
        value=current if current in listed else None,
        placeholder=t("weights.panel.lens"),
        clearable=False,
        searchable=False,
        maxHeight=320,
        className="select",
    )
    return html.Div(picker, role="group", **attributes(aria_label=t("weights.panel.lens")))


def _slider(t: Words, name: str, label: str, written: str, value: float, mark: float, most: int) -> html.Div:
    """Return a slider; scripts/weights.js keeps its words and its neighbours in step with it.

    written: how its value is written ({value}, {rest}); value, mark (of WIPO's weight), most: in percent.
    """
    value = round(value, 2)
    shares = {"value": t.write(value, "tenths"), "rest": t.write(100 - value, "tenths")}
    left = f"calc({_KNOB / 2:g}px + (100% - {_KNOB}px) * {mark / most:g})"
    tick = html.Span(className="slider-mark", style={"left": left}, **attributes(aria_hidden="true"))
    track = dcc.Slider(
        id=name, min=0, max=most, step=1, value=value, marks=None, updatemode="drag", allow_direct_input=False
    )
    quiet = attributes(aria_live="off")  # the slider says its value; moving one moves them all
    head = html.Div(
        [html.Span(label), html.Output(written.format(**shares), className="fig", **quiet)],
        className="slider-head",
    )
    body = html.Div([tick, track], className="slider-track", role="group", **attributes(aria_label=label))
    return html.Div([head, body], className="slider", **attributes(data_slider=written))


def _source(view: WeightsView, *, many: bool = False, geometric: bool = False) -> str:
    """Return publisher, editions, own calculation, licence and when it was checked."""
    t, dataset, edition, editions = view.t, view.dataset, view.choice.edition, view.history["edition"]
    stated = licence(dataset, dataset.licences.get(edition), t)
    parts = [
        t("weights.source.many", first=editions.min(), last=editions.max())
        if many
        else t("weights.source.one", edition=edition),
        t("weights.source.means" if geometric else "weights.source.mean"),
        t("weights.source.missing"),
        t("overview.source_licences_differ") if many else t("weights.source.licence", licence=stated),
        t("weights.source.checked", checked=view.checked_day),
    ]
    return "".join(parts)


def lenses(dataset: Dataset) -> list[Weights]:
    """Return the weights of each strategic pillar as a lens, in the article's order."""
    linked = [[link.indicator for link in pillar.links if link.gii] for pillar in dataset.catalog.strategy]
    return [frames.lens(codes) for codes in linked]


def finding(view: WeightsView) -> str:
    """Return the sentence (marked text) that heads the page."""
    t, spread, base, weights = view.t, view.spread, view.base, view.choice.weights
    values = {"name": view.name, "rank": view.place.rank, "interval": view.around}
    if view.choice.official:
        return t("weights.finding.official", **values)
    sets = [("equal", 0, EQUAL), ("outputs", 0, OUTPUTS)]
    sets += [("strategy", number, one) for number, one in enumerate(lenses(view.dataset), start=1)]
    called = [
        t(f"weights.lens.{key}", number=number) for key, number, one in sets if same_weights(weights, one)
    ]
    values["lens"] = called[0] if called else t("weights.lens.own")
    if view.published != view.place.rank:
        before = view.published or rank_range(view.field, OFFICIAL, view.choice.economy).rank
        return t("weights.finding.moved", published=before, **values)
    official = base.low, base.high
    wider = (spread.high - spread.low) - (base.high - base.low)
    kind = "less" if wider > 0 else "more" if wider < 0 else "same" if view.around == official else "other"
    return t(f"weights.finding.still_{kind}", before=official, **values)


def result(view: WeightsView) -> list[Component]:
    """Return the rank in large type and the ranges beside it."""
    t, base, place_ = view.t, view.base, view.place
    limit = bounds_around(view.field.frame(), view.choice.weights, view.choice.economy)
    lines = [
        t("weights.result.official", rank=view.published, count=view.field.ranked),
        t("weights.result.around", interval=view.around),
        t("weights.result.limits", interval=(limit.best, limit.worst)),
        t("weights.result.free", interval=(base.free_low, base.free_high)),
    ]
    if place_.low < place_.high:
        lines.insert(1, t("weights.result.rounded", low=place_.low, high=place_.high))
    rank = html.P(markup(view.t.write(place_.rank, "ordinal")), className="weights-rank")
    return [rank, html.Ul([html.Li(markup(line)) for line in lines])]


def compact(view: WeightsView) -> list[str | Component]:
    """Return the result in one line, for a phone whose sliders push the rank out of sight."""
    about = {"name": view.name, "rank": view.place.rank, "interval": view.around}
    return markup(view.t("weights.result.compact", **about))


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
    """Return what is said when an economy was chosen that the edition has no scores of; else nothing."""
    t, dataset, economy = view.t, view.dataset, view.query.get("economy")
    code = economy.upper() if isinstance(economy, str) else ""
    if code in view.field.economies or code not in dataset.economies:
        return []
    editions = [edition for edition, field in sorted(fields(dataset).items()) if code in field.economies]
    about = {"name": view.economy_name(code), "edition": view.choice.edition, "replacement": view.name}
    sentence = t("weights.gone_never")
    if editions:
        sentence = t("weights.gone_editions", editions=view.edition_list(editions), **about)
    return [empty([t("weights.gone", **about), sentence])]


def left_out_note(view: WeightsView) -> html.Div:
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
    return column(t("weights.limits.heading"), [t("weights.limits.audit"), *both])


def draws_figure(view: WeightsView) -> str:
    """Return the bars of the draws."""
    shares, rank = view.spread.shares(), view.place.rank
    return figure_by_width(
        lambda least: acceptability(shares, rank, view.around, view.t, least), *SHARE_HEIGHTS
    )


def draws(view: WeightsView) -> Content:
    """Return the card of the draws, with the share of those at each rank that was drawn."""
    t, rank, edition = view.t, view.place.rank, view.choice.edition
    about = {"name": view.name, "edition": edition, "rank": rank, "interval": view.around}
    rows, title = file_rows(view, frames.DRAWS), t("weights.table.draws")
    drawn = rows[rows["share_of_draws"] > 0].assign(share_of_draws=100 * rows["share_of_draws"])
    return Content(
        t("weights.result.finding", **about),
        measure(view),
        own_table(view, frames.DRAWS, title, drawn, marked=("rank", rank)),
        draws_figure(view),
        _source(view, geometric=True),
        heading=UnseenPart(title),
        standalone_title=finding(view),
        editions=[edition],
    )


def places_figure(view: WeightsView) -> str:
    """Return the lines of those who change places."""
    names, hero = view.dataset.labels(view.t.lang), view.choice.economy
    return figure_by_width(
        lambda least: reweighting.rank_changes(view.moved, names, hero, view.window, view.t, least),
        *CHANGES_WIDTHS,
    )


def places(view: WeightsView) -> Content:
    """Return the card of those who change places, with who stands at each place on either side."""
    t, window, edition, moved = view.t, view.window, view.choice.edition, view.moved
    ends = {"first": window[0], "last": window[-1]}
    count = int((moved["before"].isin(window) & (moved["before"] != moved["after"])).sum())
    found = t("weights.places.finding" if count else "weights.places.finding_none", count=count, **ends)
    before, after = (moved.set_index(side)["economy"].to_dict() for side in ("before", "after"))
    names, rows = view.dataset.labels(t.lang), []
    for at in window:
        left, right = before.get(at, ""), after.get(at, "")
        named = {"place": at, "before": names.get(left), "after": names.get(right)}
        rows.append(named | {"hero": view.choice.economy in (left, right)})
    columns = [Col("place", t("weights.column.place"))]
    columns += [Col(side, t(f"weights.places.{side}"), "text") for side in ("before", "after")]
    return Content(
        found,
        t("weights.places.measure", **ends),
        rows_table(t, rows, columns, t("weights.table.places"), ("hero", True)),
        places_figure(view),
        _source(view),
        heading=t("weights.places.heading"),
        editions=[edition],
    )


def history_finding(view: WeightsView) -> str:
    """Return where the economy would have begun and ended (marked text)."""
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
    """Return the card of the whole history, with the ranks by edition, newest first."""
    t, history = view.t, view.history
    return Content(
        history_finding(view),
        t("weights.history.measure", exact=EXACT),
        own_table(view, frames.HISTORY, t("weights.table.history")),
        figure_by_width(lambda least: reweighting.reweighted_ranks(history, t, least), *WEIGHT_HEIGHTS),
        _source(view, many=True),
        heading=t("weights.history.heading"),
        editions=history["edition"],
        quote=t("overview.quote"),
    )


def _shared(view: WeightsView) -> list[Component]:
    """Return the card of the ranks over the indicators that editions share with its control, folded.

    Nothing where no edition has indicators.
    """
    found = frames.SHARED.result(view.dataset, view.choice)
    if found is None:
        return []
    names = {one: _editions(view, one) for one in shared_sets(view.dataset)}
    controls = Controls(PAGE, view.choice, view.dataset, view.t, names)
    drawn, t = SHARED.draw(view), view.t
    lines = [drawn.sentence]
    if found.by_indicators is not None and found.by_weights is not None:
        places = {
            "indicators": count_places(found.by_indicators, t),
            "weights": count_places(found.by_weights, t),
        }
        lines.append(t("weights.shared.places", name=view.name, **places))
    select = html.Div(controls.select("shared"), className="controls")
    says = html.Span(markup(t.sentences(lines)), id=SHARED_SAYS)
    return [fold(html.H2(t("weights.shared.title")), says, [select, drawn.html])]


def _editions(view: WeightsView, shared: str) -> str:
    """Write a set of editions: 2021–2025, 2011 and 2018."""
    return view.edition_list(int(one) for one in shared.split("-"))


def _pillars(view: WeightsView, codes: Collection[str]) -> str:
    return view.t.listing([view.t(f"gii.{code}") for code in codes])


def shared(view: WeightsView) -> Content:
    """Return the ranks over what editions share, headed by whether that choice moves more than weights do."""
    found, t = frames.SHARED.result(view.dataset, view.choice), view.t
    if found is None:
        return Content(finding(view))
    ranks, indicators, weights = found.ranks, found.by_indicators, found.by_weights
    kind = "unknown"
    if indicators is not None and weights is not None:
        kind = "more" if indicators > weights else "less"
    line = t(f"weights.shared.{kind}", name=view.name)
    rows = file_rows(view, frames.SHARED).assign(lost=100 * ranks["lost"])
    thin = [_pillars(view, found.thin[edition]) for edition in ranks["edition"]]
    first, last = ranks["edition"].iloc[[0, -1]]
    source = [
        t("weights.shared.source", first=first, last=last),
        t("overview.source_licences_differ"),
        t("weights.source.checked", checked=view.checked_day),
    ]
    figure = figure_by_width(lambda least: reweighting.shared_ranks(found, t, least), *WEIGHT_HEIGHTS)
    return Content(
        line,
        t("weights.shared.measure", count=len(found.concepts)),
        own_table(view, frames.SHARED, t("weights.shared.caption"), rows, {"pillars_thin": thin}),
        figure,
        "".join(source),
        editions=ranks["edition"],
        quote=t("overview.quote"),
        below_actions=(html.P(t("weights.shared.marks"), className="small"),),
    )


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register the controls of the weights, which the browser keeps in step, and what a slider moves with it.

    While it moves the browser asks for the newest weights as soon as the last answer is drawn: these are no
    choice yet, and all that can wait until they are is left out.
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
    shown = [*((name, "children") for name in (FINDING, RESULT, COMPACT, DRAWS.id("measure-line")))]
    shown += [(card.id("figures"), "data") for card in (DRAWS, PLACES)]
    controls = CALLBACKS.controls(PAGE)

    @app.callback(
        *(Output(*part, allow_duplicate=True) for part in shown),
        Input(MOVING, "data"),
        *(State(*controls[key]) for key in ("edition", "economy")),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def answer(weights: object, edition: object, economy: object, lang: object) -> tuple[Any, ...]:
        """Answer a move: the finding, the rank with its ranges, the bars, who changes places."""
        view = CALLBACKS.view_of(current(), lang, {"edition": edition, "economy": economy, "w": weights})
        texts = markup(finding(view)), result(view), compact(view), markup(measure(view))
        return (*texts, draws_figure(view), places_figure(view))


DRAWS = Card("weights-draws", "weights-draws", (frames.DRAWS,), draws, height=620)
PLACES = Card("weights-places", "weights-places", (frames.RANKING,), places, height=700)
HISTORY = Card("weights-history", "weights-history", (frames.HISTORY,), history, height=660)
SHARED = Card("weights-shared-ranks", "weights-shared", (frames.SHARED,), shared, height=760)
CARDS = (DRAWS, PLACES, HISTORY, SHARED)
CALLBACKS = Callbacks(
    Choice,
    WeightsView,
    changes=(
        Change(
            ("edition", "economy", "w"),
            (FINDING, HEADING, RESULT, COMPACT, PAST_SAYS, (PAST, "hidden")),
            _weighted,
            (DRAWS, PLACES, HISTORY),
        ),
        Change(
            ("edition", "economy"),
            (DECK, GONE, BELOW, ("weights-economy", "options"), ("weights-economy", "value")),
            _unweighted,
        ),
        Change(("economy", "shared"), (SHARED_SAYS,), _shared, (SHARED,)),
    ),
    stores=("w",),
    no_history_entry=("w",),
)
