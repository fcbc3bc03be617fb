"""The strategic pillars, the matrix of evidence and the claims: what is said and shown follows the data."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pandas as pd

from analysis.dataset import Dataset
from analysis.evidence import strategy as method
from analysis.evidence.pillar import COLUMNS, UNMEASURED, pillar_evidence
from analysis.evidence.strategy import (
    SORTS,
    MatrixChoice,
    filtered_evidence,
    multiples,
    needs_log_scale,
    ranges,
)
from analysis.evidence.strategy import Choice as PillarChoice
from analysis.evidence.verdicts import Value, claim_assessments, count_verdicts
from components.charts.pictures import CLAIM_HEIGHT, CLAIM_WIDTH, claim_points, claim_step
from components.documents.routes import page_component as framed
from components.documents.routes import routes
from components.pages import claims, strategy
from components.pages import pillar as page
from components.pages.pillar import PillarView, deck
from components.pages.pillar import finding as pillar_finding
from components.pages.strategy import StrategyView, table_text
from components.text.catalog import plain, words
from components.theme import DARK
from components.widgets.claims import ClaimView
from components.widgets.matrix import finding
from data.article import ARTICLE_YEAR, CLAIM_YEAR, PEERS
from data.claims import FIGURES, Figure
from data.schema import CLAIMS
from tests.packages import with_table
from tests.unit.downloading import rows_of
from tests.unit.views import heading, links, long_table, of_class, of_id, page_of, text_of, walk

NUMBERS = range(1, 6)


def pillar_view(dataset: Dataset, number: int = 4, lang: str = "en", **query: str) -> PillarView:
    return PillarView(dataset, words(lang), PillarChoice.read(dataset, {"pillar": str(number), **query}))


def test_number_and_slug_show_the_same_page_and_only_pillars_have_one(dataset: Dataset) -> None:
    known_ = routes(dataset.catalog)
    for number in NUMBERS:
        slug = dataset.catalog.strategy[number - 1].slug
        one, other = (text_of(page_of(page, dataset, "en", {"pillar": str(name)})) for name in (number, slug))
        assert one == other
        parts = walk(framed(dataset, known_[f"/en/strategy/{number}"], {}))
        current = {part.href for part in parts if getattr(part, "aria-current", None) == "page"}  # type: ignore[attr-defined]
        assert current == {"/en/strategy", f"/en/strategy/{slug}"}
    assert not {"/en/strategy/0", "/en/strategy/6", "/en/strategy/core"} & set(known_)


BLANK = {"of": None, "rank": None, "rank_year": None, "peak": None, "peak_year": None, "last_year": 2024}
RANKED = {"rank": 46, "economies": 46, "rank_year": 2022}
PILLAR_FINDINGS: tuple[tuple[dict[str, Any], str], ...] = (
    ({}, ": 6.00% of R&D, up from 5.00% in 2012"),
    ({"last": 4.0, "course": "away"}, ": 4.00% of R&D, down from 5.00% in 2012"),
    ({"last": 5.01, "course": "flat"}, ": 5.01% of R&D, much as in 2012 (5.00%)"),
    ({"first": None, "first_year": None, "course": "none"}, ": 6.00% of R&D in 2024"),
    (RANKED, ": 6.00% of R&D, up from 5.00% in 2012; 46th of 46 in 2022"),
    (
        {"first": None, "first_year": None, "last_year": 2022, "course": "none", **RANKED},
        ": 6.00% of R&D; 46th of 46 in 2022",
    ),
)


def pillar_made(dataset: Dataset, **headline: Any) -> PillarView:
    """A view of evidence that is made: the headline as given, three more indicators, one gap."""
    one = pillar_view(dataset)
    values = {"first_year": 2012, "first": 5.0, "last_year": 2024, "last": 6.0, "course": "towards"}
    rows = [{"kind": "indicator", "code": one.pillar.headline, **BLANK, **values, **headline}]
    rows += [
        {"kind": "indicator", "code": code, "course": code, **BLANK} for code in ("away", "flat", "none")
    ]
    one.__dict__["evidence"] = pd.DataFrame([*rows, {"kind": "gap"}])
    return one


def test_the_finding_follows_the_data(dataset: Dataset) -> None:
    for headline, said in PILLAR_FINDINGS:
        assert pillar_finding(pillar_made(dataset, **headline)) == f"Basic research{said}"
    unknown = {"first": None, "last": None, "course": "none"}
    counted = "0 of 2 indicators of this strategic pillar moved towards the aim"
    assert pillar_finding(pillar_made(dataset, **unknown)) == counted
    still = pillar_made(dataset, **unknown)
    still.__dict__["evidence"] = still.evidence.assign(course="none")
    assert pillar_finding(still) == "Data do not show how this strategic pillar moved"
    one = pillar_made(dataset)  # a rank is of the series whose value is told, not of its twin
    twins = [{"kind": "indicator", "code": "T", "of": one.pillar.headline, "course": "none"} | RANKED]
    one.__dict__["evidence"] = pd.concat([one.evidence, pd.DataFrame(twins)])
    assert pillar_finding(one).endswith("up from 5.00% in 2012")


def test_the_deck_counts_one_and_none_in_words(dataset: Dataset) -> None:
    for courses, said in (
        (["towards"], "The only indicator judged since 2012 moved towards the aim."),
        (["away", "none"], "The only indicator judged since 2012 did not move towards the aim."),
        (["none"], "No indicator can be judged since 2012."),
        (["towards", "flat"], "1 of 2 indicators moved towards the aim since 2012."),
    ):
        one = pillar_made(dataset)
        rows = [one.evidence.iloc[0].to_dict() | {"code": str(n), "course": c} for n, c in enumerate(courses)]
        one.__dict__["evidence"] = pd.DataFrame(rows)
        assert said in deck(one)


def figures(one: PillarView) -> dict[int, dict[str, Any]]:
    """The figures of a page in their first variant, by number."""
    chosen = one.choice
    query = {"pillar": str(chosen.pillar), "scale": chosen.scale, "with": ",".join(chosen.peers)}
    parts = page_of(page, one.dataset, one.t.lang, query)
    count = len(one.pillar.multiples)
    stores = {
        n: of_id(parts, card.id("figures")).data for n, card in enumerate(page.FIGURES[:count], start=1)
    }
    return {number: json.loads(text)["0"] for number, text in stores.items() if text}


def test_every_number_drawn_is_in_the_download_and_no_other_and_rings_stand_at_the_base(
    dataset: Dataset,
) -> None:
    for number in NUMBERS:
        one = pillar_view(dataset, number, **{"with": "USA,DEU,IND"})
        query = dict(parse_qsl(urlsplit(one.csv_link(page.MULTIPLES.tables[0])).query))
        frame = rows_of("multiples", dataset, query)
        drawn = set()
        for multiple, figure in figures(one).items():
            code = one.pillar.multiples[multiple - 1].indicator
            for trace in figure["data"]:
                if trace["meta"]["role"] == "marks":
                    assert trace["x"][0] == one.row(code)["first_year"], code
                if trace["meta"]["role"] in ("hero", "peer"):
                    points = zip(trace["x"], trace["y"], strict=True)
                    drawn |= {
                        (multiple, trace["meta"]["economy"], int(x), y) for x, y in points if y is not None
                    }
        assert drawn == set(
            zip(*(frame[key] for key in ("multiple", "economy", "year", "value")), strict=True)
        )
        assert frame[["vintage", "source", "publisher", "licence", "unit"]].notna().all().all()


def test_a_shared_scale_is_the_same_axis(dataset: Dataset) -> None:
    own, both = (figures(pillar_view(dataset, 5, scale=scale)) for scale in ("own", "shared"))
    assert own[3]["layout"]["yaxis"]["range"] != own[6]["layout"]["yaxis"]["range"]
    assert both[3]["layout"]["yaxis"] == both[6]["layout"]["yaxis"]
    assert both[1]["layout"]["yaxis"] == own[1]["layout"]["yaxis"]


def test_only_counts_and_money_above_zero_are_logarithmic() -> None:
    above, zero = pd.Series([1.0, 100.0]), pd.Series([0.0, 100.0])
    assert [
        kind
        for kind in ("share", "count", "money", "ratio", "index", "score")
        if needs_log_scale(above, kind)
    ] == ["count", "money"]
    assert not needs_log_scale(zero, "count")
    assert not needs_log_scale(pd.Series(dtype="float64"), "money")


def test_nobody_to_compare_with_is_a_choice_and_a_pillar_without_any_value_has_no_rows(
    dataset: Dataset,
) -> None:
    pillar, known = dataset.catalog.strategy[0], dataset.catalog.indicators
    assert PillarChoice.read(dataset, {"with": ""}).peers == ()
    assert set(multiples(pillar, known, dataset.observations_by_series, ())["economy"]) == {"CHN"}
    frame = multiples(pillar, known, {}, PEERS)
    assert frame.empty
    assert ranges(frame, pillar, known, "shared") == {}


# The matrix


def matrix(dataset: Dataset, lang: str = "en", **query: str) -> StrategyView:
    return StrategyView(dataset, words(lang), MatrixChoice.read(dataset, query))


def placed(view: StrategyView) -> list[tuple[object, ...]]:
    return [(row["pillar"], row["code"], row["action"]) for row in view.rows.to_dict("records")]


def test_each_filter_keeps_its_rows_and_together_they_are_all(dataset: Dataset) -> None:
    whole = matrix(dataset).rows
    for key, options, column in (
        ("pillar", method.PILLARS, "pillar"),
        ("strength", method.LINKS, "strength"),
        ("course", method.COURSES, "course"),
        ("origin", method.ORIGINS, "kind"),
    ):
        parts = {one: matrix(dataset, **{key: one}).rows for one in options if one != method.ALL}
        assert sum(map(len, parts.values())) == len(whole)
        found = {one: {str(value) for value in part[column].fillna("none")} for one, part in parts.items()}
        assert found == {one: {one} for one in options[1:]}


def test_an_order_turned_has_the_same_rows_and_blanks_stay_last(dataset: Dataset) -> None:
    for sort in SORTS:
        up, down = (matrix(dataset, sort=sort, order=order) for order in ("asc", "desc"))
        assert sorted(map(str, placed(up))) == sorted(map(str, placed(down)))
        if sort in ("standing", "last_year", "name"):
            assert {up.rows.iloc[-1]["kind"], down.rows.iloc[-1]["kind"]} <= set(UNMEASURED)
    best = matrix(dataset, sort="standing").rows
    assert ((best["rank"] - 1) / (best["economies"] - 1)).dropna().is_monotonic_increasing
    assert matrix(dataset, sort="last_year").rows["last_year"].dropna().is_monotonic_decreasing


def matrix_made(courses: list[str]) -> pd.DataFrame:
    rows = [
        {"pillar": 1, "kind": "indicator", "code": f"X{place}", "course": one}
        for place, one in enumerate(courses)
    ]
    return pd.DataFrame(rows).reindex(columns=list(COLUMNS))


def test_the_finding_follows_the_courses(dataset: Dataset) -> None:
    for courses, moved in ((["towards", "away", "flat", "none"], 1), (["away"] * 3, 0)):
        view = matrix(dataset)
        view.__dict__["everything"] = matrix_made(courses)
        assert finding(view).startswith(
            f"{moved} of 3 indicators moved towards the aim since {CLAIM_YEAR}; 0 of "
        )
    assert filtered_evidence(
        matrix_made([]), MatrixChoice.read(dataset, {"sort": "name"}), lambda code: code.encode()
    ).empty


def test_the_base_year_is_in_heading_counts_download_and_addresses(dataset: Dataset) -> None:
    query = {"since": str(ARTICLE_YEAR)}
    seen, layout = matrix(dataset, **query), page_of(strategy, dataset, "en", query)
    assert heading(layout) == plain(finding(seen))
    assert f"since {ARTICLE_YEAR}" in heading(layout)
    assert 0 < seen.total["judged"] <= seen.total["reach"] < seen.total["things"]
    assert rows_of("evidence-matrix", dataset, query)["first_year"].min() == ARTICLE_YEAR
    assert f"since={ARTICLE_YEAR}" in of_id(layout, strategy.CARD.id("data")).href
    ways = links(layout[3])
    ways |= {link.get("href", "") for link in long_table(table_text(seen)).iter("a")}
    assert {way.partition("?")[2] for way in ways if "/strategy/" in way} == {f"since={ARTICLE_YEAR}"}


# Claims


def claim_rows(dataset: Dataset, query: Mapping[str, str]) -> dict[str, Any]:
    """The rows of the page by claim."""
    found = of_class(page_of(claims, dataset, "en", query), "claim")
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
        return heading(page_of(claims, with_verdicts(dataset, **verdicts)))

    aims = count_verdicts(claim_assessments(dataset), "aim")
    judged = sum(aims.values()) - aims["not_measured"]
    assert f"data moved towards {aims['moved']} of {judged} aims, mixed for {aims['mixed']}" in said()
    assert said(rank_2012_2022="wrong").startswith("Of 1 checked statements 1 with wrong figures; ")
    assert said(rank_2012_2022="not_checkable").startswith("The article’s figures cannot be checked; ")
    assert said(enterprises="not_moved").endswith(" of 12 aims, mixed for 8, not towards 1")


def test_the_verdict_before_a_revision_is_told_where_it_differs(dataset: Dataset) -> None:
    other = with_verdicts(dataset, enterprises=("not_moved", "moved"))
    said = words("en")("claims.part.before")
    assert [name for name, row in claim_rows(other, {}).items() if said in text_of(row)] == ["enterprises"]


def test_no_aim_is_judged_by_evidence_that_the_page_of_its_strategic_pillar_does_not_show(
    dataset: Dataset,
) -> None:
    for one in claim_assessments(dataset):
        view = ClaimView(dataset, words("en"), one)
        row, rest = (view.caveats(weightiest=weightiest) for weightiest in (True, False))
        assert len(row) <= 2
        assert len(row) + len(rest) == one.doubts
        without = ClaimView(dataset, words("en"), replace(one, caveats=(False,) * len(one.caveats)))
        assert without.caveats(weightiest=True) == without.caveats(weightiest=False) == []
        if one.claim.actions:
            shown = pillar_evidence(dataset, one.claim.pillar).set_index("code")["course"]
            assert one.courses == {code: shown[code] for code in one.courses}
            assert list(one.courses) == [row["code"] for row in view.judged_by]


def test_the_claim_of_the_address_is_open_and_no_other(dataset: Dataset) -> None:
    def opened(claim: str) -> list[str]:
        return [name for name, row in claim_rows(dataset, {"claim": claim}).items() if row.open]

    assert opened("productivity") == ["productivity"]
    assert [opened(hostile) for hostile in ("", "<script>", "rank-2012-2022'")] == [[], [], []]


def test_filters_narrow_rows_and_download_alike(dataset: Dataset) -> None:
    for query in ({"verdict": "not_measured"}, {"pillar": "3"}, {"kind": "statement", "pillar": "0"}):
        ids = list(claim_rows(dataset, query))
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
    labels = {2012: "34th", 2022: "11th", 2025: "10th"}
    drawing = unquote(claim_step(frame, (2012, 2022), labels, DARK).partition(",")[2])
    told = re.findall(r"<text[^>]*>([^<]+)<", drawing)
    assert told == ["34th", "11th", "10th", "2012", "2022", "2025"]
