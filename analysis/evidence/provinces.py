"""Provinces: values of a measure, places in the country, the share of the first five, and the spread."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.normalize import sort_key
from analysis.query import Query, one_of
from analysis.table import Table, insert_after, join_sources, with_own_calculation, with_terms
from data.article import CLAIM_YEAR, FOCUS
from data.languages import in_tables

FIRST_PROVINCES: Final = 5
STEPS: Final = 6  # of the colour
DECIMALS: Final = 9  # of computed values; beyond lies the noise of floating-point arithmetic
SORTS: Final = ("value", "change", "name")


def measures(dataset: Dataset) -> tuple[str, ...]:
    """Return the measures with data that the article names, or else all with data, in catalog order."""
    named = {entry.measure for pillar in dataset.catalog.strategy for entry in pillar.provinces}
    present = set(dataset.table("province_values")["measure"])
    entries = dataset.catalog.provinces.items()
    with_data = tuple(name for name, entry in entries if {*(entry.of or [name])} <= present)
    return tuple(name for name in with_data if name in named) or with_data


@cached
def province_values(dataset: Dataset, measure: str) -> pd.DataFrame:
    """Return a measure of all provinces and of the whole economy, in its unit, in all years.

    Columns: province, year, value (NaN if it, or a part of a ratio, is missing), doubt (of the value, or of a
    part), source (releases joined by a space), whole (whether the row is the economy as a whole).
    """
    table = dataset.table("province_values").set_index(["province", "year"])
    entry = dataset.catalog.provinces[measure]
    rows = table[table["measure"] == (entry.of or [measure])[0]].drop(columns="measure")
    if entry.of:
        divisor = table[table["measure"] == entry.of[1]]
        rows = rows.merge(divisor, on=["province", "year"], suffixes=("", "_over"))
        scales = [dataset.catalog.provinces[part].scale for part in entry.of]
        ratio = rows["value"] * scales[0] / (rows["value_over"] * scales[1])
        sources = zip(rows["source"], rows["source_over"], strict=True)
        rows = rows.assign(
            value=entry.times * ratio,
            doubt=rows["doubt"].fillna(rows["doubt_over"]),
            source=[join_sources(*pair) for pair in sources],
        )
    else:
        rows = rows.assign(value=rows["value"] * entry.scale)
    rows = rows[["value", "doubt", "source"]].reset_index()
    return rows.assign(whole=rows["province"] == dataset.catalog.economies[FOCUS].iso2)


@cached
def compare_with_country(dataset: Dataset, measure: str, year: int) -> pd.DataFrame:
    """Return a measure in one year and its change since CLAIM_YEAR, or since the first later year with data.

    Columns: province, whole, year, value, place_in_country (1 for the highest value, blank for the whole),
    provinces (how many have a value), since, value_since, change (in percent if provinces add up, else in the
    unit of the measure; blank unless year is after since), doubt, doubt_since, source.
    """
    values, entry = province_values(dataset, measure), dataset.catalog.provinces[measure]
    since = min([year, *(int(start) for start in values["year"] if start >= CLAIM_YEAR)])
    now, then = values[values["year"] == year], values[values["year"] == since]
    frame = now.merge(then, how="left", on=["province", "whole"], suffixes=("", "_since"))
    of_provinces = frame["value"].mask(frame["whole"])
    difference = frame["value"] - frame["value_since"].mask(frame["year"] <= since)
    change = 100 * difference / frame["value_since"] if entry.adds_up else difference
    sources = zip(frame["source"], frame["source_since"], strict=True)
    frame = frame.assign(
        place_in_country=of_provinces.rank(ascending=False, method="min").astype("Int64"),
        provinces=int(of_provinces.notna().sum()),
        since=since,
        change=change.round(DECIMALS),
        source=[join_sources(*pair) for pair in sources],
    )
    columns = ["province", "whole", "year", "value", "place_in_country", "provinces"]
    return frame[[*columns, "since", "value_since", "change", "doubt", "doubt_since", "source"]]


def largest_gain(frame: pd.DataFrame) -> str:
    """Return the province with the largest change in ``compare_with_country``, "" if none is known."""
    changes = frame[~frame["whole"]].set_index("province")["change"].dropna()
    return str(changes.idxmax()) if len(changes) else ""


def _years(dataset: Dataset, before: Mapping[str, Any]) -> list[int]:
    return sorted({int(year) for year in province_values(dataset, before["measure"])["year"]})


def province_codes(dataset: Dataset) -> tuple[str, ...]:
    """Return the codes of all provinces, without the economy as a whole."""
    rows = dataset.table("provinces").dropna(subset=["tile_row"])  # the whole has no tile
    return tuple(map(str, rows["province"]))


def _default_province(dataset: Dataset, before: Mapping[str, Any]) -> str:
    newest = compare_with_country(dataset, before["measure"], _years(dataset, before)[-1])
    return largest_gain(newest) or province_codes(dataset)[0]


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices on the page Provinces.

    province: the one whose course is drawn, by default the one with the largest gain up to the newest year.
    """

    measure: str = one_of("measure", lambda dataset, _: measures(dataset))
    year: int = one_of("year", _years, lambda *query: _years(*query)[-1])
    sort: str = one_of("sort", SORTS)
    province: str = one_of("province", lambda dataset, _: province_codes(dataset), _default_province)


@dataclass(frozen=True, slots=True)
class Provinces:
    """A measure of provinces in one year, with key figures.

    frame: ``compare_with_country`` with the column step (of the colour, 1 for the highest to STEPS), in the
    chosen order. highest, lowest, rose: codes; rose is "" if no change is known. ratio: highest value over
    the median; above: how many provinces are above the whole economy. bounds: lowest value of each step but
    the last, the same in all years.
    """

    frame: pd.DataFrame
    highest: str
    lowest: str
    rose: str
    ratio: float
    above: int
    bounds: tuple[float, ...]


def provinces(dataset: Dataset, choice: Choice) -> Provinces:
    """Return the provinces in the chosen year.

    The bounds of the colour steps are quantiles of the newest year, with two significant digits.
    """
    frame = compare_with_country(dataset, choice.measure, choice.year)
    values = province_values(dataset, choice.measure)
    newest = values[~values["whole"] & (values["year"] == values["year"].max())]
    quantiles = newest["value"].quantile([1 - step / STEPS for step in range(1, STEPS)])
    bounds = tuple(float(f"{quantile:.2g}") for quantile in quantiles)
    step = pd.Series(1, frame.index, dtype="Int64").mask(frame["whole"] | frame["value"].isna())
    for bound in bounds:
        step += (frame["value"] < bound).astype("Int64")
    frame = frame.assign(step=step)
    by = choice.sort if choice.sort == "change" else "value"
    frame = frame.sort_values(by, ascending=False, kind="stable").reset_index(drop=True)
    of_provinces = frame[~frame["whole"]].set_index("province")["value"].dropna()
    return Provinces(
        frame=frame,
        highest=str(of_provinces.idxmax()),
        lowest=str(of_provinces.idxmin()),
        rose=largest_gain(frame),
        ratio=float(of_provinces.max() / of_provinces.median()),
        above=int((of_provinces > frame.loc[frame["whole"], "value"].sum()).sum()),
        bounds=bounds,
    )


def rows(result: Provinces, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return one row for each province and the economy as a whole, with names, units and releases."""
    entry = dataset.catalog.provinces[choice.measure]
    frame = _add_names_and_terms(result.frame.drop(columns="whole"), dataset, choice.measure, lang)
    points = "percentage_points" if entry.percent else ""
    change = dataset.catalog.units.get("percent" if entry.adds_up else points, entry.unit)
    insert_after(frame, "change", "change_unit", change.get(lang))
    if choice.sort == "name":
        order = frame["province_name"].map(sort_key)
        frame = frame.loc[order.sort_values(kind="stable").index].reset_index(drop=True)
    return frame


def _add_names_and_terms(frame: pd.DataFrame, dataset: Dataset, measure: str, lang: str) -> pd.DataFrame:
    entry = dataset.catalog.provinces[measure]
    insert_after(frame, "province", "province_name", frame["province"].map(province_names(dataset, lang)))
    insert_after(frame, "province_name", "measure", measure)
    insert_after(frame, "measure", "measure_name", entry.name.get(lang))
    insert_after(frame, "value", "unit", entry.unit.get(lang))
    frame = frame.assign(source=with_own_calculation(frame["source"]))
    return with_terms(frame, dataset, "vintage", "publisher", "licence")


def province_names(dataset: Dataset, lang: str) -> dict[str, str]:
    """Return the names of provinces and of the economy as a whole, by code."""
    table = dataset.table("provinces")
    return dict(zip(table["province"], table[f"name_{in_tables(lang)}"], strict=True))


def course(dataset: Dataset, choice: Choice) -> pd.DataFrame:
    """Return a measure of the chosen province in all years.

    Columns: those of ``compare_with_country`` except whole, and value_whole (of the economy as a whole).
    """
    years = _years(dataset, {"measure": choice.measure})
    parts = [compare_with_country(dataset, choice.measure, year) for year in years]
    frame = pd.concat(parts, ignore_index=True)
    whole = frame[frame["whole"]].set_index("year")["value"]
    rows = frame[frame["province"] == choice.province].drop(columns="whole").reset_index(drop=True)
    insert_after(rows, "value", "value_whole", rows["year"].map(whole))
    return rows


def course_rows(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return one row for each year, with names, units and releases."""
    return _add_names_and_terms(frame.copy(), dataset, choice.measure, lang)


def amount_measure(dataset: Dataset, measure: str) -> str:
    """Return the measure itself if provinces add up, or else the amount that it is a share or ratio of."""
    entry = dataset.catalog.provinces[measure]
    return entry.share_of or (entry.of or (measure,))[0]


def share_of_first(dataset: Dataset, choice: Choice) -> pd.DataFrame:
    """Return the share of the FIRST_PROVINCES with the largest amounts, year by year.

    Columns: measure (the amount), year, provinces (codes joined by a space, largest first), value (their
    sum), value_whole, share (in percent), source. Years in which a province has no value are left out.
    """
    measure = amount_measure(dataset, choice.measure)
    records = []
    for year, rows in province_values(dataset, measure).groupby("year"):
        of_provinces = rows[~rows["whole"]].set_index("province")["value"]
        if of_provinces.notna().all():
            first = of_provinces.nlargest(FIRST_PROVINCES)
            value, whole = round(float(first.sum()), DECIMALS), float(rows.loc[rows["whole"], "value"].sum())
            codes, share = " ".join(map(str, first.index)), round(100 * value / whole, DECIMALS)
            records.append([measure, year, codes, value, whole, share, join_sources(*rows["source"])])
    columns = ["measure", "year", "provinces", "value", "value_whole", "share", "source"]
    return pd.DataFrame(records, columns=columns)


def share_of_first_rows(frame: pd.DataFrame, dataset: Dataset, _choice: Choice, lang: str) -> pd.DataFrame:
    """Return one row for each year, with names, units and releases."""
    entries = [dataset.catalog.provinces[measure] for measure in frame["measure"]]
    names, frame = province_names(dataset, lang), frame.copy()
    lists = [", ".join(names[code] for code in codes.split()) for codes in frame["provinces"]]
    insert_after(frame, "measure", "measure_name", [entry.name.get(lang) for entry in entries])
    insert_after(frame, "provinces", "province_names", lists)
    insert_after(frame, "value", "unit", [entry.unit.get(lang) for entry in entries])
    frame = frame.assign(source=with_own_calculation(frame["source"]))
    return with_terms(frame, dataset, "vintage", "publisher", "licence")


PROVINCES = Table(
    "provinces",
    "research-by-province",
    provinces,
    rows,
    Choice,
    ("measure", "year", "sort"),
    columns={
        "province_name": "text",
        "value_since": "hundredths",
        "value": "hundredths",
        "change": "+hundredths",
    },
)
COURSE = Table(
    "province-course",
    "research-of-a-province",
    course,
    course_rows,
    Choice,
    ("measure", "province"),
    columns={
        "year": "text",
        "value": "hundredths",
        "value_whole": "hundredths",
        "place_in_country": "whole",
        "doubt": "text",
    },
    newest="year",
)
FIRST_FIVE = Table(
    "provinces-first-five",
    "research-of-five-provinces",
    share_of_first,
    share_of_first_rows,
    Choice,
    ("measure",),
    columns={"year": "text", "share": "share", "province_names": "text"},
    newest="year",
)
