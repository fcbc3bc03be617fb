"""Productivity: did it rise, as the article asks, and do the versions of one source agree?"""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analysis import productivity as method
from analysis.dataset import Dataset, cached
from analysis.frames import productivity as frames
from analysis.productivity import Choice
from analysis.query import Nothing
from analysis.standing import CHINA
from components import numbers
from components.callbacks import Callbacks
from components.measures import SHARE
from components.pages.productivity import cards
from components.pages.productivity.cards import View
from components.parts.badges import empty
from components.parts.columns import column, three
from components.parts.controls import Controls
from components.parts.figure_card import figure_card
from components.text import Words, markup, words

PAGE = "productivity"
EXCEPTION = "productivity-exception"
CARDS = (cards.GROWTH, cards.ECONOMIES, cards.LEVEL, cards.LABOUR, cards.INPUTS)
CALLBACKS = Callbacks(
    Choice,
    parts=(*cards.GROWTH.parts, (EXCEPTION, "children")),
    cards=(cards.GROWTH, cards.LEVEL, cards.LABOUR),
)
_AGREED = {1: "productivity.finding.up", -1: "productivity.finding.down", 0: "productivity.finding.flat"}
_CLAIM_END = 2022  # the last year of the article's decade


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page; ``query`` names the economy of the first figure."""
    t = words(lang)
    view = View(dataset, t, Choice.read(dataset, query))
    controls = Controls(PAGE, view.choice, dataset, t)
    return [
        html.H1(markup(finding(view))),
        html.P(markup(deck(view)), className="deck"),
        html.Div(controls.select("economy", searchable=len(view.disagreement) > 12), className="controls"),
        _first(view),
        *_china(dataset, t),
        CALLBACKS.address(PAGE, dataset),
    ]


@cached
def _china(dataset: Dataset, t: Words) -> list[Component]:
    """Return what the page says of China, whichever economy is chosen."""
    view = View(dataset, t, Choice.read(dataset, {}))
    below = [html.Div(cards.inputs_card(view)), others(view)]
    return [
        _second(view),
        html.Section(below, className="block two-cards productivity-below"),
        _below(view),
    ]


def _first(view: View) -> html.Div:
    figure = figure_card(cards.GROWTH, cards.growth(view), view.t)
    exception = html.Div(cards.economies_card(view), id=EXCEPTION)
    data = dcc.Store(id=cards.GROWTH.figures, data=cards.growth_figures(view))
    return html.Div([figure, exception, data], className="profile-grid productivity-first")


def _second(view: View) -> html.Div:
    frame = frames.LEVEL.result(view.dataset, Nothing())
    if frame[frame["economy"] == CHINA].empty:
        base = view.t("productivity.level.empty", base=2012)
        level: list[Component] = [html.Div(empty([base]))]
    else:
        level = [figure_card(cards.LEVEL, cards.level(view, frame), view.t)]
        level.append(dcc.Store(id=cards.LEVEL.figures, data=cards.level_figures(view, frame)))
    labour = figure_card(cards.LABOUR, cards.labour(view), view.t)
    data = dcc.Store(id=cards.LABOUR.figures, data=cards.labour_figures(view))
    return html.Div([html.Div(level), html.Div([labour, data])], className="two-cards")


def finding(view: View) -> str:
    """Return the title: what both versions say of China, and whether they agree."""
    t, row = view.t, view.row(CHINA)
    if row is None:
        return t("productivity.finding.unknown")
    older, newer = float(row["older"]), float(row["newer"])
    years = {"first": row["first"], "last": row["last"]}
    if not row["agree"]:
        moves = {"older": view.moved(older), "newer": view.moved(newer)}
        return t("productivity.finding.disagree", **moves, **years)
    sizes = {"older": numbers.percent(abs(older), 1, t.lang), "newer": numbers.percent(abs(newer), 1, t.lang)}
    return t(_AGREED[method.direction(newer)], **sizes, **years)


def deck(view: View) -> str:
    """Return what productivity is, and what the two versions mean for the question."""
    t, row = view.t, view.row(CHINA)
    test = t("productivity.deck.test")
    if row is None:
        return test
    between = "" if t.lang == "zh" else " "
    if not row["agree"]:
        return test + between + t("productivity.deck.disagree")
    points = SHARE.write(abs(float(row["points"])), t.lang)
    return test + between + t("productivity.deck.agree", points=points)


def others(view: View) -> html.Section:
    """Return the other estimates, named and linked."""
    t = view.t
    entries = []
    for estimate in view.dataset.catalog.estimates:
        name = estimate.name.get(t.lang)
        link = html.A(name, href=estimate.url, rel="noopener") if estimate.url else name
        about = html.Span(estimate.publisher.get(t.lang), className="small")
        entries.append(html.Li([html.B(link), about, html.P(estimate.note.get(t.lang))]))
    head = [
        html.H2(t("productivity.others.title")),
        html.P(t("productivity.others.deck"), className="small"),
    ]
    return html.Section([*head, html.Ul(entries, className="estimates")])


def _below(view: View) -> html.Section:
    """Return the three columns at the end: what cannot be concluded, and why."""
    t = view.t
    parts = {
        "residual": [t("productivity.limits.residual"), t("productivity.limits.cause")],
        "revision": [t("productivity.limits.revision"), t("productivity.limits.mixed")],
        "reach": _reach(view),
    }
    return three([column(t(f"productivity.limits.{key}_title"), lines) for key, lines in parts.items()])


def _reach(view: View) -> list[str]:
    t, (a, b) = view.t, view.versions
    groups = {str(code): rows for code, rows in view.of(method.GROWTH).groupby("indicator")}
    older, newer = (groups.get(code) for code in method.GROWTH)
    lines = []
    if older is not None and (end := int(older["year"].max())) < _CLAIM_END:
        lines.append(t("productivity.limits.ends", a=a, end=end))
    if older is not None and newer is not None:
        counts = {"count": newer["economy"].nunique(), "all": older["economy"].nunique()}
        lines.append(t("productivity.limits.economies", a=a, b=b, **counts))
    return lines
