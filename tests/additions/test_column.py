"""A column is a line where its table is made and its meaning; page, files and interface follow."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.additions.conftest import Copy


def test_a_column_that_is_added_is_on_the_page_in_files_and_in_the_interface(copy: Copy) -> None:
    copy.follow("A column")
    english, chinese, file, answer = copy.ask(
        "/_dash-layout/en/why/reach",
        "/_dash-layout/zh/why/reach",
        "/download/reach-ladder.csv?lang=en",
        "/api/v1/cards/reach-ladder",
    )
    assert "Share of the first score" in english
    assert "占最高分的比重" in chinese
    first, *_ = csv.DictReader(io.StringIO(file.removeprefix("\ufeff")))
    assert float(first["of_first"]) == 100
    columns = {one["name"]: one for one in json.loads(answer)["data"]["columns"]}
    assert columns["of_first"]["unit"] == "percent"
