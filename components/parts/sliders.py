"""Sliders of weights: name, value and track, with a mark where the published weight lies."""

from dataclasses import dataclass

from dash import dcc, html

from components import numbers
from components.attributes import attributes

_KNOB = 20  # px; the middle of the knob runs from half of it to half of it before the end


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
    shown = one.says.format(value=numbers.decimal(one.value, 1), rest=numbers.decimal(100 - one.value, 1))
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
                [html.Span(one.name), html.Output(shown, className="fig", **quiet)], className="slider-head"
            ),
            html.Div(
                [mark, track], className="slider-track", role="group", **attributes(aria_label=one.name)
            ),
        ],
        className="slider",
        **attributes(data_slider=one.says),
    )
