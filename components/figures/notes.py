"""What is written inside the trajectory: the claim and its ends, intervals, what leaves the plot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.standing import CHINA
from components import numbers
from components.figures import marks
from components.figures.lines import Line
from components.figures.scale import Scale
from components.figures.view import CLAIM, UNVERIFIED, View
from components.text import plain


@dataclass(slots=True)
class Notes:
    """Traces, shapes and annotations to be added to a figure."""

    traces: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)
    annotations: list[dict[str, Any]] = field(default_factory=list)


def notes(held: Mapping[str, Line], names: Mapping[str, str], axis: Scale, view: View) -> Notes:
    """Return everything that is written inside the plot for the lines on show."""
    said = Notes()
    china = held.get(CHINA, {})
    _ends_of_claim(china, view, said)
    if view.measure == "rank":
        if set(CLAIM) <= set(china):
            _claim(china, view, said)
        _published(china, view, said)
        _shaded(china, "high", 21.2, view, said)
        _below(held, names, axis, view, said)
    if view.measure == "percentile":
        _shaded(china, "high_percentile", axis.bottom + 0.28 * (axis.top - axis.bottom), view, said)
    return said


def _ends_of_claim(china: Line, view: View, said: Notes) -> None:
    """Label the two editions of the claim, and 2010 with its rank."""
    lang = view.words.lang
    size = 15 if view.compact else 17
    for edition, shift in zip(CLAIM, (-11, 9), strict=True):
        if edition not in china:
            continue
        value = float(china[edition][view.measure])
        rank = view.measure == "rank"
        label = plain(numbers.ordinal(int(value), lang)) if rank else numbers.decimal(value, 1)
        strong = {"font": {"size": size, "color": view.theme.hero}, "yanchor": "top", "xanchor": "left"}
        place = {"xshift": shift - (4 if view.compact and shift < 0 else 0), "yshift": -8}
        said.annotations.append(marks.note(f"<b>{label}</b>", edition, value, view.theme, **strong, **place))
        if not view.compact:
            text = view.words("trajectory.note.in_edition", edition=edition)
            below = {"xanchor": "left", "yanchor": "top", "xshift": shift, "yshift": -30}
            said.annotations.append(marks.note(text, edition, value, view.theme, **below))
    if UNVERIFIED in china and view.measure == "rank":
        value = float(china[UNVERIFIED]["rank"])
        label = plain(numbers.ordinal(int(value), lang))
        beside = {"xanchor": "left", "xshift": 8}
        said.annotations.append(marks.note(label, UNVERIFIED, value, view.theme, **beside))


def _claim(china: Line, view: View, said: Notes) -> None:
    ends = [(edition, int(china[edition]["rank"])) for edition in CLAIM]
    if ends[1][1] + 4 > ends[0][1]:  # no room for a step: the claim would not be a rise
        return
    step, arrow = marks.claim_step(ends[0], ends[1], view.theme)
    said.traces.append(step)
    key = "trajectory.note.claim_short" if view.compact else "trajectory.note.claim"
    text = view.words(key, places=ends[0][1] - ends[1][1], first=CLAIM[0], last=CLAIM[1])
    # Where space is short the words stand above the step, clear of the rank it starts from.
    side, away = ("bottom", 2) if view.compact else ("top", -4)
    where = {"xanchor": "right", "yanchor": side, "xshift": -6, "yshift": away}
    said.annotations += [arrow, marks.note(text, CLAIM[1], ends[0][1], view.theme, **where)]


def _published(china: Line, view: View, said: Notes) -> None:
    """Draw the intervals that WIPO published as brackets; the last one is named."""
    held = {edition: row for edition, row in china.items() if row["published_low"] is not None}
    if not held:
        return
    ranks = [int(row["rank"]) for row in held.values()]
    bracket = {
        "type": "data",
        "symmetric": False,
        "array": [int(row["published_high"]) - int(row["rank"]) for row in held.values()],
        "arrayminus": [int(row["rank"]) - int(row["published_low"]) for row in held.values()],
        "width": 5,
        "thickness": 1.6,
        "color": view.theme.ink,
    }
    trace = {
        "type": "scatter",
        "mode": "markers",
        "marker": {"size": 1, "color": view.theme.ink, "opacity": 1},
    }
    drawn = {
        "x": list(held),
        "y": ranks,
        "error_y": bracket,
        "hoverinfo": "skip",
        "meta": {"role": "published"},
    }
    said.traces.append(trace | drawn)
    edition = max(held)
    low, high = int(held[edition]["published_low"]), int(held[edition]["published_high"])
    interval = f"{low}{numbers.DASH}{high}"
    if not view.compact:
        interval = plain(numbers.rank_interval(low, high, view.words.lang))
    key = "trajectory.note.published_short" if view.compact else "trajectory.note.published"
    foot = high + (7.5 if view.compact else 8.2)
    said.shapes.append(marks.leader(edition, high + 0.7, foot - 0.5, view.theme))
    place = {"xanchor": "right", "yanchor": "top", "xshift": 5 if not view.compact else 26}
    text = view.words(key, edition=edition, interval=interval)
    said.annotations.append(marks.note(text, edition, foot, view.theme, **place))


def _shaded(china: Line, edge: str, foot: float, view: View, said: Notes) -> None:
    """Name our interval in words under its lower edge, a column; narrow plots say it under the figure."""
    held = [edition for edition, row in china.items() if row[edge] is not None]
    if view.compact or len(held) < 2:
        return
    edition = held[-2]
    way = 1 if edge == "high" else -1  # ranks grow downwards
    start = float(china[edition][edge]) + 0.7 * way
    if (foot - start) * way < 2:
        return
    said.shapes.append(marks.leader(edition, start, foot - 0.4 * way, view.theme))
    place = {"xanchor": "left", "yanchor": "top", "xshift": -4}
    said.annotations.append(
        marks.note(view.words("trajectory.note.shaded"), edition, foot, view.theme, **place)
    )


def _below(held: Mapping[str, Line], names: Mapping[str, str], axis: Scale, view: View, said: Notes) -> None:
    """Say which economies leave through the bottom edge, and until which edition."""
    floor = int(axis.bottom - 1.2)
    outside = {
        economy: max(below)
        for economy, line in held.items()
        if (
            below := [
                edition for edition, row in line.items() if row["rank"] > floor and edition > UNVERIFIED
            ]
        )
    }
    if view.compact or not outside:
        return
    rank = plain(numbers.ordinal(floor, view.words.lang))
    people = view.words.listing([names[economy] for economy in outside])
    edition = max(outside.values())
    text = view.words("trajectory.note.below", names=people, rank=rank, edition=edition)
    right = edition - min(edition for line in held.values() for edition in line) > 5
    side, shift = ("right", -18) if right else ("left", 18)
    place = {"xanchor": side, "yanchor": "bottom", "xshift": shift, "yshift": 3}
    said.annotations.append(
        marks.note(text, edition + (0.4 if right else 0), axis.bottom, view.theme, **place)
        | {"font": {"size": 12, "color": view.theme.ink_3}, "bgcolor": view.theme.ground}
    )
