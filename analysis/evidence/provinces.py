"""Provinces: a measure of each, its place in the country, the share of the first five, and their spread."""

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

FIRST_FEW: Final = 5
STEPS: Final = 6
DECIMALS: Final = 9
"""What is computed is kept to so many: below lies the machine's own arithmetic."""
SORTS: Final = ("value", "change", "name")


def measures(dataset: Dataset) -> tuple[str, ...]:
    """Return the measures that can be chosen, in the order of the catalog: held, and named by the article.

    Where it names none they are all that are held.
    """
    named = {one.measure for pillar in dataset.catalog.strategy for one in pillar.provinces}
    present = set(dataset.table("province_values")["measure"])
    known = dataset.catalog.provinces.items()
    found = tuple(name for name, one in known if {*(one.of or [name])} <= present)
    return tuple(name for name in found if name in named) or found


@cached
def province_values(dataset: Dataset, measure: str) -> pd.DataFrame:
    """Return a measure of all provinces and of the whole economy, in its unit, every year.

    Columns: province, year, value (NaN where it, or a part of it, is missing), doubt (of the value, else of a
    part of it), source (releases joined by a space), whole (of the economy as a whole).
    """
    rows = dataset.table("province_values").set_index(["province", "year"])
    about = dataset.catalog.provinces[measure]
    found = rows[rows["measure"] == (about.of or [measure])[0]].drop(columns="measure")
    if about.of:
        over = rows[rows["measure"] == about.of[1]]
        found = found.merge(over, on=["province", "year"], suffixes=("", "_over"))
        scales = [dataset.catalog.provinces[one].scale for one in about.of]
        ratio = found["value"] * scales[0] / (found["value_over"] * scales[1])
        both = zip(found["source"], found["source_over"], strict=True)
        found = found.assign(
            value=about.times * ratio,
            doubt=found["doubt"].fillna(found["doubt_over"]),
            source=[join_sources(*cells) for cells in both],
        )
    else:
        found = found.assign(value=found["value"] * about.scale)
    found = found[["value", "doubt", "source"]].reset_index()
    return found.assign(whole=found["province"] == dataset.catalog.economies[FOCUS].iso2)


@cached
def compare_with_country(dataset: Dataset, measure: str, year: int) -> pd.DataFrame:
    """Return a measure in one year beside the year of the claim, or the first one held since.

    Columns: province, whole, year, value, place_in_country (1 for the highest value, blank of the whole),
    provinces (how many have a value), since, value_since, change, doubt, doubt_since, source. change is blank
    of a year that is not after that one; it is in percent where provinces add up, else in the measure's unit.
    """
    values, about = province_values(dataset, measure), dataset.catalog.provinces[measure]
    since = min([year, *(int(one) for one in values["year"] if one >= CLAIM_YEAR)])
    now, then = (values[values["year"] == one] for one in (year, since))
    frame = now.merge(then, how="left", on=["province", "whole"], suffixes=("", "_since"))
    own = frame["value"].mask(frame["whole"])
    step = frame["value"] - frame["value_since"].mask(frame["year"] <= since)
    both = zip(frame["source"], frame["source_since"], strict=True)
    frame = frame.assign(
        place_in_country=own.rank(ascending=False, method="min").astype("Int64"),
        provinces=int(own.notna().sum()),
        since=since,
        change=(100 * step / frame["value_since"] if about.adds_up else step).round(DECIMALS),
        source=[join_sources(*cells) for cells in both],
    )
    columns = ["province", "whole", "year", "value", "place_in_country", "provinces"]
    return frame[[*columns, "since", "value_since", "change", "doubt", "doubt_since", "source"]]


def largest_gain(frame: pd.DataFrame) -> str:
    """Return the province with the largest change (``compared``), blank where none is known."""
    changes = frame[~frame["whole"]].set_index("province")["change"].dropna()
    return str(changes.idxmax()) if len(changes) else ""


def _years(dataset: Dataset, before: Mapping[str, Any]) -> list[int]:
    return sorted({int(year) for year in province_values(dataset, before["measure"])["year"]})


def province_codes(dataset: Dataset) -> tuple[str, ...]:
    """Return the provinces; the economy as a whole has no place on the map."""
    own = dataset.table("provinces").dropna(subset=["tile_row"])
    return tuple(map(str, own["province"]))


def _usual(dataset: Dataset, before: Mapping[str, Any]) -> str:
    newest = compare_with_country(dataset, before["measure"], _years(dataset, before)[-1])
    return largest_gain(newest) or province_codes(dataset)[0]


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices on provinces: a measure, a year of it, the order of the rows, and one to see over time.

    Where no province is named it is the one that rose most until the newest year.
    """

    measure: str = one_of("measure", lambda dataset, _: measures(dataset))
    year: int = one_of("year", _years, lambda *query: _years(*query)[-1])
    sort: str = one_of("sort", SORTS)
    province: str = one_of("province", lambda dataset, _: province_codes(dataset), _usual)


@dataclass(frozen=True, slots=True)
class Provinces:
    """A measure of provinces in one year, and what is to be said of it.

    frame: see ``compared``, with the step of the colour (1 for the highest to STEPS), in the order chosen.
    highest, lowest, rose: codes; rose is blank where no change is known. ratio: the highest value over that
    of the median province, the one with as many above it as below; above: how many are above the whole
    economy. bounds: the least value of each step but the last, the same in all years.
    """

    frame: pd.DataFrame
    highest: str
    lowest: str
    rose: str
    ratio: float
    above: int
    bounds: tuple[float, ...]


def provinces(dataset: Dataset, choice: Choice) -> Provinces:
    """Return what is to be said of provinces; names are in no language yet.

    Bounds of the steps part the provinces of the newest year into groups of equal size, and have two digits.
    """
    frame, values = (
        compare_with_country(dataset, choice.measure, choice.year),
        province_values(dataset, choice.measure),
    )
    newest = values[~values["whole"] & (values["year"] == values["year"].max())]
    parts = newest["value"].quantile([1 - step / STEPS for step in range(1, STEPS)])
    bounds = tuple(float(f"{one:.2g}") for one in parts)
    step = pd.Series(1, frame.index, dtype="Int64").mask(frame["whole"] | frame["value"].isna())
    for bound in bounds:
        step += (frame["value"] < bound).astype("Int64")
    frame = frame.assign(step=step)
    by = choice.sort if choice.sort == "change" else "value"
    frame = frame.sort_values(by, ascending=False, kind="stable").reset_index(drop=True)
    own = frame[~frame["whole"]].set_index("province")["value"].dropna()
    return Provinces(
        frame=frame,
        highest=str(own.idxmax()),
        lowest=str(own.idxmin()),
        rose=largest_gain(frame),
        ratio=float(own.max() / own.median()),
        above=int((own > frame.loc[frame["whole"], "value"].sum()).sum()),
        bounds=bounds,
    )


def rows(found: Provinces, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return a row for each province and the economy as a whole, with names, units and releases."""
    about = dataset.catalog.provinces[choice.measure]
    frame = _named(found.frame.drop(columns="whole"), dataset, choice.measure, lang)
    points = "percentage_points" if about.percent else ""
    change = dataset.catalog.units.get("percent" if about.adds_up else points, about.unit)
    insert_after(frame, "change", "change_unit", change.get(lang))
    if choice.sort == "name":
        order = frame["province_name"].map(sort_key)
        frame = frame.loc[order.sort_values(kind="stable").index].reset_index(drop=True)
    return frame


def _named(frame: pd.DataFrame, dataset: Dataset, measure: str, lang: str) -> pd.DataFrame:
    """Return rows of a measure with its name, its unit, those of provinces, and releases."""
    about = dataset.catalog.provinces[measure]
    insert_after(frame, "province", "province_name", frame["province"].map(province_names(dataset, lang)))
    insert_after(frame, "province_name", "measure", measure)
    insert_after(frame, "measure", "measure_name", about.name.get(lang))
    insert_after(frame, "value", "unit", about.unit.get(lang))
    frame = frame.assign(source=with_own_calculation(frame["source"]))
    return with_terms(frame, dataset, "vintage", "publisher", "licence")


def province_names(dataset: Dataset, lang: str) -> dict[str, str]:
    """Return the names of provinces and of the economy as a whole, by code."""
    own = dataset.table("provinces")
    return dict(zip(own["province"], own[f"name_{in_tables(lang)}"], strict=True))


def course(dataset: Dataset, choice: Choice) -> pd.DataFrame:
    """Return a measure of the province chosen in every year.

    Columns: those of ``compared`` but whole, and value_whole, that of the economy as a whole.
    """
    years = [
        compare_with_country(dataset, choice.measure, year)
        for year in _years(dataset, {"measure": choice.measure})
    ]
    every = pd.concat(years, ignore_index=True)
    whole = every[every["whole"]].set_index("year")["value"]
    own = every[every["province"] == choice.province].drop(columns="whole").reset_index(drop=True)
    insert_after(own, "value", "value_whole", own["year"].map(whole))
    return own


def course_rows(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return a row for each year, with names, units and releases."""
    return _named(frame.copy(), dataset, choice.measure, lang)


def format_amount(dataset: Dataset, measure: str) -> str:
    """Return the measure itself where provinces add up, else the amount that it is a share of or made of."""
    about = dataset.catalog.provinces[measure]
    return about.share_of or (about.of or (measure,))[0]


def share_of_first(dataset: Dataset, choice: Choice) -> pd.DataFrame:
    """Return how much of an amount the FIRST_FEW provinces have, each year those with most.

    Columns: measure (the amount), year, provinces (codes joined by a space, the one with most first), value
    (of the few), value_whole, share (in percent), source. A year in which a province has no value has no row.
    """
    measure = format_amount(dataset, choice.measure)
    found = []
    for year, rows in province_values(dataset, measure).groupby("year"):
        own = rows[~rows["whole"]].set_index("province")["value"]
        first, whole = own.nlargest(FIRST_FEW), float(rows.loc[rows["whole"], "value"].sum())
        if own.notna().all():
            value, few = round(float(first.sum()), DECIMALS), " ".join(map(str, first.index))
            cells = [measure, year, few, value, whole, round(100 * value / whole, DECIMALS)]
            found.append([*cells, join_sources(*rows["source"])])
    columns = ["measure", "year", "provinces", "value", "value_whole", "share", "source"]
    return pd.DataFrame(found, columns=columns)


def share_of_first_rows(frame: pd.DataFrame, dataset: Dataset, _choice: Choice, lang: str) -> pd.DataFrame:
    """Return a row for each year, with names, units and releases."""
    about = [dataset.catalog.provinces[measure] for measure in frame["measure"]]
    names, frame = province_names(dataset, lang), frame.copy()
    named = [", ".join(names[one] for one in cell.split()) for cell in frame["provinces"]]
    insert_after(frame, "measure", "measure_name", [one.name.get(lang) for one in about])
    insert_after(frame, "provinces", "province_names", named)
    insert_after(frame, "value", "unit", [one.unit.get(lang) for one in about])
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
