"""Evidence matrix: what do open data show of the five strategic aims, and of what do they show nothing?"""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.evidence import strategy as frames
from analysis.evidence.pillar import UNMEASURED
from analysis.evidence.strategy import ALL, SORTS, MatrixChoice, filtered_evidence
from analysis.normalize import sort_key
from components.cards.badges import empty
from components.cards.callbacks import Callbacks
from components.cards.card import Card, Content, UnseenPart
from components.text import numbers
from components.text.catalog import markup, plain
from components.text.numbers import is_at_least_doubled, is_present
from components.widgets.blocks import columns
from components.widgets.controls import Controls, control_bar
from components.widgets.long_table import Group, Head, Mark, long_table, to_html
from components.widgets.long_table import Row as Line
from components.widgets.matrix import Matrix, bars, count_moved, finding
from components.widgets.reading import Row, change, hardly_moved, named_indicator, value

PAGE = "strategy"
FINDING, DECK, BARS = "matrix-finding", "matrix-deck", "matrix-bars"
COUNT, EMPTY = "matrix-count", "matrix-empty"
COLUMNS = (
    *("name", "pillar", "strength", "direction", "then"),
    *("last_year", "change", "course", "standing", "quality"),
)
_NUMBERS = frozenset({"then", "last_year", "change", "standing"})
NAMED = 4  # gaps that are named below the table; it has all
_BELOW = {"read": ("first", "third"), "made": ("second", "third"), "cannot": ("first", "second", "third")}


@dataclass(frozen=True)
class StrategyView(Matrix):
    """The evidence of the strategic pillars, filtered and in an order."""

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The rows on show, in their order."""
        return filtered_evidence(
            self.everything, self.choice, lambda code: sort_key(named_indicator(self.dataset, code, self.t))
        )

    @property
    def source(self) -> list[str | Component]:
        """The publishers of all that is shown, what is our own, and when it was checked."""
        t, catalog = self.t, self.dataset.catalog
        codes = set(self.everything.loc[self.everything["last"].notna(), "code"])
        families = [one.source for key, one in catalog.indicators.items() if key in codes]
        shorts = [t.phrase(catalog.sources[family].short) for family in families]
        names = dict.fromkeys(name for short in shorts for name in short.split("、"))  # of joint ones, each
        link = html.A(t("overview.source_link"), href=t.link("data"))
        return [t("matrix.source", sources=t.listing([*names]), checked=self.checked_day), link]

    @property
    def releases(self) -> list[str]:
        """Those of all evidence."""
        return " ".join(frames.releases_by_row(self.dataset, self.everything.to_dict("records"))).split()


def layout(view: StrategyView) -> list[Component]:
    """Return the page of the evidence that a choice lists."""
    dataset, t = view.dataset, view.t
    controls = Controls(PAGE, view.choice, dataset, t)
    actions = [action for pillar in dataset.catalog.strategy for action in pillar.actions]
    gaps = [t.phrase(action.text) for action in actions if not action.indicators]
    named = t.language.semicolon.join(gaps[:NAMED])
    named = t("claims.more", names=named, count=len(gaps) - NAMED) if len(gaps) > NAMED else named
    below = _BELOW if gaps else _BELOW | {"cannot": _BELOW["cannot"][1:]}
    more = [controls.select(key) for key in ("strength", "course", "origin")]
    return [
        html.H1(markup(finding(view)), id=FINDING),
        html.P(markup(t("matrix.deck", since=view.choice.since)), id=DECK, className="deck"),
        html.Div(bars(view), id=BARS, className="evidence-bars"),
        control_bar(t, [controls.segmented_control("since")], more),
        CARD.draw(view).html,
        html.Section(columns(t, "matrix", below, gaps_named=named), className="block three"),
        controls.store("pillar"),
        controls.store("sort"),
        controls.store("order"),
    ]


def card(view: StrategyView) -> Content:
    """Return the matrix, and what stands in its place where nothing fits."""
    t, caption = view.t, view.t("matrix.caption")
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
    """Return the matrix as HTML; in the order of the pillars each has a table that unfolds."""
    t, choice, rows = view.t, view.choice, view.rows.to_dict("records")
    groups = [Group([_line(view, row) for row in rows])]
    if choice.sort == "pillar":
        pillars = view.dataset.catalog.strategy
        groups = [
            Group(
                [_line(view, row) for row in rows if row["pillar"] == one.number],
                t("matrix.group", number=one.number, name=t.phrase(one.name)),
                anchor=f"matrix-rows-{one.number}",
                finding=t("matrix.bar", **count_moved(view.dataset, choice.since, one.number)),
                open=choice.is_filtered,
            )
            for one in (reversed(pillars) if choice.descending else pillars)
        ]
    way, turn = ("descending", "") if choice.descending else ("ascending", "desc")
    heads = [
        Head(
            t(f"matrix.column.{name}"),
            css=f"num {name}" if name in _NUMBERS else name,
            sort=name if name in SORTS else "",
            sorted=way if choice.sort == name else "",
            order=turn if choice.sort == name else "",
        )
        for name in COLUMNS
    ]
    return to_html(t, heads, [group for group in groups if group.rows], caption=t("matrix.caption"))


def _line(view: StrategyView, row: Row) -> Line:
    """Return a row: how something moved, or what the article asks for and open data do not show."""
    t, kind, catalog = view.t, str(row["kind"]), view.dataset.catalog
    pillar = catalog.strategy[int(row["pillar"]) - 1]
    title = t.phrase(pillar.name)
    label = t("matrix.group", number=pillar.number, name=title)
    number = Mark(str(pillar.number), label=label, title=title, css="pillar-number")
    strength = t(f"strength.{row['strength']}")
    if kind in UNMEASURED:
        action = pillar.actions[int(row["action"]) - 1]
        head = Mark(t.phrase(action.text), small=plain(t.phrase(action.gap)) if action.gap else "")
        rest = Mark(t(f"matrix.unseen.{kind}"), css="no-data", span=len(COLUMNS) - 3)
        return Line([head, number, strength, rest], kind)

    missing, gii = Mark(t("missing"), css="missing"), kind == "gii"

    def end(which: str) -> Mark:
        if not is_present(row[which]):
            return missing
        number = float(row[which])
        text = str(int(number)) if gii else value(catalog.indicators[str(row["code"])], number, t)
        return Mark(text, small=str(int(row[f"{which}_year"])))

    small = t("origin.gii") if gii else ""
    if isinstance(row["of"], str):
        small = t("matrix.twin", name=named_indicator(view.dataset, row["of"], t))
    place = missing
    if is_present(row["rank"]):
        among = t("matrix.standing", **row) if is_present(row["economies"]) else str(int(row["rank"]))
        place = Mark(among, small=str(int(row["rank_year"])))
    doubts = row["doubts"].split() if isinstance(row["doubts"], str) else []
    reason = t("quality.doubt.separator").join(t(f"quality.doubt.{one}") for one in doubts)
    if gii:
        reason = t("quality.doubt.editions")
    elif row["quality"] == "none":
        reason = t("quality.live_only")
    cells: list[str | Mark] = [
        Mark(named_indicator(view.dataset, row["code"], t), href=view.path_of(pillar), small=small),
        number,
        strength,
        t(f"matrix.direction.{row['direction']}"),
        end("first"),
        end("last"),
        _change(view, row) if is_present(row["change"]) else missing,
        Mark(t(f"course.{row['course']}"), css=f"course-{row['course']}"),
        place,
        Mark(t(f"quality.{row['quality']}"), small=reason, css=f"quality-{row['quality']}"),
    ]
    return Line(cells, "gii" if gii else "")


def _change(view: StrategyView, row: Row) -> Mark:
    """Return the change of a row with its triangle and unit, and its growth a year where it has one."""
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


CARD = Card("matrix", "evidence-matrix", (frames.MATRIX,), card, height=720, plotted=False, sorted=True)
CARDS = (CARD,)
CALLBACKS = Callbacks(
    MatrixChoice,
    StrategyView,
    parts=(FINDING, DECK, BARS, COUNT, EMPTY),
    cards=CARDS,
    stores=("pillar", "sort", "order"),
)
