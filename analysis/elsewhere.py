"""What older releases, editions of the index and first publications have in place of a figure of a series."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analysis.dataset import Dataset
from analysis.frames.targets import written
from analysis.standing import CHINA
from analysis.vintages import release_tables, releases
from data.entries import releases_of

_OWN: Final = "derived"  # a figure that this site computed of what a text states


@dataclass(frozen=True, slots=True)
class Other:
    """Another figure of one thing, in the unit of display; name: whose it is; day: when it was published."""

    value: float
    name: str
    day: str


def elsewhere(dataset: Dataset, code: str, economy: str, year: int, lang: str) -> list[Other]:
    """Return what else was published of a series for an economy and a year, in a language."""
    return [
        *_released(dataset, code, economy, year, lang),
        *_indexed(dataset, code, economy, year, lang),
        *(_stated(dataset, code, year, lang) if economy == CHINA else ()),
    ]


def _released(dataset: Dataset, code: str, economy: str, year: int, lang: str) -> Iterator[Other]:
    """Yield the values of older releases, and of the series that the catalog calls earlier."""
    catalog = dataset.catalog
    known = releases_of(catalog.indicators, code)
    if known.rebased:
        return
    found = releases(release_tables(dataset), known.codes, known.errors, rebased=False, economy=economy)
    found = found[(found["year"] == year) & ((found["indicator"] != code) | ~found["whole"])]
    for row in found.to_dict("records"):
        family = catalog.sources[str(dataset.sources.at[row["source"], "family"])]
        value = catalog.indicators[row["indicator"]].scale * row["value"]
        yield Other(value, family.short.get(lang), str(row["vintage"]))


def _indexed(dataset: Dataset, code: str, economy: str, year: int, lang: str) -> Iterator[Other]:
    """Yield the values of the part of the index that is the same measure, by edition."""
    one = dataset.catalog.indicators[code]
    parts = dataset.parts.loc[dataset.parts["concept"] == one.concept, ["edition", "code"]]
    rows = dataset.concept(one.concept).merge(parts, on=["edition", "code"]) if len(parts) else parts
    if rows.empty:
        return
    index = dataset.catalog.phrases["parts"].get(lang).partition("|")[0]
    days = dataset.by_edition["released"].dropna()
    rows = rows[(rows["economy"] == economy) & (rows["data_year"] == year) & rows["value"].notna()]
    for row in rows.to_dict("records"):
        name = f"{index} {row['edition']} ({row['code']})"
        yield Other(one.scale * row["value"], name, str(days.get(row["edition"], row["edition"])))


def _stated(dataset: Dataset, code: str, year: int, lang: str) -> Iterator[Other]:
    """Yield what texts state for China of the measure of an official target that the series shows."""
    measures, actuals = dataset.table("target_measures"), dataset.table("target_actuals")
    ours = measures[(measures["indicator_first"] == code) | (measures["indicator_today"] == code)]
    if ours.empty:
        return
    rows = actuals[(actuals["year"] == year) & (actuals["stage"] != _OWN) & actuals["part"].isna()]
    references = dataset.table("target_references").set_index("reference")
    scale = dataset.catalog.indicators[code].scale
    for row in rows.merge(ours[["measure", "factor"]], on="measure").to_dict("records"):
        cited = references.loc[row["cited"].split()[0]]
        published = cited[f"publisher_{written(lang)}"]
        yield Other(scale * row["value"] / row["factor"], published, str(cited["published"]))
