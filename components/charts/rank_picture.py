"""The ranks of one economy by edition beside its peers, as an SVG image that paper and screens draw alike."""

from collections.abc import Sequence

from analysis.standing import CHINA
from components.charts import svg
from components.charts.end_labels import EndLabel, placed_labels
from components.charts.framework import FrameworkChange
from components.charts.lines import runs
from components.charts.rank_frame import LEFT, TOP, RankFrame

_BAND = 0.35  # of a rank: a band of one rank must be visible


class RankPicture(RankFrame):
    """Draws the ranks: interval, peers, the hero's line, what is marked on it, and the names at the ends."""

    def draw(self, changes: Sequence[FrameworkChange], claim: tuple[int, int] | None) -> str:
        """Return the picture as a data address; claim: the editions of a step to draw, None for none."""
        parts = [*self.grid(), *self.framework(changes), *self._band(), *self._peers()]
        if claim and set(claim) <= set(self.hero):
            parts += self._claim(claim)
        parts += [*self._line(), *self._published(), *self._ends(claim), *self._names(), *self.numbers()]
        return svg.picture(self.width, self.height, parts)

    def _band(self) -> list[str]:
        """Return the interval of the hero; a run of editions without a gap is one area."""
        fill = self.theme.hero_wash if self.code == CHINA else self.theme.grid
        parts = []
        for run in runs(edition for edition, row in self.hero.items() if row["low"] is not None):
            ends = [(run[0] - 0.3, run[0]), *((e, e) for e in run[1:-1]), (run[-1] + 0.3, run[-1])]
            top = [(self.x(x), self.y(float(self.hero[e]["low"]) - _BAND)) for x, e in ends]
            low = [(self.x(x), self.y(float(self.hero[e]["high"]) + _BAND)) for x, e in ends]
            parts.append(svg.area([*top, *reversed(low)], fill))
        return parts

    def _peers(self) -> list[str]:
        edge = self.height - self.bottom
        parts = [
            f'<clipPath id="c"><path d="M0 0H{self.width}V{edge}H0Z"/></clipPath><g clip-path="url(#c)">'
        ]
        for code, line in self.lines.items():
            colour, width = (self.theme.hero, 1.8) if code == CHINA else (self.theme.field, 1.5)
            for run in self.runs(line) if code != self.code else []:
                points = [self.at(line, edition) for edition in run]
                parts.append(
                    svg.line(points, colour, width) if len(run) > 1 else svg.dot(points[0], 2, colour)
                )
        return [*parts, "</g>"]

    def _line(self) -> list[str]:
        ground, runs = self.theme.ground, self.runs(self.hero)
        parts = [svg.line([self.at(self.hero, e) for e in run], self.color, 2.8) for run in runs]
        for edition in self.hero:
            if self.editions.get(edition) is None:
                place = self.at(self.hero, edition)
                if edition + 1 in self.hero:
                    join = [place, self.at(self.hero, edition + 1)]
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
