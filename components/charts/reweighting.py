"""Ranks under other weights: by edition, over shared indicators, and of all economies side by side."""

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


def reweighted_ranks(frame: pd.DataFrame, words: Words, least: int) -> dict[str, Any]:
    """Return the ranks of an economy under other weights, by edition, beside the published ones.

    frame: comes from ``analysis.robustness.weights.history`` and has at least one row.
    """
    compact, height = least == 0, WEIGHT_HEIGHTS[least]
    line = {int(row["edition"]): row for row in records(frame)}
    first, last = min(line), max(line)
    names = ("published", "rank_low", "rank_high")
    values = [row[name] for row in line.values() for name in names if row[name] is not None]
    scale = near_rank_scale(min(values), max(values), height - 36)
    across = period_axis((first - 0.4, last + 0.4), tick_editions(first, last, 3 if compact else 2, CLAIM))
    x, points = points_with_gaps(line, period_range(line))
    published, ranks = ([row and row[name] for row in points] for name in ("published", "rank"))
    tips = ["" if row is None else _reweighted_tip(row, words) for row in points]
    style = {"line": stroke(TOKENS.ink_3, 1.5, "4px,3px"), "marker": ring(5, TOKENS.ink_3, 1.3)}
    dashed = trace("lines+markers", x, published, {"role": "published", "line": "published"}, **style)
    # A pointer finds the points of the first that are not under the other line. They say the words of both
    # lines, which the keyboard reads once: so they are no ``hovertext``.
    apart = [None if one == rank else one for one, rank in zip(published, ranks, strict=True)]
    pointed = {"mode": "markers", "marker": {"size": 5, "opacity": 0}, "hoverinfo": "text"}
    up = [row["rank_high"] - row["rank"] if row else 0 for row in points]
    down = [row["rank"] - row["rank_low"] if row else 0 for row in points]
    style = {
        "error_y": whiskers(up, down, color=TOKENS.ink, thickness=1.4, width=4),
        "line": stroke(TOKENS.hero, 3),
        "marker": marker(7, TOKENS.hero, TOKENS.ground, 1.2),
    }
    hero = trace("lines+markers", x, ranks, {"role": "hero", "line": "hero"}, tips, **style)
    # One label where both lines end at the same rank, else two.
    end, name = line[last], words("weights.history.own_short" if compact else "weights.history.own")
    labels = [EndLabel("hero", end["rank"], f"{end['rank']}  {name}", TOKENS.hero, is_focus=True)]
    if end["published"] not in (None, end["rank"]):
        text = f"{end['published']}  {words('weights.history.published')}"
        labels.append(EndLabel("published", end["published"], text, TOKENS.ink_2))
    chart = base_layer(height, (32, 92 if compact else 128, 10, 26)) + axes(
        across, scaled_axis(scale, **OUTSIDE_TICKS)
    )
    chart += Layer([dashed, dashed | pointed | {"y": apart, "text": tips}, hero])
    return (chart + end_labels(labels, scale, 8)).figure()


def _reweighted_tip(row: Row, words: Words) -> str:
    parts = [
        f"<b>{words.write(row['edition'], 'edition')}</b>",
        words("weights.tip.own", rank=row["rank"], count=row["economies"]),
    ]
    if row["rank_low"] < row["rank_high"]:
        parts.append(words("weights.tip.rounding", interval=(row["rank_low"], row["rank_high"])))
    if row["published"] is not None:
        parts.append(words("weights.tip.published", rank=row["published"]))
    return plain("<br>".join(parts))


def shared_ranks(shared: Shared, words: Words, least: int) -> dict[str, Any]:
    """Return ranks over shared indicators, the published ones, and grey bars of those that weights allow.

    Each edition has one place. A point is hollow where a GII pillar loses more than a third of its weight.
    Nothing is drawn of an economy that no edition ranks.
    """
    table, height = records(shared.ranks), WEIGHT_HEIGHTS[least]
    names = (*SHARED_LINES, "bound_low", "bound_high")
    known = [int(row[name]) for row in table for name in names if row[name] is not None] or [1]
    scale = near_rank_scale(min(known), max(known), height - 36)
    places = range(len(table))
    ticks = {"tickvals": [*places], "ticktext": [str(row["edition"]) for row in table]}
    bounded = [(at, row) for at, row in enumerate(table) if row["bound_low"] is not None]
    ends = [((at, at), (row["bound_low"] - 0.4, row["bound_high"] + 0.4)) for at, row in bounded]
    bounds = [line(x, y, stroke(TOKENS.grid, 18), layer="below") for x, y in ends]
    looks = (
        (TOKENS.ink_3, stroke(TOKENS.ink_3, 1.5, "4px,3px")),
        (TOKENS.ink_2, stroke(TOKENS.ink_2, 2, "1px,3px")),
        (TOKENS.hero, stroke(TOKENS.hero, 3)),
    )
    traces, labels = [], []
    for name, (color, style) in zip(SHARED_LINES, looks, strict=True):
        hero = name == WITHIN_PARTS
        hollow = [name == "published" or bool(shared.thin[row["edition"]]) for row in table]
        meta = {"role": "hero" if hero else name, "line": name}
        tips = [_shared_tip(row, words) for row in table] if hero else None
        style = {
            "line": style,
            "marker": hollow_markers(8 if hero else 6, color, hollow, 1.6, has_edges=True),
        }
        traces.append(trace("lines+markers", places, [row[name] for row in table], meta, tips, **style))
        if (rank := table[-1][name]) is not None:
            text = f"{rank}  {words(f'weights.shared.line_{name}')}"
            labels.append(EndLabel(name, float(rank), text, color, hero))
    chart = base_layer(height, (32, 150 if least else 126, 10, 26))
    chart += axes(axis((-0.4, len(table) - 0.6), TOKENS.ink_2, **ticks), scaled_axis(scale, **OUTSIDE_TICKS))
    return (chart + Layer(traces, bounds) + end_labels(labels, scale, 10)).figure()


def _shared_tip(row: Row, words: Words) -> str:
    ranks = {}
    for name in SHARED_LINES:
        known = row[name] is not None
        ranks[name] = plain(words.write(row[name], "ordinal")) if known else words("missing")
    head = f"<b>{plain(words.write(row['edition'], 'edition'))}</b>"
    return f"{head}<br>{words('weights.shared.tip', lost=100 * row['lost'], **ranks)}"


CHANGES_WIDTHS: Final = {0: (122, 132, 16), 420: (150, 158, 22)}
"""Pixels for names left and right, and the characters of a name that fit, by the least width of the plot."""
_POINTS: Final = 9  # of a line
_GAP: Final = "\u2002"  # between a name and its mark


def row_positions(frame: pd.DataFrame) -> pd.DataFrame:
    """Return economy, published, rank, before and after of all economies with a published rank.

    frame: comes from ``analysis.robustness.weights.ranking``; before and after are rows of an economy's
    own, its ranks, or for equal ranks the next free ones.
    """
    known = frame[frame["published"].notna()]
    places = known[["economy", "published", "rank"]].astype({"published": int})
    for rank, side, order in (("published", "before", ["published", "economy"]), ("rank", "after", ["rank"])):
        row, placed = 0, {}
        for code, place in places.sort_values(order, kind="stable")[["economy", rank]].to_numpy().tolist():
            row = max(place, row + 1)
            placed[code] = row
        places[side] = places["economy"].map(placed)
    return places


def rank_changes(
    frame: pd.DataFrame, names: Mapping[str, str], hero: str, window: range, words: Words, least: int
) -> dict[str, Any]:
    """Return the lines of all economies in the window on either side, each a trace, the hero's last.

    frame: comes from ``positions``; window: the rows drawn. A line whose other end is outside ends at the
    edge of the plot. Names are text of traces: annotations would take much longer at every move of a slider.
    """
    left, right, longest = CHANGES_WIDTHS[least]
    chart = base_layer(27 * len(window) + 34, (left, right, 32, 2))
    chart += axes(hidden_axis([-0.09, 1.09]), hidden_axis([window[-1] + 0.5, window[0] - 0.5]))
    drawn = frame[frame["before"].isin(window) | frame["after"].isin(window)]
    for row in records(drawn.sort_values("economy", key=lambda codes: codes == hero, kind="stable")):
        chart += Layer([_course(row, names[row["economy"]], hero, window, words, longest)])
    for side, x, anchor, shift in (("before", 0, "right", -9), ("after", 1, "left", 9)):
        where = place_beside(anchor, shift, "bottom", 6, yref="y domain")
        chart += Layer(annotations=[note(words(f"weights.places.{side}"), x, 1, TOKENS.ink_3, **where)])
    return chart.figure()


def _course(row: Row, name: str, hero: str, window: range, words: Words, longest: int) -> Part:
    """Return one economy's line, with its name and rank at each end that is in the window.

    Points between the ends, without a mark, answer to a pointer.
    """
    strong = row["economy"] == hero
    color, ink, size = (TOKENS.hero, TOKENS.hero, 13) if strong else (TOKENS.field_2, TOKENS.ink_2, 12)
    start, end = row["before"], row["after"]
    # A line that leaves through an edge of the plot ends there.
    drawn = np.clip([start, end], window[0] - 0.5, window[-1] + 0.5)
    sides = (drawn - start) / (end - start) if end != start else np.array([0.0, 1.0])
    across, down = (np.linspace(pair[0], pair[1], _POINTS).round(4).tolist() for pair in (sides, drawn))
    within = [start in window, *[False] * (_POINTS - 2), end in window]
    short = name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"
    before, after = f"{short} {row['published']}{_GAP}", f"{_GAP}{row['rank']} {short}"
    texts = [bold_text(before, strong), *[""] * (_POINTS - 2), bold_text(after, strong)]
    style = {
        "line": stroke(color, 3 if strong else 1.5),
        "marker": marker([(9 if strong else 4) * inside for inside in within], color, line={"width": 0}),
        "text": [text if inside else "" for text, inside in zip(texts, within, strict=True)],
        "textposition": ["middle left"] * (_POINTS - 1) + ["middle right"],
        "textfont": {"size": size, "color": ink},
    }
    meta = {"role": "hero" if strong else "other", "economy": row["economy"]}
    tip = words("weights.tip.places", name=name, before=row["published"], after=row["rank"])
    tips = [tip if inside else "" for inside in within]
    return trace("lines+markers+text", across, down, meta, tips, **style)
