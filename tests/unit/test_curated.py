"""The hand-kept tables, and what is promised about the observations made of them."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from data.snapshot import Snapshot
from etl.cli_context import catalog
from etl.errors import OWN_FILE_ADVICE, BadFile
from etl.release import Content
from etl.sources import curated, gii
from tests.unit import gii_books as books


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hand-kept tables without the long ones."""
    folder = tmp_path_factory.mktemp("curated")
    for path in curated.FOLDER.glob("*.csv"):
        if path.stat().st_size < 600_000:
            shutil.copy(path, folder)
    head = (curated.FOLDER / "gii_2007_2020.csv").read_text(encoding="utf-8").splitlines()[:50]
    (folder / "gii_2007_2020.csv").write_text("\n".join(head) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def folder(copied: Path, tmp_path: Path) -> Path:
    return shutil.copytree(copied, tmp_path / "curated")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_slip_of_the_hand_is_named(folder: Path) -> None:
    scores, books_of = "gii_2007_2020.csv", "nbs_yearbook.csv"
    for file, old, new, said in (
        (books_of, "indicator,economy,year", "indicator,economy,yr", "must have the columns indicator,"),
        (books_of, ",2011,", ",twenty,", "column year: 'twenty' is not of type integer"),
        (books_of, ",2011,", ",2011.5,", "column year: '2011.5' is not of type integer"),
        (scores, "2007,CHN,GII,,29", "2007,CHN,GII,,4294967325", "'4294967325' is not of type"),
        (scores, "2007,CHN,GII,,29", "2007,CHN,GII,best,29", "line 19, column score: 'best'"),
        ("gii_structure_2007_2020.csv", "edition,code", "year,code", "must have the columns edition,"),
    ):
        whole = (folder / file).read_bytes()
        edit(folder / file, old, new)
        with pytest.raises(BadFile, match=f"^data/curated/{file}.*{said}") as caught:
            curated.read_parts(folder)
        assert caught.value.advice == OWN_FILE_ADVICE
        (folder / file).write_bytes(whole)
    for content in (None, b"\xff\xfe\x00"):
        (folder / "releases.csv").unlink(missing_ok=True)
        if content:
            (folder / "releases.csv").write_bytes(content)
        with pytest.raises(BadFile, match=r"releases\.csv cannot be read"):
            curated.read_parts(folder)


def test_a_workbook_is_kept_and_read_again(folder: Path) -> None:
    parsed, row = gii.parse(books.save(books.small())), curated.read_releases(folder).head(1)
    for source in ("wipo_explorer_2026", "wipo_tech1_2026"):  # the ranking alone comes first
        content = Content(
            row=row.assign(source=source),
            scores=parsed.scores,
            structure=parsed.structure,
            context=parsed.context,
            edition=2026,
        )
        curated.keep(content, content.gives, folder)
        parts = curated.read_parts(folder)
        held = parts.scores[parts.scores["edition"] == 2026].reset_index(drop=True)
        pd.testing.assert_frame_equal(held[parsed.scores.columns], parsed.scores)
        assert set(held["score_source"]) == {source}
    context = parts.context[parts.context["edition"] == 2026].reset_index(drop=True)
    pd.testing.assert_frame_equal(context[parsed.context.columns], parsed.context)
    assert set(context["source"]) == {"wipo_tech1_2026"}


def test_a_release_is_added_once(folder: Path) -> None:
    row = (
        curated.read_releases(folder).head(1).assign(source="wipo_tech1_2026", title="GII 2026 data workbook")
    )
    curated.keep_release(row, folder)
    curated.keep_release(row.assign(title="GII 2026, revised"), folder)
    held = curated.read_releases(folder)
    assert held["source"].is_monotonic_increasing
    assert held.loc[held["source"] == "wipo_tech1_2026", "title"].tolist() == ["GII 2026, revised"]


def test_no_series_joins_two_releases_silently(bundled: Snapshot) -> None:
    """Each value names its release; an older release is used only for the years before the newer begins."""
    observations = bundled.table("observations")
    wdi = observations[observations["source"].str.startswith("wdi_")]
    for _, rows in wdi.groupby("indicator"):
        spans = rows.groupby("source")["year"].agg(["min", "max"]).sort_values("min")
        assert (spans["max"].to_numpy()[:-1] < spans["min"].to_numpy()[1:]).all()
        if len(spans) > 1:
            assert spans.index[0] == "wdi_2021_09_15"
    joined = wdi.groupby("indicator")["vintage"].nunique()
    assert set(joined[joined > 1].index) == {
        *("BM.GSR.ROYL.CD", "BX.GSR.ROYL.CD", "IP.JRN.ARTC.SC", "IP.PAT.NRES", "SP.POP.TECH.RD.P6")
    }


def test_rankings_of_third_parties_are_not_redistributed(bundled: Snapshot) -> None:
    """China's ranks are cited one by one; a second economy would begin to pass their tables on."""
    assert set(bundled.table("other_rankings")["economy"]) == {"CHN"}
    proprietary = re.compile(r"bloomberg|imd|network readiness|competitiveness", re.IGNORECASE)
    sources = bundled.table("sources")
    named = set(sources.loc[sources["title"].str.contains(proprietary), "source"])
    assert named
    for name, frame in bundled.tables().items():
        if name not in ("other_rankings", "sources", "claim_figures"):  # a claim may rest on a cited rank
            for column in frame.columns[frame.columns.str.endswith("source")]:
                assert not named & set(frame[column].dropna()), name


def test_every_source_says_where_it_was_read_and_when(bundled: Snapshot) -> None:
    sources = bundled.table("sources")
    own = sources["family"] == "own_calculation"
    assert sources.loc[~own, "provenance"].notna().all()
    assert set(sources["checked"]) == {"2026-11-24", "2026-12-01"}
    vague = sources["note"].fillna("") + sources["provenance"].fillna("")
    assert not vague.str.contains(r"as above|same repository|indicators_long", regex=True).any()


def test_the_catalog_knows_the_series_that_are_held_and_from_whom(bundled: Snapshot) -> None:
    observations = bundled.table("observations")
    families = dict(zip(bundled.table("sources")["source"], bundled.table("sources")["family"], strict=True))
    held = observations["source"].map(families).groupby(observations["indicator"]).unique()
    known = catalog().indicators
    assert set(held.index) <= set(known)
    strange = {name for name, found in held.items() if known[str(name)].source not in found}
    assert strange == {"MOST.STSME.N"}  # the ministry's figure, held from a press report only, and withheld
