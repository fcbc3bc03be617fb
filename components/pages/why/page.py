"""Why it moved: what drove the change of a rank between two editions, in places and in points?"""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analysis.change import RankSplit
from analysis.composition import PILLARS
from analysis.dataset import Dataset
from analysis.frames import why as frames
from analysis.ledger import APART, BELOW, LEVEL_OF, REWEIGHTED, WHOLE, Choice, Ledger
from analysis.standing import CHINA
from components import numbers
from components.callbacks import Callbacks
from components.card import Card
from components.charts.layer import packed
from components.charts.ledgers import (
    STEPS,
    RankLedgerLook,
    ScoreLedgerLook,
    ScorePart,
    levels_of,
    rank_ledger,
    score_ledger,
)
from components.measures import CONTRIBUTION, SCORE
from components.pages.why import finding as sentences
from components.pages.why import text
from components.pages.why.finding import View, count, either, moved
from components.parts.citation import citation
from components.parts.controls import Controls
from components.parts.figure_card import Content, figure_card
from components.parts.tables import Cell, Column, heads, table
from components.text import Words, markup, plain, words

PAGE = "why"
PLACES = Card("why-places", "rank-ledger", (frames.PLACES,), height=710)
POINTS = Card("why-points", "score-ledger", (frames.LEDGER,), height=840)
CARDS = (PLACES, POINTS)
FINDING, DECK, BADGE, COLUMNS = "why-finding", "why-deck", "why-badge", "why-columns"
CARRIED = "why-carried"
HIGHEST, LOWEST = 5, 4  # bars of single parts of the whole index, by what they added; between them one bar
PILLAR_CONTROL, NOTE = "why-pillar-control", "why-note"
WIDE_PLACES, WIDE_POINTS = 440, 600  # least width in pixels of a ledger as a wide one
CALLBACKS = Callbacks(
    Choice,
    parts=(
        *((name, "children") for name in (FINDING, DECK, CARRIED, BADGE, NOTE, COLUMNS)),
        ("why-to", "options"),
        ("why-to", "value"),
        ("why-detail", "options"),
        ("why-detail", "value"),
        (PILLAR_CONTROL, "hidden"),
        *PLACES.parts,
        *POINTS.parts,
        *((f"{card.prefix}-empty", "children") for card in (PLACES, POINTS)),
        *((f"{card.prefix}-case", "className") for card in (PLACES, POINTS)),
    ),
    cards=(PLACES, POINTS),
)


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the values of its controls."""
    view = View(dataset, words(lang), Choice.read(dataset, query))
    t, (first, last) = view.t, view.editions
    finding = _finding(view)
    deck = "deck" if view.ledger else "deck_places" if view.split else "deck_none"
    points = _case(POINTS, _points_content(view), points_json(view), text.empty_points(view), view)
    cards = [_places(view, finding), points]
    return [
        html.H1(markup(finding), id=FINDING),
        html.P(markup(t(f"why.{deck}", first=first, last=last, name=view.name)), className="deck", id=DECK),
        _controls(view),
        html.Div(text.badge(view), id=BADGE),
        html.Div(cards, className="why-grid"),
        html.P(markup(text.carried(view)), id=CARRIED, className="why-carried"),
        html.Section(text.columns(view), id=COLUMNS, className="block three"),
        CALLBACKS.address(PAGE, dataset),
    ]


def _finding(view: View) -> str:
    if view.split is None:
        return sentences.unsplit(view.name, view.editions, view.ranks, view.t)
    return sentences.finding(view.split, view.name, view.t)


def _places(view: View, finding: str) -> html.Div:
    content = _places_content(view, plain(finding))
    return _case(PLACES, content, places_json(view), text.empty_places(view), view)


def _controls(view: View) -> html.Div:
    pillars = {code: view.pillar_name(code) for code in (WHOLE, *PILLARS)}
    controls = Controls(PAGE, view.choice, view.dataset, view.t, pillars)
    reached = html.Span(text.reached(view), className="small why-reach")
    hidden = LEVEL_OF[view.choice.detail] not in BELOW
    return html.Div(
        [
            controls.select("from"),
            controls.select("to"),
            controls.select("economy", searchable=True),
            html.Div([controls.segmented("detail"), reached], className="why-detail"),
            html.Div(controls.select("pillar"), id=PILLAR_CONTROL, hidden=hidden),
            controls.segmented("split"),
        ],
        className="controls in-line why-controls",
    )


def _places_content(view: View, finding: str) -> Content:
    t, split, written = view.t, view.split, view.choice.written()
    measure = t("why.measure.places_none")
    if split:
        measure = t("why.measure.places", name=view.name, common=split.common)
    return Content(
        heading=markup(sentences.places_heading(split, view.span, t)),
        finding=finding,
        measure=markup(measure),
        table=html.Div(_places_table(view)),
        source=text.source(view, "places"),
        data_address=view.download("places", {key: written[key] for key in ("from", "to", "economy")}),
        credit=citation(view.dataset, finding, view.editions, t),
        quote=t("overview.quote"),
        height=420,
    )


def _points_content(view: View) -> Content:
    t = view.t
    heading = plain(
        sentences.points_heading(view.ledger, list(view.parts["label"]), view.drawn, view.span, t)
    )
    return Content(
        heading=heading,
        finding=heading,
        measure=text.points_measure(view),
        table=html.Div(_points_table(view)),
        source=text.source(view, "points"),
        data_address=view.download("ledger", view.choice.written()),
        credit=citation(view.dataset, heading, view.editions, t),
        quote=t("overview.quote"),
        height=420,
        strips=(html.P(text.common_note(view), id=NOTE, className="why-note"),),
    )


def _case(card: Card, content: Content, drawing: str, empty: str, view: View) -> html.Div:
    """Return a figure card, or what stands in its place where there is no ledger.

    Two figures of about one height have their feet on one line.
    """
    level = view.ledger is not None and view.ledger.level not in BELOW
    return html.Div(
        [
            html.P([*markup(empty), *text.ways(view)], id=f"{card.prefix}-empty", className="empty"),
            figure_card(card, content, view.t),
            dcc.Store(id=card.figures, data=drawing),
        ],
        id=f"{card.prefix}-case",
        className=f"why-case{' is-empty' if empty else ''}{' is-level' if level else ''}",
    )


def places_json(view: View) -> str:
    """Return the rank ledger as JSON text by least width of the plot; blank where there is none."""
    t, split = view.t, view.split
    if split is None:
        return ""
    tips, orders = _place_tips(split, view), tuple(_orders(split, t).split("|"))

    def draw(least: int) -> dict[str, Any]:
        narrow = not least
        steps = _steps(split, t, narrow=narrow)
        return rank_ledger(split, RankLedgerLook(t, steps, tips, orders, narrow))

    return packed(draw, 0, WIDE_PLACES)


def _steps(split: RankSplit, t: Words, *, narrow: bool) -> dict[str, str]:
    own = "own_china" if split.economy == CHINA and not narrow else "own"
    short = "short_" if narrow else ""
    return {
        "first": t("why.step.first", edition=split.first),
        "exits": t(f"why.step.{short}exits"),
        "own": t(f"why.step.{own}"),
        "others": t(f"why.step.{short}others"),
        "entries": t(f"why.step.{short}entries"),
        "last": t("why.step.last", edition=split.last),
    }


def _orders(split: RankSplit, t: Words) -> str:
    """Return the sentence on the two orders of the own score, | where it may be broken; blank if equal."""
    low, high = sorted(split.own_orders, key=abs)
    if low == high:
        return ""
    if low * high < 0:
        return t("why.orders.between", low=moved(low, t), high=moved(high, t))
    key = "single" if abs(high) == 1 else "one"
    return t(f"why.orders.{key}", low=count(low, t.lang), high=count(high, t.lang))


def _place_tips(split: RankSplit, view: View) -> tuple[str, ...]:
    t = view.t

    def end(edition: int, rank: int, count: int) -> str:
        written = {"edition": plain(view.edition(edition)), "rank": plain(view.ordinal(rank))}
        return t("why.tip.end", count=count, **written)

    return (
        end(split.first, split.rank_first, split.ranked_first),
        *(_step_tip(split, name, t) for name in STEPS),
        end(split.last, split.rank_last, split.ranked_last),
    )


def _step_tip(split: RankSplit, name: str, t: Words) -> str:
    value = float(getattr(split, name))
    step = _steps(split, t, narrow=False)[name].replace("<br>", "" if t.lang == "zh" else " ")
    lines = [t("why.tip.step", step=step, moved=moved(value, t) if value else t("why.tip.still"))]
    if name in ("own", "others"):
        found = getattr(split, f"{name}_orders")
        if found[0] != found[1]:
            lines.append(t("why.tip.orders", orders=either(found, t)))
        if split.rounded:
            found = getattr(split, f"{name}_rounding")
            lines.append(t("why.tip.rounding", range=either(found, t)))
    return "<br>".join(lines)


def points_json(view: View) -> str:
    """Return the score ledger as JSON text by least width of the plot; blank where there is none."""
    t, ledger = view.t, view.ledger
    if ledger is None:
        return ""
    rows = _bars(view, ledger)
    sums = {"own": ledger.own, "common": ledger.common, "relative": ledger.relative}
    total = _part(_total_name(view), sums, t, whole=True)
    return packed(
        lambda least: score_ledger(rows, total, ScoreLedgerLook(t, view.drawn, not least)), 0, WIDE_POINTS
    )


def _bars(view: View, ledger: Ledger) -> list[ScorePart]:
    """Return the rows of the figure: every part, or of the whole index the first and last, and groups.

    The groups are what else can be compared, and each kind of what cannot.
    """
    t, parts, drawn = view.t, view.parts, view.drawn
    groups = []
    if ledger.pillar is None and ledger.level in BELOW:
        comparable = parts[parts["status"] == "both"].sort_values(drawn, ascending=False)
        inner = comparable.index[HIGHEST:-LOWEST]
        others = [("others", comparable.loc[inner])]
        others += [(status, parts[parts["status"] == status]) for status in APART]
        parts = comparable.drop(inner)
        groups = [
            _part(
                t(f"why.part.group_{name}", count=len(group)),
                group[["own", "common", "relative"]].sum().to_dict(),
                t,
            )
            for name, group in others
            if len(group)
        ]
    return [*(_part(str(row["label"]), row, t) for row in parts.to_dict("records")), *groups]


def _total_name(view: View) -> str:
    """Return the name of the sum: all pillars, or the pillar whose parts are shown."""
    if view.ledger is None or view.ledger.pillar is None:
        return view.t("why.part.total")
    return view.t("why.part.total_pillar", name=view.pillar_name(view.ledger.pillar))


def _part(name: str, row: Mapping[Any, Any], t: Words, *, whole: bool = False) -> ScorePart:
    """Return a row of the figure: a part, or a sum of parts, which has no scores; ``whole``: of all."""
    values = {key: float(row[key]) for key in ("own", "common", "relative")}
    written = {key: CONTRIBUTION.write(value, t.lang, sign=True) for key, value in values.items()}
    lines, remark = [t("why.tip.part", name=name, **written)], ""
    if row.get("status", REWEIGHTED) != REWEIGHTED:
        scores = (row["score_first"], row["score_last"])
        before, after = (t("missing") if each != each else SCORE.write(each, t.lang) for each in scores)
        lines.append(t("why.tip.scores", before=before, after=after))
        if row["weight_first"] != row["weight_last"] and row["status"] in ("both", "redefined"):
            weights = (numbers.decimal(row[f"weight_{end}"], 3, t.lang) for end in ("first", "last"))
            lines.append(t("why.tip.weights", **dict(zip(("before", "after"), weights, strict=True))))
        remark = "" if row["status"] == "both" else t(f"why.part.{row['status']}")
    lines += [remark] if remark else []
    return ScorePart(name, **values, tip="<br>".join(lines), remark=remark, whole=whole)


def _places_table(view: View) -> list[Component]:
    """Return the rank ledger as a table, or nothing where there is none."""
    split, t = view.split, view.t
    if split is None:
        return []
    levels = levels_of(split)
    rows: list[list[Cell]] = [
        [plain(view.edition(split.first)), "", "", "", numbers.halves(levels[0], t.lang)]
    ]
    for name, level in zip(STEPS, levels[1:], strict=True):
        value = float(getattr(split, name))
        orders = getattr(split, f"{name}_orders", (value, value))
        cells = (_signed(each, t.lang) for each in (value, orders[0], orders[1]))
        rows.append([t(f"why.column.{name}"), *cells, numbers.halves(level, t.lang)])
    total = _signed(float(split.total), t.lang)
    last = numbers.halves(float(split.rank_last), t.lang)
    rows.append([plain(view.edition(split.last)), total, total, total, last])
    names = ("step", "places", "own_first", "others_first", "rank")
    columns = heads(t, "why.column", names, ("step",))
    return [table(t, columns, rows, caption=_caption("places", view), highlight=[len(rows) - 1])]


def _signed(places: float, lang: str) -> str:
    """Write places with a triangle: ▲ 15.5, ▼ 2, 0; below zero is towards the first place."""
    return numbers.arrow(-places, numbers.halves(abs(places), lang))


def _caption(kind: str, view: View) -> str:
    first, last = view.editions
    return view.t(f"why.column.table_{kind}", name=view.name, first=first, last=last)


def _points_table(view: View) -> list[Component]:
    """Return the score ledger as a table, or nothing where there is none."""
    ledger, t = view.ledger, view.t
    if ledger is None:
        return []
    rows = [_part_row(row, ledger, t) for row in view.parts.to_dict("records")]
    sums = [
        CONTRIBUTION.write(each, t.lang, sign=True) for each in (ledger.own, ledger.common, ledger.relative)
    ]
    blank = [""] * (len(_heads(ledger)) - 4)
    rows.append([_total_name(view), *blank, *sums])
    for name in ("residual", "published"):
        points = CONTRIBUTION.write(getattr(ledger, name), t.lang, sign=True)
        rows.append([t(f"why.part.{name}"), *blank, points, "", ""])
    columns = [
        Column(
            t(f"why.column.{head}", edition=ledger.first if head == "before" else ledger.last),
            number=head not in ("part", "status"),
        )
        for head in _heads(ledger)
    ]
    return [table(t, columns, rows, caption=_caption("points", view), highlight=[len(rows) - 3])]


def _heads(ledger: Ledger) -> tuple[str, ...]:
    status = ("status",) if ledger.level in BELOW else ()
    return ("part", *status, "before", "after", "weight", "change", "common", "relative")


def _part_row(row: dict[Any, Any], ledger: Ledger, t: Words) -> list[Cell]:
    missing = t("missing")

    weight = row["weight_last"] if row["weight_last"] == row["weight_last"] else row["weight_first"]
    status = [t(f"why.part.{row['status']}")] if ledger.level in BELOW else []
    return [
        str(row["label"]),
        *status,
        *(
            missing if score != score else SCORE.write(score, t.lang)
            for score in (row["score_first"], row["score_last"])
        ),
        missing if weight != weight else numbers.decimal(weight, 3 if ledger.level in BELOW else 2, t.lang),
        *(CONTRIBUTION.write(row[name], t.lang, sign=True) for name in ("own", "common", "relative")),
    ]
