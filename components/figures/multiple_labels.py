"""End labels of a small multiple: codes, and for China its number, apart from one another, with leaders."""

from collections.abc import Mapping
from typing import Any

from analysis.standing import CHINA
from components.figures.multiple_axis import Axis
from components.theme import TOKENS

Point = tuple[int, float, str]  # year, value, words
_LEAD = 0.1  # of the years on show: the room of the leaders right of the lines
_GAP, _HERO_GAP = 14.6, 16.0  # px between the labels of two peers, and around China's


def edge(years: tuple[int, int]) -> float:
    """Return where the horizontal axis ends, with the room of the leaders."""
    return years[1] + (years[1] - years[0]) * _LEAD


def spread(places: list[float], hero: int | None, height: float) -> list[float]:
    """Return label positions in order from the top, apart from one another and inside the plot."""
    gaps = [_HERO_GAP if hero in (index, index + 1) else _GAP for index in range(len(places) - 1)]
    found = list(places)
    for index, gap in enumerate(gaps):
        found[index + 1] = max(found[index + 1], found[index] + gap)
    lowest = height
    for index in range(len(found) - 1, -1, -1):
        found[index] = min(found[index], lowest)
        lowest = found[index] - (gaps[index - 1] if index else 0)
    return found


def end_labels(
    ends: Mapping[str, Point], axis: Axis, years: tuple[int, int], number: str, names: Mapping[str, str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return leaders (lines) and labels (annotations) of the last points; ``number`` stands for China.

    names: by code, what stands in its place, if anything.
    """
    order = sorted(ends, key=lambda code: (axis.pixels(ends[code][1]), code == CHINA))
    hero = order.index(CHINA) if CHINA in order else None
    places = spread([axis.pixels(ends[code][1]) for code in order], hero, axis.height)
    leaders: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    for code, place in zip(order, places, strict=True):
        year, value, _ = ends[code]
        there, own = axis.value(place), code == CHINA
        start = year + (years[1] - years[0]) * (0.03 if own else 0.02)
        line = {"color": TOKENS.hero if own else TOKENS.field_2, "width": 1.2 if own else 1}
        leaders.append(plain_line([start, edge(years)], [value, there], line, "leader"))
        font = {"size": 13 if own else 12, "color": TOKENS.hero if own else TOKENS.ink_2}
        labels.append(
            {
                "text": f"<b>{number}</b>" if own else names.get(code, code),
                "name": f"label-{code}",
                "font": font,
                "showarrow": False,
                "xref": "x domain",
                "x": 1,
                "xanchor": "left",
                "xshift": 2,
                "yref": "y",
                "y": axis.place(there),
                "yanchor": "middle",
            }
        )
    return leaders, labels


def plain_line(x: list[Any], y: list[Any], line: dict[str, Any], role: str) -> dict[str, Any]:
    """Return a line that says nothing by itself."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": line,
        "cliponaxis": False,
        "hoverinfo": "skip",
        "meta": {"role": role},
    }
