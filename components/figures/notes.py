"""What is written inside the trajectory: the claim and its ends, intervals, what leaves the plot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.standing import CHINA, of
from components import numbers
from components.figures import marks
from components.figures.scale import Scale
from components.figures.view import CLAIM, UNVERIFIED, View
from components.text import plain


@dataclass(slots=True)
class Notes:
    """Traces, shapes and annotations to be added to a figure."""

    traces: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)
    annotations: list[dict[str, Any]] = field(default_factory=list)


def notes(frame: pd.DataFrame, names: Mapping[str, str], axis: Scale, view: View) -> Notes:
    """Return everything that is written inside the plot for the rows on show."""
    said = Notes()
    china = of(frame, CHINA).set_index("edition", drop=False)
    _ends_of_claim(china, view, said)
    if view.measure == "rank":
        if set(CLAIM) <= set(china.index):
            _claim(china, view, said)
        _published(china, view, said)
        _shaded(china, view, said)
        _below(frame, names, axis, view, said)
    return said


def _values(china: pd.DataFrame, measure: str) -> dict[int, float]:
    return dict(zip(china["edition"].astype(int), china[measure].astype(float), strict=True))


def _ends_of_claim(china: pd.DataFrame, view: View, said: Notes) -> None:
    """Label the two editions of the claim, and 2010 with its rank."""
    lang = view.words.lang
    value_of = _values(china, view.measure)
    size = 15 if view.compact else 17
    for edition, shift in zip(CLAIM, (-11, 9), strict=True):
        if edition not in china.index:
            continue
        value = value_of[edition]
        rank = view.measure == "rank"
        label = plain(numbers.ordinal(int(value), lang)) if rank else numbers.decimal(value, 1)
        strong = {"font": {"size": size, "color": view.theme.hero}, "yanchor": "top", "xanchor": "left"}
        place = {"xshift": shift - (4 if view.compact and shift < 0 else 0), "yshift": -8}
        said.annotations.append(marks.note(f"<b>{label}</b>", edition, value, view.theme, **strong, **place))
        if not view.compact:
            text = view.words("trajectory.note.in_edition", edition=edition)
            below = {"xanchor": "left", "yanchor": "top", "xshift": shift, "yshift": -30}
            said.annotations.append(marks.note(text, edition, value, view.theme, **below))
    if UNVERIFIED in china.index and view.measure == "rank":
        value = value_of[UNVERIFIED]
        label = plain(numbers.ordinal(int(value), lang))
        beside = {"xanchor": "left", "xshift": 8}
        said.annotations.append(marks.note(label, UNVERIFIED, value, view.theme, **beside))


def _claim(china: pd.DataFrame, view: View, said: Notes) -> None:
    ranks = _values(china, "rank")
    ends = [(edition, int(ranks[edition])) for edition in CLAIM]
    if ends[1][1] + 4 > ends[0][1]:  # no room for a step: the claim would not be a rise
        return
    step, arrow = marks.claim_step(ends[0], ends[1], view.theme)
    said.traces.append(step)
    key = "trajectory.note.claim_short" if view.compact else "trajectory.note.claim"
    text = view.words(key, places=ends[0][1] - ends[1][1], editions=CLAIM[1] - CLAIM[0])
    where = {"xanchor": "right", "yanchor": "top", "xshift": -6, "yshift": -4}
    said.annotations += [arrow, marks.note(text, CLAIM[1], ends[0][1], view.theme, **where)]


def _published(china: pd.DataFrame, view: View, said: Notes) -> None:
    """Draw the intervals that WIPO published as brackets; the last one is named."""
    held = china[china["published_low"].notna()]
    if held.empty:
        return
    rank = held["rank"].astype(float)
    bracket = {
        "type": "data",
        "symmetric": False,
        "array": (held["published_high"].astype(float) - rank).tolist(),
        "arrayminus": (rank - held["published_low"].astype(float)).tolist(),
        "width": 5,
        "thickness": 1.6,
        "color": view.theme.ink,
    }
    trace = {
        "type": "scatter",
        "mode": "markers",
        "marker": {"size": 1, "color": view.theme.ink, "opacity": 1},
    }
    x = held.index.astype(int).tolist()
    said.traces.append(
        trace
        | {"x": x, "y": rank.tolist(), "error_y": bracket, "hoverinfo": "skip", "meta": {"role": "published"}}
    )
    edition, low, high = x[-1], int(held["published_low"].iloc[-1]), int(held["published_high"].iloc[-1])
    interval = f"{low}{numbers.DASH}{high}"
    if not view.compact:
        interval = plain(numbers.rank_interval(low, high, view.words.lang))
    key = "trajectory.note.published_short" if view.compact else "trajectory.note.published"
    foot = high + (7.5 if view.compact else 8.2)
    said.shapes.append(marks.leader(edition, high + 0.7, foot - 0.5, view.theme))
    place = {"xanchor": "right", "yanchor": "top", "xshift": 5 if not view.compact else 16}
    text = view.words(key, edition=edition, interval=interval)
    said.annotations.append(marks.note(text, edition, foot, view.theme, **place))


def _shaded(china: pd.DataFrame, view: View, said: Notes) -> None:
    """Name our interval in words where it is first seen; narrow plots say it under the figure."""
    held = china[china["low"].notna()]
    if view.compact or len(held) < 2:
        return
    edition = int(held.index[-2])
    start, foot = float(held["high"].iloc[-2]) + 0.7, 21.2
    if start > foot - 2:
        return
    said.shapes.append(marks.leader(edition, start, foot - 0.4, view.theme))
    place = {"xanchor": "left", "yanchor": "top", "xshift": -4}
    said.annotations.append(
        marks.note(view.words("trajectory.note.shaded"), edition, foot, view.theme, **place)
    )


def _below(frame: pd.DataFrame, names: Mapping[str, str], axis: Scale, view: View, said: Notes) -> None:
    """Say which economies leave through the bottom edge, and until which edition."""
    outside = frame[(frame["rank"] > axis.bottom - 1) & (frame["edition"] > UNVERIFIED)]
    if view.compact or outside.empty:
        return
    floor = int(axis.bottom - 1.2)
    rank = plain(numbers.ordinal(floor, view.words.lang))
    last = outside.groupby("economy")["edition"].max()
    until = {int(edition) for edition in last}
    people = view.words.listing([names[economy] for economy in names if economy in last.index])
    edition = max(until)
    text = view.words("trajectory.note.below", names=people, rank=rank, edition=edition)
    right = edition - frame["edition"].min() > 5
    place = {
        "xanchor": "right" if right else "left",
        "yanchor": "bottom",
        "xshift": -18 if right else 18,
        "yshift": 3,
    }
    said.annotations.append(
        marks.note(text, edition + (0.4 if right else 0), axis.bottom, view.theme, **place)
        | {"font": {"size": 12, "color": view.theme.ink_3}}
    )
