"""An official target is a row in three tables; its verdict is computed from the values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.additions.conftest import Copy


def test_a_target_that_is_added_is_judged_by_the_values_alone(copy: Copy) -> None:
    copy.follow("A target")
    view = "document=example_plan_2021"
    english, chinese, answer = copy.ask(
        f"/en/strategy/targets?{view}", f"/zh/strategy/targets?{view}", f"/api/v1/cards/targets?{view}"
    )
    assert "16% of citizens are to have science literacy" in english
    assert "公民具备科学素质的比例达到16%" in chinese
    (row,) = json.loads(answer)["data"]["rows"]
    assert (row["verdict_first"], row["actual_first"], row["due_year"]) == ("missed", 15.37, 2024)
    file = copy.root / "data/curated/targets.csv"
    text = file.read_text(encoding="utf-8")
    assert text.count("10.56,2020,16,2024") == 1
    file.write_text(text.replace("10.56,2020,16,2024", "10.56,2020,15,2024"), encoding="utf-8")
    copy.run(".venv/bin/python -m etl refresh curated")
    (row,) = json.loads(copy.ask(f"/api/v1/cards/targets?{view}")[0])["data"]["rows"]
    assert row["verdict_first"] == "met"
