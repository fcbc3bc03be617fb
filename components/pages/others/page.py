"""Other rankings: do they tell the same story of China's rise as the Global Innovation Index?"""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.frames import others as frames
from analysis.query import Nothing
from analysis.triangulation import GII
from components import numbers
from components.callbacks import Callbacks
from components.measures import PERCENTILE
from components.pages.others import cards
from components.pages.others.cards import Choice, View
from components.parts.columns import columns, three
from components.parts.controls import Controls
from components.parts.figure_card import figure_card
from components.text import Words, markup, words

PAGE = "others"
CARDS = (cards.STRIP, cards.LINES, cards.CITED, cards.VALUES)
_COLUMNS = {
    "differ": ("field", "measured", "opinion", "year"),
    "left": ("tables", "unseen", "without"),
    "sources": ("single", "derived", "cause"),
}
CALLBACKS = Callbacks(
    Choice,
    parts=tuple(
        part
        for card in (cards.STRIP, cards.LINES)
        for part in ((card.figures, "data"), (card.measure_line, "children"), (card.table, "children"))
    ),
    cards=(cards.STRIP, cards.LINES),
)


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the value of its control."""
    t = words(lang)
    view = _view(dataset, t, query)
    title = finding(view)
    control = Controls(PAGE, view.choice, dataset, t).segmented("show")
    strip = figure_card(cards.STRIP, cards.strip_content(view, title), t)
    lines = figure_card(cards.LINES, cards.lines_content(view, title), t)
    fields, *below = _tables(dataset, t)
    return [
        html.H1(markup(title)),
        html.P(markup(deck(view)), className="deck"),
        html.Div([control, html.Span(t("others.control"), className="small")], className="controls"),
        html.Div([strip, fields], className="profile-grid"),
        html.Section(lines, className="block"),
        dcc.Store(id=cards.STRIP.figures, data=cards.strip_figure(view)),
        dcc.Store(id=cards.LINES.figures, data=cards.lines_figure(view)),
        *below,
        CALLBACKS.address(PAGE, dataset),
    ]


def _view(dataset: Dataset, t: Words, query: Mapping[str, Any]) -> View:
    return View(dataset, t, Choice.read(dataset, query), frames.RANKINGS.result(dataset, Nothing()))


@cached
def _tables(dataset: Dataset, t: Words) -> list[Component]:
    """Return what is the same in either measure: the fields, then what stands below the figures."""
    view = _view(dataset, t, {})
    return [
        _fields(view),
        cards.cited_table(view),
        cards.index_table(view),
        three(columns(t, "others", _COLUMNS)),
    ]


def finding(view: View) -> str:
    """Return in how many of the rankings that compare over time China rose, and where it stands in these."""
    t, moved = view.t, view.moved
    higher, all_ = sum(one.rose > 0 for one in moved), len(moved)
    key = "others.finding.some" if higher else "others.finding.none"
    key = "others.finding.all" if higher == all_ else key
    return t(key, count=_small(all_, t), higher=_small(higher, t)) + _spread(view)


def _spread(view: View) -> str:
    latest = view.percentiles.set_index("ranking")["value"]
    counted = latest.reindex([one.ranking for one in view.moved])
    if GII not in latest or counted.empty:
        return ""
    ends = {"low": counted.min(), "high": counted.max(), "gii": latest[GII]}
    values = {name: numbers.decimal(float(value), 0, view.t.lang) for name, value in ends.items()}
    return view.t("others.finding.spread", **values)


def _small(number: int, t: Words) -> str:
    """Write a number in words where the language does so."""
    small = t("others.number").split("|")
    return small[number] if number < len(small) else str(number)


def deck(view: View) -> str:
    """Return what is shown, where China did not rise or fell since, and what the same rank is worth."""
    return view.t("others.deck.intro") + held(view) + same(view)


def held(view: View) -> str:
    """Return where China hardly moved, and where it is lower than at its best, with year and percentile."""
    still = [_move(view, one.ranking, one.first, one.last) for one in view.moved if not one.rose]
    lower = [_move(view, one.ranking, one.best, one.last) for one in view.moved if one.fell_since_best]
    told = [view.t("others.deck.still", moves=view.t.listing(still))] if still else []
    told += [view.t("others.deck.lower", moves=view.t.listing(lower))] if lower else []
    return "".join(told)


def _move(view: View, ranking: str, start: tuple[int, float], end: tuple[int, float]) -> str:
    values = {"start": PERCENTILE.write(start[1], view.t.lang), "end": PERCENTILE.write(end[1], view.t.lang)}
    years = {"start_year": start[0], "end_year": end[0]}
    return view.t("others.deck.move", name=view.short(ranking), **values, **years)


def same(view: View) -> str:
    """Return what the same rank is worth in the GII and in a smaller ranking; blank if there is none."""
    t = view.t
    latest = {str(row["ranking"]): row for row in view.percentiles.to_dict("records")}
    own = latest.pop(GII, None)
    alike = [row for row in latest.values() if own and row["rank"] == own["rank"]]
    if not own or not alike:
        return ""
    other = min(alike, key=lambda row: int(row["economies"]))
    return t(
        "others.deck.same",
        rank=view.ordinal(int(own["rank"])),
        few=int(other["economies"]),
        few_value=PERCENTILE.write(float(other["value"]), t.lang),
        name=view.short(str(other["ranking"])),
        many=int(own["economies"]),
        many_value=PERCENTILE.write(float(own["value"]), t.lang),
    )


def _fields(view: View) -> html.Div:
    """Return whom each ranking covers and what it measures, as a list beside the figure."""
    t = view.t
    items = []
    for key in view.ranked:
        one, family = view.known[key], view.family(key)
        name = one.name.get(t.lang)
        title = html.A(name, href=family.url, rel="noopener") if family.url else name
        dated = t("others.dated") if one.dated == "data" else ""
        words = t("others.field", coverage=one.coverage.get(t.lang), measures=one.measures.get(t.lang))
        items.append(html.Li([html.H3(title), html.P(words + dated)]))
    head = [html.H2(t("others.fields"), className="aside-title"), html.P(t("others.years"))]
    return html.Div([*head, html.Ul(items)], className="others-fields")
