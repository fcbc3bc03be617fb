"""The page on claims: what is said and shown where the verdicts are others, and what agrees with the data."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pandas as pd

from analysis.dataset import Dataset
from analysis.evidence.verdicts import Value, claim_assessments, counts
from components.charts.pictures import CLAIM_HEIGHT, CLAIM_WIDTH, claim_points, claim_step
from components.pages import claims as page
from components.parts.claims import ClaimView
from components.text import words
from components.theme import DARK
from data.claims import FIGURES, Figure
from data.schema import CLAIMS
from tests.packages import with_table
from tests.unit.downloading import rows_of
from tests.unit.views import heading, of_class, page_of, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping


def rows(dataset: Dataset, query: Mapping[str, str]) -> dict[str, Any]:
    """The rows of the page by claim."""
    found = of_class(page_of(page, dataset, "en", query), "claim")
    return {row.id.removeprefix("claim-"): row for row in found}


def with_verdicts(dataset: Dataset, **verdicts: str | tuple[str, str]) -> Dataset:
    """The site as it would be with other verdicts, or (verdict, verdict before); ids with _ for -."""
    table = dataset.table("claims").copy()
    for name, told in verdicts.items():
        row = table["claim"] == name.replace("_", "-")
        assert row.any()
        table.loc[row, ["verdict", "verdict_before"]] = [told, None] if isinstance(told, str) else [*told]
    changed = with_table(dataset.snapshot, "claims", table.astype(CLAIMS.dtypes))
    return Dataset(changed, dataset.catalog)


def test_the_finding_counts_the_verdicts_whatever_they_are(dataset: Dataset) -> None:
    def said(**verdicts: str) -> str:
        return heading(page_of(page, with_verdicts(dataset, **verdicts)))

    aims = counts(claim_assessments(dataset), "aim")
    judged = sum(aims.values()) - aims["not_measured"]
    assert f"data moved towards {aims['moved']} of {judged} aims, mixed for {aims['mixed']}" in said()
    assert said(rank_2012_2022="wrong").startswith("Of 1 checked statements 1 with wrong figures; ")
    assert said(rank_2012_2022="not_checkable").startswith("The article’s figures cannot be checked; ")
    assert said(enterprises="not_moved").endswith(" of 12 aims, mixed for 8, not towards 1")


def test_the_verdict_before_a_revision_is_told_where_it_differs(dataset: Dataset) -> None:
    other = with_verdicts(dataset, enterprises=("not_moved", "moved"))
    said = words("en")("claims.part.before")
    assert [name for name, row in rows(other, {}).items() if said in text_of(row)] == ["enterprises"]


def test_no_aim_is_judged_by_evidence_that_the_page_of_its_strategic_pillar_does_not_show(
    dataset: Dataset,
) -> None:
    for one in claim_assessments(dataset):
        view = ClaimView(dataset, words("en"), one)
        row, rest = (view.caveats(weightiest=weightiest) for weightiest in (True, False))
        assert len(row) <= 2
        assert len(row) + len(rest) == one.doubts
        if one.claim.actions:
            shown = dataset.evidence(one.claim.pillar).set_index("code")["course"]
            assert one.courses == {code: shown[code] for code in one.courses}
            assert list(one.courses) == [row["code"] for row in view.rows]


def test_the_claim_of_the_address_is_open_and_no_other(dataset: Dataset) -> None:
    def opened(claim: str) -> list[str]:
        return [name for name, row in rows(dataset, {"claim": claim}).items() if row.open]

    assert opened("productivity") == ["productivity"]
    assert [opened(hostile) for hostile in ("", "<script>", "rank-2012-2022'")] == [[], [], []]


def test_filters_narrow_rows_and_download_alike(dataset: Dataset) -> None:
    for query in ({"verdict": "not_measured"}, {"pillar": "3"}, {"kind": "statement", "pillar": "0"}):
        ids = list(rows(dataset, query))
        assert list(dict.fromkeys(rows_of("claims", dataset, query)["claim"])) == ids
        assert 0 < len(ids) < len(dataset.catalog.claims)


def test_every_kind_of_figure_is_written(dataset: Dataset) -> None:
    one = claim_assessments(dataset)[0]
    for kind in FIGURES:
        series = "GB.XPD.RSDV.GD.ZS" if "indicator" in FIGURES[kind] else ""
        figure = Figure.model_construct(kind=kind, indicator=series, edition=2012)
        claim = one.claim.model_copy(update={"figures": {"x": figure}})
        view = ClaimView(dataset, words("en"), replace(one, claim=claim, figures={"x": Value()}))
        assert view.number("x") == "n/a"
        assert view.number("x", 2.0) != "n/a"


def test_the_picture_stands_on_its_ranks_with_rank_one_on_top() -> None:
    frame = pd.DataFrame({"edition": [2011, 2012, 2013, 2022, 2025], "rank": [29, 34, 35, 11, 10]})
    placed = claim_points(frame)
    assert placed[2025][1] < placed[2022][1] < placed[2011][1] < placed[2012][1] < placed[2013][1]
    assert all(0 < x < CLAIM_WIDTH and 0 < y < CLAIM_HEIGHT for x, y in placed.values())
    drawing = unquote(claim_step(frame, (2012, 2022), {2012: "34th", 2025: "10th"}, DARK).partition(",")[2])
    assert re.findall(r"<text[^>]*>([^<]+)<", drawing) == ["34th", "10th", "2012", "2025"]
