"""Compare: who is similar, who is ahead, and on what?"""

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

import pandas as pd
from dash import Dash, Input, Output, State, ctx, dcc, html
from dash.development.base_component import Component

from analysis.comparison.views import (
    OLD,
    TABLES,
    USUAL,
    Choice,
    Compared,
    Measure,
    economies_of,
    gains,
    measured,
    measures,
    middle,
    order,
    presence,
)
from analysis.dataset import Dataset
from analysis.index.composition import PILLARS
from analysis.index.precision import ORDER_OF_SCORES
from analysis.listing import stretches
from analysis.query import UNNAMED
from analysis.table import EDITIONS
from components import numbers
from components.attributes import attributes
from components.callbacks import Callbacks, by_id
from components.card import Card, Content
from components.charts.dots import CLOUD_WIDTHS, PILLAR_WIDTHS, Place, Way, cloud, pillar_dots
from components.charts.layer import ground, packed
from components.charts.scales import Scale, by_powers, field_scale, percent_scale, steps, value_scale
from components.charts.time_lines import PATH_HEIGHTS, LineStyle, coloured, line_styles, paths
from components.framework import copied, explained_changes, framework_changes
from components.numbers import known
from components.parts.badges import empty
from components.parts.blocks import change_list, columns, three
from components.parts.citation import cited
from components.parts.controls import Controls
from components.parts.long_table import long_table
from components.parts.measured import MeasuredView, measure_names
from components.parts.peers import comparison, reason
from components.parts.series_source import source_line
from components.shell import LANG
from components.text import markup, plain
from components.view import EconomyView, licence, line_labels, short_labels
from data.article import HERO

PAGE = "compare"
CHIPS, CONTROLS = "compare-chips", "compare-controls"
FINDING, DECK, BODY = "compare-finding", "compare-deck", "compare-body"
WHO, WEAK, EMPTY = "compare-who", "compare-weak", "compare-empty"

Row = Mapping[Any, Any]
COLUMNS = ("last_rank", "of", "first_rank", "places", "last_value", "first_value", "change")
Both = Mapping[str, Measure]
"""The measure of each side, x and y."""
_CAVEATS = 2
_USUAL = 125  # economies ranked, where the number is not verified


@dataclass(frozen=True)
class View(MeasuredView[Choice], EconomyView[Choice]):
    """What is compared, as a query asks for it."""

    @cached_property
    def economies(self) -> tuple[str, ...]:
        """The economies compared, the one in focus first."""
        return economies_of(self.dataset, self.choice)

    @property
    def measure(self) -> Measure:
        """The measure of the trajectory and of the table."""
        return measures(self.dataset)[self.choice.measure]

    @cached_property
    def styles(self) -> list[LineStyle]:
        """How each economy is drawn."""
        names, shorts = line_labels(self.dataset, self.t), short_labels(self.dataset, self.t)
        return line_styles(self.economies, names, {code: shorts.get(code, code) for code in self.economies})

    @cached_property
    def contents(self) -> "Contents":
        """The words, figure and table of the view that is chosen."""
        return BUILD[self.choice.view](self)

    def compared(self, view: str) -> Compared:
        """Return the result of a view for the choice."""
        return TABLES[view].result(self.dataset, self.choice)

    def listing(self, codes: Iterable[str]) -> str:
        """Return the names of economies in a sentence."""
        return self.t.listing([self.called(code) for code in codes])

    def without(self, economies: Iterable[str]) -> list[str]:
        """Return the economies compared that are not among these."""
        there = set(economies)
        return [code for code in self.economies if code not in there]

    def counted(self, count: int, known: int) -> str:
        """Write how many of some: none of 4, 3 of 4, all 4."""
        kind = "none" if not count else "all" if count == known else "count"
        return self.t(f"compare.finding.{kind}", count=count, known=known)

    def tick(self, measure: Measure, value: float) -> str:
        """Write a value on an axis."""
        return self.t.write(value, "short") if measure.related else numbers.trimmed(value, 3, self.t.lang)

    def writer(self, measure: Measure) -> Callable[[float], str]:
        """Return how a value of what is shown is written beside a line and in a table."""
        if self.choice.show == "score":
            return lambda value: self.value(measure, value)
        return self.t.writer(self.choice.show)

    def cell(self, measure: Measure, row: Row) -> str:
        """Write what is shown of a row in a column."""
        rank = self.choice.show == "rank"
        return self.rank_cell(row) if rank else figure_cell(self.writer(measure), row)

    def doubts(self, frame: pd.DataFrame, bounds: str = "bounds") -> list[str]:
        """Return the notes on ranks of ours, and on those known between bounds only (key ``bounds``)."""
        doubtful = frame["rank_low"].notna()
        own = set(frame.loc[frame["source"].eq(ORDER_OF_SCORES) | doubtful, "period"].astype(int))
        lines = [self.t("compare.note.own", editions=self.runs(own))] if own else []
        return [*lines, self.t(f"compare.note.{bounds}")] if doubtful.any() else lines


@dataclass(frozen=True, slots=True)
class Contents:
    """One view as it is shown: words (marked), figures and table as JSON text, notes, where it comes from.

    figures is blank where nothing can be drawn, and ``empty`` says why. editions: of the index, None where
    it has no part; series: rows of related indicators, with source and year.
    """

    finding: str
    deck: str
    measure: str
    table: str
    notes: list[str]
    editions: tuple[int, int] | None
    figures: str = ""
    series: pd.DataFrame | None = None
    joins: bool = False
    empty: list[str] = field(default_factory=list)


def figure_cell(write: Callable[[float], str], row: Row, prefix: str = "") -> str:
    """Write the figure of a row in a column, or the bounds between which it lies."""
    ends = ("at",) if known(row[f"{prefix}at"]) else ("low", "high")
    return numbers.DASH.join(write(float(row[f"{prefix}{end}"])) for end in ends)


def layout(view: View) -> list[Component]:
    """Return the page for a comparison."""
    dataset = view.dataset
    changes = [html.H2(markup(view.t("overview.changes_title"))), change_list(dataset, view.t)]
    below = {"reading": ("sets", "measures", "ranks"), "limits": ("cause", "editions", "peers")}
    return [
        *_drawn(view),
        three([html.Div(changes), *columns(view.t, PAGE, below)]),
        *(dcc.Store(id=f"{PAGE}-resolved-{key}", data=value) for key, value in _state(view).items()),
        CALLBACKS.address(PAGE, dataset),
    ]


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what happens when a control changes: one answer, which also states what the address holds.

    Economies named one by one and a strategy contradict each other. Which of them counts depends on the
    control that changed, and the answer changes the others; no declaration of choices says that.
    """
    inputs = CALLBACKS.controls(PAGE)
    stores = tuple((f"{PAGE}-resolved-{key}", "data") for key in inputs)

    @app.callback(
        *(Output(*part) for part in (*PARTS, *stores)),
        *(Input(*part) for part in inputs.values()),
        State(f"{PAGE}-resolved-with", "data"),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def update(*values: object) -> tuple[Any, ...]:
        *given, named, lang = values
        key = str(ctx.triggered_id).removeprefix(f"{PAGE}-")
        query = query_of(dict(zip(inputs, given, strict=True)), key, named)
        view = CALLBACKS.read(current(), lang, query)
        found = by_id(_drawn(view), {name for name, _ in PARTS})
        drawn = (getattr(found[name], prop, None) for name, prop in PARTS)
        return (*drawn, *_state(view).values())


def _drawn(view: View) -> list[Component]:
    """Return all that changes with the controls: finding, deck, the controls, body."""
    t, contents = view.t, view.contents
    notes = [html.Li(markup(one)) for one in contents.notes]
    heading = html.H2(t("compare.weak"), className="aside-title")
    weak = [heading, html.Ul(notes, className="compare-notes")] if notes else []
    body = CARD.of(view).element
    aside = [html.Div(_who(view), id=WHO), html.Div(weak, id=WEAK)]
    body.children = [*body.children, html.Div(aside, className="compare-aside")]
    return [
        html.H1(markup(contents.finding), id=FINDING),
        html.P(markup(contents.deck), id=DECK, className="deck"),
        _controls(view),
        body,
    ]


def content(view: View) -> Content:
    """Return what the card shows of the view that is chosen."""
    t, dataset, contents = view.t, view.dataset, view.contents
    title, ends = plain(contents.finding), contents.editions or ()
    if contents.series is not None:  # of the index, of the providers of indicators, or of both
        index = [str(dataset.by_edition["source"][ends[1]])] if ends else []
        releases = [*index, *sorted(set(contents.series["source"].astype(str)))]
        credit = cited(dataset, title, releases, t, ends)
    else:
        frame = view.compared(view.choice.view).frame
        editions = {int(one) for name in EDITIONS if name in frame for one in frame[name].dropna()} or {*ends}
        credit = cited(dataset, title, (), t, editions or (view.choice.first, view.choice.last))
    query = {key: one for key, one in view.choice.chosen(dataset).items() if key != "view"}
    # The figure that stands, unseen, where nothing can be drawn.
    hidden = {"visible": False, "fixedrange": True}
    note = {"text": "\u00a0", "showarrow": False}
    blank = {**ground(40, (0, 0, 0, 0)).layout, "xaxis": hidden, "yaxis": hidden, "annotations": [note]}

    def case(frame: Component) -> Component:
        css = {
            "compare-grid": True,
            "is-table": view.choice.view == "table",
            "is-empty": contents.empty,
            "no-quote": not contents.joins,
        }
        nothing = html.Div([empty(contents.empty)] if contents.empty else [], id=EMPTY)
        named = " ".join(name for name, there in css.items() if there)
        return html.Div([html.Div([nothing, frame])], id=BODY, className=named)

    return Content(
        contents.finding,
        contents.measure,
        long_table(CARD.prefix, contents.table, t("compare.caption"), cards=True),
        contents.figures or json.dumps({"0": {"data": [], "layout": blank}}),
        _source(view, contents),
        heading=t("compare.heading"),
        seen=False,
        credit=credit,
        data_address=view.download(f"comparison-{view.choice.view}", query),
        file_name="gii-comparison",
        quote=t("overview.quote"),
        case=case,
    )


def _controls(view: View) -> html.Div:
    """Return all controls; those that a view does not use are hidden by the class of its name."""
    t, dataset, chosen = view.t, view.dataset, view.choice
    controls = Controls(PAGE, chosen, dataset, t, measure_names(dataset, t))
    compared = controls.comparison(
        "with",
        CHIPS,
        among=dataset.economies,
        peers=view.economies[1:],
        raised=coloured(view.economies),
        spellings=dataset.spellings,
    )
    return html.Div(
        [
            controls.segmented("view"),
            html.Div(
                controls.select("economy", searchable=True, spellings=dataset.spellings),
                className="compare-economy",
            ),
            controls.select("peers"),
            compared,
            html.Div(controls.select("measure", searchable=True), className="for-measure"),
            html.Div(controls.select("x", searchable=True), className="for-pair"),
            html.Div(controls.select("y", searchable=True), className="for-pair"),
            html.Div(controls.segmented("show"), className="for-show"),
            html.Div(controls.editions(chosen.first, chosen.last), className="for-range"),
            html.Div(controls.select("edition"), className="for-edition"),
        ],
        className=f"controls in-line compare-controls view-{chosen.view}",
        id=CONTROLS,
    )


def _state(view: View) -> dict[str, str]:
    """Return what the address holds, by key."""
    one = view.choice
    usual = one.hand == tuple(code for code in USUAL if code != one.economy)
    return one.written() | ({"with": UNNAMED} if usual else {})


def query_of(values: Mapping[str, object], changed: str, named: object) -> dict[str, object]:
    """Return the query that the controls ask for.

    values: by key; changed: the key of the control that changed; named: the economies of the state before.
    Changing the set by hand ends a strategy; choosing a strategy, or none, ends what was named by hand.
    """
    query = dict(values)
    if changed == "with":
        return query | {"peers": "none"}
    if changed == "peers" and query["peers"] == "none":
        return query  # the set of the strategy stays, named one by one
    if changed == "peers" or named == UNNAMED:
        del query["with"]
        return query
    return query | {"with": named}


def _who(view: View) -> list[Component]:
    """Return the economies compared, with the sentence that brings each of a strategy here."""
    t, chosen, strategy = view.t, view.choice, view.choice.strategy
    found = None if strategy == "none" else comparison(view.dataset, chosen.economy, chosen.at)
    if strategy == "none":
        sentence = t("compare.who.hand" if chosen.hand is not None else "compare.who.usual")
    elif found is None:
        sentence = t("compare.who.unranked", name=view.name, edition=chosen.at)
    elif len(view.economies) == 1:
        sentence = t(f"peers.unknown.{strategy}", name=view.name, least=5)
    else:
        sentence = t("compare.who.found", rule=t(f"peers.rule.{strategy}"), edition=chosen.at)
    reasons = {}
    if found is not None:
        for row in found.found[strategy].to_dict("records"):
            reasons[str(row["economy"])] = reason(pd.Series(row), strategy, view.name, found.decimals, t)
    sentence = t.sentences([sentence, t("compare.who.ranks", edition=chosen.at)])
    rows, ranks = [], view.dataset.ranks(chosen.at)["GII"]
    for code in view.economies:
        name = html.A(view.called(code), href=t.link(f"economy/{code}"))
        rank = html.B(numbers.whole_cell(ranks.get(code), t("missing")))
        parts = [html.Span([name, html.Span([code, rank], className="small")], className="peer")]
        if code in reasons:
            parts.append(html.Span(markup(reasons[code]), className="small"))
        rows.append(html.Li(parts, className="focus" if code == chosen.economy else None))
    return [
        html.H2(t("compare.who.title"), className="aside-title"),
        html.P(markup(sentence), className="small"),
        html.Ul(rows, className="compare-who"),
    ]


def _source(view: View, contents: Contents) -> list[str | Component]:
    """Return the source line: editions of the index with their licence, releases of related indicators."""
    t, dataset, parts = view.t, view.dataset, []
    if contents.editions:
        first, last = contents.editions
        key = "compare.source.edition" if first == last else "compare.source.editions"
        stated = licence(dataset, dataset.licences[last], t)
        read = copied(dataset, range(first, last + 1), t)
        years = {"first": first, "last": last, "edition": last}
        parts.append(t(key, licence=stated, copied=read, checked=dataset.checked, **years))
    if contents.series is not None:
        frame = contents.series.assign(year=contents.series["year"].astype(int))
        parts.append(str(source_line(dataset, frame, t, own=True)[0]))
    line = plain(t("compare.source.join").join(parts or [t("compare.source.none")]))
    return [line, html.Span(line, hidden=True, **attributes(data_part="picture-source"))]


# The views: over time, GII pillars, inputs against outputs, two measures, both ends


def trajectory(view: View) -> Contents:
    """Return the chosen measure by period."""
    t, chosen, measure, related = view.t, view.choice, view.measure, view.measure.related
    frame, name = view.compared("trajectory").frame, view.measure_name(view.measure, "title")
    if not related:
        line = t(f"compare.measure.{chosen.show}", measure=name)
    elif chosen.show == "score":
        line = t("compare.measure.value", measure=name, unit=view.unit(measure))
    else:
        key = "related" if measure.directed else "size"
        line = t(f"compare.measure.{key}", measure=name, figure=t(f"compare.measure.as_{chosen.show}"))
    cells = {
        (int(row["period"]), str(row["economy"])): view.cell(measure, row) for row in frame.to_dict("records")
    }
    rows = {
        str(period): [cells.get((period, code), t("missing")) for code in view.economies]
        for period in sorted({period for period, _ in cells}, reverse=True)
    }
    heads = [t("compare.axis.year" if related else "compare.axis.edition"), *map(view.called, view.economies)]
    values = {"measure": view.measure_name(measure), "first": chosen.first, "last": chosen.last}
    return Contents(
        finding=_behind(view, frame),
        deck=t("compare.deck.related" if related else "compare.deck.lines"),
        measure=line,
        figures="" if frame.empty else _paths(view, frame),
        table=view.table_text(heads, rows, line, view.choice.economy),
        notes=_series_notes(view, frame) if related else _index_notes(view, frame),
        editions=None if related else (chosen.first, chosen.last),
        series=frame if related and len(frame) else None,
        joins=not related,
        empty=[t("compare.lines.empty", **values)] if frame.empty else [],
    )


def _behind(view: View, frame: pd.DataFrame) -> str:
    """Return how many are ahead of the economy in focus, at the end and in the first period of all."""
    t, measure, economy = view.t, view.measure, view.choice.economy
    name = view.measure_name(measure)
    own = frame[frame["economy"] == economy]
    periods = [int(period) for period in own["period"]]
    orders = (order(frame, economy, view.economies[1:], period) for period in reversed(periods))
    last = next((one for one in orders if one is not None), None)
    if last is None:
        return t("compare.finding.unknown", name=view.name, measure=name)
    values = {"name": view.name, "measure": name, "period": view.period(measure, last.period)}
    if not last.known:
        row = own[own["period"] == last.period].to_dict("records")[0]
        return t("compare.finding.alone", rank=view.rank_words(row), **values)
    same = (*last.ahead, *last.level, *last.behind)
    if last.known == 1:
        key = (
            f"compare.finding.one_{'' if measure.directed else 'size_'}"
            f"{'ahead' if last.ahead else 'level' if last.level else 'behind'}"
        )
        return t(key, other=view.called(same[0]), **values)
    key = "behind" if measure.directed else "behind_size"
    text = t(f"compare.finding.{key}", ahead=view.counted(len(last.ahead), last.known), **values)
    before = (order(frame, economy, same, period) for period in periods if period < last.period)
    first = next((one for one in before if one is not None and one.known == len(same)), None)
    if first is None or not measure.directed:
        return text
    then = {"then_year": first.period, "then_edition": view.period(measure, first.period)}
    key = "same" if len(first.ahead) == len(last.ahead) else "then"
    return text + t(f"compare.finding.{key}", ahead=len(first.ahead), **then)


def _paths(view: View, frame: pd.DataFrame) -> str:
    """Return the paths, with the economies that have a rank by period.

    Editions without a rank on show have as many as all the index ranks.
    """
    t, measure, related = view.t, view.measure, view.measure.related
    counts = dict(view.dataset.counts) if measure.level in ("index", "subindex", "pillar") else {}
    ranked = frame[frame["economies"].notna()]
    counts |= dict(zip(ranked["period"].astype(int), ranked["economies"].astype(int), strict=True))
    breaks = {}
    if related:
        entry = view.entry(measure)
        breaks = {code: [one.year for one in entry.breaks_of(code)] for code in view.economies}
    points = frame.assign(tip=[view.tip(measure, row) for row in frame.to_dict("records")])
    draw = partial(
        paths,
        points,
        view.styles,
        counts=counts,
        write=view.writer(measure),
        tick=partial(view.tick, measure),
        ranked=view.choice.show == "rank",
        counted=measure.counted,
        breaks=breaks,
        changes=() if related else explained_changes(view.dataset, t),
        words=(
            t("compare.axis.year" if related else "compare.axis.edition"),
            t("compare.axis.available" if related else "compare.axis.economies"),
            t("trajectory.axis.framework"),
        ),
    )
    return packed(draw, *PATH_HEIGHTS)


def _index_notes(view: View, frame: pd.DataFrame) -> list[str]:
    """Return the notes on a measure of the index over the range; ``frame``: the rows on show."""
    t, measure = view.t, view.measure
    span = view.choice.first, view.choice.last
    present, lacking, without_level = presence(view.dataset, measure, *span)
    unverified = frame.loc[frame["economies"].isna() & frame["rank"].notna(), "period"].astype(int)
    gaps = {
        "compare.note.unheld": without_level,
        "compare.note.absent": lacking,
        "economy.history.unverified": tuple(set(unverified)),
    }
    lines = [t(key, editions=view.runs(editions)) for key, editions in gaps.items() if editions]
    missing = []
    for code in view.economies:
        own = set(frame.loc[frame["economy"] == code, "period"].astype(int))
        if gone := set(present) - own:
            editions = view.runs(gone) if own else t("compare.note.missing_all")
            missing.append(t("compare.note.missing", name=view.called(code), editions=editions))
    if missing:
        lines.append(t("compare.note.missing_title") + t("compare.note.between").join(missing))
    lines += view.doubts(frame)
    if frame["low_coverage"].fillna(False).any():
        lines.append(t("compare.note.thin"))
    concept = view.dataset.catalog.concepts.get(measure.id)
    if concept and concept.note:
        lines.append(t("compare.note.concept", note=t.of(concept.note)))
    if measure.level in ("subpillar", "indicator"):
        lines.append(t("compare.note.joined"))
    return lines


def _series_notes(view: View, frame: pd.DataFrame) -> list[str]:
    """Return the notes on a related indicator over the range; ``frame``: the rows on show."""
    t, measure, entry = view.t, view.measure, view.entry(view.measure)
    lines = [t("compare.note.years")]
    if view.choice.show != "score":
        lines.append(t("compare.note.ranks_own" if measure.directed else "compare.note.ranks_size"))
        counts = frame["economies"].dropna()
        if len(counts) and counts.min() < counts.max():
            lines.append(t("compare.note.counts", low=int(counts.min()), high=int(counts.max())))
    if gone := view.without(frame["economy"]):
        lines.append(t("compare.note.no_values", names=view.listing(gone)))
    lines += [t.of(one.note) for one in entry.breaks if one.economy in ("", *view.economies)]
    lines += [t.of(one) for one in entry.caveats[:_CAVEATS]]
    return list(dict.fromkeys(lines))


def ends(view: View) -> Contents:
    """Return first and latest of the measure over the range on show; notes and sources as of the paths."""
    t, missing, measure, lines = view.t, view.t("missing"), view.measure, trajectory(view)
    line = t("compare.measure.table", measure=view.measure_name(measure, "title"))
    rows: dict[str, list[str]] = {}

    def dated(row: Row, figure: str, side: str) -> str:
        period = int(row[f"{side}_period"])
        return figure if figure == missing else t("compare.column.dated", figure=figure, period=period)

    for row in view.compared("table").frame.to_dict("records"):
        ranks, values = (
            [dated(row, view.rank_cell(row, f"{side}_"), side) for side in ("last", "first")],
            [dated(row, view.value(measure, row[f"{side}_value"]), side) for side in ("last", "first")],
        )
        count, places = view.t.write(row["last_economies"], "whole"), view.t.write(row["places"], "arrow")
        change = view.value(measure, row["change"], sign=True)
        rows[str(row["economy"])] = [ranks[0], count, ranks[1], places, *values, change]
    rows |= {code: [missing] * len(COLUMNS) for code in view.without(rows)}
    heads = [t(f"compare.column.{name}", unit=view.unit(measure)) for name in ("economy", *COLUMNS)]
    return replace(
        lines,
        finding=_gained(view) or lines.finding,
        deck=t("compare.deck.table_related" if measure.related else "compare.deck.table_lines"),
        measure=line,
        figures="",
        table=view.table_text(heads, rows, line, view.choice.economy),
    )


def _gained(view: View) -> str:
    """Return who gained the most places over the same periods, and what the economy in focus gained."""
    t, measure, chosen = view.t, view.measure, view.choice
    found = gains(measured(view.dataset, measure), view.economies, chosen.first, chosen.last)
    if found is None or not measure.directed:
        return ""
    first, last, gained = found
    if chosen.economy not in gained:
        return ""

    def moved(places: int) -> str:
        key = "up" if places > 0 else "down" if places < 0 else "same"
        return t(f"compare.table.{key}", places=places)

    own, most = gained[chosen.economy], max(gained.values())
    winner = next(code for code, places in gained.items() if places == most)
    key = "nobody" if most <= 0 else "most" if own == most else "other"
    span = t(f"compare.span.{'years' if measure.related else 'editions'}", first=first, last=last)
    names = {"name": view.name, "measure": view.measure_name(measure), "winner": view.called(winner)}
    about = {"own": moved(own), "most": moved(most), "count": len(gained), "span": span}
    return t(f"compare.table.{key}", **names, **about)


def pillars(view: View) -> Contents:
    """Return the seven GII pillars in the edition on show."""
    t, edition = view.t, view.choice.edition
    frame = view.compared("pillars").frame
    line = t(f"compare.measure.pillars_{view.choice.show}", edition=edition)
    parts = {pillar: Measure(pillar, "pillar", pillar) for pillar in PILLARS}
    found = {
        (str(row["economy"]), str(row["pillar"])): view.cell(parts[row["pillar"]], row)
        for row in frame.to_dict("records")
    }
    rows = {code: [found.get((code, pillar), t("missing")) for pillar in PILLARS] for code in view.economies}
    heads = [t("compare.column.economy"), *(t(f"gii.{pillar}") for pillar in PILLARS)]
    notes = []
    if len(frame):
        notes.append(t("compare.note.quartiles", count=view.dataset.counts.get(edition) or 0))
        if gone := view.without(frame["economy"]):
            notes.append(t("compare.note.not_ranked", names=view.listing(gone), edition=edition))
    # In how many GII pillars the economy in focus leads the others, and its lowest one.
    about = {"name": view.name, "edition": edition}
    finding, own = t("compare.pillars.unknown", **about), frame["economy"] == view.choice.economy
    if own.any():
        middles = frame["rank"].astype("Float64").fillna((frame["rank_low"] + frame["rank_high"]) / 2)
        best = middles.groupby(frame["pillar"]).min()
        mine = middles[own].set_axis(frame.loc[own, "pillar"])
        ranks = {str(row["pillar"]): view.rank_words(row) for row in frame[own].to_dict("records")}
        for name, pillar in (("worst", str(mine.idxmax())), ("top", str(mine.idxmin()))):
            about |= {name: t(f"gii.{pillar}"), f"{name}_rank": ranks[pillar]}
        beside = [str(code) for code in frame["economy"].unique() if code != view.choice.economy]
        finding = t("compare.pillars.alone", **about)
        if beside:
            others = t("compare.pillars.others", count=len(beside))
            others = view.called(beside[0]) if len(beside) == 1 else others
            leads = view.counted(int((mine <= best.reindex(mine.index)).sum()), len(mine))
            finding = t("compare.pillars.finding", others=others, counted=leads, **about)
    return Contents(
        finding=finding,
        deck=t("compare.deck.pillars"),
        measure=line,
        figures="" if frame.empty else _strips(view, frame, parts),
        table=view.table_text(heads, rows, line, view.choice.economy),
        notes=[*notes, *view.doubts(frame)],
        editions=(edition, edition),
        empty=[t("compare.pillars.empty", edition=edition)] if frame.empty else [],
    )


def _strips(view: View, frame: pd.DataFrame, parts: Mapping[str, Measure]) -> str:
    """Return a strip for each GII pillar, the worse at the left."""
    t, show = view.t, view.choice.show
    styles = {one.code: one for one in view.styles}
    strips = []
    for pillar, measure in parts.items():
        rows = frame[frame["pillar"] == pillar]
        places, number = [], ""
        for row in rows.to_dict("records"):
            at = float(row["at"]) if known(row["at"]) else None
            bounds = (float(row["low"]), float(row["high"])) if known(row["low"]) else None
            places.append(Place(styles[row["economy"]], at, bounds, view.tip(measure, row)))
            if row["economy"] == view.choice.economy:
                number = view.cell(measure, row)
        quartiles = tuple(rows[["lower", "median", "upper"]].iloc[0].astype(float))
        name = t(f"gii.{pillar}")
        strips.append({"name": name, "places": places, "number": number, "quartiles": quartiles})
    if show == "rank":
        scale = field_scale(view.dataset.counts.get(view.choice.edition) or int(middle(frame).max()))
    elif show == "percentile":
        scale = percent_scale()
    else:
        values = [float(value) for value in [*frame["at"], *frame["lower"], *frame["upper"]]]
        low, high = 10 * math.floor(min(values) / 10), 10 * math.ceil(max(values) / 10)
        room, ticks = 0.03 * (high - low), tuple(steps(low, high, 10))
        texts = tuple(t.write(one, "up_to_hundredths") for one in ticks)
        scale = Scale(low - room, high + room, ticks, texts=texts)
    head = t(f"controls.{show}")
    return packed(lambda least: pillar_dots(strips, scale, head, least), *PILLAR_WIDTHS)


def plane(view: View) -> Contents:
    """Return inputs against outputs over the range on show: ranks, or percentiles if asked for."""
    t, chosen, found = view.t, view.choice, view.compared("plane")
    show = "percentile" if chosen.show == "percentile" else "rank"
    frame = found.frame if show == "rank" else found.percentiles
    trails, now = frame[frame["chosen"]], frame[frame["edition"] == chosen.last]
    notes = [t("compare.note.no_scores")] if chosen.show == "score" else []
    if len(trails):
        notes.append(t("compare.note.trail", first=trails["edition"].min(), last=chosen.last))
    changes = framework_changes(view.dataset)
    changed = [str(one.edition) for one in changes if chosen.first < one.edition <= chosen.last]
    if changed:
        notes.append(t("compare.note.across", editions=t.listing(changed)))
    names = ["period", "rank_low", "source"]
    sides = [trails[["edition", f"{side}_low", f"{side}_source"]].set_axis(names, axis=1) for side in "xy"]
    notes += view.doubts(pd.concat(sides), "open")
    if gone := view.without(now.loc[now["chosen"], "economy"]):
        notes.append(t("compare.note.not_ranked", names=view.listing(gone), edition=chosen.last))
    # The chosen economies first, then the field by outputs.
    field = now[~now["chosen"]].sort_values("y", ascending=show == "rank", kind="stable")
    write = t.writer(show)
    rows = {
        str(row["economy"]): [figure_cell(write, row, side) for side in ("x_", "y_")]
        for row in [*now[now["chosen"]].to_dict("records"), *field.to_dict("records")]
    }
    heads = [t("compare.column.economy"), t("gii.IN"), t("gii.OUT")]
    line = t(f"compare.measure.plane_{show}", edition=chosen.last)
    # Both ranks of the economy in focus.
    ranks, about = found.frame, {"name": view.name, "edition": chosen.last}
    own = ranks[(ranks["edition"] == chosen.last) & (ranks["economy"] == chosen.economy)].to_dict("records")
    finding = t("compare.plane.unknown", **about)
    if own:
        bounds = {"rank": "at", "rank_low": "low", "rank_high": "high"}
        inputs, outputs = (
            view.rank_words({name: own[0][f"{side}_{key}"] for name, key in bounds.items()}) for side in "xy"
        )
        finding = t("compare.plane.finding", inputs=inputs, outputs=outputs, **about)
    return Contents(
        finding=finding,
        deck=t("compare.deck.plane"),
        measure=line,
        figures="" if trails.empty else _trails(view, frame, show),
        table=view.table_text(heads, rows, line, view.choice.economy, view.economies),
        notes=notes,
        editions=(chosen.first, chosen.last),
        joins=True,
        empty=[t("compare.plane.empty", edition=chosen.last)] if trails.empty else [],
    )


def _trails(view: View, frame: pd.DataFrame, show: str) -> str:
    """Return every economy of the last edition in one plane, the chosen ones with their trail."""
    t, last, write = view.t, view.choice.last, view.t.writer(show)
    scale = percent_scale() if show == "percentile" else field_scale(view.dataset.counts.get(last) or _USUAL)
    names = {"x": t("gii.IN"), "y": t("gii.OUT")}
    sides = [(t(f"compare.plane.axis_{show}", name=name), scale) for name in names.values()]

    def dot(row: Row) -> Row:
        period = plain(view.edition(row["edition"]))
        lines = [f"<b>{t('compare.tip.head', name=view.called(row['economy']), period=period)}</b>"]
        for side, name in names.items():
            lines.append(t("compare.tip.side", name=name, value=figure_cell(write, row, f"{side}_")))
        doubt = not known(row["x_at"]) or not known(row["y_at"])
        return {"x": float(row["x"]), "y": float(row["y"]), "tip": "<br>".join(lines), "doubt": doubt}

    field = [dot(row) for row in frame[~frame["chosen"]].to_dict("records")]
    ways = []
    for style in view.styles:
        own = frame[frame["economy"] == style.code].to_dict("records")
        if not own:
            continue
        dots = {int(row["edition"]): dot(row) for row in own}
        start, end = min(dots), max(dots)
        pieces = [[dots[edition] for edition in run] for run in stretches(dots)]
        # The trails of all would hide one another: of those without a colour only the last edition is drawn.
        if style.code not in {view.choice.economy, HERO, *coloured(view.economies)}:
            pieces = [pieces[-1][-1:]]
        dated = f" {end}" if end != last or style.focus else ""
        ways.append(Way(style, pieces, str(start) if start < end and style.focus else "", dated))
    return packed(lambda least: cloud(field, ways, sides, least), *CLOUD_WIDTHS)


def scatter(view: View) -> Contents:
    """Return both measures, of the index in the edition on show, of indicators up to its year."""
    t, chosen, found = view.t, view.choice, view.compared("scatter")
    frame = found.frame
    both = {side: measures(view.dataset)[key] for side, key in (("x", chosen.x), ("y", chosen.y))}
    names = {side: view.measure_name(measure) for side, measure in both.items()}
    series, editions = [], []
    for side, measure in both.items() if len(frame) else ():
        if measure.related:
            columns = ["economy", f"{side}_source", f"{side}_period"]
            series.append(frame[columns].set_axis(["economy", "source", "year"], axis=1))
        else:
            editions.append(int(frame[f"{side}_period"].max()))
    key = "uncorrelated" if found.correlation is None else "correlation"
    line = t("compare.measure.scatter", year=chosen.edition)
    # How many economies have more of each measure than the one in focus.
    own = frame[frame["economy"] == chosen.economy]
    if frame.empty:
        finding = t("compare.scatter.none", **names)
    elif own.empty:
        finding = t("compare.scatter.unknown", name=view.name, count=len(frame), **names)
    else:
        more = {f"more_{side}": int((frame[side] > own[side].iloc[0]).sum()) for side in names}
        finding = t("compare.scatter.finding", name=view.name, count=len(frame), **more, **names)
    return Contents(
        finding=finding,
        deck=t(f"compare.scatter.{key}", correlation=found.correlation, count=len(frame)),
        measure=line,
        figures="" if frame.empty else _dots(view, frame, both),
        table=_pairs(view, frame, both, line),
        notes=[] if frame.empty else _pair_notes(view, frame, both),
        editions=(min(editions), max(editions)) if editions else None,
        series=pd.concat(series) if series else None,
        empty=[t("compare.scatter.empty", **names)] if frame.empty else [],
    )


def _pair_notes(view: View, frame: pd.DataFrame, both: Both) -> list[str]:
    """Return the notes on two measures: how old their values are, who has but one of them."""
    t, edition = view.t, view.choice.edition
    lines, caveats = [], []
    for side, measure in both.items():
        periods = frame[f"{side}_period"].astype(int)
        first, last = int(periods.min()), int(periods.max())
        about = {"measure": view.measure_name(measure, "title"), "first": first, "last": last}
        if measure.related:
            old = int((periods <= edition - OLD).sum())
            lines.append(t("compare.note.ages", middle=int(periods.median()), old=old, years=OLD, **about))
            caveats += [t.of(one) for one in view.entry(measure).caveats[:1]]
        elif last != edition:
            lines.append(t("compare.note.other_edition", **about))
    if (frame["x_period"] != frame["y_period"]).any():
        lines.append(t("compare.note.mixed"))
    if gone := view.without(frame["economy"]):
        lines.append(t("compare.note.no_pair", names=view.listing(gone)))
    return [*lines, t("compare.note.part"), *caveats]


def _dots(view: View, frame: pd.DataFrame, both: Both) -> str:
    """Return every economy that has both in one plane."""
    t, sides = view.t, []
    for side, measure in both.items():
        values = [float(value) for value in frame[side]]
        log = by_powers(values, counted=measure.counted)
        key = "score" if not measure.related else "log" if log else "value"
        name = view.measure_name(measure, "title")
        name = t(f"compare.scatter.{key}", measure=name, unit=view.unit(measure))
        scale = value_scale(values, 1.0, partial(view.tick, measure), log=log, room=0.06)
        sides.append((t(f"compare.scatter.axis_{side}", measure=name), scale))
    dots = {}
    for row in frame.to_dict("records"):
        lines = [f"<b>{view.called(row['economy'])}</b>"]
        for side, measure in both.items():
            period = view.when(measure, int(row[f"{side}_period"]))
            name, value = view.measure_name(measure, "title"), view.value(measure, row[side])
            lines.append(t("compare.tip.pair", name=name, value=value, period=period))
        at = {"x": float(row["x"]), "y": float(row["y"])}
        dots[str(row["economy"])] = {**at, "tip": "<br>".join(lines), "doubt": False}
    field = [dot for code, dot in dots.items() if code not in view.economies]
    ways = [Way(style, [[dots[style.code]]], "", "") for style in view.styles if style.code in dots]
    return packed(lambda least: cloud(field, ways, sides, least), *CLOUD_WIDTHS)


def _pairs(view: View, frame: pd.DataFrame, both: Both, caption: str) -> str:
    """Return both values of every economy with their periods: the chosen ones first, the others by y."""
    t, heads = view.t, [view.t("compare.column.economy")]
    for measure in both.values():
        period = "compare.axis.year" if measure.related else "compare.axis.edition"
        heads += [view.measure_name(measure, "title"), t(period)]
    place = {code: index for index, code in enumerate(view.economies)}
    keys = frame.assign(place=frame["economy"].map(place).fillna(math.inf), most=-frame["y"])
    rows: dict[str, list[str]] = {}
    for row in keys.sort_values(["place", "most"], kind="stable").to_dict("records"):
        cells = rows.setdefault(str(row["economy"]), [])
        for side, measure in both.items():
            cells += [view.value(measure, row[side]), str(int(row[f"{side}_period"]))]
    return view.table_text(heads, rows, caption, view.choice.economy, view.economies)


BUILD = {
    "trajectory": trajectory,
    "pillars": pillars,
    "plane": plane,
    "scatter": scatter,
    "table": ends,
}
CARD = Card(PAGE, "comparison", tuple(TABLES.values()), content, height=1090, sorted=True)
CARDS = (CARD,)
CALLBACKS = Callbacks(Choice, View, inside=CARDS, resolved=True)
PARTS = (
    *((name, "children") for name in (FINDING, DECK, EMPTY, WHO, WEAK, CHIPS)),
    *CARD.parts,
    *((name, "className") for name in (BODY, CONTROLS)),
    *((f"{PAGE}-{key}", "value") for key in ("with", "peers", "from", "to")),
)
