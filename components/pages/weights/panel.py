"""The left side of the page on weights: sets of weights, seven sliders and the split, reset and link."""

from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from analysis.composition import PILLARS
from analysis.weighting import CAP, EQUAL, OFFICIAL, OUTPUTS, write
from components import numbers
from components.attributes import attributes
from components.pages.weights.view import View, compact, lenses
from components.parts.badges import icon
from components.text import Words

LENS, COMPACT = "weights-lens", "weights-compact"
SLIDERS = (*(f"weights-{code.lower()}" for code in PILLARS), "weights-split")
_INPUTS = 5
_KNOB = 20  # px; the middle of the knob runs from half of it to half of it before the end


def panel(view: View) -> html.Section:
    """Return the controls of the weights; the browser keeps them in step (scripts/weights.js)."""
    say = view.say
    near = html.P(compact(view), id=COMPACT, className="weights-compact", **attributes(aria_hidden="true"))
    return html.Section(
        [
            html.H2(say("weights.panel.heading")),
            _presets(view),
            near,
            html.Div(_sliders(view), className="sliders"),
            html.P(say("weights.panel.note"), className="small"),
            _buttons(say),
        ],
        className="weights-panel",
    )


def _presets(view: View) -> html.Div:
    say, text = view.say, write(view.choice.weights)
    buttons = [
        _preset(say(f"weights.panel.{key}"), write(weights), text)
        for key, weights in (("wipo", OFFICIAL), ("equal", EQUAL), ("outputs", OUTPUTS))
    ]
    group = attributes(role="group", aria_label=say("weights.panel.presets"))
    return html.Div([*buttons, _lens(view)], className="presets", **group)


def _preset(label: str, weights: str, on_show: str) -> html.Button:
    pressed = attributes(data_weights=weights, aria_pressed=str(weights == on_show).lower())
    return html.Button(label, type="button", className="button", **pressed)


def _lens(view: View) -> html.Div:
    """Return the select of the strategic pillars; its value is the weights of the lens, as in the address."""
    say, text = view.say, write(view.choice.weights)
    pillars = zip(view.dataset.catalog.strategy, lenses(view.dataset), strict=True)
    options = [
        {
            "label": say("weights.panel.lens_option", number=pillar.number, name=pillar.name.get(say.lang)),
            "value": write(weights),
        }
        for pillar, weights in pillars
    ]
    picker = dcc.Dropdown(
        id=LENS,
        options=options,
        value=text if text in [option["value"] for option in options] else None,
        placeholder=say("weights.panel.lens"),
        clearable=False,
        searchable=False,
        maxHeight=320,
        className="select",
    )
    listed = " ".join(str(option["value"]) for option in options)
    about = attributes(aria_label=say("weights.panel.lens"), data_lens=LENS, data_options=listed)
    return html.Div(picker, role="group", **about)


def _sliders(view: View) -> list[Component]:
    say = view.say
    percents = [100 * weight for weight in view.choice.weights]
    rows = [
        Slider(
            name,
            say(f"gii.{code}"),
            say("weights.panel.value"),
            round(value, 2),
            100 * mark,
            round(100 * CAP),
        )
        for name, code, value, mark in zip(SLIDERS[:-1], PILLARS, percents, OFFICIAL, strict=True)
    ]
    split = Slider(
        SLIDERS[-1],
        say("weights.panel.split"),
        say("weights.panel.split_value"),
        round(sum(percents[_INPUTS:]), 2),
        100 * sum(OFFICIAL[_INPUTS:]),
        100,
    )
    return [slider(row) for row in (*rows, split)]


def _buttons(say: Words) -> html.Div:
    about = attributes(data_part="said")
    reset = html.Button(
        [icon("reset"), say("weights.panel.reset")],
        type="button",
        className="button",
        **attributes(data_weights=write(OFFICIAL)),
    )
    copy = attributes(data_copy_view="", data_done=say("weights.panel.copied"))
    link = html.Button(
        [icon("link"), html.Span(say("weights.panel.copy"), **about)],
        type="button",
        className="button",
        **copy,
    )
    return html.Div([reset, link], className="weights-buttons")


@dataclass(frozen=True, slots=True)
class Slider:
    """One slider: its name, what it says ({value}, {rest} in percent); value, mark and end in percent."""

    id: str
    name: str
    says: str
    value: float
    mark: float
    most: int


def slider(one: Slider) -> html.Div:
    """Return the slider; scripts/weights.js keeps its words and its neighbours in step with it."""
    view = one.says.format(value=numbers.decimal(one.value, 1), rest=numbers.decimal(100 - one.value, 1))
    share = one.mark / one.most
    mark = html.Span(
        className="slider-mark",
        style={"left": f"calc({_KNOB / 2:g}px + (100% - {_KNOB}px) * {share:g})"},
        **attributes(aria_hidden="true"),
    )
    track = dcc.Slider(
        id=one.id,
        min=0,
        max=one.most,
        step=1,
        value=one.value,
        marks=None,
        updatemode="drag",
        allow_direct_input=False,
    )
    quiet = attributes(aria_live="off")  # the slider says its value; moving one moves them all
    return html.Div(
        [
            html.Div(
                [html.Span(one.name), html.Output(view, className="fig", **quiet)], className="slider-head"
            ),
            html.Div(
                [mark, track], className="slider-track", role="group", **attributes(aria_label=one.name)
            ),
        ],
        className="slider",
        **attributes(data_slider=one.says),
    )
