"""The sentences of the page on productivity: finding, deck, other estimates, what cannot be concluded."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis import productivity as method
from analysis.standing import CHINA
from components import numbers
from components.pages.productivity.view import View
from components.text import markup

_AGREED = {
    1: "productivity.finding.up",
    -1: "productivity.finding.down",
    0: "productivity.finding.flat",
}
_CLAIM_END = 2022  # the last year of the article's decade


def finding(view: View) -> str:
    """Return the title: what both versions say of China, and whether they agree."""
    say, row = view.say, view.row(CHINA)
    if row is None:
        return say("productivity.finding.unknown")
    values: dict[str, Any] = dict(row)
    older, newer = float(values["older"]), float(values["newer"])
    years = {"first": values["first"], "last": values["last"]}
    if not values["agree"]:
        a, b = view.versions
        moves = {"older": view.moved(older), "newer": view.moved(newer)}
        return say("productivity.finding.disagree", a=a, b=b, **moves, **years)
    sizes = {"older": f"{numbers.decimal(abs(older), 1)}%", "newer": f"{numbers.decimal(abs(newer), 1)}%"}
    return say(_AGREED[method.direction(newer)], **sizes, **years)


def deck(view: View) -> str:
    """Return what productivity is, and what the two versions mean for the question."""
    say, row = view.say, view.row(CHINA)
    test = say("productivity.deck.test")
    if row is None:
        return test
    between = "" if say.lang == "zh" else " "
    values: dict[str, Any] = dict(row)
    if not values["agree"]:
        return test + between + say("productivity.deck.disagree")
    points = numbers.decimal(abs(float(values["points"])), 1)
    return test + between + say("productivity.deck.agree", points=points)


def others(view: View) -> html.Section:
    """Return the other estimates, named and linked."""
    say = view.say
    entries = []
    for estimate in view.dataset.catalog.estimates:
        name = estimate.name.get(say.lang)
        link = html.A(name, href=estimate.url, rel="noopener") if estimate.url else name
        about = html.Span(estimate.publisher.get(say.lang), className="small")
        entries.append(html.Li([html.B(link), about, html.P(estimate.note.get(say.lang))]))
    head = [
        html.H2(say("productivity.others.title")),
        html.P(say("productivity.others.deck"), className="small"),
    ]
    return html.Section([*head, html.Ul(entries, className="estimates")])


def columns(view: View) -> html.Section:
    """Return the three columns at the end: what cannot be concluded, and why."""
    parts = (
        ("residual_title", [view.say("productivity.limits.residual"), view.say("productivity.limits.cause")]),
        ("revision_title", [view.say("productivity.limits.revision"), view.say("productivity.limits.mixed")]),
        ("reach_title", _reach(view)),
    )
    blocks: list[Component] = []
    for key, lines in parts:
        head = html.H2(view.say(f"productivity.limits.{key}"))
        blocks.append(html.Div([head, *(html.P(markup(line)) for line in lines)]))
    return html.Section(blocks, className="block three")


def _reach(view: View) -> list[str]:
    say, (a, b) = view.say, view.versions
    held = view.observations[view.observations["indicator"].isin(method.GROWTH)]
    groups = {str(code): rows for code, rows in held.groupby("indicator")}
    older, newer = (groups.get(code) for code in method.GROWTH)
    lines = []
    if older is not None and (end := int(older["year"].max())) < _CLAIM_END:
        lines.append(say("productivity.limits.ends", a=a, end=end))
    if older is not None and newer is not None:
        counts = {"held": newer["economy"].nunique(), "all": older["economy"].nunique()}
        few = counts["held"] < counts["all"]
        key = "productivity.limits.few" if few else "productivity.limits.all"
        lines.append(say(key, a=a, b=b, **counts))
    return lines
