"""Pages print the snapshot's values: rows, tables, counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from analysis.evidence.progress import change
from analysis.index.standing import MEASURES
from components.pages import overview
from components.pages.overview import figure_table
from components.text import LANGUAGES, words
from tests.browser.pages import EACH
from tests.unit.views import chosen, frame_of, heading, page_of, text_of, walk

if TYPE_CHECKING:
    from analysis.dataset import Dataset
    from components.pages import Page
    from data.snapshot import Snapshot


def cells(parts: Any, css: str) -> list[str]:
    return [text_of(part) for part in walk(parts) if getattr(part, "className", "") == css]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_five_rows_print_the_snapshots_values(dataset: Dataset, lang: str) -> None:
    page = page_of(overview, dataset, lang)
    rows = [part for part in walk(page) if getattr(part, "className", "") == "row"]
    assert len(rows) == 5
    for row, pillar in zip(rows, dataset.catalog.strategy, strict=True):
        indicator = dataset.catalog.indicators[pillar.headline]
        moved = change(dataset.china(indicator.id), indicator.kind)
        assert moved is not None
        text = text_of(row)
        assert pillar.name.get(lang) in text
        for kind, year, value in (
            ("row-first", moved.first_year, moved.first),
            ("row-last", moved.last_year, moved.last),
        ):
            (printed,) = cells(row, kind)
            assert printed.endswith(str(year))
            number = printed.removesuffix(str(year)).rstrip("%").replace(",", "")
            decimals = len(number.partition(".")[2])
            assert float(number) == pytest.approx(value * indicator.scale, abs=0.501 * 10**-decimals)
        (printed,) = cells(row, "row-change")
        assert ("▲" if moved.last > moved.first else "▼") in printed


def grid(parts: Any) -> list[list[str]]:
    return [
        [text_of(cell) for cell in walk(row) if type(cell).__name__ in ("Th", "Td")]
        for row in walk(parts)
        if type(row).__name__ == "Tr"
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("measure", MEASURES)
def test_the_figures_table_is_the_frame(dataset: Dataset, measure: str, lang: str) -> None:
    selection = chosen(dataset, show=measure, peers="KOR,IND,YEM")
    frame, t = frame_of(dataset, selection, lang), words(lang)
    names = {code: dataset.labels(t.lang)[code] for code in selection.economies}
    head, *rows = grid(figure_table(frame, names, selection.measure, t))
    assert head[1:] == list(names.values())
    found = {
        (int(row[0]), code): float(cell.replace(",", ""))
        for row in rows
        for code, cell in zip(selection.economies, row[1:], strict=True)
        if cell != t("missing")
    }
    held_ = frame[frame[measure].notna()]
    expected = {
        (int(edition), str(code)): round(float(value), 0 if measure == "rank" else 1)
        for edition, code, value in zip(held_["edition"], held_["economy"], held_[measure], strict=True)
    }
    assert found == pytest.approx(expected, abs=0.0501)
    assert [row[0] for row in rows] == sorted({str(e) for e, _ in expected}, reverse=True)


def test_the_table_of_china_marks_the_articles_editions(dataset: Dataset) -> None:
    page = page_of(overview, dataset)
    marked = [text_of(row) for row in walk(page) if getattr(row, "className", "") == "marked"]
    assert [text[:4] for text in marked] == ["2022", "2012"]


@pytest.fixture(scope="module")
def two(dataset: Dataset, short: Snapshot) -> Dataset:
    """What a snapshot of two editions gives."""
    return type(dataset)(short, dataset.catalog)


@pytest.mark.parametrize("page", EACH)
def test_a_snapshot_of_two_editions_is_shown_on_every_page(two: Dataset, page: Page) -> None:
    content = page.layout(two, LANGUAGES[0], {})
    assert heading(content)
    assert "nan" not in re.findall(r"\w+", text_of(content))
