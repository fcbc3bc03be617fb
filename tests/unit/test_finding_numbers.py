"""No number stands in a finding that is not in the rows of its card, or in rows that it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from dash import html

from components.embed import draw, item
from components.pages import TABLES
from components.prerender.markup import text, walk
from components.text import LANGUAGES
from service.api.answers import CardEndpoint
from tests.browser.pages import EACH
from tests.unit.page_queries import QUERIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from analysis.dataset import Dataset
    from components.card import Card
    from components.pages import Page

NAMED = {"rank-ledger": TABLES["economy-editions"]}
"""A table whose rows a finding names beside those of its card: two ranks, where no score can be split."""
_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?", re.ASCII)


def numbers(sentence: str) -> set[float]:
    return {float(one.replace(",", "")) for one in _NUMBER.findall(sentence)}


def told(frame: pd.DataFrame) -> set[float]:
    """Return what a sentence may say of rows: values, as written or in percent, and counts of equal ones."""
    said = {float(len(frame))}
    for name in frame:
        values = frame[name].dropna()
        said |= {float(count) for count in values.value_counts()}
        if values.dtype.kind in "iuf":
            exact = values.abs().astype(float)
            said |= {
                one for scale in (1, 100) for digits in range(4) for one in (exact * scale).round(digits)
            }
        else:
            said |= set().union(*map(numbers, values.astype(str)))
    return said


def sources(
    dataset: Dataset, page: Page, card: Card[Any], query: Mapping[str, str], lang: str, *, heads: bool
) -> Iterator[set[float]]:
    """Give the numbers of a card's rows, of those that it names, and of all cards if it heads the page."""
    own = CardEndpoint(card.name, card.tables, page.home).table(dataset, query)
    named = [NAMED[card.name]] if card.name in NAMED else []
    every = [table for one in page.cards for table in one.tables] if heads else []
    for table in (own, *named, *every):
        for whole in (False, True):
            yield told(table.rows(dataset, query, lang, whole=whole))
    cells = (text(node) for node in walk(page.layout(dataset, lang, query)) if isinstance(node, html.Td))
    yield numbers(" ".join(cells))  # rates and shares of the rows, which the page has in its table


@pytest.mark.parametrize("page", EACH)
def test_the_numbers_of_a_finding_are_those_of_its_rows(dataset: Dataset, page: Page) -> None:
    wrong = []
    for asked in QUERIES[page.key]:
        query = {**asked, **item(dataset, page, asked)}
        for card in page.cards:
            for lang in LANGUAGES:
                finding = text(draw(dataset, card.name, lang, query).title)
                layout = page.layout(dataset, lang, query)
                heads = finding in (text(node) for node in walk(layout) if isinstance(node, html.H1))
                unknown = numbers(finding) - numbers(" ".join(query.values()))
                rows = sources(dataset, page, card, query, lang, heads=heads)
                while unknown and (more := next(rows, None)):
                    unknown -= more
                if unknown:
                    wrong.append((card.name, asked, finding, unknown))
    assert not wrong
