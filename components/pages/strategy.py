"""Evidence matrix: what do open data show of the five strategic aims, and of what do they show nothing?"""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.evidence import strategy as tables
from analysis.evidence.pillar import UNMEASURED
from analysis.evidence.strategy import ALL, SORTS, MatrixChoice, filtered_evidence
from analysis.normalize import sort_key
from components.cards.badges import empty
from components.cards.callbacks import Callbacks
from components.cards.card import Card, Content, UnseenPart
from components.text import numbers
from components.text.catalog import markup, plain
from components.text.keys import by_last_part
from components.text.numbers import is_at_least_doubled, is_present
from components.widgets.blocks import text_columns
from components.widgets.controls import Controls, control_bar
from components.widgets.long_table import Group, Head, Mark, long_table, to_html
from components.widgets.long_table import Row as Line
from components.widgets.matrix import COURSES, STRENGTHS, Matrix, bars, count_moved, finding
from components.widgets.reading import Row, change, hardly_moved, named_indicator, value

PAGE = "strategy"
FINDING, DECK, BARS = "matrix-finding", "matrix-deck", "matrix-bars"
COUNT, EMPTY = "matrix-count", "matrix-empty"
COLUMNS = (
    by_last_part("matrix.column.name", "matrix.column.pillar", "matrix.column.strength")
    | by_last_part("matrix.column.direction", "matrix.column.then", "matrix.column.last_year")
    | by_last_part("matrix.column.change", "matrix.column.course", "matrix.column.standing")
    | by_last_part("matrix.column.quality")
)
"""Text keys of the heads by column."""
_NUMERIC_COLUMNS = frozenset({"then", "last_year", "change", "standing"})
MAX_NAMED_GAPS = 4  # below the table, which has all
_BELOW = {
    "matrix.read.title": ("matrix.read.first", "matrix.read.third"),
    "matrix.made.title": ("matrix.made.second", "matrix.made.third"),
    "matrix.cannot.title": ("matrix.cannot.first", "matrix.cannot.second", "matrix.cannot.third"),
}
_DIRECTIONS = by_last_part("matrix.direction.higher", "matrix.direction.lower", "matrix.direction.context")
_GRADES = by_last_part("quality.solid", "quality.fair", "quality.thin", "quality.none")
_DOUBTS = by_last_part(
    "quality.doubt.late", "quality.doubt.old", "quality.doubt.few", "quality.doubt.gaps"
) | by_last_part("quality.doubt.break", "quality.doubt.releases", "quality.doubt.alone")


@dataclass(frozen=True)
class StrategyView(Matrix):
    """The evidence of the strategic pillars, filtered and sorted."""

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The listed rows, sorted."""
        return filtered_evidence(
            self.everything, self.choice, lambda code: sort_key(named_indicator(self.dataset, code, self.t))
        )

    @property
    def source(self) -> list[str | Component]:
        """The source line: all publishers, what is our own, and the day of the last check."""
        t, catalog = self.t, self.dataset.catalog
        codes = set(self.everything.loc[self.everything["last"].notna(), "code"])
        families = [indicator.source for code, indicator in catalog.indicators.items() if code in codes]
        shorts = [t.phrase(catalog.sources[family].short) for family in families]
        names = dict.fromkeys(name for short in shorts for name in short.split("、"))  # joint publishers
        link = html.A(t("overview.source_link"), href=t.link("data"))
        return [t("matrix.source", sources=t.listing([*names]), checked=self.checked_day), link]

    @property
    def releases(self) -> list[str]:
        """The releases of all evidence."""
        return " ".join(tables.releases_by_row(self.dataset, self.everything.to_dict("records"))).split()


def layout(view: StrategyView) -> list[Component]:
    """Return the page of the evidence that a choice lists."""
    dataset, t = view.dataset, view.t
    controls = Controls(PAGE, view.choice, dataset, t)
    actions = [action for pillar in dataset.catalog.strategy for action in pillar.actions]
    gaps = [t.phrase(action.text) for action in actions if not action.indicators]
    names = t.language.semicolon.join(gaps[:MAX_NAMED_GAPS])
    if len(gaps) > MAX_NAMED_GAPS:
        names = t("claims.more", names=names, count=len(gaps) - MAX_NAMED_GAPS)
    cannot = "matrix.cannot.title"
    below = _BELOW if gaps else _BELOW | {cannot: _BELOW[cannot][1:]}
    more = [controls.select(key) for key in ("strength", "course", "origin")]
    return [
        html.H1(markup(finding(view)), id=FINDING),
        html.P(markup(t("matrix.deck", since=view.choice.since)), id=DECK, className="deck"),
        html.Div(bars(view), id=BARS, className="evidence-bars"),
        control_bar(t, [controls.segmented_control("since")], more),
        CARD.draw(view).html,
        html.Section(text_columns(t, below, gaps_named=names), className="block three"),
        controls.store("pillar"),
        controls.store("sort"),
        controls.store("order"),
    ]


def card(view: StrategyView) -> Content:
    """Return the card of the matrix, with a notice where no row fits the choice."""
    t = view.t
    caption = t("matrix.caption")
    count = t("matrix.count", visible=len(view.rows), all=len(view.everything))
    back = html.A(t("matrix.all"), href=t.link(PAGE), className="button")
    none = [] if len(view.rows) else [empty([t("matrix.empty")])]
    return Content(
        finding(view),
        t("matrix.measure"),
        html.P(markup(t("matrix.note", hardly=hardly_moved(t))), className="small"),
        body=[
            html.P(count, id=COUNT, className="small count", role="status"),
            long_table(CARD.prefix, table_text(view), caption, (f"{PAGE}-sort", f"{PAGE}-order")),
            html.Div([*none, html.P(back)] if none or view.choice.pillar != ALL else [], id=EMPTY),
        ],
        heading=UnseenPart(caption),
        file_name="strategic-pillars-evidence",
    )


def table_text(view: StrategyView) -> str:
    """Return the matrix as HTML; sorted by pillar, it is a table for each pillar that unfolds."""
    t, choice = view.t, view.choice
    rows = view.rows.to_dict("records")
    groups = [Group([_line(view, row) for row in rows])]
    if choice.sort == "pillar":
        pillars = view.dataset.catalog.strategy
        groups = [
            Group(
                [_line(view, row) for row in rows if row["pillar"] == pillar.number],
                t("matrix.group", number=pillar.number, name=t.phrase(pillar.name)),
                anchor=f"matrix-rows-{pillar.number}",
                finding=t("matrix.bar", **count_moved(view.dataset, choice.since, pillar.number)),
                open=choice.is_filtered,
            )
            for pillar in (reversed(pillars) if choice.descending else pillars)
        ]
    direction, next_order = ("descending", "") if choice.descending else ("ascending", "desc")
    heads = [
        Head(
            t(key),
            css=f"num {name}" if name in _NUMERIC_COLUMNS else name,
            sort=name if name in SORTS else "",
            sorted=direction if choice.sort == name else "",
            order=next_order if choice.sort == name else "",
        )
        for name, key in COLUMNS.items()
    ]
    return to_html(t, heads, [group for group in groups if group.rows], caption=t("matrix.caption"))


def _line(view: StrategyView, row: Row) -> Line:
    t, catalog = view.t, view.dataset.catalog
    kind = str(row["kind"])
    pillar = catalog.strategy[int(row["pillar"]) - 1]
    title = t.phrase(pillar.name)
    label = t("matrix.group", number=pillar.number, name=title)
    number = Mark(str(pillar.number), label=label, title=title, css="pillar-number")
    strength = t(STRENGTHS[row["strength"]])
    if kind in UNMEASURED:
        action = pillar.actions[int(row["action"]) - 1]
        head = Mark(t.phrase(action.text), small=plain(t.phrase(action.gap)) if action.gap else "")
        unseen = t("matrix.unseen.gap" if kind == "gap" else "matrix.unseen.partial")
        return Line([head, number, strength, Mark(unseen, css="no-data", span=len(COLUMNS) - 3)], kind)

    missing = Mark(t("missing"), css="missing")
    is_rank = kind == "gii"

    def end(which: str) -> Mark:
        if not is_present(row[which]):
            return missing
        number = float(row[which])
        text = str(int(number)) if is_rank else value(catalog.indicators[str(row["code"])], number, t)
        return Mark(text, small=str(int(row[f"{which}_year"])))

    small = t("origin.gii") if is_rank else ""
    if isinstance(row["of"], str):
        small = t("matrix.twin", name=named_indicator(view.dataset, row["of"], t))
    standing = missing
    if is_present(row["rank"]):
        rank = t("matrix.standing", **row) if is_present(row["economies"]) else str(int(row["rank"]))
        standing = Mark(rank, small=str(int(row["rank_year"])))
    doubts = row["doubts"].split() if isinstance(row["doubts"], str) else []
    reason = t("quality.doubt.separator").join(t(_DOUBTS[doubt]) for doubt in doubts)
    if is_rank:
        reason = t("quality.doubt.editions")
    elif row["quality"] == "none":
        reason = t("quality.live_only")
    cells: list[str | Mark] = [
        Mark(named_indicator(view.dataset, row["code"], t), href=view.path_of(pillar), small=small),
        number,
        strength,
        t(_DIRECTIONS[row["direction"]]),
        end("first"),
        end("last"),
        _change(view, row) if is_present(row["change"]) else missing,
        Mark(t(COURSES[row["course"]]), css=f"course-{row['course']}"),
        standing,
        Mark(t(_GRADES[row["quality"]]), small=reason, css=f"quality-{row['quality']}"),
    ]
    return Line(cells, "gii" if is_rank else "")


def _change(view: StrategyView, row: Row) -> Mark:
    t = view.t
    if row["kind"] == "gii":  # a rank that falls by number is a rise
        places = -int(row["change"])
        size = t("matrix.place" if abs(places) == 1 else "matrix.places", places=places)
        return Mark(numbers.arrow(places, size))
    indicator = view.dataset.catalog.indicators[str(row["code"])]
    text = change(indicator, row, t)
    if is_at_least_doubled(row):
        text = t("matrix.times", change=row["change"], change_year=int(row["first_year"]))
    if indicator.kind == "share" and row["how"] == "difference":
        text = t("matrix.points", points=text)
    return Mark(text, small=t("matrix.growth", **row) if is_present(row["growth"]) else "")


CARD = Card("matrix", "evidence-matrix", (tables.MATRIX,), card, height=720, plotted=False, sorted=True)
CARDS = (CARD,)
CALLBACKS = Callbacks(
    MatrixChoice,
    StrategyView,
    parts=(FINDING, DECK, BARS, COUNT, EMPTY),
    cards=CARDS,
    stores=("pillar", "sort", "order"),
)
