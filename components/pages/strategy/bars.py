"""How the indicators of each strategic pillar moved, a bar each: towards the aim, hardly, away, and gaps."""

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from components.pages.strategy.places import pillar_path
from components.pages.strategy.view import View
from components.parts.badges import ring
from components.text import Words
from data.catalog import StrategicPillar

COURSES = ("towards", "flat", "away", "none")


def bars(view: View) -> html.Div:
    """Return one row a pillar, each the way to its page; widths are numbers of indicators on one scale."""
    pillars = view.site.catalog.strategy
    counts = {one.number: view.counts(one.number) for one in pillars}
    longest = max(sum(found.values()) for found in counts.values())
    rows = [_row(one, counts[one.number], longest, view.say) for one in pillars]
    return html.Div([_legend(view.say), html.Ol(rows)], className="evidence-bars")


def _legend(say: Words) -> html.P:
    keys: list[Component] = []
    for course in (*COURSES, "gaps"):
        square = html.Span(className=f"bar-key bar-{course}", **attributes(aria_hidden="true"))
        keys.append(html.Span([square, say(f"matrix.legend.{course}")]))
    return html.P(keys, className="bar-legend small")


def _row(pillar: StrategicPillar, counts: dict[str, int], longest: int, say: Words) -> html.Li:
    parts = [
        html.Span(str(counts[course]), className=f"bar bar-{course}", style={"flexGrow": counts[course]})
        for course in (*COURSES, "gaps")
        if counts[course]
    ]
    rest = longest - sum(counts.values())
    spare = [html.Span(style={"flexGrow": rest})] if rest else []
    told = say("matrix.bar", **counts)
    bar = html.Span([*parts, *spare], className="bar-track", role="img", **attributes(aria_label=told))
    question = html.Span(pillar.question.get(say.lang), className="small")
    name = html.Span([html.B(pillar.name.get(say.lang)), question], className="bar-name")
    link = html.A([ring(pillar.number), name, bar], href=f"/{say.lang}/{pillar_path(pillar.slug)}")
    return html.Li(link)
