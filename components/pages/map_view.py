"""What the parts of the map share: its result, names, and how the figure of a tile is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from analysis import comparison
from analysis.comparison_measures import Measure
from analysis.derived import measures
from analysis.frames.tile_map import TILES
from analysis.ranking import group_of
from analysis.standing import CHINA
from analysis.tile_map import BEST, Choice, TileMap
from components import numbers
from components.charts.tile_map import Tile
from components.measures import PERCENTILE
from components.numbers import known
from components.pages.compare import view as compare
from components.text import plain
from components.view import View as SnapshotView

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class View(SnapshotView):
    """The map of a measure in one edition, for one choice."""

    choice: Choice

    @cached_property
    def found(self) -> TileMap:
        """Every economy with its tile."""
        return TILES.result(self.dataset, self.choice)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of the map, in the order of their ranks; those without a figure come last."""
        frame = self.found.frame.sort_values(["rank", "rank_low", "economy"], na_position="last")
        return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]

    @cached_property
    def china(self) -> Row:
        """The row of China."""
        return next(row for row in self.rows if row["economy"] == CHINA)

    @property
    def measure(self) -> Measure:
        """The measure on the map."""
        return measures(self.dataset)[self.choice.measure]

    @cached_property
    def compared(self) -> compare.View:
        """The view of Compare that writes the names and values of its measures."""
        return compare.View(self.dataset, self.t, comparison.Choice.read(self.dataset, {}))

    @property
    def name(self) -> str:
        """The name of the measure where it stands alone."""
        return self.compared.measure_name(self.measure, "title")

    def period(self, year: int) -> str:
        """Write an edition, or the year of a related indicator, in running text (marked)."""
        return self.compared.period(self.measure, year)

    @property
    def rich(self) -> bool:
        """Whether China alone, among the best of the map, is not a high-income economy."""
        groups = group_of(self.dataset.table("gii_economies"), self.choice.edition)["income"]
        top = [row["economy"] for row in self.rows if known(row["rank"]) and row["rank"] <= BEST]
        return [one for one in top if groups.get(one) != "HI"] == [CHINA]

    def figure(self, row: Row) -> str:
        """Write the figure of a tile: a rank or its bounds, a score, a percentile, places gained."""
        value, show = row["figure"], self.choice.show
        if show == "rank" and not known(value) and known(row["rank_low"]):
            return f"{row['rank_low']}{numbers.DASH}{row['rank_high']}"
        return self.written(float(value), show) if known(value) else ""

    def written(self, value: float, show: str) -> str:
        """Write a number of the map by what it is."""
        if show == "score":
            if abs(value) >= 1000:
                return numbers.short(value, self.t.lang)
            room = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
            return numbers.decimal(value, min(room, self.compared.decimals(self.measure)), self.t.lang)
        if show == "percentile":
            return numbers.trimmed(value, PERCENTILE.decimals, self.t.lang)
        return numbers.decimal(value, 0, self.t.lang, sign=show == "change")

    def tile(self, row: Row) -> Tile:
        """Return the tile of a row."""
        code = str(row["economy"])
        place = int(row["column"]), int(row["row"])
        step = numbers.whole(row["step"])
        if not known(row["source"]):
            return Tile(code, *place, step, "", self._absent(code), code == CHINA)
        return Tile(code, *place, step, self.figure(row), self._tip(row), code == CHINA)

    def _tip(self, row: Row) -> str:
        lines = [compare.tip(self.compared, self.measure, row)]
        if known(row["change"]) and self.found.against < self.found.period:
            places = numbers.arrow(int(row["change"]), str(abs(int(row["change"]))))
            then = plain(self.ordinal(int(row["rank_then"])))
            lines.append(self.t("map.tip.change", places=places, against=self.found.against, rank=then))
        return "<br>".join(lines)

    def _absent(self, code: str) -> str:
        period = plain(self.period(self.found.period))
        return f"<b>{self.called(code)}</b><br>{self.t('map.tip.absent', period=period)}"
