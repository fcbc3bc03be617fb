"""Compare: who is similar, who is ahead, and on what?"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import pairwise
from typing import Any, Final

import pandas as pd
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analysis.comparison.peers import MIN_COMMON_EDITIONS, RULES
from analysis.comparison.views import (
    CHOSEN_ROWS,
    OLD_AFTER_YEARS,
    STEPS,
    TABLES,
    Choice,
    Compared,
    Measure,
    economies_of,
    highest_first,
    measure_order,
    measures,
    middle_value,
    positions,
    split_editions_by_presence,
)
from analysis.dataset import Dataset
from analysis.index.precision import ORDER_OF_SCORES
from analysis.table import EDITIONS
from components.cards.badges import empty
from components.cards.callbacks import Callbacks
from components.cards.card import Card, Content, Marked, UnseenPart
from components.cards.citation import cited_providers
from components.charts.axes import axes, hidden_axis
from components.charts.dots import CLOUD_WIDTHS, scatter_chart
from components.charts.layer import CLEAR_COLOR, Layer, base_layer, figure_by_width, note
from components.charts.lines import LineStyle, line_styles
from components.charts.scales import needs_log_scale, value_scale
from components.charts.tile_map import TABLE_WIDTHS, Cell, tile_table
from components.charts.time_lines import PATH_HEIGHTS, compare_lines
from components.text import numbers
from components.text.attributes import attributes
from components.text.catalog import markup, plain
from components.text.keys import PEER_RULES, UNKNOWN_PEERS, by_last_part
from components.text.numbers import is_present
from components.text.view import EconomyView, licence, line_labels, short_labels
from components.widgets.blocks import change_list, text_columns, three
from components.widgets.controls import Controls, choice, control_bar
from components.widgets.framework import copied_note, explained_changes
from components.widgets.groups import median_cell, membership
from components.widgets.long_table import Group, Head, Mark, Row, long_table, to_html
from components.widgets.measured import MeasuredView, measure_names, plain_name
from components.widgets.peers import comparison, reason
from components.widgets.series_source import source_line

PAGE = "compare"
CHIPS, CONTROLS = "compare-chips", "compare-controls"
WITH, NAMED, RULE, FOUND = "compare-with", "compare-economies", "compare-rule", "compare-found"
NO_RULE = "none"
FINDING, DECK, BODY = "compare-finding", "compare-deck", "compare-body"
WHO, WEAK, EMPTY, CHANGES = "compare-who", "compare-weak", "compare-empty", "compare-changes"

SORTS = "compare-sort", "compare-order"
MeasuredRow = Mapping[Any, Any]
"""A row of a frame of ``measured``."""
Axes = Mapping[str, Measure]
"""Measures of the axes x and y."""
Cells = Mapping[tuple[str, str], Cell]
"""Figures by economy and measure; under "" the places of the economy in focus."""
_MAX_CAVEATS = 2
_MAX_NAMED_MEASURES = 3  # a finding counts the measures if there are more
_PEERS: Final = by_last_part(
    "compare.peers.none", "compare.peers.score", "compare.peers.income", "compare.peers.population",
    "compare.peers.gdp_per_head", "compare.peers.path",
)  # fmt: skip
_COUNTS: Final = by_last_part(
    "compare.finding.none", "compare.finding.all", "compare.finding.count",
)  # fmt: skip
_SINGLE_PEER: Final = by_last_part(
    "compare.finding.one_ahead", "compare.finding.one_level", "compare.finding.one_behind",
    "compare.finding.one_size_ahead", "compare.finding.one_size_level",
    "compare.finding.one_size_behind", without="one_",
)  # fmt: skip
_PARTS: Final = by_last_part(
    "compare.part.index", "compare.part.subindex", "compare.part.pillar", "compare.part.subpillar",
    "compare.part.indicator",
)  # fmt: skip
_SHORT_NAMES: Final = by_last_part(
    "compare.short.GII", "compare.short.gerd", "compare.short.patents-by-origin",
    "compare.short.high-tech-exports", "compare.short.tertiary-inbound-mobility", "ranking.head.IN",
    "ranking.head.OUT", "ranking.head.P1", "ranking.head.P2", "ranking.head.P3", "ranking.head.P4",
    "ranking.head.P5", "ranking.head.P6", "ranking.head.P7",
)  # fmt: skip
_INDEX_LINES: Final = by_last_part(
    "compare.measure.rank", "compare.measure.score", "compare.measure.percentile",
)  # fmt: skip
_FIGURES: Final = by_last_part(
    "compare.measure.as_rank", "compare.measure.as_percentile", without="as_",
)  # fmt: skip
_TABLE_LINES: Final = by_last_part(
    "compare.measure.measures_rank", "compare.measure.measures_score",
    "compare.measure.measures_percentile", without="measures_",
)  # fmt: skip
_LEADS: Final = by_last_part(
    "compare.measures.first", "compare.measures.last", "compare.measures.neither",
    "compare.measures.also",
)  # fmt: skip
_SINGLE_LEADS: Final = by_last_part(
    "compare.measures.one_first", "compare.measures.one_last", "compare.measures.one_neither",
    "compare.measures.one_also", without="one_",
)  # fmt: skip
_AXIS_TITLES: Final = by_last_part(
    "compare.scatter.axis_x", "compare.scatter.axis_y", without="axis_",
)  # fmt: skip


@dataclass(frozen=True)
class CompareView(MeasuredView[Choice], EconomyView[Choice]):
    """A comparison, as a query asks for it."""

    @cached_property
    def economies(self) -> tuple[str, ...]:
        """The compared economies, the one in focus first."""
        return economies_of(self.dataset, self.choice)

    @property
    def single_economies(self) -> list[str]:
        """The compared economies without groups, which have no rank."""
        return [code for code in self.economies if code not in self.dataset.catalog.groups]

    @property
    def rule(self) -> str:
        """Rule that finds the peers, as the address has it, else NO_RULE."""
        return self.choice.texts()["with"] if self.choice.finder else NO_RULE

    @property
    def measure(self) -> Measure:
        """Measure of the trajectory and of the table."""
        return measures(self.dataset)[self.choice.measure]

    @cached_property
    def styles(self) -> list[LineStyle]:
        """Line style of each economy."""
        names, shorts = line_labels(self.dataset, self.t), short_labels(self.dataset, self.t)
        return line_styles(self.economies, names, {code: shorts.get(code, code) for code in self.economies})

    @cached_property
    def contents(self) -> "Contents":
        """Texts, figure and table of the chosen view."""
        return BUILD[self.choice.view](self)

    def result(self, view: str) -> Compared:
        """Return the result of a view for the choice."""
        return TABLES[view].result(self.dataset, self.choice)

    def listing(self, codes: Iterable[str]) -> str:
        """Return the names of economies in a sentence."""
        return self.t.listing([self.economy_name(code) for code in codes])

    def without(self, economies: Iterable[str]) -> list[str]:
        """Return the compared economies that are not among these."""
        excluded = set(economies)
        return [code for code in self.economies if code not in excluded]

    def format_count(self, count: int, total: int) -> str:
        """Write a count of a total: none of 4, 3 of 4, all 4."""
        kind = "none" if not count else "all" if count == total else "count"
        return self.t(_COUNTS[kind], count=count, known=total)

    def tick(self, measure: Measure, value: float) -> str:
        """Write a value on an axis."""
        value, t = self.value_in_unit(measure, value), self.t
        return t.write(value, "short") if measure.related else numbers.trim_zeros(value, 3, t.lang)

    def writer(self, measure: Measure) -> Callable[[float], str]:
        """Return the function that writes a value at a line and in a table."""
        if self.choice.show == "score":
            return lambda value: self.value(measure, value)
        return self.t.writer(self.choice.show)

    def cell(self, measure: Measure, row: MeasuredRow) -> str:
        """Write the chosen figure of a row for a table, or its bounds."""
        if self.choice.show == "rank" and row["economy"] not in self.dataset.catalog.groups:
            return self.rank_cell(row)
        write, ends = self.writer(measure), ("at",) if is_present(row["at"]) else ("low", "high")
        return numbers.DASH.join(write(float(row[end])) for end in ends)

    def short(self, measure: Measure) -> str:
        """Return the name of a measure for a narrow column."""
        if measure.id in _SHORT_NAMES:
            return self.t(_SHORT_NAMES[measure.id]).replace("\u00ad", "")
        return plain_name(self.dataset, self.t, measure)

    def phrase_of(self, measure: Measure) -> str:
        """Return the name of a measure within a sentence: GII pillars begin with a small letter."""
        name = self.short(measure)
        if measure.level == "pillar":
            return name[0].lower() + name[1:]
        return name if measure.related else self.t(_PARTS[measure.level], name=name)

    def doubts(self, frame: pd.DataFrame, bounds_key: str = "compare.note.bounds") -> list[str]:
        """Return the notes on ranks that are our own or of which only bounds are known."""
        doubtful = frame["rank_low"].notna()
        doubtful |= frame["rank_median_low"].notna() if "rank_median_low" in frame else False
        own = set(frame.loc[frame["source"].eq(ORDER_OF_SCORES) | doubtful, "period"].astype(int))
        lines = [self.t("compare.note.own", editions=self.edition_list(own))] if own else []
        return [*lines, self.t(bounds_key)] if doubtful.any() else lines


@dataclass(frozen=True, slots=True)
class Contents:
    """The content of a view: texts with marks, figure and table as JSON text, notes and sources.

    figures: "" if nothing can be drawn; ``empty`` says why. editions: first and last edition of the index,
    None if it is not used. series: rows of related indicators with source and year.
    """

    finding: str
    deck: str
    measure: Marked
    table: str
    notes: list[str]
    editions: tuple[int, int] | None
    figures: str = ""
    series: pd.DataFrame | None = None
    joins: bool = False
    empty: list[str] = field(default_factory=list)


def layout(view: CompareView) -> list[Component]:
    """Return the page for a comparison."""
    t, dataset, chosen, contents = view.t, view.dataset, view.choice, view.contents
    notes = [html.Li(markup(line)) for line in contents.notes]
    if groups := membership(dataset, view.economies, t):
        group_count = len(view.economies) - len(view.single_economies)
        has_band = chosen.view == "trajectory" and group_count == 1
        notes.append(html.Li([*groups, *([t.language.gap, t("groups.band")] if has_band else [])]))
    heading = html.H2(t("compare.weak"), className="aside-title")
    weak = [heading, html.Ul(notes, className="compare-notes")] if notes else []
    body = CARD.draw(view).element
    aside = [html.Div(_who(view), id=WHO), html.Div(weak, id=WEAK)]
    body.children = [*body.children, html.Div(aside, className="compare-aside")]
    # Framework changes matter between editions only: not within one, and not for years.
    has_editions = chosen.view == "trajectory" and contents.editions is not None
    changes = [html.H2(markup(t("overview.changes_title"))), change_list(dataset, t)]
    limits = {"compare.limits.title": ("compare.limits.cause", "compare.limits.peers")}
    controls = Controls(PAGE, chosen, dataset, t)
    return [
        html.H1(markup(contents.finding), id=FINDING),
        html.P(markup(contents.deck), id=DECK, className="deck"),
        _controls(view),
        body,
        three([html.Div(changes, id=CHANGES, hidden=not has_editions), *text_columns(t, limits)]),
        *(controls.store(key) for key in ("sort", "order")),
        dcc.Store(id=WITH, data=chosen.texts()["with"]),
        dcc.Store(id=FOUND, data={"economies": view.economies[1:], "rule": view.rule}),
    ]


def callbacks(app: Dash, _current: Callable[[], Dataset]) -> None:
    """Register the two ways to choose peers, by name and by rule, which replace each other."""
    app.clientside_callback(
        ClientsideFunction("compare", "beside"),
        Output(WITH, "data"),
        Input(NAMED, "value"),
        Input(RULE, "value"),
        Input(WITH, "data"),
        State(FOUND, "data"),
        prevent_initial_call=True,
    )


def content(view: CompareView) -> Content:
    """Return the content of the card for the chosen view."""
    t, dataset, contents = view.t, view.dataset, view.contents
    title, ends = plain(contents.finding), contents.editions or ()
    if contents.series is not None:
        index = [str(dataset.by_edition["source"][ends[1]])] if ends else []
        releases = [*index, *sorted(set(contents.series["source"].astype(str)))]
        credit = cited_providers(dataset, title, releases, t, ends)
    else:
        frame = view.result(view.choice.view).frame
        columns = [name for name in EDITIONS if name in frame]
        editions = {int(edition) for name in columns for edition in frame[name].dropna()} or {*ends}
        credit = cited_providers(dataset, title, (), t, editions or (view.choice.first, view.choice.last))
    query = {key: text for key, text in view.choice.changed_choices(dataset).items() if key != "view"}
    # An invisible figure, if nothing can be drawn.
    blank = base_layer(40, (0, 0, 0, 0)) + axes(hidden_axis([0, 1]), hidden_axis([0, 1]))
    blank += Layer(annotations=[note("\u00a0", 0, 0, CLEAR_COLOR)])
    return Content(
        contents.finding,
        contents.measure,
        [long_table(CARD.prefix, contents.table, t("compare.caption"), SORTS, cards=True)],
        contents.figures or figure_by_width(lambda _: blank.figure(), 0),
        _source(view, contents),
        heading=UnseenPart(t("compare.heading")),
        credit=credit,
        data_address=view.download(f"comparison-{view.choice.view}", query),
        file_name="gii-comparison",
        quote=t("overview.quote"),
    )


def _wrap_card(view: CompareView, card: Component) -> html.Div:
    """Return the card below its empty state, with the classes of its view."""
    contents = view.contents
    css = {
        "compare-grid": True,
        "is-wide": view.choice.view == "measures" or not (view.choice.finder or contents.notes),
        "is-empty": contents.empty,
        "no-quote": not contents.joins,
    }
    empty_state = html.Div([empty(contents.empty)] if contents.empty else [], id=EMPTY)
    classes = " ".join(name for name, is_set in css.items() if is_set)
    return html.Div([html.Div([empty_state, card])], id=BODY, className=classes)


def _controls(view: CompareView) -> html.Div:
    """Return all controls; the class of the view hides those that it does not use."""
    t, dataset, chosen = view.t, view.dataset, view.choice
    controls = Controls(PAGE, chosen, dataset, t, measure_names(dataset, t))
    rules = [(rule, t(_PEERS[RULES.get(rule, rule)])) for rule in (NO_RULE, *RULES)]
    compared = controls.comparison(
        "economies",
        CHIPS,
        among=(*dataset.economies, *dataset.catalog.groups),
        peers=view.economies[1:],
        spellings=dataset.catalog.spellings,
    )
    focus = controls.select("economy", searchable=True, spellings=dataset.catalog.spellings)
    visible = [controls.segmented_control("view"), html.Div(focus, className="compare-economy"), compared]
    more = [
        choice(RULE, controls.label("peers"), rules, view.rule, t),
        html.Div(controls.counted_options("measures"), className="for-measures"),
        html.Div(controls.select("measure", searchable=True), className="for-measure"),
        html.Div(controls.select("x", searchable=True), className="for-pair"),
        html.Div(controls.select("y", searchable=True), className="for-pair"),
        html.Div(controls.segmented_control("show"), className="for-show"),
        html.Div(controls.span(chosen.first, chosen.last), className="for-range"),
        html.Div(controls.select("edition"), className="for-edition"),
    ]
    return html.Div(
        control_bar(t, visible, more, "compare-controls"), id=CONTROLS, className=f"view-{chosen.view}"
    )


def _who(view: CompareView) -> list[Component]:
    """Return the economies that a rule found, each with the reason."""
    t, chosen, finder = view.t, view.choice, view.choice.finder
    if not finder:
        return []
    peers = comparison(view.dataset, chosen.economy, chosen.at)
    if peers is None:
        sentence = t("compare.who.unranked", name=view.name, edition=chosen.at)
    elif len(view.economies) == 1:
        sentence = t(UNKNOWN_PEERS[finder], name=view.name, least=MIN_COMMON_EDITIONS)
    else:
        sentence = t("compare.who.found", rule=t(PEER_RULES[finder]), edition=chosen.at)
    reasons = {}
    if peers is not None:
        for row in peers.lists[finder].to_dict("records"):
            reasons[str(row["economy"])] = reason(pd.Series(row), finder, view.name, peers.decimals, t)
    rows = []
    for code, why in reasons.items():
        name = html.A(view.economy_name(code), href=t.link(f"economy/{code}"))
        rows.append(html.Li([html.Span(name, className="peer"), html.Span(markup(why), className="small")]))
    return [
        html.H2(t("compare.who.title"), className="aside-title"),
        html.P(markup(sentence), className="small"),
        html.Ul(rows, className="compare-who"),
    ]


def _source(view: CompareView, contents: Contents) -> list[str | Component]:
    """Return the source line: editions of the index with their licence, releases of related indicators."""
    t, dataset, parts = view.t, view.dataset, []
    if contents.editions:
        first, last = contents.editions
        key = "compare.source.edition" if first == last else "compare.source.editions"
        stated = licence(dataset, dataset.licences[last], t)
        copied = copied_note(dataset, range(first, last + 1), t)
        years = {"first": first, "last": last, "edition": last}
        parts.append(t(key, licence=stated, copied=copied, checked=dataset.last_checked, **years))
    if contents.series is not None:
        frame = contents.series.assign(year=contents.series["year"].astype(int))
        parts.append(str(source_line(dataset, frame, t, is_calculated=True)[0]))
    line = plain(t("compare.source.join").join(parts or [t("compare.source.none")]))
    return [line, html.Span(line, hidden=True, **attributes(data_part="picture-source"))]


def trajectory(view: CompareView) -> Contents:
    """Return the view over time: the chosen measure by period."""
    t, chosen, measure, related = view.t, view.choice, view.measure, view.measure.related
    frame, name = view.result("trajectory").frame, view.measure_name(view.measure, "title")
    if not related:
        line = t(_INDEX_LINES[chosen.show], measure=name)
    elif chosen.show == "score":
        line = t("compare.measure.value", measure=name, unit=view.unit(measure))
    else:
        key = "compare.measure.related" if measure.directed else "compare.measure.size"
        line = t(key, measure=name, figure=t(_FIGURES[chosen.show]))
    cells = {}
    figure, write = "value" if chosen.show == "score" else chosen.show, view.writer(measure)
    for row in frame.to_dict("records"):
        is_group = row["economy"] not in view.single_economies
        cell = median_cell(row, figure, write, t) if is_group else view.cell(measure, row)
        cells[int(row["period"]), str(row["economy"])] = cell
    rows = {
        str(period): [cells.get((period, code), t("missing")) for code in view.economies]
        for period in sorted({period for period, _ in cells}, reverse=True)
    }
    heads = [
        t("compare.axis.year" if related else "compare.axis.edition"),
        *map(view.economy_name, view.economies),
    ]
    values = {"measure": view.measure_name(measure), "first": chosen.first, "last": chosen.last}
    return Contents(
        finding=_trajectory_finding(view, frame),
        deck=t("compare.deck.related" if related else "compare.deck.lines"),
        measure=line,
        figures="" if frame.empty else _draw_paths(view, frame),
        table=view.table_text(heads, rows, line, view.choice.economy),
        notes=_series_notes(view, frame) if related else _index_notes(view, frame),
        editions=None if related else (chosen.first, chosen.last),
        series=frame if related and len(frame) else None,
        joins=not related,
        empty=[t("compare.lines.empty", **values)] if frame.empty else [],
    )


def _trajectory_finding(view: CompareView, frame: pd.DataFrame) -> str:
    """Return how many are ahead of the economy in focus, in the last and the first complete period."""
    t, measure, economy = view.t, view.measure, view.choice.economy
    name = view.measure_name(measure)
    rows = frame[frame["economy"] == economy]
    periods = [int(period) for period in rows["period"]]
    orders = (measure_order(frame, economy, view.economies[1:], period) for period in reversed(periods))
    last = next((order for order in orders if order is not None), None)
    if last is None:
        return t("compare.finding.unknown", name=view.name, measure=name)
    values = {"name": view.name, "measure": name, "period": view.period(measure, last.period)}
    if not last.certain_count:
        row = rows[rows["period"] == last.period].to_dict("records")[0]
        return t("compare.finding.alone", rank=view.rank_words(row), **values)
    peers = (*last.ahead, *last.level, *last.behind)
    if last.certain_count == 1:
        side = "ahead" if last.ahead else "level" if last.level else "behind"
        key = _SINGLE_PEER[side if measure.directed else f"size_{side}"]
        return t(key, other=view.economy_name(peers[0]), **values)
    key = "compare.finding.behind" if measure.directed else "compare.finding.behind_size"
    text = t(key, ahead=view.format_count(len(last.ahead), last.certain_count), **values)
    before = (measure_order(frame, economy, peers, period) for period in periods if period < last.period)
    complete = (order for order in before if order is not None and order.certain_count == len(peers))
    first = next(complete, None)
    if first is None or not measure.directed:
        return text
    is_same = len(first.ahead) == len(last.ahead)
    key = "compare.finding.same" if is_same else "compare.finding.then"
    period = view.period(measure, first.period)
    return text + t(key, ahead=len(first.ahead), then_year=first.period, then_edition=period)


def _draw_paths(view: CompareView, frame: pd.DataFrame) -> str:
    """Draw the measure over time, with the number of ranked economies by period.

    For editions without a shown rank, this is the number of economies that the index ranks.
    """
    t, measure, related = view.t, view.measure, view.measure.related
    counts = dict(view.dataset.rank_counts) if measure.level in ("index", "subindex", "pillar") else {}
    ranked = frame[frame["economies"].notna()]
    counts |= dict(zip(ranked["period"].astype(int), ranked["economies"].astype(int), strict=True))
    breaks = {}
    if related:
        entry = view.entry(measure)
        breaks = {code: [item.year for item in entry.breaks_of(code)] for code in view.economies}
    points = frame.assign(tip=[view.tip(measure, row) for row in frame.to_dict("records")])
    draw = partial(
        compare_lines,
        points,
        view.styles,
        counts=counts,
        write=view.writer(measure),
        tick=partial(view.tick, measure),
        is_rank=view.choice.show == "rank",
        is_amount=measure.counted,
        breaks=breaks,
        changes=() if related else explained_changes(view.dataset, t),
        words=(
            t("compare.axis.year" if related else "compare.axis.edition"),
            t("compare.axis.available" if related else "compare.axis.economies"),
            t("trajectory.axis.framework"),
        ),
    )
    return figure_by_width(draw, *PATH_HEIGHTS)


def _index_notes(view: CompareView, frame: pd.DataFrame) -> list[str]:
    """Return the notes on a measure of the index over the range."""
    t, measure = view.t, view.measure
    span = view.choice.first, view.choice.last
    present, absent, without_level = split_editions_by_presence(view.dataset, measure, *span)
    unverified = frame.loc[frame["economies"].isna() & frame["rank"].notna(), "period"].astype(int)
    gaps = {
        "compare.note.unheld": without_level,
        "compare.note.absent": absent,
        "economy.history.unverified": tuple(set(unverified)),
    }
    lines = [t(key, editions=view.edition_list(editions)) for key, editions in gaps.items() if editions]
    missing = []
    for code in view.economies:
        periods = set(frame.loc[frame["economy"] == code, "period"].astype(int))
        if missing_periods := set(present) - periods:
            editions = view.edition_list(missing_periods) if periods else t("compare.note.missing_all")
            missing.append(t("compare.note.missing", name=view.economy_name(code), editions=editions))
    if missing:
        lines.append(t("compare.note.missing_title") + t("compare.note.between").join(missing))
    lines += view.doubts(frame)
    if frame["low_coverage"].fillna(False).any():
        lines.append(t("compare.note.thin"))
    concept = view.dataset.catalog.concepts.get(measure.id)
    if concept and concept.note:
        lines.append(t("compare.note.concept", note=t.phrase(concept.note)))
    if measure.level in ("subpillar", "indicator"):
        lines.append(t("compare.note.joined"))
    return lines


def _series_notes(view: CompareView, frame: pd.DataFrame) -> list[str]:
    """Return the notes on a related indicator over the range."""
    t, measure, entry = view.t, view.measure, view.entry(view.measure)
    lines = [t("compare.note.years")]
    if view.choice.show != "score":
        lines.append(t("compare.note.ranks_own" if measure.directed else "compare.note.ranks_size"))
        counts = frame["economies"].dropna()
        if len(counts) and counts.min() < counts.max():
            lines.append(t("compare.note.counts", low=int(counts.min()), high=int(counts.max())))
    if missing := view.without(frame["economy"]):
        lines.append(t("compare.note.no_values", names=view.listing(missing)))
    economies = ("", *view.economies)
    lines += [t.phrase(item.note) for item in entry.breaks if item.economy in economies]
    caveats = [t.phrase(item.text) for item in entry.caveats if item.economy in economies]
    lines += caveats[:_MAX_CAVEATS]
    return list(dict.fromkeys(lines))


def measure_table(view: CompareView) -> Contents:
    """Return the view of several measures side by side, in the chosen edition."""
    t, chosen, frame = view.t, view.choice, view.result("measures").frame
    line = t(_TABLE_LINES[chosen.show], edition=chosen.edition)
    ranges = [f"{first + 1}{numbers.DASH}{last}" for first, last in pairwise((0, *STEPS))]
    keys: list[str | Component] = []
    for step, ranks in enumerate([*ranges, f"{STEPS[-1] + 1}+"], 1):
        keys.append(html.Span([html.Span(className=f"swatch step-{step}"), ranks], className="key"))
    related = frame["measure"].map(lambda key: measures(view.dataset)[key].related).astype("bool")
    finding, second_finding = _table_finding(view, frame)
    shown_rows = positions(frame, chosen.show)
    cells: dict[tuple[str, str], Cell] = {}
    for row in shown_rows.to_dict("records"):
        measure = measures(view.dataset)[row["measure"]]
        cell = view.cell(measure, row), numbers.integer(row["step"]) or 0, view.tip(measure, row)
        cells[row["economy"], row["measure"]] = cell
    for row in frame[frame["economy"] == chosen.economy].to_dict("records"):
        rank = numbers.interval_cell(row["place_low"], row["place_high"], t("missing"))
        cells["", row["measure"]] = rank, 0, ""
    rows = [(view.economy_name(code), code) for code in _sort_economies(view, shown_rows)]
    if len(view.single_economies) > 1:
        rows.append((t("compare.measures.place", count=len(view.single_economies)), ""))
    return Contents(
        finding=finding,
        deck=second_finding or t("compare.deck.measures"),
        measure=[*markup(line), html.Span(keys, className="keys compare-keys")],
        figures=""
        if frame.empty
        else figure_by_width(partial(_draw_tiles, view, rows, cells), *TABLE_WIDTHS),
        table=_table_text(view, rows, cells, line),
        notes=_table_notes(view, frame, related),
        editions=None if related.all() and len(frame) else (chosen.edition, chosen.edition),
        series=frame[related] if related.any() else None,
        empty=[t("compare.measures.empty", edition=chosen.edition)] if frame.empty else [],
    )


def _table_finding(view: CompareView, frame: pd.DataFrame) -> tuple[str, str]:
    """Return on which measures the economy in focus is first, then on which it is last.

    If it is never first, the first sentence says on which it is last, and the second is "".
    """
    t, chosen, catalog = view.t, view.choice, measures(view.dataset)
    directed = [key for key in chosen.columns if catalog[key].directed]
    placed = frame[frame["measure"].isin(directed) & frame["place_low"].notna()]
    rows = placed[placed["economy"] == chosen.economy].to_dict("records")
    values: dict[str, Any] = {"name": view.name, "edition": chosen.edition, "count": len(rows)}
    if not rows:
        return t("compare.measures.unknown", **values), ""
    compared = [row for row in rows if row["shown"] > 1]
    if not compared:
        ranked = sorted(rows, key=lambda row: row["rank"] if is_present(row["rank"]) else row["rank_high"])
        for name, rank in (("top", view.rank_words(ranked[0])), ("worst", view.rank_words(ranked[-1]))):
            level = [row for row in ranked if view.rank_words(row) == rank]
            values[name] = t.listing([view.phrase_of(catalog[row["measure"]]) for row in level])
            values[f"{name}_rank"] = rank
        return t("compare.measures.alone", **values), ""
    firsts = [*placed.loc[placed["place_low"] == 1, "measure"]]  # twice, if two may be first
    sides = {
        "first": [row for row in compared if row["place_high"] == 1 and firsts.count(row["measure"]) == 1],
        "last": [row for row in compared if row["place_low"] == row["shown"]],
    }
    present = [side for side, side_rows in sides.items() if side_rows]
    for side in present:
        names = [view.phrase_of(catalog[row["measure"]]) for row in sides[side]]
        values[side] = t.listing(names)
        if len(names) > _MAX_NAMED_MEASURES:
            values[side] = t("compare.measures.some", number=len(names), count=len(rows))
    economies = view.single_economies
    keys = _LEADS if len(economies) > 2 else _SINGLE_LEADS
    values |= {"all": len(economies), "other": view.economy_name(economies[1])}
    second = t(keys["also"], **values) if len(present) > 1 else ""
    return t(keys[present[0] if present else "neither"], **values), second


def _draw_tiles(
    view: CompareView, rows: Sequence[tuple[str, str]], cells: Cells, min_width: int
) -> dict[str, Any]:
    """Draw economies and measures as tiles by rank, then the places of the economy in focus."""
    t, catalog, keys = view.t, measures(view.dataset), view.choice.columns
    short = t("compare.measures.place_short")
    row_heads = [(name, code or short, code in ("", view.choice.economy)) for name, code in rows]
    tiles = [
        [cells.get((code, key), (t("missing"), None if code else 0, "")) for key in keys] for _, code in rows
    ]
    return tile_table(row_heads, [view.short(catalog[key]) for key in keys], tiles, min_width)


def _table_text(view: CompareView, rows: Sequence[tuple[str, str]], cells: Cells, caption: str) -> str:
    """Return a table of economies and measures, below which are the places of the economy in focus."""
    t, chosen = view.t, view.choice
    heads, catalog = [], measures(view.dataset)
    for column in ("economy", *chosen.columns):
        is_highest_first, full = highest_first(column, chosen.show), ""
        measure = catalog.get(column)
        if measure:
            name = view.measure_name(measure, "title")
            full = t("compare.column.with_unit", name=name, unit=view.unit(measure))
        can_reverse = column == chosen.sort and chosen.descending == is_highest_first
        heads.append(
            Head(
                text=view.short(measure) if measure else t("compare.column.economy"),
                full=full,
                css="num" if measure else "name",
                sort=column,
                sorted=("descending" if chosen.descending else "ascending") if column == chosen.sort else "",
                order=("asc" if is_highest_first else "desc") if can_reverse else "",
            )
        )
    table_rows = []
    for name, code in rows:
        href = t.link(f"economy/{code}") if code in view.single_economies else ""
        texts = [cells.get((code, key), (t("missing"),))[0] for key in chosen.columns]
        css = "marked" if code == chosen.economy else ""
        table_rows.append(Row([Mark(name, href=href, css="name"), *texts], css))
    return to_html(t, heads, [Group(table_rows)], caption=plain(caption))


def _sort_economies(view: CompareView, frame: pd.DataFrame) -> list[str]:
    """Return the economies in the chosen order, those without a figure at the end.

    frame: rows with a position (see ``positions``).
    """
    chosen = view.choice
    if chosen.sort == CHOSEN_ROWS:
        return list(view.economies)
    if chosen.sort == "economy":
        names = view.dataset.by_name(view.economies, view.t.lang)
        keys = {code: float(index) for index, (code, _) in enumerate(names)}
    else:
        rows = frame[frame["measure"] == chosen.sort]
        keys = dict(zip(rows["economy"], middle_value(rows).astype("float64"), strict=True))
    with_figure = [code for code in view.economies if code in keys]
    in_order = sorted(with_figure, key=keys.__getitem__, reverse=chosen.descending)
    return [*in_order, *view.without(with_figure)]


def _table_notes(view: CompareView, frame: pd.DataFrame, related: "pd.Series[bool]") -> list[str]:
    """Return the notes on measures side by side; ``related`` marks the rows of related indicators."""
    t, catalog = view.t, measures(view.dataset)
    missing = [key for key in view.choice.columns if key not in set(frame["measure"])]
    parts = view.dataset.parts
    measure_of = dict(zip(parts["concept"], parts["measure"], strict=True))
    current = parts[(parts["edition"] == view.choice.edition) & ~parts["concept"].isin(missing)]
    codes = dict(zip(current["measure"], current["code"], strict=True))
    redefined = {key: codes[measure_of[key]] for key in missing if measure_of.get(key) in codes}
    notes = {
        "compare.note.blank": [key for key in missing if key not in redefined],
        "compare.note.other": [*redefined],
    }
    lines = []
    for note_key, keys in notes.items():
        names = t.listing([view.measure_name(catalog[key]) for key in keys])
        values = {"names": names, "codes": t.listing([*redefined.values()]), "edition": view.choice.edition}
        lines += [t(note_key, **values)] if keys else []
    years = frame[related].drop_duplicates("measure")
    if len(years):
        names_and_years = [
            t("compare.note.of_year", name=view.measure_name(catalog[row["measure"]]), year=row["period"])
            for row in years.to_dict("records")
        ]
        lines += [t("compare.note.year", years=t.listing(names_and_years)), t("compare.note.ranks_own")]
    if not all(catalog[key].directed for key in view.choice.columns):
        lines.append(t("compare.note.ranks_size"))
    if frame["low_coverage"].fillna(False).any():
        lines.append(t("compare.note.thin"))
    return [*lines, *view.doubts(frame[~related], "compare.note.between_ranks")]


def scatter(view: CompareView) -> Contents:
    """Return the view of two measures: the chosen edition of the index, indicators up to its year."""
    t, chosen, result = view.t, view.choice, view.result("scatter")
    frame, catalog = result.frame, measures(view.dataset)
    both = {"x": catalog[chosen.x], "y": catalog[chosen.y]}
    names = {side: view.measure_name(measure) for side, measure in both.items()}
    series, editions = [], []
    for side, measure in both.items() if len(frame) else ():
        if measure.related:
            columns = ["economy", f"{side}_source", f"{side}_period"]
            series.append(frame[columns].set_axis(["economy", "source", "year"], axis=1))
        else:
            editions.append(int(frame[f"{side}_period"].max()))
    has_correlation = result.correlation is not None
    deck = "compare.scatter.correlation" if has_correlation else "compare.scatter.uncorrelated"
    line = t("compare.measure.scatter", year=chosen.edition)
    rows = frame[frame["economy"] == chosen.economy]
    if frame.empty:
        finding = t("compare.scatter.none", **names)
    elif rows.empty:
        finding = t("compare.scatter.unknown", name=view.name, count=len(frame), **names)
    else:
        more = {f"more_{side}": int((frame[side] > rows[side].iloc[0]).sum()) for side in names}
        phrases = {side: view.phrase_of(measure) for side, measure in both.items()}
        finding = t("compare.scatter.finding", name=view.name, count=len(frame), **more, **phrases)
    return Contents(
        finding=finding,
        deck=t(deck, correlation=result.correlation, count=len(frame)),
        measure=line,
        figures="" if frame.empty else _draw_scatter(view, frame, both),
        table=_pair_table(view, frame, both, line),
        notes=[] if frame.empty else _pair_notes(view, frame, both),
        editions=(min(editions), max(editions)) if editions else None,
        series=pd.concat(series) if series else None,
        empty=[t("compare.scatter.empty", **names)] if frame.empty else [],
    )


def _pair_notes(view: CompareView, frame: pd.DataFrame, both: Axes) -> list[str]:
    """Return the notes on two measures: how old values are, which economies have only one of them."""
    t, edition = view.t, view.choice.edition
    lines: list[str] = []
    caveats: list[str] = []
    for side, measure in both.items():
        periods = frame[f"{side}_period"].astype(int)
        first, last = int(periods.min()), int(periods.max())
        values = {"measure": view.measure_name(measure, "title"), "first": first, "last": last}
        if measure.related:
            old = int((periods <= edition - OLD_AFTER_YEARS).sum())
            values |= {"middle": int(periods.median()), "old": old, "years": OLD_AFTER_YEARS}
            lines.append(t("compare.note.ages", **values))
            caveats += map(t.phrase, view.entry(measure).caveats_of(view.choice.economy)[:1])
        elif last != edition:
            lines.append(t("compare.note.other_edition", **values))
    if (frame["x_period"] != frame["y_period"]).any():
        lines.append(t("compare.note.mixed"))
    if missing := [code for code in view.without(frame["economy"]) if code in view.single_economies]:
        lines.append(t("compare.note.no_pair", names=view.listing(missing)))
    if len(view.single_economies) < len(view.economies):
        lines.append(t("groups.no_dot"))
    return [*lines, t("compare.note.part"), *caveats]


def _draw_scatter(view: CompareView, frame: pd.DataFrame, both: Axes) -> str:
    t, sides = view.t, []
    for side, measure in both.items():
        values = [float(value) for value in frame[side]]
        log = needs_log_scale(values, is_amount=measure.counted)
        key = "compare.scatter.score"
        if measure.related:
            key = "compare.scatter.log" if log else "compare.scatter.value"
        name = t(key, measure=view.measure_name(measure, "title"), unit=view.unit(measure))
        scale = value_scale(values, 1.0, partial(view.tick, measure), log=log, room=0.06)
        sides.append((t(_AXIS_TITLES[side], measure=name), scale))
    dots = {}
    for row in frame.to_dict("records"):
        lines = [f"<b>{view.economy_name(row['economy'])}</b>"]
        for side, measure in both.items():
            period = view.when(measure, int(row[f"{side}_period"]))
            name, value = view.measure_name(measure, "title"), view.value(measure, row[side])
            lines.append(t("compare.tip.pair", name=name, value=value, period=period))
        dots[str(row["economy"])] = {"x": float(row["x"]), "y": float(row["y"]), "tip": "<br>".join(lines)}
    field = [dot for code, dot in dots.items() if code not in view.economies]
    chosen = [(style, dots[style.key]) for style in view.styles if style.key in dots]
    return figure_by_width(lambda min_width: scatter_chart(field, chosen, sides, min_width), *CLOUD_WIDTHS)


def _pair_table(view: CompareView, frame: pd.DataFrame, both: Axes, caption: str) -> str:
    """Return both values of every economy with their periods: chosen economies first, then by y."""
    t, heads = view.t, [view.t("compare.column.economy")]
    for measure in both.values():
        period = "compare.axis.year" if measure.related else "compare.axis.edition"
        heads += [view.measure_name(measure, "title"), t(period)]
    index = {code: index for index, code in enumerate(view.economies)}
    keyed = frame.assign(index=frame["economy"].map(index).fillna(math.inf), negative_y=-frame["y"])
    rows: dict[str, list[str]] = {}
    for row in keyed.sort_values(["index", "negative_y"], kind="stable").to_dict("records"):
        cells = rows.setdefault(str(row["economy"]), [])
        for side, measure in both.items():
            cells += [view.value(measure, row[side]), str(int(row[f"{side}_period"]))]
    return view.table_text(heads, rows, caption, view.choice.economy, view.economies)


BUILD = {"trajectory": trajectory, "measures": measure_table, "scatter": scatter}
CARD = Card(PAGE, "comparison", tuple(TABLES.values()), content, height=1090, sorted=True, wrap=_wrap_card)
CARDS = (CARD,)
CALLBACKS = Callbacks(
    Choice,
    CompareView,
    (
        *(FINDING, DECK, EMPTY, WHO, WEAK, CHIPS),
        *((name, "className") for name in (BODY, CONTROLS, CARD.id("drawn"))),
        *((name, "value") for name in (NAMED, RULE, "compare-from", "compare-to", "compare-measures")),
        *((name, "data") for name in (FOUND, "compare-sort")),
        (CHANGES, "hidden"),
        *(("compare-measures-wrap", name) for name in ("data-change", "data-count")),
    ),
    CARDS,
    stores=("with", "sort", "order"),
)
