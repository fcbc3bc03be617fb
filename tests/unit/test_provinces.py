"""Provinces: shares, sums and changes computed anew from the rows, and what the gate catches."""

import math
import re
from typing import Any

import pandas as pd
import pytest

from analysis.dataset import Dataset
from analysis.evidence import provinces as found
from data import catalog, contract
from data.schema import TABLES
from data.snapshot import Snapshot
from etl.checks import Report, check_provinces

NAMES = ("provinces", "province_values")
DERIVED = {
    "rd_enterprise_share": ("rd_enterprise_funds", 100.0),
    "rd_basic_share": ("rd_basic", 100.0),
    "rd_staff_per_spending": ("rd_staff", 10_000.0),
}
"""What is over rd_internal, which is in units of 10,000 yuan, and by how much it is multiplied."""
GOT = {
    ("rd_intensity", "CN-BJ", 2023): 6.73,
    ("rd_intensity", "CN", 2013): 2.08,
    ("rd_spending", "CN", 2023): 33357.1,
    ("rd_intensity", "CN-HE", 2022): 2.00,
}


def computed(rows: dict[tuple[str, str, int], float], measure: str, code: str, year: int) -> float:
    """Return a figure from the rows of the table alone."""
    if measure not in DERIVED:
        return rows.get((measure, code, year), math.nan)
    part, times = DERIVED[measure]
    return times * rows.get((part, code, year), math.nan) / rows[("rd_internal", code, year)]


def by_key(table: pd.DataFrame) -> dict[tuple[str, str, int], float]:
    keys = zip(table["measure"], table["province"], table["year"], strict=True)
    return dict(zip(keys, table["value"], strict=True))


def result(dataset: Dataset, **values: str) -> found.Provinces:
    return found.PROVINCES.result(dataset, found.Choice.read(dataset, values))


def test_values_changes_and_places_follow_from_the_rows(dataset: Dataset) -> None:
    rows = by_key(dataset.table("province_values"))
    assert {key: rows[key] for key in GOT} == GOT
    for measure in found.measures(dataset):
        for year in (2013, 2021, 2022):
            frame = result(dataset, measure=measure, year=str(year)).frame
            assert len(frame) == 32
            own = {one: computed(rows, measure, one, year) for one in frame["province"] if one != "CN"}
            for row in frame.to_dict("records"):
                now, then = (computed(rows, measure, row["province"], one) for one in (year, 2012))
                change = 100 * (now / then - 1) if measure in ("rd_spending", "sci_papers") else now - then
                assert row["value"] == pytest.approx(now), (measure, row)
                assert row["change"] == pytest.approx(change, nan_ok=True), (measure, row)
                place = 1 + sum(value > now for value in own.values())
                assert pd.isna(row["place_in_country"]) if row["whole"] else row["place_in_country"] == place


def test_the_spread_is_that_of_the_values(dataset: Dataset) -> None:
    rows = by_key(dataset.table("province_values"))
    codes = [str(one) for one in dataset.table("provinces")["province"] if one != "CN"]
    for measure in found.measures(dataset):
        now = result(dataset, measure=measure)
        year = int(now.frame["year"].iloc[0])
        values = {code: computed(rows, measure, code, year) for code in codes}
        order = sorted(values, key=lambda code: -values[code])
        assert (now.highest, now.lowest) == (order[0], order[-1])
        assert now.ratio == pytest.approx(values[order[0]] / values[order[15]])
        assert now.above == sum(value > computed(rows, measure, "CN", year) for value in values.values())
        steps = now.frame.set_index("province")["step"].drop("CN")
        assert (steps.is_monotonic_increasing, *steps.iloc[[0, -1]]) == (True, 1, found.STEPS)
        assert steps.value_counts().between(3, 8).all()  # equal groups, but for their rounded bounds


def test_five_provinces_and_one_over_time_follow_from_the_rows(dataset: Dataset) -> None:
    rows = by_key(dataset.table("province_values"))
    codes = [str(one) for one in dataset.table("provinces")["province"] if one != "CN"]
    for measure in found.measures(dataset):
        choice = found.Choice.read(dataset, {"measure": measure, "province": "CN-SH"})
        for row in found.FIRST_FIVE.result(dataset, choice).to_dict("records"):
            values = {code: rows[(row["measure"], code, row["year"])] for code in codes}
            most = sorted(values, key=lambda code: -values[code])[:5]
            share = 100 * sum(values[code] for code in most) / rows[(row["measure"], "CN", row["year"])]
            assert (row["provinces"].split(), row["share"]) == (most, pytest.approx(share))
        for row in found.COURSE.result(dataset, choice).to_dict("records"):
            assert row["value"] == pytest.approx(computed(rows, measure, "CN-SH", row["year"]))
            assert row["value_whole"] == pytest.approx(computed(rows, measure, "CN", row["year"]))


def test_a_gap_and_a_doubt_stay_what_they_are(dataset: Dataset) -> None:
    frame = result(dataset, measure="rd_enterprise_share").frame
    gap: Any = frame.set_index("province").loc["CN-BJ"]
    assert gap["value"] > 0
    assert pd.isna(gap["value_since"])
    assert pd.isna(gap["change"])
    assert gap["doubt_since"] == "missing"
    first = result(dataset, measure="rd_enterprise_share", year="2012").frame
    assert first["change"].isna().all()
    assert set(first["provinces"]) == {30}
    for measure, year, codes in (
        ("rd_basic_share", "2021", {"CN", "CN-SH"}),
        ("rd_basic_share", "2015", {"CN", "CN-ZJ"}),
        ("rd_intensity", "2020", {"CN-GD"}),
        ("rd_intensity", "2022", {"CN-HE"}),
    ):
        frame = result(dataset, measure=measure, year=year).frame
        assert set(frame.loc[frame["doubt"].notna(), "province"]) == codes


def test_rows_are_in_the_order_and_the_language_asked_for(dataset: Dataset) -> None:
    table = found.PROVINCES
    assert table.rows(dataset, {"sort": "name"}, "en")["province_name"].iloc[[0, -1]].tolist() == [
        "Anhui",
        "Zhejiang",
    ]
    rows = table.rows(dataset, {"sort": "change"}, "zh")
    assert (rows["province_name"].iloc[0], rows["change_unit"].iloc[0]) == ("广东", "个百分点")
    assert rows["change"].is_monotonic_decreasing
    for column in ("publisher", "licence", "vintage", "snapshot"):
        assert rows[column].ne("").all()
    odd = found.Choice.read(
        dataset, {"measure": "rd_staff", "year": "1999", "province": "DE-BY", "sort": "x"}
    )
    assert odd == found.Choice("rd_intensity", 2023, "value", "CN-GD")


def broken(tables: dict[str, pd.DataFrame]) -> list[str]:
    own = {name: tables[name] for name in NAMES}
    found = contract.violations(own, later=set(TABLES))
    return [str(one) for one in found or check_provinces(tables, catalog.load(), Report())]


def held(snapshot: Snapshot) -> dict[str, pd.DataFrame]:
    return {name: snapshot.table(name).copy() for name in (*NAMES, "observations")}


def test_the_tables_keep_the_gate(bundled: Snapshot) -> None:
    assert broken(held(bundled)) == []


def place(rows: pd.DataFrame, measure: str, code: str, year: int) -> Any:
    return rows.query("measure == @measure and province == @code and year == @year").index[0]


def without(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.drop(index=[place(rows, "rd_staff", "CN-QH", 2020)]).reset_index(drop=True)


def off(rows: pd.DataFrame) -> pd.DataFrame:
    rows.loc[place(rows, "sci_papers", "CN-GD", 2020), "value"] += 1000
    return rows


def of_another_unit(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(value=rows["value"].where(rows["measure"] != "rd_spending", rows["value"] * 10_000))


def exchanged(rows: pd.DataFrame) -> pd.DataFrame:
    places = [place(rows, "rd_enterprise_funds", code, 2020) for code in ("CN-BJ", "CN-SH")]
    rows.loc[places, "value"] = rows.loc[places[::-1], "value"].to_numpy()
    return rows


def exchanged_shares(rows: pd.DataFrame) -> pd.DataFrame:
    places = [place(rows, "rd_intensity", code, 2020) for code in ("CN-BJ", "CN-SH")]
    rows.loc[places, "value"] = rows.loc[places[::-1], "value"].to_numpy()
    return rows


def twice(rows: pd.DataFrame) -> pd.DataFrame:
    again = rows[(rows["measure"] == "rd_staff") & (rows["year"] == 2020)]
    return pd.concat([rows, again], ignore_index=True)


def unknown(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(province=rows["province"].replace("CN-GD", "CN-GG"))


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (without, "measure rd_staff, province CN-QH, year 2020, column province: the row is missing"),
        (off, "sci_papers, province CN, year 2020, column value: .* the provinces add up to"),
        (of_another_unit, "rd_spending, province CN-BJ, year 2020, column value: .* its parts add up to"),
        (exchanged, "rd_internal, province CN-SH, year 2020, column value: .* its parts add up to"),
        (exchanged_shares, "rd_intensity, province CN-BJ, year 2020, .*rd_spending over it moves 1.5"),
        (twice, "rd_staff, province CN-BJ, year 2020: this key stands in the table more than once"),
        (unknown, "province CN-GG.*, column province: CN-GG is not in the table provinces"),
    ],
)
def test_a_fault_is_named(bundled: Snapshot, fault: Any, said: str) -> None:
    tables = held(bundled)
    sentences = broken(tables | {NAMES[1]: fault(tables[NAMES[1]])})
    assert any(re.search(said, one) for one in sentences), sentences[:5]
