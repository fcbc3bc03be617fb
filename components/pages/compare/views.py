"""One measure of the compared economies: its trajectory by edition or year, and first beside latest."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from analysis.comparison_measures import presence
from analysis.comparison_views import gains, order
from analysis.derived import measured
from components import numbers
from components.charts.layer import packed
from components.charts.paths import FULL, Paths
from components.charts.paths import paths as figure
from components.framework import explained_changes
from components.measures import OF_INDEX
from components.numbers import known
from components.pages.compare.view import Contents, Row, View, doubts, figure_cell, line, table_text, tip
from components.parts.drawn_table import Mark
from components.parts.drawn_table import Row as Line
from components.text import plain

COLUMNS = ("last_rank", "of", "first_rank", "places", "last_value", "first_value", "change")
_CAVEATS = 2


def trajectory(view: View) -> Contents:
    """Return the chosen measure by period."""
    t, chosen, measure = view.t, view.choice, view.measure
    frame = view.compared("trajectory").frame
    values = {"measure": view.measure_name(measure), "first": chosen.first, "last": chosen.last}
    return Contents(
        finding=_finding(view, frame),
        deck=t("compare.deck.related" if measure.related else "compare.deck.lines"),
        measure=_measure_line(view),
        figures="" if frame.empty else _figures(view, frame),
        table=_table(view, frame),
        notes=_notes(view, frame),
        editions=None if measure.related else (chosen.first, chosen.last),
        series=frame if measure.related and len(frame) else None,
        joins=not measure.related,
        empty=[t("compare.lines.empty", **values)] if frame.empty else [],
    )


def _finding(view: View, frame: pd.DataFrame) -> str:
    """Return how many are ahead of the economy in focus, at the end and in the first period of all."""
    t, measure, economy = view.t, view.measure, view.choice.economy
    name = view.measure_name(measure)
    own = frame[frame["economy"] == economy]
    periods = [int(period) for period in own["period"]]
    orders = (order(frame, economy, view.others, period) for period in reversed(periods))
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
    directed = "" if measure.directed else "_size"
    ahead = view.counted(len(last.ahead), last.known)
    text = t(f"compare.finding.behind{directed}", ahead=ahead, **values)
    before = (order(frame, economy, same, period) for period in periods if period < last.period)
    first = next((one for one in before if one is not None and one.known == len(same)), None)
    if first is None or not measure.directed:
        return text
    then = {"then_year": first.period, "then_edition": view.period(measure, first.period)}
    key = "same" if len(first.ahead) == len(last.ahead) else "then"
    return text + t(f"compare.finding.{key}", ahead=len(first.ahead), **then)


def _measure_line(view: View) -> str:
    """Return what is measured: rank, score, percentile or value, of editions or of years."""
    t, measure, show = view.t, view.measure, view.choice.show
    name = view.measure_name(measure, "title")
    if not measure.related:
        return t(f"compare.measure.{show}", measure=name)
    unit = view.unit(measure)
    if show == "score":
        return t("compare.measure.value", measure=name, unit=unit)
    key = "compare.measure.size" if not measure.directed else "compare.measure.related"
    return t(key, measure=name, figure=t(f"compare.measure.as_{show}"))


def _figures(view: View, frame: pd.DataFrame) -> str:
    measure, t = view.measure, view.t
    tips = [tip(view, measure, row) for row in frame.to_dict("records")]
    kind = "year" if measure.related else "edition"
    plot = Paths(
        counts=_counts(view, frame),
        write=writer(view),
        tick=lambda value: view.tick(measure, value),
        ranked=view.choice.show == "rank",
        counted=measure.counted,
        breaks=_breaks(view),
        changes=() if measure.related else explained_changes(view.dataset, t),
        words=(
            t(f"compare.axis.{kind}"),
            t("compare.axis.available" if measure.related else "compare.axis.economies"),
            t("trajectory.axis.framework"),
        ),
    )
    points = frame.assign(tip=tips)
    return packed(lambda least: figure(points, view.styles, plot, compact=least == 0), 0, FULL)


def _counts(view: View, frame: pd.DataFrame) -> dict[int, int | None]:
    """Return the economies with a rank by period; of editions without one on show as all the index ranks."""
    counts = dict(view.dataset.counts) if view.measure.level in ("index", "subindex", "pillar") else {}
    ranked = frame[frame["economies"].notna()]
    return counts | dict(zip(ranked["period"].astype(int), ranked["economies"].astype(int), strict=True))


def _breaks(view: View) -> dict[str, list[int]]:
    if not view.measure.related:
        return {}
    entry = view.entry(view.measure)
    return {code: [one.year for one in entry.breaks_of(code)] for code in view.economies}


def writer(view: View) -> Callable[[float], str]:
    """Return how a value of what is shown is written beside a line and in a table."""
    show, measure = view.choice.show, view.measure
    if show == "score":
        return lambda value: view.value(measure, value)
    return OF_INDEX[show].writer(view.t.lang)


def _table(view: View, frame: pd.DataFrame) -> str:
    """Return periods down, the newest first, and economies across."""
    t, measure, write = view.t, view.measure, writer(view)
    rows = {(int(row["period"]), str(row["economy"])): row for row in frame.to_dict("records")}
    missing = t("missing")
    lines = []
    for period in sorted({period for period, _ in rows}, reverse=True):
        cells: list[str | Mark] = [str(period)]
        for code in view.economies:
            row = rows.get((period, code))
            if row is None:
                cells.append(Mark(missing, css="missing"))
            elif view.choice.show == "rank":
                cells.append(view.rank_cell(row))
            else:
                cells.append(figure_cell(write, row))
        lines.append(Line(cells))
    heads = [t("compare.axis.year" if measure.related else "compare.axis.edition")]
    heads += [view.called(code) for code in view.economies]
    return table_text(view.t, heads, lines, plain(_measure_line(view)))


def ends(view: View) -> Contents:
    """Return first and latest of the measure over the range on show; notes and sources as of the paths."""
    t, measure, paths = view.t, view.measure, trajectory(view)
    kind = "related" if measure.related else "lines"
    return replace(
        paths,
        finding=_gains(view) or paths.finding,
        deck=t(f"compare.deck.table_{kind}"),
        measure=t("compare.measure.table", measure=view.measure_name(measure, "title")),
        figures="",
        table=_ends_table(view, view.compared("table").frame),
    )


def _gains(view: View) -> str:
    """Return who gained the most places over the same periods, and what the economy in focus gained."""
    t, measure, economy, chosen = view.t, view.measure, view.choice.economy, view.choice
    found = gains(measured(view.dataset, measure), view.economies, chosen.first, chosen.last)
    if found is None or economy not in found.places or not measure.directed:
        return ""
    most = max(found.places.values())
    own = found.places[economy]
    kind = "years" if measure.related else "editions"
    values = {
        "name": view.name,
        "measure": view.measure_name(measure),
        "own": _moved(view, own),
        "count": str(len(found.places)),
        "span": t(f"compare.span.{kind}", first=found.first, last=found.last),
    }
    if most <= 0:
        return t("compare.table.nobody", **values)
    if own == most:
        return t("compare.table.most", **values)
    winner = next(code for code, places in found.places.items() if places == most)
    return t("compare.table.other", winner=view.called(winner), most=_moved(view, most), **values)


def _moved(view: View, places: int) -> str:
    key = "up" if places > 0 else "down" if places < 0 else "same"
    return view.t(f"compare.table.{key}", places=abs(places))


def _ends_table(view: View, frame: pd.DataFrame) -> str:
    t, measure = view.t, view.measure
    unit = view.unit(measure) if measure.related else t("compare.column.score")
    heads = [t("compare.column.economy"), *(t(f"compare.column.{name}", unit=unit) for name in COLUMNS)]
    rows = {str(row["economy"]): row for row in frame.to_dict("records")}
    lines = [line(view, code, _cells(view, row)) for code, row in rows.items()]
    lines += [line(view, code, [t("missing")] * len(COLUMNS)) for code in view.without(rows)]
    caption = t("compare.measure.table", measure=view.measure_name(measure, "title"))
    return table_text(view.t, heads, lines, plain(caption))


def _cells(view: View, row: Row) -> list[str]:
    missing, measure = view.t("missing"), view.measure
    (first_rank, first), (last_rank, last) = (_dated(view, row, side) for side in ("first", "last"))
    places, change = numbers.whole(row["places"]), row["change"]
    moved = missing if places is None else numbers.arrow(places, str(abs(places)))
    grown = missing
    if known(change):
        grown = numbers.decimal(float(change), view.decimals(measure), view.t.lang, sign=True)
    count = numbers.whole_cell(row["last_economies"], missing)
    return [last_rank, count, first_rank, moved, last, first, grown]


def _dated(view: View, row: Row, side: str) -> tuple[str, str]:
    """Return rank and value of one side, each with its period."""
    period, missing = int(row[f"{side}_period"]), view.t("missing")
    rank, value = view.rank_cell(row, f"{side}_"), view.value(view.measure, row[f"{side}_value"])
    return (
        rank if rank == missing else view.t("compare.column.dated", figure=rank, period=period),
        value if value == missing else view.t("compare.column.dated", figure=value, period=period),
    )


def _notes(view: View, frame: pd.DataFrame) -> list[str]:
    """Return the notes on the measure over the range on show; ``frame``: the rows on show."""
    return _series_notes(view, frame) if view.measure.related else _index_notes(view, frame)


def _index_notes(view: View, frame: pd.DataFrame) -> list[str]:
    t, chosen, measure = view.t, view.choice, view.measure
    found = presence(view.dataset.base, measure, chosen.first, chosen.last)
    lines = []
    if found.without_level:
        lines.append(t("compare.note.unheld", editions=view.runs(found.without_level)))
    if found.missing:
        lines.append(t("compare.note.absent", editions=view.runs(found.missing)))
    unverified = frame.loc[frame["economies"].isna() & frame["rank"].notna(), "period"].astype(int)
    if len(unverified):
        lines.append(t("economy.history.unverified", editions=view.runs(set(unverified))))
    lines += [*_missing(view, frame, found.present), *doubts(view, frame)]
    if frame["low_coverage"].fillna(False).any():
        lines.append(t("compare.note.thin"))
    concept = view.dataset.catalog.concepts.get(measure.id)
    if concept and concept.note:
        lines.append(t("compare.note.concept", note=concept.note.get(t.lang)))
    if measure.level in ("subpillar", "indicator"):
        lines.append(t("compare.note.joined"))
    return lines


def _series_notes(view: View, frame: pd.DataFrame) -> list[str]:
    t, measure, entry = view.t, view.measure, view.entry(view.measure)
    lines = [t("compare.note.years")]
    if view.choice.show != "score":
        lines.append(t("compare.note.ranks_own" if measure.directed else "compare.note.ranks_size"))
    counts = frame["economies"].dropna()
    if view.choice.show != "score" and len(counts) and counts.min() < counts.max():
        lines.append(t("compare.note.counts", low=int(counts.min()), high=int(counts.max())))
    if gone := view.without(frame["economy"]):
        lines.append(t("compare.note.no_values", names=view.listing(gone)))
    lines += [one.note.get(t.lang) for one in entry.breaks if one.economy in ("", *view.economies)]
    lines += [one.get(t.lang) for one in entry.caveats[:_CAVEATS]]
    return list(dict.fromkeys(lines))


def _missing(view: View, frame: pd.DataFrame, periods: tuple[int, ...]) -> list[str]:
    """Return which of the economies are missing from which of the periods."""
    lines = []
    for code in view.economies:
        own = set(frame.loc[frame["economy"] == code, "period"].astype(int))
        gone = tuple(period for period in periods if period not in own)
        if gone:
            sentence = view.t("compare.note.missing_all") if not own else view.runs(gone)
            lines.append(view.t("compare.note.missing", name=view.called(code), editions=sentence))
    if len(lines) > 1:
        return [view.t("compare.note.missing_title") + view.t("compare.note.between").join(lines)]
    return [view.t("compare.note.missing_title") + one for one in lines]
