"""The page of a strategic pillar: every indicator shows what must be known of it, figures are downloads."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from dash import dcc

from analysis.evidence.strategy import Choice
from components.numbers import known
from components.pages import pillar as page
from components.pages.pillar import PillarView, change_line, rank_line, target_cell
from components.routes import drawn as framed
from components.routes import routes
from components.text import LANGUAGES, words
from tests.unit.downloading import rows_of
from tests.unit.views import page_of, text_of, walk

if TYPE_CHECKING:
    from analysis.dataset import Dataset

NUMBERS = range(1, 6)


def view(dataset: Dataset, number: int = 4, lang: str = "en", **query: str) -> PillarView:
    return PillarView(dataset, words(lang), Choice.read(dataset, {"pillar": str(number), **query}))


@cache
def drawn(dataset: Dataset, lang: str, pillar: str) -> Any:
    return page_of(page, dataset, lang, {"pillar": pillar})


def shown(dataset: Dataset, number: int, lang: str) -> str:
    return text_of(drawn(dataset, lang, str(number)))


# What every indicator must show


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", NUMBERS)
def test_no_indicator_without_unit_direction_vintage_and_caveats(
    dataset: Dataset, number: int, lang: str
) -> None:
    t, text = words(lang), shown(dataset, number, lang)
    one = view(dataset, number, lang)
    sources = dataset.table("sources").set_index("source")
    for row in one.rows("indicator"):
        indicator = one.indicator(row["code"])
        direction = t(f"pillar.direction.{indicator.direction}")
        unit = t("pillar.unit", unit=indicator.unit.get(lang), direction=direction)
        assert unit in text, indicator.id
        assert indicator.definition.get(lang) in text, indicator.id
        for caveat in indicator.caveats:
            assert caveat.get(lang) in text, indicator.id
        assert one.pillar.link(indicator.id).reason.get(lang) in text, indicator.id
        if not known(row["last"]):
            assert t("pillar.live") in text
        else:
            vintage = str(sources.loc[str(row["sources"]).split()[0], "vintage"])
            assert vintage[:4] in text, indicator.id


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", NUMBERS)
def test_every_link_and_every_gap_is_on_the_page(dataset: Dataset, number: int, lang: str) -> None:
    text, one = shown(dataset, number, lang), view(dataset, number, lang)
    assert all(link.reason.get(lang) in text for link in one.pillar.links)
    for action in one.pillar.actions:
        assert action.text.get(lang) in text
        assert action.gap is None or action.gap.get(lang) in text
    assert one.pillar.quotation
    assert one.pillar.quotation.get(lang) in text


@pytest.mark.parametrize("number", NUMBERS)
def test_links_of_the_recommendations_lead_to_rows(dataset: Dataset, number: int) -> None:
    parts = list(walk(drawn(dataset, "en", str(number))))
    known = {str(getattr(part, "id", "")) for part in parts}
    targets = [href for part in parts if (href := str(getattr(part, "href", ""))).startswith("#row-")]
    assert len(targets) >= len(view(dataset, number).pillar.links)
    assert {target[1:] for target in targets} <= known


# Address


@pytest.mark.parametrize("number", NUMBERS)
def test_number_and_slug_show_the_same_page_and_mark_it(dataset: Dataset, number: int) -> None:
    slug = dataset.catalog.strategy[number - 1].slug
    assert shown(dataset, number, "en") == text_of(page_of(page, dataset, "en", {"pillar": slug}))
    parts = walk(framed(dataset, routes(dataset.catalog)[f"/en/strategy/{number}"], {}))
    current = {getattr(part, "href", "") for part in parts if getattr(part, "aria-current", None) == "page"}
    assert current == {"/en/strategy", f"/en/strategy/{slug}"}


def test_only_pillars_have_a_page(dataset: Dataset) -> None:
    known = routes(dataset.catalog)
    assert {"/en/strategy/4", "/zh/strategy/core-technologies"} <= set(known)
    assert not {"/en/strategy/0", "/en/strategy/6", "/en/strategy/core"} & set(known)


# Figures and downloads


def figures(one: PillarView) -> dict[int, dict[str, Any]]:
    """The figures of a page in their first variant, by number."""
    stores = {
        str(getattr(part, "id", "")): getattr(part, "data", None)
        for part in walk(page_of(page, one.dataset, one.t.lang, _query(one)))
        if isinstance(part, dcc.Store)
    }
    drawn = {n: stores.get(card.figures) for n, card in enumerate(page.FIGURES, start=1)}
    return {number: json.loads(text)["0"] for number, text in drawn.items() if text}


def _query(one: PillarView) -> dict[str, str]:
    chosen = one.choice
    return {"pillar": str(chosen.pillar), "scale": chosen.scale, "with": ",".join(chosen.peers)}


@pytest.mark.parametrize("number", NUMBERS)
def test_every_number_drawn_is_in_the_download_and_no_other(dataset: Dataset, number: int) -> None:
    one = view(dataset, number, **{"with": "USA,DEU,IND"})
    query = dict(parse_qsl(urlsplit(one.address(page.MULTIPLES.tables[0])).query))
    frame = rows_of("multiples", dataset, query)
    rows = zip(frame["multiple"], frame["economy"], frame["year"], frame["value"], strict=True)
    drawn = {
        (multiple, trace["meta"]["economy"], int(x), y)
        for multiple, figure in figures(one).items()
        for trace in figure["data"]
        if trace["meta"]["role"] in ("hero", "peer")
        for x, y in zip(trace["x"], trace["y"], strict=True)
        if y is not None
    }
    assert drawn == set(rows)
    assert frame[["vintage", "source", "publisher", "licence", "unit"]].notna().all().all()


def test_a_shared_scale_is_the_same_axis(dataset: Dataset) -> None:
    own, both = (figures(view(dataset, 5, scale=scale)) for scale in ("own", "shared"))
    assert own[3]["layout"]["yaxis"]["range"] != own[6]["layout"]["yaxis"]["range"]
    assert both[3]["layout"]["yaxis"] == both[6]["layout"]["yaxis"]
    assert both[1]["layout"]["yaxis"] == own[1]["layout"]["yaxis"]


@pytest.mark.parametrize("number", NUMBERS)
def test_the_ring_is_at_2012_or_the_first_year_since(dataset: Dataset, number: int) -> None:
    one = view(dataset, number)
    for index, figure in figures(one).items():
        code = one.pillar.multiples[index - 1].indicator
        (marks,) = [trace for trace in figure["data"] if trace["meta"]["role"] == "marks"]
        assert marks["x"][0] == one.row(code)["first_year"], code


@pytest.mark.parametrize("lang", LANGUAGES)
def test_clusters_are_told_with_the_change_of_measure(dataset: Dataset, lang: str) -> None:
    told = page.CLUSTERS.of(view(dataset, 1, lang)).content.finding
    assert all(number in told for number in ("16", "2018", "26", "2024", "24", "2025"))
    note = dataset.catalog.rankings["gii_clusters"].breaks[0].note.get(lang)
    assert note in shown(dataset, 1, lang)
    assert words(lang)("missing") in shown(dataset, 1, lang)


# Frontier


def test_the_frontier_says_who_and_how_far(dataset: Dataset) -> None:
    one = view(dataset, 1)
    row = one.row("GB.XPD.RSDV.GD.ZS")
    assert target_cell(one, row, "best") == ("gap 3.77 points", ["Israel 6.35%"])
    assert target_cell(one, row, "top_ten") == ("gap 0.78 points", ["3.36%"])
    assert target_cell(one, row, "upper_middle") == ("China leads", [])
    assert target_cell(one, one.row("CNIPA.INV.INFORCE.DOMESTIC"), "best") is None


def test_gaps_stand_beside_chinas_value_of_the_same_year(dataset: Dataset) -> None:
    one = view(dataset, 4)
    row = one.row("WIPO.PCT.ORIGIN")
    assert (row["last_year"], row["rank_year"]) == (2024, 2022)
    assert text_of(page._own(one, row)).startswith("70,0152022")


def test_a_change_across_a_break_says_so(dataset: Dataset) -> None:
    assert change_line(view(dataset, 1), "SE.TER.ENRR") == "+45.5 points since 2012, across a break"
    assert change_line(view(dataset, 3), "BX.GSR.ROYL.CD") == "×10.5 since 2012, across a break"
    assert change_line(view(dataset, 4), "NCSES.PCT") == "×4.3 since 2012, +15.6% a year"
    assert change_line(view(dataset, 4, "zh"), "NCSES.PCT") == "为2012年的4.3倍，年均+15.6%"


def test_why_there_is_no_rank_is_said(dataset: Dataset) -> None:
    assert rank_line(view(dataset, 4), "NBS.RD.BASIC.ZS") == "No rank: the source has China only."
    assert rank_line(view(dataset, 2), "OECD.RDTAX.SME.PROF") == "No rank: more is neither better nor worse."
    alone = view(dataset, 4, **{"with": ""})
    assert rank_line(alone, "NCSES.PCT") == "*1st of 120*, 2022"
