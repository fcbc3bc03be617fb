"""The ranks of one economy by edition beside its peers, as an SVG image that paper and screens draw alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from analysis.listing import stretches
from analysis.standing import CHINA
from components.charts import svg
from components.charts.axes import FrameworkChange
from components.charts.labels import EndLabel, placed_labels
from components.charts.layer import Row
from components.charts.scales import Scale, index_scale
from components.charts.svg import Point
from components.numbers import DASH
from components.theme import Theme

WIDE, SMALL = (688, 252), (328, 262)
"""Width and height in pixels: for paper and wide screens, and for phones."""
TOP, LEFT = 28, 30
"""Pixels above the plot, for the squares, and at its left, for the ranks."""
_INSIDE = 12  # px beside the outermost dots
_BAND = 0.35  # of a rank: a band of one rank must be visible
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


class RankPicture:
    """Ranks by economy and edition, of which one economy is the hero, placed in one size.

    ``lines`` are those rows of ``analysis.standing.trajectory`` that have a rank.
    ``editions`` are all known, in ascending order, with the number of economies ranked (None: not verified).
    """

    def __init__(
        self,
        lines: Mapping[str, Mapping[int, Row]],
        hero: str,
        editions: Mapping[int, int | None],
        labels: Labels,
        theme: Theme,
        size: tuple[int, int],
    ) -> None:
        self.lines = lines
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

    def draw(self, changes: Sequence[FrameworkChange], claim: tuple[int, int] | None) -> str:
        """Return the picture as a data address; claim: the editions of a step to draw, None for none."""
        parts = [*self.grid(), *self.framework(changes), *self._band(), *self._peers()]
        if claim and set(claim) <= set(self.hero):
            parts += self._claim(claim)
        parts += [*self._line(), *self._published(), *self._ends(claim), *self._names(), *self.numbers()]
        return svg.picture(self.width, self.height, parts)

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
        return stretches(edition for edition in line if self.editions.get(edition) is not None)

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
            beside = {edition - 1, edition + 1} & set(self.labels.ends)
            year = str(edition) if bold and not self.small else f"’{edition % 100:02d}"
            if not self.small or bold or (edition % 2 == 0 and not beside):
                parts.append(svg.text((x, base), year, theme.ink if bold else theme.ink_3, bold=bold))
            if self.small:
                continue
            rank = str(self.hero[edition]["rank"]) if edition in self.hero else DASH
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

    def _band(self) -> list[str]:
        """Return the interval of the hero; a run of editions without a gap is one area."""
        fill = self.theme.hero_wash if self.code == CHINA else self.theme.grid
        parts = []
        for run in stretches(edition for edition, row in self.hero.items() if row["low"] is not None):
            ends = [(run[0] - 0.3, run[0]), *((e, e) for e in run[1:-1]), (run[-1] + 0.3, run[-1])]
            top = [(self.x(x), self.y(float(self.hero[e]["low"]) - _BAND)) for x, e in ends]
            low = [(self.x(x), self.y(float(self.hero[e]["high"]) + _BAND)) for x, e in ends]
            parts.append(svg.area([*top, *reversed(low)], fill))
        return parts

    def _peers(self) -> list[str]:
        edge = float(self.height - self.bottom)
        parts = []
        for code, line in self.lines.items():
            colour, width = (self.theme.hero, 1.8) if code == CHINA else (self.theme.field, 1.5)
            for run in self.runs(line) if code != self.code else []:
                points = [self.at(line, edition) for edition in run]
                if len(run) > 1:
                    parts += [svg.line(part, colour, width) for part in svg.within(points, 0, edge)]
                elif points[0][1] <= edge:
                    parts.append(svg.dot(points[0], 2, colour))
        return parts

    def _line(self) -> list[str]:
        ground, runs = self.theme.ground, self.runs(self.hero)
        parts = [svg.line([self.at(self.hero, e) for e in run], self.color, 2.8) for run in runs]
        for edition in self.hero:
            if self.editions.get(edition) is None:
                place = self.at(self.hero, edition)
                following = min((one for one in self.editions if one > edition), default=edition)
                if following != edition and following in self.hero:
                    join = [place, self.at(self.hero, following)]
                    parts.append(svg.line(join, self.color, 1.8, "3 3"))
                parts.append(svg.dot(place, 3.6, ground, self.color, 1.8))
            elif edition in self.labels.ends:
                parts.append(svg.dot(self.at(self.hero, edition), 5.4, ground, self.color, 2.8))
            else:
                parts.append(svg.dot(self.at(self.hero, edition), 3.4, self.color, ground, 1))
        return parts

    def _claim(self, claim: tuple[int, int]) -> list[str]:
        theme = self.theme
        (x0, y0), (x1, y1) = (self.at(self.hero, edition) for edition in claim)
        tip = y1 + (11 if y1 < y0 else -11)
        step = svg.line([(x0 + 22, y0), (x1, y0), (x1, tip)], theme.ink, 1.2, "2 3")
        way = 1 if y1 < y0 else -1
        arrow = svg.line([(x1 - 4, tip + 6 * way), (x1, tip), (x1 + 4, tip + 6 * way)], theme.ink, 1.3)
        words = svg.text((x1 - 8, y0 + 16), self.labels.claim, theme.ink_2, anchor="end", halo=theme.ground)
        return [step, arrow, words] if not self.small else [step, arrow]

    def _published(self) -> list[str]:
        """Return WIPO's own intervals as brackets."""
        parts = []
        for edition, row in self.hero.items():
            if row["published_low"] is None:
                continue
            x = self.x(edition)
            top, low = self.y(float(row["published_low"])), self.y(float(row["published_high"]))
            parts.append(svg.line([(x, top), (x, low)], self.theme.ink, 1.6))
            parts += [svg.line([(x - 5, y), (x + 5, y)], self.theme.ink, 1.6) for y in (top, low)]
        return parts

    def _ends(self, claim: tuple[int, int] | None) -> list[str]:
        """Return the rank and the edition beside each edition that is marked, clear of the line."""
        parts, low = [], self.height - self.bottom
        for edition, (rank, named) in self.labels.ends.items():
            if edition not in self.hero:
                continue
            x, y = self.at(self.hero, edition)
            beside = [self.at(self.hero, e)[1] for e in (edition - 1, edition + 1) if e in self.hero]
            middle = sum(beside) / len(beside) if beside else y
            under = y + 40 < low and (y - 34 < TOP or middle <= y)
            x = min(max(x, LEFT + 22), self.width - self.right - (12 if self.small else 0))
            over = min([y, *beside])  # above the line on both sides
            first, second = (y + 21, y + 35) if under else (over - 25, over - 11)
            anchor = "middle"
            if claim and edition == claim[1] and y + 40 < low and not self.small:
                x, first, second, anchor = x + 8, y + 20, y + 34, "start"  # clear of the arrow
            halo = self.theme.ground
            parts.append(svg.text((x, first), rank, self.color, size=15, bold=True, anchor=anchor, halo=halo))
            parts.append(svg.text((x, second), named, self.theme.ink_2, anchor=anchor, halo=halo))
        return parts

    def _names(self) -> list[str]:
        """Return the name of each economy at the end of its line, spread, with a leader."""
        drawn = [self.code] if self.small and self.lines else [*self.lines]
        ends = {code: float(self.lines[code][max(self.lines[code])]["rank"]) for code in drawn}
        labels = [EndLabel(code, rank, "", "", hero=code == self.code) for code, rank in ends.items()]
        placed = placed_labels(labels, self.scale, bottom=self.scale.height - 3)
        return [part for label, _, there in placed for part in self._name(label.name, there + TOP)]

    def _name(self, code: str, y: float) -> list[str]:
        line, theme, own = self.lines[code], self.theme, code == self.code
        last = max(line)
        x, there = self.at(line, last)
        number, edge = str(line[last]["rank"]), self.width - self.right
        colour = self.color if own else theme.hero if code == CHINA else theme.ink_2
        size = 15 if own else 12
        column = edge + 36
        parts = [svg.text((column, y + size / 3), number, colour, size=size, bold=own, anchor="end")]
        if last == max(self.editions):
            start = (x + (8 if own else 3), there)
            parts.append(
                svg.line([start, (column - 8 * len(number) - 4, y)], colour if own else theme.field_2, 1)
            )
        if not self.small:
            name = self.labels.names[code] + ("" if last == max(self.editions) else f" ({last})")
            parts.append(
                svg.text((column + 6, y + size / 3), name, colour, size=size, bold=own, anchor="start")
            )
        return parts
