"""The three columns that end a strategic pillar's page: how to read, how matched, what is missing."""

from dash import html

from analysis.frontier import PACE
from analysis.progress import HARDLY
from components.pages.pillar.view import View
from components.text import markup


def columns(view: View) -> html.Section:
    """Return how to read the page, how the matching was made, and what the page cannot show."""
    say = view.say
    counts = view.counts
    values = {"pace": PACE, "hardly": round(100 * HARDLY), "name": view.pillar.name.get(say.lang)}
    values |= {"towards": counts["towards"], "away": counts["away"], "flat": counts["flat"]}
    values |= {"none": counts["none"], "gaps": counts["gaps"]}
    parts = (
        ("reading", ("counts", "years", "ranks")),
        ("matching", ("judgement", "strength")),
        ("limits", ("cause", "gaps", "quality")),
    )
    shown = [
        html.Div(
            [
                html.H2(say(f"pillar.{part}.title")),
                *(html.P(markup(say(f"pillar.{part}.{key}", **values))) for key in keys),
            ]
        )
        for part, keys in parts
    ]
    return html.Section(shown, className="block three")
