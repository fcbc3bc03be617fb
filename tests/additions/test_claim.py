"""A claim is one block of the catalog; its verdict is computed from the data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.additions.conftest import Copy


def test_a_claim_that_is_added_is_judged_by_the_data_alone(copy: Copy) -> None:
    copy.follow("A claim")
    english, chinese, answer = copy.ask("/en/claims?claim=rank-2025", "/zh/claims", "/api/v1/claims")
    assert "China stands among the first ten" in english
    assert "中国进入前十" in chinese
    claim = next(one for one in json.loads(answer)["data"] if one["claim"] == "rank-2025")
    assert claim["verdict"] == "right"
    file = copy.root / "data/catalog/claims.toml"
    text = file.read_text(encoding="utf-8")
    assert text.count("than = 10 },\n]\n\n[claim.figures]\nrank") == 1
    stricter = text.replace(
        "than = 10 },\n]\n\n[claim.figures]\nrank", "than = 9 },\n]\n\n[claim.figures]\nrank"
    )
    file.write_text(stricter, encoding="utf-8")
    told = copy.run(".venv/bin/python -m etl refresh curated")
    assert "rank-2025: right -> wrong" in told
