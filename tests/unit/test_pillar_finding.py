"""The finding of a strategic pillar's page follows the data, whichever way they move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from analysis.evidence.strategy import Choice
from components.pages import pillar as page
from components.pages.pillar import PillarView, deck, finding
from components.parts.reading import caveats
from components.text import LANGUAGES, plain, words
from tests.unit.views import heading, page_of

if TYPE_CHECKING:
    from analysis.dataset import Dataset

NUMBERS = range(1, 6)


def view(dataset: Dataset, number: int, lang: str) -> PillarView:
    return PillarView(dataset, words(lang), Choice.read(dataset, {"pillar": str(number)}))


def made(dataset: Dataset, lang: str = "en", number: int = 4, **headline: Any) -> PillarView:
    """A view of evidence that is made: the headline as given, three more indicators, one gap."""
    one = view(dataset, number, lang)
    values = {"first_year": 2012, "first": 5.0, "last_year": 2024, "last": 6.0, "course": "towards"}
    blank = {"of": None, "rank": None, "rank_year": None, "peak": None, "peak_year": None, "last_year": 2024}
    rows = [{"kind": "indicator", "code": one.pillar.headline, **blank, **values, **headline}]
    rows += [
        {"kind": "indicator", "code": code, "course": code, **blank} for code in ("away", "flat", "none")
    ]
    one.__dict__["evidence"] = pd.DataFrame([*rows, {"kind": "gap"}])
    return one


RANKED = {"rank": 46, "economies": 46, "rank_year": 2022}


@pytest.mark.parametrize(
    ("headline", "en", "zh"),
    [
        (
            {},
            "Basic research: 6.00% of R&D, up from 5.00% in 2012",
            "基础研究占研发经费的6.00%，高于2012年的5.00%",
        ),
        (
            {"last": 4.0, "course": "away"},
            "Basic research: 4.00% of R&D, down from 5.00% in 2012",
            "基础研究占研发经费的4.00%，低于2012年的5.00%",
        ),
        (
            {"last": 5.01, "course": "flat"},
            "Basic research: 5.01% of R&D, much as in 2012 (5.00%)",
            "基础研究占研发经费的5.01%，与2012年的5.00%相差不大",
        ),
        (
            {"first": None, "first_year": None, "course": "none"},
            "Basic research: 6.00% of R&D in 2024",
            "基础研究占研发经费的6.00%（2024年）",
        ),
        (
            RANKED,
            "Basic research: 6.00% of R&D, up from 5.00% in 2012; 46th of 46 in 2022",
            "基础研究占研发经费的6.00%，高于2012年的5.00%；2022年列第46位（共46个）",
        ),
        (
            {"first": None, "first_year": None, "last_year": 2022, "course": "none", **RANKED},
            "Basic research: 6.00% of R&D; 46th of 46 in 2022",
            "基础研究占研发经费的6.00%；2022年列第46位（共46个）",
        ),
        (
            {"first": None, "last": None, "course": "none"},
            "0 of 2 indicators of this strategic pillar moved towards the aim",
            "本战略支柱的2项指标中，0项朝主张方向变化",
        ),
    ],
    ids=["up", "down", "flat", "single", "ranked", "same year", "none"],
)
def test_the_finding_follows_the_data(dataset: Dataset, headline: dict[str, Any], en: str, zh: str) -> None:
    assert finding(made(dataset, **headline)) == en
    assert plain(finding(made(dataset, "zh", **headline))) == zh


@pytest.mark.parametrize(
    ("courses", "said"),
    [
        (["towards"], "The only indicator judged since 2012 moved towards the aim."),
        (["away", "none"], "The only indicator judged since 2012 did not move towards the aim."),
        (["none"], "No indicator can be judged since 2012."),
        (["towards", "flat"], "1 of 2 indicators moved towards the aim since 2012."),
    ],
)
def test_the_deck_counts_one_and_none_in_words(dataset: Dataset, courses: list[str], said: str) -> None:
    one = made(dataset)
    rows = [{**one.evidence.iloc[0].to_dict(), "code": str(n), "course": c} for n, c in enumerate(courses)]
    one.__dict__["evidence"] = pd.DataFrame(rows)
    assert said in deck(one)


def test_the_rank_is_of_the_series_whose_value_is_told(dataset: Dataset) -> None:
    one = made(dataset)
    twins = [{"kind": "indicator", "code": "T", "of": one.pillar.headline, "course": "none"} | RANKED]
    one.__dict__["evidence"] = pd.concat([one.evidence, pd.DataFrame(twins)])
    assert finding(one).endswith("up from 5.00% in 2012")
    told = [finding(view(dataset, number, "en")) for number in (2, 4)]
    assert all(" of " not in one.partition(", ")[2] for one in told)


def test_a_peak_that_was_lost_stands_in_the_finding(dataset: Dataset) -> None:
    said = (
        "Articles with a co-author abroad: 18.7%, after 22.0% in 2018 and 16.3% in 2012; 46th of 46 in 2022"
    )
    assert finding(view(dataset, 5, "en")) == said


def test_two_releases_that_differ_are_told(dataset: Dataset) -> None:
    one = view(dataset, 1, "en")
    codes = ("GOV_WGI_RL.EST", "GOV_WGI_RQ.EST", "GOV_WGI_GE.EST")
    told = {code: caveats(dataset, one.row(code), one.t)[0] for code in codes}
    assert told["GOV_WGI_RL.EST"] == "The 2024 update gave −0.04 for 2023, this one −0.55."
    assert all(line.startswith("The 2024 update gave ") for line in told.values())
    assert "The 2024 update gave" not in " ".join(caveats(dataset, one.row("SP.POP.SCIE.RD.P6"), one.t))


def test_without_any_movement_the_finding_claims_none(dataset: Dataset) -> None:
    one = made(dataset, last=None, first=None, course="none")
    one.__dict__["evidence"] = one.evidence.assign(course="none")
    assert finding(one) == "Data do not show how this strategic pillar moved"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", NUMBERS)
def test_finding_and_deck_say_what_the_snapshot_says(dataset: Dataset, number: int, lang: str) -> None:
    one = view(dataset, number, lang)
    moved, judged, told = one.counts["towards"], one.counts["judged"], finding(one)
    assert (f"{moved} of {judged}" if lang == "en" else f"{judged}项指标中{moved}项") in deck(one)
    assert one.pillar.name.get(lang) in plain(deck(one))
    assert one.pillar.question.get(lang) in deck(one)
    assert heading(page_of(page, dataset, lang, {"pillar": one.pillar.slug})) == plain(told)
