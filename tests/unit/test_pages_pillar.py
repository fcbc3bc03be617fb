"""The page of a strategic pillar: its finding follows the data, and what must be known of it stands by it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pandas as pd

from analysis.evidence.strategy import Choice
from components.pages import pillar as page
from components.pages.pillar import PillarView, deck, finding
from components.routes import drawn as framed
from components.routes import routes
from components.text import words
from tests.unit.downloading import rows_of
from tests.unit.views import of_id, page_of, text_of, walk

if TYPE_CHECKING:
    from analysis.dataset import Dataset

NUMBERS = range(1, 6)


def view(dataset: Dataset, number: int = 4, lang: str = "en", **query: str) -> PillarView:
    return PillarView(dataset, words(lang), Choice.read(dataset, {"pillar": str(number), **query}))


# What every indicator must show


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


# What is said where the data are others

BLANK = {"of": None, "rank": None, "rank_year": None, "peak": None, "peak_year": None, "last_year": 2024}
RANKED = {"rank": 46, "economies": 46, "rank_year": 2022}
FINDINGS: tuple[tuple[dict[str, Any], str], ...] = (
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


def made(dataset: Dataset, **headline: Any) -> PillarView:
    """A view of evidence that is made: the headline as given, three more indicators, one gap."""
    one = view(dataset)
    values = {"first_year": 2012, "first": 5.0, "last_year": 2024, "last": 6.0, "course": "towards"}
    rows = [{"kind": "indicator", "code": one.pillar.headline, **BLANK, **values, **headline}]
    rows += [
        {"kind": "indicator", "code": code, "course": code, **BLANK} for code in ("away", "flat", "none")
    ]
    one.__dict__["evidence"] = pd.DataFrame([*rows, {"kind": "gap"}])
    return one


def test_the_finding_follows_the_data(dataset: Dataset) -> None:
    for headline, said in FINDINGS:
        assert finding(made(dataset, **headline)) == f"Basic research{said}"
    unknown = {"first": None, "last": None, "course": "none"}
    counted = "0 of 2 indicators of this strategic pillar moved towards the aim"
    assert finding(made(dataset, **unknown)) == counted
    still = made(dataset, **unknown)
    still.__dict__["evidence"] = still.evidence.assign(course="none")
    assert finding(still) == "Data do not show how this strategic pillar moved"
    one = made(dataset)  # a rank is of the series whose value is told, not of its twin
    twins = [{"kind": "indicator", "code": "T", "of": one.pillar.headline, "course": "none"} | RANKED]
    one.__dict__["evidence"] = pd.concat([one.evidence, pd.DataFrame(twins)])
    assert finding(one).endswith("up from 5.00% in 2012")


def test_the_deck_counts_one_and_none_in_words(dataset: Dataset) -> None:
    for courses, said in (
        (["towards"], "The only indicator judged since 2012 moved towards the aim."),
        (["away", "none"], "The only indicator judged since 2012 did not move towards the aim."),
        (["none"], "No indicator can be judged since 2012."),
        (["towards", "flat"], "1 of 2 indicators moved towards the aim since 2012."),
    ):
        one = made(dataset)
        rows = [one.evidence.iloc[0].to_dict() | {"code": str(n), "course": c} for n, c in enumerate(courses)]
        one.__dict__["evidence"] = pd.DataFrame(rows)
        assert said in deck(one)


# Figures and downloads


def figures(one: PillarView) -> dict[int, dict[str, Any]]:
    """The figures of a page in their first variant, by number."""
    chosen = one.choice
    query = {"pillar": str(chosen.pillar), "scale": chosen.scale, "with": ",".join(chosen.peers)}
    parts = page_of(page, one.dataset, one.t.lang, query)
    count = len(one.pillar.multiples)
    stores = {n: of_id(parts, card.figures).data for n, card in enumerate(page.FIGURES[:count], start=1)}
    return {number: json.loads(text)["0"] for number, text in stores.items() if text}


def test_every_number_drawn_is_in_the_download_and_no_other_and_rings_stand_at_the_base(
    dataset: Dataset,
) -> None:
    for number in NUMBERS:
        one = view(dataset, number, **{"with": "USA,DEU,IND"})
        query = dict(parse_qsl(urlsplit(one.address(page.MULTIPLES.tables[0])).query))
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
    own, both = (figures(view(dataset, 5, scale=scale)) for scale in ("own", "shared"))
    assert own[3]["layout"]["yaxis"]["range"] != own[6]["layout"]["yaxis"]["range"]
    assert both[3]["layout"]["yaxis"] == both[6]["layout"]["yaxis"]
    assert both[1]["layout"]["yaxis"] == own[1]["layout"]["yaxis"]
