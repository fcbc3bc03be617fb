"""Compare: who is similar, who is ahead, and on what?"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import pairwise
from typing import Any

import pandas as pd
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analysis.comparison.peers import RULES
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
from components.text.numbers import is_present
from components.text.view import EconomyView, licence, line_labels, short_labels
from components.widgets.blocks import change_list, columns, three
from components.widgets.controls import Controls, choice, control_bar
from components.widgets.framework import copied_note, explained_changes
from components.widgets.groups import median_cell, membership
from components.widgets.long_table import Group, Head, Mark, Row, long_table, to_html
from components.widgets.measured import MeasuredView, measure_names, plain_name
from components.widgets.peers import comparison, reason
from components.widgets.series_source import source_line

PAGE = "compare"
CHIPS, CONTROLS = "compare-chips", "compare-controls"
WITH, NAMED, RULE, FOUND = (f"compare-{part}" for part in ("with", "economies", "rule", "found"))
NO_RULE = "none"
FINDING, DECK, BODY = "compare-finding", "compare-deck", "compare-body"
WHO, WEAK, EMPTY, CHANGES = (f"compare-{part}" for part in ("who", "weak", "empty", "changes"))

SORTS = f"{PAGE}-sort", f"{PAGE}-order"
Known = Mapping[Any, Any]
"""A row of a frame of ``measured``."""
Both = Mapping[str, Measure]
"""The measure of each side, x and y."""
Cells = Mapping[tuple[str, str], Cell]
"""The figures of economies by measure; under "" the places of the one in focus."""
_CAVEATS = 2
_NAMED = 3  # measures that a finding names, else it counts them


@dataclass(frozen=True)
class CompareView(MeasuredView[Choice], EconomyView[Choice]):
    """What is compared, as a query asks for it."""

    @cached_property
    def economies(self) -> tuple[str, ...]:
        """The economies compared, the one in focus first."""
        return economies_of(self.dataset, self.choice)

    @property
    def ranked(self) -> list[str]:
        """The economies compared without groups, which have no place among them."""
        return [code for code in self.economies if code not in self.dataset.catalog.groups]

    @property
    def rule(self) -> str:
        """What finds them, as the address has it; NO_RULE where nothing does."""
        return self.choice.texts()["with"] if self.choice.finder else NO_RULE

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
        return self.t.listing([self.economy_name(code) for code in codes])

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
        value, t = self.value_in_unit(measure, value), self.t
        return t.write(value, "short") if measure.related else numbers.trim_zeros(value, 3, t.lang)

    def writer(self, measure: Measure) -> Callable[[float], str]:
        """Return how a value of what is shown is written beside a line and in a table."""
        if self.choice.show == "score":
            return lambda value: self.value(measure, value)
        return self.t.writer(self.choice.show)

    def cell(self, measure: Measure, row: Known) -> str:
        """Write what is shown of a row in a column, or the bounds between which it lies."""
        rank = self.choice.show == "rank" and row["economy"] not in self.dataset.catalog.groups
        write, ends = self.writer(measure), ("at",) if is_present(row["at"]) else ("low", "high")
        return self.rank_cell(row) if rank else numbers.DASH.join(write(float(row[end])) for end in ends)

    def short(self, measure: Measure) -> str:
        """Return the name of a measure as it heads a narrow column."""
        texts = (f"{one}.{measure.id}" for one in ("compare.short", "ranking.head"))
        key = next(filter(self.t.has, texts), "")
        return self.t(key).replace("\u00ad", "") if key else plain_name(self.dataset, self.t, measure)

    def phrase_of(self, measure: Measure) -> str:
        """Return its name in a sentence, in which a GII pillar is a common noun."""
        name = self.short(measure)
        if measure.level == "pillar":
            return name[0].lower() + name[1:]
        return name if measure.related else self.t(f"compare.part.{measure.level}", name=name)

    def doubts(self, frame: pd.DataFrame, bounds: str = "bounds") -> list[str]:
        """Return the notes on ranks of ours, and on those known between bounds only (key ``bounds``)."""
        doubtful = frame["rank_low"].notna()
        doubtful |= frame["rank_median_low"].notna() if "rank_median_low" in frame else False
        own = set(frame.loc[frame["source"].eq(ORDER_OF_SCORES) | doubtful, "period"].astype(int))
        lines = [self.t("compare.note.own", editions=self.edition_list(own))] if own else []
        return [*lines, self.t(f"compare.note.{bounds}")] if doubtful.any() else lines


@dataclass(frozen=True, slots=True)
class Contents:
    """One view as it is shown: words (marked), figures and table as JSON text, notes, where it comes from.

    figures is blank where nothing can be drawn, and ``empty`` says why. editions: of the index, None where
    it has no part; series: rows of related indicators, with source and year.
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
    notes = [html.Li(markup(one)) for one in contents.notes]
    if groups := membership(dataset, view.economies, t):
        one_band = chosen.view == "trajectory" and len(view.economies) - len(view.ranked) == 1
        notes.append(html.Li([*groups, *([t.language.gap, t("groups.band")] if one_band else [])]))
    heading = html.H2(t("compare.weak"), className="aside-title")
    weak = [heading, html.Ul(notes, className="compare-notes")] if notes else []
    body = CARD.draw(view).element
    aside = [html.Div(_who(view), id=WHO), html.Div(weak, id=WEAK)]
    body.children = [*body.children, html.Div(aside, className="compare-aside")]
    # Framework changes lie between editions: not in one, nor in years.
    editions = chosen.view == "trajectory" and contents.editions is not None
    changes = [html.H2(markup(t("overview.changes_title"))), change_list(dataset, t)]
    below = {"limits": ("cause", "peers")}
    controls = Controls(PAGE, chosen, dataset, t)
    return [
        html.H1(markup(contents.finding), id=FINDING),
        html.P(markup(contents.deck), id=DECK, className="deck"),
        _controls(view),
        body,
        three([html.Div(changes, id=CHANGES, hidden=not editions), *columns(t, PAGE, below)]),
        *(controls.store(key) for key in ("sort", "order")),
        dcc.Store(id=WITH, data=chosen.texts()["with"]),
        dcc.Store(id=FOUND, data={"economies": view.economies[1:], "rule": view.rule}),
    ]


def callbacks(app: Dash, _current: Callable[[], Dataset]) -> None:
    """Register the two ways to choose who is compared, by name and by rule: one of them is the choice."""
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
    """Return what the card shows of the view that is chosen."""
    t, dataset, contents = view.t, view.dataset, view.contents
    title, ends = plain(contents.finding), contents.editions or ()
    if contents.series is not None:  # of the index, of the providers of indicators, or of both
        index = [str(dataset.by_edition["source"][ends[1]])] if ends else []
        releases = [*index, *sorted(set(contents.series["source"].astype(str)))]
        credit = cited_providers(dataset, title, releases, t, ends)
    else:
        frame = view.compared(view.choice.view).frame
        editions = {int(one) for name in EDITIONS if name in frame for one in frame[name].dropna()} or {*ends}
        credit = cited_providers(dataset, title, (), t, editions or (view.choice.first, view.choice.last))
    query = {key: one for key, one in view.choice.changed_choices(dataset).items() if key != "view"}
    # The figure that stands, unseen, where nothing can be drawn.
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


def _wrapped(view: CompareView, frame: Component) -> html.Div:
    """Return the card below what is said where nothing can be drawn, in the form of its view."""
    contents = view.contents
    css = {
        "compare-grid": True,
        "is-wide": view.choice.view == "measures" or not (view.choice.finder or contents.notes),
        "is-empty": contents.empty,
        "no-quote": not contents.joins,
    }
    nothing = html.Div([empty(contents.empty)] if contents.empty else [], id=EMPTY)
    return html.Div([html.Div([nothing, frame])], id=BODY, className=" ".join(one for one in css if css[one]))


def _controls(view: CompareView) -> html.Div:
    """Return all controls; those that a view does not use are hidden by the class of its name."""
    t, dataset, chosen = view.t, view.dataset, view.choice
    controls = Controls(PAGE, chosen, dataset, t, measure_names(dataset, t))
    rules = [(one, t(f"compare.peers.{RULES.get(one, one)}")) for one in (NO_RULE, *RULES)]
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
    """Return the economies that a rule found, each with the sentence that brings it here."""
    t, chosen, finder = view.t, view.choice, view.choice.finder
    if not finder:
        return []
    found = comparison(view.dataset, chosen.economy, chosen.at)
    if found is None:
        sentence = t("compare.who.unranked", name=view.name, edition=chosen.at)
    elif len(view.economies) == 1:
        sentence = t(f"peers.unknown.{finder}", name=view.name, least=5)
    else:
        sentence = t("compare.who.found", rule=t(f"peers.rule.{finder}"), edition=chosen.at)
    reasons = {}
    if found is not None:
        for row in found.lists[finder].to_dict("records"):
            reasons[str(row["economy"])] = reason(pd.Series(row), finder, view.name, found.decimals, t)
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
        read = copied_note(dataset, range(first, last + 1), t)
        years = {"first": first, "last": last, "edition": last}
        parts.append(t(key, licence=stated, copied=read, checked=dataset.last_checked, **years))
    if contents.series is not None:
        frame = contents.series.assign(year=contents.series["year"].astype(int))
        parts.append(str(source_line(dataset, frame, t, is_calculated=True)[0]))
    line = plain(t("compare.source.join").join(parts or [t("compare.source.none")]))
    return [line, html.Span(line, hidden=True, **attributes(data_part="picture-source"))]


# The views: over time, measures side by side, two measures


def trajectory(view: CompareView) -> Contents:
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
    cells = {}
    figure, write = "value" if chosen.show == "score" else chosen.show, view.writer(measure)
    for row in frame.to_dict("records"):
        group = row["economy"] not in view.ranked
        cell = median_cell(row, figure, write, t) if group else view.cell(measure, row)
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


def _behind(view: CompareView, frame: pd.DataFrame) -> str:
    """Return how many are ahead of the economy in focus, at the end and in the first period of all."""
    t, measure, economy = view.t, view.measure, view.choice.economy
    name = view.measure_name(measure)
    own = frame[frame["economy"] == economy]
    periods = [int(period) for period in own["period"]]
    orders = (measure_order(frame, economy, view.economies[1:], period) for period in reversed(periods))
    last = next((one for one in orders if one is not None), None)
    if last is None:
        return t("compare.finding.unknown", name=view.name, measure=name)
    values = {"name": view.name, "measure": name, "period": view.period(measure, last.period)}
    if not last.certain_count:
        row = own[own["period"] == last.period].to_dict("records")[0]
        return t("compare.finding.alone", rank=view.rank_words(row), **values)
    same = (*last.ahead, *last.level, *last.behind)
    if last.certain_count == 1:
        key = (
            f"compare.finding.one_{'' if measure.directed else 'size_'}"
            f"{'ahead' if last.ahead else 'level' if last.level else 'behind'}"
        )
        return t(key, other=view.economy_name(same[0]), **values)
    key = "behind" if measure.directed else "behind_size"
    text = t(f"compare.finding.{key}", ahead=view.counted(len(last.ahead), last.certain_count), **values)
    before = (measure_order(frame, economy, same, period) for period in periods if period < last.period)
    first = next((one for one in before if one is not None and one.certain_count == len(same)), None)
    if first is None or not measure.directed:
        return text
    then = {"then_year": first.period, "then_edition": view.period(measure, first.period)}
    key = "same" if len(first.ahead) == len(last.ahead) else "then"
    return text + t(f"compare.finding.{key}", ahead=len(first.ahead), **then)


def _paths(view: CompareView, frame: pd.DataFrame) -> str:
    """Return the paths, with the economies that have a rank by period.

    Editions without a rank on show have as many as all the index ranks.
    """
    t, measure, related = view.t, view.measure, view.measure.related
    counts = dict(view.dataset.rank_counts) if measure.level in ("index", "subindex", "pillar") else {}
    ranked = frame[frame["economies"].notna()]
    counts |= dict(zip(ranked["period"].astype(int), ranked["economies"].astype(int), strict=True))
    breaks = {}
    if related:
        entry = view.entry(measure)
        breaks = {code: [one.year for one in entry.breaks_of(code)] for code in view.economies}
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
    """Return the notes on a measure of the index over the range; ``frame``: the rows on show."""
    t, measure = view.t, view.measure
    span = view.choice.first, view.choice.last
    present, lacking, without_level = split_editions_by_presence(view.dataset, measure, *span)
    unverified = frame.loc[frame["economies"].isna() & frame["rank"].notna(), "period"].astype(int)
    gaps = {
        "compare.note.unheld": without_level,
        "compare.note.absent": lacking,
        "economy.history.unverified": tuple(set(unverified)),
    }
    lines = [t(key, editions=view.edition_list(editions)) for key, editions in gaps.items() if editions]
    missing = []
    for code in view.economies:
        own = set(frame.loc[frame["economy"] == code, "period"].astype(int))
        if gone := set(present) - own:
            editions = view.edition_list(gone) if own else t("compare.note.missing_all")
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
    lines += [t.phrase(one.note) for one in entry.breaks if one.economy in ("", *view.economies)]
    lines += [t.phrase(one.text) for one in entry.caveats if one.economy in ("", *view.economies)][:_CAVEATS]
    return list(dict.fromkeys(lines))


def beside(view: CompareView) -> Contents:
    """Return the measures chosen side by side, in the edition on show."""
    t, chosen, frame = view.t, view.choice, view.compared("measures").frame
    line = t(f"compare.measure.measures_{chosen.show}", edition=chosen.edition)
    lasts = [f"{first + 1}{numbers.DASH}{last}" for first, last in pairwise((0, *STEPS))]
    keys: list[str | Component] = []
    for step, ranks in enumerate([*lasts, f"{STEPS[-1] + 1}+"], 1):
        keys.append(html.Span([html.Span(className=f"swatch step-{step}"), ranks], className="key"))
    related = frame["measure"].map(lambda key: measures(view.dataset)[key].related).astype("bool")
    finding, last = _leads(view, frame)
    known = positions(frame, chosen.show)
    cells: dict[tuple[str, str], Cell] = {}
    for row in known.to_dict("records"):
        measure = measures(view.dataset)[row["measure"]]
        cell = view.cell(measure, row), numbers.integer(row["step"]) or 0, view.tip(measure, row)
        cells[row["economy"], row["measure"]] = cell
    for row in frame[frame["economy"] == chosen.economy].to_dict("records"):
        place = numbers.interval_cell(row["place_low"], row["place_high"], t("missing"))
        cells["", row["measure"]] = place, 0, ""
    rows = [(view.economy_name(code), code) for code in _in_order(view, known)]
    if len(view.ranked) > 1:
        place = t("compare.measures.place", count=len(view.ranked))
        rows.append((place, ""))
    return Contents(
        finding=finding,
        deck=last or t("compare.deck.measures"),
        measure=[*markup(line), html.Span(keys, className="keys compare-keys")],
        figures="" if frame.empty else figure_by_width(partial(_tiles, view, rows, cells), *TABLE_WIDTHS),
        table=_grid(view, rows, cells, line),
        notes=_grid_notes(view, frame, related),
        editions=None if related.all() and len(frame) else (chosen.edition, chosen.edition),
        series=frame[related] if related.any() else None,
        empty=[t("compare.measures.empty", edition=chosen.edition)] if frame.empty else [],
    )


def _leads(view: CompareView, frame: pd.DataFrame) -> tuple[str, str]:
    """Return on which measures the economy in focus leads the others, then on which it is the last of all.

    Where it leads on none, on which it is last comes first.
    """
    t, chosen, known_ = view.t, view.choice, measures(view.dataset)
    directed = [key for key in chosen.columns if known_[key].directed]
    placed = frame[frame["measure"].isin(directed) & frame["place_low"].notna()]
    own = placed[placed["economy"] == chosen.economy].to_dict("records")
    about: dict[str, Any] = {"name": view.name, "edition": chosen.edition, "count": len(own)}
    if not own:
        return t("compare.measures.unknown", **about), ""
    compared = [row for row in own if row["shown"] > 1]
    if not compared:
        ranked = sorted(own, key=lambda row: row["rank"] if is_present(row["rank"]) else row["rank_high"])
        for name, row in (("top", ranked[0]), ("worst", ranked[-1])):
            rank = view.rank_words(row)
            level = [view.phrase_of(known_[one["measure"]]) for one in ranked if view.rank_words(one) == rank]
            about |= {name: t.listing(level), f"{name}_rank": rank}
        return t("compare.measures.alone", **about), ""
    tops = [*placed.loc[placed["place_low"] == 1, "measure"]]  # with two of them nobody leads alone
    found = {
        "first": [row for row in compared if row["place_high"] == 1 and tops.count(row["measure"]) == 1],
        "last": [row for row in compared if row["place_low"] == row["shown"]],
    }
    there = [side for side, rows in found.items() if rows]
    for side in there:
        names = [view.phrase_of(known_[row["measure"]]) for row in found[side]]
        about[side] = t.listing(names)
        if len(names) > _NAMED:
            about[side] = t("compare.measures.some", number=len(names), count=len(own))
    one = "" if len(view.ranked) > 2 else "one_"
    about |= {"all": len(view.ranked), "other": view.economy_name(view.ranked[1])}
    second = t(f"compare.measures.{one}also", **about) if len(there) > 1 else ""
    return t(f"compare.measures.{one}{there[0] if there else 'neither'}", **about), second


def _tiles(view: CompareView, rows: Sequence[tuple[str, str]], cells: Cells, least: int) -> dict[str, Any]:
    """Return the economies and measures as tiles by rank, then the places of the economy in focus."""
    t, known, keys = view.t, measures(view.dataset), view.choice.columns
    short = t("compare.measures.place_short")
    named = [(name, code or short, code in ("", view.choice.economy)) for name, code in rows]
    found = [
        [cells.get((code, key), (t("missing"), None if code else 0, "")) for key in keys] for _, code in rows
    ]
    return tile_table(named, [view.short(known[key]) for key in keys], found, least)


def _grid(view: CompareView, rows: Sequence[tuple[str, str]], cells: Cells, caption: str) -> str:
    """Return a row for each economy and a column for each measure, below the places of that in focus."""
    t, chosen = view.t, view.choice
    heads, known = [], measures(view.dataset)
    for column in ("economy", *chosen.columns):
        natural, full = highest_first(column, chosen.show), ""
        if one := known.get(column):
            name = view.measure_name(one, "title")
            full = t("compare.column.with_unit", name=name, unit=view.unit(one))
        turned = column == chosen.sort and chosen.descending == natural
        heads.append(
            Head(
                text=view.short(one) if one else t("compare.column.economy"),
                full=full,
                css="num" if one else "name",
                sort=column,
                sorted=("descending" if chosen.descending else "ascending") if column == chosen.sort else "",
                order=("asc" if natural else "desc") if turned else "",
            )
        )
    lines = []
    for name, code in rows:
        href = t.link(f"economy/{code}") if code in view.ranked else ""
        found = [cells.get((code, key), (t("missing"),))[0] for key in chosen.columns]
        lines.append(Row([Mark(name, href=href, css="name"), *found], "marked" * (code == chosen.economy)))
    return to_html(t, heads, [Group(lines)], caption=plain(caption))


def _in_order(view: CompareView, frame: pd.DataFrame) -> list[str]:
    """Return the economies in the order that the reader chose, at the end those without a figure.

    frame: the rows that have a position in what is on show.
    """
    chosen = view.choice
    if chosen.sort == CHOSEN_ROWS:
        return list(view.economies)
    if chosen.sort == "economy":
        named = view.dataset.by_name(view.economies, view.t.lang)
        keys = {code: float(place) for place, (code, _) in enumerate(named)}
    else:
        rows = frame[frame["measure"] == chosen.sort]
        keys = dict(zip(rows["economy"], middle_value(rows).astype("float64"), strict=True))
    found = [code for code in view.economies if code in keys]
    return [*sorted(found, key=keys.__getitem__, reverse=chosen.descending), *view.without(found)]


def _grid_notes(view: CompareView, frame: pd.DataFrame, related: "pd.Series[bool]") -> list[str]:
    """Return the notes on measures side by side; ``related``: which rows are of related indicators."""
    t, known_ = view.t, measures(view.dataset)
    lines = []
    gone = [key for key in view.choice.columns if key not in set(frame["measure"])]
    parts = view.dataset.parts
    measured = dict(zip(parts["concept"], parts["measure"], strict=True))
    here = parts[(parts["edition"] == view.choice.edition) & ~parts["concept"].isin(gone)]
    codes = dict(zip(here["measure"], here["code"], strict=True))
    other = {key: codes[measured[key]] for key in gone if measured.get(key) in codes}
    for note_, keys in (("blank", [key for key in gone if key not in other]), ("other", [*other])):
        names = t.listing([view.measure_name(known_[key]) for key in keys])
        about = {"names": names, "codes": t.listing([*other.values()]), "edition": view.choice.edition}
        lines += [t(f"compare.note.{note_}", **about)] if keys else []
    years = frame[related].drop_duplicates("measure")
    if len(years):
        named = [
            t("compare.note.of_year", name=view.measure_name(known_[row["measure"]]), year=row["period"])
            for row in years.to_dict("records")
        ]
        lines += [t("compare.note.year", years=t.listing(named)), t("compare.note.ranks_own")]
    if not all(known_[key].directed for key in view.choice.columns):
        lines.append(t("compare.note.ranks_size"))
    if frame["low_coverage"].fillna(False).any():
        lines.append(t("compare.note.thin"))
    return [*lines, *view.doubts(frame[~related], "between_ranks")]


def scatter(view: CompareView) -> Contents:
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
        phrases = {side: view.phrase_of(measure) for side, measure in both.items()}
        finding = t("compare.scatter.finding", name=view.name, count=len(frame), **more, **phrases)
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


def _pair_notes(view: CompareView, frame: pd.DataFrame, both: Both) -> list[str]:
    """Return the notes on two measures: how old their values are, who has but one of them."""
    t, edition = view.t, view.choice.edition
    lines, caveats = [], []
    for side, measure in both.items():
        periods = frame[f"{side}_period"].astype(int)
        first, last = int(periods.min()), int(periods.max())
        about = {"measure": view.measure_name(measure, "title"), "first": first, "last": last}
        if measure.related:
            old = int((periods <= edition - OLD_AFTER_YEARS).sum())
            lines.append(
                t("compare.note.ages", middle=int(periods.median()), old=old, years=OLD_AFTER_YEARS, **about)
            )
            caveats += [t.phrase(one) for one in view.entry(measure).caveats_of(view.choice.economy)[:1]]
        elif last != edition:
            lines.append(t("compare.note.other_edition", **about))
    if (frame["x_period"] != frame["y_period"]).any():
        lines.append(t("compare.note.mixed"))
    if gone := [code for code in view.without(frame["economy"]) if code in view.ranked]:
        lines.append(t("compare.note.no_pair", names=view.listing(gone)))
    if len(view.ranked) < len(view.economies):
        lines.append(t("groups.no_dot"))
    return [*lines, t("compare.note.part"), *caveats]


def _dots(view: CompareView, frame: pd.DataFrame, both: Both) -> str:
    t, sides = view.t, []
    for side, measure in both.items():
        values = [float(value) for value in frame[side]]
        log = needs_log_scale(values, is_amount=measure.counted)
        key = "score" if not measure.related else "log" if log else "value"
        name = view.measure_name(measure, "title")
        name = t(f"compare.scatter.{key}", measure=name, unit=view.unit(measure))
        scale = value_scale(values, 1.0, partial(view.tick, measure), log=log, room=0.06)
        sides.append((t(f"compare.scatter.axis_{side}", measure=name), scale))
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
    return figure_by_width(lambda least: scatter_chart(field, chosen, sides, least), *CLOUD_WIDTHS)


def _pairs(view: CompareView, frame: pd.DataFrame, both: Both, caption: str) -> str:
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


BUILD = {"trajectory": trajectory, "measures": beside, "scatter": scatter}
CARD = Card(PAGE, "comparison", tuple(TABLES.values()), content, height=1090, sorted=True, wrap=_wrapped)
CARDS = (CARD,)
CALLBACKS = Callbacks(
    Choice,
    CompareView,
    (
        *(FINDING, DECK, EMPTY, WHO, WEAK, CHIPS),
        *((name, "className") for name in (BODY, CONTROLS, CARD.id("drawn"))),
        *(
            (name, "value")
            for name in (NAMED, RULE, *(f"{PAGE}-{key}" for key in ("from", "to", "measures")))
        ),
        *((name, "data") for name in (FOUND, f"{PAGE}-sort")),
        (CHANGES, "hidden"),
        *((f"{PAGE}-measures-wrap", name) for name in ("data-change", "data-count")),
    ),
    CARDS,
    stores=("with", "sort", "order"),
)
