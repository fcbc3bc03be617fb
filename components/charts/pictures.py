"""Pictures that the server draws as SVG: small ones of one line, and the ranks of an economy for paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.listing import stretches
from components.charts import svg
from components.charts.axes import FrameworkChange
from components.charts.labels import EndLabel, placed_labels
from components.charts.layer import Row
from components.charts.scales import index_scale
from components.numbers import DASH
from components.theme import TOKENS, Theme
from data.article import HERO

WIDTH, HEIGHT, PADDING = 212, 38, 7
"""Of a sparkline, in pixels."""
TARGET_WIDTH, TARGET_HEIGHT = 148, 46
"""Of the way to a target, in pixels."""
MIN_SPAN = 0.25  # of the highest value: what hardly moves must look flat
MIN_PLACES = 30.0  # the same for the ranks of a row
CLAIM_WIDTH, CLAIM_HEIGHT = 272, 176
_CLAIM_BOX = (12, 20, CLAIM_WIDTH - 60, CLAIM_HEIGHT - 44)
_LEAST = 20  # px from the left edge to the middle of an edition, so that it is not cut off


def points(frame: pd.DataFrame, width: int = WIDTH, height: int = HEIGHT) -> dict[int, svg.Point]:
    """Return (x, y) in pixels by year for a frame with year and value.

    The vertical span is at least MIN_SPAN of the highest absolute value, centred on the series.
    """
    values = [float(value) for value in frame["value"]]
    low, high = min(values), max(values)
    span = max(high - low, MIN_SPAN * max(abs(low), abs(high))) or 1.0
    top = (low + high + span) / 2
    box = (PADDING, PADDING, width - PADDING, height - PADDING)
    years = (int(year) for year in frame["year"])
    return svg.placed(list(zip(years, values, strict=True)), box, (top, top - span))


def sparkline(frame: pd.DataFrame, width: int = WIDTH, height: int = HEIGHT) -> str:
    """Return the line of year and value as an SVG element in the tokens of the theme in use.

    A ring stands at the first value, a dot at the last; a missing year is bridged with a dotted line.
    """
    placed = points(frame, width, height)
    (first, *_), (*_, last) = placed.values(), placed.values()
    ends = svg.dot(first, 3.5, TOKENS.ground) + svg.dot(last, 4, TOKENS.hero, "none")
    stroke = f'fill="none" stroke="{TOKENS.hero}" stroke-width="2"'
    stroke += ' stroke-linecap="round" stroke-linejoin="round"'
    return svg.drawing(width, height, [f"<g {stroke}>{_paths(placed, '2 3')}{ends}</g>"])


def mini_rank_chart(ranks: Sequence[tuple[int, float]]) -> str:
    """Return the picture of (edition, rank) in ascending order of editions; rank 1 is on top.

    A missing edition is bridged with a dotted line. It has no colour: it is a mask for the ink of the page.
    """
    best, worst = min(rank for _, rank in ranks), max(rank for _, rank in ranks)
    span = max(worst - best, MIN_PLACES)
    top = max((worst + best - span) / 2, 1.0)
    placed = svg.placed(ranks, (4, 4, 80, 16), (top, top + span))
    (*_, last) = placed.values()
    drawn = _paths(placed, "1 3") + svg.dot(last, 3, "currentColor", "none")
    stroke = 'fill="none" stroke="currentColor" stroke-width="1.5"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 84 20"><g {stroke}>{drawn}</g></svg>'


def _paths(placed: dict[int, svg.Point], dots: str) -> str:
    """Return the line through points by period; dots: the dashes over periods that are missing."""
    dashes = {True: f' stroke-dasharray="{dots}"', False: ""}
    return "".join(f'<path d="{way}"{dashes[gap]}/>' for way, gap in svg.pieces(placed))


def claim_points(frame: pd.DataFrame) -> dict[int, svg.Point]:
    """Return (x, y) in pixels by edition for a frame with edition and rank; rank 1 is on top."""
    ranks = [(int(edition), float(rank)) for edition, rank in frame[["edition", "rank"]].to_numpy()]
    best, worst = min(rank for _, rank in ranks), max(rank for _, rank in ranks)
    return svg.placed(ranks, _CLAIM_BOX, (best, worst if worst > best else best + 1))


def claim_step(frame: pd.DataFrame, ends: tuple[int, int], labels: dict[int, str], theme: Theme) -> str:
    """Return the ranks of a claim with its step between two editions, as a data address for an image.

    frame: edition and rank in ascending order; ends: the editions that the claim names; labels: the rank in
    words of both ends and of the latest edition.
    """
    placed = claim_points(frame)
    first, second = ends
    latest = max(placed)
    (x1, y1), (x2, y2) = placed[first], placed[second]
    parts = [svg.line([(x1 + 10, y1), (x2, y1), (x2, y2 + 10)], theme.ink, 1.2, "2 3")]
    parts += _ranked(placed, ends, theme.hero, theme.surface)
    for edition, place in ((first, (x1 - 4, y1 + 22)), (second, (x2 + 7, y2 + 22))):
        parts.append(svg.text(place, labels[edition], theme.hero, size=13, bold=True, anchor="start"))
    if latest != second:
        x, y = placed[latest]
        parts.append(svg.dot((x, y), 4, theme.hero))
        parts.append(svg.text((x + 9, y + 4), labels[latest], theme.ink_2, size=13, anchor="start"))
    years = {first: theme.ink, second: theme.ink} | ({latest: theme.ink_3} if latest != second else {})
    for edition, colour in years.items():
        at = (max(placed[edition][0], _LEAST), CLAIM_HEIGHT - 6)
        parts.append(svg.text(at, str(edition), colour, size=13, bold=edition in ends))
    return svg.picture(CLAIM_WIDTH, CLAIM_HEIGHT, parts)


def _ranked(placed: dict[int, svg.Point], ends: tuple[int, int], hero: str, ground: str) -> list[str]:
    """Return a line of ranks with rings at both ends of a claim."""
    parts = [svg.path(way, hero, 2.5, "2 3" if gap else "") for way, gap in svg.pieces(placed)]
    return parts + [svg.dot(placed[edition], 5, ground, hero, 2.5) for edition in ends]


def target_path(values: Sequence[tuple[int, float]], base: svg.Point | None, goal: svg.Point) -> str:
    """Return the way from the base of a target to its due year, with the values over it, as an SVG element.

    values: (year, value) in ascending order; base, goal: year and value. The scale is the picture's own;
    where all is of one year there is nothing to draw.
    """
    marks = [*values, *([base] if base else []), goal]
    years, heights = [mark[0] for mark in marks], [mark[1] for mark in marks]
    span, rise = max(years) - min(years), (max(heights) - min(heights)) or 1.0
    if not span:
        return ""
    box = (TARGET_WIDTH - 2 * PADDING, TARGET_HEIGHT - 2 * PADDING)

    def at(mark: tuple[float, float]) -> svg.Point:
        across, up = (mark[0] - min(years)) / span, (mark[1] - min(heights)) / rise
        return PADDING + across * box[0], PADDING + (1 - up) * box[1]

    end = at(goal)
    parts = [svg.line([at(base), end], TOKENS.ink_3, 1.5, "2 3")] if base else []
    parts.append(svg.line([(end[0], end[1] - 6), (end[0], end[1] + 6)], TOKENS.ink, 2.5))
    if len(values) > 1:
        parts.append(svg.line([at(one) for one in values], TOKENS.hero, 2))
    if values:
        parts.append(svg.dot(at(values[-1]), 3.5, TOKENS.hero))
    return svg.drawing(TARGET_WIDTH, TARGET_HEIGHT, parts)


WIDE, SMALL = (688, 252), (328, 262)
"""Width and height of a rank picture: for paper and wide screens, and for phones."""
_TOP, _LEFT = 28, 30  # px above the plot, for the squares, and at its left, for the ranks
_INSIDE = 12  # px beside the outermost dots
_BAND = 0.35  # of a rank: a band of one rank must be visible
_ROW = 15.0  # px between the rows of numbers
Line = Mapping[int, Row]


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

    ``lines`` are those rows of ``analysis.index.standing.trajectory`` that have a rank.
    ``editions`` are all known, in ascending order, with the number of economies ranked (None: not verified).
    """

    def __init__(
        self,
        lines: Mapping[str, Line],
        hero: str,
        editions: Mapping[int, int | None],
        labels: Labels,
        theme: Theme,
        size: tuple[int, int],
    ) -> None:
        self.lines, self.editions, self.labels, self.theme = lines, editions, labels, theme
        self.hero, self.code = lines.get(hero, {}), hero
        (self.width, self.height), self.small = size, size[0] < WIDE[0]
        self.edge = self.width - (56 if self.small else 152)  # where the plot ends
        self.foot = self.height - (24 if self.small else 54)
        self.color = theme.hero if hero == HERO else theme.ink
        # All ranks of the hero are inside, and the latest of each peer.
        latest = [float(line[max(line)]["rank"]) for line in lines.values()]
        own = [float(row["rank"]) for row in self.hero.values()]
        self.scale = index_scale([], [*own, *latest], "rank", self.foot - _TOP)

    def draw(self, changes: Sequence[FrameworkChange], claim: tuple[int, int] | None) -> str:
        """Return the picture as a data address; claim: the editions of a step to draw, None for none."""
        parts = [*self._ground(changes), *self._band(), *self._peers()]
        if claim and set(claim) <= set(self.hero):
            parts += self._claim(claim)
        parts += [*self._line(), *self._ends(claim), *self._names(), *self._numbers()]
        return svg.picture(self.width, self.height, parts)

    def x(self, edition: float) -> float:
        """Return where an edition lies, in pixels from the left."""
        first, last = min(self.editions), max(self.editions)
        room = self.edge - _LEFT - 2 * _INSIDE
        return _LEFT + _INSIDE + (edition - first) / ((last - first) or 1) * room

    def y(self, rank: float) -> float:
        """Return where a rank lies, in pixels from the top."""
        return _TOP + self.scale.pixels(rank)

    def at(self, line: Line, edition: int) -> svg.Point:
        """Return where the rank of an edition lies."""
        return self.x(edition), self.y(float(line[edition]["rank"]))

    def runs(self, line: Line) -> list[list[int]]:
        """Return the editions of a line in runs without a gap; where the count is unverified is no run."""
        return stretches(edition for edition in line if self.editions.get(edition) is not None)

    def _ground(self, changes: Sequence[FrameworkChange]) -> list[str]:
        """Return the lines of ranks with their numbers, and the squares of framework changes over theirs."""
        theme, parts = self.theme, []
        for rank in self.scale.ticks:
            y = self.y(rank)
            parts.append(svg.line([(_LEFT, y), (self.edge, y)], theme.grid, 1))
            parts.append(svg.text((_LEFT - 6, y + 4), str(rank), theme.ink_3, anchor="end"))
        for change in changes:
            x = self.x(change.edition)
            fill, ink = (theme.ink, theme.ground) if change.breaks else (theme.ground, theme.ink)
            parts.append(svg.line([(x, 19), (x, self.foot)], theme.field, 1, "1 3"))
            parts.append(svg.box((x, 10), 15, fill, theme.ink))
            parts.append(svg.text((x, 14), change.letter, ink, size=11, bold=True))
        return parts

    def _numbers(self) -> list[str]:
        """Return the editions, with the rank of the hero and the number of economies where there is room.

        Without any line its ranks are left to be written in.
        """
        theme, base, parts = self.theme, self.foot + 17, []
        for edition, count in self.editions.items():
            x, bold = self.x(edition), edition in self.labels.ends
            beside = {edition - 1, edition + 1} & set(self.labels.ends)
            year = str(edition) if bold and not self.small else f"’{edition % 100:02d}"
            if not self.small or bold or (edition % 2 == 0 and not beside):
                parts.append(svg.text((x, base), year, theme.ink if bold else theme.ink_3, bold=bold))
            if not self.small:
                rank = str(self.hero[edition]["rank"]) if edition in self.hero else DASH * bool(self.lines)
                ranked = DASH if count is None else str(count)
                parts.append(svg.text((x, base + _ROW), rank, self.color, bold=True))
                parts.append(svg.text((x, base + 2 * _ROW), ranked, theme.ink_3))
        for row, words in enumerate(() if self.small else self.labels.rows):
            at, ink = (self.edge + 12, base + row * _ROW), self.color if row == 1 else theme.ink_3
            parts.append(svg.text(at, words, ink, bold=row == 1, anchor="start"))
        return parts

    def _band(self) -> list[str]:
        """Return the interval of the hero; a run of editions without a gap is one area."""
        fill = self.theme.hero_wash if self.code == HERO else self.theme.grid
        parts = []
        for run in stretches(edition for edition, row in self.hero.items() if row["low"] is not None):
            ends = [(run[0] - 0.3, run[0]), *((e, e) for e in run[1:-1]), (run[-1] + 0.3, run[-1])]
            top = [(self.x(x), self.y(float(self.hero[e]["low"]) - _BAND)) for x, e in ends]
            low = [(self.x(x), self.y(float(self.hero[e]["high"]) + _BAND)) for x, e in ends]
            parts.append(svg.area([*top, *reversed(low)], fill))
        return parts

    def _peers(self) -> list[str]:
        edge, parts = float(self.foot), []
        for code, line in self.lines.items():
            colour, width = (self.theme.hero, 1.8) if code == HERO else (self.theme.field, 1.5)
            for run in self.runs(line) if code != self.code else []:
                points = [self.at(line, edition) for edition in run]
                if len(run) > 1:
                    parts += [svg.line(part, colour, width) for part in svg.within(points, 0, edge)]
                elif points[0][1] <= edge:
                    parts.append(svg.dot(points[0], 2, colour))
        return parts

    def _line(self) -> list[str]:
        """Return the hero's line with its points, and WIPO's own intervals as brackets."""
        ground, color = self.theme.ground, self.color
        parts = [svg.line([self.at(self.hero, e) for e in run], color, 2.8) for run in self.runs(self.hero)]
        for edition in self.hero:
            place = self.at(self.hero, edition)
            if self.editions.get(edition) is None:
                following = min((one for one in self.editions if one > edition), default=edition)
                if following != edition and following in self.hero:
                    parts.append(svg.line([place, self.at(self.hero, following)], color, 1.8, "3 3"))
                parts.append(svg.dot(place, 3.6, ground, color, 1.8))
            elif edition in self.labels.ends:
                parts.append(svg.dot(place, 5.4, ground, color, 2.8))
            else:
                parts.append(svg.dot(place, 3.4, color, ground, 1))
        for edition, row in self.hero.items():
            if row["published_low"] is not None:
                x, ends = self.x(edition), [self.y(float(row[f"published_{end}"])) for end in ("low", "high")]
                parts.append(svg.line([(x, y) for y in ends], self.theme.ink, 1.6))
                parts += [svg.line([(x - 5, y), (x + 5, y)], self.theme.ink, 1.6) for y in ends]
        return parts

    def _claim(self, claim: tuple[int, int]) -> list[str]:
        theme = self.theme
        (x0, y0), (x1, y1) = (self.at(self.hero, edition) for edition in claim)
        way = 1 if y1 < y0 else -1
        tip = y1 + 11 * way
        step = svg.line([(x0 + 22, y0), (x1, y0), (x1, tip)], theme.ink, 1.2, "2 3")
        arrow = svg.line([(x1 - 4, tip + 6 * way), (x1, tip), (x1 + 4, tip + 6 * way)], theme.ink, 1.3)
        words = svg.text((x1 - 8, y0 + 16), self.labels.claim, theme.ink_2, anchor="end", halo=theme.ground)
        return [step, arrow, words] if not self.small else [step, arrow]

    def _ends(self, claim: tuple[int, int] | None) -> list[str]:
        """Return the rank and the edition beside each edition that is marked, clear of the line."""
        parts, halo = [], self.theme.ground
        for edition, (rank, named) in self.labels.ends.items():
            if edition not in self.hero:
                continue
            x, y = self.at(self.hero, edition)
            beside = [self.at(self.hero, e)[1] for e in (edition - 1, edition + 1) if e in self.hero]
            middle = sum(beside) / len(beside) if beside else y
            under = y + 40 < self.foot and (y - 34 < _TOP or middle <= y)
            x = min(max(x, _LEFT + 22), self.edge - (12 if self.small else 0))
            over = min([y, *beside])  # above the line on both sides
            first, second, anchor = (y + 21, y + 35, "middle") if under else (over - 25, over - 11, "middle")
            if claim and edition == claim[1] and y + 40 < self.foot and not self.small:
                x, first, second, anchor = x + 8, y + 20, y + 34, "start"  # clear of the arrow
            parts.append(svg.text((x, first), rank, self.color, size=15, bold=True, anchor=anchor, halo=halo))
            parts.append(svg.text((x, second), named, self.theme.ink_2, anchor=anchor, halo=halo))
        return parts

    def _names(self) -> list[str]:
        """Return the rank and the name of each economy at the end of its line, spread, with a leader."""
        theme, newest, column, parts = self.theme, max(self.editions), self.edge + 36, []
        drawn = [self.code] if self.small and self.lines else [*self.lines]
        ends = {code: float(self.lines[code][max(self.lines[code])]["rank"]) for code in drawn}
        labels = [EndLabel(code, rank, "", "", hero=code == self.code) for code, rank in ends.items()]
        for label, _, there in placed_labels(labels, self.scale, bottom=self.scale.height - 3):
            line, y, own = self.lines[label.name], there + _TOP, label.hero
            last = max(line)
            number, size = str(line[last]["rank"]), 15 if own else 12
            ink = self.color if own else theme.hero if label.name == HERO else theme.ink_2
            low = y + size / 3
            parts.append(svg.text((column, low), number, ink, size=size, bold=own, anchor="end"))
            if last == newest:
                x, start = self.at(line, last)
                ways = [(x + (8 if own else 3), start), (column - 8 * len(number) - 4, y)]
                parts.append(svg.line(ways, ink if own else theme.field_2, 1))
            if not self.small:
                name = self.labels.names[label.name] + ("" if last == newest else f" ({last})")
                parts.append(svg.text((column + 6, low), name, ink, size=size, bold=own, anchor="start"))
        return parts
