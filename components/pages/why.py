"""Why it moved: what drove the change of a rank between two editions, in places and in points."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.index import ledger as method
from analysis.index.composition import PILLARS
from analysis.index.framework import framework_mark
from analysis.index.ledger import (
    BELOW,
    LEVEL_OF,
    NOT_COMPARABLE,
    REWEIGHTED,
    WHOLE,
    Choice,
    Ledger,
    RankSplit,
)
from analysis.index.standing import next_place
from analysis.table import Table
from components.cards.badges import icon
from components.cards.callbacks import Callbacks
from components.cards.card import Card, Content
from components.cards.tables import file_rows, own_table
from components.charts.bars import FIGURES, STEPS, rank_ledger, score_ledger
from components.charts.layer import figure_by_width
from components.text.catalog import Words, markup, plain
from components.text.keys import by_last_part
from components.text.view import licence
from components.widgets import ledgers as sentences
from components.widgets.blocks import column, fold, paragraph
from components.widgets.controls import Controls, control_bar
from components.widgets.framework import counted_changes, letters
from components.widgets.ledgers import WhyView, either_order, places_moved, possessive_name
from data.article import FOCUS

PAGE = "why"
FINDING, DECK, BADGE, COLUMNS = "why-finding", "why-deck", "why-badge", "why-columns"
CARRIED = "why-carried"
HIGHEST_PARTS, LOWEST_PARTS = 5, 4  # bars of single parts of the whole index; one bar sums those between
PILLAR_CONTROL, NOTE = "why-pillar-control", "why-note"
WIDE_PLACES, WIDE_POINTS = 440, 600  # px; minimum widths of the wide variants of both ledgers
_MIN_ROUNDING = 0.005  # points; less cannot change a number with two decimals
_BADGES = by_last_part("why.badge.break", "why.badge.documented", "why.badge.unmarked")
_SOURCES = by_last_part("why.source.places", "why.source.ledger")
_STEP_NAMES = by_last_part("why.steps.exits", "why.steps.own", "why.steps.others", "why.steps.entries")
_BAR_LABELS = by_last_part(
    "why.step.first", "why.step.exits", "why.step.own", "why.step.others"
) | by_last_part("why.step.entries", "why.step.last")
_NARROW_BAR_LABELS = _BAR_LABELS | by_last_part(
    "why.step.short_exits", "why.step.short_others", "why.step.short_entries", without="short_"
)
_MEASURES = by_last_part(
    "why.measure.subindices", "why.measure.pillars", "why.measure.subpillars", "why.measure.indicators"
)
_WHOLE_MEASURES = {
    "subpillars": "why.measure.subpillars_whole",
    "indicators": "why.measure.indicators_whole",
}
_GROUPS = (
    by_last_part("why.part.group_both", "why.part.group_others", "why.part.group_redefined", without="group_")
    | by_last_part(
        "why.part.group_entering", "why.part.group_leaving", "why.part.group_unscored", without="group_"
    )
    | by_last_part("why.part.group_reweighted", without="group_")
)
_STATUSES = by_last_part(
    "why.part.both", "why.part.redefined", "why.part.entering", "why.part.leaving"
) | by_last_part("why.part.unscored", "why.part.reweighted")
_TOTALS = by_last_part("why.part.residual", "why.part.published")


def layout(view: WhyView) -> list[Component]:
    """Return the page for an economy and two editions."""
    dataset, t = view.dataset, view.t
    deck = sentences.shares(view) if view.split else t("why.deck_none", name=view.name)
    pillars = {code: view.pillar_name(code) for code in (WHOLE, *PILLARS)}
    controls = Controls(PAGE, view.choice, dataset, t, pillars)
    reach = {
        detail: view.in_words(dataset.editions_with(LEVEL_OF[detail]))
        for detail in ("subpillars", "indicators")
    }
    reach_note = html.Span(t("why.control.reach", **reach), className="small why-reach")
    visible = [controls.select("from"), controls.select("to"), controls.select("economy", searchable=True)]
    more = [
        html.Div([controls.segmented_control("detail"), reach_note], className="why-detail"),
        html.Div(
            controls.select("pillar"),
            id=PILLAR_CONTROL,
            hidden=LEVEL_OF[view.choice.detail] not in BELOW,
        ),
        controls.segmented_control("split"),
    ]
    return [
        html.H1(markup(sentences.rank_answer(view)), id=FINDING),
        html.P(markup(deck), className="deck", id=DECK),
        html.Div(_framework_notice(view), id=BADGE),
        control_bar(t, visible, more, "why-controls"),
        html.Div([card.draw(view).element for card in CARDS], className="why-grid"),
        html.Div(_carried_by(view), id=CARRIED, className="why-carried"),
        html.Section([_next_rank(view), _latest(view), _limits(view)], id=COLUMNS, className="block three"),
    ]


def _framework_notice(view: WhyView) -> list[Component]:
    dataset, t = view.dataset, view.t
    first, last = view.editions
    kind = framework_mark(dataset.table("gii_editions"), first, last) or "unmarked"
    lines = [t("why.badge.counted", first=first, last=last, counted=counted_changes(dataset, first, last, t))]
    if view.split or view.ledger:
        lines.append(t("why.badge.split", whose=possessive_name(view.name, t)))
    if kind != "unmarked":
        lines.append(t("why.badge.marked", changes=letters(dataset, first, last, t)))
    badge = markup(t(_BADGES[kind]))
    line = html.Span([*badge, " ", html.Span(t("why.badge.more"), className="way")])
    more = paragraph(t, [*lines, t("why.badge.descriptive")])
    return [html.Details([html.Summary([icon("caveat"), line]), more], className="caution")]


def _with_notice(
    view: WhyView, card: Component, prefix: str, explain_empty: Callable[[WhyView], str]
) -> Component:
    """Return the card of a ledger below a notice that takes its place where there is no ledger."""
    explanation = explain_empty(view)
    links: list[str | Component] = []  # to steps between editions that can be split, newest first
    if view.split is None or view.index_ledger("pillars") is None:
        for first, last in reversed(list(pairwise(view.by_edition("score")))):
            query = {"economy": view.choice.economy, "from": first, "to": last}
            span = view.t("list.span", first=first, last=last)
            links += [" ", html.A(span, href=view.t.link(PAGE, **query))]
    notice = html.P([*markup(explanation), *links], id=f"{prefix}-empty", className="empty")
    css = "why-case is-empty" if explanation else "why-case"
    if view.ledger is not None and view.ledger.level not in BELOW:
        css += " is-level"
    return html.Div([notice, card], id=f"{prefix}-case", className=css)


def _source(view: WhyView, table: Table[Any, Any]) -> str:
    t, licences = view.t, view.dataset.licences
    first, last = view.editions
    stated = []
    for edition in view.editions:
        text = licence(view.dataset, licences.get(edition), t)
        stated.append(t("why.source.licence", licence=text, edition=edition))
    listing = t("why.source.licences", list=t.listing(stated, clauses=True))
    return t(_SOURCES[table.name], first=first, last=last, licences=listing)


def places(view: WhyView) -> Content:
    """Return the card of the rank ledger with its table."""
    t, split = view.t, view.split
    table: list[Component] = []
    heading, measure = t("why.heading.places_none"), t("why.measure.places_none")
    if split is not None:
        ends = {"before": split.rank_first, "after": split.rank_last}
        heading = t("why.heading.places", span=view.span, **ends)
        measure = t("why.measure.places", name=view.name, common=split.common)
        rows = file_rows(view, method.PLACES).astype("object").fillna("")
        names = {name: t(_STEP_NAMES[name]) for name in STEPS}
        names["first"] = plain(t.write(split.first, "edition"))
        names["last"] = plain(t.write(split.last, "edition"))
        words = {"step": [names[step] for step in rows["step"]]}
        caption = t("why.column.table_places", name=view.name, first=split.first, last=split.last)
        table = [own_table(view, method.PLACES, caption, rows, words, marked=("step", "last"))]
    return Content(
        sentences.title(view),
        measure,
        table,
        places_json(view),
        _source(view, method.PLACES),
        heading=heading,
        quote=t("overview.quote"),
    )


def places_json(view: WhyView) -> str:
    """Return the rank ledger as JSON text by minimum width of the plot, "" where there is none."""
    t, split = view.t, view.split
    if split is None:
        return ""
    low, high = sorted(split.own_orders, key=abs)
    orders = ""  # "|" where a line may be broken
    if low * high < 0:
        orders = t("why.orders.between", low=places_moved(low, t), high=places_moved(high, t))
    elif low != high:
        orders = t("why.orders.single" if abs(high) == 1 else "why.orders.one", low=low, high=high)
    tips = (
        plain(t("why.tip.end", edition=split.first, rank=split.rank_first, count=split.ranked_first)),
        *(_step_tip(split, name, t) for name in STEPS),
        plain(t("why.tip.end", edition=split.last, rank=split.rank_last, count=split.ranked_last)),
    )

    def draw(min_width: int) -> dict[str, Any]:
        labels = _bar_labels(split, t, is_narrow=min_width == 0)
        return rank_ledger(split, labels, tips, orders.split("|"), t, min_width)

    return figure_by_width(draw, 0, WIDE_PLACES)


def _bar_labels(split: RankSplit, t: Words, *, is_narrow: bool) -> dict[str, str]:
    keys = _NARROW_BAR_LABELS if is_narrow else _BAR_LABELS
    if split.economy == FOCUS and not is_narrow:
        keys = keys | {"own": "why.step.own_china"}
    return {name: t(keys[name], first=split.first, last=split.last) for name in ("first", *STEPS, "last")}


def _step_tip(split: RankSplit, name: str, t: Words) -> str:
    value = float(getattr(split, name))
    step = _bar_labels(split, t, is_narrow=False)[name].replace("<br>", t.language.gap)
    lines = [t("why.tip.step", step=step, moved=places_moved(value, t) if value else t("why.tip.still"))]
    if name in ("own", "others"):
        orders = split.own_orders if name == "own" else split.others_orders
        rounding = split.own_rounding if name == "own" else split.others_rounding
        if orders[0] != orders[1]:
            lines.append(t("why.tip.orders", orders=either_order(orders, t)))
        if split.is_rounded:
            lines.append(t("why.tip.rounding", range=either_order(rounding, t)))
    return "<br>".join(lines)


def points(view: WhyView) -> Content:
    """Return the card of the score ledger with its table."""
    ledger = view.ledger
    return Content(
        plain(sentences.points_heading(view)),
        markup(view.t("why.measure.none")) if ledger is None else _points_measure(view, ledger),
        [] if ledger is None else [_points_table(view, ledger)],
        points_json(view),
        _source(view, method.LEDGER),
        quote=view.t("overview.quote"),
        below_actions=[
            html.P("" if ledger is None else _points_note(view, ledger), id=NOTE, className="why-note")
        ],
    )


def _points_measure(view: WhyView, ledger: Ledger) -> list[str | Component]:
    t, is_relative = view.t, view.choice.split == "relative"
    is_whole = ledger.level in BELOW and ledger.pillar is None
    keys = _WHOLE_MEASURES if is_whole else _MEASURES
    measure = markup(
        t(
            keys[view.choice.detail],
            whose=possessive_name(view.name, t),
            pillar=view.pillar_name(view.choice.pillar),
            against=t("why.measure.against_relative" if is_relative else "why.measure.against_plain"),
        )
    )

    def legend_key(name: str, color: str, meaning: str) -> html.Span:
        # The name of the colour is for pictures and screen readers, which have no swatch.
        color_name = html.Span(t(color), className="unseen")
        swatch = html.Span(className=f"swatch swatch-{name}")
        return html.Span([color_name, swatch, t(meaning)], className="key")

    gain = legend_key("up", "why.measure.up", "why.measure.gain")
    loss = legend_key("down", "why.measure.down", "why.measure.loss")
    return [*measure, " ", html.Span([gain, loss], className="keys")]


def _points_note(view: WhyView, ledger: Ledger) -> str:
    t = view.t
    note = t("why.note.below" if ledger.level in BELOW else "why.note.common", count=ledger.economies)
    if abs(ledger.residual) >= _MIN_ROUNDING:
        note += t("why.note.residual", residual=ledger.residual)
    if view.split and ledger.level not in BELOW and view.split.own:
        total = t.write(getattr(ledger, view.bars_shown), "|score")
        if total == t.write(view.split.own, "|tenths"):
            note += t("why.note.coincidence", value=total)
    return note


def _explain_no_points(view: WhyView) -> str:
    t = view.t
    if view.ledger is not None:
        return ""
    if view.index_ledger("pillars") is not None:
        return t("why.carried.pillars", name=view.name)
    scores = view.dataset.scores
    rows = scores[(scores["economy"] == view.choice.economy) & scores["code"].isin(PILLARS)]
    counts = rows[rows["score"].notna()].groupby("edition").size()
    complete = sorted(counts[counts == len(PILLARS)].index)
    missing = next((edition for edition in view.editions if edition not in complete), view.editions[0])
    return t("why.empty.unsplit", name=view.name, edition=missing, editions=view.in_words(complete))


def points_json(view: WhyView) -> str:
    """Return the score ledger as JSON text by minimum width of the plot, "" where there is none.

    Each part has a row. Below the pillars of the whole index only the highest and the lowest parts have one;
    the remaining ones are summed in groups: those that can be compared, and each kind of those that cannot.
    """
    t, ledger, drawn = view.t, view.ledger, view.bars_shown
    if ledger is None:
        return ""
    parts = view.labelled_parts(ledger)
    groups = []
    if ledger.pillar is None and ledger.level in BELOW:
        comparable = parts[parts["status"] == "both"].sort_values(drawn, ascending=False)
        inner = comparable.index[HIGHEST_PARTS:-LOWEST_PARTS]
        members = {"others": comparable.loc[inner]}
        members |= {status: parts[parts["status"] == status] for status in NOT_COMPARABLE}
        parts = comparable.drop(inner)
        groups = [
            {"label": t(_GROUPS[name], count=len(group)), **group[list(FIGURES)].sum().to_dict()}
            for name, group in members.items()
            if len(group)
        ]
    rows = [_bar(row, t) for row in (*parts.to_dict("records"), *groups, _total(view, ledger))]
    return figure_by_width(lambda min_width: score_ledger(rows, drawn, t, min_width), 0, WIDE_POINTS)


def _total(view: WhyView, ledger: Ledger) -> dict[Any, Any]:
    name = view.t("why.part.total")
    if ledger.pillar is not None:
        name = view.t("why.part.total_pillar", name=view.pillar_name(ledger.pillar))
    return {"label": name} | {figure: getattr(ledger, figure) for figure in FIGURES}


def _bar(row: Mapping[Any, Any], t: Words) -> dict[str, Any]:
    """Return a row of the figure: a part, or a sum of parts, which has no scores."""
    values = {figure: float(row[figure]) for figure in FIGURES}
    lines = [t("why.tip.part", name=row["label"], **values)]
    remark = ""
    if row.get("status", REWEIGHTED) != REWEIGHTED:
        lines.append(t("why.tip.scores", before=row["score_first"], after=row["score_last"]))
        if row["weight_first"] != row["weight_last"] and row["status"] in ("both", "redefined"):
            lines.append(t("why.tip.weights", before=row["weight_first"], after=row["weight_last"]))
        remark = "" if row["status"] == "both" else t(_STATUSES[row["status"]])
    lines += [remark] if remark else []
    return {"label": row["label"], **values, "tip": "<br>".join(lines), "remark": remark}


def _points_table(view: WhyView, ledger: Ledger) -> html.Div:
    """Return the score ledger as a table: the parts, then the sum, rounding and the published change."""
    t, is_below = view.t, ledger.level in BELOW
    rows = file_rows(view, method.LEDGER)
    parts, totals = rows[: len(ledger.parts)], rows[len(ledger.parts) :]
    rows = pd.concat([parts.astype("object"), totals.astype("object").fillna("")])
    weights = parts["weight_last"].fillna(parts["weight_first"])
    how = "thousandths" if is_below else "hundredths"
    names = [_total(view, ledger)["label"], *(t(_TOTALS[name]) for name in totals["part"][1:])]
    blank = [""] * len(totals)
    words = {
        "part_name": [*view.labelled_parts(ledger)["label"], *names],
        "status": [*(t(_STATUSES[status]) for status in parts["status"]), *blank],
        "weight_last": [*(t.write(weight, how) for weight in weights), *blank],
    }
    caption = t("why.column.table_points", name=view.name, first=ledger.first, last=ledger.last)
    without = () if is_below else ("status",)
    ends: dict[str, Any] = {"first": ledger.first, "last": ledger.last}
    return own_table(view, method.LEDGER, caption, rows, words, without, marked=("part", "sum"), **ends)


def _carried_by(view: WhyView) -> list[Component]:
    """Return what carried the change of the score and what held it back, by sub-pillar.

    All indicators follow, folded by what becomes of them between the editions, or else the level at which
    the split stops. Nothing is returned where there are no pillars.
    """
    t, ledger, indicators = view.t, view.index_ledger("subpillars"), view.index_ledger("indicators")
    if ledger is None:
        has_pillars = view.index_ledger("pillars") is not None
        return [html.P(t("why.carried.pillars", name=view.name))] if has_pillars else []
    text = sentences.subpillars(view, ledger)
    if indicators is None:
        available = view.dataset.editions_with(LEVEL_OF["indicators"])
        missing = [str(edition) for edition in view.editions if edition not in available]
        return [html.P(markup(text + t("why.carried.subpillars", editions=t.listing(missing))))]
    parts = view.labelled_parts(indicators).sort_values(view.bars_shown, ascending=False)
    groups = {status: parts[parts["status"] == status] for status in ("both", *NOT_COMPARABLE)}
    counts = {"count": len(groups["both"]), "all": int((parts["status"] != REWEIGHTED).sum())}
    text += t("why.carried.indicators", **counts)
    reweighted = groups.pop(REWEIGHTED)
    if len(reweighted):
        text += t("why.carried.reweighted", points=reweighted[view.bars_shown].sum())
    by_indicator = replace(view, choice=replace(view.choice, detail="indicators", pillar=WHOLE))
    data = html.A(t("why.carried.data"), href=by_indicator.csv_link(method.LEDGER), download="")
    folds = [_status_fold(view, status, rows) for status, rows in groups.items() if len(rows)]
    return [html.P([*markup(text), " ", data]), html.Div(folds, className="folds")]


def _status_fold(view: WhyView, status: str, rows: pd.DataFrame) -> html.Details:
    t, drawn = view.t, view.bars_shown
    scores = [name for name in ("score_first", "score_last") if rows[name].notna().any()]
    renamed = rows.rename(columns={"relative": "against_field"})
    columns = {"part_name", *scores, "own" if drawn == "own" else "against_field"}
    without = method.LEDGER.cells.keys() - columns
    title = t(_GROUPS[status], count=len(rows))
    total = rows[drawn].sum()
    most = rows.iloc[0 if total >= 0 else -1]
    finding = markup(t("why.carried.sum", points=total, name=most["label"], most=most[drawn]))
    words = {"part_name": [*rows["label"]]}
    ends: dict[str, Any] = {"first": view.choice.first, "last": view.choice.last}
    table = own_table(view, method.LEDGER, title, renamed, words, without, **ends)
    return fold(html.H3(title), finding, [table], f"why-{status}")


def _next_rank(view: WhyView) -> html.Div:
    t, editions = view.t, list(view.by_edition("score"))
    standing = next_place(view.dataset.scores, view.choice.economy, editions[-1]) if editions else None
    if standing is None:
        title = t("why.price.title", edition=view.dataset.editions[-1])
        return column(title, [t("why.price.none", name=view.name)])
    if standing.above is None or standing.gap is None:
        text = t("why.price.first", name=view.name)
    else:
        text = t(
            "why.price.gap" if standing.gap > 1e-9 else "why.price.level",
            name=view.name,
            above=view.economy_name(standing.above),
            rank=standing.above_rank or 0,
            gap=standing.gap,
            input=standing.input_points or 0,
            output=standing.output_points or 0,
        )
    if standing.below is None or standing.cushion is None:
        text += t("why.price.last")
    else:
        below = {"below": view.economy_name(standing.below), "rank": standing.below_rank or 0}
        text += t("why.price.cushion", cushion=standing.cushion, **below)
    if standing.rounding >= _MIN_ROUNDING:
        text += t("why.price.rounding", rounding=standing.rounding)
    return column(t("why.price.title", edition=standing.edition), [text])


def _latest(view: WhyView) -> html.Div:
    """Return the step between the last two editions, and that since the chosen edition where it is older."""
    t, chosen = view.t, view.choice.last
    before, newest = view.dataset.editions[-2:]
    steps = [_step(view, before, newest)]
    if chosen < before:
        steps.append(t("why.latest.since", first=chosen, last=newest, step=_step(view, chosen, newest)))
    return column(t("why.latest.title", first=before, last=newest), steps)


def _step(view: WhyView, first: int, last: int) -> str:
    t, step = view.t, replace(view, choice=replace(view.choice, first=first, last=last))
    split, ledger = step.split, step.index_ledger("pillars")
    if split is None:
        return t("why.latest.none", name=view.name)
    lines = [
        t("why.latest.ranks", before=split.rank_first, after=split.rank_last),
        t("why.latest.sentence", finding=sentences.finding(split, view.name, t)),
    ]
    if split.exits == split.entries == 0:
        lines.append(t("why.latest.coverage_none", name=view.name))
    if ledger is not None:
        field_key = "why.latest.field_up" if ledger.common >= 0 else "why.latest.field_down"
        key = "why.latest.points_up" if ledger.own >= 0 else "why.latest.points_down"
        field = t(field_key, common=ledger.common)
        lines.append(t(key, name=view.name, own=ledger.published, field=field))
    return t.sentences(lines)


def _limits(view: WhyView) -> html.Div:
    t, split, ledger = view.t, view.split, view.ledger
    lines = []
    if split is not None:
        same = split.own_orders[0] == split.own_orders[1]
        orders = either_order(split.own_orders, t)
        lines.append(t("why.limits.order_same" if same else "why.limits.order", orders=orders))
        if split.is_rounded:
            lines.append(t("why.limits.rounding_rank", range=either_order(split.own_rounding, t)))
    if ledger is not None and ledger.rounding:
        residual = abs(ledger.residual)
        key = "why.limits.rounding_points" if residual >= 0.0005 else "why.limits.rounding_points_met"
        editions = t.listing([str(edition) for edition in ledger.rounded_editions])
        lines.append(t(key, editions=editions, rounding=ledger.rounding, residual=residual))
    elif ledger is not None:
        lines.append(t("why.limits.exact"))
    return column(t("why.limits.title"), [*lines, t("why.limits.cause")])


_WRAP_PLACES = partial(_with_notice, prefix="why-places", explain_empty=sentences.empty_places)
_WRAP_POINTS = partial(_with_notice, prefix="why-points", explain_empty=_explain_no_points)
PLACES = Card("why-places", "rank-ledger", (method.PLACES,), places, height=710, wrap=_WRAP_PLACES)
POINTS = Card("why-points", "score-ledger", (method.LEDGER,), points, height=880, wrap=_WRAP_POINTS)
CARDS = (PLACES, POINTS)
CALLBACKS = Callbacks(
    Choice,
    WhyView,
    parts=(
        *(FINDING, DECK, CARRIED, BADGE, NOTE, COLUMNS),
        *((name, prop) for name in ("why-to", "why-detail") for prop in ("options", "value")),
        (PILLAR_CONTROL, "hidden"),
        *(f"{card.prefix}-empty" for card in CARDS),
        *((f"{card.prefix}-case", "className") for card in CARDS),
    ),
    cards=CARDS,
)
