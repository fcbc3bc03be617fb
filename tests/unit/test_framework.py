"""Framework changes: counted from the structure tables, never called none where they are not counted."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from analysis.index.framework import COUNTED, framework, mark
from analysis.inventory import scored
from components.framework import counted, every
from components.text import words

if TYPE_CHECKING:
    from analysis.dataset import Dataset
    from data.snapshot import Snapshot

COUNTS = {
    (2011, 2012): (80, 84, 17, 13, 7, 17, 0),
    (2012, 2013): (84, 84, 6, 6, 14, 6, 0),
    (2013, 2014): (84, 81, 1, 4, 7, 14, 0),
    (2014, 2015): (81, 79, 1, 3, 5, 1, 0),
    (2015, 2016): (79, 82, 4, 1, 8, 2, 0),
    (2016, 2017): (82, 81, 0, 1, 0, 0, 0),
    (2017, 2018): (81, 80, 1, 2, 0, 1, 16),
}
"""Indicators before and after, those of COUNTED, and weights not known; counted from the copies by name."""


def test_counts_are_those_of_the_copies(pinned: Snapshot) -> None:
    structure = pinned.table("gii_structure")
    for pair, expected in COUNTS.items():
        found = framework(structure, *pair)
        assert found is not None
        assert (found.before, found.after, *found.counts.values(), len(found.unweighed)) == expected, pair
        assert found.after - found.before == len(found.added) - len(found.dropped)
    found = framework(structure, 2013, 2014)
    assert found is not None
    assert found.added == ("entertainment-and-media-market",)
    assert set(found.dropped) == {
        *("tertiary-outbound-enrolment", "electricity-consumption", "gmat-mean-score", "paid-for-dailies")
    }
    assert "creative-goods-exports" in found.redefined


def test_an_edition_with_itself_is_the_same_and_no_two_neighbours_are(dataset: Dataset) -> None:
    for edition in dataset.editions:
        found = dataset.framework(edition, edition)
        assert found is None or not any(found.counts.values()), edition
    for pair in pairwise(dataset.editions):
        found = dataset.framework(*pair)
        assert found is None or (not found.same and found.changed), pair
        assert (found is None) == bool({2007, 2009, 2010, 2020} & set(pair)), "their indicators are not known"


def test_words_give_the_counts_or_say_that_there_are_none(dataset: Dataset) -> None:
    for t in (words("en"), words("zh")):
        line = counted(dataset, 2013, 2014, t)
        assert all(str(number) in line for number in (1, 4, 7, 14, 81, 84))
        for pair, missing in (((2019, 2020), "2020"), ((2010, 2020), "2010"), ((2017, 2018), "16")):
            assert missing in counted(dataset, *pair, t)
        assert t("framework.same") == counted(dataset, 2024, 2024, t)
        assert "82" in counted(dataset, 2012, 2022, t)  # the four counts add up to 84
        told = "".join(counted(dataset, *pair, t) for pair in pairwise(dataset.editions))
        assert " 0 changed def" not in told
        assert "至少0" not in told
        assert "2017" in every(dataset, t)


def test_what_changes_is_counted_by_measure() -> None:
    names = ("edition", "level", "concept", "measure", "defined", "weight")
    rows = [
        (2024, "indicator", "kept", "kept", None, 1.0),
        (2024, "indicator", "heads", "people", None, 1.0),
        (2024, "indicator", "parts", "parts", None, 0.5),
        (2024, "indicator", "gone", "gone", None, 1.0),
        (2025, "indicator", "kept", "kept", None, None),
        (2025, "indicator", "people", "people", None, 1.0),
        (2025, "indicator", "parts", "parts", 2025, 1.0),
        (2025, "indicator", "new", "new", None, 1.0),
        (2025, "subpillar", "other", "other", None, 1.0),
    ]
    found = framework(pd.DataFrame(rows, columns=names), 2024, 2025)
    assert found is not None
    assert {name: getattr(found, name) for name in (*COUNTED, "unweighed")} == {
        "added": ("new",),
        "dropped": ("gone",),
        "redefined": ("people", "parts"),
        "reweighted": ("parts",),
        "unweighed": ("kept",),
    }
    assert found.changed == 4


def test_the_gravest_mark_between_is_named() -> None:
    marks = ["break", "unmarked", "documented", "unmarked"]
    editions = pd.DataFrame({"edition": [2020, 2021, 2022, 2023], "change": marks})
    found = [mark(editions, first, last) for first, last in ((2019, 2023), (2020, 2021), (2021, 2022))]
    assert found == ["break", None, "documented"]


def test_pages_read_only_parts_that_have_scores(dataset: Dataset, pinned: Snapshot) -> None:
    scores, structure = pinned.table("gii_scores"), pinned.table("gii_structure")
    assert set(structure.loc[structure["level"] == "indicator", "edition"]) >= set(range(2011, 2020))
    parts = scored(scores, structure)
    pd.testing.assert_frame_equal(parts, dataset.parts)
    pairs = set(zip(scores["edition"], scores["code"], strict=True))
    assert set(zip(parts["edition"], parts["code"], strict=True)) == pairs
