"""Charts of ranks under other weights: by edition, over shared indicators, and of all economies."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.robustness.weights import ACROSS_PARTS, WITHIN_PARTS, Shared
from components.charts.axes import (
    OUTSIDE_TICKS,
    axes,
    axis,
    hidden_axis,
    period_axis,
    scaled_axis,
    tick_editions,
)
from components.charts.labels import EndLabel, end_labels
from components.charts.layer import (
    Layer,
    Part,
    Row,
    base_layer,
    bold_text,
    hollow_markers,
    line,
    marker,
    note,
    place_beside,
    ring,
    stroke,
    trace,
    whiskers,
)
from components.charts.lines import period_range, points_with_gaps, records
from components.charts.scales import near_rank_scale
from components.text.catalog import Words, plain
from components.theme import TOKENS
from data.article import CLAIM

WEIGHT_HEIGHTS: Final = {0: 290, 560: 340}
SHARED_LINES: tuple[str, ...] = ("published", ACROSS_PARTS, WITHIN_PARTS)


def reweighted_ranks(frame: pd.DataFrame, t: Words, min_width: int) -> dict[str, Any]:
    """Return the ranks of an economy under other weights and the published ones, by edition.

    ``frame`` comes from ``analysis.robustness.weights.history`` and has at least one row.
    """
    is_compact = min_width == 0
    rows = {int(row["edition"]): row for row in records(frame)}
    first, last = min(rows), max(rows)
    names = ("published", "rank_low", "rank_high")
    values = [row[name] for row in rows.values() for name in names if row[name] is not None]
    scale = near_rank_scale(min(values), max(values), WEIGHT_HEIGHTS[min_width] - 36)
    x_axis = period_axis((first - 0.4, last + 0.4), tick_editions(first, last, 3 if is_compact else 2, CLAIM))
    x, drawn_rows = points_with_gaps(rows, period_range(rows))
    published = [row and row["published"] for row in drawn_rows]
    ranks = [row and row["rank"] for row in drawn_rows]
    tips = ["" if row is None else _reweighted_tip(row, t) for row in drawn_rows]
    style = {"line": stroke(TOKENS.ink_3, 1.5, "4px,3px"), "marker": ring(5, TOKENS.ink_3, 1.3)}
    dashed = trace("lines+markers", x, published, {"role": "published", "line": "published"}, **style)
    # Published ranks that are not under the other line can be hovered. Their tip is that of both lines, and
    # the keyboard reads it once, so it is no ``hovertext``.
    apart = [None if old == new else old for old, new in zip(published, ranks, strict=True)]
    hover_style = {"mode": "markers", "marker": {"size": 5, "opacity": 0}, "hoverinfo": "text"}
    above = [row["rank_high"] - row["rank"] if row else 0 for row in drawn_rows]
    below = [row["rank"] - row["rank_low"] if row else 0 for row in drawn_rows]
    style = {
        "error_y": whiskers(above, below, color=TOKENS.ink, thickness=1.4, width=4),
        "line": stroke(TOKENS.hero, 3),
        "marker": marker(7, TOKENS.hero, TOKENS.ground, 1.2),
    }
    ranks_line = trace("lines+markers", x, ranks, {"role": "hero", "line": "hero"}, tips, **style)
    # One label if both lines end at the same rank, else two.
    latest, name = rows[last], t("weights.history.own_short" if is_compact else "weights.history.own")
    labels = [EndLabel("hero", latest["rank"], f"{latest['rank']}  {name}", TOKENS.hero, is_focus=True)]
    if latest["published"] not in (None, latest["rank"]):
        text = f"{latest['published']}  {t('weights.history.published')}"
        labels.append(EndLabel("published", latest["published"], text, TOKENS.ink_2))
    chart = base_layer(WEIGHT_HEIGHTS[min_width], (32, 92 if is_compact else 128, 10, 26))
    chart += axes(x_axis, scaled_axis(scale, **OUTSIDE_TICKS))
    chart += Layer([dashed, dashed | hover_style | {"y": apart, "text": tips}, ranks_line])
    return (chart + end_labels(labels, scale, 8)).figure()


def _reweighted_tip(row: Row, t: Words) -> str:
    parts = [
        f"<b>{t.write(row['edition'], 'edition')}</b>",
        t("weights.tip.own", rank=row["rank"], count=row["economies"]),
    ]
    if row["rank_low"] < row["rank_high"]:
        parts.append(t("weights.tip.rounding", interval=(row["rank_low"], row["rank_high"])))
    if row["published"] is not None:
        parts.append(t("weights.tip.published", rank=row["published"]))
    return plain("<br>".join(parts))


def shared_ranks(shared: Shared, t: Words, min_width: int) -> dict[str, Any]:
    """Return ranks over shared indicators, the published ones, and bars of the ranks that weights allow.

    Each edition has its own column. A point is hollow if a GII pillar loses more than a third of its weight.
    Nothing is drawn of an economy that no edition ranks.
    """
    table, height, is_compact = records(shared.ranks), WEIGHT_HEIGHTS[min_width], min_width == 0
    names = (*SHARED_LINES, "bound_low", "bound_high")
    ranks = [int(row[name]) for row in table for name in names if row[name] is not None] or [1]
    scale = near_rank_scale(min(ranks), max(ranks), height - 36)
    columns = range(len(table))
    ticks = {"tickvals": [*columns], "ticktext": [str(row["edition"]) for row in table]}
    bounded = [(column, row) for column, row in enumerate(table) if row["bound_low"] is not None]
    ends = [((column, column), (row["bound_low"] - 0.4, row["bound_high"] + 0.4)) for column, row in bounded]
    bounds = [line(x, y, stroke(TOKENS.grid, 18), layer="below") for x, y in ends]
    styles = (
        ("weights.shared.line_published", TOKENS.ink_3, stroke(TOKENS.ink_3, 1.5, "4px,3px")),
        ("weights.shared.line_over", TOKENS.ink_2, stroke(TOKENS.ink_2, 2, "1px,3px")),
        ("weights.shared.line_inside", TOKENS.hero, stroke(TOKENS.hero, 3)),
    )
    traces, labels = [], []
    for name, (label, color, style) in zip(SHARED_LINES, styles, strict=True):
        is_focus = name == WITHIN_PARTS
        hollow = [name == "published" or bool(shared.thin[row["edition"]]) for row in table]
        meta = {"role": "hero" if is_focus else name, "line": name}
        tips = [_shared_tip(row, t) for row in table] if is_focus else None
        markers = hollow_markers(8 if is_focus else 6, color, hollow, 1.6, has_edges=True)
        style = {"line": style, "marker": markers}
        traces.append(trace("lines+markers", columns, [row[name] for row in table], meta, tips, **style))
        if (rank := table[-1][name]) is not None:
            text = f"{rank}  {t(label)}"
            labels.append(EndLabel(name, float(rank), text, color, is_focus))
    chart = base_layer(height, (32, 126 if is_compact else 150, 10, 26))
    chart += axes(axis((-0.4, len(table) - 0.6), TOKENS.ink_2, **ticks), scaled_axis(scale, **OUTSIDE_TICKS))
    return (chart + Layer(traces, bounds) + end_labels(labels, scale, 10)).figure()


def _shared_tip(row: Row, t: Words) -> str:
    ranks = {name: plain(t.write(row[name], "ordinal")) for name in SHARED_LINES}
    head = f"<b>{plain(t.write(row['edition'], 'edition'))}</b>"
    return f"{head}<br>{t('weights.shared.tip', lost=100 * row['lost'], **ranks)}"


CHANGES_WIDTHS: Final = {0: (122, 132, 16), 420: (150, 158, 22)}
"""By minimum plot width in px: px for names left and right, and the maximum of characters in a name."""
_LINE_POINTS: Final = 9
_GAP: Final = "\u2002"  # between a name and its mark


def row_positions(frame: pd.DataFrame) -> pd.DataFrame:
    """Return economy, published, rank, before and after of all economies with a published rank.

    ``frame`` comes from ``analysis.robustness.weights.ranking``. The columns before and after are the rows of
    lists sorted by each rank: the rank itself or, for equal ranks, the next free row.
    """
    positions = frame[frame["published"].notna()]
    positions = positions[["economy", "published", "rank"]].astype({"published": int})
    for rank, side, order in (("published", "before", ["published", "economy"]), ("rank", "after", ["rank"])):
        row, rows = 0, {}
        ordered = positions.sort_values(order, kind="stable")[["economy", rank]]
        for code, value in ordered.to_numpy().tolist():
            row = max(value, row + 1)
            rows[code] = row
        positions[side] = positions["economy"].map(rows)
    return positions


def rank_changes(
    frame: pd.DataFrame, names: Mapping[str, str], focus: str, window: range, t: Words, min_width: int
) -> dict[str, Any]:
    """Return the lines of all economies in the window on either side, the focus economy's trace last.

    ``frame`` comes from ``row_positions``; ``window`` are the rows drawn. A line with one end outside stops
    at the edge. Names are text of traces, because annotations would slow down every move of a slider.
    """
    left, right, max_letters = CHANGES_WIDTHS[min_width]
    chart = base_layer(27 * len(window) + 34, (left, right, 32, 2))
    chart += axes(hidden_axis([-0.09, 1.09]), hidden_axis([window[-1] + 0.5, window[0] - 0.5]))
    visible = frame[frame["before"].isin(window) | frame["after"].isin(window)]
    for row in records(visible.sort_values("economy", key=lambda codes: codes == focus, kind="stable")):
        chart += Layer([_change_line(row, names[row["economy"]], focus, window, t, max_letters)])
    heads = (("weights.places.before", 0, "right", -9), ("weights.places.after", 1, "left", 9))
    for key, x, anchor, shift in heads:
        where = place_beside(anchor, shift, "bottom", 6, yref="y domain")
        chart += Layer(annotations=[note(t(key), x, 1, TOKENS.ink_3, **where)])
    return chart.figure()


def _change_line(row: Row, name: str, focus: str, window: range, t: Words, max_letters: int) -> Part:
    """Return the line of an economy; its points between the ends have no marker, but can be hovered."""
    is_focus = row["economy"] == focus
    color, ink, size = (TOKENS.hero, TOKENS.hero, 13) if is_focus else (TOKENS.field_2, TOKENS.ink_2, 12)
    start, end = row["before"], row["after"]
    # A line that leaves the plot ends at its edge.
    heights = np.clip([start, end], window[0] - 0.5, window[-1] + 0.5)
    shares = (heights - start) / (end - start) if end != start else np.array([0.0, 1.0])
    x, y = (np.linspace(pair[0], pair[1], _LINE_POINTS).round(4).tolist() for pair in (shares, heights))
    in_window = [start in window, *[False] * (_LINE_POINTS - 2), end in window]
    short = name if len(name) <= max_letters else f"{name[: max_letters - 1].rstrip()}…"
    before, after = f"{short} {row['published']}{_GAP}", f"{_GAP}{row['rank']} {short}"
    texts = [bold_text(before, is_focus), *[""] * (_LINE_POINTS - 2), bold_text(after, is_focus)]
    sizes = [(9 if is_focus else 4) * is_inside for is_inside in in_window]
    style = {
        "line": stroke(color, 3 if is_focus else 1.5),
        "marker": marker(sizes, color, line={"width": 0}),
        "text": [text if is_inside else "" for text, is_inside in zip(texts, in_window, strict=True)],
        "textposition": ["middle left"] * (_LINE_POINTS - 1) + ["middle right"],
        "textfont": {"size": size, "color": ink},
    }
    meta = {"role": "hero" if is_focus else "other", "economy": row["economy"]}
    tip = t("weights.tip.places", name=name, before=row["published"], after=row["rank"])
    tips = [tip if is_inside else "" for is_inside in in_window]
    return trace("lines+markers+text", x, y, meta, tips, **style)
