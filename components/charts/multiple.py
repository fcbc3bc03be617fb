"""A small multiple: China's series beside its peers since 2005, on one scale, with codes at the line ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.progress import CLAIM_YEAR
from analysis.standing import CHINA
from components.charts.axes import OUTSIDE, axes, axis, scaled
from components.charts.labels import EndLabel, placed_labels
from components.charts.layer import Layer, Part, bold, colored, ground, marker, note, stroke, trace, upright
from components.charts.lines import DOTTED, joins, segments
from components.charts.scales import Scale
from components.theme import TOKENS

HEIGHT, TALL = 172, 196  # px: on a page of three columns, and where a multiple has the width of a phone
TALL_FROM = 318  # px of width from which the taller one is drawn
_MARGIN = (44, 60, 10, 24)
_APART = 4  # years between two ticks that do not touch
_LEAD = 0.1  # of the years drawn: the room of the leaders right of the lines
_GAPS = (14.6, 16.0)  # px between the labels of two peers, and around China's
Point = tuple[int, float, str]  # year, value, words


@dataclass(frozen=True, slots=True)
class Plot:
    """How the rows are drawn.

    scale: vertical; years: first and last of the horizontal axis; breaks: years from which China's series is
    not comparable with the years before; number: China's last value in short; since: the year from which
    movements count; names: what stands for the code of an economy, if anything; goals: due years
    and values of official targets.
    """

    scale: Scale
    years: tuple[int, int]
    breaks: Sequence[int]
    number: str
    since: int = CLAIM_YEAR
    names: Mapping[str, str] = field(default_factory=dict)
    goals: Sequence[tuple[int, float]] = ()

    @property
    def edge(self) -> float:
        """Where the horizontal axis ends, with the room of the leaders."""
        return self.years[1] + (self.years[1] - self.years[0]) * _LEAD


def plot_height(height: int) -> int:
    """Return the height of the plot inside a chart of ``height`` pixels."""
    return height - _MARGIN[2] - _MARGIN[3]


def multiple(table: pd.DataFrame, plot: Plot, height: int = HEIGHT) -> dict[str, Any]:
    """Return the chart of rows with economy, year, value and tip (the words of a point).

    A missing year is bridged with a dotted line, a break of the series with none; an economy known for one
    year is a dot.
    """
    lines = _lines(table)
    china = lines.get(CHINA, [])
    ends = {code: points[-1] for code, points in lines.items()}
    chart = (
        ground(height, _MARGIN)
        + Layer(layout={"hoverdistance": 14})
        + axes(_years(china, plot), scaled(plot.scale))
        + _rules(china, plot)
        + _end_labels(ends, plot)
    )
    for code, points in lines.items():
        chart += _line(code, points, plot.breaks if code == CHINA else ())
    return (chart + _goals(plot) + _marks(china, plot.since)).figure()


def _lines(table: pd.DataFrame) -> dict[str, list[Point]]:
    """Return the points of each economy by year, China's last so that it lies on top."""
    found: dict[str, list[Point]] = {}
    for row in table.sort_values("year", kind="stable").to_dict("records"):
        point = (int(row["year"]), float(row["value"]), str(row["tip"]))
        found.setdefault(str(row["economy"]), []).append(point)
    order = [code for code in dict.fromkeys(table["economy"]) if code != CHINA]
    return {code: found[code] for code in [*order, CHINA] if code in found}


def _line(code: str, points: Sequence[Point], breaks: Sequence[int]) -> Layer:
    """Return the line, open at gaps and breaks, a dot where a point stands alone, dots over gaps."""
    hero = code == CHINA
    color, quiet = (TOKENS.hero, TOKENS.hero) if hero else (TOKENS.field, TOKENS.field_2)
    solid, dotted = joins([point[:2] for point in points], breaks)
    joined = {index for pair in solid for index in pair}
    opened: list[tuple[float, float | None, str | None, float]] = []
    for index, (year, value, tip) in enumerate(points):
        if index and (index - 1, index) not in solid:
            opened.append(((points[index - 1][0] + year) / 2, None, None, 0))
        opened.append((year, value, tip, 0 if index in joined else 6 if hero else 5))
    x, y, tips, sizes = (list(column) for column in zip(*opened, strict=True))
    style = {"line": stroke(color, 2.5 if hero else 1.5), "marker": marker(sizes, quiet)}
    meta = {"economy": code, "role": "hero" if hero else "peer"}
    drawn = trace("lines+markers", x, y, meta, tips, connectgaps=False, **style)
    if not dotted:
        return Layer([drawn])
    bridges = segments([point[:2] for point in points], dotted)
    dots = stroke(quiet, 2 if hero else 1.2, DOTTED)
    return Layer([trace("lines", *bridges, {"role": "bridge"}, line=dots), drawn])


def _marks(points: Sequence[Point], since: int) -> Layer:
    """Return China's ring at the first year known since the base year, and the dot at the last."""
    if not points:
        return Layer()
    last = points[-1]
    first = next((point for point in points if point[0] >= since), last)
    drawn = [first, last] if first[0] != last[0] else [last]
    rings = [point is not last for point in drawn]
    marks = marker(
        9, [TOKENS.ground if one else TOKENS.hero for one in rings], TOKENS.hero, [2 * one for one in rings]
    )
    x, y = [point[0] for point in drawn], [point[1] for point in drawn]
    return Layer([trace("markers", x, y, {"role": "marks"}, marker=marks)])


def _goals(plot: Plot) -> Layer:
    """Return a diamond for each official target that lies inside the axes."""
    inside = [
        (year, value)
        for year, value in plot.goals
        if year <= plot.years[1] + 1 and 0 <= plot.scale.share(value) <= 1
    ]
    if not inside:
        return Layer()
    x, y = zip(*inside, strict=True)
    marks = marker(9, TOKENS.ink, TOKENS.ground, 1, symbol="diamond")
    return Layer([trace("markers", x, y, {"role": "goals"}, marker=marks)])


def _years(china: Sequence[Point], plot: Plot) -> Part:
    first, last = plot.years
    end = china[-1][0] if china else last
    ticks = {first: str(first), plot.since: bold(colored(str(plot.since), TOKENS.ink))}
    if plot.since - first < _APART and first != plot.since:
        del ticks[first]
    if abs(end - plot.since) >= _APART:
        ticks[end] = str(end)
    texts = {"tickvals": list(ticks), "ticktext": list(ticks.values())}
    return axis((first - 0.5, plot.edge), TOKENS.ink_2, **texts, **OUTSIDE | {"ticklen": 3})


def _rules(china: Sequence[Point], plot: Plot) -> Layer:
    """Return the dotted line at the year of the claim and a hairline at each break inside China's series."""
    dotted, hairline = stroke(TOKENS.rule, 1, "1px,3px"), stroke(TOKENS.field, 1)
    inside = [year for year in plot.breaks if china and china[0][0] < year <= china[-1][0]]
    breaks = [upright(year - 0.5, hairline, name="break") for year in inside]
    return Layer(shapes=[upright(plot.since, dotted, name="claim"), *breaks])


def _end_labels(ends: Mapping[str, Point], plot: Plot) -> Layer:
    """Return codes, and China's number, with leaders from the last points of the lines."""
    scale, across = plot.scale, plot.years[1] - plot.years[0]
    labels = [
        EndLabel(code, value, plot.number, TOKENS.hero, hero=True)
        if code == CHINA
        else EndLabel(code, value, plot.names.get(code, code), TOKENS.ink_2, size=12)
        for code, (_, value, _) in ends.items()
    ]
    found = Layer()
    for label, _, there in placed_labels(labels, scale, 0, scale.height, _GAPS):
        at = scale.value(there)
        start = ends[label.name][0] + across * (0.03 if label.hero else 0.02)
        style = stroke(TOKENS.hero, 1.2) if label.hero else stroke(TOKENS.field_2, 1)
        leader = trace("lines", (start, plot.edge), (label.value, at), {"role": "leader"}, line=style)
        where = {"xref": "x domain", "xanchor": "left", "xshift": 2, "yanchor": "middle"}
        text = bold(label.text, label.hero)
        named = note(
            text,
            1,
            scale.place(at),
            label.ink,
            label.size,
            **where,
            captureevents=True,
            name=f"label-{label.name}",
        )
        found += Layer([leader], annotations=[named])
    return found
