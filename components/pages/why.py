"""Why it moved: what drove the change of a rank between two editions, in places and in points?"""

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
HIGHEST, LOWEST = 5, 4  # bars of single parts of the whole index, by what they added; between them one bar
PILLAR_CONTROL, NOTE = "why-pillar-control", "why-note"
WIDE_PLACES, WIDE_POINTS = 440, 600  # least width in pixels of a ledger as a wide one
_VISIBLE = 0.005  # points: a smaller rounding cannot change the two decimals shown


def layout(view: WhyView) -> list[Component]:
    """Return the page for an economy and two editions."""
    dataset, t = view.dataset, view.t
    deck = sentences.shares(view) if view.split else t("why.deck_none", name=view.name)
    pillars = {code: view.pillar_name(code) for code in (WHOLE, *PILLARS)}
    controls = Controls(PAGE, view.choice, dataset, t, pillars)
    reach = {one: view.in_words(dataset.editions_with(LEVEL_OF[one])) for one in ("subpillars", "indicators")}
    reached = html.Span(t("why.control.reach", **reach), className="small why-reach")
    hidden = LEVEL_OF[view.choice.detail] not in BELOW
    # The step between the last two editions, and all since the edition chosen where it is older.
    *_, before, newest = dataset.editions
    steps = [_step(view, before, newest)]
    if (chosen := view.choice.last) < before:
        steps.append(t("why.latest.since", first=chosen, last=newest, step=_step(view, chosen, newest)))
    latest = column(t("why.latest.title", first=before, last=newest), steps)
    visible = [controls.select("from"), controls.select("to"), controls.select("economy", searchable=True)]
    more = [
        html.Div([controls.segmented_control("detail"), reached], className="why-detail"),
        html.Div(controls.select("pillar"), id=PILLAR_CONTROL, hidden=hidden),
        controls.segmented_control("split"),
    ]
    return [
        html.H1(markup(sentences.rank_answer(view)), id=FINDING),
        html.P(markup(deck), className="deck", id=DECK),
        html.Div(_reframed(view), id=BADGE),
        control_bar(t, visible, more, "why-controls"),
        html.Div([card.draw(view).element for card in CARDS], className="why-grid"),
        html.Div(_carried(view), id=CARRIED, className="why-carried"),
        html.Section([_price(view), latest, _limits(view)], id=COLUMNS, className="block three"),
    ]


def _reframed(view: WhyView) -> list[Component]:
    """Return in one line that the framework changed in between; unfolded, how, and what that means."""
    dataset, t, (first, last) = view.dataset, view.t, view.editions
    kind = framework_mark(dataset.table("gii_editions"), first, last) or "unmarked"
    lines = [t("why.badge.counted", first=first, last=last, counted=counted_changes(dataset, first, last, t))]
    if view.split or view.ledger:
        lines.append(t("why.badge.split", whose=possessive_name(view.name, t)))
    if kind != "unmarked":
        lines.append(t("why.badge.marked", changes=letters(dataset, first, last, t)))
    line = html.Span([*markup(t(f"why.badge.{kind}")), " ", html.Span(t("why.badge.more"), className="way")])
    more = paragraph(t, [*lines, t("why.badge.descriptive")])
    return [html.Details([html.Summary([icon("caveat"), line]), more], className="caution")]


def _in_case(view: WhyView, frame: Component, prefix: str, none: Callable[[WhyView], str]) -> Component:
    """Return a ledger, and above it what stands in its place where there is none."""
    level, empty = view.ledger is not None and view.ledger.level not in BELOW, none(view)
    ways: list[str | Component] = []  # the steps between editions that can be split, newest first
    if view.split is None or view.index_ledger("pillars") is None:
        for one, other in reversed(list(pairwise(view.by_edition("score")))):
            query = {"economy": view.choice.economy, "from": one, "to": other}
            span = view.t("list.span", first=one, last=other)
            ways += [" ", html.A(span, href=view.t.link(PAGE, **query))]
    place = html.P([*markup(empty), *ways], id=f"{prefix}-empty", className="empty")
    css = f"why-case{' is-empty' if empty else ''}{' is-level' if level else ''}"
    return html.Div([place, frame], id=f"{prefix}-case", className=css)


def _source(view: WhyView, table: Table[Any, Any]) -> str:
    t, (first, last) = view.t, view.editions
    stated = [
        t("why.source.licence", licence=licence(view.dataset, view.dataset.licences.get(one), t), edition=one)
        for one in view.editions
    ]
    licences = t("why.source.licences", list=t.listing(stated, clauses=True))
    return t(f"why.source.{table.name}", first=first, last=last, licences=licences)


def places(view: WhyView) -> Content:
    """Return the rank ledger, with the ledger as a table."""
    t, split = view.t, view.split
    table: list[Component] = []
    heading, measure = t("why.heading.places_none"), t("why.measure.places_none")
    if split is not None:
        ends = {"before": split.rank_first, "after": split.rank_last}
        heading = t("why.heading.places", span=view.span, **ends)
        measure = t("why.measure.places", name=view.name, common=split.common)
        rows = file_rows(view, method.PLACES).astype("object").fillna("")
        names = {name: t(f"why.steps.{name}") for name in STEPS}
        names |= {end: plain(t.write(getattr(split, end), "edition")) for end in ("first", "last")}
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
    """Return the rank ledger as JSON text by least width of the plot; blank where there is none."""
    t, split = view.t, view.split
    if split is None:
        return ""
    low, high = sorted(split.own_orders, key=abs)
    orders = ""  # | where the sentence may be broken
    if low * high < 0:
        orders = t("why.orders.between", low=places_moved(low, t), high=places_moved(high, t))
    elif low != high:
        orders = t(f"why.orders.{'single' if abs(high) == 1 else 'one'}", low=low, high=high)
    tips = (
        plain(t("why.tip.end", edition=split.first, rank=split.rank_first, count=split.ranked_first)),
        *(_step_tip(split, name, t) for name in STEPS),
        plain(t("why.tip.end", edition=split.last, rank=split.rank_last, count=split.ranked_last)),
    )

    def draw(least: int) -> dict[str, Any]:
        steps = _steps(split, t, narrow=not least)
        return rank_ledger(split, steps, tips, orders.split("|"), t, least)

    return figure_by_width(draw, 0, WIDE_PLACES)


def _steps(split: RankSplit, t: Words, *, narrow: bool) -> dict[str, str]:
    own = "own_china" if split.economy == FOCUS and not narrow else "own"
    others = [f"short_{name}" if narrow else name for name in ("exits", "others", "entries")]
    keys = ("first", others[0], own, *others[1:], "last")
    lines = [t(f"why.step.{key}", first=split.first, last=split.last) for key in keys]
    return dict(zip(("first", *STEPS, "last"), lines, strict=True))


def _step_tip(split: RankSplit, name: str, t: Words) -> str:
    value = float(getattr(split, name))
    step = _steps(split, t, narrow=False)[name].replace("<br>", t.language.gap)
    lines = [t("why.tip.step", step=step, moved=places_moved(value, t) if value else t("why.tip.still"))]
    if name in ("own", "others"):
        orders, rounding = getattr(split, f"{name}_orders"), getattr(split, f"{name}_rounding")
        if orders[0] != orders[1]:
            lines.append(t("why.tip.orders", orders=either_order(orders, t)))
        if split.is_rounded:
            lines.append(t("why.tip.rounding", range=either_order(rounding, t)))
    return "<br>".join(lines)


def points(view: WhyView) -> Content:
    """Return the score ledger: what it measures, what its two colours mean, and its data."""
    t, ledger = view.t, view.ledger
    heading, measure = plain(sentences.points_heading(view)), markup(t("why.measure.none"))
    if ledger is not None:
        about = {"whose": possessive_name(view.name, t), "pillar": view.pillar_name(view.choice.pillar)}
        about["against"] = t(f"why.measure.against_{view.choice.split}")
        whole = "_whole" if ledger.level in BELOW and ledger.pillar is None else ""
        measure = markup(t(f"why.measure.{view.choice.detail}{whole}", **about))
        keys = [
            html.Span(
                [
                    # The name of the colour, for a picture or a reader that has no swatch.
                    html.Span(t(f"why.measure.{kind}"), className="unseen"),
                    html.Span(className=f"swatch swatch-{kind}"),
                    t(f"why.measure.{word}"),
                ],
                className="key",
            )
            for kind, word in (("up", "gain"), ("down", "loss"))
        ]
        measure += [" ", html.Span(keys, className="keys")]
    table = [] if ledger is None else [_points_table(view, ledger)]
    note_ = ""
    if ledger is not None:  # what the common field is, what rounding leaves, two equal sums by coincidence
        note_ = t("why.note.below" if ledger.level in BELOW else "why.note.common", count=ledger.economies)
        if abs(ledger.residual) >= _VISIBLE:
            note_ += t("why.note.residual", residual=ledger.residual)
        if view.split and ledger.level not in BELOW and view.split.own:
            read = t.write(getattr(ledger, view.bars_shown), "|score")
            if read == t.write(view.split.own, "|tenths"):
                note_ += t("why.note.coincidence", value=read)
    return Content(
        heading,
        measure,
        table,
        points_json(view),
        _source(view, method.LEDGER),
        quote=t("overview.quote"),
        below_actions=[html.P(note_, id=NOTE, className="why-note")],
    )


def _no_points(view: WhyView) -> str:
    """Return why there is no score ledger, "" where there is one."""
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
    """Return the score ledger as JSON text by least width of the plot; blank where there is none.

    Its rows are all parts, or of the whole index the first and last, and groups: of what else can be
    compared, and of each kind of what cannot.
    """
    t, ledger, drawn = view.t, view.ledger, view.bars_shown
    if ledger is None:
        return ""
    parts, groups = view.labelled_parts(ledger), []
    if ledger.pillar is None and ledger.level in BELOW:
        comparable = parts[parts["status"] == "both"].sort_values(drawn, ascending=False)
        inner = comparable.index[HIGHEST:-LOWEST]
        others = [("others", comparable.loc[inner])]
        others += [(status, parts[parts["status"] == status]) for status in NOT_COMPARABLE]
        parts = comparable.drop(inner)
        groups = [
            {"label": t(f"why.part.group_{name}", count=len(group)), **group[list(FIGURES)].sum().to_dict()}
            for name, group in others
            if len(group)
        ]
    rows = [_bar(row, t) for row in (*parts.to_dict("records"), *groups, _total(view, ledger))]
    return figure_by_width(lambda least: score_ledger(rows, drawn, t, least), 0, WIDE_POINTS)


def _total(view: WhyView, ledger: Ledger) -> dict[Any, Any]:
    """Return the sum of all pillars, or of the pillar whose parts are shown, with its name."""
    name = view.t("why.part.total")
    if ledger.pillar is not None:
        name = view.t("why.part.total_pillar", name=view.pillar_name(ledger.pillar))
    return {"label": name} | {figure: getattr(ledger, figure) for figure in FIGURES}


def _bar(row: Mapping[Any, Any], t: Words) -> dict[str, Any]:
    """Return a row of the figure: a part, or a sum of parts, which has no scores."""
    values = {figure: float(row[figure]) for figure in FIGURES}
    lines, remark = [t("why.tip.part", name=row["label"], **values)], ""
    if row.get("status", REWEIGHTED) != REWEIGHTED:
        lines.append(t("why.tip.scores", before=row["score_first"], after=row["score_last"]))
        if row["weight_first"] != row["weight_last"] and row["status"] in ("both", "redefined"):
            lines.append(t("why.tip.weights", before=row["weight_first"], after=row["weight_last"]))
        remark = "" if row["status"] == "both" else t(f"why.part.{row['status']}")
    lines += [remark] if remark else []
    return {"label": row["label"], **values, "tip": "<br>".join(lines), "remark": remark}


def _points_table(view: WhyView, ledger: Ledger) -> html.Div:
    """Return the score ledger as a table: the parts, then the sum, rounding and the published change."""
    t, below, rows = view.t, ledger.level in BELOW, file_rows(view, method.LEDGER)
    parts, rest = rows[: len(ledger.parts)], rows[len(ledger.parts) :]
    rows = pd.concat([parts.astype("object"), rest.astype("object").fillna("")])
    weights = parts["weight_last"].fillna(parts["weight_first"])
    how = "thousandths" if below else "hundredths"
    sums = [_total(view, ledger)["label"], *(t(f"why.part.{one}") for one in rest["part"][1:])]
    blank = [""] * len(rest)
    words = {
        "part_name": [*view.labelled_parts(ledger)["label"], *sums],
        "status": [*(t(f"why.part.{status}") for status in parts["status"]), *blank],
        "weight_last": [*(t.write(weight, how) for weight in weights), *blank],
    }
    about: dict[str, Any] = {"without": () if below else ("status",), "marked": ("part", "sum")}
    about |= {"first": ledger.first, "last": ledger.last}
    caption = t("why.column.table_points", name=view.name, first=ledger.first, last=ledger.last)
    return own_table(view, method.LEDGER, caption, rows, words, **about)


def _carried(view: WhyView) -> list[Component]:
    """Return what carried the change of the score and what held it back, by sub-pillar.

    Then all indicators, folded by what becomes of them between the editions, or at which level the split
    stops. Nothing without pillars.
    """
    t, ledger, indicators = view.t, view.index_ledger("subpillars"), view.index_ledger("indicators")
    if ledger is None:
        whole = view.index_ledger("pillars") is not None
        return [html.P(t("why.carried.pillars", name=view.name))] if whole else []
    text = sentences.subpillars(view, ledger)
    if indicators is None:
        held = view.dataset.editions_with(LEVEL_OF["indicators"])
        missing = [str(one) for one in view.editions if one not in held]
        return [html.P(markup(text + t("why.carried.subpillars", editions=t.listing(missing))))]
    parts = view.labelled_parts(indicators).sort_values(view.bars_shown, ascending=False)
    groups = {status: parts[parts["status"] == status] for status in ("both", *NOT_COMPARABLE)}
    counts = {"count": len(groups["both"]), "all": int((parts["status"] != REWEIGHTED).sum())}
    text += t("why.carried.indicators", **counts)
    if len(rest := groups.pop(REWEIGHTED)):
        text += t("why.carried.reweighted", points=rest[view.bars_shown].sum())
    every = replace(view, choice=replace(view.choice, detail="indicators", pillar=WHOLE))
    data = html.A(t("why.carried.data"), href=every.csv_link(method.LEDGER), download="")
    folds = [_opened(view, status, rows) for status, rows in groups.items() if len(rows)]
    return [html.P([*markup(text), " ", data]), html.Div(folds, className="folds")]


def _opened(view: WhyView, status: str, rows: pd.DataFrame) -> html.Details:
    """Return the indicators of a status in a fold below their sum, each with its scores and what it adds."""
    t, drawn = view.t, view.bars_shown
    scores = [name for name in ("score_first", "score_last") if rows[name].notna().any()]
    named = rows.rename(columns={"relative": "against_field"})
    shown = {"part_name", *scores, "own" if drawn == "own" else "against_field"}
    without = method.LEDGER.cells.keys() - shown
    title = t(f"why.part.group_{status}", count=len(rows))
    total = rows[drawn].sum()
    most = rows.iloc[0 if total >= 0 else -1]
    sums = markup(t("why.carried.sum", points=total, name=most["label"], most=most[drawn]))
    words = {"part_name": [*rows["label"]]}
    ends: dict[str, Any] = {"first": view.choice.first, "last": view.choice.last}
    table = own_table(view, method.LEDGER, title, named, words, without, **ends)
    return fold(html.H3(title), sums, [table], f"why-{status}")


def _price(view: WhyView) -> html.Div:
    t, editions = view.t, list(view.by_edition("score"))
    place = next_place(view.dataset.scores, view.choice.economy, editions[-1]) if editions else None
    if place is None:
        title = t("why.price.title", edition=view.dataset.editions[-1])
        return column(title, [t("why.price.none", name=view.name)])
    if place.above is None or place.gap is None:
        text = t("why.price.first", name=view.name)
    else:
        above = {"above": view.economy_name(place.above), "rank": place.above_rank or 0, "gap": place.gap}
        in_one = {"input": place.input_points or 0, "output": place.output_points or 0}
        key = f"why.price.{'gap' if place.gap > 1e-9 else 'level'}"
        text = t(key, name=view.name, **above, **in_one)
    if place.below is None or place.cushion is None:
        text += t("why.price.last")
    else:
        below = {"below": view.economy_name(place.below), "rank": place.below_rank or 0}
        text += t("why.price.cushion", cushion=place.cushion, **below)
    if place.rounding >= _VISIBLE:
        text += t("why.price.rounding", rounding=place.rounding)
    return column(t("why.price.title", edition=place.edition), [text])


def _step(view: WhyView, first: int, last: int) -> str:
    """Return how the rank and the score changed between two editions."""
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
        field = t(f"why.latest.{'field_up' if ledger.common >= 0 else 'field_down'}", common=ledger.common)
        key = "points_up" if ledger.own >= 0 else "points_down"
        lines.append(t(f"why.latest.{key}", name=view.name, own=ledger.published, field=field))
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
        values = {"rounding": ledger.rounding, "residual": abs(ledger.residual)}
        met = "rounding_points" if abs(ledger.residual) >= 0.0005 else "rounding_points_met"
        lines.append(
            t(f"why.limits.{met}", editions=t.listing(list(map(str, ledger.rounded_editions))), **values)
        )
    elif ledger is not None:
        lines.append(t("why.limits.exact"))
    return column(t("why.limits.title"), [*lines, t("why.limits.cause")])


_PLACES = partial(_in_case, prefix="why-places", none=sentences.empty_places)
_POINTS = partial(_in_case, prefix="why-points", none=_no_points)
PLACES = Card("why-places", "rank-ledger", (method.PLACES,), places, height=710, wrap=_PLACES)
POINTS = Card("why-points", "score-ledger", (method.LEDGER,), points, height=880, wrap=_POINTS)
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
