"""The page on claims: its sentences, its rows, what is open, what is said where the data are otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.etree import ElementTree

import pandas as pd
import pytest

from analysis.dataset import Dataset
from analysis.evidence.verdicts import ALL, Choice, Value, claim_assessments, counts, listed, stored
from components.charts.pictures import CLAIM_HEIGHT, CLAIM_WIDTH, claim_points, claim_step
from components.pages import claims as page
from components.parts.claims import ClaimView
from components.text import LANGUAGES, words
from components.theme import DARK, LIGHT
from data.claims import FIGURES, Figure
from data.schema import CLAIMS
from data.snapshot import Snapshot
from data.store import encode
from tests.unit.downloading import rows_of
from tests.unit.views import heading, page_of, text_of, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dash.development.base_component import Component


def rows(dataset: Dataset, query: Mapping[str, str], lang: str = "en") -> list[Component]:
    parts = walk(page_of(page, dataset, lang, query))
    return [part for part in parts if getattr(part, "className", "") == "claim"]


def opened(dataset: Dataset, query: Mapping[str, str]) -> list[str]:
    return [str(getattr(row, "id", "")) for row in rows(dataset, query) if getattr(row, "open", False)]


def with_verdicts(dataset: Dataset, **verdicts: str | tuple[str, str]) -> Dataset:
    """The site as it would be with other verdicts, or (verdict, verdict before); ids with _ for -."""
    snapshot = dataset.snapshot
    table = snapshot.table("claims").copy()
    for name, told in verdicts.items():
        verdict, before = (told, None) if isinstance(told, str) else told
        row = table["claim"] == name.replace("_", "-")
        assert row.any()
        table.loc[row, ["verdict", "verdict_before"]] = [verdict, before]
    contents = {one["name"]: snapshot.content(one["name"]) for one in snapshot.resources}
    contents[CLAIMS.name] = encode(table.astype(CLAIMS.dtypes))
    return Dataset(Snapshot(snapshot.folder, snapshot.descriptor, contents), dataset.catalog)


def test_the_finding_counts_what_moved(dataset: Dataset) -> None:
    claims = claim_assessments(dataset)
    aims = counts(claims, "aim")
    judged = sum(aims.values()) - aims["not_measured"]
    said = f"data moved towards {aims['moved']} of {judged} aims, mixed for {aims['mixed']}"
    assert heading(page_of(page, dataset)) == f"The article’s ranks are right; {said}"
    assert len(heading(page_of(page, dataset)).split()) <= 15


def test_the_finding_follows_the_verdicts(dataset: Dataset) -> None:
    def said(**verdicts: str) -> str:
        return heading(page_of(page, with_verdicts(dataset, **verdicts)))

    assert said(rank_2012_2022="wrong").startswith("Of 1 checked statements 1 with wrong figures; ")
    assert said(rank_2012_2022="not_checkable").startswith("The article’s figures cannot be checked; ")
    assert said(enterprises="not_moved").endswith(" of 12 aims, mixed for 8, not towards 1")


def test_statements_come_first_then_aims_by_strategic_pillar(dataset: Dataset) -> None:
    claims = [one.claim for one in claim_assessments(dataset)]
    aims = [claim for claim in claims if claim.kind == "aim"]
    assert [claim.number for claim in claims] == ["C1", "C2", "C3", *(f"A{n + 1}" for n in range(len(aims)))]
    assert [claim.pillar for claim in aims] == sorted(claim.pillar for claim in aims)


def test_a_row_says_level_age_of_the_evidence_and_two_caveats_at_most(dataset: Dataset) -> None:
    for one in claim_assessments(dataset):
        view = ClaimView(dataset, words("en"), one)
        row, rest = (view.caveats(weightiest=weightiest) for weightiest in (True, False))
        assert len(row) <= 2
        assert len(row) + len(rest) == one.doubts
    summary = text_of(summaries(dataset)["open-innovation"])
    for told in (
        "Articles with a co-author abroad: 16.3% (2012), 18.7% (2022); towards the aim. 46th of 46 in 2022.",
        "Of 5 series 2 moved towards it and 3 moved away. With data after 2022: 4; measured directly: 0",
        "a proxy that the article does not name",
    ):
        assert told in summary
    assert "enterprises carried out 76.1% already in 2012" in text_of(summaries(dataset)["enterprises"])
    for said in (summaries(dataset)[name] for name in ("core-technologies", "incentives")):
        assert "Cannot be judged" in text_of(said)


def summaries(dataset: Dataset) -> dict[str, Component]:
    found = {str(getattr(row, "id", "")).removeprefix("claim-"): row for row in rows(dataset, {})}
    return {name: row.children[0] for name, row in found.items()}


def test_an_aim_is_told_by_the_rows_of_its_pillar(dataset: Dataset) -> None:
    """No aim is judged by evidence that the page of its strategic pillar does not show."""
    for one in claim_assessments(dataset):
        view = ClaimView(dataset, words("en"), one)
        if one.claim.actions:
            shown = dataset.evidence(one.claim.pillar).set_index("code")["course"]
            assert one.courses == {code: shown[code] for code in one.courses}
            assert list(one.courses) == [row["code"] for row in view.rows]
            assert len(page._tested(view)) == len(one.courses)
    told = text_of(rows(dataset, {"claim": "productivity"})[3])
    assert "1.01 (2023); towards the aim." in told
    assert "1st of" not in told


def test_a_caveat_that_does_not_hold_is_not_told(dataset: Dataset) -> None:
    second = text_of(rows(dataset, {})[1])
    assert ("Bloomberg" in second) == bool(len(dataset.table("other_rankings")))
    assert "11th is outside the first ten" in second


def test_the_claim_of_the_address_is_open_and_no_other(dataset: Dataset) -> None:
    assert opened(dataset, {}) == []
    assert opened(dataset, {"claim": "productivity"}) == ["claim-productivity"]
    for hostile in ("<script>", "rank-2012-2022'", "x" * 5000, ""):
        assert opened(dataset, {"claim": hostile}) == []


def test_filters_narrow_rows_and_download_alike(dataset: Dataset) -> None:
    for query in ({"verdict": "not_measured"}, {"pillar": "3"}, {"kind": "statement", "pillar": "0"}):
        ids = [str(getattr(row, "id", "")).removeprefix("claim-") for row in rows(dataset, query)]
        frame = rows_of("claims", dataset, query)
        assert list(dict.fromkeys(frame["claim"])) == ids
        assert 0 < len(ids) < len(dataset.catalog.claims)


def test_figures_of_aims_are_given_in_the_unit_that_is_shown(dataset: Dataset) -> None:
    row = rows_of("claims", dataset, {"pillar": "3"}).set_index("figure").loc["NBS.TECHMARKET"]
    assert (round(row["value_since"], 2), round(row["value"], 2), row["unit"]) == (
        0.64,
        6.84,
        "trillion yuan, current prices",
    )


def test_the_verdict_before_a_revision_is_told_where_it_differs(dataset: Dataset) -> None:
    other = with_verdicts(dataset, enterprises=("not_moved", "moved"))
    said = words("en")("claims.part.before")
    assert [said in text_of(row) for row in rows(other, {})].count(True) == 1


def test_only_claims_that_snapshot_and_catalog_share_are_shown(dataset: Dataset) -> None:
    tables = dataset.snapshot.tables()
    cut = tables["claims"].iloc[1:]
    assert len(_of(dataset, tables | {"claims": cut})) == len(dataset.catalog.claims) - 1
    assert claim_assessments(dataset)[0].claim.number == "C1"


def _of(dataset: Dataset, tables: dict[str, pd.DataFrame]) -> list[object]:
    return list(stored(dataset.catalog.claims, tables))


def test_a_choice_reads_what_is_known(dataset: Dataset) -> None:
    assert Choice.read(dataset, {}) == Choice(ALL, ALL, ALL, "")
    asked = {"verdict": "mixed", "pillar": "2", "kind": "aim", "claim": "enterprises"}
    choice = Choice.read(dataset, asked)
    assert choice == Choice("mixed", "2", "aim", "enterprises")
    listing = [one.claim.id for one in listed(claim_assessments(dataset), choice)]
    assert listing == ["enterprises", "firms-and-institutes"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_of_all_claims_take_their_figures(dataset: Dataset, lang: str) -> None:
    t = words(lang)
    for one in claim_assessments(dataset):
        for told in one.claim.texts:
            assert "{" not in ClaimView(dataset, t, one).fill(told)


def test_every_kind_of_figure_is_written(dataset: Dataset) -> None:
    one = claim_assessments(dataset)[0]
    for kind in FIGURES:
        series = "GB.XPD.RSDV.GD.ZS" if "indicator" in FIGURES[kind] else ""
        figure = Figure.model_construct(kind=kind, indicator=series, edition=2012)
        claim = one.claim.model_copy(update={"figures": {"x": figure}})
        view = ClaimView(dataset, words("en"), replace(one, claim=claim, figures={"x": Value()}))
        assert view.number("x") == "n/a"
        assert view.number("x", 2.0) != "n/a"


# The picture

FRAME = pd.DataFrame({"edition": [2011, 2012, 2013, 2022, 2025], "rank": [29, 34, 35, 11, 10]})
LABELS = {2012: "34th", 2022: "11th", 2025: "10th"}


def test_the_step_stands_on_its_ranks_with_rank_one_on_top() -> None:
    placed = claim_points(FRAME)
    assert placed[2025][1] < placed[2022][1] < placed[2011][1] < placed[2012][1] < placed[2013][1]
    assert all(0 < x < CLAIM_WIDTH and 0 < y < CLAIM_HEIGHT for x, y in placed.values())


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_picture_is_valid_and_names_its_ends(theme: object) -> None:
    address = claim_step(FRAME, (2012, 2022), LABELS, LIGHT if theme is LIGHT else DARK)
    root = ElementTree.fromstring(unquote(address.partition(",")[2]))  # noqa: S314 - our own drawing
    told = [part.text for part in root.iter("{http://www.w3.org/2000/svg}text")]
    assert told == ["34th", "11th", "10th", "2012", "2022", "2025"]
    last = claim_step(FRAME.iloc[:4], (2012, 2022), LABELS, LIGHT)
    assert unquote(last).count("<text") == 4
