"""The sentences at the head of the page say what the frame says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analysis.index.standing import MEASURES
from components.pages.overview import deck, limits
from components.parts.trajectory import finding
from components.text import LANGUAGES, plain, words
from data.article import HERO
from tests.unit.views import chosen, frame_of

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def said(dataset: Dataset, lang: str, **query: object) -> str:
    selection = chosen(dataset, **query)
    return plain(finding(frame_of(dataset, selection, lang), selection.measure, words(lang)))


def test_the_finding_of_the_article_is_the_rise_that_it_states(dataset: Dataset) -> None:
    english = "China rose from 34th in the 2012 edition to 11th in 2022"
    assert said(dataset, "en", last="2022") == english
    assert said(dataset, "zh", last="2022") == "中国从2012年版的第34位升至2022年版的第11位"


def synthetic(values: dict[int, float], measure: str) -> pd.DataFrame:
    rows = {
        "economy": HERO,
        "edition": list(values),
        "rank": pd.array([1] * len(values), dtype="Int64"),
        "economies": pd.array([None if edition == 2010 else 139 for edition in values], dtype="Int64"),
        "score": 1.0,
        "percentile": 1.0,
    }
    return pd.DataFrame(rows).assign(**{measure: list(values.values())})


KINDS: tuple[dict[int, float], ...] = (
    {},
    {2010: 43},
    {2025: 10},
    {2015: 29, 2016: 29},
    {2015: 29, 2016: 25},
    {2015: 25, 2016: 29},
    {2012: 34, 2022: 34, 2025: 34},
    {2012: 34, 2022: 11, 2025: 10},
    {2012: 11, 2022: 34, 2025: 10},
    {2012: 34, 2022: 11},
)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("measure", MEASURES)
def test_every_kind_of_view_has_a_sentence(measure: str, lang: str) -> None:
    up, down = words(lang)("overview.finding.up"), words(lang)("overview.finding.down")
    for values in KINDS:
        sentence = plain(finding(synthetic(values, measure), measure, words(lang)))
        assert sentence, values
        assert not set(sentence) & set("{}*[]"), values
        if len(set(values.values())) > 1:
            start, end = list(values.values())[:2]
            better = end < start if measure == "rank" else end > start
            compared = measure != "score"  # levels of scores do not compare: each stands beside its rank
            assert ((up if better else down) in sentence) == compared, (values, sentence)
            assert (down if better else up) not in sentence, (values, sentence)


@pytest.mark.parametrize("measure", MEASURES)
def test_a_single_edition_is_not_called_a_rank_when_it_is_a_score(dataset: Dataset, measure: str) -> None:
    # Edition 2010 has a rank only, so 2010 to 2011 leaves one edition of the other measures.
    sentence = said(dataset, "en", show=measure, first="2010", last="2011")
    number = {"rank": "29th", "score": "46.4", "percentile": "77.4"}[measure]
    assert number in sentence
    assert f"ranked {number}" not in sentence or measure == "rank"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_deck_without_an_interval_ends_all_the_same(dataset: Dataset, lang: str) -> None:
    rows = frame_of(dataset, chosen(dataset, peers="", last="2018"))
    rows[["low", "high"]] = pd.NA
    text = plain(deck(rows, words(lang)))
    assert "17" in text
    assert text.endswith((".", "。"))
    assert "；" not in text
    assert ";" not in text


def test_limits_name_what_a_start_in_2012_hides(dataset: Dataset) -> None:
    said_ = [plain(line) for line in limits(frame_of(dataset, chosen(dataset, peers="")), words("en"))]
    (start,) = (line for line in said_ if "2011" in line)
    assert start == (
        "A start in 2012 hides a fall: China was 29th in the 2011 edition, 34th in 2012. "
        "From 2011, the rise to 2022 is 18 places, not 23."
    )
    assert any("35th in the 2013 edition" in line for line in said_)


def test_titles_never_claim_a_cause() -> None:
    for lang in LANGUAGES:
        t = words(lang)
        texts = [text for key, text in t._entries.items() if key.startswith("overview.finding.")]
        causes = ("because", "due to", "drove", "thanks to", "led to", "由于", "因为", "得益于", "推动")
        assert not [text for text in texts if any(cause in text for cause in causes)]
