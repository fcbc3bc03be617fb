"""Which edition a workbook is taken for, and when that is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from etl.errors import Refused, UsageError
from etl.sources import gii
from etl.sources.gii import check_edition, recognise
from tests.unit import gii_books as books
from tests.unit.gii_books import NEW, OLD

if TYPE_CHECKING:
    from data.snapshot import Snapshot


def test_the_edition_is_told_by_the_scores_whatever_the_name_of_the_file(pinned: Snapshot) -> None:
    scores, structure = pinned.table("gii_scores"), pinned.table("gii_structure")
    own, parts = books.tables_of(scores, structure, 2023)
    parsed = gii.ParsedWorkbook(NEW, "", own, parts, books.made_up([]), {}, 2023, {})
    assert recognise(parsed, scores, structure, "download.xlsx") == 2023
    assert recognise(parsed, scores, structure, "wipo-pub-2000-2025-tech1.xlsx") == 2023
    with pytest.raises(Refused, match=r"holds the GII 2023, not the 2024"):
        check_edition(parsed.scores, scores, 2024)


def test_a_new_edition_is_taken_from_two_clues_that_agree(pinned: Snapshot) -> None:
    scores, structure = pinned.table("gii_scores"), pinned.table("gii_structure")
    parsed = gii.parse(books.save(books.small()))
    assert recognise(parsed, scores, structure, "wipo-pub-2000-2026-tech1.xlsx") == 2026
    for name in ("download.xlsx", "wipo-pub-2000-2027-tech1.xlsx"):
        with pytest.raises(UsageError, match="try --edition 2026"):
            recognise(parsed, scores, structure, name)


def test_a_revised_workbook_is_told_by_its_structure_and_its_name(pinned: Snapshot) -> None:
    scores, structure = pinned.table("gii_scores"), pinned.table("gii_structure")
    own, parts = books.tables_of(scores, structure, 2025)
    changed = own.assign(score=own["score"] * 0.99)
    parsed = gii.ParsedWorkbook(NEW, "", changed, parts, books.made_up([]), {}, 2025, {})
    assert recognise(parsed, scores, structure, "wipo-pub-2000-2025-tech1.xlsx") == 2025
    for name in ("download.xlsx", "wipo-pub-2000-2026-tech1.xlsx"):
        with pytest.raises(UsageError, match="try --edition 2026"):
            recognise(parsed, scores, structure, name)


def test_the_layout_of_2021_names_its_edition(pinned: Snapshot) -> None:
    scores, structure = pinned.table("gii_scores"), pinned.table("gii_structure")
    parsed = gii.parse(books.save(books.small(OLD, newest=2020)))
    assert recognise(parsed, scores, structure, "download.xlsx") == 2021
    with pytest.raises(Refused, match="holds the GII 2021"):
        check_edition(parsed.scores, scores, 2026, parsed.layout.data)


def test_the_workbook_of_an_edition_held_as_a_ranking_is_told_by_its_scores_or_its_name(
    pinned: Snapshot,
) -> None:
    structure, parsed = pinned.table("gii_structure"), gii.parse(books.save(books.small()))
    overall = parsed.scores[parsed.scores["code"] == "GII"].assign(edition=2026)
    printed = overall.assign(score=overall["score"].astype("float32").astype("float64"))
    scores = pd.concat([pinned.table("gii_scores"), printed], ignore_index=True)
    assert recognise(parsed, scores, structure, "download.xlsx") == 2026
    scores = pd.concat([pinned.table("gii_scores"), printed.assign(score=printed["score"] - 1)])
    assert recognise(parsed, scores, structure, "wipo-pub-2000-2026-tech1.xlsx") == 2026
