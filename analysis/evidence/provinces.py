"""Provinces: a measure of each, its place in the country, the share of the first five, and their spread."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.listing import alphabetical
from analysis.query import Query, one_of
from analysis.table import Table, insert_after, joined, terms, with_own
from data.article import CLAIM_YEAR, HERO
from data.languages import in_tables

FIRST_FEW: Final = 5
ALL: Final = "all"
SORTS: Final = ("value", "change", "name")


def measures(dataset: Dataset) -> tuple[str, ...]:
    """Return the measures that can be chosen, in the order of the catalog: held, and named by the article.

    Where it names none they are all that are held; where none is held, as in a pack without provinces, all.
    """
    named = {one.measure for pillar in dataset.catalog.strategy for one in pillar.provinces}
    held = set(dataset.table("province_values")["measure"])
    known = {name: {*(one.of or [name])} for name, one in dataset.catalog.provinces.items()}
    found = tuple(name for name, stored in known.items() if stored <= held)
    return tuple(name for name in found if name in named) or found or tuple(known)


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
            source=[joined(*cells) for cells in both],
        )
    else:
        found = found.assign(value=found["value"] * about.scale)
    found = found[["value", "doubt", "source"]].reset_index()
    return found.assign(whole=found["province"] == dataset.catalog.economies[HERO].iso2)


def _years(dataset: Dataset, before: Mapping[str, Any]) -> list[int]:
    years = {int(year) for year in province_values(dataset, before["measure"])["year"]}
    return sorted(years) or [CLAIM_YEAR]


def _codes(dataset: Dataset, _before: Mapping[str, Any]) -> tuple[str, ...]:
    own = dataset.table("provinces").dropna(subset=["tile_row"])
    return (ALL, *map(str, own["province"]))


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices on provinces: a measure, a year of it, a province to look at, and the order of the rows."""

    measure: str = one_of("measure", lambda dataset, _: measures(dataset))
    year: int = one_of("year", _years, lambda *query: _years(*query)[-1])
    province: str = one_of("province", _codes)
    sort: str = one_of("sort", SORTS)


@dataclass(frozen=True, slots=True)
class Spread:
    """How a measure is spread over the provinces in one year.

    highest, lowest: codes; ratio: the highest value over that of the median province, the one with as many
    above it as below; first: codes of the FIRST_FEW highest; share: what these have of the whole economy, in
    percent, None of a measure that does not add up; above: how many are above the whole economy, of such a
    measure alone.
    """

    year: int
    highest: str
    lowest: str
    ratio: float
    first: tuple[str, ...]
    share: float | None
    above: int


def spread(values: pd.DataFrame, year: int, adds_up: bool) -> Spread | None:
    """Return how a measure (``province_values``) is spread in a year; None where no province has a value."""
    rows = values[(values["year"] == year) & values["value"].notna()]
    whole = rows.loc[rows["whole"], "value"].sum()
    own = rows[~rows["whole"]].set_index("province")["value"].sort_values(ascending=False, kind="stable")
    if own.empty:
        return None
    first = own.head(FIRST_FEW)
    return Spread(
        year=year,
        highest=str(own.index[0]),
        lowest=str(own.index[-1]),
        ratio=float(own.iloc[0] / own.median()),
        first=tuple(map(str, first.index)),
        share=100 * float(first.sum() / whole) if adds_up and whole else None,
        above=0 if adds_up else int((own > whole).sum()),
    )


@dataclass(frozen=True, slots=True)
class Provinces:
    """A measure of provinces in one year beside the year of the claim, or the first one held since.

    frame: province, whole, year, value, place_in_country (1 for the highest value, blank of the whole),
    provinces (how many have a value), since, value_since, change, doubt (of either value), source. change,
    blank of a year that is not after that one, is in percent where provinces add up, else in the unit of the
    measure. now, then: the spread in both years; rose: code of the province with the largest change, blank
    where none is known.
    """

    frame: pd.DataFrame
    now: Spread | None
    then: Spread | None
    rose: str


def provinces(dataset: Dataset, choice: Choice) -> Provinces:
    """Return what is to be said of provinces, in the order chosen; names are in no language yet."""
    values, about = province_values(dataset, choice.measure), dataset.catalog.provinces[choice.measure]
    since = min([choice.year, *(int(year) for year in values["year"] if year >= CLAIM_YEAR)])
    now, then = (values[values["year"] == year] for year in (choice.year, since))
    frame = now.merge(then, how="left", on="province", suffixes=("", "_since"))
    own = frame["value"].mask(frame["whole"])
    step = frame["value"] - frame["value_since"].mask(frame["year"] <= since)
    doubts = zip(frame["doubt"], frame["doubt_since"], strict=True)
    both = zip(frame["source"], frame["source_since"], strict=True)
    frame = frame.assign(
        place_in_country=own.rank(ascending=False, method="min").astype("Int64"),
        provinces=int(own.notna().sum()),
        since=since,
        change=100 * step / frame["value_since"] if about.adds_up else step,
        doubt=pd.Series([joined(*cells) or None for cells in doubts], frame.index, dtype="str"),
        source=[joined(*cells) for cells in both],
    )
    by = choice.sort if choice.sort == "change" else "value"
    columns = ["province", "whole", "year", "value", "place_in_country", "provinces"]
    columns += ["since", "value_since", "change", "doubt", "source"]
    frame = frame.sort_values(by, ascending=False, kind="stable")[columns]
    changes = frame[~frame["whole"]].set_index("province")["change"].dropna()
    return Provinces(
        frame=frame.reset_index(drop=True),
        now=spread(values, choice.year, about.adds_up),
        then=spread(values, since, about.adds_up),
        rose=str(changes.idxmax()) if len(changes) else "",
    )


def rows(found: Provinces, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return a row for each province and the economy as a whole, with names, units and releases."""
    about = dataset.catalog.provinces[choice.measure]
    names = dataset.table("provinces").set_index("province")[f"name_{in_tables(lang)}"]
    frame = found.frame.drop(columns="whole")
    insert_after(frame, "province", "province_name", frame["province"].map(names))
    insert_after(frame, "province_name", "measure", choice.measure)
    insert_after(frame, "measure", "measure_name", about.name.get(lang))
    insert_after(frame, "value", "unit", about.unit.get(lang))
    points = "percentage_points" if about.share_of or about.times != 1 else ""
    change = dataset.catalog.units.get("percent" if about.adds_up else points, about.unit)
    insert_after(frame, "change", "change_unit", change.get(lang))
    if choice.sort == "name":
        order = frame["province_name"].map(alphabetical)
        frame = frame.loc[order.sort_values(kind="stable").index].reset_index(drop=True)
    frame = frame.assign(source=with_own(frame["source"]))
    return terms(frame, dataset, "vintage", "publisher", "licence")


PROVINCES = Table(
    "provinces",
    "research-by-province",
    provinces,
    rows,
    Choice,
    ("measure", "year", "sort"),
    columns={
        "province_name": "text",
        "value": "hundredths",
        "place_in_country": "whole",
        "value_since": "hundredths",
        "change": "+hundredths",
        "doubt": "text",
    },
)
