"""One indicator: does a single indicator, or a set of them, decide the rank?"""

from dataclasses import dataclass
from functools import cached_property, partial
from itertools import product
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.robustness import omissions
from analysis.robustness.omissions import ECONOMIES, OMISSIONS, Choice, concepts
from components.cards.callbacks import Callbacks
from components.cards.card import EMPTY, Card, Content, UnseenPart
from components.cards.tables import own_table
from components.charts.dots import move_chart
from components.charts.layer import Row, figure_by_width
from components.text.catalog import markup, plain
from components.text.numbers import is_present
from components.text.view import EconomyView, licence
from components.theme import TOKENS
from components.widgets.controls import Controls
from components.widgets.ledgers import count_places

PAGE = "indicator"
FINDING, DECK, ASIDE = "indicator-finding", "indicator-deck", "indicator-aside"
_MAX_DRAWN_ROWS = 12  # in the figure; the table has all rows
_MAX_NAMED = 3  # indicators; more are only counted
_FAR_MOVE = 2  # places; indicators that move a rank by more are counted
_MIN_WIDTH_FOR_NAMES = 640  # px of a plot with names of indicators at the left


@dataclass(frozen=True)
class IndicatorView(EconomyView[Choice]):
    """The ranks of an edition without indicators: of an economy, or of each one."""

    @cached_property
    def concepts(self) -> dict[str, str]:
        """The concepts of the indicators of the edition, by code."""
        return concepts(self.dataset, self.choice.edition)

    @cached_property
    def singles(self) -> pd.DataFrame:
        """The ranks of the economy without each indicator, those that move it furthest first."""
        ranks = omissions.rank_without_each(self.dataset, self.choice.edition)
        return ranks[ranks["economy"] == self.choice.economy]

    @property
    def shows_all_economies(self) -> bool:
        """Whether each row is another economy."""
        return self.choice.view == ECONOMIES

    def indicator(self, code: str) -> str:
        """Return code and name of an indicator of the edition."""
        return f"{code} {self.t.phrase(self.dataset.catalog.concepts[self.concepts[code]].name)}"


def layout(view: IndicatorView) -> list[Component]:
    """Return the page for an edition, an economy, and the indicators left out."""
    names = {concept: view.indicator(code) for code, concept in view.concepts.items()}
    controls = Controls(PAGE, view.choice, view.dataset, view.t, names)
    row = [controls.select("edition"), controls.select("economy", searchable=True)]
    row += [controls.counted_options("without"), controls.segmented_control("view")]
    aside = html.Section(_aside(view), id=ASIDE, className="indicator-aside")
    return [
        html.H1(markup(finding(view)), id=FINDING),
        html.P(markup(deck(view)), id=DECK, className="deck"),
        html.Div(row, className="controls indicator-controls"),
        html.Div([CARD.draw(view).html, aside], className="indicator-grid"),
    ]


def finding(view: IndicatorView) -> str:
    """Return the headline (marked text): the rank without the chosen set, else without one indicator."""
    t, singles = view.t, view.singles
    if singles.empty:
        return t("indicator.none", edition=view.choice.edition)
    if view.shows_all_economies:
        return _largest_move_sentence(view)
    if view.choice.without:
        return _omission_sentence(view, _omission_row(view))
    rank, ranks_without = singles["rank_with_all"].iloc[0], singles["rank_without"]
    interval = ranks_without.min(), ranks_without.max()
    key = "indicator.unmoved" if set(interval) == {rank} else "indicator.indicators"
    return t(key, name=view.name, interval=interval, rank=rank)


def _largest_move_sentence(view: IndicatorView) -> str:
    row = omissions.rank_without_each(view.dataset, view.choice.edition).to_dict("records")[0]
    return view.t(
        "indicator.economies",
        indicator=view.indicator(row["left_out"]),
        economy=view.economy_name(row["economy"]),
        places=count_places(abs(row["places"]), view.t),
    )


def _omission_row(view: IndicatorView) -> Row:
    """Return the economy's row without the chosen set, else without the indicator that moves it furthest."""
    rows = omissions.rank_without_set(view.dataset, view.choice)
    return (view.singles if rows.empty else rows).to_dict("records")[0]


def _omission_sentence(view: IndicatorView, row: Row) -> str:
    t, codes = view.t, row["left_out"].split()
    indicators = t.listing(codes if len(codes) > 1 else [view.indicator(codes[0])])
    if len(codes) > _MAX_NAMED:
        indicators = t("indicator.several", count=len(codes))
    key = "indicator.moved" if is_present(row["places"]) and row["places"] else "indicator.stays"
    key = key if is_present(row["rank_without"]) else "indicator.no_rank"
    return t(key, indicators=indicators, name=view.name, **row)


def deck(view: IndicatorView) -> str:
    """Return how many indicators move the rank far and, if they are few, their codes (marked text)."""
    t, edition, singles = view.t, view.choice.edition, view.singles
    if singles.empty or view.shows_all_economies:
        return t("indicator.edition", edition=edition)
    codes = list(singles.loc[singles["places"].abs() > _FAR_MOVE, "left_out"])
    named = t("indicator.named", codes=t.listing(codes)) if 0 < len(codes) <= 2 * _MAX_NAMED else ""
    counts = {"count": len(codes), "all": len(singles), "far": _FAR_MOVE}
    return t("indicator.far", edition=edition, named=named, **counts)


def _aside(view: IndicatorView) -> list[Component]:
    if view.singles.empty or view.shows_all_economies:
        return []
    t, row = view.t, _omission_row(view)
    rank = t.write(row["rank_without"], "ordinal") if is_present(row["rank_without"]) else ""
    parts: list[Component] = [html.P(markup(rank), className="weights-rank")]
    if not view.choice.without:
        parts.append(html.P(html.B(markup(_omission_sentence(view, row)))))
    parts.append(html.P(t("indicator.rule", weight=row["weight"]), className="small"))
    query = view.choice.changed_choices(view.dataset) | {"view": ECONOMIES}
    link = html.A(markup(_largest_move_sentence(view)), href=t.link("why/indicator", **query))
    return [*parts, html.H2(t("indicator.others")), html.P(link)]


def card(view: IndicatorView) -> Content:
    """Return the ranks without indicators: of the economy without each, or of each economy without one."""
    t, dataset, edition = view.t, view.dataset, view.choice.edition
    title = t.phrase(dataset.catalog.downloads[OMISSIONS.name].title)
    measure, hidden_columns, marked = "indicator.measure_indicators", ["economy"], ""
    if view.shows_all_economies:
        measure, hidden_columns, marked = "indicator.measure_economies", [], view.choice.economy
    table = own_table(view, OMISSIONS, title, without=hidden_columns, marked=("economy", marked))

    def write(tick: float) -> str:
        if view.shows_all_economies:
            return t.write(-int(tick), "arrow")
        return plain(t.write(int(tick), "ordinal"))

    moves = OMISSIONS.result(dataset, view.choice).dropna(subset=["places"]).head(_MAX_DRAWN_ROWS)
    records: list[dict[Any, Any]] = moves.to_dict("records")
    rows = []
    for row in records:
        codes, economy = row["left_out"].split(), view.economy_name(row["economy"])
        label = view.indicator(codes[0]) if len(codes) == 1 else t.listing(codes)
        tip = plain(t("indicator.tip", **row | {"economy": economy, "indicators": label}))
        at = row["rank_without"]
        if view.shows_all_economies:
            label, at = f"{economy}{t.language.colon}{label}", -row["places"]
        rows.append({"name": label, "at": at, "number": write(at), "tip": tip, "strong": len(codes) > 1})
    start = 0 if view.shows_all_economies or not records else records[0]["rank_with_all"]
    ink = TOKENS.hero if view.is_china and not view.shows_all_economies else TOKENS.ink
    draw = partial(move_chart, rows, start, write, ink)
    terms = licence(dataset, dataset.licences.get(edition), t)
    return Content(
        finding(view),
        t(measure, count=len(rows)) if rows else "",
        table,
        figure_by_width(draw, 0, _MIN_WIDTH_FOR_NAMES) if rows else EMPTY,
        t("reach.source", edition=edition, licence=terms, checked=view.checked_day),
        heading=UnseenPart(finding(view)),
        editions=[edition],
    )


CARD = Card(PAGE, "weights-omissions", (OMISSIONS,), card, height=1080)
CARDS = (CARD,)
_CONTROL_PARTS = [
    *product(["indicator-economy", "indicator-without"], ["options", "value"]),
    *product(["indicator-without-wrap"], ["data-change", "data-count"]),
]
CALLBACKS = Callbacks(
    Choice,
    IndicatorView,
    parts=(FINDING, DECK, ASIDE, *_CONTROL_PARTS),
    cards=CARDS,
)
