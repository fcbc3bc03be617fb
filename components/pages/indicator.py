"""One indicator: does a single indicator, or a set of them, decide the rank?"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.robustness import omissions as frames
from analysis.robustness.omissions import ECONOMIES, OMISSIONS, Choice, concepts
from components.cards.callbacks import Callbacks
from components.cards.card import Card, Content, UnseenPart
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
FINDING, DECK, ASIDE = (f"{PAGE}-{part}" for part in ("finding", "deck", "aside"))
_DRAWN = 12  # rows in the figure; the table has all
_NAMED = 3  # indicators that are named; of more, their number is said
_FAR = 2  # places; indicators that move a rank by more are counted
_WIDE_NAMES = 640  # least px of a plot with names of indicators at the left


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
        every = frames.rank_without_each(self.dataset, self.choice.edition)
        return every[every["economy"] == self.choice.economy]

    @property
    def of_all(self) -> bool:
        """Whether each row is another economy."""
        return self.choice.view == ECONOMIES

    def indicator(self, code: str) -> str:
        """Return an indicator of the edition with its code."""
        return f"{code} {self.t.phrase(self.dataset.catalog.concepts[self.concepts[code]].name)}"


def layout(view: IndicatorView) -> list[Component]:
    """Return the page for an edition, an economy, and what is left out."""
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
    """Return the sentence (marked text) that heads the page: the rank without the set, else without one."""
    t, singles = view.t, view.singles
    if singles.empty:
        return t("indicator.none", edition=view.choice.edition)
    if view.of_all:
        return _furthest(view)
    if view.choice.without:
        return _moved(view, _left_out(view))
    ranks, before = singles["rank_without"], singles["rank_with_all"].iloc[0]
    ends = ranks.min(), ranks.max()
    key = "unmoved" if set(ends) == {before} else "indicators"
    return t(f"indicator.{key}", name=view.name, interval=ends, rank=before)


def _furthest(view: IndicatorView) -> str:
    first = frames.rank_without_each(view.dataset, view.choice.edition).to_dict("records")[0]
    about = {
        "economy": view.economy_name(first["economy"]),
        "places": count_places(abs(first["places"]), view.t),
    }
    return view.t("indicator.economies", indicator=view.indicator(first["left_out"]), **about)


def _left_out(view: IndicatorView) -> Row:
    """Return the row of the economy without what is left out, else without what moves it furthest."""
    own = frames.rank_without_set(view.dataset, view.choice)
    return (view.singles if own.empty else own).to_dict("records")[0]


def _moved(view: IndicatorView, row: Row) -> str:
    """Return the rank of the economy without what a row leaves out, beside the one with all."""
    t, codes = view.t, row["left_out"].split()
    named = t.listing(codes if len(codes) > 1 else [view.indicator(codes[0])])
    if len(codes) > _NAMED:
        named = t("indicator.several", count=len(codes))
    way = "moved" if row["places"] is not pd.NA and row["places"] else "stays"
    key = way if is_present(row["rank_without"]) else "no_rank"
    return t(f"indicator.{key}", indicators=named, name=view.name, **row)


def deck(view: IndicatorView) -> str:
    """Return how many indicators move the rank far, and which, where they are few (marked text)."""
    t, edition, singles = view.t, view.choice.edition, view.singles
    if singles.empty or view.of_all:
        return t("indicator.edition", edition=edition)
    far = list(singles.loc[singles["places"].abs() > _FAR, "left_out"])
    named = t("indicator.named", codes=t.listing(far)) if 0 < len(far) <= 2 * _NAMED else ""
    return t("indicator.far", edition=edition, count=len(far), all=len(singles), far=_FAR, named=named)


def _aside(view: IndicatorView) -> list[Component]:
    """Return the rank without what is left out, else what moves it furthest; then whom else one moves."""
    if view.singles.empty or view.of_all:
        return []
    t, row = view.t, _left_out(view)
    rank = t.write(row["rank_without"], "ordinal") if is_present(row["rank_without"]) else ""
    parts: list[Component] = [html.P(markup(rank), className="weights-rank")]
    if not view.choice.without:
        parts.append(html.P(html.B(markup(_moved(view, row)))))
    parts.append(html.P(t("indicator.rule", weight=row["weight"]), className="small"))
    others = view.choice.changed_choices(view.dataset) | {"view": ECONOMIES}
    link = html.A(markup(_furthest(view)), href=t.link("why/indicator", **others))
    return [*parts, html.H2(t("indicator.others")), html.P(link)]


def card(view: IndicatorView) -> Content:
    """Return the ranks without indicators: of the economy without each, or of each economy without one."""
    t, dataset, edition = view.t, view.dataset, view.choice.edition
    title = t.phrase(dataset.catalog.downloads[OMISSIONS.name].title)
    marked = "economy", view.choice.economy if view.of_all else ""
    table = own_table(view, OMISSIONS, title, without=() if view.of_all else ("economy",), marked=marked)

    def write(tick: float) -> str:
        return t.write(-int(tick), "arrow") if view.of_all else plain(t.write(int(tick), "ordinal"))

    rows, found = [], OMISSIONS.result(dataset, view.choice)
    drawn: list[dict[Any, Any]] = found.dropna(subset=["places"]).head(_DRAWN).to_dict("records")
    for row in drawn:
        codes, economy = row["left_out"].split(), view.economy_name(row["economy"])
        label = view.indicator(codes[0]) if len(codes) == 1 else t.listing(codes)
        tip = plain(t("indicator.tip", **row | {"economy": economy, "indicators": label}))
        at = row["rank_without"]
        if view.of_all:
            label, at = f"{economy}{t.language.colon}{label}", -row["places"]
        rows.append({"name": label, "at": at, "number": write(at), "tip": tip, "strong": len(codes) > 1})
    start = 0 if view.of_all or not drawn else drawn[0]["rank_with_all"]

    ink = TOKENS.hero if view.hero and not view.of_all else TOKENS.ink
    stated = licence(dataset, dataset.licences.get(edition), t)
    return Content(
        finding(view),
        t(f"indicator.measure_{view.choice.view}", count=len(rows)) if rows else "",
        table,
        figure_by_width(lambda least: move_chart(rows, start, write, ink, least), 0, _WIDE_NAMES)
        if rows
        else "{}",
        t("reach.source", edition=edition, licence=stated, checked=view.checked_day),
        heading=UnseenPart(finding(view)),
        editions=[edition],
    )


CARD = Card(PAGE, "weights-omissions", (OMISSIONS,), card, height=1080)
CARDS = (CARD,)
CALLBACKS = Callbacks(
    Choice,
    IndicatorView,
    parts=(
        *(FINDING, DECK, ASIDE),
        *((f"{PAGE}-economy", name) for name in ("options", "value")),
        *((f"{PAGE}-without", name) for name in ("options", "value")),
        *((f"{PAGE}-without-wrap", name) for name in ("data-change", "data-count")),
    ),
    cards=CARDS,
)
