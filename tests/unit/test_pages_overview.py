"""The Overview says and prints what its frame and the snapshot hold, whichever editions are chosen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from analysis.index.standing import MEASURES
from components.pages.overview import deck
from components.parts.trajectory import finding
from components.text import LANGUAGES, plain, words
from data.article import HERO
from tests.unit.views import altered, chosen, drawn, frame_of

if TYPE_CHECKING:
    from analysis.dataset import Dataset
    from data.snapshot import Snapshot

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

CAUSES = ("because", "due to", "drove", "thanks to", "led to", "由于", "因为", "得益于", "推动")


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


def test_every_kind_of_view_has_a_sentence_of_the_right_direction() -> None:
    for lang in LANGUAGES:
        up, down = words(lang)("overview.finding.up"), words(lang)("overview.finding.down")
        for measure in MEASURES:
            for values in KINDS:
                sentence = plain(finding(synthetic(values, measure), measure, words(lang)))
                assert sentence, values
                assert not set(sentence) & set("{}*[]"), values
                assert not [cause for cause in CAUSES if cause in sentence], sentence
                if len(set(values.values())) > 1:
                    start, end = list(values.values())[:2]
                    better = end < start if measure == "rank" else end > start
                    compared = measure != "score"  # levels of scores do not compare: each beside its rank
                    assert ((up if better else down) in sentence) == compared, (values, sentence)
                    assert (down if better else up) not in sentence, (values, sentence)


def test_the_claim_on_the_chart_is_the_rise_between_its_editions_and_no_fall(pinned: Snapshot) -> None:
    cases: tuple[tuple[dict[int, int], int], ...] = (({}, 23), ({2012: 20}, 9), ({2012: 11, 2022: 34}, 0))
    for ranks, places in cases:

        def change(frame: pd.DataFrame, ranks: dict[int, int] = ranks) -> pd.DataFrame:
            for edition, rank in ranks.items():
                own = (frame["economy"] == HERO) & (frame["code"] == "GII") & (frame["edition"] == edition)
                frame.loc[own, "rank"] = rank
            return frame

        site = altered(pinned, change, "gii_scores")
        for compact in (False, True):
            notes = drawn(site, chosen(site), compact=compact)["layout"]["annotations"]
            told = [found for one in notes for found in re.findall(r"\bup ([−-]?\d+)", one["text"])]
            assert told == [str(places)] * (places > 0), (ranks, compact)


def test_a_single_edition_is_not_called_a_rank_when_it_is_a_score(dataset: Dataset) -> None:
    # Edition 2010 has a rank only, so 2010 to 2011 leaves one edition of the other measures.
    for measure, number in {"rank": "29th", "score": "46.4", "percentile": "77.4"}.items():
        selection = chosen(dataset, show=measure, first="2010", last="2011")
        sentence = plain(finding(frame_of(dataset, selection), measure, words("en")))
        assert number in sentence
        assert f"ranked {number}" not in sentence or measure == "rank"


def test_a_deck_without_an_interval_ends_all_the_same(dataset: Dataset) -> None:
    rows = frame_of(dataset, chosen(dataset, peers="", last="2018"))
    rows[["low", "high"]] = pd.NA
    for lang in LANGUAGES:
        text = plain(deck(rows, words(lang)))
        assert "17" in text
        assert text.endswith((".", "。"))
        assert not set(text) & set("；;")
