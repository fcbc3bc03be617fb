"""Evidence matrix: what do open data show of the five strategic aims, and of what do they show nothing?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.evidence import UNMEASURED, counted
from analysis.frames import strategy as frames
from analysis.listing import alphabetical
from analysis.matrix import SORTS, Choice, matrix
from analysis.progress import ARTICLE_YEAR, CLAIM_YEAR
from components import numbers, view
from components.attributes import attributes
from components.callbacks import Callbacks
from components.card import Card
from components.numbers import known
from components.parts.badges import empty, ring
from components.parts.citation import cited
from components.parts.columns import columns
from components.parts.controls import Controls
from components.parts.drawn_table import Group, Head, Mark, drawn_table, written
from components.parts.drawn_table import Row as Line
from components.parts.figure_card import Content, table_card
from components.parts.reading import Row, change, hardly, named, value
from components.shell import path
from components.text import markup, plain, words
from data.entries import StrategicPillar


@dataclass(frozen=True)
class View(view.View):
    """The evidence of the strategic pillars, filtered and in an order."""

    choice: Choice

    @cached_property
    def whole(self) -> pd.DataFrame:
        """The evidence of all five pillars, one below the other."""
        return frames.MATRIX.result(self.dataset, self.choice)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The rows on show, in their order."""
        return matrix(self.whole, self.choice, lambda code: alphabetical(named(self.dataset, code, self.t)))

    @cached_property
    def total(self) -> dict[str, int]:
        """How what is measured of all five moved, each thing once, their gaps and recommendations."""
        actions = sum(len(pillar.actions) for pillar in self.dataset.catalog.strategy)
        return counted(self.whole, self.choice.since) | {"actions": actions}

    def path_of(self, pillar: StrategicPillar) -> str:
        """Return the path of the page of a pillar, with the base year where it is not the article's."""
        since = f"?since={self.choice.since}" if self.choice.since != CLAIM_YEAR else ""
        return path(self.t.lang, f"strategy/{pillar.slug}{since}")


@cached
def _counts(dataset: Dataset, since: int, number: int) -> dict[str, int]:
    """Return how what is measured of a strategic pillar moved since a year."""
    whole = dataset.all_evidence(since)
    return counted(whole[whole["pillar"] == number], since)


PAGE = "strategy"
CARD = Card("matrix", "evidence-matrix", (frames.MATRIX,), height=720)
CARDS = (CARD,)
FINDING, DECK, BARS = "matrix-finding", "matrix-deck", "matrix-bars"
COUNT, EMPTY = "matrix-count", "matrix-empty"
CALLBACKS = Callbacks(
    Choice,
    parts=(
        *((name, "children") for name in (FINDING, DECK, BARS, COUNT, EMPTY)),
        *((name, "children") for name in (CARD.source, *CARD.credit)),
        (CARD.rows, "data"),
        (CARD.data, "href"),
    ),
    tables=(CARD.prefix,),
    stores=("sort", "order"),
)
COURSES = ("towards", "flat", "away", "none")
MARKS = ("complete", "partial", "gaps")
_COLUMNS = dict.fromkeys(("read", "made", "cannot"), ("first", "second", "third"))


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the values of its controls."""
    view = View(dataset, words(lang), Choice.read(dataset, query))
    t, title = view.t, finding(view)
    numbered = {str(one.number): str(one.number) for one in dataset.catalog.strategy}
    controls = Controls(PAGE, view.choice, dataset, t, numbered)
    # The first and the last edition with which a linked part below the GII pillars begins.
    rows = dataset.all_evidence()
    years = rows.loc[(rows["kind"] == "gii") & rows["code"].str.contains(".", regex=False), "first_year"]
    begins = {"first": int(years.min()), "last": int(years.max())}
    return [
        html.H1(markup(title), id=FINDING),
        html.P(markup(deck(view)), id=DECK, className="deck"),
        html.Div(_bars(view), id=BARS, className="evidence-bars"),
        html.Div(
            [
                *(controls.segmented(key) for key in ("pillar", "since")),
                *(controls.select(key) for key in ("strength", "course", "origin")),
            ],
            className="controls",
        ),
        _card(view, plain(title)),
        html.Section(columns(t, "matrix", _COLUMNS, **begins), className="block three"),
        controls.store("sort"),
        controls.store("order"),
        CALLBACKS.address(PAGE, dataset),
    ]


def _card(view: View, title: str) -> html.Figure:
    """Return the card of the matrix; ``title`` heads the page."""
    t, dataset = view.t, view.dataset
    releases = " ".join(frames.releases(dataset, view.whole.to_dict("records"))).split()
    content = Content(
        heading=t("matrix.caption"),
        heading_visible=False,
        finding=title,
        measure=markup(t("matrix.measure")),
        table=html.P(markup(t("matrix.note", hardly=hardly(t))), className="small"),
        source=source(view),
        data_address=view.download("evidence-matrix", view.choice.chosen(dataset)),
        file_name="strategic-pillars-evidence",
        credit=cited(dataset, title, releases, t),
    )
    count = t("matrix.count", visible=len(view.rows), all=len(view.whole))
    stores = (f"{PAGE}-sort", f"{PAGE}-order")
    back = html.A(t("matrix.all"), href=path(t.lang, PAGE), className="button")
    nothing = [] if len(view.rows) else [empty([t("matrix.empty")]), html.P(back)]
    body = [
        html.P(count, id=COUNT, className="small count", role="status"),
        *drawn_table(CARD.prefix, table_text(view), t("matrix.caption"), stores),
        html.Div(nothing, id=EMPTY),
    ]
    return table_card(CARD, content, body, t)


def finding(view: View) -> str:
    """Return the sentence over the page, of all five pillars whatever the filters leave out."""
    return view.t("matrix.finding", since=view.choice.since, **view.total)


def deck(view: View) -> str:
    """Return how many moved since either base year, what the page holds, and how far the data reach."""
    gii_parts = view.whole[view.whole["kind"] != "indicator"]["code"].dropna().nunique()
    both: dict[str, int] = {}
    for name, year in {"claim": CLAIM_YEAR, "article": ARTICLE_YEAR}.items():
        found = counted(view.dataset.all_evidence(year), year)
        both |= {name: year, f"{name}_towards": found["towards"], f"{name}_judged": found["judged"]}
    return view.t("matrix.deck", since=view.choice.since, parts=gii_parts, **both, **view.total)


def source(view: View) -> list[str | Component]:
    """Return the publishers of all that is shown, what is our own, and when it was checked."""
    dataset, t = view.dataset, view.t
    codes = set(view.whole.loc[view.whole["last"].notna(), "code"])
    families = [one.source for key, one in dataset.catalog.indicators.items() if key in codes]
    shorts = [dataset.catalog.sources[family].short.get(t.lang) for family in families]
    names = [*dict.fromkeys(name for short in shorts for name in short.split("、"))]  # of joint ones, each
    link = html.A(t("overview.source_link"), href=f"/{t.lang}/data")
    return [t("matrix.source", sources=t.listing(names), checked=view.checked), link]


def _bars(view: View) -> list[Component]:
    """Return one row a pillar, each the way to its page; widths are numbers of indicators on one scale."""
    t, pillars = view.t, view.dataset.catalog.strategy
    counts = [_counts(view.dataset, view.choice.since, one.number) for one in pillars]
    longest = max(found["things"] for found in counts)
    keys = [
        html.Span(
            [
                html.Span(className=f"bar-key bar-{name}", **attributes(aria_hidden="true")),
                t(f"matrix.legend.{name}"),
            ]
        )
        for name in (*COURSES, *MARKS)
    ]
    rows = []
    for pillar, found in zip(pillars, counts, strict=True):
        parts = [
            html.Span(str(found[course]), className=f"bar bar-{course}", style={"flexGrow": found[course]})
            for course in COURSES
            if found[course]
        ]
        if rest := longest - found["things"]:
            parts.append(html.Span(style={"flexGrow": rest}))
        told = attributes(aria_label=t("matrix.bar", **found))
        question = html.Span(pillar.question.get(t.lang), className="small")
        # A square for each recommendation: with data, with data for a part, with none.
        actions = len(pillar.actions)
        marks = found | {"complete": actions - found["partial"] - found["gaps"]}
        squares = [html.Span(className=f"bar-key bar-{mark}") for mark in MARKS for _ in range(marks[mark])]
        sentence = t("matrix.marks", actions=actions, **marks)
        about = {"role": "img", "title": sentence, **attributes(aria_label=sentence)}
        cells = [
            ring(pillar.number),
            html.Span([html.B(pillar.name.get(t.lang)), question], className="bar-name"),
            html.Span(parts, className="bar-track", role="img", **told),
            html.Span(squares, className="bar-marks", **about),
        ]
        rows.append(html.Li(html.A(cells, href=view.path_of(pillar))))
    return [html.P(keys, className="bar-legend small"), html.Ol(rows)]


COLUMNS = (
    *("name", "pillar", "strength", "direction", "then"),
    *("last_year", "change", "course", "standing", "quality"),
)
_NUMBERS = frozenset({"then", "last_year", "change", "standing"})


def table_text(view: View) -> str:
    """Return the matrix as JSON text; in the order of the pillars each has a table that unfolds."""
    t, choice, rows = view.t, view.choice, view.rows.to_dict("records")
    groups = [Group([_line(view, row) for row in rows])]
    if choice.sort == "pillar":
        pillars = view.dataset.catalog.strategy
        groups = [
            Group(
                [_line(view, row) for row in rows if row["pillar"] == one.number],
                t("matrix.group", number=one.number, name=one.name.get(t.lang)),
                anchor=f"matrix-rows-{one.number}",
                finding=t("matrix.bar", **_counts(view.dataset, choice.since, one.number)),
                open=choice.filtered,
            )
            for one in (reversed(pillars) if choice.descending else pillars)
        ]
    heads = []
    for name in COLUMNS:
        on, sorts = choice.sort == name, name in SORTS
        heads.append(
            Head(
                t(f"matrix.column.{name}"),
                css=f"num {name}" if name in _NUMBERS else name,
                sort=name if sorts else "",
                sorted="" if not on else "descending" if choice.descending else "ascending",
                order="desc" if on and not choice.descending else "",
            )
        )
    return written(t, heads, [group for group in groups if group.rows], caption=t("matrix.caption"))


def _line(view: View, row: Row) -> Line:
    """Return a row: how something moved, or what the article asks for and open data do not show."""
    t, kind, catalog = view.t, str(row["kind"]), view.dataset.catalog
    pillar = catalog.strategy[int(row["pillar"]) - 1]
    title = pillar.name.get(t.lang)
    label = t("matrix.group", number=pillar.number, name=title)
    number = Mark(str(pillar.number), label=label, title=title, css="pillar-number")
    strength = t(f"strength.{row['strength']}")
    if kind in UNMEASURED:
        action = pillar.actions[int(row["action"]) - 1]
        head = Mark(action.text.get(t.lang), small=plain(action.gap.get(t.lang)) if action.gap else "")
        rest = Mark(t(f"matrix.unseen.{kind}"), css="no-data", span=len(COLUMNS) - 3)
        return Line([head, number, strength, rest], kind)

    missing = Mark(t("missing"), css="missing")

    def end(which: str) -> Mark:
        if not known(row[which]):
            return missing
        text = str(int(row[which]))  # a rank
        if kind == "indicator":
            text = value(catalog.indicators[str(row["code"])], float(row[which]), t.lang)
        return Mark(text, small=str(int(row[f"{which}_year"])))

    small = t("origin.gii") if kind == "gii" else ""
    if isinstance(row["of"], str):
        small = t("matrix.twin", name=named(view.dataset, row["of"], t))
    place = missing
    if known(row["rank"]):
        among = t("matrix.standing", **row) if known(row["economies"]) else str(int(row["rank"]))
        place = Mark(among, small=str(int(row["rank_year"])))
    doubts = row["doubts"].split() if isinstance(row["doubts"], str) else []
    reason = t("quality.doubt.separator").join(t(f"quality.doubt.{one}") for one in doubts)
    if kind == "gii":
        reason = t("quality.doubt.editions")
    elif row["quality"] == "none":
        reason = t("quality.live_only")
    cells: list[str | Mark] = [
        Mark(named(view.dataset, row["code"], t), href=view.path_of(pillar), small=small),
        number,
        strength,
        t(f"matrix.direction.{row['direction']}"),
        end("first"),
        end("last"),
        _change(view, row) if known(row["change"]) else missing,
        Mark(t(f"course.{row['course']}"), css=f"course-{row['course']}"),
        place,
        Mark(t(f"quality.{row['quality']}"), small=reason, css=f"quality-{row['quality']}"),
    ]
    return Line(cells, "gii" if kind == "gii" else "")


def _change(view: View, row: Row) -> Mark:
    """Return the change of a row with its triangle and unit, and its growth a year where it has one."""
    t = view.t
    if row["kind"] == "gii":  # a rank that falls by number is a rise
        places = -int(row["change"])
        size = t("matrix.place" if abs(places) == 1 else "matrix.places", places=places)
        return Mark(numbers.arrow(places, size))
    indicator = view.dataset.catalog.indicators[str(row["code"])]
    text = change(indicator, row, t)
    if indicator.kind == "share" and row["how"] == "difference":
        text = t("matrix.points", points=text)
    return Mark(text, small=t("matrix.growth", **row) if known(row["growth"]) else "")
