"""Page, figure, embed, download and API answer of a card are made of one result, computed once."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.dataset import Dataset
from analysis.table import Table
from components.cards.markup import to_html
from components.cards.page import Page
from components.pages import TABLES, draw_card
from service.api.answers import CardEndpoint
from service.downloads import FILTERED, Document
from tests.additions.recipes import GUIDE
from tests.browser.pages import EACH
from tests.unit.page_queries import QUERIES

GAPS = "strategic-pillar-evidence"
LAST = frozenset({"strategic-pillar", GAPS, "clusters", "coverage", "validation"})
"""Cards that need all rows but the last; the others are drawn of every second row as well."""


def fewer(result: Any, rows: slice) -> Any:
    """Return a result of some of its rows; None for a ledger of single numbers, which has no rows."""
    if isinstance(result, pd.DataFrame):
        return result.iloc[rows]
    if isinstance(result, list | np.ndarray):
        return result[rows]
    parts = {one.name: getattr(result, one.name) for one in fields(result)} if is_dataclass(result) else {}
    found = {name: one for name, one in parts.items() if isinstance(one, pd.DataFrame | np.ndarray)}
    return replace(result, **{name: fewer(one, rows) for name, one in found.items()}) if found else None


def computed(dataset: Dataset) -> set[Any]:
    """Return what the results of tables in the cache of a dataset were computed by, each with its choice."""
    keys: list[Any] = list(dataset.cache)
    return {key[1:] for key in keys if getattr(key[0], "__name__", "") == "_result"}


@pytest.fixture(scope="module")
def three(dataset: Dataset) -> tuple[Dataset, ...]:
    """Datasets of which the results are left whole, cut to half of their rows, and without the last row."""
    return dataset, *(Dataset(dataset.snapshot, dataset.catalog) for _ in range(2))


@pytest.mark.parametrize("page", EACH)
def test_all_of_a_card_is_made_of_one_result(
    three: tuple[Dataset, ...], monkeypatch: pytest.MonkeyPatch, page: Page
) -> None:
    whole, halves, lasts = three
    left = {id(whole): slice(None), id(halves): slice(None, None, 2), id(lasts): slice(None, -1)}
    result = Table.result

    def changed(table: Table[Any, Any], of: Dataset, choice: Any) -> Any:
        found = result(table, of, choice)
        return found if of is whole else fewer(found, left[id(of)])

    monkeypatch.setattr(Table, "result", changed)
    for name, card in ((card.name, card) for card in page.cards if card.height):
        query = QUERIES[page.key][0]
        table = CardEndpoint(name, card.tables, page.home).table(whole, query)
        text, figures, rows = [], [], []
        for one in (whole, lasts if name in LAST else halves):
            shown = draw_card(one, name, "en", query)
            drawn = computed(one)
            assert (table.compute, table.query.read(one, query)) in drawn, f"{name}: the page has its own"
            rows.append(Document(table, FILTERED, one, query).frame)
            assert computed(one) == drawn, f"{name}: the download has a result of its own"
            # The last rows of evidence are gaps, which stand below the card.
            whole_page = name == GAPS and str(page.layout(one, "en", query))
            text.append(whole_page or to_html([*shown.title, shown.element]))
            figures.append(shown.stores)
        assert not rows[0].equals(rows[1]), name
        assert text[0] != text[1], name
        # The last row of clusters is one of many that its figure counts.
        assert not figures[0] or figures[0] != figures[1] or name == "clusters", name


def test_the_recipe_of_a_column_names_the_tables_that_it_is_not_for() -> None:
    recipe = GUIDE.read_text(encoding="utf-8").partition("\n## A column\n")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([\w-]+)`", recipe)) & TABLES.keys()
    assert named == {name for name, table in TABLES.items() if not table.columns}
