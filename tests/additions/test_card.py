"""A card is a frame, a declaration, a place on its page and words; files, embed and interface follow."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.additions.conftest import Copy

FINDING = "Editions of the Global Innovation Index"


def test_a_card_that_is_added_is_on_its_page_in_files_alone_and_in_the_interface(copy: Copy) -> None:
    copy.follow("A card")
    english, layout, chinese, embed, file, answer, cards = copy.ask(
        "/en/data",
        "/_dash-layout/en/data",
        "/zh/data",
        "/embed/editions?lang=zh",
        "/download/editions.csv?lang=en",
        "/api/v1/cards/editions",
        "/api/v1/cards",
    )
    assert FINDING in english
    assert "/download/editions.csv?lang=en" in layout
    assert "全球创新指数历版" in chinese
    assert "全球创新指数历版" in embed.partition("</h1>")[0]
    assert "2025年9月" in embed
    rows = list(csv.DictReader(io.StringIO(file.removeprefix("\ufeff"))))
    assert [row["edition"] for row in rows] == ["2012", "2022", "2025"]
    terms = ("unit", "source", "publisher", "licence", "snapshot")
    assert [name for row in rows for name in terms if not row[name]] == []
    card = json.loads(answer)["data"]
    assert card["finding"] == FINDING
    assert [row["economies_ranked"] for row in card["rows"]] == [141, 132, 139]
    assert all(column["description"] for column in card["columns"])
    assert "editions" in [one["name"] for one in json.loads(cards)["data"]]
    house = ("test_architecture", "test_downloads_forms", "test_embeds", "test_text")
    files = (f"tests/unit/{name}.py" for name in house)
    copy.test(*files, "-k", "tree_as_it_is or [editions] or all_means or names_of_their_own or same_keys")
