"""The page on productivity says what the data say, whatever they say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from analysis.dataset import Dataset
from analysis.evidence.productivity import GROWTH, LABOUR, Choice
from components.callbacks import by_id
from components.pages import productivity as page
from components.parts.productivity import ProductivityView, finding
from components.text import LANGUAGES, plain, words
from components.theme import TOKENS
from data import catalog
from data.snapshot import Snapshot
from tests.unit.views import page_of, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd


def altered(snapshot: Snapshot, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Dataset:
    """A site whose observations are changed."""
    made = Snapshot(snapshot.folder, snapshot.descriptor, {})
    made._frames = {**snapshot.tables(), "observations": change(snapshot.table("observations").copy())}
    return Dataset(made, catalog.load())


def set_to(code: str, value: float, year: int = 2019) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Give China another value, as a share of that of 2012."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        own = (frame["indicator"] == code) & (frame["economy"] == "CHN")
        base = frame.loc[own & (frame["year"] == 2012), "value"].iloc[0]
        frame.loc[own & (frame["year"] == year), "value"] = base * value
        return frame

    return change


def view(dataset: Dataset, lang: str = "en", **query: str) -> ProductivityView:
    return ProductivityView(dataset, words(lang), Choice.read(dataset, query))


def figures(dataset: Dataset, **query: str) -> dict[str, Any]:
    """The first figure in both sets of labels."""
    name = page.GROWTH.figures
    store = by_id(page_of(page, dataset, "en", query), {name})[name].to_plotly_json()
    found: dict[str, Any] = json.loads(store["props"]["data"])
    return found


@pytest.mark.parametrize(
    ("older", "newer", "said"),
    [
        (1.05, 1.183, "rose from 2012 to 2019, by 5.0% or 18.3%"),
        (0.9, 0.8, "fell from 2012 to 2019, by 10.0% or 20.0%"),
        (1.0, 1.0001, "did not change from 2012 to 2019"),
        (1.1, 0.9, "rose 10.0% or fell 10.0%"),
        (1.0, 0.9, "did not change or fell 10.0%"),
    ],
)
def test_new_data_change_the_words(pinned: Snapshot, older: float, newer: float, said: str) -> None:
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        return set_to(GROWTH[1], newer)(set_to(GROWTH[0], older)(frame))

    other = altered(pinned, change)
    assert said in finding(view(other))
    agree = "point the same way" in page.deck(view(other))
    assert agree == ("disagree" not in finding(view(other)))


def test_without_a_second_version_the_page_says_so(pinned: Snapshot) -> None:
    other = altered(pinned, lambda frame: frame[~frame["indicator"].isin([GROWTH[1], "PWT11.ctfp"])])
    for lang in LANGUAGES:
        t = words(lang)
        shown = text_of(page_of(page, other, lang))
        assert t("productivity.finding.unknown") in shown
        assert plain(t("productivity.level.empty", base=2012)) in shown


def test_who_else_disagrees_is_counted(pinned: Snapshot, dataset: Dataset) -> None:
    assert "China alone, of 6" in page.exception(view(dataset))
    other = altered(pinned, set_to(GROWTH[0], 1.05))
    assert "agree on the direction for all 6" in page.exception(view(other))

    def japan(frame: pd.DataFrame) -> pd.DataFrame:
        own = (frame["indicator"] == GROWTH[1]) & (frame["economy"] == "JPN") & (frame["year"] == 2019)
        frame.loc[own, "value"] = 0.1
        return frame

    assert "2 of 6 economies, China included" in page.exception(view(altered(pinned, japan)))
    both = altered(pinned, lambda frame: japan(set_to(GROWTH[0], 1.05)(frame)))
    assert "1 of 6 economies, not China," in page.exception(view(both))


@pytest.mark.parametrize(("share", "word"), [(2.0, "grew"), (0.5, "fell"), (1.0, "did not change")])
def test_output_per_person_grows_falls_or_stays(pinned: Snapshot, share: float, word: str) -> None:
    other = altered(pinned, set_to(LABOUR, share, 2023))
    assert word in text_of(by_id(page_of(page, other), {page.LABOUR.heading})[page.LABOUR.heading])


def test_the_figure_draws_both_versions_and_only_china_as_the_hero(dataset: Dataset) -> None:
    figure = figures(dataset)["520"]
    lines = {trace["meta"]["line"]: trace for trace in figure["data"]}
    assert lines.keys() == set(GROWTH)
    at = {code: dict(zip(trace["x"], trace["y"], strict=True)) for code, trace in lines.items()}
    assert round(at[GROWTH[0]][2019], 1) == 96.6
    assert round(at[GROWTH[1]][2019], 1) == 118.3
    assert at[GROWTH[0]][2023] is None
    assert {trace["line"]["color"] for trace in lines.values()} == {TOKENS.hero}
    printed = {note["text"] for note in figure["layout"]["annotations"]}
    assert {"<b>96.6</b>", "<b>118.3</b>"} <= printed
    other = figures(dataset, economy="IND")["520"]
    assert {trace["line"]["color"] for trace in other["data"]} == {TOKENS.ink}


def test_no_figure_of_another_publisher_stands_on_the_page(dataset: Dataset) -> None:
    section = text_of(page.others(view(dataset)))
    for name in ("Total Economy Database", "APO Productivity Database", "Penn World Table"):
        assert name in section
    assert "%" not in section
