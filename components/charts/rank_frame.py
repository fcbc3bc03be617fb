"""The ground of a picture of ranks: where editions and ranks lie, grid, squares, numbers under the plot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.standing import CHINA
from components.charts import svg
from components.charts.framework import FrameworkChange
from components.charts.lines import by_economy, rows, runs
from components.charts.marks import Row
from components.charts.scales import Scale, index_scale
from components.charts.svg import Point
from components.numbers import DASH
from components.theme import Theme

WIDE, SMALL = (688, 252), (328, 262)
"""Width and height in pixels: for paper and wide screens, and for phones."""
TOP, LEFT = 28, 30
"""Pixels above the plot, for the squares, and at its left, for the ranks."""
_INSIDE = 12  # px beside the outermost dots
_ROW = 15.0  # px between the rows of numbers


@dataclass(frozen=True, slots=True)
class Labels:
    """The words in the picture.

    names: of the economies, by ISO3 code; rows: of the numbers under the plot (edition, rank, economies
    ranked); ends: the rank and edition of each edition marked, by edition; claim: of the article's step, ""
    where it is not drawn.
    """

    names: Mapping[str, str]
    rows: tuple[str, str, str]
    ends: Mapping[int, tuple[str, str]]
    claim: str


class RankFrame:
    """One frame of ``analysis.standing.trajectory``, of which one economy is the hero, placed in one size.

    ``editions`` are all known, in ascending order, with the number of economies ranked (None: not verified).
    """

    def __init__(
        self,
        frame: pd.DataFrame,
        hero: str,
        editions: Mapping[int, int | None],
        labels: Labels,
        theme: Theme,
        size: tuple[int, int],
    ) -> None:
        self.lines = by_economy(row for row in rows(frame) if row["rank"] is not None)
        self.hero = self.lines.get(hero, {})
        self.code = hero
        self.editions = editions
        self.labels = labels
        self.theme = theme
        self.width, self.height = size
        self.small = size[0] < WIDE[0]
        self.right = 56 if self.small else 152
        self.bottom = 24 if self.small else 54
        self.color = theme.hero if hero == CHINA else theme.ink

    @cached_property
    def scale(self) -> Scale:
        """The scale of ranks: all of the hero, and the latest of each peer."""
        latest = [float(line[max(line)]["rank"]) for line in self.lines.values()]
        own = [float(row["rank"]) for row in self.hero.values()]
        return index_scale([], [*own, *latest], "rank", self.height - TOP - self.bottom)

    def x(self, edition: float) -> float:
        """Return where an edition lies, in pixels from the left."""
        first, last = min(self.editions), max(self.editions)
        room = self.width - LEFT - self.right - 2 * _INSIDE
        return LEFT + _INSIDE + (edition - first) / ((last - first) or 1) * room

    def y(self, rank: float) -> float:
        """Return where a rank lies, in pixels from the top."""
        return TOP + self.scale.pixels(rank)

    def at(self, line: Mapping[int, Row], edition: int) -> Point:
        """Return where the rank of an edition lies."""
        return self.x(edition), self.y(float(line[edition]["rank"]))

    def runs(self, line: Mapping[int, Row]) -> list[list[int]]:
        """Return the editions of a line in runs without a gap; where the count is unverified is no run."""
        return runs(edition for edition in line if self.editions.get(edition) is not None)

    def grid(self) -> list[str]:
        """Return the lines of ranks with their numbers."""
        end = self.width - self.right
        parts = []
        for rank in self.scale.ticks:
            y = self.y(rank)
            parts.append(svg.line([(LEFT, y), (end, y)], self.theme.grid, 1))
            parts.append(svg.text((LEFT - 6, y + 4), str(rank), self.theme.ink_3, anchor="end"))
        return parts

    def framework(self, changes: Sequence[FrameworkChange]) -> list[str]:
        """Return the squares of framework changes, each with a dotted line down the plot."""
        theme, parts = self.theme, []
        for change in changes:
            x = self.x(change.edition)
            parts.append(svg.line([(x, 19), (x, self.height - self.bottom)], theme.field, 1, "1 3"))
            fill, ink = (theme.ink, theme.ground) if change.breaks else (theme.ground, theme.ink)
            parts.append(svg.box((x, 10), 15, fill, theme.ink))
            parts.append(svg.text((x, 14), change.letter, ink, size=11, bold=True))
        return parts

    def numbers(self) -> list[str]:
        """Return the editions, with the rank of the hero and the number of economies where there is room."""
        theme, base = self.theme, self.height - self.bottom + 17
        parts = []
        for edition, count in self.editions.items():
            x, bold = self.x(edition), edition in self.labels.ends
            if self.small:
                beside = {edition - 1, edition + 1} & set(self.labels.ends)
                if bold or (edition % 2 == 0 and not beside):
                    year = f"’{edition % 100:02d}"
                    parts.append(svg.text((x, base), year, theme.ink if bold else theme.ink_3, bold=bold))
                continue
            rank = str(self.hero[edition]["rank"]) if edition in self.hero else DASH
            parts.append(svg.text((x, base), str(edition), theme.ink if bold else theme.ink_3, bold=bold))
            parts.append(svg.text((x, base + _ROW), rank, self.color, bold=True))
            parts.append(svg.text((x, base + 2 * _ROW), DASH if count is None else str(count), theme.ink_3))
        if not self.small:
            start = self.width - self.right + 12
            for row, words in enumerate(self.labels.rows):
                colour = self.color if row == 1 else theme.ink_3
                parts.append(
                    svg.text((start, base + row * _ROW), words, colour, bold=row == 1, anchor="start")
                )
        return parts
