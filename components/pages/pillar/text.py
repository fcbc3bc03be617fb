"""The three columns that end a strategic pillar's page: how to read, how matched, what is missing."""

from dash import html

from components.pages.pillar.view import View
from components.parts.reading import hardly
from components.text import markup


def columns(view: View) -> list[html.Div]:
    """Return how to read the page, how the matching was made, and what the page cannot show."""
    say = view.say
    values = {"hardly": hardly(say), "name": view.pillar.name.get(say.lang), **view.counts}
    parts = (
        ("reading", ("counts", "ranks")),
        ("matching", ("judgement", "strength")),
        ("limits", ("cause", "gaps", "quality")),
    )
    return [
        html.Div(
            [
                html.H2(say(f"pillar.{part}.title")),
                *(html.P(markup(say(f"pillar.{part}.{key}", **values))) for key in keys),
            ]
        )
        for part, keys in parts
    ]
