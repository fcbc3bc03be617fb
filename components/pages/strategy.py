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
from components.measures import SHARE
from components.parts.badges import empty, ring
from components.parts.citation import cited
from components.parts.columns import columns
from components.parts.controls import Controls
from components.parts.drawn_table import Group, Head, Mark, drawn_table, written
from components.parts.drawn_table import Row as Line
from components.parts.figure_card import Content, table_card
from components.parts.reading import Row, change, hardly, label, value
from components.shell import path
from components.text import Words, markup, plain, words
from data.catalog import StrategicPillar


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
        return matrix(self.whole, self.choice, lambda kind, code: alphabetical(self.name(kind, code)))

    def counts(self, number: int) -> dict[str, int]:
        """Return how what is measured of a pillar moved, and its gaps."""
        return _counts(self.dataset, self.choice.since, number)

    @cached_property
    def total(self) -> dict[str, int]:
        """How what is measured of all five moved, each thing once, their gaps and recommendations."""
        actions = sum(len(pillar.actions) for pillar in self.dataset.catalog.strategy)
        return counted(self.whole, self.choice.since) | {"actions": actions}

    def path_of(self, pillar: StrategicPillar) -> str:
        """Return the path of the page of a pillar, with the base year where it is not the article's."""
        since = f"?since={self.choice.since}" if self.choice.since != CLAIM_YEAR else ""
        return path(self.t.lang, f"strategy/{pillar.slug}{since}")

    def name(self, kind: str, code: str) -> str:
        """Return the name of an indicator, with its unit, or of a part of the index."""
        if kind == "gii":
            return self.t("strategy.gii_rank", code=code, name=self.t(f"gii.{code}"))
        return label(self.dataset.catalog.indicators[code], self.t)


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
        table_card(CARD, _content(view, plain(title)), _body(view), t),
        html.Section(columns(t, "matrix", _COLUMNS, **_begins(view)), className="block three"),
        controls.store("sort"),
        controls.store("order"),
        CALLBACKS.address(PAGE, dataset),
    ]


def _body(view: View) -> list[Component]:
    sentence = view.t("matrix.count", visible=len(view.rows), all=len(view.whole))
    count = html.P(sentence, id=COUNT, className="small count", role="status")
    stores = (f"{PAGE}-sort", f"{PAGE}-order")
    table = drawn_table(CARD.prefix, table_text(view), view.t("matrix.caption"), stores)
    return [count, *table, html.Div(_nothing(view), id=EMPTY)]


def _content(view: View, title: str) -> Content:
    t = view.t
    releases = " ".join(frames.releases(view.dataset, view.whole.to_dict("records"))).split()
    return Content(
        heading=t("matrix.caption"),
        heading_visible=False,
        finding=title,
        measure=markup(t("matrix.measure")),
        table=html.P(markup(t("matrix.note", hardly=hardly(t))), className="small"),
        source=source(view),
        data_address=view.download("evidence-matrix", view.choice.chosen(view.dataset)),
        file_name="strategic-pillars-evidence",
        credit=cited(view.dataset, title, releases, t),
    )


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


def _begins(view: View) -> dict[str, int]:
    """Return the first and the last edition with which a linked part below the GII pillars begins."""
    rows = view.dataset.all_evidence()
    years = rows.loc[(rows["kind"] == "gii") & rows["code"].str.contains(".", regex=False), "first_year"]
    return {"first": int(years.min()), "last": int(years.max())}


def _nothing(view: View) -> list[Component]:
    """Return the words that stand where no row fits, with the way back; nothing where some do."""
    if len(view.rows):
        return []
    back = html.A(view.t("matrix.all"), href=f"/{view.t.lang}/strategy", className="button")
    return [empty([view.t("matrix.empty")]), html.P(back)]


def _bars(view: View) -> list[Component]:
    """Return one row a pillar, each the way to its page; widths are numbers of indicators on one scale."""
    pillars = view.dataset.catalog.strategy
    counts = {one.number: view.counts(one.number) for one in pillars}
    longest = max(found["things"] for found in counts.values())
    rows = [_bar_row(one, counts[one.number], longest, view) for one in pillars]
    return [_legend(view.t), html.Ol(rows)]


def _legend(t: Words) -> html.P:
    keys: list[Component] = []
    for name in (*COURSES, *MARKS):
        square = html.Span(className=f"bar-key bar-{name}", **attributes(aria_hidden="true"))
        keys.append(html.Span([square, t(f"matrix.legend.{name}")]))
    return html.P(keys, className="bar-legend small")


def _bar_row(pillar: StrategicPillar, counts: dict[str, int], longest: int, view: View) -> html.Li:
    t = view.t
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
        **attributes(aria_label=t("matrix.bar", **counts)),
    )
    question = html.Span(pillar.question.get(t.lang), className="small")
    name = html.Span([html.B(pillar.name.get(t.lang)), question], className="bar-name")
    parts = [ring(pillar.number), name, bar, _marks(pillar, counts, t)]
    return html.Li(html.A(parts, href=view.path_of(pillar)))


def _marks(pillar: StrategicPillar, counts: dict[str, int], t: Words) -> html.Span:
    """Return a square for each recommendation: with data, with data for a part, with none."""
    marks = {"partial": counts["partial"], "gaps": counts["gaps"]}
    marks = {"complete": len(pillar.actions) - sum(marks.values()), **marks}
    squares = [html.Span(className=f"bar-key bar-{mark}") for mark in MARKS for _ in range(marks[mark])]
    sentence = t("matrix.marks", actions=len(pillar.actions), **marks)
    return html.Span(
        squares, className="bar-marks", role="img", title=sentence, **attributes(aria_label=sentence)
    )


COLUMNS = (
    *("name", "pillar", "strength", "direction", "then"),
    *("last_year", "change", "course", "standing", "quality"),
)
_NUMBERS = frozenset({"then", "last_year", "change", "standing"})


def table_text(view: View) -> str:
    """Return the matrix as JSON text; in the order of the pillars each has a table that unfolds."""
    t, rows = view.t, view.rows.to_dict("records")
    if view.choice.sort != "pillar":
        groups = [Group([_line(view, row) for row in rows])]
    else:
        groups = [
            Group(
                [_line(view, row) for row in rows if row["pillar"] == one.number],
                _label(one.number, one.name.get(t.lang), t),
                anchor=anchor(one.number),
                finding=view.t("matrix.bar", **view.counts(one.number)),
                open=view.choice.filtered,
            )
            for one in sorted(
                view.dataset.catalog.strategy, key=lambda one: one.number, reverse=view.choice.descending
            )
        ]
    groups = [group for group in groups if group.rows]
    return written(t, [_head(name, view) for name in COLUMNS], groups, caption=t("matrix.caption"))


def anchor(number: int) -> str:
    """Return the id of the rows of a strategic pillar."""
    return f"matrix-rows-{number}"


def _label(number: int, name: str, t: Words) -> str:
    return t("matrix.group", number=number, name=name)


def _head(name: str, view: View) -> Head:
    t, choice = view.t, view.choice
    text = t(f"matrix.column.{name}")
    css = f"num {name}" if name in _NUMBERS else name
    if name not in SORTS:
        return Head(text, css=css)
    on = choice.sort == name
    return Head(
        text=text,
        css=css,
        sort=name,
        sorted=("descending" if choice.descending else "ascending") if on else "",
        order="desc" if on and not choice.descending else "",
    )


def _line(view: View, row: Row) -> Line:
    if row["kind"] in UNMEASURED:
        return _gap(view, row)
    cells: dict[str, str | Mark] = {
        "name": _name_cell(view, row),
        "pillar": _pillar(view, row),
        "strength": view.t(f"strength.{row['strength']}"),
        "direction": view.t(f"matrix.direction.{row['direction']}"),
        "then": _dated(view, row, "first"),
        "last_year": _dated(view, row, "last"),
        "change": _change_cell(view, row),
        "course": Mark(view.t(f"course.{row['course']}"), css=f"course-{row['course']}"),
        "standing": _standing(view, row),
        "quality": _quality_cell(view, row),
    }
    return Line([cells[name] for name in COLUMNS], "gii" if row["kind"] == "gii" else "")


def _name_cell(view: View, row: Row) -> Mark:
    t = view.t
    place = view.path_of(view.dataset.catalog.strategy[int(row["pillar"]) - 1])
    small = t("origin.gii") if row["kind"] == "gii" else ""
    if isinstance(row["of"], str):
        small = t("matrix.twin", name=view.name("indicator", row["of"]))
    return Mark(view.name(row["kind"], row["code"]), href=place, small=small)


def _pillar(view: View, row: Row) -> Mark:
    number = int(row["pillar"])
    name = view.dataset.catalog.strategy[number - 1].name.get(view.t.lang)
    return Mark(str(number), label=_label(number, name, view.t), title=name, css="pillar-number")


def _missing(view: View) -> Mark:
    return Mark(view.t("missing"), css="missing")


def _dated(view: View, row: Row, which: str) -> Mark:
    if not numbers.known(row[which]):
        return _missing(view)
    if row["kind"] == "gii":
        text = str(int(row[which]))
    else:
        text = value(view.dataset.catalog.indicators[str(row["code"])], float(row[which]), view.t.lang)
    return Mark(text, small=str(int(row[f"{which}_year"])))


def _change_cell(view: View, row: Row) -> Mark:
    """Return the change of a row with its triangle and unit, and its growth a year where it has one."""
    t = view.t
    if not numbers.known(row["change"]):
        return _missing(view)
    if row["kind"] == "gii":  # a rank that falls by number is a rise
        places = -int(row["change"])
        size = t("matrix.place" if abs(places) == 1 else "matrix.places", places=abs(places))
        return Mark(numbers.arrow(places, size))
    indicator = view.dataset.catalog.indicators[str(row["code"])]
    text = change(indicator, row, t)
    if indicator.kind == "share" and row["how"] == "difference":
        text = t("matrix.points", points=text)
    if not numbers.known(row["growth"]):
        return Mark(text)
    return Mark(text, small=t("matrix.growth", rate=SHARE.write(100 * row["growth"], t.lang, sign=True)))


def _standing(view: View, row: Row) -> Mark:
    if not numbers.known(row["rank"]):
        return _missing(view)
    values: dict[str, Any] = {"rank": int(row["rank"]), "year": int(row["rank_year"])}
    if not numbers.known(row["economies"]):
        return Mark(str(values["rank"]), small=str(values["year"]))
    return Mark(
        view.t("matrix.standing", economies=int(row["economies"]), **values), small=str(values["year"])
    )


def _quality_cell(view: View, row: Row) -> Mark:
    t = view.t
    found = str(row["doubts"]).split() if isinstance(row["doubts"], str) else []
    sentence = t("quality.doubt.separator").join(t(f"quality.doubt.{one}") for one in found)
    if row["kind"] == "gii":
        sentence = t("quality.doubt.editions")
    elif row["quality"] == "none":
        sentence = t("quality.live_only")
    return Mark(t(f"quality.{row['quality']}"), small=sentence, css=f"quality-{row['quality']}")


def _gap(view: View, row: Row) -> Line:
    """Return the row of what the article asks for and open data do not show."""
    lang, kind = view.t.lang, str(row["kind"])
    action = view.dataset.catalog.strategy[int(row["pillar"]) - 1].actions[int(row["action"]) - 1]
    head = Mark(action.text.get(lang), small=plain(action.gap.get(lang)) if action.gap else "")
    rest = Mark(view.t(f"matrix.unseen.{kind}"), css="no-data", span=len(COLUMNS) - 3)
    return Line([head, _pillar(view, row), view.t(f"strength.{row['strength']}"), rest], kind)
