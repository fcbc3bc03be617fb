"""The article is data: other years in its file, and every page that speaks of its rise speaks of these."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.additions.conftest import Copy

PAGES = (
    "",
    "why",
    "brief/CHN",
    "story",
    "ranking/map",
    "strategy",
    "strategy/productivity",
    "weights?shared=",
)
"""Pages whose first view is of the rise that the article names, or counts from where it begins."""


def test_other_years_of_the_claim_move_every_page_that_speaks_of_it(copy: Copy) -> None:
    del copy.environment["DATA_DIR"]  # all editions
    paths = [f"/{lang}/{page}" for lang in ("en", "zh") for page in PAGES]
    before = copy.ask(*paths)
    file = copy.root / "data/catalog/article.toml"
    text = file.read_text(encoding="utf-8")
    for old, new in (
        ("editions = [2012, 2022]", "editions = [2013, 2021]"),
        ("ranks = [34, 11]", "ranks = [35, 12]"),
    ):
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    for path, then, now in zip(paths, before, copy.ask(*paths), strict=True):
        counts = [
            [len(re.findall(rf"(?<!\d){year}(?!\d)", page)) for page in (then, now)] for year in (2013, 2012)
        ]
        assert counts[0][0] < counts[0][1], f"{path} does not begin in 2013"
        assert counts[1][0] > counts[1][1], f"{path} still begins in 2012"
