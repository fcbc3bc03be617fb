"""The publisher's five workbooks give the bundled table, and it has every figure collected of before 2021.

Neither is part of the repository: GII_WORKBOOKS names the folder of the workbooks, beside facts/gii_detail.
"""

import os
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pytest

from data.snapshot import Snapshot, open_snapshot
from etl import pipeline
from etl.assembly import assemble, parts_of
from etl.cli_context import Progress, Request, catalog
from etl.release import Task
from etl.sources import gii_live

pytestmark = pytest.mark.workbooks
FILES = {
    2021: "wipo_pub_2000-tech1.xlsx",
    **{edition: f"wipo-pub-2000-{edition}-tech1.xlsx" for edition in (2022, 2023, 2024, 2025)},
}


WORKBOOKS: Final = Path(os.environ.get("GII_WORKBOOKS") or "nowhere")


def find_file(folder: Path, name: str) -> Path:
    """Return a file beside the repository; skip the test without its folder, fail without the file."""
    if not folder.is_dir():
        pytest.skip(f"GII_WORKBOOKS does not lead to a folder with {name}")
    if not (path := folder / name).is_file():
        pytest.fail(f"{name} is missing in {folder}")
    return path


def content(edition: int) -> bytes:
    return find_file(WORKBOOKS, FILES[edition]).read_bytes()


def checked(bundled: Snapshot) -> str:
    """Return the day on which the bundled editions were checked; other sources may be younger."""
    sources = bundled.table("sources")
    return str(sources.loc[sources["family"] == gii_live.FAMILY, "checked"].max())[:10]


# The newest one goes all the way: a refresh with it on that day gives the pinned snapshot, to the byte: it is
# the bundled one as of that day.
@pytest.mark.parametrize("edition", list(FILES)[:-1])
def test_a_workbook_gives_exactly_the_bundled_table(bundled: Snapshot, edition: int, tmp_path: Path) -> None:
    path = tmp_path / "download.xlsx"
    path.write_bytes(content(edition))
    task = Task(catalog(), gii_live.FAMILY, checked(bundled), bundled.tables(), lambda _: None)
    release = gii_live.from_file(path, task)
    assert release.vintage == str(edition)
    given = gii_live.parse(release, task)
    parts = parts_of(bundled.tables()).with_content(given, given.gives)
    for name, frame in assemble(parts, catalog(), bundled.table("gii_intervals")).items():
        pd.testing.assert_frame_equal(frame, bundled.table(name), check_exact=True)


def test_a_refresh_with_a_workbook_gives_the_bundled_snapshot(
    tmp_path: Path, bundled: Snapshot, pinned: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.pipeline.today", lambda: checked(bundled))
    path = tmp_path / FILES[2025]
    path.write_bytes(content(2025))
    request = Request(("gii",), file=path)
    outcome = pipeline.refresh(request, tmp_path / "data", Progress(quiet=True))
    assert outcome.exit_code == 0, outcome.results
    assert outcome.snapshot is not None
    given = open_snapshot(tmp_path / "data" / "versions" / outcome.snapshot).tables()
    # The pinned snapshot still holds estimates of missing data, and a check of them.
    for name, frame in pinned.tables().items():
        if name == "validation":
            continue
        expected = frame[frame["kind"] != "imputed"] if name == "gii_intervals" else frame
        pd.testing.assert_frame_equal(given[name], expected.reset_index(drop=True), check_exact=True)


# --- the editions before 2021, cell by cell -----------------------------------------------------------------

KEY: Final = ["edition", "economy", "code"]
LEFT_OUT: Final = {(2018, "AUS"): 70, (2018, "USA"): 70}
"""Indicators of 2018, of one copy alone and of no other economy: the only cells that are left out."""
OWN_MEAN: Final = "mean of pillars printed with one decimal (error to 0.05)"
"""The doubt that score_source has in place of doubt: our mean, with more decimals than the collected one."""


def collected(name: str) -> pd.DataFrame:
    path = find_file(WORKBOOKS.parent / "facts" / "gii_detail", name)
    return pd.read_csv(path, keep_default_na=False, na_values=[""]).rename(columns={"iso3": "economy"})


def beside(given: pd.DataFrame, bundled: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the snapshot with the keys of the collected ones, in their order."""
    return bundled.set_index(KEY).reindex(pd.MultiIndex.from_frame(given[KEY]))


def differing(given: pd.Series, there: pd.Series) -> list[Any]:
    """Return the keys of the collected figures that the snapshot has not, or has another of."""
    figures = pd.Series(given.to_numpy("float64"), index=there.index)
    return list(there.index[figures.notna() & (figures != there.astype("float64"))])


def test_every_collected_score_rank_and_value_is_in_the_snapshot(bundled: Snapshot) -> None:
    cells = collected("detail_2011_2020.csv")
    there = beside(cells, bundled.table("gii_scores"))
    absent = there[["score_source", "rank_source", "rank_low"]].isna().all(axis=1).to_numpy()
    absent = absent & cells[["score", "rank"]].notna().any(axis=1).to_numpy()
    assert cells[absent].groupby(["edition", "economy"]).size().to_dict() == LEFT_OUT
    assert set(cells[absent]["level"]) == {"indicator"}
    cells, there = cells[~absent], there[~absent]
    own = (there["score_source"] == "derived_mean_of_pillars").to_numpy()
    for column in ("rank", "value", "rank_low", "rank_high"):
        assert differing(cells[column], there[column]) == [], column
    assert differing(cells[~own]["score"], there[~own]["score"]) == []
    apart = (cells[own]["score"].to_numpy() - there[own]["score"].to_numpy("float64")).round(9)
    assert (abs(apart) <= 0.05).all()
    assert not (there["score"].notna().to_numpy() & cells["score"].isna().to_numpy()).any()
    doubted = there["doubt"].notna().to_numpy() | (cells["doubt"] == OWN_MEAN).to_numpy() & own
    assert list(there.index[doubted != cells["doubt"].notna().to_numpy()]) == []


def test_every_collected_rank_of_the_first_editions_is_in_the_snapshot(bundled: Snapshot) -> None:
    ranks = collected("ranks_2008_2010.csv").assign(code="GII").replace({"edition": {2008: 2007}})
    assert len(ranks) == 340
    assert differing(ranks["rank"], beside(ranks, bundled.table("gii_scores"))["rank"]) == []


def test_every_collected_weight_and_concept_is_in_the_snapshot(bundled: Snapshot) -> None:
    parts = collected("structure_2011_2018_2020.csv")
    merged = parts.merge(bundled.table("gii_structure"), on=["edition", "code"], suffixes=("", "_there"))
    assert len(merged) == len(parts) == 929
    for column in ("name", "level", "parent", "weight", "concept"):
        given, there = merged[column], merged[f"{column}_there"]
        if column == "concept":  # those without one have a concept of their own here
            given, there = given[given.notna()], there[given.notna()]
        same = (given == there) | (given.isna() & there.isna())
        assert merged[~same.reindex(merged.index, fill_value=True)][["edition", "code"]].empty, column
