"""A chart card is a table, a chart of an existing family and a declaration; every frame of a card has it."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

from tests.additions.recipes import recipe

if TYPE_CHECKING:
    from tests.additions.conftest import Copy

TITLE = "A chart card"
RANKED = {2012: 141, 2022: 132, 2025: 139}


def test_a_chart_card_takes_three_files_and_eighty_lines_at_most() -> None:
    steps = recipe(TITLE)
    added = [
        line for step in steps for line in step.block.splitlines() if step.kind != "diff" or line[:1] == "+"
    ]
    assert len({step.file for step in steps}) <= 3
    assert len(added) <= 80


def test_a_chart_card_that_is_added_is_drawn_on_its_page_alone_and_in_the_interface(copy: Copy) -> None:
    copy.follow("A chart card")
    page, embed, chinese, file, answer = copy.ask(
        "/en/ranking/others",
        "/embed/field-sizes",
        "/embed/field-sizes?lang=zh",
        "/download/field-sizes.csv?lang=en",
        "/api/v1/cards/field-sizes",
    )
    assert "各版参评经济体数目" in chinese.partition("</h1>")[0]
    stored = re.search(r'id="others-sizes-figures">(.+?)</script>', embed)
    assert stored
    for figure in json.loads(stored[1]).values():
        (line,) = (trace for trace in figure["data"] if trace["meta"]["role"] == "hero")
        known = {year: value for year, value in zip(line["x"], line["y"], strict=True) if value is not None}
        assert known == RANKED
    assert 'class="static-svg"' in page.partition("Economies ranked by each edition")[2]
    rows = list(csv.DictReader(io.StringIO(file.removeprefix("\ufeff"))))
    assert {int(row["edition"]): int(row["economies_ranked"]) for row in rows} == RANKED
    assert [row["economies_ranked"] for row in json.loads(answer)["data"]["rows"]] == [*RANKED.values()]
    house = ("test_architecture", "test_downloads_forms", "test_embeds", "test_text")
    files = (f"tests/unit/{name}.py" for name in house)
    copy.test(*files, "-k", "tree_as_it_is or [field-sizes] or all_means or names_of_their_own or same_keys")
