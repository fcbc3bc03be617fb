"""The trajectory by its look: colours of the theme, readable sizes, ticks for every edition, no title."""

from __future__ import annotations

import re
from dataclasses import asdict
from itertools import product
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from analysis.index.standing import MEASURES
from components.text import LANGUAGES
from components.theme import TOKENS
from tests.unit.views import chosen, drawn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.dataset import Dataset

SIZES = [(500, False), (420, False), (460, True), (420, True), (312, True)]


def strings(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from strings(value)
    elif isinstance(node, str):
        yield node


def colours(figure: dict[str, Any]) -> set[str]:
    found = set()
    for text in strings(figure):
        found |= set(re.findall(r"var\(--[\w-]+\)|#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)", text))
    return found - {"rgba(0,0,0,0)"}


def test_colours_come_from_the_theme(dataset: Dataset) -> None:
    for measure, compact in product(MEASURES, (False, True)):
        figure = drawn(dataset, chosen(dataset, show=measure), compact=compact)
        assert sorted(colours(figure) - set(asdict(TOKENS).values())) == [], (measure, compact)
        assert figure["layout"]["paper_bgcolor"] == TOKENS.ground


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("measure", MEASURES)
def test_nothing_is_smaller_than_12_px(dataset: Dataset, measure: str, lang: str) -> None:
    for height, compact in SIZES:
        figure = drawn(dataset, chosen(dataset, show=measure), lang, height=height, compact=compact)
        sizes = [note["font"]["size"] for note in figure["layout"]["annotations"] if note["text"]]
        sizes += [figure["layout"][axis]["tickfont"]["size"] for axis in ("xaxis", "yaxis")]
        sizes += [trace["textfont"]["size"] for trace in figure["data"] if "textfont" in trace]
        sizes.append(figure["layout"]["font"]["size"])
        assert min(sizes) >= 12, (height, compact)


@pytest.mark.parametrize("first", ["2010", "2016", "2024"])
def test_every_edition_on_show_has_its_count(dataset: Dataset, first: str) -> None:
    selection = chosen(dataset, first=first)
    axis = drawn(dataset, selection)["layout"]["xaxis"]
    counts = dataset.table("gii_editions").set_index("edition")["economies"]
    assert axis["tickvals"] == list(range(int(first), 2026))
    for edition, text in zip(axis["tickvals"], axis["ticktext"], strict=True):
        label, count = re.sub(r"</?(?:b|span[^>]*)>", "", text).split("<br>")
        assert label == str(edition)
        assert count == ("–" if pd.isna(counts[edition]) else str(counts[edition]))


def test_figures_hold_no_title_and_no_legend(dataset: Dataset) -> None:
    layout = drawn(dataset, chosen(dataset))["layout"]
    assert "title" not in layout
    assert layout["showlegend"] is False
