"""What a refresh brought: counts of what is new, revised or gone, and the headline figures."""

import pandas as pd

from data import catalog
from data.schema import TABLES
from data.snapshot import Snapshot
from etl.difference import NO_CHANGE, summary, summary_lines
from tests import packages

RESEARCH = "GB.XPD.RSDV.GD.ZS"


def tables(*cells: tuple[str, str, int, float], **index: tuple[int, float]) -> dict[str, pd.DataFrame]:
    """Return tables with these observations and China's rank and score by edition (e2025=(10, 56.6))."""
    found = packages.tables()
    rows = [(*cell, "1", "one") for cell in cells]
    columns = TABLES["observations"].columns
    found["observations"] = pd.DataFrame(rows, columns=columns).astype(TABLES["observations"].dtypes)
    (first,) = packages.ROWS["gii_scores"]
    scores = [
        {**first, "edition": int(name[1:]), "rank": rank, "score": score}
        for name, (rank, score) in index.items()
    ]
    frame = pd.DataFrame(scores).reindex(columns=TABLES["gii_scores"].columns)
    found["gii_scores"] = frame.astype(TABLES["gii_scores"].dtypes)
    return found


def test_what_is_new_and_what_was_revised_is_counted_and_told() -> None:
    before = tables(
        (RESEARCH, "CHN", 2022, 2.49),
        (RESEARCH, "CHN", 2023, 2.58),
        (RESEARCH, "USA", 2023, 3.4),
        e2024=(11, 56.32273),
        e2025=(10, 56.5551),
    )
    now = tables(
        (RESEARCH, "CHN", 2022, 2.5),
        (RESEARCH, "CHN", 2023, 2.58),
        (RESEARCH, "CHN", 2024, 2.6912),
        e2024=(11, 56.32273),
        e2025=(9, 56.5551),
        e2026=(8, 57.0),
    )
    release = now["sources"].assign(source="two", title="Indicators,\nrelease of 2026-11-30")
    now["sources"] = pd.concat([now["sources"], release], ignore_index=True)
    found = summary(before, now, catalog.load())
    assert (found["editions"], found["releases"]) == ([2026], ["Indicators,\nrelease of 2026-11-30"])
    assert found["observations"] == {"added": 1, "removed": 1, "revised": 1}
    assert found["index"] == {"added": 0, "removed": 0, "revised": 1}
    rank, _, research, *others = found["headline"]
    assert rank == {
        "figure": "GII rank",
        "unit": "",
        "now": {"year": 2026, "value": 8},
        "before": {"year": 2025, "value": 10},
    }
    assert (research["now"]["year"], research["before"]) == (2024, {"year": 2023, "value": 2.58})
    assert [item["now"] for item in others] == [None] * 4
    assert summary_lines(found)[:6] == [
        "new: GII 2026, 1 figure of the indicators (Indicators, release of 2026-11-30)",
        "revised: 1 figure of the indicators, 1 figure of the index",
        "no longer there: 1 figure of the indicators",
        "China now (before):",
        "  GII rank: 8 in 2026 (10 in 2025)",
        "  GII score: 57.0 in 2026 (56.6 in 2025)",
    ]
    assert summary_lines(found)[6] == (
        f"  R&D spending, share of GDP: {research['now']['value']} % of GDP in 2024 (2.58 in 2023)"
    )


def test_where_nothing_changed_there_is_one_line(pinned: Snapshot) -> None:
    held = pinned.tables()
    found = summary(held, held, catalog.load())
    assert summary_lines(found) == [NO_CHANGE]
    assert len(found["headline"]) == 7
    assert all(item["now"] == item["before"] != {} for item in found["headline"])
    assert found["headline"][0]["now"] == {"year": 2025, "value": 10}
    assert summary_lines({}) == []
