"""Weights and robustness: does the rank depend on the weights of the seven GII pillars?"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component

from analysis.composition import PILLARS
from analysis.dataset import Dataset
from analysis.frames import weights as frames
from analysis.frames.weights import Choice
from analysis.shared_concepts import Shared, sets
from analysis.standing import CHINA
from analysis.weighting import CAP, EQUAL, OFFICIAL, OUTPUTS, write
from components import numbers
from components.attributes import attributes, button
from components.callbacks import Callbacks, Change
from components.card import Card, Content, nothing
from components.charts import acceptability, reweighted, shared_concepts
from components.charts.layer import packed
from components.kit import Col, columns_of, rows_table
from components.pages.weights import text
from components.pages.weights.text import View
from components.parts.badges import icon
from components.parts.controls import Controls, listed
from components.parts.ledgers import many
from components.shell import LANG
from components.text import markup
from components.view import licence
from data.languages import known_language

PAGE = "weights"
EDITION, ECONOMY, RESTED = "weights-edition", "weights-economy", "weights-w"
PRESET, REQUESTED, ANSWERED = "weights-preset", "weights-ask", "weights-answered"
FINDING, DECK, HEADING, RESULT, BELOW = (
    f"weights-{part}" for part in ("finding", "deck", "heading", "result", "below")
)
HISTORY_NOTE, MATTERS, GONE = "weights-history-note", "weights-matters", "weights-gone"
_NUMBERS = re.compile(r"[0-9.,]{1,100}")
LENS, COMPACT = "weights-lens", "weights-compact"
SLIDERS = (*(f"weights-{code.lower()}" for code in PILLARS), "weights-split")
_INPUTS = 5
_KNOB = 20  # px; the middle of the knob runs from half of it to half of it before the end
SHARED_NOTE = "weights-shared-note"
EXACT = 2021  # the first edition whose scores are published in full


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the first values of its controls."""
    view = text.read(dataset, lang, query)
    t, weights = view.t, write(view.choice.weights)
    controls = Controls(PAGE, view.choice, dataset, t)
    middle = [
        html.H2(text.heading(view), id=HEADING),
        html.Div(text.result(view), id=RESULT, className="weights-result"),
        DRAWS.of(view).frame,
    ]
    grid = [
        _panel(view),
        html.Section(middle, className="weights-middle"),
        PLACES.of(view).frame,
    ]
    aside = [html.Div(_history_text(view), id=HISTORY_NOTE), html.Div(text.matters(view), id=MATTERS)]
    history = [HISTORY.of(view).frame, html.Div(aside)]
    return [
        html.H1(markup(text.finding(view)), id=FINDING),
        html.P(_deck(view), id=DECK, className="deck"),
        html.Div(
            [controls.select("edition"), controls.select("economy", searchable=True)], className="controls"
        ),
        html.Div(text.gone(view, query.get("economy")), id=GONE, role="status"),
        html.Div(grid, className="weights-grid"),
        html.Section(history, className="block weights-history"),
        *_shared(view),
        html.Div(_below(view), id=BELOW),
        *(dcc.Store(id=name, data=weights) for name in (PRESET, REQUESTED, RESTED, ANSWERED)),
        CALLBACKS.address(PAGE, dataset),
    ]


def _deck(view: View) -> list[str | Component]:
    return markup(view.t("weights.deck", edition=view.choice.edition))


def _history_text(view: View) -> list[Component]:
    note = html.P(history_note(view), className="small")
    return [html.P(markup(history_finding(view))), note]


def _below(view: View) -> list[Component]:
    three = [text.cases(view), text.imputed(view), text.left_out(view)]
    return [html.Section(three, className="block three"), text.columns(view)]


def _panel(view: View) -> html.Section:
    """Return the controls of the weights; the browser keeps them in step (scripts/weights.js)."""
    t, chosen, quiet = view.t, view.choice.weights, attributes(aria_hidden="true")
    current = write(chosen)
    sets = {"wipo": write(OFFICIAL), "equal": write(EQUAL), "outputs": write(OUTPUTS)}
    presets = [
        button(t(f"weights.panel.{key}"), data_weights=one, aria_pressed=str(one == current).lower())
        for key, one in sets.items()
    ]
    value, split, split_value = (t(f"weights.panel.{key}") for key in ("value", "split", "split_value"))
    each, most = zip(SLIDERS[:-1], PILLARS, chosen, OFFICIAL, strict=True), round(100 * CAP)
    sliders = [
        _slider(t.lang, name, t(f"gii.{code}"), value, 100 * weight, 100 * mark, most)
        for name, code, weight, mark in each
    ]
    outputs, mark = sum(100 * weight for weight in chosen[_INPUTS:]), 100 * sum(OFFICIAL[_INPUTS:])
    sliders.append(_slider(t.lang, SLIDERS[-1], split, split_value, outputs, mark, 100))
    reset = [icon("reset"), t("weights.panel.reset")]
    copy = [icon("link"), html.Span(t("weights.panel.copy"), **attributes(data_part="label"))]
    buttons = [
        button(reset, data_weights=write(OFFICIAL)),
        button(copy, data_copy_view="", data_done=t("weights.panel.copied")),
    ]
    group = attributes(role="group", aria_label=t("weights.panel.presets"))
    return html.Section(
        [
            html.H2(t("weights.panel.heading")),
            html.Div([*presets, _lens(view)], className="presets", **group),
            html.P(text.compact(view), id=COMPACT, className="weights-compact", **quiet),
            html.Div(sliders, className="sliders"),
            html.P(t("weights.panel.note"), className="small"),
            html.Div(buttons, className="weights-buttons"),
        ],
        className="weights-panel",
    )


def _lens(view: View) -> html.Div:
    """Return the select of the strategic pillars; its value is the weights of the lens, as in the address."""
    t, current = view.t, write(view.choice.weights)
    listed = [write(weights) for weights in text.lenses(view.dataset)]
    names = [
        t("weights.panel.lens_option", number=pillar.number, name=t.of(pillar.name))
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
    about = {"aria_label": t("weights.panel.lens"), "data_lens": LENS, "data_options": " ".join(listed)}
    return html.Div(picker, role="group", **attributes(**about))


def _slider(lang: str, name: str, label: str, written: str, value: float, mark: float, most: int) -> html.Div:
    """Return a slider; scripts/weights.js keeps its words and its neighbours in step with it.

    written: how its value is written ({value}, {rest}); value, mark (of WIPO's weight), most: in percent.
    """
    value = round(value, 2)
    shares = {"value": numbers.decimal(value, 1, lang), "rest": numbers.decimal(100 - value, 1, lang)}
    left = f"calc({_KNOB / 2:g}px + (100% - {_KNOB}px) * {mark / most:g})"
    tick = html.Span(className="slider-mark", style={"left": left}, **attributes(aria_hidden="true"))
    track = dcc.Slider(
        id=name,
        min=0,
        max=most,
        step=1,
        value=value,
        marks=None,
        updatemode="drag",
        allow_direct_input=False,
    )
    quiet = attributes(aria_live="off")  # the slider says its value; moving one moves them all
    head = html.Div(
        [html.Span(label), html.Output(written.format(**shares), className="fig", **quiet)],
        className="slider-head",
    )
    body = html.Div([tick, track], className="slider-track", role="group", **attributes(aria_label=label))
    return html.Div([head, body], className="slider", **attributes(data_slider=written))


def _source(view: View, *, many: bool = False, geometric: bool = False) -> str:
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
        t("weights.source.checked", checked=view.checked),
    ]
    return "".join(parts)


def draws_figure(view: View) -> str:
    """Return the bars of the draws."""
    acceptance = acceptability.Acceptance(view.spread.shares(), *view.around, view.place.rank)
    return packed(
        lambda least: acceptability.acceptability(acceptance, view.t, least), *acceptability.HEIGHTS
    )


def draws(view: View) -> Content:
    """Return the card of the draws, with the share of those at each rank that was drawn."""
    t, rank, edition = view.t, view.place.rank, view.choice.edition
    about = {"name": view.name, "edition": edition, "rank": rank, "interval": view.around}
    drawn = (100 * view.spread.shares()).rename("share").reset_index()
    columns = columns_of(t, "weights.column", rank="", share="hundredths")
    title = t("weights.table.draws")
    return Content(
        t("weights.result.finding", **about),
        text.measure(view),
        rows_table(t, drawn[drawn["share"] > 0], columns, title, ("rank", rank)),
        draws_figure(view),
        _source(view, geometric=True),
        heading=title,
        alone=text.finding(view),
        seen=False,
        editions=[edition],
        height=acceptability.HEIGHTS[420],
    )


def places_figure(view: View) -> str:
    """Return the lines of those who change places."""
    names = view.dataset.labels(view.t.lang)
    return packed(
        lambda least: reweighted.rank_changes(view.moved, names, view.window, view.t, least),
        *reweighted.WIDTHS,
    )


def places(view: View) -> Content:
    """Return the card of those who change places, with who stands at each place on either side."""
    t, window, edition = view.t, view.window, view.choice.edition
    ends = {"first": window.first, "last": window.last}
    count = sum(window.holds(one.before) and one.before != one.after for one in view.moved)
    found = t("weights.places.finding" if count else "weights.places.finding_none", count=count, **ends)
    before, after = ({getattr(one, side): one.economy for one in view.moved} for side in ("before", "after"))
    names, rows = view.dataset.labels(t.lang), []
    for place in range(window.first, window.last + 1):
        left, right = before.get(place, ""), after.get(place, "")
        named = {"place": place, "before": names.get(left), "after": names.get(right)}
        rows.append(named | {"hero": window.hero in (left, right)})
    columns = [Col("place", t("weights.column.place"))]
    columns += [Col(side, t(f"weights.places.{side}"), number=False) for side in ("before", "after")]
    return Content(
        found,
        t("weights.places.measure", **ends),
        rows_table(t, rows, columns, t("weights.table.places"), ("hero", True)),
        places_figure(view),
        _source(view),
        heading=t("weights.places.heading"),
        editions=[edition],
        height=reweighted.ROW * 13 + 34,
    )


def history_finding(view: View) -> str:
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


def history_note(view: View) -> str:
    """Return what rounding and economies without all scores leave open."""
    t, frame = view.t, view.history
    if not (frame["rank_low"] < frame["rank_high"]).any():
        return t("weights.history.exact", exact=EXACT)
    gaps = [
        t("weights.history.gap", count=row["left_out"], edition=row["edition"])
        for row in frame[frame["left_out"] > 0].to_dict("records")
    ]
    return t(f"weights.history.{'open_gaps' if gaps else 'open'}", exact=EXACT, gaps=t.listing(gaps))


def history(view: View) -> Content:
    """Return the card of the whole history, with the ranks by edition, newest first."""
    t, history = view.t, view.history
    rows = history.sort_values("edition", ascending=False)
    rows = rows.assign(own=rows["rank"], range=_intervals(view, rows["rank_low"], rows["rank_high"]))
    columns = columns_of(t, "weights.column", edition="text", own="", range="", published="", economies="")
    return Content(
        history_finding(view),
        t("weights.history.measure"),
        rows_table(t, rows, columns, t("weights.table.history")),
        packed(lambda least: reweighted.reweighted(history, t, least), *reweighted.HEIGHTS),
        _source(view, many=True),
        heading=t("weights.history.heading"),
        editions=history["edition"],
        quote=t("overview.quote"),
        height=reweighted.HEIGHTS[560],
    )


def _intervals(view: View, lows: Iterable[Any], highs: Iterable[Any]) -> list[str]:
    ends = ((numbers.whole(low), numbers.whole(high)) for low, high in zip(lows, highs, strict=True))
    return [numbers.interval_cell(*pair, view.t("missing")) for pair in ends]


def _shared(view: View) -> list[Component]:
    """Return the card of the ranks over the indicators that editions share, its control and its findings.

    Nothing where no edition has indicators.
    """
    found = frames.SHARED.result(view.dataset, view.choice)
    if found is None:
        return []
    names = {one: _editions(view, one) for one in sets(view.dataset)}
    controls = Controls(PAGE, view.choice, view.dataset, view.t, names)
    lines = [html.P(markup(line)) for line in _shared_lines(view, found)]
    aside = [html.Div(controls.select("shared"), className="controls"), html.Div(lines, id=SHARED_NOTE)]
    return [html.Section([SHARED.of(view).frame, html.Div(aside)], className="block weights-history")]


def _editions(view: View, shared: str) -> str:
    """Write a set of editions: 2021–2025, 2012 and 2022."""
    return view.runs(int(one) for one in shared.split("-"))


def _pillars(view: View, codes: Collection[str]) -> str:
    return view.t.listing([view.t(f"gii.{code}") for code in codes])


def _shared_lines(view: View, found: Shared) -> list[str]:
    """Return the numbers behind the finding, the pillars of which little is left, and what it is not."""
    t, count, lost = view.t, len(found.concepts), 100 * found.ranks["lost"]
    lines = [t("weights.shared.rule", count=count, editions=_editions(view, view.choice.shared))]
    if found.by_indicators is not None and found.by_weights is not None:
        places = {"indicators": many(found.by_indicators, t), "weights": many(found.by_weights, t)}
        lines.append(t("weights.shared.places", name=view.name, **places))
    lines.append(t("weights.shared.lost", least=lost.min(), most=lost.max()))
    by_pillars: dict[str, list[int]] = {}
    for edition, pillars in found.thin.items():
        if pillars:
            by_pillars.setdefault(_pillars(view, pillars), []).append(edition)
    thin = [
        t("weights.shared.thin_part", pillars=pillars, editions=view.runs(editions))
        for pillars, editions in by_pillars.items()
    ]
    if thin:
        lines.append(t("weights.shared.thin", list=t("weights.shared.thin_join").join(thin)))
    return [*lines, t("weights.shared.limits")]


def shared(view: View) -> Content:
    """Return the ranks over what editions share, headed by whether that choice moves more than weights do."""
    found, t = frames.SHARED.result(view.dataset, view.choice), view.t
    if found is None:
        return nothing(text.finding(view))
    ranks, indicators, weights = found.ranks, found.by_indicators, found.by_weights
    kind = "unknown"
    if indicators is not None and weights is not None:
        kind = "more" if indicators > weights else "less"
    line = t(f"weights.shared.{kind}", name=view.name)
    rows = ranks.assign(
        lost=100 * ranks["lost"],
        bounds=_intervals(view, ranks["bound_low"], ranks["bound_high"]),
        thin=[_pillars(view, found.thin[edition]) for edition in ranks["edition"]],
    )
    written = {"edition": "text", "published": "", "inside": "", "over": "", "bounds": ""}
    columns = columns_of(t, "weights.column", **written, lost="tenths", thin="text")
    first, last = ranks["edition"].iloc[[0, -1]]
    source = [
        t("weights.shared.source", first=first, last=last),
        t("overview.source_licences_differ"),
        t("weights.source.checked", checked=view.checked),
    ]
    figure = packed(lambda least: shared_concepts.shared_ranks(found, t, least), *shared_concepts.HEIGHTS)
    return Content(
        line,
        t("weights.shared.measure", count=len(found.concepts)),
        rows_table(t, rows, columns, t("weights.shared.caption")),
        figure,
        "".join(source),
        editions=ranks["edition"],
        quote=t("overview.quote"),
        height=shared_concepts.HEIGHTS[560],
        strips=(html.P(t("weights.shared.marks"), className="small"),),
    )


def _settled(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return what follows once the sliders rest: the history, tables, downloads and citations."""
    view = text.read(dataset, lang, query)
    drawn = [card.of(view).frame for card in (DRAWS, PLACES, HISTORY)]
    return [*drawn, html.Div(_history_text(view), id=HISTORY_NOTE)]


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what a slider does as it moves, and what only edition and economy change.

    While a slider moves the browser asks for the newest weights as soon as the last answer is there: these
    are no choice yet, and all that can wait until they are is left out. What does not depend on the weights
    is drawn for another edition or economy only, since some of it is slow.
    """
    app.clientside_callback(
        ClientsideFunction("weights", "follow"),
        *(Input(name, "value") for name in SLIDERS),
        Input(PRESET, "data"),
    )
    app.clientside_callback(
        ClientsideFunction("weights", "choose"), Input(LENS, "value"), prevent_initial_call=True
    )
    app.clientside_callback(
        ClientsideFunction("weights", "answered"), Input(ANSWERED, "data"), prevent_initial_call=True
    )
    picked = (Input(EDITION, "value"), Input(ECONOMY, "value"))

    @app.callback(
        Output(FINDING, "children"),
        Output(RESULT, "children"),
        Output(COMPACT, "children"),
        Output(DRAWS.measure_line, "children"),
        Output(DRAWS.figures, "data"),
        Output(PLACES.figures, "data"),
        Output(ANSWERED, "data"),
        Input(REQUESTED, "data"),
        *picked,
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def answer(weights: object, edition: object, economy: object, lang: object) -> tuple[Any, ...]:
        """Answer each move: the finding, the rank with its ranges, the bars, who changes places."""
        query = {"edition": edition, "economy": economy, "w": weights}
        view = text.read(current(), known_language(lang), query)
        return (
            markup(text.finding(view)),
            text.result(view),
            text.compact(view),
            markup(text.measure(view)),
            draws_figure(view),
            places_figure(view),
            # What was asked comes back, so that the browser can ask for the next; anything else does not.
            weights if isinstance(weights, str) and _NUMBERS.fullmatch(weights) else None,
        )

    @app.callback(
        Output(DECK, "children"),
        Output(HEADING, "children"),
        Output(BELOW, "children"),
        Output(MATTERS, "children"),
        Output(ECONOMY, "options"),
        Output(ECONOMY, "value"),
        Output(GONE, "children"),
        *picked,
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def anew(edition: object, economy: object, lang: object) -> tuple[Any, ...]:
        """Return for another edition or economy what does not depend on the sliders."""
        view = text.read(current(), known_language(lang), {"edition": edition, "economy": economy})
        options = listed(view.dataset.by_name(view.field.economies, view.t.lang))
        # An economy that the edition does not hold gives way to China, in the picker as well.
        economy_value = no_update if economy == view.choice.economy else view.choice.economy
        below = _below(view), text.matters(view)
        # China that took the place of another economy is no choice of the reader: what is said of it stays.
        replaced = ctx.triggered_id == ECONOMY and economy == CHINA
        gone = no_update if replaced else text.gone(view, economy)
        return _deck(view), text.heading(view), *below, options, economy_value, gone


DRAWS = Card("weights-draws", "weights-draws", (frames.DRAWS,), View, draws, height=600)
PLACES = Card("weights-places", "weights-places", (frames.RANKING,), View, places, height=700)
HISTORY = Card("weights-history", "weights-history", (frames.HISTORY,), View, history, height=660)
SHARED = Card("weights-shared-ranks", "weights-shared", (frames.SHARED,), View, shared, height=760)
CARDS = (DRAWS, PLACES, HISTORY, SHARED)
_LATER = (
    (HISTORY_NOTE, "children"),
    (HISTORY.figures, "data"),
    (PLACES.measure_line, "children"),
    *((part, "children") for card in CARDS[:3] for part in (card.table, card.source, *card.credit)),
    *((card.data, "href") for card in CARDS[:3]),
    *((card.plot, "aria-label") for card in CARDS[:3]),
)
CALLBACKS = Callbacks(
    Choice,
    changes=(
        Change(("edition", "economy", "w"), _LATER, _settled),
        Change(
            ("economy", "shared"),
            ((SHARED_NOTE, "children"),),
            lambda dataset, lang, query: _shared(text.read(dataset, lang, query)),
            (SHARED,),
        ),
    ),
    inside=CARDS,
    stores=("w",),
    replaced=("w",),
)
