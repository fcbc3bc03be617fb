"""The page on claims: its sentences, its rows, what is open, what is said where the data are otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.etree import ElementTree

import pandas as pd
import pytest

from analysis.claim_list import ALL, Choice, counts, listed, stored
from analysis.dataset import Dataset
from analysis.derived import claim_assessments
from components.charts.small_pictures import CLAIM_HEIGHT, CLAIM_WIDTH, claim_points, claim_step
from components.pages.claims import page
from components.pages.claims.wording import ClaimView, number
from components.text import LANGUAGES, words
from components.theme import DARK, LIGHT
from data.claims import FIGURES, KINDS, Figure
from data.schema import CLAIMS
from data.snapshot import Snapshot
from data.store import encode
from tests.unit.downloading import rows_of
from tests.unit.views import heading, text_of, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dash.development.base_component import Component


def rows(dataset: Dataset, query: Mapping[str, str], lang: str = "en") -> list[Component]:
    parts = walk(page.layout(dataset, lang, query))
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
    moved, count = aims["moved"], sum(aims.values())
    said = f"The article’s figures are right; {moved} of its {count} aims moved wholly as hoped"
    assert heading(page.layout(dataset, "en", {})) == said
    assert len(heading(page.layout(dataset, "en", {})).split()) <= 15


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("wrong", "1 of 2 checked statements have wrong figures; "),
        ("not_checkable", "The article’s figures are right; "),
    ],
)
def test_the_finding_follows_the_verdicts_on_the_statements(
    dataset: Dataset, verdict: str, said: str
) -> None:
    assert heading(page.layout(with_verdicts(dataset, rank_2012_2022=verdict), "en", {})).startswith(said)
    none = with_verdicts(dataset, rank_2012_2022="not_checkable", most_innovative="not_checkable")
    assert heading(page.layout(none, "en", {})).startswith("The article’s figures cannot be checked; ")


def test_statements_come_first_then_aims_by_strategic_pillar(dataset: Dataset) -> None:
    claims = [one.claim for one in claim_assessments(dataset)]
    aims = [claim for claim in claims if claim.kind == "aim"]
    assert [claim.number for claim in claims] == ["C1", "C2", "C3", *(f"A{n + 1}" for n in range(len(aims)))]
    assert [claim.pillar for claim in aims] == sorted(claim.pillar for claim in aims)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_statements_and_aims_stand_under_heads_of_their_own(dataset: Dataset, lang: str) -> None:
    t = words(lang)
    parts = [
        part
        for part in walk(page.layout(dataset, lang, {}))
        if getattr(part, "className", "") == "claim-head"
    ]
    assert [t(f"claims.column.{kind}") in text_of(part) for kind, part in zip(KINDS, parts, strict=True)] == [
        True
    ] * 2


def test_a_row_says_level_age_of_the_evidence_and_two_caveats_at_most(dataset: Dataset) -> None:
    for one in claim_assessments(dataset):
        view = ClaimView(dataset, words("en"), one)
        row, rest = (view.caveats(weightiest=weightiest) for weightiest in (True, False))
        assert len(row) <= 2
        assert len(row) + len(rest) == one.doubts
        assert one.claim.level is not None or one.claim.kind == "statement" or not one.claim.tests
    summary = text_of(summaries(dataset)["open-innovation"])
    for said in (
        "Level: 46th of 46 economies in co-authored articles (2022), 90th of 129 in low barriers (2025)",
        "Series: 2 moved its way and 1 moved away. With data after 2022: 1 of 3",
        "a proxy that the article does not name",
        "has fallen since 2018",
    ):
        assert said in summary
    assert "1 hardly changed" in text_of(summaries(dataset)["enterprises"])
    assert "We found none" in text_of(summaries(dataset)["core-technologies"])


def summaries(dataset: Dataset) -> dict[str, Component]:
    found = {str(getattr(row, "id", "")).removeprefix("claim-"): row for row in rows(dataset, {})}
    return {name: row.children[0] for name, row in found.items()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_how_aims_relate_to_the_recommendations(dataset: Dataset, lang: str) -> None:
    figures = dataset.table("claim_figures").set_index(["claim", "figure"])["series"]
    tests = dataset.table("claim_tests")
    aims = {one.id for one in dataset.catalog.claims if one.kind == "aim"}
    moves = tests[tests["claim"].isin(aims) & (tests["role"] == "support")]
    series = {figures[one, name] for one, name in zip(moves["claim"], moves["figure"], strict=True)}
    linked = {link.indicator for pillar in dataset.catalog.strategy for link in pillar.links}
    actions = sum(len(pillar.actions) for pillar in dataset.catalog.strategy)
    (said,) = (
        text_of(part)
        for part in walk(page.layout(dataset, lang, {})[4])
        if type(part).__name__ == "P" and text_of(part).startswith(("Aims and", "主张与"))
    )
    assert re.findall(r"\d+", said) == [
        str(n) for n in (len(aims), actions, len(series), len(series & linked))
    ]
    assert 0 < len(series & linked) <= len(series)


def test_a_figure_that_is_missing_leaves_out_the_words_about_it(dataset: Dataset) -> None:
    tables = dataset.snapshot.tables()
    figures = tables["claim_figures"].copy()
    figures.loc[figures["series"] == "OECD.DSTRI", ["value", "value_since", "value_year"]] = None
    claims = stored(dataset.catalog.claims, tables | {"claim_figures": figures})
    one = next(one for one in claims if one.claim.id == "open-innovation")
    assert one.claim.level is not None
    view = ClaimView(dataset, words("en"), one)
    assert not view.filled(one.claim.level)
    assert len(view.caveats(weightiest=True)) == 1


def test_the_first_claim_tells_numbers_doubts_and_sources(dataset: Dataset) -> None:
    first = text_of(rows(dataset, {})[0])
    for said in (
        "34th of 141; 11th of 132",
        "Figures right",
        "China was 29th in the 2011 edition and 35th in that of 2013",
        "2022 gives 10th to 12th (our calculation)",
        "rank in the 2012 edition: 34th, must be 34th: holds",
        "WIPO’s Director General",
        "WIPO GII",
    ):
        assert said in first


def test_a_caveat_that_does_not_hold_is_not_told(dataset: Dataset) -> None:
    second = text_of(rows(dataset, {})[1])
    assert ("Bloomberg" in second) == bool(len(dataset.table("other_rankings")))
    assert "11th is outside the first ten" in second


def test_the_claim_of_the_address_is_open_and_no_other(dataset: Dataset) -> None:
    assert opened(dataset, {}) == []
    assert opened(dataset, {"claim": "productivity"}) == ["claim-productivity"]
    for hostile in ("<script>", "rank-2012-2022'", "x" * 5000, ""):
        assert opened(dataset, {"claim": hostile}) == []


@pytest.mark.parametrize("query", [{"verdict": "<b>"}, {"pillar": "6"}, {"kind": "claim"}, {"pillar": "٣"}])
def test_unknown_filters_show_everything(dataset: Dataset, query: dict[str, str]) -> None:
    assert len(rows(dataset, query)) == len(dataset.catalog.claims)


def test_filters_narrow_rows_and_download_alike(dataset: Dataset) -> None:
    for query in ({"verdict": "not_measured"}, {"pillar": "3"}, {"kind": "statement", "pillar": "0"}):
        ids = [str(getattr(row, "id", "")).removeprefix("claim-") for row in rows(dataset, query)]
        frame = rows_of("claims", dataset, query)
        assert list(dict.fromkeys(frame["claim"])) == ids
        assert 0 < len(ids) < len(dataset.catalog.claims)


def test_a_choice_that_nothing_fits_offers_the_way_back(dataset: Dataset) -> None:
    query = {"kind": "statement", "pillar": "4"}
    assert rows(dataset, query) == []
    assert "No claim fits" in text_of(page.layout(dataset, "en", query))


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
    asked = {"verdict": "not_moved", "pillar": "2", "kind": "aim", "claim": "enterprises"}
    choice = Choice.read(dataset, asked)
    assert choice == Choice("not_moved", "2", "aim", "enterprises")
    assert [one.claim.id for one in listed(claim_assessments(dataset), choice)] == ["enterprises"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_of_all_claims_take_their_figures(dataset: Dataset, lang: str) -> None:
    t = words(lang)
    for one in claim_assessments(dataset):
        for told in one.claim.texts:
            assert "{" not in ClaimView(dataset, t, one).fill(told)


def test_every_kind_of_figure_is_written(dataset: Dataset) -> None:
    t = words("en")
    for kind in FIGURES:
        series = "GB.XPD.RSDV.GD.ZS" if "indicator" in FIGURES[kind] else "GII"
        one = Figure("x", kind, series, 2012, "", "", "", ())
        assert number(dataset, one, None, t) == "n/a"
        assert number(dataset, one, 2.0, t) != "n/a"


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
