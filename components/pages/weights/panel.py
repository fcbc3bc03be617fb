"""The left side of the page on weights: sets of weights, seven sliders and the split, reset and link."""

from dash import dcc, html
from dash.development.base_component import Component

from analysis.composition import PILLARS
from analysis.weighting import CAP, EQUAL, OFFICIAL, OUTPUTS, write
from components.attributes import attributes
from components.pages.weights.view import View, compact, lenses
from components.parts.icon import icon
from components.parts.sliders import Slider, slider
from components.text import Words

LENS, COMPACT = "weights-lens", "weights-compact"
SLIDERS = (*(f"weights-{code.lower()}" for code in PILLARS), "weights-split")
_INPUTS = 5


def panel(shown: View) -> html.Section:
    """Return the controls of the weights; the browser keeps them in step (scripts/weights.js)."""
    say = shown.say
    near = html.P(compact(shown), id=COMPACT, className="weights-compact", **attributes(aria_hidden="true"))
    return html.Section(
        [
            html.H2(say("weights.panel.heading")),
            _presets(shown),
            near,
            html.Div(_sliders(shown), className="sliders"),
            html.P(say("weights.panel.note"), className="small"),
            _buttons(say),
        ],
        className="weights-panel",
    )


def _presets(shown: View) -> html.Div:
    say, text = shown.say, write(shown.chosen.weights)
    buttons = [
        _preset(say(f"weights.panel.{key}"), write(weights), text)
        for key, weights in (("wipo", OFFICIAL), ("equal", EQUAL), ("outputs", OUTPUTS))
    ]
    group = attributes(role="group", aria_label=say("weights.panel.presets"))
    return html.Div([*buttons, _lens(shown)], className="presets", **group)


def _preset(label: str, weights: str, on_show: str) -> html.Button:
    pressed = attributes(data_weights=weights, aria_pressed=str(weights == on_show).lower())
    return html.Button(label, type="button", className="button", **pressed)


def _lens(shown: View) -> html.Div:
    """Return the select of the strategic pillars; its value is the weights of the lens, as in the address."""
    say, text = shown.say, write(shown.chosen.weights)
    pillars = zip(shown.dataset.catalog.strategy, lenses(shown.dataset), strict=True)
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


def _sliders(shown: View) -> list[Component]:
    say = shown.say
    percents = [100 * weight for weight in shown.chosen.weights]
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
    said = attributes(data_part="said")
    reset = html.Button(
        [icon("reset"), say("weights.panel.reset")],
        type="button",
        className="button",
        **attributes(data_weights=write(OFFICIAL)),
    )
    copy = attributes(data_copy_view="", data_done=say("weights.panel.copied"))
    link = html.Button(
        [icon("link"), html.Span(say("weights.panel.copy"), **said)],
        type="button",
        className="button",
        **copy,
    )
    return html.Div([reset, link], className="weights-buttons")
