"""Names, units, periods, values and tables of measures: of the index and of related indicators."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.comparison.views import Measure, measures
from analysis.dataset import Dataset, cached
from analysis.reshape import TOP
from components.text import numbers
from components.text.catalog import Words, plain
from components.text.formats import DECIMALS
from components.text.keys import by_last_part
from components.text.numbers import is_present
from components.text.view import Choice, PageView
from components.widgets.groups import median_tip
from components.widgets.long_table import Group, Head, Mark, Row, to_html
from components.widgets.profile import part_name
from data.entries import Indicator

_PARTS = by_last_part("compare.part.index", "compare.part.subindex", "compare.part.pillar") | by_last_part(
    "compare.part.subpillar", "compare.part.indicator"
)
_TITLES = by_last_part(
    "compare.title.index", "compare.title.subindex", "compare.title.pillar"
) | by_last_part("compare.title.subpillar", "compare.title.indicator")
_OPTIONS = by_last_part("compare.option.index", "compare.option.subindex", "compare.option.pillar")


@dataclass(frozen=True)
class MeasuredView(PageView[Choice]):
    """A view of measures: of parts of the index by edition, or of related indicators by year."""

    def entry(self, measure: Measure) -> Indicator:
        """Return the catalog entry of a related indicator."""
        return self.dataset.catalog.indicators[measure.id]

    def unit(self, measure: Measure) -> str:
        """Return the unit of a related indicator, or the word for a score of the index."""
        return self.t.unit_of(self.entry(measure))[0] if measure.related else self.t("compare.column.score")

    def value_in_unit(self, measure: Measure, value: Any) -> Any:
        """Convert a value to the unit that texts count in."""
        if not measure.related or not is_present(value):
            return value
        indicator = self.entry(measure)
        return value * self.t.unit_of(indicator)[1] / indicator.scale

    def measure_name(self, measure: Measure, kind: str = "part") -> str:
        """Return the name of a measure with its level: the GII pillar Institutions.

        kind: "part" for the middle of a sentence, "title" where the name stands alone.
        """
        name = plain_name(self.dataset, self.t, measure)
        if measure.related:
            return name
        keys = _PARTS if kind == "part" else _TITLES
        return self.t(keys[measure.level], code=measure.code, name=name)

    def period(self, measure: Measure, period: int) -> str:
        """Write a period in running text: the 2025 edition, or the year 2023."""
        return self.t("compare.year" if measure.related else "compare.edition", year=period)

    def when(self, measure: Measure, period: int) -> str:
        """Write a period that stands alone: 2025 edition, 2023."""
        return plain(self.period(measure, period) if measure.related else self.t.write(period, "edition"))

    def value(self, measure: Measure, value: Any, *, sign: bool = False) -> str:
        """Write a score or a value; ``sign`` adds + to gains."""
        how = f"{'+' if sign else ''}.{self.decimals(measure)}"
        return self.t.write(self.value_in_unit(measure, value), how)

    def decimals(self, measure: Measure) -> int:
        """Return the number of decimals of a score or a value."""
        return self.entry(measure).decimals if measure.related else DECIMALS["score"]

    def tip(self, measure: Measure, row: Mapping[Any, Any]) -> str:
        """Return the tip of one economy in one period of a measure."""
        t, period = self.t, self.when(measure, int(row["period"]))
        if row["economy"] in self.dataset.catalog.groups:
            head = t("compare.tip.head", name=self.dataset.names(t.lang)[row["economy"]], period=period)
            figure = "value" if measure.related else "score"
            writers = {"rank": t.writer("rank"), "percentile": t.writer("percentile")}
            row = {name.replace("value_", f"{figure}_"): cell for name, cell in row.items()}
            return median_tip(row, head, writers | {figure: lambda value: self.value(measure, value)}, t)
        lines = [f"<b>{t('compare.tip.head', name=self.economy_name(row['economy']), period=period)}</b>"]
        if is_present(row["rank"]) or is_present(row["rank_low"]):
            rank, count = plain(self.rank_words(row)), numbers.integer(row["economies"])
            key = "compare.tip.rank_alone" if count is None else "compare.tip.rank"
            lines.append(t(key, rank=rank, count=count))
        if is_present(row["value"]):
            key = "compare.tip.value" if measure.related else "compare.tip.score"
            lines.append(t(key, value=self.value(measure, row["value"]), unit=self.unit(measure)))
        if not measure.related and is_present(row["year"]):
            lines.append(t("compare.tip.year", year=row["year"]))
        if numbers.is_true(row["low_coverage"]):
            lines.append(t("compare.tip.thin"))
        return "<br>".join(lines)

    def table_text(
        self,
        heads: Sequence[str],
        rows: Mapping[str, Sequence[str]],
        caption: str,
        focus: str,
        raised: Collection[str] = (),
    ) -> str:
        """Return a table as HTML; rows of economies link their page.

        rows: cells by period or economy; focus, raised: the row that is marked, and rows that stand out less.
        """
        t, labels = self.t, self.dataset.labels(self.t.lang)
        lines = []
        for name, cells in rows.items():
            marks = [Mark(cell, css="missing") if cell == t("missing") else cell for cell in cells]
            css = "marked" if name == focus else "raised" if name in raised else ""
            href = f"/{t.lang}/economy/{name}"
            head = Mark(labels[name], href=href, css="name") if name in labels else name
            lines.append(Row([head, *marks], css))
        columns = [Head(heads[0], css="name"), *(Head(head, css="num") for head in heads[1:])]
        return to_html(t, columns, [Group(lines)], caption=plain(caption))


def plain_name(dataset: Dataset, t: Words, measure: Measure) -> str:
    """Return the name of a measure: that of the catalog, or of the newest edition that has the measure."""
    if measure.related:
        return t.phrase(dataset.catalog.indicators[measure.id].name)
    rows = dataset.parts
    name = rows.loc[rows["concept"] == measure.id].sort_values("edition")["name"].iloc[-1]
    return part_name(dataset, t, measure.code, measure.id, str(name))


@cached
def measure_names(dataset: Dataset, t: Words) -> dict[str, str]:
    """Return the names of all measures by id; those of related indicators with their source."""
    catalog = dataset.catalog
    names: dict[str, str] = {}
    for measure in measures(dataset).values():
        name = plain_name(dataset, t, measure)
        if measure.related:
            source = t.phrase(catalog.sources[catalog.indicators[measure.id].source].short)
            names[measure.id] = t("compare.option.related", name=name, source=source)
        elif measure.id in TOP:
            names[measure.id] = t(_OPTIONS[measure.level], name=name, code=measure.code)
        else:
            names[measure.id] = f"{measure.code} {name}"
    return names
