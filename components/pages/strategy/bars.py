"""How the indicators of each strategic pillar moved, and a square for each recommendation."""

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from components.pages.strategy.places import pillar_path
from components.pages.strategy.view import View
from components.parts.badges import ring
from components.text import Words
from data.catalog import StrategicPillar

COURSES = ("towards", "flat", "away", "none")
MARKS = ("held", "partial", "gaps")


def bars(view: View) -> list[Component]:
    """Return one row a pillar, each the way to its page; widths are numbers of indicators on one scale."""
    pillars = view.dataset.catalog.strategy
    counts = {one.number: view.counts(one.number) for one in pillars}
    longest = max(found["things"] for found in counts.values())
    rows = [_row(one, counts[one.number], longest, view) for one in pillars]
    return [_legend(view.say), html.Ol(rows)]


def _legend(say: Words) -> html.P:
    keys: list[Component] = []
    for name in (*COURSES, *MARKS):
        square = html.Span(className=f"bar-key bar-{name}", **attributes(aria_hidden="true"))
        keys.append(html.Span([square, say(f"matrix.legend.{name}")]))
    return html.P(keys, className="bar-legend small")


def _row(pillar: StrategicPillar, counts: dict[str, int], longest: int, view: View) -> html.Li:
    say = view.say
    parts = [
        html.Span(str(counts[course]), className=f"bar bar-{course}", style={"flexGrow": counts[course]})
        for course in COURSES
        if counts[course]
    ]
    rest = longest - counts["things"]
    spare = [html.Span(style={"flexGrow": rest})] if rest else []
    bar = html.Span(
        [*parts, *spare],
        className="bar-track",
        role="img",
        **attributes(aria_label=say("matrix.bar", **counts)),
    )
    question = html.Span(pillar.question.get(say.lang), className="small")
    name = html.Span([html.B(pillar.name.get(say.lang)), question], className="bar-name")
    parts = [ring(pillar.number), name, bar, _marks(pillar, counts, say)]
    return html.Li(html.A(parts, href=f"/{say.lang}/{pillar_path(pillar.slug, view.choice.since)}"))


def _marks(pillar: StrategicPillar, counts: dict[str, int], say: Words) -> html.Span:
    """Return a square for each recommendation: with data, with data for a part, with none."""
    numbers = {"partial": counts["partial"], "gaps": counts["gaps"]}
    numbers = {"held": len(pillar.actions) - sum(numbers.values()), **numbers}
    squares = [html.Span(className=f"bar-key bar-{mark}") for mark in MARKS for _ in range(numbers[mark])]
    told = say("matrix.marks", actions=len(pillar.actions), **numbers)
    return html.Span(squares, className="bar-marks", role="img", title=told, **attributes(aria_label=told))
