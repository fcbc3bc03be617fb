"""The finding of a strategic pillar's page follows the data, whichever way they move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from components.pages.pillar import page
from components.pages.pillar.finding import deck, finding
from components.pages.pillar.view import View, read
from components.text import LANGUAGES, plain, words
from tests.unit.views import heading

if TYPE_CHECKING:
    from components.site import Site

NUMBERS = range(1, 6)


def view(held: Site, number: int, lang: str) -> View:
    return read(held, words(lang), {"pillar": str(number)})


def made(held: Site, lang: str = "en", number: int = 4, **headline: Any) -> View:
    """A view of evidence that is made: the headline as given, three more indicators, one gap."""
    one = view(held, number, lang)
    values = {"first_year": 2012, "first": 5.0, "last_year": 2024, "last": 6.0, "course": "towards"}
    rows = [{"kind": "indicator", "code": one.pillar.headline, **values, **headline}]
    rows += [{"kind": "indicator", "code": code, "course": code} for code in ("away", "flat", "none")]
    one.__dict__["evidence"] = pd.DataFrame([*rows, {"kind": "gap"}])
    return one


@pytest.mark.parametrize(
    ("headline", "en", "zh"),
    [
        (
            {},
            "Basic research was 6.00% of China’s R&D in 2024, up from 5.00% in 2012; 1 of 3",
            "2024年基础研究占中国研发经费的6.00%，高于2012年的5.00%；3项指标中1项朝目标变动",
        ),
        (
            {"last": 4.0, "course": "away"},
            "Basic research was 4.00% of China’s R&D in 2024, down from 5.00% in 2012; 0 of 3",
            "2024年基础研究占中国研发经费的4.00%，低于2012年的5.00%；3项指标中0项朝目标变动",
        ),
        (
            {"last": 5.01, "course": "flat"},
            "Basic research was 5.01% of China’s R&D in 2024, hardly changed from 5.00% in 2012; 0 of 3",
            "2024年基础研究占中国研发经费的5.01%，与2012年的5.00%相差不大；3项指标中0项朝目标变动",
        ),
        (
            {"first": None, "first_year": None, "course": "none"},
            "Basic research was 6.00% of China’s R&D in 2024; 0 of 2",
            "2024年基础研究占中国研发经费的6.00%；2项指标中0项朝目标变动",
        ),
        (
            {"first": None, "last": None, "course": "none"},
            "0 of 2 indicators of this strategic pillar",
            "本战略支柱的2项指标中，0项朝目标变动",
        ),
    ],
    ids=["up", "down", "flat", "single", "none"],
)
def test_the_finding_follows_the_data(held: Site, headline: dict[str, Any], en: str, zh: str) -> None:
    english = finding(made(held, **headline))
    assert english.startswith(en)
    assert english.endswith("moved towards the aim")
    assert finding(made(held, "zh", **headline)) == zh


def test_without_any_movement_the_finding_claims_none(held: Site) -> None:
    one = made(held, last=None, first=None, course="none")
    one.__dict__["evidence"] = one.evidence.assign(course="none")
    assert finding(one) == "Open data do not show how this strategic pillar moved"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", NUMBERS)
def test_finding_and_deck_say_what_the_snapshot_says(held: Site, number: int, lang: str) -> None:
    one = view(held, number, lang)
    counts = one.counts
    moved, assessed = counts["towards"], counts["towards"] + counts["away"] + counts["flat"]
    told = finding(one)
    assert (f"{moved} of {assessed}" if lang == "en" else f"{assessed}项指标中{moved}项") in told
    assert one.pillar.name.get(lang) in plain(deck(one))
    assert one.pillar.question.get(lang) in deck(one)
    assert heading(page.layout(held, lang, {"pillar": one.pillar.slug})) == plain(told)
