"""Evidence matrix: what do open data show of the five strategic aims, and of what do they show nothing?"""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.frames import strategy as frames
from analysis.matrix import Choice
from components.attributes import attributes
from components.callbacks import Callbacks
from components.card import Card
from components.pages.strategy.table import anchor, table_text
from components.pages.strategy.view import View
from components.parts.badges import empty, ring
from components.parts.citation import cited
from components.parts.columns import columns
from components.parts.controls import Controls
from components.parts.drawn_table import drawn_table
from components.parts.figure_card import Content, table_card
from components.parts.reading import hardly
from components.parts.section import links, strategy_section
from components.text import Words, markup, plain, words
from data.catalog import StrategicPillar

PAGE = "strategy"
CARD = Card("matrix", "evidence-matrix", (frames.MATRIX,), height=720)
CARDS = (CARD,)
FINDING, DECK, BARS = "matrix-finding", "matrix-deck", "matrix-bars"
CONTENTS, COUNT, EMPTY = "matrix-contents", "matrix-count", "matrix-empty"
CALLBACKS = Callbacks(
    Choice,
    parts=(
        *((name, "children") for name in (FINDING, DECK, BARS, CONTENTS, COUNT, EMPTY)),
        (CARD.source, "children"),
        (CARD.citation, "children"),
        (CARD.rows, "data"),
        (CARD.data, "href"),
    ),
    tables=(CARD.prefix,),
    stores=("sort", "order"),
)
TABLE, READING = "matrix-drawn", "matrix-reading"
COURSES = ("towards", "flat", "away", "none")
MARKS = ("held", "partial", "gaps")
_COLUMNS = dict.fromkeys(("read", "made", "cannot"), ("first", "second", "third"))


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the values of its controls."""
    view = View(dataset, words(lang), Choice.read(dataset, query))
    say, title = view.say, finding(view)
    names = {str(one.number): f"{one.number}  {one.name.get(lang)}" for one in dataset.catalog.strategy}
    controls = Controls(PAGE, view.choice, dataset, say, names)
    return [
        strategy_section(dataset, PAGE, say),
        html.H1(markup(title), id=FINDING),
        html.P(markup(deck(view)), id=DECK, className="deck"),
        html.Div(bars(view), id=BARS, className="evidence-bars"),
        html.Div(
            [
                controls.segmented("since"),
                *(controls.select(key) for key in ("pillar", "strength", "course", "origin")),
            ],
            className="controls",
        ),
        links(parts(view), say, id=CONTENTS),
        table_card(CARD, _content(view, plain(title)), _body(view), say),
        html.Section(columns(say, "matrix", _COLUMNS), className="block three", id=READING),
        controls.store("sort"),
        controls.store("order"),
        CALLBACKS.address(PAGE, dataset),
    ]


def _body(view: View) -> list[Component]:
    shown = html.P(count(view), id=COUNT, className="small count", role="status")
    stores = (f"{PAGE}-sort", f"{PAGE}-order")
    table = drawn_table(CARD.prefix, table_text(view), view.say("matrix.caption"), stores)
    return [shown, *table, html.Div(nothing(view), id=EMPTY)]


def _content(view: View, title: str) -> Content:
    say = view.say
    releases = [*" ".join(view.whole["sources"].dropna()).split(), view.dataset.release]
    return Content(
        heading=say("matrix.caption"),
        heading_shown=False,
        finding=title,
        measure=markup(say("matrix.measure")),
        table=html.P(markup(say("matrix.note", hardly=hardly(say))), className="small"),
        source=source(view),
        data_address=view.download("evidence-matrix", view.choice.chosen(view.dataset)),
        file_name="strategic-pillars-evidence",
        citation=cited(view.dataset, title, releases, say),
    )


def finding(view: View) -> str:
    """Return the sentence over the page, of all five pillars whatever the filters leave out."""
    return view.say("matrix.finding", since=view.choice.since, **view.total)


def deck(view: View) -> str:
    """Return what the page holds, and how many indicators reach beyond the base year."""
    held = view.whole[view.whole["kind"] != "indicator"]["code"].dropna().nunique()
    return view.say("matrix.deck", since=view.choice.since, parts=held, **view.total)


def parts(view: View) -> dict[str, str]:
    """Return what the contents link to, {id: words}: the strategic pillars with rows on show, the notes."""
    say, shown = view.say, set(view.rows["pillar"]) if view.choice.sort == "pillar" else set()
    order = sorted(shown, reverse=view.choice.descending)
    rows = {anchor(number): f"{number} {say(f'strategy.short.{number}')}" for number in order}
    return (rows or {TABLE: say("matrix.caption")}) | {READING: say("matrix.read.title")}


def count(view: View) -> str:
    """Return how many rows of how many are shown."""
    return view.say("matrix.shown", shown=len(view.rows), all=len(view.whole))


def source(view: View) -> list[str | Component]:
    """Return the publishers of all that is shown, what is our own, and when it was checked."""
    dataset, say = view.dataset, view.say
    held = set(view.whole.loc[view.whole["last"].notna(), "code"])
    families = [one.source for key, one in dataset.catalog.indicators.items() if key in held]
    shorts = [dataset.catalog.sources[family].short.get(say.lang) for family in families]
    names = [*dict.fromkeys(name for short in shorts for name in short.split("、"))]  # of joint ones, each
    checked = view.checked
    link = html.A(say("overview.source_link"), href=f"/{say.lang}/data")
    return [say("matrix.source", sources=say.listing(names), checked=checked), link]


def nothing(view: View) -> list[Component]:
    """Return the words that stand where no row fits, with the way back; nothing where some do."""
    if len(view.rows):
        return []
    back = html.A(view.say("matrix.all"), href=f"/{view.say.lang}/strategy", className="button")
    return [empty([view.say("matrix.empty")]), html.P(back)]


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
    return html.Li(html.A(parts, href=view.path_of(pillar)))


def _marks(pillar: StrategicPillar, counts: dict[str, int], say: Words) -> html.Span:
    """Return a square for each recommendation: with data, with data for a part, with none."""
    numbers = {"partial": counts["partial"], "gaps": counts["gaps"]}
    numbers = {"held": len(pillar.actions) - sum(numbers.values()), **numbers}
    squares = [html.Span(className=f"bar-key bar-{mark}") for mark in MARKS for _ in range(numbers[mark])]
    sentence = say("matrix.marks", actions=len(pillar.actions), **numbers)
    return html.Span(
        squares, className="bar-marks", role="img", title=sentence, **attributes(aria_label=sentence)
    )
